"""Work, expression, manifestation, and the provisions an expression is cut into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a provision is."""

    RECITAL = "recital"
    PREAMBULAR = "preambular"
    ARTICLE = "article"
    SECTION = "section"
    DEFINITION = "definition"
    PARAGRAPH = "paragraph"
    OPERATIVE = "operative"
    PRINCIPLE = "principle"
    POINT = "point"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A citable part of an instrument.

    Attributes
    ----------
    eid : str
        Stable identifier within the expression, as an ``eId`` of Akoma Ntoso:
        ``art_5__para_1__point_a``.
    kind : Kind
        What it is.
    number : str
        As it is printed, without brackets.
    heading : str
        Its title; empty when it has none.
    start, end : int
        Offsets into the text of the reading; the slice begins with the number. [characters]
    parent : str
        ``eid`` of the provision that holds it; empty at the top.
    text : str
        The slice, byte for byte.
    """

    eid: str
    kind: Kind
    number: str
    start: int
    end: int
    text: str
    heading: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """An expression cut into provisions.

    Attributes
    ----------
    family : str
        Key of the drafting family whose rules were used.
    provisions : tuple of Provision
        In the order of the text; a provision comes before its parts.
    notes : tuple of str
        Numbers that are missing, or that no drafting style was recognised, in sentences.
    """

    family: str
    provisions: tuple[Provision, ...]
    notes: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[Provision, ...]:
        """The provisions to compare: each part of the text once, points with their paragraph."""
        split = {
            each.parent for each in self.provisions if each.parent and each.kind is not Kind.POINT
        }
        holders = {each.eid: each for each in self.provisions}
        return tuple(
            each
            for each in self.provisions
            if each.eid not in split
            and (each.kind is not Kind.POINT or holders[each.parent].kind in (Kind.ANNEX,))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An instrument as an idea, whatever its language or file (FRBR work, as in ELI).

    Attributes
    ----------
    uri : str
        ELI or Akoma Ntoso address.
    title, issuer : str
        As published.
    jurisdictions : tuple of str
        ISO 3166-1 alpha-3 codes of the states it comes from.
    force : str
        ``binding``, ``soft``, ``self-commitment`` or ``draft``.
    date : str
        Day of adoption, ISO 8601.
    """

    uri: str
    title: str
    issuer: str = ""
    jurisdictions: tuple[str, ...] = ()
    force: str = "soft"
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A work in one language at one date."""

    work: Work
    language: str
    date: str = ""
    machine_translated: bool = False

    @property
    def uri(self) -> str:
        """Address of the expression: that of the work, the language and the date."""
        return f"{self.work.uri}/{self.language}@{self.date or self.work.date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifestation:
    """An expression as a file: where it came from, when, under which licence, and its hash."""

    expression: Expression
    format: str
    sha256: str
    url: str = ""
    licence: str = ""
    retrieved: str = ""
