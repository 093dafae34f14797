import json

import pytest

from comity.cli import main

HLAB = ["parties", "gap", "--sample", "hlab", "--as-of", "2024-09-19", "--eu-rule", "seat_only"]


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_published_gap_is_one_command(capsys):
    status, out, _ = run(capsys, *HLAB, "--json")
    found = json.loads(out)

    assert status == 0
    assert (found["in_all"], found["in_none"]) == (7, 118)
    assert type(found["in_all"]) is type(found["in_none"]) is int
    assert found["by_group"]["WEOG"] == {"in_none": 0, "members": 29, "in_none_band": [0, 0]}
    assert found["as_of"] == "2024-09-19"
    assert found["eu_rule"] == "seat_only"
    assert found["sources"]


@pytest.mark.parametrize(
    ("more", "key", "value"),
    [
        (["--without", "coe_cai"], "in_none", 134),
        (["--without", "g7_min_2023"], "in_all", 9),
        (["--eu-rule", "binds_members"], "in_all", 31),
    ],
)
def test_each_variant_is_one_option(capsys, more, key, value):
    _, out, _ = run(capsys, *HLAB, *more, "--json")

    assert json.loads(out)[key] == value


def test_an_added_text_shows_in_the_sample_and_what_is_not_known(capsys):
    _, out, _ = run(capsys, "parties", "gap", "--with", "paris_2025", "--json")
    found = json.loads(out)

    assert "paris_2025" in found["instruments"]
    assert {"state": "ZAF", "instrument": "paris_2025", "standing": "disputed"} in found[
        "not_known"
    ]
    assert found["in_none_band"][0] <= found["in_none"] <= found["in_none_band"][1]


def test_the_gap_is_said_in_words(capsys):
    _, out, _ = run(capsys, *HLAB)

    assert "7 states in all 7 instruments, 118 in none, as of 2024-09-19" in out


def test_who_and_list_print_tables_and_json(capsys):
    _, out, _ = run(capsys, "parties", "who", "bletchley", "--as-of", "2024-01-01", "--json")
    found = json.loads(out)

    assert len(found["joined"]) == 29
    assert "NZL" not in found["joined"]
    assert all(each["source"] and each["year"] for each in found["acts"])

    _, out, _ = run(capsys, "parties", "list", "--json")
    assert len(json.loads(out)["instruments"]) >= 40

    for words in (["who", "paris_2025"], ["list"]):
        status, out, _ = run(capsys, "parties", *words)
        assert status == 0
        assert out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["who", "bletchly"], "bletchley"),
        (["gap", "--sample", "hlabs"], "hlab"),
        (["gap", "--without", "paris_2025"], "instrument of the sample"),
        (["gap", "--eu-rule", "none"], "seat_only, binds_members, by_instrument"),
        (["gap", "--as-of", "yesterday"], "2024-09-19"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_two(capsys, arguments, said):
    status, out, err = run(capsys, "parties", *arguments)

    assert status == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err
