"""What every command shares: opening facts, printing JSON, printing a table."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from comity.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from comity.config import Settings
    from comity.facts.load import FactBase

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")


def _replace(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None and param.name:
        from comity.config import override

        ctx.obj = override(ctx.obj, {param.name: value})


def take_settings(command: click.Command) -> None:
    """Give every command below this one the options ``--facts`` and ``--language``.

    A command that has an option of that name keeps its own.
    """
    if isinstance(command, click.Group):
        for each in command.commands.values():
            take_settings(each)
        return
    help_facts = "CSV file or folder of facts that override ours, row by row."
    for name, metavar, text in (
        ("--facts", "PATH", help_facts),
        ("--language", "CODE", "ar, en, es, fr, ru or zh."),
    ):
        if name in {own for param in command.params for own in param.opts}:
            continue
        command.params.append(
            click.Option([name], metavar=metavar, help=text, expose_value=False, callback=_replace)
        )


def open_facts(settings: Settings) -> FactBase:
    """Embedded facts with the user's own on top."""
    from comity.facts.load import embedded, load

    return load(settings.facts) if settings.facts else embedded()


def parse_day(text: str) -> datetime.date:
    """Parse an ISO 8601 day.

    Raises
    ------
    InputError
        If it is not one.
    """
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is not a day; write it as 2024-09-19.") from None


def print_json(payload: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(payload, ensure_ascii=False, indent=2, allow_nan=False))


_UNFOLDED = 1000
"""Wide enough that no row of ours is folded. [characters]"""


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Print a table on standard output: as wide as the terminal, unfolded in a file or pipe."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=_UNFOLDED)
    console.print(table)


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows with a header as UTF-8; folders on the way are made."""
    import csv

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


def print_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as CSV on standard output."""
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
