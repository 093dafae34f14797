"""SKOS integrity conditions: SKOS Reference, W3C Recommendation, 18 August 2009."""

import copy
import json
import unicodedata

import pytest

from comity.config import LANGUAGES
from comity.errors import DamagedFacts, UnknownName
from comity.facts.load import FactBase, File, embedded
from comity.norms.skos import Relation, breaches
from comity.plans.vocabulary import json_ld, vocabulary

BASE = embedded()
HELD = vocabulary(BASE)
GRAPH = json_ld(BASE)
PREFIX = "urn:comity:principles:"


def node(graph, name):
    return next(each for each in graph["@graph"] if each["id"] == PREFIX + name)


def broken(change):
    graph = copy.deepcopy(GRAPH)
    change(graph)
    return breaches(graph)


@pytest.mark.parametrize("concept", HELD.concepts.values(), ids=lambda each: each.key)
def test_every_principle_has_six_labels_and_six_definitions_in_normal_form(concept):
    for texts in (concept.labels, concept.definitions):
        assert tuple(texts) == LANGUAGES
        for text in texts.values():
            assert text == unicodedata.normalize("NFC", text).strip()
    for text in concept.definitions.values():
        assert text[-1] in ".。"


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("ar", "؀", "ۿ"), ("ru", "Ѐ", "ӿ"), ("zh", "一", "鿿")],
)
def test_a_label_is_written_in_the_script_of_its_language(code, first, last):
    for concept in HELD.concepts.values():
        for text in (concept.labels[code], concept.definitions[code]):
            letters = [each for each in text if each.isalpha()]

            assert sum(first <= each <= last for each in letters) > 0.9 * len(letters), text


def test_no_label_or_definition_serves_two_principles():
    for code in LANGUAGES:
        for texts in ("labels", "definitions"):
            held = [getattr(each, texts)[code] for each in HELD.concepts.values()]

            assert len(set(held)) == len(held)


def test_what_no_native_reader_reviewed_says_so():
    assert not HELD.reviewed
    assert "No native reader" in node(GRAPH, "scheme")["editorialNote"][0]["@value"]


def test_the_scheme_keeps_every_integrity_condition():
    assert breaches(GRAPH) == ()


def test_relations_go_both_ways_and_point_to_principles():
    for key, concept in HELD.concepts.items():
        for other in concept.related:
            assert key in HELD.concepts[other].related
        assert set(concept.broader) <= set(HELD.concepts)


def test_every_match_stands_in_the_list_of_its_scheme():
    for concept in HELD.concepts.values():
        assert concept.matches, concept.key
        for match in concept.matches:
            assert match.concept in HELD.foreign[match.scheme].concepts


def test_the_other_schemes_have_their_published_size():
    # WAIE: 17 principles, Corrêa et al. 2023. OECD/LEGAL/0449: five principles, five
    # recommendations. UNESCO 2021: four values, ten principles, eleven areas. Fjeld et al. 2020: 8.
    sizes = {key: len(each.concepts) for key, each in HELD.foreign.items()}

    assert {key: sizes[key] for key in ("waie", "oecd", "unesco", "fjeld")} == {
        "waie": 17, "oecd": 10, "unesco": 25, "fjeld": 8,
    }  # fmt: skip


def test_a_match_by_name_alone_is_weaker_than_one_whose_meaning_was_read():
    for (_, scheme, _), row in HELD.rows.items():
        assert row.quality.value == ("estimated" if scheme in ("oecd", "unesco") else "assumed")


def test_exact_matches_are_few_and_never_by_name_alone():
    exact = [row for row in HELD.rows.values() if row.text("relation") == Relation.EXACT]

    assert exact
    assert all(row.quality.value == "estimated" for row in exact)


def test_a_scheme_that_is_a_concept_breaks_s9():
    both = ["skos:Concept", "skos:ConceptScheme"]
    found = broken(lambda graph: node(graph, "privacy").update(type=both))

    assert [each[:3] for each in found] == ["S9:"]


def test_an_other_label_equal_to_the_preferred_breaks_s13():
    same = {"@language": "en", "@value": "Privacy and data protection"}
    found = broken(lambda graph: node(graph, "privacy")["altLabel"].append(same))

    assert [each[:4] for each in found] == ["S13:"]


def test_two_preferred_labels_in_a_language_break_s14():
    second = {"@language": "fr", "@value": "Confidentialité"}
    found = broken(lambda graph: node(graph, "privacy")["prefLabel"].append(second))

    assert [each[:4] for each in found] == ["S14:"]


def test_a_related_concept_further_up_breaks_s27():
    def change(graph):
        node(graph, "human_rights").setdefault("broader", []).append(PREFIX + "democracy")
        node(graph, "human_rights")["related"] = []
        node(graph, "democracy")["related"] = [PREFIX + "privacy"]

    assert {each[:4] for each in broken(change)} == {"S27:"}


def test_a_related_match_inside_a_broader_one_breaks_s27():
    # relatedMatch and broadMatch are sub-properties of related and broader: S41.
    target = PREFIX + "oecd/1.1"
    found = broken(lambda graph: node(graph, "gender").update(relatedMatch=[target]))

    assert {each[:4] for each in found} == {"S27:"}


def test_an_exact_match_that_is_also_a_broad_one_breaks_s46():
    target = PREFIX + "unesco/value-1"
    found = broken(lambda graph: node(graph, "human_rights").update(broadMatch=[target]))

    assert "S46:" in {each[:4] for each in found}


def test_an_exact_match_through_a_third_concept_breaks_s46():
    # exactMatch is symmetric (S44) and transitive (S45).
    def change(graph):
        node(graph, "unesco/value-1")["exactMatch"] = [PREFIX + "fjeld/values"]

    assert [each[:4] for each in broken(change)] == ["S46:"]


def test_a_circle_and_a_dead_link_are_found():
    def change(graph):
        node(graph, "human_rights")["broader"] = [PREFIX + "privacy"]
        node(graph, "safety")["closeMatch"] = [PREFIX + "oecd/9.9"]

    assert {each.partition(":")[0] for each in broken(change)} >= {"cycle", "link"}


def test_a_principle_is_found_by_any_of_its_names():
    assert HELD.find("Explainability") == "transparency"
    assert HELD.find("vie privée et protection des données") == "privacy"
    assert HELD.find("人权") == "human_rights"
    with pytest.raises(UnknownName, match="privacy"):
        HELD.find("privcy")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("privacy,oecd,9.9,closeMatch,,user,2026,assumed\n", "concept"),
        ("privacy,oecd,1.5,sameAs,,user,2026,assumed\n", "relation"),
        ("privcy,oecd,1.5,closeMatch,,user,2026,assumed\n", "privacy"),
        ("privacy,oced,1.5,closeMatch,,user,2026,assumed\n", "oecd"),
    ],
)
def test_a_match_to_nothing_is_named(row, said):
    header = "principle,scheme,concept,relation,note,source,year,quality\n"
    file = File("principle_mappings.csv", (header + row).encode())
    base = FactBase(sources=BASE.sources, columns=BASE.columns, user=(file,))

    with pytest.raises(DamagedFacts, match=said):
        vocabulary(base)


def test_the_export_is_json_and_keeps_the_same_bytes():
    assert json.dumps(json_ld(BASE)) == json.dumps(GRAPH)
    assert GRAPH["@context"]["skos"] == "http://www.w3.org/2004/02/skos/core#"
    assert len([each for each in GRAPH["@graph"] if each.get("inScheme") == PREFIX + "scheme"]) == (
        len(HELD.concepts)
    )
