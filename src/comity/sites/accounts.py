"""What a year of computing draws, emits, drinks and costs at a site.

Indicators are those of ISO/IEC 30134: part 2 (PUE), part 8 (CUE) and part 9 (WUE).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
