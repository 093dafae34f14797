"""``comity norms common`` and ``signers``: the text a coalition shares, and who shares a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import (
    json_option,
    open_facts,
    parse_day,
    print_csv,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from comity.config import Settings
    from comity.facts.load import FactBase
    from comity.facts.types import Finding
    from comity.plans.lacking import Chance, ToSign
    from comity.plans.text_types import Common, Rule


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every question about who is on record: group, day, Union's seat, silent texts."""
    for option in (
        click.option("--group", "groups", multiple=True, metavar="GROUP", help="A group of states, such as g77 or au; may be repeated."),  # noqa: E501
        click.option("--as-of", metavar="DAY", help="Day of the question, ISO 8601."),
        click.option("--eu-rule", default="seat_only", metavar="RULE", help="seat_only, binds_members or by_instrument."),  # noqa: E501
        click.option("--without-vote", is_flag=True, help="Count texts an organisation adopted without a vote."),  # noqa: E501
        json_option,
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("common")
@click.argument("states", nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="Every UN member state.")
@click.option(
    "--share",
    type=click.Choice(["all", "two-thirds", "majority", "any"]),
    default="all",
    show_default=True,
    help="States that must be on record for a line.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "md", "csv", "akn"]),
    default="table",
    show_default=True,
    help="md, csv and akn (Akoma Ntoso) are the zero draft.",
)
@click.option("--lines", metavar="NAMES", help="Text to sign, as principles with commas.")
@click.option("--seed", type=int, help="Of the random coalitions.")
@rule_options
@click.pass_obj
def command(
    settings: Settings,
    states: tuple[str, ...],
    groups: tuple[str, ...],
    everyone: bool,
    share: str,
    form: str,
    lines: str | None,
    seed: int | None,
    as_of: str | None,
    eu_rule: str,
    without_vote: bool,
    as_json: bool,
) -> None:
    """Find the largest text STATES are already on record for, as a zero draft, and what is missing.

    Its size is set beside that of random coalitions. Without a common text the exit code is 1.
    """
    from comity.errors import Infeasible
    from comity.norms.common import Share
    from comity.plans.lacking import SEED, chances, to_sign
    from comity.plans.text import coalition, common
    from comity.plans.text_types import Rule
    from comity.plans.zero_draft import empty

    base = open_facts(settings)
    day = _day(base, as_of)
    rule = Rule(as_of=day, share=Share(share), eu_rule=eu_rule, without_vote=without_vote)
    of = coalition(base, states=states, groups=groups, everyone=everyone, as_of=day)
    held = common(base, of, rule)
    lacking = to_sign(base, held, _names(lines))
    if not as_json and form != "table":
        _print_draft(base, settings.language, held, lacking, form)
        return
    found = chances(base, held, seed=SEED if seed is None else seed)
    if as_json:
        _print_json(base, settings.language, held, lacking, found)
    else:
        _print_tables(held, lacking, found)
    if not held.agreed:
        raise Infeasible(empty(held))


@click.command("signers")
@click.argument("principles", nargs=-1, required=True)
@rule_options
@click.pass_obj
def signers_command(
    settings: Settings,
    principles: tuple[str, ...],
    groups: tuple[str, ...],
    as_of: str | None,
    eu_rule: str,
    without_vote: bool,
    as_json: bool,
) -> None:
    """Name the states on record for every one of PRINCIPLES: who could sign that text."""
    from comity.plans.text import coalition, signers
    from comity.plans.text_types import Rule

    base = open_facts(settings)
    day = _day(base, as_of)
    rule = Rule(as_of=day, eu_rule=eu_rule, without_vote=without_vote)
    of = coalition(base, groups=groups, everyone=not groups, as_of=day)
    found = signers(base, principles, rule, of)
    if as_json:
        print_json(
            {
                **_rule(rule),
                "among": of.name,
                "lines": list(found.lines),
                "count": _number(found.count),
                "states": list(found.states),
                "not_known": list(found.maybe),
            }
        )
        return
    click.echo(
        f"{_said(found.count)} of {len(of.states)} states are on record for "
        f"{', '.join(found.lines)}, as of {day}."
    )
    for title, names in (("On record", found.states), ("Not known", found.maybe)):
        if names:
            click.echo(f"{title}: {' '.join(names)}")


def _day(base: FactBase, as_of: str | None) -> datetime.date:
    return parse_day(as_of or base.as_of)


def _names(lines: str | None) -> list[str]:
    return [each for each in (lines or "").split(",") if each.strip()]


def _print_draft(base: FactBase, language: str, held: Common, lacking: ToSign, form: str) -> None:
    from comity.plans.zero_draft import akoma_ntoso, zero_draft
    from comity.report.draftform import COLUMNS, markdown, rows

    draft = zero_draft(base, held, language)
    if form == "md":
        click.echo(markdown(draft, held, lacking), nl=False)
    elif form == "csv":
        print_csv(COLUMNS, [[row[name] for name in COLUMNS] for row in rows(draft)])
    else:
        click.echo(akoma_ntoso(draft, held).decode("utf-8"))


def _print_json(
    base: FactBase,
    language: str,
    held: Common,
    lacking: ToSign,
    found: tuple[Chance, ...],
) -> None:
    from comity.plans.zero_draft import zero_draft
    from comity.report.draftform import line_json

    draft = zero_draft(base, held, language) if held.agreed else None
    together = held.whole
    print_json(
        {
            **_rule(held.rule),
            "share": held.rule.share.value,
            "coalition": held.coalition.name,
            "states": list(held.coalition.states),
            "needed": held.needed,
            "common_lines": _number(held.findings["norms.common_lines"]),
            "lines": [line_json(each) for each in held.lines],
            "together": {
                "lines": [held.table.lines[at] for at in together.lines],
                "states": [held.table.states[at] for at in together.states],
            },
            "random_coalitions": [
                {
                    "drawn_from": each.drawn_from,
                    "expected": _number(each.expected),
                    "excess": _number(each.excess),
                    "share_as_large": each.share_as_large,
                    "share_as_small": each.share_as_small,
                    "verdict": each.verdict,
                    "draws": each.draws,
                    "seed": each.seed,
                }
                for each in found
            ],
            "to_sign": {
                "lines": list(lacking.lines),
                "drop": list(lacking.drop),
                "adherences": _number(lacking.adherences),
                "states": [
                    {
                        "state": each.state,
                        "lines": list(each.lines),
                        "join": [list(option) for option in each.options if option],
                        "in_no_text": list(each.left),
                    }
                    for each in lacking.lacks
                ],
            },
            "draft": draft
            and {
                "language": draft.language,
                "reviewed": draft.reviewed,
                "title": draft.title,
                "text": draft.text,
                "provisions": [
                    {
                        "eid": each.eid,
                        "kind": each.kind.value,
                        "text": each.text,
                        "principle": each.line.principle if each.line else None,
                    }
                    for each in (*draft.preamble, *draft.operative)
                ],
            },
        }
    )


def _print_tables(held: Common, lacking: ToSign, found: tuple[Chance, ...]) -> None:
    from comity.report.draftform import choices, lacking_sentence

    size = len(held.coalition.states)
    print_table(
        ("principle", "states", "common", "part", "through (states)"),
        [
            (
                each.principle,
                _said(each.count),
                "yes" if each.meets else "",
                each.place.value if each.on else "",
                ", ".join(f"{p.instrument} ({len(p.states)})" for p in each.passages),
            )
            for each in held.lines
        ],
        title=f"On record: {held.coalition.name}, {size} states, as of {held.rule.as_of}",
    )
    click.echo(
        f"{_said(held.findings['norms.common_lines'])} lines have {held.needed} states or more "
        f"on record; {_said(held.findings['norms.common_together'])} have the same states for all."
    )
    for each in found:
        of = "any states" if each.drawn_from == "any" else "as many states of each UN group"
        click.echo(
            f"Random coalitions of {of}: {_said(each.expected)} lines; {each.share_as_large:.1%} "
            f"have as many or more. This coalition: {each.verdict} "
            f"({each.draws} draws, seed {each.seed})."
        )
    if lacking.lacks:
        print_table(
            ("state", "lines lacking", "to join, any one choice", "in no text open to it"),
            [
                (each.state, str(len(each.lines)), choices(each.options), ", ".join(each.left))
                for each in lacking.lacks
            ],
            title=lacking_sentence(lacking),
        )


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "as_of": str(rule.as_of),
        "eu_rule": rule.eu_rule,
        "without_vote": rule.without_vote,
    }


def _number(found: Finding) -> dict[str, Any]:
    return {"value": found.value, "low": found.low, "high": found.high, "unit": found.unit}


def _said(found: Finding) -> str:
    band = "" if found.low is None else f" ({found.low:g} to {found.high:g})"
    return f"{found.value:g}{band}"
