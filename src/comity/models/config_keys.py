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

EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts")
"""Keys under which configurations keep the number of routed experts."""


def whole(config: Config, *names: str, default: int | None = None) -> int:
    """The whole number under the first of these keys that is there, else the default.

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
        value = config.get(name)
        if value is None:
            continue
        number = not isinstance(value, bool) and isinstance(value, int | float)
        if not number or (isinstance(value, float) and not value.is_integer()):
            raise InputError(f"{name} is {value!r}; a whole number is needed.")
        if value < 0:
            raise InputError(f"{name} is {value}; it cannot be negative.")
        most = MOST_LAYERS if name == "num_hidden_layers" else LARGEST
        if value > most:
            raise InputError(f"{name} is larger than any model's: at most {most} can be computed.")
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
    value = config.get(name)
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
