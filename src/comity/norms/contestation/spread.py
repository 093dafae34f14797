"""M1: how far apart documents define one principle, against excerpts of like length."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from comity.norms.contestation.draws import Draws, estimate
from comity.norms.contestation.types import Cells, Estimates, Floats, Whole

_Pairs: TypeAlias = list[tuple[Whole, Whole, Floats]]

_LEAST = 2
_NOTHING = 1e-9


def dispersion(cells: Cells, draws: Draws) -> Estimates:
    """Dispersion ratio of each principle: 1 when documents share no more than any two excerpts.

    Parameters
    ----------
    cells : Cells
        What each document says of each principle.
    draws : Draws
        Documents drawn anew and labels shuffled.

    Returns
    -------
    dict of str to Estimate
        Mean cosine distance between two documents on the principle, over the same between
        excerpts of other principles with the same lengths. A principle of one document, or in a
        corpus without any distance, is left out. [ratio]

    Notes
    -----
    Only pairs of different documents count, and a document drawn twice is no pair. The mean over
    matched excerpts is exact: each cell of another principle in class of length b weighs n_b / N_b,
    n_b cells of the principle, N_b of the others. Shuffled labels draw cells within classes.

    References
    ----------
    .. [1] M. J. Anderson, K. E. Ellingsen and B. H. McArdle, "Multivariate dispersion as a measure
           of beta diversity," Ecology Letters 9, pp. 683-693, 2006: mean distance as a measure, and
           null models for what remains when richness differs.
    """
    others, pairs = _Others(cells, draws), _companions(cells)
    found: Estimates = {}
    for place, name in enumerate(cells.principles):
        own = cells.of(place)
        if len(own) < _LEAST or not _square(cells.vectors[own]).any():
            continue
        base = others.distance(own)
        near = _own(cells, own, draws.counts)
        ratio = np.where(base > _NOTHING, near / np.where(base > _NOTHING, base, 1.0), np.nan)
        if not np.isfinite(ratio[0]):
            continue
        null = np.concatenate([_drawn(cells, each, pairs) for each in draws.shuffled(cells, place)])
        made = estimate(ratio, null / base[0], n=len(own), sides=2)
        if made is not None:
            found[name] = made
    return found


def _own(cells: Cells, own: Whole, counts: Floats) -> Floats:
    """Mean distance between documents of a principle, in each draw."""
    weight, vectors = counts[:, cells.document[own]], cells.vectors[own]
    return _distance(
        _square(weight @ vectors), weight**2 @ _square(vectors),
        weight.sum(axis=1) ** 2, (weight**2).sum(axis=1),
    )  # fmt: skip


def _distance(total: Floats, same: Floats, weight: Floats, own: Floats) -> Floats:
    """One less the mean cosine over pairs of different documents."""
    pairs = weight - own
    real = pairs > _NOTHING
    return np.asarray(np.where(real, 1 - (total - same) / np.where(real, pairs, 1.0), np.nan))


def _square(vectors: Floats) -> Floats:
    return np.asarray(np.einsum("...d,...d->...", vectors, vectors), dtype=np.float64)


def _drawn(cells: Cells, rows: Whole, pairs: _Pairs) -> Floats:
    """Mean distance between documents among drawn cells, shape (shuffles,)."""
    weight = np.zeros((len(rows), len(cells.principle)), dtype=np.float32)
    np.put_along_axis(weight, rows, 1.0, axis=1)
    total = _square((weight @ cells.vectors.astype(np.float32)).astype(np.float64))
    # Cells stand in the order of documents: what a document adds by itself is taken out.
    starts = np.flatnonzero(np.diff(cells.document, prepend=-1))
    times = np.add.reduceat(weight, starts, axis=1).astype(np.float64)
    same = (weight @ _square(cells.vectors)).astype(np.float64)
    for first, second, cosine in pairs:
        same += 2 * (weight[:, first] * weight[:, second]) @ cosine
    return _distance(total, same, np.full(len(rows), float(rows.shape[1]) ** 2), _square(times))


def _companions(cells: Cells) -> _Pairs:
    """Pairs of cells of one document with their cosine, by how far apart they stand."""
    found: _Pairs = []
    apart = 1
    while True:
        first = np.flatnonzero(cells.document[:-apart] == cells.document[apart:])
        if not len(first):
            return found
        cosine = np.einsum("ij,ij->i", cells.vectors[first], cells.vectors[first + apart])
        found.append((first, first + apart, cosine))
        apart += 1


class _Others:
    """Sums over documents and classes of length, from which each principle takes its own away."""

    def __init__(self, cells: Cells, draws: Draws) -> None:
        self.cells, self.counts = cells, draws.counts
        shape = (len(cells.documents), cells.bins)
        self.sums = np.zeros((*shape, cells.vectors.shape[1]))
        np.add.at(self.sums, (cells.document, cells.bin), cells.vectors)
        self.number = np.zeros(shape)
        np.add.at(self.number, (cells.document, cells.bin), 1.0)
        self.inner = np.einsum("dbk,dck->dbc", self.sums, self.sums)
        flat = self.sums.reshape(shape[0], -1)
        self.drawn = (self.counts @ flat).reshape(len(self.counts), *self.sums.shape[1:])

    def distance(self, own: Whole) -> Floats:
        """Mean distance between matched excerpts of other principles, in each draw."""
        cells, counts = self.cells, self.counts
        documents, bins = cells.document[own], cells.bin[own]
        inner, number = self.inner.copy(), self.number.copy()
        left = self.sums[documents]
        left[np.arange(len(own)), bins] -= cells.vectors[own]
        inner[documents] = np.einsum("dbk,dck->dbc", left, left)
        number[documents, bins] -= 1.0
        mine = np.zeros((len(counts), cells.bins))
        sums = self.drawn.copy()
        for each in range(cells.bins):
            here = own[bins == each]
            weight = counts[:, cells.document[here]]
            mine[:, each] = weight.sum(axis=1)
            sums[:, each] -= weight @ cells.vectors[here]
        there = counts @ number
        share = np.where(there > 0, mine / np.where(there > 0, there, 1.0), 0.0)
        total = _square(np.einsum("rb,rbk->rk", share, sums))
        twice = (share[:, :, None] * share[:, None, :]).reshape(len(counts), -1)
        same = ((counts**2 @ inner.reshape(len(inner), -1)) * twice).sum(axis=1)
        pairs = np.einsum("db,dc->dbc", number, number).reshape(len(number), -1)
        alone = ((counts**2 @ pairs) * twice).sum(axis=1)
        return _distance(total, same, (share * there).sum(axis=1) ** 2, alone)
