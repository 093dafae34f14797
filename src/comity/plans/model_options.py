"""Every model on every part at every width and place: what meets the criteria, and what is best."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from comity.facts.load import FactBase
from comity.facts.types import Fact
from comity.models import architecture, demand, hardware
from comity.models.architecture import Sizes
from comity.models.front import front
from comity.models.hardware import Accelerator
from comity.models.power import node_watts
from comity.models.roofline import Load, Profile
from comity.models.serving import Prediction, predict_sizes
from comity.plans import model_facts, registry
from comity.plans.choice import Choice, parameter
from comity.sites.supply.money import capital_recovery

WIDTHS = (16.0, 8.0, 4.5)
"""Widths of weights tried; a model published narrower keeps its own. [bit]"""
DEVICES = (1.0, 2.0, 4.0, 8.0)
BARRED = ("licence", "case by case")
"""Outcomes of export rules that keep a part out unless the reader says otherwise."""
KILO, HOURS = 1e3, 8760.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of the machines, by central values.

    Attributes
    ----------
    tokens_per_day : float
        Tokens of answers on a mean day, in English. [tokens/day]
    input_tokens, output_tokens : float
        Of a message, in English. [tokens]
    peak : float
        Busiest hour over the mean hour of the year.
    itl_limit : float
        Longest mean time between two tokens. [s]
    ratios : mapping of str to Fact
        Model -> tokens of the language over those of English.
    """

    tokens_per_day: float
    input_tokens: float
    output_tokens: float
    peak: float
    itl_limit: float
    ratios: Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place by its central values: ISO3 code, PUE, price, carbon and water of a kilowatt-hour.

    Units: [-, USD/kWh, gCO2e/kWh, L/kWh]; carbon and water NaN where not known.
    """

    state: str
    pue: float
    price: float
    carbon: float
    water: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A model on a part at a width and a place, with what a year of it takes.

    Attributes
    ----------
    choice : Choice
        The case, on the number of devices and answers at once that cost least.
    place : Place
        Where it stands.
    copies : float
        Copies of the model for the busiest hour.
    cost, energy, carbon, water : float
        Of a year. [USD, MWh, tCO2e, m3]
    """

    choice: Choice
    place: Place
    copies: float
    cost: float
    energy: float
    carbon: float
    water: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """How many models and parts each criterion left out, by criterion."""

    models: Mapping[str, Sizes]
    parts: Mapping[str, Accelerator]
    dropped: Mapping[str, int]


def sieve(
    facts: FactBase,
    asked: Asked,
    places: Sequence[Place],
    on: datetime.date,
    *,
    scored: frozenset[str] = frozenset(),
    any_licence: bool = False,
    barred: bool = False,
) -> Sieve:
    """Models and parts that meet the criteria which need no computation.

    Parameters
    ----------
    facts : FactBase
        What is known.
    asked : Asked
        What is asked.
    places : sequence of Place
        Where machines may stand; a part must reach one of them.
    on : datetime.date
        Day of the export rules.
    scored : frozenset of str
        Models with a score in the language; where there are some, others are left out, and where
        there are none, models below the least size of a desk.
    any_licence, barred : bool
        Keep models whose licence needs a further permission; keep parts that need an export
        licence.

    Returns
    -------
    Sieve
    """
    dropped = dict.fromkeys(
        ("licence", "context", "language", "size", "price of the part", "export rule"), 0
    )
    commercial = {row.key for row in facts.rows("licences") if row.number("commercial")}
    models, least = {}, parameter(facts, "desk_least")
    for row in facts.rows("models"):
        longest = (asked.input_tokens + asked.output_tokens) * float(asked.ratios[row.key].value)
        built = registry.models(facts)[row.key]
        if not any_licence and row.text("licence") not in commercial:
            dropped["licence"] += 1
        elif built.max_context and longest > built.max_context:
            dropped["context"] += 1
        elif scored and row.key not in scored:
            dropped["language"] += 1
        elif not scored and architecture.sizes(built).total < least:
            dropped["size"] += 1
        else:
            models[row.key] = architecture.sizes(built)
    parts = {}
    priced = {row.key for row in facts.rows("accelerator_prices")}
    for name, part in registry.accelerators(facts).items():
        said = [model_facts.available(facts, name, each.state, on).outcome for each in places]
        if name not in priced:
            dropped["price of the part"] += 1
        elif not barred and all(each in BARRED for each in said):
            dropped["export rule"] += 1
        else:
            parts[name] = part
    return Sieve(models=models, parts=parts, dropped=dropped)


def options(
    facts: FactBase, asked: Asked, places: Sequence[Place], left: Sieve, *, staff: float
) -> list[Option]:
    """The cheapest way to run each model on each part at each width and place.

    Parameters
    ----------
    facts : FactBase
        What is known.
    asked : Asked
        What is asked.
    places : sequence of Place
        Where machines may stand.
    left : Sieve
        Models and parts.
    staff : float
        Cost of the people who keep it running. [USD/year]

    Returns
    -------
    list of Option
        Those that fit in memory and in time; no order.
    """
    if not left.models or not left.parts:
        return []
    keys, names = list(left.models), list(left.parts)
    model = architecture.stack([left.models[key] for key in keys], axis=0, ndim=5)
    part = hardware.stack([left.parts[name] for name in names], axis=1, ndim=5)
    load = _load(facts, asked, keys)
    profile = registry.profile(facts, "general")
    linked = replace(part, link=np.where(np.asarray(part.link) > 0, part.link, 1.0))
    found = predict_sizes(model, linked, load, profile)
    joined = (np.asarray(load.devices) == 1) | (np.asarray(part.link) > 0)
    able = found.fits & joined & (np.asarray(found.itl_s.value) <= asked.itl_limit)
    rate, watts = np.asarray(found.tokens_per_s.value), np.asarray(found.watts.value)
    shape = rate.shape
    tokens = asked.tokens_per_day * _ratios(asked, keys)
    copies = np.asarray(demand.replicas(tokens, rate=rate, peak=asked.peak))
    used = np.minimum(tokens / demand.SECONDS_A_DAY / (rate * copies), 1.0)
    kilowatts = (
        np.asarray(
            node_watts(
                part, watts / load.devices, devices=copies * load.devices, used=used,
                idle=profile.idle, node=parameter(facts, "node_factor"),
            )
        )
        / KILO
    )  # fmt: skip
    paid = _fixed(facts, names) * copies * load.devices + staff
    made: list[Option] = []
    for place in places:
        energy = kilowatts * HOURS * place.pue
        cost = np.where(able, paid + energy * place.price, np.inf)
        for at in _cheapest(cost):
            choice = _choice(at, keys, names, left, load, profile, found, shape)
            spent = float(energy[at])
            made.append(
                Option(
                    choice=choice, place=place, copies=float(copies[at]), cost=float(cost[at]),
                    energy=spent / KILO, carbon=spent * place.carbon / 1e6,
                    water=spent * place.water / KILO,
                )
            )  # fmt: skip
    return made


def _ratios(asked: Asked, keys: list[str]) -> npt.NDArray[np.float64]:
    found = np.array([float(asked.ratios[key].value) for key in keys])
    return found[:, None, None, None, None]


def _load(facts: FactBase, asked: Asked, keys: list[str]) -> Load:
    """Models on axis 0, parts 1, devices 2, batch 3, widths 4."""
    rows = [facts.row("models", key) for key in keys]
    wanted = np.array(WIDTHS)[None, None, None, None, :]
    own, dense = (
        np.array([row.number(name) for row in rows])[:, None, None, None, None]
        for name in ("weight_bits", "dense_bits")
    )
    most = int(parameter(facts, "batch_cap"))
    ratio = _ratios(asked, keys)
    return Load(
        devices=np.array(DEVICES)[None, None, :, None, None],
        batch=np.array([2.0**n for n in range(int(np.log2(most)) + 1)])[None, None, None, :, None],
        input_tokens=asked.input_tokens * ratio,
        output_tokens=asked.output_tokens * ratio,
        weight_bits=np.minimum(own, wanted),
        dense_bits=np.where(own <= wanted, dense, wanted),
        kv_bits=parameter(facts, "kv_bits"),
    )


def _fixed(facts: FactBase, names: list[str]) -> npt.NDArray[np.float64]:
    """Cost a year of one device of each part, with what surrounds it."""
    price = np.array([facts.row("accelerator_prices", name).number("price_usd") for name in names])
    rate, life = (np.array(parameter(facts, name)) for name in ("discount_rate", "life"))
    share = float(capital_recovery(rate, life)) + parameter(facts, "upkeep")
    fixed: npt.NDArray[np.float64] = price * parameter(facts, "system_factor") * share
    return fixed[None, :, None, None, None]


def _cheapest(cost: npt.NDArray[np.float64]) -> list[tuple[int, ...]]:
    """For each model, part and width, the devices and batch that cost least."""
    models, parts, devices, batches, widths = cost.shape
    flat = cost.transpose(0, 1, 4, 2, 3).reshape(models, parts, widths, devices * batches)
    best = flat.argmin(axis=3)
    found: list[tuple[int, ...]] = []
    for i, j, w in np.argwhere(np.isfinite(flat.min(axis=3))):
        device, batch = divmod(int(best[i, j, w]), batches)
        found.append((int(i), int(j), device, batch, int(w)))
    return found


def _choice(
    at: tuple[int, ...],
    keys: list[str],
    names: list[str],
    left: Sieve,
    load: Load,
    profile: Profile,
    found: Prediction,
    shape: tuple[int, ...],
) -> Choice:
    def here(values: object) -> float:
        values = np.asarray(values)
        full = (1,) * (len(shape) - values.ndim) + values.shape
        spot = tuple(0 if size == 1 else place for size, place in zip(full, at, strict=True))
        return float(values.reshape(full)[spot])

    key, name = keys[at[0]], names[at[1]]
    return Choice(
        model=key, accelerator=name, sizes=left.models[key], part=left.parts[name],
        load=Load(**{each: here(getattr(load, each)) for each in Load.__slots__}),
        profile=profile, rate=here(found.tokens_per_s.value),
        joules=here(found.joules_per_token.value), watts=here(found.watts.value), considered=1,
    )  # fmt: skip


def best(made: Sequence[Option], quality: Mapping[str, Sequence[float]]) -> list[Option]:
    """Options that none equals or beats on cost, energy, carbon, water and every quality.

    Parameters
    ----------
    made : sequence of Option
        Options.
    quality : mapping of str to sequence of float
        Model -> its qualities, the more the better, in one order; minus infinity where not known.

    Returns
    -------
    list of Option
        The cheapest first.
    """
    if not made:
        return []
    rows = [
        (
            each.cost, each.energy, np.nan_to_num(each.carbon, nan=0.0),
            np.nan_to_num(each.water, nan=0.0), *(-q for q in quality[each.choice.model]),
        )
        for each in made
    ]  # fmt: skip
    kept = front(np.array(rows, float))
    chosen = [each for each, keep in zip(made, kept, strict=True) if keep]
    return sorted(chosen, key=lambda each: (each.cost, each.choice.model, each.choice.accelerator))
