"""The mixer with a state that a configuration describes, one function for each kind."""

from __future__ import annotations

from comity.errors import InputError
from comity.models.config_keys import Config, flag, positive, stated, whole
from comity.models.layers import Mixer
from comity.models.recurrences import (
    decayed_attention,
    delta_attention,
    gated_delta,
    selective,
    short_convolution,
    state_space,
)


def mamba2(config: Config) -> Mixer:
    """The Mamba-2 mixer a configuration describes.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    hidden = positive(config, "hidden_size")
    heads = positive(config, "mamba_n_heads", "num_heads")
    inner = whole(config, "mamba_d_ssm", default=0) or _inner(config)
    named = "head_dim" if stated(config, "mamba_n_heads")[1] is None else "mamba_d_head"
    wide = stated(config, named)[1]
    if wide in (None, "auto") and inner % heads:
        raise InputError(f"A width of {inner} does not divide among {heads} heads of Mamba-2.")
    return state_space(
        hidden,
        heads,
        head_dim=inner // heads if wide in (None, "auto") else positive(config, named),
        state_dim=positive(config, "mamba_d_state"),
        groups=positive(config, "mamba_n_groups"),
        kernel=positive(config, "mamba_d_conv"),
        normed=flag(config, "mamba_rms_norm", True),
    )


def _inner(config: Config) -> int:
    return positive(config, "hidden_size") * whole(config, "mamba_expand", "expand", default=2)


def mamba(config: Config) -> Mixer:
    """The Mamba mixer a configuration describes.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    hidden = positive(config, "hidden_size")
    rank = whole(config, "mamba_dt_rank", "time_step_rank", default=-(-hidden // 16))
    inner = _inner(config)
    if config.get("mamba_expand") is None and config.get("intermediate_size") is not None:
        inner = positive(config, "intermediate_size")
    return selective(
        hidden,
        inner,
        state_dim=positive(config, "mamba_d_state"),
        rank=rank,
        kernel=positive(config, "mamba_d_conv"),
        normed=config.get("mamba_expand") is not None,
    )


def kimi_delta(config: Config) -> Mixer:
    """The Kimi Delta Attention a configuration describes.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    inner = config.get("linear_attn_config")
    if not isinstance(inner, dict):
        raise InputError("A kimi_linear configuration needs 'linear_attn_config'.")
    return delta_attention(
        positive(config, "hidden_size"),
        positive(inner, "num_heads"),
        head_dim=positive(inner, "head_dim"),
        kernel=positive(inner, "short_conv_kernel_size"),
    )


def lightning(config: Config) -> Mixer:
    """The Lightning Attention a configuration describes.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    heads = positive(config, "num_attention_heads")
    hidden = positive(config, "hidden_size")
    return decayed_attention(
        hidden, heads, head_dim=whole(config, "head_dim", default=hidden // heads)
    )


def convolution(config: Config) -> Mixer:
    """The short convolution a configuration describes.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    return short_convolution(
        positive(config, "hidden_size"), kernel=positive(config, "conv_L_cache")
    )


def delta_rule(config: Config) -> Mixer:
    """The gated delta rule a configuration describes.

    Parameters
    ----------
    config : mapping
        The published configuration.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If a dimension is missing or unusable.
    """
    return gated_delta(
        positive(config, "hidden_size"),
        key_heads=positive(config, "linear_num_key_heads"),
        value_heads=positive(config, "linear_num_value_heads"),
        key_dim=positive(config, "linear_key_head_dim"),
        value_dim=positive(config, "linear_value_head_dim"),
        kernel=positive(config, "linear_conv_kernel_dim"),
    )
