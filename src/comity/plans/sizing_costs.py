"""What sun, wind, battery and diesel cost a year, from published capital, upkeep and life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.errors import UnknownName
from comity.facts.load import FactBase
from comity.facts.types import Fact
from comity.sites.storage.problem import Four
from comity.sites.supply import diesel_per_mwh, yearly_cost

BASES = ("ember", "dea")
"""Producers of the capital cost of batteries, the newer first. Both are shown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Costs:
    """Yearly costs of a unit of each thing.

    Attributes
    ----------
    basis : str
        Producer of the capital cost of batteries.
    annual : ndarray, shape (4,)
        Sun, wind, battery energy, battery power. [USD/MW/year, USD/MWh/year]
    round_trip : float
        Energy out of a battery over energy in. [MWh/MWh]
    inputs : tuple of Fact
        What they rest on.
    """

    basis: str
    annual: Four
    round_trip: float
    inputs: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diesel:
    """What a diesel plant costs and emits.

    Attributes
    ----------
    per_mwh : float
        Fuel and upkeep. [USD/MWh]
    annual : float
        A MW of it, a year. [USD/MW/year]
    carbon : float
        [kg/MWh]
    inputs : tuple of Fact
        What they rest on.
    """

    per_mwh: float
    annual: float
    carbon: float
    inputs: tuple[Fact, ...]


def costs_of(base: FactBase, *, basis: str, rate: float) -> Costs:
    """Yearly costs with the batteries of one producer.

    Parameters
    ----------
    base : FactBase
        With the table ``supply``.
    basis : str
        A name of `BASES`.
    rate : float
        Real discount rate. [1/year]

    Returns
    -------
    Costs

    Raises
    ------
    UnknownName
        If there is no such producer.
    """
    if basis not in BASES:
        raise UnknownName("producer of battery costs", basis, BASES, near=BASES)
    book = _Book(base)
    solar, wind = (
        yearly_cost(
            book.usd(f"{thing}/capital/dea"), rate=rate, years=book(f"{thing}/life/dea"),
            upkeep=book(f"{thing}/upkeep/dea"),
        )
        for thing in ("solar", "wind")
    )  # fmt: skip
    energy, power = _battery_capital(book, basis)
    energy = yearly_cost(energy, rate=rate, years=book("battery_energy/life/dea"), upkeep=0.0)
    power = yearly_cost(
        power, rate=rate, years=book("battery_power/life/dea"),
        upkeep=book("battery_power/upkeep/dea"),
    )  # fmt: skip
    return Costs(
        basis=basis,
        annual=1000.0 * np.array([solar, wind, energy, power]),
        round_trip=book("battery/round_trip/reopt"),
        inputs=tuple(book.read.values()),
    )


def diesel_of(base: FactBase, *, rate: float, fuel_price: Fact) -> Diesel:
    """Cost and carbon of diesel.

    Parameters
    ----------
    base : FactBase
        With the table ``supply``.
    rate : float
        Real discount rate. [1/year]
    fuel_price : Fact
        [USD/L]

    Returns
    -------
    Diesel
    """
    book = _Book(base)
    heat = base.parameter("sites.diesel_heat")
    efficiency = book("diesel/efficiency/dea")
    annual = yearly_cost(
        book.usd("diesel/capital/dea"), rate=rate, years=book("diesel/life/dea"),
        upkeep=book("diesel/upkeep/dea"),
    )  # fmt: skip
    return Diesel(
        per_mwh=diesel_per_mwh(
            float(fuel_price.value), efficiency=efficiency, heating_value=float(heat.value),
            upkeep=book.usd("diesel/running/dea"),
        ),
        annual=1000.0 * annual,
        carbon=book("diesel/carbon/technology_data") / efficiency,
        inputs=(fuel_price, heat, *book.read.values()),
    )  # fmt: skip


class _Book:
    """Rows of the table, each remembered once it is read."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self.read: dict[str, Fact] = {}

    def __call__(self, key: str) -> float:
        self.read[key] = self.base.row("supply", key).fact("value")
        return float(self.read[key].value)

    def parameter(self, key: str) -> float:
        self.read[key] = self.base.parameter(key)
        return float(self.read[key].value)

    def usd(self, key: str) -> float:
        """A cost in US dollars, whatever it is stated in."""
        value = self(key)
        in_euro = self.read[key].unit.startswith("EUR2020")
        return value * self.parameter("sites.usd_per_eur2020") if in_euro else value


def _battery_capital(book: _Book, basis: str) -> tuple[float, float]:
    """Capital of energy [USD/kWh] and of power [USD/kW].

    An all-in cost is split as the catalogue splits a battery of the stated hours.
    """
    energy, power = (book.usd(f"battery_{part}/capital/dea") for part in ("energy", "power"))
    if basis == "dea":
        return energy, power
    hours = book.parameter("sites.battery_hours")
    scale = book.usd(f"battery/capital/{basis}") * hours / (energy * hours + power)
    return scale * energy, scale * power
