import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.facts.load import embedded
from comity.fund.finance import (
    Loan,
    annuity,
    grant_element,
    grant_element_closed,
    level_payment,
    present_value,
    schedule,
)


@st.composite
def loans(draw):
    payments = draw(st.sampled_from([1, 2, 4, 12]))
    last = draw(st.integers(1, 60 * payments))
    grace = draw(st.integers(0, last - 1))
    rate = draw(st.floats(0, 0.3))
    return Loan(rate=rate, maturity=last / payments, grace=grace / payments, payments=payments)


discounts = st.floats(0.001, 0.5)


@given(loans(), discounts)
def test_closed_form_and_schedule_agree_for_all_valid_terms(loan, discount):
    closed = grant_element_closed(loan, discount=discount)
    full = grant_element(loan, discount=discount)

    assert closed == pytest.approx(full, rel=1e-9, abs=1e-9)


def loan_of(row):
    return Loan(
        rate=row.number("rate") / 100,
        maturity=row.number("maturity"),
        grace=row.number("grace"),
        payments=int(row.number("payments")),
        early_share=float(row.cells["early_share"] or 0) / 100,
        early_until=float(row.cells["early_until"] or 0),
    )


# Grant elements IDA published with its terms to June 2025 at a discount rate of 5 %: 73, 60 to 61,
# 53 and 35 per cent. Seen in no source at hand: unconfirmed. Repayment as in IDA's schedules.
@pytest.mark.parametrize(
    ("terms", "published"),
    [("ida20_fifty", 73), ("ida20_small", 60.5), ("ida20_regular", 53), ("ida20_blend", 35)],
)
def test_published_ida_grant_elements_are_met_within_half_a_point(terms, published):
    loan = loan_of(embedded().row("loan_terms", terms))

    assert 100 * grant_element(loan, discount=0.05) == pytest.approx(published, abs=0.5)


@given(loans())
def test_a_loan_discounted_at_its_own_rate_holds_no_grant(loan):
    own = (1 + loan.rate / loan.payments) ** loan.payments - 1

    assert grant_element(loan, discount=own) == pytest.approx(0, abs=1e-9)


@given(loans(), discounts, st.floats(0.0001, 0.1))
def test_a_dearer_loan_holds_less_grant(loan, discount, more):
    dearer = Loan(
        rate=loan.rate + more, maturity=loan.maturity, grace=loan.grace, payments=loan.payments
    )

    assert grant_element(dearer, discount=discount) < grant_element(loan, discount=discount)


@given(loans())
def test_principal_is_repaid_once(loan):
    plan = schedule(loan)

    assert plan.principal.sum() == pytest.approx(1, rel=1e-12)
    assert (plan.principal >= 0).all()
    assert (plan.interest >= 0).all()
    assert plan.time[-1] == pytest.approx(loan.maturity)


def test_two_steps_repay_what_the_terms_say():
    # IDA small-economy terms: 2 % of principal in years 11 to 20 and 4 % in years 21 to 40.
    plan = schedule(Loan(rate=0.0131, maturity=40, grace=10, early_share=0.02, early_until=20))
    yearly = plan.principal.reshape(40, 2).sum(axis=1)

    assert yearly[:10] == pytest.approx(0)
    assert yearly[10:20] == pytest.approx(0.02)
    assert yearly[20:] == pytest.approx(0.04)


def test_the_closed_form_refuses_two_steps():
    loan = Loan(rate=0.01, maturity=40, grace=10, early_share=0.02, early_until=20)

    with pytest.raises(InputError, match="equal parts"):
        grant_element_closed(loan, discount=0.05)


@given(st.floats(0.0001, 0.5), st.integers(1, 200))
def test_an_annuity_is_the_sum_of_its_discounted_payments(rate, periods):
    direct = sum((1 + rate) ** -each for each in range(1, periods + 1))

    assert annuity(rate, periods=periods) == pytest.approx(direct, rel=1e-9)


def test_an_annuity_at_no_rate_counts_its_payments():
    assert annuity(0.0, periods=7) == 7


@given(st.floats(0, 0.3), st.integers(1, 40))
def test_level_payments_repay_the_loan(rate, years):
    yearly = level_payment(1000.0, rate=rate, maturity=years)
    left = 1000.0
    for _ in range(years):
        left = left * (1 + rate) - yearly

    assert left == pytest.approx(0, abs=1e-6 * (1 + rate) ** years)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"rate": -0.01}, "negative"),
        ({"rate": math.nan}, "finite"),
        ({"grace": 10.0}, "does not end before"),
        ({"payments": 0}, "none"),
        ({"grace": 0.3}, "whole number"),
        ({"early_share": 0.5, "early_until": 8.0}, "first step"),
    ],
)
def test_terms_that_make_no_loan_are_refused_in_one_sentence(terms, said):
    with pytest.raises(InputError, match=said):
        Loan(**{"rate": 0.01, "maturity": 10.0, "grace": 2.0, **terms})


def test_a_discount_below_nothing_is_refused():
    with pytest.raises(InputError, match="discount"):
        present_value(schedule(Loan(rate=0.01, maturity=2, grace=0)), discount=-0.1)


@pytest.mark.parametrize("row", embedded().rows("loan_terms"), ids=lambda row: row.key)
def test_every_published_set_of_terms_makes_a_loan_with_a_grant(row):
    loan = loan_of(row)
    at = [grant_element(loan, discount=each) for each in (0.05, 0.06, 0.07, 0.09)]

    assert 0 < at[0] < at[1] < at[2] < at[3] < 1
    assert np.isfinite(at).all()
