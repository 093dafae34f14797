"""What a fact table may hold: its columns, units and bounds, and the check of one cell or row."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.errors import DamagedFacts
from comity.facts.types import Quality, Value

PROVENANCE = ("source", "year", "quality")
"""The columns every table ends in."""

LONG_KEYS = ("iso3", "fact")
"""Keys of a long table: one row one fact, the unit in the row."""

_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One quantity, described once.

    Attributes
    ----------
    table, name : str
        Where it stands and what it is called.
    unit : str
        Unit of its numbers.
    type : str
        ``key``, ``number``, ``flag``, ``text``, ``code`` or ``date`` (year, month or day).
    low, high : float
        Bounds a number must respect; infinite when open.
    prefer : tuple of str
        Sources in order of preference, for a quantity several sources give.
    stale_after : int
        A preferred figure this many years older than another source's yields to it; 0 never.
    meaning : str
        One sentence.
    """

    table: str
    name: str
    unit: str
    type: str
    low: float
    high: float
    prefer: tuple[str, ...]
    stale_after: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Place:
    """A cell in a file, so that a complaint can name it."""

    file: str
    line: int
    column: str = ""

    def at(self, column: str) -> Place:
        """The cell of that column in the same row."""
        return Place(self.file, self.line, column)

    def damaged(self, what: str) -> DamagedFacts:
        """The error that names this place."""
        column = f", column {self.column!r}" if self.column else ""
        return DamagedFacts(f"{self.file}, row {self.line}{column}: {what}")


def parse_column(cells: Mapping[str, str]) -> Column:
    """One row of ``columns.csv``."""
    return Column(
        table=cells["table"],
        name=cells["name"],
        unit=cells["unit"],
        type=cells["type"],
        low=float(cells["min"] or "-inf"),
        high=float(cells["max"] or "inf"),
        prefer=tuple(filter(None, cells["prefer"].split(";"))),
        stale_after=int(cells["stale_after"] or 0),
        meaning=cells["meaning"],
    )


def parse_value(text: str, column: Column, *, place: Place) -> Value | None:
    """The value of one cell; None when the cell is empty.

    A place without a column gets the column's own name in a complaint.

    Raises
    ------
    DamagedFacts
        If the cell is not of the column's type or lies outside its bounds.
    """
    if text == "":
        return None
    if column.type in ("number", "flag"):
        return _number(text, column, place)
    if column.type == "date" and not _DATE.fullmatch(text):
        place = place if place.column else place.at(column.name)
        raise place.damaged(f"{text!r} is not a date; write 2025, 2025-02 or 2025-02-11.")
    return text


def _number(text: str, column: Column, place: Place) -> float:
    try:
        number = float(text) if "_" not in text else None  # "1_000" is Python's, not a table's
    except ValueError:
        number = None
    if number is None or not column.low <= number <= column.high or math.isinf(number):
        raise _not_in(column, text, number, place)
    if column.type == "flag" and number not in (0.0, 1.0):
        raise _not_in(column, text, number, place)
    return number


def _not_in(column: Column, text: str, number: float | None, place: Place) -> DamagedFacts:
    place = place if place.column else place.at(column.name)
    if number is None:
        return place.damaged(f"{text!r} is not a number.")
    if not math.isfinite(number):
        return place.damaged(f"{text!r} is not a finite number; leave out what is not known.")
    if column.type == "flag":
        return place.damaged(f"{text!r} is neither 0 nor 1.")
    bounds = f"{column.low:g} to {column.high:g} {column.unit}".rstrip()
    return place.damaged(f"{text} is outside {bounds}.")


def parse_year(text: str, place: Place) -> int:
    """The year of a row."""
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise place.damaged(f"{text!r} is not a year of four digits.")
    return int(text)


def parse_quality(text: str, place: Place) -> Quality:
    """The quality of a row."""
    try:
        return Quality(text)
    except ValueError:
        raise place.damaged(
            f"{text!r} is no quality; use {', '.join(each.value for each in Quality)}."
        ) from None


def check_header(header: Sequence[str], *, table: str, file: str, needed: Sequence[str]) -> None:
    """Refuse a header that lacks a needed column or repeats one."""
    place = Place(file, 1)
    for name in needed:
        if name not in header:
            raise place.damaged(f"the column {name!r} is missing from the table {table!r}.")
    if len(set(header)) != len(header):
        raise place.damaged("a column stands twice in the header.")
