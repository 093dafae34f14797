"""The page of several places: every plant at each, what is on the frontier, the states on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity import __version__
from comity.facts.load import FactBase
from comity.facts.types import Finding, Missing
from comity.plans.brief import names_of_states
from comity.plans.climate import weather_of
from comity.plans.content import (
    Brief,
    Cell,
    Headline,
    Paragraph,
    Printable,
    Section,
    StateName,
    Table,
    TableColumn,
    TableRow,
    Text,
)
from comity.plans.plant_words import PLANT_WORDS
from comity.plans.ranking import Ranking, figures
from comity.plans.site import plants_in
from comity.plans.site_figures import frontier
from comity.plans.site_page import counted, value_map

Row = tuple[str, str, Mapping[str, Finding | Missing]]
"""State, technology, and its figures by name."""

COLUMNS = {
    "pue": Text("Energy (PUE)"),
    "wue": Text("Water on site (WUE)"),
    "cost": Text("Electricity"),
    "carbon": Text("Carbon (CUE)"),
    "water": Text("Water with power stations"),
    "stressed_water": Text("Water weighed by stress"),
}
"""Head of a column for each figure."""


def compared(base: FactBase, states: Sequence[str]) -> list[Row]:
    """Every plant at several states, the states in order, the least energy first in each.

    Parameters
    ----------
    base : FactBase
        Climate, grid and plants.
    states : sequence of str
        ISO3 codes.

    Returns
    -------
    list of tuple
        Figures are ``pue``, ``wue`` and those of `CRITERIA`, per kWh of computing.
    """
    return [
        (state, name, {"pue": plant.pue, "wue": plant.wue, **figures(base, state, plant)})
        for state in states
        for name, plant in plants_in(base, weather_of(base, state)).items()
    ]


def ranked_rows(ranking: Ranking) -> list[Row]:
    """The alternatives of a ranking in its order, as rows."""
    return [(each.state, each.technology, each.findings) for each in ranking.alternatives]


def places_page(base: FactBase, rows: Sequence[Row], *, left_out: Sequence[Missing] = ()) -> Brief:
    """Plants at several places, as a page.

    Parameters
    ----------
    base : FactBase
        Facts.
    rows : sequence of tuple
        From `compared` or `ranked_rows`.
    left_out : sequence of Missing
        Why some places are not among them.

    Returns
    -------
    Brief
        With sections ``frontier`` and ``places``.
    """
    states = list(dict.fromkeys(state for state, _, _ in rows))
    findings = {
        f"{each.name}.{state}.{technology}" if each.name.count(".") < 3 else each.name: each
        for state, technology, found in rows
        for each in found.values()
    } | {f"{each.name}.{each.subject}": each for each in left_out}
    return Brief(
        state="", as_of=base.as_of, snapshot=base.snapshot, version=__version__,
        sections=(_frontier_section(rows), _table_section(rows, findings)),
        names=names_of_states(base), kind=Text("Data centres at several places"),
        about=_listed(states),
    )  # fmt: skip


def _listed(states: Sequence[str]) -> Text:
    if len(states) == 1:
        return Text("{state}", state=StateName(states[0]))
    if len(states) == 2:
        return Text("{one} and {other}", one=StateName(states[0]), other=StateName(states[1]))
    if len(states) == 3:
        one, other, last = (StateName(each) for each in states)
        return Text("{one}, {other} and {last}", one=one, other=other, last=last)
    return Text("Several states")


def _frontier_section(rows: Sequence[Row]) -> Section:
    points = [
        (state, name, {key: each for key, each in found.items() if isinstance(each, Finding)})
        for state, name, found in rows
    ]
    whole = [each for each in points if {"cost", "water"} <= set(each[2])]
    title = Text("What nothing beats")
    if not whole:
        words = Text("No place here has both a cost and a figure of water; nothing is compared.")
        return Section(key="frontier", title=title, blocks=(Paragraph(words),))
    chart = frontier(whole, priced=True)
    number = counted(
        "sites.on_frontier", sum(each.frontier for each in chart.points),
        tuple(each.across for each in chart.points),
    )  # fmt: skip
    least: dict[str, Finding] = {}
    for state, _, found in points:
        one = found.get("carbon")
        held = least.get(state)
        if one is not None and (held is None or float(one.value) < float(held.value)):
            least[state] = one
    plant = Text("the plant of least carbon")
    maps = (value_map(dict(least), plant, measure="carbon"),) if least else ()
    return Section(
        key="frontier",
        title=title,
        headline=Headline(
            answer=Text(
                "{count} plant is not beaten in cost, water and carbon together.",
                plural="{count} plants are not beaten in cost, water and carbon together.",
                count=number,
            ),
            number=number, unit=Text("of the plants compared"), scale=(0.0, float(len(whole))),
        ),
        blocks=(chart, *maps),
        findings={number.name: number},
    )  # fmt: skip


def _table_section(rows: Sequence[Row], findings: Mapping[str, Finding | Missing]) -> Section:
    keys = [key for key in COLUMNS if any(key in found for _, _, found in rows)]
    several = len({state for state, _, _ in rows}) > 1
    held = []
    for state, name, found in rows:
        cells = [Cell(main=_name(state, name, several=several))]
        for key in keys:
            main: Printable = found.get(key) or Missing(
                name=f"sites.{key}", subject=state, reason="it has no weight in this ranking"
            )
            cells.append(Cell(main=main))
        held.append(TableRow(cells=tuple(cells)))
    return Section(
        key="places",
        title=Text("Every plant at every place"),
        blocks=(
            Table(
                title=Text("Per kilowatt-hour of computing, a year from monthly normals"),
                subtitle=Text(
                    "In the order asked for, or of the ranking; the price of electricity is the "
                    "same assumed band in every state"
                ),
                columns=(
                    TableColumn(label=Text("Place and plant")),
                    *(TableColumn(label=COLUMNS[key], numeric=True) for key in keys),
                ),
                rows=tuple(held),
            ),
        ),
        findings=findings,
    )  # fmt: skip


def _name(state: str, technology: str, *, several: bool) -> Text:
    if several:
        return Text("{state}: {plant}", state=StateName(state), plant=PLANT_WORDS[technology])
    return PLANT_WORDS[technology]
