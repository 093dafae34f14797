"""Load moved within its day towards cheaper hours, in closed form."""

from __future__ import annotations

import numpy as np

from comity.errors import InputError
from comity.sites.storage.problem import Hours

_DAY = 24


def shift_within_day(
    load: Hours, price: Hours, *, flexible_share: float, peak_factor: float
) -> Hours:
    """Load of least cost when a share of every hour may move to another hour of its day.

    Exact where the price does not depend on the load; with one's own sun or a battery use
    `solve_lp`, which moves load and sizes together.

    Parameters
    ----------
    load : ndarray, shape (hours,)
        Load before. [MW]
    price : ndarray, shape (hours,)
        What a MWh costs, or emits. [USD/MWh]
    flexible_share : float
        Share of an hour's load that may leave it, 0 to 1. [MWh/MWh]
    peak_factor : float
        No hour exceeds this times the highest load before, 1 or more. [MW/MW]

    Returns
    -------
    ndarray, shape (hours,)
        Load after; each day's energy is kept. [MW]

    Raises
    ------
    InputError
        If the share or the factor is outside its range.

    Notes
    -----
    A transport problem on a line of prices: take from the dearest hour that still has something to
    give, put into the cheapest that still has room, until the two prices meet.
    """
    if not 0.0 <= flexible_share <= 1.0:
        raise InputError("The flexible share of the load lies between 0 and 1.")
    if peak_factor < 1.0:
        raise InputError("The peak factor is 1 or more; below 1 the load itself would not fit.")
    moved = load.astype(float).copy()
    gives = flexible_share * load
    room = peak_factor * load.max() - load
    for start in range(0, load.size, _DAY):
        order = start + np.argsort(price[start : start + _DAY], kind="stable")
        cheap, dear = 0, order.size - 1
        while cheap < dear and price[order[cheap]] < price[order[dear]]:
            to, out = order[cheap], order[dear]
            amount = min(room[to], gives[out])
            moved[to] += amount
            moved[out] -= amount
            room[to] -= amount
            gives[out] -= amount
            if room[to] <= gives[out]:
                cheap += 1
            else:
                dear -= 1
    return moved
