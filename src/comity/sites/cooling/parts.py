"""Parts every plant is made of: power chain, fans, pumps, chillers, towers.

Everything is per kW of computing; temperatures in °C, pressures in Pa, powers in kW.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.sites import air
from comity.sites.air import KELVIN, Hours
from comity.sites.cooling.registry import Air

Values: TypeAlias = float | NDArray[np.float64]

AIR_HEAT = 1.006
"""Specific heat of dry air, ASHRAE Fundamentals ch. 1 eq. 28. [kJ/(kg K)]"""

WATER_HEAT = 4.186
"""Specific heat of liquid water, ASHRAE Fundamentals ch. 1 eq. 32. [kJ/(kg K)]"""

WATER_DENSITY = 1000.0
"""One litre of water is counted as one kilogram. [kg/m³]"""

SECONDS = 3600.0
"""In an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Losses between the grid and the computers, in kW/kW."""

    ups: Values
    distribution: Values
    lighting: Values


def power_chain(p: Mapping[str, Values]) -> Chain:
    """Losses of distribution and uninterruptible supply, and lighting.

    The loss of the supply is given at half load; at another load its no-load part weighs as the
    inverse of the load and its resistive part as the load.

    Parameters
    ----------
    p : mapping
        ``load_share``, ``ups_efficiency``, ``ups_fixed_share``, ``distribution_loss`` and
        ``lighting_share``. [kW/kW]
    """
    distribution = p["distribution_loss"]
    load = p["load_share"] / 0.5
    shape = p["ups_fixed_share"] / load + (1.0 - p["ups_fixed_share"]) * load
    ups = (1.0 / p["ups_efficiency"] - 1.0) * shape * (1.0 + distribution)
    return Chain(ups=ups, distribution=distribution, lighting=p["lighting_share"])


def transformer_loss(drawn: Values, p: Mapping[str, Values]) -> Values:
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


def carnot(evaporating: Values, condensing: Values) -> Values:
    """Coefficient of performance of an ideal chiller; the lift counts as 1 K at least.

    Parameters
    ----------
    evaporating, condensing : float or ndarray
        Refrigerant temperatures. [°C]
    """
    return (evaporating + KELVIN) / np.maximum(condensing - evaporating, 1.0)


def chiller_cop(second_law: Values, evaporating: Values, condensing: Values, cap: Values) -> Values:
    """Coefficient of performance as a share of the ideal one, up to a cap.

    Parameters
    ----------
    second_law : float or ndarray
        Share of the Carnot coefficient that is reached.
    evaporating, condensing : float or ndarray
        Refrigerant temperatures. [°C]
    cap : float or ndarray
        Highest coefficient believed.
    """
    return np.minimum(second_law * carnot(evaporating, condensing), cap)


def curve_cop(leaving: Values, entering: Values, p: Mapping[str, Values]) -> Values:
    """Coefficient of a centrifugal chiller by the DOE-2 curves, carried on by Carnot outside.

    The curves hold between the bounds in `p`; beyond them the coefficient at the nearest bound is
    scaled by the ratio of ideal coefficients, so no polynomial is extrapolated.

    Parameters
    ----------
    leaving : float or ndarray
        Chilled water leaving the evaporator. [°C]
    entering : float or ndarray
        Water entering the condenser. [°C]
    p : mapping
        Curve, bounds, ``chiller_part_load``, ``cop_error``, ``cop_cap`` and pinches.
    """
    cold = np.clip(leaving, p["curve_leaving_min"], p["curve_leaving_max"])
    warm = np.clip(entering, p["curve_entering_min"], p["curve_entering_max"])
    by_temperature = (
        p["eirft_1"]
        + cold * (p["eirft_2"] + cold * p["eirft_3"] + warm * p["eirft_6"])
        + warm * (p["eirft_4"] + warm * p["eirft_5"])
    )
    part = p["chiller_part_load"]
    by_load = (p["eirfplr_1"] + part * (p["eirfplr_2"] + part * p["eirfplr_3"])) / part
    at_bound = p["reference_cop"] / (by_temperature * by_load)
    above = p["tower_rise"] + p["condenser_pinch"]
    below = p["evaporator_pinch"]
    ratio = carnot(leaving - below, entering + above) / carnot(cold - below, warm + above)
    return np.minimum(at_bound * ratio * (1.0 + p["cop_error"]), p["cop_cap"])


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
    return np.clip((returning - reached) / (returning - wanted), 0.0, 1.0)


def latent_heat(temp: Values) -> Values:
    """Heat of vaporisation of water, in kJ/kg.

    Parameters
    ----------
    temp : float or ndarray
        Water temperature, 0 to 60 °C; within 0.1 % of saturated-steam tables. [°C]
    """
    return 2500.5 - temp * (2.3097 + 0.0013 * temp)


@dataclass(frozen=True, slots=True, kw_only=True)
class TowerWater:
    """Water of a tower, in L/kWh."""

    evaporation: Hours
    drift: Hours
    blowdown: Hours
    circulation: Hours


NO_WATER = TowerWater(
    evaporation=np.zeros(()), drift=np.zeros(()), blowdown=np.zeros(()), circulation=np.zeros(())
)
"""Of a plant without a tower."""


def tower_water(
    heat: Values, temp_water: Values, outside: Air, p: Mapping[str, Values]
) -> TowerWater:
    """Water a tower evaporates, sprays away and drains, for the heat it is given.

    The air leaves saturated, with the heat added to it; what it holds more than on entering has
    evaporated. Evaporation is held to the latent-heat bound: heat over heat of vaporisation.

    Parameters
    ----------
    heat : ndarray
        Heat given to the tower. [kW]
    temp_water : ndarray
        Mean temperature of the water in the tower. [°C]
    outside : Air
        Air entering the tower.
    p : mapping
        ``tower_rise`` [K], ``liquid_gas_ratio``, ``drift_share``, ``cycles``.
    """
    per_air = p["liquid_gas_ratio"] * WATER_HEAT * p["tower_rise"]
    entering = air.enthalpy(outside.temp_air, outside.humidity_ratio)
    # Saturated air takes some 2 kJ/kg to warm by 1 K at 0 °C, and 0.12 more for each degree.
    start = outside.wet_bulb + per_air / (2.0 + 0.12 * np.maximum(outside.wet_bulb, 0.0))
    _, full = air.saturated(entering + per_air, start, outside.pressure)
    circulation = heat / (WATER_HEAT * p["tower_rise"])
    bound = heat / latent_heat(temp_water)
    gained = (full - outside.humidity_ratio) * circulation / p["liquid_gas_ratio"]
    evaporation = np.clip(gained, 0.0, bound)
    drift = circulation * p["drift_share"]
    blowdown = np.maximum(evaporation / (p["cycles"] - 1.0) - drift, 0.0)
    return TowerWater(
        evaporation=np.asarray(evaporation * SECONDS),
        drift=np.asarray(drift * SECONDS),
        blowdown=np.asarray(blowdown * SECONDS),
        circulation=np.asarray(circulation * SECONDS),
    )
