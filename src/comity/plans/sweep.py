"""A sweep over a cube of weather: block by block, each written with a manifest, none done twice.

The cube is a zarr store with the dimensions ``point`` and ``time``; a grid is a cube whose points
are its cells. A block is a range of points with the whole year of each.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import comity
from comity import sites
from comity.engine import Recorded, map_cases
from comity.errors import InputError
from comity.facts.load import FactBase
from comity.plans.climate import weather_of
from comity.plans.designs import parameters_of
from comity.sites import air, siting
from comity.sites.siting import FIGURES
from comity.sites.weather import HOURS

VARIABLES = ("temp_air_c", "relative_humidity_pct", "pressure_pa")
"""Variables of a cube; their names state their units."""

MANIFESTS = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A range of points of a cube, and where its figures go."""

    cube: str
    out: str
    start: int
    stop: int
    plants: Mapping[str, Mapping[str, float]]

    @property
    def name(self) -> str:
        """Name of its manifest."""
        return f"points-{self.start:08d}-{self.stop:08d}"


def sweep(
    base: FactBase,
    cube: Path,
    out: Path,
    *,
    block: int = 64,
    engine: str = "serial",
    workers: int = 2,
    address: str = "",
) -> Iterator[bool]:
    """Annual figures of every plant at every point of a cube, written to a zarr store.

    Parameters
    ----------
    base : FactBase
        Parameters of the plants.
    cube : Path
        Zarr store with `VARIABLES` of shape (point, time). [°C, %, Pa]
    out : Path
        Zarr store of the figures, (technology, point, figure); manifests stand in it. What is
        there and still holds is not done again.
    block : int
        Points in a block; also the chunks of the store. [count]
    engine, workers, address
        As `comity.engine.map_cases` takes them.

    Yields
    ------
    bool
        For each block in turn, whether it was done now.

    Raises
    ------
    InputError
        If the cube is not one, or the extra ``scale`` is not installed.
    """
    points = _points_of(cube)
    plants = parameters_of(base)
    _prepare(out, list(plants), points, block, cube)
    folder = out / MANIFESTS
    folder.mkdir(exist_ok=True)
    blocks = [
        Block(cube=str(cube), out=str(out), start=k, stop=min(k + block, points), plants=plants)
        for k in range(0, points, block)
    ]
    do = Recorded(work=_work, stamp=_stamp, holds=_holds, name=_name, folder=folder)
    yield from map_cases(do, blocks, engine=engine, workers=workers, address=address)


def write_cube(path: Path, columns: Mapping[str, Any], *, chunk: int = 64) -> None:
    """Write a cube of weather.

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
    xarray = _scale("xarray")
    data = {name: (("point", "time"), np.asarray(columns[name], np.float32)) for name in VARIABLES}
    where = {
        name: ("point", np.asarray(columns[name], float)) for name in ("latitude", "longitude")
    }
    names = ("point", np.asarray(columns["name"], dtype="U64"))
    cube = xarray.Dataset(data, coords=where, attrs={"names": json.dumps(list(names[1].tolist()))})
    hours = cube.sizes["time"]
    cube.to_zarr(
        path, mode="w-", consolidated=False, zarr_format=3,
        encoding={name: {"chunks": (chunk, hours)} for name in VARIABLES},
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


def figures_of(out: Path) -> tuple[tuple[str, ...], np.ndarray[Any, np.dtype[np.float64]]]:
    """Plants and figures of a finished sweep, shape (technology, point, figure).

    Parameters
    ----------
    out : Path
        The store.
    """
    store = _scale("zarr").open_group(str(out), mode="r")
    return tuple(store.attrs["technology"]), np.asarray(store["figures"][:])


def _points_of(cube: Path) -> int:
    xarray = _scale("xarray")
    try:
        with xarray.open_zarr(cube, consolidated=False, chunks=None) as held:
            for name in VARIABLES:
                if name not in held:
                    raise InputError(f"The cube {cube} has no {name}; it needs {VARIABLES}.")
                if held[name].dims != ("point", "time"):
                    raise InputError(f"{name} of {cube} needs the dimensions point and time.")
            if held.sizes["time"] != HOURS:
                raise InputError(
                    f"The cube {cube} holds {held.sizes['time']} hours where {HOURS} belong."
                )
            return int(held.sizes["point"])
    except FileNotFoundError:
        raise InputError(f"There is no cube of weather at {cube}.") from None


def _prepare(out: Path, plants: list[str], points: int, block: int, cube: Path) -> None:
    zarr = _scale("zarr")
    about = {"technology": plants, "figure": list(FIGURES), "cube": str(cube), "block": block}
    if (out / "zarr.json").exists():
        held = zarr.open_group(str(out), mode="r")
        if dict(held.attrs) != about or held["figures"].shape[1] != points:
            raise InputError(f"{out} holds another sweep; give another --out.")
        return
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out} is not empty and holds no sweep; give another --out.")
    group = zarr.create_group(str(out), attributes=about)
    group.create_array(
        "figures", shape=(len(plants), points, len(FIGURES)), dtype="float64",
        chunks=(len(plants), block, len(FIGURES)), fill_value=float("nan"),
    )  # fmt: skip


@functools.lru_cache(maxsize=1)
def _weather(cube: str, start: int, stop: int) -> tuple[air.Hours, air.Hours, air.Hours]:
    xarray = _scale("xarray")
    with xarray.open_zarr(cube, consolidated=False, chunks=None) as held:
        block = held.isel(point=slice(start, stop))
        temp, humidity, pressure = (
            np.ascontiguousarray(block[name].to_numpy()) for name in VARIABLES
        )
        return temp, humidity, pressure


def _work(block: Block) -> dict[str, Any]:
    figures = siting.annual_figures(
        *_weather(block.cube, block.start, block.stop), dict(block.plants)
    )
    store = _scale("zarr").open_group(block.out, mode="r+")
    store["figures"][:, block.start : block.stop] = figures
    return {"sha256": hashlib.sha256(figures.tobytes()).hexdigest()}


def _stamp(block: Block) -> dict[str, str]:
    read = hashlib.sha256()
    for values in _weather(block.cube, block.start, block.stop):
        read.update(values.tobytes())
    plants = json.dumps(block.plants, sort_keys=True)
    return {
        "input": read.hexdigest(),
        "parameters": hashlib.sha256(plants.encode()).hexdigest(),
        "code": _code(),
    }


def _holds(block: Block, result: dict[str, Any]) -> bool:
    store = _scale("zarr").open_group(block.out, mode="r")
    held = np.ascontiguousarray(store["figures"][:, block.start : block.stop])
    return bool(hashlib.sha256(held.tobytes()).hexdigest() == result["sha256"])


def _name(block: Block) -> str:
    return block.name


@functools.cache
def _code() -> str:
    """Version of Comity and hash of the kernels, so that a changed kernel is run again."""
    digest = hashlib.sha256()
    for path in sorted(Path(sites.__path__[0]).rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{comity.__version__} {digest.hexdigest()[:16]}"


def _scale(name: str) -> Any:  # noqa: ANN401
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError("A sweep needs the 'scale' extra: pip install 'comity[scale]'.") from None
