"""What a plant does in an hour, term by term, and how its loops add up."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from comity.sites.air import Values
from comity.sites.cooling.parts import Chain, transformer_loss

Parameters: TypeAlias = Values
"""Values by name, as ``cooling.csv`` names them: a mapping, or, compiled, one record."""


class Loop(NamedTuple):
    """One path of heat to the outside: its machines and the heat it moves, in kW/kW.

    Attributes
    ----------
    room_fans, pumps, compressor, outdoor_fans
        Electricity drawn.
    rejected, spilled
        Heat that leaves by the coolers; heat of machines that stand outside the loop.
    gained
        Heat of vapour that the outside air brings in and the coil condenses.
    moved, moved_free
        Heat taken from rooms and chips, and the part no compressor lifts.
    margin
        How much warmer the outside may get before a compressor starts. [K]
    """

    room_fans: Values
    pumps: Values
    compressor: Values
    outdoor_fans: Values
    rejected: Values
    spilled: Values
    gained: Values
    moved: Values
    moved_free: Values
    margin: Values


class Water(NamedTuple):
    """Water of a plant, in L/kWh, and what drives it.

    Attributes
    ----------
    evaporation, drift, blowdown, circulation
        Water lost, and water falling through the tower. [L/kWh]
    heat
        Heat that evaporation may carry. [kW/kW]
    cycles
        Cycles of concentration.
    humidified
        Water given to the rooms' air; it concentrates no salt. [L/kWh]
    """

    evaporation: Values
    drift: Values
    blowdown: Values
    circulation: Values
    heat: Values
    cycles: Values
    humidified: Values


class Terms(NamedTuple):
    """Every term of an hour, named as `comity.sites.cooling.Operation` names them."""

    it: Values
    ups: Values
    distribution: Values
    lighting: Values
    transformer: Values
    room_fans: Values
    pumps: Values
    compressor: Values
    outdoor_fans: Values
    rejected: Values
    lost: Values
    gained: Values
    evaporation: Values
    drift: Values
    blowdown: Values
    humidified: Values
    circulation: Values
    tower_heat: Values
    cycles: Values
    moved: Values
    moved_free: Values
    margin: Values


def no_water() -> Water:
    """Of a plant that takes none."""
    return Water(0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def joined(one: Loop, other: Loop) -> Loop:
    """Two loops side by side.

    Parameters
    ----------
    one, other : Loop
        Terms add; the margin is the smaller of the two.
    """
    return Loop(
        one.room_fans + other.room_fans,
        one.pumps + other.pumps,
        one.compressor + other.compressor,
        one.outdoor_fans + other.outdoor_fans,
        one.rejected + other.rejected,
        one.spilled + other.spilled,
        one.gained + other.gained,
        one.moved + other.moved,
        one.moved_free + other.moved_free,
        np.minimum(one.margin, other.margin),
    )


def settled(p: Parameters, chain: Chain, loop: Loop, water: Water) -> Terms:
    """The loop with the power chain, the transformer and the water.

    Parameters
    ----------
    p : mapping of str to float or ndarray
        Values by name.
    chain : Chain
        Losses between grid and computers. [kW/kW]
    loop : Loop
        All loops together. [kW/kW]
    water : Water
        [L/kWh]
    """
    inside = 1.0 + chain.ups + chain.distribution + chain.lighting
    before = inside + loop.room_fans + loop.pumps + loop.compressor + loop.outdoor_fans
    transformer = transformer_loss(before, p)
    return Terms(
        1.0,
        chain.ups,
        chain.distribution,
        chain.lighting,
        transformer,
        loop.room_fans,
        loop.pumps,
        loop.compressor,
        loop.outdoor_fans,
        loop.rejected,
        transformer + loop.outdoor_fans + loop.spilled,
        loop.gained,
        water.evaporation,
        water.drift,
        water.blowdown,
        water.humidified,
        water.circulation,
        water.heat,
        water.cycles,
        loop.moved,
        loop.moved_free,
        loop.margin,
    )
