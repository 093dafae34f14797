"""Towers and other water that evaporates."""

from __future__ import annotations

import numpy as np

from comity.sites import air
from comity.sites.air import Values
from comity.sites.cooling.parts import SECONDS, WATER_HEAT
from comity.sites.cooling.terms import Water


def latent_heat(temp: Values) -> Values:
    """Heat of vaporisation of water, in kJ/kg.

    Parameters
    ----------
    temp : float or ndarray
        Water temperature, 0 to 60 °C; within 0.1 % of saturated-steam tables. [°C]
    """
    return 2500.5 - temp * (2.3097 + 0.0013 * temp)


def saturation_ratio(temp: Values, pressure: Values) -> Values:
    """Humidity ratio of air saturated over water.

    Parameters
    ----------
    temp : float or ndarray
        Temperature. [°C]
    pressure : float or ndarray
        Air pressure. [Pa]
    """
    return air.humidity_ratio(air.saturation_over(temp, False)[0], pressure)


def tower_water(heat: Values, temp_water: Values, outside: Values, p: Values) -> Water:
    """Water a tower evaporates, sprays away and drains, for the heat it is given.

    The air leaves saturated, with the heat added to it; what it holds more than on entering has
    evaporated. Evaporation is held to the latent-heat bound: heat over heat of vaporisation.

    Parameters
    ----------
    heat : float or ndarray
        Heat given to the tower. [kW]
    temp_water : float or ndarray
        Mean temperature of the water in the tower. [°C]
    outside : Air
        Air entering the tower.
    p : mapping
        ``tower_rise`` [K], ``liquid_gas_ratio``, ``drift_share``, ``cycles``; ``tower_latent`` 1
        counts all heat as evaporation, 0 by the balance of the air.
    """
    per_air = p["liquid_gas_ratio"] * WATER_HEAT * p["tower_rise"]
    entering = air.enthalpy(outside.temp_air, outside.humidity_ratio)
    # Saturated air takes some 2 kJ/kg to warm by 1 K at 0 °C, and 0.12 more for each degree.
    start = outside.wet_bulb + per_air / (2.0 + 0.12 * np.maximum(outside.wet_bulb, 0.0))
    _, full = air.saturated(entering + per_air, start, outside.pressure)
    circulation = heat / (WATER_HEAT * p["tower_rise"])
    bound = heat / latent_heat(temp_water)
    gained = (full - outside.humidity_ratio) * circulation / p["liquid_gas_ratio"]
    by_balance = np.minimum(np.maximum(gained, 0.0), bound)
    evaporation = p["tower_latent"] * bound + (1.0 - p["tower_latent"]) * by_balance
    drift = circulation * p["drift_share"]
    return Water(
        evaporation * SECONDS,
        drift * SECONDS,
        drained(evaporation, drift, p) * SECONDS,
        circulation * SECONDS,
        heat,
        p["cycles"],
        0.0,
    )


def drained(evaporation: Values, drift: Values, p: Values) -> Values:
    """Water drained so that salt stays within the cycles of concentration: E / (C - 1) - D.

    Parameters
    ----------
    evaporation, drift : float or ndarray
        [kg/s]
    p : mapping
        ``cycles``.
    """
    return np.maximum(evaporation / (p["cycles"] - 1.0) - drift, 0.0)
