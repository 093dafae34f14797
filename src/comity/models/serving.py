"""How fast a model answers on a machine, and with how much energy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comity.errors import Infeasible, InputError
from comity.models import architecture as arch
from comity.models.architecture import Architecture, Number, Sizes
from comity.models.hardware import Accelerator, numbers
from comity.models.power import energy_band, power
from comity.models.roofline import Load, Profile, cycle, memory_bytes

LIMITS: dict[str, tuple[float | None, float]] = {
    "devices": (1.0, 1e6),
    "batch": (None, 1e9),
    "input_tokens": (0.0, 1e9),
    "output_tokens": (None, 1e9),
    "weight_bits": (None, 64.0),
    "kv_bits": (None, 64.0),
    "dense_bits": (None, 64.0),
    "cached": (0.0, 1.0),
    "network": (0.0, 1e18),
}
"""Least and most of each quantity of a load; above zero where no least is given."""
SMALLEST = 1e-9
"""What counts as above zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with the band that holds eight times in ten."""

    value: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What `predict` says.

    Attributes
    ----------
    tokens_per_s : Estimate
        Tokens of answers a second, over all sequences. [tok/s]
    itl_s : Estimate
        Mean time between two tokens of one answer. [s]
    joules_per_token : Estimate
        Energy of the accelerators for each token of an answer, prompt included. [J]
    watts : Estimate
        Mean power of the accelerators together. [W]
    memory_bytes : Number
        Memory the load needs, over all devices. [B]
    fits : bool or ndarray
        Whether it is there.
    within_context : bool or ndarray
        Whether prompt and answer are no longer than the context the model is published for, or
        that is not stated.
    """

    tokens_per_s: Estimate
    itl_s: Estimate
    joules_per_token: Estimate
    watts: Estimate
    memory_bytes: Number
    fits: Any
    within_context: Any


def predict(
    architecture: Architecture | Mapping[str, Any],
    accelerator: Accelerator,
    *,
    devices: Number,
    batch: Number,
    input_tokens: Number,
    output_tokens: Number,
    weight_bits: Number,
    kv_bits: Number,
    profile: Profile,
    dense_bits: Number | None = None,
    cached: Number = 0.0,
    network: Number = 0.0,
) -> Prediction:
    """Tokens a second, time between tokens, energy and power of a model on a machine.

    Parameters
    ----------
    architecture : Architecture or mapping
        The model, or its published configuration.
    accelerator : Accelerator
        The part.
    devices : Number
        How many of it share the model.
    batch : Number
        Sequences answered at once.
    input_tokens, output_tokens : Number
        Tokens of a prompt and of an answer. [tokens]
    weight_bits, kv_bits : Number
        Bits of a weight and of an element of the cache. [bit]
    profile : Profile
        How the serving engine uses the machine.
    dense_bits : Number, optional
        Bits of weights that are not of routed experts; `weight_bits` when absent. [bit]
    cached : Number
        Share of prompt tokens found in a cache of earlier prompts; 1 where other machines answer
        for the prompts.
    network : Number
        Rate at which tokens travel to experts of other devices; the part's link when 0. [B/s]

    Returns
    -------
    Prediction
        Steady state: as many sequences begin as end. Whether the load fits in memory and in the
        model's context is said, not enforced.

    Raises
    ------
    UnknownName
        If the model's family cannot be computed.
    InputError
        If a quantity is not finite or outside what can be, or devices that have no link are
        joined; the sentence names it.

    Notes
    -----
    With t of `cycle`, tokens a second are B / t and the time between tokens is t. Energy is power
    over tokens a second, power being `power`. Bands are the profile's factors between prediction
    and measurement, those of energy wider for parts of vendors never metered. The wait before a
    first token needs a queue and is not predicted.
    """
    load = Load(
        devices=devices,
        batch=batch,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        weight_bits=weight_bits,
        kv_bits=kv_bits,
        dense_bits=weight_bits if dense_bits is None else dense_bits,
        cached=cached,
        network=network,
    )
    return predict_sizes(arch.sizes(arch.architecture(architecture)), accelerator, load, profile)


def predict_sizes(
    model: Sizes, accelerator: Accelerator, load: Load, profile: Profile
) -> Prediction:
    """`predict` for the sizes of one model, or of many as arrays.

    Parameters
    ----------
    model : Sizes
        The model or models.
    accelerator : Accelerator
        The part or parts.
    load : Load
        What is asked.
    profile : Profile
        How the serving engine uses the machine.

    Returns
    -------
    Prediction
    """
    if not isinstance(accelerator, Accelerator):
        raise InputError("accelerator must be an Accelerator.")
    if not isinstance(profile, Profile):
        raise InputError("profile must be a Profile; comity.plans.registry.profile gives one.")
    load = _checked(load)
    _check_link(accelerator, load)
    turn = cycle(model, accelerator, load, profile)
    drawn = load.devices * power(accelerator, turn, load, profile)
    rate = load.batch / turn.seconds
    needed = memory_bytes(model, load, profile)
    least, most = energy_band(accelerator, profile)
    return Prediction(
        tokens_per_s=_band(rate, profile.rate_low, profile.rate_high),
        itl_s=_band(turn.seconds, 1 / profile.rate_high, 1 / profile.rate_low),
        joules_per_token=_band(drawn / rate, least, most),
        watts=_band(
            drawn,
            np.minimum(1.0, least * profile.rate_low),
            np.maximum(1.0, most * profile.rate_high),
            most=load.devices * accelerator.power,
        ),
        memory_bytes=needed,
        fits=needed <= profile.usable * accelerator.memory * load.devices,
        within_context=_within_context(model, load),
    )


def _within_context(model: Sizes, load: Load) -> Any:  # noqa: ANN401 - a truth or an array
    asked, most = np.asarray(load.input_tokens + load.output_tokens), np.asarray(model.max_context)
    return ((most == 0) | (asked <= most))[()]


def _band(value: Number, low: Number, high: Number, most: Number = np.inf) -> Estimate:
    return Estimate(value=value, low=value * low, high=np.minimum(value * high, most)[()])


def _checked(load: Load) -> Load:
    """The load with lists as arrays, every quantity finite and within what can be."""
    held = {}
    for what in Load.__slots__:
        number = numbers(what, getattr(load, what))
        low, most = LIMITS[what]
        if low is None and not np.all(number >= SMALLEST):
            raise InputError(f"{what} must be above zero.")
        if what == "network" and np.any((number > 0) & (number < 1.0)):
            raise InputError("network must be at least 1 byte a second, or 0 for the part's link.")
        if low is not None and not np.all(number >= low):
            raise InputError(f"{what} must be at least {low:g}.")
        if not np.all(number <= most):
            raise InputError(f"{what} must be at most {most:g}.")
        held[what] = number[()]
    return Load(**held)


def _check_link(accelerator: Accelerator, load: Load) -> None:
    joined, unlinked = np.asarray(load.devices) > 1, np.asarray(accelerator.link) <= 0
    if np.any(joined & unlinked):
        name = accelerator.name or "The accelerator"
        raise InputError(f"{name} has no known link: only one device can be computed.")


def largest_batch(
    model: Sizes,
    accelerator: Accelerator,
    load: Load,
    profile: Profile,
    *,
    itl_limit: float = np.inf,
    most: int = 4096,
) -> int:
    """The most sequences that fit in memory and keep the time between tokens within a limit.

    Parameters
    ----------
    model, accelerator, load, profile
        As for `predict_sizes`, one case each; the load's own batch is not used.
    itl_limit : float
        Longest time between two tokens of one answer. [s]
    most : int
        Most sequences the engine runs at once.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    Infeasible
        If not even one sequence does; the sentence names what binds.
    """

    def holds(batch: int) -> str:
        asked = replace(load, batch=float(batch))
        if memory_bytes(model, asked, profile) > profile.usable * accelerator.memory * load.devices:
            return "memory"
        slow = cycle(model, accelerator, asked, profile).seconds > itl_limit
        return "the time between tokens" if slow else ""

    bound = holds(1)
    if bound:
        name = accelerator.name or "the accelerator"
        raise Infeasible(f"Not one sequence runs on {load.devices:g} of {name}: {bound} binds.")
    low, high = 1, most + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if not holds(middle) else (low, middle)
    return low
