import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_facts_show_prints_every_competing_figure_the_preferred_first(capsys):
    status, out, _ = run(capsys, "facts", "show", "Kenya", "grid_ci", "--json")
    shown = json.loads(out)

    assert status == 0
    assert set(shown) == {"state", "fact", "meaning", "independent", "facts"}
    assert set(shown["facts"][0]) == {
        "name", "value", "unit", "low", "high", "year", "producer", "release", "source", "quality",
        "note",
    }  # fmt: skip
    assert shown["facts"][0]["source"] == "ember_owid_2026"
    assert {"Ember", "EIA mix x IPCC factors"} <= {each["producer"] for each in shown["facts"]}


def test_facts_list_states_what_is_missing(capsys):
    status, out, _ = run(capsys, "facts", "list", "MCO", "--json")
    listed = json.loads(out)

    assert status == 0
    assert "grid_ci" in {each["name"] for each in listed["missing"]}
    assert "grid_ci" not in {each["name"] for each in listed["facts"]}


def test_facts_list_without_a_state_gives_meanings(capsys):
    status, out, _ = run(capsys, "facts", "list", "--json")

    assert status == 0
    assert {"name", "unit", "meaning"} == set(json.loads(out)["facts"][0])


@pytest.mark.parametrize("command", ["list KEN", "show KEN grid_ci", "sources clino", "check"])
def test_every_command_prints_a_table_for_people(capsys, command):
    status, out, err = run(capsys, "facts", *command.split())

    assert (status, err) == (0, "")
    assert out


def test_an_unknown_state_ends_with_two_and_near_matches(capsys):
    status, out, err = run(capsys, "facts", "show", "Kenia", "grid_ci")

    assert (status, out) == (2, "")
    assert "Nearest: Kenya" in err


def test_an_unknown_fact_ends_with_two(capsys):
    assert run(capsys, "facts", "show", "KEN", "grid")[0] == 2


def test_a_missing_fact_ends_with_three_and_says_how_to_supply_it(capsys):
    status, _, err = run(capsys, "facts", "show", "KEN", "electricity_price_industry")

    assert status == 3
    assert "--facts" in err


def test_a_damaged_user_file_ends_with_three_and_fails_the_check(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("iso3,fact,value,unit,year,source,quality\nKEN,hdi,7,,2024,me,reported\n")

    status, _, err = run(capsys, "facts", "list", "KEN", "--facts", str(path))
    assert status == 3
    assert f"{path}, row 2, column 'value'" in err

    status, out, _ = run(capsys, "facts", "check", "--json", "--facts", str(path))
    assert status == 1
    assert json.loads(out)["ok"] is False


def test_a_figure_of_the_user_is_shown_first(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("iso3,fact,value,unit,year,source,quality\nKEN,hdi,.7,,2025,me,reported\n")
    _, out, _ = run(capsys, "facts", "show", "KEN", "hdi", "--json", "--facts", str(path))

    assert json.loads(out)["facts"][0]["producer"] == "supplied by the user: me"
