"""NASA POWER: hourly weather of a year from the MERRA-2 reanalysis."""

from __future__ import annotations

from urllib.parse import urlencode

ADDRESS = "https://power.larc.nasa.gov/api/temporal/hourly/point"
PRODUCER = "NASA POWER (Langley Research Center)"
TITLE = "NASA POWER hourly temperature, humidity and pressure (MERRA-2)"
LICENCE = "no restriction stated (unconfirmed)"


def address_of(latitude: float, longitude: float, year: int) -> str:
    """Where to ask for the hours of a year at a point."""
    query = {
        "parameters": "T2M,RH2M,PS", "community": "RE", "latitude": f"{latitude:.2f}",
        "longitude": f"{longitude:.2f}", "start": f"{year}0101", "end": f"{year}1231",
        "format": "JSON", "time-standard": "UTC",
    }  # fmt: skip
    return f"{ADDRESS}?{urlencode(query)}"
