"""Published loan terms applied to a cost: the grant in each and what it takes each year."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing
from comity.fund.finance import grant_element, level_payment, schedule
from comity.plans.loans import METHOD, UNIFIED, loan_of, published_range, terms_in_facts

CENTRAL = "ida21_regular"
"""Terms behind the headline: the same for every state; its band spans all terms shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One set of published terms with what it means for the state."""

    row: Row
    granted: Finding | Missing
    unified: Finding
    yearly: Finding


def offer(base: FactBase, row: Row, *, discount: Finding | Missing, capex: Finding) -> Offer:
    """Grant element and yearly payment of the equipment on one set of terms.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    row : Row
        A row of ``loan_terms``.
    discount : Finding or Missing
        Discount rate of the state. [%/yr]
    capex : Finding
        Sum lent. [USD]
    """
    loan, terms = loan_of(row), terms_in_facts(row)
    low, high = published_range(base, row.key)
    unified = base.row("discount_rates", UNIFIED).fact("discount")
    name = f"fund.grant_element.{row.key}"
    granted: Finding | Missing
    if isinstance(discount, Missing):
        granted = replace(discount, name=name)
    else:
        granted = Finding(
            name=name, unit="%",
            value=100 * grant_element(loan, discount=number_of(discount) / 100),
            low=low, high=high, inputs=(*terms, discount),
            method=f"{METHOD}; band over all published discount rates",
        )  # fmt: skip
    yearly = float(schedule(loan).payment.sum()) / loan.maturity
    return Offer(
        row=row,
        granted=granted,
        unified=Finding(
            name=f"fund.grant_element_unified.{row.key}", unit="%", method=METHOD,
            value=100 * grant_element(loan, discount=number_of(unified) / 100),
            inputs=(*terms, unified), no_band="published terms and rate",
        ),
        yearly=Finding(
            name=f"fund.debt_service.{row.key}", unit="USD/yr", value=number_of(capex) * yearly,
            low=None if capex.low is None else capex.low * yearly,
            high=None if capex.high is None else capex.high * yearly,
            method="interest and principal over the life of the loan, divided by its years",
            inputs=(*terms, capex), no_band=capex.no_band,
        ),
    )  # fmt: skip


def loan_carries(
    base: FactBase, offers: list[Offer], *, discount: Finding | Missing
) -> Finding | Missing:
    """Share of the cost a concessional loan carries as a grant.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    offers : list of Offer
        Sets of terms shown.
    discount : Finding or Missing
        Discount rate of the state. [%/yr]

    Returns
    -------
    Finding or Missing
        The grant element on regular terms; its band spans all terms and discount rates. [%]
    """
    name = "fund.loan_carries"
    granted = [each.granted for each in offers if isinstance(each.granted, Finding)]
    central = next((each for each in granted if each.name.endswith(CENTRAL)), None)
    if central is None:
        if isinstance(discount, Missing):
            return replace(discount, name=name)
        return Missing(name=name, subject=CENTRAL, reason="the table of loan terms lacks it")
    ranges = [published_range(base, each.row.key) for each in offers]
    return Finding(
        name=name, unit="%", value=central.value,
        low=min(low for low, _ in ranges), high=max(high for _, high in ranges),
        method="grant element on regular terms; band over all terms and discount rates shown",
        inputs=(central, *(each for each in granted if each is not central)),
    )  # fmt: skip


def market_service(base: FactBase, *, capex: Finding) -> Finding:
    """Yearly payment of the equipment on a commercial loan with level payments.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    capex : Finding
        Sum lent. [USD]

    Returns
    -------
    Finding
        Payment; the band spans the rate, the maturity and the cost. [USD/yr]
    """
    rate, years = base.parameter("fund.market_rate"), base.parameter("fund.market_maturity")
    cost = number_of(capex)

    def payment(cost: float, percent: float, maturity: float) -> float:
        return level_payment(cost, rate=percent / 100, maturity=maturity)

    return Finding(
        name="fund.debt_service.market", unit="USD/yr",
        value=payment(cost, number_of(rate), number_of(years)),
        low=payment(_end(capex.low, cost), _end(rate.low, number_of(rate)),
                    _end(years.high, number_of(years))),
        high=payment(_end(capex.high, cost), _end(rate.high, number_of(rate)),
                     _end(years.low, number_of(years))),
        method="level payments that repay the loan with interest; ends of every band combined",
        inputs=(rate, years, capex),
    )  # fmt: skip


def _end(bound: float | None, value: float) -> float:
    return value if bound is None else bound


def number_of(number: Finding | Fact) -> float:
    """The value of a fact or finding that is a number."""
    return float(number.value)
