"""What training or tuning a model takes: chip-hours, machine, energy, carbon and money."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from comity.errors import Infeasible, InputError, MissingFact, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing
from comity.models import training
from comity.models.architecture import Sizes, sizes
from comity.plans import housing, registry
from comity.plans.context import Context
from comity.plans.draws import Array, Known, derive, draw
from comity.plans.grid import carbon_intensity, electricity_price
from comity.plans.model_case import find
from comity.sites.supply.money import capital_recovery

METHODS = ("full", "lora")
HOURS, KILO, DAY = 8760.0, 1e3, 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is trained, on what and how.

    Attributes
    ----------
    total, active : Fact
        Parameters, and those a token uses.
    tokens : Fact
        Tokens of training.
    part : Row
        The accelerator.
    method : str
        One of `METHODS`.
    sizes : Sizes, optional
        The architecture, where one is named.
    rent : Fact, optional
        The reader's own rent of a device. [USD/h]
    """

    total: Fact
    active: Fact
    tokens: Fact
    part: Row
    method: str
    sizes: Sizes | None = None
    rent: Fact | None = None


@dataclass(slots=True)
class _Chain:
    """Numbers of a run under computation."""

    base: FactBase
    run: Run
    found: dict[str, Known] = field(default_factory=dict)

    def parameter(self, name: str) -> Known:
        return draw(self.base.parameter(f"models.{name}"))

    def part(self, column: str) -> Known:
        return draw(self.run.part.fact(column))

    def add(
        self, name: str, unit: str, method: str, rule: Callable[..., Array], /, **inputs: Known
    ) -> Known:
        self.found[name] = derive(f"models.train_{name}", unit, method, rule, **inputs)
        return self.found[name]


def run_of(
    facts: FactBase,
    model: str | None,
    *,
    on: str,
    tokens: float,
    method: str = "full",
    parameters: float | None = None,
    active: float | None = None,
    rent: float | None = None,
) -> Run:
    """A run by the names a reader gives.

    Parameters
    ----------
    facts : FactBase
        What is known.
    model : str, optional
        A model of the registry; else `parameters` are given.
    on : str
        The accelerator.
    tokens : float
        Tokens of training.
    method : str
        ``full`` trains every parameter, ``lora`` low-rank adapters beside frozen weights.
    parameters, active : float, optional
        Parameters in total, and those a token uses (all, when absent).
    rent : float, optional
        Rent of a device. [USD/h]

    Returns
    -------
    Run

    Raises
    ------
    UnknownName
        If a name is unknown.
    InputError
        If a quantity is unusable, or both or neither of model and parameters are given.
    """
    from comity.plans.given import asked

    if method not in METHODS:
        raise UnknownName("method", method, METHODS, near=list(METHODS))
    if (model is None) == (parameters is None):
        raise InputError("Give a model of the registry, or --parameters; not both.")
    for what, value in (
        ("tokens", tokens), ("parameters", parameters), ("active", active), ("rent", rent),
    ):  # fmt: skip
        if value is not None and not (np.isfinite(value) and value > 0):
            raise InputError(f"{what} must be a number above zero.")
    if parameters is not None and active is not None and active > parameters:
        raise InputError("active cannot exceed parameters.")
    if model is not None and active is not None:
        raise InputError("active follows from the model; give it with --parameters only.")
    found = None
    if model is not None:
        row = find(facts, "models", model)
        found = sizes(registry.models(facts)[row.key])
        total = _counted(row, "parameters", found.total)
        used = _counted(row, "active", found.active)
    else:
        total = asked(facts, "parameters", float(parameters or 0.0), "")
        used = asked(facts, "active", float(active or parameters or 0.0), "")
    return Run(
        total=total,
        active=used,
        tokens=asked(facts, "tokens", tokens, "tokens"),
        part=find(facts, "accelerators", on),
        method=method,
        sizes=found,
        rent=None if rent is None else asked(facts, "rent", rent, "USD/h"),
    )


def _counted(row: Row, name: str, value: object) -> Fact:
    """Parameters as computed from the published configuration."""
    return Fact(
        name=name, subject=row.key, value=float(str(value)), unit="", year=row.year,
        source=row.source, quality=row.quality, note="computed from the published configuration",
    )  # fmt: skip


def place(base: FactBase, state: str | None, price: float | None = None) -> Context | None:
    """Where a run takes place, or nothing when neither a state nor a price is given.

    Parameters
    ----------
    base : FactBase
        What is known.
    state : str, optional
        A state by code or name.
    price : float, optional
        The reader's own price of electricity. [USD/kWh]

    Returns
    -------
    Context or None
        Its state is empty when only a price is given.

    Raises
    ------
    UnknownName
        If the state is unknown.
    InputError
        If the price is not above zero.
    """
    from comity.facts.states import resolve
    from comity.plans.given import asked

    if state is None and price is None:
        return None
    if price is not None and not (np.isfinite(price) and price > 0):
        raise InputError("price must be a number above zero.")
    return Context(
        facts=base,
        state=resolve(base, state) if state else "",
        as_of=datetime.date.fromisoformat(base.as_of),
        electricity_price=None if price is None else asked(base, "price", price, "USD/kWh"),
    )


def train(base: FactBase, run: Run, ctx: Context | None = None) -> Mapping[str, Finding | Missing]:
    """Chip-hours, machine, days, energy, carbon and cost of a run, each with its band.

    Parameters
    ----------
    base : FactBase
        What is known.
    run : Run
        What is trained.
    ctx : Context, optional
        The state where it is trained: its climate, grid and price of electricity.

    Returns
    -------
    mapping of str to Finding or Missing
        ``models.train_*`` by short name: flop, chip_hours, memory, devices, days, energy, carbon,
        cost_rented, cost_owned.

    Raises
    ------
    MissingFact
        If the part's rate or power is not known.
    Infeasible
        If the activations alone exceed the memory of a device.
    """
    chain = _Chain(base, run)
    _work(chain)
    _machine(chain)
    _energy(chain, ctx)
    _money(chain, ctx)
    return {name: _number(each) for name, each in chain.found.items()}


def _number(known: Known) -> Finding | Missing:
    if isinstance(known, Missing):
        return known
    if not isinstance(known.number, Finding):
        raise TypeError(f"{known.number.name} is a fact, not a finding.")
    return known.number


def _work(chain: _Chain) -> None:
    run = chain.run
    each = "train_flop" if run.method == "full" else "train_flop_adapters"
    chain.add(
        "flop", "FLOP", "FLOP for each active parameter and token x both.",
        lambda each, active, tokens: np.asarray(training.flop(active, tokens, each=each)),
        each=chain.parameter(each), active=draw(run.active), tokens=draw(run.tokens),
    )  # fmt: skip
    chain.add(
        "chip_hours", "h", "FLOP over the 16-bit peak of a device x share of it reached.",
        lambda work, peak, share: np.asarray(
            training.chip_hours(work, peak=peak * registry.TERA, utilisation=share)
        ),
        work=chain.found["flop"], peak=chain.part("tflops_16"), share=chain.parameter("mfu"),
    )  # fmt: skip


def _machine(chain: _Chain) -> None:
    """Memory over all devices, and the fewest of them that hold it."""
    run = chain.run
    share: dict[str, Known] = {}
    if run.method == "lora":
        share = {
            "share": chain.parameter("adapter_share"),
            "frozen": chain.parameter("frozen_bytes"),
        }

    def state(total: Array, each: Array, **some: Array) -> Array:
        trained = total * some.get("share", np.ones(1))
        held = training.state_bytes(total, trained, frozen=some.get("frozen", 0.0), each=each)
        return np.asarray(held) / registry.GIGA

    memory = chain.add(
        "memory", "GB", "Weights, gradients and optimiser; activations come on top on each device.",
        state, total=draw(run.total), each=chain.parameter("state_bytes"), **share,
    )  # fmt: skip
    held = run.sizes
    method = "Fewest devices whose memory holds the run, its state divided among them"

    def fewest(memory: Array, room: Array, tokens: Array | float = 0.0) -> Array:
        kept = 0.0 if held is None else training.activation_bytes(held, tokens)
        usable = room * registry.GIGA * _usable(chain)
        return np.asarray(training.devices(memory * registry.GIGA, kept, memory=usable))

    devices = chain.add(
        "devices", "",
        f"{method}." if held else f"{method}; activations are left out without an architecture.",
        fewest, memory=memory, room=chain.part("memory_gb"),
        **({"tokens": chain.parameter("tuning_tokens")} if held else {}),
    )  # fmt: skip
    _check_machine(chain, devices)
    chain.add(
        "days", "days", "Chip-hours over the devices of the smallest machine.",
        lambda hours, devices: np.where(np.isfinite(devices), hours / devices / DAY, np.inf),
        hours=chain.found["chip_hours"], devices=chain.found["devices"],
    )  # fmt: skip


def _usable(chain: _Chain) -> float:
    return float(registry.profile(chain.base, "general").usable)


def _check_machine(chain: _Chain, devices: Known) -> None:
    """A machine must exist: activations within a device, a link where several are joined."""
    if isinstance(devices, Missing):
        return
    if not np.isfinite(devices.values[0]):
        raise Infeasible(
            f"The activations alone exceed the memory of {chain.run.part.key}: "
            "give a part with more memory."
        )
    if devices.values[0] > 1 and not chain.run.part.cells["link_gb_s"]:
        chain.found["devices"] = Missing(
            name="models.train_devices",
            subject=chain.run.part.key,
            reason="one device does not hold the run, and no link between devices is known",
            supply="--facts accelerators.csv with link_gb_s, or another part",
        )


def _energy(chain: _Chain, ctx: Context | None) -> None:
    here = ctx is not None and bool(ctx.state)
    place: dict[str, Known] = {"pue": draw(housing.site(ctx).pue)} if ctx and here else {}
    chain.add(
        "energy", "kWh",
        "Chip-hours x rated power x share drawn x machine over accelerators"
        + (" x PUE." if place else "; the building is not counted without a state."),
        lambda hours, rated, share, node, pue=1.0: (
            np.asarray(training.energy(hours, power=rated, share=share, node=node)) * pue
        ),
        hours=chain.found["chip_hours"], rated=chain.part("power_w"),
        share=chain.parameter("training_power"), node=chain.parameter("node_factor"), **place,
    )  # fmt: skip
    if ctx is None or not here:
        chain.found["carbon"] = Missing(
            name="models.train_carbon",
            subject="",
            reason="no state is given",
            supply="--state ISO3",
        )
        return
    chain.add(
        "carbon", "kgCO2e", "Energy x carbon of the grid; making the machines is not counted.",
        lambda energy, grid: energy * grid / KILO,
        energy=chain.found["energy"], grid=draw(carbon_intensity(ctx)),
    )  # fmt: skip


def _money(chain: _Chain, ctx: Context | None) -> None:
    run = chain.run
    chain.add(
        "cost_rented", "USD", "Chip-hours x rent of a device, electricity included.",
        lambda hours, rent: hours * rent,
        hours=chain.found["chip_hours"], rent=draw(run.rent) if run.rent else _rent(chain),
    )  # fmt: skip
    day = datetime.date.fromisoformat(chain.base.as_of)
    ctx = ctx or Context(facts=chain.base, state="", as_of=day)
    chain.add(
        "cost_owned", "USD",
        "Share of a year at which machines are at work x annuity and upkeep, and electricity.",
        lambda hours, price, system, rate, life, upkeep, use, energy, electric: (
            hours / (HOURS * use) * price * system * (capital_recovery(rate, life) + upkeep)
            + energy * electric
        ),
        hours=chain.found["chip_hours"],
        price=_cell(chain, "accelerator_prices", "price_usd"),
        system=chain.parameter("system_factor"), rate=chain.parameter("discount_rate"),
        life=chain.parameter("life"), upkeep=chain.parameter("upkeep"),
        use=chain.parameter("cluster_use"), energy=chain.found["energy"],
        electric=draw(electricity_price(ctx)),
    )  # fmt: skip


def _rent(chain: _Chain) -> Known:
    return _cell(chain, "accelerator_rents", "rent_usd_h", own="--rent USD")


def _cell(chain: _Chain, table: str, column: str, *, own: str = "") -> Known:
    key = chain.run.part.key
    try:
        return draw(chain.base.row(table, key).fact(column))
    except (UnknownName, MissingFact):
        return Missing(
            name=column, subject=key, reason="no source at hand states it",
            supply=own or f"--facts {table}.csv with a row for {key}",
        )  # fmt: skip
