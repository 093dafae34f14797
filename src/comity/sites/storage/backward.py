"""The way back over a scan: the marginal value of every piece, and from it the gradient.

Machine code is kept by file, so a kernel calls none of another file: after a change there it would
go on with the old.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.sites.storage.compiled import compiled, inlined
from comity.sites.storage.problem import Four, Hours
from comity.sites.storage.tape import UNUSED, USED, Tape


@inlined
def _value(place: int, own: float, worth: Hours, last_used: float, last_unused: float) -> float:
    """Marginal value of a piece, whether it was put in or cut off at once."""
    if place >= 0:
        return float(worth[place])
    if place == USED:
        return own + last_used
    return last_unused if place == UNUSED else 0.0


@compiled
def gradient(
    sizes: Four,
    load: Hours,
    solar: Hours,
    wind: Hours,
    price: Hours,
    feed_in: Hours,
    charge: float,
    give: float,
    share: float,
    rows: Tape,
    last: float,
    gone: int,
    ends: NDArray[np.int64],
) -> Four:
    """The way back: the marginal value of every piece, and from it the gradient.

    Parameters
    ----------
    sizes : ndarray, shape (4,)
        Sun, wind, battery energy, battery power. [MW, MW, MWh, MW]
    load, price, feed_in : ndarray, shape (hours,)
        Of `Problem`. [MW, USD/MWh, USD/MWh]
    solar, wind : ndarray, shape (hours,)
        Output of one MW. [MW/MW]
    charge, give : float
        Part of the energy left by charging, and by giving. [MWh/MWh]
    share : float
        Of the energy held at the start and the end. [MWh/MWh]
    rows : Tape
        What the scan left behind.
    last : float
        Slope at which the scan ended. [USD/MWh]
    gone : int
        Pieces the scan removed.
    ends : ndarray of int, shape (4,)
        Hour and number of steps until the battery could be empty, then full; -1 if never.

    Returns
    -------
    ndarray, shape (4,)
        Slope of the running cost in each size. [USD/MW, USD/MW, USD/MWh, USD/MW]
    """
    piece_slope, parent, step, worth = rows.piece_slope, rows.parent, rows.step, rows.worth
    removed, entered, left, right = rows.removed, rows.entered, rows.left, rows.right
    power, down = sizes[3], 1.0 / give
    for k in range(gone - 1, -1, -1):
        worth[removed[k]] = step[removed[k]] + worth[parent[removed[k]]]
    by_pv = by_wind = by_power = by_energy = 0.0
    if ends[0] < 0:
        by_power += last * ends[1] * down
    else:
        by_energy += last * share
    for t in range(load.size):
        net = load[t] - sizes[0] * solar[t] - sizes[1] * wind[t]
        e0, e1, e2 = entered[t, 0], entered[t, 1], entered[t, 2]
        last_used = last_unused = (
            0.0  # of a MWh cut off at the left, beyond its slope; at the right
        )
        if left[t] >= 0:
            last_used = worth[left[t]] - piece_slope[left[t]]
        if right[t] >= 0:
            last_unused = worth[right[t]]
        v0 = _value(e0, feed_in[t] * give, worth, last_used, last_unused)
        second = price[t] * give if net >= 0.0 else feed_in[t] / charge
        v1 = _value(e1, second, worth, last_used, last_unused)
        v2 = _value(e2, price[t] / charge, worth, last_used, last_unused)
        if net >= 0.0:
            by_power += v2 * charge
            if power > net:
                by_power += v0 * down - feed_in[t]
                by_net = (v1 - v0) * down + feed_in[t]
            else:
                by_power += v1 * down - price[t]
                by_net = price[t]
        else:
            by_power += v0 * down - feed_in[t]
            by_net = feed_in[t]
            if -net < power:
                by_power += v2 * charge
                by_net += (v2 - v1) * charge
            else:
                by_power += v1 * charge
        by_pv -= by_net * solar[t]
        by_wind -= by_net * wind[t]
        if t == ends[0]:
            by_power -= last_used * ends[1] * down
            by_energy += last_used * share
        else:
            by_power -= last_used * down
        if t == ends[2]:
            by_power -= last_unused * ends[3] * charge
            by_energy += last_unused * (1.0 - share)
        else:
            by_power -= last_unused * charge
    return np.array([by_pv, by_wind, by_energy, by_power])
