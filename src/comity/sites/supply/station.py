"""Sun, wind and air of an hourly year, from the text of a weather file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from comity.sites.readers import Loss, Rows, check, hourly_of, rows_of, solar_shift
from comity.sites.supply.sun import Hours

NEEDED = ("ghi", "temp_air", "wind_speed", "pressure")
SPLIT = ("dni", "dhi")
"""Parts of sunlight a file may lack, both at once; then a published fit splits the global."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Station:
    """An hourly year of sun, wind and air.

    Attributes
    ----------
    values : mapping of str to ndarray, shape (8760,)
        `NEEDED`, and `SPLIT` where the file has them, for the hour that begins with each row.
        [W/m2, degC, m/s, Pa]
    format : str
        What kind of file it was.
    latitude, longitude : float, optional
        Where, when the file says so. [deg, deg]
    utc_offset : float, optional
        Clock of the rows less UTC, when the file says so. [h]
    sun_lag : float
        From the middle of what sunlight was taken over to the middle of its hour. [h]
    losses : tuple of Loss
        What was left out, averaged or filled.
    """

    values: Mapping[str, Hours]
    format: str
    latitude: float | None = None
    longitude: float | None = None
    utc_offset: float | None = None
    sun_lag: float = 0.0
    losses: tuple[Loss, ...] = ()


def station_of(text: str, *, name: str, kind: str = "", fill_hours: int = 0) -> Station:
    """Sun, wind and air of a weather file of any kind.

    Parameters
    ----------
    text : str
        The file. [as it declares]
    name : str
        The file, for messages.
    kind : str
        A name of `comity.sites.readers.READERS`; told from the file when empty.
    fill_hours : int
        Longest gap that may be bridged by a straight line. [h]

    Returns
    -------
    Station
        Rows in universal time are moved by whole hours to local solar time, so that a day's prices
        and outages, which are given from local midnight, fall on its own hours.

    Raises
    ------
    UnknownName
        If there is no such kind, or a column is missing.
    InputError
        If the hours are not one year, or values do not look like their unit.
    NotANumber
        If an hour is missing and may not be filled.
    """
    rows = _split_or_not(rows_of(text, name=name, kind=kind))
    wanted = (*NEEDED, *(each for each in SPLIT if each in rows.values))
    check(rows, wanted)
    held = {each: rows.values[each] for each in wanted}
    hourly, losses = hourly_of(rows, held, fill_hours=fill_hours)
    moved = solar_shift(rows) if rows.utc_offset == 0.0 else 0
    # Whole hours of lag are undone by moving the sunlight; the rest is left to the sun's position.
    back = round(rows.sun_lag)
    return Station(
        values={
            each: np.roll(column, moved - (back if each in ("ghi", *SPLIT) else 0))
            for each, column in hourly.items()
        },
        format=rows.format,
        latitude=rows.latitude,
        longitude=rows.longitude,
        utc_offset=None if rows.utc_offset is None else rows.utc_offset + moved,
        sun_lag=rows.sun_lag - back,
        losses=losses,
    )


def _split_or_not(rows: Rows) -> Rows:
    """The rows, without the parts of sunlight unless both are there and not wholly missing."""
    if all(each in rows.values and np.isfinite(rows.values[each]).any() for each in SPLIT):
        return rows
    return replace(rows, values={k: v for k, v in rows.values.items() if k not in SPLIT})
