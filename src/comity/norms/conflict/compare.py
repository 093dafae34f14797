"""Two provisions compared: which rules fire, on which words, and how well the subjects agree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import SequenceMatcher

from comity.norms.conflict.deontic import definitions, deontic
from comity.norms.conflict.parsed import Parsed, contained
from comity.norms.conflict.scopes import scopes
from comity.norms.conflict.thresholds import thresholds
from comity.norms.conflict.types import Firing

_GROUPS = {
    "opposed": ("requires", "permits"),
    "softer": ("strictness", "exempts", "right"),
    "threshold": ("threshold",),
    "scope": ("condition", "exception", "definition"),
    "turn": ("turn",), "name": ("name",),
}  # fmt: skip

FEATURES = (
    "contained", "order", "shared",
    *(name for group in _GROUPS for name in (group, f"{group}_fit")),
)  # fmt: skip
"""Names of the features a calibration weighs."""


def firings(first: Parsed, second: Parsed) -> tuple[Firing, ...]:
    """Every rule that fires on two provisions of one language.

    Parameters
    ----------
    first, second : Parsed
        Provisions.

    Returns
    -------
    tuple of Firing
        Strongest agreement of the words around first.
    """
    found = [*deontic(first, second), *thresholds(first, second), *definitions(first, second)]
    found += scopes(first, second)
    return tuple(sorted(found, key=lambda each: (-each.strength, each.rule, each.spans)))


def features(first: Parsed, second: Parsed, found: tuple[Firing, ...]) -> Mapping[str, float]:
    """What the probability is computed from.

    Parameters
    ----------
    first, second : Parsed
        Provisions.
    found : tuple of Firing
        What fired on them.

    Returns
    -------
    mapping of str to float
        Agreement of the words as a whole and in order; agreement around the strongest firing of
        each group, and whether there is one; how many words are common. [1]
    """
    order = SequenceMatcher(None, first.order, second.order, autojunk=False).ratio()
    held = {
        "contained": contained(first.words, second.words),
        "order": order,
        "shared": math.log1p(len(first.words & second.words)),
    }
    for group, kinds in _GROUPS.items():
        strength = max((each.strength for each in found if each.kind in kinds), default=0.0)
        held[group] = float(strength > 0)
        held[f"{group}_fit"] = strength
    return held
