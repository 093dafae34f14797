"""What others publish of models, as rows of our own tables, to be given back with ``--facts``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from comity.errors import InputError
from comity.facts.load import FactBase

BILLION = 1e9


class Imported(NamedTuple):
    """A table as it is written.

    Attributes
    ----------
    table : str
        Its name.
    rows : list of dict
        Rows with source, year and quality; empty where nothing fits.
    left_out : int
        Rows of the file that fit no model of ours, or lack a price or size.
    """

    table: str
    rows: list[dict[str, str]]
    left_out: int


def tabulated(
    facts: FactBase, kind: str, read: Sequence[Mapping[str, str]], *, model: str = ""
) -> Imported:
    """Rows of a published file as one of our tables.

    Parameters
    ----------
    facts : FactBase
        What is known; says which models there are.
    kind : str
        ``card``, ``litellm`` or ``epoch``.
    read : sequence of mapping
        Rows as `comity.facts.outside.import_rows` gives them.
    model : str
        Key of the model a card is about.

    Returns
    -------
    Imported
        ``model_languages`` of a card, ``api_prices`` of a price list, ``model_claims`` of a table
        of models; a listing is taken for a model where their last names are the same letters and
        digits, and one without a price of prompts is left out.

    Raises
    ------
    InputError
        If a card comes without the model it is about, or a table states two sizes of one model.
    """
    year = facts.as_of[:4]
    known = {_plain(row.key): row.key for row in facts.rows("models")}
    if kind == "card":
        if not model:
            raise InputError("Say which model the card is about: --model NAME.")
        spoken = [each["value"] for each in read if each["field"] == "language"]
        proof = {"source": "model_card", "year": year, "quality": "reported"}
        languages = [{"model": model, "language": each, "note": "", **proof} for each in spoken]
        return Imported("model_languages", languages, 0)
    rows: list[dict[str, str]] = []
    sizes: dict[str, str] = {}
    for each in read:
        named = known.get(_plain(each["listing" if kind == "litellm" else "name"]))
        made = None
        if named and kind == "litellm" and each["usd_per_m_input"]:
            made = {
                "listing": each["listing"], "model": named,
                **{name: text for name, text in each.items() if name != "listing"},
                "source": "litellm_list", "year": year, "quality": "reported",
            }  # fmt: skip
        elif named and kind == "epoch" and each["parameters"]:
            made = {
                "model": named, "quantity": "total_params_b", "claimant": "epoch_table",
                "value": f"{float(each['parameters']) / BILLION:.6g}", "unit": "billion",
                "source": "epoch_table", "year": each["released"][:4] or year,
                "quality": "reported",
            }  # fmt: skip
        if (
            made
            and kind == "epoch"
            and sizes.setdefault(made["model"], made["value"]) != made["value"]
        ):
            raise InputError(f"The table states two sizes of {named}.")
        rows += [made] if made and made not in rows else []
    table = "api_prices" if kind == "litellm" else "model_claims"
    return Imported(table, rows, len(read) - len(rows))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.rpartition("/")[2].casefold())
