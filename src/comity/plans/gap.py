"""The gap: how many states are in all instruments of a sample, in none, and by UN group."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding
from comity.parties.concentration import gini
from comity.parties.participation import (
    Participation,
    Tally,
    all_mask,
    by_group,
    in_all,
    in_none,
    leave_one_out,
    none_mask,
    standing,
)
from comity.parties.samples import sample as sampled
from comity.parties.types import EuRule, Standing
from comity.plans.adherence import Catalogue, adherence, catalogue, counted, participation

HLAB_DAY = datetime.date(2024, 9, 19)
"""Day the UN advisory body on AI published its final report, with "7 in all, 118 in none"."""

EU_RULES: Mapping[str, EuRule | None] = {
    "seat_only": EuRule.SEAT_ONLY,
    "binds_members": EuRule.BINDS_MEMBERS,
    "by_instrument": None,
}
"""Ways of counting the Union's seat, by the name a face gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The gap over a sample on a day, by a rule.

    Attributes
    ----------
    sample, as_of, eu_rule : str, datetime.date, str
        What was asked.
    instruments : tuple of str
        Identifiers of the sample.
    in_all, in_none, gini : Finding
        Counts of states, and the concentration of memberships.
    by_group : mapping of str to (Finding, Finding)
        UN regional group -> (its states in none, its members).
    states_in_all, states_in_none : tuple of str
        Who they are, by ISO3 code.
    not_known : tuple of (str, str, Standing)
        State, instrument, and whether it is unknown or sources disagree.
    without_each : mapping of str to (Tally, Tally)
        Instrument left out -> (in all, in none).
    """

    sample: str
    as_of: datetime.date
    eu_rule: str
    instruments: tuple[str, ...]
    in_all: Finding
    in_none: Finding
    gini: Finding | None
    by_group: Mapping[str, tuple[Finding, Finding]]
    states_in_all: tuple[str, ...]
    states_in_none: tuple[str, ...]
    not_known: tuple[tuple[str, str, Standing], ...]
    without_each: Mapping[str, tuple[Tally, Tally]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """What one actor did with one instrument.

    Attributes
    ----------
    actor, name : str
        Code, and English name where the actor is no UN member state.
    took_place : Standing
        Whether the act had taken place by the day asked for.
    joined : bool
        Whether the actor is known to be in the instrument on that day.
    fact : Fact
        The act, with its source.
    date, date_last : str
        As the table has it; the second is empty unless the day lies between two.
    """

    actor: str
    name: str
    took_place: Standing
    joined: bool
    fact: Fact
    date: str
    date_last: str


def gap(
    base: FactBase,
    *,
    sample: str = "hlab",
    as_of: datetime.date | None = None,
    eu_rule: str = "seat_only",
    without: Iterable[str] = (),
    plus: Iterable[str] = (),
) -> Gap:
    """The gap over a sample of instruments on a day.

    Parameters
    ----------
    base : FactBase
        Facts at hand.
    sample : str
        ``hlab``, ``all`` or identifiers separated by commas.
    as_of : datetime.date, optional
        The day of the facts unless given.
    eu_rule : str
        ``seat_only``, ``binds_members`` or ``by_instrument``.
    without, plus : iterable of str
        Instruments to leave out of the sample and to add to it.

    Returns
    -------
    Gap

    Raises
    ------
    UnknownName
        If an instrument is not in the catalogue.
    InputError
        If the rule is none of the three, or the sample is empty.
    """
    if eu_rule not in EU_RULES:
        raise InputError(f"{eu_rule!r} is no rule for the EU seat; use {', '.join(EU_RULES)}.")
    day = as_of or datetime.date.fromisoformat(base.as_of)
    known = catalogue(base)
    chosen = sampled(known.instruments, sample, without=without, plus=plus)
    names = tuple(each.id for each in chosen)
    held = participation(base, as_of=day, eu_rule=EU_RULES[eu_rule]).only(names)
    lists = tuple(known.rows[each].fact("roster") for each in names)
    rule = f"as of {day}, EU seat counted by {eu_rule}; not known and disputed widen the band"
    return Gap(
        sample=sample,
        as_of=day,
        eu_rule=eu_rule,
        instruments=names,
        in_all=counted("parties.in_all", in_all(held), method=f"in all, {rule}", inputs=lists),
        in_none=counted("parties.in_none", in_none(held), method=f"in none, {rule}", inputs=lists),
        gini=_concentration(held, lists, rule),
        by_group=_groups(base, known, held, lists, rule),
        states_in_all=_named(held, all_mask(held)),
        states_in_none=_named(held, none_mask(held)),
        not_known=tuple(
            (held.actors[row], names[column], held.at(held.actors[row], names[column]))
            for row, column in np.argwhere(held.unknown)
        ),
        without_each=leave_one_out(held) if len(names) > 1 else {},
    )


def who(base: FactBase, instrument: str, as_of: datetime.date | None = None) -> tuple[Party, ...]:
    """Every act on an instrument that had or may have taken place by a day, by actor and date.

    Raises
    ------
    UnknownName
        If there is no such instrument.
    """
    day = as_of or datetime.date.fromisoformat(base.as_of)
    known = catalogue(base)
    known.instrument(instrument)
    held = participation(base, as_of=day, all_actors=True).only([instrument])
    found = []
    for (actor, text), rows in sorted(known.acts.items()):
        for row in rows if text == instrument else ():
            come = standing(adherence(row), day)
            if come is not Standing.NO:
                party = Party(
                    actor=actor,
                    name=known.actors.get(actor, ""),
                    took_place=come,
                    joined=held.at(actor, instrument) is Standing.YES,
                    fact=row.fact("act"),
                    date=row.text("date"),
                    date_last=row.text("date_last"),
                )
                found.append(party)
    return tuple(found)


def _concentration(held: Participation, lists: tuple[Fact, ...], rule: str) -> Finding | None:
    if not held.joined.any():
        return None
    return Finding(
        name="parties.gini",
        value=gini(held.joined_count),
        unit="",
        method=f"Gini coefficient of memberships over states, {rule}",
        inputs=lists,
        no_band="full count" if not held.unknown.any() else "unknown memberships left out",
    )


def _groups(
    base: FactBase, known: Catalogue, held: Participation, lists: tuple[Fact, ...], rule: str
) -> dict[str, tuple[Finding, Finding]]:
    group_of = [each.un_group for each in known.states]
    high = by_group(none_mask(held), group_of)
    low = by_group(none_mask(held, certain=True), group_of)
    rows = {row.text("un_group"): row for row in base.rows("states")}
    found = {}
    for name, (count, size) in high.items():
        member = rows[name].fact("un_group")
        method = f"states of the UN regional group in none, {rule}"
        tally = Tally(count, low[name][0], count)
        found[name] = (
            counted(f"parties.in_none.{name}", tally, method=method, inputs=(*lists, member)),
            counted(
                f"parties.members.{name}",
                Tally(size, size, size),
                method="members of the UN regional group",
                inputs=(member,),
            ),
        )
    return found


def _named(
    held: Participation, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> tuple[str, ...]:
    return tuple(sorted(np.asarray(held.actors)[mask].tolist()))
