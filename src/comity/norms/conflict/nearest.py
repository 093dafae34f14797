"""Which provisions may speak of one subject: rare words in common, in one language."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from comity.norms.conflict.find import Pairing
from comity.norms.conflict.parsed import stem_set
from comity.norms.types import Excerpt

# A word found in more provisions than this does not tell which are near.
_COMMON = 2_000


def nearest(excerpts: Sequence[Excerpt], *, k: int = 10) -> tuple[Pairing, ...]:
    """Pairs of provisions of different instruments and one language that share rare words.

    Parameters
    ----------
    excerpts : sequence of Excerpt
        Provisions.
    k : int
        How many for each provision at the most. [count]

    Returns
    -------
    tuple of Pairing
        Each pair once, in order of place, without a similarity: a first sieve, not a reason.

    Notes
    -----
    Cosine of stems, each weighted by the logarithm of one over the share of provisions of its
    language that have it.
    """
    held = [stem_set(each.text, each.language) for each in excerpts]
    number = Counter(each.language for each in excerpts)
    spread = Counter(
        (each.language, stem) for each, stems in zip(excerpts, held, strict=True) for stem in stems
    )
    weight = {key: math.log(1 + number[key[0]] / count) for key, count in spread.items()}
    where: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, each in enumerate(excerpts):
        for stem in sorted(held[place]):
            where[each.language, stem].append(place)
    length = [
        math.sqrt(sum(weight[each.language, stem] ** 2 for stem in stems)) or 1.0
        for each, stems in zip(excerpts, held, strict=True)
    ]
    pairs: set[tuple[int, int]] = set()
    for place, each in enumerate(excerpts):
        score: dict[int, float] = defaultdict(float)
        for stem in sorted(held[place]):
            key = (each.language, stem)
            if len(where[key]) <= _COMMON:
                for other in where[key]:
                    score[other] += weight[key] ** 2
        apart = [
            (-value / length[other], other)
            for other, value in score.items()
            if excerpts[other].instrument != each.instrument
        ]
        pairs |= {(min(place, at), max(place, at)) for _, at in sorted(apart)[:k]}
    return tuple(Pairing(first, second) for first, second in sorted(pairs))
