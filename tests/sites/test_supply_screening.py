"""What a year drawn from monthly means is good for, and what it is not."""

import csv
import gzip

import numpy as np
import pytest

from comity.sites.storage import Problem, size
from comity.sites.supply import (
    Array,
    beam_of,
    diffuse_part,
    hourly_sun,
    middles_of_year,
    solar_output,
    sun_over,
)

# Latitude, longitude, UTC offset: headers of the station files.
STATIONS = {
    "addis_ababa": (8.98, 38.80, 3), "cairo": (30.13, 31.40, 2), "dublin": (53.43, -6.25, 0),
    "frankfurt": (50.05, 8.60, 1), "guatemala": (14.58, -90.52, -6), "havana": (23.17, -82.35, -5),
    "kuala_lumpur": (3.12, 101.55, 8), "mexico_city": (19.43, -99.08, -6),
    "oslo": (59.90, 10.62, 1),
    "phoenix": (33.45, -111.98, -7), "singapore_iwec": (1.37, 103.98, 8),
    "stockholm": (59.65, 17.95, 1),
}  # fmt: skip
MONTH = np.repeat(np.arange(12), np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) * 24)
COST = np.array([72e3, 160e3, 9.4e3, 17e3])


def output(held, latitude, sun, ghi, dni, dhi):
    array = Array(
        tilt=latitude, facing=180.0, albedo=0.2, losses=0.1408, temperature_coefficient=-0.0037,
        heat_constant=25.0, heat_wind=6.84, dc_ac=1.15, inverter=0.96,
    )  # fmt: skip
    return solar_output(
        array, sun, ghi=ghi, dni=dni, dhi=dhi, temp_air=held["t_db"], wind=held["ws"]
    )


def cost(solar, none):
    return size(
        Problem(
            load=np.ones(8760), solar=solar, wind=np.zeros(8760), price=np.full(8760, 200.0),
            annual_cost=COST, charge=0.948, discharge=0.948,
        ),
        no_backup=none,
    ).cost  # fmt: skip


def errors(shared, none):
    found = []
    for name, (latitude, longitude, offset) in STATIONS.items():
        with gzip.open(shared / "sites" / "weather_epw" / f"{name}.csv.gz", "rt") as lines:
            rows = list(csv.DictReader(lines))
        held = {key: np.array([float(row[key]) for row in rows])
                for key in ("ghi", "dni", "dhi", "t_db", "ws")}  # fmt: skip
        there = sun_over(latitude, longitude, middles_of_year(offset))
        real = output(held, latitude, there, held["ghi"], held["dni"], held["dhi"])
        sun = sun_over(latitude, 0.0, middles_of_year(0.0))
        monthly = np.bincount(MONTH, held["ghi"]) / np.bincount(MONTH) * 24.0 / 1000.0
        ghi = hourly_sun(
            monthly, sun, latitude=latitude, carry_over=0.29, rng=np.random.default_rng(0)
        )
        dhi = diffuse_part(ghi, sun)
        drawn = output(held, latitude, sun, ghi, beam_of(ghi, dhi, sun), dhi)
        found.append(cost(drawn, none) / cost(real, none) - 1.0)
    return np.array(found)


# The figures of docs/method/storage.md.
@pytest.mark.shared
def test_the_cost_from_monthly_means_is_a_tenth_off_with_a_grid(shared):
    off = errors(shared, None)

    assert np.abs(off).mean() < 0.12
    assert off.max() < 0.40


@pytest.mark.shared
def test_without_a_grid_monthly_means_do_not_do(shared):
    off = errors(shared, np.ones(8760, bool))

    assert np.abs(off).mean() > 0.2  # the reason for "screening only"
