"""What sun, wind, grid and diesel give a site, and what a year of them costs."""

from comity.sites.supply.backup import Backup, backup, diesel_per_mwh, outages
from comity.sites.supply.money import capital_recovery, yearly_cost
from comity.sites.supply.pv import Array, solar_output
from comity.sites.supply.sun import (
    Sun,
    beam_of,
    diffuse_part,
    middles_of_year,
    sun_over,
)
from comity.sites.supply.synthetic import hourly_sun, hourly_wind
from comity.sites.supply.wind import Turbine, wind_output

__all__ = [
    "Array",
    "Backup",
    "Sun",
    "Turbine",
    "backup",
    "beam_of",
    "capital_recovery",
    "diesel_per_mwh",
    "diffuse_part",
    "hourly_sun",
    "hourly_wind",
    "middles_of_year",
    "outages",
    "solar_output",
    "sun_over",
    "wind_output",
    "yearly_cost",
]
