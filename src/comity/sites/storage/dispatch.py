"""Running given sizes at least cost: what it costs, how that moves with them, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.sites.storage.clear import least_cost_clear
from comity.sites.storage.compiled import HAS_NUMBA
from comity.sites.storage.greedy import scan_one_price
from comity.sites.storage.kernel import scan
from comity.sites.storage.problem import Four, Hours, Problem
from comity.sites.storage.tape import tape


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dispatch:
    """Every hour of a year run at least cost.

    Attributes
    ----------
    backup, spilled, fed, charge, give : ndarray, shape (hours,)
        Bought, curtailed, given to the grid, into and out of the battery. [MW]
    stored : ndarray, shape (hours,)
        Energy held after the hour. [MWh]
    """

    backup: Hours
    spilled: Hours
    fed: Hours
    charge: Hours
    give: Hours
    stored: Hours


class RunningCost:
    """Least cost of running sizes, and its gradient: one price by `greedy`, any other by `kernel`.

    Parameters
    ----------
    problem : Problem
        What is to be run.
    extra : float
        Added to the price of backup in every hour. [USD/MWh]
    """

    def __init__(self, problem: Problem, *, extra: float = 0.0) -> None:
        self.problem = problem
        self.price = problem.price + extra if extra else problem.price
        self.one_price = bool(np.all(self.price == self.price[0]) and not problem.feed_in.any())
        self._rows = tape(problem.hours)
        self._floor = np.empty(problem.hours)
        self._kind = np.empty(problem.hours, np.int8)

    def __call__(self, sizes: Four) -> tuple[float, Four]:
        """Least cost and one gradient.

        Parameters
        ----------
        sizes : ndarray, shape (4,)
            Sun, wind, battery energy and power. [MW, MWh]

        Returns
        -------
        cost : float
            [USD]
        slope : ndarray, shape (4,)
            [USD/MW, USD/MWh]
        """
        p = self.problem
        if self.one_price:
            return scan_one_price(
                sizes, p.load, p.solar, p.wind, float(self.price[0]),
                p.charge, p.discharge, p.start_share, self._floor, self._kind,
            )  # fmt: skip
        if not HAS_NUMBA:
            return least_cost_clear(p, sizes)
        return self._scan(sizes, merge=True)

    def _scan(self, sizes: Four, *, merge: bool) -> tuple[float, Four]:
        p = self.problem
        cost, slope = scan(
            sizes, p.load, p.solar, p.wind, self.price, p.feed_in,
            p.charge, p.discharge, p.start_share, self._rows, merge,
        )  # fmt: skip
        return float(cost), slope

    def dispatch(self, sizes: Four) -> tuple[float, Four, Dispatch]:
        """Least cost, its gradient, and what happens in each hour.

        Parameters
        ----------
        sizes : ndarray, shape (4,)
            Sun, wind, battery energy and power. [MW, MWh]

        Returns
        -------
        cost : float
            [USD]
        slope : ndarray, shape (4,)
            [USD/MW, USD/MWh]
        hours : Dispatch
        """
        p = self.problem
        cost, slope = self._scan(sizes, merge=False)
        entered = self._rows.entered
        taken = np.where(entered >= 0, self._rows.used[np.maximum(entered, 0)], 0.0).sum(axis=1)
        moved = taken - sizes[3] / p.discharge  # change of the energy held
        stored = np.clip(p.start_share * sizes[2] + np.cumsum(moved), 0.0, sizes[2])
        charge = np.maximum(moved, 0.0) / p.charge
        give = np.maximum(-moved, 0.0) * p.discharge
        over = p.load - sizes[0] * p.solar - sizes[1] * p.wind + charge - give
        surplus = np.maximum(-over, 0.0)
        pays = p.feed_in > 0.0
        return cost, slope, Dispatch(
            backup=np.maximum(over, 0.0),
            spilled=np.where(pays, 0.0, surplus),
            fed=np.where(pays, surplus, 0.0),
            charge=charge,
            give=give,
            stored=stored,
        )  # fmt: skip
