"""What contestation is measured on: one cell a document and principle, and what a measure gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

STANCES = ("must", "should", "soft", "none")
"""Modal strength of an excerpt, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """What each document says of each principle: a document speaks once, however long it is.

    Attributes
    ----------
    documents, principles : tuple of str
        Names.
    document, principle : ndarray of int, shape (n,)
        Of each cell, places among the names.
    vectors : ndarray, shape (n, d)
        Mean of the excerpts' unit vectors, length regressed out. [cosine]
    bin : ndarray of int, shape (n,)
        Class of length.
    stance : ndarray, shape (n, 4)
        Share of the excerpts in each of `STANCES`; not a number where none is known. [share]
    """

    documents: tuple[str, ...]
    principles: tuple[str, ...]
    document: Whole
    principle: Whole
    vectors: Floats
    bin: Whole
    stance: Floats

    @property
    def bins(self) -> int:
        """Classes of length. [count]."""
        return int(self.bin.max()) + 1 if len(self.bin) else 0

    @property
    def mentions(self) -> dict[str, int]:
        """Documents that speak of each principle. [count]."""
        counts = np.bincount(self.principle, minlength=len(self.principles))
        return dict(zip(self.principles, counts.tolist(), strict=True))

    def of(self, principle: int) -> Whole:
        """Places of the cells of a principle.

        Parameters
        ----------
        principle : int
            Its place among the names.

        Returns
        -------
        ndarray of int
            In the order of the cells.
        """
        return np.flatnonzero(self.principle == principle)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """One measure of one principle.

    Attributes
    ----------
    value, low, high : float
        The measure and the band that holds it nine times in ten when documents are drawn anew.
    null, null_high : float
        Its mean and its 95th percentile where labels are shuffled.
    p : float
        Share of shuffled labels as far out as the value (Phipson and Smyth 2010). [probability]
    n : int
        Documents. [count]
    draws : ndarray, shape (draws,)
        The measure in each draw of documents; not a number where a draw does not allow it.
    """

    value: float
    low: float
    high: float
    null: float
    null_high: float
    p: float
    n: int
    draws: Floats


Estimates: TypeAlias = dict[str, Estimate]
"""Principle -> estimate; a principle that cannot be measured is not there."""

Names: TypeAlias = Sequence[str]
