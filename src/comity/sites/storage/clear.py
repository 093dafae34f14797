"""The same least cost as `kernel.scan`, written to be read: the reference, and the base install.

Follow it with the notes of `kernel`. Each piece carries its slope, its length and how the length
moves with the four sizes, so the gradient comes along on the way forward.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from comity.sites.storage.problem import Four, Problem

_ENERGY = np.array([0.0, 0.0, 1.0, 0.0])
_POWER = np.array([0.0, 0.0, 0.0, 1.0])


class _Line:
    """A convex, piecewise linear cost over stored energy: pieces by slope, and the left end."""

    def __init__(self) -> None:
        self.slopes: list[float] = []
        self.lengths: list[float] = []
        self.moves: list[Four] = []
        self.cost = 0.0
        self.cost_moves: Four = np.zeros(4)

    def add(self, slope: float, length: float, moves: Four) -> None:
        at = bisect_left(self.slopes, slope)
        if at < len(self.slopes) and self.slopes[at] == slope:
            self.lengths[at] += length
            self.moves[at] = self.moves[at] + moves
            return
        self.slopes.insert(at, slope)
        self.lengths.insert(at, length)
        self.moves.insert(at, moves)

    def cut_left(self, amount: float, moves: Four) -> None:
        while len(self.slopes) > 1 and self.lengths[0] <= amount:
            amount -= self.lengths[0]
            moves = moves - self.moves[0]
            self.cost += self.slopes[0] * self.lengths[0]
            self.cost_moves = self.cost_moves + self.slopes[0] * self.moves[0]
            del self.slopes[0], self.lengths[0], self.moves[0]
        part = min(amount, self.lengths[0])
        self.lengths[0] -= part
        self.moves[0] = self.moves[0] - moves
        self.cost += self.slopes[0] * part
        self.cost_moves = self.cost_moves + self.slopes[0] * moves

    def cut_right(self, amount: float, moves: Four) -> None:
        while len(self.slopes) > 1 and self.lengths[-1] < amount:
            amount -= self.lengths[-1]
            moves = moves - self.moves[-1]
            del self.slopes[-1], self.lengths[-1], self.moves[-1]
        self.lengths[-1] -= min(amount, self.lengths[-1])
        self.moves[-1] = self.moves[-1] - moves


def least_cost_clear(problem: Problem, sizes: Four) -> tuple[float, Four]:
    """Least cost of running given sizes, and its gradient.

    Parameters
    ----------
    problem : Problem
        What is to be run.
    sizes : ndarray, shape (4,)
        Sun, wind, battery energy and power. [MW, MWh]

    Returns
    -------
    cost : float
        Least cost. [USD]
    slope : ndarray, shape (4,)
        Its gradient, one of them where the cost has a kink. [USD/MW, USD/MWh]
    """
    energy, power = float(sizes[2]), float(sizes[3])
    share, up, down = problem.start_share, problem.charge, 1.0 / problem.discharge
    nets = problem.load - sizes[0] * problem.solar - sizes[1] * problem.wind
    line = _Line()
    low = high = share * energy
    low_moves = high_moves = share * _ENERGY
    hours = zip(nets, problem.price, problem.feed_in, problem.solar, problem.wind, strict=True)
    for net, price, feed, sun, mill in hours:
        _offer(line, problem, power, float(net), float(price), float(feed), sun, mill)
        low, low_moves = low - power * down, low_moves - down * _POWER
        if low <= 0.0:
            line.cut_left(-low, -low_moves)
            low, low_moves = 0.0, np.zeros(4)
        high, high_moves = high + up * power, high_moves + up * _POWER
        if high >= energy:
            line.cut_right(high - energy, high_moves - _ENERGY)
            high, high_moves = energy, _ENERGY
    line.cut_left(share * energy - low, share * _ENERGY - low_moves)
    return line.cost, line.cost_moves


def _offer(
    line: _Line,
    problem: Problem,
    power: float,
    net: float,
    price: float,
    feed: float,
    sun: float,
    mill: float,
) -> None:
    """Add what an hour offers: its leftmost cost (battery gives all it can) and its pieces."""
    up, give = problem.charge, problem.discharge
    net_moves = np.array([-sun, -mill, 0.0, 0.0])
    rate = price if power <= net else feed
    line.cost += rate * (net - power)
    line.cost_moves = line.cost_moves + rate * (net_moves - _POWER)
    if net < 0.0:
        line.add(feed * give, power / give, _POWER / give)
        if -net < power:
            line.add(feed / up, -net * up, -net_moves * up)
            line.add(price / up, (power + net) * up, (_POWER + net_moves) * up)
        else:
            line.add(feed / up, power * up, _POWER * up)
        return
    if power > net:
        line.add(feed * give, (power - net) / give, (_POWER - net_moves) / give)
        line.add(price * give, net / give, net_moves / give)
    else:
        line.add(price * give, power / give, _POWER / give)
    line.add(price / up, power * up, _POWER * up)
