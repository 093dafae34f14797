"""Cooling plants: what each draws, rejects and evaporates in given air, per kW of computing."""

from comity.sites.cooling import plants as _plants  # fills the registry
from comity.sites.cooling.registry import (
    INDICATORS,
    TECHNOLOGIES,
    Air,
    Annual,
    Operation,
    Parameters,
    annual,
    hours_outside,
    operate,
    technology,
)

__all__ = [
    "INDICATORS",
    "TECHNOLOGIES",
    "Air",
    "Annual",
    "Operation",
    "Parameters",
    "annual",
    "hours_outside",
    "operate",
    "technology",
]

_ = _plants
