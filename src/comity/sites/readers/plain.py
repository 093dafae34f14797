"""A plain table whose columns state their unit."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.sites.air import Hours
from comity.sites.readers.hours import hour_of_year
from comity.sites.readers.rows import Rows
from comity.sites.readers.tables import Table, lines_of, table_of

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
    "ghi": {"ghi_w_m2": (1.0, 0.0)},
    "dni": {"dni_w_m2": (1.0, 0.0)},
    "dhi": {"dhi_w_m2": (1.0, 0.0)},
    "wind_speed": {"wind_speed_m_s": (1.0, 0.0)},
}
"""Column -> factor and constant that take it to the unit of its quantity.

A name without a unit is one of a published convention (pvlib's, or that of tables made from EPW
files), whose units are °C, % and Pa; values that are plainly not in them are refused.
"""

TIMES = ("time", "datetime", "timestamp")
"""Columns that may hold the time of a row."""

_TIME = re.compile(
    r"\d{4}([-/])(?P<month>\d\d)\1(?P<day>\d\d)[T ](?P<hour>\d\d)(:\d\d){0,2}(\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?"
)


def rows_of_csv(text: str, *, name: str) -> Rows:
    """Rows of a plain table.

    Parameters
    ----------
    text : str
        A table with a header (`tables.table_of`). One column for each quantity under a name of
        `COLUMNS`, which states the unit; a column of `TIMES` (ISO 8601, the beginning of the hour)
        is read when it is there. Other columns are not read.
    name : str
        The file, for messages.

    Returns
    -------
    Rows
        The clock is known where every time ends with the same zone, as ``Z`` or ``+03:00``.

    Raises
    ------
    InputError
        If two columns give one quantity, a row is short, or a time cannot be read.
    NotANumber
        If a cell holds something that is not a number.
    """
    table = table_of(lines_of(text), name=name)
    known = {column.lower(): column for column in table.header}
    values: dict[str, Hours] = {}
    labels = {}
    for quantity, spellings in COLUMNS.items():
        found = [column for column in spellings for each in table.header if column == each.lower()]
        if len(found) > 1:
            raise InputError(f"{name}: {' and '.join(found)} give the same quantity; keep one.")
        if found:
            factor, constant = spellings[found[0]]
            values[quantity] = factor * table.numbers(known[found[0]]) + constant
            labels[quantity] = found[0]
    if "relative_humidity" in values:
        values.pop("dew_point", None)
    time = next((known[each] for each in TIMES if each in known), None)
    hour, offset = (None, None) if time is None else clock_of(table, time)
    return Rows(
        name=name, format="csv", values=values, hour=hour, utc_offset=offset, labels=labels,
        first_row=table.first_row, header=table.header,
        spellings={quantity: tuple(spellings) for quantity, spellings in COLUMNS.items()},
    )  # fmt: skip


def clock_of(table: Table, column: str) -> tuple[NDArray[np.int64], float | None]:
    """Hour of the year of every row, and how far the clock is ahead of UTC.

    Parameters
    ----------
    table : Table
        With times as ISO 8601.
    column : str
        Where they stand.

    Returns
    -------
    hour : ndarray of int, shape (rows,)
        0 to 8 759; -1 on 29 February.
    utc_offset : float or None
        None where the times do not say. [h]

    Raises
    ------
    InputError
        If a time cannot be read, or the clock changes within the file.
    """
    hours, zones = [], set()
    for row, (at, _) in enumerate(table.rows):
        text = table.text(row, column)
        found = _TIME.fullmatch(text)
        try:
            if found is None:
                raise InputError("")
            hours.append(hour_of_year(*(int(found[part]) for part in ("month", "day", "hour"))))
        except InputError:
            raise InputError(
                f"{table.name}, row {at}: {text!r} is not a time; write 2024-01-31T23:00."
            ) from None
        zones.add(found["zone"])
    if len(zones) > 1:
        raise InputError(f"{table.name}: the clock changes within the file; use one UTC offset.")
    return np.array(hours, np.int64), _offset(zones.pop() if zones else None)


def _offset(zone: str | None) -> float | None:
    if zone is None:
        return None
    if zone == "Z":
        return 0.0
    ahead = int(zone[1:3]) + int(zone[-2:]) / 60.0
    return -ahead if zone[0] == "-" else ahead
