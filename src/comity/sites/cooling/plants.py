"""Three plants, from the air outside to the draw from the grid.

Each moves the heat of computing, of the power chain and of its own fans and pumps to the outside
air, by an economiser where the air is cold enough and by a chiller for the rest.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from comity.sites import air
from comity.sites.air import Hours
from comity.sites.cooling import parts
from comity.sites.cooling.parts import Values
from comity.sites.cooling.registry import Air, Operation, Parameters, technology

ROOM_HUMIDITY = 0.008
"""Humidity ratio at which the density of room air is taken; it moves the density by under 1 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loop:
    """What one water loop and its coolers do, in kW/kW."""

    room_fans: Values
    pumps: Values
    compressor: Values
    outdoor_fans: Values
    rejected: Values
    moved: Values
    moved_free: Values
    margin: Values


@technology("air_chiller")
def air_chiller(outside: Air, p: Parameters) -> Operation:
    """Room air, chilled water, dry coolers when it is cold and an air-cooled chiller else.

    Uses no water outdoors; ``economiser`` 0 leaves out the dry economiser.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Operation
        Every term, per kW of computing. [kW/kW, L/kWh]
    """
    chain = parts.power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    return _operation(outside, p, chain, (_dry_air_loop(outside, p, heat),))


@technology("water_chiller")
def water_chiller(outside: Air, p: Parameters) -> Operation:
    """Room air, chilled water, a tower that serves an economiser and a centrifugal chiller.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Operation
        Every term, per kW of computing. [kW/kW, L/kWh]
    """
    chain = parts.power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    fans, pump, supply, load = _room(outside, p, heat)
    tower = outside.wet_bulb + p["tower_approach"]
    reached = tower + p["exchanger_approach"]
    share = parts.free_share(reached, supply, supply + p["water_rise"])
    entering = np.maximum(tower, p["condenser_water_min"])
    compressor = (1.0 - share) * load / parts.curve_cop(supply, entering, p)
    carried = load + compressor
    condenser_pump = carried * parts.pump_share(
        p["condenser_pump_pressure"], p["pump_efficiency"], p["tower_rise"]
    )
    rejected = carried + condenser_pump
    water = parts.tower_water(rejected, np.maximum(tower + p["tower_rise"] / 2.0, 0.0), outside, p)
    flow = water.circulation / parts.SECONDS / p["liquid_gas_ratio"]
    power = flow * p["tower_fan_pressure"] / (outside.density * p["tower_fan_efficiency"] * 1000.0)
    loop = _Loop(
        room_fans=fans,
        pumps=pump + condenser_pump,
        compressor=compressor,
        outdoor_fans=power,
        rejected=rejected,
        moved=load,
        moved_free=share * load,
        margin=supply - reached,
    )
    return _operation(outside, p, chain, (loop,), water=water)


@technology("direct_liquid")
def direct_liquid(outside: Air, p: Parameters) -> Operation:
    """Warm water takes most of the heat of the chips to dry coolers; a chilled loop takes the rest.

    Uses no water outdoors. The trim chiller of the warm loop runs only when the air is too warm.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Operation
        Every term, per kW of computing. [kW/kW, L/kWh]
    """
    chain = parts.power_chain(p)
    warm = _warm_loop(outside, p)
    # Heat the liquid does not take stays in the room, with that of the power chain.
    rest = 1.0 - p["liquid_share"] + chain.ups + chain.distribution + chain.lighting
    return _operation(outside, p, chain, (warm, _dry_air_loop(outside, p, rest)))


def _room(outside: Air, p: Parameters, heat: Values) -> tuple[Values, Values, Values, Values]:
    """Room fans, chilled-water pump, chilled-water temperature and the load on the water."""
    density = air.density(p["supply_temp"], ROOM_HUMIDITY, outside.pressure)
    share = parts.fan_share(
        p["room_fan_pressure"], p["room_fan_efficiency"], p["air_rise"], density
    )
    # The fans' own heat is carried by the air they move.
    carried = heat / (1.0 - share)
    fans = carried - heat
    pump = carried * parts.pump_share(
        p["chilled_pump_pressure"], p["pump_efficiency"], p["water_rise"]
    )
    supply = p["supply_temp"] + p["air_rise"] * (1.0 - 1.0 / p["coil_effectiveness"])
    return fans, pump, supply, carried + pump


def _dry_air_loop(outside: Air, p: Parameters, heat: Values) -> _Loop:
    fans, pump, supply, load = _room(outside, p, heat)
    reached = outside.temp_air + p["dry_approach"]
    share = p["economiser"] * parts.free_share(reached, supply, supply + p["water_rise"])
    margin = np.where(np.asarray(p["economiser"]) > 0.0, supply - reached, -np.inf)
    compressor = (1.0 - share) * load / _dry_cop(outside, p, supply)
    rejected = load + compressor
    return _Loop(
        room_fans=fans,
        pumps=pump,
        compressor=compressor,
        outdoor_fans=rejected * _dry_fan_share(outside, p),
        rejected=rejected,
        moved=load,
        moved_free=share * load,
        margin=margin,
    )


def _warm_loop(outside: Air, p: Parameters) -> _Loop:
    heat = p["liquid_share"]
    pump = heat * parts.pump_share(
        p["liquid_pump_pressure"], p["pump_efficiency"], p["liquid_rise"]
    )
    load = heat + pump
    reached = outside.temp_air + p["dry_approach"]
    wanted = p["liquid_temp"]
    share = parts.free_share(reached, wanted, wanted + p["liquid_rise"])
    compressor = (1.0 - share) * load / _dry_cop(outside, p, wanted)
    rejected = load + compressor
    return _Loop(
        room_fans=0.0,
        pumps=pump,
        compressor=compressor,
        outdoor_fans=rejected * _dry_fan_share(outside, p),
        rejected=rejected,
        moved=load,
        moved_free=share * load,
        margin=wanted - reached,
    )


def _dry_cop(outside: Air, p: Parameters, supply: Values) -> Values:
    return parts.chiller_cop(
        p["second_law"],
        supply - p["evaporator_pinch"],
        outside.temp_air + p["condensing_lift"],
        p["cop_cap"],
    )


def _dry_fan_share(outside: Air, p: Parameters) -> Values:
    return parts.fan_share(
        p["dry_fan_pressure"], p["dry_fan_efficiency"], p["dry_air_rise"], outside.density
    )


def _operation(
    outside: Air,
    p: Parameters,
    chain: parts.Chain,
    loops: tuple[_Loop, ...],
    *,
    water: parts.TowerWater | None = None,
) -> Operation:
    """Sum the loops, add the transformer, and spread every term over the hours."""
    names = (
        "room_fans", "pumps", "compressor", "outdoor_fans", "rejected", "moved", "moved_free",
    )  # fmt: skip
    room_fans, pumps, compressor, outdoor_fans, rejected, moved, moved_free = (
        sum((getattr(loop, name) for loop in loops), np.zeros(())) for name in names
    )
    inside = 1.0 + chain.ups + chain.distribution + chain.lighting
    before = inside + room_fans + pumps + compressor + outdoor_fans
    transformer = parts.transformer_loss(before, p)
    wet = water or parts.NO_WATER

    def held(values: Values) -> Hours:
        return np.asarray(values, float)

    return Operation(
        it=held(1.0),
        ups=held(chain.ups),
        distribution=held(chain.distribution),
        lighting=held(chain.lighting),
        transformer=held(transformer),
        room_fans=held(room_fans),
        pumps=held(pumps),
        compressor=held(compressor),
        outdoor_fans=held(outdoor_fans),
        rejected=held(rejected),
        lost=held(transformer + outdoor_fans),
        evaporation=wet.evaporation,
        drift=wet.drift,
        blowdown=wet.blowdown,
        circulation=wet.circulation,
        tower_heat=held(0.0 if water is None else rejected),
        cycles=held(1.0 if water is None else p["cycles"]),
        moved=held(moved),
        moved_free=held(moved_free),
        margin=held(functools.reduce(np.minimum, (loop.margin for loop in loops))),
    )
