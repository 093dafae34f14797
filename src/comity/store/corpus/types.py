"""What is stated of a file, what is read from it, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FORCES = ("binding", "soft", "self-commitment", "draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the user says of a file; empty where nothing is said.

    Attributes
    ----------
    work : str
        Identifier of the work; files of one work in two languages share it.
    title, issuer : str
        As published.
    jurisdictions : tuple of str
        ISO 3166-1 alpha-3 codes.
    force : str
        One of `FORCES`.
    date : str
        Day of adoption, ISO 8601.
    language : str
        ISO 639-1 code, in place of the one told from the letters.
    url, licence, retrieved : str
        Where the file came from, under which terms, on which day.
    """

    work: str = ""
    title: str = ""
    issuer: str = ""
    jurisdictions: tuple[str, ...] = ()
    force: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    licence: str = ""
    retrieved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A provision as it is kept: its place in the text of its expression, not the text again."""

    eid: str
    kind: str
    number: str
    heading: str
    parent: str
    start: int
    end: int
    language: str
    unit: bool
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An expression as read from a file, with what is known of its work.

    Attributes
    ----------
    work : str
        Identifier of the work: stated, or made from the words.
    title : str
        Its first heading or line; the publisher's title in a data set.
    stated : Stated
        What is said of the work.
    language, family, text : str
        Language of most of it, drafting family, canonical text.
    parts : tuple of Part
        Its provisions, in order.
    concepts : tuple of str
        What the publisher of a data set says of the whole.
    notes : tuple of str
        What a user must know, in sentences.
    """

    work: str
    title: str
    stated: Stated
    language: str
    family: str
    text: str
    parts: tuple[Part, ...]
    concepts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a file gives."""

    name: str
    sha256: str
    size: int
    format: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a file is not read, in one sentence."""

    name: str
    code: str
    reason: str
    sha256: str = ""


class Status(StrEnum):
    """What became of a file."""

    ADDED = "added"
    THERE = "already there"
    UPDATED = "updated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file.

    Attributes
    ----------
    name : str
        The file.
    status : Status
        What became of it.
    works : tuple of str
        The works it holds.
    provisions : int
        Provisions to compare, over its works. [count]
    languages : tuple of str
        Their languages.
    family : str
        Drafting family; ``data set`` for one.
    notes : tuple of str
        What a user must know; why, when it is refused.
    code : str
        Code of the error when it is refused.
    """

    name: str
    status: Status
    works: tuple[str, ...] = ()
    provisions: int = 0
    languages: tuple[str, ...] = ()
    family: str = ""
    notes: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An expression of the corpus, as `comity norms list` shows it."""

    work: str
    title: str
    issuer: str
    jurisdictions: tuple[str, ...]
    force: str
    date: str
    language: str
    expression: str
    family: str
    provisions: int
    units: int
    concepts: tuple[str, ...]
    current: bool
    notes: tuple[str, ...]
    sha256: tuple[str, ...]
    formats: tuple[str, ...]
    urls: tuple[str, ...]
    licences: tuple[str, ...]
    retrieved: str
