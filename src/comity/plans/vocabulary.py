"""The principles as a concept scheme in six languages, with what other schemes call them."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.config import LANGUAGES
from comity.errors import DamagedFacts, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.norms.skos import Concept, Foreign, Match, Relation, to_json_ld
from comity.plans.adherence import Held

BASE_IRI = "urn:comity:principles:"
"""What addresses begin with until a publisher gives its own; no registered name."""

NOT_REVIEWED = (
    "Labels and definitions in languages other than English are our own translations. "
    "No native reader has reviewed them."
)

FOREIGN = {
    "agora": "AGORA tags",
    "fjeld": "Principled Artificial Intelligence",
    "oecd": "OECD/LEGAL/0449",
    "unesco": "UNESCO Recommendation on the Ethics of Artificial Intelligence",
    "waie": "Worldwide AI Ethics",
}
"""Other schemes, by the key of the table and by the name of the publication."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The principles and the concepts of other schemes.

    Attributes
    ----------
    concepts : mapping of str to Concept
        Ours, by identifier, in alphabetical order.
    foreign : mapping of str to Foreign
        Other schemes, by key.
    rows : mapping of (str, str, str) to Row
        Row of each match, by principle, scheme and concept.
    reviewed : bool
        Native readers have reviewed every translation.
    """

    concepts: Mapping[str, Concept]
    foreign: Mapping[str, Foreign]
    rows: Mapping[tuple[str, str, str], Row]
    reviewed: bool

    def find(self, name: str) -> str:
        """Identifier of the principle of that identifier, label or other name.

        Raises
        ------
        UnknownName
            If there is none.
        """
        names = {
            given.casefold(): key
            for key, concept in self.concepts.items()
            for given in (*concept.also, *concept.labels.values(), key)
        }
        wanted = unicodedata.normalize("NFC", name).strip().casefold()
        if wanted not in names:
            raise UnknownName("principle", name, [*self.concepts, *names])
        return names[wanted]


def vocabulary(base: FactBase) -> Vocabulary:
    """The principles of a base as concepts, made once."""
    return _vocabulary(Held(base.snapshot, base))


def json_ld(base: FactBase, *, base_iri: str = BASE_IRI) -> dict[str, Any]:
    """The scheme as SKOS in JSON-LD, in all six languages."""
    held = vocabulary(base)
    return to_json_ld(
        tuple(held.concepts.values()),
        held.foreign.values(),
        base=base_iri,
        title={"en": "Principles of AI governance"},
        licence="https://creativecommons.org/licenses/by/4.0/",
        note="" if held.reviewed else NOT_REVIEWED,
    )


@functools.cache
def _vocabulary(held: Held) -> Vocabulary:
    base = held.base
    principles = sorted(base.rows("principles"), key=lambda row: row.key)
    labels: dict[str, dict[str, str]] = {key: {} for key in FOREIGN}
    for row in base.rows("schemes"):
        scheme = row.text("scheme")
        if scheme not in labels:
            raise DamagedFacts(f"schemes, row {row.key}: {UnknownName('scheme', scheme, labels)}")
        labels[scheme][row.text("concept")] = row.text("label")
    keys = [row.key for row in principles]
    rows: dict[tuple[str, str, str], Row] = {}
    matches: dict[str, list[Match]] = {key: [] for key in keys}
    for row in base.rows("principle_mappings"):
        principle, scheme, concept = (row.text(name) for name in ("principle", "scheme", "concept"))
        _check(row, "principle", principle, matches)
        _check(row, "scheme", scheme, labels)
        _check(row, "concept", concept, labels[scheme])
        _check(row, "relation", row.text("relation"), list(Relation))
        rows[principle, scheme, concept] = row
        matches[principle].append(
            Match(
                scheme=scheme,
                concept=concept,
                relation=Relation(row.text("relation")),
                note=row.text("note"),
            )
        )
    concepts = {row.key: _concept(row, tuple(matches[row.key]), keys) for row in principles}
    return Vocabulary(
        concepts=concepts,
        foreign={
            key: Foreign(key=key, title=title, concepts=labels[key])
            for key, title in FOREIGN.items()
        },
        rows=rows,
        reviewed=all(each.reviewed for each in concepts.values()),
    )


def _concept(row: Row, matches: tuple[Match, ...], keys: list[str]) -> Concept:
    links = {}
    for name in ("broader", "related"):
        links[name] = tuple(filter(None, row.text(name).split(";")))
        for key in links[name]:
            _check(row, name, key, keys)
    return Concept(
        key=row.key,
        labels=_texts(row, "label"),
        definitions=_texts(row, "definition"),
        also=tuple(filter(None, row.text("also").split(";"))),
        scope_note=row.text("scope_note"),
        broader=links["broader"],
        related=links["related"],
        matches=matches,
        reviewed=bool(row.cells["labels_reviewed"] and row.cells["definitions_reviewed"]),
    )


def _texts(row: Row, column: str) -> dict[str, str]:
    return {
        code: row.text(column if code == "en" else f"{column}_{code}")
        for code in LANGUAGES
        if row.text(column if code == "en" else f"{column}_{code}")
    }


def _check(row: Row, column: str, name: str, known: Mapping[str, object] | list[str]) -> None:
    if name not in known:
        near = UnknownName(column, name, known)
        raise DamagedFacts(f"{row.table}, row {row.key}, column {column!r}: {near}")
