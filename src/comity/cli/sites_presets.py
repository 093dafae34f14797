"""``comity sites presets``: published ranges that may be laid over a plant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.common import json_option, open_facts, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings


@click.command()
@json_option
@click.pass_obj
def presets(settings: Settings, as_json: bool) -> None:
    """Names for `comity sites run --preset`, with the plant each describes and its source.

    The JSON object has the key presets: a list of name, technology (null where it fits any),
    meaning, source and year.
    """
    rows = open_facts(settings).rows("presets")
    if as_json:
        print_json(
            {
                "presets": [
                    {
                        "name": row.key, "technology": row.text("technology") or None,
                        "meaning": row.text("meaning"), "source": row.source.key,
                        "year": row.year,
                    }
                    for row in rows
                ]
            }
        )  # fmt: skip
        return
    print_table(
        ("preset", "plant", "meaning", "source"),
        [
            (row.key, row.text("technology") or "any", row.text("meaning"), row.source.title)
            for row in rows
        ],
    )
