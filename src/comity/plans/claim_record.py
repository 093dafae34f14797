"""Claims judged by the catalogue alone: instruments, what they state, and who joined them.

A catalogue of instruments holds no excerpts, so what a claim says of wording stays untold.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np

from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Finding, Missing
from comity.norms.contestation import two_shares
from comity.norms.coverage import Mask, principle_counts, ranks
from comity.norms.types import Rank
from comity.plans.adherence import catalogue
from comity.plans.claim_case import corrected, found, gone
from comity.plans.claim_corpus import CRITERIA, south
from comity.plans.claim_types import Answer, Bars, Measure, Verdict, answer
from comity.plans.coverage import by_instruments
from comity.plans.world import World, world

NEEDED = "the catalogue holds references, not texts; give a data set of instruments as FILE"
"""Why the catalogue cannot tell, and what would."""


def everyone(base: FactBase) -> World:
    """What all states are on record for on the day the facts were read."""
    return world(base, datetime.date.fromisoformat(base.as_of))


def by_catalogue(base: FactBase, row: Row, bars: Bars) -> Answer:
    """The answer to a claim from the catalogue.

    Parameters
    ----------
    base : FactBase
        Instruments, codes and acts of joining.
    row : Row
        The claim.
    bars : Bars
        Conventions of the verdict.
    """
    test = row.text("test")
    if test in ("mentioned", "common_ground"):
        return _ranked(base, row)
    if test == "north_south":
        return _north_south(base, row, bars)
    return answer(row, [gone(row.key, "excerpts", NEEDED)])


def _ranked(base: FactBase, row: Row) -> Answer:
    named = row.text("subjects").split(";")
    held = everyone(base)
    readings: Mapping[str, tuple[Mapping[str, Rank], Mapping[str, Finding]]] = {
        "instruments": (
            ranks(principle_counts(held.scheme.coverage)), by_instruments(base),
        ),
        "states on record": (held.ranks, held.states),
    }  # fmt: skip
    measures = []
    for family, (places, numbers) in readings.items():
        for name in named:
            place = places[name]
            measures.append(
                Measure(
                    name=f"{family}: {name}", family=family, verdict=_within(place, len(named)),
                    n=round(float(numbers[name].value)),
                    finding=Finding(
                        name=f"norms.claims.{row.key}.{family}.{name}", value=float(place.rank),
                        unit="", low=float(place.best), high=float(place.worst),
                        method=f"competition rank by {family}; band: the ranks that unconfirmed "
                        "codes and uncertain acts allow; a full count, so without a null",
                        inputs=(numbers[name],),
                    ),
                )
            )  # fmt: skip
    return answer(row, measures)


def _within(place: Rank, count: int) -> Verdict:
    if place.worst <= count:
        return Verdict.SUPPORTED
    return Verdict.NOT_SUPPORTED if place.best > count else Verdict.CANNOT_TELL


def _north_south(base: FactBase, row: Row, bars: Bars) -> Answer:
    held = everyone(base)
    states = [each.iso3 for each in catalogue(base).states]
    measures = []
    for criterion in CRITERIA:
        poor, rich, listed = south(base, criterion)
        mine = np.array([each in poor for each in states])
        rest = np.array([each in rich for each in states])
        p_high = _p(held.record.possible, mine, rest)
        for at, name in enumerate(held.record.principles):
            yes, others = (int(held.record.certain[side, at].sum()) for side in (mine, rest))
            outcome = two_shares(yes, int(mine.sum()), others, int(rest.sum()))
            if outcome is None:
                continue
            label = f"{criterion}: {name}"
            measures.append(
                Measure(
                    name=label, family=criterion, p=max(outcome.p, p_high[at]), n=int(mine.sum()),
                    null=1.0, null_high=outcome.null_high,
                    finding=found(
                        row.key, label, outcome, "ratio", "odds of a state of the South to be on "
                        "record over those of the North (Gart 1966); exact test of Fisher, the "
                        "larger p-value of certain and possible records", (listed,),
                    ),
                )
            )  # fmt: skip
    fixed = corrected(measures)
    differ = {
        each.name
        for each in fixed
        if each.p_corrected is not None and each.p_corrected < bars.level
    }
    return answer(
        row, fixed,
        why=f"Records of joining differ for {len(differ)} of {len(fixed)} principles and criteria, "
        "but they tell who joined, not what is emphasised.",
    )  # fmt: skip


def _p(record: Mask, mine: Mask, rest: Mask) -> list[float]:
    out = []
    for at in range(record.shape[1]):
        yes, others = int(record[mine, at].sum()), int(record[rest, at].sum())
        held = two_shares(yes, int(mine.sum()), others, int(rest.sum()))
        out.append(1.0 if held is None else held.p)
    return out


def share_of_south(base: FactBase, criterion: str) -> Finding | Missing:
    """Share of known acts of joining, by UN member states, that are by states of the South."""
    held = everyone(base)
    states = [each.iso3 for each in catalogue(base).states]
    poor, rich, listed = south(base, criterion)
    joined = held.consent.joined | held.silent.joined
    mine = int(joined[[each in poor for each in states]].sum())
    rest = int(joined[[each in rich for each in states]].sum())
    if not mine + rest:
        return Missing(
            name="norms.south_share", subject=criterion, reason="no act of joining is known"
        )
    return Finding(
        name=f"norms.south_share.{criterion}", value=100.0 * mine / (mine + rest), unit="%",
        no_band="full count", inputs=(listed,),
        method=f"acts of joining by {CRITERIA[criterion]}",
    )  # fmt: skip
