"""``comity norms add|list|export``: the user's own instruments."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.store.corpus import Corpus, Outcome
    from comity.store.corpus.tables import Rows

corpus_option = click.option(
    "--corpus", metavar="DIR", help="Folder of the corpus; else the user's data folder."
)
format_option = click.option(
    "--format", "format_name", metavar="FORMAT", help="csv, json or parquet."
)
output_option = click.option(
    "--output", metavar="FILE", help="Write the table to a file; its suffix names the format."
)

_PATIENCE = 2.0


def open_at(settings: Settings, folder: str | None) -> Corpus:
    """The corpus at a folder given, in the settings, or of the user."""
    from comity.store.corpus import open_corpus

    return open_corpus(Path(folder).expanduser() if folder else settings.corpus)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for what takes more than two seconds; none where it is no terminal.

    Yields
    ------
    callable
        To be told how many are done, of how many.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    )  # fmt: skip
    task = bar.add_task(what, total=None)
    start = time.monotonic()

    def seen(done: int, total: int) -> None:
        if console.is_terminal and not bar.live.is_started:
            if time.monotonic() - start < _PATIENCE:
                return
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield seen
    finally:
        if bar.live.is_started:
            bar.stop()


def put_out(rows: Rows, format_name: str | None, output: str | None) -> bool:
    """Write rows to a file or in a format to standard output; whether either was asked for."""
    from comity.store.corpus.tables import save, written

    if output:
        save(rows, Path(output), format_name or "")
        click.echo(f"{len(rows)} rows are in {output}.")
        return True
    if format_name:
        click.echo(written(rows, format_name), nl=False)
        return True
    return False


def empty(corpus: Corpus) -> str:
    """The sentence for a corpus that holds nothing."""
    return f"The corpus at {corpus.folder} is empty; add files with `comity norms add FILE`."


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--celex", metavar="NUMBER", help="Fetch an act of the EU, such as 32024R1689.")
@click.option("--work", metavar="ID", help="Identifier; the same for two languages of one work.")
@click.option("--title", metavar="TEXT", help="Title as published; else its first heading.")
@click.option("--issuer", metavar="NAME", help="Who issued it.")
@click.option("--jurisdiction", multiple=True, metavar="STATE", help="State or EU; repeatable.")
@click.option("--force", metavar="KIND", help="binding, soft, self-commitment or draft.")
@click.option("--date", metavar="DAY", help="Day of adoption, ISO 8601.")
@click.option("--language", metavar="CODE", help="In place of the one told; with --celex a list.")
@click.option("--url", metavar="URL", help="Where it came from.")
@click.option("--licence", metavar="TEXT", help="Under which terms.")
@click.option("--dataset", metavar="NAME", help="agora, oecd or waie, when the suffix misleads.")
@corpus_option
@json_option
@click.pass_obj
def add(
    settings: Settings,
    /,
    paths: tuple[str, ...],
    celex: str | None,
    jurisdiction: tuple[str, ...],
    date: str | None,
    dataset: str | None,
    corpus: str | None,
    as_json: bool,
    **said: str | None,
) -> None:
    """Add files, folders and data sets; a file that cannot be read costs no other."""
    from comity.cli.common import parse_day
    from comity.errors import InputError

    if not paths and not celex:
        raise InputError("Name a file or a folder to add, or an act with --celex.")
    given: dict[str, Any] = {key: value for key, value in said.items() if value}
    given["jurisdictions"] = _jurisdictions(settings, jurisdiction)
    if date:
        given["date"] = str(parse_day(date))
    with open_at(settings, corpus) as held:
        outcomes: list[Outcome] = []
        with progress("reading") as seen:
            for outcome in _added(held, paths, celex, dataset or "", given, seen):
                outcomes.append(outcome)
                if not as_json:
                    click.echo(_line(outcome))
        if as_json:
            print_json({"files": [_outcome(each) for each in outcomes], "digest": held.digest()})
        else:
            click.echo(_total(outcomes))
    if outcomes and all(each.status == "refused" for each in outcomes):
        sys.exit(2)


def _added(
    corpus: Corpus,
    paths: tuple[str, ...],
    celex: str | None,
    dataset: str,
    given: dict[str, Any],
    seen: Callable[[int, int], None],
) -> Iterator[Outcome]:
    import datetime

    from comity.store.corpus import Stated
    from comity.store.corpus import add as add_files
    from comity.store.corpus.adding import add_celex

    day = datetime.date.today().isoformat()
    if celex:
        languages = tuple(filter(None, str(given.pop("language", "en")).split(",")))
        yield from add_celex(corpus, celex, languages, day=day, stated=Stated(**given))
    if paths:
        files = [Path(path).expanduser() for path in paths]
        yield from add_files(
            corpus, files, day=day, stated=Stated(**given), dataset=dataset, seen=seen
        )


def _jurisdictions(settings: Settings, names: tuple[str, ...]) -> tuple[str, ...]:
    from comity.cli.common import open_facts
    from comity.facts.states import resolve

    if not names:
        return ()
    facts = open_facts(settings)
    return tuple(name if name == "EU" else resolve(facts, name) for name in names)


def _line(outcome: Outcome) -> str:
    said = f"{outcome.status}: {_shown(outcome.name)}"
    if outcome.works:
        held = outcome.works[0] if len(outcome.works) == 1 else f"{len(outcome.works)} instruments"
        spoken = ", ".join(each or "language not told" for each in outcome.languages)
        said += f" ({held}, {outcome.provisions} provisions, {spoken})"
    return ". ".join([said, *(note.rstrip(".") for note in outcome.notes)]) + "."


def _shown(name: str) -> str:
    # A name may hold line ends, or codes that a terminal obeys.
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)


def _total(outcomes: list[Outcome]) -> str:
    from collections import Counter

    counts = Counter(each.status.value for each in outcomes)
    return "; ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "file": outcome.name, "outcome": outcome.status.value, "works": list(outcome.works),
        "provisions": outcome.provisions, "languages": list(outcome.languages),
        "family": outcome.family, "notes": list(outcome.notes), "code": outcome.code or None,
    }  # fmt: skip


@click.command(name="list")
@corpus_option
@format_option
@output_option
@json_option
@click.pass_obj
def list_(
    settings: Settings,
    corpus: str | None,
    format_name: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """List the instruments of the corpus, their files, and files that were refused."""
    from comity.store.corpus.tables import list_rows

    with open_at(settings, corpus) as held:
        rows = list_rows(held)
        failures = held.failures()
        if as_json:
            refused = [{"file": name, "code": code, "reason": why} for name, code, why in failures]
            folder = str(held.folder)
            print_json(
                {"corpus": folder, "digest": held.digest(), "instruments": rows, "refused": refused}
            )
            return
        if put_out(rows, format_name, output):
            return
        if not rows:
            click.echo(empty(held))
        else:
            shown = ("work", "title", "language", "force", "date", "family", "provisions")
            print_table(shown, [[str(row[name]) for name in shown] for row in rows])
            works = len({row["work"] for row in rows})
            click.echo(f"{works} instruments in {len(rows)} texts, at {held.folder}.")
        for name, _, why in failures:
            click.echo(f"refused: {_shown(name)}. {why}")


@click.command()
@click.argument("work")
@click.option("--language", metavar="CODE", help="Which language, where there are several.")
@click.option("--output", metavar="FILE", help="Where to; standard output unless given.")
@corpus_option
@click.pass_obj
def export(
    settings: Settings, work: str, language: str | None, output: str | None, corpus: str | None
) -> None:
    """Write an instrument of the corpus as Akoma Ntoso."""
    from comity.errors import InputError
    from comity.store.corpus.tables import akoma_ntoso

    with open_at(settings, corpus) as held:
        content = akoma_ntoso(held, work, language or "")
    if not output:
        click.echo(content + b"\n", nl=False)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise InputError(f"Cannot write {output}: {error.strerror}.") from error
    click.echo(f"{work} is in {output}.")
