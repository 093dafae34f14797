"""Comity: an open workbench for those who must decide on AI together.

The public names load on first use, so that ``import comity`` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "ComityError": "comity.errors",
    "Fact": "comity.facts.types",
    "Finding": "comity.facts.types",
    "Missing": "comity.facts.types",
    "Source": "comity.facts.types",
    "Settings": "comity.config",
    "brief": "comity.plans.brief",
    "embedded": "comity.facts.load",
    "load": "comity.facts.load",
    "map_cases": "comity.engine",
}

__all__ = [*sorted(_PUBLIC), "__version__"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _PUBLIC:
        raise AttributeError(f"module 'comity' has no attribute {name!r}")
    return getattr(importlib.import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return __all__
