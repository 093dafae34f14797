"""How far documents part on a principle: four measures, each with a band and a null.

Every measure takes `Cells` (one voice a document and principle) and `Draws` (documents drawn anew,
labels shuffled), so that all are judged on the same draws.
"""

from comity.norms.contestation.blocs import between_blocs, omega_squared, power_to_find
from comity.norms.contestation.cells import cells_of, length_free
from comity.norms.contestation.contrast import (
    Outcome,
    contrast,
    power_of_rank_correlation,
    rank_correlation,
    ranks_of,
    sign_test,
    two_shares,
)
from comity.norms.contestation.draws import Draws, benjamini_hochberg, draw, holm
from comity.norms.contestation.facets import facet_entropy, facets_of, rarefied_entropy
from comity.norms.contestation.modal import stances
from comity.norms.contestation.spread import dispersion
from comity.norms.contestation.stance import hedge_ratio, must_share, polarisation
from comity.norms.contestation.types import STANCES, Cells, Estimate, Estimates

__all__ = [
    "STANCES",
    "Cells",
    "Draws",
    "Estimate",
    "Estimates",
    "Outcome",
    "benjamini_hochberg",
    "between_blocs",
    "cells_of",
    "contrast",
    "dispersion",
    "draw",
    "facet_entropy",
    "facets_of",
    "hedge_ratio",
    "holm",
    "length_free",
    "must_share",
    "omega_squared",
    "polarisation",
    "power_of_rank_correlation",
    "power_to_find",
    "rank_correlation",
    "ranks_of",
    "rarefied_entropy",
    "sign_test",
    "stances",
    "two_shares",
]
