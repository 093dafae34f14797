"""Nearest provisions, exactly: tiles of one large product, of which little is looked at twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber
from comity.norms.scan import PAYS, Scan, scans

Vectors: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int64]

# Tile of the product: large enough for the matrix kernel, small enough to stay in cache after it.
_ROWS = 1024
_COLUMNS = 8192
_SAMPLE = 512
# With a compiled kernel the tile is read once, so it may be narrow: many queries, few columns.
_WIDE_ROWS = 4096
_NARROW = 768


def top_k(
    queries: Vectors,
    pool: Vectors,
    *,
    k: int = 10,
    query_groups: Indices | None = None,
    pool_groups: Indices | None = None,
) -> tuple[Vectors, Indices]:
    """The k most similar rows of a pool for each query, exactly.

    Parameters
    ----------
    queries : ndarray, shape (q, d)
        Unit vectors. [cosine]
    pool : ndarray, shape (n, d)
        Unit vectors. [cosine]
    k : int
        How many for each query. [count]
    query_groups, pool_groups : ndarray, shape (q,) and (n,), optional
        Instrument of each row; pairs within one instrument are left out. [index]

    Returns
    -------
    scores : ndarray, shape (q, k)
        Cosine similarity, highest first; minus infinity where fewer than k remain.
    indices : ndarray, shape (q, k)
        Rows of the pool; -1 where fewer than k remain. Equal scores stand in order of row.

    Raises
    ------
    InputError
        If the shapes do not fit, or k is less than one.
    NotANumber
        If a vector is not finite.

    Notes
    -----
    The product is taken tile by tile. Of each tile only those entries are touched again that
    exceed the k-th best so far of their row; after the first tiles there are few.
    """
    queries, pool = checked(queries), checked(pool)
    if k < 1 or queries.shape[1] != pool.shape[1]:
        raise InputError(
            f"Queries of {queries.shape[1]} dimensions do not fit a pool of {pool.shape[1]}, "
            f"or k = {k} is less than one."
        )
    if (query_groups is None) != (pool_groups is None):
        raise InputError("Groups are given for queries and pool, or for neither.")
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    indices = np.full((len(queries), k), -1, dtype=np.int64)
    kernels = scans() if len(queries) * len(pool) >= PAYS else None
    if kernels:
        _search(queries, pool, scores, indices, query_groups, pool_groups, kernels[0])
        return scores, indices
    tile = np.empty((_ROWS, _COLUMNS), dtype=np.float32)
    for row in range(0, len(queries), _ROWS):
        rows = slice(row, min(row + _ROWS, len(queries)))
        best = _Best(scores[rows], indices[rows])
        for start, stop in _column_starts(len(pool), k):
            product = tile[: rows.stop - row, : stop - start]
            np.matmul(queries[rows], pool[start:stop].T, out=product)
            if query_groups is None or pool_groups is None:
                _keep(product, start, best)
            else:
                _keep(product, start, best, query_groups[rows], pool_groups[start:stop])
    return scores, indices


def _search(
    queries: Vectors,
    pool: Vectors,
    scores: Vectors,
    indices: Indices,
    query_groups: Indices | None,
    pool_groups: Indices | None,
    keep: Scan,
) -> None:
    """`top_k` with a compiled kernel, in tiles that stay in the cache of a core."""
    apart = query_groups is None or pool_groups is None
    ours = np.zeros(len(queries), dtype=np.int64) if apart else np.asarray(query_groups)
    theirs = np.ones(len(pool), dtype=np.int64) if apart else np.asarray(pool_groups)
    bound = np.full(_WIDE_ROWS, -np.inf, dtype=np.float32)
    tile = np.empty(_WIDE_ROWS * _NARROW, dtype=np.float32)
    for row in range(0, len(queries), _WIDE_ROWS):
        rows = slice(row, min(row + _WIDE_ROWS, len(queries)))
        for start in range(0, len(pool), _NARROW):
            columns = slice(start, min(start + _NARROW, len(pool)))
            product = _tile(tile, rows, columns)
            np.matmul(queries[rows], pool[columns].T, out=product)
            keep(product, bound, start, scores[rows], indices[rows], ours[rows], theirs[columns])


def _tile(held: Vectors, rows: slice, columns: slice) -> Vectors:
    """A contiguous tile in memory that is used again."""
    shape = (rows.stop - rows.start, columns.stop - columns.start)
    return held[: shape[0] * shape[1]].reshape(shape)


def all_pairs(
    vectors: Vectors,
    *,
    k: int = 10,
    groups: Indices | None = None,
    part: tuple[int, int] = (0, 1),
) -> tuple[Vectors, Indices]:
    """The k most similar other rows for each row of a corpus, exactly, at half the product.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Unit vectors. [cosine]
    k : int
        How many for each row. [count]
    groups : ndarray, shape (n,), optional
        Instrument of each row; pairs within one instrument are left out. [index]
    part : (int, int)
        Which part of the product, of how many; `join_best` puts the parts together. [index]

    Returns
    -------
    scores : ndarray, shape (n, k)
        Cosine similarity, highest first; minus infinity where fewer than k remain.
    indices : ndarray, shape (n, k)
        Rows; -1 where fewer than k remain, never the row itself.

    Raises
    ------
    InputError
        If the vectors have no two axes, or k is less than one.
    NotANumber
        If a vector is not finite.

    Notes
    -----
    Likeness is symmetric: each tile above the diagonal serves its rows and its columns. The k-th
    best of a small sample of the corpus is the first bound, so that few entries are looked at.
    """
    vectors = checked(vectors)
    count = len(vectors)
    own = np.arange(count) if groups is None else np.asarray(groups)
    sample = np.linspace(0, count - 1, min(count, max(_SAMPLE, 4 * k))).astype(np.int64)
    first, _ = top_k(vectors, vectors[sample], k=k, query_groups=own, pool_groups=own[sample])
    bound = np.nextafter(first[:, -1], np.float32(-np.inf))
    best = _Best(
        np.full((count, k), -np.inf, dtype=np.float32), np.full((count, k), -1, dtype=np.int64)
    )
    kernels = scans() if count * count >= PAYS else None
    if kernels:
        _pairs_compiled(vectors, own, bound, best, part, kernels)
    else:
        _pairs(vectors, own, bound, best, part)
    return best.scores, best.indices


def join_best(parts: Sequence[tuple[Vectors, Indices]], *, k: int = 10) -> tuple[Vectors, Indices]:
    """The best of the whole from the best of each part of the product.

    Parameters
    ----------
    parts : sequence of (ndarray, ndarray), shapes (n, k)
        Scores and rows, as `all_pairs` gives them for each part. [cosine], [index]
    k : int
        How many for each row. [count]

    Returns
    -------
    scores, indices : ndarray, shape (n, k)
        What `all_pairs` gives for the whole, whatever the number of parts.
    """
    scores = np.concatenate([each for each, _ in parts], axis=1)
    indices = np.concatenate([each for _, each in parts], axis=1)
    order = np.lexsort((indices, -scores), axis=1)[:, :k]
    return np.take_along_axis(scores, order, axis=1), np.take_along_axis(indices, order, axis=1)


def _bands(count: int, height: int, part: tuple[int, int]) -> Iterator[slice]:
    """Bands of rows of one part; a band early in the corpus has more columns than a late one."""
    place, parts = part
    for number, row in enumerate(range(0, count, height)):
        turn = number % (2 * parts)
        if place in (turn, 2 * parts - 1 - turn):
            yield slice(row, min(row + height, count))


def _pairs(
    vectors: Vectors, own: Indices, bound: Vectors, best: _Best, part: tuple[int, int]
) -> None:
    count, scores, indices = len(vectors), best.scores, best.indices
    tile = np.empty((_ROWS, _COLUMNS), dtype=np.float32)
    for rows in _bands(count, _ROWS, part):
        row = rows.start
        for start in range(row, count, _COLUMNS):
            columns = slice(start, min(start + _COLUMNS, count))
            product = tile[: rows.stop - row, : columns.stop - start]
            np.matmul(vectors[rows], vectors[columns].T, out=product)
            across = _Best(scores[rows], indices[rows])
            _merge(
                product, np.maximum(across.scores[:, -1], bound[rows])[:, None], start, across,
                own[rows], own[columns],
            )  # fmt: skip
            # The block on the diagonal holds each of its pairs twice already.
            begin = max(start, rows.stop)
            if begin < columns.stop:
                right = slice(begin, columns.stop)
                down = _Best(scores[right], indices[right])
                _merge(
                    product[:, begin - start :], np.maximum(down.scores[:, -1], bound[right]), row,
                    down, own[right], own[rows], turned=True,
                )  # fmt: skip


def _pairs_compiled(
    vectors: Vectors,
    own: Indices,
    bound: Vectors,
    best: _Best,
    part: tuple[int, int],
    kernels: tuple[Scan, Scan],
) -> None:
    count, scores, indices = len(vectors), best.scores, best.indices
    across, down = kernels
    least = bound.copy()
    tile = np.empty(_WIDE_ROWS * _NARROW, dtype=np.float32)
    for rows in _bands(count, _WIDE_ROWS, part):
        for start in range(rows.start, count, _NARROW):
            columns = slice(start, min(start + _NARROW, count))
            product = _tile(tile, rows, columns)
            np.matmul(vectors[rows], vectors[columns].T, out=product)
            across(
                product, bound[rows], start, scores[rows], indices[rows], own[rows], own[columns]
            )
            begin = max(start, rows.stop)
            if begin < columns.stop:
                right = slice(begin, columns.stop)
                down(
                    product, begin - start, least[right], rows.start, scores[right],
                    indices[right], own[rows], own[right],
                )  # fmt: skip


def _column_starts(count: int, k: int) -> list[tuple[int, int]]:
    """Tiles of columns; the first is small, so that the thresholds rise early."""
    first = min(count, max(512, 4 * k))
    edges = [0, first, *range(first + _COLUMNS, count, _COLUMNS), count]
    pairs = itertools.pairwise(edges)
    return [(start, stop) for start, stop in pairs if stop > start]


def checked(vectors: Vectors) -> Vectors:
    """Vectors in the layout of the kernels, known to be finite.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Any vectors, also mapped from a file. [cosine]

    Returns
    -------
    ndarray, shape (n, d)
        The same, without a copy where none is needed. [cosine]

    Raises
    ------
    InputError
        If they do not have two axes.
    NotANumber
        If one is not finite.
    """
    if vectors.ndim != 2:
        raise InputError(f"Vectors have {vectors.ndim} axes; two are needed.")
    for at in range(0, len(vectors), _COLUMNS):
        if not np.isfinite(vectors[at : at + _COLUMNS]).all():
            raise NotANumber("A vector is not finite.")
    return np.ascontiguousarray(vectors, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Best:
    """The best so far of some rows: views, changed in place."""

    scores: Vectors
    indices: Indices


def _keep(
    product: Vectors,
    offset: int,
    best: _Best,
    row_groups: Indices | None = None,
    column_groups: Indices | None = None,
) -> None:
    """Merge a tile of scores into the best so far of its rows."""
    k = best.scores.shape[1]
    bound = best.scores[:, -1]
    if np.isneginf(bound).any():
        if row_groups is not None and column_groups is not None:
            product[row_groups[:, None] == column_groups[None, :]] = -np.inf
        if product.shape[1] > k:
            # Nothing to beat yet: the k-th of this tile, ties included.
            first = np.partition(product, -k, axis=1)[:, -k]
            bound = np.maximum(bound, np.nextafter(first, np.float32(-np.inf)))
    _merge(product, bound[:, None], offset, best, row_groups, column_groups)


def _merge(
    product: Vectors,
    bound: Vectors,
    offset: int,
    best: _Best,
    groups: Indices | None,
    other_groups: Indices | None,
    *,
    turned: bool = False,
) -> None:
    """Merge the entries of a tile above the bound into the best so far.

    Of its rows; of its columns, when it is turned.
    """
    survivors = np.flatnonzero(product > bound)
    if not survivors.size:
        return
    rows, columns = np.divmod(survivors, product.shape[1])
    found = product[rows, columns]
    if turned:
        rows, columns = columns, rows
        order = np.argsort(rows, kind="stable")
        rows, columns, found = rows[order], columns[order], found[order]
    if groups is not None and other_groups is not None:
        apart = groups[rows] != other_groups[columns]
        rows, columns, found = rows[apart], columns[apart], found[apart]
        if not rows.size:
            return
    scores, indices = best.scores, best.indices
    k = scores.shape[1]
    hit, start, count = np.unique(rows, return_index=True, return_counts=True)
    # One padded row of old and new candidates for each row that has any.
    width = int(count.max())
    place = np.arange(len(rows)) - np.repeat(start, count)
    held = np.full((len(hit), k + width), -np.inf, dtype=np.float32)
    where = np.full((len(hit), k + width), -1, dtype=np.int64)
    held[:, :k], where[:, :k] = scores[hit], indices[hit]
    line = np.repeat(np.arange(len(hit)), count)
    held[line, k + place], where[line, k + place] = found, columns + offset
    # Old candidates stand first, so a stable sort keeps the order of rows among equals.
    order = np.argsort(-held, axis=1, kind="stable")[:, :k]
    scores[hit] = np.take_along_axis(held, order, axis=1)
    indices[hit] = np.take_along_axis(where, order, axis=1)
