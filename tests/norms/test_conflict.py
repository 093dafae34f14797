import math
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from comity.errors import InputError
from comity.facts.load import embedded
from comity.norms.conflict import Judgement, Pairing, Rule, Verdict, candidate, candidates
from comity.norms.conflict.challenge import edited, reworded
from comity.norms.conflict.judged import precision, recalibrated, wilson
from comity.norms.conflict.nearest import nearest
from comity.norms.types import Excerpt
from comity.plans.conflicts import _calibration, _inputs, conflicts, read_judgements, row


@pytest.fixture(scope="module")
def base():
    return embedded()


def excerpt(text, instrument="one", language="en"):
    return Excerpt(
        instrument=instrument, eid="1", text=text, language=language, kind="paragraph",
        force="binding",
    )  # fmt: skip


KEEP = "Providers shall keep the logs of the system for six months."


@pytest.mark.parametrize(
    ("other", "rule", "verdict", "stricter"),
    [
        ("Providers may keep the logs of the system for six months.", Rule.STRICTNESS,
         Verdict.STRICTER, 0),
        ("Providers shall not keep the logs of the system for six months.",
         Rule.PROHIBITS_REQUIRES, Verdict.INCOMPATIBLE, -1),
        ("Providers shall keep the logs of the system for twelve months.", Rule.THRESHOLD,
         Verdict.INCOMPATIBLE, -1),
        ("Providers shall keep the logs of the system for six months, unless the law forbids it.",
         Rule.SCOPE, Verdict.GROUND, -1),
    ],
)  # fmt: skip
def test_each_rule_fires_and_quotes_both_texts(curve, other, rule, verdict, stricter):
    found = candidate(excerpt(KEEP), excerpt(other, "two"), calibration=curve)

    assert (found.rule, found.verdict, found.stricter) == (rule, verdict, stricter)
    assert found.first_span.of(KEEP)
    assert found.second_span.of(other)


def test_a_deadline_bound_on_one_side_names_the_stricter(curve):
    one = excerpt("Providers shall report incidents within 72 hours of the discovery.")
    two = excerpt("Providers shall report incidents within 15 days of the discovery.", "two")
    found = candidate(one, two, calibration=curve)

    assert (found.rule, found.verdict, found.stricter) == (Rule.THRESHOLD, Verdict.STRICTER, 0)


def test_a_word_defined_otherwise_is_a_candidate(curve):
    one = excerpt("'Deployer' means a person using an AI system under its authority.")
    two = excerpt("'Deployer' means any body that sells an AI system under its name.", "two")

    assert candidate(one, two, calibration=curve).rule in (Rule.DEFINITION, Rule.SCOPE)


@pytest.mark.parametrize(
    "other", [KEEP, "The logs of the system are kept by providers, six months long.",
              "Providers must keep the logs of the system for 6 months."]
)  # fmt: skip
def test_likeness_without_a_rule_is_no_candidate(curve, other):
    assert candidate(excerpt(KEEP), excerpt(other, "two"), calibration=curve) is None


def test_pairs_of_one_instrument_are_left_out(curve):
    held = [excerpt(KEEP), excerpt(KEEP.replace("shall", "shall not"))]

    assert candidates(held, [Pairing(0, 1)], calibration=curve) == ()


def test_a_place_that_does_not_exist_is_named(curve):
    with pytest.raises(InputError, match="names"):
        candidates([excerpt(KEEP)], [Pairing(0, 5)], calibration=curve)


SUBJECTS = st.sampled_from(["the logs", "all data of users", "a copy of the report", "the code"])
MODALS = st.sampled_from(["shall", "shall not", "may", "must", "should", "are not required to"])
TAILS = st.sampled_from(
    [" within 3 days.", " within ten days.", ", unless the law forbids it.", "."]
)
NORMS = st.builds(lambda m, s, t: f"Providers {m} publish {s}{t}", MODALS, SUBJECTS, TAILS)


@given(NORMS, NORMS)
def test_the_order_of_the_two_changes_only_their_order(curve, one, two):
    there = candidate(excerpt(one), excerpt(two, "two"), calibration=curve)
    back = candidate(excerpt(two, "two"), excerpt(one), calibration=curve)

    assert (there is None) == (back is None)
    if there is not None:
        assert (there.rule, there.verdict, there.probability) == (
            back.rule, back.verdict, back.probability,
        )  # fmt: skip
        assert (there.first_span, there.second_span) == (back.second_span, back.first_span)
        assert back.stricter == {0: 1, 1: 0, -1: -1}[there.stricter]
        assert there.key == back.key


@given(NORMS, NORMS, st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_names_of_instruments_change_nothing(curve, one, two, name, other):
    if name == other:
        return
    plain = candidate(excerpt(one), excerpt(two, "two"), calibration=curve)
    named = candidate(excerpt(one, name), excerpt(two, other), calibration=curve)

    assert (plain is None) == (named is None)
    if plain is not None:
        assert (plain.rule, plain.probability, plain.first_span) == (
            named.rule, named.probability, named.first_span,
        )  # fmt: skip


FRENCH = st.sampled_from([
    "Les déployeurs doivent prévenir l’autorité compétente dans un délai de trois jours.",
    "Les déployeurs ne peuvent prévenir l’autorité compétente dans un délai de dix jours.",
    "Les déployeurs peuvent prévenir l’autorité compétente, sauf à l’étranger.",
])  # fmt: skip


@given(FRENCH, FRENCH)
def test_the_normal_form_changes_nothing(curve, one, two):
    told = []
    for form in ("NFC", "NFD"):
        a, b = (unicodedata.normalize(form, each) for each in (one, two))
        found = candidate(excerpt(a, "a", "fr"), excerpt(b, "b", "fr"), calibration=curve)
        told.append(
            found
            and (found.rule, found.probability, found.stricter,
                 unicodedata.normalize("NFC", found.first_span.of(a)),
                 unicodedata.normalize("NFC", found.second_clause.of(b)))
        )  # fmt: skip

    assert told[0] == told[1]


@settings_of(max_examples=60)
@given(st.text(max_size=120), st.text(max_size=120), st.sampled_from(["en", "fr", "zh", "ar", ""]))
def test_spans_are_slices_whatever_the_text(curve, one, two, language):
    found = candidate(excerpt(one, "a", language), excerpt(two, "b", language), calibration=curve)

    if found is not None:
        for span, text in ((found.first_span, one), (found.second_span, two)):
            assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    "text", ["", " ", "shall not " * 20_000, "\u202eshall not\u202c לא may", "9" * 5_000]
)
def test_hostile_text_has_an_outcome(curve, text):
    found = candidate(excerpt(text), excerpt(KEEP, "two"), calibration=curve)

    assert found is None or 0 <= found.probability <= 1


def test_two_languages_need_a_similarity(curve):
    french = excerpt("Le fournisseur conserve les journaux pendant douze mois.", "two", "fr")
    pair = (excerpt(KEEP), french)

    assert candidate(*pair, calibration=curve) is None
    found = candidate(*pair, calibration=curve, similarity=0.9, least_similarity=0.5)
    assert (found.rule, found.probability) == (Rule.THRESHOLD, None)


def test_near_provisions_are_paired_across_instruments():
    held = [excerpt(KEEP), excerpt("Trees are green.", "two"), excerpt(KEEP, "three")]

    assert [each[:2] for each in nearest(held)] == [(0, 2)]


def test_wilson_reproduces_a_worked_interval():
    low, high = wilson(8, 10)  # z = 1.6449: centre .7361, half width .1951, by hand

    assert (low, high) == (pytest.approx(0.541, abs=2e-3), pytest.approx(0.931, abs=2e-3))


def test_verdicts_move_the_curve_to_what_people_accept(curve):
    said = [Judgement.ACCEPT] * 3 + [Judgement.NOT] * 6 + [Judgement.SCOPE] * 3
    moved = recalibrated(curve, [0.8] * 12, said)
    shift = moved.intercept - curve.intercept

    assert 1 / (1 + math.exp(-(math.log(4) + shift))) == pytest.approx(0.25, abs=1e-6)
    assert precision(said).other_scope == 3
    assert recalibrated(curve, [0.8] * 3, said[:3]) == curve


def test_without_verdicts_there_is_no_precision():
    with pytest.raises(InputError, match="no precision"):
        precision([])


def test_edits_and_rewordings_are_what_they_say():
    assert edited("It shall report within 10 days.", "number") == "It shall report within 20 days."
    assert edited("It shall report.", "exception") is None
    rng = np.random.default_rng(0)
    assert "must" in reworded("It shall report.", rng=rng)


def test_the_plan_counts_by_verdict_and_reads_verdicts_back(base):
    held = [excerpt(KEEP), excerpt(KEEP.replace("shall", "may"), "two")]
    found = conflicts(base, held)
    (one,) = found.candidates
    judged = conflicts(base, held, judgements={one.key: Judgement.ACCEPT})

    assert found.findings["norms.conflicts.stricter_than"].value == 1
    assert judged.findings["norms.conflict_precision"].value == 1
    assert row(one)["first_words"] == "shall"
    text = f"key,judgement\n{one.key},different scope\nother,\n"
    assert read_judgements(text, file="v.csv") == {one.key: Judgement.SCOPE}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "key,judgement\nx,yes\n"])
def test_a_damaged_verdict_file_is_named(text):
    with pytest.raises(InputError, match=r"v\.csv"):
        read_judgements(text, file="v.csv")


def test_one_instrument_alone_is_refused(base):
    with pytest.raises(InputError, match="two or more"):
        conflicts(base, [excerpt(KEEP)])


@pytest.fixture(scope="module")
def curve(base):
    return _calibration(_inputs(base))
