"""Siting: a sweep over points and over a grid, and its time and cost at a quarter of a degree.

Prints one line a bar: what, measured, bar, ratio. Times are seconds of processor of one core, so
that a machine shared with others does not matter; the wall time of engines is said beside its load.
The weather is that of the reference cities' normals, repeated. ``--smoke`` runs all on little.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

CELLS = 1440 * 721
"""Cells of a quarter-degree grid, poles included."""

LAND = 0.29
"""Part of them that is land."""

USD_PER_CORE_HOUR = (0.01, 0.05)
"""Assumed price of a core of a rented machine, low and high; no source is claimed."""

SUSTAINDC = 486e-6
"""Seconds of processor that the cooling of SustainDC, the open peer, took for one plant and one
site-hour on such a core (measured on another day, so a rough ratio)."""


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="run every part on little")
    smoke = parser.parse_args().smoke
    from comity.facts.load import embedded

    base = embedded()
    print(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        _engines(base, Path(folder), sorted(base.states)[: 4 if smoke else 64], smoke=smoke)
        _grid(base, Path(folder), side=3 if smoke else 24)


def _engines(base: Any, folder: Path, states: list[str], *, smoke: bool) -> None:
    """The same bytes from serial, processes and Dask; a second run does nothing."""
    from comity.plans.cubes import cube_of_normals
    from comity.plans.sweep import figures_of, sweep

    cube, chunk = folder / "points.zarr", 2 if smoke else 16
    cube_of_normals(base, cube, states, chunk=chunk)
    first = None
    for engine in ("serial", "processes", "dask"):
        out = folder / f"{engine}.zarr"
        start = time.perf_counter()
        done = list(sweep(base, cube, out, engine=engine))
        took = time.perf_counter() - start
        again = sum(sweep(base, cube, out))
        held = figures_of(out)[1]
        first = held if first is None else first
        same = "identical" if held.tobytes() == first.tobytes() else "NOT identical"
        print(
            f"{engine}: {len(states)} points x {held.shape[0]} plants, {took:.2f} s wall; "
            f"{len(done)} blocks, {same} (bar: identical); second run did {again} (bar: 0)"
        )


def _grid(base: Any, folder: Path, *, side: int) -> None:
    """Core-seconds a site-hour, the part that is decompression, and the whole world."""
    from comity.plans.climate import weather_of
    from comity.plans.cubes import VARIABLES, layout_of, weather_in, write_grid
    from comity.plans.site import parameters_of
    from comity.sites import air, fast_air, siting
    from comity.sites.weather import HOURS

    plants = parameters_of(base)
    years = [weather_of(base, state).year for state in ("KEN", "SGP", "ISL", "EGY", "BOL")]
    pick = np.arange(side * side) % len(years)
    temp = np.stack([years[k].temp_air for k in pick])
    vapour = np.stack([years[k].vapour for k in pick])
    # No two cells are alike, so that no cache and no compressor sees the same year twice.
    temp = temp + np.linspace(-2.0, 2.0, side * side)[:, None]
    moist = np.clip(100.0 * vapour / air.saturation_pressure(temp), 1.0, 99.0)
    load = np.stack([np.broadcast_to(years[k].pressure, (HOURS,)) for k in pick])
    shape = (side, side, HOURS)
    held = dict(zip(VARIABLES, (each.reshape(shape) for each in (temp, moist, load)), strict=True))
    held |= {"latitude": np.arange(side, dtype=float), "longitude": np.arange(side, dtype=float)}
    cube = folder / "grid.zarr"
    write_grid(cube, held, chunk=(min(8, side), min(8, side)), packed=True)
    size = sum(each.stat().st_size for each in cube.rglob("*") if each.is_file())
    _, blocks = layout_of(cube).blocks(None)
    hours = side * side * HOURS

    start = time.process_time()
    for each in blocks:
        weather_in(str(cube), each)
    reading = time.process_time() - start
    weather_in.cache_clear()
    block = weather_in(str(cube), blocks[0])
    few = [each[:4] for each in block]
    start = time.process_time()
    siting.annual_figures(*few, plants, fast=False)
    clear = (time.process_time() - start) / (few[0].shape[0] * HOURS)
    fast = clear
    if fast_air.available():
        start = time.process_time()
        siting.annual_figures(*(each[:1] for each in block), plants, fast=True)
        print(
            f"compiling {len(plants)} plants: {time.process_time() - start:.1f} s of a core, once"
        )
        start = time.process_time()
        siting.annual_figures(*block, plants, fast=True)
        fast = (time.process_time() - start) / (block[0].shape[0] * HOURS)
    else:
        print("numba is not installed: only the clear kernels are timed")
    read = reading / hours
    name = f"{len(plants)} plants, core-seconds a site-hour"
    print(f"{name}, clear: {1e9 * clear:.0f} ns")
    print(
        f"{name}, compiled: {1e9 * fast:.0f} ns, {clear / fast:.1f} x the clear ones; "
        f"{len(plants) * SUSTAINDC / fast:.0f} x SustainDC's step for as many plants"
    )
    print(
        f"reading and decompressing (int16, zarr 3): {1e9 * read:.0f} ns a site-hour, "
        f"{100 * read / (read + fast):.0f} % of the sweep"
    )
    for what, share in (("every cell", 1.0), ("land alone", LAND)):
        core = CELLS * share * HOURS * (read + fast) / 3600.0
        low, high = (core * each for each in USD_PER_CORE_HOUR)
        print(
            f"0.25 degree, {what}: {CELLS * share:,.0f} cells x {HOURS} h, {core:.2f} core-hours, "
            f"{core / 2:.2f} h on two cores, {low:.3f} to {high:.3f} USD at an assumed "
            f"{USD_PER_CORE_HOUR[0]} to {USD_PER_CORE_HOUR[1]} USD a core-hour; "
            f"{size / hours * HOURS * CELLS * share / 1e9:.0f} GB of weather stored"
        )


if __name__ == "__main__":
    main()
