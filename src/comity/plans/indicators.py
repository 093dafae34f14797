"""The accounts of a plant at a place: ISO/IEC 30134, scopes 1 to 3, and what computing costs.

What cannot be known from open sources (a tariff, heat that is used outside, energy bought with
certificates, fuel burnt) is missing with a reason, unless the user gives it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.plans.climate import weather_of
from comity.plans.context import Context
from comity.plans.draws import Array, Drawn, Known, derive, draw
from comity.plans.given import asked
from comity.plans.grid import carbon_intensity, water_intensity
from comity.plans.site import IN_BRIEF, Plant, plants_in
from comity.plans.site_costs import cost_of_capital, hall_capital, no_state, supply_with, tariff
from comity.sites import accounts
from comity.sites.accounts import HOURS_IN_YEAR

KILO = 1e3

LOAD = 1000.0
"""Mean load of computing the yearly accounts are for, unless another is given. [kW]"""

SERVER_ACCELERATOR = "NVIDIA H100 SXM5 80GB"
"""The accelerator of the server whose making is counted."""

OF_PLANT = ("pue", "wue", "cer", "free_cooling_hours")
"""Accounts that are figures of the plant itself."""

ACCOUNTS = (
    "pue", "wue", "wue_source", "wue_source_with_reservoirs", "ref", "erf", "cer", "cue",
    "free_cooling_hours", "energy", "scope_1_diesel", "scope_1_refrigerant", "scope_2",
    "embodied_computing", "embodied_building", "cost_per_it_kwh", "cost_of_capital",
    "levelised_cost",
)  # fmt: skip
"""Every account, in the order of a table; the name of a finding is ``sites.<account>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the user knows of a site; what is None is looked up, or missing.

    Attributes
    ----------
    load : float
        Mean load of computing. [kW]
    price : Fact, optional
        Of electricity. [USD/kWh]
    carbon : Fact, optional
        Carbon intensity of the grid. [gCO2e/kWh]
    renewable : Fact, optional
        Share of the energy drawn that is renewable and owned or bought with certificates.
    reused : Fact, optional
        Share of the energy drawn that is used again outside the data centre.
    diesel : Fact, optional
        Share of the energy drawn that diesel on site makes.
    rate : Fact, optional
        Cost of capital. [1/year]
    """

    load: float = LOAD
    price: Fact | None = None
    carbon: Fact | None = None
    renewable: Fact | None = None
    reused: Fact | None = None
    diesel: Fact | None = None
    rate: Fact | None = None


def accounts_of(
    base: FactBase, state: str, plant: Plant, given: Given, *, each: bool = False
) -> dict[str, Finding | Missing]:
    """Every account of a plant at a place.

    Parameters
    ----------
    base : FactBase
        Grid, costs and parameters.
    state : str
        ISO3 code; empty where only the weather is known, and then what a state's facts say is
        missing unless given.
    plant : Plant
        Its annual figures there.
    given : Given
        What the user knows.
    each : bool
        Whether names end in the plant, ``sites.cue.<technology>``, as for one plant of several.

    Returns
    -------
    dict of str to Finding or Missing
        By name, in the order of `ACCOUNTS`. Bands are those of paired draws (`comity.plans.draws`).
    """
    end = f".{plant.technology}" if each else ""
    book = _Book(base, state, end, plant, given)
    _water(book)
    _shares(book)
    _carbon(book)
    _embodied(book)
    _cost(book)
    return {f"sites.{key}{end}": book.number(key) for key in ACCOUNTS}


class _Book:
    """Accounts as they are made, each drawn once."""

    def __init__(self, base: FactBase, state: str, end: str, plant: Plant, given: Given) -> None:
        self.base, self.state, self.end, self.given = base, state, end, given
        day = datetime.date.fromisoformat(base.as_of)
        self.ctx = Context(facts=base, state=state, as_of=day, electricity_price=given.price)
        self.found: dict[str, Known] = {
            key: draw(replace(getattr(plant, key), name=f"sites.{key}{end}")) for key in OF_PLANT
        }
        load = asked(base, "it_load", given.load, "kW", note="mean load of computing")
        self.found["it_load"] = draw(load)
        self.found["carbon"] = draw(self._carbon_intensity())
        price = given.price or tariff(base, state)
        self.found["price"] = draw(price)

    def number(self, key: str) -> Finding | Missing:
        held = self.found[key]
        if isinstance(held, Missing):
            return held
        assert isinstance(held.number, Finding)
        return held.number

    def add(
        self, key: str, unit: str, method: str, rule: Callable[..., Array], **inputs: Known
    ) -> None:
        made = derive(f"sites.{key}{self.end}", unit, method, rule, **inputs)
        if isinstance(made, Missing):
            # Said by what lacks at the root, not by the account between.
            lacking = next(each for each in inputs.values() if isinstance(each, Missing))
            made = replace(made, reason=lacking.reason)
        self.found[key] = made

    def lack(self, key: str, reason: str, option: str = "") -> None:
        self.found[key] = Missing(
            name=f"sites.{key}{self.end}", subject=self.state, reason=reason,
            supply=supply_with(option) if option else "",
        )  # fmt: skip

    def parameter(self, key: str) -> Known:
        return draw(self.base.parameter(key))

    def _carbon_intensity(self) -> Fact | Finding | Missing:
        if self.given.carbon is not None:
            return self.given.carbon
        if self.state:
            return carbon_intensity(self.ctx)
        return no_state("sites.carbon_intensity", supply_with("--carbon-intensity G_PER_KWH"))


def _water(book: _Book) -> None:
    for name, reservoirs in (("wue_source", False), ("wue_source_with_reservoirs", True)):
        intensity: Finding | Missing = no_state(
            "sites.water_intensity", "comity sites run STATE ..."
        )
        if book.state:
            intensity = water_intensity(book.ctx, reservoirs=reservoirs)
        counted = "evaporation from reservoirs counted" if reservoirs else "reservoirs left out"
        book.add(
            name, "L/kWh",
            f"Water on site plus water of power stations times PUE, {counted} (ISO/IEC 30134-9).",
            accounts.wue_source,
            wue=book.found["wue"], pue=book.found["pue"], water_intensity=draw(intensity),
        )  # fmt: skip


def _shares(book: _Book) -> None:
    for key, fact, method, reason, supply in (
        (
            "ref", book.given.renewable,
            "Renewable energy owned or bought with its certificates over energy drawn "
            "(ISO/IEC 30134-3); the mix of the grid does not count.",
            "what a site owns or buys with certificates is not in any open source",
            "--renewable-share SHARE",
        ),
        (
            "erf", book.given.reused,
            "Energy used again outside the data centre over energy drawn (ISO/IEC 30134-6).",
            "whether anyone nearby takes the heat is not known", "--reuse-share SHARE",
        ),
    ):  # fmt: skip
        if fact is None:
            book.lack(key, reason, supply)
        else:
            book.add(key, "", method, lambda share: share, share=draw(fact))


def _carbon(book: _Book) -> None:
    found = book.found
    book.add(
        "energy", "MWh/year", "Mean load of computing times hours of a year times PUE.",
        lambda load, pue: accounts.energy(load, pue) / KILO,
        load=found["it_load"], pue=found["pue"],
    )  # fmt: skip
    own = book.given.diesel
    diesel: dict[str, Known] = {} if own is None else {"diesel": draw(own)}
    book.add(
        "scope_2", "tCO2e/year",
        "Electricity bought times mean carbon intensity of the grid (GHG Protocol scope 2, "
        "location based).",
        lambda energy, carbon, diesel=0.0: accounts.carbon(energy * KILO * (1.0 - diesel), carbon),
        energy=found["energy"], carbon=found["carbon"], **diesel,
    )  # fmt: skip
    burnt = _diesel_carbon(book.base)
    if own is None:
        book.lack(
            "scope_1_diesel", "how much of its power a site makes from diesel is not known",
            "--diesel-share SHARE",
        )  # fmt: skip
    else:
        book.add(
            "scope_1_diesel", "tCO2e/year",
            "Electricity made on site from diesel times carbon of the fuel over its efficiency "
            "(GHG Protocol scope 1).",
            lambda energy, diesel, fuel, efficiency: accounts.direct_carbon(
                energy * KILO * diesel, fuel, efficiency
            ),
            energy=found["energy"], diesel=diesel["diesel"], **burnt,
        )  # fmt: skip
    book.lack(
        "scope_1_refrigerant", "no open source at hand states charge and leakage of the chillers"
    )
    book.add(
        "cue", "gCO2e/kWh",
        "PUE times carbon intensity of the energy drawn (ISO/IEC 30134-8)"
        + (", diesel on site counted." if diesel else "; fuel burnt on site not counted."),
        lambda pue, carbon, diesel=0.0, fuel=0.0, efficiency=1.0: accounts.carbon_usage(
            pue * (1.0 - diesel), carbon, pue * diesel * fuel / efficiency
        ),
        pue=found["pue"], carbon=found["carbon"], **(diesel | burnt if diesel else {}),
    )  # fmt: skip


def _diesel_carbon(base: FactBase) -> dict[str, Known]:
    keys = {"fuel": "diesel/carbon/technology_data", "efficiency": "diesel/efficiency/dea"}
    return {
        name: draw(replace(base.row("supply", key).fact("value"), name=f"diesel_{name}"))
        for name, key in keys.items()
    }


def _embodied(book: _Book) -> None:
    accelerator = book.base.row("accelerators", SERVER_ACCELERATOR).fact("power_w")
    book.add(
        "embodied_computing", "tCO2e/year",
        "Making the servers and accelerators that the load needs, spread evenly over their life; "
        "storage and network left out.",
        lambda load, box, part, count, power, other, use, life: accounts.embodied_carbon(
            load * (box + count * part) / (count * power / KILO + other) / use / KILO, life
        ),
        load=book.found["it_load"], box=book.parameter("sites.server_embodied"),
        part=book.parameter("models.embodied"), count=book.parameter("sites.server_accelerators"),
        power=draw(accelerator), other=book.parameter("sites.server_power"),
        use=book.parameter("sites.server_use"), life=book.parameter("sites.server_life"),
    )  # fmt: skip
    book.lack(
        "embodied_building", "no open source at hand states the carbon of making halls and plants"
    )


def _cost(book: _Book) -> None:
    found = book.found
    book.add(
        "cost_per_it_kwh", "USD/kWh", "PUE times price of electricity, per energy of computing.",
        lambda pue, price: pue * price, pue=found["pue"], price=found["price"],
    )  # fmt: skip
    found["cost_of_capital"] = draw(cost_of_capital(book.base, book.state, book.given.rate))
    own = found["cost_of_capital"]
    if isinstance(own, Drawn):
        named = replace(own.number, name=f"sites.cost_of_capital{book.end}")
        found["cost_of_capital"] = Drawn(named, own.values)
    book.add(
        "levelised_cost", "USD/kWh",
        "Halls and plants paid off by the capital recovery factor over the energy of computing, "
        "plus electricity (Short, Packey and Holt 1995, eq. 3-7); computers, water, staff and "
        "upkeep left out.",
        lambda capital, rate, life, cost: accounts.levelised_cost(
            capital * KILO, cost * HOURS_IN_YEAR, it_energy=HOURS_IN_YEAR, rate=rate, life=life
        ),
        capital=draw(hall_capital(book.base, book.state)), rate=found["cost_of_capital"],
        life=book.parameter("sites.hall_life"), cost=found["cost_per_it_kwh"],
    )  # fmt: skip


def of_state(ctx: Context) -> dict[str, Finding | Missing]:
    """Accounts of the plant a brief speaks of, and of every plant, at the reference city.

    Parameters
    ----------
    ctx : Context
        State, facts and the user's own price.

    Returns
    -------
    dict of str to Finding or Missing
        ``sites.<account>`` of the plant of the brief, ``sites.<account>.<technology>`` of each.

    Raises
    ------
    MissingFact
        If the climate of the state is not known.
    """
    base, state = ctx.facts, ctx.state
    given = Given(price=ctx.electricity_price)
    weather = weather_of(base, state)
    best = next(iter(plants_in(base, weather, IN_BRIEF).values()))
    found = accounts_of(base, state, best, given)
    for plant in plants_in(base, weather).values():
        found |= accounts_of(base, state, plant, given, each=True)
    return found
