"""What a brief says, before it is anyone's page: texts, tables, figures, callouts, sections.

A text is a message with named values; the message is translated, the values are formatted. A
number reaches a reader only as a `Fact` or a `Finding` among those values, so that each printed
number unfolds to its sources. Messages therefore hold no digits of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from comity.facts.types import Fact, Finding, Missing, facts_of
from comity.plans.charts import Chart, Curves


@dataclass(frozen=True, slots=True)
class StateName:
    """A state, printed by its UN short form in the language of the page."""

    iso3: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date of known precision (2025, 2025-02 or 2025-02-11), formatted by the page."""

    iso: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A name or code that is never translated: an instrument, a model, a command."""

    text: str


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """A message and its values.

    Parameters
    ----------
    message : str
        English message with ``{named}`` values and no digits; the key of its translations.
    plural : str, optional
        The message when `count` is not one.
    count : int or Number, optional
        Chooses between the two forms; a number is also the value ``{count}`` stands for.
    **values
        What the names stand for.
    """

    message: str
    plural: str
    count: int
    values: Mapping[str, Printable]

    def __init__(
        self,
        message: str,
        /,
        *,
        plural: str = "",
        count: int | Fact | Finding = 1,
        **values: Printable,
    ) -> None:
        if isinstance(count, Fact | Finding):
            values["count"] = count
            count = round(count.value) if isinstance(count.value, int | float) else 2
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "plural", plural)
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "values", values)


Number: TypeAlias = Fact | Finding
Printable: TypeAlias = Fact | Finding | Missing | StateName | Day | Verbatim | Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table; numbers stand at the end of their cells.

    A `bar` column draws the `share` of its cells from zero. It repeats a number that another
    column prints, and is left out where room is short.
    """

    label: Text
    numeric: bool = False
    bar: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: what it says, a second line beneath, and its share from 0 to 1 in a bar column."""

    main: Printable
    under: Text | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row; the first cell is its header. `subject` marks the row of the brief's own state."""

    cells: tuple[Cell, ...]
    subject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose title is its finding and whose subtitle says measure, unit, sample, order."""

    title: Text
    subtitle: Text
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A row of an interval chart. `hatched` tells a second kind of thing (bought, not hosted)."""

    label: Printable
    condition: Text
    number: Finding
    hatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalChart:
    """Bands with a central tick, one row each: the house chart.

    All numbers share `unit`. `key` names the filled and the hatched kind when both occur.
    """

    title: Text
    subtitle: Text
    caption: Text
    rows: tuple[Interval, ...]
    unit: str
    log: bool = False
    key: tuple[Text, Text] | None = None


Standing: TypeAlias = Literal["joined", "not joined", "not known", "disagree"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DotMap:
    """One equal dot per UN member state.

    Attributes
    ----------
    states : mapping of str to Standing
        ISO3 code to what is known of the state.
    counts : mapping of Standing to Finding
        How many states stand where, for the key.
    subject : str
        The state that is ringed and named.
    """

    title: Text
    subtitle: Text
    caption: Text
    states: Mapping[str, Standing]
    counts: Mapping[Standing, Finding]
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Twelve months by twenty-four hours of one quantity.

    Attributes
    ----------
    values : tuple of tuple of float, shape (12, 24)
        January to December, hour 0 to 23 in local time. [unit]
    source : Finding
        The finding these values belong to, which carries their inputs and band.
    """

    title: Text
    subtitle: Text
    caption: Text
    values: tuple[tuple[float, ...], ...]
    unit: str
    source: Finding


CalloutKind: TypeAlias = Literal["choices", "not known", "not supported", "cheaper", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A box beside the flow: choices, what is not known, what the data do not support, a price."""

    kind: CalloutKind
    title: Text
    body: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A finding unfolded to its sources on the page, with the share of the band each causes."""

    title: Text
    subtitle: Text
    root: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityStrip:
    """How many numbers of the brief are measured, reported, estimated and assumed."""

    title: Text
    subtitle: Text
    counts: Mapping[str, Finding]


Block: TypeAlias = (
    Paragraph | Table | IntervalChart | DotMap | HeatMap | Callout | Tree | QualityStrip | Chart
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One row of the first page: a sentence a minister can repeat and the number behind it.

    Attributes
    ----------
    answer : Text
        Twenty words at most.
    number : Finding or Missing
        Supports that sentence only.
    unit : Text
        What is counted, in the language of the page.
    scale : tuple of float
        Ends of the track the band is drawn on. [unit of the number]
    median : Finding, optional
        Median of states, where known.
    """

    answer: Text
    number: Finding | Missing
    unit: Text
    scale: tuple[float, float]
    median: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a brief, with its row of the first page.

    Attributes
    ----------
    key : str
        ``standing``, ``agreed``, ``hosting``, ``housing``, ``financing`` or ``doubts``.
    findings : mapping of str to Finding or Missing
        Every finding of the section by name, printed or not.
    choices : tuple of Text
        Choices in front of the delegation, offered in pairs, without recommendation.
    """

    key: str
    title: Text
    blocks: tuple[Block, ...]
    headline: Headline | None = None
    findings: Mapping[str, Finding | Missing] = field(default_factory=dict)
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A country brief, or a page of the same form about something else.

    Attributes
    ----------
    state : str
        ISO3 code; empty where the page is about no single state.
    as_of : str
        Day the statements hold for, ISO 8601.
    snapshot : str
        Hash of the facts used.
    names : mapping of str to mapping of str to str
        ISO3 -> language -> UN short form, for every state.
    notice : Text, optional
        A strip across the top: the brief is an illustration, or its facts are stale.
    kind : Text
        What the page is.
    about : Text, optional
        What it is about, when not the state.
    """

    state: str
    as_of: str
    snapshot: str
    version: str
    sections: tuple[Section, ...]
    names: Mapping[str, Mapping[str, str]]
    notice: Text | None = None
    kind: Text = Text("Country brief")
    about: Text | None = None

    @property
    def findings(self) -> dict[str, Finding | Missing]:
        """Every finding of the brief by name."""
        return {name: each for section in self.sections for name, each in section.findings.items()}

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known: each thing to supply once, not all that would follow from it."""
        found = [each for each in self.findings.values() if isinstance(each, Missing)]
        found += [
            each
            for section in self.sections
            for each in printed(section)
            if isinstance(each, Missing)
        ]
        return at_root(found)


def at_root(missing: Iterable[Missing]) -> tuple[Missing, ...]:
    """One statement for each thing to supply, the fact itself before what follows from it."""
    held: dict[str, Missing] = {}
    for each in missing:
        key = each.supply or each.name
        if key not in held or ("." in held[key].name and "." not in each.name):
            held[key] = each
    return tuple(held.values())


_PARTS = (__name__, Curves.__module__)
"""Modules whose classes are parts of a brief."""


def printed(part: object) -> Iterator[Fact | Finding | Missing]:
    """Every number, or statement that it is missing, that a part of a brief prints."""
    if isinstance(part, Fact | Finding | Missing):
        yield part
    elif isinstance(part, Text):
        for value in part.values.values():
            yield from printed(value)
    elif isinstance(part, tuple | list):
        for each in part:
            yield from printed(each)
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from printed(each)
    elif type(part).__module__ in _PARTS:
        names = getattr(type(part), "__slots__", ())
        for name in names:
            if name != "findings":
                yield from printed(getattr(part, name))


def sources_of(part: object) -> tuple[Fact, ...]:
    """The facts every number printed in a part rests on, each once, in the order met."""
    found = (fact for number in printed(part) for fact in facts_of(number))
    return tuple(dict.fromkeys(found))
