"""Siting: a sweep on each engine, the same bytes, and its time and cost at a quarter of a degree.

The cube is made of the reference cities' normals, repeated up to the size asked for. ``--smoke``
runs every part on little.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

CELLS = 1440 * 721
"""Cells of a quarter-degree grid, poles included."""

USD_PER_CORE_HOUR = (0.01, 0.05)
"""Assumed price of a core of a rented machine, low and high."""


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="run every part on little")
    smoke = parser.parse_args().smoke
    from comity.facts.load import embedded
    from comity.plans.site import parameters_of
    from comity.plans.sweep import cube_of_normals, figures_of, sweep

    base = embedded()
    states = sorted(base.states)[: 4 if smoke else None]
    points, plants = len(states), len(parameters_of(base))
    with tempfile.TemporaryDirectory() as folder:
        cube = Path(folder) / "cube.zarr"
        cube_of_normals(base, cube, states, chunk=2 if smoke else 16)
        size = sum(each.stat().st_size for each in cube.rglob("*") if each.is_file())
        first = None
        for engine in ("serial", "processes", "dask"):
            out = Path(folder) / f"{engine}.zarr"
            start = time.perf_counter()
            done = list(sweep(base, cube, out, block=2 if smoke else 16, engine=engine))
            took = time.perf_counter() - start
            start = time.perf_counter()
            again = list(sweep(base, cube, out, block=2 if smoke else 16))
            resumed = time.perf_counter() - start
            held = figures_of(out)[1]
            first = held if first is None else first
            same = "identical" if np.array_equal(held, first) else "NOT identical"
            print(
                f"{engine}: {points} points x {plants} plants in {took:.2f} s wall, "
                f"{1e3 * took / points:.1f} ms a point; {len(done)} blocks, {same}; "
                f"a second run did {sum(again)} blocks in {resumed:.2f} s"
            )
            if engine == "serial":
                hours = took / points * CELLS / 3600.0
                low, high = (hours * each for each in USD_PER_CORE_HOUR)
                print(
                    f"  at 0.25 degree: {CELLS} cells, {hours:.1f} core-hours, {low:.2f} to "
                    f"{high:.2f} USD at {USD_PER_CORE_HOUR[0]} to {USD_PER_CORE_HOUR[1]} USD a "
                    f"core-hour (assumed); weather {size / points * CELLS / 1e9:.0f} GB stored"
                )


if __name__ == "__main__":
    main()
