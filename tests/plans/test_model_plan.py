"""A plan for one use in one language, beside buying it."""

import datetime

import pytest

from comity.errors import Infeasible, MissingFact, UnknownName
from comity.facts.files import File
from comity.facts.load import embedded, load
from comity.facts.types import Finding, Missing, facts_of
from comity.plans import model_facts
from comity.plans.context import Context
from comity.plans.model_plan import plan

FACTS = embedded()
DAY = datetime.date(2026, 11, 23)
SCORED = ("Qwen/Qwen3-30B-A3B", "openai/gpt-oss-20b")
SCORES = "model,language,benchmark,metric,value,unit,source,year,quality\n" + "".join(
    f"{model},sw,task,accuracy,{value},,mine,2026,measured\n"
    for model, value in zip(SCORED, ("0.6", "0.7"), strict=True)
)
WITH_SCORES = load([File("language_scores.csv", SCORES.encode())])


def planned(state="KEN", use="health", language="sw", facts=FACTS, **given):
    return plan(Context(facts=facts, state=state, as_of=DAY), use, language, **given)


@pytest.mark.parametrize("use", [row.key for row in FACTS.rows("use_cases")])
def test_every_use_has_a_front_whose_numbers_unfold(use):
    found = planned(use=use, language="en")

    assert found.front
    for each in found.front:
        for number in each.findings.values():
            assert isinstance(number, Missing) or facts_of(number)
        for name in ("energy", "carbon", "water", "embodied", "savings_needed"):
            assert each.findings[name].value > 0


def test_without_a_score_in_the_language_nothing_is_recommended():
    found = planned()

    assert found.quality == "parameters in total"
    assert not any(each.recommended for each in found.front)


def test_with_scores_only_scored_models_are_on_the_front():
    found = planned(facts=WITH_SCORES)

    assert {each.option.choice.model for each in found.front} <= set(SCORED)
    for each in found.front:
        assert each.scores
        assert each.recommended == (each not in found.cheaper_to_buy)


def test_a_small_load_is_told_to_buy_first():
    found = planned(state="TUV", use="statistics", language="en")

    assert found.cheaper_to_buy
    for each in found.cheaper_to_buy:
        assert each.findings["cost_ratio"].low > 1
        assert not each.recommended


def test_a_dearer_language_takes_more_tokens():
    english, swahili = planned(language="en"), planned(language="sw")
    per_day = [each.front[0].findings["tokens_per_day"].value for each in (english, swahili)]

    assert per_day[1] > 1.2 * per_day[0]


def test_the_central_cost_of_an_option_is_that_of_its_chain():
    for each in planned().front:
        assert each.findings["cost"].value == pytest.approx(each.option.cost, rel=1e-6)
        assert each.findings["energy"].value == pytest.approx(each.option.energy, rel=1e-6)
        assert each.findings["carbon"].value == pytest.approx(each.option.carbon, rel=1e-6)
        assert each.findings["water"].value == pytest.approx(each.option.water, rel=1e-6)


def test_a_part_that_needs_a_licence_is_left_out_unless_asked_for():
    without = planned(state="CHN", language="zh")
    barred = planned(state="CHN", language="zh", barred=True)

    assert without.dropped["export rule"] > 0
    assert not {each.available.outcome for each in without.front} & {"licence", "case by case"}
    assert barred.dropped["export rule"] == 0


def test_a_second_place_may_be_chosen_and_never_costs_more():
    alone, two = planned(), planned(at=("ISL",))

    assert min(e.option.cost for e in two.front) <= min(e.option.cost for e in alone.front) + 1e-6
    assert {each.option.place.state for each in two.front} <= {"KEN", "ISL"}


def test_a_language_no_tokenizer_is_measured_in_is_refused():
    with pytest.raises(MissingFact, match="token_fertility"):
        planned(language="qu")


def test_an_unknown_use_offers_every_use():
    with pytest.raises(UnknownName, match="clinic"):
        planned(use="juggling")


def test_where_nothing_meets_the_criteria_they_are_named():
    header = ",".join(FACTS.rows("use_cases")[0].cells) + ",source,year,quality\n"
    cells = dict(FACTS.row("use_cases", "clinic").cells) | {"itl_limit": 0.001}
    line = ",".join("" if v is None else f'"{v}"' for v in cells.values())
    facts = load([File("use_cases.csv", (header + line + ",mine,2026,assumed\n").encode())])

    with pytest.raises(Infeasible, match="licence"):
        planned(facts=facts)


def test_a_model_with_its_own_tokenizer_measured_has_no_spread():
    own = model_facts.fertility(FACTS, "sw", 49152)
    other = model_facts.fertility(FACTS, "sw", 151936)

    assert (own.value, own.low) == (1.562, None)
    assert other.low < other.value < other.high


@pytest.mark.parametrize("state", ["FRA", "KEN", "CHN", "PAK"])
def test_every_part_has_an_answer_about_export_rules(state):
    said = {
        row.key: model_facts.available(FACTS, row.key, state, DAY).outcome
        for row in FACTS.rows("accelerators")
    }

    assert len(said) >= 50
    expected = {"FRA": "no rule at hand", "KEN": "not known", "CHN": "licence"}
    if state in expected:
        assert said["NVIDIA H100 SXM5 80GB"] == expected[state]


def test_users_never_exceed_the_people():
    found = planned(use="desk", language="en").users

    assert isinstance(found, Finding)
    assert found.value < FACTS.fact("KEN", "population").value
