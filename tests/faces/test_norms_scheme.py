import csv
import io
import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["norms", "scheme", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_json_ld_holds_every_principle_in_six_languages(capsys):
    status, out, _ = run(capsys, "--format", "json-ld", "--base-iri", "https://example.org/p/")
    graph = json.loads(out)["@graph"]
    privacy = next(each for each in graph if each["id"] == "https://example.org/p/privacy")

    assert status == 0
    assert [each["@language"] for each in privacy["prefLabel"]] == [
        "ar", "en", "es", "fr", "ru", "zh",
    ]  # fmt: skip
    assert privacy["exactMatch"] == ["https://example.org/p/unesco/principle-5"]


def test_csv_has_one_row_a_principle_in_the_language_asked_for(capsys):
    status, out, _ = run(capsys, "--format", "csv", "--language", "fr")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert status == 0
    assert len(rows) == 21
    assert {row["label"] for row in rows} >= {"Sûreté et sécurité"}


def test_json_says_how_firm_each_match_is(capsys):
    status, out, _ = run(capsys, "--json", "--language", "zh")
    found = json.loads(out)

    assert status == 0
    assert (found["language"], found["reviewed"]) == ("zh", False)
    assert {m["quality"] for row in found["principles"] for m in row["matches"]} == {
        "estimated", "assumed",
    }  # fmt: skip


def test_the_table_says_that_nobody_reviewed_the_translation(capsys):
    _, english, _ = run(capsys)
    _, arabic, _ = run(capsys, "--language", "ar")

    assert "No native reader" not in english
    assert "No native reader" in arabic


def test_an_unknown_format_is_one_sentence(capsys):
    status, out, err = run(capsys, "--format", "turtle")

    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
