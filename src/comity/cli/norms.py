"""``comity norms``: principles in instruments, and what states agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli import norms_corpus, norms_search
from comity.cli.common import json_option, open_facts, parse_day, print_json, print_table
from comity.cli.norms_claims import claims
from comity.cli.norms_common import command as common_command
from comity.cli.norms_common import signers_command
from comity.cli.norms_compare import compare, strategies
from comity.cli.norms_conflicts import conflicts
from comity.cli.norms_scheme import command as scheme_command
from comity.cli.norms_train import train

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Finding
    from comity.plans.coverage import Scheme

as_of_option = click.option("--as-of", metavar="DAY", help="Day of the question, ISO 8601.")
operative_option = click.option(
    "--operative", is_flag=True, help="Leave out what only a preamble states."
)


@click.group()
def command() -> None:
    """Principles in instruments, and what states agreed to."""


@command.command()
@click.argument("instrument", required=False)
@operative_option
@json_option
@click.pass_obj
def coverage(settings: Settings, instrument: str | None, operative: bool, as_json: bool) -> None:
    """List which principles each instrument, or INSTRUMENT, contains, with references."""
    from comity.plans.coverage import listing, scheme

    known = scheme(open_facts(settings), operative_only=operative)
    names = listing(known, instrument)
    if as_json:
        print_json({"instruments": [_text(known, name) for name in names]})
        return
    print_table(
        ("instrument", "read", "principle", "reference", "words read"),
        [
            (name, known.readings[name].value, code["principle"], code["reference"], code["seen"])
            for name in names
            for code in _text(known, name)["principles"]
        ],
    )
    unread = [name for name in names if not _text(known, name)["principles"]]
    if unread:
        click.echo(f"Without a code: {', '.join(unread)}.")


@command.command()
@as_of_option
@click.option(
    "--eu-rule",
    default="seat_only",
    metavar="RULE",
    help="seat_only, binds_members or by_instrument.",
)
@operative_option
@json_option
@click.pass_obj
def principles(
    settings: Settings, as_of: str | None, eu_rule: str, operative: bool, as_json: bool
) -> None:
    """Rank principles by the states on record for them and by the instruments that state them."""
    import datetime

    from comity.plans.world import ranking

    base = open_facts(settings)
    day = parse_day(as_of) if as_of else datetime.date.fromisoformat(base.as_of)
    found = ranking(base, day, eu_rule=eu_rule, operative_only=operative)
    if as_json:
        print_json(
            {
                "as_of": str(day),
                "eu_rule": eu_rule,
                "operative_only": operative,
                "principles": [
                    {
                        "principle": each.principle.key,
                        "label": each.principle.label,
                        "states": _number(each.states),
                        "rank": each.rank._asdict(),
                        "instruments": _number(each.instruments),
                        "instruments_confirmed_share": each.confirmed_share,
                    }
                    for each in found.rows
                ],
                "sustainability_rank": _number(found.rank),
                "sustainability_rank_wide": _number(found.rank_wide),
            }
        )
        return
    print_table(
        ("rank", "band", "principle", "states on record", "instruments", "confirmed"),
        [
            (
                str(each.rank.rank),
                f"{each.rank.best} to {each.rank.worst}",
                each.principle.label,
                _said(each.states),
                _said(each.instruments),
                f"{each.confirmed_share:.0%}",
            )
            for each in found.rows
        ],
        title=f"Principles by states that put their name to them, as of {day}",
    )
    click.echo(
        f"Environmental sustainability ranks {_said(found.rank)}; read together with sustainable "
        f"development, {_said(found.rank_wide)}."
    )


@command.command()
@click.argument("state")
@as_of_option
@json_option
@click.pass_obj
def agreed(settings: Settings, state: str, as_of: str | None, as_json: bool) -> None:
    """Show the principles STATE has put its name to, through which texts, and with how many."""
    import datetime

    from comity.facts.states import resolve
    from comity.plans.context import Context
    from comity.plans.onrecord import agreed as on_record

    base = open_facts(settings)
    day = parse_day(as_of) if as_of else datetime.date.fromisoformat(base.as_of)
    held = on_record(Context(facts=base, state=resolve(base, state), as_of=day))
    found = held.findings
    if as_json:
        print_json(
            {
                "state": held.state,
                "as_of": str(day),
                "principles": [
                    {
                        "principle": name,
                        "states": _number(found[f"norms.states.{name}"]),
                        "texts": list(held.through[name]),
                    }
                    for name in held.principles
                ],
                "adopted_without_a_vote": list(held.without_vote),
                "same_principles": _number(found["norms.same_principles"]),
                "binding": list(held.binding),
                "binding_not_in_force": list(held.awaiting),
                "sustainability_rank": _number(found["norms.sustainability_rank"]),
                "sustainability_rank_wide": _number(found["norms.sustainability_rank_wide"]),
                "codes_confirmed": _number(found["norms.codes_confirmed"]),
                "codes_unconfirmed": _number(found["norms.codes_unconfirmed"]),
            }
        )
        return
    print_table(
        ("principle", "states", "your texts"),
        [
            (name, _said(found[f"norms.states.{name}"]), ", ".join(held.through[name]))
            for name in held.principles
        ],
        title=f"What {held.state} has put its name to, as of {day}",
    )
    click.echo(
        f"{_said(found['norms.same_principles'])} other states are on record for all of them; "
        f"texts adopted without a vote state {_said(found['norms.agreed_without_vote'])}."
    )


def _text(known: Scheme, name: str) -> dict[str, Any]:
    codes = [
        {
            "principle": principle,
            "reference": row.text("reference"),
            "place": row.text("place"),
            "seen": row.text("seen"),
            "note": row.text("note"),
            "source": row.source.title,
            "year": row.year,
            "quality": row.quality.value,
        }
        for (instrument, principle), row in known.codes.items()
        if instrument == name and known.holds(name, principle)
    ]
    return {
        "instrument": name,
        "reading": known.readings[name].value,
        "principles": codes,
        "absent": list(known.absent(name)),
    }


def _number(found: Finding) -> dict[str, Any]:
    return {"value": found.value, "low": found.low, "high": found.high, "unit": found.unit}


def _said(found: Finding) -> str:
    band = "" if found.low is None else f" ({found.low:g} to {found.high:g})"
    return f"{found.value:g}{band}"


command.add_command(scheme_command)
command.add_command(common_command)
command.add_command(signers_command)
command.add_command(claims)
command.add_command(compare)
command.add_command(strategies)
command.add_command(norms_corpus.add)
command.add_command(norms_corpus.list_)
command.add_command(norms_corpus.export)
command.add_command(norms_search.search)
command.add_command(norms_search.table)
command.add_command(norms_search.links)
command.add_command(conflicts)
command.add_command(train)
