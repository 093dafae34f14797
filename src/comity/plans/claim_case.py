"""What the test of a claim is given, and the parts every test is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.norms.contestation import Outcome, holm
from comity.norms.contestation.types import Floats
from comity.plans.claim_corpus import Corpus
from comity.plans.claim_measures import Taken
from comity.plans.claim_types import Bars, Measure

NO_EXCERPTS = "the file has no excerpt that bears a principle"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """What every test is given."""

    base: FactBase
    corpus: Corpus
    taken: Taken | None
    bars: Bars


def found(
    claim: str, name: str, outcome: Outcome, unit: str, method: str, inputs: Sequence[Fact]
) -> Finding:
    """A number of a claim as a finding."""
    return Finding(
        name=f"norms.claims.{claim}.{name}", value=outcome.value, unit=unit, low=outcome.low,
        high=outcome.high, method=method, inputs=tuple(inputs),
    )  # fmt: skip


def gone(claim: str, name: str, reason: str, supply: str = "") -> Measure:
    """A measure that could not be taken, and why."""
    return Measure(
        name=name,
        finding=Missing(
            name=f"norms.claims.{claim}.{name}", subject="the corpus", reason=reason,
            supply=supply,
        ),
    )  # fmt: skip


def corrected(measures: Sequence[Measure]) -> list[Measure]:
    """The same with p-values corrected over all of them, by Holm."""
    held = {str(at): each.p for at, each in enumerate(measures) if each.p is not None}
    fixed = holm(held)
    return [
        replace(each, p_corrected=fixed[str(at)]) if str(at) in fixed else each
        for at, each in enumerate(measures)
    ]


def tail(draws: Floats) -> float:
    """Two-sided p-value that a difference is zero, from its draws (Efron and Tibshirani 1993)."""
    held = draws[1:][np.isfinite(draws[1:])]
    held = held - (held.mean() - draws[0]) if len(held) else held
    return float(min(1.0, 2 * min(1 + (held <= 0).sum(), 1 + (held >= 0).sum()) / (1 + len(held))))
