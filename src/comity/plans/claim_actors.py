"""Claims about actors: North and South, and what one of them is said to do."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from comity.errors import DamagedFacts
from comity.facts.tables import Row
from comity.facts.types import Missing
from comity.norms.contestation import Outcome, must_share, two_shares
from comity.norms.contestation.draws import interval
from comity.plans.adherence import group
from comity.plans.claim_case import NO_EXCERPTS, Case, corrected, found, gone, tail
from comity.plans.claim_corpus import CRITERIA, UNION, sides, south
from comity.plans.claim_types import Answer, Bars, Measure, Verdict, answer

# North and South -------------------------------------------------------------------------------


def north_south(case: Case, row: Row) -> Answer:
    """Whether documents of South and North mention any principle at different rates."""
    measures, thin = [], False
    for criterion in CRITERIA:
        side = sides(case.corpus, case.base, criterion)
        thin |= too_thin(case, criterion) is not None
        of, other = int((side == 1).sum()), int((side == 0).sum())
        listed = south(case.base, criterion)[2]
        for at, name in enumerate(case.corpus.principles):
            yes = int(case.corpus.mentions[side == 1, at].sum())
            others = int(case.corpus.mentions[side == 0, at].sum())
            outcome = two_shares(yes, of, others, other)
            if outcome is None:
                continue
            measures.append(
                Measure(
                    name=f"{criterion}: {name}", family=criterion, p=outcome.p, n=of,
                    null=outcome.null, null_high=outcome.null_high,
                    finding=found(
                        row.key, f"{criterion}: {name}", outcome, "ratio", "odds of a document of "
                        "the South to mention it over those of the North (Gart 1966); exact test "
                        "of Fisher", (case.corpus.fact, listed, *case.bars.facts[1:3]),
                    ),
                )
            )  # fmt: skip
    if not measures:
        reason = "the file does not say from which states its documents come"
        if any(case.corpus.countries):
            reason = too_thin(case, next(iter(CRITERIA))) or "all or none mention each principle"
            reason = reason.rstrip(".")
        return answer(row, [gone(row.key, "South", reason)])
    fixed = corrected(measures)
    return _of_sides(case, row, fixed, thin=thin)


def _of_sides(case: Case, row: Row, measures: Sequence[Measure], *, thin: bool) -> Answer:
    """Verdict by criterion: one principle that differs is enough for the claim."""
    told: dict[str, bool] = {}
    for each in measures:
        below = each.p_corrected is not None and each.p_corrected < case.bars.level
        told[each.family] = told.get(each.family, False) or below
    verdicts = {
        name: Verdict.CANNOT_TELL if thin
        else Verdict.SUPPORTED if differs else Verdict.NOT_SUPPORTED
        for name, differs in told.items()
    }  # fmt: skip
    reasons = [why for name in CRITERIA if (why := too_thin(case, name))]
    return answer(
        row, [replace(each, verdict=verdicts[each.family]) for each in measures],
        why=reasons[0] if reasons else "",
    )  # fmt: skip


def too_thin(case: Case, criterion: str) -> str | None:
    """Why nothing is said of the South, in a sentence; None when it can be."""
    side = sides(case.corpus, case.base, criterion)
    rows = np.flatnonzero(side == 1)
    if len(rows) < case.bars.least:
        return (
            f"Only {len(rows)} documents of {len(side)} come from the South by the criterion "
            f"{criterion!r}; {case.bars.least} are needed."
        )
    if min((side == 0).sum(), (side == 1).sum()) == 0:
        return f"By the criterion {criterion!r} all documents come from one side."
    counts = Counter(code for each in rows for code in case.corpus.countries[each])
    state, most = counts.most_common(1)[0]
    if most > case.bars.one_state * len(rows):
        return f"{most} of the {len(rows)} documents of the South come from one state, {state}."
    return None


# Traits of one actor ---------------------------------------------------------------------------

_TRAITS = {
    "binding": "bind in law", "company": "come from companies", "must": "use binding words",
}  # fmt: skip


def trait(case: Case, row: Row) -> Answer:
    """Whether documents of one actor have a trait more, or less, often than those of others."""
    measures, signs = [], []
    for part in row.text("subjects").split(";"):
        actor, name, direction = part.split(":")
        if name not in _TRAITS or direction not in ("more", "less"):
            raise DamagedFacts(f"claims, row {row.key}, column 'subjects': {part!r}.")
        for reading, mine in _readings(case, actor).items():
            measures.append(_by_trait(case, row, name, reading, mine))
            signs.append(1.0 if direction == "more" else -1.0)
    fixed = corrected(measures)
    return answer(
        row,
        [_judged_trait(each, sign, case.bars) for each, sign in zip(fixed, signs, strict=True)],
    )


def _readings(case: Case, actor: str) -> dict[str, frozenset[str]]:
    if actor != UNION:
        return {"alone": frozenset({actor})}
    day = datetime.date.fromisoformat(case.base.as_of)
    members = group(case.base, "eu", day).members
    return {"institutions": frozenset({UNION}), "with members": members | {UNION}}


def _by_trait(case: Case, row: Row, name: str, reading: str, mine: frozenset[str]) -> Measure:
    corpus = case.corpus
    label = f"{name}, {reading}"
    told = np.array([bool(each) for each in corpus.countries])
    ours = np.array([bool(each) and each <= mine for each in corpus.countries])
    if not ours.any():
        return gone(row.key, label, "the file has no document of this actor, or does not say so")
    if name == "must":
        return _binding_words(case, row, label, ours, told & ~ours)
    says = corpus.says(getattr(corpus.layout, name))
    if says is None:
        return gone(row.key, label, f"the file does not say which documents {_TRAITS[name]}")
    rest = told & ~ours
    outcome = two_shares(
        int(says[ours].sum()), int(ours.sum()), int(says[rest].sum()), int(rest.sum())
    )
    if outcome is None:
        return gone(row.key, label, f"no document, or every one, is said to {_TRAITS[name]}")
    return Measure(
        name=label, p=outcome.p, n=int(ours.sum()), null=1.0, null_high=outcome.null_high,
        finding=found(
            row.key, label, outcome, "ratio", f"odds of its documents to {_TRAITS[name]} over "
            "those of others with a known state (Gart 1966); exact test of Fisher",
            (corpus.fact, *case.bars.facts[:2]),
        ),
    )  # fmt: skip


def _binding_words(
    case: Case, row: Row, label: str, ours: NDArray[np.bool_], rest: NDArray[np.bool_]
) -> Measure:
    if case.taken is None:
        return gone(row.key, label, NO_EXCERPTS)
    cells, counts = case.taken.cells, case.taken.draws.counts
    place = {key: at for at, key in enumerate(case.corpus.keys)}
    rows = [place[key] for key in cells.documents]
    one, two = (must_share(cells, counts * side[rows]) for side in (ours, rest))
    apart = one - two
    if not np.isfinite(apart[0]):
        return gone(row.key, label, "no excerpt of this actor has a known stance")
    low, high = interval(float(apart[0]), apart[1:])
    outcome = Outcome(
        value=float(apart[0]), low=low, high=high, null=0.0, null_high=0.0, p=tail(apart),
        n=int(ours.sum()),
    )  # fmt: skip
    return Measure(
        name=label, p=outcome.p, n=outcome.n, null=0.0,
        finding=found(
            row.key, label, outcome, "", "share of its excerpts with binding words less that of "
            "others; band: documents drawn anew", (case.corpus.fact, *case.bars.facts[:2]),
        ),
    )  # fmt: skip


def _judged_trait(measure: Measure, sign: float, bars: Bars) -> Measure:
    number = measure.finding
    if isinstance(number, Missing) or number.low is None or number.high is None:
        return measure
    null = measure.null or 0.0
    holds = number.low > null if sign > 0 else number.high < null
    if holds and (measure.p_corrected or 1.0) < bars.level:
        return replace(measure, verdict=Verdict.SUPPORTED)
    if measure.n < bars.least:
        return measure
    return replace(measure, verdict=Verdict.NOT_SUPPORTED)
