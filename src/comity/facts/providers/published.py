"""What others publish, as rows of our tables: model cards, price lists, tables of models."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Mapping

from comity.errors import InputError

Rows = list[dict[str, str]]


def card(content: bytes) -> Rows:
    """Languages and licence of a model card, from the YAML before its text.

    Block lists, flow lists and plain or quoted scalars of the first level are read; what is nested
    deeper is passed over.

    Parameters
    ----------
    content : bytes
        The file, UTF-8.

    Returns
    -------
    list of dict
        ``field``, ``value``: one row for the licence, one for each language and base model.

    Raises
    ------
    InputError
        If there is no such YAML, a key is there twice, or a list is not closed on its line.
    """
    text = _text(content, "model card").lstrip("\ufeff")
    found = re.match(r"---\s*\n(.*?)\n---\s*(\n|$)", text, re.DOTALL)
    if not found:
        raise InputError("The model card has no YAML between two lines of three dashes.")
    held: dict[str, list[str]] = {}
    key = ""
    for line in found[1].splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        named = re.match(r"([A-Za-z_][\w-]*):\s*(.*)$", line)
        item = re.match(r"\s*-\s+(.*)$", line)
        if named:
            key = named[1]
            if key in held:
                raise InputError(f"The model card states {key!r} twice.")
            held[key] = _values(named[2])
        elif item and key and ":" not in item[1]:
            held[key] += _values(item[1])
    wanted = ("license", "license_name", "language", "base_model")
    return [{"field": name, "value": each} for name in wanted for each in held.get(name, [])]


def _values(text: str) -> list[str]:
    text = re.sub(r"\s+#.*$", "", text).strip()
    if text.startswith("[") and not text.endswith("]"):
        raise InputError(
            f"The model card has a list that is not closed on its line: {text[:40]!r}."
        )
    parts = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else [text]
    return [part for part in (each.strip().strip("'\"") for each in parts) if part]


def prices(content: bytes) -> Rows:
    """Prices of interfaces from LiteLLM's list, for models with a price of answers.

    Parameters
    ----------
    content : bytes
        ``model_prices_and_context_window.json``.

    Returns
    -------
    list of dict
        ``listing``, ``provider`` and prices of a million tokens, in US dollars.

    Raises
    ------
    InputError
        If it is not such a list, names a listing twice, or a price is negative or not finite.
    """
    try:
        listed = json.loads(_text(content, "price list"), object_pairs_hook=_once)
    except ValueError as error:
        raise InputError(f"The price list is not JSON: {error}.") from None
    if not isinstance(listed, dict):
        raise InputError("The price list is not one JSON object of models.")
    rows = []
    for name, entry in sorted(listed.items()):
        if not isinstance(entry, Mapping):
            continue
        row = {"listing": name, "provider": str(entry.get("litellm_provider", ""))}
        for column, key in PRICES.items():
            row[column] = _million(name, entry.get(key))
        if row["usd_per_m_output"] not in ("", "0"):
            rows.append(row)
    return rows


PRICES = {
    "usd_per_m_input": "input_cost_per_token",
    "usd_per_m_output": "output_cost_per_token",
    "usd_per_m_cached": "cache_read_input_token_cost",
}
"""Our column -> key of the price list."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = {}
    for name, value in pairs:
        if name in held:
            raise ValueError(f"{name!r} is there twice")
        held[name] = value
    return held


def _million(name: str, value: object) -> str:
    if not isinstance(value, int | float):
        return ""
    if not 0 <= value < math.inf:
        raise InputError(f"The price list gives {name!r} a price of {value}.")
    return f"{value * 1e6:.6g}"


def epoch(content: bytes) -> Rows:
    """Models with published weights from Epoch AI's table of models.

    Parameters
    ----------
    content : bytes
        A CSV file with the columns ``Model``, ``Organization``, ``Model accessibility``.

    Returns
    -------
    list of dict
        ``name``, ``developer``, ``released``, ``parameters``, ``training_flop``, ``access``.

    Raises
    ------
    InputError
        If it is not such a table, or a number of parameters is none.
    """
    reader = csv.DictReader(io.StringIO(_text(content, "table").lstrip("\ufeff")))
    needed = ("Model", "Organization", "Model accessibility")
    lacking = [name for name in needed if name not in (reader.fieldnames or ())]
    if lacking:
        raise InputError(f"The table has no column {lacking[0]!r}.")
    try:
        kept = [row for row in reader if str(row["Model accessibility"]).startswith("Open weights")]
    except csv.Error as error:
        raise InputError(f"The table cannot be read: {error}.") from None
    return [
        {
            "name": (row["Model"] or "").strip(),
            "developer": row["Organization"],
            "released": row.get("Publication date") or "",
            "parameters": _parameters(row),
            "training_flop": row.get("Training compute (FLOP)") or "",
            "access": row["Model accessibility"],
        }
        for row in kept
    ]


def _parameters(row: Mapping[str, str | None]) -> str:
    text = row.get("Parameters") or ""
    try:
        sound = not text or 0 < float(text) < math.inf
    except ValueError:
        sound = False
    if not sound:
        raise InputError(f"The table gives {row['Model']!r} {text!r} parameters.")
    return text


def _text(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"The {what} is not UTF-8 text.") from None


READERS: Mapping[str, Callable[[bytes], Rows]] = {"card": card, "litellm": prices, "epoch": epoch}
"""Kind of file -> its reader."""
