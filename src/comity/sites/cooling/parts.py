"""Parts every plant is made of: power chain, fans, pumps, economisers.

Everything is per kW of computing; temperatures in °C, pressures in Pa, powers in kW. Each function
takes numbers or arrays, and numba compiles the same source for one point of time at a draw.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from comity.sites.air import Values

AIR_HEAT = 1.006
"""Specific heat of dry air, ASHRAE Fundamentals ch. 1 eq. 28. [kJ/(kg K)]"""

WATER_HEAT = 4.186
"""Specific heat of liquid water, ASHRAE Fundamentals ch. 1 eq. 32. [kJ/(kg K)]"""

WATER_DENSITY = 1000.0
"""One litre of water is counted as one kilogram. [kg/m³]"""

SECONDS = 3600.0
"""In an hour."""


class Chain(NamedTuple):
    """Losses between the grid and the computers, in kW/kW."""

    ups: Values
    distribution: Values
    lighting: Values


def power_chain(p: Values) -> Chain:
    """Losses of distribution and uninterruptible supply, and lighting.

    The loss of the supply is given at half load; at another load its no-load part weighs as the
    inverse of the load and its resistive part as the load.

    Parameters
    ----------
    p : mapping
        ``load_share``, ``ups_efficiency``, ``ups_fixed_share``, ``distribution_loss`` and
        ``lighting_share``; ``losses_in_series`` 1 where the supply also carries the loss of
        distribution, 0 where each is a share of computing. [kW/kW]
    """
    distribution = p["distribution_loss"]
    load = p["load_share"] / 0.5
    shape = p["ups_fixed_share"] / load + (1.0 - p["ups_fixed_share"]) * load
    ups = (1.0 / p["ups_efficiency"] - 1.0) * shape * (1.0 + p["losses_in_series"] * distribution)
    return Chain(ups, distribution, p["lighting_share"])


def transformer_loss(drawn: Values, p: Values) -> Values:
    """Loss of the transformer: a no-load part of its rating, and a part with the load squared.

    Parameters
    ----------
    drawn : float or ndarray
        Power delivered. [kW]
    p : mapping
        ``load_share``, ``transformer_no_load`` and ``transformer_load``.
    """
    load = p["load_share"]
    return drawn * (p["transformer_no_load"] / load + p["transformer_load"] * load)


def fan_share(pressure: Values, efficiency: Values, rise: Values, density: Values) -> Values:
    """Power of a fan per heat its air carries away: dp / (rho eta cp dT).

    Parameters
    ----------
    pressure : float or ndarray
        Pressure the fan makes. [Pa]
    efficiency : float or ndarray
        Of fan, motor and drive together.
    rise : float or ndarray
        Warming of the air. [K]
    density : float or ndarray
        Of the air moved; thin air must be moved in greater volume. [kg/m³]
    """
    return pressure / (density * efficiency * AIR_HEAT * 1000.0 * rise)


def pump_share(pressure: Values, efficiency: Values, rise: Values) -> Values:
    """Power of a pump per heat its water carries away: dp / (rho eta cp dT).

    Parameters
    ----------
    pressure : float or ndarray
        Pressure the pump makes. [Pa]
    efficiency : float or ndarray
        Of pump, motor and drive together.
    rise : float or ndarray
        Warming of the water. [K]
    """
    return pressure / (WATER_DENSITY * efficiency * WATER_HEAT * 1000.0 * rise)


def free_share(reached: Values, wanted: Values, returning: Values) -> Values:
    """Share of the heat an economiser takes.

    All when its water is cold enough, none when it is warmer than what returns, and in proportion
    between.

    Parameters
    ----------
    reached : float or ndarray
        Water temperature the economiser reaches. [°C]
    wanted, returning : float or ndarray
        Water temperature asked for, and that of the water coming back. [°C]
    """
    return bounded((returning - reached) / (returning - wanted))


def bounded(value: Values) -> Values:
    """The value, held between 0 and 1.

    Parameters
    ----------
    value : float or ndarray
        Any number.
    """
    return np.minimum(np.maximum(value, 0.0), 1.0)


def choose(condition: Values, one: Values, other: Values) -> Values:
    """One value where the condition holds and the other elsewhere.

    Parameters
    ----------
    condition : bool or ndarray of bool
        Where to take the first.
    one, other : float or ndarray
        Both are finite.
    """
    return np.where(condition, one, other)
