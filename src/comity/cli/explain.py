"""``comity explain``: a finding unfolded to the publications it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.common import (
    json_option,
    open_facts,
    parse_day,
    print_json,
)
from comity.config import Settings
from comity.errors import MissingFact, UnknownName

if TYPE_CHECKING:
    from comity.facts.load import FactBase
    from comity.facts.types import Finding, Missing
    from comity.plans.content import Brief


@click.command()
@click.argument("state")
@click.argument("finding", required=False)
@click.option("--as-of", metavar="DAY", help="Count memberships as of this day, 2024-09-19.")
@click.option("--electricity-price", metavar="USD/KWH", help="Your tariff: 0.18 or 0.15-0.22.")
@json_option
@click.pass_obj
def command(
    settings: Settings,
    state: str,
    finding: str | None,
    as_of: str | None,
    electricity_price: str | None,
    as_json: bool,
) -> None:
    """Print the tree of FINDING of STATE down to publications; without FINDING, list them.

    Findings of the brief, and the accounts of its plant (sites.cue) and of every other
    (sites.cue.water_chiller).
    """
    from comity.facts.types import Finding
    from comity.plans.brief import brief
    from comity.report.explain import listing, outline
    from comity.report.jsonform import known
    from comity.report.translate import translator

    base = open_facts(settings)
    made = brief(
        state,
        as_of=parse_day(as_of) if as_of else None,
        facts=base,
        electricity_price=electricity_price,
    )
    found, translate = made.findings, translator(settings.language, made.names)
    if finding is None or (finding not in found and finding.startswith("sites.")):
        found = accounts_beside(base, made, electricity_price) | found
    if finding is None:
        if as_json:
            print_json({"state": made.state, "findings": sorted(found)})
        else:
            click.echo(listing(found, translate))
        return
    if finding not in found:
        raise UnknownName("finding", finding, found)
    root = found[finding]
    if not isinstance(root, Finding):
        raise MissingFact(f"{finding} of {made.state} is not known: {root.reason}. {root.supply}")
    if as_json:
        print_json({"state": made.state, "name": finding, **known(root)})
    else:
        click.echo(outline(root, translate))


def accounts_beside(base: FactBase, made: Brief, price: str | None) -> dict[str, Finding | Missing]:
    """Accounts of every plant at the reference city, which the brief itself does not print."""
    from comity.plans.brief import supplied_price
    from comity.plans.context import Context
    from comity.plans.indicators import of_state

    day = parse_day(made.as_of)
    own = supplied_price(price, day) if price else None
    return of_state(Context(facts=base, state=made.state, as_of=day, electricity_price=own))
