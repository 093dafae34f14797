"""Rows of a weather file made into the 8 760 hours of a year, with what was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber
from comity.sites import air
from comity.sites.air import Hours
from comity.sites.readers.rows import Rows, check
from comity.sites.weather import HOURS, MONTH_DAYS, Year

LONGEST_GAP = 168
"""A gap longer than a week is not bridged even when asked for; a choice of ours. [h]"""

FIRST_DAY = np.concatenate(([0], np.cumsum(MONTH_DAYS)))[:12]
LEAP_HOURS = slice(59 * 24, 60 * 24)


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
        As a reader found them, with temperature, pressure, and humidity or dew point.
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
    both = [each for each in ("relative_humidity", "dew_point") if each in rows.values]
    moist = [each for each in both if np.isfinite(rows.values[each]).any()] or both[:1]
    check(rows, ("temp_air", *(moist or ("relative_humidity",)), "pressure"))
    held = {
        "temp_air": rows.values["temp_air"],
        "vapour": _vapour(rows),
        "pressure": rows.values["pressure"],
    }
    hourly, losses = hourly_of(rows, held, fill_hours=fill_hours)
    temp, vapour, pressure = (np.roll(hourly[each], solar_shift(rows)) for each in held)
    vapour = np.minimum(vapour, air.saturation_pressure(temp))
    return Reading(
        year=Year(temp_air=temp, vapour=vapour, pressure=pressure),
        format=rows.format,
        latitude=rows.latitude,
        longitude=rows.longitude,
        elevation=rows.elevation,
        losses=losses,
    )


def hourly_of(
    rows: Rows, columns: Mapping[str, Hours], *, fill_hours: int = 0
) -> tuple[dict[str, Hours], tuple[Loss, ...]]:
    """Columns by the hour of the file's own clock, from 1 January.

    Parameters
    ----------
    rows : Rows
        Whose rows the columns have.
    columns : mapping of str to ndarray, shape (rows,)
        Values; missing ones are NaN.
    fill_hours : int
        Longest gap that may be bridged by a straight line. [h]

    Returns
    -------
    dict of str to ndarray, shape (8760,)
        Means over the rows of each hour.
    tuple of Loss
        What was left out, averaged or filled.

    Raises
    ------
    InputError
        If the rows are not one year, or stand twice for an hour.
    NotANumber
        If an hour is missing and may not be filled.
    """
    hour, losses = _hours_of(rows)
    table = np.stack(list(columns.values()))
    hourly, per_hour = _hourly(table, hour, rows)
    if per_hour > 1:
        losses.append(Loss(kind="averaged", hours=HOURS))
    hourly, filled = _filled(hourly, rows, fill_hours)
    if filled:
        losses.append(Loss(kind="filled", hours=filled))
    return dict(zip(columns, hourly, strict=True)), tuple(losses)


def solar_shift(rows: Rows) -> int:
    """Whole hours by which local solar time is ahead of the clock of the file.

    Parameters
    ----------
    rows : Rows
        As a reader found them.

    Returns
    -------
    int
        Zero where file and longitude do not say. [h]
    """
    if rows.longitude is None or rows.utc_offset is None:
        return 0
    return round(rows.longitude / 15.0 - rows.utc_offset)


def _vapour(rows: Rows) -> Hours:
    """Vapour pressure from humidity, and from the dew point where humidity is missing [Pa]."""
    temp = rows.values["temp_air"]
    empty = np.full(temp.shape, np.nan)
    humidity = np.clip(rows.values.get("relative_humidity", empty), 0.0, 100.0)
    dew = np.minimum(rows.values.get("dew_point", empty), temp)
    vapour = empty.copy()
    moist = np.isfinite(humidity) & np.isfinite(temp)
    vapour[moist] = air.vapour_pressure(temp[moist], humidity[moist])
    dewy = np.isfinite(dew) & ~moist
    vapour[dewy] = air.saturation_pressure(dew[dewy])
    return vapour


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


def _hours_of(rows: Rows) -> tuple[NDArray[np.int64], list[Loss]]:
    """Hour of the year of every row, and the leap day left out."""
    if rows.hour is not None:
        leap = rows.hour < 0
        return rows.hour, [Loss(kind="leap_day", hours=24)] if leap.any() else []
    count = next(iter(rows.values.values())).size
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
    if longest > min(most, LONGEST_GAP):
        advice = "give the whole year"
        if longest <= LONGEST_GAP:
            advice = f"fill them, or allow it with --fill-gaps {longest}"
        raise NotANumber(
            f"{rows.name}: {total} hours are missing, the first {_when(at)}, the longest gap "
            f"{longest} h; {advice}."
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
