"""Commands of ``comity models`` about plans, transfers, export rules and exchange of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, parse_day, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Fact, Finding, Missing
    from comity.plans.model_plan import Plan, Planned

SHOWN = ("cost_per_million", "api_price", "cost_per_citizen", "energy", "carbon", "water")


@click.command()
@click.argument("state")
@click.option("--for", "use", required=True, metavar="USE", help="desk, health, classroom, courts…")
@click.option("--language", "spoken", default="en", metavar="CODE", help="BCP 47; en if absent.")
@click.option("--at", multiple=True, metavar="STATE", help="A further place for the machines.")
@click.option("--any-licence", is_flag=True, help="Keep licences that need a further permission.")
@click.option("--barred", is_flag=True, help="Keep parts that need an export licence.")
@click.option("--as-of", metavar="DAY", help="Day the export rules hold for.")
@json_option
@click.pass_obj
def plan(
    settings: Settings, state: str, use: str, spoken: str, at: tuple[str, ...], any_licence: bool,
    barred: bool, as_of: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Plan what STATE could run for a use in a language, beside buying it.

    The JSON object has the keys state, use, language, cheaper_to_buy, front, dropped, considered,
    left_out, quality, recommended and flexible_share; each option has model, accelerator, place,
    weight_bits, devices, availability, rules, openness, scores and numbers with their bands.
    """
    from comity.facts.states import resolve
    from comity.plans import model_plan
    from comity.plans.context import Context

    base = open_facts(settings)
    ctx = Context(facts=base, state=resolve(base, state), as_of=parse_day(as_of or base.as_of))
    places = [resolve(base, each) for each in at]
    found = model_plan.plan(ctx, use, spoken, at=places, any_licence=any_licence, barred=barred)
    if as_json:
        print_json(_payload(found))
    else:
        _print(found)


def _payload(found: Plan) -> dict[str, Any]:
    return {
        "state": found.state,
        "use": found.use.key,
        "language": found.language,
        "users": _number(found.users),
        "flexible_share": _number(found.flexible),
        "quality": found.quality,
        "cheaper_to_buy": [each.option.choice.model for each in found.cheaper_to_buy],
        "recommended": [each.option.choice.model for each in found.front if each.recommended],
        "front": [_option(each) for each in found.front],
        "considered": found.considered,
        "left_out": found.left_out,
        "dropped": dict(found.dropped),
    }


def _option(each: Planned) -> dict[str, Any]:
    choice = each.option.choice
    return {
        "model": choice.model,
        "accelerator": choice.accelerator,
        "place": each.option.place.state,
        "weight_bits": choice.load.weight_bits,
        "devices_per_copy": choice.load.devices,
        "availability": each.available.outcome,
        "rules": [*each.available.reached, *each.available.uncertain],
        "openness": each.rung,
        "scores": {name: _number(score) for name, score in each.scores.items()},
        "recommended": each.recommended,
        "numbers": {name: _number(number) for name, number in each.findings.items()},
    }


def _number(number: Fact | Finding | Missing) -> dict[str, Any]:
    from comity.facts.types import Missing

    if isinstance(number, Missing):
        return {"value": None, "missing": number.reason}
    return {
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "unit": number.unit,
        "quality": number.quality.value,
    }


def _print(found: Plan) -> None:
    for each in found.cheaper_to_buy:
        click.echo(f"Buying {each.option.choice.model} costs less than hosting it at this load.")
    if not any(each.scores for each in found.front):
        click.echo(
            f"No score in {found.language!r} is known: nothing is recommended, and size stands in "
            "for quality. Give --facts language_scores.csv with scores of your own."
        )
    print_table(
        ("model on part", "export rule", "users from", *SHOWN),
        [
            (
                f"{each.option.choice.model} on {each.option.choice.accelerator}, "
                f"{each.option.place.state}",
                each.available.outcome,
                _cell(each.findings["break_even_users"]),
                *(_cell(each.findings[name]) for name in SHOWN),
            )
            for each in found.front
        ],
        title=f"{found.state}: {found.use.text('name')} in {found.language}",
    )


def _cell(number: Finding | Missing) -> str:
    value = getattr(number, "value", None)
    if value is None:
        return "not known"
    return f"{value:.3g} {getattr(number, 'unit', '')}" if isinstance(value, float) else str(value)


@click.command()
@json_option
@click.pass_obj
def transfers(settings: Settings, as_json: bool) -> None:
    """List what was shared: weights, code, recipes, data; from whom, to whom, on what terms."""
    rows = open_facts(settings).rows("transfers")
    columns = ("giver", "giver_name", "taker", "licence", "day", "conditions", "capacity", "note")
    listed = [
        {
            "item": row.key.rpartition("/")[0],
            "what": row.key.rpartition("/")[2],
            **{name: row.text(name) for name in columns},
            "source": row.source.key,
            "quality": row.quality.value,
        }
        for row in rows
    ]
    if as_json:
        print_json({"transfers": listed})
        return
    shown = ("item", "what", "giver", "taker", "licence", "day")
    print_table(shown, [tuple(each[name] or "not stated" for name in shown) for each in listed])


@click.command()
@click.argument("state")
@click.option("--as-of", metavar="DAY", help="Day the rules hold for.")
@json_option
@click.pass_obj
def available(settings: Settings, state: str, as_of: str | None, as_json: bool) -> None:
    """Say which export rules reach each accelerator for STATE, rule by rule, without a verdict."""
    from comity.facts.states import resolve
    from comity.plans.model_facts import available as ask

    base = open_facts(settings)
    iso3, day = resolve(base, state), parse_day(as_of or base.as_of)
    found = {row.key: ask(base, row.key, iso3, day) for row in base.rows("accelerators")}
    if as_json:
        parts = [
            {"accelerator": key, "outcome": each.outcome, "reached": list(each.reached),
             "uncertain": list(each.uncertain)}
            for key, each in found.items()
        ]  # fmt: skip
        print_json({"state": iso3, "as_of": day.isoformat(), "accelerators": parts})
        return
    print_table(
        ("accelerator", "outcome", "reached by", "may be reached by"),
        [
            (key, each.outcome, ", ".join(each.reached), ", ".join(each.uncertain))
            for key, each in found.items()
        ],
    )


@click.command()
@click.argument("model")
@click.option("--form", type=click.Choice(["spdx", "cyclonedx"]), required=True)
@click.option("--on", "accelerator", default="NVIDIA H100 SXM5 80GB", show_default=True)
@click.option("--devices", default=1, show_default=True, type=click.IntRange(1))
@click.option("--batch", default=32, show_default=True, type=click.IntRange(1))
@click.pass_obj
def export(
    settings: Settings, model: str, form: str, accelerator: str, devices: int, batch: int
) -> None:
    """Write MODEL as an SPDX 3.0.1 or CycloneDX 1.6 record with the energy of its answers."""
    from comity.models import bom
    from comity.plans.model_case import case
    from comity.plans.model_record import record

    base = open_facts(settings)
    made = record(base, case(base, model, accelerator, devices=devices, batch=batch))
    print_json(bom.spdx(made) if form == "spdx" else bom.cyclonedx(made))


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--as", "kind", type=click.Choice(["card", "litellm", "epoch"]), required=True)
@click.pass_obj
def import_command(settings: Settings, file: str, kind: str) -> None:
    """Read FILE as a model card, a LiteLLM price list or an Epoch table; rows as JSON."""
    from pathlib import Path

    from comity.facts.load import import_rows

    print_json({"kind": kind, "rows": import_rows(kind, Path(file).read_bytes())})


COMMANDS = (plan, transfers, available, export, import_command)
