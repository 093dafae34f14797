"""The option ``--html FILE``: one self-contained page beside what a command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.plans.content import Brief

html_option = click.option("--html", metavar="FILE", help="Also write a page with figures.")


def write_page(settings: Settings, page: Brief, file: str) -> None:
    """Write a page whole or not at all, and say where on standard error.

    Raises
    ------
    InputError
        If the place cannot be written; what stood there before stays.
    """
    from comity.cli.brief import write_whole
    from comity.report.render import render

    write_whole(render(page, "html", language=settings.language), file)
    click.echo(file, err=True)
