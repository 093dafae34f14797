"""Links between instruments: overlap of meaning, borrowed words, provisions that translate."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity.engine import map_cases
from comity.errors import UnknownName
from comity.norms.nearest import all_pairs, join_best
from comity.norms.overlap import align, borrowed
from comity.norms.types import Excerpt
from comity.store.corpus.adding import one_thread_each
from comity.store.corpus.comparison import Compared, comparable, compared
from comity.store.corpus.embedding import Seen
from comity.store.corpus.folder import Corpus

KINDS = ("overlap", "borrowed", "translation")

LEAST = 0.5
"""Likeness below which two provisions are no overlap: a choice of ours, and an option. [cosine]"""

_NEIGHBOURS = 10
_TWIN = 0.5
_MANY = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two provisions that belong together, and how.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    first, second : Excerpt
        The provisions.
    score : float
        Likeness of meaning [cosine]; for borrowed text the share of rare word groups. [share]
    first_span, second_span : tuple of int
        The slice meant: the shared words of a borrowing, else the whole. [characters]
    note : str
        What a user must know; empty when nothing.
    """

    kind: str
    first: Excerpt
    second: Excerpt
    score: float
    first_span: tuple[int, int]
    second_span: tuple[int, int]
    note: str = ""


def links(
    corpus: Corpus,
    *,
    kind: str = "overlap",
    least: float | None = None,
    wanted: str = "",
    seen: Seen | None = None,
) -> tuple[Link, ...]:
    """The links of one kind in a corpus, the strongest first.

    Parameters
    ----------
    corpus : Corpus
        What is compared.
    kind : str
        One of `KINDS`.
    least : float, optional
        Score below which there is no link; `LEAST` for overlap, 0.3 for the others.
    wanted : str
        Key of an encoder.
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    tuple of Link
        Two languages of one work are never overlap, nor are two works that turn out to be
        translations of one another.

    Raises
    ------
    UnknownName
        If there is no such kind.
    InputError
        If the corpus is empty.
    """
    if kind not in KINDS:
        raise UnknownName("kind of link", kind, KINDS, near=KINDS)
    if kind == "borrowed":
        return _borrowed(corpus, 0.3 if least is None else least)
    pool = compared(corpus, wanted=wanted, seen=seen)
    if kind == "translation":
        return _translations(pool, 0.3 if least is None else least)
    return _overlap(pool, LEAST if least is None else least)


def nearest(
    pool: Compared, *, k: int = _NEIGHBOURS, workers: int | None = None
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The k most similar provisions of other works for each provision, exactly.

    Parameters
    ----------
    pool : Compared
        A corpus made comparable.
    k : int
        How many for each. [count]
    workers : int, optional
        Processes; one a core when the corpus is large enough to pay.

    Returns
    -------
    scores, indices : ndarray, shape (n, k)
        As `comity.norms.nearest.all_pairs` gives them; they do not depend on the processes.
    """
    cores = os.cpu_count() or 1
    count = workers or (cores if len(pool.excerpts) > _MANY else 1)
    if count < 2:
        return all_pairs(pool.matrix, k=k, groups=pool.groups)
    cases = [(pool.path, pool.groups, k, place, count) for place in range(count)]
    with one_thread_each():
        parts = list(map_cases(nearest_part, cases, engine="processes", workers=count))
    return join_best(parts, k=k)


def nearest_part(
    case: tuple[Path, NDArray[np.int64], int, int, int],
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """What one process finds: its bands of the product."""
    path, groups, k, place, count = case
    return all_pairs(np.load(path, mmap_mode="r"), k=k, groups=groups, part=(place, count))


def _overlap(pool: Compared, least: float) -> tuple[Link, ...]:
    scores, indices = nearest(pool)
    twins = _twins(pool, indices)
    rows, columns = np.nonzero(scores >= least)
    found: dict[tuple[int, int], float] = {}
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        other = int(indices[row, column])
        found[min(row, other), max(row, other)] = float(scores[row, column])
    made = []
    for (first, second), score in found.items():
        one, two = pool.excerpts[first], pool.excerpts[second]
        if frozenset((one.instrument, two.instrument)) not in twins and _comparable(pool, one, two):
            made.append(_link("overlap", one, two, score))
    return _sorted(made)


def _comparable(pool: Compared, one: Excerpt, two: Excerpt) -> bool:
    """Whether likeness of meaning can be told: both languages known, or one for spelling."""
    if not pool.encoder.crosses:
        return one.language == two.language
    return one.language not in pool.unknown and two.language not in pool.unknown


def _twins(pool: Compared, indices: NDArray[np.int64]) -> frozenset[frozenset[str]]:
    """Pairs of works in different languages most of whose provisions are each other's nearest.

    They are one work in two languages that was added as two.
    """
    mutual: Counter[frozenset[str]] = Counter()
    size: Counter[str] = Counter(each.instrument for each in pool.excerpts)
    first = indices[:, 0]
    for row, other in enumerate(first.tolist()):
        if other > row and first[other] == row:
            one, two = pool.excerpts[row], pool.excerpts[other]
            if one.language != two.language and one.eid == two.eid:
                mutual[frozenset((one.instrument, two.instrument))] += 1
    return frozenset(
        pair for pair, count in mutual.items() if count >= _TWIN * min(size[each] for each in pair)
    )


def twin_works(pool: Compared) -> tuple[tuple[str, str], ...]:
    """Works added apart that are one in two languages; give them one ``--work``."""
    _, indices = nearest(pool, k=1)
    pairs = _twins(pool, indices)
    return tuple(sorted((min(pair), max(pair)) for pair in pairs))


def _borrowed(corpus: Corpus, least: float) -> tuple[Link, ...]:
    excerpts = comparable(corpus)
    number: dict[str, int] = {}
    groups = [number.setdefault(each.instrument, len(number)) for each in excerpts]
    texts = [each.text for each in excerpts]
    return tuple(
        Link(
            kind="borrowed", first=excerpts[each.first], second=excerpts[each.second],
            score=each.share, first_span=each.first_span, second_span=each.second_span,
        )
        for each in borrowed(texts, groups, least_share=least)
    )  # fmt: skip


def _translations(pool: Compared, least: float) -> tuple[Link, ...]:
    """Provisions of one work in two languages that translate each other, in order."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, each in enumerate(pool.excerpts):
        if _comparable(pool, each, each):
            rows[each.instrument, each.language].append(row)
    by_work: dict[str, list[str]] = defaultdict(list)
    for work, language in rows:
        by_work[work].append(language)
    versions = [
        ((work, one), (work, two), "")
        for work, languages in by_work.items()
        for place, one in enumerate(sorted(languages))
        for two in sorted(languages)[place + 1 :]
    ]
    note = "added as two works; give both one --work"
    for first, second in twin_works(pool) if pool.encoder.crosses else ():
        versions += [
            ((first, one), (second, two), note)
            for one in sorted(by_work[first])
            for two in sorted(by_work[second])
            if one != two
        ]
    made = []
    for one, two, said in versions if pool.encoder.crosses else ():
        ours, theirs = rows[one], rows[two]
        for left, right in align(pool.matrix[ours], pool.matrix[theirs], least=least):
            row, other = ours[left], theirs[right]
            score = float(pool.matrix[row] @ pool.matrix[other])
            made.append(_link("translation", pool.excerpts[row], pool.excerpts[other], score, said))
    return tuple(made)


def _link(kind: str, first: Excerpt, second: Excerpt, score: float, note: str = "") -> Link:
    return Link(
        kind=kind, first=first, second=second, score=score, first_span=(0, len(first.text)),
        second_span=(0, len(second.text)), note=note,
    )  # fmt: skip


def _sorted(made: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(sorted(made, key=_standing))


def _standing(link: Link) -> tuple[float, str, str, str, str]:
    first, second = link.first, link.second
    return (-round(link.score, 5), first.instrument, first.eid, second.instrument, second.eid)
