"""What one MW of sun and of wind gives at a place, with what it was made from."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Quality, Source
from comity.plans.climate import SEED, monthly_normal, told, weather_of
from comity.sites import air
from comity.sites.supply import (
    Array,
    Sun,
    Turbine,
    beam_of,
    diffuse_part,
    hourly_sun,
    hourly_wind,
    middles_of_year,
    solar_output,
    sun_over,
    wind_output,
)
from comity.sites.supply.station import Station
from comity.sites.supply.sun import Hours

_DRY_GAS = 287.042
"""Gas constant of dry air, ASHRAE Fundamentals ch. 1 eq. 20. [J/(kg K)]"""

_ARRAY = {
    "albedo": "albedo", "losses": "pv_losses", "temperature_coefficient": "pv_temperature",
    "heat_constant": "pv_heat_constant", "heat_wind": "pv_heat_wind", "dc_ac": "pv_dc_ac",
    "inverter": "pv_inverter",
}  # fmt: skip
"""Field of `Array` -> parameter."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Resource:
    """Sun and wind at a place, hour by hour from 1 January.

    Attributes
    ----------
    place : str
        Name of the place.
    made_from : str
        ``hourly file`` or ``monthly normals``.
    said : str
        Which weather it is and what was lost on the way.
    screening_only : bool
        Whether runs of dark and still days were drawn, not observed.
    solar, wind : ndarray, shape (8760,)
        Output of one MW. [MW/MW]
    pv_yield, wind_yield : Finding
        ``sites.pv_yield`` and ``sites.wind_yield``. [kWh/kW]
    """

    place: str
    made_from: str
    said: str
    screening_only: bool
    solar: Hours
    wind: Hours
    pv_yield: Finding
    wind_yield: Finding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Air:
    ghi: Hours
    dni: Hours
    dhi: Hours
    temp: Hours
    wind: Hours
    pressure: Hours


def resource_of(base: FactBase, iso3: str) -> Resource:
    """Sun and wind at the reference city of a state, drawn from its monthly normals.

    Parameters
    ----------
    base : FactBase
        Normals, reference cities, parameters.
    iso3 : str
        ISO 3166-1 alpha-3 code.

    Returns
    -------
    Resource
        For screening only.

    Raises
    ------
    MissingFact
        If the normals of sun or wind are not known.
    """
    city = base.row("reference_cities", iso3)
    latitude = city.number("lat")
    sun_facts, wind_facts = (monthly_normal(base, iso3, name) for name in ("ghi", "wind_speed"))
    weather = weather_of(base, iso3)
    sun = sun_over(latitude, 0.0, middles_of_year(0.0))  # local solar time, as the weather is
    rules = {
        name: base.parameter(f"sites.{name}") for name in ("sun_carry_over", "wind_carry_over")
    }
    ghi = hourly_sun(
        sun_facts[0], sun, latitude=latitude, carry_over=float(rules["sun_carry_over"].value),
        rng=np.random.default_rng(SEED),
    )  # fmt: skip
    wind = hourly_wind(
        wind_facts[0], carry_over=float(rules["wind_carry_over"].value),
        rng=np.random.default_rng(SEED),
    )  # fmt: skip
    dhi = diffuse_part(ghi, sun)
    held = _Air(
        ghi=ghi, dni=beam_of(ghi, dhi, sun), dhi=dhi, temp=weather.year.temp_air, wind=wind,
        pressure=weather.year.pressure,
    )  # fmt: skip
    climate = tuple(weather.inputs.values())
    return _resource(
        base, sun, latitude, held, place=f"{iso3} ({city.text('city')})",
        made_from="monthly normals", said=weather.said, screening=True,
        sun_inputs=(sun_facts[1], city.fact("lat"), rules["sun_carry_over"], *climate),
        wind_inputs=(wind_facts[1], rules["wind_carry_over"], *climate),
    )  # fmt: skip


def resource_of_station(
    base: FactBase,
    station: Station,
    *,
    name: str,
    city: tuple[float, float] | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    utc_offset: float | None = None,
) -> Resource:
    """Sun and wind of an hourly year the user supplied.

    Parameters
    ----------
    base : FactBase
        Parameters.
    station : Station
        The year.
    name : str
        The file.
    city : tuple of float, optional
        Latitude and longitude of the reference city, where a state is named. [deg]
    latitude, longitude, utc_offset : float, optional
        Where the site is, when the file does not say. [deg, deg, h]

    Returns
    -------
    Resource

    Raises
    ------
    InputError
        If neither the file nor the user says where, or the station is too far from the site.
    """
    site = city
    if latitude is not None and longitude is not None and station.latitude is not None:
        site = (latitude, longitude)
    said = told(base, station, name=name, site=site)
    given = {
        "latitude": station.latitude if latitude is None else latitude,
        "longitude": station.longitude if longitude is None else longitude,
        "utc-offset": station.utc_offset if utc_offset is None else utc_offset,
    }
    north, east, offset = (_stated(each, value, name) for each, value in given.items())
    sun = sun_over(north, east, middles_of_year(offset + station.sun_lag))
    values = station.values
    ghi = values["ghi"]
    dhi = values["dhi"] if "dhi" in values else diffuse_part(ghi, sun)
    dni = values["dni"] if "dni" in values else beam_of(ghi, dhi, sun)
    held = _Air(
        ghi=ghi, dni=dni, dhi=dhi, temp=values["temp_air"], wind=values["wind_speed"],
        pressure=values["pressure"],
    )  # fmt: skip
    source = Source(
        key=f"weather:{name}", title=f"Hourly weather ({station.format}) in {name}",
        producer="supplied by the user", year=int(base.as_of[:4]), licence="as supplied", url=name,
        accessed=base.as_of, kind="user",
    )  # fmt: skip

    filled = any(each.kind == "filled" for each in station.losses)

    def mean(quantity: str, unit: str, series: Hours) -> Fact:
        return Fact(
            name=quantity, value=float(series.mean()), unit=unit, year=source.year, source=source,
            quality=Quality.ASSUMED if filled else Quality.REPORTED,
            note=f"annual mean of the hours; {said}",
        )  # fmt: skip

    return _resource(
        base, sun, north, held, place=name, made_from="hourly file", said=said, screening=False,
        sun_inputs=(mean("ghi", "W/m2", ghi), mean("temp_air_mean", "degC", held.temp)),
        wind_inputs=(mean("wind_speed", "m/s", held.wind), mean("pressure", "Pa", held.pressure)),
    )  # fmt: skip


def _stated(option: str, value: float | None, name: str) -> float:
    limits = {"latitude": 90.0, "longitude": 180.0, "utc-offset": 14.0}
    if value is None:
        raise InputError(f"{name} does not say where it holds; give --{option}.")
    if not abs(value) <= limits[option]:
        raise InputError(f"--{option} of {value:g} is not between ±{limits[option]:g}.")
    return value


def _resource(
    base: FactBase,
    sun: Sun,
    latitude: float,
    held: _Air,
    *,
    place: str,
    made_from: str,
    said: str,
    screening: bool,
    sun_inputs: tuple[Fact | Finding, ...],
    wind_inputs: tuple[Fact | Finding, ...],
) -> Resource:
    modules = {field: base.parameter(f"sites.{name}") for field, name in _ARRAY.items()}
    array = Array(
        tilt=abs(latitude), facing=180.0 if latitude >= 0.0 else 0.0,
        **{field: float(fact.value) for field, fact in modules.items()},
    )  # fmt: skip
    blades = {each.name: base.parameter(f"sites.wind_{each.name}") for each in fields(Turbine)}
    turbine = Turbine(**{field: float(fact.value) for field, fact in blades.items()})
    mast = base.parameter("sites.wind_mast")
    solar = solar_output(
        array, sun, ghi=held.ghi, dni=held.dni, dhi=held.dhi, temp_air=held.temp, wind=held.wind
    )
    density = held.pressure / (_DRY_GAS * (held.temp + air.KELVIN))
    wind = wind_output(turbine, wind=held.wind, measured_at=float(mast.value), density=density)
    drawn = " from monthly normals, for screening only" if screening else ""
    return Resource(
        place=place,
        made_from=made_from,
        said=said,
        screening_only=screening,
        solar=solar,
        wind=wind,
        pv_yield=Finding(
            name="sites.pv_yield", value=float(solar.sum()), unit="kWh/kW",
            method=f"PVWatts chain, hour by hour{drawn}; tilt equal to latitude, rows far apart "
            "(docs/method/storage.md)",
            inputs=(*sun_inputs, *modules.values()), no_band="one year", note=said,
        ),
        wind_yield=Finding(
            name="sites.wind_yield", value=float(wind.sum()), unit="kWh/kW",
            method=f"Cubic power curve, hour by hour{drawn} (docs/method/storage.md)",
            inputs=(*wind_inputs, *blades.values(), mast), no_band="one year", note=said,
        ),
    )  # fmt: skip
