"""What the test of a claim gives: measures, each with a verdict, and the verdict on the claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing


class Verdict(StrEnum):
    """What the data say of a claim."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number a claim is judged by, and what it says alone.

    Attributes
    ----------
    name : str
        The measure; a part after a colon says of what.
    finding : Finding or Missing
        The number with its band, or why there is none.
    null, null_high : float, optional
        Its mean and 95th percentile where the claim says nothing. [unit of the finding]
    p, p_corrected : float, optional
        Two-sided; corrected by Holm over the measures of the claim. [probability]
    n : int
        Documents, or principles in a rank correlation. [count]
    verdict : Verdict
        By the rule of the claim.
    family : str
        Measures of one family are read together before families are compared.
    """

    name: str
    finding: Finding | Missing
    null: float | None = None
    null_high: float | None = None
    p: float | None = None
    p_corrected: float | None = None
    n: int = 0
    verdict: Verdict = Verdict.CANNOT_TELL
    family: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A claim and what the data say of it.

    Attributes
    ----------
    key, statement, rule : str
        The claim in neutral words, and when it is supported.
    said_by : Fact
        The claim as its source makes it.
    verdict : Verdict
        On the whole claim.
    why : str
        One sentence.
    measures : tuple of Measure
        Every number it rests on.
    """

    key: str
    statement: str
    rule: str
    said_by: Fact
    verdict: Verdict
    why: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One principle of a corpus: how often it is mentioned, and how far documents part on it."""

    name: str
    documents: int
    measures: Mapping[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Every claim tested on one body of evidence.

    Attributes
    ----------
    evidence : str
        ``catalogue`` for what is embedded, or a data set.
    facts : mapping of str to Finding or Missing
        What the evidence is: documents, excerpts, share of the South by criterion, of languages.
    languages : mapping of str to float
        Share of excerpts in each language. [share]
    encoders : tuple of str
        Views of likeness, the first one the main.
    answers : tuple of Answer
        In the order of the table of claims.
    principles : tuple of Spoken
        Most mentioned first.
    notes : tuple of str
        What a reader must know, in sentences.
    """

    evidence: str
    facts: Mapping[str, Finding | Missing]
    languages: Mapping[str, float]
    encoders: tuple[str, ...]
    answers: tuple[Answer, ...]
    principles: tuple[Spoken, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The conventions verdicts rest on, each a row of the parameters.

    Attributes
    ----------
    level : float
        A corrected p-value below it is a finding. [probability]
    least : int
        Fewer documents are not compared. [count]
    one_state : float
        Largest share of the South one state may have. [share]
    correlation : float
        What "the more, the more" is taken to mean. [correlation]
    power : float
        Least power to call a correlation unsupported. [probability]
    draws : int
        Draws of documents and shuffles of labels. [count]
    """

    level: float
    least: int
    one_state: float
    correlation: float
    power: float
    draws: int
    facts: tuple[Fact, ...]


def bars(base: FactBase) -> Bars:
    """The conventions as they stand in the facts."""
    names = ("level", "least_documents", "one_state", "correlation", "power", "draws")
    facts = {name: base.parameter(f"norms.claims_{name}") for name in names}
    held = {name: float(each.value) for name, each in facts.items()}
    return Bars(
        level=held["level"], least=round(held["least_documents"]), one_state=held["one_state"],
        correlation=held["correlation"], power=held["power"], draws=round(held["draws"]),
        facts=tuple(facts.values()),
    )  # fmt: skip


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """Verdicts of measures as one: that of all which can tell, else not to be told."""
    held = set(verdicts) - {Verdict.CANNOT_TELL}
    return next(iter(held)) if len(held) == 1 else Verdict.CANNOT_TELL


def answer(row: Row, measures: Sequence[Measure], *, why: str = "") -> Answer:
    """The answer to a claim from its measures, or why there is none.

    Measures that could not be taken do not speak; families are judged first, then compared.
    """
    spoken = [each for each in measures if isinstance(each.finding, Finding)]
    families: dict[str, list[Measure]] = {}
    for each in spoken:
        families.setdefault(each.family or each.name, []).append(each)
    verdicts = {name: _of_family(each) for name, each in families.items()}
    verdict = together(list(verdicts.values())) if verdicts else Verdict.CANNOT_TELL
    return Answer(
        key=row.key, statement=row.text("statement"), rule=row.text("rule"),
        said_by=row.fact("statement"), verdict=verdict,
        why=why or _why(verdict, verdicts, measures), measures=tuple(measures),
    )  # fmt: skip


def _of_family(measures: Sequence[Measure]) -> Verdict:
    """All must support; one that does not is enough against."""
    held = {each.verdict for each in measures}
    if Verdict.NOT_SUPPORTED in held:
        return Verdict.NOT_SUPPORTED
    return Verdict.SUPPORTED if held == {Verdict.SUPPORTED} else Verdict.CANNOT_TELL


def _why(verdict: Verdict, verdicts: Mapping[str, Verdict], measures: Sequence[Measure]) -> str:
    if not verdicts:
        gone = next((each.finding for each in measures if isinstance(each.finding, Missing)), None)
        return f"{gone.reason[:1].upper()}{gone.reason[1:]}." if gone else "Nothing was measured."
    if len(set(verdicts.values()) - {Verdict.CANNOT_TELL}) <= 1:
        told = {
            Verdict.SUPPORTED: "Every measure that can tell supports it.",
            Verdict.NOT_SUPPORTED: "No measure that can tell supports it.",
            Verdict.CANNOT_TELL: "The evidence is too thin, or its bands are too wide, to tell.",
        }
        return told[verdict]
    said = [
        f"{kind.value} by {', '.join(name for name, each in verdicts.items() if each is kind)}"
        for kind in Verdict
        if kind in verdicts.values()
    ]
    return f"The answer depends on the measure: {'; '.join(said)}."
