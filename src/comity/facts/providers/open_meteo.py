"""Open-Meteo: hourly weather of a past year from reanalyses; free for non-commercial use."""

from __future__ import annotations

from urllib.parse import urlencode

ADDRESS = "https://archive-api.open-meteo.com/v1/archive"
PRODUCER = "Open-Meteo"
TITLE = "Open-Meteo historical weather: temperature, humidity and surface pressure"
LICENCE = "CC-BY-4.0; the service is free for non-commercial use"


def address_of(latitude: float, longitude: float, year: int) -> str:
    """Where to ask for the hours of a year at a point."""
    query = {
        "latitude": f"{latitude:.2f}", "longitude": f"{longitude:.2f}",
        "start_date": f"{year}-01-01", "end_date": f"{year}-12-31",
        "hourly": "temperature_2m,relative_humidity_2m,surface_pressure", "timezone": "GMT",
    }  # fmt: skip
    return f"{ADDRESS}?{urlencode(query)}"
