"""An hourly year at a place, from monthly normals: what the air is like, hour by hour.

Monthly means are joined so that the months keep their means [1]_. Temperature, humidity and the
daily range depart from them from day to day as first-order autoregressions [2]_ whose sizes follow
the climate of the month, humidity partly with temperature [3]_; each day runs through two harmonics
[4]_. The method is tested against hourly station years: see ``docs/method/sites.md``.

References
----------
.. [1] P. D. Killworth, "Time interpolation of forcing fields in ocean models," J. Phys. Oceanogr.
       26, pp. 136-143, 1996.
.. [2] C. W. Richardson, "Stochastic simulation of daily precipitation, temperature, and solar
       radiation," Water Resour. Res. 17, pp. 182-190, 1981 (from memory; unconfirmed).
.. [3] Least squares of the logarithm of vapour pressure on temperature, month by month; the rest
       is a course of its own (``tools/fit_weather.py``).
.. [4] Fourier series of the mean day, ibid.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from statistics import NormalDist

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
    """How the weather departs from its normal, day to day and hour by hour.

    A part "per range" is multiplied with the annual range of monthly mean temperatures [K], "per
    change" with half the change from the month before to the month after [K], "per swing" with the
    mean daily range [K], "per degree" with the mean temperature [°C], "per humidity" with the
    vapour pressure over that of saturation at the mean temperature, "per skew" with the mean of
    maximum and minimum less the mean, over the daily range.

    Attributes
    ----------
    carry_over, moisture_carry_over, swing_carry_over : float
        Correlation of one day's departure with the next day's.
    spread_base, spread_per_range, spread_per_change, spread_per_swing, spread_per_degree : float
        Standard deviation of daily means within a month. [K]
    vapour_response, response_per_humidity, response_per_degree, response_per_range : float
        Rise of the logarithm of vapour pressure with a departure of temperature. [1/K]
    moisture_base, moisture_per_humidity, moisture_per_degree : float
        Standard deviation of what else moves the logarithm of vapour pressure.
    swing_spread : float
        Standard deviation of the daily range over its mean.
    swing_with_temp, swing_with_moisture : float
        Correlation of the daily range with the two departures.
    swing_share : float
        Root mean square of the hours about their day, over the mean daily range.
    peak_hour, second_peak_hour : float
        Local solar hour at which the first and second harmonic of the day peak. [h]
    second_base, second_per_skew : float
        Size of the second harmonic over the first.
    """

    carry_over: float
    moisture_carry_over: float
    swing_carry_over: float
    spread_base: float
    spread_per_range: float
    spread_per_change: float
    spread_per_swing: float
    spread_per_degree: float
    vapour_response: float
    response_per_humidity: float
    response_per_degree: float
    response_per_range: float
    moisture_base: float
    moisture_per_humidity: float
    moisture_per_degree: float
    swing_spread: float
    swing_with_temp: float
    swing_with_moisture: float
    swing_share: float
    peak_hour: float
    second_peak_hour: float
    second_base: float
    second_per_skew: float


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
    warmer, moister, other = (
        _course(each, rng)
        for each in (
            persistence.carry_over,
            persistence.moisture_carry_over,
            persistence.swing_carry_over,
        )
    )
    sizes = _sizes(normals, persistence)
    departure = warmer * sizes.spread[MONTH_OF_DAY]
    swing = _swings(normals, persistence, warmer, moister, other)
    shape = _daily_shape(normals, persistence)[MONTH_OF_DAY]
    mean = daily_from_monthly(normals.temp_mean) + departure
    temp = (mean[:, None] + swing[:, None] * shape).ravel()
    # In logarithms, so that vapour pressure stays above zero.
    course = daily_from_monthly(np.log(normals.vapour)) + (
        sizes.response[MONTH_OF_DAY] * departure + sizes.moisture[MONTH_OF_DAY] * moister
    )
    vapour = _capped(np.repeat(np.exp(course), 24), air.saturation_pressure(temp), normals.vapour)
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


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Of the departures of a place, by month: [K], [1/K] and of the logarithm."""

    spread: Hours
    response: Hours
    moisture: Hours


def _sizes(normals: Normals, rule: Persistence) -> _Sizes:
    mean = normals.temp_mean
    span = float(np.ptp(mean))
    change = np.abs(np.roll(mean, -1) - np.roll(mean, 1)) / 2.0
    humid = np.minimum(normals.vapour / air.saturation_pressure(mean), 1.0)
    spread = (
        rule.spread_base
        + rule.spread_per_range * span
        + rule.spread_per_change * change
        + rule.spread_per_swing * (normals.temp_max - normals.temp_min)
        + rule.spread_per_degree * mean
    )
    response = (
        rule.vapour_response
        + rule.response_per_humidity * humid
        + rule.response_per_degree * mean
        + rule.response_per_range * span
    )
    moisture = (
        rule.moisture_base + rule.moisture_per_humidity * humid + rule.moisture_per_degree * mean
    )
    # Lines meet zero in the hottest and dampest months; weather never stands still.
    return _Sizes(np.maximum(spread, 0.2), response, np.maximum(moisture, 0.01))


def _swings(
    normals: Normals, rule: Persistence, warmer: Hours, moister: Hours, other: Hours
) -> Hours:
    """Root mean square of the hours of each day about their mean: less on dull and damp days."""
    alone = np.sqrt(max(1.0 - rule.swing_with_temp**2 - rule.swing_with_moisture**2, 0.0))
    course = rule.swing_with_temp * warmer + rule.swing_with_moisture * moister + alone * other
    factor = np.maximum(1.0 + rule.swing_spread * course, 0.1)
    factor /= np.sqrt(monthly_means(factor**2))[MONTH_OF_DAY]
    span = np.maximum(daily_from_monthly(normals.temp_max - normals.temp_min), 0.0)
    swings: Hours = rule.swing_share * span * factor
    return swings


def _daily_shape(normals: Normals, rule: Persistence) -> Hours:
    """Course of a day by month, shape (12, 24): zero mean, root mean square one.

    A daily mean below the middle of maximum and minimum has a short peak and a long night, which is
    what the second harmonic draws.
    """
    turn = 2.0 * np.pi * (np.arange(24) + 0.5) / 24.0
    first = np.cos(turn - 2.0 * np.pi * rule.peak_hour / 24.0)
    second = np.cos(2.0 * (turn - 2.0 * np.pi * rule.second_peak_hour / 24.0))
    span = np.maximum(normals.temp_max - normals.temp_min, 0.5)
    skew = ((normals.temp_max + normals.temp_min) / 2.0 - normals.temp_mean) / span
    size = rule.second_base + rule.second_per_skew * skew
    shape: Hours = first + size[:, None] * second
    shape /= np.sqrt((shape**2).mean(axis=1))[:, None]
    return shape


def _capped(vapour: Hours, full: Hours, months: Hours) -> Hours:
    """Vapour pressure that no saturated hour exceeds, with the means of its months restored."""
    for _ in range(4):
        held = monthly_means(np.minimum(vapour, full).reshape(DAYS, 24).mean(axis=1))
        vapour = vapour * np.repeat((months / held)[MONTH_OF_DAY], 24)
    return np.minimum(vapour, full)


def _course(carry_over: float, rng: np.random.Generator) -> Hours:
    """A course of days that persists, and that fills each month with the quantiles of a normal.

    Without the quantiles, one chance year would stand for the climate of a month of thirty days.
    """
    noise = rng.standard_normal(2 * DAYS)
    course = np.empty(2 * DAYS)
    course[0] = noise[0]
    fresh = np.sqrt(1.0 - carry_over**2)
    for day in range(1, 2 * DAYS):
        course[day] = carry_over * course[day - 1] + fresh * noise[day]
    course = course[DAYS:]
    start = 0
    for length in MONTH_DAYS:
        month = course[start : start + length]
        month -= month.mean()
        month[np.argsort(month)] = _quantiles(length)
        start += length
    return course


@functools.cache
def _quantiles(count: int) -> Hours:
    """Normal quantiles at the middles of equal shares, of mean zero and variance one."""
    found = np.array([NormalDist().inv_cdf((k + 0.5) / count) for k in range(count)])
    found /= np.sqrt((found**2).mean())
    found.setflags(write=False)
    return found
