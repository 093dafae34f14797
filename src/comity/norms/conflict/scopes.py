"""A condition, an exception, a turning word or a name that only one text has."""

from __future__ import annotations

import re

from comity.norms.conflict.parsed import Parsed, contained, dice, stem_set
from comity.norms.conflict.types import Firing, Rule, Verdict
from comity.norms.conflict.words import content, stems
from comity.norms.modality.languages import GRAMMARS
from comity.norms.modality.types import Span

_WORD = re.compile(r"[^\W\d_][\w-]*")
_NAME = re.compile(r"(?<=[a-z,\)] )[A-ZÀ-ÝА-Я][\w.-]+")
# Words that turn a scope round; closed classes, small letters.
_TURNS = {
    "en": "all no none only without never not always insufficient",
    "fr": "tous toutes aucun aucune seulement uniquement sans jamais toujours sauf",
    "es": "todos todas ninguno ninguna solo sólo únicamente sin nunca siempre salvo",
    "ru": "все всех только без никогда всегда кроме",
    "ar": "جميع فقط دون إلا",
    "zh": "",
}
# Phrases in which such a word turns nothing.
_BENIGN = re.compile(
    r"without (?:limitation|delay|undue delay|prejudice)|not? (?:later|less|more|fewer) than|"
    r"(?:but )?not limited to|any and all|at all times|by no means|sans (?:délai|tarder|"
    r"préjudice|retard)|"
    r"sin (?:demora|dilación|perjuicio)|"
    r"both of|if not already", re.I,
)  # fmt: skip
_TURN = {language: frozenset(words.split()) for language, words in _TURNS.items()}


def scopes(first: Parsed, second: Parsed) -> list[Firing]:
    """Where one text speaks of other cases or actors than the other.

    Parameters
    ----------
    first, second : Parsed
        Provisions of one language.

    Returns
    -------
    list of Firing
        A clause of condition or exception more; a word such as "only", "all", "without" more; a
        name in each that the other does not have.
    """
    grammar = GRAMMARS.get(first.excerpt.language)
    if grammar is None or not first.sentences or not second.sentences:
        return []
    out = []
    near = 0.5 * dice(first.words, second.words) + 0.5 * contained(first.words, second.words)
    for kind, opening in (("condition", grammar.conditions), ("exception", grammar.exceptions)):
        held = [list(opening.finditer(each.view.text)) for each in (first, second)]
        if len(held[0]) == len(held[1]):
            continue
        more = 0 if len(held[0]) > len(held[1]) else 1
        text = (first, second)[more]
        hit = _unmatched(text, held[more], (first, second)[1 - more])
        span = Span(hit.start(), _clause_end(text.view.text, hit.end()))
        out.append(_scope(first, second, more, span, kind, near))
    out += [*_turns(first, second, near), *_names(first, second, near)]
    return out


def _unmatched(text: Parsed, hits: list[re.Match[str]], other: Parsed) -> re.Match[str]:
    """The clause whose words the other text has least of."""

    def shared(hit: re.Match[str]) -> float:
        words = stem_set(text.view.text[hit.end() : _clause_end(text.view.text, hit.end())],
                       text.excerpt.language)  # fmt: skip
        return len(words & other.words) / max(1, len(words))

    return min(hits, key=lambda hit: (shared(hit), hit.start()))


def _clause_end(text: str, start: int) -> int:
    ends = [at for mark in ",;." if (at := text.find(mark, start)) > 0]
    return min(ends, default=len(text))


def _scope(first: Parsed, second: Parsed, more: int, span: Span, kind: str, near: float) -> Firing:
    other = _nearest_clause((first, second)[more], (first, second)[1 - more])
    spans = (span, other) if more == 0 else (other, span)
    return Firing(
        rule=Rule.SCOPE, verdict=Verdict.GROUND, stricter=-1, spans=spans, kind=kind,
        clauses=spans, strength=near, reason=kind,
    )  # fmt: skip


def _nearest_clause(text: Parsed, other: Parsed) -> Span:
    """The clause of the other text that stands where this one would."""
    return max(
        other.sentences,
        key=lambda clause: dice(
            stem_set(clause.of(other.excerpt.text), other.excerpt.language), text.words
        ),
    )


def _turns(first: Parsed, second: Parsed, near: float) -> list[Firing]:
    turns = _TURN.get(first.excerpt.language, frozenset())
    if not turns:
        return []
    places = [
        {hit[0].casefold(): hit.span() for hit in _WORD.finditer(_quiet(each.view.text))
         if hit[0].casefold() in turns and not _in_evidence(each, hit.span())}
        for each in (first, second)
    ]  # fmt: skip
    for more in (0, 1):
        alone = sorted(places[more].keys() - places[1 - more].keys())
        if alone:
            span = Span(*places[more][alone[0]])
            return [_scope(first, second, more, span, "turn", near)]
    return []


def _quiet(text: str) -> str:
    return _BENIGN.sub(lambda hit: " " * len(hit[0]), text)


def _names(first: Parsed, second: Parsed, near: float) -> list[Firing]:
    """A name in each text that the other does not have."""
    places = [
        {stem: hit.span() for hit in _NAME.finditer(each.view.text)
         for stem in stems(content(hit[0], each.excerpt.language))}
        for each in (first, second)
    ]  # fmt: skip
    alone = [sorted(places[at].keys() - set(stems(content(
        (first, second)[1 - at].view.text, (first, second)[1 - at].excerpt.language
    )))) for at in (0, 1)]  # fmt: skip
    if not alone[0] or not alone[1]:
        return []
    one, other = (Span(*places[at][alone[at][0]]) for at in (0, 1))
    return [
        Firing(rule=Rule.SCOPE, verdict=Verdict.GROUND, stricter=-1, spans=(one, other),
               clauses=(one, other), kind="name", strength=near, reason="name")
    ]  # fmt: skip


def _in_evidence(text: Parsed, span: tuple[int, int]) -> bool:
    return any(
        each.evidence.start <= span[0] < each.evidence.end and each.evidence != each.clause
        for each in text.frames
    )
