"""Where instruments say the same: exact nearest provisions, borrowed text, translations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.norms.nearest import Vectors, all_pairs, checked, top_k

__all__ = ["Borrowing", "align", "all_pairs", "borrowed", "top_k"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowing:
    """Two texts that share a run of words.

    Attributes
    ----------
    first, second : int
        Places of the texts, the smaller first.
    share : float
        Share of the rare word groups of the shorter text that the other has.
    first_span, second_span : tuple of int
        Offsets of the longest common run in each text. [characters]
    """

    first: int
    second: int
    share: float
    first_span: tuple[int, int]
    second_span: tuple[int, int]


_WORD = re.compile(r"[一-鿿぀-ヿ]|[^\W_]+")


def borrowed(
    texts: Sequence[str],
    groups: Sequence[int],
    *,
    words: int = 4,
    least_share: float = 0.3,
    common: int = 8,
) -> tuple[Borrowing, ...]:
    """Pairs of texts of different instruments that share their words, not their formulas.

    Parameters
    ----------
    texts : sequence of str
        Provisions.
    groups : sequence of int
        Instrument of each provision.
    words : int
        Length of the word groups compared. [words]
    least_share : float
        Least share of the shorter text's rare word groups found in the other. [share]
    common : int
        A word group found in more instruments than this is a formula of drafting, and is not
        counted. [instruments]

    Returns
    -------
    tuple of Borrowing
        Largest share first.

    Notes
    -----
    An inverted index of word groups; the reference prototype found planted copies with 10, 30
    and 50 % of words edited at rank one in 0.97, 0.96 and 0.84 of cases.
    """
    grams = [_grams(text, words) for text in texts]
    where: dict[str, list[int]] = defaultdict(list)
    for place, held in enumerate(grams):
        for gram in held:
            where[gram].append(place)
    rare = {
        gram: places
        for gram, places in where.items()
        if len(places) > 1 and len({groups[place] for place in places}) <= common
    }
    formulas = {
        gram for gram, places in where.items() if len({groups[place] for place in places}) > common
    }
    counted = [len(held.keys() - formulas) for held in grams]
    shared: Counter[tuple[int, int]] = Counter()
    for places in rare.values():
        for at, first in enumerate(places):
            for second in places[at + 1 :]:
                if groups[first] != groups[second]:
                    shared[first, second] += 1
    found = []
    for (first, second), count in shared.items():
        share = count / min(counted[first], counted[second])
        if share >= least_share:
            spans = _longest_run(texts[first], texts[second])
            found.append(
                Borrowing(first=first, second=second, share=share, first_span=spans[0],
                          second_span=spans[1])
            )  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.share, each.first, each.second)))


def _grams(text: str, words: int) -> dict[str, None]:
    tokens = [each.casefold() for each in _WORD.findall(text)]
    return dict.fromkeys(" ".join(tokens[at : at + words]) for at in range(len(tokens) - words + 1))


def _longest_run(first: str, second: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Offsets of the longest run of equal words in both texts."""
    left, right = list(_WORD.finditer(first)), list(_WORD.finditer(second))
    codes: dict[str, int] = {}
    ours = [codes.setdefault(each.group().casefold(), len(codes)) for each in left]
    theirs = np.array([codes.setdefault(each.group().casefold(), len(codes)) for each in right])
    best, at, to = 0, 0, 0
    before = np.zeros(len(theirs) + 1, dtype=np.int64)
    for place, code in enumerate(ours):
        now = np.zeros_like(before)
        now[1:] = np.where(theirs == code, before[:-1] + 1, 0)
        longest = int(now.argmax())
        if now[longest] > best:
            best, at, to = int(now[longest]), place + 1, longest
        before = now
    return (
        (left[at - best].start(), left[at - 1].end()),
        (right[to - best].start(), right[to - 1].end()),
    )


def align(first: Vectors, second: Vectors, *, least: float = 0.3) -> tuple[tuple[int, int], ...]:
    """Provisions of two language versions that translate each other, in order.

    Parameters
    ----------
    first, second : ndarray, shape (n, d) and (m, d)
        Unit vectors of the provisions of each version, centred for its language. [cosine]
    least : float
        Similarity below which a provision stays alone. [cosine]

    Returns
    -------
    tuple of (int, int)
        Pairs of rows, both rising: the chain with the largest sum of similarity above `least`.

    Raises
    ------
    InputError
        If the dimensions differ.
    """
    first, second = checked(first), checked(second)
    if first.shape[1] != second.shape[1]:
        raise InputError("The two versions have vectors of different dimensions.")
    gain = first.astype(np.float64) @ second.T.astype(np.float64) - least
    rows, columns = gain.shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(rows):
        # Take the pair, or leave the row out; then let the best so far run on to the right.
        step = np.maximum(best[row, :-1] + gain[row], best[row, 1:])
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(step, 0.0))
    pairs = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row, column - 1]:
            column -= 1
        elif best[row, column] == best[row - 1, column]:
            row -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return tuple(reversed(pairs))
