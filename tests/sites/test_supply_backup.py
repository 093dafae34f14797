"""Wind, backup, outages and the cost of capital."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.sites.supply import (
    Turbine,
    backup,
    capital_recovery,
    diesel_per_mwh,
    outages,
    wind_output,
    yearly_cost,
)

TURBINE = Turbine(cut_in=3.0, rated=12.0, cut_out=25.0, hub=100.0, shear=1.0 / 7.0, losses=0.0)


def output(wind, density=1.225):
    speeds = np.atleast_1d(np.asarray(wind, float))
    return wind_output(
        TURBINE, wind=speeds, measured_at=100.0, density=np.full(speeds.size, density)
    )


def test_a_turbine_starts_is_full_and_stops_at_its_speeds():
    given_out = output([2.9, 3.0, 12.0, 24.9, 25.0])

    assert given_out.tolist() == [0.0, 0.0, 1.0, 1.0, 0.0]


# Cubic law half way: (7.5^3 - 3^3) / (12^3 - 3^3) = 394.875 / 1701.
def test_a_turbine_follows_the_cube_between():
    assert output(7.5)[0] == pytest.approx(394.875 / 1701.0)


@given(st.floats(0.0, 24.9), st.floats(0.9, 1.2))
def test_thin_air_never_gives_more(wind, density):
    assert output(wind, density)[0] <= output(wind)[0]


def test_a_hub_above_the_mast_sees_more_wind():
    high = wind_output(TURBINE, wind=np.array([5.0]), measured_at=10.0, density=np.array([1.225]))

    assert high[0] == pytest.approx(output(5.0 * 10.0 ** (1.0 / 7.0))[0])


def made(**changes):
    given_in = {
        "tariff": np.array([100.0, 200.0, 300.0]), "grid_carbon": np.full(3, 500.0),
        "up": np.array([True, True, False]), "carbon_price": 0.0,
        "diesel_cost": 250.0, "diesel_carbon": 700.0,
    }  # fmt: skip
    return backup(**(given_in | changes))


def test_backup_is_the_cheaper_of_grid_and_diesel_and_diesel_in_an_outage():
    found = made()

    assert found.price.tolist() == [100.0, 200.0, 250.0]
    assert found.diesel.tolist() == [False, False, True]
    assert found.carbon.tolist() == [500.0, 500.0, 700.0]


def test_a_carbon_price_counts_for_both_alike():
    found = made(carbon_price=100.0)

    assert found.price.tolist() == [150.0, 250.0, 320.0]


def test_without_diesel_an_outage_leaves_no_backup():
    found = made(diesel_cost=None)

    assert found.none.tolist() == [False, False, True]
    assert found.price[2] == 0.0


def test_a_negative_price_is_refused_with_its_hours():
    with pytest.raises(InputError, match="negative in 1 hours"):
        made(tariff=np.array([-1.0, 2.0, 3.0]))


def test_diesel_costs_its_fuel_and_upkeep():
    cost = diesel_per_mwh(1.0, efficiency=0.35, heating_value=10.0, upkeep=9.0)

    assert cost == pytest.approx(1000.0 / 3.5 + 9.0)


def test_outages_have_their_share_and_length():
    up = outages(200_000, share=0.1, mean_length=4.0, rng=np.random.default_rng(1))
    starts = np.count_nonzero(up[:-1] & ~up[1:])

    assert 1.0 - up.mean() == pytest.approx(0.1, abs=0.005)
    assert (~up).sum() / starts == pytest.approx(4.0, rel=0.05)
    assert outages(50, share=0.0, mean_length=2.0, rng=np.random.default_rng(1)).all()


@pytest.mark.parametrize(("share", "length"), [(1.0, 2.0), (-0.1, 2.0), (0.1, 0.5), (0.9, 1.0)])
def test_outages_that_cannot_be_are_refused(share, length):
    with pytest.raises(InputError):
        outages(24, share=share, mean_length=length, rng=np.random.default_rng(1))


# 0.08 over 20 years: 0.10185, any table of annuities.
def test_capital_recovery_is_the_annuity_of_the_tables():
    assert capital_recovery(0.08, 20.0) == pytest.approx(0.101852, abs=1e-6)
    assert capital_recovery(0.08, 30.0) == pytest.approx(0.0888, abs=5e-5)
    assert capital_recovery(0.0, 20.0) == 0.05
    assert capital_recovery(np.array([0.0, 0.08]), 20.0) == pytest.approx(
        [0.05, 0.101852], abs=1e-6
    )
    assert yearly_cost(1000.0, rate=0.0, years=20.0, upkeep=0.02) == pytest.approx(70.0)


@given(st.floats(0.0, 0.3), st.floats(1.0, 50.0))
def test_the_payments_are_worth_the_capital(rate, years):
    paid = capital_recovery(rate, years)
    worth = years if rate < 1e-9 else (1.0 - (1.0 + rate) ** -years) / rate

    assert paid * worth == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize(("rate", "years"), [(-0.1, 20.0), (1.5, 20.0), (0.05, 0.0)])
def test_a_rate_or_life_without_meaning_is_refused(rate, years):
    with pytest.raises(InputError):
        capital_recovery(rate, years)
