import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["norms", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_coverage_lists_references_and_what_is_absent(capsys):
    status, out, _ = run(capsys, "coverage", "coe_fc", "--json")
    (text,) = json.loads(out)["instruments"]
    codes = {code["principle"]: code for code in text["principles"]}

    assert status == 0
    assert text["reading"] == "whole"
    assert codes["democracy"]["reference"] == "art. 5"
    assert codes["sustainability"]["place"] == "preamble"
    assert "openness" in text["absent"]


def test_without_preambles_the_convention_says_nothing_of_the_environment(capsys):
    _, out, _ = run(capsys, "coverage", "coe_fc", "--operative", "--json")
    (text,) = json.loads(out)["instruments"]

    assert "sustainability" not in {code["principle"] for code in text["principles"]}


def test_principles_are_ranked_with_bands(capsys):
    status, out, _ = run(capsys, "principles", "--json")
    found = json.loads(out)

    assert status == 0
    assert [row["rank"]["rank"] for row in found["principles"]] == sorted(
        row["rank"]["rank"] for row in found["principles"]
    )
    assert found["eu_rule"] == "seat_only"
    assert set(found["sustainability_rank"]) == {"value", "low", "high", "unit"}


def test_agreed_names_the_texts(capsys):
    status, out, _ = run(capsys, "agreed", "Kenya", "--json")
    found = json.loads(out)

    assert status == 0
    assert found["state"] == "KEN"
    assert {"bletchley", "paris_2025"} <= {
        text for row in found["principles"] for text in row["texts"]
    }
    assert found["codes_confirmed"]["value"] > 0


@pytest.mark.parametrize("arguments", [["coverage"], ["principles"], ["agreed", "KEN"]])
def test_each_command_prints_a_table(capsys, arguments):
    status, out, err = run(capsys, *arguments)

    assert (status, err) == (0, "")
    assert out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["coverage", "oecd"], "oecd_ai"),
        (["agreed", "Kenia"], "Kenya"),
        (["principles", "--eu-rule", "all"], "seat_only"),
        (["principles", "--as-of", "2024"], "2024-09-19"),
    ],
)
def test_bad_input_is_one_sentence(capsys, arguments, said):
    status, out, err = run(capsys, *arguments)

    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
