import datetime
import re
from dataclasses import replace

import pytest

from comity.facts.load import embedded, load
from comity.facts.types import Fact, Finding, Missing, Quality, Source, facts_of
from comity.plans.content import Text, printed
from comity.plans.context import Context
from comity.plans.envelopes import RULES, allocation, envelope
from comity.plans.financing import section
from comity.plans.loans import discount_rate

BASE = embedded()
STATES = sorted(BASE.states)
TODAY = datetime.date(2026, 11, 23)


def capex():
    source = Source(
        key="t", title="t", producer="t", year=2026, licence="CC0-1.0", url="t", accessed="",
        kind="assumption",
    )  # fmt: skip
    cost = Fact(
        name="cost", value=1e6, unit="USD", year=2026, source=source, quality=Quality.ASSUMED
    )
    return Finding(
        name="models.capex.service", value=1e6, unit="USD", low=7e5, high=1.5e6, method="test",
        inputs=(cost,),
    )  # fmt: skip


def made(state, base=BASE):
    return section(Context(facts=base, state=state, as_of=TODAY), capex=capex())


def texts(part):
    if isinstance(part, Text):
        yield part
        for each in part.values.values():
            yield from texts(each)
    elif isinstance(part, tuple | list):
        for each in part:
            yield from texts(each)
    elif type(part).__module__ == "comity.plans.content":
        for name in type(part).__slots__:
            yield from texts(getattr(part, name))


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_section_whose_numbers_unfold_to_a_dated_source(state):
    found = made(state)

    assert found.headline is not None
    for name, each in found.findings.items():
        assert each.name == name
        assert isinstance(each, Missing) or facts_of(each)
    for each in printed(found):
        assert isinstance(each, Missing | Fact) or each.name.startswith(("fund.", "models."))
        assert isinstance(each, Missing) or all(fact.year for fact in facts_of(each))


@pytest.mark.parametrize("state", ["KEN", "VEN", "FRA", "ETH", "SGP"])
def test_messages_hold_no_digits_and_sentences_are_short(state):
    for text in texts(made(state)):
        assert not re.search(r"\d", text.message), text.message
        for sentence in re.split(r"[.;] ", text.message):
            assert len(sentence.split()) <= 20, sentence


def test_only_a_state_without_class_or_ldc_status_has_no_discount_rate():
    missing = [state for state in STATES if isinstance(discount_rate(BASE, state), Missing)]

    assert missing == ["VEN"]
    assert isinstance(made("VEN").findings["fund.loan_carries"], Missing)
    assert isinstance(made("VEN").findings["fund.grant_element_unified.ida21_blend"], Finding)
    assert discount_rate(BASE, "VEN").supply.startswith("--facts FILE with a row VEN,")


def test_a_supplied_income_class_makes_the_grant_known(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "iso3,fact,value,unit,year,source,quality\n"
        "VEN,wb_income_class,Upper middle income,,2026,ministry,reported\n"
    )

    assert discount_rate(load([file]), "VEN").value == 6
    assert isinstance(made("VEN", load([file])).findings["fund.loan_carries"], Finding)


# OECD, Official development assistance: definition and coverage: 9 % for least developed and
# low-income, 7 % for lower-middle-income and 6 % for upper-middle-income borrowers.
@pytest.mark.parametrize(
    ("state", "rate"), [("ETH", 9), ("RWA", 9), ("KEN", 7), ("BGD", 9), ("BRA", 6), ("FRA", 5)]
)
def test_the_discount_rate_is_that_of_the_class_of_borrower(state, rate):
    assert discount_rate(BASE, state).value == rate


@pytest.mark.parametrize("state", ["KEN", "BRA", "FRA"])
def test_the_headline_lies_within_the_band_of_all_terms_and_rates(state):
    found = made(state).findings
    carries = found["fund.loan_carries"]
    granted = [each for name, each in found.items() if name.startswith("fund.grant_element.")]

    assert carries.low == min(each.low for each in granted)
    assert carries.high == max(each.high for each in granted)
    assert carries.low <= carries.value <= carries.high


def test_doubling_the_cost_doubles_every_payment_and_moves_no_share():
    twice = capex()
    twice = replace(twice, value=2e6, low=1.4e6, high=3e6)
    once = made("KEN").findings
    found = section(Context(facts=BASE, state="KEN", as_of=TODAY), capex=twice).findings

    for name, each in found.items():
        factor = 2 if name.startswith("fund.debt_service") else 1
        assert each.value == pytest.approx(factor * once[name].value)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_shares_of_every_rule_sum_to_the_whole_fund(rule):
    found = envelope(BASE, rule)
    whole = sum(each.value for each in found.shares.values()) + sum(found.others.values())

    assert whole == pytest.approx(100, rel=1e-12)
    assert set(found.shares) == set(STATES)


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("total", [1, 1e9, 123_456_789])
def test_no_dollar_is_lost_in_an_allocation(rule, total):
    assert sum(each.amount_usd for each in allocation(BASE, rule, total=total)) == total


# Cali Fund Allocation Model, configuration note: dollars per country of each band of one billion.
@pytest.mark.parametrize(
    ("state", "published"), [("BLZ", 8_525_149), ("BWA", 6_251_776), ("IND", 4_262_575),
                             ("CHN", 2_273_373), ("USA", 0)],
)  # fmt: skip
def test_the_proposed_amount_of_each_band_is_met_to_the_dollar(state, published):
    held = {each.party: each.amount_usd for each in allocation(BASE, "cali", total=1e9)}

    assert abs(held[state] - published) <= 1


@pytest.mark.shared
def test_the_annex_is_met_from_our_own_facts_within_a_hundred_dollars(shared):
    import csv

    with (shared / "fund" / "cali_fund_annex_1bn_pure.csv").open(encoding="utf-8") as stream:
        published = sorted(float(row["total_allocation"]) for row in csv.DictReader(stream))
    found = allocation(BASE, "cali", total=1e9)
    ours = sorted(each.amount_usd / 1e6 for each in found if not each.excluded)

    assert len(ours) == len(published) == 142
    assert max(abs(a - b) for a, b in zip(ours, published, strict=True)) <= 1e-4
