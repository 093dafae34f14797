"""Sizes of least cost: exact for one store, by linear programming where the load can move.

A share target without machine code also goes to the linear programme, where it is faster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comity.errors import Infeasible, InputError
from comity.sites.storage.bundle import Answer, Optimum, least_cost, relative_gap
from comity.sites.storage.compiled import HAS_NUMBA
from comity.sites.storage.dispatch import Dispatch, RunningCost
from comity.sites.storage.linear_program import solve_lp
from comity.sites.storage.problem import Four, Problem, Sizes
from comity.sites.storage.target import ShareCost, reachable_share

_PENALTIES = (1e4, 1e5, 1e6)
"""Tried in turn for a MWh that may not be bought. [USD/MWh]"""

_UNSERVED = 1e-6
"""Share of the load left unserved that counts as none: what the gap itself allows. [MWh/MWh]"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sizing:
    """Sizes of least yearly cost, how sure that is, and a year of running them.

    Attributes
    ----------
    sizes : Sizes
        What to build. [MW, MWh]
    cost : float
        Yearly cost of building and running. [USD]
    gap : float
        Largest relative distance from the least cost, certified by planes below it.
    method : str
        ``bundle`` or ``linear programme``.
    questions : int
        Times the running cost was computed; 0 for the linear programme.
    hours : Dispatch
        Every hour. [MW, MWh]
    unserved : float
        Load that may not be bought and is not met. [MWh]
    """

    sizes: Sizes
    cost: float
    gap: float
    method: str
    questions: int
    hours: Dispatch
    unserved: float


def size(
    problem: Problem,
    *,
    own_share: float | None = None,
    no_backup: NDArray[np.bool_] | None = None,
    flexible_share: float = 0.0,
    peak_factor: float = 1.0,
    tolerance: float = 1e-6,
) -> Sizing:
    """Sun, wind and battery of least yearly cost for a load.

    Parameters
    ----------
    problem : Problem
        Load, sun, wind, prices and costs; its arrays span one year.
    own_share : float, optional
        Least share of the load met without backup, 0 to 1. [MWh/MWh]
    no_backup : ndarray of bool, shape (hours,), optional
        Hours in which nothing may be bought: an outage without diesel.
    flexible_share : float
        Share of each hour's load that may move within its day. [MWh/MWh]
    peak_factor : float
        The moved load stays under this times the highest load. [MW/MW]
    tolerance : float
        Relative gap at which to stop. [1]

    Returns
    -------
    Sizing

    Raises
    ------
    Infeasible
        If no sizes within the limits meet the share, or serve the hours without backup; the
        sentence says how far they can go.
    """
    if own_share is not None and not 0.0 <= own_share <= 1.0:
        raise InputError("The share met by own sun and wind lies between 0 and 1.")
    if own_share is not None:
        _check_share(problem, own_share)
    if no_backup is None or not no_backup.any():
        return _size(problem, own_share, flexible_share, peak_factor, tolerance, None)
    for penalty in _PENALTIES:
        price = np.where(no_backup, np.maximum(problem.price, penalty), problem.price)
        feed_in = np.where(no_backup, 0.0, problem.feed_in)
        strict = replace(problem, price=price, feed_in=feed_in)
        found = _size(strict, own_share, flexible_share, peak_factor, tolerance, no_backup)
        if found.unserved <= _UNSERVED * problem.load.sum():
            return found
    short = found.hours.backup * no_backup
    raise Infeasible(
        f"Sun, wind and battery within the limits leave {found.unserved:.3g} MWh a year unserved "
        f"in {int((short > 1e-9).sum())} hours without backup, the first being hour "
        f"{int(np.argmax(short > 1e-9))}; allow diesel or raise the limits."
    )


def _check_share(problem: Problem, own_share: float) -> None:
    reach = reachable_share(problem)
    if own_share > reach + 1e-9:
        raise Infeasible(
            f"A share of {own_share:.4g} met by own sun and wind is out of reach: the largest "
            f"sizes allowed meet {reach:.4g}; lower the share or raise the limits."
        )


def _size(
    problem: Problem,
    own_share: float | None,
    flexible_share: float,
    peak_factor: float,
    tolerance: float,
    no_backup: NDArray[np.bool_] | None,
) -> Sizing:
    if flexible_share > 0.0 or (own_share is not None and not HAS_NUMBA):
        return _by_lp(problem, own_share, flexible_share, peak_factor, no_backup)
    scale = usual_sizes(problem)
    box = _box(problem)
    start = np.minimum(scale * np.array([0.6, 0.2, 0.7, 1.0]), box)
    if own_share is None:
        running = RunningCost(problem)

        def oracle(sizes: Four) -> Answer:
            cost, slope = running(sizes)
            return cost, cost, slope

        found = least_cost(
            oracle, problem.annual_cost, start=start, scale=scale, box=box, tolerance=tolerance
        )
        sizes = _without_traces(found, lambda x: running(x)[0], problem, scale, tolerance)
        cost, _, hours = running.dispatch(sizes)
    else:
        target = ShareCost(problem, own_share)
        start = target.first_point(start, box)
        found = least_cost(
            target, problem.annual_cost, start=start, scale=scale, box=box, tolerance=tolerance
        )
        sizes = _without_traces(found, lambda x: target(x)[0], problem, scale, tolerance)
        cost, hours = target.dispatch(sizes)
    total = cost + float(problem.annual_cost @ sizes)
    _check_box(problem, sizes, box)
    # Where nothing is paid for what is fed in, no year costs less than nothing.
    bound = found.bound if problem.feed_in.any() else max(found.bound, 0.0)
    return Sizing(
        sizes=Sizes.of(sizes),
        cost=total,
        gap=relative_gap(total, bound),
        method="bundle",
        questions=found.questions,
        hours=hours,
        unserved=0.0 if no_backup is None else float(hours.backup[no_backup].sum()),
    )


def usual_sizes(problem: Problem) -> Four:
    """Sizes that carry the mean load by sun alone, by wind alone, for eight hours, at once.

    Parameters
    ----------
    problem : Problem
        What is to be sized.

    Returns
    -------
    ndarray, shape (4,)
        A scale for the search; it changes no result. [MW, MWh]
    """
    mean = float(problem.load.mean())
    sun, wind = max(float(problem.solar.mean()), 0.02), max(float(problem.wind.mean()), 0.02)
    return np.array([mean / sun, mean / wind, 8.0 * mean, mean])


def _box(problem: Problem) -> Four:
    """Sizes beyond which building alone costs more than all backup and what feed-in can earn."""
    earned = np.array([problem.feed_in @ problem.solar, problem.feed_in @ problem.wind, 0.0, 0.0])
    left = problem.annual_cost - earned
    if np.any((left <= 0.0) & np.isinf(problem.most)):
        what = "sun" if left[0] <= 0.0 else "wind"
        raise Infeasible(f"Feed-in pays more than {what} costs, without end; state a largest size.")
    margin = 10.0 if problem.feed_in.any() else 1.0
    bound = margin * problem.no_build / np.where(left > 0.0, left, 1.0)
    return np.asarray(np.minimum(bound, problem.most), dtype=np.float64)


def _check_box(problem: Problem, sizes: Four, box: Four) -> None:
    if problem.feed_in.any() and np.any((sizes > 0.999 * box) & (box < problem.most)):
        raise Infeasible("Feed-in and backup prices make building pay without end; state limits.")


def _without_traces(
    found: Optimum,
    running: Callable[[Four], float],
    problem: Problem,
    scale: Four,
    tolerance: float,
) -> Four:
    """The sizes with what is nearly nothing left out, when that stays within the tolerance."""
    bare = np.where(found.sizes < 1e-6 * scale, 0.0, found.sizes)
    if bare[2] == 0.0 or bare[3] == 0.0:
        bare[2:] = 0.0
    if np.array_equal(bare, found.sizes):
        return bare
    cost = running(bare) + float(problem.annual_cost @ bare)
    within = cost <= found.cost or cost - found.bound <= max(tolerance, found.gap) * abs(cost)
    return bare if within else found.sizes


def _by_lp(
    problem: Problem,
    own_share: float | None,
    flexible_share: float,
    peak_factor: float,
    no_backup: NDArray[np.bool_] | None,
) -> Sizing:
    answer = solve_lp(
        problem, own_share=own_share, flexible_share=flexible_share, peak_factor=peak_factor
    )
    sizes = answer.sizes
    over = (
        answer.load - sizes[0] * problem.solar - sizes[1] * problem.wind
        + answer.charge - answer.give - answer.backup
    )  # fmt: skip
    surplus = np.maximum(-over, 0.0)
    pays = problem.feed_in > 0.0
    return Sizing(
        sizes=Sizes.of(sizes),
        cost=answer.cost,
        gap=answer.gap,
        method="linear programme",
        questions=0,
        hours=Dispatch(
            backup=answer.backup,
            spilled=np.where(pays, 0.0, surplus),
            fed=np.where(pays, surplus, 0.0),
            charge=answer.charge,
            give=answer.give,
            stored=answer.stored,
        ),
        unserved=0.0 if no_backup is None else float(answer.backup[no_backup].sum()),
    )
