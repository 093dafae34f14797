"""``comity sites label`` and ``verify``: a certificate of the green label."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.places import Asked, place_of, read_text, weather_options
from comity.errors import InputError

if TYPE_CHECKING:
    from comity.config import Settings


@click.command()
@click.argument("state", required=False)
@weather_options
@click.option("--technology", metavar="NAME", help="Label the central design of this plant.")
@click.option("--pue", type=float, help="Measured PUE of a year.")
@click.option("--wue", type=float, help="Measured WUE of a year. [L/kWh]")
@click.option("--renewable", type=float, help="Renewable energy over energy drawn, 0 to 1 (REF).")
@json_option
@click.pass_obj
def label(
    settings: Settings, state: str | None, technology: str | None, pue: float | None,
    wue: float | None, renewable: float | None, as_json: bool, asked: Asked,
) -> None:  # fmt: skip
    """Certificate of the green label, judged against what the climate of the site allows.

    The JSON object is the certificate: form, standard, version, inputs, inputs_sha256, reference
    and levels. `comity sites verify FILE` recomputes it.
    """
    from comity.plans.certificate import certificate

    base = open_facts(settings)
    place = place_of(base, state, asked)
    made = certificate(
        base, place.weather, place=place.name, state=place.state, technology=technology or "",
        pue=pue, wue=wue, renewable=renewable,
    )  # fmt: skip
    if as_json:
        print_json(made)
    else:
        rows = [(name, level) for name, level in made["levels"].items()]
        title = f"{place.name}, {made['standard']}, {made['inputs']['basis']}"
        print_table(("criterion", "level"), rows, title=title)


@click.command()
@click.argument("file")
@json_option
@click.pass_obj
@click.pass_context
def verify(ctx: click.Context, settings: Settings, file: str, as_json: bool) -> None:
    """Recompute a certificate; exit status 1 when it does not hold.

    The JSON object has the keys holds and faults.
    """
    from comity.plans import certificate

    try:
        held = json.loads(read_text(file, "certificate"))
    except InputError:
        raise
    except (ValueError, RecursionError):
        raise InputError(f"The certificate {file} is not JSON.") from None
    faults = certificate.verify(open_facts(settings), held)
    if as_json:
        print_json({"holds": not faults, "faults": list(faults)})
    else:
        click.echo("\n".join(faults) or "The certificate holds.")
    if faults:
        ctx.exit(1)
