"""Export rules: which of them reach a part, a destination and a day; never a verdict."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.errors import InputError

OUTCOMES = ("licence", "case by case", "check", "guidance", "reported")
"""What a rule asks for, the most binding first."""
NOT_KNOWN, NO_RULE = "not known", "no rule at hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part as rules see it.

    Attributes
    ----------
    origin, kind : str
        ISO 3166-1 alpha-3 code of the vendor's seat; class of the part.
    tpp : tuple of float, optional
        Lowest and highest claim of total processing performance; None when there is none.
        [TOP/s x bit]
    bandwidth : float, optional
        Bandwidth of its memory. [GB/s]
    """

    origin: str
    kind: str
    tpp: tuple[float, float] | None
    bandwidth: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of one jurisdiction, as its row states it.

    Attributes
    ----------
    rule, jurisdiction, outcome : str
        Its name, who made it, and one of `OUTCOMES`.
    effective, until : str
        First and last day it holds, ISO 8601 of any precision; `until` empty when it holds.
    origin : str
        Seat of the vendors it is about; empty for all.
    classes, destinations, exempt : tuple of str
        Classes of parts (empty for all); codes of states or groups, or ``world``; groups left out.
    tpp_min, tpp_max, bandwidth_max : float, optional
        From this performance; below this; below this bandwidth. [TOP/s x bit, GB/s]
    """

    rule: str
    jurisdiction: str
    outcome: str
    effective: str
    until: str = ""
    origin: str = ""
    classes: tuple[str, ...] = ()
    destinations: tuple[str, ...]
    exempt: tuple[str, ...] = ()
    tpp_min: float | None = None
    tpp_max: float | None = None
    bandwidth_max: float | None = None

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise InputError(f"Rule {self.rule}: the outcome is none of {', '.join(OUTCOMES)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What rules say of a part for a destination.

    Attributes
    ----------
    outcome : str
        Of the rules that reach it, the most binding of `OUTCOMES`; else ``not known`` when a rule
        may reach it; else ``no rule at hand``.
    reached, uncertain : tuple of str
        Names of rules that reach it, and of rules that may.
    """

    outcome: str
    reached: tuple[str, ...]
    uncertain: tuple[str, ...]


Groups = Mapping[str, Mapping[str, bool]]


def availability(
    part: Part,
    destination: str,
    *,
    rules: Sequence[Rule],
    groups: Groups,
    on: datetime.date,
) -> Availability:
    """Which rules reach a part for a destination on a day.

    Every jurisdiction's rules are read the same way. What a rule turns on and the table does not
    hold makes the answer ``not known``; nothing is filled in.

    Parameters
    ----------
    part : Part
        The part. [TOP/s x bit, GB/s]
    destination : str
        ISO 3166-1 alpha-3 code.
    rules : sequence of Rule
        Rules at hand.
    groups : mapping of str to mapping of str to bool
        Group -> state -> whether it belongs; a state that is not there is not known.
    on : datetime.date
        The day.

    Returns
    -------
    Availability
    """
    reached, uncertain = [], []
    for rule in rules:
        answers = (
            _in_force(rule, on),
            _about(rule, part),
            _goes_to(rule, destination, groups),
        )
        if all(each is True for each in answers):
            reached.append(rule)
        elif all(each is not False for each in answers):
            uncertain.append(rule)
    outcome = NOT_KNOWN if uncertain else NO_RULE
    if reached:
        outcome = min((rule.outcome for rule in reached), key=OUTCOMES.index)
    return Availability(
        outcome=outcome,
        reached=tuple(rule.rule for rule in reached),
        uncertain=tuple(rule.rule for rule in uncertain),
    )


def _in_force(rule: Rule, on: datetime.date) -> bool:
    day = on.isoformat()
    begun = rule.effective[: len(day)] <= day[: len(rule.effective)]
    return begun and (not rule.until or day[: len(rule.until)] <= rule.until)


def _about(rule: Rule, part: Part) -> bool | None:
    if rule.origin and rule.origin != part.origin:
        return False
    if rule.classes and part.kind not in rule.classes:
        return False
    within = [_between(part.tpp, rule.tpp_min, rule.tpp_max)]
    if rule.bandwidth_max is not None:
        pair = None if part.bandwidth is None else (part.bandwidth, part.bandwidth)
        within.append(_between(pair, None, rule.bandwidth_max))
    return _all(within)


def _between(
    claims: tuple[float, float] | None, least: float | None, below: float | None
) -> bool | None:
    """Whether claims lie in a range: not known when they do not agree on it."""
    if least is None and below is None:
        return True
    if claims is None:
        return None
    inside = {
        (least is None or claim >= least) and (below is None or claim < below) for claim in claims
    }
    return inside.pop() if len(inside) == 1 else None


def _goes_to(rule: Rule, destination: str, groups: Groups) -> bool | None:
    if destination in rule.destinations:
        return True
    if destination == rule.jurisdiction:
        return False  # a rule of its own about others
    named: list[bool | None] = [True]
    if "world" not in rule.destinations:
        named = [_member(each, destination, groups) for each in rule.destinations]
    spared = [_member(each, destination, groups) for each in rule.exempt]
    if any(spared):
        return False
    into: bool | None = True if any(named) else None if None in named else False
    return _all([into, None if None in spared else True])


def _member(group: str, state: str, groups: Groups) -> bool | None:
    if len(group) == 3:  # a code of a state, and not this one
        return False
    return groups.get(group, {}).get(state)


def _all(answers: Sequence[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True
