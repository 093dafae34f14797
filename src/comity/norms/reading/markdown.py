"""Reads Markdown: headings, paragraphs and list items, without their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.errors import NoText
from comity.norms.reading.limits import Limits
from comity.norms.reading.text import decoded
from comity.norms.reading.types import BlockKind, Piece, Reading, assemble

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^ {0,3}([-*_])(\s*\1){2,}\s*$")
_BULLET = re.compile(r"^\s*[-*+•]\s+")
_NUMBERED = re.compile(r"^\s*(\d+[.)]|\(?\w{1,4}\))\s+\S")
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")


def read_markdown(data: bytes, limits: Limits) -> Reading:
    """The headings, paragraphs and list items of a Markdown file.

    Parameters
    ----------
    data : bytes
        The file, in UTF-8.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document.

    Raises
    ------
    Unreadable
        If it is not UTF-8.
    NoText
        If it holds no text.

    Notes
    -----
    Numbers written in the text are kept, bullets are not. Tables stay as they are written.
    """
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", decoded(data)))
    reading = assemble(_pieces(text.split("\n")), "markdown")
    if not reading.blocks:
        raise NoText("The file is empty.")
    return reading


def _pieces(lines: list[str]) -> Iterator[Piece]:
    held: list[str] = []

    def flush() -> Iterator[Piece]:
        if held:
            yield Piece(text=_plain("\n".join(held)))
            held.clear()

    for line in lines:
        line = _QUOTE.sub("", line)
        heading = _HEADING.match(line)
        if heading:
            yield from flush()
            yield Piece(text=_plain(heading[2]), kind=BlockKind.HEADING)
        elif len(held) == 1 and _UNDERLINE.match(line):
            yield Piece(text=_plain(held.pop()), kind=BlockKind.HEADING)
        elif not line.strip() or _RULE.match(line) or line.startswith("```"):
            yield from flush()
        else:
            if _BULLET.match(line) or _NUMBERED.match(line):
                yield from flush()
            held.append(_BULLET.sub("", line))
    yield from flush()


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text).replace("`", "")
