"""What others publish, as rows of our tables: model cards, price lists, tables of models."""

from __future__ import annotations

import csv
import io
import json
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
            held[key] = _values(named[2])
        elif item and key and ":" not in item[1]:
            held[key] += _values(item[1])
    wanted = ("license", "license_name", "language", "base_model")
    return [{"field": name, "value": each} for name in wanted for each in held.get(name, [])]


def _values(text: str) -> list[str]:
    text = re.sub(r"\s+#.*$", "", text).strip()
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
    """
    try:
        listed = json.loads(_text(content, "price list"))
    except ValueError as error:
        raise InputError(f"The price list is not JSON: {error}.") from None
    if not isinstance(listed, dict):
        raise InputError("The price list is not one JSON object of models.")
    rows = []
    for name, entry in sorted(listed.items()):
        answer = entry.get("output_cost_per_token") if isinstance(entry, Mapping) else None
        if isinstance(answer, int | float) and answer > 0:
            rows.append(
                {
                    "listing": name,
                    "provider": str(entry.get("litellm_provider", "")),
                    "usd_per_m_input": _million(entry.get("input_cost_per_token")),
                    "usd_per_m_output": _million(answer),
                    "usd_per_m_cached": _million(entry.get("cache_read_input_token_cost")),
                }
            )
    return rows


def _million(value: object) -> str:
    return f"{value * 1e6:.6g}" if isinstance(value, int | float) else ""


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
    """
    reader = csv.DictReader(io.StringIO(_text(content, "table").lstrip("\ufeff")))
    needed = ("Model", "Organization", "Model accessibility")
    lacking = [name for name in needed if name not in (reader.fieldnames or ())]
    if lacking:
        raise InputError(f"The table has no column {lacking[0]!r}.")
    return [
        {
            "name": row["Model"].strip(),
            "developer": row["Organization"],
            "released": row.get("Publication date") or "",
            "parameters": row.get("Parameters") or "",
            "training_flop": row.get("Training compute (FLOP)") or "",
            "access": row["Model accessibility"],
        }
        for row in reader
        if (row["Model accessibility"] or "").startswith("Open weights")
    ]


def _text(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"The {what} is not UTF-8 text.") from None


READERS: Mapping[str, Callable[[bytes], Rows]] = {"card": card, "litellm": prices, "epoch": epoch}
"""Kind of file -> its reader."""
