"""Housing and powering computing: three plants, and a year of energy, carbon, water and cost."""

from __future__ import annotations

from collections.abc import Mapping

from comity.facts.types import Fact, Finding, Missing
from comity.plans.accounts import annual_accounts
from comity.plans.content import (
    Block,
    Callout,
    Cell,
    Headline,
    HeatMap,
    Interval,
    IntervalChart,
    Paragraph,
    Printable,
    Section,
    Table,
    TableColumn,
    TableRow,
    Text,
    Verbatim,
)
from comity.plans.context import Context
from comity.plans.grid import producers, water_intensity
from comity.plans.site import Site, names_of, site
from comity.sites.cooling import INDICATORS

__all__ = ["PLANTS", "SCENARIOS", "Site", "section", "site"]

PLANTS = {
    "air_chiller": Text("Air-cooled chiller with dry economiser"),
    "water_chiller": Text("Water-cooled chiller with tower and economiser"),
    "direct_liquid": Text("Liquid to the chip with dry cooler"),
}
"""What a reader calls each plant."""

SCENARIOS = {
    "desk": Text("A ministry desk"),
    "service": Text("A national service"),
    "cluster": Text("A small training cluster"),
}
"""What a reader calls each load."""

MONTHS = (
    Text("January"), Text("February"), Text("March"), Text("April"), Text("May"), Text("June"),
    Text("July"), Text("August"), Text("September"), Text("October"), Text("November"),
    Text("December"),
)  # fmt: skip

QUARTERS = (
    Text("at night"), Text("in the morning"), Text("in the afternoon"), Text("in the evening"),
)  # fmt: skip
"""Of the day, six hours each from midnight."""

ACCOUNTS = {
    "energy": (Text("Electricity"), "MWh"),
    "carbon": (Text("Carbon"), "tCO2e"),
    "water_site": (Text("Water on site"), "m3"),
    "water": (Text("Water on site and at power stations, reservoirs left out"), "m3"),
    "water_with_reservoirs": (Text("The same, evaporation from reservoirs counted"), "m3"),
    "cost": (Text("Price of the electricity"), "USD"),
}
"""Annual accounts of a load, in the order of the table."""


def section(ctx: Context, site: Site, *, loads: Mapping[str, Finding]) -> Section:
    """The section "Housing and powering it" of a brief.

    Parameters
    ----------
    ctx : Context
        State, day and facts.
    site : Site
        From `site`.
    loads : mapping of str to Finding
        Scenario -> mean load of computing. [kW]

    Returns
    -------
    Section
        With the findings ``sites.*``; those of a load end in its key.
    """
    named: dict[str, Finding | Missing] = {
        f"sites.{name}": getattr(site, name) for name in INDICATORS
    }
    named["sites.electricity_price"] = site.price
    named["sites.carbon_intensity"] = site.carbon
    named |= names_of(site.by_technology.values())
    water = water_intensity(ctx, reservoirs=False)
    full = water_intensity(ctx, reservoirs=True)
    named["sites.water_intensity"] = water
    named["sites.water_intensity_with_reservoirs"] = full
    for key, load in loads.items():
        named |= annual_accounts(site, key, load, water=water, reservoirs=full)
    blocks: tuple[Block, ...] = (
        *(Paragraph(text) for text in _sentences(ctx, site)),
        _chart(site),
        _heat_map(site),
        _table(named, loads),
        *_callouts(ctx, site),
    )
    return Section(
        key="housing",
        title=Text("Housing and powering it"),
        blocks=blocks,
        headline=_headline(site),
        findings=named,
        choices=(
            Text("A contract that fixes the price of electricity, or the whole band of its cost."),
        ),
    )


def _headline(site: Site) -> Headline:
    return Headline(
        answer=Text(
            "Near {city}, a data centre draws {pue} units of energy for each that computes.",
            city=Verbatim(site.city),
            pue=site.pue,
        ),
        number=site.pue,
        unit=Text("PUE"),
        scale=(1.0, 1.8),
    )


def _sentences(ctx: Context, site: Site) -> list[Text]:
    texts = [
        Text(
            "Three plants are run through every hour of a year near {city}. The rule takes the one "
            "with the least energy: {plant}.",
            city=Verbatim(site.city),
            plant=PLANTS[site.technology],
        ),
        Text(
            "It draws {pue} for each unit of computing, and {wue} of water on site. Outside air "
            "alone carries {share} of the heat; no compressor runs for {hours}.",
            pue=site.pue,
            wue=site.wue,
            share=site.free_share,
            hours=site.free_cooling_hours,
        ),
    ]
    factors = producers(ctx, "grid_ci")
    if len(factors) > 1:
        other = max(factors[1:], key=lambda each: abs(float(each.value) - float(factors[0].value)))
        texts.append(
            Text(
                "The grid emits {first} by {one}, and {second} by {two}. The band spans every "
                "producer.",
                first=factors[0],
                one=Verbatim(factors[0].producer),
                second=other,
                two=Verbatim(other.producer),
            )
        )
    stress = ctx.facts.known(ctx.state, "water_stress_sdg642")
    if isinstance(stress, Fact):
        texts.append(
            Text("Withdrawals stand at {stress} of the country's renewable fresh water.",
                 stress=stress)
        )  # fmt: skip
    return texts


def _chart(site: Site) -> IntervalChart:
    plants = tuple(site.by_technology.values())
    return IntervalChart(
        title=Text(
            "{plant} draws least energy of three plants near {city}",
            plant=PLANTS[site.technology],
            city=Verbatim(site.city),
        ),
        subtitle=Text(
            "Energy drawn over energy of computing (PUE), year from monthly normals; least first"
        ),
        caption=Text(
            "Bar: nine in ten designs lie within. Tick: the median design. Bands that overlap may "
            "change places."
        ),
        rows=tuple(
            Interval(
                label=PLANTS[each.technology],
                condition=Text(
                    "{water} on site; {hours} without compressor",
                    water=each.wue,
                    hours=each.free_cooling_hours,
                ),
                number=each.pue,
            )
            for each in plants
        ),
        unit="",
    )


def _heat_map(site: Site) -> HeatMap:
    return HeatMap(
        title=_when(site),
        subtitle=Text(
            "Energy of fans, pumps and compressors per unit of computing near {city}, by month and "
            "local solar hour",
            city=Verbatim(site.city),
        ),
        caption=Text("{plant}, every parameter at its centre.", plant=PLANTS[site.technology]),
        values=site.heat,
        unit="kWh/kWh",
        source=site.cooling,
    )


def _when(site: Site) -> Text:
    """When cooling takes most, and least; the same all year when it varies by under 2 %."""
    cells = [(value, m, h) for m, row in enumerate(site.heat) for h, value in enumerate(row)]
    (most, month, hour), (least, other, early) = max(cells), min(cells)
    if most - least < 0.02 * most:
        return Text("Cooling takes the same energy all year")
    return Text(
        "Cooling takes most energy {part} in {month}, and least {other_part} in {other_month}",
        part=QUARTERS[hour // 6],
        month=MONTHS[month],
        other_part=QUARTERS[early // 6],
        other_month=MONTHS[other],
    )


def _table(named: Mapping[str, Finding | Missing], loads: Mapping[str, Finding]) -> Table:
    def row(label: Text, numbers: list[Printable]) -> TableRow:
        return TableRow(
            cells=(Cell(main=label), *(Cell(main=each) for each in numbers)),
        )

    rows = [row(Text("Mean load of computing"), list(loads.values()))]
    for account, (label, _) in ACCOUNTS.items():
        rows.append(row(label, [named[f"sites.{account}.{key}"] for key in loads]))
    return Table(
        title=Text("A year of electricity, carbon, water and cost for each load"),
        subtitle=Text(
            "Plant with the least energy; carbon by the mean of the grid, before any purchase"
        ),
        columns=(
            TableColumn(label=Text("A year of")),
            *(
                TableColumn(
                    label=SCENARIOS.get(key, Text("{load}", load=Verbatim(key))), numeric=True
                )
                for key in loads
            ),
        ),
        rows=tuple(rows),
    )


def _callouts(ctx: Context, site: Site) -> list[Callout]:
    boxes = []
    if ctx.electricity_price is None:
        boxes.append(
            Callout(
                kind="not known",
                title=Text("Electricity tariff"),
                body=(
                    Text(
                        "No open source gives the industrial tariff of most states. {price} is "
                        "assumed; published tariffs elsewhere span it.",
                        price=site.price,
                    ),
                    Text(
                        "Give yours with {option}.",
                        option=Verbatim("--electricity-price USD_PER_KWH"),
                    ),
                ),
            )
        )
    if isinstance(site.carbon, Missing):
        boxes.append(
            Callout(
                kind="not known",
                title=Text("Carbon of the grid"),
                body=(
                    Text("No source at hand gives it. Nothing has been filled in."),
                    Text("Give it with {option}.", option=Verbatim(site.carbon.supply)),
                ),
            )
        )
    return boxes
