"""What a year of a thing costs that is paid for at once."""

from __future__ import annotations

import numpy as np

from comity.errors import InputError
from comity.sites.air import Values


def capital_recovery(rate: Values, years: Values) -> Values:
    """Even yearly payment that repays one unit of capital with interest.

    Parameters
    ----------
    rate : float or ndarray
        Real rate; zero spreads the capital evenly. [1/year]
    years : float or ndarray
        Life. [year]

    Returns
    -------
    float or ndarray
        r / (1 - (1 + r)^-n), [1]_ eq. 3-7. [1/year]

    Raises
    ------
    InputError
        If a rate is negative or not below one, or a life is not above zero.

    References
    ----------
    .. [1] W. Short, D. J. Packey, T. Holt, A Manual for the Economic Evaluation of Energy
           Efficiency and Renewable Energy Technologies, NREL/TP-462-5173, 1995.
    """
    rates, lives = np.asarray(rate, float), np.asarray(years, float)
    if not ((rates >= 0.0) & (rates < 1.0)).all():
        raise InputError(f"A rate of interest lies between 0 and 1 a year; {rate} does not.")
    if not (lives > 0.0).all():
        raise InputError("A life is longer than nothing.")
    # The quotient loses every digit as the rate vanishes; these are the first terms of its series.
    little = rates * lives < 1e-9
    some = np.where(little, 0.5, rates)
    paid = np.where(
        little,
        (1.0 + rates * (lives + 1.0) / 2.0) / lives,
        some / -np.expm1(-lives * np.log1p(some)),
    )
    return float(paid) if paid.ndim == 0 else paid


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
    return float(capital * (capital_recovery(rate, years) + upkeep))
