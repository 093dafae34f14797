"""Places and plants ranked for a load, under weights the reader chooses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError, MissingFact, UnknownName
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.plans.accounts import amount_of
from comity.plans.climate import weather_of
from comity.plans.context import Context
from comity.plans.grid import carbon_intensity, electricity_price, spanned, water_intensity
from comity.plans.site import Plant, plants_in
from comity.sites import accounts, siting
from comity.sites.accounts import Amount

CRITERIA = {
    "cost": ("USD/kWh", "PUE times the price of electricity, per energy of computing"),
    "carbon": ("gCO2e/kWh", "CUE: PUE times the carbon intensity of the grid (ISO/IEC 30134-8)"),
    "water": ("L/kWh", "WUE_source: water on site and at power stations (ISO/IEC 30134-9)"),
    "stressed_water": ("L/kWh", "Water on site times water stress as a share (SDG 6.4.2)"),
}
"""Criterion -> unit and rule; the less the better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A plant at a place.

    Attributes
    ----------
    state, technology : str
        Where and what.
    findings : mapping of str to Finding
        Criterion -> its figure, per kWh of computing.
    scores : mapping of str to float
        Method -> score, 0 best to 1. [0 to 1]
    places : mapping of str to int
        Method -> place in the ranking, from 1.
    frontier : bool
        Whether nothing else is as good in everything and better in something.
    """

    state: str
    technology: str
    findings: Mapping[str, Finding]
    scores: Mapping[str, float]
    places: Mapping[str, int]
    frontier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Alternatives in the order of the first method, and what could not be ranked."""

    alternatives: tuple[Alternative, ...]
    left_out: tuple[Missing, ...]


def ranking(
    base: FactBase,
    states: Sequence[str],
    *,
    weights: Mapping[str, float],
    technologies: Sequence[str] = (),
    price: Fact | None = None,
) -> Ranking:
    """Places and plants in order, by two published methods.

    Parameters
    ----------
    base : FactBase
        Climate, grid and plants.
    states : sequence of str
        ISO3 codes.
    weights : mapping of str to float
        A name of `CRITERIA` -> weight; those not named weigh nothing.
    technologies : sequence of str
        Plants to consider; all when empty.
    price : Fact, optional
        Price of electricity everywhere; the assumed band otherwise. [USD/kWh]

    Returns
    -------
    Ranking

    Raises
    ------
    UnknownName
        If a weight or a plant is not known.
    InputError
        If nothing can be ranked.
    """
    for name in weights:
        if name not in CRITERIA:
            raise UnknownName("criterion", name, CRITERIA, near=CRITERIA)
    held: list[tuple[str, str, dict[str, Finding]]] = []
    left: list[Missing] = []
    weighed = [name for name in CRITERIA if weights.get(name, 0.0) != 0.0]
    for state in states:
        try:
            plants = plants_in(base, weather_of(base, state))
        except MissingFact as error:
            left.append(Missing(name="sites.pue", subject=state, reason=str(error)))
            continue
        for name in technologies or plants:
            if name not in plants:
                raise UnknownName("cooling technology", name, plants, near=sorted(plants))
            found = figures(base, state, plants[name], price=price)
            missing = [each for key in weighed if isinstance(each := found[key], Missing)]
            if missing:
                left += missing[:1]
            else:
                known = {k: each for k, each in found.items() if isinstance(each, Finding)}
                held.append((state, name, known))
    if not held:
        raise InputError("Nothing can be ranked: the facts that the weights need are missing.")
    return Ranking(
        alternatives=_ranked(held, weighed, weights), left_out=tuple(dict.fromkeys(left))
    )


def figures(
    base: FactBase, state: str, plant: Plant, *, price: Fact | None = None
) -> dict[str, Finding | Missing]:
    """What a kilowatt-hour of computing costs, emits and drinks in a plant at a place.

    Parameters
    ----------
    base : FactBase
        Grid and water stress.
    state : str
        ISO3 code.
    plant : Plant
        Its annual figures there.
    price : Fact, optional
        Price of electricity. [USD/kWh]

    Returns
    -------
    dict of str to Finding or Missing
        By criterion; named ``sites.<criterion>_per_kwh.<state>.<technology>``.
    """
    ctx = Context(
        facts=base, state=state, as_of=datetime.date.fromisoformat(base.as_of),
        electricity_price=price,
    )  # fmt: skip
    end = f"{state}.{plant.technology}"
    stress = spanned(ctx, "water_stress_sdg642", name="sites.water_stress")
    distant = _times("water_source", end, (plant.pue, water_intensity(ctx, reservoirs=False)))
    return {
        "cost": _times("cost", end, (plant.pue, electricity_price(ctx))),
        "carbon": _times("carbon", end, (plant.pue, carbon_intensity(ctx))),
        "water": distant if isinstance(distant, Missing) else _water(end, plant.wue, distant),
        "stressed_water": _times("stressed_water", end, (plant.wue, stress), 0.01),
    }


def _times(
    key: str, end: str, factors: tuple[Finding, Finding | Missing], scale: float = 1.0
) -> Finding | Missing:
    first, second = factors
    if isinstance(second, Missing):
        return second
    amount, shares = accounts.product([amount_of(first), amount_of(second)], scale)
    return _finding(key, end, amount, shares, (first, second))


def _water(end: str, local: Finding, distant: Finding) -> Finding:
    amount, shares = accounts.total([amount_of(local), amount_of(distant)])
    return _finding("water", end, amount, shares, (local, distant))


def _finding(
    key: str, end: str, amount: Amount, shares: tuple[float, ...], inputs: tuple[Finding, ...]
) -> Finding:
    unit, method = CRITERIA.get(key, CRITERIA["water"])
    flat = amount.high <= amount.low
    return Finding(
        name=f"sites.{key}_per_kwh.{end}", value=amount.value, unit=unit, method=method,
        low=None if flat else amount.low, high=None if flat else amount.high,
        no_band="the same in every draw" if flat else "", inputs=inputs, shares=shares,
        note=inputs[0].note,
    )  # fmt: skip


def _ranked(
    held: Sequence[tuple[str, str, dict[str, Finding]]],
    weighed: Sequence[str],
    weights: Mapping[str, float],
) -> tuple[Alternative, ...]:
    costs = np.array([[float(found[key].value) for key in weighed] for _, _, found in held])
    costs = costs.reshape(len(held), len(weighed))
    share = [weights[key] for key in weighed]
    scores = {name: method(costs, share) for name, method in siting.METHODS.items()}
    places = {
        name: np.argsort(np.argsort(score, kind="stable"), kind="stable") + 1
        for name, score in scores.items()
    }
    kept = siting.frontier(costs)
    first = next(iter(scores))
    return tuple(
        Alternative(
            state=held[k][0],
            technology=held[k][1],
            findings=held[k][2],
            scores={name: float(score[k]) for name, score in scores.items()},
            places={name: int(place[k]) for name, place in places.items()},
            frontier=bool(kept[k]),
        )
        for k in np.argsort(scores[first], kind="stable")
    )
