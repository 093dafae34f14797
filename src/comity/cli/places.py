"""Which place and which weather a command speaks of."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.errors import InputError

if TYPE_CHECKING:
    from comity.facts.load import FactBase
    from comity.plans.climate import Weather

_GZIP = b"\x1f\x8b"
_LARGEST = 200 * 10**6
"""Longest file that is read, after unpacking; a year of minutes is a tenth of it. [bytes]"""

FILE_OPTIONS = (
    click.option("--weather", metavar="FILE", help="EPW, PVGIS, NASA POWER, Open-Meteo or CSV."),
    click.option("--kind", metavar="KIND", default="", help="Kind of the file, when not told."),
    click.option(
        "--fill-gaps", metavar="HOURS", type=click.IntRange(0), default=0,
        help="Bridge missing hours up to this long, a week at most, and say so.",
    ),
)  # fmt: skip
OPTIONS = (
    *FILE_OPTIONS,
    click.option("--online", metavar="SOURCE", help="pvgis, nasa_power or open_meteo."),
    click.option("--year", metavar="YEAR", type=int, default=2023, help="Year of online weather."),
    click.option("--site", metavar="LAT,LON", help="The site, when not the reference city."),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place, its state when it is known, and its weather."""

    name: str
    state: str
    weather: Weather


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where the user wants the weather from, as the options say it."""

    weather: str | None
    kind: str
    fill_gaps: int
    online: str | None
    year: int
    site: str | None


def weather_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say where the weather comes from, handed on as the argument `asked`."""

    @functools.wraps(function)
    def gathered(*positional: Any, **given: Any) -> Any:  # noqa: ANN401
        asked = Asked(**{each.name: given.pop(each.name) for each in fields(Asked)})
        return function(*positional, asked=asked, **given)

    for option in reversed(OPTIONS):
        option(gathered)
    return gathered


def place_of(base: FactBase, state: str | None, asked: Asked) -> Place:
    """The place and its weather: a file, an online source, or monthly normals."""
    from comity.facts.states import resolve
    from comity.plans.climate import weather_of, weather_of_reading

    weather, online, site = asked.weather, asked.online, asked.site
    kind, gaps = asked.kind, asked.fill_gaps
    if weather is not None and online is not None:
        raise InputError("Give --weather FILE or --online SOURCE, one of the two.")
    iso3 = resolve(base, state) if state else ""
    point = _point(site) if site else None
    name = f"{site}" if site else ""
    if iso3:
        row = base.row("reference_cities", iso3)
        name = f"{iso3} ({site or row.text('city')})"
        point = point or (row.number("lat"), row.number("lon"))
    if weather is not None:
        from comity.sites.readers import read_weather

        reading = read_weather(
            read_text(weather, "weather file"), name=weather, kind=kind, fill_hours=gaps
        )
        made = weather_of_reading(base, reading, name=weather, site=point)
        return Place(name=name or Path(weather).name, state=iso3, weather=made)
    if online is not None:
        if point is None:
            raise InputError("Name a state or give --site LAT,LON, so that a source can be asked.")
        from comity.facts.outside import online_weather
        from comity.sites.readers import read_weather

        text, source = online_weather(online, *point, year=asked.year)
        reading = read_weather(text, name=online, kind=online, fill_hours=gaps)
        made = weather_of_reading(base, reading, name=online, source=source, site=point)
        return Place(name=name, state=iso3, weather=made)
    if not iso3:
        raise InputError("Name a state, give --weather FILE, or --online SOURCE with --site.")
    if site:
        raise InputError("--site needs --weather FILE or --online SOURCE; normals have no other.")
    return Place(name=name, state=iso3, weather=weather_of(base, iso3))


def read_text(file: str, what: str) -> str:
    """The text of a file the user named, unpacked from gzip; `what` says what it should be.

    Text is UTF-8, or UTF-16 with its mark; anything else without a zero byte is taken as Latin-1,
    in which names of places may be written and numbers are the same.
    """
    import gzip
    import zlib

    try:
        with Path(file).open("rb") as plain:
            packed = plain.read(2) == _GZIP
            plain.seek(0)
            source = gzip.GzipFile(fileobj=plain) if packed else plain
            content = source.read(_LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(f"The {what} {file} is not a whole gzip file.") from None
    except OSError as error:
        raise InputError(f"Cannot read the {what} {file}: {error.strerror}.") from error
    if len(content) > _LARGEST:
        raise InputError(f"The {what} {file} is longer than {_LARGEST // 10**6} MB.")
    if not content.strip():
        raise InputError(f"The {what} {file} is empty.")
    if content.startswith(b"PK"):
        raise InputError(f"The {what} {file} is an archive or workbook; unpack it or save as CSV.")
    text = _decoded(content)
    if text is None:
        raise InputError(f"The {what} {file} is not text.")
    return text


def _decoded(content: bytes) -> str | None:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return None if "\0" in text else text


def _point(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{text!r} is not a point; write --site -1.29,36.82.") from None
    if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
        raise InputError(f"{text!r} is not a point on Earth; write latitude, then longitude.")
    return latitude, longitude
