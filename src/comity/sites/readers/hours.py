"""Rows of a weather file made into the 8 760 hours of a year, with what was lost on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber
from comity.sites import air
from comity.sites.air import Hours
from comity.sites.weather import HOURS, MONTH_DAYS, Year

BOUNDS = {
    "temp_air": (-90.0, 60.0, "°C", "degrees Celsius"),
    "relative_humidity": (0.0, 100.5, "%", "per cent"),
    "dew_point": (-100.0, 45.0, "°C", "degrees Celsius"),
    "pressure": (45000.0, 110000.0, "Pa", "pascal"),
}
"""Lowest and highest value of air on Earth, and its unit; 0.5 % of humidity is rounding."""

FIRST_DAY = np.concatenate(([0], np.cumsum(MONTH_DAYS)))[:12]
LEAP_HOURS = slice(59 * 24, 60 * 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A weather file as its reader found it; missing values are NaN.

    Attributes
    ----------
    name, format : str
        The file, for messages, and what kind it is.
    temp_air : ndarray, shape (rows,)
        [°C]
    pressure : ndarray, shape (rows,)
        [Pa]
    relative_humidity, dew_point : ndarray, shape (rows,), optional
        One of the two. [%], [°C]
    hour : ndarray of int, shape (rows,), optional
        Hour of a year of 365 days, 0 to 8 759; -1 on 29 February. From the row number when absent.
    first_row : int
        Line of the first row, for messages.
    latitude, longitude, elevation : float, optional
        Of the station. [°, °, m]
    utc_offset : float, optional
        Hours by which the clock of the file is ahead of UTC; none when it is not known. [h]
    labels : mapping of str to str
        What the file calls each quantity, when not by our name.
    """

    name: str
    format: str
    temp_air: Hours
    pressure: Hours
    relative_humidity: Hours | None = None
    dew_point: Hours | None = None
    hour: NDArray[np.int64] | None = None
    first_row: int = 2
    latitude: float | None = None
    longitude: float | None = None
    elevation: float | None = None
    utc_offset: float | None = None
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What was lost or made up when a file became a year.

    Attributes
    ----------
    kind : str
        ``leap_day`` (left out), ``averaged`` (rows made into hours) or ``filled`` (made up).
    hours : int
        How many hours it touches. [h]
    """

    kind: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An hourly year from a file.

    Attributes
    ----------
    year : Year
        8 760 hours from 1 January, in local solar time where the file says where it is.
    format : str
        ``epw``, ``pvgis``, ``nasa_power``, ``open_meteo`` or ``csv``.
    latitude, longitude, elevation : float, optional
        Of the station. [°, °, m]
    losses : tuple of Loss
        What was left out, averaged or filled.
    """

    year: Year
    format: str
    latitude: float | None = None
    longitude: float | None = None
    elevation: float | None = None
    losses: tuple[Loss, ...] = ()


def reading_of(rows: Rows, *, fill_hours: int = 0) -> Reading:
    """The hourly year that rows amount to.

    Parameters
    ----------
    rows : Rows
        As a reader found them.
    fill_hours : int
        Longest gap that may be bridged by a straight line. [h]

    Returns
    -------
    Reading

    Raises
    ------
    InputError
        If the rows are not one year, stand twice for an hour, or do not look like their unit.
    NotANumber
        If an hour is missing and may not be filled.
    """
    _check_bounds(rows)
    hour, losses = _hours_of(rows)
    if rows.relative_humidity is not None:
        humidity = np.clip(rows.relative_humidity, 0.0, 100.0)
        known = np.isfinite(humidity) & np.isfinite(rows.temp_air)
        vapour = np.full(humidity.shape, np.nan)
        vapour[known] = air.vapour_pressure(rows.temp_air[known], humidity[known])
    else:
        dew = np.minimum(rows.temp_air if rows.dew_point is None else rows.dew_point, rows.temp_air)
        vapour = np.full(rows.temp_air.shape, np.nan)
        known = np.isfinite(dew)
        vapour[known] = air.saturation_pressure(dew[known])
    table = np.stack([rows.temp_air, vapour, rows.pressure])
    hourly, per_hour = _hourly(table, hour, rows)
    if per_hour > 1:
        losses.append(Loss(kind="averaged", hours=HOURS))
    hourly, filled = _filled(hourly, rows, fill_hours)
    if filled:
        losses.append(Loss(kind="filled", hours=filled))
    temp, vapour, pressure = np.roll(hourly, _to_solar(rows), axis=1)
    vapour = np.minimum(vapour, air.saturation_pressure(temp))
    return Reading(
        year=Year(temp_air=temp, vapour=vapour, pressure=pressure),
        format=rows.format,
        latitude=rows.latitude,
        longitude=rows.longitude,
        elevation=rows.elevation,
        losses=tuple(losses),
    )


def hour_of_year(month: int, day: int, hour: int) -> int:
    """Hour of a year of 365 days; -1 on 29 February.

    Parameters
    ----------
    month, day, hour : int
        Of the clock; hour 0 to 23. [month, day, h]

    Returns
    -------
    int
        0 to 8 759, or -1. [h]

    Raises
    ------
    InputError
        If there is no such hour.
    """
    if (month, day) == (2, 29) and 0 <= hour < 24:
        return -1
    if not (1 <= month <= 12 and 1 <= day <= MONTH_DAYS[month - 1] and 0 <= hour < 24):
        raise InputError(f"Month {month}, day {day}, hour {hour} is no hour of a year.")
    return int(FIRST_DAY[month - 1] + day - 1) * 24 + hour


def _check_bounds(rows: Rows) -> None:
    for quantity, (low, high, _, unit) in BOUNDS.items():
        values = getattr(rows, quantity)
        if values is None:
            continue
        label = rows.labels.get(quantity, quantity)
        known = values[np.isfinite(values)]
        if known.size == 0:
            raise NotANumber(f"{rows.name}: {label} is missing in every row.")
        looks = _mistaken(quantity, known)
        if looks:
            raise InputError(f"{rows.name}: {label} {looks}")
        bad = np.isfinite(values) & ((values < low) | (values > high))
        if bad.any():
            at = int(np.argmax(bad))
            raise InputError(
                f"{rows.name}, row {at + rows.first_row}: {label} of {values[at]:g} is not {unit} "
                "of air on Earth."
            )


def _mistaken(quantity: str, known: Hours) -> str:
    """What a column seems to be in, when that is plainly not its unit."""
    low, high, middle = float(known.min()), float(known.max()), float(np.median(known))
    if quantity in ("temp_air", "dew_point"):
        if low > 150.0 and high < 340.0:
            return f"runs from {low:g} to {high:g}: it looks like kelvin; name the column _k."
        if 60.0 < high < 140.0 and middle > 33.0:
            return (
                f"runs from {low:g} to {high:g}: it looks like degrees Fahrenheit, not degrees "
                "Celsius; name the column _f."
            )
    if quantity == "relative_humidity" and high <= 1.0:
        return "is never above 1: it looks like a fraction, not per cent; name it _fraction."
    if quantity == "pressure" and low >= 450.0 and high <= 1100.0:
        return f"is about {middle:g}: it looks like hPa, not pascal; name the column _hpa."
    if quantity == "pressure" and low >= 45.0 and high <= 110.0:
        return f"is about {middle:g}: it looks like kPa, not pascal; name the column _kpa."
    return ""


def _hours_of(rows: Rows) -> tuple[NDArray[np.int64], list[Loss]]:
    """Hour of the year of every row, and the leap day left out."""
    if rows.hour is not None:
        leap = rows.hour < 0
        return rows.hour, [Loss(kind="leap_day", hours=24)] if leap.any() else []
    count = rows.temp_air.size
    if count and count % HOURS == 0 and count // HOURS <= 60:
        return np.arange(count) // (count // HOURS), []
    whole = HOURS + 24
    if count and count % whole == 0 and count // whole <= 60:
        hour = np.arange(count) // (count // whole)
        year = np.concatenate([np.arange(LEAP_HOURS.start), np.full(24, -1),
                               np.arange(LEAP_HOURS.start, HOURS)])  # fmt: skip
        return year[hour], [Loss(kind="leap_day", hours=24)]
    raise InputError(
        f"{rows.name} holds {count} rows where {HOURS} hours belong, or a multiple of them; "
        "give one whole year from 1 January."
    )


def _hourly(table: Hours, hour: NDArray[np.int64], rows: Rows) -> tuple[Hours, int]:
    """Means of the rows of each hour; an hour with fewer rows than the others is missing."""
    kept = hour >= 0
    table, hour = table[:, kept], hour[kept]
    count = np.bincount(hour, minlength=HOURS)
    per_hour = int(np.median(count[count > 0])) if hour.size else 0
    if per_hour > 60 or (count > per_hour).any():
        twice = int(np.argmax(count > per_hour))
        raise InputError(
            f"{rows.name}: {_when(twice)} stands {count[twice]} times; give one year, each hour "
            "once."
        )
    if per_hour > 1 and np.count_nonzero(np.diff(hour)) >= np.count_nonzero(count):
        raise InputError(f"{rows.name} holds the same hours of several years; give one year.")
    full = count == per_hour
    sums = np.stack([np.bincount(hour, weights=each, minlength=HOURS) for each in table])
    means = np.where(full, sums / max(per_hour, 1), np.nan)
    return means, per_hour


def _filled(hourly: Hours, rows: Rows, most: int) -> tuple[Hours, int]:
    """Gaps no longer than allowed are bridged by straight lines, round the end of the year."""
    missing = np.asarray(~np.isfinite(hourly).all(axis=0), np.bool_)
    if not missing.any():
        return hourly, 0
    total, at = int(missing.sum()), int(np.argmax(missing))
    longest = _longest_run(missing)
    if longest > most:
        raise NotANumber(
            f"{rows.name}: {total} hours are missing, the first {_when(at)}, the longest gap "
            f"{longest} h; fill them, or allow it with --fill-gaps {longest}."
        )
    known = np.flatnonzero(~missing)
    bridged = hourly.copy()
    for line in bridged:
        line[missing] = np.interp(np.flatnonzero(missing), known, line[known], period=HOURS)
    return bridged, total


def _longest_run(missing: NDArray[np.bool_]) -> int:
    if missing.all():
        return missing.size
    turned = np.roll(missing, -int(np.argmin(missing)))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], turned.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max())


def _when(hour: int) -> str:
    day = hour // 24
    month = int(np.searchsorted(FIRST_DAY, day, side="right"))
    return f"on day {day - int(FIRST_DAY[month - 1]) + 1} of month {month} at {hour % 24} h"


def _to_solar(rows: Rows) -> int:
    """Hours by which local solar time is ahead of the clock of the file."""
    if rows.longitude is None or rows.utc_offset is None:
        return 0
    return round(rows.longitude / 15.0 - rows.utc_offset)
