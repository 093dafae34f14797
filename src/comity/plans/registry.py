"""Models, accelerators and profiles of the fact tables as the equations take them."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from comity.errors import MissingFact
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.models.architecture import Architecture, architecture
from comity.models.hardware import Accelerator
from comity.models.roofline import Profile

CONFIG_KEYS = {
    "layers": "num_hidden_layers",
    "hidden": "hidden_size",
    "heads": "num_attention_heads",
    "kv_heads": "num_key_value_heads",
    "head_dim": "head_dim",
    "ffn": "intermediate_size",
    "experts": "num_experts",
    "top_k": "num_experts_per_tok",
    "expert_ffn": "moe_intermediate_size",
    "shared_experts": "n_shared_experts",
    "shared_ffn": "shared_expert_intermediate_size",
    "dense_layers": "first_k_dense_replace",
    "q_lora_rank": "q_lora_rank",
    "kv_lora_rank": "kv_lora_rank",
    "qk_nope_dim": "qk_nope_head_dim",
    "qk_rope_dim": "qk_rope_head_dim",
    "v_head_dim": "v_head_dim",
    "window": "sliding_window",
    "vocab": "vocab_size",
    "max_context": "max_position_embeddings",
}
"""Column of the table of models -> key of a published configuration."""

GIGA, TERA = 1e9, 1e12


def config_of(row: Row) -> dict[str, Any]:
    """The published configuration a row of the table of models holds.

    Parameters
    ----------
    row : Row
        A row of ``models.csv``.

    Returns
    -------
    dict
        Under the keys of the publication.
    """
    config: dict[str, Any] = {
        key: row.cells[column]
        for column, key in CONFIG_KEYS.items()
        if row.cells[column] is not None
    }
    config["model_type"] = row.text("model_type")
    config["tie_word_embeddings"] = row.cells["tied"]
    layers = int(config["num_hidden_layers"])
    for key, value in json.loads(row.text("config_more") or "{}").items():
        stretch = itertools.cycle(value) if isinstance(value, list) else None
        config[key] = list(itertools.islice(stretch, layers)) if stretch else value
    return config


@functools.lru_cache(maxsize=4)
def models(facts: FactBase) -> Mapping[str, Architecture]:
    """Every model of the table by key.

    Parameters
    ----------
    facts : FactBase
        What is known.

    Returns
    -------
    mapping of str to Architecture
    """
    return {row.key: architecture(config_of(row)) for row in facts.rows("models")}


@functools.lru_cache(maxsize=4)
def accelerators(facts: FactBase) -> Mapping[str, Accelerator]:
    """Every accelerator whose speed can be computed, by key.

    Parameters
    ----------
    facts : FactBase
        What is known.

    Returns
    -------
    mapping of str to Accelerator
        Parts without a rate or a rated power are left out.
    """
    found = {}
    for row in facts.rows("accelerators"):
        try:
            found[row.key] = accelerator(row, facts)
        except MissingFact:
            continue
    return found


def accelerator(row: Row, facts: FactBase) -> Accelerator:
    """An accelerator as the equations take it.

    Parameters
    ----------
    row : Row
        A row of ``accelerators.csv``.
    facts : FactBase
        For the vendors of which energy was published.

    Returns
    -------
    Accelerator

    Raises
    ------
    MissingFact
        If its rate with 16-bit operands or its rated power is not known.
    """

    def rate(column: str) -> float:
        return float(row.cells[column] or 0.0)

    return Accelerator(
        memory=row.number("memory_gb") * GIGA,
        bandwidth=row.number("bandwidth_gb_s") * GIGA,
        flops_16=row.number("tflops_16") * TERA,
        flops_8=rate("tflops_8") * TERA,
        flops_4=rate("tflops_4") * TERA,
        link=rate("link_gb_s") * GIGA,
        power=row.number("power_w"),
        metered=float(row.text("vendor") in {each.key for each in facts.rows("vendor_energy")}),
        name=row.key,
    )


@functools.lru_cache(maxsize=8)
def profile(facts: FactBase, name: str) -> Profile:
    """A profile by name.

    Parameters
    ----------
    facts : FactBase
        What is known.
    name : str
        Name of a profile.

    Returns
    -------
    Profile

    Raises
    ------
    UnknownName
        If a quantity of that profile is not in the table.
    """
    numbers = {
        field.name: facts.row("profiles", f"{name}/{field.name}").number("value")
        for field in fields(Profile)
        if field.name != "name"
    }
    return Profile(name=name, **numbers)
