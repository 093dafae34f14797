"""Envelopes by published formulas: powers of indices, floors and ceilings, inverted scales.

States stand in arrays in any one order; each function treats them alike, so that reordering the
states reorders the result and changes nothing else.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import Infeasible, InputError

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def in_proportion(weights: Array) -> Array:
    """Shares in proportion to weights.

    Parameters
    ----------
    weights : ndarray, shape (states,)
        Zero or more each, any one unit.

    Returns
    -------
    ndarray, shape (states,)
        Shares that sum to one. [1]

    Raises
    ------
    InputError
        If a weight is missing or negative, or all are zero.
    """
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0):
        raise InputError("Weights must be known, zero or more, and not all zero.")
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def product_of_powers(indices: Array, exponents: Array) -> Array:
    """Score of each state: the product of its indices, each raised to its exponent.

    Parameters
    ----------
    indices : ndarray, shape (states, indices)
        Above zero, each in its own unit; only ratios between states count.
    exponents : ndarray, shape (indices,)
        Powers. [1]

    Returns
    -------
    ndarray, shape (states,)
        Scores; pass them to `in_proportion` or `within_bounds`.

    Notes
    -----
    GEF-8 STAR: CPI^1.0 x GBI^0.8 x GDP per head^-0.16 [1]_. IDA's performance-based allocation has
    the same form.

    References
    ----------
    .. [1] GEF, "Policy for the System for Transparent Allocation of Resources", GEF/C.62/04, 2022,
           annex I.
    """
    if indices.ndim != 2 or indices.shape[1:] != exponents.shape:
        raise InputError("Indices need one column for each exponent.")
    if not (np.isfinite(indices).all() and (indices > 0).all()):
        raise InputError("Every index must be known and above zero.")
    return np.asarray(np.exp(np.log(indices) @ exponents), dtype=np.float64)


def within_bounds(scores: Array, *, total: float, floors: Array, ceilings: Array) -> Array:
    """Envelopes in proportion to scores, none below its floor or above its ceiling.

    Parameters
    ----------
    scores : ndarray, shape (states,)
        Above zero, any one unit.
    total : float
        All there is to allocate; all of it is. [USD]
    floors, ceilings : ndarray, shape (states,)
        Least and most of each state. [USD]

    Returns
    -------
    ndarray, shape (states,)
        Envelopes that sum to the total. [USD]

    Raises
    ------
    Infeasible
        If the floors together exceed the total, or the ceilings fall short of it.

    Notes
    -----
    GEF applies floors and ceilings "iteratively until all resources have been allocated"
    (GEF/C.62/04, annex I, paragraph 12). The end of that iteration is the one common factor
    ``f`` for which ``clip(f score, floor, ceiling)`` sums to the total; it is found exactly, since
    that sum is piecewise linear in ``f`` and never falls.
    """
    ceilings = np.minimum(ceilings, max(total, float(floors.max())))
    if not (scores > 0).all() or not (floors <= ceilings).all() or not (floors >= 0).all():
        raise InputError("Scores must be above zero and each floor below its ceiling.")
    if floors.sum() > total * (1 + 1e-12):
        raise Infeasible(f"The floors need {floors.sum():,.0f}; there are {total:,.0f}.")
    if ceilings.sum() < total * (1 - 1e-12):
        raise Infeasible(f"The ceilings allow {ceilings.sum():,.0f} of {total:,.0f}.")
    turns = np.unique(np.concatenate([floors / scores, ceilings / scores]))
    sums = np.clip(turns[:, None] * scores, floors, ceilings).sum(axis=1)
    after = min(int(np.searchsorted(sums, total)), len(turns) - 1)
    factor = turns[after]
    if after > 0 and sums[after] > sums[after - 1]:
        share = (total - sums[after - 1]) / (sums[after] - sums[after - 1])
        factor = turns[after - 1] + share * (turns[after] - turns[after - 1])
    return np.asarray(np.clip(factor * scores, floors, ceilings), dtype=np.float64)


def band_of(rates: Array, *, upper: Array) -> NDArray[np.intp]:
    """Band of each state by its assessed rate.

    Parameters
    ----------
    rates : ndarray, shape (states,)
        Assessed rates. [%]
    upper : ndarray, shape (bands - 1,)
        Highest rate of every band but the last, rising; a rate equal to it is inside. [%]

    Returns
    -------
    ndarray, shape (states,)
        Index of the band, from zero. [1]
    """
    if not np.isfinite(rates).all() or not (np.diff(upper) > 0).all():
        raise InputError("Rates must be known and band limits must rise.")
    return np.searchsorted(upper, rates, side="left")


def inverted_scale(
    bands: NDArray[np.intp],
    *,
    weights: Array,
    islands: Flags | None = None,
    land: Array | None = None,
    land_part: float = 0.0,
    island_part: float = 0.0,
) -> Array:
    """Shares by an inverted scale: the lower a state's band, the higher its share.

    Parameters
    ----------
    bands : ndarray, shape (states,)
        Band of each eligible state, from zero.
    weights : ndarray, shape (bands,)
        Weight of one state of each band. [1]
    islands : ndarray of bool, shape (states,), optional
        Small island developing states, which share `island_part` equally.
    land : ndarray, shape (states,), optional
        Land area, in proportion to which `land_part` is shared. [km²]
    land_part, island_part : float
        Parts of the fund for land and for islands. [1]

    Returns
    -------
    ndarray, shape (states,)
        Shares that sum to one. [1]

    Notes
    -----
    ``(1 - b - g) inverted scale + b land + g islands``, option A before the Ad Hoc Technical
    Expert Group on the Cali Fund's allocation, after decision 16/2 of the Conference of the
    Parties to the Convention on Biological Diversity [1]_.

    References
    ----------
    .. [1] Cali Fund Allocation Model (Inverted UN Scale Option), working paper of May 2026,
           github.com/tierravivaai/cali-fund-allocation-model.
    """
    if land_part < 0 or island_part < 0 or land_part + island_part > 1:
        raise InputError("The parts for land and islands lie between none and all of the fund.")
    shares = (1.0 - land_part - island_part) * in_proportion(weights[bands])
    if land_part > 0:
        if land is None:
            raise InputError("A part for land needs the land area of every state.")
        shares = shares + land_part * in_proportion(land)
    if island_part > 0:
        if islands is None:
            raise InputError("A part for islands needs to know which states are islands.")
        shares = shares + island_part * in_proportion(islands.astype(np.float64))
    return np.asarray(shares, dtype=np.float64)
