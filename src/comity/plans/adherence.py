"""Instruments and adherences as domain objects, made from the facts once and kept."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from comity.errors import DamagedFacts, InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding
from comity.parties.participation import Participation, Tally, matrix
from comity.parties.types import (
    Act,
    Adherence,
    DateInterval,
    EuRule,
    Gate,
    Group,
    Instrument,
    Roster,
    State,
)

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """Every instrument, act and state at hand, as the domain knows them and as rows.

    Attributes
    ----------
    states : tuple of State
        UN member states, in the order of the table.
    instruments : tuple of Instrument
        In the order of the table.
    adherences : tuple of Adherence
        Every act.
    rows : mapping of str to Row
        Row of each instrument, by its identifier.
    acts : mapping of (str, str) to tuple of Row
        Rows of the acts of an actor on an instrument, the earliest first.
    actors : mapping of str to str
        Code and English name of each actor that is not a UN member state.
    """

    states: tuple[State, ...]
    instruments: tuple[Instrument, ...]
    adherences: tuple[Adherence, ...]
    rows: Mapping[str, Row]
    acts: Mapping[tuple[str, str], tuple[Row, ...]]
    actors: Mapping[str, str]

    def instrument(self, name: str) -> Instrument:
        """The instrument of that identifier.

        Raises
        ------
        UnknownName
            If there is none.
        """
        for each in self.instruments:
            if each.id == name:
                return each
        raise UnknownName("instrument", name, self.rows)


@dataclass(frozen=True)
class Held:
    """A base by its snapshot, so that what follows from it can be kept."""

    snapshot: str
    base: FactBase = field(compare=False)


def catalogue(base: FactBase) -> Catalogue:
    """Instruments, acts and states of a base, made once."""
    return _catalogue(Held(base.snapshot, base))


def group(base: FactBase, name: str, as_of: datetime.date) -> Group:
    """A group of states on a day; an empty bound is an open one.

    Raises
    ------
    UnknownName
        If there is no such group.
    """
    held = [row for row in base.rows("groups") if row.text("group") == name]
    if not held:
        raise UnknownName("group", name, {row.text("group") for row in base.rows("groups")})
    return Group(
        name=name, members=frozenset(row.text("iso3") for row in held if _valid(row, as_of))
    )


def participation(
    base: FactBase,
    *,
    as_of: datetime.date,
    eu_rule: EuRule | None = EuRule.SEAT_ONLY,
    all_actors: bool = False,
) -> Participation:
    """Every state by every instrument on a day, made once for each day and rule.

    With `all_actors` the rows are every actor, those that are no UN member state included.
    """
    return _participation(Held(base.snapshot, base), as_of, eu_rule, all_actors)


def counted(name: str, tally: Tally, *, method: str, inputs: Sequence[Fact | Finding]) -> Finding:
    """A tally of states as a finding; where nothing is unknown it says so in place of a band."""
    known = tally.low == tally.high
    return Finding(
        name=name,
        value=float(tally.value),
        unit="states",
        low=None if known else float(tally.low),
        high=None if known else float(tally.high),
        no_band="full count" if known else "",
        method=method,
        inputs=tuple(inputs),
    )


@functools.cache
def _catalogue(held: Held) -> Catalogue:
    base = held.base
    rows = {row.key: row for row in base.rows("instruments")}
    acts: dict[tuple[str, str], list[Row]] = {}
    dated = [(adherence(row), row) for row in base.rows("adherences")]
    for _, row in sorted(dated, key=lambda each: (each[0].when.last, each[1].key)):
        if row.text("instrument") not in rows:
            near = UnknownName("instrument", row.text("instrument"), rows)
            raise DamagedFacts(f"adherences, row {row.key}: {near}")
        acts.setdefault((row.text("actor"), row.text("instrument")), []).append(row)
    return Catalogue(
        states=tuple(
            State(iso3=row.key, un_group=row.text("un_group")) for row in base.rows("states")
        ),
        instruments=tuple(_instrument(row) for row in rows.values()),
        adherences=tuple(each for each, _ in dated),
        rows=rows,
        acts={key: tuple(each) for key, each in acts.items()},
        actors={row.key: row.text("name") for row in base.rows("actors")},
    )


@functools.cache
def _participation(
    held: Held, as_of: datetime.date, eu_rule: EuRule | None, all_actors: bool
) -> Participation:
    known = _catalogue(held)
    actors = [each.iso3 for each in known.states]
    if all_actors:
        actors += sorted({actor for actor, _ in known.acts} - set(actors))
    return matrix(
        known.adherences,
        known.instruments,
        actors=actors,
        as_of=as_of,
        eu_rule=eu_rule,
        eu_members=group(held.base, "eu", as_of).members,
    )


def _instrument(row: Row) -> Instrument:
    return Instrument(
        id=row.key,
        name=row.text("short_name"),
        gate=_coded(row, "gate", Gate),
        roster=_coded(row, "roster", Roster),
        eu_rule=_coded(row, "eu_rule", EuRule),
        consensus=bool(row.cells["consensus"]),
        hlab=bool(row.cells["hlab"]),
    )


def adherence(row: Row) -> Adherence:
    """The act a row of the table states.

    Raises
    ------
    DamagedFacts
        If its date or a code is not one of those it can be.
    """
    try:
        when = DateInterval.of(row.text("date"), row.text("date_last"))
    except InputError as error:
        raise DamagedFacts(f"adherences, row {row.key}, column 'date': {error}") from error
    return Adherence(
        actor=row.text("actor"),
        instrument=row.text("instrument"),
        act=_coded(row, "act", Act),
        when=when,
        confirmed=row.text("confidence") in ("high", "medium", "low"),
        disputed=bool(row.cells["disputed"]),
    )


def _coded(row: Row, column: str, codes: type[Code]) -> Code:
    try:
        return codes(row.text(column))
    except ValueError:
        near = UnknownName(column, row.text(column), list(codes))
        raise DamagedFacts(f"{row.table}, row {row.key}, column {column!r}: {near}") from None


def _valid(row: Row, as_of: datetime.date) -> bool:
    first, last = row.text("valid_from"), row.text("valid_to")
    begun = not first or DateInterval.of(first).first <= as_of
    return begun and (not last or DateInterval.of(last).last >= as_of)
