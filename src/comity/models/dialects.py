"""Readers of configurations that describe known layers in words of their own."""

from __future__ import annotations

from collections.abc import Callable

from comity.errors import InputError
from comity.models.architecture import Architecture
from comity.models.config_keys import Config, flag, positive
from comity.models.decoders import Decoder, decoder


def completed(
    reader: Callable[[Config], Architecture], **defaults: int
) -> Callable[[Config], Architecture]:
    """A reader for configurations that leave out what their family's own class holds by default.

    Parameters
    ----------
    reader : callable
        What reads a complete configuration.
    **defaults : int
        What the family's published configuration class holds for keys that are left out.

    Returns
    -------
    callable
    """

    def read(config: Config) -> Architecture:
        present = {key: value for key, value in config.items() if value is not None}
        return reader({**defaults, **present})

    return read


def doubled_width(config: Config) -> Architecture:
    """A decoder that states the width of gate and value together, as the first Qwen.

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
        If that width is not twice a whole number, or a dimension is missing or unusable.

    References
    ----------
    .. [1] J. Bai et al., "Qwen technical report", arXiv 2309.16609, 2023, section 2.3.
    """
    width = positive(config, "intermediate_size")
    if width % 2:
        raise InputError(f"intermediate_size {width} is not twice a whole number.")
    halved = {**config, "intermediate_size": width // 2}
    return decoder(Decoder(biases="qkv", biased=True))(halved)


def flagged_groups(config: Config) -> Architecture:
    """A decoder that shares keys and values among queries only if a flag says so, as ChatGLM.

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
    .. [1] Team GLM, "ChatGLM", arXiv 2406.12793, 2024.
    """
    shared = flag(config, "multi_query_attention", False)
    groups = positive(config, "multi_query_group_num" if shared else "num_attention_heads")
    return decoder(Decoder(biases="qkv"))({**config, "num_key_value_heads": groups})
