"""Reads OpenDocument texts (ISO/IEC 26300)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.errors import Encrypted, NoText, Unreadable
from comity.norms.reading.container import local, members, xml_root
from comity.norms.reading.limits import Limits
from comity.norms.reading.types import BlockKind, Piece, Reading, assemble

if TYPE_CHECKING:
    from lxml import etree

_UNSEEN = frozenset({"tracked-changes", "annotation", "note", "sequence-decls", "forms"})


def read_odt(data: bytes, limits: Limits) -> Reading:
    """The paragraphs and headings of an OpenDocument text; its notes come last.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document.

    Raises
    ------
    Unreadable
        If it is not a ZIP container with ``content.xml``, or is damaged.
    Encrypted
        If it asks for a password.
    TooLarge
        If it unpacks to more than the limits allow.
    NoText
        If it holds no text.
    """
    held = members(data, ("content.xml", "META-INF/manifest.xml"), limits)
    if b"encryption-data" in held.get("META-INF/manifest.xml", b""):
        raise Encrypted("The file asks for a password; save it without one.")
    if "content.xml" not in held:
        raise Unreadable("The file is not an OpenDocument text: it has no content.xml.")
    reading = assemble(_pieces(xml_root(held["content.xml"])), "odt")
    if not reading.blocks:
        raise NoText("The document holds no text.")
    return reading


def _pieces(root: etree._Element) -> Iterator[Piece]:
    for element in root.iter():
        tag = local(element.tag)
        if tag not in ("p", "h"):
            continue
        holders = {local(each.tag) for each in element.iterancestors()}
        if holders & (_UNSEEN - {"note"}):
            continue
        kind = BlockKind.HEADING if tag == "h" else BlockKind.TEXT
        yield Piece(text=_shown(element), kind=BlockKind.FOOTNOTE if "note" in holders else kind)


def _shown(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        tag = local(child.tag)
        if tag in ("s", "tab"):
            parts.append(" ")
        elif tag == "line-break":
            parts.append("\n")
        elif tag not in _UNSEEN:
            parts.append(_shown(child))
        parts.append(child.tail or "")
    return "".join(parts)
