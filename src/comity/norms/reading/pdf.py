"""Reads PDF: paragraphs by the geometry of their lines, notes and running titles told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.errors import Encrypted, NoText, TooLarge, Unreadable
from comity.norms.reading.limits import Limits
from comity.norms.reading.types import BlockKind, Piece, Reading, assemble

if TYPE_CHECKING:
    import pypdfium2

_MARK = re.compile(
    r"\s*(\(?\d{1,3}[.)]|\(?[a-z]{1,4}\)|[-–—•]|[一二三四五六七八九十]+、|第\S+条)\s*\S?"
)
_NOTE_MARK = re.compile(r"\s*(\(?\s*\d{1,3}\s*\)?|[*†‡]+)\s*\S")
_ENDS = tuple(".;:!?»”\"'’)،؛؟。；：！？")
_DIGITS = re.compile(r"\d+")
# Shares of a line height or page; typographic habit, not measurement.
_PARAGRAPH_GAP = 1.4
_SMALLER = 0.93
_LARGER = 1.15
_EDGE = 0.1
_FEW_LETTERS = 5


@dataclass(slots=True)
class _Line:
    """A line of print. Heights and edges in points, from the lower left of the page."""

    text: str
    size: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    lines: list[_Line]
    width: float
    height: float
    pictured: bool


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """The paragraphs of a PDF, headings marked, footnotes last, running titles left out.

    Parameters
    ----------
    data : bytes
        The file.
    limits : Limits
        What it may cost.

    Returns
    -------
    Reading
        The document, with the pages that hold pictures and no text.

    Raises
    ------
    Encrypted
        If it asks for a password.
    Unreadable
        If it is broken.
    TooLarge
        If it has more pages than the limits allow.
    NoText
        If it is a scan: pictures of pages, and no text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted("The PDF asks for a password; save it without one.") from error
        raise Unreadable("The PDF is broken, or is not a PDF.") from error
    try:
        count = len(document)
        if count > limits.pages:
            raise TooLarge(f"The PDF has {count} pages; at most {limits.pages} are read.")
        pages = [_page(document, index) for index in range(count)]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("The PDF is broken: a page cannot be read.") from error
    finally:
        document.close()
    blank = tuple(page.number for page in pages if _letters(page) < _FEW_LETTERS and page.pictured)
    if all(_letters(page) < _FEW_LETTERS for page in pages):
        said = "a scan: pictures of pages" if blank else "empty"
        raise NoText(f"The PDF has {count} pages and no text; it is {said}.")
    notes = (f"{len(blank)} pages hold pictures only and were not read.",) if blank else ()
    return assemble(
        _pieces(pages), "pdf", pages=count, pages_without_text=blank, notes=notes
    )  # fmt: skip


def _letters(page: _Page) -> int:
    return sum(each.isalnum() for line in page.lines for each in line.text)


def _page(document: pypdfium2.PdfDocument, index: int) -> _Page:
    from pypdfium2 import raw

    page = document[index]
    width, height = page.get_size()
    text = page.get_textpage()
    rect = raw.FS_RECTF()
    lines: list[_Line] = []
    at = 0
    for shown in text.get_text_range(errors="replace").split("\r\n"):
        inked = [at + place for place, each in enumerate(shown) if not each.isspace()]
        at += len(shown) + 2
        if not inked:
            continue
        edges = []
        for place in (inked[0], inked[len(inked) // 2], inked[-1]):
            raw.FPDFText_GetLooseCharBox(text.raw, place, rect)
            edges.append((rect.left, rect.bottom, rect.right, rect.top))
        first, middle, last = edges
        line = _Line(shown, middle[3] - middle[1], middle[1], first[0], last[2])
        if lines and _same_line(lines[-1], line):
            lines[-1] = _joined(lines[-1], line)
        else:
            lines.append(line)
    filters = [raw.FPDF_PAGEOBJ_IMAGE]
    pictured = not lines and any(True for _ in page.get_objects(filter=filters))
    text.close()
    page.close()
    return _Page(index + 1, lines, width, height, pictured)


def _same_line(before: _Line, after: _Line) -> bool:
    """Whether `after` stands on the line of `before`: a superscript, or what follows one."""
    overlap = min(before.bottom + before.size, after.bottom + after.size) - max(
        before.bottom, after.bottom
    )
    beside = -1.0 < after.left - before.right < max(before.size, after.size)
    return beside and overlap > 0.5 * min(before.size, after.size)


def _joined(before: _Line, after: _Line) -> _Line:
    larger = before if before.size >= after.size else after
    gap = " " if after.left - before.right > 0.2 * larger.size else ""
    return _Line(
        before.text + gap + after.text, larger.size, larger.bottom, before.left, after.right
    )


def _pieces(pages: Sequence[_Page]) -> Iterator[Piece]:
    running = _running_titles(pages)
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    noted = False
    for page in pages:
        kept = [line for line in page.lines if not _is_running(line, page, running)]
        kept = list(_without_masthead(kept, page))
        text, notes = _split_notes(kept, body, noted=noted)
        noted = bool(notes)
        centre = page.width / 2
        for block in _paragraphs(text):
            kind = BlockKind.HEADING if _is_heading(block, body, text, centre) else BlockKind.TEXT
            yield Piece(text="\n".join(line.text for line in block), page=page.number, kind=kind)
        for block in _paragraphs(notes):
            yield Piece(
                text="\n".join(line.text for line in block),
                page=page.number,
                kind=BlockKind.FOOTNOTE,
            )


def _running_key(line: _Line, page: _Page) -> str | None:
    at_edge = line.bottom < _EDGE * page.height or line.bottom > (1 - _EDGE) * page.height
    if not at_edge:
        return None
    words = sorted(_DIGITS.sub("#", line.text).split())
    return f"{round(line.bottom / 6)} {' '.join(words)}"


def _running_titles(pages: Sequence[_Page]) -> frozenset[str]:
    """What recurs at the same height at the edge of pages, its numbers aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({key for line in page.lines if (key := _running_key(line, page))})
    often = max(3, 0.2 * len(pages))
    return frozenset(key for key, times in seen.items() if times >= often)


def _is_running(line: _Line, page: _Page, running: frozenset[str]) -> bool:
    key = _running_key(line, page)
    bare_number = key is not None and not any(each.isalpha() for each in line.text)
    return key is not None and (
        key in running or (bare_number and len(line.text.strip(" -–—./")) <= 4)
    )


def _without_masthead(lines: Sequence[_Line], page: _Page) -> Iterator[_Line]:
    """Lines without those at the top edge that the file prints after the text below them."""
    highest = 0.0
    for line in lines:
        above = highest and line.bottom > highest + 0.5 * line.size
        if above and line.bottom > (1 - _EDGE) * page.height:
            continue
        highest = max(highest, line.bottom)
        yield line


def _split_notes(
    lines: list[_Line], body: float, *, noted: bool
) -> tuple[list[_Line], list[_Line]]:
    """Body lines and, from the first small line that only small lines follow, notes."""
    first = len(lines)
    while first and lines[first - 1].size < _SMALLER * body:
        first -= 1
    while first < len(lines) and not (noted or _NOTE_MARK.match(lines[first].text)):
        first += 1
    return lines[:first], lines[first:]


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    held: list[_Line] = []
    for line in lines:
        if held and _starts_paragraph(held[-1], line):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _starts_paragraph(before: _Line, line: _Line) -> bool:
    fall = before.bottom - line.bottom
    apart = fall > _PARAGRAPH_GAP * max(before.size, line.size) or fall < -0.5 * line.size
    resized = not 0.85 < line.size / max(before.size, 0.1) < 1 / 0.85
    marked = bool(_MARK.match(line.text)) and before.text.rstrip().endswith(_ENDS)
    return apart or resized or marked


def _is_heading(block: Sequence[_Line], body: float, page: Sequence[_Line], centre: float) -> bool:
    if len(block) > 4:
        return False
    if all(line.size > _LARGER * body for line in block):
        return True
    left = min(line.left for line in page)
    indented = all(line.left > left + 2 * body for line in block)
    centred = all(abs((line.left + line.right) / 2 - centre) < body for line in block)
    return indented and centred
