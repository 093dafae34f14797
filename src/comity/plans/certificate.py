"""A certificate of the green label: issued with all its inputs, recomputed from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

import comity
from comity.errors import InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.types import Missing
from comity.plans.climate import Weather
from comity.plans.designs import outside_weather, parameters_of
from comity.sites import label, uncertainty
from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate
from comity.sites.label import Claim

STANDARD = "green-label-1"
"""The version that certificates are issued under."""

FORM = "comity-green-label-certificate"
DIGITS = 6
"""Decimals that figures of a certificate carry."""

TOLERANCE = 2e-6
"""How far a recomputed figure may be from the recorded one: rounding alone."""

AIR = ("temp_air", "wet_bulb", "humidity_ratio", "pressure")


def certificate(
    base: FactBase,
    weather: Weather,
    *,
    place: str,
    state: str = "",
    technology: str = "",
    pue: float | None = None,
    wue: float | None = None,
    renewable: float | None = None,
) -> dict[str, Any]:
    """A certificate of the green label with every input and a hash over them.

    Parameters
    ----------
    base : FactBase
        Thresholds of the standard, parameters of plants, water stress of the state.
    weather : Weather
        The air at the site.
    place : str
        Name of the site.
    state : str
        ISO3 code, for its water stress; not known when empty.
    technology : str
        A plant whose central design is labelled, when nothing was measured.
    pue, wue : float, optional
        What was measured over a year; both or neither. [-, L/kWh]
    renewable : float, optional
        Renewable energy over energy drawn (REF).

    Returns
    -------
    dict
        As JSON holds it: ``form``, ``standard``, ``version``, ``inputs``, ``inputs_sha256``,
        ``reference`` and ``levels``.

    Raises
    ------
    InputError
        If neither a technology nor both measured figures are given, or more than a tenth of the
        year is outside the weather the technology is meant for.
    """
    outside = Air.of(weather.year)
    cells, hours = uncertainty.cells_of(outside)
    climate = {name: _rounded(getattr(cells, name), 9) for name in AIR}
    climate["hours"] = _rounded(hours, 0)
    inputs: dict[str, Any] = {
        "place": place,
        "weather": weather.said,
        "climate": climate,
        "thresholds": thresholds_of(base, STANDARD),
        "water_stress_pct": _stress(base, state),
        "renewable": renewable,
    }
    if (pue is None) != (wue is None) or (pue is None) == (not technology):
        raise InputError("Give --pue and --wue as measured, or --technology for a design.")
    if technology:
        if technology not in TECHNOLOGIES:
            raise UnknownName(
                "cooling technology", technology, TECHNOLOGIES, near=sorted(TECHNOLOGIES)
            )
        if beyond := outside_weather(base, technology, outside):
            inputs["weather"] += f"; {beyond} hours lie outside the weather the plant is meant for"
        inputs["basis"] = "design"
        inputs["technology"] = technology
        inputs["parameters"] = parameters_of(base)[technology]
        pue, wue = _design(inputs)
    else:
        inputs["basis"] = "measured"
    inputs["pue"], inputs["wue_l_per_kwh"] = round(float(pue or 0), 6), round(float(wue or 0), 6)
    return {
        "form": FORM,
        "standard": STANDARD,
        "version": comity.__version__,
        "inputs": inputs,
        "inputs_sha256": digest(inputs),
        **_judged(inputs),
    }


def verify(base: FactBase, held: Mapping[str, Any]) -> tuple[str, ...]:
    """Every way in which a certificate does not hold; empty when it does.

    Parameters
    ----------
    base : FactBase
        With the thresholds of the standard.
    held : mapping
        The certificate.

    Returns
    -------
    tuple of str
        One sentence each.

    Raises
    ------
    InputError
        If it is no certificate.
    """
    if not isinstance(held, Mapping) or held.get("form") != FORM:
        raise InputError("This is not a certificate of the green label.")
    try:
        inputs, standard = held["inputs"], str(held["standard"])
        faults = []
        if digest(inputs) != held["inputs_sha256"]:
            faults.append("The inputs do not have the hash that the certificate states.")
        if inputs["thresholds"] != thresholds_of(base, standard):
            faults.append(f"The thresholds are not those of {standard}.")
        if inputs["basis"] == "design":
            claimed = (inputs["pue"], inputs["wue_l_per_kwh"])
            if not _same(claimed, _design(inputs)):
                faults.append("PUE and WUE do not follow from the plant and the climate stated.")
        elif inputs["basis"] != "measured":
            faults.append("The basis is neither a design nor a measurement.")
        judged = _judged(inputs)
        if not _same(judged["reference"].values(), held["reference"].values()):
            faults.append("The reference does not follow from the climate stated.")
        if judged["levels"] != held["levels"]:
            faults.append("The levels do not follow from the inputs.")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, UnknownName):
            raise
        if isinstance(error, InputError):
            return (str(error),)
        raise InputError(f"The certificate lacks or garbles a part: {error}.") from error
    return tuple(faults)


def digest(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of inputs written as JSON with sorted keys and no spaces.

    Parameters
    ----------
    inputs : mapping
        As JSON holds them.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def thresholds_of(base: FactBase, standard: str) -> dict[str, dict[str, float]]:
    """Criterion -> level -> value of a version of the standard.

    Parameters
    ----------
    base : FactBase
        With the table ``green_label``.
    standard : str
        The version.

    Raises
    ------
    UnknownName
        If there is no such version.
    """
    found: dict[str, dict[str, float]] = {}
    for row in base.rows("green_label"):
        version, criterion, level = row.key.split("/")
        if version == standard:
            found.setdefault(criterion, {})[level] = row.number("value")
    if not found:
        known = {row.key.split("/")[0] for row in base.rows("green_label")}
        raise UnknownName("version of the green label", standard, known, near=sorted(known))
    return found


def _judged(inputs: Mapping[str, Any]) -> dict[str, Any]:
    climate = {name: np.asarray(values, float) for name, values in inputs["climate"].items()}
    rules = inputs["thresholds"]
    allowed = label.reference(
        climate["temp_air"], climate["wet_bulb"], climate["hours"], rules["reference"]
    )
    claim = Claim(
        pue=inputs["pue"], wue=inputs["wue_l_per_kwh"], renewable=inputs["renewable"],
        water_stress=inputs["water_stress_pct"],
    )  # fmt: skip
    return {
        "reference": {
            "overhead_dry": round(allowed.overhead_dry, DIGITS),
            "overhead_wet": round(allowed.overhead_wet, DIGITS),
            "water_l_per_kwh": round(allowed.water, DIGITS),
            "overhead_allowed": round(label.allowed_overhead(allowed, claim.wue), DIGITS),
        },
        "levels": label.levels(claim, allowed, rules),
    }


def _design(inputs: Mapping[str, Any]) -> tuple[float, float]:
    climate = inputs["climate"]
    outside = Air(**{name: np.asarray(climate[name], float) for name in AIR})
    operation = operate(inputs["technology"], outside, inputs["parameters"])
    year = annual(operation, np.asarray(climate["hours"], float), width=uncertainty.WIDTH)
    return float(year.pue), float(year.wue)


def _stress(base: FactBase, state: str) -> float | None:
    known = base.known(state, "water_stress_sdg642") if state else None
    return None if known is None or isinstance(known, Missing) else float(known.value)


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401
    pairs = zip(one, other, strict=True)
    return all(abs(float(a) - float(b)) <= TOLERANCE for a, b in pairs)


def _rounded(values: np.ndarray[Any, np.dtype[np.float64]], digits: int) -> list[float]:
    return [round(float(each), digits) for each in values]
