import datetime
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.config import LANGUAGES
from comity.errors import Infeasible, InputError, UnknownName
from comity.facts.load import FactBase, File, embedded
from comity.facts.types import facts_of
from comity.norms.common import Share
from comity.norms.provisions import segment
from comity.norms.reading import read
from comity.norms.types import Place
from comity.plans.context import Context
from comity.plans.lacking import chances, to_sign
from comity.plans.onrecord import agreed
from comity.plans.text import coalition, common, signers, table
from comity.plans.text_types import Coalition, Rule
from comity.plans.vocabulary import vocabulary
from comity.plans.zero_draft import akoma_ntoso, segmentation, zero_draft
from comity.report.draftform import markdown, rows

BASE = embedded()
DAY = datetime.date(2026, 11, 23)
STATES = sorted(BASE.states)
GROUPS = sorted({row.text("group") for row in BASE.rows("groups")})
some_states = st.lists(st.sampled_from(STATES), min_size=1, max_size=6, unique=True)


def of(*names, groups=(), everyone=False):
    return coalition(BASE, states=names, groups=groups, everyone=everyone, as_of=DAY)


def held(*names, groups=(), share="all", base=BASE, **rule):
    among = coalition(base, states=names, groups=groups, as_of=DAY)
    return common(base, among, Rule(as_of=DAY, share=Share(share), **rule))


def principles(lines):
    return {each.principle for each in lines}


def line_of(found, name):
    return next(each for each in found.lines if each.principle == name)


def with_acts(*acts):
    header = "actor,instrument,act,date,date_last,confidence,disputed,note,source,year,quality\n"
    text = header + "".join(f"{act},2026-01-01,,high,0,,user,2026,reported\n" for act in acts)
    file = File("adherences.csv", text.encode())
    return FactBase(sources=BASE.sources, columns=BASE.columns, user=(file,))


# Contracts ---------------------------------------------------------------------------------


def test_a_state_alone_agrees_with_what_its_brief_says():
    for state in STATES:
        own = agreed(Context(facts=BASE, state=state, as_of=DAY))

        assert principles(held(state).agreed) == set(own.principles), state


@pytest.mark.parametrize("share", list(Share))
@pytest.mark.parametrize("group", GROUPS)
def test_every_group_has_lines_with_sources_and_bands(group, share):
    found = held(groups=[group], share=share)

    assert len(found.lines) == len(BASE.rows("principles"))
    for number in found.findings.values():
        assert facts_of(number)
        assert number.no_band or number.low <= number.value <= number.high
    for line in found.lines:
        assert Counter(line.on) + Counter(line.maybe) + Counter(line.missing) == Counter(
            found.coalition.states
        )
        assert line.count.value == len(line.on)
        assert {each for p in line.passages for each in p.states} == set(line.on)
        assert line.meets == (len(line.on) >= found.needed)
        assert line.may_meet or not line.meets


@pytest.mark.parametrize("group", GROUPS)
def test_the_states_of_the_largest_text_are_on_record_for_all_of_it(group):
    found = held(groups=[group], share="majority")
    lines = [found.table.lines[at] for at in found.whole.lines]
    states = {found.table.states[at] for at in found.whole.states}

    assert len(states) >= found.needed
    assert all(states <= set(line_of(found, each).on) for each in lines)
    assert set(lines) <= principles(found.agreed)


@pytest.mark.parametrize("group", GROUPS)
def test_joining_what_is_named_lets_every_state_sign(group):
    found = to_sign(BASE, held(groups=[group]))
    coverage = table(BASE, Rule(as_of=DAY)).scheme.coverage
    at = {name: row for row, name in enumerate(coverage.instruments)}
    column = {name: row for row, name in enumerate(coverage.principles)}

    assert found.adherences.value == sum(each.fewest for each in found.lacks)
    for lack in found.lacks:
        assert all(len(option) == lack.fewest for option in lack.options)
        for option in lack.options:
            stated = {
                line
                for line in lack.lines
                if any(coverage.confirmed[at[name], column[line]] for name in option)
            }
            assert stated | set(lack.left) == set(lack.lines)


def test_every_group_gets_a_draft_or_one_sentence():
    for group in GROUPS:
        found = held(groups=[group])
        if found.agreed:
            assert zero_draft(BASE, found).text
        else:
            with pytest.raises(Infeasible, match=group):
                zero_draft(BASE, found)


# Laws --------------------------------------------------------------------------------------


@given(some_states, st.sampled_from(STATES))
@settings(max_examples=40, deadline=None)
def test_one_more_state_never_enlarges_the_common_text(states, another):
    assert principles(held(*states, another).agreed) <= principles(held(*states).agreed)


@given(some_states, st.randoms())
@settings(max_examples=20, deadline=None)
def test_the_order_of_states_does_not_matter(states, random):
    shuffled = list(states)
    random.shuffle(shuffled)
    one, other = held(*states), held(*shuffled)

    assert one.lines == other.lines
    assert one.coalition.states == other.coalition.states


@given(some_states)
@settings(max_examples=30, deadline=None)
def test_texts_adopted_without_a_vote_only_add(states):
    alone, more = held(*states), held(*states, without_vote=True)

    assert principles(alone.agreed) <= principles(more.agreed)


@pytest.mark.parametrize("instrument", ["bletchley", "oecd_ai", "paris_2025", "coe_fc"])
def test_one_more_adherence_never_shrinks_the_common_text(instrument):
    states = ("KEN", "SOM", "BRA")
    more = with_acts(f"SOM,{instrument},signed")

    before, after = held(*states), held(*states, base=more)
    assert principles(before.agreed) <= principles(after.agreed)
    assert all(set(line.on) <= set(line_of(after, line.principle).on) for line in before.lines)


def test_joining_what_iran_lacks_lets_it_sign():
    states = ("KEN", "BRA", "IRN")
    (lack,) = to_sign(BASE, held(*states)).lacks
    after = held(*states, base=with_acts(*(f"IRN,{each},signed" for each in lack.options[0])))

    assert lack.state == "IRN"
    assert set(lack.lines) - set(lack.left) <= principles(after.agreed)


def test_a_state_is_not_told_to_join_what_it_declined():
    declined = [
        row.text("actor")
        for row in BASE.rows("adherences")
        if (row.text("instrument"), row.text("act")) == ("paris_2025", "declined")
    ]
    assert declined
    for lack in to_sign(BASE, held(*declined), ["capacity"]).lacks:
        assert all("paris_2025" not in option for option in lack.options)


def test_the_largest_coalition_for_a_text_can_sign_it():
    found = signers(BASE, ["privacy", "Explainability"], Rule(as_of=DAY), of(everyone=True))
    signed = common(BASE, Coalition(name="", states=found.states), Rule(as_of=DAY))

    assert found.lines == ("privacy", "transparency")
    assert set(found.lines) <= principles(signed.agreed)
    for state in sorted(set(STATES) - set(found.states))[:20]:
        assert not set(found.lines) <= principles(held(state).agreed)


# The draft ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_draft_is_cut_again_into_the_same_provisions(language):
    rule = {"share": "majority", "without_vote": language in ("ar", "ru", "zh")}
    draft = zero_draft(BASE, held("KEN", "BRA", "IRN", **rule), language)
    again = segment(read(draft.text.encode(), "text"), "resolution").provisions
    made = segmentation(draft).provisions

    assert [each.eid for each in again] == [each.eid for each in made]
    assert [each.text for each in again if each.eid.startswith("op")] == [
        each.text for each in made if each.eid.startswith("op")
    ]
    for each in made:
        assert draft.text[each.start : each.end] == each.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_is_our_own_definition_and_brackets_say_who_is_not_on_record(language):
    found = held("KEN", "BRA", "IRN", share="any")
    definitions = vocabulary(BASE).concepts
    draft = zero_draft(BASE, found, language)

    for each in (*draft.preamble, *draft.operative):
        if each.line is None:
            continue
        assert definitions[each.line.principle].definitions[language].rstrip(".。") in each.text
        assert ("[" in each.text) == bool(each.line.missing or each.line.maybe)
        assert each.text.count("[") == each.text.count("]")


def test_what_only_a_preamble_states_stands_in_the_preamble():
    found = held("AND", "ISR")  # both signed the Council of Europe convention
    draft = zero_draft(BASE, found)
    of_preamble = {each.line.principle for each in draft.preamble if each.line}

    assert of_preamble
    assert of_preamble == principles(e for e in found.agreed if e.place is Place.PREAMBLE)


def test_a_draft_recalls_texts_all_states_joined():
    draft = zero_draft(BASE, held("KEN", "BRA", "CHN"))

    assert "Bletchley Declaration" in draft.preamble[0].text
    assert "OECD" not in draft.preamble[0].text


def test_a_draft_with_texts_nobody_signed_says_that_they_were_adopted_without_a_vote():
    draft = zero_draft(BASE, held(groups=["g77"], without_vote=True))

    assert [each.eid for each in draft.preamble if not each.line] == ["pp_1"]
    assert "without a vote" in draft.preamble[0].text
    assert "A/RES/78/265" in draft.preamble[0].text


def test_the_phrases_are_in_six_languages_and_hold_their_values():
    for row in BASE.rows("draft_phrases"):
        wanted = re.findall(r"{\w+}", row.text("text"))
        for code in LANGUAGES:
            text = row.text("text" if code == "en" else f"text_{code}")

            assert re.findall(r"{\w+}", text) == wanted
            assert text == text.strip()
        assert row.number("reviewed") == 0.0


def test_the_draft_is_akoma_ntoso_with_the_same_identifiers():
    found = held("KEN", "BRA", "CHN")
    draft = zero_draft(BASE, found, "fr")
    text = akoma_ntoso(draft, found).decode()

    assert re.findall(r'eId="([^"]+)"', text) == [
        each.eid for each in (*draft.preamble, *draft.operative)
    ]
    assert 'language="fra"' in text
    assert akoma_ntoso(draft, found).decode() == text


def test_markdown_and_rows_name_where_each_line_comes_from():
    found = held("KEN", "BRA", "IRN", share="majority")
    draft = zero_draft(BASE, found, "es")
    page = markdown(draft, found, to_sign(BASE, found))

    assert all(row["through"] for row in rows(draft))
    assert page.startswith("# Anteproyecto")
    assert "no native reader" in page
    assert "| IRN |" in page


# Chance ------------------------------------------------------------------------------------


def test_members_of_one_club_share_more_than_random_states():
    found = chances(BASE, held(groups=["g7"]))

    assert [each.verdict for each in found] == ["larger", "larger"]
    assert all(each.seed and each.draws for each in found)


def test_where_only_one_coalition_is_possible_nothing_is_told():
    everyone = common(BASE, of(everyone=True), Rule(as_of=DAY))

    assert [each.verdict for each in chances(BASE, everyone)] == ["cannot tell", "cannot tell"]


def test_the_same_seed_gives_the_same_numbers():
    found = held("KEN", "BRA", "IND")

    assert chances(BASE, found, seed=5) == chances(BASE, found, seed=5)


# Bad input ---------------------------------------------------------------------------------


def test_unknown_names_offer_near_ones():
    with pytest.raises(UnknownName, match="Kenya"):
        of("Kenia")
    with pytest.raises(UnknownName, match="brics"):
        of(groups=["bric"])
    with pytest.raises(UnknownName, match="privacy"):
        to_sign(BASE, held("KEN"), ["privasy"])
    with pytest.raises(UnknownName, match="transparency"):
        signers(BASE, ["transparancy"], Rule(as_of=DAY), of("KEN"))


def test_nobody_and_both_everybody_and_somebody_are_refused():
    with pytest.raises(InputError, match="--all"):
        of()
    with pytest.raises(InputError, match="--all"):
        of("KEN", everyone=True)
    with pytest.raises(InputError, match="seat_only"):
        held("KEN", eu_rule="all")
    with pytest.raises(InputError, match="at least one"):
        signers(BASE, [], Rule(as_of=DAY), of("KEN"))
    with pytest.raises(UnknownName, match="fr"):
        zero_draft(BASE, held("KEN"), "de")


def test_before_any_act_there_is_no_common_text():
    early = Rule(as_of=datetime.date(2015, 1, 1))

    assert common(BASE, of("KEN", "BRA"), early).agreed == ()


def test_each_state_counts_once_however_often_it_is_named():
    assert of("KEN", "Kenya", groups=["au"]).states == of(groups=["AU"]).states
