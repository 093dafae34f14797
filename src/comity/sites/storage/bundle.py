"""Least-cost sizes with a certificate: a level bundle over an exact oracle.

Each answer of the oracle is a plane below the cost. The planes together give a lower bound that
holds for every size (`master.lowest`), the best answer so far an upper bound; the relative distance
is the certified gap. The next question is the point nearest to the best so far at which the planes
still promise a set part of the gap (level method [1]_).

References
----------
.. [1] C. Lemarechal, A. Nemirovskii, Y. Nesterov, "New variants of bundle methods," Mathematical
       Programming 69, pp. 111-147, 1995.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from comity.sites.storage.master import lowest, nearest_below
from comity.sites.storage.problem import Four

Answer: TypeAlias = tuple[float, float, Four]
"""Least cost or a value just above it, height of the plane at the point, slope of the plane."""

Oracle: TypeAlias = Callable[[Four], Answer]
"""Cost of running given sizes: point -> `Answer`."""

_PIVOTS = 200
_TOWARDS = 0.15  # part of the way from the best point to the lowest of the planes; saves a question
_LEAST = 0.2  # a size is measured by itself, and never by less than this of its scale

# Irrational parts, one a size: a point moved by them lies on no kink but those that move along.
_ASIDE = np.array([0.7548776662, 0.5698402910, 0.8191725134, 0.6710436067])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Optimum:
    """The best sizes found and how far from the best of all they can be at most.

    Attributes
    ----------
    sizes : ndarray, shape (4,)
        Sun, wind, battery energy, battery power. [MW, MWh]
    cost : float
        Yearly cost of building and running them. [USD]
    bound : float
        No sizes cost less. [USD]
    questions : int
        Times the oracle was asked.
    """

    sizes: Four
    cost: float
    bound: float
    questions: int

    @property
    def gap(self) -> float:
        """Largest relative distance from the least cost."""
        return relative_gap(self.cost, self.bound)


def relative_gap(cost: float, bound: float) -> float:
    """Distance of a cost above a proved bound, in parts of it; none where nothing costs anything.

    Parameters
    ----------
    cost, bound : float
        [USD, USD]

    Returns
    -------
    float
        [1]
    """
    return max(0.0, cost - bound) / max(abs(cost), np.finfo(np.float64).tiny)


def least_cost(
    oracle: Oracle,
    annual_cost: Four,
    *,
    start: Four,
    scale: Four,
    box: Four,
    tolerance: float = 1e-6,
    level: float = 0.5,
    most_questions: int = 300,
) -> Optimum:
    """Sizes of least yearly cost, with a certified gap.

    Parameters
    ----------
    oracle : callable
        Cost of running given sizes and its slope; convex. [USD, USD/MW, USD/MWh]
    annual_cost : ndarray, shape (4,)
        Yearly cost of a unit of each size. [USD/MW, USD/MWh]
    start : ndarray, shape (4,)
        First sizes asked about. [MW, MWh]
    scale : ndarray, shape (4,)
        What a usual size is, above zero. [MW, MWh]
    box : ndarray, shape (4,)
        Largest sizes; the least cost lies within. [MW, MWh]
    tolerance : float
        Relative gap at which to stop. [1]
    level : float
        Part of the gap the next question must leave to gain, between 0 and 1. [1]
    most_questions : int
        Times the oracle is asked at the most; the gap reached is stated.

    Returns
    -------
    Optimum

    Notes
    -----
    A point is moved aside by a billionth of `scale` before it is asked about, so that it lies on no
    kink by accident of round numbers, where the slopes on either side could be mixed up.
    """
    aside = 1e-9 * np.minimum(scale, np.maximum(box, 1e-12)) * _ASIDE
    cuts = _Cuts(box, scale, room=most_questions)
    best, best_at, bound = np.inf, start, -np.inf
    point = start
    for asked in range(1, most_questions + 1):
        point = np.clip(point, 0.0, box) + aside
        above, below, slope = oracle(point)
        total = above + float(annual_cost @ point)
        if total < best:
            best, best_at = total, point
        cuts.add(point, below + float(annual_cost @ point), slope + annual_cost)
        low_at, low = cuts.lowest()
        bound = max(bound, low)
        if best - bound <= tolerance * abs(best):
            return Optimum(sizes=best_at, cost=best, bound=bound, questions=asked)
        centre = best_at + _TOWARDS * (low_at - best_at)
        near = cuts.nearest(centre, bound + level * (best - bound))
        point = low_at if near is None else near
    return Optimum(sizes=best_at, cost=best, bound=bound, questions=most_questions)


class _Cuts:
    """Planes below the yearly cost, kept in scaled variables and scaled money."""

    def __init__(self, box: Four, scale: Four, *, room: int) -> None:
        self.scale = scale
        self.money = 0.0
        n = scale.size
        self.n = n
        self.count = 2 * n
        # rows of the envelope problem in (size, height): sizes >= 0, sizes <= box, then cuts
        self.rows = np.zeros((2 * n + room, n + 1))
        self.rows[:n, :n] = np.eye(n)
        self.rows[n : 2 * n, :n] = -np.eye(n)
        self.right = np.zeros(2 * n + room)
        self.right[n : 2 * n] = -box / scale
        self.goal = np.zeros(n + 1)
        self.goal[n] = 1.0
        self.basis = np.zeros(0, np.int64)

    def add(self, point: Four, height: float, slope: Four) -> None:
        """Add the plane through `height` at `point`."""
        n = self.n
        if not self.money:
            self.money = max(abs(height), 1e-300)
        scaled = slope * self.scale / self.money
        self.rows[self.count, :n] = -scaled
        self.rows[self.count, n] = 1.0
        self.right[self.count] = height / self.money - float(scaled @ (point / self.scale))
        self.count += 1
        if self.basis.size == 0:
            sides = np.where(scaled >= 0.0, np.arange(n), n + np.arange(n))
            self.basis = np.append(sides, 2 * n).astype(np.int64)

    def lowest(self) -> tuple[Four, float]:
        """Lowest point of the envelope in the box, and a proved lower bound."""
        z, bound = lowest(
            self.rows[: self.count], self.right[: self.count], self.goal, self.basis, _PIVOTS
        )
        return z[: self.n] * self.scale, bound * self.money

    def nearest(self, point: Four, level: float) -> Four | None:
        """Point nearest to `point` where the envelope is at most `level`; None if not found."""
        scaled = point / self.scale
        metric = np.maximum(scaled, _LEAST)
        x, found = nearest_below(
            scaled / metric, self.rows[: self.count], self.right[: self.count],
            metric, level / self.money, _PIVOTS,
        )  # fmt: skip
        return x * metric * self.scale if found else None
