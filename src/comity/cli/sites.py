"""``comity sites``: cooling, energy and water of a data centre at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.labels import label, verify
from comity.cli.places import Asked, place_of, weather_options
from comity.cli.sites_size import size
from comity.cli.siting import compare, rank, sweep
from comity.errors import UnknownName

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Finding
    from comity.plans.site import Plant


@click.group()
def command() -> None:
    """Cooling, energy, carbon and water of a data centre at a place."""


@command.command()
@click.argument("state", required=False)
@weather_options
@click.option("--technology", metavar="NAME", help="A cooling plant; the least energy else.")
@json_option
@click.pass_obj
def run(
    settings: Settings, state: str | None, technology: str | None, as_json: bool, asked: Asked
) -> None:
    """PUE, WUE and free cooling of a year at STATE, in the air of a file or of an online source.

    A plain file names its units: temp_air_c (or _f, _k), relative_humidity_pct (or _fraction) or
    dew_point_c, pressure_pa (or _hpa, _kpa). The JSON object has the keys place, weather,
    technology, pue and wue (each with p5, p50 and p95), free_cooling_hours, free_share_pct, and
    by_technology with the same for every plant.
    """
    from comity.plans.site import plants_in

    base = open_facts(settings)
    place = place_of(base, state, asked)
    plants = plants_in(base, place.weather)
    if technology is not None and technology not in plants:
        raise UnknownName("cooling technology", technology, plants, near=sorted(plants))
    chosen = technology or next(iter(plants))
    figures = {name: _figures(plant) for name, plant in plants.items()}
    said = place.weather.said
    payload = {"place": place.name, "weather": said, "technology": chosen, **figures[chosen]}
    if as_json:
        print_json(payload | {"by_technology": figures})
    else:
        names = plants if technology is None else (technology,)
        print_table(
            ("plant", "PUE", "WUE [L/kWh]", "hours without compressor"),
            [(name, *_cells(plants[name])) for name in names],
            title=f"{place.name}; {said}",
        )


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


command.add_command(label)
command.add_command(verify)
command.add_command(compare)
command.add_command(rank)
command.add_command(sweep)
command.add_command(size)
