"""A sweep over a cube of weather: block by block, each written with a manifest, none done twice.

A block is a range of points, or a rectangle of a grid, with the whole year of each cell.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import comity
from comity import sites
from comity.engine import Recorded, map_cases
from comity.errors import InputError
from comity.facts.load import FactBase
from comity.plans.cubes import Layout, Ranges, layout_of, scale_part, weather_in
from comity.plans.designs import parameters_of
from comity.sites import siting
from comity.sites.siting import FIGURES

MANIFESTS = "manifest"

Figures = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a cube, how it is computed, and where its figures go."""

    cube: str
    out: str
    ranges: Ranges
    plants: Mapping[str, Mapping[str, float]]
    fast: bool

    @property
    def name(self) -> str:
        """Name of its manifest."""
        ends = "-".join(f"{each:08d}" for pair in self.ranges for each in pair)
        return f"{'points' if len(self.ranges) == 1 else 'cells'}-{ends}"

    @property
    def at(self) -> tuple[slice, ...]:
        """Its place in the store of figures."""
        return (slice(None), *(slice(*each) for each in self.ranges), slice(None))


def sweep(
    base: FactBase,
    cube: Path,
    out: Path,
    *,
    block: int | None = None,
    engine: str = "serial",
    workers: int = 2,
    address: str = "",
    fast: bool | None = None,
) -> Iterator[bool]:
    """Annual figures of every plant in every cell of a cube, written to a zarr store.

    Parameters
    ----------
    base : FactBase
        Parameters of the plants.
    cube : Path
        Zarr store as `comity.plans.cubes` describes it. [°C, %, Pa]
    out : Path
        Zarr store of the figures, (technology, cells of space, figure), NaN where the weather is
        missing; manifests stand in it. What is there and still holds is not done again.
    block : int, optional
        Points in a block, and the chunks of the store; the chunks of the cube unless given. The
        blocks of a grid are always its chunks. [count]
    engine, workers, address
        As `comity.engine.map_cases` takes them.
    fast : bool, optional
        Whether to use the compiled kernels; by the number of cells unless given, the same for
        every block and engine.

    Yields
    ------
    bool
        For each block in turn, whether it was done now.

    Raises
    ------
    InputError
        If the cube is not one, or the extra ``scale`` is not installed.
    """
    layout = layout_of(cube)
    plants = parameters_of(base)
    step, ranges = layout.blocks(block)
    _prepare(out, list(plants), layout, step, cube)
    folder = out / MANIFESTS
    folder.mkdir(exist_ok=True)
    compiled = siting.pays(int(np.prod(layout.shape)), len(plants)) if fast is None else fast
    blocks = [
        Block(cube=str(cube), out=str(out), ranges=each, plants=plants, fast=compiled)
        for each in ranges
    ]
    do = Recorded(work=_work, stamp=_stamp, holds=_holds, name=_name, folder=folder)
    yield from map_cases(do, blocks, engine=engine, workers=workers, address=address)


def figures_of(out: Path) -> tuple[tuple[str, ...], Figures]:
    """Plants and figures of a finished sweep, shape (technology, cells of space, figure).

    Parameters
    ----------
    out : Path
        The store.
    """
    store = scale_part("zarr").open_group(str(out), mode="r")
    return tuple(store.attrs["technology"]), np.asarray(store["figures"][:])


def known_cells(out: Path) -> tuple[int, int]:
    """Cells with figures and without, in a sweep.

    Parameters
    ----------
    out : Path
        The store.
    """
    store = scale_part("zarr").open_group(str(out), mode="r")
    known = int(np.isfinite(store["figures"][0, ..., 0]).sum())
    return known, int(np.prod(store["figures"].shape[1:-1])) - known


def _prepare(
    out: Path, plants: list[str], layout: Layout, step: tuple[int, ...], cube: Path
) -> None:
    zarr = scale_part("zarr")
    about = {
        "technology": plants, "figure": list(FIGURES), "cube": str(cube), "block": list(step),
        "shape": list(layout.shape),
    }  # fmt: skip
    if (out / "zarr.json").exists():
        if dict(zarr.open_group(str(out), mode="r").attrs) != about:
            raise InputError(f"{out} holds another sweep; give another --out.")
        return
    if out.exists() and any(out.iterdir()):
        raise InputError(f"{out} is not empty and holds no sweep; give another --out.")
    group = zarr.create_group(str(out), attributes=about)
    for name, values in layout.where.items():
        dims = (name,) if name in layout.dims else layout.dims
        held = group.create_array(
            name, shape=(len(values),), dtype="float64", dimension_names=dims
        )  # fmt: skip
        held[:] = np.asarray(values)
    group.create_array(
        "figures", shape=(len(plants), *layout.shape, len(FIGURES)), dtype="float64",
        chunks=(len(plants), *step, len(FIGURES)), fill_value=float("nan"),
        dimension_names=("technology", *layout.dims, "figure"),
    )  # fmt: skip


def _work(block: Block) -> dict[str, Any]:
    figures = siting.annual_figures(
        *weather_in(block.cube, block.ranges), dict(block.plants), fast=block.fast
    )
    shape = tuple(last - first for first, last in block.ranges)
    figures = np.ascontiguousarray(figures.reshape(len(block.plants), *shape, len(FIGURES)))
    store = scale_part("zarr").open_group(block.out, mode="r+")
    store["figures"][block.at] = figures
    return {"sha256": hashlib.sha256(figures.tobytes()).hexdigest()}


def _stamp(block: Block) -> dict[str, str]:
    read = hashlib.sha256()
    for values in weather_in(block.cube, block.ranges):
        read.update(values.tobytes())
    plants = json.dumps(block.plants, sort_keys=True)
    return {
        "input": read.hexdigest(),
        "parameters": hashlib.sha256(plants.encode()).hexdigest(),
        "code": f"{_code()} {'compiled' if block.fast else 'clear'}",
    }


def _holds(block: Block, result: dict[str, Any]) -> bool:
    store = scale_part("zarr").open_group(block.out, mode="r")
    held = np.ascontiguousarray(store["figures"][block.at])
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
