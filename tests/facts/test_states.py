import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import UnknownName
from comity.facts.load import embedded
from comity.facts.states import _index, fold, members, name, resolve

BASE = embedded()
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_answers_to_its_name_in_each_language(language):
    for iso3 in sorted(BASE.states):
        assert resolve(BASE, name(BASE, iso3, language)) == iso3
        assert resolve(BASE, name(BASE, iso3, language).upper()) == iso3


def test_every_state_answers_to_both_codes_in_any_case():
    for row in BASE.rows("states"):
        for code in (row.key, row.key.lower(), row.text("iso2"), row.text("iso2").lower()):
            assert resolve(BASE, code) == row.key


def test_no_name_stands_for_two_states():
    assert {folded: held for folded, held in _index(BASE).items() if len(held) > 1} == {}


@pytest.mark.parametrize(
    ("given", "iso3"),
    [
        ("cote d ivoire", "CIV"), ("CÔTE D’IVOIRE", "CIV"), ("Vietnam", "VNM"), ("turkiye", "TUR"),
        (" Bolivia ", "BOL"), ("Кения", "KEN"), ("肯尼亚", "KEN"), ("كينيا", "KEN"),
        ("Nauru", "NRU"), ("Perú", "PER"), ("peru", "PER"),
    ],
)  # fmt: skip
def test_case_diacritics_and_punctuation_do_not_matter(given, iso3):
    assert resolve(BASE, given) == iso3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Kenia", "Kenya"), ("Russia", "Russian Federation"),
        ("Corea del Sur", "República de Corea"),
        ("Россия", "Российская Федерация"), ("UK", "United Kingdom of Great Britain"),
    ],
)  # fmt: skip
def test_another_name_leads_to_the_name_used_by_the_united_nations(given, shown):
    with pytest.raises(UnknownName) as raised:
        resolve(BASE, given)

    assert raised.value.exit_code == 2
    assert raised.value.near[0].startswith(shown)
    assert len(raised.value.near) <= 5


@given(st.text(max_size=40))
def test_any_text_is_a_state_or_an_unknown_name(text):
    try:
        found = resolve(BASE, text)
    except UnknownName:
        found = ""

    assert found == "" or (found in BASE.states and fold(text))


def test_an_unknown_group_is_refused():
    with pytest.raises(UnknownName, match="income_low"):
        members(BASE, "income_lo")
