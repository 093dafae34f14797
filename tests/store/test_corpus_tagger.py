"""A tagger trained on a labelled data set, kept beside a corpus, and used on its provisions."""

import hashlib
import io
import json
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pytest

from comity.cli import main
from comity.errors import InputError
from comity.norms.encoding.ngrams import Ngrams
from comity.store.corpus import Stated, add, open_corpus
from comity.store.corpus.tagger import kept, tagged, train

DAY = "2026-11-24"
WORDS = {
    "Privacy": ["personal", "data", "consent", "privacy", "protection", "individuals", "collected"],
    "Fairness": ["bias", "discrimination", "equal", "treatment", "fair", "groups", "outcomes"],
    "Safety": ["robust", "secure", "testing", "failure", "harm", "reliable", "attack"],
}
TEXT = (
    "Policy\n\n"
    "Privacy of individuals and protection of personal data collected with consent.\n\n"
    "Equal treatment of groups, and fair outcomes without bias or discrimination.\n\n"
    "The office of the secretary opens every morning of the year except holidays."
)
RUN = """
import sys
from pathlib import Path
from comity.store.corpus import open_corpus
from comity.store.corpus.tagger import train

with open_corpus(Path(sys.argv[2])) as corpus:
    print("open", flush=True)
    train(corpus, Path(sys.argv[1]).read_bytes(), "waie", day="2026-11-24", wanted="ngrams")
"""


def data_set(seed=0, names=tuple(WORDS)):
    """A file in the layout of WAIE: twelve documents with one excerpt for each principle."""
    rng = np.random.default_rng(seed)
    rows = [
        {
            "document_name": f"Document {place}", "country": "France", "institution": "A body",
            "year_of_publication": "2020", "document_url": "", "principles": ", ".join(names),
            "principles_definition": "\n".join(
                f"# {name}: The people of every state want {' '.join(rng.choice(WORDS[name], 8))}"
                " in the systems that they use."
                for name in names
            ),
        }
        for place in range(12)
    ]  # fmt: skip
    held = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), held)
    return held.getvalue()


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "policy.txt").write_text(TEXT)
    with open_corpus(tmp_path / "corpus") as held:
        list(add(held, [tmp_path / "policy.txt"], day=DAY, stated=Stated(work="policy")))
        yield held


def trained(corpus, seed=0, **said):
    return train(corpus, data_set(seed), "waie", day=DAY, wanted="ngrams", **said)


def files(corpus):
    return sorted(each.name for each in (corpus.folder / "tagger").iterdir())


def test_a_tagger_is_kept_with_what_it_was_trained_on_and_tags_the_users_provisions(corpus):
    card = trained(corpus, licence="CC BY-NC 4.0", date="2023-06-01")
    found = tagged(corpus)

    assert found.card == card
    assert (card.excerpts, card.documents, card.left_out) == (36, 12, 0)
    assert (card.licence, card.encoder, card.languages) == ("CC BY-NC 4.0", "ngrams", ("en",))
    assert card.accuracy > 0.9
    assert card.macro_f1 > 0.9
    concepts = {row["text"].split()[0]: row["concept"] for row in found.rows}
    assert concepts["Privacy"] == "Privacy"
    assert concepts["Equal"] == "Fairness"
    assert all(row["held_out_macro_f1"] == round(card.macro_f1, 4) for row in found.rows)


def test_a_tagger_read_back_says_what_it_said_when_it_was_fitted(corpus, monkeypatch):
    from comity.norms.tagging import tag
    from comity.store.corpus import tagger as module

    made = []

    def fit(*arguments):
        made.append(fit_tagger(*arguments))
        return made[0]

    fit_tagger = module.fit_tagger
    monkeypatch.setattr(module, "fit_tagger", fit)
    trained(corpus)
    texts = ["consent to personal data", "nothing of the kind", ""]
    vectors = [Ngrams().encode(texts)]

    assert np.array_equal(tag(kept(corpus)[0], texts, vectors), tag(made[0], texts, vectors))


def test_training_again_replaces_the_tagger_and_leaves_nothing_of_the_former(corpus):
    first = trained(corpus)
    second = trained(corpus, seed=1)

    assert first.sha256 != second.sha256
    assert kept(corpus)[1] == second
    assert len(files(corpus)) == 2


def test_the_same_data_give_the_same_tagger_and_embed_nothing(corpus):
    told = []
    trained(corpus)
    before = files(corpus)
    trained(corpus, seen=lambda done, total: told.append(done))

    assert files(corpus) == before
    assert told == []


def test_a_provision_in_a_language_it_was_not_judged_on_is_flagged(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(Ngrams, "languages", frozenset({"en", "fr"}))
    (tmp_path / "fr.txt").write_text(
        "La protection des personnes et de leurs informations est garantie par la loi du pays."
    )
    list(add(corpus, [tmp_path / "fr.txt"], day=DAY, stated=Stated(work="loi", language="fr")))
    trained(corpus)
    found = tagged(corpus, least=0)

    assert {row["flag"] for row in found.rows if row["work"] == "loi"} == {"not calibrated for fr"}
    assert {row["flag"] for row in found.rows if row["language"] == "en"} == {""}
    assert found.flagged["not calibrated for fr"] == 1


def test_a_language_the_encoder_does_not_know_is_flagged(corpus):
    trained(corpus)

    assert "ngrams does not know en" in tagged(corpus).flagged


def test_without_a_tagger_a_sentence_says_how_to_train_one(corpus):
    with pytest.raises(InputError, match="comity norms train"):
        tagged(corpus)


def test_a_tagger_of_another_encoder_is_refused(corpus, monkeypatch):
    trained(corpus)
    monkeypatch.setattr(Ngrams, "fingerprint", "ngrams-of-next-year")
    with pytest.raises(InputError, match="ngrams-of-next-year is installed; train it again"):
        tagged(corpus)


def cut(folder):
    path = next(folder.glob("*.npz"))
    path.write_bytes(path.read_bytes()[:-50])


def lose(folder):
    next(folder.glob("*.npz")).unlink()


def rewrite(**said):
    def change(folder):
        path = folder / "tagger.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **said}))

    return change


def garble(folder):
    (folder / "tagger.json").write_bytes(b"\xff{")


@pytest.mark.parametrize(
    "damage",
    [cut, lose, garble, rewrite(accuracy="good"), rewrite(more=1), rewrite(languages=None)],
)
def test_a_damaged_tagger_is_refused_and_another_training_mends_it(corpus, damage):
    trained(corpus)
    damage(corpus.folder / "tagger")
    with pytest.raises(InputError, match="cannot be read; train it again"):
        tagged(corpus)
    trained(corpus)

    assert tagged(corpus).rows


def test_data_that_teach_nothing_leave_the_former_tagger(corpus):
    card = trained(corpus)
    table = pyarrow.table({
        name: ["x"] for name in ("Policy initiative ID", "English name", "Country", "Start date")
    } | {"Description": ["A text of no concept."]})  # fmt: skip
    held = io.BytesIO()
    pyarrow.csv.write_csv(table, held)
    for data, name, said in (
        (b"not parquet", "waie", "not Parquet"),
        (held.getvalue(), "oecd", "no passage with exactly one concept"),
        (data_set(names=("Privacy",)), "waie", "two concepts"),
    ):
        with pytest.raises(InputError, match=said):
            train(corpus, data, name, day=DAY, wanted="ngrams")

    assert kept(corpus)[1] == card


def test_killed_while_training_the_former_tagger_stands_or_the_new_one_does(corpus, tmp_path):
    former = trained(corpus, seed=0)
    data = data_set(seed=1)
    (tmp_path / "data.parquet").write_bytes(data)
    rng = random.Random(0)
    killed = 0
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", RUN, str(tmp_path / "data.parquet"), str(corpus.folder)],
            stdout=subprocess.PIPE,
        ) as run:
            run.stdout.readline()
            time.sleep(rng.uniform(0, 2))
            run.send_signal(signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL

        assert kept(corpus)[1].sha256 in (former.sha256, hashlib.sha256(data).hexdigest())
        assert tagged(corpus).rows
    trained(corpus, seed=1)

    assert killed >= 1
    assert len(files(corpus)) == 2


def test_killed_before_the_card_is_in_place_the_former_tagger_stands(corpus, monkeypatch):
    from comity.store.corpus import tagger as module

    former = trained(corpus)

    def stop(path, content):
        if path.name == "tagger.json":
            raise KeyboardInterrupt
        place(path, content)

    place = module._place
    monkeypatch.setattr(module, "_place", stop)
    with pytest.raises(KeyboardInterrupt):
        trained(corpus, seed=1)
    monkeypatch.undo()

    assert kept(corpus)[1] == former
    assert len(files(corpus)) == 3
    trained(corpus, seed=1)
    assert len(files(corpus)) == 2


@pytest.fixture
def run(capsys, monkeypatch, corpus):
    monkeypatch.setenv("COMITY_CORPUS", str(corpus.folder))

    def ran(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["norms", *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return ran


def test_every_output_says_which_tagger_and_how_good(run, tmp_path):
    (tmp_path / "data.parquet").write_bytes(data_set())
    asked = ("train", tmp_path / "data.parquet", "--encoder", "ngrams", "--date", "2023-06-01")
    status, out, _ = run(*asked)

    assert status == 0
    assert "On documents held out: macro F1" in out
    assert "licence: not stated" in out
    assert set(json.loads(run(*asked, "--json")[1])) == {
        "dataset", "sha256", "licence", "date", "trained", "encoder", "fingerprint", "languages",
        "excerpts", "documents", "left_out", "accuracy", "macro_f1", "calibration_error",
    }  # fmt: skip
    assert "On documents held out: macro F1" in run("table", "--tagged")[1]
    held = json.loads(run("table", "--tagged", "--json")[1])
    assert set(held) == {"corpus", "tagger", "caution", "provisions", "flagged", "rows"}
    assert set(held["rows"][0]) == {
        "work", "eid", "language", "concept", "score", "flag", "tagger", "encoder",
        "held_out_macro_f1", "held_out_accuracy", "text",
    }  # fmt: skip
    status, out, err = run("table", "--tagged", "--format", "csv")
    assert out.startswith("work,eid,language,concept,score,flag,tagger,encoder,held_out_macro_f1")
    assert "On documents held out" in err


def test_what_cannot_be_asked_of_a_tagger_is_said_in_a_sentence(run, tmp_path):
    (tmp_path / "bad.parquet").write_bytes(b"no")
    for arguments, said in (
        (("table", "--tagged"), "no tagger"),
        (("table", "--tagged", "--counts"), "two tables"),
        (("table", "--least", "0.5"), "--tagged"),
        (("train", tmp_path / "absent.parquet"), "Cannot read"),
        (("train", tmp_path / "bad.parquet"), "not Parquet"),
        (("train", tmp_path / "bad.parquet", "--dataset", "waei"), "waie"),
        (("train", tmp_path), "Cannot read"),
    ):
        status, out, err = run(*arguments)
        assert (status, out) == (2, ""), arguments
        assert said in err
