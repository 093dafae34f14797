"""Cooling: every bar of the plants beside its peer, in one run.

Published tables are read from the shared test data (``COMITY_SHARED``); without them, and without
a peer (``--group peers``), that part is left out by name. ``--smoke`` runs every part on little.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from comity.facts.load import embedded
from comity.plans.climate import weather_of
from comity.plans.designs import designs, plant_of
from comity.sites import air, fast_air, uncertainty, weather
from comity.sites.cooling import TECHNOLOGIES, Air, annual, compiled, operate
from comity.sites.uncertainty import WIDTH, cells_of, figures_of

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")
LEI = SHARED / "sites" / "lei_masanet_2022"
NAMES = tuple(TECHNOLOGIES)


def best_of(run: Callable[[], object], repeats: int) -> float:
    """Shortest time of some runs, in seconds of one thread's work."""
    times = []
    for _ in range(repeats):
        start = time.thread_time()
        run()
        times.append(time.thread_time() - start)
    return min(times)


def wet_bulb(points: int) -> None:
    """Error and time of the compiled wet bulb beside psychrolib, as arrays."""
    if not fast_air.available():
        print("wet bulb: left out, numba is not installed (extra fast)")
        return
    import psychrolib

    psychrolib.SetUnitSystem(psychrolib.SI)
    rng = np.random.default_rng(0)
    ends = ((-40.0, 50.0), (1.0, 100.0), (55e3, 106e3))
    given = tuple(rng.uniform(*each, points).astype(np.float32) for each in ends)
    ours = fast_air.wet_bulb(*given)
    few = tuple(each[: max(points // 50, 100)].astype(float) for each in given)
    theirs = psychrolib.GetTWetBulbFromRelHum(few[0], few[1] / 100.0, few[2])
    mine = best_of(lambda: fast_air.wet_bulb(*given), 20) / points
    peer = best_of(
        lambda: psychrolib.GetTWetBulbFromRelHum(few[0], few[1] / 100.0, few[2]), 3
    ) / len(few[0])
    worst = np.abs(ours[: len(few[0])] - theirs)[np.abs(theirs) > 1.0].max()
    exact = air.wet_bulb(*(each.astype(float) for each in given))
    own = np.abs(ours - exact)[np.abs(exact) > 1.0].max()
    print(
        f"wet bulb, {points} points, one thread: {1e9 * mine:.1f} ns a point (bar 8), psychrolib's "
        f"vectorised form {1e9 * peer:.0f} ns: {peer / mine:.0f} x (bar 100)\n"
        f"  worst {own:.5f} K from the exact form, {worst:.4f} K from psychrolib, more than 1 K "
        f"from the ice point (bar 0.005)"
    )


def lei(draws: int) -> None:
    """The table of Lei and Masanet 2022, one engine, presets from the tables."""
    if not LEI.is_dir():
        print(f"Lei and Masanet: left out, no shared data at {LEI}")
        return
    with (LEI / "published_pue_wue_5_95.csv").open() as file:
        published = list(csv.DictReader(file))
    zones = {name: cells_of(each) for name, each in _zones(LEI / "climate_zones_hourly.csv.gz")}
    found = {}
    for case in range(1, 11):
        plant = plant_of(embedded(), f"lei_{case}")
        drawn = designs(embedded(), (plant,), f"lei_{case}", count=draws).draws[plant]
        for zone in {row["Climate Zone"] for row in published}:
            cells, hours = zones[zone]
            found[case, zone] = annual(operate(plant, cells, drawn), hours, width=WIDTH)
    by_case: dict[int, list[tuple[float, float]]] = {}
    for row in published:
        case, level = int(row["Case"]), 0.05 if row["Quantile"] == "5th" else 0.95
        year = found[case, row["Climate Zone"]]
        by_case.setdefault(case, []).append(
            (
                abs(np.quantile(year.pue, level) - float(row["PUE"])),
                abs(np.quantile(year.wue, level) - float(row["WUE"])),
            )
        )
    every = np.array([each for rows in by_case.values() for each in rows])
    print(
        f"Lei and Masanet, {every.size} values, {draws} draws: mean error PUE "
        f"{every[:, 0].mean():.4f} (bar 0.018) worst {every[:, 0].max():.3f}; WUE "
        f"{every[:, 1].mean():.4f} (bar 0.029) worst {every[:, 1].max():.2f} L/kWh"
    )
    for case, rows in by_case.items():
        pue, wue = np.mean(rows, axis=0)
        print(f"  case {case:2d} {plant_of(embedded(), f'lei_{case}'):17s} {pue:.4f} {wue:.4f}")


def one_site() -> None:
    """A year of eight plants with every indicator, from the hours of weather."""
    if not fast_air.available():
        print("one site: left out, numba is not installed (extra fast)")
        return
    year = weather_of(embedded(), "SDN").year
    held = designs(embedded(), NAMES).ranges
    records = {
        name: compiled.record_of({key: each.central for key, each in held[name].items()})
        for name in NAMES
    }
    temp, vapour, pressure = (
        np.ascontiguousarray(np.broadcast_to(each, year.temp_air.shape))
        for each in (year.temp_air, year.vapour, year.pressure)
    )
    humidity = 100.0 * vapour / air.saturation_pressure(temp)

    def run() -> object:
        single = (temp.astype(np.float32), humidity.astype(np.float32), pressure.astype(np.float32))
        outside = Air(
            temp_air=temp,
            wet_bulb=np.asarray(fast_air.wet_bulb(*single), float),
            humidity_ratio=air.humidity_ratio(vapour, pressure),
            pressure=pressure,
        )
        cells, hours = cells_of(outside)
        return [
            compiled.annual_compiled(name, cells, hours, records[name], width=WIDTH)
            for name in NAMES
        ]

    run()
    arrays = best_of(
        lambda: [
            annual(operate(name, Air.of(year), {k: v.central for k, v in held[name].items()}))
            for name in NAMES
        ],
        3,
    )
    took = best_of(run, 30)
    print(
        f"one site, {len(NAMES)} technologies, {temp.size} h in 1 K cells, all indicators: "
        f"{1e3 * took:.2f} ms warm (bar 1); hour by hour with arrays {1e3 * arrays:.0f} ms: "
        f"{arrays / took:.0f} x"
    )


def ensemble(places: int, count: int) -> None:
    """Paired draws of eight plants at many places, bands and shares included."""
    if not fast_air.available():
        print("ensemble: left out, numba is not installed (extra fast)")
        return
    base = embedded()
    held = designs(base, NAMES, count=count)
    states = [*sorted(base.states), *sorted(base.states)][:places]
    cells = {state: cells_of(Air.of(weather_of(base, state).year)) for state in set(states)}
    size = int(np.mean([len(cells[state][1]) for state in states]))
    first = cells[states[0]]
    for name in NAMES:  # compiled before the clock runs
        figures_of(name, *first, held.draws[name], displace=True, places=10**6)

    def run(state: str) -> float:
        air_cells, hours = cells[state]
        return sum(
            uncertainty.assess(
                name, air_cells, hours, ranges=held.ranges[name], draws=held.draws[name],
                displace=True, places=10**6,
            ).pue.p50
            for name in NAMES
        )  # fmt: skip

    start, work = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        total = sum(pool.map(run, states))
    took, work = time.perf_counter() - start, time.process_time() - work
    print(
        f"ensemble, {count} draws x {len(NAMES)} technologies x {len(states)} sites of {size} "
        f"cells: {took:.1f} s on 2 threads (bar 60), {work:.1f} s of work; mean PUE "
        f"{total / len(states) / len(NAMES):.3f}"
    )


def _zones(path: Path) -> Iterator[tuple[str, Air]]:
    held: dict[str, list[tuple[float, float, float]]] = {}
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):
            held.setdefault(row["zone"], []).append(
                (float(row["drybulb"]), float(row["rh"]), float(row["atp"]))
            )
    for zone, rows in held.items():
        temp, humidity, pressure = np.array(rows).T
        vapour = air.vapour_pressure(temp, humidity)
        yield zone, Air.of(weather.Year(temp_air=temp, vapour=vapour, pressure=pressure))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="every part on little")
    smoke = parser.parse_args().smoke
    wet_bulb(20_000 if smoke else 1_000_000)
    lei(53 if smoke else 1009)
    one_site()
    ensemble(2 if smoke else 200, 53 if smoke else 1009)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
