"""``comity brief``: the report of one state."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli.common import open_facts, parse_day
from comity.config import Settings
from comity.errors import InputError

FORMATS = ("html", "json", "md")


@click.command()
@click.argument("state")
@click.option("--format", "form", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Same as --format json --out -.")
@click.option("--out", metavar="PATH", help="Where to write; - is standard output.")
@click.option("--as-of", metavar="DAY", help="Count memberships as of this day, 2024-09-19.")
@click.option("--electricity-price", metavar="USD/KWH", help="Your tariff: 0.18 or 0.15-0.22.")
@click.pass_obj
def command(
    settings: Settings,
    state: str,
    form: str,
    as_json: bool,
    out: str | None,
    as_of: str | None,
    electricity_price: str | None,
) -> None:
    """Write the report of STATE, a code or a name in any UN language."""
    if as_json:
        form, out = "json", out or "-"
    from comity.report import drawing

    if form == "html":
        drawing.start()
    from comity.plans.brief import brief

    made = brief(
        state,
        as_of=parse_day(as_of) if as_of else None,
        facts=open_facts(settings),
        electricity_price=electricity_price,
    )
    from comity.report.render import render

    text = render(made, form, language=settings.language)
    write(text, out or f"comity-{made.state}.{form}")


def write(text: str, out: str) -> None:
    """Write text whole or not at all, and print where; ``-`` is standard output.

    Raises
    ------
    InputError
        If the place cannot be written; what stood there before stays.
    """
    if out == "-":
        click.echo(text)
        return
    write_whole(text, out)
    click.echo(out)


def write_whole(text: str, out: str) -> None:
    """Write text whole or not at all.

    Raises
    ------
    InputError
        If the place cannot be written; what stood there before stays.
    """
    path = Path(out)
    if path.is_dir():
        raise InputError(f"Cannot write {out}: it is a folder; name a file.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(text, "utf-8")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True) if partial.parent.is_dir() else None
        raise InputError(f"Cannot write {out}: {error.strerror}.") from error
