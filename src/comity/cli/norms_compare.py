"""``comity norms compare`` and ``comity norms strategies``: strategies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, parse_day, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.tables import Row
    from comity.facts.types import Finding
    from comity.plans.strategies import Comparison, Issue, Side, Strategies


@click.command()
@click.argument("actors", nargs=-1, required=True)
@click.option("--issue", metavar="ISSUE", help="One issue, with every cell.")
@click.option(
    "--all-instruments", "everything", is_flag=True, help="Drafts, revoked and lapsed texts too."
)
@click.option("--as-of", metavar="DAY", help="Day of the question, ISO 8601.")
@json_option
@click.pass_obj
def compare(
    settings: Settings,
    actors: tuple[str, ...],
    issue: str | None,
    everything: bool,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Compare what the instruments of ACTORS say on each issue, and where they meet."""
    import datetime

    from comity.plans.strategies import compare as side_by_side
    from comity.plans.strategies import strategies

    base = open_facts(settings)
    day = parse_day(as_of) if as_of else datetime.date.fromisoformat(base.as_of)
    found = side_by_side(base, actors, day, issue=issue, everything=everything)
    known = strategies(base)
    if as_json:
        print_json(_object(known, found))
        return
    print_table(
        ("issue", "together", "shared value", *(known.actors[each] for each in found.actors)),
        [
            (
                known.issues[each.overlap.issue].text("label"),
                each.overlap.verdict.value,
                _shared(each),
                *(_said(known, each, side, full=issue is not None) for side in each.sides),
            )
            for each in found.issues
        ],
        title=f"Strategies side by side, as of {day}",
    )
    _close(found)


@click.command()
@click.argument("actor", required=False)
@json_option
@click.pass_obj
def strategies(settings: Settings, actor: str | None, as_json: bool) -> None:
    """List the instruments of the catalogue, or those of ACTOR, with status and cells read."""
    from comity.plans.strategies import actor as code_of
    from comity.plans.strategies import strategies as catalogue

    base = open_facts(settings)
    known = catalogue(base)
    keys = known.of(code_of(base, actor)) if actor else tuple(known.rows)
    if as_json:
        print_json({"as_of": base.as_of, "strategies": [_instrument(known, key) for key in keys]})
        return
    print_table(
        ("instrument", "actor", "title", "type", "date", "status", "read", "cells read of coded"),
        [
            (
                key,
                row.text("actor"),
                row.text("short_name"),
                row.text("type"),
                row.text("date"),
                f"{row.text('status')} ({row.text('status_date')})"
                + _mark(row.text("status_seen")),
                row.text("reading"),
                f"{known.count(key).low} of {known.count(key).high}",
            )
            for key in keys
            for row in (known.rows[key],)
        ],
        title=f"Strategies, as of {base.as_of}",
    )
    click.echo("A question mark follows what was not read.")


def _close(found: Comparison) -> None:
    numbers = found.findings
    shared, share = numbers["norms.strategies.shared"], numbers["norms.strategies.share"]
    click.echo(
        f"All share a value on {_number(shared)} issues, {_number(share, percent=True)} of those "
        f"compared. Of {numbers['norms.strategies.cells'].value:g} cells of "
        f"{numbers['norms.strategies.instruments'].value:g} instruments, "
        f"{numbers['norms.strategies.confirmed_share'].value:.0%} were read."
    )
    click.echo("A question mark follows what was not read; it enters no count.")
    if found.left_out:
        click.echo(f"Not compared, since not known to stand: {', '.join(found.left_out)}.")


def _shared(issue: Issue) -> str:
    read, said = issue.overlap.shared, issue.overlap.possible
    return ", ".join([*read, *(f"{each} ?" for each in said if each not in read)]) or "none"


def _said(known: Strategies, issue: Issue, side: Side, *, full: bool) -> str:
    if not side.cells:
        return issue.overlap.stands[side.actor].value
    shown = side.cells if full else side.cells[:1]
    lines = [
        f"{row.text('value')}: {known.rows[row.text('strategy')].text('short_name')}, "
        f"{row.text('reference')}{_mark(row.text('seen'))}"
        for row in shown
    ]
    more = len(side.cells) - len(shown)
    return "\n".join([*lines, *([f"and {more} more"] if more else [])])


def _mark(seen: str) -> str:
    return "" if seen == "confirmed" else " ?"


def _number(found: Finding, *, percent: bool = False) -> str:
    def said(value: float) -> str:
        return f"{value:.0%}" if percent else f"{value:g}"

    if found.low is None or found.high is None:
        return said(float(found.value))
    return f"{said(found.low)} to {said(found.high)}"


def _object(known: Strategies, found: Comparison) -> dict[str, Any]:
    return {
        "as_of": str(found.as_of),
        "all_instruments": found.everything,
        "actors": [{"actor": each, "name": known.actors[each]} for each in found.actors],
        "instruments": [_instrument(known, key) for key in found.instruments],
        "left_out": list(found.left_out),
        "issues": [
            {
                "issue": each.overlap.issue,
                "label": known.issues[each.overlap.issue].text("label"),
                "definition": known.issues[each.overlap.issue].text("definition"),
                "values": dict(known.values[each.overlap.issue]),
                "together": each.overlap.verdict.value,
                "shared": list(each.overlap.shared),
                "possibly_shared": list(each.overlap.possible),
                "actors": [
                    {
                        "actor": side.actor,
                        "stand": each.overlap.stands[side.actor].value,
                        "cells": [_cell(row) for row in side.cells],
                    }
                    for side in each.sides
                ],
            }
            for each in found.issues
        ],
        "numbers": {
            name.removeprefix("norms.strategies."): {
                "value": number.value,
                "low": number.low,
                "high": number.high,
                "unit": number.unit,
            }
            for name, number in found.findings.items()
        },
    }


def _instrument(known: Strategies, key: str) -> dict[str, Any]:
    row, count = known.rows[key], known.count(key)
    names = (
        "title", "short_name", "actor", "type", "date", "status", "status_date", "status_seen",
        "reading", "note",
    )  # fmt: skip
    return {
        "strategy": key,
        **{name: row.text(name) for name in names},
        "cells_confirmed": count.low,
        "cells": count.high,
        **_source(row),
    }


def _cell(row: Row) -> dict[str, Any]:
    names = ("strategy", "value", "reference", "seen", "read_on", "note")
    return {**{name: row.text(name) for name in names}, **_source(row)}


def _source(row: Row) -> dict[str, Any]:
    return {
        "source": row.source.title,
        "url": row.source.url,
        "year": row.year,
        "quality": row.quality.value,
    }
