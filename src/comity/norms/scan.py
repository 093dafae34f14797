"""Keeps the best of a tile of scores as machine code: the twin of `nearest`'s numpy, by numba."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

PAYS = 200_000_000
"""Products of pairs from which compiling costs less than it saves."""

_RUN = 128

Scan = Callable[..., None]
Vectors = NDArray[np.float32]
Indices = NDArray[np.int64]


@functools.cache
def scans() -> tuple[Scan, Scan] | None:
    """The two kernels, for the rows and for the columns of a tile; None where numba is absent."""
    try:
        import numba
    except ImportError:
        return None
    keep: Any = numba.njit(cache=True, nogil=True, error_model="numpy")
    return keep(rows_of), keep(columns_of)


def rows_of(
    product: Vectors,
    bound: Vectors,
    offset: int,
    scores: Vectors,
    indices: Indices,
    groups: Indices,
    others: Indices,
) -> None:
    """Merge a tile into the best so far of its rows.

    Parameters
    ----------
    product : ndarray, shape (r, c)
        Scores; contiguous. [cosine]
    bound : ndarray, shape (r,)
        Only what exceeds it counts. [cosine]
    offset : int
        Row of the pool of the first column.
    scores, indices : ndarray, shape (r, k)
        Changed in place.
    groups, others : ndarray, shape (r,) and (c,)
        Pairs of one group are left out. [index]
    """
    count, width = product.shape
    last = scores.shape[1] - 1
    runs = (width + _RUN - 1) // _RUN
    for row in range(count):
        least = max(bound[row], scores[row, last])
        for run in range(runs):
            start = run * _RUN
            # A count over a run of fixed length becomes vector instructions; most runs hold none.
            above = np.int32(0)
            if start + _RUN <= width:
                for step in range(_RUN):
                    above += np.int32(product[row, start + step] > least)
            else:
                above = np.int32(1)
            if above == 0:
                continue
            for column in range(start, min(start + _RUN, width)):
                score = product[row, column]
                if score > least and groups[row] != others[column]:
                    place = last
                    while place > 0 and scores[row, place - 1] < score:
                        scores[row, place] = scores[row, place - 1]
                        indices[row, place] = indices[row, place - 1]
                        place -= 1
                    scores[row, place] = score
                    indices[row, place] = column + offset
                    least = max(bound[row], scores[row, last])


def columns_of(
    product: Vectors,
    begin: int,
    least: Vectors,
    offset: int,
    scores: Vectors,
    indices: Indices,
    groups: Indices,
    others: Indices,
) -> None:
    """Merge a tile into the best so far of its columns, from column `begin` on.

    Parameters
    ----------
    product : ndarray, shape (r, c)
        Scores; contiguous. [cosine]
    begin : int
        First column that counts.
    least : ndarray, shape (c - begin,)
        Only what exceeds it counts; raised in place. [cosine]
    offset : int
        Row of the pool of the first row.
    scores, indices : ndarray, shape (c - begin, k)
        Changed in place.
    groups, others : ndarray, shape (r,) and (c - begin,)
        Pairs of one group are left out. [index]
    """
    count, width = product.shape
    width -= begin
    last = scores.shape[1] - 1
    runs = (width + _RUN - 1) // _RUN
    for row in range(count):
        for run in range(runs):
            start = run * _RUN
            above = np.int32(0)
            if start + _RUN <= width:
                for step in range(_RUN):
                    above += np.int32(product[row, begin + start + step] > least[start + step])
            else:
                above = np.int32(1)
            if above == 0:
                continue
            for column in range(start, min(start + _RUN, width)):
                score = product[row, begin + column]
                if score > least[column] and groups[row] != others[column]:
                    place = last
                    while place > 0 and scores[column, place - 1] < score:
                        scores[column, place] = scores[column, place - 1]
                        indices[column, place] = indices[column, place - 1]
                        place -= 1
                    scores[column, place] = score
                    indices[column, place] = row + offset
                    least[column] = max(least[column], scores[column, last])
