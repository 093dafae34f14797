"""Hourly years of NASA POWER and Open-Meteo, as their services answer."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from comity.errors import InputError
from comity.sites.air import Hours
from comity.sites.readers.hours import Rows, hour_of_year

TO_UNIT = {
    "C": (1.0, 0.0), "°C": (1.0, 0.0), "°F": (5.0 / 9.0, -160.0 / 9.0), "K": (1.0, -273.15),
    "%": (1.0, 0.0), "Pa": (1.0, 0.0), "hPa": (100.0, 0.0), "kPa": (1000.0, 0.0),
}  # fmt: skip
"""Unit an answer states -> factor and constant that take it to °C, % or Pa."""

POWER = {"temp_air": "T2M", "relative_humidity": "RH2M", "pressure": "PS"}
OPEN_METEO = {
    "temp_air": "temperature_2m",
    "relative_humidity": "relative_humidity_2m",
    "pressure": "surface_pressure",
}


def rows_of_power(text: str, *, name: str) -> Rows:
    """Rows of an hourly answer of NASA POWER.

    Parameters
    ----------
    text : str
        GeoJSON with ``T2M`` [°C], ``RH2M`` [%] and ``PS`` [kPa]; the units are read from it.
    name : str
        The file, for messages.

    Returns
    -------
    Rows

    Raises
    ------
    InputError
        If a part is missing or a unit is not known.
    """
    try:
        held = json.loads(text)
        parameters = held["properties"]["parameter"]
        missing = float(held["header"]["fill_value"])
        stamps = list(parameters["T2M"])
        hour = [hour_of_year(int(t[4:6]), int(t[6:8]), int(t[8:10])) for t in stamps]
        columns: dict[str, Any] = {
            quantity: _converted(
                [parameters[key][t] for t in stamps], held["parameters"][key]["units"], name,
                missing=missing,
            )
            for quantity, key in POWER.items()
        }  # fmt: skip
        longitude, latitude, elevation = (float(x) for x in held["geometry"]["coordinates"])
        solar = held["header"].get("time_standard", "LST") != "UTC"
    except (KeyError, ValueError, TypeError) as error:
        raise _broken(name, "NASA POWER", error) from None
    return Rows(
        name=name, format="nasa_power", hour=np.array(hour, np.int64), latitude=latitude,
        longitude=longitude, elevation=elevation, utc_offset=None if solar else 0.0,
        labels=dict(POWER), **columns,
    )  # fmt: skip


def rows_of_open_meteo(text: str, *, name: str) -> Rows:
    """Rows of an hourly answer of Open-Meteo.

    Parameters
    ----------
    text : str
        JSON with ``temperature_2m`` [°C], ``relative_humidity_2m`` [%] and ``surface_pressure``
        [hPa]; the units are read from it.
    name : str
        The file, for messages.

    Returns
    -------
    Rows

    Raises
    ------
    InputError
        If a part is missing or a unit is not known.
    """
    try:
        held = json.loads(text)
        hourly, units = held["hourly"], held["hourly_units"]
        hour = [hour_of_year(int(t[5:7]), int(t[8:10]), int(t[11:13])) for t in hourly["time"]]
        columns: dict[str, Any] = {
            quantity: _converted(hourly[key], units[key], name)
            for quantity, key in OPEN_METEO.items()
        }
        latitude, longitude = float(held["latitude"]), float(held["longitude"])
        elevation = float(held["elevation"])
        offset = float(held["utc_offset_seconds"]) / 3600.0
    except (KeyError, ValueError, TypeError) as error:
        raise _broken(name, "Open-Meteo", error) from None
    return Rows(
        name=name, format="open_meteo", hour=np.array(hour, np.int64), latitude=latitude,
        longitude=longitude, elevation=elevation, utc_offset=offset, labels=dict(OPEN_METEO),
        **columns,
    )  # fmt: skip


def _converted(values: list[Any], unit: str, name: str, *, missing: float | None = None) -> Hours:
    if unit not in TO_UNIT:
        raise InputError(f"{name}: the unit {unit!r} is not known; use {', '.join(TO_UNIT)}.")
    factor, constant = TO_UNIT[unit]
    column = np.array([np.nan if each is None else float(each) for each in values])
    if missing is not None:
        column[column == missing] = np.nan
    return factor * column + constant


def _broken(name: str, service: str, error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    return InputError(f"{name}: the answer of {service} lacks {error}.")
