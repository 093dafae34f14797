"""Excerpts become cells: length taken out of their vectors, one voice for each document."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber
from comity.norms.contestation.types import Cells, Floats, Names, Whole

BINS = 8


def length_free(vectors: NDArray[np.floating], lengths: Whole) -> Floats:
    """Unit vectors without what the length of their text explains.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Vectors of one encoder, centred for each language. [cosine]
    lengths : ndarray of int, shape (n,)
        Length of each text. [characters]

    Returns
    -------
    ndarray, shape (n, d)
        Residuals of an ordinary least-squares regression of every dimension on the logarithm of
        length and its square, made unit vectors; a residual of nothing stays zero. [cosine]

    Raises
    ------
    InputError
        If there is not one length a vector.
    NotANumber
        If a vector is not finite.
    """
    if len(lengths) != len(vectors):
        raise InputError(f"{len(lengths)} lengths are given for {len(vectors)} vectors.")
    held = np.asarray(vectors, dtype=np.float64)
    if not np.isfinite(held).all():
        raise NotANumber("A vector of an excerpt is not finite.")
    log = np.log(np.maximum(np.asarray(lengths, dtype=np.float64), 1.0))
    log = log - log.mean() if len(log) else log
    design = np.column_stack([np.ones_like(log), log, log**2])
    fitted, *_ = np.linalg.lstsq(design, held, rcond=1e-10)
    left = held - design @ fitted
    size = np.linalg.norm(left, axis=1, keepdims=True)
    return np.asarray(np.where(size > 1e-9, left / np.maximum(size, 1e-9), 0.0), dtype=np.float64)


def cells_of(
    vectors: NDArray[np.floating],
    lengths: Whole,
    stance: Whole,
    *,
    documents: Names,
    members: NDArray[np.bool_],
    principles: Names,
    bins: int = BINS,
) -> Cells:
    """One cell for each document and principle it speaks of.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        One row an excerpt, as an encoder gives them after centring. [cosine]
    lengths : ndarray of int, shape (n,)
        Length of each excerpt. [characters]
    stance : ndarray of int, shape (n,)
        Place in `STANCES` of each excerpt; -1 where it is not known.
    documents : sequence of str
        Document of each excerpt.
    members : ndarray of bool, shape (n, principles)
        Which principles each excerpt speaks of.
    principles : sequence of str
        Names of the columns.
    bins : int
        Classes of length, each with as many cells. [count]

    Returns
    -------
    Cells
        In the order of the names of documents, whatever the order of the excerpts.

    Raises
    ------
    InputError
        If the lengths differ, or there is no excerpt.
    """
    sizes = {len(vectors), len(lengths), len(stance), len(documents), len(members)}
    if len(sizes) != 1 or members.shape[1:] != (len(principles),):
        raise InputError("There must be one length, stance, document and mask for each excerpt.")
    if not members.any():
        raise InputError("No excerpt speaks of a principle.")
    names, place = np.unique(np.asarray(documents, dtype=object), return_inverse=True)
    excerpt, principle = np.nonzero(members)
    keys, cell = np.unique(place[excerpt] * len(principles) + principle, return_inverse=True)
    count = np.bincount(cell).astype(np.float64)
    free = length_free(vectors, lengths)
    summed = np.zeros((len(keys), free.shape[1]))
    # Sorted first, so that sums do not depend on the order of the excerpts beyond rounding.
    np.add.at(summed, cell, free[excerpt])
    shares = np.zeros((len(keys), 4))
    told = np.asarray(stance)[excerpt] >= 0
    np.add.at(shares, (cell[told], np.asarray(stance)[excerpt][told]), 1.0)
    known = shares.sum(axis=1, keepdims=True)
    log = np.log(np.maximum(np.asarray(lengths, dtype=np.float64), 1.0))
    mean = np.bincount(cell, weights=log[excerpt]) / count
    return Cells(
        documents=tuple(str(each) for each in names),
        principles=tuple(principles),
        document=keys // len(principles),
        principle=keys % len(principles),
        vectors=summed / count[:, None],
        bin=length_bins(mean, bins),
        stance=np.where(known > 0, shares / np.where(known > 0, known, 1.0), np.nan),
    )


def length_bins(lengths: Floats, bins: int = BINS) -> Whole:
    """Classes of length with as many members each; equal lengths share a class.

    Parameters
    ----------
    lengths : ndarray, shape (n,)
        Any measure that grows with length. [log characters]
    bins : int
        Classes at the most. [count]

    Returns
    -------
    ndarray of int, shape (n,)
        From 0, without a gap.
    """
    cuts = np.unique(np.quantile(lengths, np.linspace(0, 1, bins + 1)[1:-1]))
    _, place = np.unique(np.searchsorted(cuts, lengths, side="left"), return_inverse=True)
    return np.asarray(place, dtype=np.int64)
