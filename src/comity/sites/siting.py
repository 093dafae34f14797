"""Many places at once: annual figures of blocks of weather, and rankings of alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber
from comity.sites import air, fast_air
from comity.sites.air import Hours
from comity.sites.cooling import Air, Parameters, annual, compiled, operate
from comity.sites.weather import HOURS, Year

FIGURES = ("pue", "wue", "free_cooling_hours", "free_share")
"""Annual figures of a sweep, in the order of its last axis. [-, L/kWh, h, -]"""


PAYS = 60_000_000
"""Hours of plants from which compiling all of them costs less than it saves."""


def pays(points: int, plants: int) -> bool:
    """Whether so many points are worth compiled kernels, and numba is there to compile them.

    Parameters
    ----------
    points, plants : int
        Cells of a cube, and plants run in each. [count]
    """
    return points * plants * HOURS >= PAYS and fast_air.available()


def annual_figures(
    temp_air: Hours,
    relative_humidity: Hours,
    pressure: Hours,
    plants: Mapping[str, Parameters],
    *,
    fast: bool | None = None,
) -> Hours:
    """Annual figures of every plant at every point of a block of weather.

    Parameters
    ----------
    temp_air, relative_humidity, pressure : ndarray, shape (points, hours)
        Dry bulb [°C], relative humidity [%], pressure [Pa]. A point with a missing hour is missing.
    plants : mapping of str to mapping
        Plant -> central parameters.
    fast : bool, optional
        Whether the wet bulb is taken in single precision and the plants compiled (extra ``fast``);
        by the size of the block unless given. Moves PUE by at most 0.0001, WUE by 0.001 L/kWh,
        the share of free heat by 0.001 and free-cooling hours by 10 h.

    Returns
    -------
    ndarray, shape (plants, points, figures)
        `FIGURES` of each, NaN where the weather is missing. [-, L/kWh, h, -]
    """
    figures = np.full((len(plants), temp_air.shape[0], len(FIGURES)), np.nan)
    held = (temp_air, relative_humidity, pressure)
    known = np.flatnonzero(np.logical_and.reduce([np.isfinite(each).all(axis=1) for each in held]))
    compiled_too = pays(known.size, len(plants)) if fast is None else fast
    bulbs = _bulbs(*(each[known] for each in held)) if compiled_too and known.size else None
    records = {name: compiled.record_of(each) for name, each in plants.items()}
    even = np.ones(temp_air.shape[1])
    for k, point in enumerate(known):
        dry, moist, load = (np.asarray(each[point], float) for each in held)
        vapour = air.vapour_pressure(dry, moist)
        if bulbs is None:
            outside = Air.of(Year(temp_air=dry, vapour=vapour, pressure=load))
        else:
            ratio = air.humidity_ratio(vapour, load)
            outside = Air(temp_air=dry, wet_bulb=bulbs[k], humidity_ratio=ratio, pressure=load)
        for plant, (name, parameters) in enumerate(plants.items()):
            if bulbs is None:
                year = annual(operate(name, outside, parameters))
            else:
                year = compiled.annual_compiled(name, outside, even, records[name])
            figures[plant, point] = [
                float(np.asarray(getattr(year, each)).ravel()[0]) for each in FIGURES
            ]
    return figures


def _bulbs(temp_air: Hours, relative_humidity: Hours, pressure: Hours) -> Hours:
    """Wet bulbs in single precision, never above the dry bulb; exact where a fit does not hold."""
    shape = temp_air.shape
    flat = [np.ascontiguousarray(each, np.float32).ravel()
            for each in (temp_air, relative_humidity, pressure)]  # fmt: skip
    found = fast_air.wet_bulb(*flat)
    if found is None:
        vapour = air.vapour_pressure(temp_air, relative_humidity)
        return air.wet_bulb_of(temp_air, vapour, pressure)
    lower: Hours = np.minimum(found.astype(float).reshape(shape), temp_air)
    return lower


def duration(drawn: Hours, hours: Hours) -> Hours:
    """A year's values in order, from the most to the least, at each hundredth of its hours.

    Parameters
    ----------
    drawn : ndarray, shape (draws, cells)
        Value in each cell of weather. [any unit]
    hours : ndarray, shape (cells,)
        Hours of each. [h]

    Returns
    -------
    ndarray, shape (draws, 101)
        The value that 0, 1, ... 100 % of the hours pass or equal; never rises along a row.
    """
    order = np.argsort(-drawn, axis=1, kind="stable")
    passed = np.cumsum(hours[order], axis=1) / float(hours.sum())
    shares = np.arange(101) / 100.0
    rows = [
        np.take(drawn[k], order[k])[
            np.minimum(np.searchsorted(passed[k], shares - 1e-12), hours.size - 1)
        ]
        for k in range(drawn.shape[0])
    ]
    return np.stack(rows)


def simple_additive(costs: Hours, weights: Sequence[float]) -> Hours:
    """Weighted sum of costs scaled from the best to the worst alternative.

    Parameters
    ----------
    costs : ndarray, shape (alternatives, criteria)
        The less the better. [any unit]
    weights : sequence of float
        One for each criterion, none below zero. [any unit]

    Returns
    -------
    ndarray, shape (alternatives,)
        0 best to 1 worst in everything, [1]_ section 3.2. [0 to 1]

    References
    ----------
    .. [1] C. L. Hwang and K. Yoon, Multiple Attribute Decision Making, Springer, 1981.
    """
    table, weight = _checked(costs, weights)
    span = np.ptp(table, axis=0)
    scaled = (table - table.min(axis=0)) / np.where(span > 0.0, span, 1.0)
    score: Hours = scaled @ weight
    return score


def nearness(costs: Hours, weights: Sequence[float]) -> Hours:
    """Distance from the ideal alternative over distance from it and from the worst (TOPSIS).

    Parameters
    ----------
    costs : ndarray, shape (alternatives, criteria)
        The less the better. [any unit]
    weights : sequence of float
        One for each criterion, none below zero. [any unit]

    Returns
    -------
    ndarray, shape (alternatives,)
        0 at the ideal to 1 at the worst, [1]_ section 3.3. [0 to 1]

    References
    ----------
    .. [1] C. L. Hwang and K. Yoon, Multiple Attribute Decision Making, Springer, 1981.
    """
    table, weight = _checked(costs, weights)
    length = np.sqrt((table**2).sum(axis=0))
    scaled = weight * table / np.where(length > 0.0, length, 1.0)
    best = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
    worst = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
    whole = best + worst
    score: Hours = best / np.where(whole > 0.0, whole, 1.0)
    return score


def frontier(costs: Hours) -> NDArray[np.bool_]:
    """Whether no other alternative is at least as good in everything and better in something.

    Parameters
    ----------
    costs : ndarray, shape (alternatives, criteria)
        The less the better. [any unit]

    Returns
    -------
    ndarray of bool, shape (alternatives,)
        The Pareto frontier.
    """
    table = np.asarray(costs, float)
    kept = np.ones(len(table), np.bool_)
    for k, one in enumerate(table):
        kept[k] = not ((table <= one).all(axis=1) & (table < one).any(axis=1)).any()
    return kept


METHODS = {"simple_additive": simple_additive, "nearness": nearness}
"""Two published ways to rank; both are always shown."""


def _checked(costs: Hours, weights: Sequence[float]) -> tuple[Hours, Hours]:
    table, weight = np.asarray(costs, float), np.asarray(weights, float)
    if table.ndim != 2 or weight.shape != table.shape[1:]:
        raise InputError("A ranking needs one weight for each criterion.")
    if not np.isfinite(table).all():
        raise NotANumber("A cost is missing; leave the alternative out.")
    if not (np.isfinite(weight).all() and (weight >= 0.0).all() and weight.sum() > 0.0):
        raise InputError("Weights are numbers from zero up, and one is above zero.")
    return table, weight / weight.sum()
