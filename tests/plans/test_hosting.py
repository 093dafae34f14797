"""Running open AI at home, for every state."""

import datetime
import re

import pytest

from comity.errors import Infeasible
from comity.facts.load import embedded
from comity.facts.types import Finding, Missing, facts_of
from comity.plans import hosting
from comity.plans.choice import choose
from comity.plans.content import Callout, IntervalChart, Section, Text, printed
from comity.plans.context import Context

FACTS = embedded()
DAY = datetime.date(2026, 11, 23)
GIVEN = FACTS.parameter("models.peak_factor")


def stand_in(name, value, low, high, unit=""):
    return Finding(
        name=name, value=value, unit=unit, method="given", inputs=(GIVEN,), low=low, high=high
    )


PUE = stand_in("sites.pue", 1.3, 1.2, 1.45)
PRICE = stand_in("sites.price", 0.15, 0.08, 0.30, "USD/kWh")
CARBON = stand_in("sites.carbon", 200.0, 100.0, 400.0, "gCO2e/kWh")


def hosted(state, pue=PUE, price=PRICE, carbon=CARBON):
    ctx = Context(facts=FACTS, state=state, as_of=DAY)
    return hosting.section(ctx, pue=pue, price=price, carbon=carbon)


def texts(part):
    if isinstance(part, Text):
        yield part
        for value in part.values.values():
            yield from texts(value)
    elif isinstance(part, tuple | list):
        for each in part:
            yield from texts(each)
    elif hasattr(part, "__slots__") and not isinstance(part, Finding | Missing):
        for name in part.__slots__:
            if name != "findings":
                yield from texts(getattr(part, name))


@pytest.mark.parametrize("state", sorted(FACTS.states))
def test_every_state_has_a_section_whose_numbers_unfold(state):
    found = hosted(state)

    assert isinstance(found.section, Section)
    assert set(found.loads) == set(found.capex) == {"desk", "service", "cluster"}
    for name, each in found.section.findings.items():
        assert each.name == name
        assert isinstance(each, Missing) or facts_of(each)
    for number in printed(found.section):
        assert isinstance(number, Missing) or facts_of(number) or number.source.key


def test_no_message_holds_a_digit_or_a_long_sentence():
    for text in texts(hosted("KEN").section):
        assert not re.search(r"\d", text.message), text.message
        for sentence in re.split(r"(?<=[.!?])\s", text.message):
            assert len(sentence.split()) <= 20, sentence


def test_the_reference_case_is_met_in_size():
    """Kenya in the reference run: 5.2 M users, 18 to 33 kW for models of this kind."""
    found = hosted("KEN").section.findings

    assert found["models.users"].value == pytest.approx(5.2e6, rel=0.25)
    assert 8 < found["models.power.service"].value < 40


def test_more_people_need_no_less_of_anything():
    small, large = hosted("MLT").section.findings, hosted("IND").section.findings

    for name in ("users", "devices.service", "power.service", "capex.service", "energy.service"):
        assert large[f"models.{name}"].value >= small[f"models.{name}"].value, name


def test_a_dearer_grid_costs_more_and_a_cooler_place_less():
    plain = hosted("KEN").section.findings["models.cost_per_million.service"].value
    dear = hosted("KEN", price=stand_in("sites.price", 0.6, 0.5, 0.7, "USD/kWh"))
    cool = hosted("KEN", pue=stand_in("sites.pue", 1.05, 1.04, 1.06))

    assert dear.section.findings["models.cost_per_million.service"].value > plain
    assert cool.section.findings["models.cost_per_million.service"].value < plain


def test_where_buying_costs_less_it_is_said_first():
    callouts = [each for each in hosted("TUV").section.blocks if isinstance(each, Callout)]
    ratio = hosted("TUV").section.findings["models.cost_ratio.service"]

    assert ratio.low > 1
    assert callouts[0].kind == "cheaper"
    assert callouts[0].title.message == "{scenario}: an API costs less at this load"
    assert "costs less than hosting" in hosted("TUV").section.headline.answer.message


def test_where_the_band_holds_both_answers_none_is_claimed():
    found = hosted("KEN").section
    ratio = found.findings["models.cost_ratio.service"]

    assert ratio.low < 1 < ratio.high
    assert "do not tell" in found.headline.answer.message
    assert any(isinstance(b, Callout) and b.kind == "not supported" for b in found.blocks)


def test_hosting_is_said_to_cost_less_only_when_its_whole_band_does():
    cheap = stand_in("sites.price", 0.02, 0.02, 0.021, "USD/kWh")
    for state in ("IND", "KEN", "DEU", "TUV"):
        found = hosted(state, price=cheap).section
        ratio = found.findings["models.cost_ratio.service"]
        claimed = "hosting an open model costs less" in found.headline.answer.message

        assert claimed == (ratio.high < 1)


def test_a_state_without_a_price_has_that_line_missing_and_no_zero():
    lost = Missing(name="sites.price", subject="KEN", reason="no tariff at hand")
    found = hosted("KEN", price=lost).section

    assert isinstance(found.findings["models.cost_per_million.service"], Missing)
    assert isinstance(found.headline.number, Missing)
    assert "not known" in found.headline.answer.message
    assert found.findings["models.power.service"].value > 0


def test_a_state_without_users_has_no_cost_for_each_token():
    found = hosted("PRK").section.findings["models.cost_per_million.service"]

    assert isinstance(found, Missing)
    assert "no users" in found.reason


def test_the_chart_tells_bought_from_hosted():
    chart = next(b for b in hosted("KEN").section.blocks if isinstance(b, IntervalChart))

    assert [row.hatched for row in chart.rows] == [False, True, False, True]
    assert {row.number.unit for row in chart.rows} == {chart.unit}


def test_the_choice_follows_the_criteria_whatever_the_names():
    """Renaming vendors, or reordering rows, changes nothing: criteria are all there is."""
    for scenario in ("desk", "service"):
        found = choose(FACTS, DAY, scenario)
        row, part = FACTS.row("models", found.model), FACTS.row("accelerators", found.accelerator)

        assert FACTS.row("licences", row.text("licence")).number("open") == 1
        assert part.quality.value != "assumed"
        assert found.considered > 10
        if scenario == "service":
            assert found.sizes.experts > 1
            limit = FACTS.parameter("models.itl_limit").value
            assert found.load.batch / found.rate <= limit


def test_criteria_no_model_meets_are_named():
    with pytest.raises(Infeasible, match="No model"):
        choose(FACTS, datetime.date(2040, 1, 1), "desk")


def test_carbon_is_always_shown_or_said_to_be_missing():
    lost = Missing(name="sites.carbon", subject="KEN", reason="no figure at hand")

    assert hosted("KEN").section.findings["models.carbon.service"].value > 0
    assert isinstance(hosted("KEN", carbon=lost).section.findings["models.carbon.service"], Missing)
