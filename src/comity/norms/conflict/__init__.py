"""Conflict candidates: two provisions that may not agree, and the words that say so."""

from comity.norms.conflict.find import Pairing, candidate, candidates
from comity.norms.conflict.types import Calibration, Candidate, Judgement, Rule, Verdict

__all__ = [
    "Calibration",
    "Candidate",
    "Judgement",
    "Pairing",
    "Rule",
    "Verdict",
    "candidate",
    "candidates",
]
