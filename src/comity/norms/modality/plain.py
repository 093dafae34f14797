"""A text in one normal form, with the way back to the offsets it was given in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from comity.norms.modality.types import Span

# One letter for one letter, so that offsets stay.
_FOLD = str.maketrans({
    "’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\n": " ", "\r": " ", "\t": " ", "‑": "-", "，": ",", "；": ";", "：": ":",
})  # fmt: skip
_MEDIAL = re.compile(r"[\u1160-\u11ff]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as the grammar reads it.

    Attributes
    ----------
    text : str
        Normal form C, one kind of quotation mark and space.
    places : tuple of int, optional
        Offset in the text given of each of its letters and of its end; none when they are the
        same. [characters]
    """

    text: str
    places: tuple[int, ...] | None = None

    def back(self, start: int, end: int) -> Span:
        """A span of the text as it was given.

        Parameters
        ----------
        start, end : int
            Offsets into `text`. [characters]

        Returns
        -------
        Span
            Offsets into the text given, without spaces at the ends.
        """
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start], self.places[end])


def plain(text: str) -> Plain:
    """A text in normal form C with one kind of quotation mark and space.

    Parameters
    ----------
    text : str
        Text in any normal form.

    Returns
    -------
    Plain
        The text and the offsets of its letters.
    """
    if unicodedata.is_normalized("NFC", text):
        return Plain(text.translate(_FOLD))
    made: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _joins(text, start, end):
            continue
        composed = unicodedata.normalize("NFC", text[start:end])
        made.append(composed)
        places += [start] * len(composed)
        start = end
    return Plain("".join(made).translate(_FOLD), (*places, len(text)))


def _joins(text: str, start: int, end: int) -> bool:
    """Whether the letter at `end` may compose with what stands before it."""
    letter = text[end]
    if letter.isascii():
        return False
    if unicodedata.combining(letter) or _MEDIAL.match(letter):
        return True
    if end - start > 32:
        return False
    pair = unicodedata.normalize("NFC", text[start : end + 1])
    held = unicodedata.normalize("NFC", text[start:end])
    return pair != held + unicodedata.normalize("NFC", letter)
