"""Commands of ``comity models`` about plans, transfers, export rules and exchange of records."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import (
    json_option,
    open_facts,
    parse_day,
    print_json,
    print_table,
    write_csv,
)
from comity.errors import InputError

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Fact, Finding, Missing
    from comity.plans.model_plan import Plan, Planned

SHOWN = {
    "cost_per_million": "USD per M tokens",
    "api_price": "bought",
    "cost": "USD a year",
    "energy": "MWh",
    "carbon": "tCO2e",
    "water": "m3",
    "break_even_users": "users from",
}
"""Number -> head of its column."""


@click.command()
@click.argument("state")
@click.option("--for", "use", default="desk", metavar="USE", help="desk, health, courts…")
@click.option("--language", "spoken", default="en", metavar="CODE", help="BCP 47; en if absent.")
@click.option("--at", multiple=True, metavar="STATE", help="A further place for the machines.")
@click.option("--any-licence", is_flag=True, help="Keep licences that need a further permission.")
@click.option("--barred", is_flag=True, help="Keep parts that need an export licence.")
@click.option("--unscored", is_flag=True, help="Keep models nobody scored in the language.")
@click.option("--as-of", metavar="DAY", help="Day the export rules hold for.")
@json_option
@click.pass_obj
def plan(
    settings: Settings, state: str, use: str, spoken: str, at: tuple[str, ...], any_licence: bool,
    barred: bool, unscored: bool, as_of: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Plan what STATE could run for a use in a language, beside buying it.

    The use is a citizen service desk if none is given. The JSON object has the keys state, use,
    language, users, cheaper_to_buy, front, dropped, considered, left_out, quality, recommended,
    least_score, flexible_share and claims; each option has model, accelerator, place, weight_bits,
    devices_per_copy, availability, rules, openness, scores, score, recommended and numbers with
    their bands; among these footprint (carbon, embodied, water) and savings stand side by side.
    """
    from comity.facts.states import resolve
    from comity.plans import model_plan
    from comity.plans.context import Context

    base = open_facts(settings)
    ctx = Context(facts=base, state=resolve(base, state), as_of=parse_day(as_of or base.as_of))
    places = [resolve(base, each) for each in at]
    found = model_plan.plan(ctx, use, spoken, at=places, any_licence=any_licence, barred=barred,
                             unscored=unscored)  # fmt: skip
    if as_json:
        print_json(_payload(found))
    else:
        _print(found)


def _payload(found: Plan) -> dict[str, Any]:
    from comity.plans.model_plan import surely

    return {
        "state": found.state,
        "use": found.use.key,
        "language": found.language,
        "users": _number(found.users),
        "flexible_share": _number(found.flexible),
        "least_score": _number(found.least),
        "claims": [each.text("title") for each in found.claims],
        "quality": found.quality,
        "cheaper_to_buy": [
            {"model": each.option.choice.model, "over_the_whole_band": surely(each)}
            for each in found.cheaper_to_buy
        ],
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
        "score": _number(each.score),
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
    _print_cheaper(found)
    if not any(each.scores for each in found.front):
        click.echo(
            f"No score in {found.language!r} is known: nothing is recommended, and size stands in "
            "for quality. Give --facts language_scores.csv with scores of your own."
        )
    people = _cell(found.users)
    print_table(
        ("", "model", "on", "export rule", "score", *SHOWN.values()),
        [
            (
                "*" if each.recommended else "",
                each.option.choice.model.rpartition("/")[2],
                _machines(each),
                each.available.outcome,
                _cell(each.score),
                *(_cell(each.findings[name]) for name in SHOWN),
            )
            for each in found.front
        ],
        title=f"{found.state}: {found.use.text('name')} in {found.language}, {people} people, "
        "figures of a year",
    )
    click.echo(
        "* recommended: the mean score in the language, guessing taken off, is "
        f"{found.least.value} or more (a choice, models.score_least), and buying costs no less."
    )
    told = ", ".join(f"{what} {count}" for what, count in found.dropped.items() if count)
    click.echo(f"Of {found.considered} options; left out by {told or 'nothing'}. Bands: --json.")
    _print_balance(found)


def _print_cheaper(found: Plan) -> None:
    from comity.plans.model_plan import surely

    for sure, words in ((True, "over the whole band"), (False, "at the central values")):
        names = [
            each.option.choice.model.rpartition("/")[2]
            for each in found.cheaper_to_buy
            if surely(each) is sure
        ]
        if names:
            click.echo(f"At this load buying costs less than hosting, {words}: {', '.join(names)}.")


def _machines(each: Planned) -> str:
    devices = getattr(each.findings["devices"], "value", None)
    many = f"{devices:.0f} × " if isinstance(devices, int | float) else ""
    return f"{many}{each.option.choice.accelerator}, {each.option.place.state}"


SIDES = {
    "footprint, electricity": "carbon",
    "footprint, making accelerators": "embodied",
    "savings": "savings",
}
"""Line of the balance -> its finding."""


def _print_balance(found: Plan) -> None:
    """Both sides of the emissions of one option, never netted."""
    first = next((each for each in found.front if each.recommended), found.front[0])
    numbers = first.findings
    click.echo(f"Both sides, {first.option.choice.model.rpartition('/')[2]}:")
    for label, name in SIDES.items():
        click.echo(f"  {label:<30} {_told(numbers[name])}")
    click.echo(f"  Each kWh must save {_told(numbers['savings_needed'])} to equal the footprint.")
    click.echo(f"  Energy that can wait for sun: {_told(numbers['can_wait'])}.")
    for row in found.claims:
        click.echo(f"  A claim, in no total: {row.text('title')}, {row.text('value')} "
                   f"{row.text('unit')} ({row.source.producer}).")  # fmt: skip


def _told(number: Finding | Missing) -> str:
    from comity.facts.types import Missing

    if isinstance(number, Missing):
        return f"not known: {number.reason}"
    if number.low is None or number.high is None:
        return f"{_short(number.value)} {number.unit}".strip()
    return f"{_short(number.value)} ({_short(number.low)}–{_short(number.high)}) {number.unit}"


def _cell(number: Finding | Missing) -> str:
    value = getattr(number, "value", None)
    return "not known" if value is None else _short(value)


def _short(value: float | str) -> str:
    """Three figures that matter, without an exponent."""
    if isinstance(value, str) or value == 0:
        return str(value)
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{round(value, 2 - math.floor(math.log10(abs(value)))):,.{min(digits, 6)}f}"


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
@click.option("--model", default="", metavar="NAME", help="The model a card is about.")
@click.option("--to", "folder", metavar="FOLDER", help="Write a table there, for --facts.")
@click.pass_obj
def import_command(
    settings: Settings, file: str, kind: str, model: str, folder: str | None
) -> None:
    """Read FILE as a model card, a LiteLLM price list or an Epoch table; rows as JSON.

    With --to the rows that fit models of ours are written as one of our tables.
    """
    from pathlib import Path

    from comity.facts.outside import import_rows
    from comity.plans.model_case import find
    from comity.plans.model_import import tabulated

    read = import_rows(kind, Path(file).read_bytes())
    if folder is None:
        print_json({"kind": kind, "rows": read})
        return
    base = open_facts(settings)
    key = find(base, "models", model).key if model else ""
    made = tabulated(base, kind, read, model=key)
    if not made.rows:
        raise InputError(f"Nothing in {file} fits a model of ours; nothing was written.")
    path = Path(folder) / f"{made.table}.csv"
    write_csv(path, made.rows)
    click.echo(f"{path}: {len(made.rows)} rows, {made.left_out} left out. "
               f"Use it with --facts {folder}.")  # fmt: skip


COMMANDS = (plan, transfers, available, export, import_command)
