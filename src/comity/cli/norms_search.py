"""``comity norms search|table|links``: what the user's instruments say, and where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.norms_corpus import (
    corpus_option,
    empty,
    format_option,
    open_at,
    output_option,
    progress,
    put_out,
)

if TYPE_CHECKING:
    from rich.text import Text

    from comity.config import Settings
    from comity.store.corpus import Answer, Corpus, Hit

encoder_option = click.option(
    "--encoder", metavar="NAME", help="muse, e5 or ngrams; else the one that knows most languages."
)


@click.command()
@click.argument("query")
@click.option("--language", multiple=True, metavar="CODE", help="Language of answers; repeatable.")
@click.option("--query-language", metavar="CODE", help="Language of the query; else told.")
@click.option("--limit", type=int, default=10, metavar="N", help="How many answers; ten.")
@encoder_option
@corpus_option
@format_option
@output_option
@json_option
@click.pass_obj
def search(
    settings: Settings,
    query: str,
    language: tuple[str, ...],
    query_language: str | None,
    limit: int,
    encoder: str | None,
    corpus: str | None,
    format_name: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Find provisions by words and by meaning, in any language, and say why each."""
    from comity.store.corpus import search as find
    from comity.store.corpus.tables import search_rows

    with open_at(settings, corpus) as held, progress("embedding") as seen:
        answer = find(
            held, query, languages=language, limit=limit, wanted=encoder or "",
            spoken=query_language or "", seen=seen,
        )  # fmt: skip
    if as_json:
        print_json(_answer(answer))
    elif not put_out(search_rows(answer), format_name, output):
        _print(answer)


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "query": answer.query,
        "query_language": answer.language or None,
        "encoder": answer.encoder,
        "notes": list(answer.notes),
        "hits": [_hit(rank, each) for rank, each in enumerate(answer.hits, 1)],
    }


def _hit(rank: int, hit: Hit) -> dict[str, Any]:
    each = hit.excerpt
    return {
        "rank": rank, "work": each.instrument, "eid": each.eid, "title": hit.title,
        "language": each.language or None, "kind": each.kind, "force": each.force,
        "reason": hit.reason, "words": list(hit.words), "meaning": hit.meaning,
        "above_share": hit.above, "flag": hit.flag or None,
        "matches": [{"start": one.start, "end": one.end} for one in hit.matches],
        "text": each.text,
    }  # fmt: skip


def _print(answer: Answer) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for note in answer.notes:
        console.print(Text(f"Note: {note}."))
    if not answer.hits:
        console.print("No provision has a word of the query.")
    for rank, hit in enumerate(answer.hits, 1):
        each = hit.excerpt
        spoken = each.language or "language not told"
        console.print(Text(f"{rank}. {hit.title} — {each.eid} [{spoken}] ({each.instrument})"))
        console.print(Text(f"   why: {hit.reason}", style="dim"))
        console.print(_marked(hit))


def _marked(hit: Hit) -> Text:
    from rich.text import Text

    said = Text(hit.excerpt.text)
    for each in hit.matches:
        said.stylize("bold underline", each.start, each.end)
    return said


@click.command()
@click.option("--counts", is_flag=True, help="Instruments for each concept, not each pair.")
@click.option("--tagged", is_flag=True, help="Each provision, by the tagger of `norms train`.")
@click.option("--least", type=float, metavar="SCORE", help="Least score with --tagged; a half.")
@corpus_option
@format_option
@output_option
@json_option
@click.pass_obj
def table(
    settings: Settings,
    counts: bool,
    tagged: bool,
    least: float | None,
    corpus: str | None,
    format_name: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Show which concepts each instrument states, by its publisher or by our catalogue.

    With --tagged, which concepts a trained tagger gives each provision, with calibrated scores.

    The JSON object has corpus and rows; with --tagged also tagger (the keys of `norms train`),
    caution, provisions and flagged. A row has work, concept, passages and basis; with --tagged
    work, eid, language, concept, score, flag, tagger, encoder, held_out_macro_f1,
    held_out_accuracy and text.
    """
    from comity.errors import InputError

    if tagged:
        if counts:
            raise InputError("--counts and --tagged are two tables; ask for one at a time.")
        with open_at(settings, corpus) as held:
            _tagged(held, least, format_name, output, as_json)
        return
    if least is not None:
        raise InputError("--least is a score of --tagged; add that too.")
    from comity.plans.coverage import scheme
    from comity.store.corpus.tables import concept_counts, concept_rows

    known = scheme(open_facts(settings))
    codes: dict[str, list[str]] = {}
    for instrument, principle in known.codes:
        if known.holds(instrument, principle):
            codes.setdefault(instrument, []).append(principle)
    with open_at(settings, corpus) as held:
        rows = concept_rows(held, codes)
        if counts:
            rows = concept_counts(rows)
        if as_json:
            print_json({"corpus": str(held.folder), "rows": rows})
            return
        if put_out(rows, format_name, output):
            return
        if not held.works():
            click.echo(empty(held))
            return
    if not rows:
        click.echo(
            "No instrument of the corpus has concepts: add a data set that carries them, or give a "
            "work the identifier it has in `comity norms coverage`."
        )
        return
    shown = tuple(rows[0])
    print_table(shown, [[str(row[name]) for name in shown] for row in rows])


def _tagged(
    corpus: Corpus, least: float | None, format_name: str | None, output: str | None, as_json: bool
) -> None:
    from dataclasses import asdict

    from comity.store.corpus.tagger import CAUTION
    from comity.store.corpus.tagger import tagged as tag

    with progress("embedding") as seen:
        found = tag(corpus, least=0.5 if least is None else least, seen=seen)
    if as_json:
        print_json(
            {
                "corpus": str(corpus.folder), "tagger": asdict(found.card), "caution": CAUTION,
                "provisions": found.provisions, "flagged": found.flagged, "rows": found.rows,
            }
        )  # fmt: skip
        return
    # Standard output may be a file of rows; which tagger made them is then said beside it.
    beside = put_out(found.rows, format_name, output)
    if not beside:
        shown = ("work", "eid", "language", "concept", "score", "flag")
        print_table(shown, [[str(row[name]) for name in shown] for row in found.rows])
    click.echo(f"{len(found.rows)} tags of {found.provisions} provisions.", err=beside)
    for flag, count in found.flagged.items():
        said = f"{count} provisions: {flag}; that they have no tag tells nothing."
        click.echo(said, err=beside)
    click.echo(found.card.said(), err=beside)
    click.echo(CAUTION, err=beside)


@click.command()
@click.option("--kind", default="overlap", metavar="KIND", help="overlap, borrowed, translation.")
@click.option("--least", type=float, metavar="SCORE", help="Least score of a link.")
@click.option("--limit", type=int, default=25, metavar="N", help="How many to print; 25.")
@encoder_option
@corpus_option
@format_option
@output_option
@json_option
@click.pass_obj
def links(
    settings: Settings,
    kind: str,
    least: float | None,
    limit: int,
    encoder: str | None,
    corpus: str | None,
    format_name: str | None,
    output: str | None,
    as_json: bool,
) -> None:
    """Link provisions across instruments: overlap, borrowed words, translations."""
    from comity.store.corpus import links as find
    from comity.store.corpus.tables import link_rows

    with open_at(settings, corpus) as held, progress("embedding") as seen:
        found = find(held, kind=kind, least=least, wanted=encoder or "", seen=seen)
        titles = {each.work: each.title for each in held.held()}
    if format_name or output:
        put_out(link_rows(found), format_name, output)
        return
    rows = link_rows(found[: max(0, limit)])
    if as_json:
        print_json({"kind": kind, "found": len(found), "links": rows})
        return
    for row in rows:
        click.echo(f"{row['score']:.2f}  {_side(row, 'first', titles)}")
        click.echo(f"      {_side(row, 'second', titles)}")
        if row["note"]:
            click.echo(f"      note: {row['note']}")
    click.echo(f"{len(found)} links of kind {kind}; {len(rows)} are shown.")


def _side(row: dict[str, Any], side: str, titles: dict[str, str]) -> str:
    work, text = row[f"{side}_work"], " ".join(str(row[f"{side}_text"]).split())
    short = text if len(text) <= 160 else f"{text[:159]}…"
    return f"{titles[work]}, {row[f'{side}_eid']} [{row[f'{side}_language']}]: {short}"
