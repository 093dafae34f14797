"""One hourly year written in every format its producers publish, for tests of the readers.

The formats are those of EnergyPlus (Auxiliary Programs, EPW data dictionary), PVGIS 5 (typical
year), NASA POWER (hourly) and Open-Meteo (archive), as their documentation and answers show them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

LATITUDE, LONGITUDE, HEIGHT = -1.3, 45.0, 1661.0
SOLAR = 3
"""Hours by which the sun of the place is ahead of UTC; its standard time is the same."""
TYPICAL = (2005, 2011, 2008, 2008, 2007, 2013, 2013, 2016, 2013, 2009, 2005, 2014)
"""Year each month of a typical year was taken from."""
BEAM = 630.0
"""Sunlight on a surface that faces the sun, so that 30 % of what falls is diffuse. [W/m2]"""
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Hour:
    """Air, sun and wind of an hour of the clock."""

    month: int
    day: int
    hour: int
    temp: float
    humidity: float
    pressure: float
    ghi: float
    wind: float


def hours(*, ahead: int = 0, moment: float = 0.5) -> Iterator[Hour]:
    """8 760 hours of a made-up warm place.

    `ahead` is by how much the sun is ahead of the clock of the file, and `moment` the middle of
    what sunlight is taken over, after the beginning of the hour. [h]
    """
    days = [(month, day) for month, length in enumerate(DAYS, 1) for day in range(1, length + 1)]
    for at in range(8760):
        solar = (at + ahead) % 8760
        (month, day), hour = days[solar // 24], solar % 24
        swing = math.cos(2.0 * math.pi * (hour - 15) / 24.0)
        season = math.cos(2.0 * math.pi * (month - 2) / 12.0)
        height = math.sin(math.pi * (hour + moment - 6) / 12.0)
        yield Hour(
            *days[at // 24], at % 24, round(21.0 + 6.0 * swing + 3.0 * season + 0.1 * (day % 7), 1),
            round(62.0 - 20.0 * swing - 5.0 * season), 83400.0 + 100.0 * (day % 5),
            round(max(0.0, 900.0 * height)), round(6.0 + 4.0 * swing + season, 1),
        )  # fmt: skip


def epw(
    *, place: str = "Nairobi", year: int = 2005, newline: str = "\n", first_hour: int = 1,
    header: int = 8, turned: int = 0,
) -> str:  # fmt: skip
    """EPW: hour 1 ends at 01:00; `turned` months are moved from the front to the back."""
    head = [
        f"LOCATION,{place},-,KEN,SRC-TMYx,637400,{LATITUDE},{LONGITUDE},3.0,{HEIGHT}",
        "DESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,7,10.5,11.4,3.5",
        "TYPICAL/EXTREME PERIODS,1,Wet Season - Wet Season,Typical,3/ 1,5/31",
        "GROUND TEMPERATURES,1,.5,,,,20.1,20.4,20.4,20.1,19.2,18.3",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        "COMMENTS 1,Custom/User Format -- WMO#637400; NCDC",
        "COMMENTS 2, -- Ground temps produced with a standard soil diffusivity",
        "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
    ]
    while len(head) < header:
        head.insert(7, "COMMENTS 3,another line of remarks")
    rows = [
        f"{year or TYPICAL[h.month - 1]},{h.month},{h.day},{h.hour + first_hour},60,"
        f"?9?9?9?9E0?9?9?9?9?9?9?9?9?9?9?9?9?9?9?9*9*9?9?9?9,{h.temp},{h.temp - 6},{h.humidity:g},"
        f"{h.pressure:g},0,0,350,{h.ghi:g},{BEAM if h.ghi else 0},{0.3 * h.ghi:g},"
        "9999,9999,9999,9999,"
        f"90,{h.wind},5,5,9999,99999,9,999999999,180,0.0000,0,88,0.000,0.0,0.0"
        for h in sorted(hours(), key=lambda h: (h.month - 1 - turned) % 12)
    ]
    return newline.join([*head, *rows]) + newline


def pvgis_json(*, newer: bool = True) -> str:
    """PVGIS 5.2 and later state the offset of irradiance; 5.1 did not."""
    place = {"latitude": LATITUDE, "longitude": LONGITUDE, "elevation": HEIGHT}
    if newer:
        place["irradiance_time_offset"] = 0.0
    meteo = {"radiation_db": "PVGIS-SARAH2", "meteo_db": "ERA5", "year_min": 2005, "year_max": 2020}
    return json.dumps(
        {
            "inputs": {"location": place, "meteo_data": meteo | {"use_horizon": True}},
            "outputs": {
                "months_selected": [
                    {"month": month, "year": year} for month, year in enumerate(TYPICAL, start=1)
                ],
                "tmy_hourly": [dict(zip(_PVGIS, row, strict=True)) for row in _pvgis_rows()],
            },
            "meta": {"inputs": {"location": {"description": "Selected location"}}},
        }
    )


def pvgis_csv(*, newer: bool = True, newline: str = "\r\n") -> str:
    """The same as a table; units stand in its foot."""
    head = [
        f"Latitude (decimal degrees): {LATITUDE:.3f}", f"Longitude (decimal degrees): {LONGITUDE}",
        f"Elevation (m): {HEIGHT}",
    ]  # fmt: skip
    if newer:
        head.append("Irradiance Time Offset (h): 0.0")
    head += ["month,year", *(f"{month},{year}" for month, year in enumerate(TYPICAL, start=1))]
    rows = [",".join(str(each) for each in row) for row in _pvgis_rows()]
    foot = ["", "T2m: 2-m air temperature (degree Celsius)", "SP: Surface (air) pressure (Pa)", "",
            "PVGIS (c) European Union, 2001-2024"]  # fmt: skip
    return newline.join([*head, ",".join(_PVGIS), *rows, *foot]) + newline


_PVGIS = ("time(UTC)", "T2m", "RH", "G(h)", "Gb(n)", "Gd(h)", "IR(h)", "WS10m", "WD10m", "SP")


def _pvgis_rows() -> Iterator[tuple[object, ...]]:
    for h in hours(ahead=SOLAR, moment=0.0):
        stamp = f"{TYPICAL[h.month - 1]}{h.month:02d}{h.day:02d}:{h.hour:02d}00"
        yield (
            stamp, h.temp, float(h.humidity), h.ghi, BEAM if h.ghi else -0.0, 0.3 * h.ghi, 330.0,
            h.wind, 90.0, h.pressure,
        )  # fmt: skip


_POWER = {"T2M": "C", "RH2M": "%", "PS": "kPa", "ALLSKY_SFC_SW_DWN": "Wh/m^2", "WS10M": "m/s"}


def _power_values(h: Hour) -> dict[str, float]:
    values = (h.temp, h.humidity, round(h.pressure / 1000.0, 2), h.ghi, h.wind)
    return dict(zip(_POWER, values, strict=True))


def power_json(*, standard: str = "LST", missing: tuple[int, ...] = ()) -> str:
    """NASA POWER hourly, GeoJSON; `missing` hours hold the fill value."""
    columns: dict[str, dict[str, float]] = {key: {} for key in _POWER}
    for at, h in enumerate(hours(ahead=SOLAR if standard == "UTC" else 0)):
        for key, value in _power_values(h).items():
            stamp = f"2023{h.month:02d}{h.day:02d}{h.hour:02d}"
            columns[key][stamp] = -999.0 if at in missing else value
    return json.dumps(
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [LONGITUDE, LATITUDE, HEIGHT]},
            "properties": {"parameter": columns},
            "header": {
                "title": "NASA/POWER Source Native Resolution Hourly Data", "fill_value": -999.0,
                "api": {"version": "v2.5.6", "name": "POWER Hourly API"},
                "time_standard": standard, "start": "20230101", "end": "20231231",
            },
            "messages": [],
            "parameters": {key: {"units": unit, "longname": key} for key, unit in _POWER.items()},
            "times": {"data": 0.6, "process": 0.05},
        }
    )  # fmt: skip


def power_csv(*, standard: str = "LST", missing: tuple[int, ...] = ()) -> str:
    """NASA POWER hourly as a table below a block of remarks."""
    head = [
        "-BEGIN HEADER-", "NASA/POWER Source Native Resolution Hourly Data ",
        f"Dates (month/day/year): 01/01/2023 through 12/31/2023 in {standard} ",
        f"Location: latitude  {LATITUDE:.4f}   longitude {LONGITUDE:.4f} ",
        "elevation from MERRA-2: Average for 0.5 x 0.625 degree lat/lon region = "
        f"{HEIGHT} meters",
        "The value for missing source data that cannot be computed or is outside of the sources "
        "availability range: -999 ",
        "parameter(s): ",
        "T2M                     MERRA-2 Temperature at 2 Meters (C) ",
        "RH2M                    MERRA-2 Relative Humidity at 2 Meters (%) ",
        "PS                      MERRA-2 Surface Pressure (kPa) ",
        "ALLSKY_SFC_SW_DWN       CERES SYN1deg All Sky Surface Shortwave Downward Irradiance "
        "(Wh/m^2) ",
        "WS10M                   MERRA-2 Wind Speed at 10 Meters (m/s) ",
        "-END HEADER-", f"YEAR,MO,DY,HR,{','.join(_POWER)}",
    ]  # fmt: skip
    rows = []
    for at, h in enumerate(hours(ahead=SOLAR if standard == "UTC" else 0)):
        values = ["-999"] * len(_POWER) if at in missing else map(str, _power_values(h).values())
        rows.append(f"2023,{h.month},{h.day},{h.hour},{','.join(values)}")
    return "\n".join([*head, *rows]) + "\n"


_METEO = {
    "temperature_2m": "°C", "relative_humidity_2m": "%", "surface_pressure": "hPa",
    "shortwave_radiation": "W/m²", "wind_speed_10m": "km/h",
}  # fmt: skip


def _meteo_hours(offset: int) -> Iterator[Hour]:
    return hours(ahead=SOLAR - offset // 3600, moment=-0.5)


def _meteo_values(h: Hour) -> tuple[float, ...]:
    return (h.temp, h.humidity, h.pressure / 100.0, h.ghi, round(3.6 * h.wind, 2))


def open_meteo_json(*, offset: int = 0) -> str:
    """Open-Meteo's archive as JSON, `offset` seconds ahead of universal time."""
    made = list(_meteo_hours(offset))
    values = list(zip(*(_meteo_values(h) for h in made), strict=True))
    return json.dumps(
        {
            "latitude": LATITUDE, "longitude": LONGITUDE, "generationtime_ms": 1.2,
            "utc_offset_seconds": offset, "timezone": "Africa/Nairobi",
            "timezone_abbreviation": "GMT+3", "elevation": HEIGHT,
            "hourly_units": {"time": "iso8601", **_METEO},
            "hourly": {
                "time": [f"2023-{h.month:02d}-{h.day:02d}T{h.hour:02d}:00" for h in made],
                **{key: list(column) for key, column in zip(_METEO, values, strict=True)},
            },
        }
    )  # fmt: skip


def open_meteo_csv(*, offset: int = 0) -> str:
    """The same as a table: a block on the place, an empty line, then the hours."""
    head = [
        "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation",
        f"{LATITUDE},{LONGITUDE},{HEIGHT},{offset},Africa/Nairobi,GMT+3",
        "",
        ",".join(["time", *(f"{key} ({unit})" for key, unit in _METEO.items())]),
    ]
    rows = [
        f"2023-{h.month:02d}-{h.day:02d}T{h.hour:02d}:00,{','.join(map(str, _meteo_values(h)))}"
        for h in _meteo_hours(offset)
    ]
    return "\n".join([*head, *rows]) + "\n"


def plain(*, cell: str = ",", point: str = ".", quote: str = "", time: str = "iso") -> str:
    """A table of one's own: any separator, decimal point or comma, quoted or not."""
    names = ["temp_air_c", "relative_humidity_pct", "pressure_pa", "ghi_w_m2", "wind_speed_m_s"]
    head = cell.join(f"{quote}{name}{quote}" for name in (["time"] if time else []) + names)
    lines = [head]
    for h in hours():
        stamp = {
            "iso": f"2023-{h.month:02d}-{h.day:02d}T{h.hour:02d}:00",
            "space": f"2023-{h.month:02d}-{h.day:02d} {h.hour:02d}:00:00",
            "utc": f"2023-{h.month:02d}-{h.day:02d}T{h.hour:02d}:00:00Z",
        }
        values = [h.temp, h.humidity, h.pressure, h.ghi, h.wind]
        cells = ([stamp[time]] if time else []) + [str(v).replace(".", point) for v in values]
        lines.append(cell.join(f"{quote}{each}{quote}" for each in cells))
    return "\n".join(lines) + "\n"


EVERY_FORMAT = {
    "EPW": epw,
    "EPW of a typical year": lambda: epw(year=0),
    "EPW from July to June": lambda: epw(turned=6),
    "PVGIS JSON": pvgis_json,
    "PVGIS JSON before 5.2": lambda: pvgis_json(newer=False),
    "PVGIS CSV": pvgis_csv,
    "PVGIS CSV before 5.2": lambda: pvgis_csv(newer=False),
    "NASA POWER JSON": power_json,
    "NASA POWER JSON in UTC": lambda: power_json(standard="UTC"),
    "NASA POWER CSV": power_csv,
    "NASA POWER CSV in UTC": lambda: power_csv(standard="UTC"),
    "Open-Meteo JSON": open_meteo_json,
    "Open-Meteo JSON in local time": lambda: open_meteo_json(offset=10800),
    "Open-Meteo CSV": open_meteo_csv,
    "Open-Meteo CSV in local time": lambda: open_meteo_csv(offset=10800),
}
"""What is written -> the same year in that format."""
