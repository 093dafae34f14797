"""A roofline with overheads: bytes, time and memory of serving a model on a machine.

The equations hold for one case or for arrays of cases: every quantity may be a number or an array,
and the arrays broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.models.architecture import Number, Sizes, attention_flops, cache_elements
from comity.models.hardware import Accelerator

STATE_BYTES = 4
"""Recurrent states are kept in 32 bits, as their published configurations ask."""
ACTIVATION_BYTES = 2
"""Activations travel between devices in 16 bits."""
EXCHANGE_BYTES = 1.5
"""Of an activation on its way to an expert and back: out in 8 bits, back in 16 (DeepSeek-V3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a serving engine uses a machine: efficiencies, overheads and power, all fitted.

    Attributes
    ----------
    bandwidth, compute, experts, prefill, prefill_experts : float
        Shares of peak reached by reads of weights and cache, by products of a decode step, by
        reads of routed experts, by the prompt of a dense model and of a mixture of experts.
    compute_8 : float
        Share of the 8-bit peak that 8-bit products reach beyond `compute`.
    compute_4 : float
        The same with 4-bit operands; 0 when 4-bit weights are computed with 16-bit products.
    step, layer, layer_8, expert_layer, sequence : float
        Time of a step whatever it holds, of each layer, of each layer more with 8-bit weights, of
        each layer of experts more, and of each sequence. [s]
    hop : float
        Latency of a reduction between devices, for each doubling of their number. [s]
    static, memory, memory_power, products, products_power, cap : float
        Power as shares of the rated: always, of memory in use and its exponent, of products in
        use and its exponent, and the most drawn.
    idle : float
        Share of the rated power drawn without work.
    usable : float
        Share of memory an engine uses.
    attention_devices : float
        Devices that share one copy of all weights but those of routed experts, which are spread
        over all devices; 0 when all devices share one copy (tensor parallel).
    rate_low, rate_high, energy_low, energy_high : float
        Factors between prediction and measurement that hold eight times in ten.
    rate_low_90, rate_high_90, energy_low_90, energy_high_90 : float
        The same, nine times in ten.
    unmetered_low, unmetered_high : float
        Factors a band of energy reaches at least, for parts of vendors of which no energy was
        published.
    name : str
        What it is called.
    """

    bandwidth: float
    compute: float
    experts: float
    prefill: float
    prefill_experts: float
    compute_8: float
    compute_4: float
    step: float
    layer: float
    layer_8: float
    expert_layer: float
    sequence: float
    hop: float
    static: float
    memory: float
    memory_power: float
    products: float
    products_power: float
    cap: float
    idle: float
    usable: float
    attention_devices: float = 0.0
    rate_low: float = 1.0
    rate_high: float = 1.0
    energy_low: float = 1.0
    energy_high: float = 1.0
    rate_low_90: float = 1.0
    rate_high_90: float = 1.0
    energy_low_90: float = 1.0
    energy_high_90: float = 1.0
    unmetered_low: float = 1.0
    unmetered_high: float = 1.0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a machine is asked to do.

    Attributes
    ----------
    devices : Number
        Accelerators the model is spread over.
    batch : Number
        Sequences answered at once.
    input_tokens, output_tokens : Number
        Tokens of a prompt and of an answer.
    weight_bits : Number
        Bits of a weight (of a routed expert, when `dense_bits` differs).
    kv_bits : Number
        Bits of an element of the cache.
    dense_bits : Number
        Bits of the weights that are not of routed experts.
    cached : Number
        Share of prompt tokens found in a cache of earlier prompts; 1 where other machines answer
        for the prompts.
    network : Number
        Rate at which tokens travel to the experts of other devices, in one direction; the part's
        link when 0. [B/s]
    """

    devices: Number
    batch: Number
    input_tokens: Number
    output_tokens: Number
    weight_bits: Number
    kv_bits: Number
    dense_bits: Number
    cached: Number = 0.0
    network: Number = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One decode step with its share of prompts.

    Attributes
    ----------
    seconds : Number
        How long it takes. [s]
    read : Number
        Bytes read from memory, over all devices. [B]
    flops : Number
        FLOP done, over all devices. [FLOP]
    """

    seconds: Number
    read: Number
    flops: Number


# Memory ------------------------------------------------------------------------------------


def memory_bytes(model: Sizes, load: Load, profile: Profile | None = None) -> Number:
    """Memory a load needs over all devices: weights, cache and states.

    Parameters
    ----------
    model : Sizes
        The model.
    load : Load
        What is asked.
    profile : Profile, optional
        How the model is spread; over all devices when absent.

    Returns
    -------
    Number
        With the cache at its longest, and what devices must hold in copies. [B]
    """
    longest = load.input_tokens + load.output_tokens
    kept, _ = cache_elements(model, longest)
    cache = load.batch * (kept * load.kv_bits / 8 + model.state * STATE_BYTES)
    copies = copied_bytes(model, load, load.batch * kept * load.kv_bits / 8, profile)
    again = (copies_of(load, profile) - 1) * (model.total - model.routed) * load.dense_bits / 8
    return weight_bytes(model, load) + again + cache + copies


def copies_of(load: Load, profile: Profile | None) -> Number:
    """Copies of all weights but those of routed experts.

    Parameters
    ----------
    load : Load
        What is asked.
    profile : Profile, optional
        How the model is spread; over all devices when absent.

    Returns
    -------
    Number
        1 when all devices share one copy.
    """
    share = 0.0 if profile is None else profile.attention_devices
    devices = np.asarray(load.devices, float)
    copies: Number = np.maximum(devices / share, 1.0) if share else np.ones_like(devices)
    return copies


def weight_bytes(model: Sizes, load: Load) -> Number:
    """Bytes of all weights, each once.

    Parameters
    ----------
    model : Sizes
        The model.
    load : Load
        What is asked.

    Returns
    -------
    Number
        [B]
    """
    return (model.routed * load.weight_bits + (model.total - model.routed) * load.dense_bits) / 8


def copied_bytes(model: Sizes, load: Load, cache: Number, profile: Profile | None = None) -> Number:
    """Bytes the devices of a copy hold more than once: the cache, or attention if that is less.

    Parameters
    ----------
    model : Sizes
        The model.
    load : Load
        What is asked.
    cache : Number
        Bytes of cache of all sequences. [B]
    profile : Profile, optional
        How the model is spread; over all devices when absent.

    Returns
    -------
    Number
        Over all copies. [B]
    """
    copies = copies_of(load, profile)
    devices = np.asarray(load.devices, float) / copies
    again = np.maximum(devices / model.shards, 1.0) - 1.0
    attention = copies * (devices - 1.0) * model.mixing * load.dense_bits / 8
    extra: Number = np.minimum(again * cache, attention)
    return extra


# Time --------------------------------------------------------------------------------------


def cycle(model: Sizes, accelerator: Accelerator, load: Load, profile: Profile) -> Cycle:
    """One decode step with its share of prompts, in steady state.

    Parameters
    ----------
    model, accelerator, load, profile
        As for `predict_sizes`.

    Returns
    -------
    Cycle

    Notes
    -----
    A step reads every weight a batch touches and every cache; experts touched of E when each of B
    tokens takes k are E (1 - (1 - k/E)^B). Reading and computing overlap, so that their times add
    with exponent 3, between a maximum and a sum. Reductions between n devices cost a latency for
    each doubling and a ring's traffic, twice a layer [2]_. Where experts are spread wider than the
    rest of the model, each token travels to its experts and back in every layer of experts [3]_.
    To answer O tokens for each of B sequences, a
    step in O begins a prompt for each, so that B/O prompts fall to a step.

    References
    ----------
    .. [1] S. Williams, A. Waterman and D. Patterson, "Roofline", CACM 52(4), 2009.
    .. [2] P. Patarasuk and X. Yuan, "Bandwidth optimal all-reduce algorithms", JPDC 69, 2009.
    .. [3] DeepSeek-AI, "DeepSeek-V3 technical report", arXiv 2412.19437, 2024, section 3.4.
    """
    context = load.input_tokens + load.output_tokens / 2
    read, weighed = _read(model, load, profile, context)
    flops = load.batch * (2 * model.active + attention_flops(model, context))
    width, share = products(accelerator, load, profile)
    peak = load.devices * accelerator.peak(width)
    memory = weighed / (load.devices * accelerator.bandwidth * profile.bandwidth)
    compute = flops / (peak * profile.compute * share)
    step = np.cbrt(memory**3 + compute**3) + _link(model, accelerator, load, profile)
    step = step + _overhead(model, load, profile)
    prompt = _prompt_flops(model, load)
    reached = np.where(np.asarray(model.routed) > 0, profile.prefill_experts, profile.prefill)
    prompts = load.batch / load.output_tokens
    return Cycle(
        seconds=step + prompts * prompt / (peak * reached * share),
        read=read,
        flops=flops + prompts * prompt,
    )


def _read(model: Sizes, load: Load, profile: Profile, context: Number) -> tuple[Number, Number]:
    """Bytes a step reads, plain and with experts weighed by how well their reads go."""
    dense = (model.mixing + model.feeding + model.head) * load.dense_bits / 8
    dense = dense * copies_of(load, profile)
    touched = 1 - (1 - model.top_k / model.experts) ** load.batch
    experts = np.where(np.asarray(model.routed) > 0, touched, 0.0) * model.routed
    experts = experts * load.weight_bits / 8
    _, elements = cache_elements(model, context)
    cache = load.batch * elements * load.kv_bits / 8
    states = 2 * load.batch * model.state * STATE_BYTES
    rest = dense + cache + states + copied_bytes(model, load, cache, profile)
    return rest + experts, rest + experts / profile.experts


def products(accelerator: Accelerator, load: Load, profile: Profile) -> tuple[Number, Number]:
    """Bits of the operands of products, and the share of their peak reached beyond `compute`.

    Parameters
    ----------
    accelerator : Accelerator
        The part; without 4-bit units it computes with 8-bit ones, without these with 16 bits.
    load : Load
        What is asked.
    profile : Profile
        How the serving engine uses the machine.

    Returns
    -------
    width, share : Number
        [bit], and a share.
    """
    bits = np.asarray(load.weight_bits, float)
    narrow = (np.asarray(accelerator.flops_8) > 0) | (np.asarray(accelerator.flops_4) > 0)
    four = (bits <= 4.5) & (profile.compute_4 > 0) & narrow
    eight = (bits <= 8.5) & (bits > 4.5) & (np.asarray(accelerator.flops_8) > 0)
    width = np.where(four, 4.0, np.where(eight, 8.0, 16.0))
    return width, np.where(four, profile.compute_4, np.where(eight, profile.compute_8, 1.0))


def _link(model: Sizes, accelerator: Accelerator, load: Load, profile: Profile) -> Number:
    """Seconds of reductions within a copy, and of tokens on their way to experts and back."""
    copies = copies_of(load, profile)
    devices = np.asarray(load.devices, float)
    within, batch = devices / copies, load.batch / copies
    rate = np.where(np.asarray(accelerator.link) > 0, accelerator.link, np.inf)
    traffic = 2 * (within - 1) / within * batch * model.hidden * ACTIVATION_BYTES / rate
    spread = (copies > 1) & (np.asarray(model.routed) > 0)
    times = 2 * model.layers - np.where(spread, model.expert_layers, 0.0)
    reduced = times * (profile.hop * np.log2(within) + traffic)
    network = np.where(np.asarray(load.network) > 0, load.network, rate)
    sent = load.batch / devices * model.top_k * model.hidden * EXCHANGE_BYTES
    way = profile.hop * np.log2(devices) + sent * (devices - 1) / devices / network
    both: Number = reduced + np.where(spread, 2 * model.expert_layers * way, 0.0)
    return both


def _overhead(model: Sizes, load: Load, profile: Profile) -> Number:
    eight = (np.asarray(load.weight_bits) <= 8.5) & (np.asarray(load.weight_bits) > 4.5)
    layer = profile.layer + np.where(eight, profile.layer_8, 0.0)
    each = model.layers * layer + model.expert_layers * profile.expert_layer
    return profile.step + each + profile.sequence * load.batch / copies_of(load, profile)


def _prompt_flops(model: Sizes, load: Load) -> Number:
    """FLOP of one prompt; the output head is used once, which does not count."""
    tokens = load.input_tokens * (1 - load.cached)
    each = 2 * (model.active - model.head) + attention_flops(model, load.input_tokens / 2)
    return tokens * each
