"""The plants as machine code: their own source, compiled for one point of air and one draw.

Nothing is written twice. numba reads the functions of this package as they stand, with a record of
parameters in place of the mapping and a named tuple in place of `Air`, and fuses a year of a plant
into one loop that keeps only the sums an annual figure needs.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.sites import air, fast_air
from comity.sites.air import Hours, Values
from comity.sites.cooling import airside, chillers, loops, parts, plants, terms, towers
from comity.sites.cooling.registry import HOURS_IN_YEAR, TECHNOLOGIES, Air, Annual

PAYS = 20_000_000
"""Points of air and draw from which compiling a plant costs less than it saves."""

MODULES = (parts, chillers, towers, terms, loops, airside, plants)
"""Where the functions of plants stand, before those that call them."""

FROM_AIR = (air.humidity_ratio, air.enthalpy, air.density)
"""Formulae of moist air that plants call."""

Loop: TypeAlias = Callable[..., NDArray[np.float64]]


class Point(NamedTuple):
    """Outside air at one point, as `Air` names it."""

    temp_air: Values
    wet_bulb: Values
    humidity_ratio: Values
    pressure: Values
    density: Values


def pays(points: int) -> bool:
    """Whether so many points are worth compiling for, and numba is there to do it.

    Parameters
    ----------
    points : int
        Cells times draws, over all places that are to be run.
    """
    return points >= PAYS and fast_air.available()


def record_of(draws: Mapping[str, ArrayLike]) -> NDArray[np.void]:
    """Parameters as records, one a draw.

    Parameters
    ----------
    draws : mapping of str to array_like, shape (draws, 1) or scalar
        Values by name, in the units of ``cooling.csv``, as [K] or [Pa].

    Returns
    -------
    ndarray of records, shape (draws,)
    """
    columns = {name: np.atleast_1d(np.asarray(each, float)).ravel() for name, each in draws.items()}
    count = max(each.size for each in columns.values())
    records = np.empty(count, [(name, np.float64) for name in sorted(columns)])
    for name, each in columns.items():
        records[name] = each
    return records


def annual_compiled(
    name: str,
    cells: Air,
    hours: ArrayLike,
    records: NDArray[np.void],
    *,
    width: float = 0.0,
    slopes: tuple[Hours, Hours] | None = None,
) -> Annual:
    """A year of a plant in every draw, as `annual` of `operate` gives it, to rounding.

    Parameters
    ----------
    name : str
        A name of `TECHNOLOGIES`.
    cells : Air
        Shape (cells,).
    hours : array_like, shape (cells,)
        Hours in each. [h]
    records : ndarray of records, shape (draws,)
        From `record_of`.
    width : float
        Side of a cell, as for `annual`. [K]
    slopes : tuple of ndarray, optional
        How the wet bulb of each cell moves with ``temp_offset`` [K/K] and ``vapour_offset`` [K];
        with it the air of each draw is displaced as `uncertainty.displaced` does.

    Returns
    -------
    Annual
        One value a draw.
    """
    weight = np.asarray(hours, float) / float(np.sum(hours))
    moved = slopes is not None
    by_temp, by_vapour = slopes if slopes is not None else (weight, weight)
    sums = loop_of(name)(
        cells.temp_air, cells.wet_bulb, cells.humidity_ratio,
        np.ascontiguousarray(np.broadcast_to(cells.pressure, weight.shape)), weight, records,
        width, moved, by_temp, by_vapour,
    )  # fmt: skip
    drawn, cooling, makeup, idle, moved_heat, free = sums.T
    return Annual(
        pue=drawn,
        cooling=cooling,
        wue=makeup,
        free_cooling_hours=HOURS_IN_YEAR * idle,
        free_share=free / moved_heat,
        cer=moved_heat / cooling,
    )


@functools.cache
def loop_of(name: str) -> Loop:
    """The compiled year of one plant; machine code is made at its first call.

    Parameters
    ----------
    name : str
        A name of `TECHNOLOGIES`.
    """
    import numba

    _teach()
    # Divisions may become products; nothing else is loosened.
    options: Any = {"error_model": "numpy", "nogil": True, "fastmath": {"contract", "nsz", "arcp"}}
    plant = numba.njit(**options)(TECHNOLOGIES[name])

    def loop(
        temp_air: Hours, wet_bulb: Hours, ratio: Hours, pressure: Hours, weight: Hours,
        records: NDArray[np.void], width: float, moved: bool, by_temp: Hours, by_vapour: Hours,
    ) -> Hours:  # fmt: skip
        sums = np.zeros((records.size, 6))
        for d in range(records.size):
            p = records[d]
            warmer, moister = 0.0, 0.0
            if moved:
                warmer, moister = p["temp_offset"], p["vapour_offset"]
            drawn, cooling, makeup, idle, heat, free = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            for c in range(weight.size):
                t = temp_air[c] + warmer
                b = min(wet_bulb[c] + by_temp[c] * warmer + by_vapour[c] * moister, t)
                w = ratio[c]
                if moved:
                    w = max(w * (1.0 + moister), 0.0)
                done = plant(Point(t, b, w, pressure[c], air.density(t, w, pressure[c])), p)
                share = weight[c]
                moving = done.room_fans + done.pumps + done.compressor + done.outdoor_fans
                fixed = done.it + done.ups + done.distribution + done.lighting + done.transformer
                drawn += share * (fixed + moving)
                cooling += share * moving
                makeup += share * (done.evaporation + done.drift + done.blowdown + done.humidified)
                still = 1.0 if done.compressor <= 0.0 else 0.0
                if width > 0.0:
                    still = min(max(done.margin / width + 0.5, 0.0), 1.0)
                idle += share * still
                heat += share * done.moved
                free += share * done.moved_free
            sums[d] = (drawn, cooling, makeup, idle, heat, free)
        return sums

    compiled: Loop = numba.njit(**options)(loop)
    return compiled


@functools.cache
def _teach() -> None:
    """Let numba read the functions plants are made of."""
    from numba.extending import overload, register_jitable

    # numba compares the two signatures, and lambdas carry no annotations.
    overload(parts.choose)(
        lambda condition, one, other: lambda condition, one, other: one if condition else other
    )
    for function in FROM_AIR:
        register_jitable(function)
    for module in MODULES:
        for _, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and function is not parts.choose:
                register_jitable(function)
