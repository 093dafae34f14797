"""A green label: what a site reaches, relative to what its climate allows.

The reference plant is a formula of the published standard (``docs/standards/green-label-1.md``),
not one of our plants, so that a change of the engine never changes a label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.sites.air import Hours

LEVELS = ("A", "B", "C")
"""From the most demanding to the least; ``none`` below the last."""

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the climate of a site allows.

    Attributes
    ----------
    overhead_dry, overhead_wet : float
        Energy beyond computing of the reference plant without and with a tower. [kWh/kWh]
    water : float
        Water the reference tower takes. [L/kWh]
    """

    overhead_dry: float
    overhead_wet: float
    water: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a site reports of a year.

    Attributes
    ----------
    pue : float
        Energy drawn over energy of computing, ISO/IEC 30134-2.
    wue : float
        Water taken on site over energy of computing, ISO/IEC 30134-9. [L/kWh]
    renewable : float, optional
        Renewable energy over energy drawn (REF, ISO/IEC 30134-3); none when not reported.
    water_stress : float, optional
        Freshwater withdrawal over available resources, SDG 6.4.2; none when not known. [%]
    """

    pue: float
    wue: float
    renewable: float | None = None
    water_stress: float | None = None

    def __post_init__(self) -> None:
        if not 1.0 <= self.pue <= 5.0:
            raise InputError(f"A PUE of {self.pue:g} is not one of a year; it lies from 1 to 5.")
        if not 0.0 <= self.wue <= 20.0:
            raise InputError(f"A WUE of {self.wue:g} L/kWh is not one of a year; it lies to 20.")
        if self.renewable is not None and not 0.0 <= self.renewable <= 1.0:
            raise InputError(f"A renewable share of {self.renewable:g} is not between 0 and 1.")


def reference(
    temp_air: Hours, wet_bulb: Hours, hours: Hours, rules: Mapping[str, float]
) -> Reference:
    """What the reference plant of the standard draws and takes in given air.

    Parameters
    ----------
    temp_air, wet_bulb : ndarray, shape (cells,)
        Dry-bulb and wet-bulb temperature. [°C]
    hours : ndarray, shape (cells,)
        Hours of each cell. [h]
    rules : mapping of str to float
        Reference plant, as ``green_label.csv`` names it.

    Returns
    -------
    Reference

    Notes
    -----
    Section 3 of the standard. Evaporation takes the latent heat of water, 2 450 kJ/kg at 20 °C
    (FAO Irrigation and Drainage Paper 56, eq. 24), from all the heat that leaves by the tower.
    """
    weight = hours / hours.sum()
    heat = 1.0 + rules["power_chain"] + rules["air_and_pumps"]
    evaporating = rules["supply_temp"] - rules["evaporating_drop"] + 273.15

    def compressor(sink: Hours, approach: float, lift: float) -> Hours:
        free = np.clip(
            (rules["supply_temp"] + rules["water_rise"] - sink - approach) / rules["water_rise"],
            0.0, 1.0,
        )  # fmt: skip
        rise = np.maximum(sink + lift + 273.15 - evaporating, 1e-6)
        cop = np.minimum(rules["second_law"] * evaporating / rise, rules["cop_cap"])
        return np.asarray((1.0 - free) * heat / cop, np.float64)

    fixed = rules["power_chain"] + rules["air_and_pumps"]
    dry = compressor(temp_air, rules["dry_approach"], rules["condensing_lift"])
    wet = compressor(wet_bulb, rules["wet_approach"], rules["wet_lift"])
    per_cycle = rules["cycles"] / (rules["cycles"] - 1.0)
    water = (heat + wet) * 3600.0 / 2450.0 * per_cycle
    return Reference(
        overhead_dry=fixed + float(dry @ weight),
        overhead_wet=fixed + float(np.minimum(wet, dry) @ weight),
        water=float(water @ weight),
    )


def allowed_overhead(allowed: Reference, wue: float) -> float:
    """Overhead that the climate allows a site that takes so much water.

    Parameters
    ----------
    allowed : Reference
        What the climate allows.
    wue : float
        Water the site takes. [L/kWh]

    Returns
    -------
    float
        Between the dry and the wet reference plant in proportion to the water taken, so that water
        must buy energy. [kWh/kWh]
    """
    share = min(wue / allowed.water, 1.0)
    return allowed.overhead_dry + share * (allowed.overhead_wet - allowed.overhead_dry)


def levels(
    claim: Claim, allowed: Reference, thresholds: Mapping[str, Mapping[str, float]]
) -> dict[str, str]:
    """The level a site reaches in each criterion, and over all.

    Parameters
    ----------
    claim : Claim
        What the site reports.
    allowed : Reference
        What its climate allows. [kWh/kWh, L/kWh]
    thresholds : mapping of str to mapping of str to float
        Criterion -> level -> threshold, as ``green_label.csv`` names them.

    Returns
    -------
    dict of str to str
        ``energy``, ``water``, ``renewable`` and ``overall``: the lowest of the three. An unreported
        renewable share counts as none, an unknown water stress as high.
    """
    stressed = (
        claim.water_stress is None or claim.water_stress >= thresholds["water_stress"]["threshold"]
    )
    overhead = (claim.pue - 1.0) / allowed_overhead(allowed, claim.wue)
    found = {
        "energy": _at_most(overhead, thresholds["energy"]),
        "water": _at_most(
            claim.wue / allowed.water, thresholds["water_stressed" if stressed else "water"]
        ),
        "renewable": _at_least(claim.renewable or 0.0, thresholds["renewable"]),
    }
    order = (*LEVELS, NONE)
    return found | {"overall": max(found.values(), key=order.index)}


def _at_most(value: float, limits: Mapping[str, float]) -> str:
    return next((level for level in LEVELS if value <= limits[level] * (1.0 + 1e-12)), NONE)


def _at_least(value: float, limits: Mapping[str, float]) -> str:
    return next((level for level in LEVELS if value >= limits[level]), NONE)
