"""Reads Akoma Ntoso, the OASIS standard for legal documents in XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.errors import NoText, Unreadable
from comity.norms.reading.container import local, xml_root
from comity.norms.reading.limits import Limits
from comity.norms.reading.types import BlockKind, Piece, Reading, assemble

if TYPE_CHECKING:
    from lxml import etree

_TEXTS = frozenset({"p", "heading", "subheading", "docTitle", "listIntroduction", "listWrapUp"})
_UNSEEN = frozenset({"meta", "authorialNote", "components"})


def read_akn(data: bytes, limits: Limits) -> Reading:
    """The text of an Akoma Ntoso document, each block with the ``eId`` that holds it.

    Parameters
    ----------
    data : bytes
        The document.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document. A number (``num``) stands before the text it numbers.

    Raises
    ------
    Unreadable
        If the XML is broken, declares entities, or is not Akoma Ntoso.
    NoText
        If it holds no text.

    References
    ----------
    .. [1] OASIS, *Akoma Ntoso Version 1.0*, 2018.
    """
    root = xml_root(data)
    if local(root.tag) != "akomaNtoso":
        raise Unreadable(f"The XML is not Akoma Ntoso: its root is {local(root.tag)!r}.")
    reading = assemble(_pieces(root), "akn")
    if not reading.blocks:
        raise NoText("The document holds no text.")
    return reading


def _pieces(root: etree._Element) -> Iterator[Piece]:
    number = ""
    for element in root.iter():
        tag = local(element.tag)
        if tag == "num":
            if number:
                yield Piece(text=number, kind=BlockKind.HEADING)
            number = _shown(element)
            holder = element.getparent()
            # A division is numbered on a line of its own, a paragraph in front of its text.
            if holder is not None and local(holder.tag) in ("article", "chapter", "section"):
                yield Piece(text=number, kind=BlockKind.HEADING, address=_address(element))
                number = ""
        elif tag in _TEXTS and not _is_unseen(element):
            heading = tag in ("heading", "subheading", "docTitle")
            yield Piece(
                text=f"{number} {_shown(element)}".strip(),
                kind=BlockKind.HEADING if heading else BlockKind.TEXT,
                address=_address(element),
            )
            number = ""


def _shown(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


def _is_unseen(element: etree._Element) -> bool:
    return any(
        local(each.tag) in _UNSEEN or local(each.tag) in _TEXTS for each in element.iterancestors()
    )


def _address(element: etree._Element) -> str:
    for each in (element, *element.iterancestors()):
        if found := each.get("eId"):
            return str(found)
    return ""
