"""``comity models train``: what training or tuning a model takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Finding, Missing


@click.command()
@click.argument("model", required=False)
@click.option("--parameters", type=float, help="In place of MODEL: parameters in total, 8e9.")
@click.option("--active", type=float, help="With --parameters: those a token uses.")
@click.option("--tokens", type=float, required=True, help="Tokens of training, 1e12.")
@click.option("--on", "accelerator", required=True, metavar="ACCELERATOR")
@click.option("--method", type=click.Choice(["full", "lora"]), default="full", show_default=True)
@click.option("--state", metavar="ISO3", help="Where: its climate and grid.")
@click.option("--rent", type=float, help="Rent of a device [USD/h].")
@click.option("--price", type=float, help="Price of electricity [USD/kWh].")
@json_option
@click.pass_obj
def train(
    settings: Settings, /, model: str | None, accelerator: str, state: str | None,
    price: float | None, as_json: bool, **asked: Any,  # noqa: ANN401
) -> None:  # fmt: skip
    """Say what training MODEL takes: chip-hours, machine, energy, carbon, cost, with bands.

    The JSON object has the keys model, parameters, active, tokens, accelerator, method, state and
    numbers: flop, chip_hours, memory, devices, days, energy, carbon, cost_rented, cost_owned.
    """
    from comity.plans import model_training

    base = open_facts(settings)
    run = model_training.run_of(base, model, on=accelerator, **asked)
    found = model_training.train(base, run, model_training.place(base, state, price))
    if as_json:
        print_json(
            {
                "model": run.total.subject or None,
                "parameters": run.total.value,
                "active": run.active.value,
                "tokens": run.tokens.value,
                "accelerator": run.part.key,
                "method": run.method,
                "state": state,
                "numbers": {name: _number(each) for name, each in found.items()},
                "band": "nine in ten",
            }
        )
        return
    print_table(
        (f"{run.total.subject or 'model'} on {run.part.key}, {run.method}", "value", "band"),
        [(name.replace("_", " "), *_cells(each)) for name, each in found.items()],
    )


def _number(each: Finding | Missing) -> dict[str, Any]:
    from comity.facts.types import Missing

    if isinstance(each, Missing):
        return {"value": None, "missing": each.reason, "supply": each.supply}
    return {
        "name": each.name,
        "value": each.value,
        "low": each.low,
        "high": each.high,
        "unit": each.unit,
        "quality": each.quality.value,
    }


def _cells(each: Finding | Missing) -> tuple[str, str]:
    from comity.facts.types import Missing

    if isinstance(each, Missing):
        return f"not known: {each.reason}", ""
    band = "" if each.low is None else f"{each.low:.3g} to {each.high:.3g}"
    return f"{each.value:.4g} {each.unit}".strip(), band
