"""EnergyPlus weather (EPW) and the typical years of PVGIS."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from comity.errors import InputError, NotANumber
from comity.sites.readers.hours import Rows, hour_of_year

EPW_MISSING = {6: 99.9, 7: 99.9, 8: 999.0, 9: 999999.0}
"""Column of an EPW row -> value that stands for missing (EnergyPlus Auxiliary Programs, EPW)."""


def rows_of_epw(text: str, *, name: str) -> Rows:
    """Rows of an EnergyPlus weather file: °C, % and Pa by definition of the format.

    Parameters
    ----------
    text : str
        Eight header lines, of which the first is ``LOCATION``, then one row for each hour; hour 1
        is the hour that ends at 01:00. [°C, %, Pa]
    name : str
        The file, for messages.

    Returns
    -------
    Rows

    Raises
    ------
    InputError
        If the header or a row is broken.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    place = lines[0].split(",") if lines else []
    try:
        latitude, longitude, zone, elevation = (float(each) for each in place[6:10])
    except ValueError:
        raise InputError(f"{name}: the LOCATION line of the EPW file is broken.") from None
    cells = [line.split(",") for line in lines[8:] if line.strip()]
    try:
        hour = [hour_of_year(int(c[1]), int(c[2]), (int(c[3]) - 1) % 24) for c in cells]
        table = np.array([[float(c[k]) for k in EPW_MISSING] for c in cells]).reshape(-1, 4).T
    except (ValueError, IndexError) as error:
        raise InputError(f"{name}: a row of the EPW file is broken: {error}.") from None
    for row, missing in zip(table, EPW_MISSING.values(), strict=True):
        row[row >= missing] = np.nan
    return Rows(
        name=name, format="epw", temp_air=table[0], relative_humidity=table[2],
        pressure=table[3], hour=np.array(hour, np.int64), first_row=9, latitude=latitude,
        longitude=longitude, elevation=elevation, utc_offset=zone,
        labels={"temp_air": "dry bulb temperature", "relative_humidity": "relative humidity"},
    )  # fmt: skip


def rows_of_pvgis(text: str, *, name: str) -> Rows:
    """Rows of a typical year of PVGIS, as JSON or as CSV.

    Parameters
    ----------
    text : str
        With ``time(UTC)``, ``T2m`` [°C], ``RH`` [%] and ``SP`` [Pa].
    name : str
        The file, for messages.

    Returns
    -------
    Rows

    Raises
    ------
    InputError
        If a part is missing.
    """
    try:
        if text.lstrip("\ufeff \n").startswith("{"):
            place, records = _pvgis_json(text)
        else:
            place, records = _pvgis_csv(text)
        hour = [_pvgis_hour(str(each["time(UTC)"])) for each in records]
        temp, humidity, pressure = (
            np.array([float(each[key]) for each in records]) for key in ("T2m", "RH", "SP")
        )
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise InputError(f"{name}: the PVGIS file lacks {error}.") from None
    return Rows(
        name=name, format="pvgis", temp_air=temp, relative_humidity=humidity, pressure=pressure,
        hour=np.array(hour, np.int64), latitude=place["latitude"], longitude=place["longitude"],
        elevation=place["elevation"], utc_offset=0.0,
        labels={"temp_air": "T2m", "relative_humidity": "RH", "pressure": "SP"},
    )  # fmt: skip


def _pvgis_hour(time: str) -> int:
    return hour_of_year(int(time[4:6]), int(time[6:8]), int(time[9:11]))


def _pvgis_json(text: str) -> tuple[dict[str, float], list[dict[str, Any]]]:
    held = json.loads(text)
    place = held["inputs"]["location"]
    keys = ("latitude", "longitude", "elevation")
    return {key: float(place[key]) for key in keys}, held["outputs"]["tmy_hourly"]


def _pvgis_csv(text: str) -> tuple[dict[str, float], list[dict[str, Any]]]:
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    place = {}
    for line in lines[:3]:
        label, _, value = line.partition(":")
        place[label.split(" ")[0].lower()] = float(value)
    start = next(k for k, line in enumerate(lines) if line.startswith("time(UTC)"))
    header = lines[start].split(",")
    records = []
    for line in lines[start + 1 :]:
        if not line:
            break
        records.append(dict(zip(header, line.split(","), strict=True)))
    if not records:
        raise NotANumber("rows")
    return place, records
