"""The norms of a text, clause by clause: `frames`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.norms.modality.grammar import Grammar, Marker
from comity.norms.modality.languages import GRAMMARS
from comity.norms.modality.plain import Plain, plain
from comity.norms.modality.quantities import quantities
from comity.norms.modality.types import Modality, NormFrame, Quantity, Span
from comity.norms.types import Excerpt

# A sentence ends at a stop before a capital, a semicolon, or the line of a list item.
_END = re.compile(
    r"[.;!?](?:[\"')\]»”]*)\s+(?=[\"'(«“]?[A-ZÀ-ÝА-ЯЁ0-9\u0600-\u06ff(\[]|[a-z]\))|[。；！？]|"
    r"[.;؛؟]\s*$"
)
_ITEM = re.compile(r"(?<=[\s:;,])\(?(?:[a-z]{1,2}|[ivx]{1,4}|\d{1,2})\)\s")
_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z]{1,2}\)|[-•–*]|第\S{1,6}条)+\s*(?:\d+[.)]\s+)?")
_ABBREVIATION = re.compile(
    r"(?:\b(?:art|no|e\.g|i\.e|inc|corp|ltd|co|st|cf|al|vs|p)|\b[A-Z])\.\s*$", re.I
)
# A point, and a line of an annex, is part of a sentence; a recital and a definition bind nobody.
_NO_DUTY = frozenset({"recital", "preambular", "definition", "point", "annex"})
# A longer text is not one provision; the grammar reads its beginning, and says so by its spans.
LONGEST = 60_000


def reads(language: str) -> bool:
    """Whether there is a grammar for a language.

    Parameters
    ----------
    language : str
        ISO 639-1 code.

    Returns
    -------
    bool
        False means that no frame of such a text is known, not that it has none.
    """
    return language in GRAMMARS


def frames(excerpt: Excerpt) -> tuple[NormFrame, ...]:
    """The norms of an excerpt in the order of its text.

    Parameters
    ----------
    excerpt : Excerpt
        Text, language, kind and force.

    Returns
    -------
    tuple of NormFrame
        One for each clause that says what must, may or must not be done, or what a word means;
        empty when there is none, or when no grammar reads the language (`reads`).

    Notes
    -----
    Marker words come first. In a language whose legislator writes duties in the indicative, a
    sentence of an operative provision of a binding text that has no marker in its main clause is
    a duty (rule ``structure``), or a prohibition when its main verb is negated (``negation``).
    """
    grammar = GRAMMARS.get(excerpt.language)
    if grammar is None:
        return ()
    view = plain(excerpt.text[:LONGEST])
    numbers = quantities(view)
    default = grammar.structural and excerpt.force == "binding" and excerpt.kind not in _NO_DUTY
    language, force = grammar.language, excerpt.force
    found: list[NormFrame] = []
    after_colon = False
    for start, end, item in sentences(view.text):
        held = [
            each
            for each in _marked(view.text, start, end, grammar)
            # "encourages" recommends in a resolution; in a binding text it is a verb like another.
            if excerpt.force != "binding" or each[0].name != "calls"
        ]
        lead = not (item and after_colon)
        if default and not any(_main(view.text, start, at, grammar) for _, (at, _) in held):
            held += _structural(view.text, start, end, grammar, lead=lead)
        if held:
            clause = _clause(view, start, end, grammar, numbers)
            found += [
                _frame(view, clause, marker, evidence, f"{language}.{marker.name}", force)
                for marker, evidence in sorted(held, key=lambda each: each[1])
            ]
        after_colon = view.text[start:end].rstrip().endswith(":") or (item and after_colon)
    return tuple(found)


def sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Sentences and list items of a text in one normal form.

    Parameters
    ----------
    text : str
        Text of a `Plain`.

    Yields
    ------
    tuple of int, int, bool
        Offsets, and whether it begins as an item of a list. [characters]
    """
    cuts = [(0, False)]
    for hit in _END.finditer(text):
        if hit[0][0] == "." and _ABBREVIATION.search(
            text[max(0, hit.start() - 8) : hit.start() + 1]
        ):
            continue
        cuts.append((hit.end(), bool(_ITEM.match(text, hit.end()))))
    cuts += [(hit.start(), True) for hit in _ITEM.finditer(text) if _is_item(text, hit.start())]
    places = dict(sorted(cuts, key=lambda each: (each[0], each[1])))
    edges = [*sorted(places), len(text)]
    for start, end in itertools.pairwise(edges):
        number = _NUMBER.match(text, start, end)
        body = number.end() if number else start
        if text[body:end].strip():
            yield body, end, places[start]


def _is_item(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return (bool(before) and before[-1] in ":;,") or before[-3:] in ("and", " et", " or", " ou")


def _marked(
    text: str, start: int, end: int, grammar: Grammar
) -> Iterator[tuple[Marker, tuple[int, int]]]:
    hits = [
        (hit.start(), -hit.end(), place, marker)
        for place, marker in enumerate(grammar.markers)
        for hit in marker.pattern.finditer(text, start, end)
        if hit.end() > hit.start()
    ]
    done = start
    for begin, minus_end, _, marker in sorted(hits, key=lambda each: each[:3]):
        if begin >= done and (not marker.main or _main(text, start, begin, grammar)):
            yield marker, (begin, -minus_end)
            done = -minus_end


def _main(text: str, start: int, at: int, grammar: Grammar) -> bool:
    """Whether a verb stands in the main clause: no subordinate clause is open before it."""
    opened = None
    for hit in grammar.subordinate.finditer(text, start, at):
        opened = hit
    if opened is None:
        return True
    # A few words between commas interrupt a clause; any other comma closes it.
    between = _ASIDE.sub(" ", text[opened.end() : at])
    return "," in between and len(between.split(",")[0].split()) > 2


_ASIDE = re.compile(r",\s*\w[\w']*(?:\s+[\w']+){0,3}\s*,")
_DUTY = Marker(name="structure", modality=Modality.OBLIGATION, pattern=re.compile(r"(?!)"))
_NOT = Marker(name="negation", modality=Modality.PROHIBITION, pattern=re.compile(r"(?!)"))
_FOUND = Marker(name="statement", modality=Modality.CONSTITUTIVE, pattern=re.compile(r"(?!)"))


def _structural(
    text: str, start: int, end: int, grammar: Grammar, *, lead: bool
) -> list[tuple[Marker, tuple[int, int]]]:
    if not lead:
        return []
    for hit in grammar.negation.finditer(text, start, end) if grammar.negation else ():
        if _main(text, start, hit.start(), grammar):
            return [(_NOT, hit.span())]
    said = grammar.statement.search(text, start, end) if grammar.statement else None
    if said and _main(text, start, said.start(), grammar):
        return [(_FOUND, said.span())]
    if len(text[start:end].split()) < 4 and not _ideographs(text[start:end]):
        return []
    return [(_DUTY, (start, end))]


def _ideographs(text: str) -> bool:
    return sum("一" <= each <= "鿿" for each in text) > 4


@dataclass(frozen=True, slots=True)
class _Clause:
    """What all norms of one clause share."""

    start: int
    end: int
    span: Span
    conditions: tuple[Span, ...]
    exceptions: tuple[Span, ...]
    quantities: tuple[Quantity, ...]


def _clause(
    view: Plain, start: int, end: int, grammar: Grammar, numbers: tuple[Quantity, ...]
) -> _Clause:
    span = view.back(start, end)
    return _Clause(
        start, end, span,
        tuple(_opened(view, start, end, grammar.conditions)),
        tuple(_opened(view, start, end, grammar.exceptions)),
        tuple(each for each in numbers if span.start <= each.span.start < span.end),
    )  # fmt: skip


def _frame(
    view: Plain,
    clause: _Clause,
    marker: Marker,
    evidence: tuple[int, int],
    rule: str,
    force: str,
) -> NormFrame:
    whole = evidence == (clause.start, clause.end)
    strength = {Modality.RECOMMENDATION: 1, Modality.CONSTITUTIVE: 0}.get(
        marker.modality, 3 if force == "binding" else 2
    )
    return NormFrame(
        modality=marker.modality,
        strength=strength,
        rule=rule,
        evidence=view.back(*evidence),
        clause=clause.span,
        bearer=view.back(clause.start, clause.start if whole else evidence[0]),
        action=view.back(clause.start if whole else evidence[1], clause.end),
        conditions=clause.conditions,
        exceptions=clause.exceptions,
        quantities=clause.quantities,
    )


def _opened(view: Plain, start: int, end: int, opening: re.Pattern[str]) -> Iterator[Span]:
    """Clauses that a word opens, up to the next comma or the end."""
    for hit in opening.finditer(view.text, start, end):
        comma = view.text.find(",", hit.end(), end)
        yield view.back(hit.start(), comma if comma > 0 else end)
