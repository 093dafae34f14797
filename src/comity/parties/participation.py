"""Who is in what on a day: standing, matrix, in all, in none, by group, concentration.

A count carries a low and a high end: where an act's date straddles the day, sources disagree, or
a list is incomplete, the answer is unknown, and unknown is counted neither as joined nor as not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, UnknownName
from comity.parties.types import (
    JOINING,
    REFUSING,
    Act,
    Adherence,
    EuRule,
    Instrument,
    Roster,
    Standing,
)

EU_SEAT = "EUU"
"""Code of the European Union's own seat."""

Mask = NDArray[np.bool_]
YES = Standing.YES


class Tally(NamedTuple):
    """How many actors: `value` leaves out what is not known; `low` and `high` bound it."""

    value: int
    low: int
    high: int


@dataclass(frozen=True, eq=False)
class Participation:
    """Actors by instruments on a day.

    Attributes
    ----------
    actors, instruments : tuple of str
        Names of rows and columns.
    joined : ndarray of bool, shape (actors, instruments)
        Known to have joined.
    unknown : ndarray of bool, shape (actors, instruments)
        Not known, sources that disagree included; never true where `joined` is.
    disputed : ndarray of bool, shape (actors, instruments)
        The part of `unknown` where sources disagree.
    """

    actors: tuple[str, ...]
    instruments: tuple[str, ...]
    joined: Mask
    unknown: Mask
    disputed: Mask

    @property
    def joined_count(self) -> NDArray[np.int64]:
        """Instruments [count] each actor is known to have joined, shape (actors,)."""
        return np.asarray(self.joined.sum(axis=1), dtype=np.int64)

    @property
    def possible_count(self) -> NDArray[np.int64]:
        """Instruments [count] each actor may have joined at the most, shape (actors,)."""
        return np.asarray((self.joined | self.unknown).sum(axis=1), dtype=np.int64)

    def at(self, actor: str, instrument: str) -> Standing:
        """Standing of one actor in one instrument.

        Parameters
        ----------
        actor, instrument : str
            A row and a column.

        Returns
        -------
        Standing

        Raises
        ------
        UnknownName
            If there is no such row or column.
        """
        row, column = _index(self.actors, actor), _index(self.instruments, instrument)
        if self.joined[row, column]:
            return Standing.YES
        if self.disputed[row, column]:
            return Standing.DISPUTED
        return Standing.UNKNOWN if self.unknown[row, column] else Standing.NO

    def only(self, instruments: Sequence[str]) -> Participation:
        """The same actors with these instruments, in this order.

        Parameters
        ----------
        instruments : sequence of str
            Columns to keep.

        Returns
        -------
        Participation

        Raises
        ------
        UnknownName
            If a column is not there.
        """
        columns = [_index(self.instruments, each) for each in instruments]
        return Participation(
            actors=self.actors,
            instruments=tuple(instruments),
            joined=self.joined[:, columns],
            unknown=self.unknown[:, columns],
            disputed=self.disputed[:, columns],
        )


def standing(adherence: Adherence, as_of: datetime.date) -> Standing:
    """Whether an act had taken place by a day: yes, no or unknown; disputed where sources differ.

    Parameters
    ----------
    adherence : Adherence
        The act.
    as_of : datetime.date
        The day of the question.

    Returns
    -------
    Standing
        No before the interval of its date, unknown within it, yes after it.
    """
    come = adherence.when.passed(as_of)
    if come is Standing.NO:
        return Standing.NO
    if adherence.disputed:
        return Standing.DISPUTED
    return come if adherence.confirmed else Standing.UNKNOWN


def combined(acts: Iterable[Adherence], as_of: datetime.date) -> Standing | None:
    """Standing of one actor in one instrument from all it did there.

    Parameters
    ----------
    acts : iterable of Adherence
        Acts of one actor on one instrument, in any order.
    as_of : datetime.date
        The day of the question.

    Returns
    -------
    Standing or None
        None when no act says anything either way: to attend or to be invited says nothing. A
        joining act counts until a withdrawal after it; without one, a refusal is a no.
    """
    held = list(acts)
    joins = [each for each in held if each.act in JOINING]
    leaves = [each for each in held if each.act is Act.WITHDREW]
    found = {_lasting(each, leaves, as_of) for each in joins}
    for best in (Standing.YES, Standing.DISPUTED, Standing.UNKNOWN):
        if best in found:
            return best
    refused = any(each.act in REFUSING and standing(each, as_of) is YES for each in held)
    return Standing.NO if joins or refused else None


def _lasting(join: Adherence, leaves: Iterable[Adherence], as_of: datetime.date) -> Standing:
    now = standing(join, as_of)
    for left in leaves:
        gone = standing(left, as_of)
        if gone is Standing.NO or left.when.last < join.when.first or now is Standing.NO:
            continue
        if gone is YES and left.when.first >= join.when.last:
            return Standing.NO
        now = Standing.UNKNOWN
    return now


def matrix(
    adherences: Iterable[Adherence],
    instruments: Sequence[Instrument],
    *,
    actors: Sequence[str],
    as_of: datetime.date,
    eu_rule: EuRule | None = EuRule.SEAT_ONLY,
    eu_members: Iterable[str] = (),
) -> Participation:
    """Who is in what on a day.

    Parameters
    ----------
    adherences : iterable of Adherence
        Every act known, in any order.
    instruments : sequence of Instrument
        Columns.
    actors : sequence of str
        Rows: ISO3 codes, and codes of other actors where they are asked for.
    as_of : datetime.date
        The day of the question.
    eu_rule : EuRule or None
        ``SEAT_ONLY`` counts the Union's own seat for the Union alone; ``BINDS_MEMBERS`` counts it
        for each of its members as well; None follows the rule of each instrument.
    eu_members : iterable of str
        Members of the Union on that day.

    Returns
    -------
    Participation

    Raises
    ------
    InputError
        If a name stands twice among actors or instruments, or the rule is ``MEMBERS_LISTED``,
        which is a property of an instrument and no way of counting.
    """
    if eu_rule is EuRule.MEMBERS_LISTED:
        raise InputError("Count the seat of the EU by seat_only or binds_members.")
    columns = {each.id: index for index, each in enumerate(instruments)}
    rows = {name: index for index, name in enumerate(actors)}
    if len(columns) != len(instruments) or len(rows) != len(actors):
        raise InputError("An instrument or an actor stands twice.")
    acts: dict[tuple[str, str], list[Adherence]] = {}
    for each in adherences:
        if each.instrument in columns:
            acts.setdefault((each.actor, each.instrument), []).append(each)
    found = {key: combined(held, as_of) for key, held in acts.items()}
    joined = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    complete = np.array([each.roster is Roster.COMPLETE for each in instruments], dtype=np.bool_)
    unknown = np.broadcast_to(~complete, joined.shape).copy()
    disputed = np.zeros_like(joined)
    for (actor, instrument), now in found.items():
        if actor in rows and now is not None:
            at = rows[actor], columns[instrument]
            joined[at] = now is Standing.YES
            unknown[at] = now in (Standing.UNKNOWN, Standing.DISPUTED)
            disputed[at] = now is Standing.DISPUTED
    members = [rows[each] for each in eu_members if each in rows]
    for text in instruments:
        seat = found.get((EU_SEAT, text.id)) if _binds(text, eu_rule) else None
        column = columns[text.id]
        if seat is YES:
            joined[members, column] = True
            unknown[members, column] = disputed[members, column] = False
        elif seat in (Standing.UNKNOWN, Standing.DISPUTED):
            unknown[members, column] |= ~joined[members, column]
    return Participation(
        actors=tuple(actors),
        instruments=tuple(each.id for each in instruments),
        joined=joined,
        unknown=unknown,
        disputed=disputed,
    )


def in_all(held: Participation) -> Tally:
    """How many actors are in every instrument.

    Parameters
    ----------
    held : Participation
        Actors by instruments.

    Returns
    -------
    Tally
        `value` and `low` count those known to be in all; `high` adds those who may be.
    """
    certain = int(held.joined.all(axis=1).sum())
    possible = int((held.joined | held.unknown).all(axis=1).sum())
    return Tally(certain, certain, possible)


def in_none(held: Participation) -> Tally:
    """How many actors are in no instrument.

    Parameters
    ----------
    held : Participation
        Actors by instruments.

    Returns
    -------
    Tally
        `value` and `high` count those not known to be in any; `low` leaves out those who may be.
    """
    certain = int(none_mask(held, certain=True).sum())
    possible = int(none_mask(held).sum())
    return Tally(possible, certain, possible)


def all_mask(held: Participation) -> Mask:
    """Which actors are known to be in every instrument.

    Parameters
    ----------
    held : Participation
        Actors by instruments.

    Returns
    -------
    ndarray of bool, shape (actors,)
    """
    return np.asarray(held.joined.all(axis=1), dtype=np.bool_)


def none_mask(held: Participation, *, certain: bool = False) -> Mask:
    """Which actors are not known to be in any instrument.

    Parameters
    ----------
    held : Participation
        Actors by instruments.
    certain : bool
        Leave out those of whom something is not known.

    Returns
    -------
    ndarray of bool, shape (actors,)
    """
    some = held.joined | held.unknown if certain else held.joined
    return np.asarray(~some.any(axis=1), dtype=np.bool_)


def by_group(mask: Mask, group_of: Sequence[str]) -> dict[str, tuple[int, int]]:
    """How many actors of each group a mask holds, and how many members the group has.

    Parameters
    ----------
    mask : ndarray of bool, shape (actors,)
        What is counted.
    group_of : sequence of str, length actors
        Group of each actor.

    Returns
    -------
    dict of str to (int, int)
        Group, in alphabetical order -> (counted, members).

    Raises
    ------
    InputError
        If the lengths differ.
    """
    if len(mask) != len(group_of):
        raise InputError(f"{len(group_of)} groups for {len(mask)} actors.")
    names = np.asarray(group_of)
    return {
        str(name): (int(mask[names == name].sum()), int((names == name).sum()))
        for name in sorted(set(group_of))
    }


def leave_one_out(held: Participation) -> dict[str, tuple[Tally, Tally]]:
    """In all and in none with each instrument left out in turn.

    Parameters
    ----------
    held : Participation
        Actors by instruments.

    Returns
    -------
    dict of str to (Tally, Tally)
        Instrument left out -> (in all, in none).
    """
    found = {}
    for each in held.instruments:
        rest = held.only([other for other in held.instruments if other != each])
        found[each] = (in_all(rest), in_none(rest))
    return found


def _binds(instrument: Instrument, rule: EuRule | None) -> bool:
    return (instrument.eu_rule if rule is None else rule) is EuRule.BINDS_MEMBERS


def _index(names: Sequence[str], name: str) -> int:
    try:
        return names.index(name)
    except ValueError:
        raise UnknownName("row or column", name, names) from None
