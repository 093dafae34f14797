"""Hourly years of NASA POWER and Open-Meteo, as their services answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.sites.air import Hours
from comity.sites.readers.answers import answer_of, broken
from comity.sites.readers.hours import hour_of_year
from comity.sites.readers.plain import clock_of
from comity.sites.readers.rows import Rows
from comity.sites.readers.tables import cells_of, lines_of, table_of

TO_UNIT = {
    "C": (1.0, 0.0), "°C": (1.0, 0.0), "°F": (5.0 / 9.0, -160.0 / 9.0), "K": (1.0, -273.15),
    "%": (1.0, 0.0), "Pa": (1.0, 0.0), "hPa": (100.0, 0.0), "kPa": (1000.0, 0.0),
    "W/m^2": (1.0, 0.0), "W/m²": (1.0, 0.0), "Wh/m^2": (1.0, 0.0), "m/s": (1.0, 0.0),
    "km/h": (1.0 / 3.6, 0.0), "mph": (0.44704, 0.0), "mp/h": (0.44704, 0.0),
    "kn": (1.852 / 3.6, 0.0),
}  # fmt: skip
"""Unit an answer states -> factor and constant that take it to °C, %, Pa, W/m² or m/s.

A watt hour in an hour is a watt.
"""

POWER = {
    "temp_air": ("T2M",), "relative_humidity": ("RH2M",), "pressure": ("PS",),
    "ghi": ("ALLSKY_SFC_SW_DWN",), "dni": ("ALLSKY_SFC_SW_DNI",), "dhi": ("ALLSKY_SFC_SW_DIFF",),
    "wind_speed": ("WS10M",),
}  # fmt: skip
OPEN_METEO = {
    "temp_air": ("temperature_2m",),
    "relative_humidity": ("relative_humidity_2m", "relativehumidity_2m"),
    "pressure": ("surface_pressure",), "ghi": ("shortwave_radiation",),
    "dni": ("direct_normal_irradiance",), "dhi": ("diffuse_radiation",),
    "wind_speed": ("wind_speed_10m", "windspeed_10m"),
}  # fmt: skip
"""Quantity -> its names at the service, the present one first."""

_POWER_LINE = re.compile(r"(\w+)\s.*\(([^()]*)\)\s*")
_POWER_PLACE = re.compile(r"latitude\s+(\S+)\s+longitude\s+(\S+)", re.IGNORECASE)
_POWER_HEIGHT = re.compile(r"elevation .*=\s*(\S+)\s+meters", re.IGNORECASE)
_METEO_COLUMN = re.compile(r"(.*?) \((.*)\)")


def rows_of_power(text: str, *, name: str) -> Rows:
    """Rows of an hourly answer of NASA POWER, as JSON or as CSV.

    Parameters
    ----------
    text : str
        With the parameters of `POWER`; units, fill value and clock are read from it.
    name : str
        The file, for messages.

    Returns
    -------
    Rows
        Its local solar time is that of the middle of a band of 15 degrees.

    Raises
    ------
    InputError
        If a part is missing or a unit is not known.
    """
    try:
        as_json = text.lstrip("\ufeff \n").startswith("{")
        return _power_json(text, name) if as_json else _power_csv(text, name)
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise broken(name, "NASA POWER", error) from None


def rows_of_open_meteo(text: str, *, name: str) -> Rows:
    """Rows of an hourly answer of Open-Meteo, as JSON or as CSV.

    Parameters
    ----------
    text : str
        With the variables of `OPEN_METEO` and times as ISO 8601; units are read from it.
    name : str
        The file, for messages.

    Returns
    -------
    Rows
        Sunlight is the mean of the hour before the time of the row.

    Raises
    ------
    InputError
        If a part is missing or a unit is not known.
    """
    try:
        as_json = text.lstrip("\ufeff \n").startswith(("{", "["))
        return _meteo_json(text, name) if as_json else _meteo_csv(text, name)
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise broken(name, "Open-Meteo", error) from None


def _power_json(text: str, name: str) -> Rows:
    held = answer_of(text, name=name, service="NASA POWER")
    parameters, head = held["properties"]["parameter"], held["header"]
    stamps = list(parameters["T2M"])
    hour = [hour_of_year(int(t[4:6]), int(t[6:8]), int(t[8:10])) for t in stamps]
    columns = {key: [each[t] for t in stamps] for key, each in parameters.items()}
    units = {key: each["units"] for key, each in held["parameters"].items() if "units" in each}
    place = [float(each) for each in held["geometry"]["coordinates"]]
    standard = head.get("time_standard") or head.get("time", {}).get("standard", "LST")
    values, labels = _columns(POWER, columns, units, name, missing=float(head["fill_value"]))
    return _power(name, values, labels, hour, place=place, standard=standard)


def _power_csv(text: str, name: str) -> Rows:
    lines = lines_of(text)
    end = next((k for k, line in enumerate(lines) if line.startswith("-END HEADER-")), None)
    if end is None:
        raise InputError(f"{name}: the NASA POWER file lacks the line -END HEADER-.")
    head = "\n".join(lines[:end])
    place, height = _POWER_PLACE.search(head), _POWER_HEIGHT.search(head)
    fill = re.search(r"range:\s*(\S+)", head)
    if place is None or fill is None:
        raise InputError(f"{name}: the NASA POWER file lacks its place or its fill value.")
    units = {found[1]: found[2] for line in lines[:end] if (found := _POWER_LINE.fullmatch(line))}
    table = table_of(lines[end + 1 :], name=name, first=end + 2)
    hour = [
        hour_of_year(*(int(table.text(row, key)) for key in ("MO", "DY", "HR")))
        for row in range(len(table.rows))
    ]
    columns = {key: table.numbers(key).tolist() for key in table.header}
    values, labels = _columns(POWER, columns, units, name, missing=float(fill[1]))
    return _power(
        name, values, labels, hour,
        place=[float(place[2]), float(place[1]), *([float(height[1])] if height else [])],
        standard="UTC" if re.search(r"in UTC\s*$", head, re.MULTILINE) else "LST",
        first_row=table.first_row,
    )  # fmt: skip


def _power(
    name: str, values: dict[str, Hours], labels: dict[str, str], hour: list[int], *,
    place: list[float], standard: str, first_row: int = 1,
) -> Rows:  # fmt: skip
    longitude, latitude = place[:2]
    return Rows(
        name=name, format="nasa_power", values=values, hour=np.array(hour, np.int64),
        latitude=latitude, longitude=longitude, elevation=place[2] if len(place) > 2 else None,
        utc_offset=0.0 if standard == "UTC" else float(round(longitude / 15.0)),
        first_row=first_row, labels=labels,
    )  # fmt: skip


def _meteo_json(text: str, name: str) -> Rows:
    held = answer_of(text, name=name, service="Open-Meteo")
    columns, units = held["hourly"], held["hourly_units"]
    if not all(isinstance(each, str) for each in columns["time"]):
        raise InputError(f"{name}: times are numbers; ask Open-Meteo for timeformat=iso8601.")
    hour = [hour_of_year(int(t[5:7]), int(t[8:10]), int(t[11:13])) for t in columns["time"]]
    place = [float(held[key]) for key in ("latitude", "longitude", "elevation")]
    values, labels = _columns(OPEN_METEO, columns, units, name)
    return _meteo(name, values, labels, np.array(hour, np.int64), place=place,
                  offset=float(held["utc_offset_seconds"]))  # fmt: skip


def _meteo_csv(text: str, name: str) -> Rows:
    lines = lines_of(text)
    start = next((k for k, line in enumerate(lines) if line.startswith("time,")), None)
    places = [line for line in lines[1:start] if line.strip()]
    if start is None or len(places) != 1:
        raise InputError(f"{name}: this holds several places or no hours; give those of one place.")
    held = dict(zip(cells_of(lines[0]), cells_of(places[0]), strict=False))
    stop = next((k for k in range(start, len(lines)) if not lines[k].strip()), len(lines))
    table = table_of(lines[start:stop], name=name, first=start + 1)
    columns: dict[str, list[Any]] = {}
    units = {}
    for head in table.header:
        if found := _METEO_COLUMN.fullmatch(head):
            columns[found[1]], units[found[1]] = table.numbers(head).tolist(), found[2]
    values, labels = _columns(OPEN_METEO, columns, units, name)
    return _meteo(
        name, values, labels, clock_of(table, "time")[0],
        place=[float(held[key]) for key in ("latitude", "longitude", "elevation")],
        offset=float(held["utc_offset_seconds"]), first_row=table.first_row,
    )  # fmt: skip


def _meteo(
    name: str, values: dict[str, Hours], labels: dict[str, str], hour: NDArray[np.int64], *,
    place: list[float], offset: float, first_row: int = 1,
) -> Rows:  # fmt: skip
    latitude, longitude, elevation = place
    return Rows(
        name=name, format="open_meteo", values=values, hour=hour, latitude=latitude,
        longitude=longitude, elevation=elevation, utc_offset=offset / 3600.0, sun_lag=1.0,
        first_row=first_row, labels=labels,
    )  # fmt: skip


def _columns(
    wanted: Mapping[str, tuple[str, ...]], columns: dict[str, list[Any]], units: dict[str, str],
    name: str, *, missing: float | None = None,
) -> tuple[dict[str, Hours], dict[str, str]]:  # fmt: skip
    """Quantities that are there, in our units, and what the service calls every one."""
    values, labels = {}, {}
    for quantity, spellings in wanted.items():
        key = next((each for each in spellings if each in columns), spellings[0])
        labels[quantity] = key
        if key in columns:
            if units[key] not in TO_UNIT:
                raise InputError(
                    f"{name}: the unit {units[key]!r} of {key} is not known; use "
                    f"{', '.join(TO_UNIT)}."
                )
            factor, constant = TO_UNIT[units[key]]
            column = np.array([np.nan if each is None else float(each) for each in columns[key]])
            if missing is not None:
                column[column == missing] = np.nan
            values[quantity] = factor * column + constant
    return values, labels
