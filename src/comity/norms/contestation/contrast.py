"""Claims as numbers: a rank correlation, a contrast, a rank, two shares compared."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.norms.contestation.draws import interval, p_value
from comity.norms.contestation.types import Floats

_SUBSETS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A number a claim is judged by.

    Attributes
    ----------
    value, low, high : float
        The number, and the band that holds it nine times in ten when documents are drawn anew.
    null, null_high : float
        Its mean and its 95th percentile under the null.
    p : float
        Two-sided. [probability]
    n : int
        What was counted: principles or documents. [count]
    """

    value: float
    low: float
    high: float
    null: float
    null_high: float
    p: float
    n: int


def ranks_of(values: Floats) -> Floats:
    """Rank of each column within its row, 1 the largest; equals share the mean of their ranks.

    Parameters
    ----------
    values : ndarray, shape (rows, k)
        Any numbers. [-]

    Returns
    -------
    ndarray, shape (rows, k)
        Ranks. [rank]
    """
    above = (values[:, :, None] < values[:, None, :]).sum(axis=2)
    equal = (values[:, :, None] == values[:, None, :]).sum(axis=2)
    return np.asarray(above + (equal + 1) / 2, dtype=np.float64)


def rank_correlation(
    first: Floats, second: Floats, *, rng: np.random.Generator, shuffles: int = 9999
) -> Outcome | None:
    """Spearman's rank correlation over principles, in the sample and in each draw of documents.

    Parameters
    ----------
    first, second : ndarray, shape (1 + bootstraps, k)
        Two numbers of each principle, the sample first. [-]
    rng : numpy.random.Generator
        Shuffles the principles.
    shuffles : int
        How often. [count]

    Returns
    -------
    Outcome or None
        None with fewer than four principles, or where all are equal. [correlation]

    References
    ----------
    .. [1] C. Spearman, "The proof and measurement of association between two things," Am. J.
           Psychol. 15, pp. 72-101, 1904.
    """
    if first.shape[1] < 4:
        return None
    real = np.asarray(np.isfinite(np.hstack([first, second])).all(axis=1))
    if not real[0]:
        return None
    one, two = _standard(ranks_of(first)), _standard(ranks_of(second))
    values = np.where(real, (one * two).sum(axis=1), np.nan)
    if not np.isfinite(values[0]):
        return None
    null = rng.permuted(np.tile(one[0], (shuffles, 1)), axis=1) @ two[0]
    return _outcome(values, null, n=first.shape[1])


def _standard(ranks: Floats) -> Floats:
    held = ranks - ranks.mean(axis=1, keepdims=True)
    size = np.linalg.norm(held, axis=1, keepdims=True)
    return np.asarray(held / np.where(size > 0, size, np.nan))


def power_of_rank_correlation(correlation: float, n: int) -> float:
    """Chance to find a rank correlation of that size among n, two-sided at five in a hundred.

    Parameters
    ----------
    correlation : float
        True correlation. [correlation]
    n : int
        Principles. [count]

    Returns
    -------
    float
        By Fisher's transformation with variance 1.06 / (n - 3). [probability]

    References
    ----------
    .. [1] E. C. Fieller, H. O. Hartley and E. S. Pearson, "Tests for rank correlation
           coefficients. I," Biometrika 44, pp. 470-481, 1957.
    """
    if n < 4:
        return 0.0
    moved = math.atanh(min(correlation, 0.999)) * math.sqrt((n - 3) / 1.06)
    return _normal(moved - 1.959964) + _normal(-moved - 1.959964)


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def contrast(values: Floats, named: NDArray[np.bool_]) -> Outcome | None:
    """Mean of the named principles less that of the others.

    Parameters
    ----------
    values : ndarray, shape (1 + bootstraps, k)
        A measure of each principle, the sample first. [-]
    named : ndarray of bool, shape (k,)
        The principles a claim names.

    Returns
    -------
    Outcome or None
        The p-value is two-sided over draws of documents; the null is the same contrast of every
        other choice of as many principles. None where none or all are named. [as the values]

    Raises
    ------
    InputError
        If the number of subsets is beyond what is counted.

    References
    ----------
    .. [1] B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, ch. 15.
    """
    # Over every choice of principles the contrast is zero on the mean, exactly.
    count, total = int(named.sum()), len(named)
    if not 0 < count < total or not np.isfinite(values[0]).all():
        return None
    if math.comb(total, count) > _SUBSETS:
        raise InputError(f"{count} of {total} principles can be chosen in too many ways.")
    weight = np.where(named, 1 / count, -1 / (total - count))
    moved = values @ weight
    subsets = np.full((math.comb(total, count), total), -1 / (total - count))
    for row, chosen in enumerate(itertools.combinations(range(total), count)):
        subsets[row, list(chosen)] = 1 / count
    null = subsets @ values[0]
    low, high = interval(float(moved[0]), moved[1:])
    held = moved[1:][np.isfinite(moved[1:])]
    held = held - (held.mean() - moved[0]) if len(held) else held
    tail = min(1 + int((held <= 0).sum()), 1 + int((held >= 0).sum())) / (1 + len(held))
    return Outcome(
        value=float(moved[0]), low=low, high=high, null=0.0,
        null_high=float(np.quantile(null, 0.95)), p=min(1.0, 2 * tail), n=total,
    )  # fmt: skip


def sign_test(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> float:
    """Two-sided exact test that two principles are mentioned by as many of the same documents.

    Parameters
    ----------
    first, second : ndarray of bool, shape (documents,)
        Whether each document mentions them.

    Returns
    -------
    float
        1 where no document tells them apart. [probability]

    References
    ----------
    .. [1] Q. McNemar, "Note on the sampling error of the difference between correlated
           proportions or percentages," Psychometrika 12, pp. 153-157, 1947; here exact.
    """
    one, two = int((first & ~second).sum()), int((~first & second).sum())
    total, small = one + two, min(one, two)
    tail = sum(math.comb(total, each) for each in range(small + 1)) / 2**total
    return float(min(1.0, 2 * tail))


def two_shares(yes: int, of: int, other_yes: int, other_of: int) -> Outcome | None:
    """Odds ratio of two groups with its band and Fisher's exact p-value.

    Parameters
    ----------
    yes, of : int
        Those who do among all of the first group. [count]
    other_yes, other_of : int
        The same of the second. [count]

    Returns
    -------
    Outcome or None
        None where a group is empty, or all or none do. Its null is 1. [ratio]

    Raises
    ------
    InputError
        If more do than there are.

    References
    ----------
    .. [1] R. A. Fisher, Statistical Methods for Research Workers, 5th ed., 1934: exact test.
    .. [2] J. J. Gart, "Alternative analyses of contingency tables," J. R. Stat. Soc. B 28,
           pp. 164-179, 1966: a half added to each cell, normal band of the logarithm.
    """
    if not 0 <= yes <= of or not 0 <= other_yes <= other_of:
        raise InputError("More are counted than there are.")
    total, every = yes + other_yes, of + other_of
    if not of or not other_of or total in (0, every):
        return None
    low, high = max(0, total - other_of), min(of, total)
    ways = [math.comb(of, k) * math.comb(other_of, total - k) for k in range(low, high + 1)]
    mine = ways[yes - low]
    chance = sum(each for each in ways if each <= mine) / sum(ways)
    table = [yes + 0.5, of - yes + 0.5, other_yes + 0.5, other_of - other_yes + 0.5]
    log = math.log(table[0] * table[3] / (table[1] * table[2]))
    wide = 1.644854 * math.sqrt(sum(1 / each for each in table))
    return Outcome(
        value=math.exp(log), low=math.exp(log - wide), high=math.exp(log + wide), null=1.0,
        null_high=math.exp(wide), p=min(1.0, chance), n=every,
    )  # fmt: skip


def _outcome(values: Floats, null: Floats, *, n: int) -> Outcome:
    value = float(values[0])
    low, high = interval(value, values[1:])
    return Outcome(
        value=value, low=max(low, -1.0), high=min(high, 1.0), null=float(null.mean()),
        null_high=float(np.quantile(null, 0.95)), p=p_value(value, null, sides=2), n=n,
    )  # fmt: skip
