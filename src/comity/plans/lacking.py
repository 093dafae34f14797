"""What keeps a coalition from a text, and how much of its common text is chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding
from comity.norms.common import Share, fewest, needed, random_sizes
from comity.norms.coverage import Mask
from comity.parties.types import REFUSING, Act
from comity.plans.adherence import Catalogue, catalogue
from comity.plans.signatories import OPEN_GATES, full_count
from comity.plans.text_types import Common
from comity.plans.vocabulary import vocabulary

DRAWS = 2000
"""Random coalitions: a probability of five in a hundred is then known to within one."""
SEED = 20261123
"""Of the random coalitions, unless another is given; printed with every result."""
TAIL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What one state lacks of a text.

    Attributes
    ----------
    lines : tuple of str
        Lines it is not known to be on record for.
    fewest : int
        Instruments it takes to be on record for all of them but those left. [instruments]
    options : tuple of tuple of str
        Every choice of so many, among instruments it could join and by what was read.
    left : tuple of str
        Lines in no instrument it could join.
    """

    state: str
    lines: tuple[str, ...]
    fewest: int
    options: tuple[tuple[str, ...], ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """What would let every state of a coalition sign a text.

    Attributes
    ----------
    lines : tuple of str
        The text.
    drop : tuple of str
        Lines to leave out so that all could sign today.
    lacks : tuple of Lack
        States that lack a line.
    adherences : Finding
        Fewest acts of joining, over all states.
    """

    lines: tuple[str, ...]
    drop: tuple[str, ...]
    lacks: tuple[Lack, ...]
    adherences: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The common text of a coalition beside those of random ones of its size.

    Attributes
    ----------
    drawn_from : str
        ``any`` state, or as many of each UN regional ``group`` as the coalition has.
    expected : Finding
        Median of random coalitions, with the 5th and 95th percentile.
    excess : Finding
        Lines of the coalition less those of random ones.
    share_as_large, share_as_small : float
        Of random coalitions with the coalition itself, those with as many lines or more; or fewer.
    verdict : str
        ``larger``, ``smaller``, ``not different`` or ``cannot tell``.
    """

    drawn_from: str
    expected: Finding
    excess: Finding
    share_as_large: float
    share_as_small: float
    verdict: str
    draws: int
    seed: int


def to_sign(base: FactBase, held: Common, lines: Sequence[str] = ()) -> ToSign:
    """The fewest adherences, or lines to leave out, that let every state sign a text.

    Without `lines` the text is what more than half of the coalition is on record for.

    Raises
    ------
    UnknownName
        If a line is no principle.
    """
    most = needed(len(held.coalition.states), Share.MAJORITY)
    names = vocabulary(base)
    keys = tuple(dict.fromkeys(names.find(each) for each in lines)) or tuple(
        each.principle for each in held.lines if float(each.count.value) >= most
    )
    columns = np.array([each in keys for each in held.table.lines])
    lacks = tuple(
        each
        for state in held.coalition.states
        if (each := _lack(catalogue(base), held, state, columns)).lines
    )
    on = {each.principle: each for each in held.lines}
    return ToSign(
        lines=keys,
        drop=tuple(key for key in keys if on[key].bracketed),
        lacks=lacks,
        adherences=full_count(
            "norms.adherences_to_sign",
            sum(each.fewest for each in lacks),
            unit="acts",
            method=(
                "fewest acts of joining that put every state on record for every line some "
                "instrument open to it states; exact set cover, state by state"
            ),
            inputs=tuple(fact for key in keys for fact in held.table.scheme.evidence(key))
            or (base.rows("states")[0].fact("un_group"),),
        ),
    )


def chances(base: FactBase, held: Common, *, seed: int = SEED) -> tuple[Chance, Chance]:
    """The common text beside random coalitions: of any states, and of as many of each UN group."""
    rows = held.table.rows(held.coalition.states)
    groups = {each.iso3: each.un_group for each in catalogue(base).states}
    of_state = [groups[each] for each in held.table.states]
    mine = Counter(of_state[at] for at in rows)
    everyone = ["UN member states"] * len(of_state)
    return (
        _chance(base, held, "any", everyone, {"UN member states": len(rows)}, seed),
        _chance(base, held, "group", of_state, dict(mine), seed),
    )


def _lack(known: Catalogue, held: Common, state: str, columns: Mask) -> Lack:
    table = held.table
    row = table.states.index(state)
    wanted = columns & ~table.record.certain[row]
    coverage = table.scheme.coverage
    offered = [
        at
        for at, name in enumerate(coverage.instruments)
        if not table.joined[row, at] and _could_join(known, state, name)
    ]
    found = fewest(wanted, coverage.confirmed[offered])
    return Lack(
        state=state,
        lines=tuple(table.lines[at] for at in np.flatnonzero(wanted)),
        fewest=found.size,
        options=tuple(
            tuple(coverage.instruments[offered[at]] for at in each) for each in found.options
        ),
        left=tuple(table.lines[at] for at in found.left),
    )


def _could_join(known: Catalogue, state: str, name: str) -> bool:
    instrument = known.instrument(name)
    if instrument.gate not in OPEN_GATES or instrument.consensus:
        return False
    last = known.acts.get((state, name), ())[-1:]
    return not any(Act(row.text("act")) in {*REFUSING, Act.WITHDREW} for row in last)


def _chance(
    base: FactBase,
    held: Common,
    drawn_from: str,
    strata: Sequence[str],
    sizes: dict[str, int],
    seed: int,
) -> Chance:
    drawn = random_sizes(
        held.table.record.certain,
        strata,
        sizes,
        share=held.rule.share,
        draws=DRAWS,
        rng=np.random.default_rng(seed),
    )
    mine = float(held.findings["norms.common_lines"].value)
    low, middle, high = (
        float(np.quantile(drawn, at, method="inverted_cdf")) for at in (TAIL, 0.5, 1 - TAIL)
    )
    as_large = float((1 + (drawn >= mine).sum()) / (DRAWS + 1))
    as_small = float((1 + (drawn <= mine).sum()) / (DRAWS + 1))
    only = all(strata.count(name) == size for name, size in sizes.items())
    of = "states of any UN group" if drawn_from == "any" else "as many states of each UN group"
    method = f"{DRAWS} random coalitions of {of}, seed {seed}, same size and share; consent alone"
    if held.rule.without_vote:
        method = method.replace("consent alone", "with texts adopted without a vote")
    inputs = (held.findings["norms.common_lines"], base.rows("states")[0].fact("un_group"))
    return Chance(
        drawn_from=drawn_from,
        expected=_spread(
            f"norms.common_lines_random.{drawn_from}", middle, low, high, method, inputs
        ),
        excess=_spread(
            f"norms.common_lines_excess.{drawn_from}",
            mine - middle,
            mine - high,
            mine - low,
            f"lines of the coalition less those of {method}",
            inputs,
        ),
        share_as_large=as_large,
        share_as_small=as_small,
        verdict="cannot tell" if only else _verdict(as_large, as_small),
        draws=DRAWS,
        seed=seed,
    )


def _spread(
    name: str,
    value: float,
    low: float,
    high: float,
    method: str,
    inputs: tuple[Fact | Finding, ...],
) -> Finding:
    one = low == high
    return Finding(
        name=name,
        value=value,
        unit="lines",
        low=None if one else low,
        high=None if one else high,
        no_band="nine in ten random coalitions have the same" if one else "",
        method=f"{method}; band: 5th to 95th percentile",
        inputs=inputs,
    )


def _verdict(as_large: float, as_small: float) -> str:
    if as_large <= TAIL:
        return "larger"
    return "smaller" if as_small <= TAIL else "not different"
