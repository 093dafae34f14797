"""The air at a place, hour by hour, with what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from comity.errors import MissingFact, UnknownName
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Quality, Source
from comity.sites import air
from comity.sites.weather import Normals, Persistence, Year, year_from_normals

SEED = 0
"""Of the day-to-day weather, so that the same facts give the same brief."""

MONTHS = tuple(f"m{month:02d}" for month in range(1, 13))

OFFSETS = ("temp_offset", "vapour_offset")
"""Parameters that stand for the error of the climate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """An hourly year and what it was made from.

    Attributes
    ----------
    year : Year
        8 760 hours.
    inputs : mapping of str to Fact or Finding
        What the year rests on, by the parameter whose share of the band it bears.
    certain : bool
        Whether the air is taken as it stands, with no error of the climate added.
    """

    year: Year
    inputs: Mapping[str, Fact | Finding]
    certain: bool


def weather_of(base: FactBase, iso3: str) -> Weather:
    """An hourly year at the reference city of a state, from its monthly normals.

    Parameters
    ----------
    base : FactBase
        Normals, reference cities and rules of day-to-day weather.
    iso3 : str
        ISO 3166-1 alpha-3 code.

    Returns
    -------
    Weather

    Raises
    ------
    MissingFact
        If a normal is not known.
    """
    monthly = {
        name: _normal(base, iso3, name)
        for name in ("temp_air_mean", "temp_air_max", "temp_air_min", "vapour_pressure")
    }
    height = base.row("reference_cities", iso3).fact("elevation_m")
    normals = Normals(
        temp_mean=monthly["temp_air_mean"][0],
        temp_max=monthly["temp_air_max"][0],
        temp_min=monthly["temp_air_min"][0],
        vapour=monthly["vapour_pressure"][0],
        pressure=float(air.pressure(float(height.value))),
    )
    rules = {each.name: base.parameter(f"sites.{each.name}") for each in fields(Persistence)}
    year = year_from_normals(
        normals,
        Persistence(**{name: float(fact.value) for name, fact in rules.items()}),
        rng=np.random.default_rng(SEED),
    )
    facts = {name: fact for name, (_, fact) in monthly.items()}
    return Weather(
        year=year, certain=False, inputs=_climate_findings(base, facts, rules, height, normals)
    )


def weather_of_file(base: FactBase, year: Year, *, name: str) -> Weather:
    """An hourly year the user supplied.

    Parameters
    ----------
    base : FactBase
        For the day the facts were read.
    year : Year
        8 760 hours.
    name : str
        The file.

    Returns
    -------
    Weather
    """
    source = Source(
        key=f"weather:{name}", title=f"Hourly weather in {name}", producer="supplied by the user",
        year=int(base.as_of[:4]), licence="as supplied", url=name, accessed=base.as_of, kind="user",
    )  # fmt: skip

    def mean(quantity: str, unit: str, values: air.Hours) -> Fact:
        return Fact(
            name=quantity, value=float(values.mean()), unit=unit, year=source.year, source=source,
            quality=Quality.REPORTED, note="annual mean of the hours",
        )  # fmt: skip

    inputs = {
        "temp_offset": mean("temp_air_mean", "degC", year.temp_air),
        "vapour_offset": mean("vapour_pressure", "Pa", year.vapour),
        "pressure": mean("pressure", "Pa", year.pressure),
    }
    return Weather(year=year, certain=True, inputs=inputs)


def _normal(base: FactBase, iso3: str, quantity: str) -> tuple[air.Hours, Fact]:
    """Twelve months, and the quantity as one fact: its mean over the months."""
    try:
        row = base.row("climate", f"{iso3}/{quantity}")
    except UnknownName:
        raise MissingFact(
            f"{quantity} of {iso3} is not known: give a file climate.csv with --facts."
        ) from None
    months = np.array([row.number(name) for name in MONTHS])
    fact = Fact(
        name=quantity, subject=iso3, value=float(months.mean()), unit=row.text("unit"),
        year=row.year, source=row.source, quality=row.quality,
        note="mean of twelve monthly normals",
    )  # fmt: skip
    return months, fact


def _climate_findings(
    base: FactBase,
    monthly: Mapping[str, Fact],
    rules: Mapping[str, Fact],
    height: Fact,
    normals: Normals,
) -> dict[str, Fact | Finding]:
    """Climate as findings, by the parameter that stands for the error of each."""
    offsets = {
        name: replace(base.row("cooling", f"any/{name}").fact("value"), name=name)
        for name in OFFSETS
    }
    warm, moist = (_ends(offsets[name]) for name in OFFSETS)
    temp = float(monthly["temp_air_mean"].value)
    vapour = float(monthly["vapour_pressure"].value)
    return {
        "temp_offset": Finding(
            name="sites.temp_air",
            value=temp, low=temp + warm[0], high=temp + warm[1], unit="degC",
            method="Annual mean of monthly normals; an hourly year is drawn from them and the "
            "rules of day-to-day weather (docs/method/sites.md)",
            inputs=(
                *(monthly[f"temp_air_{each}"] for each in ("mean", "max", "min")),
                offsets["temp_offset"],
                *rules.values(),
            ),
        ),
        "vapour_offset": Finding(
            name="sites.vapour_pressure",
            value=vapour, low=vapour * (1 + moist[0]), high=vapour * (1 + moist[1]), unit="Pa",
            method="Annual mean of monthly normals",
            inputs=(monthly["vapour_pressure"], offsets["vapour_offset"]),
        ),
        "pressure": Finding(
            name="sites.pressure", value=normals.pressure, unit="Pa",
            method="Standard atmosphere at the height of the city (ASHRAE Fundamentals ch. 1)",
            inputs=(height,), no_band="standard atmosphere",
        ),
    }  # fmt: skip


def _ends(fact: Fact) -> tuple[float, float]:
    value = float(fact.value)
    return (value if fact.low is None else fact.low, value if fact.high is None else fact.high)
