"""An hourly year from the text of a file."""

from __future__ import annotations

import math

import numpy as np

from comity.errors import InputError, NotANumber, UnknownName
from comity.sites import air
from comity.sites.weather import HOURS, Year

COLUMNS = {
    "temp_air_c": (-90.0, 60.0, "degrees Celsius"),
    "relative_humidity_pct": (0.0, 100.0, "per cent"),
    "pressure_pa": (50000.0, 110000.0, "pascal"),
}
"""Columns of a plain weather file: lowest value, highest value, unit."""


def year_from_csv(text: str, *, name: str) -> Year:
    """An hourly year from a plain table.

    Parameters
    ----------
    text : str
        Comma-separated, with a header that holds ``temp_air_c`` [°C], ``relative_humidity_pct``
        [%] and ``pressure_pa`` [Pa], then 8 760 hours from 1 January. Other columns are not read.
    name : str
        The file, for messages.

    Returns
    -------
    Year

    Raises
    ------
    InputError
        If a column is missing, the hours are not 8 760, or values do not look like their unit.
    NotANumber
        If an hour is missing.
    """
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    header = [cell.strip() for cell in lines[0].split(",")] if lines else []
    for column in COLUMNS:
        if column not in header:
            raise UnknownName(f"column of {name}", column, header)
    if len(lines) - 1 != HOURS:
        hint = " Leave out 29 February." if len(lines) - 1 == HOURS + 24 else ""
        raise InputError(f"{name} holds {len(lines) - 1} hours where {HOURS} belong.{hint}")
    rows = [line.split(",") for line in lines[1:]]
    temp, humidity, pressure = (
        _column(rows, header.index(column), column, name) for column in COLUMNS
    )
    if humidity.max() <= 1.0:
        raise InputError(f"{name}: relative_humidity_pct is never above 1; give it in per cent.")
    return Year(temp_air=temp, vapour=air.vapour_pressure(temp, humidity), pressure=pressure)


def _column(rows: list[list[str]], index: int, column: str, name: str) -> air.Hours:
    values = np.empty(len(rows))
    low, high, unit = COLUMNS[column]
    for line, row in enumerate(rows, start=2):
        try:
            value = float(row[index])
        except (ValueError, IndexError):
            raise NotANumber(f"{name}, row {line}: {column} is not a number.") from None
        if not math.isfinite(value):
            raise NotANumber(f"{name}, row {line}: {column} is missing.")
        if not low <= value <= high:
            raise InputError(
                f"{name}, row {line}: {column} of {value:g} is not {unit} of air on Earth."
            )
        values[line - 2] = value
    return values
