"""Claims about principles: which are mentioned most, disputed most, said most alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from comity.facts.tables import Row
from comity.facts.types import Missing
from comity.norms.contestation import (
    Outcome,
    contrast,
    power_of_rank_correlation,
    rank_correlation,
    ranks_of,
    sign_test,
)
from comity.norms.contestation.types import Floats
from comity.plans.claim_case import NO_EXCERPTS, Case, corrected, found, gone, tail
from comity.plans.claim_corpus import Corpus, closest
from comity.plans.claim_measures import SEED, table
from comity.plans.claim_types import Answer, Bars, Measure, Verdict, answer


def _subjects(case: Case, row: Row) -> tuple[list[str], list[str]]:
    """Concepts of the corpus a claim names, and the principles it has none for."""
    known, missing = [], []
    for name in filter(None, row.text("subjects").split(";")):
        close = closest(case.base, case.corpus, name)
        if close is None:
            missing.append(name)
        else:
            known.append(close)
    return known, missing


def _absent(row: Row, missing: Sequence[str]) -> Answer:
    reason = f"the file has no concept close to {', '.join(missing)}"
    return answer(row, [gone(row.key, "subjects", reason)])


# Mentions --------------------------------------------------------------------------------------


def mentioned(case: Case, row: Row) -> Answer:
    """Whether the named principles are those mentioned most, by document and by jurisdiction."""
    named, missing = _subjects(case, row)
    if missing:
        return _absent(row, missing)
    corpus, count = case.corpus, len(named)
    places = [corpus.principles.index(name) for name in named]
    rng = np.random.default_rng(SEED)
    size = len(corpus.keys)
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=case.bars.draws)
    drawn = np.vstack([np.ones(size), drawn])
    measures = []
    for family, weight in (("documents", np.ones(size)), ("jurisdictions", _one_voice(corpus))):
        if not weight.any():
            measures.append(gone(row.key, family, "the file names no jurisdiction"))
            continue
        shares = (drawn * weight) @ corpus.mentions / (drawn @ weight)[:, None]
        ranks = ranks_of(shares)
        order = np.argsort(-shares[0], kind="stable")
        for place in places:
            rank = float(ranks[0, place])
            rival = order[count] if rank <= count else order[count - 1]
            p = (
                sign_test(corpus.mentions[:, place], corpus.mentions[:, rival])
                if family == "documents"
                else tail(shares[:, place] - shares[:, rival])
            )
            measures.append(_ranked(case, row, family, place, int(rival), rank, ranks, p))
    fixed = corrected(measures)
    return answer(row, [_judged_rank(each, count, case.bars) for each in fixed])


def _ranked(
    case: Case, row: Row, family: str, place: int, rival: int, rank: float, ranks: Floats, p: float
) -> Measure:
    corpus = case.corpus
    low, high = (float(each) for each in np.quantile(ranks[1:, place], [0.05, 0.95]))
    outcome = Outcome(
        value=rank, low=min(low, rank), high=max(high, rank), null=0.0, null_high=0.0, p=p,
        n=len(corpus.keys),
    )  # fmt: skip
    name = f"{family}: {corpus.principles[place]}"
    said = "documents that mention it" if family == "documents" else (
        "the mean over jurisdictions of the share of their documents that mention it"
    )  # fmt: skip
    return Measure(
        name=name, family=family, p=p, n=int(corpus.mentions[:, place].sum()),
        finding=found(
            row.key, name, outcome, "", f"rank by {said}; tested against "
            f"{corpus.principles[rival]}; band: documents drawn anew", (corpus.fact,),
        ),
    )  # fmt: skip


def _judged_rank(measure: Measure, count: int, bars: Bars) -> Measure:
    if isinstance(measure.finding, Missing) or measure.p_corrected is None:
        return measure
    holds = float(measure.finding.value) <= count and measure.p_corrected < bars.level
    if not holds and measure.n < bars.least:
        return measure
    return replace(measure, verdict=Verdict.SUPPORTED if holds else Verdict.NOT_SUPPORTED)


def _one_voice(corpus: Corpus) -> Floats:
    """Weights that give each jurisdiction one voice; documents of none or several have none."""
    one = [next(iter(each)) if len(each) == 1 else "" for each in corpus.countries]
    counts = Counter(one)
    return np.array([1 / counts[each] if each else 0.0 for each in one])


# Contestation ----------------------------------------------------------------------------------


def disputed(case: Case, row: Row) -> Answer:
    """Whether documents part more on the named principles than on the others."""
    named, missing = _subjects(case, row)
    if missing:
        return _absent(row, missing)
    if case.taken is None:
        return answer(row, [gone(row.key, "dispersion", NO_EXCERPTS)])
    measures = [
        _contrasted(case, row, name, named, *table(case.taken, name, case.bars.least), sign=1.0)
        for name in case.taken.measures
    ]
    return answer(row, [_judged_contrast(each, 1.0, case.bars) for each in corrected(measures)])


def common_ground(case: Case, row: Row) -> Answer:
    """Whether the named principle is the one said most alike, and whether it is mentioned most."""
    named, missing = _subjects(case, row)
    if missing:
        return _absent(row, missing)
    counts = case.corpus.mentions.sum(axis=0)
    large = [at for at, count in enumerate(counts) if count >= case.bars.least]
    size = len(case.corpus.keys)
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=case.bars.draws)
    shares = np.vstack([np.ones(size), drawn]) @ case.corpus.mentions[:, large] / size
    names = tuple(case.corpus.principles[at] for at in large)
    measures = [_contrasted(case, row, "mentions", named, names, shares, sign=1.0)]
    signs = [1.0]
    for name in case.taken.measures if case.taken else ():
        if name.startswith("dispersion") or name in ("facets", "polarisation"):
            held = table(case.taken, name, case.bars.least) if case.taken else ((), shares)
            measures.append(_contrasted(case, row, name, named, *held, sign=-1.0))
            signs.append(-1.0)
    fixed = corrected(measures)
    return answer(
        row,
        [_judged_contrast(each, sign, case.bars) for each, sign in zip(fixed, signs, strict=True)],
    )


def _contrasted(
    case: Case, row: Row, name: str, named: Sequence[str], principles: Sequence[str],
    values: Floats, *, sign: float,
) -> Measure:  # fmt: skip
    lost = [each for each in named if each not in principles]
    if lost:
        return gone(row.key, name, f"too few documents speak of {', '.join(lost)} to compare it")
    outcome = contrast(sign * values, np.isin(principles, named))
    if outcome is None:
        return gone(row.key, name, "there is no other principle to compare with")
    turned = Outcome(
        value=sign * outcome.value, low=min(sign * outcome.low, sign * outcome.high),
        high=max(sign * outcome.low, sign * outcome.high), null=outcome.null,
        null_high=sign * outcome.null_high, p=outcome.p, n=outcome.n,
    )  # fmt: skip
    places = ranks_of(sign * values[:1])[0]
    held = ", ".join(f"{places[list(principles).index(each)]:g}" for each in named)
    return Measure(
        name=name, p=turned.p, n=turned.n, null=turned.null, null_high=turned.null_high,
        finding=replace(
            found(
                row.key, name, turned, "", "mean of the named principles less the mean of the "
                "others; band: documents drawn anew; null: every other choice of as many "
                "principles", (case.corpus.fact, *case.bars.facts[:2]),
            ),
            note=f"rank of the named among {len(principles)}, counted from the claimed end: {held}",
        ),
    )  # fmt: skip


def _judged_contrast(measure: Measure, sign: float, bars: Bars) -> Measure:
    number = measure.finding
    if isinstance(number, Missing) or number.low is None or number.high is None:
        return measure
    edge = number.low if sign > 0 else -number.high
    beyond = sign * float(number.value) > sign * (measure.null_high or 0.0)
    holds = edge > 0 and beyond and (measure.p_corrected or 1.0) < bars.level
    return replace(measure, verdict=Verdict.SUPPORTED if holds else Verdict.NOT_SUPPORTED)


def mention_dispute(case: Case, row: Row) -> Answer:
    """Whether principles mentioned more are disputed more, by rank correlation."""
    if case.taken is None:
        return answer(row, [gone(row.key, "dispersion", NO_EXCERPTS)])
    cells, draws = case.taken.cells, case.taken.draws
    said = np.zeros((len(cells.documents), len(cells.principles)))
    said[cells.document, cells.principle] = 1.0
    counts = draws.counts @ said
    measures = []
    for name in case.taken.measures:
        principles, values = table(case.taken, name, 2)
        held = counts[:, [cells.principles.index(each) for each in principles]]
        outcome = rank_correlation(held, values, rng=np.random.default_rng(SEED)) if len(
            principles
        ) else None  # fmt: skip
        if outcome is None:
            measures.append(gone(row.key, name, "too few principles can be compared"))
            continue
        measures.append(
            Measure(
                name=name, p=outcome.p, n=outcome.n, null=outcome.null,
                null_high=outcome.null_high,
                finding=found(
                    row.key, name, outcome, "", "Spearman's rank correlation over principles of "
                    "mentions and measure; band: documents drawn anew; null: principles shuffled",
                    (case.corpus.fact, *case.bars.facts[3:5]),
                ),
            )
        )  # fmt: skip
    return answer(row, [_judged_correlation(each, case.bars) for each in corrected(measures)])


def _judged_correlation(measure: Measure, bars: Bars) -> Measure:
    number = measure.finding
    if isinstance(number, Missing) or number.low is None:
        return measure
    if number.low > 0 and (measure.p_corrected or 1.0) < bars.level:
        return replace(measure, verdict=Verdict.SUPPORTED)
    if power_of_rank_correlation(bars.correlation, measure.n) < bars.power:
        return measure
    return replace(measure, verdict=Verdict.NOT_SUPPORTED)
