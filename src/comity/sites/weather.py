"""An hourly year at a place, from monthly normals: what the air is like, hour by hour.

Monthly means are joined so that the months keep their means [1]_, each day swings between its
minimum and maximum, and day-to-day weather is a first-order autoregression whose size follows the
season. The method is tested against hourly station years: see ``docs/method/sites.md``.

References
----------
.. [1] P. D. Killworth, "Time interpolation of forcing fields in ocean models," J. Phys. Oceanogr.
       26, pp. 136-143, 1996.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.errors import InputError
from comity.sites import air
from comity.sites.air import Hours

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""A year of 365 days; a leap day belongs to no normal."""

DAYS, HOURS = 365, 8760

MONTH_OF_DAY: NDArray[np.intp] = np.repeat(np.arange(12), MONTH_DAYS)
"""Month, 0 to 11, of each day of the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normals:
    """Monthly climate of a place.

    Attributes
    ----------
    temp_mean, temp_max, temp_min : ndarray, shape (12,)
        Mean temperature, mean daily maximum, mean daily minimum. [°C]
    vapour : ndarray, shape (12,)
        Mean vapour pressure. [Pa]
    pressure : float
        Air pressure of the site. [Pa]
    """

    temp_mean: Hours
    temp_max: Hours
    temp_min: Hours
    vapour: Hours
    pressure: float

    def __post_init__(self) -> None:
        for name in ("temp_mean", "temp_max", "temp_min", "vapour"):
            values = np.asarray(getattr(self, name), float)
            if values.shape != (12,) or not np.isfinite(values).all():
                raise InputError(f"{name} needs twelve numbers, January to December.")
            object.__setattr__(self, name, values)
        if (self.temp_min > self.temp_mean).any() or (self.temp_mean > self.temp_max).any():
            raise InputError("temp_min, temp_mean and temp_max are out of order in some month.")
        if (self.vapour <= 0.0).any():
            raise InputError("vapour needs to be above zero in every month.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Persistence:
    """How the weather departs from its normal, day to day.

    Attributes
    ----------
    carry_over : float
        Correlation of one day's departure with the next day's.
    spread_base, spread_per_range, spread_per_change : float
        Standard deviation of daily means within a month: base [K], plus a share of the annual range
        of monthly means, plus a share of the change from the month before to the month after.
    vapour_response : float
        Relative rise of vapour pressure with a departure. [1/K]
    peak_hour : float
        Local solar hour of the daily maximum. [h]
    """

    carry_over: float
    spread_base: float
    spread_per_range: float
    spread_per_change: float
    vapour_response: float
    peak_hour: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The air at a place, hour by hour, from 1 January, in local solar time.

    Attributes
    ----------
    temp_air : ndarray, shape (hours,)
        Dry-bulb temperature. [°C]
    vapour : ndarray, shape (hours,)
        Vapour pressure. [Pa]
    pressure : ndarray, shape (hours,)
        Air pressure. [Pa]
    """

    temp_air: Hours
    vapour: Hours
    pressure: Hours


def year_from_normals(
    normals: Normals, persistence: Persistence, *, rng: np.random.Generator
) -> Year:
    """An hourly year whose months have the given means.

    Parameters
    ----------
    normals : Normals
        Monthly climate.
    persistence : Persistence
        Day-to-day weather.
    rng : numpy.random.Generator
        Where the day-to-day weather comes from; the same state gives the same year.

    Returns
    -------
    Year
        8 760 hours.
    """
    days = _daily_departure(normals.temp_mean, persistence, rng)
    departure = np.repeat(days, 24)
    mean, top, bottom = (
        np.repeat(daily_from_monthly(x), 24)
        for x in (normals.temp_mean, normals.temp_max, normals.temp_min)
    )
    swing = np.maximum(top - bottom, 0.0)
    temp = mean + departure + swing * np.tile(_daily_shape(persistence.peak_hour), DAYS)
    # In logarithms, so that vapour pressure stays above zero; then scaled back to the means.
    moist = np.exp(daily_from_monthly(np.log(normals.vapour)) + persistence.vapour_response * days)
    moist *= (normals.vapour / monthly_means(moist))[MONTH_OF_DAY]
    vapour = np.minimum(np.repeat(moist, 24), air.saturation_pressure(temp))
    return Year(temp_air=temp, vapour=vapour, pressure=np.full(HOURS, normals.pressure))


def daily_from_monthly(monthly: ArrayLike) -> Hours:
    """A smooth daily course whose monthly means are the given ones.

    Parameters
    ----------
    monthly : array_like, shape (12,)
        Monthly means. [any unit]

    Returns
    -------
    ndarray, shape (365,)
        Daily values: straight lines between mid-months, drawn through the values that reproduce
        the means, [1]_.
    """
    daily: Hours = _smoother() @ np.asarray(monthly, float)
    return daily


def monthly_means(daily: ArrayLike) -> Hours:
    """Means of the months of a daily course.

    Parameters
    ----------
    daily : array_like, shape (365,)
        Daily values. [any unit]

    Returns
    -------
    ndarray, shape (12,)
        Monthly means.
    """
    sums = np.bincount(MONTH_OF_DAY, weights=np.asarray(daily, float), minlength=12)
    means: Hours = sums / np.array(MONTH_DAYS)
    return means


def normals_of(year: Year) -> Normals:
    """Monthly normals of one hourly year.

    Parameters
    ----------
    year : Year
        8 760 hours.

    Returns
    -------
    Normals
        Means of the months, of the daily extremes, of vapour pressure and of pressure.
    """
    if year.temp_air.shape != (HOURS,):
        raise InputError(f"A year has {HOURS} hours; this one has {year.temp_air.size}.")
    days = year.temp_air.reshape(DAYS, 24)
    return Normals(
        temp_mean=monthly_means(days.mean(axis=1)),
        temp_max=monthly_means(days.max(axis=1)),
        temp_min=monthly_means(days.min(axis=1)),
        vapour=monthly_means(year.vapour.reshape(DAYS, 24).mean(axis=1)),
        pressure=float(year.pressure.mean()),
    )


@functools.cache
def _smoother() -> Hours:
    middle = np.cumsum(MONTH_DAYS) - np.array(MONTH_DAYS) / 2.0
    days = np.arange(DAYS) + 0.5
    lines = np.stack(
        [np.interp(days, middle, np.eye(12)[month], period=DAYS) for month in range(12)], axis=1
    )
    means = np.stack([lines[month == MONTH_OF_DAY].mean(axis=0) for month in range(12)])
    smoother: Hours = lines @ np.linalg.inv(means)
    smoother.setflags(write=False)
    return smoother


def _daily_shape(peak_hour: float) -> Hours:
    hours = np.arange(24) + 0.5
    shape: Hours = 0.5 * np.cos(2.0 * np.pi * (hours - peak_hour) / 24.0)
    return shape


def _daily_departure(monthly: Hours, persistence: Persistence, rng: np.random.Generator) -> Hours:
    """Departures of daily means from their season: zero mean and the ruled spread each month."""
    noise = rng.standard_normal(2 * DAYS)
    course = np.empty(2 * DAYS)
    course[0] = noise[0]
    fresh = np.sqrt(1.0 - persistence.carry_over**2)
    for day in range(1, 2 * DAYS):
        course[day] = persistence.carry_over * course[day - 1] + fresh * noise[day]
    course = course[DAYS:]
    course -= monthly_means(course)[MONTH_OF_DAY]
    course /= np.sqrt(monthly_means(course**2))[MONTH_OF_DAY]
    change = np.abs(np.roll(monthly, -1) - np.roll(monthly, 1)) / 2.0
    spread = (
        persistence.spread_base
        + persistence.spread_per_range * float(np.ptp(monthly))
        + persistence.spread_per_change * change
    )
    return course * spread[MONTH_OF_DAY]
