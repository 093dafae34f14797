"""A configuration of the user's own in place of the name of a model."""

from __future__ import annotations

from typing import Any


def config_of(model: str) -> dict[str, Any] | None:
    """The configuration a file holds, or None when the name is not that of a JSON file."""
    import json

    from comity.cli.places import read_text
    from comity.errors import InputError

    if not model.casefold().endswith(".json"):
        return None
    text = read_text(model, "configuration")
    try:
        config = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise InputError(f"The configuration {model} is not JSON; give a config.json.") from None
    if not isinstance(config, dict):
        raise InputError(f"The configuration {model} does not hold keys and values.")
    return config


def _refused(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity are not JSON
