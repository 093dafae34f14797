"""What a year of a thing costs that is paid for at once."""

from __future__ import annotations

import math

from comity.errors import InputError


def capital_recovery(rate: float, years: float) -> float:
    """Yearly payment that pays off one unit of capital.

    Parameters
    ----------
    rate : float
        Real discount rate; zero spreads the capital evenly. [1/year]
    years : float
        Life. [year]

    Returns
    -------
    float
        [1/year]

    Raises
    ------
    InputError
        If the rate is negative or the life is not above zero.

    Notes
    -----
    r / (1 - (1 + r)^-n): the annuity of any textbook of engineering economics.
    """
    if not 0.0 <= rate < 1.0:
        raise InputError(f"A discount rate lies between 0 and 1 a year; {rate:g} does not.")
    if years <= 0.0:
        raise InputError("A life is longer than nothing.")
    if rate < 1e-12:
        return 1.0 / years
    return rate / -math.expm1(-years * math.log1p(rate))


def yearly_cost(capital: float, *, rate: float, years: float, upkeep: float) -> float:
    """Capital paid off over its life, and upkeep.

    Parameters
    ----------
    capital : float
        Paid at the start. [USD/kW, USD/kWh]
    rate : float
        Real discount rate. [1/year]
    years : float
        Life. [year]
    upkeep : float
        Fixed upkeep as a share of capital. [1/year]

    Returns
    -------
    float
        Of the same unit, a year. [USD/kW/year, USD/kWh/year]
    """
    return capital * (capital_recovery(rate, years) + upkeep)
