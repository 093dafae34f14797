"""Outside air through the rooms, and room air cooled through plates that outside air wets."""

from __future__ import annotations

import numpy as np

from comity.sites import air
from comity.sites.air import Values
from comity.sites.cooling.chillers import dry_cop
from comity.sites.cooling.loops import (
    NEVER,
    ROOM_HUMIDITY,
    Room,
    dry_fans,
    dry_loop,
    room,
    tower_loop,
    with_humidifier,
)
from comity.sites.cooling.parts import (
    AIR_HEAT,
    SECONDS,
    WATER_DENSITY,
    bounded,
    choose,
    fan_share,
    pump_share,
)
from comity.sites.cooling.terms import Loop, Water, no_water
from comity.sites.cooling.towers import drained, latent_heat, saturation_ratio


def opened(outside: Values, p: Values) -> tuple[Values, Values, Values]:
    """How much of the heat outside air may carry, and the water it is given.

    Parameters
    ----------
    outside : Air
        Outside air.
    p : mapping
        The envelope of the supply air and what the plant may do to reach it.

    Returns
    -------
    share : float or ndarray
        Of the heat; 0 while the dampers are closed.
    water : float or ndarray
        Evaporated into the air, per mass of room air moved. [kg/kg]
    margin : float or ndarray
        How much warmer the outside may get. [K]
    """
    warm, ratio = outside.temp_air, outside.humidity_ratio
    high = p["supply_temp"]
    low = np.minimum(p["supply_temp_min"], high)
    hot = warm > high
    # Evaporating towards the wet bulb, as far as the supply needs it.
    cooled = warm - p["evaporator_effectiveness"] * (warm - outside.wet_bulb)
    heat = air.enthalpy(warm, ratio)
    moist = (heat - 1.006 * cooled) / (2501.0 + 1.86 * cooled)
    part = choose(hot, bounded((warm - high) / np.maximum(warm - cooled, 1e-6)), 0.0)
    added = part * (moist - ratio)
    entering = ratio + added
    # The envelope, at the temperature the air would have in the room.
    mixed = np.minimum(np.maximum(warm, low), high)
    full = saturation_ratio(mixed, outside.pressure)
    by_dew = saturation_ratio(p["dew_point_max"], outside.pressure)
    # Cold air is mixed with room air, which lowers its relative humidity where that is allowed.
    most = np.minimum(by_dew, p["humidity_max"] * full)
    most = choose((warm < low) & (p["mix_to_dry"] > 0.0), by_dew, most)
    least = np.maximum(
        saturation_ratio(p["dew_point_min"], outside.pressure), p["humidity_min"] * full
    )
    dry = entering < least
    allowed = (entering <= most) & ((p["humidify"] > 0.0) | (entering >= least))
    allowed = allowed & ((p["evaporate_hot"] > 0.0) | (warm <= high))
    reached = choose(hot, np.maximum(cooled, high), mixed)
    rise = p["air_rise"]
    share = choose(allowed, bounded(1.0 - (reached - high) / rise), 0.0)
    share = choose(hot, share, choose(allowed, 1.0, 0.0))
    fresh = rise / np.maximum(mixed + rise - warm, rise)
    fresh = choose(hot, share, fresh)
    given = choose(dry, fresh * (least - entering), 0.0) + fresh * added
    limit = choose(p["evaporate_hot"] > 0.0, high - cooled, high - warm)
    margin = choose(share >= 1.0, np.maximum(limit, 0.0), NEVER)
    return share, choose(allowed, given, 0.0), margin


def airside_loop(outside: Values, p: Values, heat: Values) -> tuple[Loop, Water]:
    """Outside air, moistened or cooled by evaporation, and a chiller for what it may not carry.

    Parameters
    ----------
    outside : Air
        Outside air.
    p : mapping
        Values by name.
    heat : float or ndarray
        Heat of the rooms, without their fans. [kW/kW]
    """
    share, added, margin = opened(outside, p)
    closed = 1.0 - share
    density = air.density(p["supply_temp"], ROOM_HUMIDITY, outside.pressure)
    # Filters and pads stand in the way while the dampers are open.
    extra = p["filter_pressure"] * bounded(share * 1e6)
    moving = fan_share(
        p["room_fan_pressure"] + extra, p["room_fan_efficiency"], p["air_rise"], density
    )
    carried = p["machine_heat"]
    sensible = heat / (1.0 - carried * moving)
    fans = sensible * moving
    flow = sensible / (AIR_HEAT * p["air_rise"])
    soaked = flow * added
    spray = soaked * p["humidifier_pressure"] / (WATER_DENSITY * 1000.0 * p["pump_efficiency"])
    part = room(outside, p, heat)
    gained = p["latent_gain"] * sensible * closed
    cooled = sensible * closed + gained
    pump = cooled * pump_share(p["chilled_pump_pressure"], p["pump_efficiency"], p["water_rise"])
    held = Room(
        fans,
        pump + spray,
        0.0,
        part.supply,
        cooled + carried * pump,
        (1.0 - carried) * (fans + pump),
        gained,
        gained / latent_heat(p["supply_temp"]) * SECONDS,
    )
    dry = dry_loop(outside, p, held, 0.0)
    wet, water = tower_loop(outside, p, held, 0.0)
    tower = p["backup_tower"]
    still = 1.0 - tower
    loop = Loop(
        fans,
        tower * wet.pumps + still * dry.pumps,
        tower * wet.compressor + still * dry.compressor,
        tower * wet.outdoor_fans + still * dry.outdoor_fans,
        tower * wet.rejected + still * dry.rejected + share * sensible + spray,
        tower * wet.spilled + still * dry.spilled,
        gained,
        held.load + share * sensible,
        share * sensible,
        margin,
    )
    used = Water(
        tower * water.evaporation,
        tower * water.drift,
        tower * water.blowdown,
        tower * water.circulation,
        tower * water.heat,
        p["cycles"],
        held.humidified + soaked * SECONDS,
    )
    return loop, used


def indirect_loop(outside: Values, p: Values, heat: Values) -> tuple[Loop, Water]:
    """Room air cooled through plates by outside air, wetted when it is too warm, and a chiller.

    Parameters
    ----------
    outside : Air
        Outside air.
    p : mapping
        Values by name.
    heat : float or ndarray
        Heat of the rooms, without their fans. [kW/kW]
    """
    held = room(outside, p, heat)
    high, rise = p["supply_temp"], p["air_rise"]
    back = high + rise
    by_dry = back - p["plate_effectiveness"] * (back - outside.temp_air)
    by_wet = np.minimum(by_dry, back - p["wet_effectiveness"] * (back - outside.wet_bulb))
    # Wetted as much as the supply needs: dry and wetted plates side by side, or by turns.
    gap = np.maximum(by_dry - by_wet, 1e-6)
    part = bounded((by_dry - high) / gap)
    share = bounded(1.0 - (by_dry - part * (by_dry - by_wet) - high) / rise)
    compressor = (1.0 - share) * held.load / dry_cop(outside.temp_air, held.supply, p)
    plates = (
        share
        * held.load
        * fan_share(p["plate_fan_pressure"], p["dry_fan_efficiency"], rise, outside.density)
    )
    coolers = ((1.0 - share) * held.load + compressor) * dry_fans(outside, p)
    loop = Loop(
        held.fans,
        held.pump + held.steam,
        compressor,
        plates + coolers,
        held.load + compressor,
        held.spilled,
        held.gained,
        held.load,
        share * held.load,
        high - by_wet,
    )
    carried = np.minimum(part * bounded((back - by_wet) / rise), share) * held.load
    evaporation = p["wetted_share"] * carried / latent_heat(np.maximum(outside.wet_bulb, 0.0))
    blowdown = drained(evaporation, 0.0, p)
    zero = no_water()
    water = with_humidifier(
        Water(
            evaporation * SECONDS, zero.drift, blowdown * SECONDS, zero.circulation, carried,
            p["cycles"], 0.0,
        ),
        held.humidified,
    )  # fmt: skip
    return loop, water
