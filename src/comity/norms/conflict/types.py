"""What a candidate is: `Candidate`, `Rule`, `Verdict`, and the human `Judgement`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.norms.modality.types import Span
from comity.norms.types import Excerpt


class Rule(StrEnum):
    """Why two provisions are a candidate."""

    PROHIBITS_PERMITS = "prohibits-vs-permits"
    PROHIBITS_REQUIRES = "prohibits-vs-requires"
    STRICTNESS = "strictness"
    THRESHOLD = "threshold"
    DEFINITION = "definition"
    SCOPE = "scope"


class Verdict(StrEnum):
    """What follows if the candidate is accepted.

    ``INCOMPATIBLE``: no act satisfies both. ``STRICTER``: what satisfies one satisfies the other,
    a candidate for harmonisation. ``GROUND``: they do not speak of the same cases or words.
    """

    INCOMPATIBLE = "incompatible"
    STRICTER = "stricter_than"
    GROUND = "different_ground"


class Judgement(StrEnum):
    """What a person says of a candidate."""

    ACCEPT = "accept"
    NOT = "not a conflict"
    SCOPE = "different scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two provisions that may not agree, with the reason.

    Attributes
    ----------
    first, second : Excerpt
        The provisions, in the order they were given.
    rule : Rule
        The rule that fired.
    verdict : Verdict
        What follows if it is right.
    first_span, second_span : Span
        The words that fired it: `Span.of` the text gives them byte for byte.
    first_clause, second_clause : Span
        The clauses they stand in.
    stricter : int
        0 or 1 for the stricter of the two, -1 where neither is or it cannot be told.
    probability : float, optional
        Calibrated; of what, is said where it was fitted. None for two languages: no such
        pairs were there to calibrate on. [1]
    reason : str
        The rules of grammar or the quantities behind it, as ``en.shall / en.may``.
    """

    first: Excerpt
    second: Excerpt
    rule: Rule
    verdict: Verdict
    first_span: Span
    second_span: Span
    first_clause: Span
    second_clause: Span
    stricter: int
    probability: float | None
    reason: str

    @property
    def key(self) -> str:
        """Identifier for a human verdict: both provisions, in order of name, and the rule."""
        ends = sorted(
            f"{each.instrument}#{each.eid}@{each.language}" for each in (self.first, self.second)
        )
        return f"{ends[0]}~{ends[1]}~{self.rule}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How features become a probability: one logistic curve (Platt 1999) over named features.

    Attributes
    ----------
    weights : tuple of (str, float)
        Weight of each feature of `compare.features`. [-]
    intercept : float
        Of the curve. [-]
    least : float
        Probability below which a pair is no candidate. [1]
    """

    weights: tuple[tuple[str, float], ...]
    intercept: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A rule that fired on two spans.

    Attributes
    ----------
    rule, verdict : Rule, Verdict
        Why, and what follows.
    spans, clauses : pair of Span
        The words, and the clauses they stand in; of the first text and of the second.
    stricter : int
        0, 1, or -1 when neither is or it cannot be told.
    reason : str
        Rules of grammar or quantities.
    strength : float
        How well the words around it agree. [1]
    kind : str
        Feature that is set when it fires.
    """

    rule: Rule
    verdict: Verdict
    spans: tuple[Span, Span]
    clauses: tuple[Span, Span]
    stricter: int
    reason: str
    strength: float
    kind: str
