"""Which model on which accelerators a scenario uses: by criteria, never by name.

A criterion is a parameter: the licence is open, the weights are recent and large enough, enough
APIs list the model, the part's figures are more than assumed and its price is known, the load
fits in memory and the time between tokens within a limit. Of what is left, the pair that needs the
least energy for a token is used.
"""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from comity.errors import Infeasible
from comity.facts.load import FactBase
from comity.facts.types import Quality
from comity.models import architecture, hardware
from comity.models.architecture import Sizes
from comity.models.hardware import Accelerator
from comity.models.roofline import Load, Profile
from comity.models.serving import predict_sizes
from comity.plans import registry

CLASSES = {
    "desk": ("consumer", "desktop", "laptop", "workstation"),
    "service": ("datacentre",),
}
"""Classes of parts a scenario may use."""
PROFILES = {"desk": "local", "service": "general"}
"""How each scenario uses its machines."""
DEVICES = {"desk": (1,), "service": (1, 2, 4, 8)}
"""Devices that may share one copy of a model; eight is a machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A model on a machine, with what it does there.

    Attributes
    ----------
    model, accelerator : str
        Keys of their tables.
    sizes, part, load, profile
        As the equations take them.
    rate, joules, watts : float
        Tokens of answers a second of one copy, energy of the accelerators for each, and their
        power while working. [tok/s, J, W]
    considered : int
        Pairs of model and part that met every criterion.
    """

    model: str
    accelerator: str
    sizes: Sizes
    part: Accelerator
    load: Load
    profile: Profile
    rate: float
    joules: float
    watts: float
    considered: int


def parameter(facts: FactBase, name: str) -> float:
    """The central value of a parameter of this domain."""
    return float(facts.parameter(f"models.{name}").value)


@functools.lru_cache(maxsize=64)
def choose(facts: FactBase, as_of: datetime.date, scenario: str) -> Choice:
    """The pair of model and part that meets the criteria with the least energy for a token.

    Parameters
    ----------
    facts : FactBase
        What is known.
    as_of : datetime.date
        Day from which age is counted.
    scenario : str
        ``desk`` or ``service``.

    Returns
    -------
    Choice

    Raises
    ------
    Infeasible
        If no pair meets the criteria; the sentence names the one that leaves none.
    """
    models, parts = _models(facts, as_of, scenario), _parts(facts, scenario)
    if not models or not parts:
        what = "model" if not models else "accelerator"
        raise Infeasible(f"No {what} of the tables meets the criteria of {scenario!r}.")
    keys, names = list(models), list(parts)
    profile = registry.profile(facts, PROFILES[scenario])
    model = architecture.stack([models[key] for key in keys], axis=0, ndim=4)
    part = hardware.stack([parts[name] for name in names], axis=1, ndim=4)
    load = _load(facts, scenario, keys)
    found = predict_sizes(model, _linked(part), load, profile)
    limit = np.inf if scenario == "desk" else parameter(facts, "itl_limit")
    joined = (np.asarray(load.devices) == 1) | (np.asarray(part.link) > 0)
    able = found.fits & joined & (np.asarray(found.itl_s.value) <= limit)
    energy = np.where(able, found.joules_per_token.value, np.inf)
    if not np.isfinite(energy).any():
        raise Infeasible(f"No model fits any accelerator of the scenario {scenario!r} in time.")
    at = np.unravel_index(int(np.argmin(energy)), energy.shape)

    def here(values: object) -> float:
        return float(np.broadcast_to(np.asarray(values), energy.shape)[at])

    return Choice(
        model=keys[at[0]],
        accelerator=names[at[1]],
        sizes=models[keys[at[0]]],
        part=parts[names[at[1]]],
        load=Load(**{name: here(getattr(load, name)) for name in Load.__slots__}),
        profile=profile,
        rate=here(found.tokens_per_s.value),
        joules=here(energy),
        watts=here(found.watts.value),
        considered=int(able.any(axis=(2, 3)).sum()),
    )


def _linked(part: Accelerator) -> Accelerator:
    """Parts without a link as if they had one: what joins them is left out by the caller."""
    from dataclasses import replace

    return replace(part, link=np.where(np.asarray(part.link) > 0, part.link, 1.0))


def _models(facts: FactBase, as_of: datetime.date, scenario: str) -> Mapping[str, Sizes]:
    months = int(parameter(facts, "newest_months"))
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    oldest = f"{year}-{month + 1:02d}"
    least = parameter(facts, f"{scenario}_least")
    listed = Counter(row.text("model") for row in facts.rows("api_prices"))
    open_licences = {row.key for row in facts.rows("licences") if row.number("open")}
    every = registry.models(facts)
    found = {}
    for row in facts.rows("models"):
        if row.text("licence") not in open_licences or row.text("released") < oldest:
            continue
        if listed[row.key] < parameter(facts, "least_listings"):
            continue
        size = architecture.sizes(every[row.key])
        if size.total < least or (scenario == "service" and size.expert_layers == 0):
            continue
        found[row.key] = size
    return found


def _parts(facts: FactBase, scenario: str) -> Mapping[str, Accelerator]:
    priced = {row.key for row in facts.rows("accelerator_prices")}
    every = registry.accelerators(facts)
    return {
        row.key: every[row.key]
        for row in facts.rows("accelerators")
        if row.key in every
        and row.key in priced
        and row.text("class") in CLASSES[scenario]
        and row.quality is not Quality.ASSUMED
    }


def _load(facts: FactBase, scenario: str, keys: list[str]) -> Load:
    """Every number of devices and batch, on axes 2 and 3, for models on axis 0."""
    widths = np.array([_bits(facts, scenario, key) for key in keys]).T[:, :, None, None, None]
    most = 1 if scenario == "desk" else int(parameter(facts, "batch_cap"))
    batches = np.array([2.0**step for step in range(int(np.log2(most)) + 1)])
    return Load(
        devices=np.array(DEVICES[scenario], float)[None, None, :, None],
        batch=batches[None, None, None, :],
        input_tokens=parameter(facts, "input_tokens"),
        output_tokens=parameter(facts, "output_tokens"),
        weight_bits=widths[0],
        dense_bits=widths[1],
        kv_bits=parameter(facts, "kv_bits"),
    )


def _bits(facts: FactBase, scenario: str, key: str) -> tuple[float, float]:
    """Widths of routed experts and of other weights: as published where that is narrower."""
    row, wanted = facts.row("models", key), parameter(facts, f"{scenario}_bits")
    published = row.number("weight_bits"), row.number("dense_bits")
    return published if published[0] <= wanted else (wanted, wanted)
