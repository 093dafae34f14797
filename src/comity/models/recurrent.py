"""Readers of configurations some or all of whose layers keep a state in place of a cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from comity.errors import InputError
from comity.models.architecture import Architecture
from comity.models.config_keys import Config, flag, listed_kinds, positive, whole
from comity.models.decoders import Decoder, assembled, attention_of, expert_feed, feed_of
from comity.models.layers import NO_FEED, NO_MIXER, Feed, Layer, Mixer, dense
from comity.models.recurrences import gated_recurrence
from comity.models.state_mixers import convolution, delta_rule, mamba2

STATE_KINDS = ("linear_attention", "mamba", "mamba2", "conv", "recurrent")
"""What configurations call a layer that keeps a state."""
CONTEXT_KINDS = ("attention", "full_attention", "sliding_attention")
"""What they call a layer that reads its context."""


def recurrent(
    state: Callable[[Config], Mixer],
    features: Decoder,
    *,
    attention: Callable[[Config, Decoder], Mixer] = attention_of,
) -> Callable[[Config], Architecture]:
    """A reader of configurations in which some layers keep a state and the others read a context.

    Parameters
    ----------
    state, attention : callable
        Mixer of a layer of each kind.
    features : Decoder
        What else tells the family apart.

    Returns
    -------
    callable
    """

    def read(config: Config) -> Architecture:
        hidden = positive(config, "hidden_size")
        layers = tuple(
            Layer(
                mixer=attention(config, features) if reads else state(config),
                feed=feed_of(config, features, position),
                norms=features.norms * features.norm_terms * hidden,
            )
            for position, reads in enumerate(context_layers(config))
        )
        return assembled(config, layers, tied=features.tied)

    return read


def side_by_side(config: Config) -> Architecture:
    """Every layer has a state and reads its context too, as Falcon-H1.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    References
    ----------
    .. [1] Technology Innovation Institute, "Falcon-H1", arXiv 2507.22448, 2025.
    """
    features = Decoder()
    attention, state = attention_of(config, features), mamba2(config)
    both = replace(attention, weights=attention.weights + state.weights, state=state.state)
    layers = tuple(
        Layer(
            mixer=both,
            feed=feed_of(config, features, position),
            norms=2 * positive(config, "hidden_size"),
        )
        for position in range(positive(config, "num_hidden_layers"))
    )
    return assembled(config, layers, tied=False)


def stateful(
    state: Callable[[Config], Mixer], *, tied: bool = False
) -> Callable[[Config], Architecture]:
    """A reader of configurations whose layers are nothing but a mixer with a state.

    Parameters
    ----------
    state : callable
        The mixer of a layer.
    tied : bool
        Whether embedding and head are one matrix when the configuration does not say.

    Returns
    -------
    callable
    """

    def read(config: Config) -> Architecture:
        layer = Layer(mixer=state(config), feed=NO_FEED, norms=positive(config, "hidden_size"))
        return assembled(config, (layer,) * positive(config, "num_hidden_layers"), tied=tied)

    return read


def context_layers(config: Config) -> list[bool]:
    """Whether each layer reads its context, under any of the keys that configurations use.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    list of bool

    Raises
    ------
    InputError
        If none of the keys is there, or a kind of layer is not known.
    """
    layers = positive(config, "num_hidden_layers")
    for name in ("layer_types", "layers_block_type"):
        kinds = listed_kinds(config, name, layers)
        if kinds is not None:
            return [_reads_context(kind, name) for kind in kinds]
    numbered = listed_kinds(config, "attn_type_list", layers)
    if numbered is not None:
        return [kind == "1" for kind in numbered]
    for name, first in (("attn_layer_indices", 0), ("full_attn_idxs", 0), ("full_attn_layers", 1)):
        if isinstance(config.get(name), list | tuple):
            return [position + first in config[name] for position in range(layers)]
    repeated = config.get("block_types", config.get("_block_types"))
    if isinstance(repeated, list | tuple) and repeated:
        return [
            _reads_context(str(repeated[position % len(repeated)]), "block_types")
            for position in range(layers)
        ]
    if config.get("attn_layer_period") is not None:
        period = positive(config, "attn_layer_period")
        offset = whole(config, "attn_layer_offset")
        return [position % period == offset for position in range(layers)]
    kind = config.get("model_type")
    raise InputError(f"A {kind} configuration must say which layers read their context.")


def _reads_context(kind: str, name: str) -> bool:
    if kind not in STATE_KINDS and kind not in CONTEXT_KINDS:
        raise InputError(f"{name} names a kind of layer that cannot be computed: {kind!r}.")
    return kind in CONTEXT_KINDS


def lfm2(config: Config) -> Architecture:
    """Short convolutions and attention, the width of feeds adjusted where it says so, as LFM2.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture
    """
    if flag(config, "block_auto_adjust_ff_dim", False):
        width = 2 * whole(config, "block_ff_dim", "intermediate_size") // 3
        width = int(float(config.get("block_ffn_dim_multiplier") or 1) * width)
        step = positive(config, "block_multiple_of")
        config = {**config, "intermediate_size": -(-width // step) * step}
    return recurrent(convolution, Decoder(query_norm="head", tied=True))(config)


def griffin(config: Config) -> Architecture:
    """Gated linear recurrences and windowed attention, as RecurrentGemma.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    References
    ----------
    .. [1] Google DeepMind, "RecurrentGemma", arXiv 2404.07839, 2024.
    """
    heads = positive(config, "num_attention_heads")

    def state(config: Config) -> Mixer:
        hidden = positive(config, "hidden_size")
        return gated_recurrence(
            hidden,
            whole(config, "lru_width", default=hidden),
            blocks=heads,
            kernel=positive(config, "conv1d_width"),
        )

    def attention(config: Config, features: Decoder) -> Mixer:
        return attention_of(config, features, window=positive(config, "attention_window_size"))

    # The published width is that of both halves of the gated network.
    halved = {**config, "intermediate_size": positive(config, "intermediate_size") // 2}
    return recurrent(state, Decoder(feed_biased=True, tied=True), attention=attention)(halved)


def gated_delta_hybrid(config: Config) -> Architecture:
    """Three linear-attention layers to one of gated attention, as Qwen3-Next.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture
    """
    hidden, layers = positive(config, "hidden_size"), positive(config, "num_hidden_layers")
    features = Decoder(gated=True, query_norm="head", shared_gate=True)
    linear = delta_rule(config)
    every = whole(config, "full_attention_interval", default=4)
    listed = config.get("layer_types") is not None
    reads = [(position + 1) % every == 0 for position in range(layers)]
    built = tuple(
        Layer(
            mixer=attention_of(config, features) if full else linear,
            feed=feed_of(config, features, position),
            norms=2 * hidden,
        )
        for position, full in enumerate(context_layers(config) if listed else reads)
    )
    return assembled(config, built, tied=False)


def state_space_hybrid(config: Config) -> Architecture:
    """Layers of Mamba-2, attention, a feed or experts, as a pattern says (Nemotron-H).

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    References
    ----------
    .. [1] NVIDIA, "Nemotron-H", arXiv 2504.03624, 2025.
    """
    hidden = positive(config, "hidden_size")
    features = Decoder(matrices=2, router_bias=True)
    pattern = _pattern(config)
    state = mamba2(config)
    kinds: dict[str, Callable[[], tuple[Mixer, Feed]]] = {
        "M": lambda: (state, NO_FEED),
        "*": lambda: (attention_of(config, features), NO_FEED),
        "-": lambda: (NO_MIXER, _plain(config, features)),
        "E": lambda: (NO_MIXER, expert_feed(config, features, positive(config, "num_experts"))),
    }
    built = {kind: kinds[kind]() for kind in sorted(set(pattern))}
    layers = tuple(
        Layer(mixer=built[kind][0], feed=built[kind][1], norms=hidden) for kind in pattern
    )
    return assembled(config, layers, tied=False)


def _plain(config: Config, features: Decoder) -> Feed:
    hidden, width = positive(config, "hidden_size"), positive(config, "intermediate_size")
    return dense(hidden, width, matrices=features.matrices)


LETTERS = {
    "linear_attention": "M",
    "mamba": "M",
    "full_attention": "*",
    "attention": "*",
    "mlp": "-",
    "moe": "E",
}
"""What a list of layers says -> the letter of a pattern."""


def _pattern(config: Config) -> str:
    for name in ("layers_block_type", "layer_types"):
        listed = config.get(name)
        if isinstance(listed, list | tuple):
            unknown = sorted({str(kind) for kind in listed} - set(LETTERS))
            if unknown:
                raise InputError(
                    f"{name} names a kind of layer that cannot be computed: {unknown}."
                )
            return "".join(LETTERS[str(kind)] for kind in listed)
    pattern = str(config.get("hybrid_override_pattern", "")).replace("|", "")
    if not pattern or set(pattern) - set("M*-E"):
        raise InputError(f"hybrid_override_pattern {pattern!r} is not made of M, *, - and E.")
    return pattern
