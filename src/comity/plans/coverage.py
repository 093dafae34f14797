"""Principles, codes and texts from the facts: what each instrument says, how far it was read."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from comity.errors import DamagedFacts, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding
from comity.norms.coverage import (
    Coverage,
    coverage_matrix,
    principle_counts,
)
from comity.norms.types import Code, Count, Place, Principle, Reading, Seen
from comity.plans.adherence import Held, catalogue

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, kw_only=True, eq=False)
class Scheme:
    """Principles, what instruments say of them, and how far each text was read.

    Attributes
    ----------
    principles : mapping of str to Principle
        By identifier, in alphabetical order.
    coverage : Coverage
        Every catalogued instrument by every principle.
    codes : mapping of (str, str) to Row
        Row of each code, by instrument and principle.
    readings : mapping of str to Reading
        How far the text of each instrument was read.
    texts : mapping of str to Row
        Row of each text, by instrument.
    rows : mapping of str to Row
        Row of each principle.
    """

    principles: Mapping[str, Principle]
    coverage: Coverage
    codes: Mapping[tuple[str, str], Row]
    readings: Mapping[str, Reading]
    texts: Mapping[str, Row]
    rows: Mapping[str, Row]

    def evidence(self, principle: str) -> tuple[Fact, ...]:
        """The codes of a principle as facts, each with its reference and source."""
        return tuple(
            row.fact("reference")
            for (instrument, name), row in self.codes.items()
            if name == principle and self.holds(instrument, principle)
        )

    def holds(self, instrument: str, principle: str) -> bool:
        """Whether a code says so, confirmed or not."""
        row = self.coverage.instruments.index(instrument)
        column = self.coverage.principles.index(principle)
        return bool(self.coverage.possible[row, column])

    def absent(self, instrument: str) -> tuple[str, ...]:
        """Principles an instrument, read as a whole, is known not to state."""
        row = self.coverage.instruments.index(instrument)
        held = zip(self.coverage.principles, self.coverage.absent[row], strict=True)
        return tuple(name for name, absent in held if absent)


def scheme(base: FactBase, *, operative_only: bool = False) -> Scheme:
    """Principles, codes and readings of a base, made once."""
    return _scheme(Held(base.snapshot, base), operative_only)


def listing(known: Scheme, instrument: str | None = None) -> tuple[str, ...]:
    """The instrument asked for, or all.

    Raises
    ------
    UnknownName
        If there is no such instrument.
    """
    if instrument is None:
        return known.coverage.instruments
    if instrument not in known.coverage.instruments:
        raise UnknownName("instrument", instrument, known.coverage.instruments)
    return (instrument,)


def by_instruments(base: FactBase, *, operative_only: bool = False) -> dict[str, Finding]:
    """How many instruments contain each principle, as findings."""
    known = scheme(base, operative_only=operative_only)
    found = {}
    for name, count in principle_counts(known.coverage).items():
        found[name] = banded(
            f"norms.instruments.{name}",
            count,
            unit="instruments",
            method=(
                "catalogued instruments that state the principle: low by words that were read, "
                "high with codes that are unconfirmed"
            ),
            inputs=known.evidence(name),
        )
    return found


def banded(
    name: str,
    count: Count,
    *,
    unit: str,
    method: str,
    inputs: tuple[Fact | Finding, ...],
    coded: str = "code",
) -> Finding:
    """A count as a finding: its value is the low end, which rests on what was read alone.

    `coded` is what is counted, for the sentence of a count that nothing unconfirmed adds to.
    """
    known = count.low == count.high
    return Finding(
        name=name,
        value=float(count.low),
        unit=unit,
        low=None if known else float(count.low),
        high=None if known else float(count.high),
        no_band=f"no unconfirmed {coded} adds to it" if known else "",
        method=method,
        inputs=inputs,
    )


@functools.cache
def _scheme(held: Held, operative_only: bool) -> Scheme:
    base = held.base
    rows = {row.key: row for row in sorted(base.rows("principles"), key=lambda row: row.key)}
    instruments = tuple(catalogue(base).rows)
    readings = {row.key: _coded(row, "reading", Reading) for row in base.rows("texts")}
    codes = {(row.text("instrument"), row.text("principle")): row for row in base.rows("coverage")}
    try:
        coverage = coverage_matrix(
            (_code(row) for row in codes.values()),
            instruments=instruments,
            principles=tuple(rows),
            whole=[name for name, reading in readings.items() if reading is Reading.WHOLE],
            operative_only=operative_only,
        )
    except UnknownName as error:
        raise DamagedFacts(f"coverage or texts: {error}") from error
    return Scheme(
        principles={
            key: Principle(key=key, label=row.text("label"), definition=row.text("definition"))
            for key, row in rows.items()
        },
        coverage=coverage,
        codes=codes,
        readings={name: readings.get(name, Reading.NO) for name in instruments},
        texts={row.key: row for row in base.rows("texts")},
        rows=rows,
    )


def _code(row: Row) -> Code:
    if not row.text("reference").strip():
        raise DamagedFacts(f"coverage, row {row.key}, column 'reference': it is empty.")
    return Code(
        instrument=row.text("instrument"),
        principle=row.text("principle"),
        reference=row.text("reference"),
        seen=_coded(row, "seen", Seen),
        place=_coded(row, "place", Place),
    )


def _coded(row: Row, column: str, codes: type[Choice]) -> Choice:
    try:
        return codes(row.text(column))
    except ValueError:
        near = UnknownName(column, row.text(column), list(codes))
        raise DamagedFacts(f"{row.table}, row {row.key}, column {column!r}: {near}") from None
