"""Rows of fact tables as they are kept in memory; nothing here touches a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors import MissingFact
from comity.facts.schema import Column
from comity.facts.types import Fact, Missing, Quality, Source, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a wide table: a key and its quantities, with one source.

    Attributes
    ----------
    table, key : str
        Where it stands and what it is called there.
    cells : mapping of str to float, str or None
        Typed values by column; None where the cell is empty.
    columns : mapping of str to Column
        Meaning of each column.
    source : Source
        Who says so.
    year : int
        Year the figures describe.
    quality : Quality
        How they came to be.
    """

    table: str
    key: str
    cells: Mapping[str, Value | None]
    columns: Mapping[str, Column]
    source: Source
    year: int
    quality: Quality

    def text(self, column: str) -> str:
        """The text of a cell; empty when the cell is."""
        value = self.cells[column]
        return "" if value is None else str(value)

    def number(self, column: str) -> float:
        """The number in a cell.

        Raises
        ------
        MissingFact
            If the cell is empty.
        """
        value = self.cells[column]
        if not isinstance(value, int | float):
            raise MissingFact(f"{self.table}: {column} of {self.key} is not known.")
        return float(value)

    def fact(self, column: str) -> Fact:
        """A cell as a fact; columns ``<column>_low`` and ``<column>_high`` give its band.

        Raises
        ------
        MissingFact
            If the cell is empty.
        """
        value = self.cells[column]
        if value is None:
            raise MissingFact(f"{self.table}: {column} of {self.key} is not known.")
        low, high = self.cells.get(f"{column}_low"), self.cells.get(f"{column}_high")
        banded = isinstance(low, int | float) and isinstance(high, int | float)
        return Fact(
            name=column,
            subject=self.key,
            value=value,
            unit=self.columns[column].unit or str(self.cells.get("unit") or ""),
            year=self.year,
            source=self.source,
            quality=self.quality,
            low=float(low) if banded and low is not None else None,
            high=float(high) if banded and high is not None else None,
            note=str(self.cells.get("note") or ""),
        )

    def known(self, column: str) -> Fact | Missing:
        """A cell as a fact, or as the statement that it is missing."""
        try:
            return self.fact(column)
        except MissingFact:
            return Missing(
                name=column,
                subject=self.key,
                reason=f"the table {self.table!r} has no figure",
                supply=f"a file {self.table}.csv with the row {self.key!r}, given with --facts",
            )
