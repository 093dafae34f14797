import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate
from comity.sites.uncertainty import (
    WIDTH,
    Range,
    assess,
    cells_of,
    displaced,
    draw,
    lattice,
    shares_of,
)
from comity.sites.weather import year_from_normals
from sites.conftest import centres_of, persistence, ranges_of
from sites.test_weather import normals

NAMES = sorted(TECHNOLOGIES)
RANGES = {name: ranges_of(name) for name in NAMES}


@pytest.fixture(scope="module")
def outside():
    seasons = 20.0 - 8.0 * np.cos(2 * np.pi * np.arange(12) / 12)
    place = normals(mean=seasons, half_range=6.0, vapour=1000.0, pressure=90000.0)
    return Air.of(year_from_normals(place, persistence(), rng=np.random.default_rng(0)))


@given(st.integers(1, 40), st.sampled_from([53, 131, 173]))
def test_each_coordinate_of_a_lattice_takes_each_value_once(dimensions, count):
    points = lattice(dimensions, count)

    assert np.sort(points, axis=0) == pytest.approx(
        np.tile(((np.arange(count) + 0.5) / count)[:, None], dimensions)
    )


def test_the_coordinates_of_a_lattice_are_nearly_uncorrelated():
    correlation = np.corrcoef(lattice(39).T) - np.eye(39)

    assert np.abs(correlation).max() < 0.25
    assert np.sqrt((correlation**2).mean()) < 0.06


def test_a_lattice_of_a_composite_number_is_refused():
    with pytest.raises(InputError, match="prime"):
        lattice(3, 128)


def test_two_plants_share_the_draws_of_a_parameter_they_share():
    draws = draw(RANGES)

    assert (draws["air_chiller"]["supply_temp"] == draws["water_chiller"]["supply_temp"]).all()


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_draws_stay_in_their_range_and_have_the_triangular_mean(left, right):
    each = Range(low=-left, central=0.0, high=right)

    values = draw({"a": {"x": each}})["a"]["x"]

    assert values.min() >= each.low - 1e-12
    assert values.max() <= each.high + 1e-12
    assert values.mean() == pytest.approx((right - left) / 3.0, abs=2e-3)


def test_cells_hold_every_hour(outside):
    cells, hours = cells_of(outside)

    assert hours.sum() == 8760
    assert cells.temp_air @ hours / 8760 == pytest.approx(outside.temp_air.mean())
    assert len(hours) < 600


@pytest.mark.parametrize("name", NAMES)
def test_cells_give_the_year_of_the_hours(outside, name):
    cells, hours = cells_of(outside)
    exact = annual(operate(name, outside, centres_of(name)))
    binned = annual(operate(name, cells, centres_of(name)), hours, width=WIDTH)

    assert binned.pue == pytest.approx(exact.pue, abs=5e-4)
    assert binned.wue == pytest.approx(exact.wue, abs=4e-3)
    assert binned.free_cooling_hours == pytest.approx(exact.free_cooling_hours, abs=250)


@pytest.mark.parametrize("name", NAMES)
def test_a_band_holds_its_median_and_shares_sum_to_one(outside, name):
    cells, hours = cells_of(outside)
    found = assess(name, cells, hours, ranges=RANGES[name], draws=draw(RANGES)[name])

    assert 1.0 < found.pue.p5 < found.pue.p50 < found.pue.p95 < 2.0
    assert sum(found.shares["pue"].values()) == pytest.approx(1.0)
    assert list(found.shares["pue"].values()) == sorted(found.shares["pue"].values())[::-1]


def test_displaced_air_moves_as_the_psychrometric_balance_does(outside):
    from comity.sites import air

    cells, _ = cells_of(outside)
    ratio = cells.humidity_ratio
    vapour = cells.pressure * ratio / (air.MASS_RATIO + ratio)

    moved = displaced(cells, [[1.5]], [[0.08]])

    expected = air.wet_bulb_of(cells.temp_air + 1.5, 1.08 * vapour, cells.pressure)
    assert np.abs(moved.wet_bulb - expected).max() < 0.1
    assert (displaced(cells, [[0.0]], [[0.0]]).wet_bulb == cells.wet_bulb).all()


def test_shares_of_a_linear_result_are_its_squared_coefficients():
    draws = draw({"a": {n: Range(low=0, central=0.5, high=1) for n in "xyz"}})["a"]
    values = (3.0 * draws["x"] + 1.0 * draws["y"])[:, 0]

    (shares,) = shares_of(values[:, None], draws)

    assert shares["x"] == pytest.approx(0.9, abs=0.01)
    assert shares["y"] == pytest.approx(0.1, abs=0.01)
    assert shares["z"] == pytest.approx(0.0, abs=1e-9)


def test_a_result_that_does_not_vary_has_no_shares():
    draws = draw({"a": {"x": Range(low=0, central=0.5, high=1)}})["a"]

    assert shares_of(np.ones((173, 1)), draws) == [{}]
