"""Least cost of a year for given sizes at any price, and its slope, by one scan and one way back.

The least cost of reaching an hour with a given stored energy is a convex, piecewise linear
function of that energy. It is kept as its slopes in ascending order with their lengths. An hour is
an infimal convolution: at most three slopes enter (give to the load, take from surplus, take from
backup), and what no longer fits between empty and full is cut off at both ends.

A piece of a slope keeps one marginal value from the hour it enters to the hour it is cut off. The
way back reads these values in reverse order of removal, which gives the gradient in all sizes at
once. Method: dynamic programming on slopes [1]_, [2]_; the reverse sweep is the adjoint of it.

References
----------
.. [1] R. T. Rockafellar, "Convex Analysis," sec. 5 (infimal convolution), Princeton, 1970.
.. [2] J. A. Warrington, P. J. Goulart et al. give stage-wise cuts; storage with convex piecewise
       linear stage cost: D. P. Bertsekas, "Dynamic Programming and Optimal Control," vol. 1, 2017.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.sites.storage.backward import gradient
from comity.sites.storage.compiled import compiled, inlined
from comity.sites.storage.problem import Four, Hours
from comity.sites.storage.tape import DRIFT, UNUSED, USED, Ids, Tape


@inlined
def _offer(
    net: float,
    price: float,
    feed: float,
    power: float,
    charge: float,
    up: float,
    give: float,
    down: float,
) -> tuple[float, float, float, float, float, float, float]:
    """Three pieces of an hour (length, slope; negative length: absent) and its leftmost cost."""
    if net >= 0.0:
        if power > net:
            first = (power - net) * down
            second, base = power * down - first, -feed * (power - net)
        else:
            first, second, base = -1.0, power * down, price * (net - power)
        return first, feed * give, second, price * give, charge * power, price * up, base
    surplus = -net
    base = -feed * (power + surplus)
    if surplus < power:
        third = charge * (power - surplus)
        second = charge * power - third
    else:
        second, third = charge * power, -1.0
    return power * down, feed * give, second, feed * up, third, price * up, base


@inlined
def _at_ends(
    l0: float,
    s0: float,
    l1: float,
    s1: float,
    l2: float,
    s2: float,
    lowest: float,
    highest: float,
    need: float,
    over: float,
) -> tuple[float, float, float, int, int, int, float, float, float]:
    """Pieces that would be cut off in the hour they enter, which most are: never put in.

    Below every slope held and within the `need` of the left cut a piece is used for certain; above
    every slope and within what is `over` at the right it is never used.
    """
    e0 = e1 = e2 = -1
    cost = 0.0
    if 0.0 <= l0 <= need and s0 <= lowest:
        need -= l0
        cost += s0 * l0
        l0, e0 = -1.0, USED
    if l0 < 0.0 <= l1 and l1 <= need and s1 <= lowest:
        need -= l1
        cost += s1 * l1
        l1, e1 = -1.0, USED
    if 0.0 <= l2 <= over and s2 >= highest:
        over -= l2
        l2, e2 = -1.0, UNUSED
    if l2 < 0.0 <= l1 and l1 <= over and s1 >= highest:
        over -= l1
        l1, e1 = -1.0, UNUSED
    return l0, l1, l2, e0, e1, e2, need, over, cost


@inlined
def _insert(
    slope: Hours,
    length: Hours,
    piece: Ids,
    piece_slope: Hours,
    used: Hours,
    head: int,
    tail: int,
    new: float,
    at_slope: float,
    pieces: int,
    merge: bool,
) -> tuple[int, int, int, int]:
    """Put a piece where its slope belongs; join an equal slope when `merge`."""
    if head < tail and at_slope > slope[(head + tail) // 2]:
        at = tail
        while at > head and slope[at - 1] >= at_slope:
            at -= 1
    else:
        at = head
        while at < tail and slope[at] < at_slope:
            at += 1
    if merge and at < tail and slope[at] == at_slope:
        length[at] += new
        mine = piece[at]
    else:
        if at - head < tail - at:
            head -= 1
            at -= 1
            for j in range(head, at):
                slope[j] = slope[j + 1]
                length[j] = length[j + 1]
                piece[j] = piece[j + 1]
        else:
            for j in range(tail, at, -1):
                slope[j] = slope[j - 1]
                length[j] = length[j - 1]
                piece[j] = piece[j - 1]
            tail += 1
        slope[at] = at_slope
        length[at] = new
        piece[at] = pieces
        piece_slope[pieces] = at_slope
        used[pieces] = 0.0
        mine = pieces
        pieces += 1
    return head, tail, pieces, mine


@inlined
def _cut_left(
    slope: Hours,
    length: Hours,
    piece: Ids,
    parent: Ids,
    step: Hours,
    used: Hours,
    removed: Ids,
    head: int,
    tail: int,
    gone: int,
    amount: float,
) -> tuple[int, int, float]:
    """Cut the cheapest `amount`, which is used for certain; cost of it is returned."""
    cost = 0.0
    first = gone
    while tail - head > 1 and length[head] <= amount:
        amount -= length[head]
        cost += slope[head] * length[head]
        mine = piece[head]
        used[mine] += length[head]
        step[mine] = slope[head]
        removed[gone] = mine
        gone += 1
        head += 1
    part = min(amount, length[head])
    length[head] -= part
    cost += slope[head] * part
    marginal = piece[head]
    used[marginal] += part
    for j in range(first, gone):
        parent[removed[j]] = marginal
        step[removed[j]] -= slope[head]
    return head, gone, cost


@inlined
def _cut_right(
    length: Hours,
    piece: Ids,
    parent: Ids,
    step: Hours,
    removed: Ids,
    head: int,
    tail: int,
    gone: int,
    amount: float,
) -> tuple[int, int]:
    """Cut the dearest `amount`, which is never used."""
    first = gone
    while tail - head > 1 and length[tail - 1] < amount:
        tail -= 1
        amount -= length[tail]
        removed[gone] = piece[tail]
        gone += 1
    length[tail - 1] -= min(amount, length[tail - 1])
    marginal = piece[tail - 1]
    for j in range(first, gone):
        parent[removed[j]] = marginal
        step[removed[j]] = 0.0
    return tail, gone


@compiled
def _centre(slope: Hours, length: Hours, piece: Ids, head: int, tail: int) -> tuple[int, int]:
    """Move the pieces back to the middle of their room."""
    held = tail - head
    to = slope.size // 2 - held // 2
    slope[to : to + held] = slope[head:tail].copy()
    length[to : to + held] = length[head:tail].copy()
    piece[to : to + held] = piece[head:tail].copy()
    return to, to + held


@compiled
def _finish(
    slope: Hours,
    length: Hours,
    piece: Ids,
    used: Hours,
    worth: Hours,
    head: int,
    tail: int,
    amount: float,
) -> tuple[float, float]:
    """Cost up to the energy held at the end; marginal values of the pieces still there."""
    cost = 0.0
    at = head
    while at < tail - 1 and length[at] <= amount:
        amount -= length[at]
        cost += slope[at] * length[at]
        used[piece[at]] += length[at]
        at += 1
    part = min(amount, length[at])
    cost += slope[at] * part
    used[piece[at]] += part
    for j in range(head, tail):
        worth[piece[j]] = slope[j] - slope[at] if j < at else 0.0
    return cost, slope[at]


@compiled
def _there(
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
    merge: bool,
) -> tuple[float, float, int, NDArray[np.int64]]:
    """The scan: least cost, its last slope, pieces removed, and when either end was met."""
    slope, length, piece, piece_slope = rows.slope, rows.length, rows.piece, rows.piece_slope
    parent, step, used, removed = rows.parent, rows.step, rows.used, rows.removed
    entered, left, right = rows.entered, rows.left, rows.right
    pv, mills, energy, power = sizes[0], sizes[1], sizes[2], sizes[3]
    up, down = 1.0 / charge, 1.0 / give
    middle = slope.size // 2
    head = tail = middle
    pieces = gone = 0
    low = high = share * energy
    ends = np.array([-1, 0, -1, 0])  # hour and number of steps until empty, until full, is met
    cost = 0.0
    for t in range(load.size):
        net = load[t] - pv * solar[t] - mills * wind[t]
        l0, s0, l1, s1, l2, s2, base = _offer(
            net, price[t], feed_in[t], power, charge, up, give, down
        )
        cost += base
        need = power * down - low
        over = charge * power - (energy - high)
        e0 = e1 = e2 = -1
        if merge and need >= 0.0 and over >= 0.0 and tail > head:
            l0, l1, l2, e0, e1, e2, need, over, spent = _at_ends(
                l0, s0, l1, s1, l2, s2, slope[head], slope[tail - 1], need, over
            )
            cost += spent
        if l0 >= 0.0:
            head, tail, pieces, e0 = _insert(
                slope, length, piece, piece_slope, used, head, tail, l0, s0, pieces, merge
            )
        if l1 >= 0.0:
            head, tail, pieces, e1 = _insert(
                slope, length, piece, piece_slope, used, head, tail, l1, s1, pieces, merge
            )
        if l2 >= 0.0:
            head, tail, pieces, e2 = _insert(
                slope, length, piece, piece_slope, used, head, tail, l2, s2, pieces, merge
            )
        entered[t, 0], entered[t, 1], entered[t, 2] = e0, e1, e2
        left[t] = right[t] = -1
        ends[1] += ends[0] < 0
        if need >= 0.0:
            if ends[0] < 0:
                ends[0] = t
            head, gone, spent = _cut_left(
                slope, length, piece, parent, step, used, removed, head, tail, gone, need
            )
            low = 0.0
            cost += spent
            left[t] = piece[head]
        else:
            low = -need
        ends[3] += ends[2] < 0
        if over >= 0.0:
            if ends[2] < 0:
                ends[2] = t
            tail, gone = _cut_right(length, piece, parent, step, removed, head, tail, gone, over)
            high = energy
            right[t] = piece[tail - 1]
        else:
            high = energy + over
        if abs(head - middle) > DRIFT + 2 * (tail - head):
            head, tail = _centre(slope, length, piece, head, tail)
    spent, last = _finish(slope, length, piece, used, rows.worth, head, tail, share * energy - low)
    return cost + spent, last, gone, ends


def scan(
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
    merge: bool,
) -> tuple[float, Four]:
    """Least cost of the hours for given sizes, and its gradient in them.

    Parameters
    ----------
    sizes : ndarray, shape (4,)
        Sun, wind, battery energy and power; battery energy and power above zero. [MW, MWh]
    load, solar, wind, price, feed_in : ndarray, shape (hours,)
        As in `Problem`. [MW, MW/MW, USD/MWh]
    charge, give, share : float
        Efficiencies of charging and discharging; energy share at start and end. [MWh/MWh]
    rows : Tape
        Room to work in; afterwards ``used`` and ``entered`` tell the dispatch.
    merge : bool
        Join equal slopes (faster); the dispatch can be read only when they are not joined.

    Returns
    -------
    cost : float
        Least cost. [USD]
    slope : ndarray, shape (4,)
        Its gradient, one of them where the cost has a kink. [USD/MW, USD/MWh]
    """
    cost, last, gone, ends = _there(
        sizes, load, solar, wind, price, feed_in, charge, give, share, rows, merge
    )
    return cost, gradient(
        sizes, load, solar, wind, price, feed_in, charge, give, share, rows, last, gone, ends
    )
