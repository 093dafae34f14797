"""The same problem written out hour by hour for a general solver: referee, and more options.

What the exact method for one store cannot carry goes here: load shifted within the day, and a
target on the share of the load met by one's own sun and wind. HiGHS [1]_ solves it.

References
----------
.. [1] Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method," Mathematical
       Programming Computation 10(1), pp. 119-142, 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from comity.errors import Infeasible
from comity.sites.storage.problem import Four, Hours, Problem

if TYPE_CHECKING:
    import highspy

_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LpAnswer:
    """What the solver found.

    Attributes
    ----------
    sizes : ndarray, shape (4,)
        Sun, wind, battery energy, battery power. [MW, MWh]
    cost : float
        Yearly cost of building and running them. [USD]
    gap : float
        Relative distance of the cost its multipliers prove.
    backup, charge, give, stored, load : ndarray, shape (hours,)
        Backup, battery in and out, energy held after the hour, load after shifting. [MW, MWh]
    """

    sizes: Four
    cost: float
    gap: float
    backup: Hours
    charge: Hours
    give: Hours
    stored: Hours
    load: Hours


def solve_lp(
    problem: Problem,
    *,
    own_share: float | None = None,
    flexible_share: float = 0.0,
    peak_factor: float = 1.0,
    solver: str = "choose",
    fixed: Four | None = None,
) -> LpAnswer:
    """Least-cost sizes by linear programming over every hour.

    Parameters
    ----------
    problem : Problem
        What is to be sized.
    own_share : float, optional
        Least share of the load met without backup, 0 to 1. [MWh/MWh]
    flexible_share : float
        Share of each hour's load that may move to another hour of its day. [MWh/MWh]
    peak_factor : float
        The shifted load stays under this times the highest load, 1 or more. [MW/MW]
    solver : str
        ``simplex``, ``ipm`` or ``choose``, as HiGHS calls them.
    fixed : ndarray, shape (4,), optional
        Sizes to keep; then the least cost of running them is found. [MW, MWh]

    Returns
    -------
    LpAnswer

    Raises
    ------
    Infeasible
        If no sizes within the limits satisfy all; the sentence names the constraint.
    """
    import highspy

    table = _table(problem, own_share, flexible_share, peak_factor, fixed)
    highs = _quiet()
    highs.setOptionValue("solver", solver)
    highs.setOptionValue("threads", 1)
    highs.passModel(table.model())
    highs.run()
    status = highs.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise Infeasible(_why(highs.modelStatusToString(status), own_share))
    solution = highs.getSolution()
    values = np.array(solution.col_value)
    cost = float(highs.getInfo().objective_function_value)
    proved = table.dual_cost(np.array(solution.row_dual), np.array(solution.col_dual))
    at = table.at
    hours = problem.hours
    moved = np.zeros(hours)
    if "up" in at:
        moved = values[at["up"] : at["up"] + hours] - values[at["down"] : at["down"] + hours]
    return LpAnswer(
        sizes=values[:4],
        cost=cost,
        gap=max(0.0, cost - proved) / max(abs(cost), 1e-12),
        backup=values[at["backup"] : at["backup"] + hours],
        charge=values[at["charge"] : at["charge"] + hours],
        give=values[at["give"] : at["give"] + hours],
        stored=values[at["stored"] : at["stored"] + hours],
        load=problem.load + moved,
    )


def _quiet() -> highspy.Highs:
    """A solver that prints nothing: HiGHS 1.16 prints its banner while it is made."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 (the solver's own name)
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet()  # type: ignore[no-untyped-call]


def _why(status: str, own_share: float | None) -> str:
    if own_share is not None:
        return (
            f"No sizes within the limits meet {own_share:.0%} of the load without backup; "
            f"lower the share or raise the limits on sun, wind and battery. ({status})"
        )
    return f"The linear programme has no least cost: {status.lower()}; check the limits on sizes."


class _Table:
    """Columns and rows of the linear programme, filled block by block."""

    def __init__(self) -> None:
        self.cost: list[Hours] = []
        self.most: list[Hours] = []
        self.least: list[Hours] = []
        self.at: dict[str, int] = {}
        self.columns = 0
        self.rows = 0
        self.entries: list[tuple[NDArray[Any], NDArray[Any], Hours]] = []
        self.row_low: list[Hours] = []
        self.row_high: list[Hours] = []

    def add_columns(self, name: str, cost: Hours, most: Hours, least: Hours | None = None) -> None:
        self.at[name] = self.columns
        self.columns += cost.size
        self.cost.append(cost)
        self.most.append(most)
        self.least.append(np.zeros(cost.size) if least is None else least)

    def add_rows(self, low: Hours, high: Hours) -> NDArray[np.int64]:
        rows = np.arange(self.rows, self.rows + low.size)
        self.rows += low.size
        self.row_low.append(low)
        self.row_high.append(high)
        return rows

    def put(self, rows: NDArray[Any], columns: NDArray[Any] | int, values: Hours | float) -> None:
        wide = np.broadcast_arrays(rows, columns, np.asarray(values, float))
        self.entries.append((wide[0], wide[1], wide[2]))

    def dual_cost(self, rows: Hours, columns: Hours) -> float:
        """Cost the multipliers prove: each pushes against the bound of its sign."""
        total = 0.0
        for prices, low, high in (
            (rows, np.concatenate(self.row_low), np.concatenate(self.row_high)),
            (columns, np.concatenate(self.least), np.concatenate(self.most)),
        ):
            bound = np.where(prices > 0.0, low, high)
            total += float(np.where(np.isfinite(bound), bound, 0.0) @ prices)
        return total

    def model(self) -> highspy.HighsLp:
        import highspy

        rows, columns, values = (
            np.concatenate([each[k].ravel() for each in self.entries]) for k in range(3)
        )
        keep = values != 0.0
        rows, columns, values = rows[keep], columns[keep], values[keep]
        order = np.lexsort((rows, columns))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, self.rows
        model.col_cost_ = np.concatenate(self.cost)
        model.col_lower_ = np.concatenate(self.least)
        model.col_upper_ = np.concatenate(self.most)
        model.row_lower_ = np.concatenate(self.row_low)
        model.row_upper_ = np.concatenate(self.row_high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        starts = np.searchsorted(columns[order], np.arange(self.columns + 1))
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = rows[order].astype(np.int32)
        model.a_matrix_.value_ = values[order]
        return model


def _table(
    problem: Problem, own_share: float | None, flexible: float, peak: float, fixed: Four | None
) -> _Table:
    hours = problem.hours
    free, none = np.full(hours, np.inf), np.zeros(hours)
    table = _Table()
    most = problem.most if fixed is None else fixed
    table.add_columns("sizes", problem.annual_cost, most, fixed)
    for name in ("charge", "give", "stored"):
        table.add_columns(name, none, free)
    table.add_columns("backup", problem.price, free)
    at, each = table.at, np.arange(hours)
    balance = table.add_rows(problem.load, free)
    table.put(balance, 0, problem.solar)
    table.put(balance, 1, problem.wind)
    table.put(balance, at["give"] + each, 1.0)
    table.put(balance, at["charge"] + each, -1.0)
    table.put(balance, at["backup"] + each, 1.0)
    if problem.feed_in.any():
        table.add_columns("fed", -problem.feed_in, free)
        table.put(balance, at["fed"] + each, -1.0)
    _battery_rows(table, problem)
    if flexible > 0.0:
        _shift_rows(table, problem, flexible, peak, balance)
    if own_share is not None:
        allowed = (1.0 - own_share) * float(problem.load.sum())
        row = table.add_rows(np.array([-np.inf]), np.array([allowed]))
        table.put(np.repeat(row, hours), at["backup"] + each, 1.0)
    return table


def _battery_rows(table: _Table, problem: Problem) -> None:
    hours, at = problem.hours, table.at
    each, none, below = np.arange(hours), np.zeros(hours), np.full(hours, -np.inf)
    held = table.add_rows(none, none)
    table.put(held, at["stored"] + each, 1.0)
    table.put(held[1:], at["stored"] + each[:-1], -1.0)
    table.put(held[:1], 2, -problem.start_share)
    table.put(held, at["charge"] + each, -problem.charge)
    table.put(held, at["give"] + each, 1.0 / problem.discharge)
    for name, size in (("stored", 2), ("charge", 3), ("give", 3)):
        rows = table.add_rows(below, none)
        table.put(rows, at[name] + each, 1.0)
        table.put(rows, size, -1.0)
    last = table.add_rows(np.zeros(1), np.array([np.inf]))
    table.put(last, at["stored"] + hours - 1, 1.0)
    table.put(last, 2, -problem.start_share)


def _shift_rows(
    table: _Table, problem: Problem, flexible: float, peak: float, balance: NDArray[np.int64]
) -> None:
    hours = problem.hours
    each, none = np.arange(hours), np.zeros(hours)
    room = np.maximum(peak * problem.load.max() - problem.load, 0.0)
    table.add_columns("up", none, room)
    table.add_columns("down", none, flexible * problem.load)
    at = table.at
    table.put(balance, at["up"] + each, -1.0)
    table.put(balance, at["down"] + each, 1.0)
    days = -(-hours // _DAY)
    kept = table.add_rows(np.zeros(days), np.zeros(days))
    table.put(kept[each // _DAY], at["up"] + each, 1.0)
    table.put(kept[each // _DAY], at["down"] + each, -1.0)
