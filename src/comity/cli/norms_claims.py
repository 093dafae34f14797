"""``comity norms claims``: famous claims about AI norms, tested on a catalogue or a data set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.errors import InputError

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.load import FactBase
    from comity.facts.types import Finding, Missing
    from comity.plans.claim_types import Answer, Claims, Measure


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--dataset", metavar="NAME", help="agora, oecd or waie; told by the suffix if absent."
)
@click.option("--claim", "only", multiple=True, metavar="KEY", help="This claim alone; repeatable.")
@click.option("--encoder", "encoders", multiple=True, metavar="NAME", help="muse, e5 or ngrams.")
@click.option("--draws", type=click.IntRange(min=19), help="Draws of documents and of labels.")
@click.option("--measures", is_flag=True, help="Print every measure behind every verdict.")
@json_option
@click.pass_obj
def claims(
    settings: Settings, files: tuple[str, ...], dataset: str | None, only: tuple[str, ...],
    encoders: tuple[str, ...], draws: int | None, measures: bool, as_json: bool,
) -> None:  # fmt: skip
    """Test famous claims about AI norms: supported, not supported, or cannot tell.

    Without FILE, by the embedded catalogue. FILE is the Parquet file of WAIE, the ZIP file of an
    AGORA export or the CSV file of an OECD.AI export; none is part of Comity.

    The JSON object has the key evidence: a list with, for each FILE, evidence, facts, languages,
    encoders, notes, claims and principles. A claim has key, statement, rule, said_by, verdict, why
    and measures; a measure has name, verdict, n, null, null_high, p, p_corrected and number, the
    tree of the number down to its sources.
    """
    from comity.plans.claims import claims as by_catalogue

    base = open_facts(settings)
    if files:
        held = [_of_file(base, name, dataset, only, encoders, draws or 0) for name in files]
    else:
        held = [by_catalogue(base, only=only)]
    if as_json:
        print_json({"evidence": [_json(each) for each in held]})
        return
    for each in held:
        _print(each, measures)


def _of_file(
    base: FactBase, name: str, dataset: str | None, only: tuple[str, ...],
    encoders: tuple[str, ...], draws: int,
) -> Claims:  # fmt: skip
    from rich.console import Console

    from comity.plans.claims import claims_of

    data = read_bytes(name)
    with Console(stderr=True).status(f"{name}: reading") as status:
        return claims_of(
            base, data, dataset or dataset_of(name), only=only, encoders=encoders, draws=draws,
            step=lambda what: status.update(f"{name}: {what}"),
        )  # fmt: skip


def read_bytes(name: str) -> bytes:
    """The bytes of a file the user names.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {name}: {error.strerror}.") from error


def dataset_of(name: str) -> str:
    """The data set a file name calls for.

    Raises
    ------
    InputError
        If its suffix is that of none.
    """
    from comity.plans.claim_corpus import SUFFIXES

    suffix = Path(name).suffix.lstrip(".").lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{name} is no .parquet, .zip or .csv file; name its --dataset.")
    return SUFFIXES[suffix]


def _print(found: Claims, measures: bool) -> None:
    print_table(
        ("claim", "verdict", "why"),
        [(each.statement, each.verdict.value, each.why) for each in found.answers],
        title=f"Claims judged by {found.evidence}",
    )
    if measures:
        for answer in found.answers:
            _print_measures(answer)
    for name, number in found.facts.items():
        click.echo(f"{name}: {_said(number)}")
    shares = ", ".join(
        f"{code or 'not told'} {share:.0%}" for code, share in found.languages.items()
    )
    if shares:
        click.echo(f"languages of excerpts: {shares}")
    for note in found.notes:
        click.echo(note)
    if not measures:
        click.echo("Add --measures for the numbers and rules behind each verdict.")


def _print_measures(answer: Answer) -> None:
    click.echo(f"\n{answer.statement} ({answer.said_by.source.title}, {answer.said_by.year})")
    click.echo(f"Rule: {answer.rule}.")
    print_table(
        ("measure", "value and band", "null, 95th", "p", "corrected", "n", "verdict"),
        [_row(each) for each in answer.measures],
    )


def _row(measure: Measure) -> tuple[str, ...]:
    def number(value: float | None, form: str = ".3g") -> str:
        return "" if value is None else format(value, form)

    null = " to ".join(filter(None, (number(measure.null), number(measure.null_high))))
    return (
        measure.name, _said(measure.finding), null, number(measure.p), number(measure.p_corrected),
        str(measure.n or ""), measure.verdict.value,
    )  # fmt: skip


def _said(found: Finding | Missing) -> str:
    from comity.facts.types import Missing

    if isinstance(found, Missing):
        return f"not known: {found.reason}"
    band = "" if found.low is None else f" ({found.low:.3g} to {found.high:.3g})"
    return f"{found.value:.4g}{band} {found.unit}".rstrip()


def _json(found: Claims) -> dict[str, Any]:
    from comity.report.jsonform import known

    return {
        "evidence": found.evidence,
        "facts": {name: known(each) for name, each in found.facts.items()},
        "languages": dict(found.languages),
        "encoders": list(found.encoders),
        "notes": list(found.notes),
        "claims": [
            {
                "key": each.key, "statement": each.statement, "rule": each.rule,
                "said_by": known(each.said_by), "verdict": each.verdict.value, "why": each.why,
                "measures": [
                    {
                        "name": one.name, "verdict": one.verdict.value, "n": one.n,
                        "null": one.null, "null_high": one.null_high, "p": one.p,
                        "p_corrected": one.p_corrected, "number": known(one.finding),
                    }
                    for one in each.measures
                ],
            }
            for each in found.answers
        ],
        "principles": [
            {
                "name": each.name, "documents": each.documents,
                "measures": {
                    name: {"value": one.value, "low": one.low, "high": one.high, "unit": one.unit}
                    for name, one in each.measures.items()
                },
            }
            for each in found.principles
        ],
    }  # fmt: skip
