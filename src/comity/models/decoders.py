"""Decoders: attention and a feed in every layer, with the features that tell families apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from comity.errors import InputError
from comity.models.architecture import Architecture
from comity.models.config_keys import Config, flag, listed_kinds, positive, stated, whole
from comity.models.layers import Feed, Layer, Mixer, dense, grouped, mixture


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """Features that tell one family of decoders from another.

    Attributes
    ----------
    matrices : int
        Matrices of a feed-forward network: 3 when gated, 2 when not.
    norms : int
        Norms of a layer.
    norm_terms : int
        Parameters of a norm for each element: 2 with a bias, 0 when it has none to learn.
    query_norm : str
        Whether queries and keys are normed: not, by head, or over all heads at once.
    biases : str
        Which attention projections have biases when the configuration says so.
    biased : bool
        What holds when the configuration does not say.
    feed_biased : bool
        Whether feed-forward matrices have biases.
    tied : bool
        Whether embedding and head are one matrix when the configuration does not say.
    every : int
        Every so many layers one reads all of its context, when the configuration gives a window
        and no list of layers; 0 when all have the window.
    gated : bool
        Whether attention has an output gate as wide as its queries.
    router_bias, shared_gate : bool
        Whether the router has a bias, and shared experts a gate.
    mixed : bool
        Whether a configuration of the family must say how many experts it has.
    widening : int
        Width of a dense feed over that of the model where the configuration does not say; 0 when
        it must.
    positions : int, optional
        Entries a learned table of positions has beyond the longest context; none without a table.
    """

    matrices: int = 3
    norms: int = 2
    norm_terms: int = 1
    query_norm: Literal["", "head", "all"] = ""
    biases: Literal["qkv", "all"] = "all"
    biased: bool = False
    feed_biased: bool = False
    tied: bool = False
    every: int = 0
    gated: bool = False
    router_bias: bool = False
    shared_gate: bool = False
    mixed: bool = False
    widening: int = 0
    positions: int | None = None


def decoder(features: Decoder) -> Callable[[Config], Architecture]:
    """A reader of the configurations of one family of decoders.

    Parameters
    ----------
    features : Decoder
        What tells the family apart.

    Returns
    -------
    callable
    """

    def read(config: Config) -> Architecture:
        layers = tuple(
            Layer(
                mixer=attention_of(config, features, window=window),
                feed=feed_of(config, features, position),
                norms=features.norms * features.norm_terms * positive(config, "hidden_size"),
            )
            for position, window in enumerate(windows_of(config, features))
        )
        read = assembled(config, layers, tied=features.tied)
        if features.positions is None:
            return read
        table = (positive(config, "max_position_embeddings") + features.positions) * read.hidden
        return replace(read, extra=read.extra + table)

    return read


def assembled(config: Config, layers: tuple[Layer, ...], *, tied: bool) -> Architecture:
    """The architecture of these layers, with the keys all families share.

    Parameters
    ----------
    config : mapping
        The published configuration.
    layers : tuple of Layer
        Every layer in order.
    tied : bool
        Whether embedding and head are one matrix when the configuration does not say.

    Returns
    -------
    Architecture
    """
    return Architecture(
        model_type=str(config["model_type"]),
        hidden=positive(config, "hidden_size"),
        vocab=positive(config, "vocab_size"),
        tied=flag(config, "tie_word_embeddings", tied),
        layers=layers,
        max_context=whole(config, "max_position_embeddings", default=0),
    )


def windows_of(config: Config, features: Decoder) -> list[int]:
    """The window of each layer, 0 where all of the context is kept.

    Parameters
    ----------
    config : mapping
        The published configuration.
    features : Decoder
        What tells the family apart.

    Returns
    -------
    list of int
        [tokens]
    """
    layers = positive(config, "num_hidden_layers")
    window = whole(config, "sliding_window", "attention_chunk_size", default=0)
    if not flag(config, "use_sliding_window", True):
        window = 0
    kinds = listed_kinds(config, "layer_types", layers)
    if kinds is not None:
        return [window if "sliding" in kind or "chunked" in kind else 0 for kind in kinds]
    every = whole(config, "global_attn_every_n_layers", default=_pattern(config, features.every))
    first = whole(config, "max_window_layers", default=0) if "use_sliding_window" in config else 0
    return [
        0 if position < first or (every and (position + 1) % every == 0) else window
        for position in range(layers)
    ]


def _pattern(config: Config, default: int) -> int:
    pattern = config.get("sliding_window_pattern", config.get("_sliding_window_pattern"))
    if isinstance(pattern, str):
        return len(pattern)
    return default if pattern is None else int(pattern)


def attention_of(config: Config, features: Decoder, *, window: int = 0) -> Mixer:
    """The attention of a layer.

    Parameters
    ----------
    config : mapping
        The published configuration.
    features : Decoder
        What tells the family apart.
    window : int
        Tokens of context kept; 0 when all are. [tokens]

    Returns
    -------
    Mixer
    """
    hidden, heads = positive(config, "hidden_size"), positive(config, "num_attention_heads")
    alone = flag(config, "multi_query", False)
    kv_heads = whole(config, "num_key_value_heads", default=1 if alone else heads)
    if stated(config, "head_dim")[1] is None and hidden % heads:
        raise InputError(f"hidden_size {hidden} does not divide among {heads} heads.")
    head_dim = whole(config, "head_dim", default=hidden // heads)
    biases = 0
    if flag(config, "attention_bias", features.biased):
        biases = (heads + 2 * kv_heads) * head_dim + (hidden if features.biases == "all" else 0)
    norms = {"": 0, "head": 2 * head_dim, "all": (heads + kv_heads) * head_dim}
    return grouped(
        hidden,
        heads,
        kv_heads=kv_heads,
        head_dim=head_dim,
        window=window,
        gate=heads * head_dim if features.gated else 0,
        biases=biases,
        norms=norms[features.query_norm],
    )


def feed_of(config: Config, features: Decoder, position: int) -> Feed:
    """The feed of a layer: experts where it has them, else a dense network.

    Parameters
    ----------
    config : mapping
        The published configuration.
    features : Decoder
        What tells the family apart.
    position : int
        Which layer, from 0.

    Returns
    -------
    Feed
    """
    hidden = positive(config, "hidden_size")
    experts = whole(config, "num_experts", default=0)
    if features.mixed:
        experts = positive(config, "num_experts")
    if experts and has_experts(config, position):
        return expert_feed(config, features, experts)
    width = _dense_width(config, features, alone=not experts)
    biases = hidden + (features.matrices - 1) * width if features.feed_biased else 0
    return dense(hidden, width, matrices=features.matrices, biases=biases)


def _dense_width(config: Config, features: Decoder, *, alone: bool) -> int:
    # A family whose layers have routed and shared experts keeps the width of the one network of a
    # model without routed experts where it keeps that of the shared ones.
    shared = whole(config, "shared_intermediate_size", default=0) if alone else 0
    hidden = positive(config, "hidden_size")
    if not shared and features.widening and stated(config, "intermediate_size")[1] is None:
        return whole(config, "expansion_ratio", default=features.widening) * hidden
    return shared or positive(config, "intermediate_size")


def expert_feed(config: Config, features: Decoder, experts: int) -> Feed:
    """The feed of a layer of experts.

    Parameters
    ----------
    config : mapping
        The published configuration.
    features : Decoder
        What tells the family apart.
    experts : int
        Routed experts.

    Returns
    -------
    Feed
    """
    width = positive(config, "moe_intermediate_size", "intermediate_size")
    shared = whole(
        config,
        "shared_expert_intermediate_size",
        "moe_shared_expert_intermediate_size",
        "shared_intermediate_size",
        default=whole(config, "n_shared_experts", default=0) * width,
    )
    return mixture(
        positive(config, "hidden_size"),
        width,
        experts=experts,
        top_k=positive(config, "num_experts_per_tok"),
        shared_width=shared,
        shared_gate=features.shared_gate,
        matrices=features.matrices,
        router_bias=features.router_bias,
        narrowed=whole(config, "moe_latent_size", default=0),
    )


EVERY = (
    "decoder_sparse_step",
    "interleave_moe_layer_step",
    "moe_layer_interval",
    "expert_layer_period",
)
"""Keys that say every how many layers one has experts."""


def has_experts(config: Config, position: int) -> bool:
    """Whether a layer has experts, in a model that has some.

    Parameters
    ----------
    config : mapping
        The published configuration.
    position : int
        Which layer, from 0.

    Returns
    -------
    bool
    """
    kinds = listed_kinds(config, "mlp_layer_types", positive(config, "num_hidden_layers"))
    if kinds is not None:
        return kinds[position] == "sparse"
    if position < whole(config, "first_k_dense_replace", default=0):
        return False
    if position in (config.get("mlp_only_layers") or ()):
        return False
    frequency = config.get("moe_layer_freq")
    if isinstance(frequency, list | tuple):
        return bool(frequency[position])
    last = config.get("moe_layer_end_index")
    if isinstance(last, int) and 0 <= last < position:
        return False
    step = whole(config, *EVERY, default=1) or 1
    return position % step == whole(config, "expert_layer_offset", default=step - 1)
