"""A least share of the load met by own sun and wind, with the same exact oracle.

At most a set energy M may be bought. For given sizes the least cost under that limit is the highest
over a surcharge h >= 0 of (cost with every price raised by h) - h M: linear programming duality.
The function of h is concave and piecewise linear, so tangents find its top in a few scans. Each
scan is also a plane below the limited cost, whatever h it was made with.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.sites.storage.bundle import Answer
from comity.sites.storage.dispatch import Dispatch, RunningCost
from comity.sites.storage.problem import Four, Hours, Problem

_MOST_SCANS = 60


def reachable_share(problem: Problem) -> float:
    """Largest share of the load that can be met without backup.

    Parameters
    ----------
    problem : Problem
        Its `most` limits the sizes; where infinite, a thousand times the load is taken.

    Returns
    -------
    float
        [MWh/MWh]
    """
    largest = np.minimum(problem.most, _largest(problem))
    ones = RunningCost(_with_price(problem, np.ones(problem.hours)))
    return max(0.0, 1.0 - ones(largest)[0] / float(problem.load.sum()))


def _largest(problem: Problem) -> Four:
    peak = float(problem.load.max())
    return np.array([1e3 * peak, 1e3 * peak, 1e3 * 24.0 * peak, 1e3 * peak])


def _with_price(problem: Problem, price: Hours) -> Problem:
    return replace(problem, price=price, feed_in=np.zeros(problem.hours))


class ShareCost:
    """Least cost of running sizes when backup may give no more than a share of the load.

    Parameters
    ----------
    problem : Problem
        What is to be run.
    own_share : float
        Least share of the load met without backup. [MWh/MWh]
    """

    def __init__(self, problem: Problem, own_share: float) -> None:
        self.problem = problem
        self.allowed = (1.0 - own_share) * float(problem.load.sum())
        dearest = float(problem.annual_cost.max())
        self.highest = 100.0 * max(float(problem.price.max()), dearest / problem.hours, 1.0)
        self.last = 0.0
        self._running = RunningCost(problem)

    def __call__(self, sizes: Four) -> Answer:
        """Cost under the limit (infinite when the limit cannot be kept), and a plane below it."""
        low, high = self._top(sizes)
        best = max((each for each in (low, high) if each), key=lambda each: each.value)
        if low is None or high is None:
            held = best.bought <= self.allowed * (1.0 + 1e-9) + 1e-9
            return (best.value if held else np.inf), best.value, best.slope
        return max(low.meets(high), best.value), best.value, best.slope

    def first_point(self, start: Four, box: Four) -> Four:
        """Sizes from `start` upwards that keep the limit.

        Parameters
        ----------
        start, box : ndarray, shape (4,)
            Where to begin and where to end. [MW, MWh]

        Returns
        -------
        ndarray, shape (4,)
            [MW, MWh]
        """
        point = start
        for _ in range(20):
            if np.isfinite(self(point)[0]):
                return point
            point = np.minimum(1.6 * point, box)
        return box

    def dispatch(self, sizes: Four) -> tuple[float, Dispatch]:
        """Cost under the limit and a year that keeps it: a mean of the two years that meet there.

        Parameters
        ----------
        sizes : ndarray, shape (4,)
            Sun, wind, battery energy and power. [MW, MWh]

        Returns
        -------
        cost : float
            [USD]
        hours : Dispatch
        """
        low, high = self._top(sizes)
        one = low or high
        if one is None or low is None or high is None:
            assert one is not None
            return one.bare, one.hours
        span = low.bought - high.bought
        part = (low.bought - self.allowed) / span if span > 0.0 else 0.0
        names = ("backup", "spilled", "fed", "charge", "give", "stored")
        mixed = {
            name: (1.0 - part) * getattr(low.hours, name) + part * getattr(high.hours, name)
            for name in names
        }
        return (1.0 - part) * low.bare + part * high.bare, Dispatch(**mixed)

    def _at(self, sizes: Four, surcharge: float) -> _Point:
        self._running.price = self.problem.price + surcharge
        cost, slope, hours = self._running.dispatch(sizes)
        bought = float(hours.backup.sum())
        return _Point(surcharge, cost, bought, slope, hours, self.allowed)

    def _top(self, sizes: Four) -> tuple[_Point | None, _Point | None]:
        """Points either side of the best surcharge; one alone when it lies at an end."""
        low = self._at(sizes, 0.0)
        if low.bought <= self.allowed:
            return None, low
        high = self._at(sizes, self.last) if self.last > 0.0 else None
        if high is None or high.bought > self.allowed:
            low = high or low
            high = self._at(sizes, self.highest)
        if high.bought > self.allowed:
            return high, None
        for _ in range(_MOST_SCANS):
            surcharge = low.crosses(high)
            middle = self._at(sizes, surcharge)
            if low.meets(high) - middle.value <= 1e-9 * abs(middle.value) + 1e-12:
                low, high = (middle, high) if middle.bought > self.allowed else (low, middle)
                break
            if middle.bought > self.allowed:
                low = middle
            else:
                high = middle
        self.last = high.surcharge
        return low, high


class _Point:
    """A scan at one surcharge: value and slope of the dual function there."""

    def __init__(
        self,
        surcharge: float,
        cost: float,
        bought: float,
        slope: Four,
        hours: Dispatch,
        allowed: float,
    ) -> None:
        self.surcharge, self.bought, self.slope, self.hours = surcharge, bought, slope, hours
        self.rise = bought - allowed
        self.value = cost - surcharge * allowed
        self.bare = cost - surcharge * bought

    def crosses(self, other: _Point) -> float:
        """Surcharge at which the two tangents cross."""
        fall = self.rise - other.rise
        if fall <= 0.0:
            return 0.5 * (self.surcharge + other.surcharge)
        return (other.value - other.rise * other.surcharge - self.value
                + self.rise * self.surcharge) / fall  # fmt: skip

    def meets(self, other: _Point) -> float:
        """Height at which the two tangents cross: no value lies above it."""
        return self.value + self.rise * (self.crosses(other) - self.surcharge)
