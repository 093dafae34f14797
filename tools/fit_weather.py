"""Fit the rules of day-to-day weather to hourly station years and write ``parameters.csv``.

    COMITY_SHARED=../shared/data python tools/fit_weather.py [--write]

Each coefficient is a least-squares fit to a statistic of the stations (a spread, a slope, a
correlation, a mean day), month by month, every site with the same weight however many years it has.
None is fitted to a figure of a plant. `leave_one_out` fits without a site and its neighbours, which
is how ``benchmarks/bench_sites.py`` judges the result.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from comity.facts.load import embedded
from comity.sites import air
from comity.sites.weather import (
    DAYS,
    MONTH_OF_DAY,
    Normals,
    Persistence,
    Year,
    daily_from_monthly,
    monthly_means,
    normals_of,
)

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared" / "data")
TABLE = ROOT / "src/comity/facts/data/parameters.csv"

NEIGHBOURS = {"singapore_iwec": "SG", "frankfurt": "DE-LU", "london_gatwick": "GB"}
"""Typical years whose place also stands among the zones; they leave the fit together."""

LINES = {
    "spread": {
        "spread_base": "one", "spread_per_range": "span", "spread_per_change": "change",
        "spread_per_swing": "swing", "spread_per_degree": "mean",
    },
    "response": {
        "vapour_response": "one", "response_per_humidity": "humid",
        "response_per_degree": "mean", "response_per_range": "span",
    },
    "moisture": {
        "moisture_base": "one", "moisture_per_humidity": "humid", "moisture_per_degree": "mean",
    },
    "second": {"second_base": "one", "second_per_skew": "skew"},
    "swing_spread": {"swing_spread": "one"},
    "swing_with_temp": {"swing_with_temp": "one"},
    "swing_with_moisture": {"swing_with_moisture": "one"},
}  # fmt: skip
"""Statistic -> parameter -> what of the climate of the month it is multiplied with."""

NOTES = {
    "carry_over": ("correlation", "one day's departure from the season against the next day's"),
    "moisture_carry_over": ("correlation", "the same of humidity beyond what temperature explains"),
    "swing_carry_over": ("correlation", "the same of the daily range"),
    "spread_base": (
        "K", "standard deviation of daily means within a month: part that is always there",
    ),
    "spread_per_range": ("K/K", "part that grows with the annual range of monthly means"),
    "spread_per_change": ("K/K", "part that grows with the change from month to month"),
    "spread_per_swing": ("K/K", "part that grows with the mean daily range"),
    "spread_per_degree": ("K/K", "part that grows with the mean temperature"),
    "vapour_response": (
        "1/K", "rise of the logarithm of vapour pressure with a departure: constant part",
    ),
    "response_per_humidity": ("1/K", "part that grows with relative humidity"),
    "response_per_degree": ("1/K2", "part that grows with the mean temperature"),
    "response_per_range": ("1/K2", "part that grows with the annual range of monthly means"),
    "moisture_base": (
        "logarithm",
        "standard deviation of daily vapour pressure beyond what temperature explains",
    ),
    "moisture_per_humidity": ("logarithm", "part that grows with relative humidity"),
    "moisture_per_degree": ("1/K", "part that grows with the mean temperature"),
    "swing_spread": ("ratio", "standard deviation of the daily range within a month over its mean"),
    "swing_with_temp": ("correlation", "daily range with the departure of temperature"),
    "swing_with_moisture": ("correlation", "daily range with the departure of humidity"),
    "swing_share": (
        "ratio", "root mean square of the hours about their day, over the mean daily range",
    ),
    "peak_hour": ("h", "local solar hour at which the first harmonic of the mean day peaks"),
    "second_peak_hour": ("h", "the same of the second harmonic"),
    "second_base": ("ratio", "second harmonic of the mean day over the first"),
    "second_per_skew": (
        "ratio", "part that grows with the middle of maximum and minimum less the mean",
    ),
}  # fmt: skip


def stations(shared: Path = SHARED) -> dict[str, Year]:
    """Hourly years at hand, by station: 20 typical years and 77 of 2020 to 2024."""
    held = {
        path.name.removesuffix(".csv.gz"): _year(rows, [float(row["p_pa"]) for row in rows])
        for path in sorted((shared / "sites" / "weather_epw").glob("*.csv.gz"))
        for rows in [_rows(path)]
    }
    pressure: dict[str, list[float]] = {}
    with (shared / "sites" / "monthly_normals_from_station_years.csv").open() as file:
        for row in csv.DictReader(file):
            pressure.setdefault(row["site"], []).append(float(row["P"]))
    for path in sorted((shared / "sites" / "weather_openmeteo").glob("*.csv.gz")):
        zone = path.name.rsplit("_", 2)[0]
        years: dict[str, list[dict[str, str]]] = {}
        for row in _rows(path):
            if row["time"][5:10] != "02-29":
                years.setdefault(row["time"][:4], []).append(row)
        for year, rows in years.items():
            if len(rows) == 24 * DAYS and all(row["t_db"] and row["rh"] for row in rows):
                held[f"{zone} {year}"] = _year(rows, float(np.mean(pressure[f"om:{zone}"])))
    return held


def site_of(station: str) -> str:
    """The site of a station year; neighbours count as one."""
    place = station.rsplit(" ", 1)[0]
    return NEIGHBOURS.get(place, place)


def statistics(year: Year) -> dict[str, np.ndarray]:
    """What is fitted, by month, and the climate of the month it is fitted on."""
    normals = normals_of(year)
    temp, vapour = (each.reshape(DAYS, 24) for each in (year.temp_air, year.vapour))
    days = temp.mean(axis=1)
    departure = _centred(days - daily_from_monthly(normals.temp_mean))
    moist = _centred(np.log(vapour.mean(axis=1)) - daily_from_monthly(np.log(normals.vapour)))
    spread = np.sqrt(monthly_means(departure**2))
    response = monthly_means(departure * moist) / spread**2
    rest = moist - response[MONTH_OF_DAY] * departure
    moisture = np.sqrt(monthly_means(rest**2))
    swing = temp.max(axis=1) - temp.min(axis=1)
    other = _centred(swing)
    wide = np.sqrt(monthly_means(other**2))
    first, second = _harmonics(temp - days[:, None])
    warm, damp, dull = (
        each / size[MONTH_OF_DAY]
        for each, size in ((departure, spread), (rest, moisture), (other, wide))
    )
    return _climate(normals) | {
        "spread": spread,
        "response": response,
        "moisture": moisture,
        "swing_spread": wide / monthly_means(swing),
        "swing_with_temp": monthly_means(dull * warm),
        "swing_with_moisture": monthly_means(dull * damp),
        "swing_share": np.array(np.sqrt(((temp - days[:, None]) ** 2).mean()) / swing.mean()),
        "first": first,
        "harmonic": second,
        "carry_over": _persistence(warm),
        "moisture_carry_over": _persistence(damp),
        "swing_carry_over": _persistence(dull),
    }


def fit(held: Mapping[str, Mapping[str, np.ndarray]]) -> Persistence:
    """The rules that station years follow; arguments are `statistics` by station."""
    sites = [site_of(name) for name in held]
    weight = np.array([1.0 / sites.count(site) for site in sites])
    weight /= weight.sum()

    def mean(name: str) -> complex:
        return complex(
            sum(w * each[name].mean() for w, each in zip(weight, held.values(), strict=True))
        )

    first, second = mean("first"), mean("harmonic")
    peak = -np.angle(first) / (2.0 * np.pi) * 24.0 % 24.0
    late = -np.angle(second) / (2.0 * np.pi) * 12.0 % 12.0
    found = {
        "peak_hour": peak, "second_peak_hour": late, "swing_share": mean("swing_share").real
    }  # fmt: skip
    found |= {
        name: mean(name).real for name in ("carry_over", "moisture_carry_over", "swing_carry_over")
    }
    for target, terms in LINES.items():
        rows, values = [], []
        for each, w in zip(held.values(), weight, strict=True):
            rows.append(np.sqrt(w) * np.stack([each[term] for term in terms.values()], axis=1))
            if target == "second":
                along = each["harmonic"] * np.exp(2j * np.pi * late / 12.0)
                goal = along.real / abs(first)
            else:
                goal = each[target]
            values.append(np.sqrt(w) * goal)
        line = np.linalg.lstsq(np.concatenate(rows), np.concatenate(values), rcond=None)[0]
        found |= dict(zip(terms, line, strict=True))
    return Persistence(**{name: float(f"{value:.4g}") for name, value in found.items()})


def leave_one_out(years: Mapping[str, Year]) -> dict[str, Persistence]:
    """For each station year, the rules fitted without its site and its neighbours."""
    held = {name: statistics(year) for name, year in years.items()}
    by_site = {
        site: fit({name: each for name, each in held.items() if site_of(name) != site})
        for site in {site_of(name) for name in years}
    }
    return {name: by_site[site_of(name)] for name in years}


def _climate(normals: Normals) -> dict[str, np.ndarray]:
    mean = normals.temp_mean
    span = np.maximum(normals.temp_max - normals.temp_min, 0.5)
    return {
        "one": np.ones(12),
        "span": np.full(12, np.ptp(mean)),
        "change": np.abs(np.roll(mean, -1) - np.roll(mean, 1)) / 2.0,
        "swing": normals.temp_max - normals.temp_min,
        "mean": mean,
        "humid": np.minimum(normals.vapour / air.saturation_pressure(mean), 1.0),
        "skew": ((normals.temp_max + normals.temp_min) / 2.0 - mean) / span,
    }


def _harmonics(deviations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and second Fourier coefficient of the mean day of each month, over its range."""
    by_month = np.stack([deviations[month == MONTH_OF_DAY].mean(axis=0) for month in range(12)])
    ranges = monthly_means(deviations.max(axis=1) - deviations.min(axis=1))
    middle = np.arange(24) + 0.5
    return tuple(  # type: ignore[return-value]
        (by_month * np.exp(-2j * np.pi * k * middle / 24.0)).sum(axis=1) / 12.0 / ranges
        for k in (1, 2)
    )


def _persistence(course: np.ndarray) -> np.ndarray:
    """Correlation of neighbouring days, freed of what centring a month of n days takes away.

    (1 + 3 r) / n: M. G. Kendall, "Note on bias in the estimation of autocorrelation," Biometrika
    41, 1954 (unconfirmed).
    """
    found, days = float((course[1:] * course[:-1]).mean()), DAYS / 12.0
    return np.array((found + 1.0 / days) / (1.0 - 3.0 / days))


def _centred(daily: np.ndarray) -> np.ndarray:
    return daily - monthly_means(daily)[MONTH_OF_DAY]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def _year(rows: list[dict[str, str]], pressure: float | list[float]) -> Year:
    temp = np.array([float(row["t_db"]) for row in rows])
    humidity = np.clip([float(row["rh"]) for row in rows], 0.0, 100.0)
    return Year(
        temp_air=temp,
        vapour=air.vapour_pressure(temp, humidity),
        pressure=np.broadcast_to(np.asarray(pressure), temp.shape),
    )


def write(rule: Persistence, sites: int, years: int) -> None:
    """Put the rules into the table, in the place of the old ones or before the other parameters."""
    lines = TABLE.read_text().splitlines()
    said = f"least squares over {years} station years at {sites} sites (tools/fit_weather.py)"
    new = {
        f"sites.{name}": f'sites.{name},{getattr(rule, name)!r},,,{unit},"{note}; {said}",'
        "comity_synthesis,2026,estimated"
        for name, (unit, note) in NOTES.items()
    }
    kept = [new.pop(line.split(",", 1)[0], line) for line in lines]
    TABLE.write_text("\n".join([*kept, *new.values()]) + "\n")


def main(arguments: Iterable[str]) -> None:
    years = stations()
    rule = fit({name: statistics(year) for name, year in years.items()})
    sites = len({site_of(name) for name in years})
    for name in Persistence.__dataclass_fields__:
        old = next((r for r in embedded().rows("parameters") if r.key == f"sites.{name}"), None)
        print(f"{name:24s} {getattr(rule, name):10.4g}  {old.number('value') if old else '':10}")
    if "--write" in arguments:
        write(rule, sites, len(years))


if __name__ == "__main__":
    main(sys.argv[1:])
