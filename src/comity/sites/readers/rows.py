"""Rows of a weather file as its reader found them, before they are a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber, UnknownName
from comity.sites.air import Hours

BOUNDS = {
    "temp_air": (-90.0, 60.0, "degrees Celsius of air"),
    "relative_humidity": (0.0, 100.5, "per cent of air"),
    "dew_point": (-100.0, 45.0, "degrees Celsius of air"),
    "pressure": (45000.0, 110000.0, "pascal of air"),
    "ghi": (0.0, 1600.0, "watt per square metre of sunlight"),
    "dni": (0.0, 1400.0, "watt per square metre of sunlight"),
    "dhi": (0.0, 1200.0, "watt per square metre of sunlight"),
    "wind_speed": (0.0, 100.0, "metres per second of wind"),
}
"""Quantity -> lowest and highest value on Earth, and its unit; 0.5 % of humidity is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A weather file as its reader found it; missing values are NaN.

    Attributes
    ----------
    name, format : str
        The file, for messages, and what kind it is.
    values : mapping of str to ndarray, shape (rows,)
        The quantities of `BOUNDS` that the file holds. [units of `BOUNDS`]
    hour : ndarray of int, shape (rows,), optional
        Hour of a year of 365 days, 0 to 8 759; -1 on 29 February. From the row number when absent.
    first_row : int
        Line of the first row, for messages.
    latitude, longitude, elevation : float, optional
        Of the station. [°, °, m]
    utc_offset : float, optional
        Hours by which the clock of the file is ahead of UTC; none when it is not known. [h]
    sun_lag : float
        From the middle of what a row's sunlight was taken over to the middle of its hour. [h]
    labels : mapping of str to str
        What the file calls each quantity, when not by our name.
    spellings : mapping of str to tuple of str
        Names a column of each quantity may have, the usual first, where a file chooses them.
    header : tuple of str
        Names the file's columns have.
    """

    name: str
    format: str
    values: Mapping[str, Hours]
    hour: NDArray[np.int64] | None = None
    first_row: int = 2
    latitude: float | None = None
    longitude: float | None = None
    elevation: float | None = None
    utc_offset: float | None = None
    sun_lag: float = 0.0
    labels: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header: tuple[str, ...] = ()

    def label(self, quantity: str) -> str:
        """What the file calls a quantity.

        Parameters
        ----------
        quantity : str
            One of `BOUNDS`.
        """
        return self.labels.get(quantity, quantity)


def check(rows: Rows, quantities: Iterable[str]) -> None:
    """Refuse rows that lack a quantity, or whose values do not look like its unit.

    Parameters
    ----------
    rows : Rows
        As a reader found them.
    quantities : iterable of str
        What is needed of them.

    Raises
    ------
    UnknownName
        If a quantity is not there.
    NotANumber
        If it is missing in every row.
    InputError
        If a value is not one of air, sunlight or wind on Earth.
    """
    lengths = {each.size for each in rows.values.values()}
    if len(lengths | ({rows.hour.size} if rows.hour is not None else set())) > 1:
        raise InputError(f"{rows.name}: its columns have different lengths.")
    for quantity in quantities:
        if quantity not in rows.values:
            raise _absent(rows, quantity)
        low, high, unit = BOUNDS[quantity]
        values, label = rows.values[quantity], rows.label(quantity)
        known = values[np.isfinite(values)]
        if known.size == 0:
            raise NotANumber(f"{rows.name}: {label} is missing in every row.")
        looks, suffix = _mistaken(quantity, known)
        if looks:
            declared = f"name the column {suffix}" if rows.spellings else "convert it first"
            raise InputError(f"{rows.name}: {label} {looks}; {declared}.")
        bad = np.isfinite(values) & ((values < low) | (values > high))
        if bad.any():
            at = int(np.argmax(bad))
            raise InputError(
                f"{rows.name}, row {at + rows.first_row}: {label} of {values[at]:g} is not {unit} "
                "on Earth."
            )


def _absent(rows: Rows, quantity: str) -> InputError:
    if quantity not in rows.spellings:
        return InputError(f"{rows.name}: this {rows.format} file holds no {rows.label(quantity)}.")
    first, *others = rows.spellings[quantity]
    near = [each for each in rows.header if each.split("_")[0] in quantity] or rows.header
    kind = f"column of {rows.name}" + (f", nor {', '.join(others[:2])}," if others else "")
    return UnknownName(kind, first, near=near[:5])


def _mistaken(quantity: str, known: Hours) -> tuple[str, str]:
    """What a column seems to be in, when that is plainly not its unit, and the ending for it."""
    low, high, middle = float(known.min()), float(known.max()), float(np.median(known))
    span = f"runs from {low:g} to {high:g}: it looks like"
    if quantity in ("temp_air", "dew_point"):
        if low > 150.0 and high < 340.0:
            return f"{span} kelvin", "_k"
        if 60.0 < high < 140.0 and middle > 33.0:
            return f"{span} degrees Fahrenheit, not degrees Celsius", "_f"
    if quantity == "relative_humidity" and high <= 1.0:
        return "is never above 1: it looks like a fraction, not per cent", "_fraction"
    if quantity == "pressure" and low >= 450.0 and high <= 1100.0:
        return f"is about {middle:g}: it looks like hPa, not pascal", "_hpa"
    if quantity == "pressure" and low >= 45.0 and high <= 110.0:
        return f"is about {middle:g}: it looks like kPa, not pascal", "_kpa"
    return "", ""
