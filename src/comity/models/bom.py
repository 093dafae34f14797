"""A model and the energy of its answers as SPDX 3.0.1 and as CycloneDX 1.6."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a bill of materials says of a model.

    Attributes
    ----------
    model, name, developer, released, licence, family : str
        As in the table of models; `released` and `created` in ISO 8601.
    created : str
        Day the record is made.
    machine : str
        What the energy was computed for.
    energy : float
        Electricity of a million tokens of answers, prompts included. [kWh]
    carbon : float, optional
        Emissions of the same. [kgCO2e]
    metrics : mapping of str to float
        Figures to carry: parameters, scores.
    """

    model: str
    name: str
    developer: str
    released: str
    licence: str
    family: str
    created: str
    machine: str
    energy: float
    carbon: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)


def _time(day: str) -> str:
    whole = day + "-01-01"[3 * (day.count("-")) :] if day.count("-") < 2 else day
    return f"{whole}T00:00:00Z"


def spdx(record: Record) -> dict[str, Any]:
    """A record as a JSON-LD document of the SPDX 3.0.1 AI profile [1]_.

    Parameters
    ----------
    record : Record
        The record. [kWh, kgCO2e]

    Returns
    -------
    dict
        Ready for ``json.dumps``; identifiers follow from the model's name.

    References
    ----------
    .. [1] SPDX Specification 3.0.1, AI profile: AIPackage, EnergyConsumption.
    """
    base = f"https://comity.invalid/spdx/{record.model}"
    made = {"creationInfo": "_:creation"}
    maker, package, document = f"{base}#developer", f"{base}#model", f"{base}#document"
    tool, licence = f"{base}#maker", f"{base}#licence"
    metrics = [
        {"type": "DictionaryEntry", "key": key, "value": f"{value:g}"}
        for key, value in record.metrics.items()
    ]
    graph: list[dict[str, Any]] = [
        {
            "type": "CreationInfo",
            "@id": "_:creation",
            "specVersion": "3.0.1",
            "created": _time(record.created),
            "createdBy": [tool],
        },
        {"type": "Organization", "spdxId": tool, "name": "Comity", **made},
        {"type": "Organization", "spdxId": maker, "name": record.developer, **made},
        {
            "type": "SpdxDocument",
            "spdxId": document,
            "name": record.model,
            "profileConformance": ["core", "software", "simpleLicensing", "ai"],
            "rootElement": [package],
            "element": [maker, tool, package, licence, f"{base}#declared", f"{base}#concluded"],
            **made,
        },
        {
            "type": "ai_AIPackage",
            "spdxId": package,
            "name": record.model,
            "suppliedBy": maker,
            "releaseTime": _time(record.released),
            "software_primaryPurpose": "model",
            "software_packageVersion": record.name,
            "software_downloadLocation": f"https://huggingface.co/{record.model}",
            "ai_typeOfModel": [record.family],
            "ai_energyConsumption": {
                "type": "ai_EnergyConsumption",
                "ai_inferenceEnergyConsumption": [
                    {
                        "type": "ai_EnergyConsumptionDescription",
                        "ai_energyQuantity": record.energy,
                        "ai_energyUnit": "kilowattHour",
                    }
                ],
            },
            "comment": f"Energy of a million tokens of answers, prompts included, computed for "
            f"{record.machine}; training is not stated.",
            **({"ai_metric": metrics} if metrics else {}),
            **made,
        },
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": licence,
            "simplelicensing_licenseExpression": record.licence,
            **made,
        },
    ]
    for kind in ("Declared", "Concluded"):
        graph.append(
            {
                "type": "Relationship",
                "spdxId": f"{base}#{kind.lower()}",
                "from": package,
                "relationshipType": f"has{kind}License",
                "to": [licence],
                **made,
            }
        )
    return {"@context": CONTEXT, "@graph": graph}


def cyclonedx(record: Record) -> dict[str, Any]:
    """A record as a CycloneDX 1.6 bill of materials with a model card [1]_.

    Parameters
    ----------
    record : Record
        The record. [kWh, kgCO2e]

    Returns
    -------
    dict
        Ready for ``json.dumps``.

    References
    ----------
    .. [1] ECMA-424, CycloneDX 1.6: modelCard, environmentalConsiderations.
    """
    own = record.licence.startswith("LicenseRef-")
    cost = {"value": record.energy, "unit": "kWh"}
    consumption: dict[str, Any] = {
        "activity": "inference",
        "energyProviders": [
            {
                "description": f"computed for {record.machine}",
                "organization": {"name": "not stated"},
                "energySource": "unknown",
                "energyProvided": cost,
            }
        ],
        "activityEnergyCost": cost,
        "properties": [{"name": "comity:per", "value": "million tokens of answers"}],
    }
    if record.carbon is not None:
        consumption["co2CostEquivalent"] = {"value": record.carbon / 1000, "unit": "tCO2eq"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": _time(record.created)},
        "components": [
            {
                "type": "machine-learning-model",
                "bom-ref": record.model,
                "name": record.model,
                "publisher": record.developer,
                "licenses": [{"license": {"name" if own else "id": record.licence}}],
                "modelCard": {
                    "modelParameters": {"modelArchitecture": record.family},
                    "quantitativeAnalysis": {
                        "performanceMetrics": [
                            {"type": key, "value": f"{value:g}"}
                            for key, value in record.metrics.items()
                        ]
                    },
                    "considerations": {
                        "environmentalConsiderations": {"energyConsumptions": [consumption]}
                    },
                },
            }
        ],
    }
