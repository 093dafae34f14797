"""What each state would get from a common fund under published rules."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from comity.errors import InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.states import name
from comity.facts.types import Fact, Finding
from comity.fund.envelopes import band_of, in_proportion, inverted_scale
from comity.plans.loans import HIGH_INCOME

CALI = "cali"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Shares of a fund under one rule.

    Attributes
    ----------
    rule : str
        ``cali``, ``un_scale`` or ``equal``.
    shares : mapping of str to Finding
        ISO3 code to share; zero where the rule excludes the state. [%]
    excluded : frozenset of str
        States the rule gives nothing to.
    others : mapping of str to float
        Shares of parties that are no UN member states. [%]
    """

    rule: str
    shares: Mapping[str, Finding]
    excluded: frozenset[str]
    others: Mapping[str, float]


def islands(base: FactBase) -> dict[str, Fact]:
    """Small island developing states, each with the fact that says so."""
    return {
        row.text("iso3"): row.fact("group")
        for row in base.rows("groups")
        if row.text("group") == "sids" and not row.text("valid_to")
    }


@functools.cache
def cali(base: FactBase) -> Envelope:
    """Shares by the inverted UN scale proposed for the Cali Fund.

    High-income states are excluded unless they are small island developing states. The sum runs
    over the 139 member states and three other parties of the proposal's annex.
    """
    rows = sorted(
        (row for row in base.rows("envelope_bands") if row.text("rule") == CALI),
        key=lambda row: int(row.text("band")),
    )
    weights = np.array([row.number("weight") for row in rows])
    upper = np.array([row.number("upper") for row in rows[:-1]])
    others = [row for row in base.rows("envelope_others") if row.text("rule") == CALI]
    island = islands(base)
    classes = {state: base.fact(state, "wb_income_class") for state in sorted(base.states)}
    scale = {state: base.fact(state, "un_scale_assessment") for state in classes}
    eligible = [
        state for state, held in classes.items() if held.value != HIGH_INCOME or state in island
    ]
    rates = np.array([_number(scale[state]) for state in eligible])
    bands = np.concatenate([
        band_of(rates, upper=upper), np.array([int(row.number("band")) - 1 for row in others])
    ]).astype(np.intp)  # fmt: skip
    shares = 100 * inverted_scale(bands, weights=weights)
    total = Finding(
        name="fund.envelope_weights",
        value=float(weights[bands].sum()),
        unit="",
        method="sum of the band weights of all eligible parties",
        inputs=tuple(row.fact("weight") for row in rows),
        no_band="full count",
    )
    held = dict(zip(eligible, zip(bands, shares, strict=False), strict=False))

    def share(state: str) -> Finding:
        why = [classes[state], *([island[state]] if state in island else [])]
        if state not in held:
            return Finding(
                name="fund.envelope_share.cali", value=0.0, unit="%", inputs=tuple(why),
                method="the rule excludes high-income states that are no small island states",
                no_band="excluded by the rule",
            )  # fmt: skip
        band, value = held[state]
        return Finding(
            name="fund.envelope_share.cali", value=float(value), unit="%",
            method="weight of the state's band of the UN scale over the sum of all weights",
            inputs=(rows[int(band)].fact("weight"), scale[state], *why, total),
            no_band="rule without choice",
        )  # fmt: skip

    return Envelope(
        rule=CALI,
        shares=MappingProxyType({state: share(state) for state in classes}),
        excluded=frozenset(set(classes) - set(eligible)),
        others=MappingProxyType({
            row.text("name"): float(value)
            for row, value in zip(others, shares[len(eligible):], strict=True)
        }),
    )  # fmt: skip


@functools.cache
def un_scale(base: FactBase) -> Envelope:
    """Shares in proportion to assessed contributions to the UN budget."""
    scale = {state: base.fact(state, "un_scale_assessment") for state in sorted(base.states)}
    shares = 100 * in_proportion(np.array([_number(fact) for fact in scale.values()]))
    return _for_all("un_scale", {
        state: Finding(
            name="fund.envelope_share.un_scale", value=float(value), unit="%",
            method="assessed rate over the sum of all assessed rates", inputs=(fact,),
            no_band="rule without choice",
        )
        for (state, fact), value in zip(scale.items(), shares, strict=True)
    })  # fmt: skip


@functools.cache
def equal(base: FactBase) -> Envelope:
    """The same share for every member state."""
    states = sorted(base.states)
    return _for_all("equal", {
        state: Finding(
            name="fund.envelope_share.equal", value=100 / len(states), unit="%",
            method="one over the number of member states",
            inputs=(base.row("states", state).fact("un_group"),), no_band="full count",
        )
        for state in states
    })  # fmt: skip


RULES: Mapping[str, Callable[[FactBase], Envelope]] = MappingProxyType(
    {CALI: cali, "equal": equal, "un_scale": un_scale}
)
"""Every rule a fund can be shared by."""


def envelope(base: FactBase, rule: str) -> Envelope:
    """Shares of a fund under a rule.

    Raises
    ------
    UnknownName
        If there is no such rule.
    """
    if rule not in RULES:
        raise UnknownName("envelope rule", rule, RULES)
    return RULES[rule](base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """What one party gets. `party` is an ISO3 code for a member state, else a name."""

    party: str
    name: str
    member: bool
    share_percent: float
    amount_usd: int
    excluded: bool

    def payload(self) -> dict[str, object]:
        """The same under the stable keys of the command line."""
        code = {"iso3": self.party} if self.member else {}
        return {
            **code,
            "name": self.name,
            "share_percent": self.share_percent,
            "amount_usd": self.amount_usd,
            "excluded": self.excluded,
        }


def allocation(base: FactBase, rule: str, *, total: float) -> tuple[Allocated, ...]:
    """Every party's share and amount, the largest first, equal ones in alphabetical order.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    rule : str
        ``cali``, ``equal`` or ``un_scale``.
    total : float
        The fund. [USD]

    Returns
    -------
    tuple of Allocated
        Amounts sum to the total in whole dollars.

    Raises
    ------
    UnknownName
        If there is no such rule.
    """
    found = envelope(base, rule)
    shares = {state: float(each.value) for state, each in found.shares.items()}
    shares |= found.others
    held = amounts(shares, total=total)
    listed = [
        Allocated(
            party=party,
            name=name(base, party) if party in found.shares else party,
            member=party in found.shares,
            share_percent=share,
            amount_usd=held[party],
            excluded=party in found.excluded,
        )
        for party, share in shares.items()
    ]
    return tuple(sorted(listed, key=lambda each: (-each.share_percent, each.name)))


def amounts(shares: Mapping[str, float], *, total: float) -> dict[str, int]:
    """Whole dollars of each share, no dollar lost: the largest remainders are rounded up.

    Parameters
    ----------
    shares : mapping of str to float
        Shares that sum to a hundred. [%]
    total : float
        The fund, in whole dollars. [USD]

    Returns
    -------
    dict of str to int
        Amounts that sum to the total. [USD]
    """
    if not (np.isfinite(total) and total >= 1):
        raise InputError(f"A fund of {total:g} dollars shares nothing; give one dollar or more.")
    exact = {party: share / 100 * round(total) for party, share in shares.items()}
    held = {party: int(value) for party, value in exact.items()}
    by_remainder = sorted(exact, key=lambda party: (held[party] - exact[party], party))
    for party in by_remainder[: round(total) - sum(held.values())]:
        held[party] += 1
    return held


def _for_all(rule: str, shares: dict[str, Finding]) -> Envelope:
    return Envelope(
        rule=rule, shares=MappingProxyType(shares), excluded=frozenset(), others={}
    )  # fmt: skip


def _number(fact: Fact) -> float:
    if isinstance(fact.value, str):
        raise InputError(f"{fact.name} of {fact.subject} is no number.")
    return float(fact.value)
