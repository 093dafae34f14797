"""``comity sites``: cooling, energy and water of a data centre at a place."""

from __future__ import annotations

import click

from comity.cli.labels import label, verify
from comity.cli.sites_presets import presets
from comity.cli.sites_run import run
from comity.cli.sites_size import size
from comity.cli.siting import compare, rank, sweep


@click.group()
def command() -> None:
    """Cooling, energy, carbon and water of a data centre at a place."""


command.add_command(run)
command.add_command(presets)
command.add_command(label)
command.add_command(verify)
command.add_command(compare)
command.add_command(rank)
command.add_command(sweep)
command.add_command(size)
