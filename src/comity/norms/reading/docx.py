"""Reads Word documents (ISO/IEC 29500), with the numbers Word itself would print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.errors import NoText, Unreadable
from comity.norms.reading.container import local, members, xml_root
from comity.norms.reading.limits import Limits
from comity.norms.reading.types import BlockKind, Piece, Reading, assemble

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/numbering.xml", "word/footnotes.xml", "word/styles.xml")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
          (4, "iv"), (1, "i"))  # fmt: skip


def read_docx(data: bytes, limits: Limits) -> Reading:
    """The paragraphs of a Word document with their automatic numbers; its footnotes come last.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document. Deleted text of tracked changes is left out, inserted text is kept.

    Raises
    ------
    Unreadable
        If it is not a ZIP container with ``word/document.xml``, or is damaged.
    Encrypted
        If it asks for a password.
    TooLarge
        If it unpacks to more than the limits allow.
    NoText
        If it holds no text.
    """
    held = members(data, _PARTS, limits)
    if "word/document.xml" not in held:
        raise Unreadable("The file is not a Word document: it has no word/document.xml.")
    numbering = _Numbering()
    if "word/numbering.xml" in held:
        numbering = _numbering(xml_root(held["word/numbering.xml"]))
    pieces = list(_paragraphs(xml_root(held["word/document.xml"]), numbering))
    if "word/footnotes.xml" in held:
        notes = xml_root(held["word/footnotes.xml"])
        pieces += [
            Piece(text=_shown(each), kind=BlockKind.FOOTNOTE) for each in notes.iter(f"{_W}p")
        ]
    reading = assemble(pieces, "docx")
    if not reading.blocks:
        raise NoText("The document holds no text.")
    return reading


@dataclass(slots=True)
class _Numbering:
    """How each list numbers its levels, and how far each has counted."""

    levels: dict[str, dict[int, tuple[str, str]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next_mark(self, list_id: str, level: int) -> str:
        styles = self.levels.get(list_id, {})
        if level not in styles:
            return ""
        counts = self.counts[list_id]
        counts[level] = counts.get(level, 0) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        pattern = styles[level][1]

        def number(found: re.Match[str]) -> str:
            of = int(found[1]) - 1
            return _formatted(counts.get(of, 1), styles.get(of, ("decimal", ""))[0])

        return re.sub(r"%(\d)", number, pattern) if styles[level][0] != "bullet" else ""


def _numbering(root: etree._Element) -> _Numbering:
    abstract: dict[str, dict[int, tuple[str, str]]] = {}
    for each in root.iter(f"{_W}abstractNum"):
        levels = {}
        for level in each.iter(f"{_W}lvl"):
            style, text = level.find(f"{_W}numFmt"), level.find(f"{_W}lvlText")
            levels[int(level.get(f"{_W}ilvl", "0"))] = (
                "decimal" if style is None else str(style.get(f"{_W}val", "decimal")),
                "" if text is None else str(text.get(f"{_W}val", "")),
            )
        abstract[str(each.get(f"{_W}abstractNumId"))] = levels
    lists = {}
    for each in root.iter(f"{_W}num"):
        of = each.find(f"{_W}abstractNumId")
        if of is not None:
            lists[str(each.get(f"{_W}numId"))] = abstract.get(str(of.get(f"{_W}val")), {})
    return _Numbering(levels=lists)


def _formatted(number: int, style: str) -> str:
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style.startswith("upper") else letter
    if style in ("lowerRoman", "upperRoman"):
        roman, left = "", number
        for value, sign in _ROMAN:
            roman += sign * (left // value)
            left %= value
        return roman.upper() if style.startswith("upper") else roman
    return str(number)


def _paragraphs(root: etree._Element, numbering: _Numbering) -> Iterator[Piece]:
    for paragraph in root.iter(f"{_W}p"):
        holders = [local(each.tag) for each in paragraph.iterancestors()]
        if "Fallback" in holders:  # the second copy of a text box, for older programs
            continue
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        named = "" if style is None else str(style.get(f"{_W}val", ""))
        mark = _mark(paragraph, numbering)
        heading = named.lower().startswith(("heading", "title", "titre", "titulo"))
        yield Piece(
            text=f"{mark} {_shown(paragraph)}".strip(),
            kind=BlockKind.HEADING if heading else BlockKind.TEXT,
        )


def _mark(paragraph: etree._Element, numbering: _Numbering) -> str:
    list_id = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    level = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    if list_id is None or not _shown(paragraph).strip():
        return ""
    depth = "0" if level is None else str(level.get(f"{_W}val", "0"))
    return numbering.next_mark(str(list_id.get(f"{_W}val")), int(depth))


def _shown(paragraph: etree._Element) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        holder = next(node.iterancestors(f"{_W}p"), None)
        if holder is not paragraph:
            continue  # a text box inside this paragraph has paragraphs of its own
        tag = local(node.tag)
        parts.append({"tab": " ", "br": "\n", "noBreakHyphen": "‑"}.get(tag, node.text or ""))
    return "".join(parts)
