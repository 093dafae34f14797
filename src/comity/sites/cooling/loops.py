"""Paths of heat to the outside, each from what must be cooled to what is drawn."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from comity.sites import air
from comity.sites.air import Values
from comity.sites.cooling.chillers import curve_cop, dry_cop
from comity.sites.cooling.parts import (
    SECONDS,
    WATER_HEAT,
    choose,
    fan_share,
    free_share,
    pump_share,
)
from comity.sites.cooling.terms import Loop, Water
from comity.sites.cooling.towers import latent_heat, tower_water

ROOM_HUMIDITY = 0.008
"""Humidity ratio at which the density of room air is taken; it moves the density by under 1 %."""

NEVER = -1e3
"""Margin of a plant whose compressor runs in any weather. [K]"""


class Room(NamedTuple):
    """Room air and its chilled water, in kW/kW.

    Attributes
    ----------
    fans, pump, steam
        Electricity of room fans, of the chilled-water pump and of steam humidifiers.
    supply
        Water or refrigerant temperature the coil asks for. [°C]
    load
        Heat the water carries.
    spilled, gained
        Heat of machines outside the loop; heat of vapour from outside air.
    humidified
        Water given to the air. [L/kWh]
    """

    fans: Values
    pump: Values
    steam: Values
    supply: Values
    load: Values
    spilled: Values
    gained: Values
    humidified: Values


def room(outside: Values, p: Values, heat: Values) -> Room:
    """The fans and pump that bring heat from the rooms to the chilled water.

    Parameters
    ----------
    outside : Air
        For its pressure.
    p : mapping
        Values by name.
    heat : float or ndarray
        Heat of the rooms, without their fans. [kW/kW]
    """
    density = air.density(p["supply_temp"], ROOM_HUMIDITY, outside.pressure)
    share = fan_share(p["room_fan_pressure"], p["room_fan_efficiency"], p["air_rise"], density)
    carried = p["machine_heat"]
    sensible = heat / (1.0 - carried * share)
    fans = sensible * share
    gained = p["latent_gain"] * sensible
    steam = p["steam_humidifier"] * gained
    cooled = sensible + gained
    pump = cooled * pump_share(p["chilled_pump_pressure"], p["pump_efficiency"], p["water_rise"])
    return Room(
        fans,
        pump,
        steam,
        p["supply_temp"] + p["air_rise"] * (1.0 - 1.0 / p["coil_effectiveness"]),
        cooled + carried * pump,
        (1.0 - carried) * (fans + pump),
        gained - steam,
        gained / latent_heat(p["supply_temp"]) * SECONDS,
    )


def dry_loop(outside: Values, p: Values, held: Room, economiser: Values) -> Loop:
    """Chilled water cooled by dry coolers while it is cold, by an air-cooled chiller else.

    Parameters
    ----------
    outside : Air
        Outside air.
    p : mapping
        Values by name.
    held : Room
        From `room`.
    economiser : float or ndarray
        1 with dry coolers, 0 without.
    """
    reached = outside.temp_air + p["dry_approach"]
    share = economiser * free_share(reached, held.supply, held.supply + p["water_rise"])
    margin = choose(economiser > 0.0, held.supply - reached, NEVER)
    compressor = (1.0 - share) * held.load / dry_cop(outside.temp_air, held.supply, p)
    rejected = held.load + compressor
    return Loop(
        held.fans,
        held.pump + held.steam,
        compressor,
        rejected * dry_fans(outside, p),
        rejected,
        held.spilled,
        held.gained,
        held.load,
        share * held.load,
        margin,
    )


def tower_loop(outside: Values, p: Values, held: Room, economiser: Values) -> tuple[Loop, Water]:
    """Chilled water cooled by a tower and exchanger while it can, by a centrifugal chiller else.

    Parameters
    ----------
    outside : Air
        Outside air.
    p : mapping
        Values by name.
    held : Room
        From `room`.
    economiser : float or ndarray
        1 with the exchanger, 0 without.
    """
    tower = outside.wet_bulb + p["tower_approach"]
    reached = tower + p["exchanger_approach"]
    share = economiser * free_share(reached, held.supply, held.supply + p["water_rise"])
    margin = choose(economiser > 0.0, held.supply - reached, NEVER)
    entering = np.maximum(tower, p["condenser_water_min"])
    follow = p["evaporator_follow"]
    leaving = follow * held.supply + (1.0 - follow) * p["curve_leaving_max"]
    compressor = (1.0 - share) * held.load / curve_cop(leaving, entering, p)
    carried = held.load + compressor
    pump = carried * pump_share(p["condenser_pump_pressure"], p["pump_efficiency"], p["tower_rise"])
    rejected = carried + p["machine_heat"] * pump
    # Of heat the balance sees, the water account may leave out work and condensed vapour.
    seen = p["tower_account"] * rejected + (1.0 - p["tower_account"]) * (held.load - held.gained)
    water = tower_water(seen, np.maximum(tower + p["tower_rise"] / 2.0, 0.0), outside, p)
    flow = rejected / (WATER_HEAT * p["tower_rise"]) / p["liquid_gas_ratio"]
    fans = flow * p["tower_fan_pressure"] / (outside.density * p["tower_fan_efficiency"] * 1000.0)
    loop = Loop(
        held.fans,
        held.pump + held.steam + pump,
        compressor,
        fans,
        rejected,
        held.spilled + (1.0 - p["machine_heat"]) * pump,
        held.gained,
        held.load,
        share * held.load,
        margin,
    )
    return loop, with_humidifier(water, held.humidified)


def warm_loop(outside: Values, p: Values) -> Loop:
    """Liquid at the chips, cooled by dry coolers, with a trim chiller when the air is too warm.

    Parameters
    ----------
    outside : Air
        Outside air.
    p : mapping
        Values by name.
    """
    heat = p["liquid_share"]
    pump = heat * pump_share(p["liquid_pump_pressure"], p["pump_efficiency"], p["liquid_rise"])
    load = heat + pump
    reached = outside.temp_air + p["dry_approach"]
    wanted = p["liquid_temp"]
    share = free_share(reached, wanted, wanted + p["liquid_rise"])
    compressor = (1.0 - share) * load / dry_cop(outside.temp_air, wanted, p)
    rejected = load + compressor
    fans = rejected * dry_fans(outside, p)
    return Loop(
        0.0, pump, compressor, fans, rejected, 0.0, 0.0, load, share * load, wanted - reached
    )


def dry_fans(outside: Values, p: Values) -> Values:
    """Power of the fans of dry coolers and condensers, per heat rejected.

    Parameters
    ----------
    outside : Air
        For its density.
    p : mapping
        Values by name.
    """
    return fan_share(
        p["dry_fan_pressure"], p["dry_fan_efficiency"], p["dry_air_rise"], outside.density
    )


def with_humidifier(water: Water, humidified: Values) -> Water:
    """The water of a plant together with that of its humidifiers.

    Parameters
    ----------
    water : Water
        Of the tower.
    humidified : float or ndarray
        [L/kWh]
    """
    return Water(
        water.evaporation,
        water.drift,
        water.blowdown,
        water.circulation,
        water.heat,
        water.cycles,
        water.humidified + humidified,
    )
