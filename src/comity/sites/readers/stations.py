"""EnergyPlus weather (EPW) and the typical years of PVGIS."""

from __future__ import annotations

from typing import Any

import numpy as np

from comity.errors import InputError
from comity.sites.readers.answers import answer_of, broken
from comity.sites.readers.hours import hour_of_year
from comity.sites.readers.rows import Rows
from comity.sites.readers.tables import cells_of, lines_of, table_of

EPW = {
    "temp_air": (6, 99.9), "dew_point": (7, 99.9), "relative_humidity": (8, 999.0),
    "pressure": (9, 999999.0), "ghi": (13, 9999.0), "dni": (14, 9999.0), "dhi": (15, 9999.0),
    "wind_speed": (21, 999.0),
}  # fmt: skip
"""Quantity -> field of an EPW row, and the value from which on it is missing.

EnergyPlus, Auxiliary Programs, weather file data dictionary.
"""

_EPW_HEADER = 8

PVGIS = {
    "temp_air": "T2m", "relative_humidity": "RH", "pressure": "SP", "ghi": "G(h)",
    "dni": "Gb(n)", "dhi": "Gd(h)", "wind_speed": "WS10m",
}  # fmt: skip
_OFFSET = "irradiance_time_offset"
_PLACE = {
    "Latitude": "latitude", "Longitude": "longitude", "Elevation": "elevation",
    "Irradiance Time Offset": _OFFSET,
}  # fmt: skip
"""Beginning of a line above the table of PVGIS -> its key in the JSON of PVGIS."""


def rows_of_epw(text: str, *, name: str) -> Rows:
    """Rows of an EnergyPlus weather file: °C, %, Pa, W/m² and m/s by definition of the format.

    Parameters
    ----------
    text : str
        Header lines from ``LOCATION`` to ``DATA PERIODS``, then one row for each hour; hour 1
        is the hour that ends at 01:00, or, where an hour 0 stands, that begins there.
    name : str
        The file, for messages.

    Returns
    -------
    Rows
        With the dew point, for hours without humidity.

    Raises
    ------
    InputError
        If the header or a row is broken.
    """
    lines = lines_of(text)
    # The name of a place may hold commas; what is needed are the last four fields.
    place = [each for each in cells_of(lines[0]) if each][-4:]
    try:
        latitude, longitude, zone, elevation = (float(each) for each in place)
        if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0 and abs(zone) <= 14.0):
            raise ValueError
    except ValueError:
        raise InputError(f"{name}: the LOCATION line of the EPW file is broken.") from None
    ends = (k for k, line in enumerate(lines[:100]) if line.upper().startswith("DATA PERIODS"))
    start = next(ends, _EPW_HEADER - 1) + 1
    cells = [line.split(",") for line in lines[start:] if line.strip()]
    try:
        first = min((int(c[3]) for c in cells), default=1)
        begin = min(first, 1)
        hour = [hour_of_year(int(c[1]), int(c[2]), int(c[3]) - begin) for c in cells]
        fields = [at for at, _ in EPW.values()]
        needed = [[_number(c, at) for at in fields] for c in cells]
    except (ValueError, IndexError) as error:
        raise InputError(f"{name}: a row of the EPW file is broken: {error}.") from None
    table = np.array(needed).reshape(-1, len(EPW)).T
    for column, (_, missing) in zip(table, EPW.values(), strict=True):
        column[column >= missing] = np.nan
    return Rows(
        name=name, format="epw", values=dict(zip(EPW, table, strict=True)),
        hour=np.array(hour, np.int64), first_row=start + 1, latitude=latitude,
        longitude=longitude, elevation=elevation, utc_offset=zone,
        labels={each: each.replace("_", " ") for each in EPW},
    )  # fmt: skip


def _number(cells: list[str], at: int) -> float:
    """Cell of an EPW row; missing where the row ends before what only sun and wind need."""
    if at >= len(cells) and at > EPW["pressure"][0]:
        return np.nan
    return float(cells[at])


def rows_of_pvgis(text: str, *, name: str) -> Rows:
    """Rows of a typical year of PVGIS, as JSON, as CSV, or as CSV without its head.

    Parameters
    ----------
    text : str
        With ``time(UTC)`` and the columns of `PVGIS`. [°C, %, Pa, W/m², m/s]
    name : str
        The file, for messages.

    Returns
    -------
    Rows
        Sunlight is of one moment, at the time of the row and the offset the file states.

    Raises
    ------
    InputError
        If a part is missing.
    """
    try:
        as_json = text.lstrip("\ufeff \n").startswith("{")
        place, stamps, columns = _pvgis_json(text, name) if as_json else _pvgis_csv(text, name)
        hour = [hour_of_year(int(t[4:6]), int(t[6:8]), int(t[9:11])) for t in stamps]
        minute = int(stamps[0][11:13] or 0) / 60.0 if stamps else 0.0
        values = {
            quantity: np.array([np.nan if v is None else float(v) for v in columns[key]])
            for quantity, key in PVGIS.items() if key in columns
        }  # fmt: skip
        located = {key: float(value) for key, value in place.items() if key != _OFFSET}
        moment = float(place.get(_OFFSET, minute))
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise broken(name, "PVGIS", error) from None
    return Rows(
        name=name, format="pvgis", values=values, hour=np.array(hour, np.int64),
        latitude=located.get("latitude"), longitude=located.get("longitude"),
        elevation=located.get("elevation"), utc_offset=0.0, sun_lag=0.5 - moment,
        labels=dict(PVGIS),
    )  # fmt: skip


_Parts = tuple[dict[str, Any], list[str], dict[str, list[Any]]]


def _pvgis_json(text: str, name: str) -> _Parts:
    held = answer_of(text, name=name, service="PVGIS")
    place = held["inputs"]["location"]
    records = held["outputs"]["tmy_hourly"]
    keys = ("latitude", "longitude", "elevation", _OFFSET)
    columns = {key: [each[key] for each in records] for key in records[0]}
    return (
        {key: place[key] for key in keys if key in place},
        [str(each) for each in columns["time(UTC)"]],
        columns,
    )


def _pvgis_csv(text: str, name: str) -> _Parts:
    lines = [line.strip() for line in lines_of(text)]
    start = next((k for k, line in enumerate(lines) if line.startswith("time(UTC)")), None)
    if start is None:
        raise InputError(f"{name}: the PVGIS file lacks the column time(UTC).")
    place = {
        _PLACE[label]: line.partition(":")[2]
        for line in lines[:start] if (label := line.split(" (")[0]) in _PLACE
    }  # fmt: skip
    foot = next((k for k in range(start, len(lines)) if not lines[k]), len(lines))
    table = table_of(lines[start:foot], name=name, first=start + 1)
    columns = {
        key: [table.text(row, key) for row in range(len(table.rows))] for key in table.header
    }
    return place, columns["time(UTC)"], columns
