"""Families of architectures, one reader of published configurations for each.

A configuration names its family in ``model_type``. A family that is not here is refused by name:
nothing is guessed from the keys a configuration happens to have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from comity.errors import InputError, UnknownName
from comity.models.architecture import Architecture
from comity.models.config_keys import Config, readable
from comity.models.decoders import Decoder, decoder
from comity.models.dialects import completed, doubled_width, flagged_groups
from comity.models.hybrids import (
    biased_experts,
    chunked,
    falcon,
    latent_attention,
    latent_mixer,
    two_widths,
)
from comity.models.per_layer import augmented_residual, unequal_heads
from comity.models.recurrent import (
    gated_delta_hybrid,
    griffin,
    lfm2,
    recurrent,
    side_by_side,
    state_space_hybrid,
    stateful,
)
from comity.models.state_mixers import delta_rule, kimi_delta, lightning, mamba, mamba2

WRAPPED = ("text_config", "language_config", "llm_config")
"""Keys under which a model of several modes keeps the configuration of its language model."""


def read_config(config: Config) -> Architecture:
    """The architecture a published ``config.json`` describes.

    Parameters
    ----------
    config : mapping
        The configuration; of a model of several modes, the language model is read.

    Returns
    -------
    Architecture

    Raises
    ------
    UnknownName
        If ``model_type`` is none of `FAMILIES`.
    InputError
        If a dimension is missing or unusable.
    """
    if not isinstance(config, Mapping):
        raise InputError("A configuration is a mapping of keys to values, as in config.json.")
    inner = next((config[key] for key in WRAPPED if isinstance(config.get(key), Mapping)), None)
    if inner is not None:
        config = {"tie_word_embeddings": config.get("tie_word_embeddings"), **inner}
    name = config.get("model_type")
    if not isinstance(name, str) or name not in FAMILIES:
        raise UnknownName("model type that can be computed", str(name), FAMILIES)
    return FAMILIES[name](readable(config, reads=READS.get(name, ())))


LLAMA = Decoder()
MIXED = Decoder(mixed=True)
QWEN2 = Decoder(biases="qkv", biased=True)
QWEN3 = Decoder(query_norm="head")
QWEN3_MIXED = Decoder(query_norm="head", mixed=True)
PLAIN = Decoder(matrices=2, norm_terms=2, biased=True, feed_biased=True)
GPT = replace(PLAIN, tied=True, widening=4)

FAMILIES: dict[str, Callable[[Config], Architecture]] = {
    "afmoe": decoder(Decoder(norms=4, query_norm="head", gated=True, router_bias=True, mixed=True)),
    "apertus": decoder(Decoder(matrices=2, query_norm="head")),
    "arcee": decoder(Decoder(matrices=2)),
    "axk1": latent_attention,
    "baichuan": decoder(LLAMA),
    "bailing_moe": decoder(MIXED),
    "bailing_moe_v2": decoder(replace(QWEN3_MIXED, router_bias=True)),
    "bamba": recurrent(mamba2, LLAMA),
    "bloom": decoder(GPT),
    "chatglm": flagged_groups,
    "cohere": decoder(Decoder(norms=1, tied=True)),
    "cohere2": decoder(Decoder(norms=1, tied=True, every=4)),
    "cwm": decoder(replace(LLAMA, every=4)),
    "dbrx": decoder(MIXED),
    "deepseek": decoder(MIXED),
    "deepseek_v2": latent_attention,
    "deepseek_v3": latent_attention,
    "deepseek_v32": latent_attention,
    "dots1": decoder(replace(QWEN3_MIXED, router_bias=True)),
    "ernie4_5": decoder(Decoder(tied=True)),
    "ernie4_5_moe": decoder(Decoder(tied=True, router_bias=True, mixed=True)),
    "exaone": decoder(LLAMA),
    "exaone4": decoder(Decoder(query_norm="head", every=4)),
    "exaone_moe": decoder(replace(QWEN3_MIXED, every=4)),
    "falcon": falcon,
    "falcon_h1": side_by_side,
    "falcon_mamba": stateful(mamba, tied=True),
    "flex_olmo": decoder(Decoder(query_norm="all", mixed=True)),
    "gemma": decoder(Decoder(tied=True)),
    "gemma2": decoder(Decoder(norms=4, tied=True, every=2)),
    "gemma3_text": completed(
        decoder(Decoder(norms=4, query_norm="head", tied=True, every=6)),
        vocab_size=262208,
        num_attention_heads=8,
        num_key_value_heads=4,
        head_dim=256,
        sliding_window=4096,
    ),
    "gemma3n_text": completed(
        augmented_residual,
        vocab_size=262400,
        vocab_size_per_layer_input=262144,
        num_key_value_heads=2,
        head_dim=256,
        hidden_size_per_layer_input=256,
        altup_num_inputs=4,
        laurel_rank=64,
        sliding_window=512,
    ),
    "gemma4_text": completed(
        unequal_heads,
        global_head_dim=512,
        head_dim=256,
        sliding_window=512,
    ),
    "glm": decoder(Decoder(biases="qkv", biased=True)),
    "glm4": decoder(Decoder(norms=4, biases="qkv")),
    "glm4_moe": decoder(Decoder(biases="qkv", router_bias=True, mixed=True)),
    "glm4_moe_lite": latent_attention,
    "glm_moe_dsa": latent_attention,
    "gpt2": decoder(replace(GPT, positions=0)),
    "gpt_bigcode": decoder(replace(GPT, positions=0)),
    "gpt_neox": decoder(Decoder(matrices=2, norm_terms=2, biased=True, feed_biased=True)),
    "gpt_oss": biased_experts,
    "gptj": decoder(Decoder(matrices=2, norms=1, norm_terms=2, feed_biased=True, widening=4)),
    "granite": decoder(LLAMA),
    "granitemoe": decoder(MIXED),
    "granitemoehybrid": recurrent(mamba2, LLAMA),
    "granitemoeshared": decoder(MIXED),
    "helium": decoder(LLAMA),
    "hunyuan_v1_dense": decoder(QWEN3),
    "hunyuan_v1_moe": decoder(QWEN3_MIXED),
    "hy_v3": decoder(QWEN3_MIXED),
    "internlm2": decoder(LLAMA),
    "internlm3": decoder(LLAMA),
    "iquestcoder": decoder(LLAMA),
    "jais2": decoder(PLAIN),
    "jamba": recurrent(mamba, LLAMA),
    "kimi_k2": latent_attention,
    "kimi_linear": recurrent(kimi_delta, replace(MIXED, router_bias=True), attention=latent_mixer),
    "lfm2": lfm2,
    "lfm2_moe": lfm2,
    "llama": decoder(LLAMA),
    "llama4_text": chunked,
    "mamba": stateful(mamba, tied=True),
    "mamba2": stateful(mamba2),
    "mellum": decoder(QWEN3_MIXED),
    "mimo": decoder(QWEN2),
    "mimo_v2_flash": two_widths,
    "minicpm3": latent_attention,
    "minimax": recurrent(lightning, MIXED),
    "minimax_m1": recurrent(lightning, MIXED),
    "minimax_m2": decoder(Decoder(query_norm="all", router_bias=True, mixed=True)),
    "minimax_text_01": recurrent(lightning, MIXED),
    "ministral3": decoder(LLAMA),
    "mistral": decoder(LLAMA),
    "mixtral": decoder(MIXED),
    "mpt": decoder(Decoder(matrices=2, tied=True, widening=4)),
    "nemotron": decoder(Decoder(matrices=2, norm_terms=2)),
    "nemotron_h": state_space_hybrid,
    "olmo": decoder(Decoder(norm_terms=0)),
    "olmo2": decoder(Decoder(query_norm="all")),
    "olmo3": decoder(Decoder(query_norm="all", every=4)),
    "olmo_hybrid": recurrent(delta_rule, Decoder(query_norm="all")),
    "olmoe": decoder(Decoder(query_norm="all", mixed=True)),
    "opt": decoder(replace(PLAIN, tied=True, positions=2)),
    "persimmon": decoder(replace(PLAIN, query_norm="head")),
    "phi": decoder(Decoder(matrices=2, norms=1, norm_terms=2, biased=True, feed_biased=True)),
    "phi3": decoder(LLAMA),
    "phimoe": decoder(Decoder(norm_terms=2, mixed=True)),
    "qwen": doubled_width,
    "qwen2": decoder(QWEN2),
    "qwen2_5_vl": decoder(QWEN2),
    "qwen2_5_vl_text": decoder(QWEN2),
    "qwen2_moe": decoder(Decoder(biases="qkv", biased=True, shared_gate=True, mixed=True)),
    "qwen2_vl": decoder(QWEN2),
    "qwen2_vl_text": decoder(QWEN2),
    "qwen3": decoder(QWEN3),
    "qwen3_5_moe_text": gated_delta_hybrid,
    "qwen3_5_text": gated_delta_hybrid,
    "qwen3_moe": decoder(QWEN3_MIXED),
    "qwen3_next": gated_delta_hybrid,
    "qwen3_vl_moe_text": decoder(QWEN3_MIXED),
    "qwen3_vl_text": decoder(QWEN3),
    "recurrent_gemma": griffin,
    "seed_oss": decoder(Decoder(biases="qkv", biased=True)),
    "smollm3": decoder(Decoder(tied=True)),
    "solar_open": decoder(MIXED),
    "stablelm": decoder(Decoder(norm_terms=2, biases="qkv")),
    "starcoder2": decoder(
        Decoder(matrices=2, norm_terms=2, biased=True, feed_biased=True, tied=True)
    ),
    "vaultgemma": decoder(Decoder(tied=True, every=2)),
    "youtu": latent_attention,
}
"""``model_type`` of a configuration -> its reader."""

EACH = ("num_kv_shared_layers", "hidden_size_per_layer_input")
READS: dict[str, tuple[str, ...]] = {
    "gemma3n_text": EACH,
    "gemma4_text": (*EACH, "enable_moe_block", "per_layer_config"),
}
"""Keys refused elsewhere that the reader of a family computes."""
