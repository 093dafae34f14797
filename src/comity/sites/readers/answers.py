"""JSON as a weather service answers it, and what is said when it is not that."""

from __future__ import annotations

import json
from typing import Any

from comity.errors import InputError

_REASONS = ("message", "reason", "detail", "messages")
"""Where PVGIS, Open-Meteo and NASA POWER say why they refuse."""


def answer_of(text: str, *, name: str, service: str) -> dict[str, Any]:
    """The JSON object a service answered.

    Parameters
    ----------
    text : str
        The answer.
    name, service : str
        The file and who made it, for messages.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        If it is no JSON object, or only says why the service refused.
    """
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{name}: the answer of {service} is not whole JSON.") from None
    if not isinstance(held, dict):
        raise InputError(f"{name}: this holds several places; give the answer for one.")
    reason = next((held[each] for each in _REASONS if held.get(each)), None)
    if reason and not {"outputs", "properties", "hourly"} & set(held):
        raise InputError(f"{name}: {service} refused: {' '.join(str(reason).split())[:200]}")
    return held


def broken(name: str, service: str, error: Exception) -> InputError:
    """What is said of an answer that lacks a part or holds something else in its place.

    Parameters
    ----------
    name, service : str
        The file and who made it.
    error : Exception
        What went wrong while reading it.
    """
    if isinstance(error, InputError):
        return error
    if isinstance(error, KeyError):
        return InputError(f"{name}: the answer of {service} lacks {error}.")
    return InputError(f"{name}: this is not an hourly answer of {service}.")
