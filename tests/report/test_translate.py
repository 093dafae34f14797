# ruff: noqa: E501  patterns of HTML stand on one line
import gettext
import re

import pytest

from comity.errors import UnknownName
from comity.plans.content import StateName, Text
from comity.report import page, render
from comity.report.translate import Translator, translator
from comity.report.words import plain, quantity
from report.pseudo import Pseudo, pseudo
from report.sample import JOINED, NAMES, sample

ENGLISH = translator("en", NAMES)


def test_a_day_is_written_to_the_precision_it_is_known_to():
    assert ENGLISH.day("2026-09-30") == "30 September 2026"
    assert ENGLISH.day("2026-09", "short") == "Sep 2026"
    assert ENGLISH.day("2026") == "2026"


def test_an_unreadable_day_is_left_as_it_is():
    assert ENGLISH.day("after 2027") == "after 2027"


def test_a_language_that_is_not_of_the_united_nations_is_refused():
    with pytest.raises(UnknownName, match="'xx'"):
        render.html(sample(), "xx")


def test_a_language_without_catalogue_is_answered_in_english_and_says_so():
    html = render.html(sample(), "fr")

    assert '<html lang="en" dir="ltr">' in html
    assert "Not yet translated into Français" in html


def test_a_translation_may_reorder_the_values():
    class French(gettext.NullTranslations):
        def gettext(self, message):
            return {"{state} joined {joined}": "{joined} : {state}"}.get(message, message)

    french = Translator(
        language="fr", wanted="fr", catalogue=French(), direction="ltr", names=NAMES
    )
    text = Text("{state} joined {joined}", state=StateName("KEN"), joined=JOINED)

    assert plain(text, french) == "7 : Kenya"


def test_a_message_that_names_a_value_it_lacks_is_refused():
    with pytest.raises(UnknownName, match="'missing'"):
        plain(Text("{missing}"), ENGLISH)


def test_a_number_given_as_count_is_a_value_and_chooses_the_form():
    text = Text("{count} state", plural="{count} states", count=JOINED)

    assert plain(text, ENGLISH) == "7 states"


def test_an_acronym_in_the_name_of_a_quantity_is_spelt_as_one():
    assert quantity("sites.annual_pue", ENGLISH) == "Annual PUE"


VERBATIM = re.compile(r"<(style|svg|bdi|code|title|footer)\b.*?</\1>|<h1.*?</h1>|<table class=\"plain.*?</table>", re.S)  # fmt: skip


def test_every_word_of_a_page_passes_through_the_catalogue():
    brief = sample()
    translate = pseudo(brief.names)
    html = VERBATIM.sub("", page.html(brief, translate))
    outside = re.sub(r"«[^»]*»|<[^>]*>", " ", html)
    words = set(re.findall(r"[A-Za-z]{4,}", outside))
    formatted = {
        "Comity",
        "Kenya",
        "September",
        "doctype",
        "html",
        "Data",
        "English",
        "ILLUSTRATIVE",
        "nbsp",
        "fund",
    }

    assert words <= formatted


def test_arabic_pages_run_right_to_left_and_their_bands_left_to_right():
    brief = sample()
    html = page.html(brief, pseudo(brief.names, language="ar", arabic=True))

    assert '<html lang="ar" dir="rtl">' in html
    assert '<bdi dir="ltr">1.14–1.26</bdi>' in html
    assert all(
        'direction="ltr"' in root for root in re.findall(r'<svg class="(?:wide|narrow)[^>]*>', html)
    )
    assert "\u2067" in html


def test_the_pseudo_language_lengthens_every_message_and_keeps_its_values():
    assert Pseudo().gettext("Facts as of {day}") == "«Facts as of ~~~~»{day}"
