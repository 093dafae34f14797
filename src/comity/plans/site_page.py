"""The page of a place: what its plant draws, every account, the other plants, the other states."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from comity import __version__
from comity.errors import InputError, MissingFact
from comity.facts.load import FactBase
from comity.facts.types import Finding, Missing
from comity.plans.brief import names_of_states
from comity.plans.charts import ValueMap
from comity.plans.climate import Weather, weather_of
from comity.plans.content import (
    Brief,
    Callout,
    Cell,
    Headline,
    Interval,
    IntervalChart,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
    Text,
    Verbatim,
)
from comity.plans.given import asked
from comity.plans.indicators import ACCOUNTS, Given, accounts_of
from comity.plans.plant_words import PLANT_WORDS
from comity.plans.ranking import figures
from comity.plans.site import Plant, plants_in
from comity.plans.site_figures import duration_curve, frontier, monthly_stack

ACCOUNT_WORDS = {
    "pue": Text("Energy drawn over energy of computing (PUE)"),
    "wue": Text("Water taken on site (WUE)"),
    "wue_source": Text("Water on site and at power stations, reservoirs left out (WUE source)"),
    "wue_source_with_reservoirs": Text("The same, evaporation from reservoirs counted"),
    "ref": Text("Renewable energy over energy drawn (REF)"),
    "erf": Text("Energy used again over energy drawn (ERF)"),
    "cer": Text("Heat removed over energy to remove it (CER)"),
    "cue": Text("Carbon over energy of computing (CUE)"),
    "free_cooling_hours": Text("Hours in which no compressor runs"),
    "energy": Text("Energy drawn in a year"),
    "scope_1_diesel": Text("Diesel burnt on site (first scope)"),
    "scope_1_refrigerant": Text("Refrigerant lost (first scope)"),
    "scope_2": Text("Electricity bought, location based (second scope)"),
    "embodied_computing": Text("Making the computers, spread over their life"),
    "embodied_building": Text("Making halls and plants"),
    "cost_per_it_kwh": Text("Electricity for a kilowatt-hour of computing"),
    "cost_of_capital": Text("Cost of capital"),
    "levelised_cost": Text("The same with halls and plants paid off (levelised cost)"),
}
"""What a reader calls each account; a test holds it to `ACCOUNTS`."""


def site_page(
    base: FactBase,
    *,
    place: str,
    state: str,
    weather: Weather,
    plants: Mapping[str, Plant],
    chosen: str,
    given: Given,
    preset: str = "",
) -> Brief:
    """One place, its plants and the accounts of one of them, as a page.

    Parameters
    ----------
    base : FactBase
        Facts.
    place : str
        What the place is called.
    state : str
        ISO3 code; may be empty.
    weather : Weather
        The hourly year.
    plants : mapping of str to Plant
        From `plants_in`.
    chosen : str
        The plant the page is about.
    given : Given
        What the user knows.
    preset : str
        A row of ``presets`` laid over the plants.

    Returns
    -------
    Brief
        With sections ``plant``, ``accounts``, ``plants`` and, where the state is known,
        ``elsewhere``.
    """
    accounts = accounts_of(base, state, plants[chosen], given)
    sections = [
        _plant_section(base, place, weather, plants, chosen, given, preset),
        _accounts_section(accounts, chosen),
        _frontier_section(base, state, plants, given),
    ]
    if state and not preset:
        sections.append(_elsewhere(base, state, chosen))
    city = base.row("reference_cities", state).text("city") if state else place
    return Brief(
        state=state, as_of=base.as_of, snapshot=base.snapshot, version=__version__,
        sections=tuple(sections), names=names_of_states(base),
        kind=Text("A data centre at a place"), about=Text("{place}", place=Verbatim(city)),
    )  # fmt: skip


def _plant_section(
    base: FactBase, place: str, weather: Weather, plants: Mapping[str, Plant], chosen: str,
    given: Given, preset: str,
) -> Section:  # fmt: skip
    plant = plants[chosen]
    curve, ends = duration_curve(base, weather, plants, chosen, preset=preset)
    load = asked(base, "it_load", given.load, "kW", note="mean load of computing")
    stack, overhead = monthly_stack(base, weather, plant, load, preset=preset)
    words = Text(
        "{place}; {weather}. {plant} draws {pue} for each unit of computing and takes {wue} on "
        "site. No compressor runs for {hours}.",
        place=Verbatim(place), weather=Verbatim(weather.said.capitalize()),
        plant=PLANT_WORDS[chosen], pue=plant.pue, wue=plant.wue, hours=plant.free_cooling_hours,
    )  # fmt: skip
    return Section(
        key="plant",
        title=Text("What the plant draws"),
        headline=Headline(
            answer=Text(
                "{plant} draws {pue} units of energy for each that computes.",
                plant=PLANT_WORDS[chosen], pue=plant.pue,
            ),
            number=plant.pue, unit=Text("PUE"), scale=(1.0, 1.8),
        ),
        blocks=(Paragraph(words), _interval_chart(plants, chosen), curve, stack),
        findings={each.name: each for each in (*ends.values(), *overhead.values())},
    )  # fmt: skip


def _interval_chart(plants: Mapping[str, Plant], chosen: str) -> IntervalChart:
    least = next(iter(plants))
    title = Text("{plant} draws the least energy of these plants", plant=PLANT_WORDS[least])
    if len(plants) == 1:
        title = Text("{plant}: nine in ten designs lie in this band", plant=PLANT_WORDS[chosen])
    return IntervalChart(
        title=title,
        subtitle=Text("Energy drawn over energy of computing (PUE); least first"),
        caption=Text(
            "Bar: nine in ten designs lie within. Tick: the median design. Bands that overlap may "
            "change places."
        ),
        rows=tuple(
            Interval(
                label=PLANT_WORDS[name],
                condition=Text(
                    "{water} on site; {hours} without compressor", water=each.wue,
                    hours=each.free_cooling_hours,
                ),
                number=each.pue,
            )
            for name, each in plants.items()
        ),
        unit="",
    )  # fmt: skip


def _accounts_section(accounts: Mapping[str, Finding | Missing], chosen: str) -> Section:
    rows = tuple(
        TableRow(cells=(Cell(main=ACCOUNT_WORDS[key]), Cell(main=accounts[f"sites.{key}"])))
        for key in ACCOUNTS
    )
    cue, levelised = accounts["sites.cue"], accounts["sites.levelised_cost"]
    answer = Text("The carbon of the grid is not known here.")
    if isinstance(cue, Finding):
        answer = Text("Computing here emits {cue}.", cue=cue)
    boxes = []
    if isinstance(levelised, Missing):
        boxes.append(
            Callout(
                kind="not known", title=Text("What a kilowatt-hour of computing costs"),
                body=(
                    Text("{reason}. Nothing has been filled in.",
                         reason=Verbatim(levelised.reason.capitalize())),
                    Text("Give it with {option}.", option=Verbatim(levelised.supply)),
                ),
            )
        )  # fmt: skip
    top = cue.high if isinstance(cue, Finding) and cue.high is not None else 1000.0
    return Section(
        key="accounts",
        title=Text("What a year adds up to"),
        headline=Headline(
            answer=answer, number=cue, unit=Text("g CO₂e per kWh of computing"),
            scale=(0.0, max(1000.0, 500.0 * np.ceil(top / 500.0))),
        ),
        blocks=(
            Table(
                title=Text("Every account of {plant}", plant=PLANT_WORDS[chosen]),
                subtitle=Text(
                    "Indicators of ISO/IEC {standard}; carbon by the mean of the grid, before any "
                    "purchase; what no open source knows is not filled in",
                    standard=Verbatim("30134"),
                ),
                columns=(
                    TableColumn(label=Text("Account")),
                    TableColumn(label=Text("A year"), numeric=True),
                ),
                rows=rows,
            ),
            *boxes,
        ),
        findings=accounts,
    )  # fmt: skip


def _frontier_section(
    base: FactBase, state: str, plants: Mapping[str, Plant], given: Given
) -> Section:
    points = []
    for name, plant in plants.items():
        found = figures(base, state, plant, price=given.price) if state else {}
        known = {key: each for key, each in found.items() if isinstance(each, Finding)}
        water = known.get("water", plant.wue)
        points.append((state, name, known | {"pue": plant.pue, "water": water}))
    on_site = any(each["water"].name.startswith("sites.wue") for _, _, each in points)
    priced = given.price is not None and bool(state)
    chart = frontier(points, priced=priced, on_site=on_site)
    count = sum(each.frontier for each in chart.points)
    number = counted("sites.on_frontier", count, tuple(each.across for each in chart.points))
    return Section(
        key="plants",
        title=Text("What another plant would change"),
        headline=Headline(
            answer=Text(
                "{count} plant is not beaten in energy and water together.",
                plural="{count} plants are not beaten in energy and water together.", count=number,
            ),
            number=number, unit=Text("of the plants compared"), scale=(0.0, float(len(points))),
        ),
        blocks=(chart,),
        findings={number.name: number},
        choices=(Text("A plant that draws less energy, or one that takes less water."),)
        if count > 1
        else (),
    )  # fmt: skip


def counted(name: str, count: int, inputs: tuple[Finding, ...]) -> Finding:
    """How many of some things nothing beats."""
    return Finding(
        name=name, value=float(count), unit="",
        method="Number of alternatives that no other equals in everything and beats in something "
        "(Pareto frontier)",
        inputs=inputs, no_band="full count",
    )  # fmt: skip


def _elsewhere(base: FactBase, state: str, technology: str) -> Section:
    values = everywhere(base, technology)
    chart = value_map(values, PLANT_WORDS[technology], subject=state)
    known = {key: each for key, each in values.items() if isinstance(each, Finding)}
    here = known.get(state)
    blocks = (chart,)
    if here is None:
        return Section(key="elsewhere", title=Text("The same plant in other states"), blocks=blocks)
    less = sum(float(each.value) < float(here.value) for each in known.values())
    number = Finding(
        name="sites.states_with_less", value=float(less), unit="states",
        method="Number of states at whose reference city the same plant draws less, medians "
        "compared",
        inputs=tuple(known.values()), no_band="full count",
    )  # fmt: skip
    return Section(
        key="elsewhere",
        title=Text("The same plant in other states"),
        headline=Headline(
            answer=Text(
                "The same plant draws less in {count} other state.",
                plural="The same plant draws less in {count} other states.", count=number,
            ),
            number=number, unit=Text("of the states with a known climate"),
            scale=(0.0, float(len(known))),
        ),
        blocks=blocks,
        findings={number.name: number},
    )  # fmt: skip


@functools.lru_cache(maxsize=16)
def everywhere(base: FactBase, technology: str) -> dict[str, Finding | Missing]:
    """PUE of one plant at the reference city of every state.

    Parameters
    ----------
    base : FactBase
        Climate and plants.
    technology : str
        A name of `TECHNOLOGIES`.

    Returns
    -------
    dict of str to Finding or Missing
        By ISO3 code, named ``sites.pue.<state>.<technology>``.
    """
    found: dict[str, Finding | Missing] = {}
    for state in sorted(base.states):
        try:
            plants = plants_in(base, weather_of(base, state), (technology,))
        except (MissingFact, InputError) as error:
            found[state] = Missing(name="sites.pue", subject=state, reason=str(error))
        else:
            pue = plants[technology].pue
            found[state] = replace(pue, name=f"sites.pue.{state}.{technology}")
    return found


def value_map(
    values: Mapping[str, Finding | Missing],
    plant: Text,
    *,
    subject: str = "",
    measure: str = "pue",
) -> ValueMap:
    """States by a number of a plant, one equal dot each, without boundaries.

    Parameters
    ----------
    values : mapping of str to Finding or Missing
        ISO3 code to the number; at least one known.
    plant : Text
        Which plant, as the title calls it.
    subject : str
        The state that is ringed.
    measure : str
        ``pue`` or ``carbon``.
    """
    known = sorted(
        (each for each in values.values() if isinstance(each, Finding)),
        key=lambda each: float(each.value),
    )
    measured = {
        "pue": Text("Energy drawn over energy of computing (PUE)"),
        "carbon": Text("Carbon of a kilowatt-hour of computing (CUE)"),
    }[measure]
    return ValueMap(
        title=Text(
            "From state to state, {plant} ranges from {least} to {most}",
            plant=plant, least=known[0], most=known[-1],
        ),
        subtitle=Text("{measure} at the reference city of each state", measure=measured),
        caption=Text(
            "Each dot stands at the state's reference city, moved where dots would touch. No "
            "boundary is shown. A hollow dot is a state whose number is not known."
        ),
        values=values, measure=measured, unit=known[0].unit, subject=subject,
    )  # fmt: skip
