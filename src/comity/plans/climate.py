"""The air at a place, hour by hour, with what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from comity.errors import InputError, MissingFact, UnknownName
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Quality, Source
from comity.sites import air
from comity.sites.readers import Reading
from comity.sites.supply.station import Station
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
    said : str
        Which weather it is and what was lost on the way; stands in every finding made from it.
    """

    year: Year
    inputs: Mapping[str, Fact | Finding]
    certain: bool
    said: str = "weather: monthly normals"


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
        name: monthly_normal(base, iso3, name)
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


def weather_of_reading(
    base: FactBase,
    reading: Reading,
    *,
    name: str,
    source: Source | None = None,
    site: tuple[float, float] | None = None,
) -> Weather:
    """An hourly year from a file or an online source.

    Parameters
    ----------
    base : FactBase
        For the day the facts were read and the limits of what is believed.
    reading : Reading
        8 760 hours, and what was lost on the way.
    name : str
        The file, or the online source.
    source : Source, optional
        Who gave it; the user when not given.
    site : tuple of float, optional
        Latitude and longitude of the site, to tell how far away the station is. [degrees]

    Returns
    -------
    Weather

    Raises
    ------
    InputError
        If the station is too far from the site, or the air is outside what plants are made for.
    """
    year = reading.year
    if source is None:
        source = Source(
            key=f"weather:{name}", title=f"Hourly weather ({reading.format}) in {name}",
            producer="supplied by the user", year=int(base.as_of[:4]), licence="as supplied",
            url=name, accessed=base.as_of, kind="user",
        )  # fmt: skip
    said = told(base, reading, name=name, site=site) + _beyond_plants(base, reading, name=name)
    filled = any(each.kind == "filled" for each in reading.losses)

    def mean(quantity: str, unit: str, values: air.Hours) -> Fact:
        return Fact(
            name=quantity, value=float(values.mean()), unit=unit, year=source.year, source=source,
            quality=Quality.ASSUMED if filled else Quality.REPORTED,
            note=f"annual mean of the hours; {said}",
        )  # fmt: skip

    inputs = {
        "temp_offset": mean("temp_air_mean", "degC", year.temp_air),
        "vapour_offset": mean("vapour_pressure", "Pa", year.vapour),
        "pressure": mean("pressure", "Pa", year.pressure),
    }
    return Weather(year=year, certain=True, inputs=inputs, said=said)


LOSSES = {
    "leap_day": "29 February left out",
    "averaged": "rows within an hour averaged",
    "filled": "{hours} missing hours bridged by straight lines",
}
"""What is said of each kind of loss."""


def told(
    base: FactBase,
    found: Reading | Station,
    *,
    name: str,
    site: tuple[float, float] | None,
) -> str:
    """Which weather it is, what was lost on the way, and how far away it was taken.

    Parameters
    ----------
    base : FactBase
        For the distance that is believed.
    found : Reading or Station
        What a reader made of the file.
    name : str
        The file, or the online source.
    site : tuple of float, optional
        Latitude and longitude of the site. [degrees]

    Returns
    -------
    str

    Raises
    ------
    InputError
        If the station is too far from the site.
    """
    parts = [f"weather: {found.format} {name}"]
    parts += [LOSSES[each.kind].format(hours=each.hours) for each in found.losses]
    if site is not None:
        if found.latitude is None or found.longitude is None:
            parts.append("distance from the site not known")
        else:
            away = distance(site, (found.latitude, found.longitude))
            most = float(base.parameter("sites.station_distance_max").value)
            if away > most:
                raise InputError(
                    f"{name} is {away:.0f} km from the site, more than {most:.0f} km; give a "
                    "nearer station."
                )
            parts.append(f"{away:.0f} km from the site")
    return "; ".join(parts)


def _beyond_plants(base: FactBase, reading: Reading, *, name: str) -> str:
    """How much of the year no plant is described for; refused where that is too much."""
    low, high = (float(base.parameter(f"sites.plant_air_{end}").value) for end in ("min", "max"))
    temp = reading.year.temp_air
    outside = int(np.count_nonzero((temp < low) | (temp > high)))
    share = float(base.parameter("sites.plant_air_share_max").value)
    if outside > share * temp.size:
        raise InputError(
            f"{name}: {outside} hours are outside {low:g} to {high:g} °C, the air that these "
            "plants are described for."
        )
    return f"; {outside} hours outside {low:g} to {high:g} °C, beyond the plants' range" * (
        outside > 0
    )


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance over the ground between two points.

    Parameters
    ----------
    one, other : tuple of float
        Latitude and longitude. [degrees]

    Returns
    -------
    float
        Great circle on a sphere of 6 371 km (haversine; mean radius, IUGG). [km]
    """
    (a, b), (c, d) = (np.radians(each) for each in (one, other))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return float(2.0 * 6371.0 * np.arcsin(np.sqrt(half)))


def monthly_normal(base: FactBase, iso3: str, quantity: str) -> tuple[air.Hours, Fact]:
    """Twelve months, and the quantity as one fact: its mean over the months.

    Parameters
    ----------
    base : FactBase
        With the table ``climate``.
    iso3 : str
        ISO 3166-1 alpha-3 code.
    quantity : str
        A quantity of that table.

    Returns
    -------
    months : ndarray, shape (12,)
        January to December, in the unit of the fact.
    fact : Fact

    Raises
    ------
    MissingFact
        If the normal is not known.
    """
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
