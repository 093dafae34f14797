"""Parameters of the plants and real hourly years, for the tests of sites."""

import csv
import gzip

import numpy as np
import pytest

from comity.facts.load import embedded
from comity.sites import air
from comity.sites.uncertainty import Range
from comity.sites.weather import Persistence, Year


def ranges_of(technology: str) -> dict[str, Range]:
    """Low, central and high value of every parameter of a plant."""
    held = {}
    for row in embedded().rows("cooling"):
        plant, name = row.key.split("/")
        if plant in ("any", technology):
            fact = row.fact("value")
            low = fact.value if fact.low is None else fact.low
            high = fact.value if fact.high is None else fact.high
            held[name] = Range(low=low, central=fact.value, high=high)
    return held


def centres_of(technology: str) -> dict[str, float]:
    """Central value of every parameter of a plant."""
    return {name: each.central for name, each in ranges_of(technology).items()}


def persistence() -> Persistence:
    """The rules of day-to-day weather as they are embedded."""
    names = Persistence.__dataclass_fields__
    return Persistence(**{name: embedded().parameter(f"sites.{name}").value for name in names})


@pytest.fixture(scope="session")
def stations(shared) -> dict[str, Year]:
    """Real hourly years at hand, by station; leap days and broken years are left out."""
    years = _epw(shared / "sites" / "weather_epw") | _openmeteo(shared / "sites")
    assert len(years) >= 20
    return years


def _rows(path):
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def _year(rows, pressure):
    temp = np.array([float(row["t_db"]) for row in rows])
    humidity = np.clip([float(row["rh"]) for row in rows], 0.0, 100.0)
    vapour = air.vapour_pressure(temp, humidity)
    return Year(temp_air=temp, vapour=vapour, pressure=np.broadcast_to(pressure, temp.shape))


def _epw(folder):
    held = {}
    for path in sorted(folder.glob("*.csv.gz")):
        rows = _rows(path)
        pressure = np.array([float(row["p_pa"]) for row in rows])
        held[path.name.removesuffix(".csv.gz")] = _year(rows, pressure)
    return held


def _openmeteo(folder):
    pressure = {}
    with (folder / "monthly_normals_from_station_years.csv").open() as file:
        for row in csv.DictReader(file):
            pressure.setdefault(row["site"], []).append(float(row["P"]))
    held = {}
    for path in sorted((folder / "weather_openmeteo").glob("*.csv.gz")):
        zone = path.name.rsplit("_", 2)[0]
        by_year = {}
        for row in _rows(path):
            if row["time"][5:10] != "02-29":
                by_year.setdefault(row["time"][:4], []).append(row)
        for year, rows in by_year.items():
            if len(rows) == 8760 and all(row["t_db"] and row["rh"] for row in rows):
                held[f"{zone} {year}"] = _year(rows, np.mean(pressure[f"om:{zone}"]))
    return held
