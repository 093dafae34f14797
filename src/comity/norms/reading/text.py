"""Reads plain text: paragraphs are set apart by empty lines."""

from __future__ import annotations

import re

from comity.errors import NoText, Unreadable
from comity.norms.reading.limits import Limits
from comity.norms.reading.types import Piece, Reading, assemble

_OTHERS = {
    b"%PDF-": "a PDF",
    b"PK\3\4": "a ZIP container such as DOCX or ODT",
    b"\xd0\xcf\x11\xe0": "an older Word document, to be saved as DOCX",
}
"""First bytes of files that are something else -> what."""

_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")


def decoded(data: bytes) -> str:
    """The characters of a text file in UTF-8, or in UTF-16 with its mark.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    str
        Its characters.

    Raises
    ------
    Unreadable
        If it is neither; no other encoding is guessed, because a wrong guess changes words. If
        its first bytes are those of another format.
    """
    for mark, what in _OTHERS.items():
        if data.startswith(mark):
            raise Unreadable(f"The file is not text but {what}; give it its own suffix.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("The text is not in UTF-8; convert it to UTF-8 and add it again.") from (
            error
        )
    if "\0" in text:
        raise Unreadable("The file is not text: it holds null characters.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(data: bytes, limits: Limits) -> Reading:
    """The paragraphs of a plain text.

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
        If it is not UTF-8 or UTF-16.
    NoText
        If it is empty.
    """
    reading = assemble((Piece(text=part) for part in _EMPTY_LINE.split(decoded(data))), "text")
    if not reading.blocks:
        raise NoText("The file is empty.")
    return reading
