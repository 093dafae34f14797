"""Principles as a concept scheme: labels, definitions, relations and matches, written as SKOS.

A check reads the graph that is written, not what it was written from, so that it also holds for a
graph somebody else changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CONTEXT: Mapping[str, Any] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "id": "@id",
    "type": "@type",
    **{
        name: {"@id": f"skos:{name}"}
        for name in ("prefLabel", "altLabel", "definition", "scopeNote", "editorialNote")
    },
    **{
        name: {"@id": f"skos:{name}", "@type": "@id"}
        for name in (
            "inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related",
            "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch",
        )
    },
    "title": {"@id": "dct:title"},
    "license": {"@id": "dct:license"},
}  # fmt: skip
"""JSON-LD names of the SKOS and Dublin Core terms used."""

Graph = Mapping[str, Any]
Pairs = frozenset[tuple[str, str]]


class Relation(StrEnum):
    """How a concept of another scheme stands to one of ours.

    ``BROAD``: theirs is the wider. ``NARROW``: theirs is the narrower.
    """

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"
    RELATED = "relatedMatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A concept of another scheme and how it stands to ours."""

    scheme: str
    concept: str
    relation: Relation
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A principle as a concept.

    Attributes
    ----------
    key : str
        Identifier.
    labels, definitions : mapping of str to str
        Language -> what it is called, what it asks for.
    also : tuple of str
        Other English names.
    scope_note : str
        How it is told from its neighbours, in English.
    broader, related : tuple of str
        Identifiers of wider and of near concepts of the same scheme.
    matches : tuple of Match
        Concepts of other schemes.
    reviewed : bool
        Native readers have reviewed the translations.
    """

    key: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    also: tuple[str, ...] = ()
    scope_note: str = ""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Another scheme: its name, and what it calls each of its concepts."""

    key: str
    title: str
    concepts: Mapping[str, str] = field(default_factory=dict)


def to_json_ld(
    concepts: Sequence[Concept],
    foreign: Iterable[Foreign] = (),
    *,
    base: str,
    title: Mapping[str, str],
    licence: str = "",
    note: str = "",
) -> dict[str, Any]:
    """The scheme as SKOS in JSON-LD, with the concepts of other schemes it is matched to.

    Parameters
    ----------
    concepts : sequence of Concept
        Ours.
    foreign : iterable of Foreign
        Other schemes; those of their concepts that are matched are written.
    base : str
        What every address begins with.
    title : mapping of str to str
        Language -> title of the scheme.
    licence : str
        Terms of the scheme.
    note : str
        Editorial note in English.

    Returns
    -------
    dict
        ``@context`` and ``@graph``, concepts in the order given; `narrower` is stated with
        `broader`, and `related` both ways.

    References
    ----------
    .. [1] A. Miles, S. Bechhofer (eds), *SKOS Simple Knowledge Organization System Reference*,
           W3C Recommendation, 18 August 2009.
    """
    scheme: dict[str, Any] = {
        "id": f"{base}scheme",
        "type": "skos:ConceptScheme",
        "title": _texts(title),
        "hasTopConcept": [f"{base}{each.key}" for each in concepts if not each.broader],
    }
    if licence:
        scheme["license"] = licence
    if note:
        scheme["editorialNote"] = _texts({"en": note})
    ours = [_node(each, concepts, base) for each in concepts]
    matched = {(m.scheme, m.concept) for each in concepts for m in each.matches}
    theirs: list[dict[str, Any]] = []
    for other in foreign:
        held = {key: text for key, text in other.concepts.items() if (other.key, key) in matched}
        if not held:
            continue
        theirs.append(
            {
                "id": f"{base}{other.key}/scheme",
                "type": "skos:ConceptScheme",
                "title": _texts({"en": other.title}),
            }
        )
        theirs += [
            {
                "id": f"{base}{other.key}/{key}",
                "type": "skos:Concept",
                "prefLabel": _texts({"en": text}),
                "inScheme": f"{base}{other.key}/scheme",
            }
            for key, text in held.items()
        ]
    return {"@context": dict(CONTEXT), "@graph": [scheme, *ours, *theirs]}


def breaches(graph: Graph) -> tuple[str, ...]:
    """Every integrity condition of SKOS that a graph breaks, in sentences.

    Parameters
    ----------
    graph : mapping
        As `to_json_ld` writes it.

    Returns
    -------
    tuple of str
        Each begins with the condition: S9 (schemes are no concepts), S13 (preferred and other
        labels differ), S14 (one preferred label a language), S27 (related is never a broader
        transitive), S46 (an exact match is neither a broad nor a related one); or with ``link``
        (a target that is not in the graph) and ``cycle`` (a concept broader than itself, which
        SKOS allows and a scheme of principles does not). Empty when all hold.

    References
    ----------
    .. [1] *SKOS Reference*, W3C Recommendation, 18 August 2009, sections 4.4, 5.4, 8.4, 10.4.
    """
    nodes: Sequence[Mapping[str, Any]] = graph["@graph"]
    return (
        *_kinds(nodes),
        *_labels(nodes),
        *_links(nodes),
        *_hierarchy(nodes),
        *_matching(nodes),
    )


# Writing -----------------------------------------------------------------------------------


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def _node(concept: Concept, concepts: Sequence[Concept], base: str) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": f"{base}{concept.key}",
        "type": "skos:Concept",
        "inScheme": f"{base}scheme",
        "prefLabel": _texts(concept.labels),
        "definition": _texts(concept.definitions),
    }
    if not concept.broader:
        node["topConceptOf"] = f"{base}scheme"
    if concept.also:
        node["altLabel"] = [{"@language": "en", "@value": text} for text in concept.also]
    if concept.scope_note:
        node["scopeNote"] = _texts({"en": concept.scope_note})
    links = {
        "broader": concept.broader,
        "narrower": [each.key for each in concepts if concept.key in each.broader],
        "related": concept.related,
    }
    for name, keys in links.items():
        if keys:
            node[name] = [f"{base}{key}" for key in keys]
    for match in concept.matches:
        node.setdefault(match.relation.value, []).append(f"{base}{match.scheme}/{match.concept}")
    return node


# Checking ----------------------------------------------------------------------------------


def _many(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [] if value is None else [value]


def _pairs(nodes: Sequence[Mapping[str, Any]], *names: str) -> set[tuple[str, str]]:
    return {
        (node["id"], target) for node in nodes for name in names for target in _many(node.get(name))
    }


def _kinds(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    kinds: dict[str, set[str]] = {}
    for node in nodes:
        kinds.setdefault(node["id"], set()).update(_many(node["type"]))
    for name, held in kinds.items():
        if {"skos:Concept", "skos:ConceptScheme"} <= held:
            yield f"S9: {name} is a concept and a scheme."


def _labels(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for node in nodes:
        preferred, other, hidden = (
            [(each["@language"], each["@value"]) for each in _many(node.get(name))]
            for name in ("prefLabel", "altLabel", "hiddenLabel")
        )
        for pair in (set(preferred) & {*other, *hidden}) | (set(other) & set(hidden)):
            yield f"S13: {node['id']} has {pair[1]!r} as two kinds of label."
        languages = [language for language, _ in preferred]
        for language in sorted({each for each in languages if languages.count(each) > 1}):
            yield f"S14: {node['id']} has two preferred labels in {language!r}."


def _links(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    known = {node["id"] for node in nodes}
    links = [name for name, meaning in CONTEXT.items() if "@type" in meaning and name != "type"]
    for name in links:
        for one, other in sorted(_pairs(nodes, name)):
            if other not in known:
                yield f"link: {one} has the {name} {other}, which is not there."


def _hierarchy(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    upward = _pairs(nodes, "broader", "broadMatch")
    upward |= {(b, a) for a, b in _pairs(nodes, "narrower", "narrowMatch")}
    transitive = _closed(upward)
    related = _pairs(nodes, "related", "relatedMatch")
    for one, other in sorted(related):
        if (one, other) in transitive or (other, one) in transitive:
            yield f"S27: {one} is related to {other} and within it, or the reverse."
    for name in sorted({one for one, other in transitive if one == other}):
        yield f"cycle: {name} is broader than itself."


def _matching(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    exact = _pairs(nodes, "exactMatch")
    exact = set(_closed(exact | {(b, a) for a, b in exact}))
    others = _pairs(nodes, "broadMatch", "narrowMatch", "relatedMatch")
    for one, other in sorted(others):
        if (one, other) in exact:
            yield f"S46: {one} matches {other} exactly and in another way."


def _closed(pairs: set[tuple[str, str]]) -> Pairs:
    """Transitive closure."""
    onward: dict[str, set[str]] = {}
    for one, other in pairs:
        onward.setdefault(one, set()).add(other)
    found = set()
    for start in onward:
        ahead = list(onward[start])
        seen: set[str] = set()
        while ahead:
            here = ahead.pop()
            if here not in seen:
                seen.add(here)
                ahead += onward.get(here, ())
        found |= {(start, each) for each in seen}
    return frozenset(found)
