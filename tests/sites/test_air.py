import numpy as np
import psychrolib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.errors import InputError, NotANumber
from comity.sites import air

psychrolib.SetUnitSystem(psychrolib.SI)
psychrolib.GetTWetBulbFromRelHum(20.0, 0.5, 1e5)  # where numba is installed, compiled here

temps = st.floats(-30.0, 50.0)
humidities = st.floats(0.5, 100.0)
pressures = st.floats(55_000.0, 106_000.0)


@given(temps, humidities, pressures)
def test_wet_bulb_is_within_5_mk_of_psychrolib_away_from_the_ice_point(temp, humidity, pressure):
    expected = psychrolib.GetTWetBulbFromRelHum(temp, humidity / 100.0, pressure)
    assume(abs(expected) > 0.5)

    found = float(air.wet_bulb(temp, humidity, pressure))

    assert found == pytest.approx(expected, abs=0.005)


@given(temps, humidities, pressures)
def test_wet_bulb_lies_between_dew_point_and_dry_bulb(temp, humidity, pressure):
    bulb = float(air.wet_bulb(temp, humidity, pressure))

    assert bulb <= temp + 1e-9
    # Over water, just above the ice point, dew (over ice) may stand up to 0.01 K higher.
    assert bulb >= float(air.dew_point(air.vapour_pressure(temp, humidity))) - 0.02


@given(temps, humidities, pressures)
def test_saturated_air_is_its_own_wet_bulb(temp, humidity, pressure):
    assume(abs(temp) > 0.02)

    assert float(air.wet_bulb(temp, 100.0, pressure)) == pytest.approx(temp, abs=1e-6)


@given(st.floats(-60.0, 90.0))
def test_dew_point_inverts_saturation_pressure(temp):
    # Between the ice point and the triple point the two branches meet with a step of 0.01 Pa.
    assume(abs(temp - 0.005) > 0.05)

    found = float(air.dew_point(air.saturation_pressure(temp)))

    assert found == pytest.approx(temp, abs=1e-6)


def test_saturation_pressure_matches_psychrolib():
    temps = np.arange(-60.0, 100.0, 0.5)
    expected = [psychrolib.GetSatVapPres(temp) for temp in temps]

    assert air.saturation_pressure(temps) == pytest.approx(expected, rel=1e-9)


def test_worked_examples_of_psychrolib():
    # psychrolib 2.5 test suite: humidity ratio at 30 degC with wet bulb 25 degC and 95 461 Pa, wet
    # bulb at 7 degC, 61 % and 100 kPa, saturation pressure at 25 degC.
    vapour = 0.01922476 * 95461.0 / (air.MASS_RATIO + 0.01922476)

    assert float(air.wet_bulb_of(30.0, vapour, 95461.0)) == pytest.approx(25.0, abs=1e-4)
    assert float(air.wet_bulb(7.0, 61.0, 100000.0)) == pytest.approx(3.92633, abs=1e-3)
    assert float(air.saturation_pressure(25.0)) == pytest.approx(3169.216, rel=1e-5)


def test_density_and_enthalpy_match_psychrolib():
    ratio = psychrolib.GetHumRatioFromRelHum(30.0, 0.6, 85000.0)

    assert float(air.density(30.0, ratio, 85000.0)) == pytest.approx(
        psychrolib.GetMoistAirDensity(30.0, ratio, 85000.0), rel=1e-6
    )
    assert float(air.enthalpy(30.0, ratio)) == pytest.approx(
        psychrolib.GetMoistAirEnthalpy(30.0, ratio) / 1000.0, rel=1e-6
    )


def test_pressure_falls_to_the_standard_atmosphere_of_a_high_city():
    # ASHRAE Fundamentals 2017 ch. 1 table 1: 89.875 kPa at 1 000 m, 70.108 kPa at 3 000 m.
    assert air.pressure([0.0, 1000.0, 3000.0]) == pytest.approx([101325, 89875, 70108], abs=10)


@pytest.mark.parametrize(
    ("temp", "humidity", "pressure", "error", "named"),
    [
        (float("nan"), 50.0, 1e5, NotANumber, "temp is missing"),
        (20.0, 101.0, 1e5, InputError, "relative_humidity"),
        (20.0, 50.0, 1013.25, InputError, "pressure"),
        (-150.0, 50.0, 1e5, InputError, "temp"),
    ],
)
def test_a_value_that_is_not_air_is_named(temp, humidity, pressure, error, named):
    with pytest.raises(error, match=named):
        air.wet_bulb(temp, humidity, pressure)


def test_shapes_broadcast_and_an_empty_year_stays_empty():
    assert air.wet_bulb([[20.0], [30.0]], [40.0, 50.0, 60.0], 1e5).shape == (2, 3)
    assert air.wet_bulb([], [], 1e5).shape == (0,)


@pytest.mark.parametrize(
    ("temp", "humidity", "pressure", "error", "named"),
    [
        (150.0, 1.0, 101325.0, InputError, "temp_air of 150 °C is too near to the boiling"),
        ([20.0, 60.0], 1.0, [101325.0, 20000.0], InputError, "60 °C .* 20000 Pa"),
        (np.ma.masked_array([20.0, 30.0], [0, 1]), 50.0, 101325.0, NotANumber, "1 places"),
        (np.ma.masked_array(np.full(300_000, 20.0, np.float32), np.arange(300_000) == 7),
         np.full(300_000, 50.0, np.float32), 101325.0, NotANumber, "1 places"),
        (20.0, [50.0, np.nan], 101325.0, NotANumber, "1 places"),
        (20.0, 50.0, 1013.25, InputError, "pressure of 1013.25 Pa"),
    ],
)  # fmt: skip
def test_air_that_has_no_wet_bulb_here_is_refused(temp, humidity, pressure, error, named):
    with pytest.raises(error, match=named):
        air.wet_bulb(temp, humidity, pressure)


def test_scalars_and_arrays_broadcast_to_one_shape():
    wide = air.wet_bulb(np.array([[0.0], [20.0], [40.0]]), [10, 50, 90], 90000)

    assert wide.shape == (3, 3)
    assert air.wet_bulb(20, 50, 90000).shape == ()
    assert air.wet_bulb([], [], []).shape == (0,)
    assert wide[1, 1] == pytest.approx(float(air.wet_bulb(20, 50, 90000)))
