"""Strategies side by side from the facts: the catalogue, and actors compared on a day."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.errors import DamagedFacts, InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.states import name as state_name
from comity.facts.states import resolve
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding
from comity.norms.strategies import (
    Cell,
    Matrix,
    Overlap,
    Strategy,
    agreement,
    cells_of,
    overlaps,
    strategy_matrix,
)
from comity.norms.types import Count, Reading, Seen
from comity.plans.adherence import Held
from comity.plans.coverage import banded

IN_FORCE, REVOKED = "in force", "revoked"


@dataclass(frozen=True, kw_only=True, eq=False)
class Strategies:
    """The catalogue of instruments that are compared.

    Attributes
    ----------
    rows : mapping of str to Row
        Row of each instrument, in the order of the table.
    cells : mapping of (str, str) to Row
        Row of each cell, by instrument and issue.
    issues : mapping of str to Row
        Row of each issue, in order.
    values : mapping of str to mapping of str to str
        Issue -> closed value -> what it means; the first value weighs most.
    actors : mapping of str to str
        Code and name of each actor that has an instrument.
    """

    rows: Mapping[str, Row]
    cells: Mapping[tuple[str, str], Row]
    issues: Mapping[str, Row]
    values: Mapping[str, Mapping[str, str]]
    actors: Mapping[str, str]

    def of(self, actor: str) -> tuple[str, ...]:
        """Instruments of an actor, in the order of the table."""
        return tuple(key for key, row in self.rows.items() if row.text("actor") == actor)

    def count(self, key: str) -> Count:
        """Coded cells of an instrument: those confirmed, and all."""
        seen = [row.text("seen") for (name, _), row in self.cells.items() if name == key]
        return Count(seen.count(Seen.CONFIRMED), len(seen))


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one actor has on one issue: rows of its cells, the value that weighs most first."""

    actor: str
    cells: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One issue of a comparison: where the actors meet, and what each has."""

    overlap: Overlap
    sides: tuple[Side, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Actors compared on a day.

    Attributes
    ----------
    actors : tuple of str
        Codes, in the order they were named.
    as_of : datetime.date
        The day.
    everything : bool
        Drafts, and instruments revoked or lapsed, are compared too.
    instruments : tuple of str
        Instruments compared.
    left_out : tuple of str
        Instruments of the actors that do not stand on the day; empty with `everything`.
    issues : tuple of Issue
        In the order of the issues.
    findings : dict of str to Finding
        ``norms.strategies.shared``, ``.share``, ``.cells``, ``.confirmed_share``, ``.instruments``.
    """

    actors: tuple[str, ...]
    as_of: datetime.date
    everything: bool
    instruments: tuple[str, ...]
    left_out: tuple[str, ...]
    issues: tuple[Issue, ...]
    findings: dict[str, Finding]


def strategies(base: FactBase) -> Strategies:
    """The catalogue of a base, made once."""
    return _strategies(Held(base.snapshot, base))


def actor(base: FactBase, name: str) -> str:
    """Code of the actor a code or name stands for: a state, a group, a place or a company.

    Raises
    ------
    UnknownName
        If nothing answers; near matches are actors of the catalogue.
    InputError
        If a state answers and the catalogue holds no instrument of it.
    """
    known = strategies(base).actors
    folded = {key.casefold(): code for code, said in known.items() for key in (code, said)}
    found = folded.get(name.strip().casefold())
    if found is not None:
        return found
    try:
        code = resolve(base, name)
    except UnknownName as error:
        raise UnknownName(
            "actor", name, near=UnknownName("", name, [*known, *known.values()]).near or error.near
        ) from None
    if code not in known:
        raise InputError(
            f"The catalogue holds no instrument of {state_name(base, code)}; "
            "`comity norms strategies` lists those it holds."
        )
    return code


def stands(row: Row, day: datetime.date) -> bool:
    """Whether an instrument is known to stand on a day; a draft and a lapsed text do not.

    A month or a year stands for its first day. A revoked instrument stood until it was revoked.
    """
    begun, changed = _first(row.text("date")), _first(row.text("status_date"))
    if row.text("status") == IN_FORCE:
        return changed <= day
    return row.text("status") == REVOKED and begun <= day < changed


def compare(
    base: FactBase,
    names: Sequence[str],
    as_of: datetime.date,
    *,
    issue: str | None = None,
    everything: bool = False,
) -> Comparison:
    """What some actors have on each issue, or on one, and where they meet.

    Raises
    ------
    UnknownName
        If there is no such actor or issue.
    InputError
        If a state has no instrument in the catalogue, or an actor none that stands on the day.
    """
    known = strategies(base)
    if issue is not None and issue not in known.issues:
        raise UnknownName("issue", issue, known.issues)
    actors = tuple(dict.fromkeys(actor(base, name) for name in names))
    theirs = [key for each in actors for key in known.of(each)]
    chosen = [key for key in theirs if everything or stands(known.rows[key], as_of)]
    for each in actors:
        if not any(known.rows[key].text("actor") == each for key in chosen):
            raise InputError(
                f"No instrument of {known.actors[each]} in the catalogue is known to stand "
                f"on {as_of}; compare them with --all-instruments."
            )
    matrix = _matrix(known, tuple(chosen))
    found = overlaps(matrix, actors)
    return Comparison(
        actors=actors,
        as_of=as_of,
        everything=everything,
        instruments=tuple(chosen),
        left_out=tuple(key for key in theirs if key not in chosen),
        issues=tuple(
            Issue(
                overlap=each,
                sides=tuple(_side(known, one, chosen, each.issue) for one in actors),
            )
            for each in found
            if issue in (None, each.issue)
        ),
        findings=_findings(known, matrix, actors, found, chosen),
    )


# Numbers -----------------------------------------------------------------------------------


def _findings(
    known: Strategies,
    matrix: Matrix,
    actors: Sequence[str],
    found: Sequence[Overlap],
    chosen: Sequence[str],
) -> dict[str, Finding]:
    cells = [row for (key, _), row in known.cells.items() if key in chosen]
    read = tuple(row.fact("value") for row in cells if row.text("seen") == Seen.CONFIRMED)
    unread = tuple(row.fact("value") for row in cells if row.text("seen") != Seen.CONFIRMED)
    texts = tuple(known.rows[key].fact("reading") for key in chosen)
    issues = tuple(known.issues[each.issue].fact("label") for each in found)
    shared, counted = agreement(found), cells_of(matrix, actors)
    agreed = banded(
        "norms.strategies.shared",
        shared,
        unit="issues",
        method=(
            "issues on which every actor has one and the same value: low by words that were read, "
            "high with unconfirmed cells; what no cell says is in neither end"
        ),
        inputs=(read + unread) or texts,
        coded="cell",
    )
    size = len(found)
    low, high = shared.low / size, shared.high / size
    share = Finding(
        name="norms.strategies.share",
        value=low,
        unit="1",
        low=None if low == high else low,
        high=None if low == high else high,
        no_band="" if low != high else "no unconfirmed cell adds to it",
        method="issues on which every actor has one and the same value, over all issues",
        inputs=(agreed, *issues),
    )
    return {
        each.name: each
        for each in (
            agreed,
            share,
            _exact(
                "norms.strategies.cells",
                float(counted.high),
                "cells",
                "coded cells of the instruments compared",
                (read + unread) or texts,
            ),
            _exact(
                "norms.strategies.confirmed_share",
                counted.low / counted.high if counted.high else 0.0,
                "1",
                "cells whose words were read, over all coded cells of the instruments compared",
                (read + unread) or texts,
            ),
            _exact(
                "norms.strategies.instruments",
                float(len(chosen)),
                "instruments",
                "instruments compared",
                texts,
            ),
        )
    }


def _exact(
    name: str, value: float, unit: str, method: str, inputs: tuple[Fact | Finding, ...]
) -> Finding:
    return Finding(
        name=name, value=value, unit=unit, no_band="a full count", method=method, inputs=inputs
    )


# Tables ------------------------------------------------------------------------------------


def _side(known: Strategies, one: str, chosen: Sequence[str], issue: str) -> Side:
    order = list(known.values[issue])
    rows = [
        known.cells[key, issue]
        for key in chosen
        if known.rows[key].text("actor") == one and (key, issue) in known.cells
    ]
    rows.sort(key=lambda row: (row.text("seen") != Seen.CONFIRMED, order.index(row.text("value"))))
    return Side(actor=one, cells=tuple(rows))


def _matrix(known: Strategies, chosen: tuple[str, ...]) -> Matrix:
    try:
        return strategy_matrix(
            (_cell(row) for (key, _), row in known.cells.items() if key in chosen),
            strategies=[
                Strategy(
                    key=key,
                    actor=known.rows[key].text("actor"),
                    whole=known.rows[key].text("reading") == Reading.WHOLE,
                )
                for key in chosen
            ],
            issues={name: tuple(values) for name, values in known.values.items()},
        )
    except UnknownName as error:
        raise DamagedFacts(f"strategy_codes: {error}") from error


def _cell(row: Row) -> Cell:
    try:
        seen = Seen(row.text("seen"))
    except ValueError as error:
        raise DamagedFacts(f"strategy_codes, row {row.key}, column seen: {error}") from error
    return Cell(
        strategy=row.text("strategy"),
        issue=row.text("issue"),
        value=row.text("value"),
        reference=row.text("reference"),
        seen=seen,
    )


def _first(text: str) -> datetime.date:
    return datetime.date.fromisoformat((text + "-01-01")[:10])


def _values(row: Row) -> dict[str, str]:
    pairs = (part.partition(":") for part in row.text("values").split(";"))
    return {name.strip(): meaning.strip() for name, _, meaning in pairs}


@functools.cache
def _strategies(held: Held) -> Strategies:
    base = held.base
    rows = {row.key: row for row in base.rows("strategies")}
    named = {row.key: row.text("name") for row in base.rows("strategy_actors")}
    codes = dict.fromkeys(row.text("actor") for row in rows.values())
    issues = {row.key: row for row in base.rows("issues")}
    cells = {(row.text("strategy"), row.text("issue")): row for row in base.rows("strategy_codes")}
    for key, issue in cells:
        if key not in rows or issue not in issues:
            raise DamagedFacts(f"strategy_codes: {key} or {issue} is in no table.")
    return Strategies(
        rows=rows,
        cells=cells,
        issues=issues,
        values={name: _values(row) for name, row in issues.items()},
        actors={code: named.get(code) or state_name(base, code) for code in codes},
    )
