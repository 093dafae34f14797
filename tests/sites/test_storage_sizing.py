"""Sizes of least cost: equal to the linear programme's, with a gap that holds, and refusals."""

import csv
import gzip

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import Infeasible, InputError, NotANumber
from comity.sites.storage import Problem, Sizes, shift_within_day, size, solve_lp

HOURS = 24 * 10
COST = np.array([2.0, 4.0, 1.0, 0.6])


def problem(seed=0, **changes):
    rng = np.random.default_rng(seed)
    hour = np.arange(HOURS) % 24
    sun = np.clip(np.sin((hour - 6) / 12 * np.pi), 0.0, None) * rng.uniform(0.3, 1.0, HOURS)
    given = {
        "load": 0.7 + 0.3 * rng.random(HOURS),
        "solar": sun,
        "wind": np.clip(rng.normal(0.3, 0.25, HOURS), 0.0, 1.0),
        "price": rng.uniform(0.02, 0.4, HOURS),
        "annual_cost": COST,
        "charge": 0.95,
        "discharge": 0.95,
    }
    return Problem(**(given | changes))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), share=st.sampled_from([0.0, 0.5, 1.0]))
def test_sizes_cost_what_the_linear_programme_says_within_the_gap(seed, share):
    asked = problem(seed, start_share=share)
    found, referee = size(asked), solve_lp(asked)

    assert found.gap <= 1e-6
    assert found.cost == pytest.approx(referee.cost, rel=1e-6)
    assert found.cost * (1.0 - found.gap) <= referee.cost * (1.0 + 1e-8)


@pytest.mark.parametrize("price", ["one", "three", "every hour"])
def test_every_kind_of_price_series_is_solved_to_the_gap(price):
    hour = np.arange(HOURS) % 24
    prices = {
        "one": np.full(HOURS, 0.3),
        "three": np.where(hour >= 17, 0.4, np.where(hour >= 7, 0.2, 0.1)),
        "every hour": np.random.default_rng(1).random(HOURS),
    }
    asked = problem(5, price=prices[price])

    assert size(asked).cost == pytest.approx(solve_lp(asked).cost, rel=1e-6)


def test_feeding_in_below_the_price_lowers_the_cost_as_the_linear_programme_says():
    asked = problem(2, feed_in=np.full(HOURS, 0.019))
    found = size(asked)

    assert found.cost == pytest.approx(solve_lp(asked).cost, rel=1e-6)
    assert found.cost < size(problem(2)).cost
    assert found.hours.fed.sum() > 0.0


@pytest.mark.parametrize("share", [0.5, 0.9, 1.0])
def test_a_share_of_own_sun_and_wind_is_kept_at_least_cost(share):
    asked = problem(3)
    found, referee = size(asked, own_share=share), solve_lp(asked, own_share=share)

    assert found.hours.backup.sum() <= (1.0 - share + 1e-6) * asked.load.sum()
    assert found.cost == pytest.approx(referee.cost, rel=2e-6)
    assert found.gap <= 1e-6


def test_hours_without_backup_are_served_or_refused():
    out = np.zeros(HOURS, bool)
    out[18::48] = out[19::48] = out[20::48] = True
    found = size(problem(4), no_backup=out)

    assert found.unserved <= 1e-6 * problem(4).load.sum()
    assert found.cost > size(problem(4)).cost
    with pytest.raises(Infeasible, match=r"MWh a year unserved in 15 hours .* hour 18"):
        size(problem(4, most=np.zeros(4)), no_backup=out)


def test_an_island_needs_no_backup_at_all():
    found = size(problem(4), no_backup=np.ones(HOURS, bool))

    assert found.hours.backup.sum() == pytest.approx(0.0, abs=1e-4)
    assert found.gap <= 1e-6


def test_a_share_out_of_reach_is_refused_with_the_share_in_reach():
    with pytest.raises(Infeasible, match=r"0.95 .* out of reach: .* meet 0\.[0-8]"):
        size(problem(most=np.array([1.0, 0.5, 1.0, 1.0])), own_share=0.95)
    with pytest.raises(Infeasible, match="95% of the load without backup"):
        solve_lp(problem(most=np.array([1.0, 0.5, 1.0, 1.0])), own_share=0.95)


def test_feed_in_that_pays_for_the_sun_by_itself_is_refused_without_a_limit():
    dear = problem(price=np.full(HOURS, 1.0), feed_in=np.full(HOURS, 0.9))
    with pytest.raises(Infeasible, match="state a largest size"):
        size(dear)
    limit = np.array([3.0, 2.0, 5.0, 2.0])
    limited = problem(price=dear.price, feed_in=dear.feed_in, most=limit)

    assert size(limited).sizes.pv == pytest.approx(3.0)


def test_limits_on_sizes_are_kept():
    most = np.array([0.8, 0.0, 0.5, 0.1])
    asked = problem(6, most=most)
    found = size(asked)

    assert np.all(found.sizes.array <= most + 1e-8)
    assert found.cost == pytest.approx(solve_lp(asked).cost, rel=1e-6)


def test_cheap_backup_builds_nothing():
    found = size(problem(price=np.full(HOURS, 1e-4)))

    assert found.sizes == Sizes(pv=0.0, wind=0.0, energy=0.0, power=0.0)


def test_more_flexible_load_never_costs_more():
    asked = problem(7)
    costs = [size(asked, flexible_share=f, peak_factor=1.25).cost for f in (0.0, 0.1, 0.3)]

    assert costs[0] * (1 + 1e-6) >= costs[1] >= costs[2]
    assert size(asked, flexible_share=0.3, peak_factor=1.25).method == "linear programme"


def test_twice_the_load_costs_twice_as_much():
    asked = problem(8)
    twice = problem(8, load=2.0 * asked.load)

    assert size(twice).cost == pytest.approx(2.0 * size(asked).cost, rel=2e-6)


def test_the_referee_prints_nothing(capfd):
    solve_lp(problem())

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"solar": np.zeros(5)}, "solar has 5 hours where the load has 240"),
        ({"price": np.full(HOURS, -1.0)}, "price is negative in hour 0"),
        ({"load": np.zeros(HOURS)}, "The load is zero in every hour"),
        ({"feed_in": np.full(HOURS, 9.0)}, "Feed-in pays more than backup costs in hour 0"),
        ({"charge": 1.2}, "charge efficiency must be above 0 and at most 1"),
        ({"annual_cost": np.zeros(4)}, "yearly costs must be above zero"),
        ({"start_share": 2.0}, "between 0 and 1"),
        ({"most": np.array([-1.0, 1.0, 1.0, 1.0])}, "may not be negative"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_in_one_sentence(changes, sentence):
    with pytest.raises(InputError, match=sentence):
        problem(**changes)


def test_a_missing_hour_is_named():
    load = np.ones(HOURS)
    load[17] = np.nan
    with pytest.raises(NotANumber, match="load is missing in hour 17"):
        problem(load=load)


@given(seed=st.integers(0, 10**6), share=st.floats(0.0, 1.0), factor=st.floats(1.0, 2.0))
def test_shifting_keeps_each_day_and_its_limits_and_never_costs_more(seed, share, factor):
    rng = np.random.default_rng(seed)
    load, price = rng.random(72), rng.integers(0, 6, 72).astype(float)
    after = shift_within_day(load, price, flexible_share=share, peak_factor=factor)

    assert after.reshape(3, 24).sum(axis=1) == pytest.approx(load.reshape(3, 24).sum(axis=1))
    assert np.all(after >= (1.0 - share) * load - 1e-12)
    assert np.all(after <= factor * load.max() + 1e-12)
    assert price @ after <= price @ load + 1e-9


def test_shifting_equals_the_linear_programme_where_nothing_is_built():
    asked = problem(9, most=np.zeros(4))
    after = shift_within_day(asked.load, asked.price, flexible_share=0.2, peak_factor=1.25)
    referee = solve_lp(asked, flexible_share=0.2, peak_factor=1.25)

    assert asked.price @ after == pytest.approx(referee.cost, rel=1e-9)


def test_shifting_refuses_what_has_no_meaning():
    with pytest.raises(InputError, match="between 0 and 1"):
        shift_within_day(np.ones(24), np.ones(24), flexible_share=2.0, peak_factor=1.0)
    with pytest.raises(InputError, match="1 or more"):
        shift_within_day(np.ones(24), np.ones(24), flexible_share=0.1, peak_factor=0.5)


@pytest.mark.shared
def test_a_year_of_german_prices_at_cairo_costs_what_highs_says(shared):
    def column(path, name):
        with gzip.open(shared / "sites" / path, "rt") as lines:
            return np.array([float(row[name] or "nan") for row in csv.DictReader(lines)])

    ghi = column("weather_epw/cairo.csv.gz", "ghi")
    price = np.clip(column("price_hourly/DE-LU.csv.gz", "usd_mwh")[:8760], 0.0, None)
    asked = Problem(
        load=np.ones(8760),
        solar=np.minimum(ghi / 1000.0, 1.0) * 0.8,
        wind=np.zeros(8760),
        price=2.5 * np.nan_to_num(price, nan=50.0),
        annual_cost=np.array([75e3, 160e3, 20e3, 20e3]),
        charge=0.95,
        discharge=0.95,
    )
    found = size(asked)

    assert found.gap <= 1e-6
    assert found.cost == pytest.approx(solve_lp(asked).cost, rel=1e-6)
