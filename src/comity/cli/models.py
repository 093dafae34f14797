"""``comity models``: open models and accelerators, fit, speed and energy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.model_config import config_of
from comity.cli.model_registry import COMMANDS
from comity.cli.models_train import train

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.tables import Row
    from comity.models.architecture import Count
    from comity.models.serving import Estimate
    from comity.plans.model_case import Case


@click.group()
def command() -> None:
    """Open models: size, fit, speed, energy."""


for _each in COMMANDS:
    command.add_command(_each)


@command.command(name="list")
@json_option
@click.pass_obj
def list_command(settings: Settings, as_json: bool) -> None:
    """List the open-weight models: parameters in total and in use, context, licence."""
    from comity.models.architecture import count
    from comity.plans.registry import models

    base = open_facts(settings)
    built = models(base)
    rows = [(row, count(built[row.key])) for row in base.rows("models")]
    if as_json:
        print_json({"models": [{**_described(row), **_counted(found)} for row, found in rows]})
        return
    print_table(
        ("model", "developer", "country", "total", "active", "context", "licence"),
        [
            (
                row.key,
                row.text("developer"),
                row.text("country"),
                _parameters(found.total),
                _parameters(found.active),
                f"{row.cells['max_context']:.0f}" if row.cells["max_context"] else "not known",
                row.text("licence"),
            )
            for row, found in rows
        ],
    )


@command.command()
@click.argument("model")
@json_option
@click.pass_obj
def show(settings: Settings, model: str, as_json: bool) -> None:
    """Show MODEL: what was published, what follows from it, who states what.

    MODEL is a name of the table, or a config.json of your own.
    """
    from comity.models.architecture import count
    from comity.plans import registry
    from comity.plans.model_case import find

    own = config_of(model)
    if own is not None:
        _show_own(model, own, as_json)
        return
    base = open_facts(settings)
    row = find(base, "models", model)
    found = count(registry.models(base)[row.key])
    claims = [each for each in base.rows("model_claims") if each.key.startswith(f"{row.key}/")]
    if as_json:
        stated = [
            {
                "quantity": each.key.split("/")[-2],
                "value": each.number("value"),
                "unit": each.text("unit"),
                "source": each.source.key,
                "year": each.year,
            }
            for each in claims
        ]
        print_json(
            {
                **_described(row),
                **_counted(found),
                "config": registry.config_of(row),
                "claims": stated,
            }
        )
        return
    lines = [
        ("developer", f"{row.text('developer')} ({row.text('country')})"),
        ("released", row.text("released")),
        ("licence", row.text("licence")),
        ("family", f"{row.text('model_type')}, {row.text('attention')}"),
        *_sizes(found),
        ("source", f"{row.source.title} ({row.year})"),
    ]
    lines += [
        (
            f"stated: {each.key.split('/')[-2]}",
            f"{each.number('value'):g} {each.text('unit')}, {each.source.producer}",
        )
        for each in claims
    ]
    print_table((row.text("name"), ""), lines)


def _show_own(file: str, config: dict[str, Any], as_json: bool) -> None:
    from comity.models.architecture import count

    found = count(config)
    if as_json:
        print_json({"model": file, **_counted(found), "config": config})
    else:
        print_table((file, ""), _sizes(found))


def _sizes(found: Count) -> list[tuple[str, str]]:
    return [
        ("parameters, computed", _parameters(found.total)),
        ("in use for a token", _parameters(found.active)),
        ("cache for each token", f"{found.kv_bytes_per_token:.0f} B at 16 bits"),
        ("state for each sequence", f"{found.state_bytes:.0f} B at 32 bits"),
    ]


@command.command()
@json_option
@click.pass_obj
def accelerators(settings: Settings, as_json: bool) -> None:
    """List the accelerators: memory, bandwidth, rate, power, and how sure the figures are."""
    from comity.plans.model_case import computable

    base = open_facts(settings)
    rows = base.rows("accelerators")
    rates = ("tflops_16", "tflops_8", "tflops_4")
    columns = ("memory_gb", "bandwidth_gb_s", *rates, "link_gb_s", "power_w")
    if as_json:
        print_json(
            {
                "accelerators": [
                    {
                        "accelerator": row.key,
                        "vendor": row.text("vendor"),
                        "country": row.text("country"),
                        "class": row.text("class"),
                        **{column: row.cells[column] for column in columns},
                        "computable": computable(base, row),
                        "note": row.text("note"),
                        "source": row.source.key,
                        "year": row.year,
                        "quality": row.quality.value,
                    }
                    for row in rows
                ]
            }
        )
        return
    header = ("accelerator", "country", "GB", "GB/s", "TFLOP/s (16 bit)", "W", "quality")
    shown = ("memory_gb", "bandwidth_gb_s", "tflops_16", "power_w")
    print_table(
        header,
        [
            (
                row.key,
                row.text("country"),
                *(row.text(column) or "not known" for column in shown),
                row.quality.value,
            )
            for row in rows
        ],
    )


def _machine(function: Any) -> Any:  # noqa: ANN401
    for option in (
        click.option(
            "--profile",
            default="general",
            metavar="NAME",
            help="general, local, tuned or wide_expert_parallel.",
        ),
        click.option("--network", type=float, help="Rate to other devices' experts [GB/s]."),
        click.option("--kv-bits", default=16.0, show_default=True, help="Width of the cache."),
        click.option("--weight-bits", type=float, help="Width of weights; as published if absent."),
        click.option("--output-tokens", default=256, show_default=True, type=click.IntRange(1)),
        click.option("--input-tokens", default=1024, show_default=True, type=click.IntRange(0)),
        click.option("--batch", default=1, show_default=True, type=click.IntRange(1)),
        click.option("--devices", default=1, show_default=True, type=click.IntRange(1)),
        click.option("--on", "accelerator", required=True, metavar="ACCELERATOR"),
        click.argument("model"),
    ):
        function = option(function)
    return function


@command.command()
@_machine
@json_option
@click.pass_obj
def fit(settings: Settings, /, as_json: bool, **asked: Any) -> None:  # noqa: ANN401
    """Say whether MODEL fits on accelerators, and the most answers at once that would.

    MODEL is a name of the table, or a config.json of your own.
    """
    from comity.plans import model_case

    one = model_case.case(open_facts(settings), **asked, config=config_of(asked["model"]))
    found = model_case.fit(one)
    if as_json:
        print_json({**_asked(one), **{name: getattr(found, name) for name in found.__slots__}})
    else:
        verb = "fits" if found.fits else "does not fit"
        click.echo(
            f"{one.model} {verb} on {one.load.devices:g} x {one.accelerator.key}: "
            f"{found.needed_gb:.1f} GB of {found.usable_gb:.1f} usable, weights "
            f"{found.weights_gb:.1f} GB. Largest batch: {found.largest_batch}."
        )
    if not found.fits:
        raise SystemExit(1)


@command.command()
@_machine
@json_option
@click.pass_obj
def speed(settings: Settings, /, as_json: bool, **asked: Any) -> None:  # noqa: ANN401
    """Predict tokens a second, time between tokens, energy and power, each with its band.

    MODEL is a name of the table, or a config.json of your own.
    """
    from comity.plans import model_case

    one = model_case.case(open_facts(settings), **asked, config=config_of(asked["model"]))
    found = model_case.predict(one)
    shown = {
        "tokens_per_s": found.tokens_per_s,
        "itl_s": found.itl_s,
        "joules_per_token": found.joules_per_token,
        "watts": found.watts,
    }
    if as_json:
        print_json(
            {
                **_asked(one),
                "fits": bool(found.fits),
                **{name: _estimate(each) for name, each in shown.items()},
                "band": "eight in ten",
            }
        )
        return
    print_table(
        (f"{one.model} on {one.load.devices:g} x {one.accelerator.key}", "value", "band"),
        [
            (name, f"{each.value:.4g}", f"{each.low:.4g} to {each.high:.4g}")
            for name, each in shown.items()
        ],
    )
    if not found.fits:
        click.echo("The load does not fit in memory; the speed is what it would be if it did.")


@command.command(name="try")
@click.option("--state", metavar="ISO3", help="State whose grid the machine is put on.")
@json_option
@click.pass_obj
def try_command(settings: Settings, state: str | None, as_json: bool) -> None:
    """Run a small open model on this machine and compare it with its prediction."""
    from comity.plans import here

    base = open_facts(settings)
    grid = _grid(base, state) if state else None
    found = here.run(base)
    if as_json:
        print_json(
            {
                **_counted(found),
                "state": state,
                "grid_gco2e_per_kwh": grid,
                "gco2e_per_million_tokens": here.on_grid(found, grid),
            }
        )
        return
    click.echo(
        f"{found.model}, one thread: {found.measured:.1f} tokens for each second of processor; "
        f"predicted {found.predicted:.1f}."
    )
    if found.joules is None:
        click.echo("The energy counter of this machine cannot be read: joules are not known.")
    else:
        click.echo(f"{found.joules:.3g} J for each token, whole processor.")
    if state:
        said = "not known" if grid is None else f"{grid:.0f} gCO2e/kWh"
        grams = here.on_grid(found, grid)
        each = "not known" if grams is None else f"{grams:.3g} gCO2e"
        click.echo(f"This laptop on your grid ({state}, {said}): {each} for a million tokens.")


def _grid(base: Any, state: str) -> float | None:  # noqa: ANN401
    import datetime

    from comity.facts.states import resolve
    from comity.facts.types import Missing
    from comity.plans.context import Context
    from comity.plans.grid import carbon_intensity

    day = datetime.date.fromisoformat(base.as_of)
    ctx = Context(facts=base, state=resolve(base, state), as_of=day)
    found = carbon_intensity(ctx)
    return None if isinstance(found, Missing) else float(found.value)


def _described(row: Row) -> dict[str, Any]:
    texts = ("name", "developer", "country", "released", "licence", "model_type", "attention")
    return {
        "model": row.key,
        **{name: row.text(name) for name in texts},
        "max_context": row.cells["max_context"],
        "note": row.text("note"),
        "source": row.source.key,
        "year": row.year,
        "quality": row.quality.value,
    }


def _counted(found: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: getattr(found, name) for name in found.__slots__}


def _parameters(number: float) -> str:
    for size, unit in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if number >= size:
            return f"{number / size:.4g} {unit}"
    return f"{number:g}"


def _estimate(each: Estimate) -> dict[str, float]:
    return {"value": float(each.value), "low": float(each.low), "high": float(each.high)}


def _asked(one: Case) -> dict[str, Any]:
    names = ("devices", "batch", "input_tokens", "output_tokens", "weight_bits", "kv_bits")
    return {
        "model": one.model,
        "accelerator": one.accelerator.key,
        **{name: float(getattr(one.load, name)) for name in names},
        "profile": one.profile.name,
    }


command.add_command(train)
