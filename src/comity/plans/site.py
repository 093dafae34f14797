"""A site: its climate through cooling plants, with the price and carbon of its electricity.

Crosses facts (climate, grid, parameters of plants) with the kernels of `comity.sites`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.plans.climate import OFFSETS, Weather, weather_of
from comity.plans.context import Context
from comity.plans.designs import designs, outside_weather, parameters_of, plant_of
from comity.plans.grid import carbon_intensity, electricity_price
from comity.sites import uncertainty
from comity.sites.cooling import INDICATORS, TECHNOLOGIES, Air, operate
from comity.sites.uncertainty import Assessment, Band
from comity.sites.weather import MONTH_OF_DAY, Year

IN_BRIEF = ("air_chiller", "water_chiller", "direct_liquid")
"""Plants a brief compares: air without water, air with water, liquid to the chip.

They are built in every climate and by every size of owner; the others wait for ``comity sites``.
"""

UNITS = {
    "pue": "", "cooling": "kWh/kWh", "wue": "L/kWh", "free_cooling_hours": "h", "free_share": "%",
    "cer": "kWh/kWh",
}  # fmt: skip
SCALE = {"free_share": 100.0}

MEANING = {
    "pue": "Energy drawn over energy of computing (ISO/IEC 30134-2)",
    "cooling": "Energy of fans, pumps and compressors over energy of computing",
    "wue": "Water taken on site over energy of computing (ISO/IEC 30134-9)",
    "free_cooling_hours": "Hours of the year in which no compressor runs",
    "free_share": "Share of the year's heat that no compressor lifts",
    "cer": "Heat taken from rooms and chips over energy of fans, pumps and compressors "
    "(ISO/IEC 30134-7)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """The annual figures of one plant, named ``sites.<indicator>.<technology>``."""

    technology: str
    pue: Finding
    cooling: Finding
    wue: Finding
    free_cooling_hours: Finding
    free_share: Finding
    cer: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site, its plants and its electricity.

    Attributes
    ----------
    city : str
        The reference city.
    technology : str
        The plant with the least central energy, to which the next five findings belong.
    pue, cooling, wue, free_cooling_hours, free_share, cer : Finding
        ``sites.pue`` and so on. [-, kWh/kWh, L/kWh, h, %, kWh/kWh]
    price : Finding
        ``sites.electricity_price``. [USD/kWh]
    carbon : Finding or Missing
        ``sites.carbon_intensity``. [gCO2e/kWh]
    by_technology : mapping of str to Plant
        Every plant, the least energy first.
    heat : tuple of tuple of float, shape (12, 24)
        Cooling energy by month and local solar hour. [kWh/kWh]
    """

    city: str
    technology: str
    pue: Finding
    cooling: Finding
    wue: Finding
    free_cooling_hours: Finding
    free_share: Finding
    cer: Finding
    price: Finding
    carbon: Finding | Missing
    by_technology: Mapping[str, Plant]
    heat: tuple[tuple[float, ...], ...]


def site(ctx: Context) -> Site:
    """The reference city of the state, with every plant.

    Parameters
    ----------
    ctx : Context
        State, day and facts.

    Returns
    -------
    Site

    Raises
    ------
    MissingFact
        If the climate of the state is not known.
    """
    weather = weather_of(ctx.facts, ctx.state)
    plants = plants_in(ctx.facts, weather, IN_BRIEF)
    best = next(iter(plants))
    return Site(
        city=ctx.facts.row("reference_cities", ctx.state).text("city"),
        technology=best,
        price=electricity_price(ctx),
        carbon=carbon_intensity(ctx),
        by_technology=plants,
        heat=_heat_map(ctx.facts, weather.year, best),
        **{name: replace(getattr(plants[best], name), name=f"sites.{name}") for name in INDICATORS},
    )


def plants_in(
    base: FactBase,
    weather: Weather,
    names: tuple[str, ...] | None = None,
    *,
    preset: str = "",
) -> dict[str, Plant]:
    """Plants in the given weather, the least median energy first.

    Parameters
    ----------
    base : FactBase
        Parameters of the plants.
    weather : Weather
        The hourly year.
    names : tuple of str, optional
        Names of `TECHNOLOGIES`; all of them by default, or the one of the preset.
    preset : str
        A row of ``presets``, as ``mid`` or ``lei_1``.

    Returns
    -------
    dict of str to Plant
        Each finding says how many hours lie outside the weather its plant is meant for.

    Raises
    ------
    UnknownName
        If there is no such plant or preset.
    InputError
        If the preset describes another plant, or more than a tenth of the year is outside the
        weather of a plant that was named.
    """
    one = plant_of(base, preset) if preset else None
    named = names is not None
    names = names or ((one,) if one else tuple(TECHNOLOGIES))
    outside = Air.of(weather.year)
    beyond = {}
    for name in names:
        try:
            beyond[name] = outside_weather(base, name, outside)
        except InputError:
            if named:
                raise
    held = designs(base, tuple(beyond), preset)
    cells, hours = uncertainty.cells_of(outside)
    found = {}
    for name, hours_beyond in beyond.items():
        result = uncertainty.assess(
            name, cells, hours,
            ranges=held.ranges[name], draws=held.draws[name], displace=not weather.certain,
        )  # fmt: skip
        found[name] = _plant(name, result, held.facts[name], weather, hours_beyond)
    return dict(sorted(found.items(), key=lambda item: float(item[1].pue.value)))


def _plant(
    name: str, result: Assessment, facts: Mapping[str, Fact], weather: Weather, beyond: int
) -> Plant:
    findings = {}
    for indicator in INDICATORS:
        shares = result.shares[indicator]
        inputs = {key: fact for key, fact in facts.items() if key not in OFFSETS}
        inputs |= dict(weather.inputs)  # type: ignore[arg-type]
        order = sorted(inputs, key=lambda key: -shares.get(key, 0.0))
        findings[indicator] = _finding(
            f"sites.{indicator}.{name}",
            getattr(result, indicator),
            indicator,
            inputs=tuple(inputs[key] for key in order),
            shares=tuple(shares.get(key, 0.0) for key in order) if shares else (),
            note=weather.said,
            beyond=beyond,
        )
    return Plant(technology=name, **findings)


def _finding(
    name: str,
    band: Band,
    indicator: str,
    *,
    inputs: tuple[Fact | Finding, ...],
    shares: tuple[float, ...],
    note: str,
    beyond: int,
) -> Finding:
    scale = SCALE.get(indicator, 1.0)
    low, value, high = (scale * each for each in (band.p5, band.p50, band.p95))
    flat = high - low <= 1e-9
    return Finding(
        name=name,
        value=value,
        low=None if flat else low,
        high=None if flat else high,
        no_band="the same in every draw" if flat else "",
        unit=UNITS[indicator],
        method=f"{MEANING[indicator]}: hourly heat balance of the plant, median of "
        f"{uncertainty.DRAWS} draws of its parameters (docs/method/sites.md)"
        + (f"; {beyond} hours lie outside the weather it is meant for" if beyond else ""),
        inputs=inputs,
        shares=shares,
        note=note,
    )


def _heat_map(base: FactBase, year: Year, name: str) -> tuple[tuple[float, ...], ...]:
    """Mean cooling energy by month and hour, every parameter at its centre."""
    hourly = operate(name, Air.of(year), parameters_of(base)[name]).cooling
    days = np.broadcast_to(hourly, year.temp_air.shape).reshape(-1, 24)
    return tuple(tuple(days[month == MONTH_OF_DAY].mean(axis=0).tolist()) for month in range(12))


def names_of(sites: Iterable[Plant]) -> dict[str, Finding]:
    """Every finding of some plants by name.

    Parameters
    ----------
    sites : iterable of Plant
        The plants.
    """
    found = (getattr(plant, name) for plant in sites for name in INDICATORS)
    return {each.name: each for each in found}
