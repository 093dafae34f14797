"""Sun, wind and battery of least cost for a load at a place, with the facts it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comity.errors import Infeasible, InputError, MissingFact
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.plans.given import asked
from comity.plans.sizing_costs import BASES, Costs, Diesel, costs_of, diesel_of
from comity.plans.sizing_resource import Resource
from comity.sites.storage import Problem, Sizing, size
from comity.sites.storage.compiled import HAS_NUMBA
from comity.sites.supply import Backup, backup
from comity.sites.supply.sun import Hours

UNITS = {
    "pv": "MW", "wind": "MW", "battery_energy": "MWh", "battery_power": "MW",
    "supply_cost": "USD/year", "supply_cost_per_kwh": "USD/kWh", "own_share": "%",
    "backup": "MWh/year", "curtailed": "MWh/year", "supply_carbon": "kg/year",
    "unserved": "MWh/year",
}  # fmt: skip
MEANING = {
    "pv": "Solar nameplate (DC)",
    "wind": "Wind nameplate",
    "battery_energy": "Energy a battery holds",
    "battery_power": "Power of a battery",
    "supply_cost": "Yearly cost of building and running the supply",
    "supply_cost_per_kwh": "Yearly cost over the energy of the load",
    "own_share": "Share of the load met without backup",
    "backup": "Energy bought from the grid or made from diesel",
    "curtailed": "Energy of sun and wind left unused",
    "supply_carbon": "Carbon of backup, none counted for building",
    "unserved": "Energy of the load that no sun, wind, battery, grid or diesel meets; more than a "
    "millionth of the load is refused",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Order:
    """What is asked for.

    Attributes
    ----------
    load : float
        Constant load of the site. [MW]
    price : Fact or Finding
        Mean price of the grid. [USD/kWh]
    prices : ndarray, shape (8760,), optional
        Price hour by hour; the mean all year without it. [USD/kWh]
    carbon : Fact, Finding or Missing
        Carbon intensity of the grid. [gCO2e/kWh]
    rate : Fact
        Real discount rate. [1/year]
    up : ndarray of bool, shape (8760,), optional
        Whether the grid supplies; always without it.
    diesel_price : Fact, optional
        Price of a litre; None where diesel is not allowed. [USD/L]
    carbon_price : float
        [USD/t]
    own_share : float, optional
        Least share of the load met without backup. [MWh/MWh]
    flexible_share, peak_factor : float
        Share of each hour's load that may move within its day, and how far above the load an hour
        may rise. [MWh/MWh, MW/MW]
    most : tuple of float
        Largest sun, wind, battery energy, battery power. [MW, MWh]
    """

    load: float
    price: Fact | Finding
    carbon: Fact | Finding | Missing
    rate: Fact
    prices: Hours | None = None
    up: NDArray[np.bool_] | None = None
    diesel_price: Fact | None = None
    carbon_price: float = 0.0
    own_share: float | None = None
    flexible_share: float = 0.0
    peak_factor: float = 1.0
    most: tuple[float, float, float, float] = (np.inf, np.inf, np.inf, np.inf)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One solution: the figures of a sizing with one set of costs.

    Attributes
    ----------
    basis : str
        Producer of the capital cost of batteries.
    rate : float
        Real discount rate. [1/year]
    sizing : Sizing
        Sizes, cost, gap, hours. [MW, MWh, USD]
    figures : mapping of str to float
        By name of `UNITS`.
    diesel_mw, diesel_mwh : float
        Diesel plant and what it makes in a year. [MW, MWh]
    """

    basis: str
    rate: float
    sizing: Sizing
    figures: Mapping[str, float]
    diesel_mw: float
    diesel_mwh: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Supply:
    """The supply of least cost for a load.

    Attributes
    ----------
    resource : Resource
        Sun and wind at the place.
    findings : mapping of str to Finding or Missing
        ``sites.<name>`` by the names of `UNITS`; bands span the cases.
    central : Case
        With the newer producer of battery costs and the rate asked for.
    cases : tuple of Case
        Every case solved, the central first.
    """

    resource: Resource
    findings: Mapping[str, Finding | Missing]
    central: Case
    cases: tuple[Case, ...]


def supply_of(base: FactBase, resource: Resource, order: Order) -> Supply:
    """Sun, wind and battery of least cost, and how the cost data move them.

    Parameters
    ----------
    base : FactBase
        Costs and parameters.
    resource : Resource
        Sun and wind at the place.
    order : Order
        What is asked for.

    Returns
    -------
    Supply

    Raises
    ------
    Infeasible
        If no sizes within the limits meet what is asked.
    InputError
        If the load, the carbon price or the share that moves is not a number that can be.
    MissingFact
        If carbon has a price and the carbon of the grid is not known.
    """
    _check(order)
    known_carbon = not isinstance(order.carbon, Missing)
    if order.carbon_price and not known_carbon:
        raise MissingFact("Carbon has a price here, and the carbon of the grid is not known.")
    start = base.parameter("sites.battery_start")
    cases, costs, diesel = [], [], None
    for basis, rate in _sets(order):
        held = costs_of(base, basis=basis, rate=rate)
        diesel = diesel_of(base, rate=rate, fuel_price=order.diesel_price) if (
            order.diesel_price is not None and order.up is not None
        ) else None  # fmt: skip
        costs.append(held)
        cases.append(_case(resource, order, held, diesel, rate, float(start.value)))
    inputs = _inputs(base, resource, order, costs, diesel, start)
    findings: dict[str, Finding | Missing] = {
        f"sites.{name}": _finding(name, cases, inputs) for name in UNITS
    }
    if isinstance(order.carbon, Missing):
        findings["sites.supply_carbon"] = replace(order.carbon, name="sites.supply_carbon")
    findings |= {each.name: each for each in (resource.pv_yield, resource.wind_yield)}
    return Supply(resource=resource, findings=findings, central=cases[0], cases=tuple(cases))


def _check(order: Order) -> None:
    if not 0.0 < order.load < np.inf:
        raise InputError("The load must be above zero megawatts.")
    if not 0.0 <= order.carbon_price < np.inf:
        raise InputError("The carbon price must be zero or above.")
    if not 0.0 <= order.flexible_share <= 1.0:
        raise InputError("The share of load that moves lies between 0 and 1.")
    if not 1.0 <= order.peak_factor < np.inf:
        raise InputError("The peak factor is at least 1: no hour can be kept below the mean.")
    if (order.peak_factor > 1.0) != (order.flexible_share > 0.0):
        raise InputError(
            "A constant load moves only where an hour may rise above it: give --peak-factor above "
            "1, as 1.25, with --flexible-share, or neither."
        )


def _sets(order: Order) -> Iterator[tuple[str, float]]:
    """Sets of costs to solve: the central one alone where a solution takes seconds."""
    rates = [float(order.rate.value)]
    if order.rate.low is not None and order.rate.high is not None:
        rates += [order.rate.low, order.rate.high]
    slow = order.flexible_share > 0.0 or not HAS_NUMBA
    for rate in rates[: 1 if slow else None]:
        for basis in BASES:
            yield basis, rate


def _case(
    resource: Resource,
    order: Order,
    costs: Costs,
    diesel: Diesel | None,
    rate: float,
    start: float,
) -> Case:
    """The case of least cost, where diesel may be built: with its plant, or without any."""
    made = _solved(resource, order, costs, diesel, rate, start)
    if diesel is None:
        return made
    try:
        bare = _solved(resource, order, costs, None, rate, start)
    except Infeasible:
        return made
    return min(made, bare, key=lambda case: case.figures["supply_cost"])


def _solved(
    resource: Resource,
    order: Order,
    costs: Costs,
    diesel: Diesel | None,
    rate: float,
    start: float,
) -> Case:
    hours = resource.solar.size
    bought = _backup(order, diesel, hours)
    way = float(np.sqrt(costs.round_trip))
    load = np.full(hours, order.load)
    problem = Problem(
        load=load, solar=resource.solar, wind=resource.wind, price=bought.price,
        annual_cost=costs.annual, charge=way, discharge=way, start_share=start,
        most=np.array(order.most),
    )  # fmt: skip
    found = size(
        problem, own_share=order.own_share, no_backup=bought.none,
        flexible_share=order.flexible_share, peak_factor=order.peak_factor,
    )  # fmt: skip
    energy = float(load.sum())
    diesel_mw = order.load * order.peak_factor if diesel is not None else 0.0
    fixed = diesel_mw * diesel.annual if diesel is not None else 0.0
    cost = found.cost + fixed
    taken = found.hours.backup
    return Case(
        basis=costs.basis,
        rate=rate,
        sizing=found,
        figures={
            "pv": found.sizes.pv,
            "wind": found.sizes.wind,
            "battery_energy": found.sizes.energy,
            "battery_power": found.sizes.power,
            "supply_cost": cost,
            "supply_cost_per_kwh": cost / energy / 1000.0,
            "own_share": 100.0 * (1.0 - float(taken.sum()) / energy),
            "backup": float(taken.sum()),
            "curtailed": float(found.hours.spilled.sum()),
            "supply_carbon": float(taken @ bought.carbon),
            "unserved": found.unserved,
        },
        diesel_mw=diesel_mw,
        diesel_mwh=float(taken[bought.diesel].sum()),
    )


def _backup(order: Order, diesel: Diesel | None, hours: int) -> Backup:
    tariff = np.full(hours, float(order.price.value)) if order.prices is None else order.prices
    known = None if isinstance(order.carbon, Missing) else float(order.carbon.value)
    return backup(
        tariff=1000.0 * tariff,
        grid_carbon=np.full(hours, 0.0 if known is None else known),
        up=np.ones(hours, bool) if order.up is None else order.up,
        carbon_price=order.carbon_price,
        diesel_cost=None if diesel is None else diesel.per_mwh,
        diesel_carbon=0.0 if diesel is None else diesel.carbon,
    )


def _inputs(
    base: FactBase,
    resource: Resource,
    order: Order,
    costs: list[Costs],
    diesel: Diesel | None,
    start: Fact,
) -> tuple[Fact | Finding | Missing, ...]:
    load = asked(base, "load", order.load, "MW")
    held: list[Fact | Finding | Missing] = [load, order.price, order.rate, start]
    held += [resource.pv_yield, resource.wind_yield]
    if not isinstance(order.carbon, Missing):
        held.append(order.carbon)
    if order.carbon_price:
        held.append(asked(base, "carbon_price", order.carbon_price, "USD/t"))
    if diesel is not None:
        held += diesel.inputs
    held += [fact for each in costs for fact in each.inputs]
    return tuple(dict.fromkeys(held))


def _finding(name: str, cases: list[Case], inputs: tuple[Fact | Finding | Missing, ...]) -> Finding:
    values = [case.figures[name] for case in cases]
    low, high = min(values), max(values)
    flat = high - low <= 1e-9 * max(abs(high), 1.0)
    return Finding(
        name=f"sites.{name}",
        value=values[0],
        low=None if flat else low,
        high=None if flat else high,
        no_band="the same with every set of costs" if flat else "",
        unit=UNITS[name],
        method=f"{MEANING[name]}: least yearly cost over every hour, gap "
        f"{cases[0].sizing.gap:.1e}, by {cases[0].sizing.method}; the band spans the producers of "
        "battery costs and the discount rates (docs/method/storage.md)",
        inputs=inputs,
    )
