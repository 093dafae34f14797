"""``comity sites``: cooling, energy and water of a data centre at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.errors import InputError, UnknownName

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.load import FactBase
    from comity.facts.types import Finding
    from comity.plans.climate import Weather
    from comity.plans.site import Plant


@click.group()
def command() -> None:
    """Cooling, energy, carbon and water of a data centre at a place."""


@command.command()
@click.argument("state", required=False)
@click.option("--weather", metavar="FILE", help="Hourly CSV instead of the normals of a state.")
@click.option("--technology", metavar="NAME", help="A cooling plant; the least energy else.")
@json_option
@click.pass_obj
def run(
    settings: Settings, state: str | None, weather: str | None, technology: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """PUE, WUE and free cooling of a year at STATE, or in the air of a file.

    A file holds the columns temp_air_c, relative_humidity_pct and pressure_pa and 8760 hours from 1
    January. The JSON object has the keys place, weather, technology, pue and wue (each with p5, p50
    and p95), free_cooling_hours, free_share_pct, and by_technology with the same for every plant.
    """
    from comity.plans.site import plants_in

    base = open_facts(settings)
    place, made_from, year = _weather(base, state, weather)
    plants = plants_in(base, year)
    if technology is not None and technology not in plants:
        raise UnknownName("cooling technology", technology, plants, near=sorted(plants))
    chosen = technology or next(iter(plants))
    figures = {name: _figures(plant) for name, plant in plants.items()}
    payload = {"place": place, "weather": made_from, "technology": chosen, **figures[chosen]}
    if as_json:
        print_json(payload | {"by_technology": figures})
    else:
        names = plants if technology is None else (technology,)
        print_table(
            ("plant", "PUE", "WUE [L/kWh]", "hours without compressor"),
            [(name, *_cells(plants[name])) for name in names],
            title=f"{place}, {made_from}",
        )


def _weather(base: FactBase, state: str | None, file: str | None) -> tuple[str, str, Weather]:
    """Name of the place, what the weather is made from, and the weather."""
    from comity.facts.states import resolve
    from comity.plans.climate import weather_of, weather_of_file

    if (state is None) == (file is None):
        raise InputError("Name a state or give --weather FILE, one of the two.")
    if file is not None:
        from comity.sites.readers import year_from_csv

        year = year_from_csv(_read(file), name=file)
        return file, "hourly file", weather_of_file(base, year, name=file)
    iso3 = resolve(base, state or "")
    city = base.row("reference_cities", iso3).text("city")
    return f"{iso3} ({city})", "monthly normals", weather_of(base, iso3)


def _read(file: str) -> str:
    from pathlib import Path

    try:
        return Path(file).read_text("utf-8")
    except OSError as error:
        raise InputError(f"Cannot read the weather file {file}: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise InputError(f"The weather file {file} is not UTF-8 text.") from None


def _figures(plant: Plant) -> dict[str, Any]:
    return {
        "pue": _band(plant.pue),
        "wue": _band(plant.wue),
        "free_cooling_hours": plant.free_cooling_hours.value,
        "free_share_pct": plant.free_share.value,
    }


def _band(finding: Finding) -> dict[str, Any]:
    low, high = finding.low, finding.high
    return {
        "p5": finding.value if low is None else low,
        "p50": finding.value,
        "p95": finding.value if high is None else high,
    }


def _cells(plant: Plant) -> tuple[str, ...]:
    return (
        _cell(plant.pue, ".3f"),
        _cell(plant.wue, ".2f"),
        _cell(plant.free_cooling_hours, ".0f"),
    )


def _cell(finding: Finding, form: str) -> str:
    if finding.low is None or finding.high is None:
        return f"{finding.value:{form}}"
    return f"{finding.value:{form}} ({finding.low:{form}}–{finding.high:{form}})"
