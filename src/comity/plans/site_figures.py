"""Figures of a place: hours of the year in order, months in parts, plants by what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding
from comity.plans.charts import Curves, Point, Scatter, Series, Stack
from comity.plans.climate import Weather
from comity.plans.content import StateName, Text
from comity.plans.designs import designs
from comity.plans.housing import MONTHS
from comity.plans.plant_words import PLANT_WORDS
from comity.plans.site import Plant
from comity.sites import siting, uncertainty
from comity.sites.cooling import Air, operate
from comity.sites.weather import MONTH_OF_DAY

SHARES = tuple(float(each) for each in range(101))
"""Where a duration curve is read. [%]"""

BESIDE = 2
"""Other plants a duration curve is drawn with."""

PARTS = {
    "computing": (Text("Computing"), ("it",)),
    "losses": (
        Text("Power chain and lighting"),
        ("ups", "distribution", "lighting", "transformer"),
    ),
    "fans": (Text("Fans"), ("room_fans", "outdoor_fans")),
    "pumps": (Text("Pumps"), ("pumps",)),
    "compressors": (Text("Compressors"), ("compressor",)),
}
"""Parts of a month's energy, from the foot of the stack up."""


def duration_curve(
    base: FactBase, weather: Weather, plants: Mapping[str, Plant], chosen: str, *, preset: str = ""
) -> tuple[Curves, dict[str, Finding]]:
    """PUE hour by hour, from the hungriest hour to the leanest.

    Parameters
    ----------
    base : FactBase
        Parameters of the plants.
    weather : Weather
        The hourly year.
    plants : mapping of str to Plant
        Plants of the place, the least energy first.
    chosen : str
        The one with the band.
    preset : str
        A row of ``presets``.

    Returns
    -------
    Curves
        The median over the draws, with the band of the chosen plant; the next of least energy
        beside it.
    dict of str to Finding
        ``sites.pue_hungriest`` and ``sites.pue_leanest``: the hour that one in a hundred passes,
        and the one that ninety-nine do.
    """
    names = (chosen, *[each for each in plants if each != chosen][:BESIDE])
    cells, hours = uncertainty.cells_of(Air.of(weather.year))
    held = designs(base, tuple(plants), preset)
    curves = {}
    for name in names:
        draws = held.draws[name]
        air = cells
        if not weather.certain:
            air = uncertainty.displaced(cells, draws["temp_offset"], draws["vapour_offset"])
        drawn = operate(name, air, draws).drawn
        curves[name] = siting.duration(np.broadcast_to(drawn, (drawn.shape[0], hours.size)), hours)
    low, middle, high = np.quantile(curves[chosen], (0.05, 0.5, 0.95), axis=0)
    pue = plants[chosen].pue
    ends = {
        key: Finding(
            name=f"sites.{key}", value=float(middle[at]), low=float(low[at]), high=float(high[at]),
            unit="",
            method=f"Energy drawn over energy of computing in the hour that {at} of a hundred "
            "hours pass or equal, median of the draws (docs/method/sites.md)",
            inputs=(pue,),
        )
        for key, at in (("pue_hungriest", 1), ("pue_leanest", 99))
    }  # fmt: skip
    made = Curves(
        title=_spread(ends["pue_hungriest"], ends["pue_leanest"]),
        subtitle=Text(
            "Energy drawn over energy of computing (PUE), hours of the year from the most to the "
            "least; by plant"
        ),
        caption=Text(
            "Line: the median design. Band, for the first plant: nine in ten designs lie within."
        ),
        across=Text("Share of hours"),
        shares=SHARES,
        series=tuple(
            Series(
                label=PLANT_WORDS[name],
                values=tuple(np.median(curves[name], axis=0).tolist()),
            )
            for name in names
        ),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        unit="",
        source=pue,
    )
    return made, ends


def _spread(most: Finding, least: Finding) -> Text:
    if float(most.value) - float(least.value) < 0.005:
        return Text("The plant draws the same in every hour, {most} for each unit of computing",
                    most=most)  # fmt: skip
    return Text(
        "The hungriest hours draw {most} for each unit of computing, the leanest {least}",
        most=most, least=least,
    )  # fmt: skip


def monthly_stack(
    base: FactBase, weather: Weather, plant: Plant, load: Fact, *, preset: str = ""
) -> tuple[Stack, dict[str, Finding]]:
    """Energy of each month by what draws it, every parameter at its centre.

    Parameters
    ----------
    base : FactBase
        Parameters of the plant.
    weather : Weather
        The hourly year.
    plant : Plant
        The plant.
    load : Fact
        Mean load of computing. [kW]
    preset : str
        A row of ``presets``.

    Returns
    -------
    Stack
        [MWh]
    dict of str to Finding
        ``sites.overhead``: the share of the energy drawn that does not compute. [%]
    """
    name = plant.technology
    ranges = designs(base, (name,), preset).ranges[name]
    operation = operate(
        name, Air.of(weather.year), {key: each.central for key, each in ranges.items()}
    )
    month = np.repeat(MONTH_OF_DAY, 24)
    parts = []
    for label, terms in PARTS.values():
        hourly = sum(
            (np.broadcast_to(getattr(operation, term), month.shape) for term in terms),
            np.zeros(month.shape),
        )
        sums = np.bincount(month, weights=hourly, minlength=12) * float(load.value) / 1e3
        parts.append(Series(label=label, values=tuple(sums.tolist())))
    pue = plant.pue
    value, low, high = (
        (100.0 * (1.0 - 1.0 / float(each)) for each in (pue.value, pue.low, pue.high) if each)
        if pue.low is not None
        else (100.0 * (1.0 - 1.0 / float(pue.value)),) * 3
    )
    overhead = Finding(
        name="sites.overhead", value=value,
        low=low if high > low else None, high=high if high > low else None,
        no_band="" if high > low else "the same in every draw", unit="%",
        method="Energy that does not compute over energy drawn: one less the inverse of PUE",
        inputs=(pue,),
    )  # fmt: skip
    made = Stack(
        title=_when(parts, overhead),
        subtitle=Text(
            "Energy drawn by month and by what draws it [MWh], for {load} of computing", load=load
        ),
        caption=Text("Every parameter at its centre; months differ in length."),
        parts=tuple(parts),
        unit="MWh",
        source=pue,
    )
    return made, {overhead.name: overhead}


def _when(parts: Sequence[Series], overhead: Finding) -> Text:
    """How much does not compute, and in which month it is most, by the month's own energy."""
    it = parts[0].values
    beside = [sum(each.values[m] for each in parts[1:]) / it[m] for m in range(12)]
    if max(beside) - min(beside) < 0.02 * max(beside):
        return Text("Of all energy drawn, {share} does not compute, the same in every month",
                    share=overhead)  # fmt: skip
    return Text(
        "Of all energy drawn, {share} does not compute; its part is largest in {month}",
        share=overhead, month=MONTHS[int(np.argmax(beside))],
    )  # fmt: skip


def frontier(
    points: Sequence[tuple[str, str, Mapping[str, Finding]]],
    *,
    priced: bool = False,
    on_site: bool = False,
) -> Scatter:
    """Plants, at a place or at several, by what a kilowatt-hour of computing costs.

    Parameters
    ----------
    points : sequence of tuple
        State (empty where the place has no name), technology, and findings by ``cost`` (or
        ``pue``), ``water`` and, where it is known, ``carbon``.
    priced : bool
        Whether cost is the first criterion; else energy stands for it.
    on_site : bool
        Whether water of power stations is not known and left out.

    Returns
    -------
    Scatter
        A point is on the frontier when no other is as good in everything and better in something.
    """
    key = "cost" if priced else "pue"
    carbon = all("carbon" in each for _, _, each in points)
    criteria = (key, "water", "carbon") if carbon else (key, "water")
    table = np.array([[float(each[name].value) for name in criteria] for _, _, each in points])
    kept = siting.frontier(table)
    several = len({state for state, _, _ in points}) > 1
    made = tuple(
        Point(
            label=_label(state, technology, several=several),
            across=each[key], up=each["water"], shade=each.get("carbon") if carbon else None,
            frontier=bool(on),
        )
        for (state, technology, each), on in zip(points, kept, strict=True)
    )  # fmt: skip
    best = np.argmin(table, axis=0)
    return Scatter(
        title=_who(points, best, several=several, priced=priced),
        subtitle=Text(
            "Per kilowatt-hour of computing: {across}, {water} and carbon; the less the better",
            across=Text("cost of electricity") if priced else Text("energy drawn"),
            water=Text("water on site") if on_site else Text("water on site and at power stations"),
        ),
        caption=Text(
            "Ringed: no other point is as good in everything and better in something. At one place "
            "carbon and cost follow the energy drawn."
        ),
        points=made,
        across=Text("Electricity [USD/kWh]") if priced else Text("Energy drawn [kWh/kWh]"),
        up=Text("Water [L/kWh]"),
        shade=Text("Carbon [g/kWh]") if carbon else None,
    )


def _label(state: str, technology: str, *, several: bool) -> Text:
    if several:
        return Text("{state}: {plant}", state=StateName(state), plant=PLANT_WORDS[technology])
    return PLANT_WORDS[technology]


def _who(
    points: Sequence[tuple[str, str, Mapping[str, Finding]]],
    best: NDArray[np.intp],
    *,
    several: bool,
    priced: bool,
) -> Text:
    def name(at: int) -> Text:
        return _label(points[at][0], points[at][1], several=several)

    cost, water = int(best[0]), int(best[1])
    if cost == water and priced:
        return Text("{plant} costs least and takes the least water", plant=name(cost))
    if cost == water:
        return Text("{plant} draws the least energy and takes the least water", plant=name(cost))
    return Text(
        "{one} costs least; {other} takes the least water"
        if priced
        else "{one} draws the least energy; {other} takes the least water",
        one=name(cost),
        other=name(water),
    )
