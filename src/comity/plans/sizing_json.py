"""A sized supply as plain values under stable keys."""

from __future__ import annotations

from typing import Any

from comity.facts.types import Finding, Missing, facts_of
from comity.plans.sizing import Case, Supply

SCREENING = (
    "Dark and still days are drawn from monthly normals. Against twelve station years the cost "
    "comes out a tenth off in the mean, mostly too high, a third off in the humid tropics, and "
    "further off without a grid. Give an hourly file before you decide."
)

KEYS = {
    "pv_mw": "pv", "wind_mw": "wind", "battery_mwh": "battery_energy",
    "battery_mw": "battery_power", "cost": "supply_cost", "cost_usd_per_kwh": "supply_cost_per_kwh",
    "own_share_pct": "own_share", "backup_mwh": "backup", "curtailed_mwh": "curtailed",
    "carbon_kg": "supply_carbon", "unserved_mwh": "unserved",
}  # fmt: skip
"""Key of the JSON object -> name of `UNITS`."""


def payload(supply: Supply) -> dict[str, Any]:
    """The supply as plain values under stable keys.

    Parameters
    ----------
    supply : Supply
        What `supply_of` gave.

    Returns
    -------
    dict
        ``pv_mw``, ``wind_mw``, ``battery_mwh``, ``battery_mw``, ``cost`` [USD/year], ``gap`` of the
        central case and more; ``bands`` over all cases and each of the ``cases``.
    """
    central = supply.central
    bands = {
        key: {"low": each.low, "high": each.high}
        for key, name in KEYS.items()
        if isinstance(each := supply.findings[f"sites.{name}"], Finding) and each.low is not None
    }
    facts = facts_of(next(e for e in supply.findings.values() if isinstance(e, Finding)))
    return {
        **_figures(supply, central),
        "bands": bands,
        "cases": [_figures(supply, case) for case in supply.cases],
        "place": supply.resource.place,
        "weather": supply.resource.made_from,
        "weather_said": supply.resource.said,
        "screening_only": supply.resource.screening_only,
        "screening_note": SCREENING if supply.resource.screening_only else "",
        "inputs": [
            {"name": fact.name, "subject": fact.subject, "value": fact.value, "unit": fact.unit,
             "year": fact.year, "quality": fact.quality.value, "source": fact.source.key,
             "note": fact.note}
            for fact in facts
        ],
        "sources": {
            fact.source.key: f"{fact.source.title}. {fact.source.producer}, {fact.source.year}."
            for fact in facts
        },
    }  # fmt: skip


def _figures(supply: Supply, case: Case) -> dict[str, Any]:
    missing = isinstance(supply.findings["sites.supply_carbon"], Missing)
    figures = {key: case.figures[name] for key, name in KEYS.items()}
    return figures | {
        "carbon_kg": None if missing else figures["carbon_kg"],
        "gap": case.sizing.gap,
        "method": case.sizing.method,
        "battery_costs": case.basis,
        "discount_rate": case.rate,
        "diesel_mw": case.diesel_mw,
        "diesel_mwh": case.diesel_mwh,
        "unserved_mwh": case.sizing.unserved,
    }
