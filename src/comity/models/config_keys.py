"""Reading one key of a published configuration: typed, bounded, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from comity.errors import InputError

Config: TypeAlias = Mapping[str, Any]
"""A published ``config.json``."""

LARGEST = 10**9
"""No dimension of a model is larger."""
MOST_LAYERS = 10_000

SYNONYMS: dict[str, tuple[str, ...]] = {
    "attention_bias": ("use_bias", "use_qkv_bias", "add_qkv_bias", "qkv_bias", "enable_bias"),
    "first_k_dense_replace": ("num_dense_layers", "moe_layer_start_index"),
    "head_dim": ("attention_head_dim", "kv_channels"),
    "hidden_size": ("n_embd", "n_embed", "d_model"),
    "intermediate_size": ("n_inner", "ffn_dim", "ffn_hidden_size"),
    "mamba_d_conv": ("conv_kernel", "short_conv_kernel_size"),
    "mamba_d_head": ("mamba_head_dim",),
    "mamba_d_state": ("ssm_state_size", "state_size"),
    "mamba_n_groups": ("n_groups",),
    "mamba_n_heads": ("mamba_num_heads",),
    "max_position_embeddings": (
        "n_positions",
        "max_seq_len",
        "seq_length",
        "model_max_length",
        "max_sequence_length",
    ),
    "n_shared_experts": ("num_shared_experts", "num_shared_expert", "moe_num_shared_experts"),
    "num_attention_heads": ("n_head", "n_heads"),
    "num_experts": ("num_local_experts", "n_routed_experts", "moe_num_experts"),
    "num_experts_per_tok": (
        "num_experts_per_token",
        "experts_per_token",
        "moe_topk",
        "moe_top_k",
        "moe_k",
    ),
    "num_hidden_layers": ("n_layer", "n_layers", "num_layers"),
    "num_key_value_heads": ("num_kv_heads", "kv_n_heads"),
    "tie_word_embeddings": ("tie_embedding",),
    "vocab_size": ("padded_vocab_size",),
}
"""Key the readers ask for -> keys under which other configurations keep the same dimension."""

NESTED = ("attn_config", "ffn_config", "linear_attn_config")
"""Keys under which some configurations keep the dimensions of a part of a layer."""

UNREAD: dict[str, tuple[object, ...]] = {
    "is_encoder_decoder": (None, False),
    "use_cla": (None, False),
    "num_kv_shared_layers": (None, 0),
    "hidden_size_per_layer_input": (None, 0),
    "enable_moe_block": (None, False),
    "per_layer_config": (None, {}),
    "block_configs": (None, []),
    "cross_attention_layers": (None, []),
    "routed_expert_hidden_size": (None, 0),
    "zero_expert_num": (None, 0),
    "word_embed_proj_dim": (None, "hidden_size"),
}
"""Key of a structure that no reader computes -> its values in a model without that structure.

A value in quotation marks is another key, whose value it then has.
"""


def readable(config: Config, *, reads: tuple[str, ...] = ()) -> dict[str, Any]:
    """The configuration with its nested parts beside its own keys.

    Parameters
    ----------
    config : mapping
        The published configuration.
    reads : tuple of str
        Keys of `UNREAD` that the reader of this family computes.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        If the configuration has a structure that no reader computes.
    """
    read = dict(config)
    for name in NESTED:
        inner = config.get(name)
        if isinstance(inner, Mapping):
            read = {**inner, **{key: held for key, held in read.items() if held is not None}}
    for name, without in UNREAD.items():
        if name not in reads and read.get(name) not in (
            *without,
            *(read.get(str(key)) for key in without),
        ):
            kind = config.get("model_type")
            raise InputError(f"A {kind} configuration with {name!r} cannot be computed.")
    return read


def stated(config: Config, name: str) -> tuple[str, Any]:
    """The key under which a configuration keeps a dimension, and what it holds there.

    Parameters
    ----------
    config : mapping
        The published configuration.
    name : str
        The key the readers ask for.

    Returns
    -------
    key : str
        That key, or the first of its `SYNONYMS` that is there.
    value : Any
        None when none is there. Of a list that says the same of every layer, what it says.
    """
    for key in (name, *SYNONYMS.get(name, ())):
        value = config.get(key)
        if value is None:
            continue
        if isinstance(value, list) and len(value) == config.get("num_hidden_layers"):
            alike = all(each == value[0] for each in value)
            return key, value[0] if alike else value
        return key, value
    return name, None


def whole(config: Config, *names: str, default: int | None = None) -> int:
    """The whole number under the first of these keys that is there, else the default.

    A list that says the same of every layer is that number.

    Parameters
    ----------
    config : mapping
        The published configuration.
    *names : str
        Keys in order of preference.
    default : int, optional
        What holds when none is there.

    Returns
    -------
    int

    Raises
    ------
    InputError
        If none is there and there is no default, or the value is not a whole number, or is larger
        than any model's.
    """
    for name in names:
        key, value = stated(config, name)
        if value is None:
            continue
        number = not isinstance(value, bool) and isinstance(value, int | float)
        if not number or (isinstance(value, float) and not value.is_integer()):
            raise InputError(f"{key} is {value!r}; a whole number is needed.")
        if value < 0:
            raise InputError(f"{key} is {value}; it cannot be negative.")
        most = MOST_LAYERS if name == "num_hidden_layers" else LARGEST
        if value > most:
            raise InputError(f"{key} is larger than any model's: at most {most} can be computed.")
        return int(value)
    if default is None:
        kind = config.get("model_type")
        raise InputError(f"A {kind} configuration needs {names[0]!r}, and it is not there.")
    return default


def positive(config: Config, *names: str) -> int:
    """The number under the first of these keys that is there, which must be above zero.

    Parameters
    ----------
    config : mapping
        The published configuration.
    *names : str
        Keys in order of preference.

    Returns
    -------
    int

    Raises
    ------
    InputError
        If none is there, or the value is not a whole number above zero.
    """
    value = whole(config, *names)
    if value == 0:
        raise InputError(f"{names[0]} is 0; a positive number is needed.")
    return value


def flag(config: Config, name: str, default: bool) -> bool:
    """The truth under this key, else the default.

    Parameters
    ----------
    config : mapping
        The published configuration.
    name : str
        The key.
    default : bool
        What holds when it is not there.

    Returns
    -------
    bool
    """
    value = stated(config, name)[1]
    return default if value is None else bool(value)


def listed_kinds(config: Config, name: str, layers: int) -> list[str] | None:
    """The kind of each layer under this key.

    Parameters
    ----------
    config : mapping
        The published configuration.
    name : str
        The key.
    layers : int
        How many layers.

    Returns
    -------
    list of str, or None when the key is not there

    Raises
    ------
    InputError
        If it names fewer layers than there are.
    """
    listed = config.get(name)
    if not isinstance(listed, list | tuple):
        return None
    if len(listed) < layers:
        raise InputError(f"{name} names {len(listed)} layers of {layers}.")
    return [str(each) for each in listed[:layers]]
