"""``comity facts``: what is known of a state, every competing figure, the sources, the check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Fact, Source


@click.group("facts", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show and check what is known, and its sources."""


@command.command("list")
@click.argument("state", required=False)
@json_option
@click.pass_obj
def list_facts(settings: Settings, state: str | None, as_json: bool) -> None:
    """List the facts there are, or those known of STATE (a code or a name)."""
    base = open_facts(settings)
    if state is None:
        columns = [base.column("countries", name) for name in base.names()]
        rows = [(each.name, each.unit, each.meaning) for each in columns]
        if as_json:
            keys = ("name", "unit", "meaning")
            print_json({"facts": [dict(zip(keys, row, strict=True)) for row in rows]})
        else:
            print_table(("fact", "unit", "meaning"), rows)
        return
    from comity.facts.states import name as state_name
    from comity.facts.states import resolve
    from comity.facts.types import Missing

    iso3 = resolve(base, state)
    held = {name: base.known(iso3, name) for name in sorted(base.names())}
    known = [each for each in held.values() if not isinstance(each, Missing)]
    missing = [each for each in held.values() if isinstance(each, Missing)]
    if as_json:
        print_json(
            {
                "state": iso3,
                "facts": [_payload(each) for each in known],
                "missing": [
                    {"name": each.name, "reason": each.reason, "supply": each.supply}
                    for each in missing
                ],
            }
        )
        return
    unknown = [(each.name, "not known", "", "", "", "") for each in missing]
    print_table(
        ("fact", "value", "unit", "year", "quality", "source"),
        [*(_line(each) for each in known), *unknown],
        title=state_name(base, iso3, settings.language),
    )


@command.command("show")
@click.argument("state")
@click.argument("fact")
@json_option
@click.pass_obj
def show(settings: Settings, state: str, fact: str, as_json: bool) -> None:
    """Show every competing figure for a FACT of STATE, the preferred one first."""
    from comity.errors import MissingFact
    from comity.facts.states import name as state_name
    from comity.facts.states import resolve
    from comity.facts.types import Missing, independent

    base = open_facts(settings)
    iso3 = resolve(base, state)
    column = base.column("countries", fact)
    called = state_name(base, iso3, settings.language)
    preferred, found = base.known(iso3, fact), base.facts(iso3, fact)
    if isinstance(preferred, Missing):
        raise MissingFact(
            f"{fact} of {called} is not known: {preferred.reason}. To supply it: {preferred.supply}"
        )
    if as_json:
        print_json(
            {
                "state": iso3,
                "fact": fact,
                "meaning": column.meaning,
                "independent": len(independent(found)),
                "facts": [_payload(each) for each in found],
            }
        )
        return
    click.echo(f"{called}: {column.meaning}.")
    print_table(
        ("value", "year", "producer", "release", "source", "quality", "note"),
        [
            (
                f"{_value(each)} {each.unit}".rstrip(),
                str(each.year),
                each.producer,
                each.release,
                each.source.key,
                each.quality.value,
                each.note,
            )
            for each in found
        ],
    )
    click.echo(f"Independent producers: {len(independent(found))}.")


@command.command("check")
@json_option
@click.pass_obj
def check(settings: Settings, as_json: bool) -> int:
    """Check every table against its promises; exit 1 when one is damaged."""
    from comity.errors import DamagedFacts
    from comity.facts.check import damages
    from comity.facts.load import embedded

    found = list(damages(embedded()))
    try:
        open_facts(settings)
    except DamagedFacts as error:
        found.append(str(error))
    if as_json:
        print_json({"ok": not found, "damages": found})
    else:
        for each in found:
            click.echo(each)
        click.echo("The facts keep their schema." if not found else f"Damages: {len(found)}.")
    return 1 if found else 0


@command.command("sources")
@click.argument("key", required=False)
@json_option
@click.pass_obj
def sources(settings: Settings, key: str | None, as_json: bool) -> None:
    """List every source with its terms, or one by its KEY."""
    base = open_facts(settings)
    held = [base.source(key)] if key else sorted(base.sources.values(), key=lambda each: each.key)
    if as_json:
        print_json({"sources": [_source(each) for each in held]})
    elif key:
        print_table(("", ""), _source(held[0]).items())
    else:
        print_table(
            ("key", "producer", "year", "licence"),
            [(each.key, each.producer, str(each.year), each.licence) for each in held],
        )


def _value(fact: Fact) -> str:
    if isinstance(fact.value, str):
        return fact.value
    return f"{fact.value:,.0f}" if fact.value.is_integer() else f"{fact.value:,.6g}"


def _line(fact: Fact) -> tuple[str, ...]:
    year, source = str(fact.year), fact.source.key
    return fact.name, _value(fact), fact.unit, year, fact.quality.value, source


def _payload(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "value": fact.value,
        "unit": fact.unit,
        "low": fact.low,
        "high": fact.high,
        "year": fact.year,
        "producer": fact.producer,
        "release": fact.release,
        "source": fact.source.key,
        "quality": fact.quality.value,
        "note": fact.note,
    }


def _source(source: Source) -> dict[str, str]:
    names = ("key", "title", "producer", "year", "licence", "url", "accessed", "kind")
    return {name: str(getattr(source, name)) for name in names}
