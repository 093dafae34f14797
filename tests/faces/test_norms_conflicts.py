import json

import pytest

from comity.cli import main

ONE = "1. Providers shall keep the logs for six months.\n\n2. Users may ask for a copy of it.\n"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["norms", "conflicts", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


@pytest.fixture
def files(tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(ONE, "utf-8")
    two.write_text(ONE.replace("shall keep", "shall not keep"), "utf-8")
    return str(one), str(two)


def test_both_texts_are_quoted_with_the_rule_and_how_to_judge(capsys, files):
    status, out, _ = run(capsys, *files)

    assert status == 0
    assert "«shall»" in out
    assert "«shall not»" in out
    assert "prohibits-vs-requires" in out
    assert "To judge it" in out


def test_a_judged_file_gives_a_precision(capsys, files, tmp_path):
    table = tmp_path / "out.csv"
    run(capsys, *files, "--csv", str(table))
    table.write_text(
        "\n".join(line + "accept" * (at > 0) for at, line in enumerate(
            table.read_text("utf-8").splitlines())), "utf-8",
    )  # fmt: skip
    status, out, _ = run(capsys, *files, "--verdicts", str(table), "--json")
    found = json.loads(out)

    assert status == 0
    assert found["counts"]["norms.conflict_precision"]["value"] == 1
    assert found["candidates"][0]["judgement"] == "accept"
    assert set(found) == {"candidates", "counts", "notes", "compared"}


def test_one_file_and_a_file_that_is_not_compared_are_refused(capsys, files):
    assert run(capsys, files[0])[0] == 2
    assert run(capsys, *files, "--binding", "other.txt")[0] == 2


def test_without_a_file_the_corpus_is_compared(capsys, files, tmp_path):
    folder = str(tmp_path / "corpus")
    empty, _, said = run(capsys, "--corpus", folder)
    with pytest.raises(SystemExit):
        main(["norms", "add", *files, "--force", "binding", "--corpus", folder])
    capsys.readouterr()
    status, out, _ = run(capsys, "--corpus", folder, "--json")

    assert empty == 2
    assert "comity norms add" in said
    assert status == 0
    assert json.loads(out)["candidates"][0]["rule"] == "prohibits-vs-requires"
