"""Provisions: a reading cut into citable parts by the rules of its drafting family."""

from comity.norms.provisions.families import FAMILIES
from comity.norms.provisions.segment import segment
from comity.norms.provisions.types import (
    Expression,
    Kind,
    Manifestation,
    Provision,
    Segmentation,
    Work,
)

__all__ = [
    "FAMILIES",
    "Expression",
    "Kind",
    "Manifestation",
    "Provision",
    "Segmentation",
    "Work",
    "segment",
]
