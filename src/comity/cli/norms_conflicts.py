"""``comity norms conflicts``: provisions of instruments that may not agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, write_csv
from comity.cli.norms_claims import read_bytes
from comity.cli.norms_corpus import corpus_option, empty, open_at
from comity.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comity.config import Settings
    from comity.facts.types import Finding, Missing
    from comity.norms.conflict.types import Candidate
    from comity.norms.modality.types import Span
    from comity.norms.types import Excerpt


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE FILE...]")
@click.option(
    "--binding", multiple=True, metavar="FILE", help="This file is a binding text; may be repeated."
)
@click.option("--verdicts", metavar="FILE", help="CSV of candidates with your judgements.")
@click.option("--csv", "out", metavar="FILE", help="Write the candidates, ready to be judged.")
@click.option(
    "--top",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Candidates printed; --json prints all.",
)
@corpus_option
@json_option
@click.pass_obj
def conflicts(
    settings: Settings, files: tuple[str, ...], binding: tuple[str, ...], verdicts: str | None,
    out: str | None, top: int, corpus: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Show provisions of two or more FILEs that may not agree, with the words and the rule.

    Without a FILE the instruments of the corpus are compared, whose force was said when added.

    A pair is a candidate, never a conflict. Judge it in the CSV file: accept, not a conflict, or
    different scope; give the file with --verdicts to see the precision and move the probabilities.

    The JSON object has candidates, counts, notes and compared. A candidate has key, verdict, rule,
    probability, stricter, reason, judgement, first and second; an end has instrument, eid, words,
    start, end and clause.
    """
    from comity.plans import conflicts as plan

    unknown = sorted(set(binding) - set(files))
    if unknown:
        raise InputError(f"--binding {unknown[0]} is not among the files to compare.")
    base = open_facts(settings)
    excerpts = _of_files(files, binding) if files else _of_corpus(settings, corpus)
    said = _judgements(verdicts)
    found = plan.conflicts(base, excerpts, judgements=said)
    if out and found.candidates:
        rows = [plan.row(each, said.get(each.key, "")) for each in found.candidates]
        write_csv(Path(out), rows)
    if as_json:
        print_json({
            "candidates": [_json(each, said.get(each.key, "")) for each in found.candidates],
            "counts": {name: _number(each) for name, each in found.findings.items()},
            "notes": list(found.notes),
            "compared": found.compared,
        })  # fmt: skip
        return
    for each in found.candidates[:top]:
        _print(each)
    for name, number in found.findings.items():
        click.echo(f"{name}: {_said(number)}")
    for note in found.notes:
        click.echo(note)


def _of_files(files: Sequence[str], binding: Sequence[str]) -> list[Excerpt]:
    from comity.plans.conflicts import excerpts_of

    excerpts: list[Excerpt] = []
    for name in files:
        force = "binding" if name in binding else "soft"
        excerpts += excerpts_of(read_bytes(name), name=name, instrument=name, force=force)
    return excerpts


def _of_corpus(settings: Settings, corpus: str | None) -> list[Excerpt]:
    with open_at(settings, corpus) as held:
        excerpts = list(held.excerpts())
        if not excerpts:
            raise InputError(f"Name two files or more. {empty(held)}")
    return excerpts


def _judgements(name: str | None) -> dict[str, Any]:
    from comity.plans.conflicts import read_judgements

    if name is None:
        return {}
    try:
        text = read_bytes(name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text.") from error
    return dict(read_judgements(text, file=name))


def _print(each: Candidate) -> None:
    chance = "not calibrated" if each.probability is None else f"{each.probability:.2f}"
    click.echo(f"{each.verdict.value}  {each.rule.value}  probability {chance}  ({each.reason})")
    for text, span, clause in _ends(each):
        click.echo(f"  {text.instrument} {text.eid} [{span.start}-{span.end}]: "
                   f"«{span.of(text.text)}» in «{_short(clause.of(text.text))}»")  # fmt: skip
    click.echo(f"  To judge it: {each.key}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 240 else line[:239] + "…"


def _ends(each: Candidate) -> list[tuple[Excerpt, Span, Span]]:
    return [
        (each.first, each.first_span, each.first_clause),
        (each.second, each.second_span, each.second_clause),
    ]


def _json(each: Candidate, judgement: str) -> dict[str, Any]:
    from comity.plans.conflicts import row

    told = row(each, judgement)
    ends = [
        {
            "instrument": text.instrument, "eid": text.eid, "language": text.language,
            "words": span.of(text.text), "start": span.start, "end": span.end,
            "clause": clause.of(text.text),
        }
        for text, span, clause in _ends(each)
    ]  # fmt: skip
    names = ("key", "verdict", "rule", "stricter", "reason", "judgement")
    return {
        **{name: told[name] for name in names},
        "probability": each.probability, "first": ends[0], "second": ends[1],
    }  # fmt: skip


def _number(found: Finding | Missing) -> dict[str, Any]:
    from comity.facts.types import Missing

    if isinstance(found, Missing):
        return {"value": None, "reason": found.reason, "supply": found.supply}
    return {"value": found.value, "low": found.low, "high": found.high, "unit": found.unit}


def _said(found: Finding | Missing) -> str:
    held = _number(found)
    if held["value"] is None:
        return f"missing. {held['reason']} {held['supply']}"
    band = "" if held["low"] is None else f" ({held['low']:g} to {held['high']:g})"
    return f"{held['value']:.3g}{band}"
