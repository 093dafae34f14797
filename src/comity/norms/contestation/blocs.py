"""M3: how much of what is said of a principle follows from who says it."""

from __future__ import annotations

import numpy as np

from comity.norms.contestation.draws import Draws, estimate
from comity.norms.contestation.types import Cells, Estimates, Floats, Whole

LEAST = 5
_NOTHING = 1e-9


def between_blocs(
    cells: Cells, draws: Draws, blocs: Whole, *, least: int = LEAST, rng: np.random.Generator
) -> Estimates:
    """Omega-squared of blocs for each principle, against blocs shuffled among its documents.

    Parameters
    ----------
    cells : Cells
        What each document says of each principle.
    draws : Draws
        Documents drawn anew; as many shuffles are made as it holds.
    blocs : ndarray of int, shape (documents,)
        Bloc of each document; -1 for none.
    least : int
        Documents a bloc must have on the principle to count. [count]
    rng : numpy.random.Generator
        Shuffles the blocs.

    Returns
    -------
    dict of str to Estimate
        Share of variance between blocs, below zero when chance alone would give more; principles
        with fewer than two blocs are left out. [share]

    References
    ----------
    .. [1] W. L. Hays, Statistics for Psychologists, 1963: omega-squared.
    .. [2] M. J. Anderson, "A new method for non-parametric multivariate analysis of variance,"
           Austral Ecology 26, pp. 32-46, 2001: permutation of labels on distances.
    .. [3] M. B. Brown and A. B. Forsythe, "The small sample behavior of some statistics which test
           the equality of several means," Technometrics 16, pp. 129-132, 1974: variances of each
           bloc, so that a more various bloc is not taken for a different one.
    """
    found: Estimates = {}
    shuffles = len(draws.shuffles[0]) if draws.shuffles else 0
    for place, name in enumerate(cells.principles):
        own = cells.of(place)
        label = blocs[cells.document[own]]
        large = [each for each in np.unique(label[label >= 0]) if (label == each).sum() >= least]
        if len(large) < 2:
            continue
        own = own[np.isin(label, large)]
        label = np.searchsorted(np.array(large), blocs[cells.document[own]])
        held = compact(cells.vectors[own])
        weight = draws.counts[:, cells.document[own]]
        labels = rng.permuted(np.tile(label, (shuffles, 1)), axis=1)
        made = estimate(
            omega_squared(held, label[None, :], weight),
            omega_squared(held, labels, np.ones((1, len(own)))),
            n=len(own), sides=1,
        )  # fmt: skip
        if made is not None:
            found[name] = made
    return found


def compact(vectors: Floats) -> Floats:
    """The same vectors in as few dimensions as they span; no distance changes.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Any vectors. [-]

    Returns
    -------
    ndarray, shape (n, min(n, d))
        Their coordinates on an orthonormal basis. [-]
    """
    if len(vectors) >= vectors.shape[1]:
        return vectors
    return np.asarray(np.transpose(np.linalg.qr(vectors.T, mode="r")), dtype=np.float64)


def omega_squared(vectors: Floats, labels: Whole, weight: Floats) -> Floats:
    """Share of the variance of vectors that lies between groups, free of what chance adds.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        One a document. [cosine]
    labels : ndarray of int, shape (rows or 1, n)
        Group of each, from 0.
    weight : ndarray, shape (rows or 1, n)
        How often each document is drawn; a document drawn twice is no pair. [count]

    Returns
    -------
    ndarray, shape (rows,)
        Not a number where a group has fewer than two documents, or nothing varies. [share]

    Notes
    -----
    Numerator: sum of p_g s_gg less sum of p_g p_h s_gh, with s_gh the mean product over pairs of
    different documents; denominator: mean square less the same second sum. With equal variances
    this is Hays' omega-squared.
    """
    groups = int(labels.max()) + 1
    square = np.einsum("nd,nd->n", vectors, vectors)
    sums, sizes, inner = [], [], []
    for each in range(groups):
        held = weight * (labels == each)
        size, twice = held.sum(axis=1), (held**2).sum(axis=1)
        total = held @ vectors
        pairs = size**2 - twice
        real = pairs > _NOTHING
        own = np.einsum("rd,rd->r", total, total) - held**2 @ square
        inner.append(np.where(real, own / np.where(real, pairs, 1.0), np.nan))
        sums.append(total / np.where(size > 0, size, 1.0)[:, None])
        sizes.append(size)
    share = np.stack(sizes) / np.sum(sizes, axis=0)
    within = np.stack(inner)
    mean = np.einsum("gr,grd->rd", share, np.stack(sums))
    # The mean's square, its own pairs replaced by pairs of different documents.
    own = np.einsum("grd,grd->gr", np.stack(sums), np.stack(sums))
    middle = np.einsum("rd,rd->r", mean, mean) + (share**2 * (within - own)).sum(axis=0)
    between = (share * within).sum(axis=0) - middle
    total = (weight @ square) / weight.sum(axis=1) - middle
    real = total > _NOTHING
    return np.asarray(np.where(real, between / np.where(real, total, 1.0), np.nan))


def power_to_find(
    vectors: Floats,
    sizes: tuple[int, ...],
    shift: float,
    *,
    rng: np.random.Generator,
    repeats: int = 200,
    shuffles: int = 199,
    level: float = 0.05,
) -> float:
    """How often a planted difference between blocs is found in documents like these.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Documents to draw from, which give the noise. [cosine]
    sizes : tuple of int
        Documents of each bloc. [count]
    shift : float
        Omega-squared of the planted difference; 0 gives the rate of false findings. [share]
    rng : numpy.random.Generator
        Draws documents, directions and shuffles.
    repeats, shuffles : int
        Samples planted, and shuffles to test each. [count]
    level : float
        A p-value at or below it is a finding. [probability]

    Returns
    -------
    float
        Share of samples with a finding. [probability]

    Notes
    -----
    Blocs move along random directions, by as much as makes the variance between them the share
    `shift` of the whole. Noise is drawn without replacement while documents last.
    """
    label = np.repeat(np.arange(len(sizes)), sizes)
    count, share = len(label), np.array(sizes) / sum(sizes)
    found = 0
    for _ in range(repeats):
        drawn = vectors[rng.choice(len(vectors), size=count, replace=count > len(vectors))]
        noise = float(((drawn - drawn.mean(axis=0)) ** 2).sum() / max(count - 1, 1))
        moves = rng.standard_normal((len(sizes), vectors.shape[1]))
        moves -= share @ moves
        size = float(share @ (moves**2).sum(axis=1))
        wanted = shift / (1 - shift) * noise
        held = compact(drawn + (moves * np.sqrt(wanted / size))[label])
        labels = rng.permuted(np.tile(label, (shuffles, 1)), axis=1)
        value = omega_squared(held, label[None, :], np.ones((1, count)))[0]
        null = omega_squared(held, labels, np.ones((1, count)))
        found += (1 + int((null >= value).sum())) / (1 + shuffles) <= level
    return found / repeats
