"""Reads instruments: bytes in, blocks of canonical text with page, offset and language out.

A format is one module and one entry of `READERS`. A reader is a pure function of the bytes: it
opens nothing, fetches nothing, and fails with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable

from comity.errors import Encrypted, NoText, TooLarge, UnknownName, Unreadable
from comity.norms.reading.akn import read_akn
from comity.norms.reading.docx import read_docx
from comity.norms.reading.html import read_html
from comity.norms.reading.limits import STANDARD, Limits, check_size
from comity.norms.reading.markdown import read_markdown
from comity.norms.reading.odt import read_odt
from comity.norms.reading.pdf import read_pdf
from comity.norms.reading.text import read_text
from comity.norms.reading.types import Block, BlockKind, Reading, canonical

__all__ = [
    "READERS",
    "STANDARD",
    "Block",
    "BlockKind",
    "Encrypted",
    "Limits",
    "NoText",
    "Reading",
    "TooLarge",
    "Unreadable",
    "canonical",
    "format_of",
    "read",
]

READERS: dict[str, Callable[[bytes, Limits], Reading]] = {
    "akn": read_akn,
    "docx": read_docx,
    "html": read_html,
    "markdown": read_markdown,
    "odt": read_odt,
    "pdf": read_pdf,
    "text": read_text,
}

_SUFFIXES = {
    "akn": "akn", "docx": "docx", "htm": "html", "html": "html", "markdown": "markdown",
    "md": "markdown", "odt": "odt", "pdf": "pdf", "txt": "text", "xhtml": "html", "xml": "akn",
}  # fmt: skip


def format_of(name: str) -> str:
    """The reader a file name calls for.

    Parameters
    ----------
    name : str
        File name with its suffix.

    Returns
    -------
    str
        Key of `READERS`.

    Raises
    ------
    UnknownName
        If no reader knows the suffix.
    """
    suffix = name.rpartition(".")[2].lower()
    if suffix not in _SUFFIXES:
        raise UnknownName("file format", suffix, _SUFFIXES)
    return _SUFFIXES[suffix]


def read(data: bytes, format_name: str, limits: Limits = STANDARD) -> Reading:
    """A document as its reader reads it.

    Parameters
    ----------
    data : bytes
        The file.
    format_name : str
        Key of `READERS`.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document.

    Raises
    ------
    UnknownName
        If there is no such reader.
    TooLarge
        If the file, or what it unpacks to, is larger than the limits.
    Encrypted
        If it asks for a password.
    NoText
        If it is a scan, or empty.
    Unreadable
        If it is broken.
    """
    if format_name not in READERS:
        raise UnknownName("file format", format_name, READERS)
    check_size(data, limits)
    return READERS[format_name](data, limits)
