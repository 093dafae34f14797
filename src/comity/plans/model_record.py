"""A bill of materials of one model, with the energy of its answers on one machine."""

from __future__ import annotations

from comity.facts.load import FactBase
from comity.models.architecture import count
from comity.models.bom import Record
from comity.plans import registry
from comity.plans.hosting_costs import JOULES_PER_KWH
from comity.plans.hosting_numbers import MILLION
from comity.plans.model_case import Case, find, predict


def record(facts: FactBase, case: Case) -> Record:
    """What a bill of materials says of a model on a machine.

    Parameters
    ----------
    facts : FactBase
        What is known.
    case : Case
        Model, machine and load.

    Returns
    -------
    Record
        Energy of a million tokens of answers at the accelerators. [kWh]
    """
    row = find(facts, "models", case.model)
    sizes = count(registry.models(facts)[row.key])
    scores = {
        each.key.split("/")[-2]: each.number("value")
        for each in facts.rows("benchmark_scores")
        if each.key.startswith(f"{row.key}/")
    }
    return Record(
        model=row.key,
        name=row.text("name"),
        developer=row.text("developer"),
        released=row.text("released"),
        licence=row.text("licence"),
        family=row.text("model_type"),
        created=facts.as_of,
        machine=f"{case.load.devices:g} x {case.accelerator.key}, {case.load.batch:g} at once",
        energy=float(predict(case).joules_per_token.value) * MILLION / JOULES_PER_KWH,
        metrics={
            "total parameters": float(sizes.total),
            "active parameters": float(sizes.active),
            **{f"{name} [%]": value for name, value in scores.items()},
        },
    )
