"""Eight plants, from the air outside to the draw from the grid.

Each moves the heat of computing, of the power chain and of its own fans and pumps to the outside
air, by an economiser where the air allows and by a chiller for the rest. A plant is a row in the
registry: the same source is read with arrays by numpy and, hour by hour, compiled by numba.
"""

from __future__ import annotations

from comity.sites.air import Values
from comity.sites.cooling.airside import airside_loop, indirect_loop
from comity.sites.cooling.loops import dry_loop, room, tower_loop, warm_loop, with_humidifier
from comity.sites.cooling.parts import choose, power_chain
from comity.sites.cooling.registry import technology
from comity.sites.cooling.terms import Terms, joined, no_water, settled


@technology("air_chiller")
def air_chiller(outside: Values, p: Values) -> Terms:
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
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    held = room(outside, p, heat)
    loop = dry_loop(outside, p, held, p["economiser"])
    return settled(p, chain, loop, with_humidifier(no_water(), held.humidified))


@technology("water_chiller")
def water_chiller(outside: Values, p: Values) -> Terms:
    """Room air, chilled water, a tower that serves an economiser and a centrifugal chiller.

    ``economiser`` 0 leaves out the exchanger.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    loop, water = tower_loop(outside, p, room(outside, p, heat), p["economiser"])
    return settled(p, chain, loop, water)


@technology("direct_liquid")
def direct_liquid(outside: Values, p: Values) -> Terms:
    """Warm water takes most of the heat of the chips to dry coolers; a chilled loop the rest.

    Uses no water outdoors. The trim chiller of the warm loop runs only when the air is too warm.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    # Heat the liquid does not take stays in the room, with that of the power chain.
    rest = 1.0 - p["liquid_share"] + chain.ups + chain.distribution + chain.lighting
    held = room(outside, p, rest)
    loop = joined(warm_loop(outside, p), dry_loop(outside, p, held, p["economiser"]))
    return settled(p, chain, loop, with_humidifier(no_water(), held.humidified))


@technology("immersion")
def immersion(outside: Values, p: Values) -> Terms:
    """Computers stand in a dielectric liquid cooled by dry coolers; the power chain in a room.

    The loops are those of `direct_liquid`; nearly all heat of the computers goes to the liquid.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    return direct_liquid(outside, p)


@technology("direct_expansion")
def direct_expansion(outside: Values, p: Values) -> Terms:
    """Room air over coils in which the refrigerant itself evaporates; it condenses outdoors.

    Runs a compressor in every hour, and pumps no water.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    held = room(outside, p, heat)
    loop = dry_loop(outside, p, held, 0.0)
    return settled(p, chain, loop, with_humidifier(no_water(), held.humidified))


@technology("airside")
def airside(outside: Values, p: Values) -> Terms:
    """Outside air blown through the rooms, cooled and moistened by evaporation, or a chiller.

    ``evaporate_hot`` 1 evaporates as long as the envelope of the rooms allows, 0 closes the dampers
    in every hour warmer than the supply; ``backup_tower`` 1 backs it with a water-cooled chiller.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    loop, water = airside_loop(outside, p, heat)
    return settled(p, chain, loop, water)


@technology("indirect_evaporative")
def indirect_evaporative(outside: Values, p: Values) -> Terms:
    """Room air cooled through plates by outside air, wetted when it is warm, and a compressor.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    loop, water = indirect_loop(outside, p, heat)
    return settled(p, chain, loop, water)


@technology("hybrid")
def hybrid(outside: Values, p: Values) -> Terms:
    """Dry coolers or a tower, whichever costs less in the hour, water priced as electricity.

    ``water_worth`` is the electricity that a litre is worth.

    Parameters
    ----------
    outside : Air
        Outside air [°C, kg/kg, Pa].
    p : mapping of str to float or ndarray, shape (draws, 1)
        Values by name, as ``cooling.csv`` names them.

    Returns
    -------
    Terms
        Per kW of computing. [kW/kW, L/kWh]
    """
    chain = power_chain(p)
    heat = 1.0 + chain.ups + chain.distribution + chain.lighting
    held = room(outside, p, heat)
    dry = dry_loop(outside, p, held, 1.0)
    wet, water = tower_loop(outside, p, held, 1.0)
    without = settled(p, chain, dry, no_water())
    tower = settled(p, chain, wet, water)
    spent = water.evaporation + water.drift + water.blowdown
    lead = cooling_of(tower) + p["water_worth"] * spent - cooling_of(without)
    return either(lead < 0.0, tower, without)


def cooling_of(terms: Terms) -> Values:
    """Electricity that depends on the mode of cooling, in kW/kW.

    Parameters
    ----------
    terms : Terms
        Of one mode.
    """
    return terms.transformer + terms.pumps + terms.compressor + terms.outdoor_fans


def either(condition: Values, one: Terms, other: Terms) -> Terms:
    """Every term of one mode where the condition holds, and of the other elsewhere.

    Parameters
    ----------
    condition : bool or ndarray of bool
        Where to take the first.
    one, other : Terms
        Of the two modes.
    """
    return Terms(
        one.it,
        one.ups,
        one.distribution,
        one.lighting,
        choose(condition, one.transformer, other.transformer),
        choose(condition, one.room_fans, other.room_fans),
        choose(condition, one.pumps, other.pumps),
        choose(condition, one.compressor, other.compressor),
        choose(condition, one.outdoor_fans, other.outdoor_fans),
        choose(condition, one.rejected, other.rejected),
        choose(condition, one.lost, other.lost),
        choose(condition, one.gained, other.gained),
        choose(condition, one.evaporation, other.evaporation),
        choose(condition, one.drift, other.drift),
        choose(condition, one.blowdown, other.blowdown),
        choose(condition, one.humidified, other.humidified),
        choose(condition, one.circulation, other.circulation),
        choose(condition, one.tower_heat, other.tower_heat),
        choose(condition, one.cycles, other.cycles),
        choose(condition, one.moved, other.moved),
        choose(condition, one.moved_free, other.moved_free),
        choose(condition, one.margin, other.margin),
    )
