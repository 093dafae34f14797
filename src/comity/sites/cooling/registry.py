"""The plants by name, the air they stand in, and what a year of their operation adds up to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.errors import UnknownName
from comity.sites import air
from comity.sites.air import Hours
from comity.sites.cooling.terms import Terms
from comity.sites.weather import Year

Parameters: TypeAlias = Mapping[str, float | NDArray[np.float64]]
"""Values by name, as ``cooling.csv`` names them; an array of shape (draws, 1) holds draws."""

HOURS_IN_YEAR = 8760.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """Outside air, hour by hour or cell by cell; a leading axis may hold draws.

    Attributes
    ----------
    temp_air, wet_bulb : ndarray, shape (hours,) or (draws, hours)
        Dry-bulb and wet-bulb temperature. [°C]
    humidity_ratio : ndarray
        Water per dry air. [kg/kg]
    pressure : ndarray
        Air pressure. [Pa]
    """

    temp_air: Hours
    wet_bulb: Hours
    humidity_ratio: Hours
    pressure: Hours

    @classmethod
    def of(cls, year: Year) -> Air:
        """The outside air of an hourly year.

        Parameters
        ----------
        year : Year
            Temperature [°C], vapour pressure and air pressure [Pa].
        """
        return cls(
            temp_air=year.temp_air,
            wet_bulb=air.wet_bulb_of(year.temp_air, year.vapour, year.pressure),
            humidity_ratio=air.humidity_ratio(year.vapour, year.pressure),
            pressure=year.pressure,
        )

    @property
    def density(self) -> Hours:
        """Mass of a cubic metre, in kg/m³."""
        return air.density(self.temp_air, self.humidity_ratio, self.pressure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a plant does in each hour, for one kW of computing.

    A term that does not vary by hour, or by draw, is held once; all broadcast together.

    Attributes
    ----------
    it, ups, distribution, lighting, transformer : ndarray
        Electricity drawn by computing, power chain and lighting. [kW/kW]
    room_fans, pumps, compressor, outdoor_fans : ndarray
        Electricity drawn to move heat; with the above, the draw from the grid. [kW/kW]
    rejected, lost, gained : ndarray
        Heat leaving by coolers, towers or exhaust, and heat lost outside the cooled rooms; their
        sum is the draw from the grid and the heat of vapour from outside air. [kW/kW]
    evaporation, drift, blowdown, humidified : ndarray
        Water lost by towers and wet plates, and given to air; their sum is the make-up. [L/kWh]
    circulation : ndarray
        Water falling through the tower. [L/kWh]
    tower_heat : ndarray
        Heat that evaporation may carry. [kW/kW]
    cycles : ndarray
        Cycles of concentration of the tower water.
    moved, moved_free : ndarray
        Heat taken from the rooms and chips, and the part of it that no compressor lifts. [kW/kW]
    margin : ndarray
        How much warmer the outside may get before a compressor starts; below zero, one runs. [K]
    """

    it: Hours
    ups: Hours
    distribution: Hours
    lighting: Hours
    transformer: Hours
    room_fans: Hours
    pumps: Hours
    compressor: Hours
    outdoor_fans: Hours
    rejected: Hours
    lost: Hours
    gained: Hours
    evaporation: Hours
    drift: Hours
    blowdown: Hours
    humidified: Hours
    circulation: Hours
    tower_heat: Hours
    cycles: Hours
    moved: Hours
    moved_free: Hours
    margin: Hours

    @property
    def drawn(self) -> Hours:
        """Electricity drawn from the grid, in kW/kW."""
        return sum((getattr(self, name) for name in POWER), np.zeros(()))

    @property
    def cooling(self) -> Hours:
        """Electricity drawn to move heat: fans, pumps and compressors, in kW/kW."""
        return self.room_fans + self.pumps + self.compressor + self.outdoor_fans

    @property
    def makeup(self) -> Hours:
        """Water taken in, in L/kWh."""
        return self.evaporation + self.drift + self.blowdown + self.humidified


POWER = tuple(field.name for field in fields(Operation))[:9]
"""The parts of the draw from the grid."""

Plant: TypeAlias = Callable[[Any, Any], Terms]


TECHNOLOGIES: dict[str, Plant] = {}
"""Every plant by the name that ``cooling.csv`` and the command line use."""


def technology(name: str) -> Callable[[Plant], Plant]:
    """Enter a plant in the registry.

    Parameters
    ----------
    name : str
        What ``cooling.csv`` and the command line call it.

    Returns
    -------
    callable
        A decorator that leaves the plant as it is.
    """

    def enter(plant: Plant) -> Plant:
        TECHNOLOGIES[name] = plant
        return plant

    return enter


def operate(name: str, outside: Air, parameters: Parameters) -> Operation:
    """Every term of a plant's operation in given air.

    Parameters
    ----------
    name : str
        A name of `TECHNOLOGIES`.
    outside : Air
        Outside air.
    parameters : mapping of str to float or ndarray, shape (draws, 1)
        Values by name.

    Returns
    -------
    Operation
        Terms of shape (hours,) or (draws, hours).

    Raises
    ------
    UnknownName
        If there is no such plant, or a parameter of it is missing.
    """
    if name not in TECHNOLOGIES:
        raise UnknownName("cooling technology", name, TECHNOLOGIES, near=sorted(TECHNOLOGIES))
    try:
        terms = TECHNOLOGIES[name](outside, parameters)
    except KeyError as error:
        raise UnknownName(f"parameter of {name}", str(error.args[0]), parameters) from error
    held = {key: np.asarray(value, float) for key, value in terms._asdict().items()}
    return Operation(**held)


def hours_outside(outside: Air, *, temp: tuple[float, float], wet_bulb: float) -> int:
    """Hours colder, hotter or moister than given bounds.

    Parameters
    ----------
    outside : Air
        Outside air, hour by hour.
    temp : tuple of float
        Coldest and hottest dry bulb. [°C]
    wet_bulb : float
        Highest wet bulb. [°C]

    Returns
    -------
    int
        [h]
    """
    out = (outside.temp_air < temp[0]) | (outside.temp_air > temp[1])
    return int((out | (outside.wet_bulb > wet_bulb)).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Annual:
    """A year of operation; each is a scalar, or one value a draw.

    Attributes
    ----------
    pue : ndarray
        Energy drawn over energy of computing, ISO/IEC 30134-2.
    cooling : ndarray
        Energy drawn to move heat over energy of computing; a part of PUE. [kWh/kWh]
    wue : ndarray
        Water taken in over energy of computing, ISO/IEC 30134-9. [L/kWh]
    free_cooling_hours : ndarray
        Hours in which no compressor runs. [h]
    free_share : ndarray
        Share of the year's heat that no compressor lifts.
    cer : ndarray
        Heat taken from rooms and chips over energy drawn to move it, ISO/IEC 30134-7. [kWh/kWh]
    """

    pue: Hours
    cooling: Hours
    wue: Hours
    free_cooling_hours: Hours
    free_share: Hours
    cer: Hours


INDICATORS = tuple(field.name for field in fields(Annual))
"""The figures of a year, by name."""


def annual(operation: Operation, hours: ArrayLike = 1.0, *, width: float = 0.0) -> Annual:
    """PUE, WUE and free cooling of a year.

    Parameters
    ----------
    operation : Operation
        Terms of shape (cells,) or (draws, cells).
    hours : array_like, shape (cells,)
        How many hours stand for each cell. [h]
    width : float
        Side of a cell; its temperatures are taken as spread evenly, so that a compressor may run
        for part of its hours. 0 for true hours. [K]

    Returns
    -------
    Annual
        Scaled to 8 760 hours.
    """
    drawn = operation.drawn
    weight = np.broadcast_to(np.asarray(hours, float), drawn.shape[-1:])
    weight = weight / weight.sum()
    if width > 0.0:
        idle = np.clip(operation.margin / width + 0.5, 0.0, 1.0)
    else:
        idle = (operation.compressor <= 0.0).astype(float)
    shape = drawn.shape[:-1]

    def mean(values: Hours) -> Hours:
        return _mean(values, weight, shape)

    it = mean(operation.it)
    moved, cooling = mean(operation.moved), mean(operation.cooling)
    return Annual(
        pue=mean(drawn) / it,
        cooling=cooling / it,
        wue=mean(operation.makeup),
        free_cooling_hours=HOURS_IN_YEAR * mean(idle),
        free_share=mean(operation.moved_free) / moved,
        cer=moved / cooling,
    )


def _mean(values: Hours, weight: Hours, shape: tuple[int, ...]) -> Hours:
    held = np.atleast_1d(values)
    mean: Hours = held[..., 0] if held.shape[-1] == 1 else held @ weight
    return np.broadcast_to(mean, shape)
