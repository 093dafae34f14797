"""Towers and other water that evaporates."""

from __future__ import annotations

import numpy as np

from comity.sites import air
from comity.sites.air import Values
from comity.sites.cooling.parts import SECONDS, WATER_HEAT
from comity.sites.cooling.terms import Water

_SCALE = 50.0


def _eighth_root() -> tuple[float, ...]:
    """A polynomial whose eighth power is the saturation pressure over water, -50 to 90 °C."""
    node = np.cos(np.pi * (np.arange(400) + 0.5) / 400.0)
    temp = 20.0 + 70.0 * node
    root = air.saturation_over(temp, False)[0] ** 0.125
    powers = np.vander(temp / _SCALE, 8, increasing=True)
    # Divided by the root, so that the relative error is the one kept small: under 3e-8.
    fitted = np.linalg.lstsq(powers / root[:, None], np.ones_like(root), rcond=None)[0]
    return tuple(float(each) for each in fitted)


_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7 = _eighth_root()


def over_water(temp: Values) -> tuple[Values, Values]:
    """Saturation pressure over liquid water and its slope, without exponentials.

    Parameters
    ----------
    temp : float or ndarray
        Temperature, -50 to 90 °C; within 1e-6 of `comity.sites.air.saturation_over`. [°C]

    Returns
    -------
    value, slope : float or ndarray
        [Pa, Pa/K]
    """
    x = temp * (1.0 / _SCALE)
    root = _C0 + x * (_C1 + x * (_C2 + x * (_C3 + x * (_C4 + x * (_C5 + x * (_C6 + x * _C7))))))
    rise = _C1 + x * (
        2.0 * _C2
        + x * (3.0 * _C3 + x * (4.0 * _C4 + x * (5.0 * _C5 + x * (6.0 * _C6 + x * 7.0 * _C7))))
    )
    square = root * root
    fourth = square * square
    return fourth * fourth, (8.0 / _SCALE) * fourth * square * root * rise


def saturated(enthalpy_air: Values, guess: Values, pressure: Values) -> tuple[Values, Values]:
    """Temperature and humidity ratio of air of a given enthalpy that leaves liquid water saturated.

    Parameters
    ----------
    enthalpy_air : float or ndarray
        Specific enthalpy. [kJ/kg]
    guess : float or ndarray
        Where to start, within some 15 K. [°C]
    pressure : float or ndarray
        Air pressure. [Pa]

    Returns
    -------
    temp : float or ndarray
        Temperature, by three steps of Newton's method; within 0.001 K. [°C]
    ratio : float or ndarray
        Humidity ratio that gives the enthalpy at that temperature. [kg/kg]
    """
    temp = guess
    for _ in range(3):
        vapour, slope = over_water(temp)
        dry = 1.0 / (pressure - vapour)
        ratio = air.MASS_RATIO * vapour * dry
        ratio_slope = air.MASS_RATIO * pressure * slope * dry * dry
        heat = 2501.0 + 1.86 * temp
        excess = 1.006 * temp + ratio * heat - enthalpy_air
        temp = temp - excess / (1.006 + 1.86 * ratio + ratio_slope * heat)
    return temp, (enthalpy_air - 1.006 * temp) / (2501.0 + 1.86 * temp)


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
    return air.humidity_ratio(over_water(temp)[0], pressure)


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
    _, full = saturated(entering + per_air, start, outside.pressure)
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
