import itertools
import json
import os
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.errors import InputError, UnknownName
from comity.store.corpus import Stated, Status, add, open_corpus
from comity.store.corpus.extract import Case, extract
from comity.store.corpus.tables import akoma_ntoso
from corpus_files import instrument
from norms_files import BOMB, SAMPLES, docx, pdf, word, zipped

DAY = "2026-11-23"
SUFFIX = {"markdown": "md", "text": "txt", "akn": "xml"}


@pytest.fixture
def corpus(tmp_path):
    with open_corpus(tmp_path / "corpus") as held:
        yield held


def put(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def added(corpus, *paths, **stated):
    said = Stated(**stated) if stated else None
    return list(add(corpus, paths, day=DAY, stated=said))


ACT = "Act on Testing\n\n" + "\n\n".join(
    f"Article {number}\n\n1. Providers shall keep record {number} of what a system of theirs does."
    for number in range(1, 6)
)


def test_every_format_is_added_once_and_a_second_time_changes_nothing(corpus, tmp_path):
    files = {f"a__{SUFFIX.get(name, name)}": content for name, content in SAMPLES.items()}
    source = put(tmp_path / "in", **files)
    first = added(corpus, source)
    digest = corpus.digest()
    again = added(corpus, source)

    assert {each.status for each in first} <= {Status.ADDED, Status.UPDATED}
    assert {each.status for each in again} == {Status.THERE}
    assert corpus.digest() == digest
    assert [each.works for each in first] == [each.works for each in again]


BAD = {
    "locked__pdf": (pdf([[(72, 700, 12, "Scope")]], encrypt=True), "E-ENCRYPTED"),
    "scan__pdf": (pdf([None]), "E-NO-TEXT"),
    "broken__pdf": (b"%PDF-1.4 nothing", "E-UNREADABLE"),
    "empty__txt": (b"", "E-NO-TEXT"),
    "latin__txt": ("réglé".encode("latin-1"), "E-UNREADABLE"),
    "bomb__xml": (BOMB, "E-UNREADABLE"),
    "zip__docx": (zipped({"word/document.xml": b"0" * 201_000_000}), "E-TOO-LARGE"),
    "program__exe": (b"MZ", "E-UNKNOWN-NAME"),
    "other__csv": (b"a,b\n1,2\n", "E-UNREADABLE"),
}


def test_a_bad_file_is_refused_with_its_reason_and_costs_no_other(corpus, tmp_path):
    good = put(tmp_path / "good", act__txt=ACT)
    added(corpus, good)
    digest = corpus.digest()
    with open_corpus(tmp_path / "other") as other:
        source = put(
            tmp_path / "in", act__txt=ACT, **{name: held for name, (held, _) in BAD.items()}
        )
        found = {Path(each.name).name: each for each in added(other, source)}

        assert other.digest() == digest
        assert len(other.failures()) == len(BAD)
    assert found["act.txt"].status is Status.ADDED
    for name, (_, code) in BAD.items():
        outcome = found[name.replace("__", ".")]
        assert (outcome.status, outcome.code) == (Status.REFUSED, code)
        assert len(outcome.notes) == 1


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    found = extract(Case(path=path, stated=Stated(), originals=tmp_path / "kept"))

    assert found.code == "E-TOO-LARGE"
    assert not (tmp_path / "kept").exists()


def test_a_refused_file_that_is_mended_is_a_failure_no_more(corpus, tmp_path):
    source = put(tmp_path / "in", act__txt=b"")
    added(corpus, source)
    put(source, act__txt=ACT)
    (outcome,) = added(corpus, source)

    assert outcome.status is Status.ADDED
    assert corpus.failures() == ()


def test_an_unknown_drafting_style_is_kept_with_a_note(corpus, tmp_path):
    (outcome,) = added(corpus, put(tmp_path / "in", free__txt="Some words.\n\nOthers follow."))

    assert outcome.status is Status.ADDED
    assert any("drafting style" in note for note in outcome.notes)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_normal_forms_give_the_same_ids_and_texts(tmp_path, form):
    text = ACT.replace("Testing", "Prüfung, l’État, ａｂｃ")
    with open_corpus(tmp_path / "plain") as plain, open_corpus(tmp_path / "other") as other:
        added(plain, put(tmp_path / "in", act__txt=text))
        added(other, put(tmp_path / "also", act__txt=unicodedata.normalize(form, text)))

        assert plain.works() == other.works()
        assert [each.eid for each in plain.excerpts()] == [each.eid for each in other.excerpts()]
        if form != "NFKC":
            assert plain.excerpts() == other.excerpts()


def test_the_order_of_adding_does_not_change_the_digest(tmp_path):
    source = put(
        tmp_path / "in", a__txt=ACT, b__md=f"# {ACT}", c__txt=instrument(1, provisions=5),
        d__docx=docx(word("Scope", style="Heading1") + word("This Law applies to providers.")),
        e__txt=SAMPLES["text"],
    )  # fmt: skip
    paths = sorted(source.iterdir())
    digests = set()
    for number, order in enumerate(itertools.permutations(paths)):
        if number % 17 == 0:
            with open_corpus(tmp_path / f"corpus{number}") as held:
                added(held, *order)
                digests.add((held.digest(), held.excerpts()))

    assert len(digests) == 1


def test_the_same_bytes_under_another_name_are_already_there(corpus, tmp_path):
    source = put(tmp_path / "in", a__txt=ACT, z__txt=ACT)
    first, second = added(corpus, source)

    assert first.status is Status.ADDED
    assert second.status in (Status.THERE, Status.UPDATED)
    assert len(corpus.works()) == 1


def test_two_languages_of_one_work_share_it(corpus, tmp_path):
    source = put(tmp_path / "in", en__txt=instrument(0), fr__txt=instrument(2))
    for path in sorted(source.iterdir()):
        added(corpus, path, work="twice", language=path.stem)

    assert corpus.works() == ("twice",)
    assert {each.language for each in corpus.excerpts()} == {"en", "fr"}


def test_of_two_texts_in_one_language_the_later_counts(corpus, tmp_path):
    source = put(tmp_path / "in", new__txt=ACT, old__txt=ACT.replace("keep", "hold"))
    added(corpus, source / "new.txt", work="act", date="2025-01-01")
    added(corpus, source / "old.txt", work="act", date="2020-01-01")

    assert len(corpus.expressions()) == 2
    assert all("keep" in each.text for each in corpus.excerpts())


def test_what_is_stated_later_replaces_what_stood_and_moves_a_file_to_its_work(corpus, tmp_path):
    source = put(tmp_path / "in", act__txt=ACT)
    added(corpus, source)
    added(corpus, source, work="act", issuer="A Ministry", jurisdictions=("KEN",), force="binding")
    (held,) = corpus.held()

    assert (held.work, held.issuer, held.force) == ("act", "A Ministry", "binding")
    assert corpus.works() == ("act",)
    assert {each.force for each in corpus.excerpts()} == {"binding"}


def test_every_provision_is_a_slice_of_its_text(corpus, tmp_path):
    added(corpus, put(tmp_path / "in", act__txt=ACT, other__txt=instrument(3)))
    for _, expression in corpus.current():
        text = corpus.text(expression)
        for each in corpus.provisions(expression):
            assert text[each.start : each.end] == each.text


def test_the_bytes_of_a_file_are_kept_by_their_hash(corpus, tmp_path):
    added(corpus, put(tmp_path / "in", act__txt=ACT))
    (held,) = corpus.held()
    (sha256,) = held.sha256

    assert (corpus.originals / sha256[:2] / sha256).read_bytes() == ACT.encode()


def test_akoma_ntoso_comes_back_as_the_same_provisions(corpus, tmp_path):
    added(corpus, put(tmp_path / "in", act__txt=ACT), work="act")
    out = put(tmp_path / "out", act__xml=akoma_ntoso(corpus, "act"))
    with open_corpus(tmp_path / "other") as other:
        added(other, out)
        back = [each.text.split(maxsplit=1)[1] for each in other.excerpts() if "keep" in each.text]

    assert back == [each.text.split(maxsplit=1)[1] for each in corpus.excerpts()]
    with pytest.raises(UnknownName, match="Nearest: act"):
        akoma_ntoso(corpus, "ac")


def test_two_writers_at_once_keep_everything(tmp_path):
    source = put(
        tmp_path / "in",
        **{f"{n}__txt": instrument(n, provisions=5, words=50) for n in range(12)},
    )
    outcomes = []

    def run():
        with open_corpus(tmp_path / "corpus") as held:
            outcomes.append(added(held, source))

    both = [threading.Thread(target=run) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with open_corpus(tmp_path / "corpus") as held, open_corpus(tmp_path / "alone") as alone:
        added(alone, source)

        assert held.digest() == alone.digest()
    assert [len(each) for each in outcomes] == [12, 12]
    first, second = outcomes
    for one, two in zip(first, second, strict=True):
        assert {one.status, two.status} <= {Status.ADDED, Status.THERE}


def test_a_writer_that_waits_too_long_is_one_sentence(corpus, tmp_path):
    source = put(tmp_path / "in", act__txt=ACT)
    corpus.tables.execute("PRAGMA busy_timeout = 10")
    with open_corpus(tmp_path / "corpus") as other:
        other.tables.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="Another process is writing"):
            added(corpus, source)
        other.tables.execute("ROLLBACK")

    assert added(corpus, source)[0].status is Status.ADDED


@pytest.mark.parametrize(
    "content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_damaged_corpus_is_one_sentence(tmp_path, content):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "corpus.sqlite").write_bytes(content)

    with pytest.raises(InputError, match="not a corpus of Comity, or it is damaged"):
        open_corpus(tmp_path / "corpus")


def test_a_corpus_of_a_later_version_is_not_touched(tmp_path):
    with open_corpus(tmp_path / "corpus") as held:
        held.tables.execute("PRAGMA user_version = 99")

    with pytest.raises(InputError, match="later version"):
        open_corpus(tmp_path / "corpus")


NAMES = st.binary(min_size=1, max_size=20).filter(
    lambda name: b"/" not in name and b"\0" not in name and not name.startswith(b".")
)
SUFFIXES = st.sampled_from(["txt", "md", "html", "xml", "docx", "odt", "pdf", "csv", "zip", "x"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, SUFFIXES, st.binary(max_size=300) | st.sampled_from(list(SAMPLES.values())))
def test_no_name_and_no_bytes_raise_anything(corpus, tmp_path, name, suffix, content):
    folder = tmp_path / "fuzz"
    folder.mkdir(exist_ok=True)
    path = folder / os.fsdecode(name + b"." + suffix.encode())
    path.write_bytes(content)
    (outcome,) = added(corpus, path)

    assert outcome.status in Status
    assert json.dumps([outcome.name, outcome.notes]).encode("utf-8")
    outcome.name.encode("utf-8")


def test_a_reader_that_fails_unforeseen_costs_its_file_alone(tmp_path, monkeypatch):
    from comity.store.corpus import extract as module

    monkeypatch.setattr(module, "document", lambda *_: 1 / 0)
    source = put(tmp_path / "in", act__txt=ACT)
    found = extract(Case(path=source / "act.txt", stated=Stated(), originals=tmp_path / "kept"))

    assert found.code == "E-COMITY"
    assert "ZeroDivisionError" in found.reason


def test_extraction_in_processes_gives_the_same_corpus(tmp_path):
    source = put(tmp_path / "in", **{f"{n}__txt": instrument(n, provisions=9) for n in range(4)})
    digests = set()
    for workers in (1, 2):
        with open_corpus(tmp_path / f"corpus{workers}") as held:
            list(add(held, [source], day=DAY, workers=workers))
            digests.add(held.digest())

    assert len(digests) == 1


def test_a_title_belongs_to_one_file(corpus, tmp_path):
    source = put(tmp_path / "in", a__txt=ACT, b__txt=instrument(1))

    with pytest.raises(InputError, match="one by one"):
        added(corpus, source, title="All of them")


def test_a_stated_value_is_kept_as_is(corpus, tmp_path):
    said = Stated(title="An Act", url="https://example.org/a", licence="CC0-1.0", date="2024-05-01")
    list(add(corpus, [put(tmp_path / "in", a__txt=ACT)], day=DAY, stated=said))
    (held,) = corpus.held()

    assert (held.title, held.urls, held.licences) == ("An Act", (said.url,), ("CC0-1.0",))
    assert (held.date, held.retrieved) == ("2024-05-01", DAY)
    assert replace(said).title == held.title
