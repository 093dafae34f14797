"""What a reader gives: a text in canonical form, its blocks, and what could not be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in its document."""

    TEXT = "text"
    HEADING = "heading"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text that stands on its own: a paragraph, a heading, a note.

    Attributes
    ----------
    text : str
        Canonical text; lines of a page are kept apart by a newline.
    start : int
        Offset of the first character in the text of the reading. [characters]
    page : int
        Page it begins on, from 1; 0 where the format has no pages.
    kind : BlockKind
        What it is.
    language : str
        ISO 639-1 code; empty when it could not be told.
    address : str
        Identifier the format itself gives (an ``eId`` of Akoma Ntoso); usually empty.
    """

    text: str
    start: int
    page: int = 0
    kind: BlockKind = BlockKind.TEXT
    language: str = ""
    address: str = ""

    @property
    def end(self) -> int:
        """Offset after the last character. [characters]."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as read.

    Attributes
    ----------
    text : str
        Every block in reading order, a newline between; notes come after the body, so that a
        provision that runs over a page is one slice.
    blocks : tuple of Block
        Slices of `text`.
    format : str
        Key of the reader.
    language : str
        ISO 639-1 code of most of the text; empty when it could not be told.
    pages : int
        Pages; 0 where the format has none.
    pages_without_text : tuple of int
        Pages that hold pictures only, and so were not read.
    notes : tuple of str
        What a user must know about this reading, in sentences.
    """

    text: str
    blocks: tuple[Block, ...]
    format: str
    language: str = ""
    pages: int = 0
    pages_without_text: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block before it has a place: what each reader collects."""

    text: str
    page: int = 0
    kind: BlockKind = BlockKind.TEXT
    address: str = ""


# Embeddings, overrides and isolates reorder what is displayed but say nothing; soft hyphens,
# zero-width spaces and byte-order marks are typesetting. The joiners stay: Persian and Hindi
# are spelt with them. Controls, halves of characters and what is no character (PDF writes one for
# a hyphen at the end of a line) can stand in no XML and no database.
_SILENT = dict.fromkeys([
    0x00AD, 0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF,
    *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000),
])  # fmt: skip
# Ligatures and Arabic letter shapes that PDF fonts expose instead of the letters.
_SHAPES = re.compile("[ﬀ-ﬆﭐ-ﷰﹰ-ﻼ]+")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\r\n?|[\u000b\u000c\u0085\u2028\u2029]")


def canonical(text: str) -> str:
    """Text in Unicode normal form C with one kind of space and no invisible controls.

    Parameters
    ----------
    text : str
        Text in any normal form.

    Returns
    -------
    str
        Lines trimmed, runs of spaces made one, at most one empty line between lines.

    References
    ----------
    .. [1] Unicode Standard Annex 15, *Unicode Normalization Forms*.
    """
    text = _BREAKS.sub("\n", text).translate(_SILENT)
    text = _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = unicodedata.normalize("NFC", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def assemble(
    pieces: Iterable[Piece],
    format_name: str,
    *,
    pages: int = 0,
    pages_without_text: tuple[int, ...] = (),
    notes: tuple[str, ...] = (),
) -> Reading:
    """A reading from pieces: canonical text, body before notes, offsets, languages.

    Parameters
    ----------
    pieces : iterable of Piece
        In the order of the document.
    format_name : str
        Key of the reader.
    pages : int
        Pages of the document. [count]
    pages_without_text : tuple of int
        Pages that were not read.
    notes : tuple of str
        What a user must know.

    Returns
    -------
    Reading
        The document.
    """
    from comity.norms.reading.language import languages_of

    made = [(canonical(piece.text), piece) for piece in pieces]
    held = [(text, piece) for text, piece in made if text]
    held.sort(key=lambda each: each[1].kind is BlockKind.FOOTNOTE)  # stable: order is kept
    texts = [text for text, _ in held]
    main, languages = languages_of(texts)
    blocks, start = [], 0
    for (text, piece), language in zip(held, languages, strict=True):
        blocks.append(
            Block(
                text=text, start=start, page=piece.page, kind=piece.kind,
                language=language, address=piece.address,
            )
        )  # fmt: skip
        start += len(text) + 1
    return Reading(
        text="\n".join(texts), blocks=tuple(blocks), format=format_name, language=main,
        pages=pages, pages_without_text=pages_without_text, notes=notes,
    )  # fmt: skip
