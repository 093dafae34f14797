"""Both sides of the balance of emissions, each on its own: they are never netted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.models.architecture import Number

GRADES = ("A", "B", "C", "D")
"""A trial, B quasi-experiment, C engineering estimate, D claim; D never enters a total."""


def embodied_a_year(devices: Number, *, each: Number, life: Number) -> Number:
    """Emissions of making accelerators, spread evenly over their life.

    Parameters
    ----------
    devices : Number
        How many.
    each : Number
        Emissions of making one. [kgCO2e]
    life : Number
        [years]

    Returns
    -------
    Number
        [kgCO2e/year]
    """
    found: Number = devices * each / life
    return found


def kept(effect: Number, *, adoption: Number, rebound: Number, additional: Number = 1.0) -> Number:
    """What is left of a saving after adoption and rebound.

    Parameters
    ----------
    effect : Number
        Saving where everyone adopts and no one uses more. [any]
    adoption, additional : Number
        Share who adopt; share that would not have happened anyway.
    rebound : Number
        Share that more use takes back; above one it backfires and the result is below zero.

    Returns
    -------
    Number
        In the unit of `effect`.
    """
    found: Number = adoption * effect * (1 - np.asarray(rebound)) * additional
    return found


def needed(footprint: Number, energy: Number, *, rebound: Number = 0.0) -> Number:
    """Savings each kilowatt-hour must bring, before rebound, to equal the footprint.

    Parameters
    ----------
    footprint : Number
        Emissions of a year. [kgCO2e]
    energy : Number
        Electricity of that year. [kWh]
    rebound : Number
        Share that more use takes back.

    Returns
    -------
    Number
        Infinite when the rebound takes all. [kgCO2e/kWh]
    """
    if np.any(np.asarray(energy) <= 0):
        raise InputError("energy must be above zero.")
    left = 1 - np.asarray(rebound, float)
    some = left > 0
    found: Number = np.where(some, footprint / energy / np.where(some, left, 1.0), np.inf)[()]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A saving as its row states it: what, how much, and how well it is shown.

    Attributes
    ----------
    effect, grade : str
        Its name and one of `GRADES`.
    value : float
        Saving after rebound. [any]
    """

    effect: str
    grade: str
    value: float

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise InputError(f"Effect {self.effect}: the grade is none of {', '.join(GRADES)}.")


def total(savings: Iterable[Saving]) -> float:
    """Sum of savings graded A to C; claims are left out.

    Parameters
    ----------
    savings : iterable of Saving
        All in one unit. [any]

    Returns
    -------
    float
    """
    return sum(each.value for each in savings if each.grade != "D")
