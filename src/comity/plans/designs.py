"""What a plant is made of: its parameters, a preset over them, and the weather it is meant for."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from comity.errors import InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact
from comity.sites import air, uncertainty
from comity.sites.cooling import TECHNOLOGIES, Air, hours_outside
from comity.sites.uncertainty import Range

REFUSED = 0.1
"""Share of the year outside a plant's weather from which its figures are refused."""


@dataclass(frozen=True, slots=True)
class Designs:
    """Ranges, draws and facts of some plants, by plant and parameter."""

    ranges: Mapping[str, Mapping[str, Range]]
    draws: Mapping[str, Mapping[str, air.Hours]]
    facts: Mapping[str, Mapping[str, Fact]]


@functools.lru_cache(maxsize=32)
def designs(
    base: FactBase,
    names: tuple[str, ...],
    preset: str = "",
    *,
    count: int = uncertainty.DRAWS,
) -> Designs:
    """Plants as the tables describe them, paired draws included.

    Parameters
    ----------
    base : FactBase
        With the tables ``cooling``, ``presets`` and ``preset_values``.
    names : tuple of str
        Names of `TECHNOLOGIES`.
    preset : str
        A row of ``presets``, laid over the parameters; none by default.
    count : int
        How many draws; a prime.

    Returns
    -------
    Designs
        What a preset says goes before what the plant says, and that before what all plants share.

    Raises
    ------
    UnknownName
        If there is no such plant or preset, or a row names none.
    InputError
        If the preset describes another plant.
    """
    for name in names:
        _known(name)
    facts: dict[str, dict[str, Fact]] = {name: {} for name in names}
    ranges: dict[str, dict[str, Range]] = {name: {} for name in names}
    rows = [(row.key.split("/"), row) for row in base.rows("cooling")]
    for (technology, parameter), row in sorted(rows, key=lambda each: each[0][0] != "any"):
        if technology != "any":
            _known(technology)
        for name in names if technology == "any" else (technology,):
            if name in facts:
                facts[name][parameter] = _fact(row, parameter, technology)
                ranges[name][parameter] = _range(facts[name][parameter])
    if preset:
        _check_preset(base, names, preset)
        for row in base.rows("preset_values"):
            owner, parameter = row.key.split("/")
            for name in names if owner == preset else ():
                facts[name][parameter] = _fact(row, parameter, preset)
                ranges[name][parameter] = _range(
                    facts[name][parameter], even=row.number("even") > 0.0
                )
    return Designs(ranges, uncertainty.draw(ranges, count), facts)


def plant_of(base: FactBase, preset: str) -> str | None:
    """The plant a preset describes; none where it fits any.

    Parameters
    ----------
    base : FactBase
        With the table ``presets``.
    preset : str
        Its name.

    Raises
    ------
    UnknownName
        If there is no such preset.
    """
    rows = {row.key: row for row in base.rows("presets")}
    if preset not in rows:
        raise UnknownName("preset of plants", preset, rows, near=sorted(rows))
    return rows[preset].text("technology") or None


def outside_weather(base: FactBase, name: str, outside: Air) -> int:
    """Hours of a year that are colder, hotter or moister than a plant is meant for.

    Parameters
    ----------
    base : FactBase
        With the table ``technologies``.
    name : str
        A name of `TECHNOLOGIES`.
    outside : Air
        Outside air, 8 760 hours.

    Raises
    ------
    InputError
        If they are more than a tenth of the year.
    """
    row = base.row("technologies", name)
    hours = hours_outside(
        outside,
        temp=(row.number("temp_min"), row.number("temp_max")),
        wet_bulb=row.number("wet_bulb_max"),
    )
    if hours > REFUSED * outside.temp_air.size:
        raise InputError(
            f"{name} is not meant for this air in {hours} hours of the year: "
            f"{row.number('temp_min'):g} to {row.number('temp_max'):g} °C and a wet bulb up to "
            f"{row.number('wet_bulb_max'):g} °C. Take another plant."
        )
    return hours


def parameters_of(base: FactBase) -> dict[str, dict[str, float]]:
    """Central values of the parameters of every plant.

    Parameters
    ----------
    base : FactBase
        With the table ``cooling``.

    Returns
    -------
    dict of str to dict of str to float
        Plant -> parameter -> value.
    """
    return {
        name: {key: each.central for key, each in held.items()}
        for name, held in designs(base, tuple(TECHNOLOGIES)).ranges.items()
    }


def _known(name: str) -> None:
    if name not in TECHNOLOGIES:
        raise UnknownName("cooling technology", name, TECHNOLOGIES, near=sorted(TECHNOLOGIES))


def _check_preset(base: FactBase, names: tuple[str, ...], preset: str) -> None:
    plant = plant_of(base, preset)
    if plant is not None and names != (plant,):
        raise InputError(f"The preset {preset} describes {plant}: name that technology, or none.")


def _fact(row: Row, parameter: str, subject: str) -> Fact:
    return replace(row.fact("value"), name=parameter, subject=subject)


def _range(fact: Fact, *, even: bool = False) -> Range:
    value = float(fact.value)
    if fact.low is None or fact.high is None:
        return Range(low=value, central=value, high=value)
    return Range(low=fact.low, central=value, high=fact.high, even=even)
