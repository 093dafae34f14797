"""Instruments any state may be let into: who joined each, medians, and the widest of them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding
from comity.parties.participation import Participation, Tally
from comity.parties.types import Gate, Instrument, Roster, Standing
from comity.plans.adherence import Catalogue, Held, catalogue, counted, participation
from comity.plans.content import Standing as Mark
from comity.plans.gap import HLAB_DAY, gap

OPEN_GATES = frozenset({Gate.OPEN, Gate.INVITATION, Gate.ADMISSION})
"""Gates a state of any region may be let through: no club, no region, no whole organisation."""

MARKS: Mapping[Standing, Mark] = {
    Standing.YES: "joined",
    Standing.NO: "not joined",
    Standing.UNKNOWN: "not known",
    Standing.DISPUTED: "disagree",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Board:
    """What is the same for every state on a day.

    Attributes
    ----------
    held : Participation
        States by these instruments.
    instruments : tuple of Instrument
        The instruments, the one most states joined first.
    sizes : mapping of str to Finding
        States in each, by identifier.
    lists : mapping of str to Fact
        Whether the list of each is complete, with its source.
    findings : mapping of str to Finding
        World counts and medians by name.
    marks : mapping of Mark to Finding
        How many states stand where on the widest instrument.
    """

    held: Participation
    instruments: tuple[Instrument, ...]
    sizes: Mapping[str, Finding]
    lists: Mapping[str, Fact]
    findings: Mapping[str, Finding]
    marks: Mapping[Mark, Finding]


def board(base: FactBase, as_of: datetime.date) -> Board:
    """What is the same for every state on a day, made once."""
    return _board(Held(base.snapshot, base), as_of)


@functools.cache
def _board(facts: Held, as_of: datetime.date) -> Board:
    known = catalogue(facts.base)
    chosen = [each for each in known.instruments if _is_open(each)]
    everyone = participation(facts.base, as_of=as_of)
    counts = everyone.only([each.id for each in chosen]).joined.sum(axis=0)
    order = sorted(range(len(chosen)), key=lambda index: (-int(counts[index]), chosen[index].id))
    ordered = tuple(chosen[index] for index in order)
    held = everyone.only([each.id for each in ordered])
    lists = {each.id: known.rows[each.id].fact("roster") for each in ordered}
    return Board(
        held=held,
        instruments=ordered,
        sizes=_sizes(held, lists, as_of),
        lists=lists,
        findings={
            **_medians(held, known, lists, as_of),
            **_world(facts.base, known),
            "parties.instruments": full_count(
                "parties.instruments",
                len(ordered),
                unit="instruments",
                method="instruments beyond one club or region whose list is complete",
                inputs=tuple(lists.values()),
            ),
        },
        marks=_marks(held, lists, as_of),
    )


def _is_open(instrument: Instrument) -> bool:
    complete = instrument.roster is Roster.COMPLETE
    return complete and instrument.gate in OPEN_GATES and not instrument.consensus


def _sizes(
    held: Participation, lists: Mapping[str, Fact], as_of: datetime.date
) -> dict[str, Finding]:
    joined = held.joined.sum(axis=0)
    possible = (held.joined | held.unknown).sum(axis=0)
    return {
        name: counted(
            f"parties.signatories.{name}",
            Tally(int(joined[column]), int(joined[column]), int(possible[column])),
            method=f"UN member states known to have joined by {as_of}; the EU seat apart",
            inputs=(lists[name],),
        )
        for column, name in enumerate(held.instruments)
    }


def _medians(
    held: Participation, known: Catalogue, lists: Mapping[str, Fact], as_of: datetime.date
) -> dict[str, Finding]:
    groups = np.array([each.un_group for each in known.states])
    everyone = {"parties.joined_median": np.ones(groups.size, dtype=np.bool_)}
    masks = everyone | {
        f"parties.joined_median.{name}": groups == name for name in sorted(set(groups.tolist()))
    }
    found = {}
    for name, mask in masks.items():
        low = float(np.median(held.joined_count[mask]))
        high = float(np.median(held.possible_count[mask]))
        found[name] = Finding(
            name=name,
            value=low,
            low=None if low == high else low,
            high=None if low == high else high,
            no_band="full count" if low == high else "",
            unit="instruments",
            method=f"median over states of the instruments joined by {as_of}",
            inputs=tuple(lists.values()),
        )
    return found


def _world(base: FactBase, known: Catalogue) -> dict[str, Finding]:
    published = gap(base, sample="hlab", as_of=HLAB_DAY)
    partial = [each for each in known.instruments if each.roster is not Roster.COMPLETE]
    sample = [each.id for each in known.instruments if each.hlab]
    return {
        "parties.hlab_in_none": replace(published.in_none, name="parties.hlab_in_none"),
        "parties.hlab_size": full_count(
            "parties.hlab_size",
            len(sample),
            unit="instruments",
            method="initiatives sampled by the UN advisory body on AI in 2024",
            inputs=tuple(known.rows[each].fact("hlab") for each in sample),
        ),
        "parties.lists_incomplete": full_count(
            "parties.lists_incomplete",
            len(partial),
            unit="instruments",
            method="catalogued instruments of which no complete list was found",
            inputs=tuple(known.rows[each.id].fact("roster") for each in partial),
        ),
        "parties.states": full_count(
            "parties.states",
            len(known.states),
            unit="states",
            method="member states of the United Nations",
            inputs=(base.rows("states")[0].fact("un_group"),),
        ),
    }


def _marks(
    held: Participation, lists: Mapping[str, Fact], as_of: datetime.date
) -> dict[Mark, Finding]:
    widest = held.instruments[0]
    standings = [held.at(actor, widest) for actor in held.actors]
    return {
        mark: full_count(
            f"parties.widest.{slug(mark)}",
            standings.count(standing),
            unit="states",
            method=f"states by what is known of them on {as_of}",
            inputs=(lists[widest],),
        )
        for standing, mark in MARKS.items()
    }


def full_count(
    name: str, value: int, *, unit: str, method: str, inputs: tuple[Fact, ...]
) -> Finding:
    """A count of what the table holds, as a finding."""
    return Finding(
        name=name, value=float(value), unit=unit, method=method, inputs=inputs, no_band="full count"
    )


def slug(mark: Mark) -> str:
    """The standing as part of a finding's name."""
    return mark.replace(" ", "_")
