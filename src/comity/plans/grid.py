"""Electricity at a place: its price, its carbon and the water its power stations consume."""

from __future__ import annotations

from dataclasses import replace

from comity.facts.types import Fact, Finding, Missing, independent
from comity.plans.context import Context

PRICE_ANCHORS = ("world_bank", "eurostat", "eia")
"""Published ranges beside the assumed price, none of them of the state itself."""


def electricity_price(ctx: Context) -> Finding:
    """Price of electricity: the user's own, else a wide assumed band.

    Parameters
    ----------
    ctx : Context
        With ``electricity_price`` when the user gave one. [USD/kWh]

    Returns
    -------
    Finding
        ``sites.electricity_price``. [USD/kWh]
    """
    own = ctx.electricity_price
    if own is not None:
        return Finding(
            name="sites.electricity_price",
            value=own.value, low=own.low, high=own.high, unit=own.unit,
            method="The price you gave", inputs=(own,),
            no_band="" if own.low is not None else "your own price",
        )  # fmt: skip
    assumed = ctx.facts.parameter("sites.electricity_price")
    anchors = (ctx.facts.parameter(f"sites.electricity_price_{each}") for each in PRICE_ANCHORS)
    return Finding(
        name="sites.electricity_price",
        value=assumed.value, low=assumed.low, high=assumed.high, unit=assumed.unit,
        method="Assumed band that spans published tariffs of other places; supply your own with "
        "--electricity-price",
        inputs=(assumed, *anchors),
    )  # fmt: skip


def carbon_intensity(ctx: Context) -> Finding | Missing:
    """Carbon of the grid, with a band that spans its producers.

    Parameters
    ----------
    ctx : Context
        State and facts.

    Returns
    -------
    Finding or Missing
        ``sites.carbon_intensity``. [gCO2e/kWh]
    """
    return spanned(ctx, "grid_ci", name="sites.carbon_intensity")


def water_intensity(ctx: Context, *, reservoirs: bool) -> Finding | Missing:
    """Water that power stations consume, with or without evaporation from reservoirs.

    Parameters
    ----------
    ctx : Context
        State and facts.
    reservoirs : bool
        Whether evaporation from reservoirs counts.

    Returns
    -------
    Finding or Missing
        ``sites.water_intensity`` or ``sites.water_intensity_with_reservoirs``. [L/kWh] The second
        is never below the first: it is every producer's figure without reservoirs plus what the
        producer that counts reservoirs adds for them.
    """
    without = spanned(ctx, "grid_water_intensity_excl_hydro", name="sites.water_intensity")
    if not reservoirs:
        return without
    name, quantity = "sites.water_intensity_with_reservoirs", "grid_water_intensity"
    whole = ctx.facts.known(ctx.state, quantity)
    same = [
        each
        for each in ctx.facts.facts(ctx.state, "grid_water_intensity_excl_hydro")
        if not isinstance(whole, Missing) and each.source.key == whole.source.key
    ]
    if isinstance(whole, Missing) or isinstance(without, Missing) or not same:
        return spanned(ctx, quantity, name=name)
    added = float(whole.value) - float(same[0].value)
    return replace(
        without,
        name=name,
        value=float(without.value) + added,
        low=None if without.low is None else without.low + added,
        high=None if without.high is None else without.high + added,
        method="Water without reservoirs, of every producer, plus what the producer that counts "
        "reservoirs adds for them",
        inputs=tuple(dict.fromkeys((*without.inputs, whole, same[0]))),
    )


def spanned(ctx: Context, quantity: str, *, name: str) -> Finding | Missing:
    """The preferred figure, with a band from the lowest to the highest producer's.

    Parameters
    ----------
    ctx : Context
        State and facts.
    quantity : str
        A fact of the long table.
    name : str
        What the finding is called.

    Returns
    -------
    Finding or Missing
        The user's own figure alone when there is one.
    """
    first = ctx.facts.known(ctx.state, quantity)
    if isinstance(first, Missing):
        return first
    held = producers(ctx, quantity)
    numbers = [float(each.value) for each in held]
    low = min([*numbers, *(each.low for each in held if each.low is not None)])
    high = max([*numbers, *(each.high for each in held if each.high is not None)])
    single = high <= low
    return Finding(
        name=name,
        value=first.value,
        low=None if single else low,
        high=None if single else high,
        no_band="one source" if single else "",
        unit=first.unit,
        method="Preferred producer; the band spans every producer",
        inputs=held,
    )


def producers(ctx: Context, quantity: str) -> tuple[Fact, ...]:
    """One fact for each producer, the preferred first; the user's own alone when given.

    Parameters
    ----------
    ctx : Context
        State and facts.
    quantity : str
        A fact of the long table.
    """
    found = ctx.facts.facts(ctx.state, quantity)
    if found and found[0].source.kind == "user":
        return found[:1]
    first = found[:1]
    others = (each for each in independent(found) if each.producer != first[0].producer)
    return (*first, *others) if first else ()
