"""What was shared with a state or with all: counts of the register of transfers."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Finding

WHOLE = frozenset({"weights", "code", "data"})
"""Parts a receiver needs to rebuild a model and not only to run it."""


@functools.lru_cache(maxsize=256)
def shared_with(facts: FactBase, state: str) -> Mapping[str, Finding]:
    """How many items were shared with a state, or with anyone, by what was shared of them.

    Parameters
    ----------
    facts : FactBase
        What is known.
    state : str
        ISO3 code.

    Returns
    -------
    mapping of str to Finding
        ``weights``, ``whole`` (weights, code and data) and ``named``, those whose receiver is the
        state itself; full counts of the register, which is not complete.
    """
    parts: dict[str, set[str]] = {}
    rows = [row for row in facts.rows("transfers") if row.text("taker") in ("all", state)]
    for row in rows:
        item, _, what = row.key.rpartition("/")
        parts.setdefault(item, set()).add(what)
    weights = [item for item, held in parts.items() if "weights" in held]
    whole = [item for item, held in parts.items() if held >= WHOLE]
    named = {row.key for row in rows if row.text("taker") == state}
    counts = {"weights": len(weights), "whole": len(whole), "named": len(named)}
    said = {
        "weights": "Models of the register whose weights were shared.",
        "whole": "Models of the register whose weights, code and data were shared.",
        "named": "Rows of the register that name the state as receiver.",
    }
    inputs = tuple(row.fact("day") for row in _one_a_source(rows))
    return {
        name: Finding(
            name=f"models.shared_{name}",
            value=counts[name],
            unit="",
            method=said[name],
            inputs=inputs,
            no_band="full count",
            note="the inputs name one row of each source; the register is not complete",
        )
        for name in counts
    }


def _one_a_source(rows: Iterable[Row]) -> list[Row]:
    first: dict[str, Row] = {}
    for row in rows:
        if row.cells["day"] is not None:
            first.setdefault(row.source.key, row)
    return list(first.values())
