"""Sites: wet bulb against psychrolib, years from normals against hourly years, time of a site.

The stations are read from the shared test data (``COMITY_SHARED``); without them that part is left
out by name. ``--smoke`` runs every part on little.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import gzip
import os
import sys
import time
from pathlib import Path

import numpy as np

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")


def wet_bulb(points: int) -> None:
    """Error and time of the wet bulb beside psychrolib, point by point."""
    import psychrolib

    from comity.sites import air

    psychrolib.SetUnitSystem(psychrolib.SI)
    rng = np.random.default_rng(0)
    temp, humidity = rng.uniform(-30.0, 50.0, points), rng.uniform(0.0, 100.0, points)
    pressure = rng.uniform(55e3, 106e3, points)
    start = time.perf_counter()
    ours = air.wet_bulb(temp, humidity, pressure)
    mine = (time.perf_counter() - start) / points
    start = time.perf_counter()
    theirs = np.array(
        [
            psychrolib.GetTWetBulbFromRelHum(t, h / 100.0, p)
            for t, h, p in zip(temp, humidity, pressure, strict=True)
        ]
    )
    peer = (time.perf_counter() - start) / points
    away = np.abs(theirs) > 0.5
    worst = np.abs(ours - theirs)[away].max()
    print(f"wet bulb, {points} points: worst {worst:.4f} K away from the ice point (bar 0.005)")
    print(f"  {1e9 * mine:.0f} ns a point, psychrolib {1e9 * peer:.0f} ns: {peer / mine:.0f} x")


def years(most: int) -> None:
    """Figures of years made from the stations' own normals against their hours."""
    from comity.facts.load import embedded
    from comity.plans.climate import SEED
    from comity.plans.site import parameters_of
    from comity.sites import weather
    from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate

    if not SHARED.is_dir():
        print(f"years from normals: left out, no shared data at {SHARED}")
        return
    base = embedded()
    names = weather.Persistence.__dataclass_fields__
    rule = weather.Persistence(
        **{name: float(base.parameter(f"sites.{name}").value) for name in names}
    )
    held = parameters_of(base)
    stations = list(_stations())[:most]
    for name in TECHNOLOGIES:
        errors = []
        for year in stations:
            again = weather.year_from_normals(
                weather.normals_of(year), rule, rng=np.random.default_rng(SEED)
            )
            made, real = (annual(operate(name, Air.of(y), held[name])) for y in (again, year))
            errors.append(
                [
                    made.pue - real.pue,
                    made.wue - real.wue,
                    made.free_cooling_hours - real.free_cooling_hours,
                ]
            )
        pue, wue, hours = np.abs(np.array(errors)).T
        print(
            f"{name}, {len(errors)} station years from own normals: PUE mean {pue.mean():.4f} "
            f"worst {pue.max():.4f} (bars 0.002, 0.012); WUE mean {wue.mean():.4f} worst "
            f"{wue.max():.3f} L/kWh (bar 0.01); free cooling mean {hours.mean():.0f} worst "
            f"{hours.max():.0f} h (bar 150)"
        )


def states(most: int) -> None:
    """Time of the section for every state."""
    from comity.facts.load import embedded
    from comity.plans import housing
    from comity.plans.context import Context

    base = embedded()
    times = []
    for state in sorted(base.states)[:most]:
        context = Context(facts=base, state=state, as_of=datetime.date(2026, 11, 23))
        start = time.perf_counter()
        housing.section(context, housing.site(context), loads={})
        times.append(time.perf_counter() - start)
    print(
        f"one state, three plants with bands: median {1e3 * float(np.median(times)):.0f} ms, worst "
        f"{1e3 * max(times[1:]):.0f} ms, first {1e3 * times[0]:.0f} ms (bar 40 ms)"
    )


def _stations():
    from comity.sites import air
    from comity.sites.weather import Year

    def year(rows, pressure):
        temp = np.array([float(row["t_db"]) for row in rows])
        humidity = np.clip([float(row["rh"]) for row in rows], 0.0, 100.0)
        return Year(
            temp_air=temp,
            vapour=air.vapour_pressure(temp, humidity),
            pressure=np.broadcast_to(pressure, temp.shape),
        )

    folder = SHARED / "sites"
    for path in sorted((folder / "weather_epw").glob("*.csv.gz")):
        rows = _rows(path)
        yield year(rows, np.array([float(row["p_pa"]) for row in rows]))
    pressure: dict[str, list[float]] = {}
    with (folder / "monthly_normals_from_station_years.csv").open() as file:
        for row in csv.DictReader(file):
            pressure.setdefault(row["site"], []).append(float(row["P"]))
    for path in sorted((folder / "weather_openmeteo").glob("*.csv.gz")):
        site = "om:" + path.name.rsplit("_", 2)[0]
        by_year: dict[str, list[dict[str, str]]] = {}
        for row in _rows(path):
            if row["time"][5:10] != "02-29":
                by_year.setdefault(row["time"][:4], []).append(row)
        for rows in by_year.values():
            if len(rows) == 8760 and all(row["t_db"] and row["rh"] for row in rows):
                yield year(rows, np.mean(pressure[site]))


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="run every part on little")
    smoke = parser.parse_args().smoke
    wet_bulb(500 if smoke else 20000)
    years(2 if smoke else sys.maxsize)
    states(2 if smoke else sys.maxsize)


if __name__ == "__main__":
    main()
