"""Who, what and when: `State`, `Group`, `Instrument`, `Adherence`, and dates known in part."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from comity.errors import InputError

_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Standing(StrEnum):
    """What is known of an actor and an instrument on a day."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    DISPUTED = "disputed"


class Act(StrEnum):
    """What an actor can have done with an instrument: the closed list."""

    ACCEDED = "acceded"
    ADHERED = "adhered"
    ADOPTED_BY_CONSENSUS = "adopted_by_consensus"
    CO_SPONSORED = "co_sponsored"
    DRAFTED = "drafted"
    ENDORSED = "endorsed"
    MEMBER = "member"
    RATIFIED = "ratified"
    SIGNED = "signed"
    VOTED_YES = "voted_yes"
    ABSTAINED = "abstained"
    ATTENDED = "attended"
    DECLINED = "declined"
    INVITED = "invited"
    OBSERVER = "observer"
    PROPOSED = "proposed"
    VOTED_NO = "voted_no"
    WITHDREW = "withdrew"


JOINING = frozenset(
    {
        Act.ACCEDED, Act.ADHERED, Act.ADOPTED_BY_CONSENSUS, Act.CO_SPONSORED, Act.DRAFTED,
        Act.ENDORSED, Act.MEMBER, Act.RATIFIED, Act.SIGNED, Act.VOTED_YES,
    }
)  # fmt: skip
"""Acts that put an actor's name to an instrument. To attend or to be invited is none of them."""

REFUSING = frozenset({Act.ABSTAINED, Act.DECLINED, Act.VOTED_NO})
"""Acts that keep an actor's name from an instrument."""


class Gate(StrEnum):
    """Who may join an instrument."""

    UNIVERSAL = "universal"
    OPEN = "open"
    INVITATION = "invitation"
    ADMISSION = "admission"
    CLUB = "club"
    REGIONAL = "regional"
    INITIATIVE = "initiative"


class Roster(StrEnum):
    """Whether the list of those who joined is complete; where it is not, absence is not known."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class EuRule(StrEnum):
    """What the seat of the European Union does for its members."""

    SEAT_ONLY = "seat_only"
    BINDS_MEMBERS = "binds_members"
    MEMBERS_LISTED = "members_listed"


@dataclass(frozen=True, slots=True)
class DateInterval:
    """A day known to lie between two days, both included.

    Attributes
    ----------
    first, last : datetime.date
        The same when the day is known.
    """

    first: datetime.date
    last: datetime.date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise InputError(f"An interval cannot end ({self.last}) before it begins.")

    @classmethod
    def of(cls, text: str, last: str = "") -> DateInterval:
        """Interval a partial date stands for.

        Parameters
        ----------
        text : str
            Year, month or day, ISO 8601: ``2025`` is the whole of 2025.
        last : str
            Partial date in which the interval ends, where that is not the end of `text`.

        Returns
        -------
        DateInterval

        Raises
        ------
        InputError
            If either is not a date.

        Examples
        --------
        >>> str(DateInterval.of("2025").last)
        '2025-12-31'
        """
        return cls(_bounds(text)[0], _bounds(last or text)[1])

    def passed(self, day: datetime.date) -> Standing:
        """Whether the day of this interval has come by a given day: yes, no or unknown.

        Parameters
        ----------
        day : datetime.date
            The day of the question.

        Returns
        -------
        Standing
        """
        if self.last <= day:
            return Standing.YES
        return Standing.UNKNOWN if self.first <= day else Standing.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A UN member state: its ISO 3166-1 alpha-3 code and its UN regional group."""

    iso3: str
    un_group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of states on a day."""

    name: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A norm-bearing document or body.

    Attributes
    ----------
    id, name : str
        Identifier and short name.
    gate : Gate
        Who may join.
    roster : Roster
        Whether the list of those who joined is complete.
    eu_rule : EuRule
        What the seat of the European Union does for its members here.
    consensus : bool
        Adopted without a vote by all members of a universal organisation.
    hlab : bool
        In the sample of seven of the UN advisory body on AI (2024).
    """

    id: str
    name: str
    gate: Gate
    roster: Roster
    eu_rule: EuRule
    consensus: bool = False
    hlab: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """An act of an actor, dated.

    Attributes
    ----------
    actor, instrument : str
        ISO3 or another code; identifier of the instrument.
    act : Act
        What was done.
    when : DateInterval
        When.
    confirmed : bool
        Whether a source was read; an unconfirmed act is never counted.
    disputed : bool
        Whether sources disagree that it took place.
    """

    actor: str
    instrument: str
    act: Act
    when: DateInterval
    confirmed: bool = True
    disputed: bool = False


def _bounds(text: str) -> tuple[datetime.date, datetime.date]:
    try:
        if not _PARTIAL.fullmatch(text):
            raise ValueError(text)
        year, *rest = (int(part) for part in text.split("-"))
        if not rest:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        if len(rest) == 1:
            end = calendar.monthrange(year, rest[0])[1]
            return datetime.date(year, rest[0], 1), datetime.date(year, rest[0], end)
        day = datetime.date(year, *rest)
    except ValueError as error:
        raise InputError(f"{text!r} is not a date; write 2025, 2025-02 or 2025-02-11.") from error
    return day, day
