"""Sun, wind and battery of least cost for 8,760 hours: Comity, HiGHS and PyPSA in one run.

Run ``uv run --group peers python benchmarks/bench_sizing.py``. Each series is solved by the bundle
of Comity (warm, median of several), as a linear programme by HiGHS (its own choice of method, one
thread), and by PyPSA with HiGHS. A peer that is absent is named and left out. Bars: gap and
difference of cost at most 1e-6, 30 ms, 100 times HiGHS, 500 times PyPSA. Prices and weather come
from the shared test data where they are at hand, else they are drawn.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import logging
import os
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from comity.sites.storage import Problem, size, solve_lp
from comity.sites.storage.clear import least_cost_clear
from comity.sites.storage.kernel import scan
from comity.sites.storage.tape import tape
from comity.sites.supply import yearly_cost

HOURS = 8760
BAR_MS, BAR_HIGHS, BAR_PYPSA, BAR_GAP = 30.0, 100.0, 500.0, 1e-6
SITES = {"cairo": (30.13, 31.40, 2.0), "dublin": (53.43, -6.25, 0.0)}
ZONES = ("IN-WE", "DE-LU", "CL-SIC", "ZA")


def shared() -> Path | None:
    """Folder of the shared test data, when it is at hand."""
    beside = Path(__file__).parents[1].parent / "shared" / "data"
    folder = Path(os.environ.get("COMITY_SHARED") or beside) / "sites"
    return folder if folder.is_dir() else None


def column(path: Path, name: str, *, starts: str = "") -> np.ndarray:
    with gzip.open(path, "rt") as lines:
        rows = [row for row in csv.DictReader(lines) if next(iter(row.values())).startswith(starts)]
    return np.array([float(row[name] or "nan") for row in rows])[:HOURS]


def resources(folder: Path | None) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Output of one MW of sun and of wind by site."""
    if folder is None:
        rng = np.random.default_rng(1)
        sun = np.clip(np.sin((np.arange(HOURS) % 24 - 6) / 12 * np.pi), 0, None)
        days = np.repeat(rng.uniform(0.2, 1.0, HOURS // 24), 24)
        return {"drawn": (sun * days * 0.8, np.clip(rng.weibull(2.0, HOURS) * 0.3, 0.0, 1.0))}
    from comity.facts.load import embedded
    from comity.plans.sizing_resource import resource_of_station
    from comity.sites.supply.station import Station

    names = {
        "ghi": "ghi", "dni": "dni", "dhi": "dhi", "temp_air": "t_db", "wind_speed": "ws",
        "pressure": "p_pa",
    }  # fmt: skip
    found = {}
    for site, (north, east, offset) in SITES.items():
        path = folder / "weather_epw" / f"{site}.csv.gz"
        values = {ours: column(path, theirs) for ours, theirs in names.items()}
        held = resource_of_station(
            embedded(),
            Station(values=values, format="csv", latitude=north, longitude=east, utc_offset=offset),
            name=site,
        )
        found[site] = (held.solar, held.wind)
    return found


def price_series(folder: Path | None) -> dict[str, np.ndarray]:
    """Prices in USD/MWh by name."""
    hour = np.arange(HOURS) % 24
    series = {
        "one price": np.full(HOURS, 300.0),
        "three tariffs": np.where((hour >= 17) & (hour < 22), 280.0, np.where(
            (hour >= 7) & (hour < 17), 150.0, 90.0)),
    }  # fmt: skip
    if folder is None:
        rng = np.random.default_rng(2)
        return series | {"drawn hourly": rng.gamma(4.0, 40.0, HOURS)}
    for zone in ZONES:
        prices = column(folder / "price_hourly" / f"{zone}.csv.gz", "usd_mwh", starts="2023")
        prices = np.nan_to_num(prices, nan=float(np.nanmean(prices)))
        prices = np.clip(np.resize(prices, HOURS), 0.0, None)
        series[f"{zone} 2023"] = prices * 150.0 / prices.mean()  # a retail level, the same shape
    return series


def annual_cost() -> np.ndarray:
    """Sun 680 USD/kW, wind 1640 USD/kW, battery 97 USD/kWh and 112 USD/kW, at 8 %."""
    things = ((680, 37.5, 0.022), (1640, 28.5, 0.0123), (97, 22.5, 0.0), (112, 10.0, 0.0025))
    return np.array(
        [1e3 * yearly_cost(c, rate=0.08, years=life, upkeep=u) for c, life, u in things]
    )


def pypsa_cost(problem: Problem) -> float:
    """The same problem as a PyPSA network, solved by HiGHS."""
    import pandas
    import pypsa

    logging.disable(logging.WARNING)
    net = pypsa.Network()
    net.set_snapshots(pandas.date_range("2023-01-01", periods=problem.hours, freq="h"))
    net.add("Bus", ["site", "battery"])
    net.add("Load", "load", bus="site", p_set=problem.load)
    net.add("Generator", "sun", bus="site", p_nom_extendable=True, p_max_pu=problem.solar,
            capital_cost=problem.annual_cost[0])  # fmt: skip
    net.add("Generator", "wind", bus="site", p_nom_extendable=True, p_max_pu=problem.wind,
            capital_cost=problem.annual_cost[1])  # fmt: skip
    net.add("Generator", "backup", bus="site", p_nom=1e3, marginal_cost=problem.price)
    net.add("Store", "store", bus="battery", e_nom_extendable=True, e_cyclic=True,
            capital_cost=problem.annual_cost[2])  # fmt: skip
    net.add("Link", "charge", bus0="site", bus1="battery", p_nom_extendable=True,
            efficiency=problem.charge, capital_cost=problem.annual_cost[3])  # fmt: skip
    net.add("Link", "give", bus0="battery", bus1="site", p_nom_extendable=True,
            efficiency=problem.discharge)  # fmt: skip

    def same_power(network: pypsa.Network, snapshots: object) -> None:
        model = network.model
        power = model["Link-p_nom"]
        model.add_constraints(
            power.loc["charge"] - problem.discharge * power.loc["give"] == 0, name="same-power"
        )
        last = model["Store-e"].loc[network.snapshots[-1]]
        share = problem.start_share * model["Store-e_nom"]
        model.add_constraints(last - share == 0, name="same-start")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net.optimize(
            solver_name="highs", extra_functionality=same_power, log_to_console=False,
            solver_options={"output_flag": False, "threads": 1},
        )  # fmt: skip
    return float(net.objective)


def timed(action: Callable[[], float], repeats: int) -> tuple[float, float]:
    """Median seconds, and what the action gave last."""
    taken, value = [], 0.0
    for _ in range(repeats):
        start = time.perf_counter()
        value = action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), value


def kernels(problem: Problem) -> None:
    """Time one running cost: machine code beside the clear version."""
    sizes = np.array([4.0, 1.0, 10.0, 2.0]) + 1e-7
    rows = tape(problem.hours)

    def fast() -> float:
        return float(scan(
            sizes, problem.load, problem.solar, problem.wind, problem.price, problem.feed_in,
            problem.charge, problem.discharge, problem.start_share, rows, True,
        )[0])  # fmt: skip

    fast()
    quick, value = timed(fast, 21)
    slow, same = timed(lambda: least_cost_clear(problem, sizes)[0], 1)
    print(f"one running cost of {problem.hours} h and its slope: compiled {quick * 1e3:.2f} ms, "
          f"clear {slow * 1e3:.0f} ms, ratio {slow / quick:.0f}, difference "
          f"{abs(value / same - 1.0):.0e}")  # fmt: skip


def main() -> None:
    """Print each series: time, gap, difference of cost and ratios, beside the bars."""
    options = argparse.ArgumentParser()
    options.add_argument("--smoke", action="store_true", help="one month, one repetition, no PyPSA")
    smoke = options.parse_args().smoke
    folder = shared()
    peer = not smoke
    try:
        import pypsa

        named = f"PyPSA {pypsa.__version__}"
    except ImportError:
        peer, named = False, "PyPSA is not installed here (uv run --group peers): left out"
    print(f"peer: {named}{'' if peer or 'left' in named else ', left out of the smoke run'}")
    hours = 24 * 30 if smoke else HOURS
    repeats = 1 if smoke else 31
    worst = {"ms": 0.0, "gap": 0.0, "cost": 0.0, "highs": np.inf, "pypsa": np.inf}
    print(f"{'site':8}{'prices':15}{'ms':>7}{'gap':>9}{'vs LP':>9}{'HiGHS s':>9}{'ratio':>7}"
          f"{'PyPSA s':>9}{'ratio':>7}{'vs PyPSA':>10}   pv, wind, MWh, MW")  # fmt: skip
    for site, (solar, wind) in resources(folder).items():
        for name, prices in price_series(folder).items():
            problem = Problem(
                load=np.ones(hours), solar=solar[:hours], wind=wind[:hours], price=prices[:hours],
                annual_cost=annual_cost() * hours / HOURS, charge=0.948, discharge=0.948,
            )  # fmt: skip
            size(problem)
            seconds, _ = timed(lambda p=problem: size(p).cost, repeats)
            found = size(problem)
            lp_seconds, lp_cost = timed(lambda p=problem: solve_lp(p).cost, 1)
            off = found.cost / lp_cost - 1.0
            line = (f"{site:8}{name:15}{seconds * 1e3:7.1f}{found.gap:9.1e}{off:9.1e}"
                    f"{lp_seconds:9.2f}{lp_seconds / seconds:7.0f}")  # fmt: skip
            worst["ms"] = max(worst["ms"], seconds * 1e3)
            worst["gap"] = max(worst["gap"], found.gap)
            worst["cost"] = max(worst["cost"], abs(off))
            worst["highs"] = min(worst["highs"], lp_seconds / seconds)
            if peer and name in ("one price", "three tariffs", "IN-WE 2023", "DE-LU 2023"):
                peer_seconds, peer_cost = timed(lambda p=problem: pypsa_cost(p), 1)
                worst["pypsa"] = min(worst["pypsa"], peer_seconds / seconds)
                line += (f"{peer_seconds:9.1f}{peer_seconds / seconds:7.0f}"
                         f"{found.cost / peer_cost - 1.0:10.1e}")  # fmt: skip
            else:
                line += " " * 26
            built = ", ".join(f"{each:.3g}" for each in found.sizes.array)
            print(f"{line}   {built}", flush=True)
    kernels(problem)
    print(f"worst: {worst['ms']:.1f} ms (bar {BAR_MS:.0f}), gap {worst['gap']:.1e} and cost "
          f"{worst['cost']:.1e} (bar {BAR_GAP:.0e}), HiGHS x{worst['highs']:.0f} (bar "
          f"{BAR_HIGHS:.0f})" + (f", PyPSA x{worst['pypsa']:.0f} (bar {BAR_PYPSA:.0f})"
                                 if peer else ""))  # fmt: skip


if __name__ == "__main__":
    main()
