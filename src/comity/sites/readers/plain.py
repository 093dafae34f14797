"""A plain table whose columns state their unit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from comity.errors import InputError, NotANumber, UnknownName
from comity.sites.air import Hours
from comity.sites.readers.hours import Rows, hour_of_year

COLUMNS: dict[str, dict[str, tuple[float, float]]] = {
    "temp_air": {
        "temp_air_c": (1.0, 0.0),
        "temp_air_f": (5.0 / 9.0, -160.0 / 9.0),
        "temp_air_k": (1.0, -273.15),
        "temp_air": (1.0, 0.0),
        "t_db": (1.0, 0.0),
    },
    "relative_humidity": {
        "relative_humidity_pct": (1.0, 0.0),
        "relative_humidity_fraction": (100.0, 0.0),
        "relative_humidity": (1.0, 0.0),
        "rh": (1.0, 0.0),
    },
    "dew_point": {
        "dew_point_c": (1.0, 0.0),
        "dew_point_f": (5.0 / 9.0, -160.0 / 9.0),
        "dew_point_k": (1.0, -273.15),
        "temp_dew": (1.0, 0.0),
        "t_dp": (1.0, 0.0),
    },
    "pressure": {
        "pressure_pa": (1.0, 0.0),
        "pressure_hpa": (100.0, 0.0),
        "pressure_kpa": (1000.0, 0.0),
        "pressure": (1.0, 0.0),
        "p_pa": (1.0, 0.0),
    },
}
"""Column -> factor and constant that take it to °C, % or Pa.

A name without a unit is one of a published convention (pvlib's, or that of tables made from EPW
files), whose units are °C, % and Pa; values that are plainly not in them are refused.
"""

TIME = "time"


def rows_of_csv(text: str, *, name: str) -> Rows:
    """Rows of a plain table.

    Parameters
    ----------
    text : str
        Comma-separated, with a header. One column each for temperature [°C], humidity [%] and
        pressure [Pa], under a name of `COLUMNS`, which states the unit; ``time`` (ISO 8601, the
        beginning of the hour) is read when it is there. Other columns are not read.
    name : str
        The file, for messages.

    Returns
    -------
    Rows

    Raises
    ------
    UnknownName
        If a column is missing.
    InputError
        If two columns give one quantity, a row is short, or a time cannot be read.
    NotANumber
        If a cell holds something that is not a number.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    numbered = [(at, line) for at, line in enumerate(lines, start=1) if line.strip()]
    header = [cell.strip().strip('"') for cell in numbered[0][1].split(",")] if numbered else []
    cells = [(at, line.split(",")) for at, line in numbered[1:]]
    held: dict[str, Any] = {}
    labels = {}
    for quantity, spellings in COLUMNS.items():
        found = [column for column in header if column in spellings]
        if len(found) > 1:
            raise InputError(f"{name}: {' and '.join(found)} give the same quantity; keep one.")
        if found:
            factor, constant = spellings[found[0]]
            values = _column(cells, header.index(found[0]), found[0], name)
            held[quantity] = factor * values + constant
            labels[quantity] = found[0]
    if "relative_humidity" in held:
        held.pop("dew_point", None)
    _check_complete(held, header, name)
    hour = None
    if TIME in header:
        index = header.index(TIME)
        hour = np.array([_hour(row, index, at, name) for at, row in cells], np.int64)
    return Rows(name=name, format="csv", hour=hour, labels=labels, **held)


def _check_complete(held: dict[str, Any], header: list[str], name: str) -> None:
    for quantity in ("temp_air", "relative_humidity", "pressure"):
        if quantity in held or (quantity == "relative_humidity" and "dew_point" in held):
            continue
        column = next(iter(COLUMNS[quantity]))
        near = [each for each in header if each.split("_")[0] in quantity] or header
        others = ", ".join([each for each in COLUMNS[quantity] if "_" in each][1:3])
        raise UnknownName(f"column of {name}, nor {others},", column, header, near=near[:5])


def _column(cells: list[tuple[int, list[str]]], index: int, column: str, name: str) -> Hours:
    values = np.empty(len(cells))
    for k, (at, row) in enumerate(cells):
        if index >= len(row):
            raise InputError(f"{name}, row {at}: {len(row)} cells are too few for {column}.")
        text = row[index].strip().strip('"')
        try:
            values[k] = float(text) if text else math.nan
        except ValueError:
            raise NotANumber(f"{name}, row {at}: {column} is not a number.") from None
        if math.isinf(values[k]):
            raise NotANumber(f"{name}, row {at}: {column} is not finite.")
    return values


def _hour(row: list[str], index: int, at: int, name: str) -> int:
    text = row[index].strip().strip('"') if index < len(row) else ""
    try:
        return hour_of_year(int(text[5:7]), int(text[8:10]), int(text[11:13]))
    except (ValueError, InputError):
        raise InputError(
            f"{name}, row {at}: {text!r} is not a time; write 2024-01-31T23:00."
        ) from None
