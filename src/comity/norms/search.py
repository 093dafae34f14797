"""Which words of a query a provision has, where they stand, and how two rankings are joined."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# Ideographs and kana, written without spaces: each is a word, two in a row are what is sought.
_SINGLE = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SINGLES = re.compile(f"[{_SINGLE}]")
_STEM = 5


class Word(NamedTuple):
    """A word of a text: what it is compared by, and its offsets. [characters]."""

    folded: str
    start: int
    end: int


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Runs of letters, digits and the marks that belong to them (vowel signs, diacritics)."""
    marks = "".join(
        re.escape(chr(code))
        for code in range(0x300, 0xFFFF)
        if unicodedata.category(chr(code)).startswith("M")
    )
    return re.compile(f"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\\W_][{marks}]*)+")


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, each with its place.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    tuple of Word
        In order. Compared without case, width and diacritics; an ideograph is a word.
    """
    return tuple(
        Word(_folded(each.group()), each.start(), each.end()) for each in _pattern().finditer(text)
    )


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return _plain(word)


@functools.lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).casefold()
    # Accents and vowel points are optional in use; Indic vowel signs combine with nothing and stay.
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", bare) or word


def sought(query: str) -> tuple[tuple[str, ...], ...]:
    """What a query asks for: words, and pairs of neighbouring ideographs.

    Parameters
    ----------
    query : str
        What the user typed.

    Returns
    -------
    tuple of tuple of str
        Each a run of folded words that must stand side by side; each once.
    """
    found: list[tuple[str, ...]] = []
    held = words(query)
    for place, word in enumerate(held):
        if not _SINGLES.match(word.folded):
            found.append((word.folded,))
            continue
        after = held[place + 1] if place + 1 < len(held) else None
        joined = after is not None and after.start == word.end and _SINGLES.match(after.folded)
        before = held[place - 1] if place else None
        alone = not (before and before.end == word.start and _SINGLES.match(before.folded))
        if after is not None and joined:
            found.append((word.folded, after.folded))
        elif alone:
            found.append((word.folded,))
    return tuple(dict.fromkeys(found))


def is_stem(run: tuple[str, ...]) -> bool:
    """Whether a longer word that begins with it is also meant.

    Parameters
    ----------
    run : tuple of str
        From `sought`.

    Returns
    -------
    bool
        True for one word of five letters or more: "transparent" also finds "transparently".
    """
    return len(run) == 1 and len(run[0]) >= _STEM


class Match(NamedTuple):
    """Where a text has what a query asks for: the slice `start` to `end`. [characters]."""

    run: tuple[str, ...]
    start: int
    end: int


def matches(text: str, runs: Sequence[tuple[str, ...]]) -> tuple[Match, ...]:
    """The slices of a text that a query asks for.

    Parameters
    ----------
    text : str
        A provision.
    runs : sequence of tuple of str
        From `sought`.

    Returns
    -------
    tuple of Match
        In order of the text; overlapping ones are kept.
    """
    held = words(text)
    found = []
    for run in runs:
        stem = is_stem(run)
        for place in range(len(held) - len(run) + 1):
            part = held[place : place + len(run)]
            same = tuple(each.folded for each in part) == run
            if same or (stem and part[0].folded.startswith(run[0])):
                found.append(Match(run, part[0].start, part[-1].end))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.run)))


def fuse(*rankings: Sequence[int]) -> tuple[int, ...]:
    """One order from several that take turns: by an item's best rank, then by its other ranks.

    Parameters
    ----------
    *rankings : sequence of int
        Items of each ranking, the best first; an item may be in one only.

    Returns
    -------
    tuple of int
        Every item once, the best first; the smaller item first among equals. The first of each
        ranking is never far down, so that answers in another language, which share no word with
        a query, are not crowded out by those that do.
    """
    ranks: dict[int, list[int]] = {}
    for ranking in rankings:
        for place, item in enumerate(ranking, 1):
            ranks.setdefault(item, []).append(place)
    never = max((len(each) for each in rankings), default=0) + 1
    for held in ranks.values():
        held.extend([never] * (len(rankings) - len(held)))
        held.sort()
    return tuple(sorted(ranks, key=lambda item: (ranks[item], item)))
