"""Sun, wind and air of an hourly year, from the text of a weather file."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError, NotANumber, UnknownName
from comity.sites.supply.sun import Hours

_HOURS = 8760
_EPW_HEADER = 8

COLUMNS = {
    "ghi_w_m2": (0.0, 1600.0, "watt per square metre of sunlight"),
    "dni_w_m2": (0.0, 1400.0, "watt per square metre of sunlight"),
    "dhi_w_m2": (0.0, 1200.0, "watt per square metre of sunlight"),
    "temp_air_c": (-90.0, 60.0, "degrees Celsius"),
    "wind_speed_m_s": (0.0, 100.0, "metres per second"),
    "pressure_pa": (50000.0, 110000.0, "pascal"),
}
"""Columns of a plain file: lowest value, highest value, unit."""

OPTIONAL = ("dni_w_m2", "dhi_w_m2")
"""Columns a plain file may lack; then global irradiance is split by a published fit."""

_EPW = {
    "ghi_w_m2": 13, "dni_w_m2": 14, "dhi_w_m2": 15, "temp_air_c": 6, "wind_speed_m_s": 21,
    "pressure_pa": 9,
}  # fmt: skip
"""Field of an EPW row: EnergyPlus, "Auxiliary Programs", weather file data dictionary."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Station:
    """An hourly year of sun, wind and air.

    Attributes
    ----------
    values : dict of str to ndarray, shape (8760,)
        By name of `COLUMNS`; each row holds for the hour that begins with it.
    latitude, longitude, utc_offset : float, optional
        Where, and local standard time less UTC, when the file says so. [deg, deg, h]
    """

    values: dict[str, Hours]
    latitude: float | None = None
    longitude: float | None = None
    utc_offset: float | None = None


def station_of(text: str, *, name: str) -> Station:
    """Sun, wind and air of a plain table or an EPW file.

    Parameters
    ----------
    text : str
        An EPW file, or comma-separated columns of `COLUMNS` with a header, then 8 760 hours of
        local standard time from 1 January. [units in the names]
    name : str
        The file, for messages.

    Returns
    -------
    Station

    Raises
    ------
    UnknownName
        If a column is missing.
    InputError
        If the hours are not 8 760, or values do not look like their unit.
    NotANumber
        If an hour is missing.
    """
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if lines and lines[0].startswith("LOCATION,"):
        return _of_epw(lines, name)
    header = [cell.strip() for cell in lines[0].split(",")] if lines else []
    for column in COLUMNS:
        if column not in header and column not in OPTIONAL:
            raise UnknownName(f"column of {name}", column, header)
    places = {column: header.index(column) for column in COLUMNS if column in header}
    return Station(values=_columns(lines[1:], places, name, first=2))


def _of_epw(lines: list[str], name: str) -> Station:
    fields = lines[0].split(",")
    if len(fields) < 9:
        raise InputError(f"{name}: the line LOCATION lacks latitude, longitude or time zone.")
    return Station(
        values=_columns(lines[_EPW_HEADER:], _EPW, name, first=_EPW_HEADER + 1),
        latitude=float(fields[6]),
        longitude=float(fields[7]),
        utc_offset=float(fields[8]),
    )


def _columns(
    lines: list[str], places: dict[str, int], name: str, *, first: int
) -> dict[str, Hours]:
    if len(lines) != _HOURS:
        hint = " Leave out 29 February." if len(lines) == _HOURS + 24 else ""
        raise InputError(f"{name} holds {len(lines)} hours where {_HOURS} belong.{hint}")
    values = {column: np.empty(_HOURS) for column in places}
    for hour, line in enumerate(lines):
        cells = line.split(",")
        for column, at in places.items():
            values[column][hour] = _value(cells, at, column, f"{name}, row {hour + first}")
    return values


def _value(cells: list[str], at: int, column: str, place: str) -> float:
    low, high, unit = COLUMNS[column]
    try:
        value = float(cells[at])
    except (ValueError, IndexError):
        raise NotANumber(f"{place}: {column} is not a number.") from None
    if not math.isfinite(value):
        raise NotANumber(f"{place}: {column} is missing.")
    if not low <= value <= high:
        raise InputError(f"{place}: {column} of {value:g} is not {unit} on Earth.")
    return value
