"""Reads HTML: what a browser would show, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.errors import NoText, Unreadable
from comity.norms.reading.container import local
from comity.norms.reading.limits import Limits
from comity.norms.reading.types import BlockKind, Piece, Reading, assemble

if TYPE_CHECKING:
    from lxml import etree

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "header", "hr", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_UNSEEN = frozenset({
    "script", "style", "noscript", "template", "nav", "form", "button", "select", "iframe", "svg",
    "head", "title", "object", "math",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BARE_MARK = re.compile(r"^(?:\d+\.|\([A-Za-z]\))\s*$")
_SPACE = re.compile(r"\s+")


def read_html(data: bytes, limits: Limits) -> Reading:
    """The blocks of a page, with headings told apart and list numbers written out.

    Parameters
    ----------
    data : bytes
        The page. Its encoding is the one it declares, else UTF-8.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document.

    Raises
    ------
    Unreadable
        If it is not in the encoding it declares.
    NoText
        If it shows no text.

    Notes
    -----
    Scripts, styles, navigation and forms are left out.
    """
    from lxml import etree, html

    declared = _CHARSET.search(data[:4096])
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = data.decode("utf-16")
        else:
            text = data.decode(declared[1].decode("ascii") if declared else "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable("The page is not in the encoding it declares.") from error
    try:
        # lxml refuses text that names its own encoding, so the bytes are made UTF-8 first.
        root = html.fromstring(
            text.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NoText("The page shows no text.") from error
    reading = assemble(_pieces(root), "html")
    if not reading.blocks:
        raise NoText("The page shows no text; it may be built by a script.")
    return reading


def _pieces(root: etree._Element) -> Iterator[Piece]:
    from lxml import etree

    held: list[str] = []
    kind, unseen = BlockKind.TEXT, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = local(element.tag)
        if event == "start":
            unseen += tag in _UNSEEN
        starts_or_ends = tag in _BLOCKS and not unseen
        # The mark of a list item stays with the paragraph inside the item.
        waits = event == "start" and bool(_BARE_MARK.match("".join(held)))
        if starts_or_ends and held and not waits:
            yield Piece(text="".join(held), kind=kind)
            held = []
        if event == "start":
            if tag in _HEADINGS:
                kind = BlockKind.HEADING
            if not unseen:
                held += _before(element, tag)
        else:
            if tag in _HEADINGS:
                kind = BlockKind.TEXT
            unseen -= tag in _UNSEEN
            if tag in _CELLS and not unseen:
                held.append(" ")
            if not unseen and element is not root:
                held.append(_SPACE.sub(" ", element.tail or ""))
    if held:
        yield Piece(text="".join(held), kind=kind)


def _before(element: etree._Element, tag: str) -> list[str]:
    """What a browser shows where an element begins: a list number, a line break, its text."""
    shown = []
    if tag == "br":
        shown.append("\n")
    parent = element.getparent()
    if tag == "li" and parent is not None and local(parent.tag) == "ol":
        shown.append(_list_mark(element, parent))
    shown.append(_SPACE.sub(" ", element.text or ""))
    return shown


def _list_mark(item: etree._Element, of: etree._Element) -> str:
    first = of.get("start", "1")
    before = sum(local(each.tag) == "li" for each in item.itersiblings(preceding=True))
    number = before + (int(first) if first.isdecimal() else 1)
    style = of.get("type", "1")
    if style in ("a", "A") and 1 <= number <= 26:
        return f"({chr(ord(style) + number - 1)}) "
    return f"{number}. "
