"""What a common text is made of: lines, the rule by which they count, the table behind them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.facts.types import Fact, Finding
from comity.norms.common import Share, Together
from comity.norms.coverage import Mask, Record
from comity.norms.types import Place
from comity.plans.coverage import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Coalition:
    """States taken together: what they are called, and their ISO3 codes in alphabetical order."""

    name: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where states of a coalition put their name to a principle.

    Attributes
    ----------
    instrument, reference : str
        Identifier of the instrument, and where in it the words stand.
    place : Place
        Operative part, or preamble alone.
    states : tuple of str
        States of the coalition that joined the instrument.
    fact : Fact
        The code, with its source.
    """

    instrument: str
    reference: str
    place: Place
    states: tuple[str, ...]
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One principle as a line of a text.

    Attributes
    ----------
    principle : str
        Identifier.
    place : Place
        Operative when enough states are on record outside a preamble; of a line that is not
        common, when half of those on record are.
    count : Finding
        States of the coalition on record; the high end adds unconfirmed codes and uncertain acts.
    on, maybe, missing : tuple of str
        States on record; only perhaps on record; on record in no reading.
    passages : tuple of Passage
        Where, the instrument with most of its states first.
    meets, may_meet : bool
        Enough states are on record; or would be if all that is unconfirmed were so.
    """

    principle: str
    place: Place
    count: Finding
    on: tuple[str, ...]
    maybe: tuple[str, ...]
    missing: tuple[str, ...]
    passages: tuple[Passage, ...]
    meets: bool
    may_meet: bool

    @property
    def bracketed(self) -> bool:
        """Not every state of the coalition is on record for it."""
        return bool(self.maybe or self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """By which rule a text is common.

    Attributes
    ----------
    as_of : datetime.date
        Day of the question.
    share : Share
        How many states of a coalition must be on record for a line.
    eu_rule : str
        ``seat_only``, ``binds_members`` or ``by_instrument``.
    without_vote : bool
        Texts an organisation adopted without a vote count as well.
    """

    as_of: datetime.date
    share: Share = Share.ALL
    eu_rule: str = "seat_only"
    without_vote: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """States by lines on a day: what every question about a common text is answered from.

    Attributes
    ----------
    states, lines : tuple of str
        Names of rows and columns.
    joined : ndarray of bool, shape (states, instruments)
        Acts that are known and count under the rule.
    record, operative : Record
        By all codes, and leaving out what only preambles state.
    """

    scheme: Scheme
    states: tuple[str, ...]
    lines: tuple[str, ...]
    joined: Mask
    record: Record
    operative: Record

    def rows(self, states: Sequence[str]) -> list[int]:
        """Rows of states."""
        return [self.states.index(each) for each in states]


@dataclass(frozen=True, kw_only=True, eq=False)
class Common:
    """What a coalition is on record for.

    Attributes
    ----------
    needed : int
        States that make a line common. [states]
    lines : tuple of Line
        Every principle, that with most states on record first.
    whole : Together
        The largest text that enough states, the same for all lines, are on record for; columns
        and rows of `table`.
    findings : dict of str to Finding
        By name.
    """

    coalition: Coalition
    rule: Rule
    needed: int
    lines: tuple[Line, ...]
    whole: Together
    table: Table
    findings: dict[str, Finding] = field(default_factory=dict)

    @property
    def agreed(self) -> tuple[Line, ...]:
        """Lines of the common text."""
        return tuple(each for each in self.lines if each.meets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """Who could sign a text: the states on record for every line of it, and those who may be."""

    lines: tuple[str, ...]
    states: tuple[str, ...]
    maybe: tuple[str, ...]
    count: Finding
