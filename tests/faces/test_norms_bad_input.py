"""What `comity norms add` says of every kind of bad file, as its user meets it."""

import json
import os
import signal
import subprocess
import sys
import time
import unicodedata

import pytest

import norms_files as files
from comity.cli import main

ACT = "Act on Testing\n\n" + "\n\n".join(
    f"Article {n}\n\n1. Providers shall keep record {n} of the énergie their system {n} uses."
    for n in range(1, 6)
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><akomaNtoso><p>&l9;</p></akomaNtoso>"
)
BAD = {
    "locked.pdf": (files.pdf([[(72, 700, 12, "Scope")]], encrypt=True), "password"),
    "cut.pdf": (files.SAMPLES["pdf"][:200], "PDF is broken"),
    "scan.pdf": (files.pdf([None, None]), "scan"),
    "blank.pdf": (files.pdf([[]]), "empty"),
    "words.pdf": (b"Article 1", "not a PDF"),
    "bomb.docx": (files.zipped({"word/document.xml": b" " * 201_000_000}), "more than 200 MB"),
    "bomb.odt": (files.zipped({"content.xml": b" " * 201_000_000}), "more than 200 MB"),
    "cut.docx": (files.SAMPLES["docx"][:100], "damaged"),
    "laughs.docx": (files.zipped({"word/document.xml": LAUGHS}), "entities"),
    "laughs.xml": (LAUGHS.encode(), "entities"),
    "wide.xml": (LAUGHS.replace("1.0", '1.0" encoding="UTF-16').encode("utf-16"), "entities"),
    "reference.xml": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        "entities",
    ),
    "deep.xml": (b"<akomaNtoso>" + b"<p>" * 9000 + b"x", "nested too deeply"),
    "latin.txt": ("Règlement".encode("latin-1"), "UTF-8"),
    "null.txt": (bytes(5000), "null characters"),
    "renamed.txt": (files.SAMPLES["pdf"], "a PDF"),
    "zipped.md": (files.SAMPLES["docx"], "a ZIP container"),
    "older.txt": (b"\xd0\xcf\x11\xe0\xa1\xb1", "older Word"),
    "nothing.txt": (b"", "empty"),
    "program.exe": (b"MZ", "exe"),
    "other.csv": (b"a,b\n1,2\n", "column"),
}


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COMITY_CORPUS", str(tmp_path / "corpus"))

    def ran(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["norms", *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return ran


def put(folder, **content):
    folder.mkdir(exist_ok=True)
    for name, held in content.items():
        (folder / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    return folder


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone_is_one_sentence_and_status_2(run, tmp_path, name):
    content, said = BAD[name]
    status, out, err = run("add", put(tmp_path / "in", **{name: content}) / name)
    line, total = out.splitlines()

    assert (status, err) == (2, "")
    assert line.startswith(f"refused: {tmp_path / 'in' / name}. ")
    assert said in line
    assert total == "1 refused"


def test_bad_files_change_nothing_of_the_good_beside_them(run, tmp_path):
    good = put(tmp_path / "good", **{"act.txt": ACT})
    digest = json.loads(run("add", good, "--corpus", tmp_path / "alone", "--json")[1])["digest"]
    mixed = put(
        tmp_path / "in", **{"act.txt": ACT}, **{name: held for name, (held, _) in BAD.items()}
    )
    status, out, _ = run("add", mixed, "--json")
    found = json.loads(out)

    assert status == 0
    assert found["digest"] == digest
    assert sum(each["outcome"] == "refused" for each in found["files"]) == len(BAD)
    assert len(json.loads(run("list", "--json")[1])["refused"]) == len(BAD)


def test_twenty_bad_files_of_five_hundred_are_named_and_the_others_kept(run, tmp_path):
    names = {f"{n:03}.txt": ACT.replace("Testing", f"Testing {n}") for n in range(480)}
    bad = {f"bad-{n:02}.txt": b"\xff\x00" for n in range(20)}
    status, out, _ = run("add", put(tmp_path / "in", **names, **bad))
    lines = out.splitlines()

    assert status == 0
    assert sum(line.startswith("refused: ") and "bad-" in line for line in lines) == 20
    assert lines[-1] == "480 added; 20 refused"


def test_a_file_of_200_megabytes_is_refused_by_its_size(run, tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    status, out, _ = run("add", path)

    assert status == 2
    assert "200 MB; at most 100 MB are read. Split it" in out


def test_a_path_that_is_not_there_a_pipe_and_an_empty_folder_are_each_told(run, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty").mkdir()
    said = {"none.txt": "no file or folder", "pipe.txt": "neither", "empty": "no file to read"}

    for name, sentence in said.items():
        status, out, err = run("add", tmp_path / name)
        assert (status, out) == (2, "")
        assert err.startswith("E-INPUT: ")
        assert (sentence in err, name in err) == (True, True)


def test_letters_put_together_or_apart_are_the_same_text(run, tmp_path):
    found = [
        json.loads(
            run(
                "add",
                put(tmp_path / form, **{"act.txt": unicodedata.normalize(form, ACT)}),
                "--corpus", tmp_path / f"corpus-{form}", "--json",
            )[1]
        )["files"][0]["works"]
        for form in ("NFC", "NFD")
    ]  # fmt: skip

    assert found[0] == found[1]


def test_controls_of_direction_neither_hide_nor_turn_words(run, tmp_path):
    text = "المادة 1\n\n1. يجب على المقدم \u202eالامتثال AI Act\u202c للقرار.\n\nالمادة 2\n\n1. نص."
    status, out, _ = run("add", put(tmp_path / "in", **{"act.txt": text}))
    _, listed, _ = run("search", "الامتثال", "--json")

    assert (status, out.splitlines()[-1]) == (0, "1 added")
    assert "الامتثال AI Act للقرار" in listed
    assert "\u202e" not in listed


def test_a_drafting_style_that_is_not_known_is_kept_and_told(run, tmp_path):
    status, out, _ = run("add", put(tmp_path / "in", **{"free.txt": "Some words.\n\nOthers."}))

    assert status == 0
    assert "No drafting style is recognised; each paragraph stands alone." in out


def test_a_name_cannot_write_on_the_terminal(run, tmp_path):
    source = put(tmp_path / "in", **{"a\x1b[2Jb\nc.txt": ACT})
    _, out, _ = run("add", source)

    assert "\x1b" not in out
    assert len(out.splitlines()) == 2


def test_the_same_bytes_under_two_names_are_one_instrument(run, tmp_path):
    _, out, _ = run("add", put(tmp_path / "in", **{"one.txt": ACT, "two.txt": ACT}), "--json")
    found = json.loads(out)["files"]

    assert found[0]["works"] == found[1]["works"]
    assert len(json.loads(run("list", "--json")[1])["instruments"]) == 1


def test_killed_while_adding_and_run_again_the_digest_is_the_undisturbed_one(run, tmp_path):
    source = put(
        tmp_path / "in",
        **{f"{n:02}.txt": ACT.replace("Testing", f"Testing {n}") for n in range(60)},
    )
    whole = json.loads(run("add", source, "--corpus", tmp_path / "whole", "--json")[1])["digest"]
    held, killed = tmp_path / "killed", 0
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-m", "comity", "norms", "add", str(source), "--corpus", str(held)],
            stdout=subprocess.PIPE,
        ) as process:
            process.stdout.readline()  # one file is kept: from here on any moment may be the last
            time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
    again = json.loads(run("add", source, "--corpus", held, "--json")[1])

    assert killed >= 1
    assert again["digest"] == whole
