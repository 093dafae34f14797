"""What a year of computing draws, emits, drinks and costs at a site.

Indicators are those of ISO/IEC 30134: part 2 (PUE), part 8 (CUE) and part 9 (WUE).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from comity.errors import InputError

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


def energy(it_load: float, pue: float) -> float:
    """Electricity a site draws in a year.

    Parameters
    ----------
    it_load : float
        Mean load of computing. [kW]
    pue : float
        Energy drawn over energy of computing.

    Returns
    -------
    float
        [kWh]
    """
    return it_load * HOURS_IN_YEAR * pue


def carbon(energy: float, carbon_intensity: float) -> float:
    """Emissions of electricity, by the mean of the grid where it is drawn.

    Parameters
    ----------
    energy : float
        [kWh]
    carbon_intensity : float
        Location-based annual mean. [gCO2e/kWh]

    Returns
    -------
    float
        [tCO2e]
    """
    return energy * carbon_intensity / 1e6


def water_site(it_load: float, wue: float) -> float:
    """Water a site takes in a year.

    Parameters
    ----------
    it_load : float
        Mean load of computing. [kW]
    wue : float
        Water taken over energy of computing. [L/kWh]

    Returns
    -------
    float
        [m³]
    """
    return it_load * HOURS_IN_YEAR * wue / 1e3


def water_source(energy: float, water_intensity: float) -> float:
    """Water that power stations consume for the electricity of a site.

    Parameters
    ----------
    energy : float
        [kWh]
    water_intensity : float
        Water consumed per unit generated. [L/kWh]

    Returns
    -------
    float
        [m³]
    """
    return energy * water_intensity / 1e3


def wue_source(wue: float, pue: float, water_intensity: float) -> float:
    """Water of site and power stations together, per energy of computing.

    Parameters
    ----------
    wue : float
        Water taken on site. [L/kWh]
    pue : float
        Energy drawn over energy of computing.
    water_intensity : float
        Water consumed per unit generated. [L/kWh]

    Returns
    -------
    float
        WUE_source = WUE + water intensity x PUE, ISO/IEC 30134-9. [L/kWh]
    """
    return wue + water_intensity * pue


def cost(energy: float, price: float) -> float:
    """Price of electricity for a year.

    Parameters
    ----------
    energy : float
        [kWh]
    price : float
        [USD/kWh]

    Returns
    -------
    float
        [USD]
    """
    return energy * price


def carbon_usage(pue: float, carbon_intensity: float, direct: float = 0.0) -> float:
    """Carbon emitted for the energy of a site, per energy of computing.

    Parameters
    ----------
    pue : float
        Energy drawn over energy of computing.
    carbon_intensity : float
        Of the energy drawn. [gCO2e/kWh]
    direct : float
        Of fuel burnt on site (scope 1), per energy of computing. [gCO2e/kWh]

    Returns
    -------
    float
        CUE, ISO/IEC 30134-8. [gCO2e/kWh]
    """
    return pue * carbon_intensity + direct


def share_of(part: float, whole: float) -> float:
    """Renewable or reused energy over the energy drawn.

    Parameters
    ----------
    part : float
        Renewable energy owned or bought with its certificates, or energy used outside. [kWh]
    whole : float
        Energy drawn. [kWh]

    Returns
    -------
    float
        REF (ISO/IEC 30134-3) or ERF (ISO/IEC 30134-6). [0 to 1]

    Raises
    ------
    InputError
        If the part is below zero or above the whole.
    """
    if not 0.0 <= part <= whole or whole <= 0.0:
        raise InputError(f"{part:g} kWh is not a part of {whole:g} kWh.")
    return part / whole


def cooling_efficiency(heat: float, cooling: float) -> float:
    """Heat removed over the energy drawn to remove it.

    Parameters
    ----------
    heat, cooling : float
        Of the same year. [kWh]

    Returns
    -------
    float
        CER, ISO/IEC 30134-7. [kWh/kWh]
    """
    if cooling <= 0.0 or heat < 0.0:
        raise InputError("A cooling efficiency needs energy drawn to remove heat.")
    return heat / cooling


def direct_carbon(fuel: float, factor: float) -> float:
    """Emissions of fuel burnt on site (scope 1).

    Parameters
    ----------
    fuel : float
        Electricity made on site from the fuel. [kWh]
    factor : float
        Emissions per electricity made. [gCO2e/kWh]

    Returns
    -------
    float
        [tCO2e]
    """
    return fuel * factor / 1e6


def embodied_carbon(embodied: float, life: float) -> float:
    """Emissions of making the equipment, spread evenly over its life (scope 3).

    Parameters
    ----------
    embodied : float
        [tCO2e]
    life : float
        [years]

    Returns
    -------
    float
        [tCO2e a year]
    """
    if life <= 0.0:
        raise InputError("A life is above zero years.")
    return embodied / life


def capital_recovery(rate: float, life: float) -> float:
    """Even yearly payment that repays one unit of capital with interest.

    Parameters
    ----------
    rate : float
        Cost of capital of the country, as a share. [1/year]
    life : float
        [years]

    Returns
    -------
    float
        r / (1 - (1 + r)^-n), [1]_ eq. 3-7. [1/year]

    References
    ----------
    .. [1] W. Short, D. J. Packey, T. Holt, A Manual for the Economic Evaluation of Energy
           Efficiency and Renewable Energy Technologies, NREL/TP-462-5173, 1995.
    """
    if life <= 0.0 or rate < 0.0:
        raise InputError("Capital is repaid over years above zero at a rate not below zero.")
    if life * rate < 1e-9:
        # The first terms of its series: the quotient loses every digit as the rate vanishes.
        return (1.0 + rate * (life + 1.0) / 2.0) / life
    return rate / -math.expm1(-life * math.log1p(rate))


def levelised_cost(
    capital: float, yearly: float, *, it_energy: float, rate: float, life: float
) -> float:
    """Cost of a kilowatt-hour of computing, over the life of the site.

    Parameters
    ----------
    capital : float
        Spent at the start. [USD]
    yearly : float
        Electricity, water and upkeep of a year. [USD]
    it_energy : float
        Energy of computing in a year. [kWh]
    rate : float
        Cost of capital of the country, as a share. [1/year]
    life : float
        [years]

    Returns
    -------
    float
        [USD/kWh]
    """
    if it_energy <= 0.0:
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
