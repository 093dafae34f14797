"""PVGIS: a typical meteorological year of the European Commission's Joint Research Centre."""

from __future__ import annotations

from urllib.parse import urlencode

ADDRESS = "https://re.jrc.ec.europa.eu/api/v5_3/tmy"
PRODUCER = "PVGIS (European Commission, Joint Research Centre)"
TITLE = "PVGIS 5.3 typical meteorological year"
LICENCE = "free to use with attribution, European Commission reuse policy (unconfirmed)"


def address_of(latitude: float, longitude: float, year: int) -> str:
    """Where to ask for the typical year of a point; it belongs to no single year."""
    query = {"lat": f"{latitude:.2f}", "lon": f"{longitude:.2f}", "outputformat": "json"}
    return f"{ADDRESS}?{urlencode(query)}"
