"""What is to be sized, and what a size means: `Problem`, `Sizes`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber

Hours: TypeAlias = NDArray[np.float64]
"""One value an hour."""

Four: TypeAlias = NDArray[np.float64]
"""Sun, wind, battery energy, battery power, in this order."""

NAMES = ("pv", "wind", "energy", "power")
"""What the four sizes are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much of each thing is built.

    Attributes
    ----------
    pv, wind : float
        Nameplate of solar and wind. [MW]
    energy : float
        What the battery holds. [MWh]
    power : float
        What the battery takes in or gives out, at its terminals. [MW]
    """

    pv: float
    wind: float
    energy: float
    power: float

    @classmethod
    def of(cls, array: Four) -> Sizes:
        """Sizes from an array in the order of `NAMES`.

        Parameters
        ----------
        array : ndarray, shape (4,)
            [MW, MWh]

        Returns
        -------
        Sizes
        """
        pv, wind, energy, power = (float(each) for each in array)
        return cls(pv=pv, wind=wind, energy=energy, power=power)

    @property
    def array(self) -> Four:
        """The four sizes as an array, in the order of `NAMES`."""
        return np.array([self.pv, self.wind, self.energy, self.power])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """A load, what sun and wind give, what backup costs, and what building costs.

    Attributes
    ----------
    load : ndarray, shape (hours,)
        Power the site needs. [MW]
    solar, wind : ndarray, shape (hours,)
        Output of one MW of nameplate. [MW/MW]
    price : ndarray, shape (hours,)
        Cost of a MWh of backup: the grid, or diesel when it is down or dearer. [USD/MWh]
    annual_cost : ndarray, shape (4,)
        Yearly cost of one MW of sun, of wind, one MWh and one MW of battery. [USD/year]
    feed_in : ndarray, shape (hours,), optional
        Paid for a MWh given to the grid, at most `price`; zero unless given. [USD/MWh]
    charge, discharge : float
        Efficiency of either way through the battery. [MWh/MWh]
    start_share : float
        Share of its energy the battery holds at the first hour and at least at the last. [MWh/MWh]
    most : ndarray, shape (4,), optional
        Largest sizes allowed; infinite unless given. [MW, MWh]

    Raises
    ------
    NotANumber
        If a value is missing.
    InputError
        If lengths differ, or a value lies outside what the method holds for.
    """

    load: Hours
    solar: Hours
    wind: Hours
    price: Hours
    annual_cost: Four
    feed_in: Hours = field(default_factory=lambda: np.zeros(0))
    charge: float
    discharge: float
    start_share: float = 0.5
    most: Four = field(default_factory=lambda: np.full(4, np.inf))

    def __post_init__(self) -> None:
        if self.feed_in.size == 0:
            object.__setattr__(self, "feed_in", np.zeros_like(self.load))
        for name in ("load", "solar", "wind", "price", "feed_in"):
            _check_hours(name, getattr(self, name), self.load.size)
        if np.any(self.feed_in > self.price):
            hour = int(np.argmax(self.feed_in > self.price))
            raise InputError(f"Feed-in pays more than backup costs in hour {hour}; it may not.")
        if self.load.sum() <= 0.0:
            raise InputError("The load is zero in every hour; there is nothing to supply.")
        for name in ("charge", "discharge"):
            if not 0.0 < getattr(self, name) <= 1.0:
                raise InputError(f"The {name} efficiency must be above 0 and at most 1.")
        if not 0.0 <= self.start_share <= 1.0:
            raise InputError("The battery starts with a share of its energy between 0 and 1.")
        if np.any(self.annual_cost <= 0.0) or not np.all(np.isfinite(self.annual_cost)):
            raise InputError("Each of the four yearly costs must be above zero.")
        if np.any(np.isnan(self.most)) or np.any(self.most < 0.0):
            raise InputError("The largest sizes allowed may not be negative.")

    @property
    def hours(self) -> int:
        """Number of hours."""
        return int(self.load.size)

    @property
    def no_build(self) -> float:
        """Cost of serving the load by backup alone [USD]."""
        return float(self.price @ self.load)


def _check_hours(name: str, values: Hours, hours: int) -> None:
    if values.ndim != 1 or values.size != hours:
        raise InputError(f"{name} has {values.size} hours where the load has {hours}.")
    if not np.all(np.isfinite(values)):
        hour = int(np.argmin(np.isfinite(values)))
        raise NotANumber(f"{name} is missing in hour {hour}; fill the gap and say how.")
    if np.any(values < 0.0):
        hour = int(np.argmax(values < 0.0))
        raise InputError(f"{name} is negative in hour {hour}; it must be zero or more.")
