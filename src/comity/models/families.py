"""Families of architectures, one reader of published configurations for each.

A configuration names its family in ``model_type``. A family that is not here is refused by name:
nothing is guessed from the keys a configuration happens to have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.errors import InputError, UnknownName
from comity.models.architecture import Architecture
from comity.models.config_keys import Config
from comity.models.decoders import Decoder, decoder
from comity.models.hybrids import (
    biased_experts,
    chunked,
    falcon,
    gated_delta_hybrid,
    latent_attention,
    state_space_hybrid,
    two_widths,
)

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
    return FAMILIES[name](config)


LLAMA = Decoder()
MIXED = Decoder(mixed=True)
QWEN2 = Decoder(biases="qkv", biased=True)
QWEN3 = Decoder(query_norm="head")
QWEN3_MIXED = Decoder(query_norm="head", mixed=True)
SANDWICH = Decoder(norms=4, tied=True)

FAMILIES: dict[str, Callable[[Config], Architecture]] = {
    "apertus": decoder(Decoder(matrices=2, query_norm="head")),
    "arcee": decoder(Decoder(matrices=2)),
    "cohere": decoder(Decoder(norms=1, tied=True)),
    "cohere2": decoder(Decoder(norms=1, tied=True, every=4)),
    "deepseek_v2": latent_attention,
    "deepseek_v3": latent_attention,
    "deepseek_v32": latent_attention,
    "exaone4": decoder(Decoder(query_norm="head", every=4)),
    "falcon": falcon,
    "gemma": decoder(Decoder(tied=True)),
    "gemma2": decoder(Decoder(norms=4, tied=True, every=2)),
    "gemma3_text": decoder(Decoder(norms=4, query_norm="head", tied=True, every=6)),
    "glm4": decoder(Decoder(norms=4, biases="qkv")),
    "glm4_moe": decoder(Decoder(biases="qkv", router_bias=True, mixed=True)),
    "glm4_moe_lite": latent_attention,
    "glm_moe_dsa": latent_attention,
    "gpt_neox": decoder(Decoder(matrices=2, norm_terms=2, biased=True, feed_biased=True)),
    "gpt_oss": biased_experts,
    "granite": decoder(LLAMA),
    "granitemoe": decoder(MIXED),
    "granitemoeshared": decoder(MIXED),
    "kimi_k2": latent_attention,
    "llama": decoder(LLAMA),
    "llama4_text": chunked,
    "mimo": decoder(QWEN2),
    "mimo_v2_flash": two_widths,
    "minimax_m2": decoder(Decoder(query_norm="all", router_bias=True, mixed=True)),
    "ministral3": decoder(LLAMA),
    "mistral": decoder(LLAMA),
    "mixtral": decoder(MIXED),
    "nemotron": decoder(Decoder(matrices=2, norm_terms=2)),
    "nemotron_h": state_space_hybrid,
    "olmo": decoder(Decoder(norm_terms=0)),
    "olmo2": decoder(Decoder(query_norm="all")),
    "olmo3": decoder(Decoder(query_norm="all", every=4)),
    "olmoe": decoder(Decoder(query_norm="all", mixed=True)),
    "phi": decoder(Decoder(matrices=2, norms=1, norm_terms=2, biased=True, feed_biased=True)),
    "phi3": decoder(LLAMA),
    "qwen2": decoder(QWEN2),
    "qwen2_moe": decoder(Decoder(biases="qkv", biased=True, shared_gate=True, mixed=True)),
    "qwen3": decoder(QWEN3),
    "qwen3_5_moe_text": gated_delta_hybrid,
    "qwen3_5_text": gated_delta_hybrid,
    "qwen3_moe": decoder(QWEN3_MIXED),
    "qwen3_next": gated_delta_hybrid,
    "qwen3_vl_moe_text": decoder(QWEN3_MIXED),
    "qwen3_vl_text": decoder(QWEN3),
    "seed_oss": decoder(Decoder(biases="qkv", biased=True)),
    "smollm3": decoder(Decoder(tied=True)),
    "stablelm": decoder(Decoder(norm_terms=2)),
    "starcoder2": decoder(
        Decoder(matrices=2, norm_terms=2, biased=True, feed_biased=True, tied=True)
    ),
}
"""``model_type`` of a configuration -> its reader."""
