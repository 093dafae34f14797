"""Export rules, openness, fronts and balances."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.errors import InputError
from comity.models import balance, demand
from comity.models.exports import OUTCOMES, Part, Rule, availability
from comity.models.front import front
from comity.models.openness import LADDER, rung

DAY = datetime.date(2026, 11, 23)
PART = Part(origin="AAA", kind="datacentre", tpp=(5000.0, 5000.0), bandwidth=2000.0)
RULE = Rule(
    rule="r", jurisdiction="AAA", outcome="licence", effective="2026-01-15",
    destinations=("G",), exempt=("F",), tpp_min=4800.0,
)  # fmt: skip
IN = {"G": {"BBB": True, "CCC": False}, "F": {"BBB": False, "CCC": False, "DDD": False}}


def ask(destination="BBB", part=PART, rule=RULE, groups=IN, on=DAY):
    return availability(part, destination, rules=[rule], groups=groups, on=on)


def test_a_rule_reaches_a_member_of_its_group_and_no_other():
    assert ask().outcome == "licence"
    assert ask("CCC").outcome == "no rule at hand"
    assert ask("DDD").outcome == "not known"
    assert ask("DDD").uncertain == ("r",)


def test_an_exempt_state_is_not_reached_whatever_else_is_known():
    assert ask("EEE", groups={"F": {"EEE": True}}).outcome == "no rule at hand"


def test_claims_on_both_sides_of_a_threshold_leave_the_answer_open():
    torn = Part(origin="AAA", kind="datacentre", tpp=(4000.0, 5000.0), bandwidth=None)
    unknown = Part(origin="AAA", kind="datacentre", tpp=None, bandwidth=None)

    assert ask(part=torn).outcome == "not known"
    assert ask(part=unknown).outcome == "not known"


def test_a_rule_holds_from_its_first_day():
    assert ask(on=datetime.date(2026, 1, 14)).outcome == "no rule at hand"
    assert ask(on=datetime.date(2026, 1, 15)).outcome == "licence"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_renaming_a_jurisdiction_changes_nothing(outcome):
    def answer(name):
        rule = Rule(
            rule="r", jurisdiction=name, outcome=outcome, effective="2025", destinations=("world",)
        )
        return ask(rule=rule).outcome

    assert answer("XXX") == answer("YYY") == outcome


def test_an_unknown_outcome_is_refused():
    with pytest.raises(InputError, match="outcome"):
        Rule(rule="r", jurisdiction="AAA", outcome="bad", effective="2025", destinations=("world",))


def test_more_published_never_stands_lower():
    steps = [
        rung(weights=False),
        rung(weights=False, interface=True),
        rung(weights=True),
        rung(weights=True, commercial=True),
        rung(weights=True, commercial=True, approved=True),
        rung(weights=True, commercial=True, approved=True, training_code=True, datasets=True),
    ]

    assert tuple(steps) == LADDER


@given(arrays(float, st.tuples(st.integers(1, 25), st.integers(1, 4)),
              elements=st.integers(0, 4).map(float)))  # fmt: skip
def test_the_front_is_what_no_other_option_beats(costs):
    beaten = np.array([
        any((b <= a).all() and (b < a).any() for b in costs) for a in costs
    ])  # fmt: skip

    assert (front(costs) == ~beaten).all()


@given(st.floats(0, 1), st.floats(0, 2))
def test_rebound_takes_back_and_can_backfire(adoption, rebound):
    left = balance.kept(100.0, adoption=adoption, rebound=rebound)

    assert left <= 100.0 * adoption
    assert (left < 0) == (rebound > 1 and 100.0 * adoption * (1 - rebound) < 0)


def test_a_claim_never_enters_a_total():
    savings = [
        balance.Saving(effect="a", grade="A", value=2.0),
        balance.Saving(effect="d", grade="D", value=1000.0),
    ]

    assert balance.total(savings) == 2.0


def test_savings_needed_equal_the_footprint_after_rebound():
    each = balance.needed(50.0, 1000.0, rebound=0.5)

    assert balance.kept(each * 1000.0, adoption=1.0, rebound=0.5) == pytest.approx(50.0)
    assert balance.needed(50.0, 1000.0, rebound=1.0) == np.inf


@given(arrays(float, 24, elements=st.floats(0.1, 9)), st.floats(0, 1),
       arrays(float, 24, elements=st.floats(0.1, 9)))  # fmt: skip
def test_shifting_a_load_keeps_its_sum(hours, flexible, wanted):
    moved = demand.shifted(hours, flexible=flexible, wanted=wanted)

    assert moved.sum() == pytest.approx(hours.sum())
    assert 1 - 1e-9 <= demand.peak_of(hours) <= 24
