"""What a norm says: `Modality`, `Span`, `Quantity`, `NormFrame`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Modality(StrEnum):
    """What a clause does to its bearer."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    ENTITLEMENT = "entitlement"
    CONSTITUTIVE = "constitutive"
    RECOMMENDATION = "recommendation"
    NONE = "none"


class Span(NamedTuple):
    """Part of a text by its offsets. [characters]."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words, byte for byte.

        Parameters
        ----------
        text : str
            The text the offsets belong to.

        Returns
        -------
        str
            The slice.
        """
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit and how it bounds.

    Attributes
    ----------
    value : float
        In `unit`.
    unit : str
        ``hour``, ``day``, ``business day``, ``percent``, ``date``, a currency code, or the thing
        that is counted. Weeks and years are written as days and months.
    comparator : str
        ``at least``, ``at most``, ``more than``, ``less than`` or ``exactly``.
    span : Span
        Number and unit in the text.
    """

    value: float
    unit: str
    comparator: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NormFrame:
    """One clause as a norm.

    Attributes
    ----------
    modality : Modality
        What it does.
    strength : int
        3 binding in a binding text, 2 the same words elsewhere, 1 recommended, 0 neither.
    rule : str
        The rule that fired, as ``en.shall`` or ``fr.structure``.
    evidence : Span
        The words that made it fire; the clause itself for a structural rule.
    clause : Span
        The clause.
    bearer, action : Span
        What stands before and after the evidence; empty when nothing does.
    conditions, exceptions : tuple of Span
        Clauses that begin with words such as "if" and "unless".
    quantities : tuple of Quantity
        Numbers with units in the clause.
    """

    modality: Modality
    strength: int
    rule: str
    evidence: Span
    clause: Span
    bearer: Span
    action: Span
    conditions: tuple[Span, ...] = ()
    exceptions: tuple[Span, ...] = ()
    quantities: tuple[Quantity, ...] = ()
