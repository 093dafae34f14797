"""``comity norms train``: a principle tagger from a labelled data set the user brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.common import json_option, print_json
from comity.cli.norms_claims import dataset_of, read_bytes
from comity.cli.norms_corpus import corpus_option, open_at

if TYPE_CHECKING:
    from comity.config import Settings


@click.command()
@click.argument("file")
@click.option(
    "--dataset", metavar="NAME", help="agora, oecd or waie; told by the suffix if absent."
)
@click.option("--licence", default="", metavar="TEXT", help="Terms of the data, as published.")
@click.option("--date", metavar="DAY", help="Day of the data, ISO 8601.")
@click.option("--encoder", default="", metavar="NAME", help="muse, e5 or ngrams; else told.")
@corpus_option
@json_option
@click.pass_obj
def train(
    settings: Settings, file: str, dataset: str | None, licence: str, date: str | None,
    encoder: str, corpus: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Train a principle tagger on FILE and keep it with the corpus, for `norms table --tagged`.

    FILE is a data set as its publisher ships it, with passages that each carry one concept. The
    tagger is judged on documents held out, and takes the place of the former one.

    The JSON object has the keys of the tagger: dataset, sha256, licence, date, trained, encoder,
    fingerprint, languages, excerpts, documents, left_out, accuracy, macro_f1, calibration_error.
    """
    import datetime
    from dataclasses import asdict

    from rich.console import Console

    from comity.cli.common import parse_day
    from comity.store.corpus.tagger import CAUTION
    from comity.store.corpus.tagger import train as train_on

    data, name = read_bytes(file), dataset or dataset_of(file)
    day = str(parse_day(date)) if date else ""
    with open_at(settings, corpus) as held, Console(stderr=True).status("training") as status:
        card = train_on(
            held, data, name, day=datetime.date.today().isoformat(), licence=licence, date=day,
            wanted=encoder,
            seen=lambda done, total: status.update(
                f"{done} of {total} texts embedded" if done < total else "training"
            ),
        )  # fmt: skip
    if as_json:
        print_json(asdict(card))
        return
    click.echo(card.said())
    if card.left_out:
        click.echo(f"{card.left_out} passages without exactly one concept were left out.")
    click.echo(CAUTION)
