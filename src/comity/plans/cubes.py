"""Cubes of weather: zarr stores of points or of a grid, with the whole year of each cell.

A cube has `VARIABLES` over ``point`` and ``time``, or over ``latitude``, ``longitude`` and ``time``
in any order. It is read in blocks of space; a store that is sliced in time is refused, because
every block would have to be read once for each slice.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.plans.climate import weather_of
from comity.sites import air
from comity.sites.weather import HOURS

VARIABLES = ("temp_air_c", "relative_humidity_pct", "pressure_pa")
"""Variables of a cube; their names state their units."""

SPACE = {"point": ("point",), "latitude": ("latitude", "longitude"), "lat": ("lat", "lon")}
"""First dimension of space -> all of them."""

Ranges = tuple[tuple[int, int], ...]
"""First and last but one index on each dimension of space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a cube is laid out in space.

    Attributes
    ----------
    dims : tuple of str
        ``(point,)``, ``(latitude, longitude)`` or ``(lat, lon)``.
    shape : tuple of int
        Cells along each. [count]
    chunk : tuple of int
        Cells along each that are stored together. [count]
    where : mapping of str to list of float
        Coordinates that the cube states, by name. [degrees]
    """

    dims: tuple[str, ...]
    shape: tuple[int, ...]
    chunk: tuple[int, ...]
    where: Mapping[str, list[float]]

    def blocks(self, size: int | None) -> tuple[tuple[int, ...], list[Ranges]]:
        """Shape of a block, and every block in the order of the store.

        Parameters
        ----------
        size : int, optional
            Cells in a block of points; a grid, or a cube without it, is cut as it is stored.
        """
        step = (size,) if size is not None and len(self.dims) == 1 else self.chunk
        found: list[Ranges] = [()]
        for count, width in zip(self.shape, step, strict=True):
            found = [
                (*each, (first, min(first + width, count)))
                for each in found
                for first in range(0, count, width)
            ]
        return step, found


def layout_of(cube: Path) -> Layout:
    """How a cube is laid out.

    Parameters
    ----------
    cube : Path
        A zarr store.

    Returns
    -------
    Layout

    Raises
    ------
    InputError
        If it is no cube, holds no whole year, or is sliced in time.
    """
    xarray = scale_part("xarray")
    try:
        with xarray.open_zarr(cube, consolidated=False, chunks=None) as held:
            for name in VARIABLES:
                if name not in held:
                    raise InputError(f"The cube {cube} has no {name}; it needs {VARIABLES}.")
            first = held[VARIABLES[0]]
            dims = next((each for key, each in SPACE.items() if key in first.dims), ())
            for name in VARIABLES:
                if not dims or set(held[name].dims) != {*dims, "time"}:
                    raise InputError(
                        f"{name} of {cube} needs the dimensions point and time, or latitude, "
                        "longitude and time."
                    )
            if held.sizes["time"] != HOURS:
                raise InputError(
                    f"The cube {cube} holds {held.sizes['time']} hours where {HOURS} belong."
                )
            chunk = _chunk_of(cube, first, dims)
            where = {
                name: np.asarray(held[name].to_numpy(), float).ravel().tolist()
                for name in ("latitude", "longitude", "lat", "lon")
                if name in held.variables
            }
            shape = tuple(int(held.sizes[each]) for each in dims)
            return Layout(dims=dims, shape=shape, chunk=chunk, where=where)
    except FileNotFoundError:
        raise InputError(f"There is no cube of weather at {cube}.") from None


def _chunk_of(cube: Path, variable: Any, dims: Sequence[str]) -> tuple[int, ...]:  # noqa: ANN401
    stored = variable.encoding.get("chunks") or variable.shape
    by_name = dict(zip(variable.dims, stored, strict=True))
    if by_name["time"] < HOURS:
        raise InputError(
            f"The cube {cube} is sliced in time ({by_name['time']} hours a chunk); store it again "
            "with the whole year in each chunk."
        )
    return tuple(int(by_name[each]) for each in dims)


@functools.lru_cache(maxsize=1)
def weather_in(cube: str, ranges: Ranges) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Weather of a block of space, the whole year of each cell.

    Parameters
    ----------
    cube : str
        A zarr store.
    ranges : tuple of tuple of int
        The block.

    Returns
    -------
    temp_air, relative_humidity, pressure : ndarray of float32, shape (cells, hours)
        Cells row by row; a masked value is NaN. [°C, %, Pa]
    """
    xarray = scale_part("xarray")
    with xarray.open_zarr(cube, consolidated=False, chunks=None) as held:
        dims = next(each for key, each in SPACE.items() if key in held[VARIABLES[0]].dims)
        at = {name: slice(*each) for name, each in zip(dims, ranges, strict=True)}
        block = held[list(VARIABLES)].isel(at).transpose(*dims, "time")
        temp, humidity, pressure = (
            np.ascontiguousarray(block[name].to_numpy().reshape(-1, HOURS), np.float32)
            for name in VARIABLES
        )
        return temp, humidity, pressure


def write_cube(path: Path, columns: Mapping[str, Any], *, chunk: int = 64) -> None:
    """Write a cube of points.

    Parameters
    ----------
    path : Path
        A zarr store that does not exist yet.
    columns : mapping
        `VARIABLES` of shape (point, time) [°C, %, Pa], ``latitude`` and ``longitude`` of shape
        (point,) [degrees], and ``name``, one text for each point.
    chunk : int
        Points in a chunk, with the whole year of each. [count]
    """
    xarray = scale_part("xarray")
    data = {name: (("point", "time"), np.asarray(columns[name], np.float32)) for name in VARIABLES}
    where = {
        name: ("point", np.asarray(columns[name], float)) for name in ("latitude", "longitude")
    }
    names = np.asarray(columns["name"], dtype="U64").tolist()
    cube = xarray.Dataset(data, coords=where, attrs={"names": json.dumps(list(names))})
    _store(cube, path, (chunk,))


def write_grid(
    path: Path,
    columns: Mapping[str, Any],
    *,
    chunk: tuple[int, int] = (16, 16),
    packed: bool = False,
) -> None:
    """Write a cube of a grid.

    Parameters
    ----------
    path : Path
        A zarr store that does not exist yet.
    columns : mapping
        `VARIABLES` of shape (latitude, longitude, time) [°C, %, Pa], NaN where a cell is masked,
        and ``latitude`` and ``longitude`` [degrees].
    chunk : tuple of int
        Rows and columns in a chunk, with the whole year of each cell. [count]
    packed : bool
        Whether values are stored as 16-bit integers, to 0.01 °C, 0.01 % and 2 Pa.
    """
    xarray = scale_part("xarray")
    dims = ("latitude", "longitude", "time")
    data = {name: (dims, np.asarray(columns[name], np.float32)) for name in VARIABLES}
    where = {name: np.asarray(columns[name], float) for name in dims[:2]}
    _store(xarray.Dataset(data, coords=where), path, chunk, PACKED if packed else {})


PACKED: Mapping[str, Mapping[str, Any]] = {
    name: {"dtype": "int16", "scale_factor": step, "add_offset": middle, "_FillValue": -32768}
    for name, step, middle in zip(VARIABLES, (0.01, 0.01, 2.0), (0.0, 0.0, 8e4), strict=True)
}
"""How a packed cube stores each variable."""


def _store(
    cube: Any,  # noqa: ANN401
    path: Path,
    chunk: tuple[int, ...],
    packed: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    hours = int(cube.sizes["time"])
    sizes = [cube.sizes[name] for name in cube[VARIABLES[0]].dims[:-1]]
    chunks = (*(min(one, other) for one, other in zip(chunk, sizes, strict=True)), hours)
    cube.to_zarr(
        path, mode="w-", consolidated=False, zarr_format=3,
        encoding={name: {"chunks": chunks, **(packed or {}).get(name, {})} for name in VARIABLES},
    )  # fmt: skip


def cube_of_normals(base: FactBase, path: Path, states: Sequence[str], *, chunk: int = 64) -> None:
    """Write a cube of the reference cities of states, from their monthly normals.

    Parameters
    ----------
    base : FactBase
        Normals and reference cities.
    path : Path
        A zarr store that does not exist yet.
    states : sequence of str
        ISO3 codes; one point each.
    chunk : int
        Points in a chunk. [count]
    """
    columns: dict[str, list[Any]] = {name: [] for name in (*VARIABLES, "latitude", "longitude")}
    for state in states:
        year = weather_of(base, state).year
        humidity = 100.0 * year.vapour / air.saturation_pressure(year.temp_air)
        row = base.row("reference_cities", state)
        for name, values in zip(VARIABLES, (year.temp_air, humidity, year.pressure), strict=True):
            columns[name].append(values)
        columns["latitude"].append(row.number("lat"))
        columns["longitude"].append(row.number("lon"))
    write_cube(path, {**columns, "name": list(states)}, chunk=chunk)


def scale_part(name: str) -> Any:  # noqa: ANN401
    """A package of the extra ``scale``.

    Raises
    ------
    InputError
        If it is not installed.
    """
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError("A sweep needs the 'scale' extra: pip install 'comity[scale]'.") from None
