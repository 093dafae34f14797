"""The table and the data behind a figure."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from urllib.parse import quote

from comity.facts.types import Fact, Finding, Missing
from comity.report import charts
from comity.report.markup import Writer


def ends(rows: Sequence[Sequence[charts.Cell]]) -> tuple[float, float]:
    """Least and greatest of the plain numbers of a table."""
    flat = [each for row in rows for each in row if isinstance(each, float)] or [0.0, 1.0]
    low, high = min(flat), max(flat)
    return (low, high) if high > low else (low, low + 1.0)


def machine(each: charts.Cell, writer: Writer) -> str:
    """A cell as a machine reads it."""
    if isinstance(each, str | float):
        return str(each)
    if isinstance(each, Finding | Fact):
        return str(each.value)
    return "" if isinstance(each, Missing) else writer.plain(each)


def digits_of_range(low: float, high: float) -> int:
    """Decimals that tell seven steps between two values apart."""
    return max(0, 1 - math.floor(math.log10(high - low)))


def data_link(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV in a ``data:`` address."""
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(rows)
    return "data:text/csv;charset=utf-8," + quote(held.getvalue())
