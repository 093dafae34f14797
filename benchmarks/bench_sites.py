"""Sites: wet bulb against psychrolib, years from normals against hourly years, time of a site.

The stations are read from the shared test data (``COMITY_SHARED``); without them that part is left
out by name. ``--smoke`` runs every part on little.
"""

from __future__ import annotations

import argparse
import datetime
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
    """Figures of years made from the stations' own normals against their hours.

    Each is made twice: by the rules as they are embedded, and by rules fitted without its site.
    """
    from comity.facts.load import embedded
    from comity.plans.climate import SEED
    from comity.plans.site import parameters_of
    from comity.sites import weather
    from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate

    if not SHARED.is_dir():
        print(f"years from normals: left out, no shared data at {SHARED}")
        return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    import fit_weather

    base = embedded()
    names = weather.Persistence.__dataclass_fields__
    rule = weather.Persistence(
        **{name: float(base.parameter(f"sites.{name}").value) for name in names}
    )
    held = parameters_of(base)
    stations = fit_weather.stations(SHARED)
    apart = fit_weather.leave_one_out(stations)
    sites = len({fit_weather.site_of(name) for name in stations})
    stations = dict(list(stations.items())[:most])
    normals = {name: weather.normals_of(year) for name, year in stations.items()}

    def made(name: str, by: weather.Persistence) -> Air:
        rng = np.random.default_rng(SEED)
        return Air.of(weather.year_from_normals(normals[name], by, rng=rng))

    real = {name: Air.of(year) for name, year in stations.items()}
    again = {name: (made(name, apart[name]), made(name, rule)) for name in stations}
    print(
        f"years from normals, {len(stations)} station years; each site of {sites} left out of the "
        "rules it is judged by, and in brackets not left out; bars PUE 0.002, WUE 0.01, 150 h"
    )
    for plant in TECHNOLOGIES:
        errors = np.array(
            [
                [
                    _figures(annual(operate(plant, one, held[plant])))
                    - _figures(annual(operate(plant, real[name], held[plant])))
                    for one in both
                ]
                for name, both in again.items()
            ]
        )
        mean, worst = np.abs(errors).mean(axis=0), np.abs(errors).max(axis=0)[0]
        met = mean[0] <= (0.002, 0.01, 150.0)
        missed = [n for n, m in zip(("PUE", "WUE", "hours"), met, strict=True) if not m]
        print(
            f"  {plant}: PUE {mean[0, 0]:.4f} ({mean[1, 0]:.4f}), worst {worst[0]:.4f}; WUE "
            f"{mean[0, 1]:.4f} ({mean[1, 1]:.4f}) L/kWh, worst {worst[1]:.3f}; free cooling "
            f"{mean[0, 2]:.0f} ({mean[1, 2]:.0f}) h, worst {worst[2]:.0f}; "
            + (f"missed: {', '.join(missed)}" if missed else "all three met")
        )


def _figures(year) -> np.ndarray:
    return np.array([float(year.pue), float(year.wue), float(year.free_cooling_hours)])


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
