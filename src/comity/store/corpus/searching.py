"""Answers a query in any language: provisions by words and by meaning, and why each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.norms.encoding import LanguageFrame, Vectors, centre
from comity.norms.reading.types import canonical
from comity.norms.search import Match, fuse, is_stem, matches, sought
from comity.norms.types import Excerpt
from comity.store.corpus.comparison import Compared, compared
from comity.store.corpus.embedding import Seen
from comity.store.corpus.folder import Corpus

_DEEP = 200
"""How far down each ranking is joined."""

_COMMON = 0.25
"""Share of a corpus above which a word tells nothing: a choice of ours."""

_FAR = 10.0
"""Logarithm of how much likelier a short query must be in a language not known: a choice of ours.
Words that languages share differ by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A provision that answers a query, and why.

    Attributes
    ----------
    excerpt : Excerpt
        The provision.
    title : str
        Title of its instrument.
    words : tuple of str
        The words of the query it has; empty when meaning alone found it.
    matches : tuple of Match
        Slices of its text, byte for byte.
    meaning : float or None
        Likeness of meaning; None where the encoder does not know the language. [cosine]
    above : float or None
        Share of the corpus less like the query. [share]
    flag : str
        Why meaning is not told; empty when it is.
    """

    excerpt: Excerpt
    title: str
    words: tuple[str, ...]
    matches: tuple[Match, ...]
    meaning: float | None
    above: float | None
    flag: str = ""

    @property
    def reason(self) -> str:
        """Why it is found, in words."""
        said = []
        if self.words:
            said.append(f"words: {', '.join(self.words)}")
        if self.meaning is not None and self.above is not None:
            said.append(f"meaning {self.meaning:.2f}, above {_share(self.above)} of the corpus")
        return "; ".join([*said, self.flag] if self.flag else said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query finds.

    Attributes
    ----------
    query, language : str
        As typed; the language it is taken for, empty when it cannot be told.
    encoder : str
        What compares meaning.
    hits : tuple of Hit
        The best first.
    notes : tuple of str
        What holds for all of them.
    """

    query: str
    language: str
    encoder: str
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()


def search(
    corpus: Corpus,
    query: str,
    *,
    languages: Collection[str] = (),
    limit: int = 10,
    wanted: str = "",
    spoken: str = "",
    seen: Seen | None = None,
) -> Answer:
    """The provisions that answer a query, with the reason for each.

    Parameters
    ----------
    corpus : Corpus
        Where to look.
    query : str
        In any language.
    languages : collection of str
        ISO 639-1 codes of provisions wanted; all when empty.
    limit : int
        How many. [count]
    wanted : str
        Key of an encoder; the one that knows most languages of the corpus when empty.
    spoken : str
        Language of the query; told from its letters when empty.
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    Answer
        Two rankings, by words (BM25) and by meaning, take turns. Meaning is not told across
        a language the encoder does not know; words still are.

    Raises
    ------
    InputError
        If the query or the corpus is empty, or no provision is in a language wanted.
    """
    asked = canonical(query)
    if not any(each.isalnum() for each in asked):
        raise InputError("The query holds no word; write what you look for.")
    if limit < 1:
        raise InputError(f"At least one answer is needed, not {limit}.")
    pool = compared(corpus, wanted=wanted, seen=seen)
    allowed = np.array([not languages or each.language in languages for each in pool.excerpts])
    if not allowed.any():
        held = ", ".join(sorted({each.language or "not told" for each in pool.excerpts}))
        raise InputError(
            f"No provision is in {', '.join(sorted(languages))}; the corpus has {held}."
        )
    language = spoken or query_language(asked, pool)
    runs = _telling(corpus, sought(asked), len(pool.excerpts))
    scores, flag = _meaning(pool, asked, language)
    trusted = allowed & ~np.isnan(scores)
    order = np.argsort(-np.where(trusted, scores, -np.inf), kind="stable")[:_DEEP]
    by_meaning = [int(row) for row in order if trusted[row]]
    by_words = [row for row in _by_words(corpus, runs) if allowed[row]][:_DEEP]
    titles = {(each.work, each.language): each.title for each in corpus.held() if each.current}
    any_title = {work: title for (work, _), title in titles.items()}
    sorted_scores = np.sort(scores[~np.isnan(scores)])
    hits = []
    for row in fuse(by_words, by_meaning)[:limit]:
        each = pool.excerpts[row]
        found = matches(each.text, runs)
        told = None if np.isnan(scores[row]) else float(scores[row])
        hits.append(
            Hit(
                excerpt=each, matches=found,
                title=titles.get((each.instrument, each.language), any_title[each.instrument]),
                words=tuple(dict.fromkeys(each.text[one.start : one.end] for one in found)),
                meaning=told,
                above=None if told is None else
                float(np.searchsorted(sorted_scores, told) / len(sorted_scores)),
                flag=flag or _flag(pool, each),
            )
        )  # fmt: skip
    return Answer(
        query=query, language=language, encoder=pool.encoder.name, hits=tuple(hits),
        notes=(flag,) if flag else (),
    )  # fmt: skip


def query_language(query: str, pool: Compared) -> str:
    """The language of a query; empty when it cannot be told.

    One that is long enough is told like any text. A short one is taken for the likeliest language
    of the corpus, unless another that the encoder does not know is likelier by far.
    """
    from py3langid.langid import rank

    from comity.norms.reading.language import language

    told = language(query)
    if told:
        return told
    ranked = rank(query)
    known = [each for each in ranked if each[0] in pool.encoder.languages]
    first, weight = ranked[0]
    if known and first not in pool.encoder.languages and weight - known[0][1] > _FAR:
        return str(first)
    held = {each.language for each in pool.excerpts} - {""}
    return next((str(code) for code, _ in ranked if code in held), "")


def _meaning(pool: Compared, query: str, language: str) -> tuple[Vectors, str]:
    """Likeness of every row to a query, not a number where it cannot be told; what is wrong."""
    scores = np.full(len(pool.excerpts), np.nan, dtype=np.float32)
    name = pool.encoder.name
    if pool.encoder.crosses and language and language not in pool.encoder.languages:
        return scores, f"the encoder {name!r} does not know {language!r}: words only"
    vector = pool.encoder.encode([query])
    if pool.frames:
        code = language if language in pool.frames else ""
        frames = pool.frames if code in pool.frames else {code: _everywhere(pool)}
        vector = centre(vector, [code], frames)
    for at in range(0, len(scores), 16_384):
        scores[at : at + 16_384] = pool.matrix[at : at + 16_384] @ vector[0]
    if pool.encoder.crosses:
        unknown = [each.language in pool.unknown for each in pool.excerpts]
        scores[np.array(unknown)] = np.nan
    else:
        other = [bool(language) and each.language != language for each in pool.excerpts]
        scores[np.array(other)] = np.nan
    return scores, ""


def _everywhere(pool: Compared) -> LanguageFrame:
    """A frame for a query of a language the corpus lacks: the mean of those it has, no axes."""
    mean = np.stack([frame.mean for frame in pool.frames.values()]).mean(axis=0)
    none = np.zeros((0, pool.encoder.dimension), dtype=np.float32)
    return LanguageFrame(mean=mean, axes=none, scale=np.zeros(0, dtype=np.float32))


def _flag(pool: Compared, excerpt: Excerpt) -> str:
    if not pool.encoder.crosses:
        return f"the encoder {pool.encoder.name!r} compares spelling within one language"
    if excerpt.language in pool.unknown:
        name = repr(excerpt.language) if excerpt.language else "a language that is not told"
        return f"the encoder {pool.encoder.name!r} does not know {name}: words only"
    return ""


def _telling(
    corpus: Corpus, runs: tuple[tuple[str, ...], ...], count: int
) -> tuple[tuple[str, ...], ...]:
    """The words of a query without those a quarter of the corpus has, unless all are such."""
    rare = tuple(
        run
        for run in runs
        if corpus.tables.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (_asked(run),)
        ).fetchone()[0] <= _COMMON * count
    )  # fmt: skip
    return rare or runs


def _asked(run: tuple[str, ...]) -> str:
    return '"' + " ".join(run).replace('"', "") + '"' + ("*" if is_stem(run) else "")


def _by_words(corpus: Corpus, runs: tuple[tuple[str, ...], ...]) -> list[int]:
    """Rows of the comparison whose text has words of the query, by BM25, the best first."""
    if not runs:
        return []
    asked = " OR ".join(map(_asked, runs))
    place = {row: number for number, row in enumerate(corpus.rows())}
    found = corpus.tables.execute(
        "SELECT rowid, bm25(words) FROM words WHERE words MATCH ?", (asked,)
    )
    scored = [(round(score, 6), place[row]) for row, score in found if row in place]
    return [number for _, number in sorted(scored)]


def _share(value: float) -> str:
    # Never rounded up to all of it: the query is compared with this provision too.
    return f"{int(value * 1000) / 10:g} %"
