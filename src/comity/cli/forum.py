"""``comity forum``: votes and consensus across blocs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli.common import json_option, print_json, print_table
from comity.errors import InputError

if TYPE_CHECKING:
    from comity.plans.ballots import Ballots
    from comity.plans.consensus import Consensus


@click.group("forum", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Votes, opinion groups and consensus across blocs."""


@command.command("consensus")
@click.argument("votes", metavar="VOTES.csv")
@click.option("--blocs", metavar="FILE", help="CSV with the columns participant,bloc.")
@click.option("--bloc-column", metavar="NAME", help="Column of VOTES.csv that holds the bloc.")
@click.option("--top", metavar="N", type=click.IntRange(1), default=20, show_default=True,
              help="Statements printed; --json prints all.")  # fmt: skip
@json_option
def consensus_command(
    votes: str, blocs: str | None, bloc_column: str | None, top: int, as_json: bool
) -> None:
    """Consensus on each statement, the highest first.

    The order is that of the lowest agree rate of any bloc. Votes are 1 (agree), 0 (pass), -1
    (disagree) or nothing; a pass counts among the votes.
    """
    if (blocs is None) == (bloc_column is None):
        raise InputError("Name the blocs once: with --blocs FILE or with --bloc-column NAME.")
    from comity.plans.ballots import read_ballots
    from comity.plans.consensus import consensus

    ballots = read_ballots(_text(votes), file=votes, bloc_column=bloc_column or "")
    found = consensus(ballots, _blocs(ballots, votes, blocs, bloc_column))
    if as_json:
        print_json(_payload(found))
    else:
        _print(found, top)


def _blocs(ballots: Ballots, votes: str, blocs: str | None, column: str | None) -> tuple[str, ...]:
    from comity.plans.ballots import blocs_by_column, blocs_by_file

    if blocs is not None:
        return blocs_by_file(ballots, _text(blocs), file=blocs)
    return blocs_by_column(ballots, name=column or "", file=votes)


def _text(path: str) -> str:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, row {line}: not UTF-8 text.") from error


def _payload(found: Consensus) -> dict[str, object]:
    return {
        "blocs": dict(found.blocs),
        "unplaced": found.unplaced,
        "statements": [
            {
                "statement": each.name,
                "minimum": each.minimum,
                "least_agreeing": each.least_agreeing,
                "group_aware": each.group_aware,
                "geometric_mean": each.geometric_mean,
                "agree_rate": dict(each.agree_rate),
                "agree": dict(each.agree),
                "disagree": dict(each.disagree),
                "votes": dict(each.votes),
            }
            for each in found.statements
        ],
    }


def _print(found: Consensus, top: int) -> None:
    order = sorted(found.statements, key=lambda each: -each.minimum)
    header = ("statement", "minimum", "set by", "group-aware", *found.blocs)
    rows = [
        (each.name, f"{each.minimum:.3f}", each.least_agreeing, f"{each.group_aware:.3f}",
         *(f"{each.agree_rate[bloc]:.3f}" for bloc in found.blocs))
        for each in order[:top]
    ]  # fmt: skip
    sizes = ", ".join(f"{name} {size}" for name, size in found.blocs.items())
    print_table(header, rows, title=f"Agree rates by bloc ({sizes}; in no bloc {found.unplaced})")
