import numpy as np
import pytest

from comity.errors import InputError, NotANumber
from comity.sites import air, fast_air

pytest.importorskip("numba")

POINTS = fast_air.PAYS


@pytest.fixture(scope="module")
def hours():
    rng = np.random.default_rng(0)
    ends = ((-50.0, 60.0), (0.0, 100.0), (5e4, 1.1e5))
    return tuple(rng.uniform(*each, POINTS).astype(np.float32) for each in ends)


def test_both_forms_agree_to_5_mk_away_from_the_ice_point(hours):
    exact = air.wet_bulb(*(each.astype(float) for each in hours))

    fast = air.wet_bulb(*hours)

    away = np.abs(exact) > 1.0
    assert fast.dtype == np.float32
    assert np.abs(fast - exact)[away].max() < 0.005


def test_near_the_ice_point_the_compiled_form_takes_one_of_the_two_roots(hours):
    exact = air.wet_bulb(*(each.astype(float) for each in hours))

    near = np.abs(exact) <= 1.0
    assert np.abs(air.wet_bulb(*hours) - exact)[near].max() < 1.5
    assert (np.abs(air.wet_bulb(*hours))[near] < 1.0).all()


def test_saturated_air_is_its_own_wet_bulb_in_single_precision():
    temp = np.linspace(-50.0, 60.0, POINTS, dtype=np.float32)

    bulb = air.wet_bulb(temp, np.float32(100.0), np.float32(9e4))

    assert np.abs(bulb - temp)[np.abs(temp) > 0.02].max() < 0.005


def test_few_points_and_double_precision_stay_exact():
    few = np.float32([20.0]), np.float32([50.0]), np.float32([101325.0])

    assert air.wet_bulb(*few) == pytest.approx(13.78, abs=0.01)
    assert air.wet_bulb(20.0, 50.0, 101325.0).dtype == np.float64


@pytest.mark.parametrize(("place", "value"), [(0, 75.0), (2, 3e4)])
def test_a_point_outside_the_fits_is_solved_exactly(hours, place, value):
    changed = [each.copy() for each in hours]
    changed[place][7] = value
    changed[1][7] = 10.0

    exact = air.wet_bulb(*(float(each[7]) for each in changed))

    assert air.wet_bulb(*changed)[7] == pytest.approx(float(exact), abs=1e-4)


@pytest.mark.parametrize(
    ("place", "value", "error"), [(0, np.nan, NotANumber), (1, 101.0, InputError)]
)
def test_a_value_that_is_not_air_is_refused_in_single_precision_too(hours, place, value, error):
    changed = [each.copy() for each in hours]
    changed[place][7] = value

    with pytest.raises(error):
        air.wet_bulb(*changed)
