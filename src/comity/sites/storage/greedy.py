"""Least cost of a year at one price for backup all year: charge and give at once.

When backup costs the same in every hour and nothing is paid for feeding in, it never pays to keep
a stored MWh for later, nor to store backup: one scan decides all. Only the energy owed at the end
sets a floor, which the last hours' surplus lowers. The way back is the adjoint of that scan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.sites.storage.compiled import compiled
from comity.sites.storage.problem import Four, Hours


@compiled
def _floors(
    sizes: Four, load: Hours, solar: Hours, wind: Hours, charge: float, share: float, floor: Hours
) -> int:
    """Energy each of the last hours must leave; the first hour that must leave any."""
    first = load.size
    level = share * sizes[2]
    while first > 0 and level > 0.0:
        first -= 1
        floor[first] = level
        net = load[first] - sizes[0] * solar[first] - sizes[1] * wind[first]
        level = max(0.0, level - charge * min(sizes[3], max(-net, 0.0)))
    return first


@compiled
def _there(
    sizes: Four,
    load: Hours,
    solar: Hours,
    wind: Hours,
    price: float,
    charge: float,
    give: float,
    stored: float,
    first: int,
    floor: Hours,
    kind: NDArray[np.int8],
) -> float:
    """Least cost; `kind` says what set each hour: need, power or energy, giving (0-2) or taking."""
    pv, mills, energy, power = sizes[0], sizes[1], sizes[2], sizes[3]
    cost = 0.0
    for t in range(load.size):
        net = load[t] - pv * solar[t] - mills * wind[t]
        if net >= 0.0:
            have = (stored - (floor[t] if t >= first else 0.0)) * give
            give_now = min(net, power, max(have, 0.0))
            kind[t] = 0 if give_now == net else (1 if give_now == power else 2)
            stored -= give_now / give
            cost += price * (net - give_now)
        else:
            take = min(-net, power, (energy - stored) / charge)
            kind[t] = 3 if take == -net else (4 if take == power else 5)
            stored += charge * take
    return cost


@compiled
def _back(
    solar: Hours,
    wind: Hours,
    price: float,
    charge: float,
    give: float,
    first: int,
    floor: Hours,
    kind: NDArray[np.int8],
    slope: Four,
) -> float:
    """Add each hour's part of the gradient; worth of the energy held before the first hour."""
    worth = 0.0
    for t in range(solar.size - 1, -1, -1):
        which = kind[t]
        by_net = by_floor = 0.0
        if which == 0:
            by_net = -worth / give
        elif which == 1:
            by_net = price
            slope[3] -= price + worth / give
        elif which == 2:
            by_net = price
            by_floor = price * give + worth
            worth = -price * give
        elif which == 3:
            by_net = -charge * worth
        elif which == 4:
            slope[3] += charge * worth
        else:
            slope[2] += worth
            worth = 0.0
        if t >= first:
            floor[t] = by_floor  # no longer needed as a level
        slope[0] -= by_net * solar[t]
        slope[1] -= by_net * wind[t]
    return worth


@compiled
def scan_one_price(
    sizes: Four,
    load: Hours,
    solar: Hours,
    wind: Hours,
    price: float,
    charge: float,
    give: float,
    share: float,
    floor: Hours,
    kind: NDArray[np.int8],
) -> tuple[float, Four]:
    """Least cost of the hours at one price, and its gradient.

    Parameters
    ----------
    sizes : ndarray, shape (4,)
        Sun, wind, battery energy and power. [MW, MWh]
    load, solar, wind : ndarray, shape (hours,)
        As in `Problem`. [MW, MW/MW]
    price : float
        Cost of a MWh of backup in every hour. [USD/MWh]
    charge, give, share : float
        Efficiencies of charging and discharging; energy share at start and end. [MWh/MWh]
    floor : ndarray, shape (hours,)
        Room to work in. [MWh]
    kind : ndarray of int8, shape (hours,)
        Room to work in: what limited each hour.

    Returns
    -------
    cost : float
        Least cost. [USD]
    slope : ndarray, shape (4,)
        Its gradient. [USD/MW, USD/MWh]
    """
    first = _floors(sizes, load, solar, wind, charge, share, floor)
    stored = share * sizes[2]
    cost = _there(sizes, load, solar, wind, price, charge, give, stored, first, floor, kind)
    slope = np.zeros(4)
    worth = _back(solar, wind, price, charge, give, first, floor, kind, slope)
    slope[2] += share * worth
    owed = 0.0
    for t in range(first, load.size):
        net = load[t] - sizes[0] * solar[t] - sizes[1] * wind[t]
        if -net >= sizes[3]:
            slope[3] -= charge * owed
        elif net < 0.0:
            slope[0] -= charge * owed * solar[t]
            slope[1] -= charge * owed * wind[t]
        owed += floor[t]
    slope[2] += share * owed
    return cost, slope
