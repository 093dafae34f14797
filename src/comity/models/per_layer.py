"""Decoders with a small embedding of their own for every layer, made for modest devices.

The table of these embeddings is looked up, not multiplied, so it takes memory or storage but no
time at a step. Some of the last layers read the keys and values of an earlier layer and keep none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from comity.errors import InputError
from comity.models.architecture import Architecture
from comity.models.config_keys import Config, flag, positive, whole
from comity.models.decoders import Decoder, assembled, windows_of
from comity.models.layers import Feed, Layer, Mixer, dense, grouped, mixture

GEMMA_3N = Decoder(norms=4, tied=True, every=5)
GEMMA_4 = Decoder(norms=4, tied=True, every=6)


def augmented_residual(config: Config) -> Architecture:
    """Alternating updates and a learned augmented residual beside attention, as Gemma 3n.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    Raises
    ------
    InputError
        If a dimension is missing or unusable.

    References
    ----------
    .. [1] C. Baykal et al., "Alternating updates for efficient transformers", 2023.
    .. [2] G. Menghani et al., "LAuReL: learned augmented residual layer", arXiv 2411.07501, 2024.
    """
    hidden = positive(config, "hidden_size")
    streams, rank = positive(config, "altup_num_inputs"), positive(config, "laurel_rank")
    updates = 2 * hidden + streams * hidden + streams**2 + streams**3
    residual = 2 * hidden * rank + hidden
    norms = 4 * hidden + updates + residual + _own(config)
    layers = tuple(
        Layer(
            mixer=_attention(config, position, window=window),
            feed=dense(hidden, _width(config, position)),
            norms=norms,
        )
        for position, window in enumerate(windows_of(config, GEMMA_3N))
    )
    read = assembled(config, layers, tied=True)
    return _with_embeddings(config, read, always=2 * (streams - 1) * hidden**2)


def unequal_heads(config: Config) -> Architecture:
    """Wider heads in the layers that read all of their context, as Gemma 4.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    hidden, width = positive(config, "hidden_size"), positive(config, "intermediate_size")
    doubled = flag(config, "use_double_wide_mlp", False)
    experts = flag(config, "enable_moe_block", False)
    layers = []
    # The last layer reads all of its context whatever the configuration says.
    for position, window in enumerate([*windows_of(config, GEMMA_4)[:-1], 0]):
        mixer = _attention(_of_layer(config, position, window=window), position, window=window)
        feed = dense(hidden, width * (2 if doubled and _borrows(config, position) else 1))
        norms = 4 * hidden + _own(config)
        if experts:
            feed = _beside(config, feed)
            norms += 4 * hidden + positive(config, "num_experts")
        layers.append(Layer(mixer=mixer, feed=feed, norms=norms))
    return _with_embeddings(config, assembled(config, tuple(layers), tied=True), always=0)


def _of_layer(config: Config, position: int, *, window: int) -> Config:
    # Later configurations list what differs in a layer; earlier ones name it for all such layers.
    listed = config.get("per_layer_config")
    if isinstance(listed, Mapping):
        own = [
            each for key, each in listed.items() if (str(key).lstrip("0") or "0") == str(position)
        ]
        if not all(isinstance(each, Mapping) for each in own):
            raise InputError("per_layer_config does not hold keys and values for each layer.")
        return {**config, **own[0]} if own else config
    if window:
        return config
    wide = {**config, "head_dim": positive(config, "global_head_dim")}
    fewer = config.get("num_global_key_value_heads")
    alike = flag(config, "attention_k_eq_v", False)
    return {**wide, "num_key_value_heads": fewer} if alike and fewer is not None else wide


def _attention(config: Config, position: int, *, window: int) -> Mixer:
    hidden, heads = positive(config, "hidden_size"), positive(config, "num_attention_heads")
    kv_heads, wide = positive(config, "num_key_value_heads"), positive(config, "head_dim")
    full = grouped(hidden, heads, kv_heads=kv_heads, head_dim=wide, window=window, norms=2 * wide)
    one = hidden * kv_heads * wide
    if _borrows(config, position):
        return replace(full, weights=full.weights - 2 * one - wide, cache=0, borrowed=full.cache)
    alike = not window and flag(config, "attention_k_eq_v", False)
    return replace(full, weights=full.weights - one) if alike else full


def _borrows(config: Config, position: int) -> bool:
    layers = positive(config, "num_hidden_layers")
    sharing = whole(config, "num_kv_shared_layers", default=0)
    if sharing >= layers:
        raise InputError(f"num_kv_shared_layers is {sharing} of {layers} layers; one must keep.")
    return position >= layers - sharing


def _width(config: Config, position: int) -> int:
    widths = config.get("intermediate_size")
    if isinstance(widths, list | tuple):
        if len(widths) != positive(config, "num_hidden_layers"):
            raise InputError(f"intermediate_size names {len(widths)} layers, not every one.")
        return positive({**config, "intermediate_size": widths[position]}, "intermediate_size")
    return positive(config, "intermediate_size")


def _beside(config: Config, always: Feed) -> Feed:
    # Experts and a dense network both see every token; their outputs are added.
    routed = mixture(
        positive(config, "hidden_size"),
        positive(config, "moe_intermediate_size"),
        experts=positive(config, "num_experts"),
        top_k=positive(config, "top_k_experts"),
    )
    return replace(routed, weights=routed.weights + always.weights)


def _own(config: Config) -> int:
    hidden = positive(config, "hidden_size")
    own = whole(config, "hidden_size_per_layer_input", default=0)
    return 3 * hidden * own + hidden if own else 0


def _with_embeddings(config: Config, read: Architecture, *, always: int) -> Architecture:
    own = whole(config, "hidden_size_per_layer_input", default=0)
    if not own:
        return replace(read, always=always)
    table = positive(config, "vocab_size_per_layer_input") * len(read.layers) * own
    return replace(read, extra=read.extra + table, always=always + own)
