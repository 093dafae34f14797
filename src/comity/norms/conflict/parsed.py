"""An excerpt as it is compared: norms, numbers, sentences, stems of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from comity.norms.conflict.words import content, stems
from comity.norms.modality.frames import LONGEST, frames, sentences
from comity.norms.modality.plain import Plain, plain
from comity.norms.modality.quantities import quantities
from comity.norms.modality.types import NormFrame, Quantity, Span
from comity.norms.types import Excerpt

# Longer texts are compared by the words at their beginning; alignment is quadratic in length.
_MOST_WORDS = 400
_MOST_NUMBERS = 60
_MOST_NORMS = 60


@dataclass(frozen=True, slots=True)
class Segment:
    """A frame with the stems of its bearer and its action."""

    frame: NormFrame
    bearer: frozenset[str]
    action: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An excerpt as it is compared.

    Attributes
    ----------
    excerpt, original : Excerpt
        The provision with its text in one normal form, and as it was given.
    frames : tuple of NormFrame
        Its norms.
    segments : tuple of Segment
        Each frame with its words.
    order : tuple of str
        Stems in the order of the text.
    words : frozenset of str
        The same as a set.
    quantities : tuple of Quantity
        Numbers with units anywhere in it.
    sentences : tuple of Span
        Its sentences.
    view : Plain
        Its text in one normal form.
    """

    excerpt: Excerpt
    original: Excerpt
    frames: tuple[NormFrame, ...]
    segments: tuple[Segment, ...]
    order: tuple[str, ...]
    words: frozenset[str]
    quantities: tuple[Quantity, ...]
    sentences: tuple[Span, ...]
    view: Plain


def parse(excerpt: Excerpt) -> Parsed:
    """An excerpt with its norms and the stems of its words.

    Parameters
    ----------
    excerpt : Excerpt
        A provision in any normal form.

    Returns
    -------
    Parsed
        What `firings` compares. Every span in it belongs to the text in one normal form;
        ``view.back`` gives the offsets in the text as it was given.
    """
    view = plain(excerpt.text[:LONGEST])
    held = replace(excerpt, text=view.text)
    found = frames(held)
    markers = _marker_words(held, found)
    order = tuple(each for each in stems(content(view.text, held.language)) if each not in markers)[
        :_MOST_WORDS
    ]
    return Parsed(
        excerpt=held, original=excerpt, frames=found, segments=tuple(_segments(held, found)),
        order=order, words=frozenset(order), view=view,
        quantities=quantities(Plain(view.text))[:_MOST_NUMBERS],
        sentences=tuple(
            Plain(view.text).back(start, end) for start, end, _ in sentences(view.text)
        ),
    )  # fmt: skip


def _segments(excerpt: Excerpt, found: tuple[NormFrame, ...]) -> Iterator[Segment]:
    """Each norm with the words between its neighbours in the clause."""
    text, language = excerpt.text, excerpt.language
    for place, each in enumerate(found[:_MOST_NORMS]):
        left, right = each.clause
        if place and found[place - 1].clause == each.clause:
            left = found[place - 1].evidence.end
        if place + 1 < len(found) and found[place + 1].clause == each.clause:
            right = found[place + 1].evidence.start
        whole = each.evidence == each.clause
        before = "" if whole else text[left : each.evidence.start]
        after = text[each.evidence.start if whole else each.evidence.end : right]
        yield Segment(each, stem_set(before, language), stem_set(after, language))


def _marker_words(excerpt: Excerpt, found: tuple[NormFrame, ...]) -> frozenset[str]:
    said = (each.evidence.of(excerpt.text) for each in found if each.evidence != each.clause)
    words = " ".join(each for each in said if len(each) < 40)
    return frozenset(stems(content(words, excerpt.language)))


def stem_set(text: str, language: str) -> frozenset[str]:
    """Stems of the words of a text that carry its subject.

    Parameters
    ----------
    text : str
        Text in any normal form.
    language : str
        ISO 639-1 code.

    Returns
    -------
    frozenset of str
        Stems.
    """
    return frozenset(stems(content(plain(text).text, language)))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of words two sets have in common.

    Parameters
    ----------
    one, other : frozenset of str
        Stems.

    Returns
    -------
    float
        0 to 1; 0 when both are empty. [1]
    """
    return 2 * len(one & other) / max(1, len(one) + len(other))


def contained(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set found in the larger, shrunk where the smaller is small.

    Parameters
    ----------
    one, other : frozenset of str
        Stems.

    Returns
    -------
    float
        0 to 1. [1]
    """
    return len(one & other) / (min(len(one), len(other)) + 0.5)
