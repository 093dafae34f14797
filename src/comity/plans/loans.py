"""Published loan terms and discount rates, and the grant element of a loan at them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing
from comity.fund.finance import Loan, grant_element

UNIFIED = "unified"
"""Class of the rate the IMF and the World Bank use for every borrower."""
LEAST_DEVELOPED = "least_developed"
HIGH_INCOME = "High income"
METHOD = (
    "one less the present value of all payments, over the sum lent; OECD, Official development "
    "assistance: definition and coverage"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRate:
    """Grant element of a loan at one discount rate.

    Attributes
    ----------
    borrower : str
        Class of borrower the rate is published for; ``as given`` for a rate of the user's.
    discount : float
        Discount rate. [%/yr]
    threshold : float, optional
        Least grant element that counts as official development assistance. [%]
    grant_element : float
        Share of the loan that is a gift. [%]
    source : str
        Key of the source of the rate.
    """

    borrower: str
    discount: float
    threshold: float | None
    grant_element: float
    source: str

    def payload(self) -> dict[str, object]:
        """The same under the stable keys of the command line."""
        return {
            "borrower": self.borrower,
            "discount_percent": self.discount,
            "threshold_percent": self.threshold,
            "grant_element_percent": self.grant_element,
            "source": self.source,
        }


def loan_of(row: Row) -> Loan:
    """The loan a row of ``loan_terms`` describes."""
    return Loan(
        rate=row.number("rate") / 100,
        maturity=row.number("maturity"),
        grace=row.number("grace"),
        payments=int(row.number("payments")),
        early_share=float(row.cells["early_share"] or 0) / 100,
        early_until=float(row.cells["early_until"] or 0),
    )


def terms_in_facts(row: Row) -> tuple[Fact, ...]:
    """The facts a row of ``loan_terms`` states about the loan."""
    steps = ("early_share", "early_until") if row.cells["early_share"] is not None else ()
    return tuple(row.fact(name) for name in ("rate", "maturity", "grace", *steps))


def at_published_rates(base: FactBase, loan: Loan) -> tuple[AtRate, ...]:
    """Grant element of a loan at every published discount rate, in the order of the table.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    loan : Loan
        Terms.

    Returns
    -------
    tuple of AtRate
    """
    return tuple(
        AtRate(
            borrower=row.text("title"),
            discount=row.number("discount"),
            threshold=None if row.cells["threshold"] is None else row.number("threshold"),
            grant_element=100 * grant_element(loan, discount=row.number("discount") / 100),
            source=row.source.key,
        )
        for row in base.rows("discount_rates")
    )


def grant_elements(
    base: FactBase,
    *,
    rate: float,
    maturity: float,
    grace: float,
    payments: int = 2,
    discount: float | None = None,
) -> tuple[AtRate, ...]:
    """Grant element of a loan at one discount rate, or at every published one.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    rate : float
        Interest and service charge. [%/yr]
    maturity, grace : float
        Time to the last payment and before principal is repaid. [yr]
    payments : int
        Payments in a year. [1/yr]
    discount : float, optional
        Discount rate; every published one when absent. [%/yr]

    Returns
    -------
    tuple of AtRate

    Raises
    ------
    InputError
        If the terms make no loan.
    """
    loan = Loan(rate=rate / 100, maturity=maturity, grace=grace, payments=payments)
    if discount is None:
        return at_published_rates(base, loan)
    found = 100 * grant_element(loan, discount=discount / 100)
    return (
        AtRate(
            borrower="as given", discount=discount, threshold=None, grant_element=found, source=""
        ),
    )


@functools.cache
def published_range(base: FactBase, terms: str) -> tuple[float, float]:
    """Grant element of published terms at the lowest and highest published discount rate. [%]."""
    found = [
        each.grant_element
        for each in at_published_rates(base, loan_of(base.row("loan_terms", terms)))
    ]
    return min(found), max(found)


def discount_rate(base: FactBase, state: str) -> Finding | Missing:
    """Discount rate published for a state's class of borrower.

    Least developed countries come first, then the World Bank's income class. The DAC publishes no
    rate for high-income states; the rate the IMF and the World Bank use for every borrower stands
    there.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    state : str
        ISO3 code.

    Returns
    -------
    Finding or Missing
        Rate. [%/yr]
    """
    known = base.known(state, "wb_income_class")
    group = next((row for row in base.rows("groups") if row.key == f"ldc/{state}"), None)
    if group is not None and not group.text("valid_to"):
        why: Fact | Missing = group.fact("group")
        borrower = LEAST_DEVELOPED
    elif isinstance(known, Missing):
        return known
    else:
        why = known
        borrower = UNIFIED if known.value == HIGH_INCOME else str(known.value)
    rows = base.rows("discount_rates")
    row = next((row for row in rows if borrower in (row.key, row.text("title"))), None)
    if row is None:
        return Missing(
            name="fund.discount_rate",
            subject=state,
            reason="the World Bank gives no income class",
            supply=f"--facts FILE with a row {state},wb_income_class,CLASS,,YEAR,SOURCE,QUALITY",
        )
    return Finding(
        name="fund.discount_rate",
        value=row.number("discount"),
        unit="%/yr",
        method=f"rate published for the class of borrower: {row.text('title').lower()}",
        inputs=(row.fact("discount"), why),
        no_band="published rate",
        note=row.key,
    )
