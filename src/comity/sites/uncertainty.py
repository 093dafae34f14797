"""How sure the annual figures of a plant are, and which parameters the doubt comes from.

Parameters are drawn from triangular distributions on the points of a lattice, the same points for
every place and plant, so that differences between places are not differences of luck. The hours of
a year are first gathered in cells of 1 K by 1 K, for a plant has no memory.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comity.errors import InputError
from comity.sites import air
from comity.sites.air import Hours
from comity.sites.cooling import INDICATORS, Air, Annual, annual, compiled, operate

DRAWS = 173
"""A prime number of draws, so that every parameter takes as many values as there are draws."""

WIDTH = 1.0
"""Side of a cell of dry-bulb and wet-bulb temperature. [K]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A parameter: lowest, central and highest value; all equal when it is certain.

    Attributes
    ----------
    low, central, high : float
        In the parameter's own [unit].
    even : bool
        Whether every value between the ends is as likely; else the centre is likeliest.
    """

    low: float
    central: float
    high: float
    even: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.central <= self.high:
            raise InputError(f"A range needs {self.low} <= {self.central} <= {self.high}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Five, fifty and ninety-five per cent of draws lie below these values."""

    p5: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A year of a plant, with doubt.

    Attributes
    ----------
    central : Annual
        With every parameter at its central value.
    pue, cooling, wue, free_cooling_hours, free_share, cer : Band
        Over the draws, as `Annual` names them.
    shares : mapping of str to mapping of str to float
        Indicator -> parameter -> share of the variance, largest first; they sum to 1, and are
        absent where an indicator does not vary.
    """

    central: Annual
    pue: Band
    cooling: Band
    wue: Band
    free_cooling_hours: Band
    free_share: Band
    cer: Band
    shares: Mapping[str, Mapping[str, float]]


@functools.cache
def lattice(dimensions: int, count: int = DRAWS) -> Hours:
    """Points that fill a unit cube evenly, the same at every call.

    Parameters
    ----------
    dimensions : int
        How many coordinates.
    count : int
        How many points; a prime.

    Returns
    -------
    ndarray, shape (count, dimensions)
        Each column holds each of (k + 1/2) / count once. [0 to 1]

    Notes
    -----
    A rank-one lattice of Korobov's form [1]_: column j is i a^j modulo the count. Of all a, the one
    is taken whose columns are least correlated.

    References
    ----------
    .. [1] N. M. Korobov, "The approximate computation of multiple integrals," Dokl. Akad. Nauk SSSR
           124, pp. 1207-1210, 1959.
    """
    if count < 3 or any(count % factor == 0 for factor in range(2, int(count**0.5) + 1)):
        raise InputError(f"A lattice needs a prime number of points, not {count}.")
    index = np.arange(count, dtype=np.int64)
    centred = index - index.mean()
    product = np.array([centred @ ((index * k) % count) for k in range(count)])
    correlation = np.abs(product) / float(centred @ centred)
    best, worst = 2, np.inf
    for root in range(2, count):
        powers, power = [], 1
        for _ in range(1, dimensions):
            power = power * root % count
            powers.append(power)
        score = float(correlation[powers].max()) if powers else 0.0
        if score < worst:
            best, worst = root, score
    generator = np.array([pow(best, j, count) for j in range(dimensions)], dtype=np.int64)
    # Shifts by multiples of the golden ratio keep the first point out of the corner.
    shift = np.floor(count * (np.arange(1, dimensions + 1) * 0.618033988749895 % 1.0))
    points = (np.outer(index, generator) + shift.astype(np.int64)) % count
    filled: Hours = (points + 0.5) / count
    filled.setflags(write=False)
    return filled


def draw(
    ranges: Mapping[str, Mapping[str, Range]], count: int = DRAWS
) -> dict[str, dict[str, Hours]]:
    """Paired draws of the parameters of plants.

    Parameters
    ----------
    ranges : mapping of str to mapping of str to Range
        Plant -> parameter -> range.
    count : int
        How many draws; a prime.

    Returns
    -------
    dict of str to dict of str to ndarray, shape (count, 1)
        Plant -> parameter -> draws, triangular between low and high with the peak at the centre, or
        even. A parameter that two plants share takes the same points in both.
    """
    varying = sorted(
        {name for plant in ranges.values() for name, each in plant.items() if each.low < each.high}
    )
    points = lattice(len(varying), count)
    column = {name: points[:, [k]] for k, name in enumerate(varying)}
    certain = np.full((count, 1), 0.5)
    return {
        plant: {name: _triangular(column.get(name, certain), each) for name, each in held.items()}
        for plant, held in ranges.items()
    }


def cells_of(outside: Air) -> tuple[Air, Hours]:
    """Hours gathered by dry-bulb and wet-bulb temperature.

    Parameters
    ----------
    outside : Air
        Hour by hour.

    Returns
    -------
    Air
        The mean air of each cell that occurs.
    ndarray, shape (cells,)
        Hours in it. [h]
    """
    dry = np.floor(outside.temp_air / WIDTH).astype(np.int64)
    wet = np.floor(outside.wet_bulb / WIDTH).astype(np.int64)
    span = int(np.ptp(wet)) + 1
    code = (dry - dry.min()) * span + (wet - wet.min())
    count = np.bincount(code)
    held = count > 0
    hours = np.asarray(count[held], np.float64)

    def mean(values: Hours) -> Hours:
        sums = np.bincount(code, weights=np.broadcast_to(values, code.shape))
        return np.asarray(sums[held] / hours, np.float64)

    cells = Air(
        temp_air=mean(outside.temp_air),
        wet_bulb=mean(outside.wet_bulb),
        humidity_ratio=mean(outside.humidity_ratio),
        pressure=mean(outside.pressure),
    )
    return cells, hours


def displaced(cells: Air, temp_offset: ArrayLike, vapour_offset: ArrayLike) -> Air:
    """The same air, warmer and moister by the error the climate may have.

    Parameters
    ----------
    cells : Air
        Shape (cells,).
    temp_offset : array_like, shape (draws, 1)
        Added to the dry bulb. [K]
    vapour_offset : array_like, shape (draws, 1)
        Relative change of vapour pressure.

    Returns
    -------
    Air
        Shape (draws, cells). The wet bulb moves along its tangents.
    """
    warmer, moister = np.asarray(temp_offset, float), np.asarray(vapour_offset, float)
    by_temp, by_vapour = slopes_of(cells)
    temp = cells.temp_air + warmer
    moved = cells.wet_bulb + by_temp * warmer + by_vapour * moister
    return Air(
        temp_air=temp,
        wet_bulb=np.minimum(moved, temp),
        humidity_ratio=np.maximum(cells.humidity_ratio * (1.0 + moister), 0.0),
        pressure=cells.pressure,
    )


def slopes_of(cells: Air) -> tuple[Hours, Hours]:
    """How the wet bulb moves with the dry bulb, and with the vapour.

    Parameters
    ----------
    cells : Air
        Shape (cells,).

    Returns
    -------
    by_temp, by_vapour : ndarray, shape (cells,)
        Change for 1 K [K/K] and for a doubling of the vapour, to first order [K].
    """
    ratio = cells.humidity_ratio
    vapour = cells.pressure * ratio / (air.MASS_RATIO + ratio)
    # The step in vapour is taken in warmer air, which has room for it.
    dry = air.wet_bulb_of(cells.temp_air + 1.0, vapour, cells.pressure)
    moist = air.wet_bulb_of(cells.temp_air + 1.0, 1.05 * vapour, cells.pressure)
    return dry - cells.wet_bulb, 20.0 * (moist - dry)


def figures_of(
    name: str,
    cells: Air,
    hours: ArrayLike,
    draws: Mapping[str, Hours],
    *,
    displace: bool = False,
    places: int = 1,
) -> Annual:
    """A year of a plant in every draw.

    Parameters
    ----------
    name : str
        A name of `TECHNOLOGIES`.
    cells : Air
        Shape (cells,).
    hours : array_like, shape (cells,)
        Hours in each. [h]
    draws : mapping of str to ndarray, shape (draws, 1)
        From `draw`.
    displace : bool
        Whether the climate errs by ``temp_offset`` and ``vapour_offset``.
    places : int
        How many places are to be run alike; where cells, draws and places together are many, the
        plants are compiled (extra ``fast``), which moves no figure by more than rounding.

    Returns
    -------
    Annual
        One value a draw.
    """
    weight = np.asarray(hours, float)
    count = next(iter(draws.values())).size
    if compiled.pays(places * count * weight.size):
        return compiled.annual_compiled(
            name, cells, weight, compiled.record_of(draws),
            width=WIDTH, slopes=slopes_of(cells) if displace else None,
        )  # fmt: skip
    outside = displaced(cells, draws["temp_offset"], draws["vapour_offset"]) if displace else cells
    return annual(operate(name, outside, draws), weight, width=WIDTH)


def assess(
    name: str,
    cells: Air,
    hours: ArrayLike,
    *,
    ranges: Mapping[str, Range],
    draws: Mapping[str, Hours],
    displace: bool = False,
    places: int = 1,
) -> Assessment:
    """A year of a plant, with doubt and where it comes from.

    Parameters
    ----------
    name : str
        A name of `TECHNOLOGIES`.
    cells : Air
        Air of each cell, shape (cells,).
    hours : array_like, shape (cells,)
        Hours in each. [h]
    ranges : mapping of str to Range
        Parameters of the plant.
    draws : mapping of str to ndarray, shape (draws, 1)
        From `draw`.
    displace : bool
        Whether the climate errs by ``temp_offset`` and ``vapour_offset``.
    places : int
        How many places are to be run alike, as for `figures_of`.

    Returns
    -------
    Assessment
    """
    middle = {key: each.central for key, each in ranges.items()}
    centre = annual(operate(name, cells, middle), hours, width=WIDTH)
    result = figures_of(name, cells, hours, draws, displace=displace, places=places)
    figures = {key: np.atleast_1d(getattr(result, key)) for key in INDICATORS}
    shares = shares_of(np.stack(list(figures.values()), axis=1), draws)
    return Assessment(
        central=centre,
        shares=dict(zip(figures, shares, strict=True)),
        **{key: _band(values) for key, values in figures.items()},
    )


def shares_of(values: Hours, draws: Mapping[str, Hours]) -> list[dict[str, float]]:
    """Share of the variance of each result that each parameter explains, to first order.

    Parameters
    ----------
    values : ndarray, shape (draws, results)
        The results. [any unit]
    draws : mapping of str to ndarray, shape (draws, 1)
        The parameters. [any unit]

    Returns
    -------
    list of dict of str to float
        For each result, squared standardised regression coefficients [1]_, scaled to sum to 1;
        largest first. Empty for a result that does not vary.

    References
    ----------
    .. [1] A. Saltelli et al., Global Sensitivity Analysis: The Primer, Wiley, 2008, section 1.2.5.
    """
    varying = [name for name, each in draws.items() if float(np.ptp(each)) > 0.0]
    if not varying:
        return [{} for _ in range(values.shape[1])]
    columns = np.hstack([draws[name] - draws[name].mean() for name in varying])
    columns /= columns.std(axis=0)
    # Normal equations: columns of a lattice are nearly uncorrelated, so nothing is lost by them.
    moments = columns.T @ columns, columns.T @ (values - values.mean(axis=0))
    slopes = np.linalg.lstsq(*moments, rcond=None)[0]
    return [
        {} if float(np.ptp(result)) < 1e-12 else _ordered(varying, slope**2)
        for slope, result in zip(slopes.T, values.T, strict=True)
    ]


def _ordered(names: list[str], weights: Hours) -> dict[str, float]:
    shares = weights / float(weights.sum())
    order = np.argsort(-shares, kind="stable")
    return {names[k]: float(shares[k]) for k in order}


def _triangular(points: Hours, each: Range) -> Hours:
    width = each.high - each.low
    if width == 0.0:
        return np.full_like(points, each.central)
    if each.even:
        return each.low + points * width
    rising = each.low + np.sqrt(points * width * (each.central - each.low))
    falling = each.high - np.sqrt((1.0 - points) * width * (each.high - each.central))
    return np.where(points * width < each.central - each.low, rising, falling)


def _band(values: Hours) -> Band:
    p5, p50, p95 = (float(each) for each in np.quantile(values, (0.05, 0.5, 0.95)))
    return Band(p5=p5, p50=p50, p95=p95)
