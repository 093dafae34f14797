"""Presets over plants, the weather a plant is meant for, and the table of Lei and Masanet."""

import csv
import gzip

import numpy as np
import pytest

from comity.errors import InputError, UnknownName
from comity.facts.load import embedded
from comity.plans.climate import Weather, weather_of
from comity.plans.designs import designs, outside_weather, plant_of
from comity.plans.site import plants_in
from comity.sites import air
from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate
from comity.sites.uncertainty import WIDTH, cells_of
from comity.sites.weather import Year

BASE = embedded()
PRESETS = [row.key for row in BASE.rows("presets")]


def fitting(preset):
    plant = plant_of(BASE, preset)
    return (plant,) if plant else tuple(TECHNOLOGIES)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_runs_on_every_plant_it_fits(preset):
    found = plants_in(BASE, weather_of(BASE, "KEN"), preset=preset)

    assert set(found) == set(fitting(preset))
    assert all(1.0 < float(each.pue.value) < 3.0 for each in found.values())


@pytest.mark.parametrize("preset", PRESETS)
def test_every_parameter_of_a_preset_is_one_of_its_plant(preset):
    plants = fitting(preset)
    known = set().union(*(designs(BASE, plants).facts[plant] for plant in plants))
    told = {row.key.split("/")[1] for row in BASE.rows("preset_values")
            if row.key.split("/")[0] == preset}  # fmt: skip

    assert told <= known


def test_smaller_sites_draw_more():
    weather = weather_of(BASE, "KEN")
    large, mid, small = (
        float(plants_in(BASE, weather, ("air_chiller",), preset=each)["air_chiller"].pue.value)
        for each in ("hyperscale", "mid", "small")
    )

    assert large < mid < small


def test_warmer_facility_water_needs_less_compressor():
    weather = weather_of(BASE, "SDN")
    drawn = [
        float(plants_in(BASE, weather, preset=each)["direct_liquid"].cooling.value)
        for each in ("w32", "w40", "w45")
    ]

    assert drawn[0] > drawn[1] >= drawn[2]


def test_a_preset_of_another_plant_is_refused():
    with pytest.raises(InputError, match="describes airside"):
        designs(BASE, ("air_chiller",), "lei_1")


def test_an_unknown_preset_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownName, match="hyperscale"):
        plant_of(BASE, "hyperscales")


def still(temp, humidity):
    temps = np.full(8760, temp)
    vapour = air.vapour_pressure(temps, humidity)
    return Year(temp_air=temps, vapour=vapour, pressure=np.full(8760, 1e5))


def test_weather_a_plant_is_not_meant_for_is_refused_by_name():
    hot = Weather(year=still(55.0, 10.0), inputs={}, certain=True)

    with pytest.raises(InputError, match="air_chiller is not meant for this air in 8760 hours"):
        plants_in(BASE, hot, ("air_chiller",))


def test_a_few_hours_outside_the_weather_of_a_plant_are_told():
    year = still(30.0, 40.0)
    year.temp_air[:100] = 51.0
    weather = Weather(year=year, inputs={}, certain=True)

    found = plants_in(BASE, weather, ("air_chiller",))["air_chiller"]

    assert outside_weather(BASE, "air_chiller", Air.of(year)) == 100
    assert "100 hours lie outside" in found.pue.method


def test_air_within_the_weather_of_every_plant_is_not_mentioned():
    found = plants_in(BASE, weather_of(BASE, "KEN"))

    assert set(found) == set(TECHNOLOGIES)
    assert not any("lie outside" in each.pue.method for each in found.values())


@pytest.fixture(scope="module")
def published(shared):
    with (shared / "sites/lei_masanet_2022/published_pue_wue_5_95.csv").open() as file:
        return {
            (int(row["Case"]), row["Climate Zone"], row["Quantile"]): (row["PUE"], row["WUE"])
            for row in csv.DictReader(file)
        }


@pytest.fixture(scope="module")
def zones(shared):
    held = {}
    with gzip.open(shared / "sites/lei_masanet_2022/climate_zones_hourly.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            held.setdefault(row["zone"], []).append(
                (float(row["drybulb"]), float(row["rh"]), float(row["atp"]))
            )
    found = {}
    for zone, rows in held.items():
        temp, humidity, pressure = np.array(rows).T
        year = Year(temp_air=temp, vapour=air.vapour_pressure(temp, humidity), pressure=pressure)
        found[zone] = cells_of(Air.of(year))
    return found


@pytest.mark.shared
def test_one_engine_gives_the_table_of_lei_and_masanet(published, zones):
    # N. Lei and E. Masanet, Resources, Conservation and Recycling 182, 106323 (2022): 5th and 95th
    # percentile of PUE and WUE of ten cases in eight climate zones. No zone is fitted.
    misses = []
    for case in range(1, 11):
        (plant,) = fitting(f"lei_{case}")
        draws = designs(BASE, (plant,), f"lei_{case}", count=509).draws[plant]
        for zone in sorted({key[1] for key in published}):
            cells, hours = zones[zone]
            found = annual(operate(plant, cells, draws), hours, width=WIDTH)
            for quantile, level in (("5th", 0.05), ("95th", 0.95)):
                pue, wue = (float(each) for each in published[case, zone, quantile])
                misses.append(
                    (np.quantile(found.pue, level) - pue, np.quantile(found.wue, level) - wue)
                )
    pue, wue = np.abs(np.array(misses)).T

    assert len(misses) == 160
    assert pue.mean() <= 0.018
    assert wue.mean() <= 0.029
    assert pue.max() <= 0.12
    assert wue.max() <= 0.40
