"""What a year of computing draws, emits, drinks and costs at a site.

Indicators are those of ISO/IEC 30134: part 2 (PUE), part 8 (CUE) and part 9 (WUE). Equations take
numbers or arrays of draws alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.sites.air import Values
from comity.sites.supply.money import capital_recovery

HOURS_IN_YEAR = 8760.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A value with its band, in one unit.

    Attributes
    ----------
    value, low, high : float
        Central value and the ends of the band.
    """

    value: float
    low: float
    high: float


def energy(it_load: Values, pue: Values) -> Values:
    """Electricity a site draws in a year.

    Parameters
    ----------
    it_load : float or ndarray
        Mean load of computing. [kW]
    pue : float or ndarray
        Energy drawn over energy of computing.

    Returns
    -------
    float or ndarray
        [kWh]
    """
    return it_load * HOURS_IN_YEAR * pue


def carbon(energy: Values, carbon_intensity: Values) -> Values:
    """Emissions of electricity, by the mean of the grid where it is drawn.

    Parameters
    ----------
    energy : float or ndarray
        [kWh]
    carbon_intensity : float or ndarray
        Location-based annual mean. [gCO2e/kWh]

    Returns
    -------
    float or ndarray
        [tCO2e]
    """
    return energy * carbon_intensity / 1e6


def wue_source(wue: Values, pue: Values, water_intensity: Values) -> Values:
    """Water of site and power stations together, per energy of computing.

    Parameters
    ----------
    wue : float or ndarray
        Water taken on site. [L/kWh]
    pue : float or ndarray
        Energy drawn over energy of computing.
    water_intensity : float or ndarray
        Water consumed per unit generated. [L/kWh]

    Returns
    -------
    float or ndarray
        WUE_source = WUE + water intensity x PUE, ISO/IEC 30134-9. [L/kWh]
    """
    return wue + water_intensity * pue


def carbon_usage(pue: Values, carbon_intensity: Values, direct: Values = 0.0) -> Values:
    """Carbon emitted for the energy of a site, per energy of computing.

    Parameters
    ----------
    pue : float or ndarray
        Energy drawn over energy of computing.
    carbon_intensity : float or ndarray
        Of the energy drawn. [gCO2e/kWh]
    direct : float or ndarray
        Of fuel burnt on site (scope 1), per energy of computing. [gCO2e/kWh]

    Returns
    -------
    float or ndarray
        CUE, ISO/IEC 30134-8. [gCO2e/kWh]
    """
    return pue * carbon_intensity + direct


def direct_carbon(electricity: Values, fuel_carbon: Values, efficiency: Values) -> Values:
    """Emissions of fuel burnt on site (GHG Protocol scope 1).

    Parameters
    ----------
    electricity : float or ndarray
        Made on site from the fuel. [kWh]
    fuel_carbon : float or ndarray
        Of the heat of the fuel. [gCO2e/kWh]
    efficiency : float or ndarray
        Electricity made over heat of the fuel.

    Returns
    -------
    float or ndarray
        [tCO2e]
    """
    return electricity * fuel_carbon / efficiency / 1e6


def embodied_carbon(embodied: Values, life: Values) -> Values:
    """Emissions of making the equipment, spread evenly over its life (GHG Protocol scope 3).

    Parameters
    ----------
    embodied : float or ndarray
        [tCO2e]
    life : float or ndarray
        [years]

    Returns
    -------
    float or ndarray
        [tCO2e a year]

    Raises
    ------
    InputError
        If a life is not above zero.
    """
    if not np.all(np.asarray(life) > 0.0):
        raise InputError("A life is above zero years.")
    return embodied / life


def levelised_cost(
    capital: Values, yearly: Values, *, it_energy: Values, rate: Values, life: Values
) -> Values:
    """Cost of a kilowatt-hour of computing, over the life of the site.

    Parameters
    ----------
    capital : float or ndarray
        Spent at the start. [USD]
    yearly : float or ndarray
        Electricity, water and upkeep of a year. [USD]
    it_energy : float or ndarray
        Energy of computing in a year. [kWh]
    rate : float or ndarray
        Cost of capital of the country, as a share. [1/year]
    life : float or ndarray
        [years]

    Returns
    -------
    float or ndarray
        W. Short, D. J. Packey, T. Holt, A Manual for the Economic Evaluation of Energy Efficiency
        and Renewable Energy Technologies, NREL/TP-462-5173, 1995, ch. 4. [USD/kWh]

    Raises
    ------
    InputError
        If there is no energy of computing, or capital cannot be repaid so.
    """
    if not np.all(np.asarray(it_energy) > 0.0):
        raise InputError("A levelised cost needs energy of computing above zero.")
    return (capital * capital_recovery(rate, life) + yearly) / it_energy


def product(factors: Sequence[Amount], scale: float = 1.0) -> tuple[Amount, tuple[float, ...]]:
    """Product of independent factors, its band, and the share of it each factor causes.

    Parameters
    ----------
    factors : sequence of Amount
        Each in its own [unit]; none below zero.
    scale : float
        A constant multiplied in.

    Returns
    -------
    Amount
        Relative half-bands add as squares, upward and downward apart (GUM, JCGM 100:2008, 5.1.6).
    tuple of float
        Squared relative width of each factor over their sum; empty when none has a band.
    """
    value = scale * math.prod(each.value for each in factors)
    down = [_relative(each.value - each.low, each.value) for each in factors]
    up = [_relative(each.high - each.value, each.value) for each in factors]
    amount = Amount(
        value=value,
        low=value * max(1.0 - math.hypot(*down), 0.0),
        high=value * (1.0 + math.hypot(*up)),
    )
    widths = [(a + b) ** 2 for a, b in zip(down, up, strict=True)]
    total = sum(widths)
    return amount, tuple(each / total for each in widths) if total > 0.0 else ()


def total(terms: Sequence[Amount]) -> tuple[Amount, tuple[float, ...]]:
    """Sum of independent terms, its band, and the share of it each term causes.

    Parameters
    ----------
    terms : sequence of Amount
        All in one [unit].

    Returns
    -------
    Amount
        Half-bands add as squares, upward and downward apart (GUM, JCGM 100:2008, 5.1.2).
    tuple of float
        Squared width of each term over their sum; empty when none has a band.
    """
    value = sum(each.value for each in terms)
    down = math.hypot(*(each.value - each.low for each in terms))
    up = math.hypot(*(each.high - each.value for each in terms))
    widths = [(each.high - each.low) ** 2 for each in terms]
    whole = sum(widths)
    shares = tuple(each / whole for each in widths) if whole > 0.0 else ()
    return Amount(value=value, low=max(value - down, 0.0), high=value + up), shares


def _relative(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
