"""Cuts a reading into provisions: a mark counts only where its number is the next one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from comity.errors import UnknownName
from comity.norms.provisions.families import FAMILIES, Family, Level
from comity.norms.provisions.numerals import number_of, roman
from comity.norms.provisions.types import Kind, Provision, Segmentation
from comity.norms.reading.types import BlockKind, Reading

_TITLE_LENGTH = 220
_SENTENCE_END = tuple(".;:。；：,،؛")
# A footnote that a page has left between two provisions.
_NOTE = re.compile(r"(?:\(\s*(?:\d{1,3}|\*+)\s*\)\s+)?(?:OJ|JO|DO|ABl\.|GU) [LC][\s,]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    heading: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class _Open:
    """A provision whose end is not yet known."""

    level: Level
    eid: str
    number: str
    start: int
    parent: str
    heading: str = ""
    awaits_title: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A mark that may begin a provision: its level, what would hold it, its number."""

    level: Level
    holder: _Open | None
    number: int
    shown: str


@dataclass(slots=True)
class _State:
    family: Family
    root: dict[str, int] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)
    made: list[_Open] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    closed: bool = False
    notes: list[str] = field(default_factory=list)


def segment(reading: Reading, family: str = "") -> Segmentation:
    """The provisions of a document.

    Parameters
    ----------
    reading : Reading
        The document as read.
    family : str, optional
        Key of `FAMILIES`; the one whose marks the text carries, when absent.

    Returns
    -------
    Segmentation
        Provisions with stable ids and offsets. When no family is recognised, each paragraph of
        the text stands alone and a note says so.

    Raises
    ------
    UnknownName
        If there is no such family.

    Notes
    -----
    A mark is believed only where its number follows the last one of its level, so that a cross
    reference, a year or a footnote at the start of a line begins no provision. Headings of
    chapters and sections end what came before and belong to no provision.
    """
    lines = tuple(_lines(reading))
    if family:
        if family not in FAMILIES:
            raise UnknownName("drafting family", family, FAMILIES)
        return _segmented(reading, lines, FAMILIES[family])
    for each in FAMILIES.values():
        found = _segmented(reading, lines, each)
        first = [one for one in found.provisions if not one.parent and one.kind != Kind.ANNEX]
        needed = not each.needs or any(one.eid.startswith(each.needs) for one in first)
        if needed and len(first) >= each.least and _covers(found, reading):
            return found
    return _paragraphs(reading)


def _covers(found: Segmentation, reading: Reading) -> bool:
    """Whether most of the text lies in provisions; else the marks were chance."""
    inside = sum(each.end - each.start for each in found.provisions if not each.parent)
    return inside >= 0.5 * len(reading.text)


def _lines(reading: Reading) -> Iterator[_Line]:
    whole_blocks = reading.format == "pdf"  # where lines break says nothing
    for block in reading.blocks:
        if block.kind is BlockKind.FOOTNOTE:
            continue
        heading = block.kind is BlockKind.HEADING
        if whole_blocks:
            yield _Line(block.text, block.start, heading)
            continue
        at = block.start
        for text in block.text.split("\n"):
            yield _Line(text, at, heading)
            at += len(text) + 1


def _segmented(reading: Reading, lines: Sequence[_Line], family: Family) -> Segmentation:
    state = _State(family)
    for place, line in enumerate(lines):
        _take(state, line, lines[place + 1 : place + 400])
    _close(state, 0, lines[-1].end if lines else 0)
    order = sorted(state.made, key=lambda each: (each.start, -each.end))
    return Segmentation(
        family=family.name,
        provisions=tuple(_provision(reading, each) for each in order),
        notes=tuple(state.notes),
    )


def _provision(reading: Reading, made: _Open) -> Provision:
    text = reading.text[made.start : made.end]
    kept = text.split("\n")
    while len(kept) > 1 and (_NOTE.match(kept[-1]) or not kept[-1].strip(" ;-")):
        kept.pop()
    text = "\n".join(kept).rstrip()
    return Provision(
        eid=made.eid, kind=made.level.kind, number=made.number, heading=made.heading,
        start=made.start, end=made.start + len(text), parent=made.parent, text=text,
    )  # fmt: skip


def _take(state: _State, line: _Line, ahead: Sequence[_Line]) -> None:
    """Give one line its place."""
    offset, accepted = 0, False
    while begun := _mark(state, line.text[offset:], ahead):
        found, title, length = begun
        _open(state, found, line.start + offset, title)
        accepted = True
        offset += length
        if line.text[offset : offset + 1] != "(":
            break
    if accepted:
        return
    if state.stack and state.stack[-1].awaits_title and _is_title(state, line):
        _title(state.stack[-1], line)
        return
    if state.stack:
        state.stack[-1].awaits_title = False
    if state.family.closing and state.family.closing.match(line.text):
        _close(state, 0, line.start)
        state.closed = True
    elif state.family.divisions.match(line.text) and len(line.text) < _TITLE_LENGTH:
        _close(state, 0, line.start)
    elif line.heading:
        _close(state, _annex_depth(state), line.start)


def _annex_depth(state: _State) -> int:
    """A heading inside an annex divides it; anywhere else it ends what is open."""
    return 1 if state.stack and state.stack[0].level.kind is Kind.ANNEX else 0


def _is_title(state: _State, line: _Line) -> bool:
    holder = state.stack[-1]
    if line.heading:
        return not state.family.divisions.match(line.text)
    short = len(line.text) < _TITLE_LENGTH and not line.text.endswith(_SENTENCE_END)
    return short and not holder.heading


def _title(holder: _Open, line: _Line) -> None:
    said = " ".join(line.text.split())
    holder.heading = f"{holder.heading} {said}".strip()
    holder.awaits_title = line.heading


def _mark(state: _State, text: str, ahead: Sequence[_Line]) -> tuple[_Found, str, int] | None:
    """What a line begins, if its number is the next one there; its title; the mark's length."""
    found = []
    for level in state.family.levels:
        match = level.pattern.match(text)
        if not match or not _may_stand(state, level):
            continue
        groups = match.groupdict()
        shown = groups.get("n") or groups.get("n2") or ""
        for place, holder in enumerate(_holders(state, level)):
            held = _expected(state, level, holder, shown)
            # An outer holder only goes on counting; a list begins in the innermost one.
            if held is not None and (not place or held > 1):
                title = groups.get("t") or groups.get("t2") or ""
                found.append((_Found(level, holder, held, shown), title, match.end()))
                break
    if len(found) < 2:
        return found[0] if found else None
    meant = _meant(state, [each for each, _, _ in found], ahead)
    return next(each for each in found if each[0] is meant)


def _expected(state: _State, level: Level, holder: _Open | None, shown: str) -> int | None:
    """The number of a mark, if it is the next one of its level; none otherwise."""
    expected = _counts(state, level, holder).get(level.prefix, 0) + 1
    if level.style == "order":
        return expected
    number = number_of(shown, level.style)
    if number is None and level.style == "roman" and level.whole:
        number = number_of(shown, "arabic")
    if number is None or not (number == expected or (level.certain and number > expected)):
        return None
    return number


def _counts(state: _State, level: Level, holder: _Open | None) -> dict[str, int]:
    return state.root if level.whole or holder is None else holder.counts


def _meant(state: _State, found: list[_Found], ahead: Sequence[_Line]) -> _Found:
    """Which of two readings of a mark is meant, such as (i) the letter or (i) the number.

    The one whose successor comes first in the lines ahead; the outer one when neither comes.
    """
    for line in ahead:
        for each in found:
            match = each.level.pattern.match(line.text)
            if not match or each.level.style == "order":
                continue
            groups = match.groupdict()
            shown = groups.get("n") or groups.get("n2") or ""
            if number_of(shown, each.level.style) == each.number + 1:
                return each
        if any(level.certain and level.pattern.match(line.text) for level in state.family.levels):
            break
    return found[0]


def _may_stand(state: _State, level: Level) -> bool:
    if state.closed and level.kind is not Kind.ANNEX and not _in_annex(state):
        return False
    if level.before and level.before in state.seen:
        return False
    return not level.after or level.after in state.seen


def _in_annex(state: _State) -> bool:
    return bool(state.stack) and state.stack[0].level.kind is Kind.ANNEX


def _holders(state: _State, level: Level) -> Iterator[_Open | None]:
    """The open provisions that may hold a level, the innermost first; none stands for the top."""
    for each in reversed(state.stack):
        if each.level.prefix not in level.within:
            continue
        wrong = level.under_title and not level.under_title.search(each.heading)
        if wrong or (level.not_under_title and level.not_under_title.search(each.heading)):
            return
        yield each
    if "" in level.within:
        yield None


def _open(state: _State, found: _Found, start: int, title: str) -> None:
    level, holder, number = found.level, found.holder, found.number
    _close(state, state.stack.index(holder) + 1 if holder else 0, start)
    counts = _counts(state, level, holder)
    gap = number - counts.get(level.prefix, 0) - 1
    if gap:
        state.notes.append(
            f"Before {level.kind} {found.shown}, {gap} numbers are missing from the text."
        )
    counts[level.prefix] = number
    mark = _eid_mark(level, number)
    made = _Open(
        level=level, eid=f"{holder.eid}__{mark}" if holder else mark,
        number=found.shown or str(number), start=start, parent=holder.eid if holder else "",
        heading=" ".join(title.split()), awaits_title=level.titled and not title,
    )  # fmt: skip
    state.stack.append(made)
    state.made.append(made)
    state.seen.add(level.prefix)


_EID_STEMS = {"annexpara": "para", "item": "point", "num": "point", "cap": "point"}


def _eid_mark(level: Level, number: int) -> str:
    stem = _EID_STEMS.get(level.prefix, level.prefix)
    if level.style in ("letter", "capital"):
        name = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return f"{stem}_{name.upper() if level.style == 'capital' else name}"
    if level.style == "roman" and not level.whole:
        return f"{stem}_{roman(number)}"
    return f"{stem}_{number}"


def _close(state: _State, depth: int, end: int) -> None:
    """End every open provision below a depth."""
    while len(state.stack) > depth:
        state.stack.pop().end = end


def _paragraphs(reading: Reading) -> Segmentation:
    texts: Iterable[Provision] = (
        Provision(
            eid=f"p_{place}", kind=Kind.PARAGRAPH, number=str(place), start=block.start,
            end=block.end, text=block.text,
        )
        for place, block in enumerate(
            (each for each in reading.blocks if each.kind is BlockKind.TEXT), 1
        )
    )  # fmt: skip
    return Segmentation(
        family="paragraphs",
        provisions=tuple(texts),
        notes=("No drafting style is recognised; each paragraph stands alone.",),
    )
