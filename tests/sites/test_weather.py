import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.sites import air, weather
from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate
from comity.sites.weather import Normals, year_from_normals
from sites.conftest import centres_of, persistence

months = st.lists(st.floats(-30.0, 35.0), min_size=12, max_size=12)


def normals(mean=20.0, half_range=5.0, vapour=1200.0, pressure=101325.0):
    mean = np.broadcast_to(mean, 12).astype(float)
    return Normals(
        temp_mean=mean, temp_max=mean + half_range, temp_min=mean - half_range,
        vapour=np.full(12, vapour), pressure=pressure,
    )  # fmt: skip


@given(months)
def test_a_daily_course_keeps_the_means_of_its_months(monthly):
    daily = weather.daily_from_monthly(monthly)

    assert daily.shape == (365,)
    assert weather.monthly_means(daily) == pytest.approx(monthly, abs=1e-9)


@given(months, st.integers(0, 2**32 - 1))
def test_an_hourly_year_keeps_the_monthly_temperatures(monthly, seed):
    place = normals(mean=np.array(monthly), vapour=10.0)

    year = year_from_normals(place, persistence(), rng=np.random.default_rng(seed))

    assert year.temp_air.shape == (8760,)
    assert weather.normals_of(year).temp_mean == pytest.approx(place.temp_mean, abs=1e-9)


def test_an_hourly_year_keeps_vapour_pressure_where_air_is_never_saturated():
    place = normals(mean=30.0, vapour=1500.0)

    year = year_from_normals(place, persistence(), rng=np.random.default_rng(1))

    assert weather.normals_of(year).vapour == pytest.approx(place.vapour, rel=1e-9)


def test_no_hour_holds_more_vapour_than_saturated_air():
    place = normals(mean=10.0, vapour=1220.0)

    year = year_from_normals(place, persistence(), rng=np.random.default_rng(1))

    assert (year.vapour <= air.saturation_pressure(year.temp_air)).all()


def test_a_month_that_fog_fills_keeps_its_vapour_pressure():
    place = normals(mean=10.0, vapour=1150.0)

    year = year_from_normals(place, persistence(), rng=np.random.default_rng(1))

    assert (year.vapour == air.saturation_pressure(year.temp_air)).sum() > 100
    assert weather.normals_of(year).vapour == pytest.approx(place.vapour, rel=0.005)


def test_humidity_departs_from_day_to_day():
    year = year_from_normals(
        normals(mean=25.0, vapour=1200.0), persistence(), rng=np.random.default_rng(1)
    )
    days = np.log(year.vapour).reshape(365, 24).mean(axis=1)

    assert days.std() > 0.05


def test_a_mean_nearer_the_minimum_makes_a_shorter_and_sharper_afternoon():
    courses = []
    for nearer in (-0.5, 0.0, 0.5):
        place = dataclasses.replace(
            normals(), temp_max=np.full(12, 25.0 + nearer), temp_min=np.full(12, 15.0 + nearer)
        )
        year = year_from_normals(place, persistence(), rng=np.random.default_rng(1))
        courses.append(year.temp_air.reshape(365, 24).mean(axis=0) - 20.0)

    tops = [each.max() + each.min() for each in courses]
    assert tops == sorted(tops)
    assert tops[0] < tops[2] - 0.5


def test_the_hours_of_a_day_spread_as_the_parameter_says():
    rule = dataclasses.replace(persistence(), swing_spread=0.0)

    year = year_from_normals(normals(half_range=5.0), rule, rng=np.random.default_rng(1))
    days = year.temp_air.reshape(365, 24)

    assert days.std(axis=1) == pytest.approx(np.full(365, 10.0 * rule.swing_share))


def test_days_carry_over_as_the_parameter_says():
    rule = dataclasses.replace(persistence(), carry_over=0.72)
    noise = np.random.default_rng(3)
    days = [
        year_from_normals(normals(), rule, rng=noise).temp_air.reshape(365, 24).mean(axis=1)
        for _ in range(20)
    ]

    found = np.mean([np.corrcoef(each[1:], each[:-1])[0, 1] for each in days])

    # Months are centred on their normals, which takes away some of the persistence.
    assert 0.5 < found < 0.72


def test_the_same_generator_gives_the_same_year():
    one, two = (
        year_from_normals(normals(), persistence(), rng=np.random.default_rng(5)) for _ in "ab"
    )

    assert (one.temp_air == two.temp_air).all()


@pytest.mark.parametrize(
    "change",
    [
        {"temp_max": np.full(12, 10.0)},
        {"vapour": np.zeros(12)},
        {"temp_mean": np.full(11, 20.0)},
        {"temp_min": np.full(12, np.nan)},
    ],
)
def test_normals_that_cannot_be_are_refused(change):
    with pytest.raises(InputError):
        dataclasses.replace(normals(), **change)


def test_normals_of_a_leap_year_are_refused():
    year = weather.Year(
        temp_air=np.zeros(8784), vapour=np.full(8784, 500.0), pressure=np.full(8784, 1e5)
    )

    with pytest.raises(InputError, match="8784"):
        weather.normals_of(year)


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(TECHNOLOGIES))
def test_a_year_from_normals_gives_the_figures_of_the_hourly_year(stations, name):
    values = centres_of(name)
    errors = []
    for year in stations.values():
        real = annual(operate(name, Air.of(year), values))
        again = year_from_normals(
            weather.normals_of(year), persistence(), rng=np.random.default_rng(0)
        )
        made = annual(operate(name, Air.of(again), values))
        errors.append(
            (
                made.pue - real.pue,
                made.wue - real.wue,
                made.free_cooling_hours - real.free_cooling_hours,
            )
        )
    pue, wue, hours = np.abs(np.array(errors)).T

    # Bars of the project: PUE 0.002 in the mean and 0.012 at worst, WUE 0.01 L/kWh, 150 h. Three
    # plants that switch at a threshold miss one each: docs/method/sites.md says by how much.
    assert pue.mean() <= (0.0026 if name == "airside" else 0.002)
    assert pue.max() <= 0.012
    assert wue.mean() <= {"indirect_evaporative": 0.015, "hybrid": 0.015}.get(name, 0.01)
    assert hours.mean() <= 150.0
