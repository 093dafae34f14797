"""Readers of configurations whose layers differ from those of plain decoders."""

from __future__ import annotations

from comity.models.architecture import Architecture
from comity.models.config_keys import Config, flag, listed_kinds, positive, whole
from comity.models.decoders import (
    Decoder,
    assembled,
    attention_of,
    feed_of,
    has_experts,
    windows_of,
)
from comity.models.layers import (
    Layer,
    Mixer,
    dense,
    grouped,
    latent,
    mixture,
)


def latent_attention(config: Config) -> Architecture:
    """A decoder with multi-head latent attention, as DeepSeek-V2 and its successors.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    References
    ----------
    .. [1] DeepSeek-AI, "DeepSeek-V2", arXiv 2405.04434, 2024.
    """
    features = Decoder(router_bias=config["model_type"] != "deepseek_v2")
    mixer = latent_mixer(config, features)
    layers = tuple(
        Layer(
            mixer=mixer,
            feed=feed_of(config, features, position),
            norms=2 * positive(config, "hidden_size"),
        )
        for position in range(positive(config, "num_hidden_layers"))
    )
    return assembled(config, layers, tied=False)


def latent_mixer(config: Config, features: Decoder) -> Mixer:
    """The latent attention of a layer.

    Parameters
    ----------
    config : mapping
        The published configuration.
    features : Decoder
        Not used: a latent mixer has none of the features of grouped attention.

    Returns
    -------
    Mixer
    """
    return latent(
        positive(config, "hidden_size"),
        positive(config, "num_attention_heads"),
        query_rank=whole(config, "q_lora_rank", default=0),
        kv_rank=positive(config, "kv_lora_rank"),
        nope_dim=positive(config, "qk_nope_head_dim"),
        rope_dim=positive(config, "qk_rope_head_dim"),
        value_dim=positive(config, "v_head_dim"),
        index_heads=whole(config, "index_n_heads", default=0),
        index_dim=whole(config, "index_head_dim", default=0),
        reach=whole(config, "index_topk", default=0),
    )


def biased_experts(config: Config) -> Architecture:
    """A mixture of experts with biases, every second layer windowed, as gpt-oss.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    References
    ----------
    .. [1] OpenAI, "gpt-oss-120b & gpt-oss-20b model card", arXiv 2508.10925, 2025.
    """
    hidden, width = positive(config, "hidden_size"), positive(config, "intermediate_size")
    features = Decoder(biased=True, every=2)
    sinks = positive(config, "num_attention_heads")
    feed = mixture(
        hidden,
        width,
        experts=positive(config, "num_experts"),
        top_k=positive(config, "num_experts_per_tok"),
        router_bias=True,
        expert_biases=2 * width + hidden,
    )
    layers = tuple(
        Layer(
            mixer=attention_of(config, features, window=window), feed=feed, norms=2 * hidden + sinks
        )
        for window in windows_of(config, features)
    )
    return assembled(config, layers, tied=False)


def chunked(config: Config) -> Architecture:
    """Attention in chunks but for every fourth layer, and one shared expert, as Llama 4.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture
    """
    hidden, width = positive(config, "hidden_size"), positive(config, "intermediate_size")
    experts = mixture(
        hidden,
        width,
        experts=positive(config, "num_experts"),
        top_k=positive(config, "num_experts_per_tok"),
        shared_width=width,
    )
    plain = dense(hidden, positive(config, "intermediate_size_mlp"))
    features = Decoder(every=4)
    layers = tuple(
        Layer(
            mixer=attention_of(config, features, window=window),
            feed=experts if has_experts(config, position) else plain,
            norms=2 * hidden,
        )
        for position, window in enumerate(windows_of(config, features))
    )
    return assembled(config, layers, tied=False)


def two_widths(config: Config) -> Architecture:
    """Full and windowed layers with head counts of their own, as MiMo-V2.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture
    """
    hidden, layers = positive(config, "hidden_size"), positive(config, "num_hidden_layers")
    features = Decoder(router_bias=True)
    windowed = listed_kinds(config, "hybrid_layer_pattern", layers) or ["0"] * layers

    def mixer(prefix: str, window: int) -> Mixer:
        return grouped(
            hidden,
            positive(config, f"{prefix}num_attention_heads"),
            kv_heads=positive(config, f"{prefix}num_key_value_heads"),
            head_dim=positive(config, f"{prefix}head_dim"),
            value_dim=positive(config, f"{prefix}v_head_dim"),
            window=window,
        )

    window = positive(config, "sliding_window")
    both = {"0": mixer("", 0), "1": mixer("swa_", window)}
    built = tuple(
        Layer(mixer=both[kind], feed=feed_of(config, features, position), norms=2 * hidden)
        for position, kind in enumerate(windowed)
    )
    return assembled(config, built, tied=False)


def falcon(config: Config) -> Architecture:
    """A decoder whose keys are those of Falcon.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Architecture

    References
    ----------
    .. [1] E. Almazrouei et al., "The Falcon series", arXiv 2311.16867, 2023.
    """
    hidden = positive(config, "hidden_size")
    heads = positive(config, "num_attention_heads")
    new = flag(config, "new_decoder_architecture", False)
    shared = flag(config, "multi_query", True) and not new
    kv_heads = 1 if shared else whole(config, "num_key_value_heads", default=heads)
    parallel = flag(config, "parallel_attn", True)
    layer = Layer(
        mixer=grouped(hidden, heads, kv_heads=kv_heads, head_dim=hidden // heads),
        feed=dense(hidden, whole(config, "intermediate_size", default=4 * hidden), matrices=2),
        norms=2 * hidden * (1 if parallel and not new else 2),
    )
    layers = (layer,) * positive(config, "num_hidden_layers")
    return assembled(config, layers, tied=True)
