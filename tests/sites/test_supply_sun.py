"""Sun and solar plants against published positions, pvlib and PVWatts."""

import csv
import datetime
import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.sites.supply import (
    Array,
    beam_of,
    diffuse_part,
    hourly_sun,
    hourly_wind,
    middles_of_year,
    solar_output,
    sun_over,
)
from comity.sites.supply.sun import on_plane

NOON_2000 = datetime.datetime(2000, 1, 1, 12, tzinfo=datetime.UTC)
STANDARD = Array(
    tilt=20.0, facing=180.0, albedo=0.2, losses=0.1408, temperature_coefficient=-0.0037,
    heat_constant=25.0, heat_wind=6.84, dc_ac=1.2, inverter=0.96,
)  # fmt: skip

# Latitude, longitude, UTC offset, height: headers of the station files.
STATIONS = {
    "addis_ababa": (8.98, 38.80, 3, 2355),
    "cairo": (30.13, 31.40, 2, 74),
    "dublin": (53.43, -6.25, 0, 85),
    "frankfurt": (50.05, 8.60, 1, 113),
    "havana": (23.17, -82.35, -5, 59),
    "kuala_lumpur": (3.12, 101.55, 8, 22),
    "mexico_city": (19.43, -99.08, -6, 2234),
    "oslo": (59.90, 10.62, 1, 17),
    "phoenix": (33.45, -111.98, -7, 337),
    "stockholm": (59.65, 17.95, 1, 61),
}


# I. Reda and A. Andreas, "Solar position algorithm," NREL/TP-560-34302, table A5.1: 17 October
# 2003, 12:30:30 at UTC-7, 39.742476 N, 105.1786 W, zenith 50.11162 with refraction (0.0162 deg).
def test_the_sun_stands_where_nrel_says():
    when = datetime.datetime(2003, 10, 17, 19, 30, 30, tzinfo=datetime.UTC)
    days = np.array([(when - NOON_2000).total_seconds() / 86400.0])
    sun = sun_over(39.742476, -105.1786, days)

    assert np.degrees(np.arccos(sun.cos_zenith[0])) == pytest.approx(50.11162 + 0.0162, abs=0.02)
    assert np.degrees(sun.azimuth[0]) == pytest.approx(194.34024, abs=0.02)


@pytest.mark.parametrize("name", sorted(STATIONS))
def test_the_sun_stands_where_pvlib_says_all_year(name):
    pandas = pytest.importorskip("pandas")
    solarposition = pytest.importorskip("pvlib.solarposition")
    latitude, longitude, offset, _ = STATIONS[name]
    start = pandas.Timestamp("2023-01-01 00:30") - pandas.Timedelta(hours=offset)
    times = pandas.date_range(start, periods=8760, freq="h", tz="UTC")
    theirs = solarposition.spa_python(times, latitude, longitude)
    ours = sun_over(latitude, longitude, middles_of_year(offset))

    zenith = np.degrees(np.arccos(ours.cos_zenith))
    assert np.abs(zenith - theirs["zenith"].to_numpy()).max() < 0.02


def test_the_split_of_global_and_the_plane_agree_with_pvlib():
    irradiance = pytest.importorskip("pvlib.irradiance")
    sun = sun_over(30.0, 0.0, middles_of_year(0.0))
    up = sun.cos_zenith > 0.1
    ghi = np.where(up, 0.6 * sun.outside * sun.cos_zenith, 0.0)
    dhi = diffuse_part(ghi, sun)
    dni = beam_of(ghi, dhi, sun)
    zenith = np.degrees(np.arccos(sun.cos_zenith))
    azimuth = np.degrees(sun.azimuth)
    day = np.repeat(np.arange(1, 366), 24)
    erbs = irradiance.erbs(ghi, zenith, day, min_cos_zenith=0.01745)
    sky = irradiance.reindl(25.0, 180.0, dhi, dni, ghi, sun.outside, zenith, azimuth)
    plane = on_plane(sun, ghi=ghi, dni=dni, dhi=dhi, tilt=25.0, facing=180.0, albedo=0.2)
    aoi = irradiance.aoi(25.0, 180.0, zenith, azimuth)
    theirs = sky + dni * np.maximum(np.cos(np.radians(aoi)), 0.0)

    assert dhi[up].sum() == pytest.approx(erbs["dhi"][up].sum(), rel=0.02)  # 1366 W/m2
    assert (plane.beam + plane.sky)[up] == pytest.approx(theirs[up], rel=1e-3, abs=0.5)


def station(shared, name):
    with gzip.open(shared / "sites" / "weather_epw" / f"{name}.csv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0] if key != "cloud10"}


def of_pvwatts(held, place, tilt):
    pvwatts = pytest.importorskip("PySAM.Pvwattsv8")
    latitude, longitude, offset, height = place
    model = pvwatts.default("PVWattsNone")
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    days = [(m + 1, d + 1) for m, n in enumerate(lengths) for d in range(n) for _ in range(24)]
    model.SolarResource.solar_resource_data = {
        "lat": latitude, "lon": longitude, "tz": offset, "elev": height, "year": [2023] * 8760,
        "month": [m for m, _ in days], "day": [d for _, d in days],
        "hour": [h % 24 for h in range(8760)], "minute": [30] * 8760,
        "gh": held["ghi"].tolist(), "dn": held["dni"].tolist(), "df": held["dhi"].tolist(),
        "tdry": held["t_db"].tolist(), "wspd": held["ws"].tolist(), "albedo": [0.2] * 8760,
    }  # fmt: skip
    design = model.SystemDesign
    design.system_capacity, design.tilt, design.azimuth = 1000.0, tilt, 180.0
    design.losses, design.array_type, design.module_type = 14.08, 0, 0
    design.dc_ac_ratio, design.inv_eff = 1.2, 96.0
    design.gcr = 0.01  # rows far apart: we do not model the shade of one on the next
    model.execute(0)
    return np.array(model.Outputs.ac) / 1e6


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(STATIONS))
def test_the_yearly_yield_is_within_three_per_cent_of_pvwatts(shared, name):
    held = station(shared, name)
    latitude, longitude, offset, _ = STATIONS[name]
    array = Array(**{f: getattr(STANDARD, f) for f in Array.__slots__} | {"tilt": latitude})
    ours = solar_output(
        array, sun_over(latitude, longitude, middles_of_year(offset)),
        ghi=held["ghi"], dni=held["dni"], dhi=held["dhi"], temp_air=held["t_db"], wind=held["ws"],
    )  # fmt: skip
    theirs = of_pvwatts(held, STATIONS[name], latitude)

    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.03)
    assert np.corrcoef(ours, theirs)[0, 1] > 0.995


@given(
    latitude=st.floats(-66.0, 66.0),
    clear=st.floats(0.05, 0.8),
    temp=st.floats(-20.0, 50.0),
    tilt=st.floats(0.0, 60.0),
)
def test_a_plant_never_gives_more_than_its_inverter_nor_less_than_nothing(
    latitude, clear, temp, tilt
):
    sun = sun_over(latitude, 0.0, middles_of_year(0.0, hours=480))
    ghi = clear * sun.outside * np.maximum(sun.cos_zenith, 0.0)
    dhi = diffuse_part(ghi, sun)
    array = Array(**{f: getattr(STANDARD, f) for f in Array.__slots__} | {"tilt": tilt})

    def output(degrees):
        return solar_output(
            array, sun, ghi=ghi, dni=beam_of(ghi, dhi, sun), dhi=dhi,
            temp_air=np.full(480, degrees), wind=np.ones(480),
        )  # fmt: skip

    assert np.all((output(temp) >= 0.0) & (output(temp) <= 1.0 / 1.2 + 1e-12))
    assert np.all(output(temp)[sun.cos_zenith < -0.02] == 0.0)
    assert np.all(output(temp + 5.0) <= output(temp) + 1e-12)


def test_a_drawn_year_keeps_its_months_and_is_dark_at_night():
    sun = sun_over(-1.3, 0.0, middles_of_year(0.0))
    monthly = np.array([6.0, 6.4, 6.1, 5.3, 4.8, 4.5, 4.3, 4.6, 5.5, 5.6, 5.3, 5.7])
    drawn = hourly_sun(monthly, sun, latitude=-1.3, carry_over=0.29, rng=np.random.default_rng(1))
    month = np.repeat(
        np.arange(12), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24
    )
    sums = np.bincount(month, weights=drawn) / 1000.0 / np.bincount(month) * 24.0

    assert sums == pytest.approx(monthly, rel=0.01)
    assert drawn[sun.cos_zenith <= 0.0].max() == 0.0
    assert drawn.reshape(365, 24).sum(axis=1).std() > 500.0  # days differ


@pytest.mark.parametrize("latitude", [-54.8, 0.0, 64.1, 71.0])
def test_a_drawn_year_exists_from_the_equator_to_the_polar_night(latitude):
    sun = sun_over(latitude, 0.0, middles_of_year(0.0))
    level = (sun.outside * np.maximum(sun.cos_zenith, 0.0)).reshape(365, 24).sum(axis=1) / 1000.0
    month = np.repeat(np.arange(12), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
    monthly = 0.45 * np.bincount(month, weights=level) / np.bincount(month)
    drawn = hourly_sun(
        monthly, sun, latitude=latitude, carry_over=0.29, rng=np.random.default_rng(1)
    )

    assert np.all(np.isfinite(drawn))
    assert drawn.sum() / 1000.0 == pytest.approx(0.45 * level.sum(), rel=0.02)


def test_a_month_brighter_than_the_sun_is_refused():
    sun = sun_over(50.0, 0.0, middles_of_year(0.0))
    with pytest.raises(InputError, match="of the sun outside the atmosphere; check the unit"):
        hourly_sun(
            np.full(12, 9.0), sun, latitude=50.0, carry_over=0.3, rng=np.random.default_rng(1)
        )


def test_a_drawn_wind_keeps_its_months():
    monthly = np.linspace(2.0, 8.0, 12)
    drawn = hourly_wind(monthly, carry_over=0.9, rng=np.random.default_rng(1))
    month = np.repeat(
        np.arange(12), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24
    )

    assert np.bincount(month, weights=drawn) / np.bincount(month) == pytest.approx(monthly)
    assert drawn.min() >= 0.0
