"""The measures of a corpus, taken once and shared by every claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import cast

import numpy as np

from comity.errors import UnknownName
from comity.facts.types import Finding
from comity.norms.contestation import (
    Cells,
    Draws,
    Estimate,
    Estimates,
    between_blocs,
    cells_of,
    dispersion,
    draw,
    facet_entropy,
    facets_of,
    hedge_ratio,
    polarisation,
    stances,
)
from comity.norms.contestation.blocs import compact
from comity.norms.contestation.types import Floats
from comity.norms.encoding import ENCODERS, Vectors, centre, encoder, fit_frames, installed, route
from comity.plans.claim_corpus import Corpus

CLUSTERINGS = 5
"""Clusterings the facets are averaged over, since each begins by chance."""

_WIDEST = 256
_ROUNDING = 1e-5

SEED = 20261123
"""Chance begins here, so that the same file gives the same answer."""

KINDS = {
    "dispersion": ("ratio", "mean cosine distance between documents on the principle, over that "
                   "between excerpts of other principles of like length, length regressed out"),
    "facets": ("bit", "expected entropy over clusters of the corpus of a few documents, equally "
               "many for each principle (Hurlbert 1971)"),
    "region": ("", "omega-squared of regions of the world (Hays 1963; Anderson 2001)"),
    "institution": ("", "omega-squared of kinds of institution (Hays 1963; Anderson 2001)"),
    "polarisation": ("", "twice the share of documents that must, times the share that is soft or "
                     "has no modal word"),
    "hedging": ("ratio", "documents that hedge over those expected at their lengths"),
}  # fmt: skip
"""Measure -> unit and rule."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """What was measured on a corpus.

    Attributes
    ----------
    cells : Cells
        In the main view.
    draws : Draws
        Shared by every measure.
    mentions : ndarray of bool, shape (cells' documents, principles)
        In the order of the cells.
    measures : mapping of str to Estimates
        ``dispersion.muse``, ``facets``, ``region``, ``institution``, ``polarisation``, ``hedging``.
    views : tuple of str
        Encoders, the main one first.
    """

    cells: Cells
    draws: Draws
    measures: Mapping[str, Estimates]
    views: tuple[str, ...]


def views_of(languages: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """Encoders to use: those asked for, or the best at hand and spelling as a second view.

    Raises
    ------
    UnknownName
        If there is no such encoder.
    """
    for name in asked:
        if name not in ENCODERS:
            raise UnknownName("encoder", name, ENCODERS, near=sorted(ENCODERS))
    if asked:
        return tuple(dict.fromkeys(asked))
    best = route(languages, installed()).encoder
    return tuple(dict.fromkeys((best, "ngrams")))


def measure(
    corpus: Corpus,
    *,
    views: Sequence[str],
    draws: int,
    step: Callable[[str], object] = lambda _: None,
) -> Taken | None:
    """Every measure of contestation on a corpus; None where its excerpts bear no principle.

    Parameters
    ----------
    corpus : Corpus
        Excerpts with their principles.
    views : sequence of str
        Encoders, the main one first.
    draws : int
        Draws of documents and shuffles of labels. [count]
    step : callable
        Told what is done next.
    """
    if not corpus.members.any():
        return None
    with _one_thread():
        return _measured(corpus, views, draws, step)


def _one_thread() -> AbstractContextManager[object]:
    """Small products are faster on one thread, much so where others work on the machine."""
    try:
        from threadpoolctl import (  # type: ignore[import-untyped]
            threadpool_limits,
        )
    except ImportError:
        return nullcontext()
    return cast("AbstractContextManager[object]", threadpool_limits(1))


def _measured(
    corpus: Corpus, views: Sequence[str], draws: int, step: Callable[[str], object]
) -> Taken:
    rng = np.random.default_rng(SEED)
    lengths = np.array([len(text) for text in corpus.texts])
    stance = stances(corpus.texts, corpus.languages)

    def cells(view: str) -> Cells:
        step(f"reading with {view}")
        vectors = encoder(view).encode(corpus.texts)
        # Centred, not whitened: whitening changes the distances that are measured.
        frames = fit_frames(vectors, corpus.languages, whitening=0.0)
        means = np.stack([frames[code].mean for code in corpus.languages])
        moved = centre(vectors, corpus.languages, frames)
        # What differs from its mean by rounding alone has no direction.
        moved[np.linalg.norm(vectors - means, axis=1) < _ROUNDING] = 0.0
        moved = _narrow(moved)
        return cells_of(
            moved, lengths, stance, documents=corpus.owners,
            members=corpus.members, principles=corpus.principles,
        )  # fmt: skip

    main = cells(views[0])
    drawn = draw(main, bootstraps=draws, shuffles=draws, rng=rng)
    step("dispersion")
    found: dict[str, Estimates] = {f"dispersion.{views[0]}": dispersion(main, drawn)}
    for view in views[1:]:
        found[f"dispersion.{view}"] = dispersion(cells(view), drawn)
    step("facets and blocs")
    facets = np.stack([facets_of(main.vectors, rng=rng) for _ in range(CLUSTERINGS)])
    found["facets"] = facet_entropy(main, drawn, facets)
    place = {key: at for at, key in enumerate(corpus.keys)}
    rows = [place[key] for key in main.documents]
    for name in ("region", "institution"):
        if column := getattr(corpus.layout, name):
            blocs = corpus.bloc(column)[rows]
            found[name] = between_blocs(main, drawn, blocs, rng=rng)
    step("stance")
    found |= {"polarisation": polarisation(main, drawn), "hedging": hedge_ratio(main, drawn)}
    return Taken(cells=main, draws=drawn, measures=found, views=tuple(views))


def _narrow(vectors: Vectors) -> Vectors:
    """Vectors of very many dimensions on their principal axes, by random projections.

    Latent semantic analysis (Deerwester et al. 1990); Halko, Martinsson and Tropp 2011.
    """
    count, dimension = vectors.shape
    if dimension <= 2 * _WIDEST:
        return vectors
    if count <= 2 * _WIDEST:
        return np.asarray(compact(vectors.astype(np.float64)), dtype=np.float32)
    held = vectors - vectors.mean(axis=0)
    start = np.random.default_rng(SEED).standard_normal((dimension, _WIDEST + 16))
    basis = np.linalg.qr(held @ start.astype(np.float32))[0]
    for _ in range(2):
        basis = np.linalg.qr(held @ (held.T @ basis))[0]
    _, _, axes = np.linalg.svd(basis.T @ held, full_matrices=False)
    return np.asarray(held @ axes[:_WIDEST].T, dtype=np.float32)


def kind(name: str) -> str:
    """The measure without its view: ``dispersion`` of ``dispersion.muse``."""
    return name.partition(".")[0]


def finding(name: str, principle: str, found: Estimate, corpus: Corpus) -> Finding:
    """A measure of a principle as a finding that rests on the file."""
    unit, method = KINDS[kind(name)]
    return Finding(
        name=f"norms.{name}.{principle}", value=found.value, unit=unit, low=found.low,
        high=found.high, inputs=(corpus.fact,),
        method=f"{method}; band: documents drawn anew (Efron and Tibshirani 1993)",
    )  # fmt: skip


def table(taken: Taken, name: str, least: int) -> tuple[tuple[str, ...], Floats]:
    """Principles with enough documents, and a measure of each: the sample, then every draw."""
    held = {principle: each for principle, each in taken.measures[name].items() if each.n >= least}
    if not held:
        return (), np.zeros((1, 0))
    return tuple(held), np.array([[each.value, *each.draws] for each in held.values()]).T
