"""What a user gives on the command line, as facts: a number, or a band."""

from __future__ import annotations

import math
from dataclasses import replace

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Fact, Quality, Source


def asked(base: FactBase, name: str, value: float, unit: str, *, note: str = "") -> Fact:
    """What the user asked for, as a fact.

    Parameters
    ----------
    base : FactBase
        For the day.
    name, unit : str
        The quantity and its unit.
    value : float
        As given.
    note : str
        What a reader must know.

    Returns
    -------
    Fact
    """
    year = int(base.as_of[:4])
    source = Source(
        key="asked", title="What you asked for", producer="supplied by the user", year=year,
        licence="as supplied", url="", accessed="", kind="user",
    )  # fmt: skip
    return Fact(
        name=name, value=value, unit=unit, year=year, source=source, quality=Quality.REPORTED,
        note=note,
    )  # fmt: skip


def asked_number(
    base: FactBase, name: str, value: float, unit: str, *, most: float, option: str
) -> Fact:
    """A number the user gave with an option, as a fact.

    Parameters
    ----------
    base : FactBase
        For the day.
    name, unit : str
        The quantity and its unit.
    value : float
        As given.
    most : float
        Above this it is refused as a slip. [unit]
    option : str
        How it was given, for the message and the note.

    Returns
    -------
    Fact

    Raises
    ------
    InputError
        If it is not a number from 0 to `most`.
    """
    if not 0.0 <= value <= most:
        raise InputError(f"{option} of {value:g} is not a number from 0 to {most:g} [{unit}].")
    return asked(base, name, value, unit, note=f"given with {option}")


def asked_band(
    base: FactBase, name: str, text: str, unit: str, *, most: float, option: str
) -> Fact:
    """A number, or a band written with a dash, as a fact.

    Parameters
    ----------
    base : FactBase
        For the day.
    name, unit : str
        The quantity and its unit.
    text : str
        ``0.18`` or ``0.15-0.22``; the value of a band is its middle.
    most : float
        Above this it is refused as a slip. [unit]
    option : str
        How it was given, for the message and the note.

    Returns
    -------
    Fact
        With the band given, or none.

    Raises
    ------
    InputError
        If it is not such a number.
    """
    try:
        numbers = [float(part) for part in text.replace("–", "-").split("-")]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 2 or not all(
        math.isfinite(each) and 0.0 <= each <= most for each in numbers
    ):
        middle, half = most / 2, most / 20
        raise InputError(
            f"{option} {text!r} is not a number from 0 to {most:g}; write {middle:g}, or a band "
            f"as {middle - half:g}-{middle + half:g}."
        )
    low, high = min(numbers), max(numbers)
    fact = asked(base, name, (low + high) / 2, unit, note=f"given with {option}")
    return replace(fact, low=low, high=high) if high > low else fact
