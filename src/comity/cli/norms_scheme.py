"""``comity norms scheme``: the principles as a concept scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_csv, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.norms.skos import Concept
    from comity.plans.vocabulary import Vocabulary


@click.command("scheme")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json-ld"]),
    default="table",
    show_default=True,
    help="json-ld is SKOS in all six languages.",
)
@click.option("--base-iri", metavar="IRI", help="What addresses in JSON-LD begin with.")
@json_option
@click.pass_obj
def command(settings: Settings, form: str, base_iri: str | None, as_json: bool) -> None:
    """Show the principles: labels, definitions, relations, and what other schemes call them."""
    from comity.plans.vocabulary import BASE_IRI, NOT_REVIEWED, json_ld, vocabulary

    base = open_facts(settings)
    held = vocabulary(base)
    if form == "json-ld":
        print_json(json_ld(base, base_iri=base_iri or BASE_IRI))
        return
    rows = [_row(each, held, settings.language) for each in held.concepts.values()]
    if as_json:
        print_json({"language": settings.language, "reviewed": held.reviewed, "principles": rows})
        return
    if form == "csv":
        names = ("principle", "label", "definition", "scope_note", "broader", "related", "matches")
        print_csv(names, [[_cell(row[name]) for name in names] for row in rows])
        return
    print_table(
        ("principle", "label", "definition", "the same or close in"),
        [
            (row["principle"], row["label"], row["definition"], _close(row["matches"]))
            for row in rows
        ],
        title=f"{len(rows)} principles, in {settings.language}",
    )
    if not held.reviewed and settings.language != "en":
        click.echo(NOT_REVIEWED)


def _row(concept: Concept, held: Vocabulary, language: str) -> dict[str, Any]:
    return {
        "principle": concept.key,
        "label": concept.labels.get(language, concept.labels["en"]),
        "definition": concept.definitions.get(language, concept.definitions["en"]),
        "scope_note": concept.scope_note,
        "broader": list(concept.broader),
        "related": list(concept.related),
        "matches": [
            {
                "scheme": each.scheme,
                "concept": each.concept,
                "label": held.foreign[each.scheme].concepts[each.concept],
                "relation": each.relation.value,
                "note": each.note,
                "quality": held.rows[concept.key, each.scheme, each.concept].quality.value,
            }
            for each in concept.matches
        ],
    }


def _close(matches: list[dict[str, str]]) -> str:
    near = ("exactMatch", "closeMatch")
    return ", ".join(
        f"{each['scheme']} {each['concept']}" for each in matches if each["relation"] in near
    )


def _cell(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return value
    return "; ".join(
        each if isinstance(each, str) else f"{each['relation']} {each['scheme']} {each['concept']}"
        for each in value
    )
