"""``comity sites run``: one place, its plants, and the accounts of one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.pages import html_option, write_page
from comity.cli.places import Asked, place_of, weather_options
from comity.errors import UnknownName

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.load import FactBase
    from comity.facts.types import Finding, Missing
    from comity.plans.climate import Weather
    from comity.plans.indicators import Given
    from comity.plans.site import Plant

KNOWN = {
    "price": ("electricity_price", "USD/kWh", 5.0, "--price"),
    "carbon_intensity": ("carbon_intensity", "gCO2e/kWh", 3000.0, "--carbon-intensity"),
    "renewable_share": ("renewable_share", "", 1.0, "--renewable-share"),
    "reuse_share": ("reuse_share", "", 1.0, "--reuse-share"),
    "diesel_share": ("diesel_share", "", 1.0, "--diesel-share"),
    "cost_of_capital": ("cost_of_capital", "1/year", 1.0, "--cost-of-capital"),
}
"""What a user may know of a site: name, unit, most, option."""

OPTIONS = (
    click.option("--load-kw", type=float, default=1000.0, show_default=True,
                 help="Mean load of computing, for the yearly accounts."),
    click.option("--price", "--electricity-price", metavar="USD/KWH", help="0.18 or 0.15-0.22."),
    click.option("--carbon-intensity", metavar="G/KWH", help="Of the grid."),
    click.option("--renewable-share", metavar="SHARE", help="Owned or bought with certificates."),
    click.option("--reuse-share", metavar="SHARE", help="Energy drawn that is used again outside."),
    click.option("--diesel-share", metavar="SHARE", help="Energy drawn that diesel on site makes."),
    click.option("--cost-of-capital", metavar="RATE", help="A year: 0.09 or 0.08-0.14."),
)  # fmt: skip


def given_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options for what the user knows of a site."""
    for option in reversed(OPTIONS):
        option(function)
    return function


@click.command()
@click.argument("state", required=False)
@weather_options
@click.option("--technology", metavar="NAME", help="A cooling plant; the least energy else.")
@click.option("--preset", metavar="NAME", default="", help="See `comity sites presets`.")
@given_options
@html_option
@json_option
@click.pass_obj
def run(
    settings: Settings, /, state: str | None, technology: str | None, preset: str, html: str | None,
    as_json: bool,
    asked: Asked, **known: Any,  # noqa: ANN401
) -> None:  # fmt: skip
    """PUE, WUE, free cooling and every account of a year at STATE, or in the air of a file.

    A plain file names its units: temp_air_c (or _f, _k), relative_humidity_pct (or _fraction) or
    dew_point_c, pressure_pa (or _hpa, _kpa). What nobody can know but you (tariff, certificates,
    heat used again, diesel) is not known unless given. The JSON object has the keys place, weather,
    technology, preset, pue and wue (each with p5, p50 and p95), free_cooling_hours, free_share_pct,
    by_technology with the same for every plant, accounts (name to p5, p50, p95, unit and quality,
    or to missing and supply) and findings, each account unfolded to its sources.
    """
    base = open_facts(settings)
    given = given_of(base, known)
    place = place_of(base, state, asked)
    plants = plants_of(base, place.weather, technology, preset)
    chosen = technology or next(iter(plants))
    from comity.plans.indicators import accounts_of

    accounts = accounts_of(base, place.state, plants[chosen], given)
    said = place.weather.said
    if html:
        from comity.plans.site_page import site_page

        page = site_page(
            base, place=place.name, state=place.state, weather=place.weather, plants=plants,
            chosen=chosen, given=given, preset=preset,
        )  # fmt: skip
        write_page(settings, page, html)
    if as_json:
        from comity.report.jsonform import known as unfolded

        figures = {name: _figures(plant) for name, plant in plants.items()}
        print_json(
            {"place": place.name, "weather": said, "technology": chosen, "preset": preset or None}
            | figures[chosen]
            | {
                "by_technology": figures,
                "accounts": {name: _account(each) for name, each in accounts.items()},
                "findings": {name: unfolded(each) for name, each in accounts.items()},
            }
        )  # fmt: skip
        return
    names = plants if technology is None else (technology,)
    print_table(
        ("plant", "PUE", "WUE [L/kWh]", "hours without compressor"),
        [(name, *_cells(plants[name])) for name in names],
        title=f"{place.name}; {said}" + (f"; preset {preset}" if preset else ""),
    )
    print_accounts(settings, accounts, title=f"{chosen}, {given.load:g} kW of computing, a year")


def given_of(base: FactBase, known: Mapping[str, Any]) -> Given:
    """What the user knows of a site, as facts."""
    from comity.errors import InputError
    from comity.plans.given import asked_band
    from comity.plans.indicators import Given

    if not 0.0 < known["load_kw"] < float("inf"):
        raise InputError("--load-kw is a mean load of computing above zero.")
    facts = {
        key: asked_band(base, name, known[key], unit, most=most, option=option)
        if known[key] is not None
        else None
        for key, (name, unit, most, option) in KNOWN.items()
    }
    return Given(
        load=known["load_kw"], price=facts["price"], carbon=facts["carbon_intensity"],
        renewable=facts["renewable_share"], reused=facts["reuse_share"],
        diesel=facts["diesel_share"], rate=facts["cost_of_capital"],
    )  # fmt: skip


def plants_of(
    base: FactBase,
    weather: Weather,
    technology: str | None,
    preset: str,
) -> dict[str, Plant]:
    """Every plant of a place, or, with a preset, the plants it describes."""
    from comity.plans.site import plants_in
    from comity.sites.cooling import TECHNOLOGIES

    if technology is not None and technology not in TECHNOLOGIES:
        raise UnknownName("cooling technology", technology, TECHNOLOGIES, near=sorted(TECHNOLOGIES))
    plants = plants_in(base, weather, preset=preset)
    if technology is not None and technology not in plants:
        # Left out by its weather or its preset: asked for alone, it says why.
        return plants_in(base, weather, (technology,), preset=preset)
    return plants


def print_accounts(
    settings: Settings, accounts: Mapping[str, Finding | Missing], *, title: str
) -> None:
    """Accounts as a table: value with its band, quality, or why it is not known."""
    from comity.facts.types import Missing
    from comity.report.numbers import show
    from comity.report.translate import translator
    from comity.report.words import quantity

    translate = translator(settings.language, {})
    rows = []
    for name, each in accounts.items():
        label = quantity(name, translate)
        if isinstance(each, Missing):
            supply = f"; {each.supply}" if each.supply else ""
            rows.append((label, "not known", f"{each.reason}{supply}"))
        else:
            rows.append((label, show(each, translate, noun=True).plain, each.quality.value))
    print_table(("account", "value and band", "quality, or why not known"), rows, title=title)


def _account(each: Finding | Missing) -> dict[str, Any]:
    from comity.facts.types import Missing

    if isinstance(each, Missing):
        return {"missing": each.reason, "supply": each.supply}
    return _band(each) | {"unit": each.unit, "quality": each.quality.value}


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
