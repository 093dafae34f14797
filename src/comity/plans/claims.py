"""The famous claims about AI norms, each tested by a written rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from comity.errors import DamagedFacts, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Finding, Missing
from comity.plans.claim_actors import north_south, trait
from comity.plans.claim_case import Case
from comity.plans.claim_corpus import CRITERIA, Corpus, corpus_of, sides, south
from comity.plans.claim_measures import KINDS, Taken, finding, kind, measure, views_of
from comity.plans.claim_principles import common_ground, disputed, mention_dispute, mentioned
from comity.plans.claim_record import by_catalogue, share_of_south
from comity.plans.claim_types import Answer, Claims, Spoken, bars
from comity.plans.content import Interval, IntervalChart, Text, Verbatim
from comity.plans.coverage import by_instruments, scheme

TESTS: dict[str, Callable[[Case, Row], Answer]] = {
    "common_ground": common_ground,
    "disputed": disputed,
    "mention_dispute": mention_dispute,
    "mentioned": mentioned,
    "north_south": north_south,
    "trait": trait,
}
"""Test of a claim, by the code in its row."""


def claims(base: FactBase, *, only: Sequence[str] = ()) -> Claims:
    """Every claim judged by the embedded catalogue, and what it cannot tell.

    Parameters
    ----------
    base : FactBase
        Claims, instruments, codes and acts of joining.
    only : sequence of str
        Keys of claims; all when empty.

    Raises
    ------
    UnknownName
        If there is no such claim.
    """
    held = bars(base)
    known = scheme(base)
    counts = by_instruments(base)
    facts: dict[str, Finding | Missing] = {
        f"south_share.{name}": share_of_south(base, name) for name in CRITERIA
    }
    return Claims(
        evidence="catalogue",
        facts={
            "instruments": Finding(
                name="norms.instruments", value=float(len(known.coverage.instruments)),
                unit="instruments", no_band="full count", method="instruments of the catalogue",
                inputs=tuple(row.fact("reading") for row in known.texts.values()),
            ),
            **facts,
        },
        languages={}, encoders=(),
        answers=tuple(by_catalogue(base, row, held) for row in _asked(base, only)),
        principles=tuple(
            Spoken(name=name, documents=round(float(each.value)))
            for name, each in sorted(
                counts.items(), key=lambda one: (-float(one[1].value), one[0])
            )
        ),
        notes=(
            "The catalogue holds references, not texts: what a claim says of wording needs a FILE.",
        ),
    )  # fmt: skip


def claims_of(
    base: FactBase,
    data: bytes,
    dataset: str,
    *,
    only: Sequence[str] = (),
    encoders: Sequence[str] = (),
    draws: int = 0,
    step: Callable[[str], object] = lambda _: None,
) -> Claims:
    """Every claim tested on a data set.

    Parameters
    ----------
    base : FactBase
        Claims and groups of states.
    data : bytes
        The file as its publisher ships it.
    dataset : str
        ``agora``, ``oecd`` or ``waie``.
    only : sequence of str
        Keys of claims; all when empty.
    encoders : sequence of str
        Views of likeness, the main one first; the best at hand and spelling when empty.
    draws : int
        Draws of documents and shuffles of labels; that of the parameters when 0. [count]
    step : callable
        Told what is done next.

    Raises
    ------
    UnknownName
        If a claim, a data set or an encoder is not known.
    Unreadable
        If the file is not what the data set ships.
    """
    asked = _asked(base, only)
    step("reading the file")
    corpus = corpus_of(base, data, dataset)
    return claims_of_corpus(base, corpus, asked, encoders=encoders, draws=draws, step=step)


def claims_of_corpus(
    base: FactBase,
    corpus: Corpus,
    asked: Sequence[Row],
    *,
    encoders: Sequence[str] = (),
    draws: int = 0,
    step: Callable[[str], object] = lambda _: None,
) -> Claims:
    """The same on a corpus that was read already."""
    held = bars(base)
    views = views_of(corpus.languages, encoders) if corpus.members.any() else ()
    taken = measure(corpus, views=views, draws=draws or held.draws, step=step)
    case = Case(base=base, corpus=corpus, taken=taken, bars=held)
    step("claims")
    return Claims(
        evidence=corpus.dataset,
        facts=_facts(base, corpus),
        languages=corpus.language_shares(),
        encoders=views,
        answers=tuple(_test(row)(case, row) for row in asked),
        principles=_spoken(corpus, taken),
        notes=_notes(corpus),
    )


def _asked(base: FactBase, only: Sequence[str]) -> list[Row]:
    rows = {row.key: row for row in base.rows("claims")}
    for name in only:
        if name not in rows:
            raise UnknownName("claim", name, rows, near=sorted(rows))
    return [row for key, row in rows.items() if not only or key in only]


def _test(row: Row) -> Callable[[Case, Row], Answer]:
    if row.text("test") not in TESTS:
        near = UnknownName("test", row.text("test"), TESTS)
        raise DamagedFacts(f"claims, row {row.key}, column 'test': {near}")
    return TESTS[row.text("test")]


def _facts(base: FactBase, corpus: Corpus) -> dict[str, Finding | Missing]:
    def count(name: str, value: float) -> Finding:
        return Finding(
            name=f"norms.corpus.{name}", value=value, unit=name, no_band="full count",
            method=f"{name} of the file", inputs=(corpus.fact,),
        )  # fmt: skip

    found: dict[str, Finding | Missing] = {
        "documents": count("documents", float(len(corpus.keys))),
        "excerpts": count("excerpts", float(len(corpus.texts))),
    }
    for name, rule in CRITERIA.items():
        side = sides(corpus, base, name)
        if not (side >= 0).any():
            found[f"south_share.{name}"] = Missing(
                name="norms.south_share", subject=name,
                reason="the file does not say from which states its documents come",
            )  # fmt: skip
            continue
        found[f"south_share.{name}"] = Finding(
            name=f"norms.south_share.{name}", value=100.0 * float(np.mean(side == 1)), unit="%",
            no_band="full count", method=f"documents from the South alone: {rule}",
            inputs=(corpus.fact, south(base, name)[2]),
        )  # fmt: skip
    return found


def _spoken(corpus: Corpus, taken: Taken | None) -> tuple[Spoken, ...]:
    counts = corpus.mentions.sum(axis=0)
    return tuple(
        Spoken(
            name=name, documents=int(counts[at]),
            measures={
                each: finding(each, name, held[name], corpus)
                for each, held in (taken.measures.items() if taken else ())
                if name in held
            },
        )
        for at, name in enumerate(corpus.principles)
    )  # fmt: skip


def _notes(corpus: Corpus) -> tuple[str, ...]:
    shares = corpus.language_shares()
    main = next(iter(shares), "")
    notes = [
        f"Concepts and excerpts are those of {corpus.layout.title}, terms {corpus.layout.licence}.",
        "Stance is told by lists of modal words, without syntax.",
    ]
    if shares.get(main, 0.0) > 0.99:
        notes.append(f"Excerpts are in one language ({main}); other drafting cultures are unseen.")
    years = sorted(each.year for each in corpus.records if each.year.isdigit())
    if years:
        notes.append(f"Documents are of {years[0]} to {years[-1]}.")
    if not corpus.texts:
        notes.append("The file has no excerpts; only mentions are tested.")
    return tuple(notes)


def chart(found: Claims) -> IntervalChart | None:
    """Dispersion of each principle with its band, most mentioned first; None without excerpts."""
    name = f"dispersion.{found.encoders[0]}" if found.encoders else ""
    rows = [each for each in found.principles if name in each.measures]
    if not rows:
        return None
    return IntervalChart(
        title=Text("How far documents part on each principle"),
        subtitle=Text(
            "Mean distance between documents over that between excerpts of other principles, "
            "most mentioned first"
        ),
        caption=Text("Bands: documents drawn anew. Near one, documents share no definition."),
        rows=tuple(
            Interval(
                label=Verbatim(each.name),
                condition=Text(
                    "{count} documents", count=_documents(each, found), plural="{count} documents"
                ),
                number=each.measures[name],
            )
            for each in rows
        ),
        unit=KINDS[kind(name)][0],
    )


def _documents(spoken: Spoken, found: Claims) -> Finding:
    held = found.facts["documents"]
    return Finding(
        name=f"norms.mentions.{spoken.name}", value=float(spoken.documents), unit="documents",
        no_band="full count", method="documents that mention the principle",
        inputs=(held,),
    )  # fmt: skip
