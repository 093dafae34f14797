"""Where instruments say the same: exact nearest provisions, borrowed text, translations."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber

Vectors: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int64]

# Tile of the product: large enough for the matrix kernel, small enough to stay in cache after it.
_ROWS = 1024
_COLUMNS = 8192
_SAMPLE = 512


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
    queries, pool = _checked(queries), _checked(pool)
    if k < 1 or queries.shape[1] != pool.shape[1]:
        raise InputError(
            f"Queries of {queries.shape[1]} dimensions do not fit a pool of {pool.shape[1]}, "
            f"or k = {k} is less than one."
        )
    if (query_groups is None) != (pool_groups is None):
        raise InputError("Groups are given for queries and pool, or for neither.")
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    indices = np.full((len(queries), k), -1, dtype=np.int64)
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


def all_pairs(
    vectors: Vectors, *, k: int = 10, groups: Indices | None = None
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
    vectors = _checked(vectors)
    count = len(vectors)
    own = np.arange(count) if groups is None else np.asarray(groups)
    sample = np.linspace(0, count - 1, min(count, max(_SAMPLE, 4 * k))).astype(np.int64)
    first, _ = top_k(vectors, vectors[sample], k=k, query_groups=own, pool_groups=own[sample])
    bound = np.nextafter(first[:, -1], np.float32(-np.inf))
    scores = np.full((count, k), -np.inf, dtype=np.float32)
    indices = np.full((count, k), -1, dtype=np.int64)
    tile = np.empty((_ROWS, _COLUMNS), dtype=np.float32)
    for row in range(0, count, _ROWS):
        rows = slice(row, min(row + _ROWS, count))
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
    return scores, indices


def _column_starts(count: int, k: int) -> list[tuple[int, int]]:
    """Tiles of columns; the first is small, so that the thresholds rise early."""
    first = min(count, max(512, 4 * k))
    edges = [0, first, *range(first + _COLUMNS, count, _COLUMNS), count]
    pairs = itertools.pairwise(edges)
    return [(start, stop) for start, stop in pairs if stop > start]


def _checked(vectors: Vectors) -> Vectors:
    if vectors.ndim != 2:
        raise InputError(f"Vectors have {vectors.ndim} axes; two are needed.")
    if not np.isfinite(vectors).all():
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowing:
    """Two texts that share a run of words.

    Attributes
    ----------
    first, second : int
        Places of the texts, the smaller first.
    share : float
        Share of the rare word groups of the shorter text that the other has.
    first_span, second_span : tuple of int
        Offsets of the longest common run in each text. [characters]
    """

    first: int
    second: int
    share: float
    first_span: tuple[int, int]
    second_span: tuple[int, int]


_WORD = re.compile(r"[一-鿿぀-ヿ]|[^\W_]+")


def borrowed(
    texts: Sequence[str],
    groups: Sequence[int],
    *,
    words: int = 4,
    least_share: float = 0.3,
    common: int = 8,
) -> tuple[Borrowing, ...]:
    """Pairs of texts of different instruments that share their words, not their formulas.

    Parameters
    ----------
    texts : sequence of str
        Provisions.
    groups : sequence of int
        Instrument of each provision.
    words : int
        Length of the word groups compared. [words]
    least_share : float
        Least share of the shorter text's rare word groups found in the other. [share]
    common : int
        A word group found in more instruments than this is a formula of drafting, and is not
        counted. [instruments]

    Returns
    -------
    tuple of Borrowing
        Largest share first.

    Notes
    -----
    An inverted index of word groups; the reference prototype found planted copies with 10, 30
    and 50 % of words edited at rank one in 0.97, 0.96 and 0.84 of cases.
    """
    grams = [_grams(text, words) for text in texts]
    where: dict[str, list[int]] = defaultdict(list)
    for place, held in enumerate(grams):
        for gram in held:
            where[gram].append(place)
    rare = {
        gram: places
        for gram, places in where.items()
        if len(places) > 1 and len({groups[place] for place in places}) <= common
    }
    formulas = {
        gram for gram, places in where.items() if len({groups[place] for place in places}) > common
    }
    counted = [len(held.keys() - formulas) for held in grams]
    shared: Counter[tuple[int, int]] = Counter()
    for places in rare.values():
        for at, first in enumerate(places):
            for second in places[at + 1 :]:
                if groups[first] != groups[second]:
                    shared[first, second] += 1
    found = []
    for (first, second), count in shared.items():
        share = count / min(counted[first], counted[second])
        if share >= least_share:
            spans = _longest_run(texts[first], texts[second])
            found.append(
                Borrowing(first=first, second=second, share=share, first_span=spans[0],
                          second_span=spans[1])
            )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.share, each.first, each.second)))


def _grams(text: str, words: int) -> dict[str, None]:
    tokens = [each.casefold() for each in _WORD.findall(text)]
    return dict.fromkeys(" ".join(tokens[at : at + words]) for at in range(len(tokens) - words + 1))


def _longest_run(first: str, second: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Offsets of the longest run of equal words in both texts."""
    left, right = list(_WORD.finditer(first)), list(_WORD.finditer(second))
    codes: dict[str, int] = {}
    ours = [codes.setdefault(each.group().casefold(), len(codes)) for each in left]
    theirs = np.array([codes.setdefault(each.group().casefold(), len(codes)) for each in right])
    best, at, to = 0, 0, 0
    before = np.zeros(len(theirs) + 1, dtype=np.int64)
    for place, code in enumerate(ours):
        now = np.zeros_like(before)
        now[1:] = np.where(theirs == code, before[:-1] + 1, 0)
        longest = int(now.argmax())
        if now[longest] > best:
            best, at, to = int(now[longest]), place + 1, longest
        before = now
    return (
        (left[at - best].start(), left[at - 1].end()),
        (right[to - best].start(), right[to - 1].end()),
    )


def align(first: Vectors, second: Vectors, *, least: float = 0.3) -> tuple[tuple[int, int], ...]:
    """Provisions of two language versions that translate each other, in order.

    Parameters
    ----------
    first, second : ndarray, shape (n, d) and (m, d)
        Unit vectors of the provisions of each version, centred for its language. [cosine]
    least : float
        Similarity below which a provision stays alone. [cosine]

    Returns
    -------
    tuple of (int, int)
        Pairs of rows, both rising: the chain with the largest sum of similarity above `least`.

    Raises
    ------
    InputError
        If the dimensions differ.
    """
    first, second = _checked(first), _checked(second)
    if first.shape[1] != second.shape[1]:
        raise InputError("The two versions have vectors of different dimensions.")
    gain = first.astype(np.float64) @ second.T.astype(np.float64) - least
    rows, columns = gain.shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(rows):
        # Take the pair, or leave the row out; then let the best so far run on to the right.
        step = np.maximum(best[row, :-1] + gain[row], best[row, 1:])
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(step, 0.0))
    pairs = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row, column - 1]:
            column -= 1
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return tuple(reversed(pairs))
