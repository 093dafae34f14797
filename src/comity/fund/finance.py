"""Loans of patient capital: schedule, present value, grant element.

A loan is lent whole on day zero. A year has `payments` periods; principal starts one period after
the grace and is repaid in equal parts, or in two steps where the terms say so; interest is due
each period on what is outstanding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """Terms of a loan of one unit of money.

    Attributes
    ----------
    rate : float
        Interest and service charge on what is outstanding. [1/yr]
    maturity, grace : float
        Time to the last payment, and time before the repayment of principal begins. [yr]
    payments : int
        Periods in a year. [1/yr]
    early_share : float
        Principal repaid each year of the first step; zero for equal parts throughout. [1/yr]
    early_until : float
        End of the first step; the rest follows in equal parts. [yr]
    """

    rate: float
    maturity: float
    grace: float
    payments: int = 2
    early_share: float = 0.0
    early_until: float = 0.0

    def __post_init__(self) -> None:
        numbers = (self.rate, self.maturity, self.grace, self.early_share, self.early_until)
        if not all(math.isfinite(each) for each in numbers):
            raise InputError("A loan needs a finite rate, maturity and grace.")
        if self.rate < 0:
            raise InputError(f"A rate of {self.rate:g} a year is negative; give zero or more.")
        if self.payments < 1:
            raise InputError(f"{self.payments} payments a year are none; give one or more.")
        if not 0 <= self.grace < self.maturity:
            raise InputError(
                f"A grace of {self.grace:g} years does not end before the maturity of "
                f"{self.maturity:g} years."
            )
        for name in ("maturity", "grace", "early_until"):
            periods = getattr(self, name) * self.payments
            if abs(periods - round(periods)) > 1e-9 * max(1.0, periods):
                raise InputError(
                    f"The {name.replace('_', ' ')} of {getattr(self, name):g} years is no whole "
                    f"number of periods at {self.payments} payments a year."
                )
        if self.early_share and not self._first_step_fits():
            raise InputError("The first step of repayment does not fit between grace and maturity.")

    def _first_step_fits(self) -> bool:
        repaid = self.early_share * (self.early_until - self.grace)
        return self.grace < self.early_until < self.maturity and 0 < repaid < 1

    @property
    def periods(self) -> int:
        """Periods until the last payment."""
        return round(self.maturity * self.payments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What is paid at the end of each period, for one unit lent.

    Attributes
    ----------
    time : ndarray, shape (periods,)
        End of each period. [yr]
    interest, principal : ndarray, shape (periods,)
        Payments. [1]
    """

    time: Array
    interest: Array
    principal: Array

    @property
    def payment(self) -> Array:
        """Interest and principal together, as shares of the sum lent [1]."""
        return self.interest + self.principal


def schedule(loan: Loan) -> Schedule:
    """Every payment of a loan of one unit.

    Parameters
    ----------
    loan : Loan
        Its terms.

    Returns
    -------
    Schedule
        Payments as shares of the sum lent. [1]

    Examples
    --------
    >>> schedule(Loan(rate=0.02, maturity=2, grace=0, payments=1)).payment.round(3).tolist()
    [0.52, 0.51]
    """
    grace = round(loan.grace * loan.payments)
    principal = np.zeros(loan.periods)
    start, left = grace, 1.0
    if loan.early_share:
        start = round(loan.early_until * loan.payments)
        principal[grace:start] = loan.early_share / loan.payments
        left = 1.0 - principal.sum()
    principal[start:] = left / (loan.periods - start)
    outstanding = 1.0 - np.concatenate([[0.0], np.cumsum(principal)[:-1]])
    return Schedule(
        time=np.arange(1, loan.periods + 1) / loan.payments,
        interest=outstanding * loan.rate / loan.payments,
        principal=principal,
    )


def present_value(schedule: Schedule, *, discount: float) -> float:
    """Worth today of every payment, for one unit lent.

    Parameters
    ----------
    schedule : Schedule
        Payments as shares of the sum lent. [1]
    discount : float
        Effective discount rate. [1/yr]

    Returns
    -------
    float
        Present value. [1]
    """
    _check_discount(discount)
    return float(np.sum(schedule.payment * (1.0 + discount) ** -schedule.time))


def grant_element(loan: Loan, *, discount: float) -> float:
    """Share of a loan that is a gift at that discount rate, from its full schedule.

    Parameters
    ----------
    loan : Loan
        Its terms.
    discount : float
        Effective discount rate. [1/yr]

    Returns
    -------
    float
        One less the present value of all payments; negative for a loan dearer than that. [1]

    Notes
    -----
    Definition of the OECD DAC: the face value less the present value of the debt service, over
    the face value [1]_.

    References
    ----------
    .. [1] OECD, "Official development assistance: definition and coverage", note on loans.

    Examples
    --------
    >>> terms = Loan(rate=0.0075, maturity=38, grace=6)  # IDA regular terms until June 2025
    >>> round(100 * grant_element(terms, discount=0.05), 1)
    53.2
    """
    return 1.0 - present_value(schedule(loan), discount=discount)


def grant_element_closed(loan: Loan, *, discount: float) -> float:
    """Grant element of a loan repaid in equal parts of principal, in closed form.

    Parameters
    ----------
    loan : Loan
        Its terms, without a first step.
    discount : float
        Effective discount rate, above zero. [1/yr]

    Returns
    -------
    float
        Grant element. [1]

    Raises
    ------
    InputError
        If principal is repaid in two steps: the closed form holds for equal parts.

    Notes
    -----
    ``(1 - (r/a)/d) (1 - ((1+d)^-aG - (1+d)^-aM) / (d (aM - aG)))`` with `a` payments a year and
    `d` the discount rate of a period, ``(1+D)^(1/a) - 1`` [1]_.

    References
    ----------
    .. [1] S. Scott, "The grant element method of measuring the concessionality of loans and debt
           relief", OECD Development Centre Working Paper 339, 2017.
    """
    _check_discount(discount)
    if loan.early_share:
        raise InputError("The closed form holds for equal parts of principal; use the schedule.")
    if discount == 0.0:
        raise InputError("The closed form divides by the discount rate; give one above zero.")
    period = math.expm1(math.log1p(discount) / loan.payments)
    grace, last = round(loan.grace * loan.payments), loan.periods
    kept = (1.0 + period) ** -grace * -math.expm1((grace - last) * math.log1p(period))
    cheap = 1.0 - loan.rate / loan.payments / period
    return cheap * (1.0 - kept / (period * (last - grace)))


def annuity(rate: float, *, periods: int) -> float:
    """Present value of one unit paid at the end of each period.

    Parameters
    ----------
    rate : float
        Rate of a period, zero or more. [1/period]
    periods : int
        How many payments.

    Returns
    -------
    float
        ``(1 - (1+r)^-n) / r``, and `n` at a rate of zero. [1]
    """
    if not rate >= 0 or periods < 1:
        raise InputError("An annuity needs a rate of zero or more and at least one payment.")
    if rate == 0.0:
        return float(periods)
    return -math.expm1(-periods * math.log1p(rate)) / rate


def level_payment(principal: float, *, rate: float, maturity: float, payments: int = 1) -> float:
    """Equal payments of a year that repay a loan with its interest.

    Parameters
    ----------
    principal : float
        Sum lent. [USD]
    rate : float
        Nominal rate of interest. [1/yr]
    maturity : float
        Time to the last payment. [yr]
    payments : int
        Payments in a year. [1/yr]

    Returns
    -------
    float
        All payments of one year. [USD/yr]

    Examples
    --------
    >>> round(level_payment(1000.0, rate=0.10, maturity=10), 2)
    162.75
    """
    periods = Loan(rate=rate, maturity=maturity, grace=0.0, payments=payments).periods
    return principal * payments / annuity(rate / payments, periods=periods)


def _check_discount(discount: float) -> None:
    if not (math.isfinite(discount) and discount >= 0):
        raise InputError(f"A discount rate of {discount:g} is not usable; give zero or more.")
