"""What a coalition is on record for, line by line: adherence by coverage, and what is missing."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

import numpy as np

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.states import resolve
from comity.facts.types import Finding
from comity.norms.common import Together, holders, needed, support, together
from comity.norms.coverage import on_record
from comity.norms.types import Count, Place
from comity.parties.types import EuRule
from comity.plans.adherence import Held, catalogue, group
from comity.plans.coverage import banded, scheme
from comity.plans.gap import EU_RULES
from comity.plans.signatories import full_count
from comity.plans.text_types import Coalition, Common, Line, Passage, Rule, Signers, Table
from comity.plans.vocabulary import vocabulary
from comity.plans.world import world


def coalition(
    base: FactBase,
    *,
    states: Sequence[str] = (),
    groups: Sequence[str] = (),
    everyone: bool = False,
    as_of: datetime.date,
) -> Coalition:
    """The coalition of states and groups, each state once.

    Raises
    ------
    UnknownName
        If a state or a group is unknown; near matches are named.
    InputError
        If nobody is named, or everyone and somebody.
    """
    if everyone == bool(states or groups):
        raise InputError("Name states, groups with --group, or --all for every UN member state.")
    if everyone:
        return Coalition(name="UN member states", states=tuple(sorted(base.states)))
    found = [resolve(base, each) for each in states]
    names = [*dict.fromkeys(found)]
    for each in groups:
        held = group(base, each.casefold(), as_of).members & base.states
        if not held:
            raise InputError(f"The group {each.casefold()} has no member on {as_of}.")
        names.append(each.casefold())
        found += held
    return Coalition(name=", ".join(names), states=tuple(sorted(set(found))))


def common(base: FactBase, of: Coalition, rule: Rule) -> Common:
    """What a coalition is on record for, line by line, and the largest text it shares.

    Raises
    ------
    InputError
        If the rule for the Union's seat is unknown.
    """
    held = table(base, rule)
    rows = held.rows(of.states)
    certain, possible = held.record.certain[rows], held.record.possible[rows]
    counts = support(certain, possible)
    operative = held.operative.certain[rows].sum(axis=0)
    least = needed(len(rows), rule.share)
    lines = [
        _line(base, held, of, column, counts[column], int(operative[column]), least)
        for column in range(len(held.lines))
    ]
    lines.sort(key=lambda each: (-float(each.count.value), -(each.count.high or 0), each.principle))
    found = Common(
        coalition=of,
        rule=rule,
        needed=least,
        lines=tuple(lines),
        whole=_whole(together(certain, least), rows),
        table=held,
    )
    high = together(possible, least)
    found.findings.update(_findings(base, found, len(high.lines)))
    return found


def signers(base: FactBase, lines: Sequence[str], rule: Rule, of: Coalition) -> Signers:
    """The largest coalition for a text: who of these states is on record for all its lines.

    Raises
    ------
    UnknownName
        If a line is no principle.
    InputError
        If there is no line.
    """
    if not lines:
        raise InputError("Name at least one principle.")
    names = vocabulary(base)
    keys = tuple(dict.fromkeys(names.find(each) for each in lines))
    held = table(base, rule)
    rows = held.rows(of.states)
    columns = [held.lines.index(each) for each in keys]
    yes, may = (
        {of.states[at] for at in holders(record[rows], columns)}
        for record in (held.record.certain, held.record.possible)
    )
    return Signers(
        lines=keys,
        states=tuple(sorted(yes)),
        maybe=tuple(sorted(may - yes)),
        count=banded(
            "norms.signers",
            Count(len(yes), len(may)),
            unit="states",
            method=f"states on record for every line of the text by {rule.as_of}, {_counts(rule)}",
            inputs=tuple(fact for key in keys for fact in held.scheme.evidence(key)),
        ),
    )


def table(base: FactBase, rule: Rule) -> Table:
    """States by lines under a rule, made once.

    Raises
    ------
    InputError
        If the rule for the Union's seat is unknown.
    """
    if rule.eu_rule not in EU_RULES:
        raise InputError(f"{rule.eu_rule!r} is no rule for the EU seat; use {', '.join(EU_RULES)}.")
    held = Held(base.snapshot, base)
    return _table(held, rule.as_of, EU_RULES[rule.eu_rule], rule.without_vote)


@functools.cache
def _table(held: Held, as_of: datetime.date, eu_rule: EuRule | None, without_vote: bool) -> Table:
    base = held.base
    everyone = world(base, as_of, eu_rule=eu_rule)
    joined, unknown = everyone.consent.joined, everyone.consent.unknown
    if without_vote:
        joined = joined | everyone.silent.joined
        unknown = (unknown | everyone.silent.unknown) & ~joined
    return Table(
        scheme=everyone.scheme,
        states=tuple(everyone.consent.actors),
        lines=everyone.record.principles,
        joined=joined,
        record=on_record(everyone.scheme.coverage, joined, unknown),
        operative=on_record(scheme(base, operative_only=True).coverage, joined, unknown),
    )


def _line(
    base: FactBase,
    held: Table,
    of: Coalition,
    column: int,
    count: Count,
    operative: int,
    least: int,
) -> Line:
    name = held.lines[column]
    yes, may = (
        {each for each in of.states if record[held.states.index(each), column]}
        for record in (held.record.certain, held.record.possible)
    )
    passages = _passages(held, of, name)
    known = catalogue(base).rows
    return Line(
        principle=name,
        place=_place(operative, count.low, least),
        count=banded(
            f"norms.common.{name}",
            count,
            unit="states",
            method=(
                f"of {len(of.states)} states, those that put their name to a text stating the "
                "principle; high adds unconfirmed codes and uncertain acts"
            ),
            inputs=(
                *(each.fact for each in passages),
                *(known[each.instrument].fact("roster") for each in passages),
            )
            or held.scheme.evidence(name)
            or (held.scheme.rows[name].fact("definition"),),
        ),
        on=tuple(sorted(yes)),
        maybe=tuple(sorted(may - yes)),
        missing=tuple(each for each in of.states if each not in may),
        passages=passages,
        meets=count.low >= least,
        may_meet=count.high >= least,
    )


def _place(operative: int, on: int, least: int) -> Place:
    """Where a line belongs: a common one by the share, another by most of who is on record."""
    outside = operative >= least if on >= least else 2 * operative >= on
    return Place.OPERATIVE if outside else Place.PREAMBLE


def _passages(held: Table, of: Coalition, principle: str) -> tuple[Passage, ...]:
    coverage = held.scheme.coverage
    column = coverage.principles.index(principle)
    rows = held.rows(of.states)
    found = []
    for at in np.flatnonzero(coverage.confirmed[:, column]):
        mine = held.joined[rows, at]
        if not mine.any():
            continue
        row = held.scheme.codes[coverage.instruments[at], principle]
        found.append(
            Passage(
                instrument=coverage.instruments[at],
                reference=row.text("reference"),
                place=Place(row.text("place")),
                states=tuple(each for each, yes in zip(of.states, mine, strict=True) if yes),
                fact=row.fact("reference"),
            )
        )
    return tuple(sorted(found, key=lambda each: -len(each.states)))


def _whole(found: Together, rows: list[int]) -> Together:
    return Together(lines=found.lines, states=tuple(rows[at] for at in found.states))


def _findings(base: FactBase, held: Common, together_high: int) -> dict[str, Finding]:
    rule = held.rule
    inputs = tuple(each.count for each in held.lines)
    meeting = Count(len(held.agreed), sum(each.may_meet for each in held.lines))
    found = [
        banded(
            "norms.common_lines",
            meeting,
            unit="lines",
            method=(
                f"principles that at least {held.needed} of {len(held.coalition.states)} states "
                f"are on record for by {rule.as_of}, {_counts(rule)}"
            ),
            inputs=inputs,
        ),
        banded(
            "norms.common_together",
            Count(len(held.whole.lines), max(len(held.whole.lines), together_high)),
            unit="lines",
            method=(
                f"largest set of principles that the same {held.needed} states or more are on "
                "record for; exact, over all sets of lines that states share"
            ),
            inputs=inputs,
        ),
        full_count(
            "norms.coalition",
            len(held.coalition.states),
            unit="states",
            method=f"UN member states of the coalition on {rule.as_of}",
            inputs=(base.rows("states")[0].fact("un_group"),),
        ),
    ]
    return {each.name: each for each in (*found, *inputs)}


def _counts(rule: Rule) -> str:
    return (
        "with texts adopted without a vote" if rule.without_vote else "by their own consent alone"
    )
