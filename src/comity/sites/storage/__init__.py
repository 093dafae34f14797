"""Battery, sun and wind of least cost: exact running cost, certified sizes, a referee."""

from comity.sites.storage.dispatch import Dispatch, RunningCost
from comity.sites.storage.linear_program import LpAnswer, solve_lp
from comity.sites.storage.problem import Problem, Sizes
from comity.sites.storage.shift import shift_within_day
from comity.sites.storage.sizing import Sizing, size

__all__ = [
    "Dispatch",
    "LpAnswer",
    "Problem",
    "RunningCost",
    "Sizes",
    "Sizing",
    "shift_within_day",
    "size",
    "solve_lp",
]
