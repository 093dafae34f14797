import importlib.util
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.norms.modality import GRAMMARS, Modality, frames, plain, quantities, reads
from comity.norms.provisions import Kind, segment
from comity.norms.reading import read
from comity.norms.types import Excerpt

O, F, P = Modality.OBLIGATION, Modality.PROHIBITION, Modality.PERMISSION  # noqa: E741


def excerpt(text, language="en", *, kind="paragraph", force="binding"):
    return Excerpt(instrument="one", eid="1", text=text, language=language, kind=kind, force=force)


def modalities(text, language="en", **more):
    return [each.modality for each in frames(excerpt(text, language, **more))]


@pytest.mark.parametrize(
    ("text", "language", "modality"),
    [
        ("Providers shall keep the logs.", "en", O),
        ("Providers must not place the system on the market.", "en", F),
        ("No person may be compelled to disclose the code.", "en", F),
        ("The Commission may adopt guidelines.", "en", P),
        ("Deployers are not required to register.", "en", P),
        ("Users have the right to an explanation.", "en", Modality.ENTITLEMENT),
        ("States should share knowledge.", "en", Modality.RECOMMENDATION),
        ("Les fournisseurs conservent les journaux pendant six mois.", "fr", O),
        ("Le fournisseur ne met pas le système sur le marché.", "fr", F),
        ("Les pratiques suivantes sont interdites.", "fr", F),
        ("La Commission peut adopter des lignes directrices.", "fr", P),
        ("Los proveedores conservarán los registros durante seis meses.", "es", O),
        ("El proveedor no podrá introducir el sistema en el mercado.", "es", F),
        ("La Comisión podrá adoptar directrices.", "es", P),
        ("Поставщики должны хранить журналы.", "ru", O),
        ("Запрещается использование таких систем.", "ru", F),
        ("Комиссия может принимать руководящие указания.", "ru", P),
        ("提供者应当保存日志。", "zh", O),
        ("任何组织不得非法收集个人信息。", "zh", F),
        ("主管部门可以发布指南。", "zh", P),
        ("يجب على مقدمي الخدمة حفظ السجلات.", "ar", O),
        ("لا يجوز استخدام هذه الأنظمة.", "ar", F),
        ("يجوز للجنة أن تصدر مبادئ توجيهية.", "ar", P),
        ("Nul ne peut vendre ces données.", "fr", F),
        ("Nul ne sera puni.", "fr", F),
        ("Aucun fournisseur n'est tenu de publier le code.", "fr", P),
        ("Les utilisateurs ont droit à une explication.", "fr", Modality.ENTITLEMENT),
        ("L'État a le devoir de publier.", "fr", O),
        ("Nadie podrá vender estos datos.", "es", F),
        ("Nadie será castigado.", "es", F),
        ("A ninguna persona se negará el acceso.", "es", F),
        ("Los Estados han de publicar el informe.", "es", O),
        ("Никто не обязан отвечать.", "ru", P),
        ("Никто не вправе продавать эти данные.", "ru", F),
        ("Родители имеют обязанности перед детьми.", "ru", O),
        ("人人有查阅数据的权利。", "zh", Modality.ENTITLEMENT),
        ("不能使用的系统应当退出市场。", "zh", O),
        ("不能使用该系统。", "zh", F),
        ("لا تباع أي بيانات.", "ar", F),
        ("لا يعاقب أي شخص.", "ar", F),
        ("لا يلزم أي شخص بالتسجيل.", "ar", P),
        ("لا يمنع هذا القانون أي دولة من النشر.", "ar", P),
        ("Nadie estará obligado a registrarse.", "es", P),
        ("Ninguna persona está obligada a responder.", "es", P),
        ("لكل مواطن حرية التعبير.", "ar", Modality.ENTITLEMENT),
        ("على كل دولة واجبات.", "ar", O),
    ],
)
def test_each_language_family_says_must_may_and_must_not(text, language, modality):
    assert modalities(text, language) == [modality]


@pytest.fixture
def measured(shared, monkeypatch):
    monkeypatch.setenv("COMITY_SHARED", str(shared))
    file = Path(__file__).parents[2] / "tools" / "measure_modality.py"
    spec = importlib.util.spec_from_file_location("measure_modality", file)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return {(each.language, each.half[:4], each.modality.value): each for each in module.scores()}


# Universal Declaration of Human Rights, General Assembly resolution 217 A (III), 1948.
@pytest.mark.shared
@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_rights_and_bans_of_the_declaration_are_read_in_articles_never_looked_at(
    measured, language
):
    right, ban = (measured[language, "even", each] for each in ("entitlement", "prohibition"))

    assert (right.hits + right.missed, ban.hits + ban.missed) == (15, 6)
    assert right.f1 >= 0.9
    assert ban.f1 >= (0.6 if language == "ar" else 0.8)


def test_a_language_without_a_grammar_is_told_and_not_guessed():
    assert not reads("sw")
    assert frames(excerpt("Watoa huduma lazima wahifadhi kumbukumbu.", "sw")) == ()


def test_the_indicative_binds_only_in_an_operative_part_of_a_binding_text():
    duty = "Les fournisseurs conservent les journaux pendant six mois."

    assert modalities(duty, "fr") == [O]
    assert modalities(duty, "fr", force="soft") == []
    assert modalities(duty, "fr", kind="recital") == []


def test_a_negated_verb_of_a_subordinate_clause_is_no_prohibition():
    text = "Les systèmes qui ne respectent pas ces exigences sont retirés du marché."

    assert modalities(text, "fr") == [O]


def test_conditions_exceptions_bearer_and_action_are_quoted():
    text = "If asked, the provider shall keep logs for six months, unless the law forbids storage."
    (frame,) = [each for each in frames(excerpt(text)) if each.modality is O]

    assert frame.evidence.of(text) == "shall"
    assert frame.bearer.of(text) == "If asked, the provider"
    assert [each.of(text) for each in frame.conditions] == ["If asked"]
    assert frame.exceptions[0].of(text).startswith("unless the law")
    assert frame.quantities[0].span.of(text) == "six months"


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("within thirty (30) days of the notice", 30, "day", "at most"),
        ("at least 72 hours before", 72, "hour", "at least"),
        ("not exceeding 3 % of turnover", 3, "percent", "at most"),
        ("fines of EUR 15 000 000", 15e6, "EUR", "exactly"),
        ("nine hundred seventeen thousand dollars", 917e3, "USD", "exactly"),
        ("dans un délai de quinze jours ouvrables", 15, "business day", "at most"),
        ("al menos seis meses", 6, "month", "at least"),
        ("в течение 30 дней", 30, "day", "at most"),
        ("应当在三十日内", 30, "day", "exactly"),
        ("خلال ٣٠ يوما", 30, "day", "at most"),
        ("at least four (4) times per year", 4, "per year", "at least"),
        ("for a period of two weeks", 14, "day", "exactly"),
    ],
)
def test_quantities_are_read_in_words_and_digits(text, value, unit, comparator):
    (found,) = quantities(plain(text))

    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@pytest.mark.parametrize("text", ["Article 9(2) and Article 10", "paragraphs 1 to 9", "Annex III"])
def test_a_reference_is_no_quantity(text):
    assert quantities(plain(text)) == ()


@pytest.mark.parametrize("language", sorted(GRAMMARS))
@given(text=st.text(max_size=200))
def test_every_span_is_a_slice_of_the_text(language, text):
    for frame in frames(excerpt(text, language)):
        for span in (frame.evidence, frame.clause, frame.bearer, frame.action):
            assert 0 <= span.start <= span.end <= len(text)
        assert frame.clause.start <= frame.evidence.start <= frame.evidence.end <= frame.clause.end


SAYINGS = st.sampled_from([
    ("fr", "Les États membres préviennent, à l’échéance, l’autorité compétente sous quinze jours."),
    ("es", "La Comisión podrá adoptar más decisiones, salvo que el órgano no esté de acuerdo."),
    ("ru", "Поставщики не могут использовать ещё такие системы более 30 дней."),
    ("ar", "لا يجوز استخدام هذه الأنظمة إلا بإذن أو في حالة الضرورة."),
])  # fmt: skip


@given(SAYINGS, st.text(alphabet="é à ñ ё ü a", max_size=20))
def test_the_normal_form_changes_nothing(saying, more):
    language, text = saying[0], saying[1] + " " + more
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    told = [
        [
            (each.modality, each.rule, unicodedata.normalize("NFC", each.evidence.of(form)),
             unicodedata.normalize("NFC", each.clause.of(form)))
            for each in frames(excerpt(form, language))
        ]
        for form in forms
    ]  # fmt: skip

    assert told[0] == told[1]


@pytest.mark.parametrize(
    "text", ["", " ", ".", "shall", "shall " * 200_000, "\u202eshall not\u202c ללא may", "\x00\n\n"]
)
def test_hostile_text_has_an_outcome(text):
    found = frames(excerpt(text))

    assert all(each.evidence.of(text) for each in found)


@pytest.fixture(scope="module")
def ai_act(shared):
    folder = shared / "norms"
    parts = sorted((folder / "ai_act_en").glob("[0-2][0-9]_*.md"))
    english = b"\n\n".join(part.read_bytes() for part in parts if "CONTENTS" not in part.name)
    made = (read(english, "markdown"), read((folder / "ai_act_fr.pdf").read_bytes(), "pdf"))
    texts = [
        {
            each.eid: each.text
            for each in segment(one).provisions
            if each.kind is Kind.PARAGRAPH and each.eid.startswith("art")
        }
        for one in made
    ]
    return [(texts[0][eid], texts[1][eid]) for eid in texts[0] if eid in texts[1]]


def f1(gold, told):
    hits = sum(a and b for a, b in zip(gold, told, strict=True))
    return 2 * hits / (sum(gold) + sum(told))


@pytest.mark.shared
@pytest.mark.parametrize(("modality", "least"), [(O, 0.94), (F, 0.78)])
def test_french_operative_paragraphs_have_the_modality_of_the_english(ai_act, modality, least):
    gold = [modality in modalities(english) for english, _ in ai_act]
    told = [modality in modalities(french, "fr") for _, french in ai_act]

    assert len(ai_act) >= 495
    assert f1(gold, told) >= least


@pytest.mark.shared
def test_obligations_hold_against_the_bare_english_word_too(ai_act):
    gold = [bool(re.search(r"\bshall\b(?!\s+not\b)", english)) for english, _ in ai_act]
    told = [O in modalities(french, "fr") for _, french in ai_act]

    assert f1(gold, told) >= 0.94
