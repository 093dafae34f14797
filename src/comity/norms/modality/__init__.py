"""Modality: what must, may and must not be done, read by grammar in six languages."""

from comity.norms.modality.frames import frames, reads, sentences
from comity.norms.modality.grammar import Grammar, Marker
from comity.norms.modality.languages import GRAMMARS
from comity.norms.modality.plain import Plain, plain
from comity.norms.modality.quantities import quantities
from comity.norms.modality.types import Modality, NormFrame, Quantity, Span

__all__ = [
    "GRAMMARS",
    "Grammar",
    "Marker",
    "Modality",
    "NormFrame",
    "Plain",
    "Quantity",
    "Span",
    "frames",
    "plain",
    "quantities",
    "reads",
    "sentences",
]
