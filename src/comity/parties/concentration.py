"""How unequally memberships are spread: the Lorenz curve and the Gini coefficient."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError


def lorenz(counts: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Lorenz curve of memberships: share held by the least active actors.

    Parameters
    ----------
    counts : array_like of int, shape (actors,)
        Instruments each actor joined. [count]

    Returns
    -------
    ndarray, shape (actors + 1,)
        Cumulative share after each actor, from the least to the most active, from 0 to 1. [share]

    Raises
    ------
    InputError
        If there is no actor, a count is negative, or all are zero.

    References
    ----------
    .. [1] M. O. Lorenz, "Methods of measuring the concentration of wealth," Publ. Am. Stat.
           Assoc., vol. 9, pp. 209-219, 1905.
    """
    values = np.sort(np.asarray(counts, dtype=np.float64))
    if values.size == 0 or values[0] < 0 or values.sum() == 0:
        raise InputError("Concentration needs counts that are not negative and not all zero.")
    return np.concatenate([[0.0], np.cumsum(values) / values.sum()])


def gini(counts: Sequence[int] | NDArray[np.int64]) -> float:
    """Gini coefficient of memberships: 0 when all joined as many, near 1 when one joined all.

    Parameters
    ----------
    counts : array_like of int, shape (actors,)
        Instruments each actor joined. [count]

    Returns
    -------
    float
        One minus twice the area under the Lorenz curve, by trapezoids, so that n equal counts
        give 0 and one actor alone gives (n - 1) / n. [share]

    Raises
    ------
    InputError
        If there is no actor, a count is negative, or all are zero.

    References
    ----------
    .. [1] C. Gini, "Variabilità e mutabilità," Bologna, 1912.
    """
    curve = lorenz(counts)
    return float(1.0 - (curve[:-1] + curve[1:]).sum() / (curve.size - 1))
