"""An hourly year of sun and wind from monthly means: for screening only.

Monthly normals know nothing of runs of dark days, on which storage turns. The laws below restore
their distribution and persistence, not the weather of a place. Against station files the cost of
sun and batteries comes out with an error of about a tenth (``docs/method/storage.md``).
"""

from __future__ import annotations

import numpy as np

from comity.errors import InputError
from comity.sites.supply.sun import Hours, Sun

_DAYS = 365
_MONTH = np.repeat(np.arange(12), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))


def hourly_sun(
    monthly: Hours, sun: Sun, *, latitude: float, carry_over: float, rng: np.random.Generator
) -> Hours:
    """Hourly global irradiance whose months have the given means.

    Parameters
    ----------
    monthly : ndarray, shape (12,)
        Mean daily global irradiation of each month. [kWh/m2/day]
    sun : Sun
        Over the place in local solar time, 8 760 hours.
    latitude : float
        Of the place. [deg]
    carry_over : float
        Correlation of one day's clearness with the next day's. [1]
    rng : numpy.random.Generator
        Where the days come from.

    Returns
    -------
    ndarray, shape (8760,)
        Global horizontal irradiance. [W/m2]

    Raises
    ------
    InputError
        If a month is brighter than the sun outside the atmosphere allows.

    Notes
    -----
    Distribution of daily clearness in a month: P. Bendt, M. Collares-Pereira, A. Rabl, Solar Energy
    27(1), pp. 1-5, 1981, with the shape of M. Herzog and the upper end of K. G. T. Hollands and
    R. G. Huget, as given by J. A. Duffie and W. A. Beckman, "Solar Engineering of Thermal
    Processes," 4th ed., sec. 2.9. Persistence: V. A. Graham, K. G. T. Hollands, T. E. Unny, Solar
    Energy 40(2), pp. 83-92, 1988. Hours: M. Collares-Pereira and A. Rabl, Solar Energy 22(2),
    pp. 155-164, 1979.
    """
    level = sun.outside * np.maximum(sun.cos_zenith, 0.0)
    outside = level.reshape(_DAYS, 24).sum(axis=1) / 1000.0
    held = np.bincount(_MONTH, weights=outside) / np.bincount(_MONTH)
    mean = np.divide(monthly, held, out=np.zeros(12), where=held > 0.05)
    if np.any(mean > 0.85):
        month = int(np.argmax(mean)) + 1
        raise InputError(
            f"Month {month} has {mean.max():.0%} of the sun outside the atmosphere; check the unit."
        )
    rank = _ranks(carry_over, rng, _DAYS)
    clear = np.empty(_DAYS)
    for month in range(12):
        days = np.flatnonzero(month == _MONTH)
        clear[days] = _clearness(rank[days], float(mean[month]))
        total = float(outside[days] @ clear[days])
        if total > 0.0:
            clear[days] *= monthly[month] * days.size / total
    shape = _shape_of_days(sun, latitude, level)
    hourly: Hours = (shape * (np.minimum(clear, 0.9) * outside)[:, None] * 1000.0).ravel()
    return hourly


def hourly_wind(monthly: Hours, *, carry_over: float, rng: np.random.Generator) -> Hours:
    """Hourly wind speed whose months have the given means.

    Parameters
    ----------
    monthly : ndarray, shape (12,)
        Mean wind speed of each month. [m/s]
    carry_over : float
        Correlation of one hour with the next. [1]
    rng : numpy.random.Generator
        Where the hours come from.

    Returns
    -------
    ndarray, shape (8760,)
        Wind speed. [m/s]

    Notes
    -----
    Rayleigh distribution (Weibull of shape 2), C. G. Justus et al., "Methods for estimating wind
    speed frequency distributions," J. Appl. Meteorol. 17, pp. 350-353, 1978; Gaussian persistence.
    """
    rank = _ranks(carry_over, rng, 24 * _DAYS)
    speed = np.sqrt(-np.log1p(-rank))
    month = np.repeat(_MONTH, 24)
    means = np.bincount(month, weights=speed) / np.bincount(month)
    hourly: Hours = speed * (monthly / means)[month]
    return hourly


def _ranks(carry_over: float, rng: np.random.Generator, count: int) -> Hours:
    """Persistent ranks between 0 and 1, evenly spread."""
    noise = rng.standard_normal(count)
    course = np.empty(count)
    course[0] = noise[0]
    fresh = np.sqrt(1.0 - carry_over**2)
    for day in range(1, count):
        course[day] = carry_over * course[day - 1] + fresh * noise[day]
    ranks = np.empty(count)
    ranks[np.argsort(course)] = (np.arange(count) + 0.5) / count
    return ranks


def _clearness(rank: Hours, mean: float) -> Hours:
    """Daily clearness of a given rank in a month of given mean clearness."""
    low = 0.05
    if mean <= low + 0.01:
        return np.full(rank.size, mean)
    high = 0.6313 + 0.267 * mean - 11.9 * (mean - 0.75) ** 8
    high = max(high, mean + 0.02)
    xi = (high - low) / (high - mean)
    gamma = -1.498 + (1.184 * xi - 27.182 * np.exp(-1.5 * xi)) / (high - low)
    start, end = np.exp(gamma * low), np.exp(gamma * high)
    drawn: Hours = np.log(start - rank * (start - end)) / gamma
    return drawn


def _shape_of_days(sun: Sun, latitude: float, level: Hours) -> Hours:
    """Share of each day's irradiation in each of its hours, shape (365, 24)."""
    days = level.reshape(_DAYS, 24)
    total = days.sum(axis=1, keepdims=True)
    noon = sun.cos_zenith.reshape(_DAYS, 24)
    declination = np.arcsin(
        np.clip((noon.max(axis=1) + noon.min(axis=1)) / (2.0 * np.sin(np.radians(latitude))), -1, 1)
    ) if abs(latitude) > 1.0 else np.zeros(_DAYS)  # fmt: skip
    sunset = np.arccos(np.clip(-np.tan(np.radians(latitude)) * np.tan(declination), -1.0, 1.0))
    a = 0.409 + 0.5016 * np.sin(sunset - np.pi / 3.0)
    b = 0.6609 - 0.4767 * np.sin(sunset - np.pi / 3.0)
    angle = np.radians(15.0 * (np.arange(24) + 0.5 - 12.0))
    raw = np.maximum(a[:, None] + b[:, None] * np.cos(angle), 0.0) * days
    weight = raw.sum(axis=1, keepdims=True)
    shape: Hours = np.divide(raw, weight, out=np.zeros_like(raw), where=total > 1e-6)
    return shape
