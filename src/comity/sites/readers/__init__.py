"""An hourly year from the text of a weather file, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable

from comity.errors import UnknownName
from comity.sites.readers.hours import Loss, Reading, hourly_of, reading_of, solar_shift
from comity.sites.readers.plain import rows_of_csv
from comity.sites.readers.rows import Rows, check
from comity.sites.readers.services import rows_of_open_meteo, rows_of_power
from comity.sites.readers.stations import rows_of_epw, rows_of_pvgis

READERS: dict[str, Callable[..., Rows]] = {
    "csv": rows_of_csv,
    "epw": rows_of_epw,
    "nasa_power": rows_of_power,
    "open_meteo": rows_of_open_meteo,
    "pvgis": rows_of_pvgis,
}
"""Every kind of weather file by name."""

__all__ = [
    "READERS", "Loss", "Reading", "Rows", "check", "format_of", "hourly_of", "read_weather",
    "reading_of", "rows_of", "solar_shift",
]  # fmt: skip


def format_of(text: str) -> str:
    """The kind of a weather file, told from its beginning.

    Parameters
    ----------
    text : str
        The file.

    Returns
    -------
    str
        A name of `READERS`; a plain table when nothing says otherwise.
    """
    start = text.lstrip("\ufeff \r\n")
    if start[:8].upper() == "LOCATION" and start[8:].lstrip().startswith(","):
        return "epw"
    if start.startswith(("{", "[")):
        if '"tmy_hourly"' in text:
            return "pvgis"
        return "nasa_power" if '"properties"' in text else "open_meteo"
    if start.startswith("-BEGIN HEADER-"):
        return "nasa_power"
    if start.startswith(("latitude,longitude,elevation", "location_id,latitude")):
        return "open_meteo"
    return "pvgis" if "time(UTC)" in start[:4000] else "csv"


def rows_of(text: str, *, name: str, kind: str = "") -> Rows:
    """Rows of a weather file of any kind.

    Parameters
    ----------
    text : str
        The file.
    name : str
        The file, for messages.
    kind : str
        A name of `READERS`; told from the file when empty.

    Returns
    -------
    Rows

    Raises
    ------
    UnknownName
        If there is no such kind.
    InputError
        If the file is not of that kind.
    """
    kind = kind or format_of(text)
    if kind not in READERS:
        raise UnknownName("kind of weather file", kind, READERS, near=sorted(READERS))
    return READERS[kind](text, name=name)


def read_weather(text: str, *, name: str, kind: str = "", fill_hours: int = 0) -> Reading:
    """The hourly year in a weather file.

    Parameters
    ----------
    text : str
        The file: temperature [°C], humidity [%] and pressure [Pa], or other units it declares.
    name : str
        The file, for messages.
    kind : str
        A name of `READERS`; told from the file when empty.
    fill_hours : int
        Longest gap that may be bridged by a straight line. [h]

    Returns
    -------
    Reading

    Raises
    ------
    UnknownName
        If there is no such kind, or a column is missing.
    InputError
        If the file is not one year or does not look like its units.
    NotANumber
        If an hour is missing and may not be filled.
    """
    return reading_of(rows_of(text, name=name, kind=kind), fill_hours=fill_hours)
