"""Operators: PUE that clouds publish of their regions beside our bands and sitefootprint, one run.

Both tools get the same hourly year of the same place. Regions and normals are read from the shared
test data (``COMITY_SHARED``), the peer from ``--group peers``; what is absent is left out by name.

Climate. The nearest capital or hub with normals within 60 km; else the nearest of these and of the
WMO stations of 1991-2020 within 100 km. Where a station files no vapour pressure, its dew point is
regressed on that of the stations that do. Heights of regions are not published: the place's serves.

Four coordinates of the file lie in a namesake of the place that the same row names; they are put
right (`NAMESAKES`), and the figures without them are printed too.

Bands. Plausible, by one rule for all: outside air where it may carry three quarters of the heat; a
tower where the region reports a litre a kWh or more, or no water of its own; an air-cooled chiller
where it reports less or nothing. Each in the ranges of large sites, and of large and mid-size
halls, for clouds stand in own and in leased halls.

One value. `RULES` lists every rule tried, ours and the peer's. Each side's rule is chosen on one
half of the regions (every second, in order of name) and judged on the other, both ways round.
The authors of sitefootprint calibrated it on campuses of one operator (its ``params.py``), so those
regions are not new to it; the figures without them are printed too.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from comity.facts.load import embedded
from comity.plans.climate import SEED
from comity.plans.designs import designs
from comity.sites import air, weather
from comity.sites.cooling import TECHNOLOGIES, Air
from comity.sites.uncertainty import cells_of, figures_of

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")
NAMES = tuple(TECHNOLOGIES)
NEAR, FAR = 60.0, 100.0
"""Farthest a capital or hub, and any place, may stand from a region. [km]"""

CALIBRATED = "Google Cloud"
"""The operator on whose campuses the peer says it was calibrated and tested."""

CARRIED = 0.75
"""Share of the heat from which outside air is called plausible."""

NAMESAKES = {
    ("us-south1", "Dallas"): (32.78, -96.81),
    ("us-west4", "Las Vegas"): (36.17, -115.14),
    ("us-east5", "Columbus"): (39.96, -83.00),
    ("sa-east-1", "South America (São Paulo)"): (-23.55, -46.64),
}
"""Filed in Dallas (Oregon), Las Vegas (New Mexico), a Columbus in Nebraska, and on the Amazon."""


class Place(NamedTuple):
    """A place with normals: months are mean, maximum, minimum [°C] and vapour pressure [Pa]."""

    name: str
    lat: float
    lon: float
    height: float
    months: np.ndarray
    humid: str


class Region(NamedTuple):
    """A region in a year, where its air is known."""

    key: tuple[str, str]
    pue: float
    water: float | None
    place: Place
    away: float
    moved: bool


class Known(NamedTuple):
    """What both tools say of a place: quantiles by preset and plant, share of heat, peer's PUE."""

    quantiles: dict[tuple[str, str], np.ndarray]
    carried: float
    peer: dict[str, float]


def places() -> tuple[list[Place], list[Place], float]:
    """Cities, stations, and the error of the dew points regressed [K]."""
    names = ("t_mean_c", "t_max_c", "t_min_c", "vapour_pressure_pa")
    cities: dict[tuple, list] = {}
    for table in ("capital_normals.csv", "hub_normals.csv"):
        with (SHARED / "sites" / table).open() as file:
            for row in csv.DictReader(file):
                key = (row["city"], *(float(row[each]) for each in ("lat", "lon", "elevation_m")))
                cities.setdefault(key, []).append([float(row[name] or "nan") for name in names])
    stations: dict[tuple, list] = {}
    with gzip.open(SHARED / "sites" / "clino_9120_stations.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            if row["ok_t"] == "1" and row["ok_range"] == "1" and row["elev_m"]:
                key = (row["station"], *(float(row[each]) for each in ("lat", "lon", "elev_m")))
                humid = row[names[3]] if row["ok_e"] == "1" else ""
                numbers = [float(row[name] or "nan") for name in names[:3]]
                stations.setdefault(key, []).append([*numbers, float(humid or "nan")])
    whole = {
        key: np.array(months)
        for key, months in stations.items()
        if len(months) == 12 and np.isfinite(np.array(months)[:, :3]).all()
    }
    fit, error = _dew_points([each for each in whole.values() if np.isfinite(each).all()])
    filed = [Place(*key, np.array(months), "filed") for key, months in cities.items()]
    filed = [each for each in filed if each.months.shape == (12, 4)]
    others = [
        Place(*key, _humid(months, fit), "filed" if np.isfinite(months).all() else "regressed")
        for key, months in whole.items()
    ]
    return [each for each in filed if np.isfinite(each.months).all()], others, error


def regions(cities: list[Place], stations: list[Place]) -> list[Region]:
    """Every region-year with a place near enough."""
    with (SHARED / "sites" / "cloud_region_pue_wue_published.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = []
    for row in rows:
        point = NAMESAKES.get((row["reg"], row["location"]))
        lat, lon = point or (float(each) for each in row["geolocation"].split(","))
        place, away = _nearest(cities, lat, lon)
        if away > NEAR:
            place, away = _nearest(cities + stations, lat, lon)
        if away > FAR:
            print(f"  left out, nothing within {FAR:.0f} km: {row['prov']} {row['reg']}")
            continue
        # One operator's figure is its fleet's mean in every region, and says nothing of a region.
        filler = row["prov"] == "Amazon Web Services"
        water = None if filler or not row["wue"] else float(row["wue"])
        found.append(
            Region(
                key=(row["prov"], row["reg"]), pue=float(row["pue"]), water=water, place=place,
                away=away, moved=point is not None,
            )
        )  # fmt: skip
    return found


def known(place: Place) -> Known:
    """Both tools in one hourly year of a place."""
    base = embedded()
    mean, top, bottom, vapour = place.months.T
    normals = weather.Normals(
        temp_mean=mean, temp_max=np.maximum(top, mean), temp_min=np.minimum(bottom, mean),
        vapour=vapour, pressure=float(air.pressure(place.height)),
    )  # fmt: skip
    fields = weather.Persistence.__dataclass_fields__
    rule = weather.Persistence(
        **{name: float(base.parameter(f"sites.{name}").value) for name in fields}
    )
    year = weather.year_from_normals(normals, rule, rng=np.random.default_rng(SEED))
    cells, hours = cells_of(Air.of(year))
    quantiles, carried = {}, 0.0
    for preset in ("hyperscale", ""):
        held = designs(base, NAMES, preset)
        for name in NAMES:
            drawn = figures_of(name, cells, hours, held.draws[name], displace=True)
            quantiles[preset, name] = np.quantile(drawn.pue, (0.05, 0.25, 0.5, 0.95))
            if name == "airside" and not preset:
                carried = float(np.median(drawn.free_share))
    return Known(quantiles, carried, _peer(year))


def chosen(region: Region, at: Known) -> str:
    """Outside air where it carries enough, else a tower where a litre is reported, else none."""
    if at.carried >= CARRIED:
        return "airside"
    return "water_chiller" if (region.water or 0.0) >= 1.0 else "air_chiller"


def plausible(region: Region, at: Known) -> list[np.ndarray]:
    """Bands of the plants that the rule of the page calls plausible."""
    names = ["airside"] if at.carried >= CARRIED else []
    if region.water is None or region.water >= 1.0:
        names.append("water_chiller")
    if region.water is None or region.water < 1.0:
        names.append("air_chiller")
    return [at.quantiles[preset, name] for preset in ("hyperscale", "") for name in names]


def _large(at: Known, column: int = 2) -> list[float]:
    return [float(at.quantiles["hyperscale", name][column]) for name in NAMES]


def _one(name: str, column: int = 2) -> Callable[[Region, Known], float]:
    return lambda _, at: float(at.quantiles["hyperscale", name][column])


Rules = dict[str, Callable[[Region, Known], float]]

RULES: Rules = {
    "outside air, lower quartile": _one("airside", 1),
    "outside air, median": _one("airside"),
    "tower, lower quartile": _one("water_chiller", 1),
    "tower, median": _one("water_chiller"),
    "air-cooled, lower quartile": _one("air_chiller", 1),
    "air-cooled, median": _one("air_chiller"),
    "liquid to the chip, median": _one("direct_liquid"),
    "hybrid, median": _one("hybrid"),
    "least of eight medians": lambda _, at: min(_large(at)),
    "middle of eight medians": lambda _, at: float(np.median(_large(at))),
    "mean of eight medians": lambda _, at: float(np.mean(_large(at))),
    "plant by air and water, median": lambda region, at: float(
        at.quantiles["hyperscale", chosen(region, at)][2]
    ),
    "plant by air and water, lower quartile": lambda region, at: float(
        at.quantiles["hyperscale", chosen(region, at)][1]
    ),
}
"""Every rule tried for our one value; all in the ranges of large sites."""

PEER: Rules = {
    "evaporative, its default": lambda _, at: at.peer["evaporative"],
    "dry": lambda _, at: at.peer["dry"],
    "liquid to the chip": lambda _, at: at.peer["dtc_dry"],
    "least of its three": lambda _, at: min(at.peer.values()),
    "mean of its three": lambda _, at: float(np.mean(list(at.peer.values()))),
    "plant by air and water": lambda region, at: at.peer[
        "evaporative" if chosen(region, at) == "water_chiller" else "dry"
    ],
}
"""The same for sitefootprint: its three plants at their central parameters."""


def bands(met: list[Region], at: list[Known]) -> None:
    """How many published values lie in a plausible band, and how far the others are."""
    for name, keep in _sets(met):
        pairs = [(region, plausible(region, it)) for region, it in zip(met, at, strict=True)]
        pairs = [pair for pair, kept in zip(pairs, keep, strict=True) if kept]
        miss = np.array(
            [min(max(b[0] - r.pue, r.pue - b[3], 0.0) for b in ends) for r, ends in pairs]
        )
        width = np.mean([max(b[3] for b in e) - min(b[0] for b in e) for _, e in pairs])
        beyond = ", ".join(
            f"{r.key[1]} {m:.3f}" for (r, _), m in zip(pairs, miss, strict=True) if m > 0.06
        )
        print(
            f"bands, {name}, {len(pairs)} region-years: {100 * (miss == 0).mean():.0f} % inside "
            f"(bar 80), worst {miss.max():.3f} outside (bar 0.06{': ' + beyond if beyond else ''})"
            f"; the plausible bands together span {width:.2f}"
        )


def values(met: list[Region], at: list[Known]) -> None:
    """Mean error of every rule, and of each side's rule chosen on the other half."""
    ours, theirs = _errors(RULES, met, at), _errors(PEER, met, at) if at[0].peer else {}
    for side, held in (("ours", ours), ("sitefootprint", theirs)):
        for rule, errors in held.items():
            parts = "; ".join(f"{name} {errors[keep].mean():.4f}" for name, keep in _sets(met))
            print(f"  {side}, {rule}: {parts}")
    if not theirs:
        print("  sitefootprint: left out, not installed (group peers)")
        return
    names = sorted({region.key for region in met})
    owner = np.array([names.index(region.key) for region in met])
    odd = owner % 2 == 1
    for name, keep in _sets(met):
        mine, peer, said = np.empty(0), np.empty(0), []
        for part in (odd, ~odd):
            here, there = keep & part, keep & ~part
            best = [min(each, key=lambda rule: each[rule][there].mean()) for each in (ours, theirs)]
            mine = np.append(mine, ours[best[0]][here])
            peer = np.append(peer, theirs[best[1]][here])
            said.append(f"{best[0]} against {best[1]}")
        smaller = _smaller(peer - mine, np.append(*(owner[keep & part] for part in (odd, ~odd))))
        default = theirs["evaporative, its default"][keep].mean()
        print(
            f"one value, {name}, {mine.size} region-years, each side's rule chosen on the other "
            f"half: ours {mine.mean():.4f}, sitefootprint {peer.mean():.4f}: "
            f"{peer.mean() / mine.mean():.2f} x (bar above 1; smaller in {smaller:.0f} % of "
            f"resamples of regions); its default {default:.4f}: {default / mine.mean():.2f} x"
        )
        print(f"  chosen: {'; '.join(said)}")


def _sets(met: list[Region]) -> list[tuple[str, np.ndarray]]:
    every = np.ones(len(met), bool)
    filed = np.array([not region.moved for region in met])
    near = np.array([region.away <= NEAR and "/" not in region.place.name for region in met])
    return [
        ("all", every),
        ("new to both tools", np.array([region.key[0] != CALIBRATED for region in met])),
        ("as filed, no namesakes", filed),
        (f"a city within {NEAR:.0f} km", near & filed),
        ("beyond these", every & ~(near & filed)),
    ]


def _smaller(gain: np.ndarray, owner: np.ndarray, count: int = 2000) -> float:
    """Share of resamples of whole regions in which our error is the smaller, in percent."""
    sums = np.array([(gain[owner == each].sum()) for each in np.unique(owner)])
    picks = np.random.default_rng(0).integers(0, sums.size, (count, sums.size))
    return float(100.0 * (sums[picks].sum(axis=1) > 0.0).mean())


def _errors(rules: Rules, met: list[Region], at: list[Known]) -> dict[str, np.ndarray]:
    return {
        name: np.array([abs(rule(r, it) - r.pue) for r, it in zip(met, at, strict=True)])
        for name, rule in rules.items()
    }


def _peer(year: weather.Year) -> dict[str, float]:
    """PUE of sitefootprint's three plants in the same hours, through its public function."""
    try:
        from sitefootprint import estimate
    except ImportError:
        return {}
    humidity = 100.0 * year.vapour / air.saturation_pressure(year.temp_air)
    # The country sets the carbon of its grid alone, which is not looked at.
    site = {"name": "here", "lat": 0.0, "lon": 0.0, "country": "France"}
    told = estimate(
        [site], gpu_hours=1.0, n_draws=2,
        weather={"here": {"t_db": year.temp_air, "rh": humidity}},
    )  # fmt: skip
    return {name: each["pue"] for name, each in told["sites"][0]["architectures"].items()}


def _nearest(among: list[Place], lat: float, lon: float) -> tuple[Place, float]:
    points = np.radians([(each.lat, each.lon) for each in among])
    a, b = np.radians((lat, lon))
    chord = np.sin((points[:, 0] - a) / 2) ** 2
    chord += np.cos(a) * np.cos(points[:, 0]) * np.sin((points[:, 1] - b) / 2) ** 2
    away = 12742.0 * np.arcsin(np.sqrt(chord))
    return among[int(away.argmin())], float(away.min())


def _terms(months: np.ndarray) -> np.ndarray:
    mean, top, bottom = months[..., 0], months[..., 1], months[..., 2]
    return np.stack([np.ones_like(mean), bottom, top - bottom, np.maximum(mean - 22.0, 0.0)], -1)


def _dew_points(whole: list[np.ndarray]) -> tuple[np.ndarray, float]:
    months = np.concatenate(whole)
    dew = air.dew_point(months[:, 3])
    fit = np.linalg.lstsq(_terms(months), dew, rcond=None)[0]
    return fit, float(np.sqrt(np.mean((_terms(months) @ fit - dew) ** 2)))


def _humid(months: np.ndarray, fit: np.ndarray) -> np.ndarray:
    guess = air.saturation_pressure(np.minimum(_terms(months) @ fit, months[:, 0]))
    vapour = np.where(np.isfinite(months[:, 3]), months[:, 3], guess)
    return np.column_stack([months[:, :3], vapour])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a few regions")
    asked = parser.parse_args()
    if not (SHARED / "sites" / "cloud_region_pue_wue_published.csv").is_file():
        print(f"operators: left out, no shared data at {SHARED}")
        return
    cities, stations, error = places()
    met = regions(cities, stations)[: 12 if asked.smoke else None]
    held = {place.name: known(place) for place in {r.place.name: r.place for r in met}.values()}
    at = [held[region.place.name] for region in met]
    regressed = sum(region.place.humid == "regressed" for region in met)
    far = max(region.away for region in met)
    print(
        f"operators, {len(met)} region-years of {len({r.key for r in met})} regions; farthest "
        f"place {far:.0f} km; {regressed} with a dew point regressed on the stations that file "
        f"one (root mean square {error:.1f} K)"
    )
    bands(met, at)
    values(met, at)


if __name__ == "__main__":
    main()
