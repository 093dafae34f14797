"""What a text says: `Principle`, `Code`, and how far the text itself was read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from comity.errors import InputError


class Seen(StrEnum):
    """Whether the words behind a code were read; only `CONFIRMED` enters a count."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class Place(StrEnum):
    """Where the words stand: in what is to be done, or in the preamble alone."""

    OPERATIVE = "operative"
    PREAMBLE = "preamble"


class Reading(StrEnum):
    """How far a text was read; absence is known only from a whole reading.

    ``NONE`` is a body without a text of principles of its own.
    """

    WHOLE = "whole"
    PART = "part"
    NO = "no"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """A principle of the scheme: identifier, label and definition in one sentence."""

    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One statement that an instrument contains a principle.

    Attributes
    ----------
    instrument, principle : str
        Identifiers.
    reference : str
        Article, paragraph or passage; never empty.
    seen : Seen
        Whether the words were read.
    place : Place
        Operative part or preamble alone.
    """

    instrument: str
    principle: str
    reference: str
    seen: Seen
    place: Place = Place.OPERATIVE

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise InputError(f"{self.principle} in {self.instrument} has no reference.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A provision as it is compared with others: its words and what must be known of them.

    Attributes
    ----------
    instrument : str
        Identifier of the work it belongs to; two languages of one work share it.
    eid : str
        Identifier of the provision within the work.
    text : str
        The words, byte for byte.
    language : str
        ISO 639-1 code; empty when it could not be told.
    kind : str
        Value of `comity.norms.provisions.types.Kind`; empty when the text has no provisions.
    force : str
        ``binding``, ``soft``, ``self-commitment`` or ``draft``, as in `Work`.
    """

    instrument: str
    eid: str
    text: str
    language: str = ""
    kind: str = ""
    force: str = "soft"


class Count(NamedTuple):
    """How many: `low` from confirmed codes and known acts alone, `high` with the unconfirmed."""

    low: int
    high: int


class Rank(NamedTuple):
    """Standing among others, 1 the most.

    `rank` is by the low counts, and `tied` says how many hold it; `best` and `worst` are the ranks
    it can have when each count lies anywhere in its band.
    """

    rank: int
    tied: int
    best: int
    worst: int
