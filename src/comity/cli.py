"""The command line: one function per command, no arithmetic."""

from __future__ import annotations

import sys

import click

from comity.errors import ComityError


@click.group()
@click.version_option(package_name="comity")
def comity() -> None:
    """From overlapping AI norms to a common text, a hosting plan and a fund."""


def main() -> None:
    """Run the command line; one sentence and an exit code on failure."""
    try:
        comity(standalone_mode=False)
    except ComityError as error:
        click.echo(f"{error.code}: {error}", err=True)
        sys.exit(error.exit_code)
