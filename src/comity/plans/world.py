"""What all states are on record for on a day, principle by principle, and in what order."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Finding
from comity.norms.coverage import (
    Record,
    merge,
    on_record,
    principle_counts,
    ranks,
    states_per_principle,
)
from comity.norms.types import Count, Principle, Rank
from comity.parties.participation import Participation, matrix
from comity.parties.types import REFUSING, Act, EuRule, Roster
from comity.plans.adherence import Held, catalogue, group
from comity.plans.coverage import Scheme, banded, by_instruments, scheme
from comity.plans.gap import EU_RULES

CONSENT = frozenset(
    {
        Act.ACCEDED, Act.ADHERED, Act.CO_SPONSORED, Act.ENDORSED, Act.MEMBER, Act.RATIFIED,
        Act.SIGNED, Act.VOTED_YES,
    }
)  # fmt: skip
"""Acts by which a state itself puts its name to a text. To help draft one is not among them."""

WITHOUT_VOTE = frozenset({Act.ADOPTED_BY_CONSENSUS})
"""Adoption by a whole organisation without a vote: counted apart, since nobody signed."""

OF_THE_BODY = frozenset({Act.ACCEDED, Act.MEMBER})
"""Acts that, on a text adopted without a vote, join the organisation and not the text."""

SUSTAINABILITY = "sustainability"
WIDE = ("development",)
"""Read wide, environmental sustainability includes sustainable development."""


@dataclass(frozen=True, kw_only=True, eq=False)
class World:
    """What all states are on record for on a day.

    Attributes
    ----------
    scheme : Scheme
        Principles and codes.
    consent, silent : Participation
        Who put its own name to what, and who belongs to an organisation that adopted it without a
        vote; columns in the order of the coverage.
    record, silent_record : Record
        The same by principle.
    states : mapping of str to Finding
        States on record by their own consent, by principle.
    rank, rank_wide : Finding
        Where environmental sustainability stands, alone and read wide.
    ranks : mapping of str to Rank
        Rank of every principle by states on record.
    """

    scheme: Scheme
    consent: Participation
    silent: Participation
    record: Record
    silent_record: Record
    states: Mapping[str, Finding]
    rank: Finding
    rank_wide: Finding
    ranks: Mapping[str, Rank]


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One principle of the ranking.

    `confirmed_share` is the share of the instruments said to state it whose words were read.
    """

    principle: Principle
    states: Finding
    rank: Rank
    instruments: Finding
    confirmed_share: float


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Every principle, most states on record first, and where sustainability stands."""

    rows: tuple[Ranked, ...]
    rank: Finding
    rank_wide: Finding


def world(
    base: FactBase,
    as_of: datetime.date,
    *,
    eu_rule: EuRule | None = EuRule.SEAT_ONLY,
    operative_only: bool = False,
) -> World:
    """What all states are on record for on a day, made once for each day and rule.

    By default a state counts for what it signed itself; with another `eu_rule` the signature of
    the European Union counts for its members where the Union binds them.
    """
    return _world(Held(base.snapshot, base), as_of, eu_rule, operative_only)


def ranking(
    base: FactBase, as_of: datetime.date, *, eu_rule: str, operative_only: bool = False
) -> Ranking:
    """Every principle by the states on record for it.

    Raises
    ------
    InputError
        If the rule is none of ``seat_only``, ``binds_members`` and ``by_instrument``.
    """
    if eu_rule not in EU_RULES:
        raise InputError(f"{eu_rule!r} is no rule for the EU seat; use {', '.join(EU_RULES)}.")
    everyone = world(base, as_of, eu_rule=EU_RULES[eu_rule], operative_only=operative_only)
    instruments = by_instruments(base, operative_only=operative_only)
    counts = principle_counts(everyone.scheme.coverage)
    order = sorted(everyone.states, key=lambda name: (everyone.ranks[name].rank, name))
    return Ranking(
        rows=tuple(
            Ranked(
                principle=everyone.scheme.principles[name],
                states=everyone.states[name],
                rank=everyone.ranks[name],
                instruments=instruments[name],
                confirmed_share=counts[name].low / counts[name].high if counts[name].high else 0.0,
            )
            for name in order
        ),
        rank=everyone.rank,
        rank_wide=everyone.rank_wide,
    )


@functools.cache
def _world(held: Held, as_of: datetime.date, eu_rule: EuRule | None, operative_only: bool) -> World:
    base = held.base
    known = scheme(base, operative_only=operative_only)
    consent, silent = (_by_acts(base, as_of, eu_rule, silent=silent) for silent in (False, True))
    record = on_record(known.coverage, consent.joined, consent.unknown)
    counts = states_per_principle(record)
    wide = merge(known.coverage, SUSTAINABILITY, WIDE)
    wide_counts = states_per_principle(on_record(wide, consent.joined, consent.unknown))
    states = {name: _states(base, known, name, count) for name, count in counts.items()}
    inputs = tuple(states.values())
    return World(
        scheme=known,
        consent=consent,
        silent=silent,
        record=record,
        silent_record=on_record(known.coverage, silent.joined, silent.unknown),
        states=states,
        rank=_rank("norms.sustainability_rank", counts, "alone", inputs),
        rank_wide=_rank(
            "norms.sustainability_rank_wide", wide_counts, "with sustainable development", inputs
        ),
        ranks=ranks(counts),
    )


def _by_acts(
    base: FactBase, as_of: datetime.date, eu_rule: EuRule | None, *, silent: bool
) -> Participation:
    known = catalogue(base)
    by_all = {each.id for each in known.instruments if each.consensus}

    def counts(act: Act, instrument: str) -> bool:
        if act in REFUSING or act is Act.WITHDREW:
            return True
        without = act in WITHOUT_VOTE or (act in OF_THE_BODY and instrument in by_all)
        return without if silent else act in CONSENT and not without

    # An incomplete list says nothing of the states it leaves out; only those it names are counted.
    instruments = [replace(each, roster=Roster.COMPLETE) for each in known.instruments]
    return matrix(
        (each for each in known.adherences if counts(each.act, each.instrument)),
        instruments,
        actors=[each.iso3 for each in known.states],
        as_of=as_of,
        eu_rule=eu_rule,
        eu_members=group(base, "eu", as_of).members,
    )


def _states(base: FactBase, known: Scheme, name: str, count: Count) -> Finding:
    texts = [
        instrument
        for instrument, principle in known.codes
        if principle == name and known.holds(instrument, principle)
    ]
    lists = tuple(catalogue(base).rows[each].fact("roster") for each in texts)
    return banded(
        f"norms.states.{name}",
        count,
        unit="states",
        method=(
            "states that adhered to, signed, endorsed, co-sponsored or ratified a text stating the "
            "principle, or are members in it; high adds unconfirmed codes and uncertain acts"
        ),
        inputs=(*known.evidence(name), *lists),
    )


def _rank(
    name: str, counts: Mapping[str, Count], reading: str, inputs: tuple[Finding, ...]
) -> Finding:
    rank = ranks(counts)[SUSTAINABILITY]
    known = rank.best == rank.worst
    return Finding(
        name=name,
        value=float(rank.rank),
        unit="",
        low=None if known else float(rank.best),
        high=None if known else float(rank.worst),
        no_band="the order holds across all bands" if known else "",
        method=(
            f"competition rank of environmental sustainability, {reading}, among {len(counts)} "
            f"principles by states on record, {rank.tied} holding it; band: ranks the bands allow"
        ),
        inputs=inputs,
    )
