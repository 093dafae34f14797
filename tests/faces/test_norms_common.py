import csv
import io
import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["norms", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_json_has_stable_keys(capsys):
    status, out, _ = run(capsys, "common", "KEN", "BRA", "IND", "--json")
    found = json.loads(out)

    assert status == 0
    assert set(found) == {
        "as_of", "eu_rule", "without_vote", "share", "coalition", "states", "needed",
        "common_lines", "lines", "together", "random_coalitions", "to_sign", "draft",
    }  # fmt: skip
    assert found["common_lines"]["value"] == sum(line["common"] for line in found["lines"])
    assert {each["drawn_from"] for each in found["random_coalitions"]} == {"any", "group"}
    assert found["draft"]["provisions"][-1]["kind"] == "operative"


def test_the_table_says_size_chance_and_seed(capsys):
    status, out, err = run(capsys, "common", "KEN", "BRA", "IND", "--seed", "7")

    assert (status, err) == (0, "")
    assert "seed 7" in out
    assert "Random coalitions" in out


@pytest.mark.parametrize(
    ("form", "begins"),
    [("md", "# Avant-projet"), ("csv", "line,place,principle"), ("akn", "<?xml")],
)
def test_the_draft_comes_in_three_formats(capsys, form, begins):
    status, out, _ = run(capsys, "common", "KEN", "BRA", "--format", form, "--language", "fr")

    assert status == 0
    assert out.startswith(begins)


def test_rows_of_the_draft_count_their_states(capsys):
    _, out, _ = run(capsys, "common", "--group", "brics", "--share", "majority", "--format", "csv")

    for row in csv.DictReader(io.StringIO(out)):
        assert len(row["on_record"].split()) == int(row["states_low"])
        assert row["bracketed"] == str(int(int(row["states_low"]) < 10))


@pytest.mark.parametrize("form", ["table", "md"])
def test_without_a_common_text_the_answer_is_a_sentence_and_one(capsys, form):
    status, _, err = run(capsys, "common", "--group", "G77", "--format", form)

    assert status == 1
    assert len(err.splitlines()) == 1
    assert "--without-vote" in err


def test_texts_adopted_without_a_vote_make_one_for_the_group_of_77(capsys):
    status, out, _ = run(capsys, "common", "--group", "G77", "--without-vote", "--json")

    assert status == 0
    assert json.loads(out)["common_lines"]["value"] > 0


def test_signers_names_the_states(capsys):
    status, out, _ = run(capsys, "signers", "privacy", "safety", "--group", "brics", "--json")
    found = json.loads(out)

    assert status == 0
    assert found["count"]["value"] == len(found["states"])
    assert "BRA" in found["states"]


def test_signers_prints_sentences(capsys):
    status, out, _ = run(capsys, "signers", "privacy")

    assert status == 0
    assert "On record: " in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["common", "Kenia"], "Kenya"),
        (["common", "--group", "bricks"], "brics"),
        (["common"], "--all"),
        (["common", "KEN", "--lines", "privasy"], "privacy"),
        (["common", "KEN", "--as-of", "2024"], "2024-09-19"),
        (["common", "KEN", "--share", "most"], "majority"),
        (["signers", "privasy"], "privacy"),
        (["signers"], "PRINCIPLES"),
    ],
)
def test_bad_input_is_one_sentence(capsys, arguments, said):
    status, out, err = run(capsys, *arguments)

    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
