"""M2: how many different things documents say of a principle, at equal numbers of documents."""

from __future__ import annotations

import math

import numpy as np

from comity.norms.contestation.draws import Draws, estimate
from comity.norms.contestation.types import Cells, Estimates, Floats, Whole

FACETS = 60
RAREFIED = 12
_ROUNDS = 25


def facets_of(vectors: Floats, *, facets: int = FACETS, rng: np.random.Generator) -> Whole:
    """The facet of each cell: clusters of the whole corpus, by k-means on unit vectors.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Of the cells. [cosine]
    facets : int
        Clusters; fewer when there are fewer cells. [count]
    rng : numpy.random.Generator
        Chooses the first centres.

    Returns
    -------
    ndarray of int, shape (n,)
        From 0.

    References
    ----------
    .. [1] I. S. Dhillon and D. S. Modha, "Concept decompositions for large sparse text data using
           clustering," Machine Learning 42, pp. 143-175, 2001.
    .. [2] D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding,"
           SODA 2007.
    """
    size = np.linalg.norm(vectors, axis=1, keepdims=True)
    held = vectors / np.where(size > 0, size, 1.0)
    chosen = [int(rng.integers(len(held)))]
    far = np.maximum(1 - held @ held[chosen[0]], 0.0)
    for _ in range(min(facets, len(held)) - 1):
        if far.sum() <= 1e-9:
            break
        chosen.append(int(rng.choice(len(held), p=far / far.sum())))
        far = np.minimum(far, np.maximum(1 - held @ held[chosen[-1]], 0.0))
    centres, place = held[chosen], np.full(len(held), -1)
    for _ in range(_ROUNDS):
        moved = np.argmax(held @ centres.T, axis=1)
        if (moved == place).all():
            break
        place = moved
        sums = np.zeros_like(centres)
        np.add.at(sums, place, held)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 0, sums / np.where(length > 0, length, 1.0), centres)
    return np.asarray(place, dtype=np.int64)


def facet_entropy(
    cells: Cells, draws: Draws, facet: Whole, *, rarefied: int = RAREFIED
) -> Estimates:
    """Entropy of the facets of each principle, as if it had the same few documents.

    Parameters
    ----------
    cells : Cells
        What each document says of each principle.
    draws : Draws
        Documents drawn anew and labels shuffled.
    facet : ndarray of int, shape (clusterings, n)
        Facet of each cell, from `facets_of`; entropies are averaged over clusterings.
    rarefied : int
        Documents every principle is brought down to. [count]

    Returns
    -------
    dict of str to Estimate
        Expected Shannon entropy; a principle with fewer documents is left out. [bit]

    References
    ----------
    .. [1] S. H. Hurlbert, "The nonconcept of species diversity: a critique and alternative
           parameters," Ecology 52, pp. 577-586, 1971: rarefaction by the hypergeometric law.
    """
    kinds = [np.eye(int(each.max()) + 1)[each] for each in np.atleast_2d(facet)]
    found: Estimates = {}
    for place, name in enumerate(cells.principles):
        own = cells.of(place)
        if len(own) < rarefied:
            continue
        weight = draws.counts[:, cells.document[own]]
        values = [rarefied_entropy(weight @ each[own], rarefied) for each in kinds]
        null = np.concatenate(
            [
                np.mean(
                    [rarefied_entropy(_counted(each, rows), rarefied) for each in kinds], axis=0
                )
                for rows in draws.shuffled(cells, place)
            ]
        )
        made = estimate(np.mean(values, axis=0), null, n=len(own), sides=2)
        if made is not None:
            found[name] = made
    return found


def _counted(kinds: Floats, rows: Whole) -> Floats:
    """How many of each kind each row of cells holds, shape (rows, kinds)."""
    weight = np.zeros((len(rows), len(kinds)), dtype=np.float32)
    np.put_along_axis(weight, rows, 1.0, axis=1)
    return (weight @ kinds.astype(np.float32)).astype(np.float64)


def rarefied_entropy(counts: Floats, rarefied: int) -> Floats:
    """Expected Shannon entropy of a few taken from each row without replacement.

    Parameters
    ----------
    counts : ndarray, shape (rows, kinds)
        How many of each kind. [count]
    rarefied : int
        How many are taken. [count]

    Returns
    -------
    ndarray, shape (rows,)
        Not a number where a row has fewer. [bit]
    """
    held = np.rint(counts).astype(np.int64)
    totals = held.sum(axis=1)
    out = np.full(len(held), np.nan)
    for total in np.unique(totals[totals >= rarefied]):
        rows = totals == total
        out[rows] = _table(int(total), rarefied)[held[rows]].sum(axis=1)
    return out


def _table(total: int, taken: int) -> Floats:
    """What a kind of 0 to `total` members adds to the entropy of `taken` of them."""
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])

    def ways(from_: Whole, those: Whole) -> Floats:
        real = (those >= 0) & (those <= from_)
        safe = np.where(real, those, 0)
        log = factorial[from_] - factorial[safe] - factorial[np.maximum(from_ - safe, 0)]
        return np.asarray(np.where(real, log, -np.inf))

    members = np.arange(total + 1)[:, None]
    found = np.arange(1, taken + 1)[None, :]
    chance = np.exp(
        ways(members, np.broadcast_to(found, (total + 1, taken)))
        + ways(total - members, np.broadcast_to(taken - found, (total + 1, taken)))
        - (factorial[total] - factorial[taken] - factorial[total - taken])
    )
    share = np.arange(1, taken + 1) / taken
    return np.asarray(chance @ np.array([-s * math.log2(s) for s in share]))
