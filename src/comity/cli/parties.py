"""``comity parties``: who joined what, and the gap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, parse_day, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.load import FactBase
    from comity.facts.types import Finding
    from comity.plans.gap import Gap

as_of_option = click.option("--as-of", metavar="DAY", help="Day of the question, ISO 8601.")


@click.group()
def command() -> None:
    """Who joined what, and the gap."""


@command.command(name="gap")
@click.option("--sample", default="hlab", metavar="NAMES", help="hlab, all, or ids by commas.")
@as_of_option
@click.option(
    "--eu-rule",
    default="seat_only",
    metavar="RULE",
    help="seat_only, binds_members or by_instrument.",
)
@click.option("--without", multiple=True, metavar="ID", help="Leave an instrument out.")
@click.option("--with", "plus", multiple=True, metavar="ID", help="Add an instrument.")
@json_option
@click.pass_obj
def gap_command(
    settings: Settings,
    sample: str,
    as_of: str | None,
    eu_rule: str,
    without: tuple[str, ...],
    plus: tuple[str, ...],
    as_json: bool,
) -> None:
    """Count the states in all instruments of a sample, in none, and by UN group."""
    from comity.plans.gap import gap

    base = open_facts(settings)
    found = gap(
        base,
        sample=sample,
        as_of=parse_day(as_of) if as_of else None,
        eu_rule=eu_rule,
        without=_split(without),
        plus=_split(plus),
    )
    if as_json:
        print_json(_gap_payload(found))
        return
    click.echo(
        f"{_said(found.in_all)} states in all {len(found.instruments)} instruments, "
        f"{_said(found.in_none)} in none, as of {found.as_of}, EU seat: {found.eu_rule}."
    )
    print_table(
        ("UN regional group", "in none", "members"),
        [(name, _said(none), _said(members)) for name, (none, members) in found.by_group.items()],
    )
    click.echo(f"Instruments: {', '.join(found.instruments)}.")


@command.command()
@click.argument("instrument")
@as_of_option
@json_option
@click.pass_obj
def who(settings: Settings, instrument: str, as_of: str | None, as_json: bool) -> None:
    """List every act on INSTRUMENT by a day, with its source."""
    import datetime

    from comity.plans.gap import who as acts_on

    base = open_facts(settings)
    day = parse_day(as_of) if as_of else datetime.date.fromisoformat(base.as_of)
    parties = acts_on(base, instrument, day)
    if as_json:
        acts = [
            {
                "actor": each.actor,
                "name": each.name,
                "act": each.fact.value,
                "date": each.date,
                "date_last": each.date_last,
                "took_place": each.took_place.value,
                "source": each.fact.source.title,
                "year": each.fact.year,
                "quality": each.fact.quality.value,
                "note": each.fact.note,
            }
            for each in parties
        ]
        joined = sorted({each.actor for each in parties if each.joined})
        print_json({"instrument": instrument, "as_of": str(day), "joined": joined, "acts": acts})
        return
    print_table(
        ("actor", "act", "date", "took place", "source"),
        [
            (
                each.name or each.actor,
                str(each.fact.value),
                f"{each.date} to {each.date_last}" if each.date_last else each.date,
                each.took_place.value,
                each.fact.source.key,
            )
            for each in parties
        ],
        title=f"{instrument}, as of {day}",
    )


@command.command(name="list")
@json_option
@click.pass_obj
def list_command(settings: Settings, as_json: bool) -> None:
    """List the instruments: who may join, how complete the list is, the rule for the EU seat."""
    rows = _instruments(open_facts(settings))
    if as_json:
        print_json({"instruments": rows})
        return
    print_table(
        ("id", "name", "date", "gate", "list", "EU seat"),
        [
            (row["id"], row["name"], row["date"], row["gate"], row["roster"], row["eu_rule"])
            for row in rows
        ],
    )


def _instruments(base: FactBase) -> list[dict[str, Any]]:
    names = [
        *("full_name", "date", "body", "type", "binding", "gate", "roster", "list_read"),
        *("eu_rule", "eu_rule_why", "topics", "note"),
    ]
    return [
        {
            "id": row.key,
            "name": row.text("short_name"),
            **{name: row.text(name) for name in names},
            "hlab": bool(row.cells["hlab"]),
            "consensus": bool(row.cells["consensus"]),
            "source": row.source.title,
            "year": row.year,
            "quality": row.quality.value,
        }
        for row in base.rows("instruments")
    ]


def _gap_payload(found: Gap) -> dict[str, Any]:
    return {
        "sample": found.sample,
        "instruments": list(found.instruments),
        "as_of": str(found.as_of),
        "eu_rule": found.eu_rule,
        "in_all": _whole(found.in_all.value),
        "in_all_band": _band(found.in_all),
        "in_none": _whole(found.in_none.value),
        "in_none_band": _band(found.in_none),
        "by_group": {
            name: {
                "in_none": _whole(none.value),
                "members": _whole(members.value),
                "in_none_band": _band(none),
            }
            for name, (none, members) in found.by_group.items()
        },
        "gini": found.gini.value if found.gini else None,
        "states_in_all": list(found.states_in_all),
        "states_in_none": list(found.states_in_none),
        "not_known": [
            {"state": state, "instrument": instrument, "standing": standing.value}
            for state, instrument, standing in found.not_known
        ],
        "without_each": {
            name: {"in_all": every.value, "in_none": none.value}
            for name, (every, none) in found.without_each.items()
        },
        "sources": sorted(
            {each.source.title for each in found.in_all.inputs if hasattr(each, "source")}
        ),
    }


def _split(names: Iterable[str]) -> list[str]:
    return [part.strip() for name in names for part in name.split(",") if part.strip()]


def _whole(value: float | str) -> int:
    return int(value)


def _band(finding: Finding) -> list[int]:
    low, high = finding.low, finding.high
    if low is None or high is None:
        return [_whole(finding.value)] * 2
    return [_whole(low), _whole(high)]


def _said(finding: Finding) -> str:
    low, high = _band(finding)
    return f"{low}" if low == high else f"{_whole(finding.value)} ({low}–{high})"
