"""Options that no other option beats."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def front(costs: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which options no other option equals or beats on every measure and beats on one.

    Parameters
    ----------
    costs : ndarray, shape (options, measures)
        The less the better; minus infinity and infinity are allowed, NaN is not. [any]

    Returns
    -------
    ndarray, shape (options,)
        True on the front of Pareto.

    Notes
    -----
    Options are visited in the order of their sums of ranks, so that most are dropped early; the
    result does not depend on the order of options.
    """
    if np.isnan(costs).any():
        raise ValueError("a measure is not a number")
    unique, back = np.unique(costs, axis=0, return_inverse=True)
    ranks = np.argsort(np.argsort(unique, axis=0, kind="stable"), axis=0, kind="stable")
    left, keep = np.argsort(ranks.sum(axis=1), kind="stable"), np.zeros(len(unique), bool)
    while left.size:
        best, left = left[0], left[1:]
        keep[best] = True
        left = left[(unique[left] < unique[best]).any(axis=1)]
    for each in np.flatnonzero(keep):  # ranks may tie where values do not
        others = unique[keep]
        beaten = (others <= unique[each]).all(axis=1) & (others < unique[each]).any(axis=1)
        keep[each] = not beaten.any()
    return np.asarray(keep[np.asarray(back).reshape(-1)])
