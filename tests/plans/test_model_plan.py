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
QUECHUA = """tokenizer,language,vocab,ratio,tokens,note,source,year,quality
Mine,qu,151936,2.0,64,one text,mine,2026,measured
"""
UNSCORED = load([File("token_fertility.csv", QUECHUA.encode())])
POOR = """model,language,benchmark,metric,value,unit,guess,note,source,year,quality
Qwen/Qwen3-14B,qu,choice of four,accuracy,0.3,,0.25,,mine,2026,measured
Qwen/Qwen3-32B,qu,choice of four,accuracy,0.9,,0.25,,mine,2026,measured
"""
SCORED = load([
    File("token_fertility.csv", QUECHUA.encode()), File("language_scores.csv", POOR.encode()),
])  # fmt: skip
SAVINGS = """effect,use_case,title,value,value_low,value_high,unit,baseline,rebound,rebound_low,\
rebound_high,grade,note,source,year,quality
trips,clinic,Trips not made,2,1,3,kgCO2e/person/year,trips,0.3,0.1,0.6,{grade},,mine,2026,estimated
""".replace("\\\n", "")


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
    found = planned(language="qu", facts=UNSCORED)

    assert found.quality == "parameters in total"
    assert not any(each.recommended or each.scores for each in found.front)


def test_with_scores_only_scored_models_are_on_the_front():
    scored = set(model_facts.language_scores(FACTS, "sw"))
    found, kept = planned(), planned(unscored=True)

    assert {each.option.choice.model for each in found.front} <= scored
    assert found.dropped["language"] > 0
    assert kept.dropped["language"] == 0


def test_a_model_is_recommended_from_a_least_score_on_where_buying_costs_no_less():
    for found in (planned(), planned(language="qu", facts=SCORED)):
        for each in found.front:
            cheaper = each in found.cheaper_to_buy
            enough = each.score.value >= found.least.value
            assert each.recommended == (enough and not cheaper)

    poor, good = planned(language="qu", facts=SCORED).front
    assert poor.score.value == pytest.approx(0.05 / 0.75)
    assert good.score.value == pytest.approx(0.65 / 0.75)


def test_savings_stand_beside_the_footprint_and_claims_enter_no_total():
    shown = planned(facts=load([File("savings.csv", SAVINGS.format(grade="B").encode())]))
    claim = planned(facts=load([File("savings.csv", SAVINGS.format(grade="D").encode())]))
    kept = shown.front[0].findings["savings"]

    assert kept.value == pytest.approx(shown.users.value * 2 * 0.7 / 1e3)
    assert shown.front[0].findings["carbon"] == claim.front[0].findings["carbon"]
    assert isinstance(claim.front[0].findings["savings"], Missing)
    assert "trips" in {row.key for row in claim.claims}


def test_a_small_load_is_told_to_buy_first():
    found = planned(state="TUV", use="statistics", language="en")

    assert found.cheaper_to_buy
    for each in found.cheaper_to_buy:
        assert each.findings["cost_ratio"].value > 1
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


@pytest.mark.parametrize(("state", "rule"), [("PRK", "us_746_4"), ("CUB", "us_746_2")])
def test_a_rule_on_all_goods_reaches_parts_of_every_size(state, rule):
    reached = {
        row.key: model_facts.available(FACTS, row.key, state, DAY).reached
        for row in FACTS.rows("accelerators")
        if row.text("country") == "USA"
    }

    assert len(reached) > 20
    assert all(rule in found for found in reached.values())


def test_users_never_exceed_the_people():
    found = planned(use="desk", language="en").users

    assert isinstance(found, Finding)
    assert found.value < FACTS.fact("KEN", "population").value
