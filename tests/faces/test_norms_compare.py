import json

import pytest

from comity.cli import main


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["norms", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def compared(capsys, *arguments):
    status, out, _ = run(capsys, "compare", *arguments, "--json")

    assert status == 0
    return json.loads(out)


def issue(found, name):
    (one,) = [each for each in found["issues"] if each["issue"] == name]
    return one


def test_three_actors_are_laid_side_by_side_with_references(capsys):
    found = compared(capsys, "EU", "CHN", "USA")
    transparency = issue(found, "transparency")

    assert [each["actor"] for each in found["actors"]] == ["EU", "CHN", "USA"]
    assert len(found["issues"]) == 13
    assert transparency["together"] == "all have"
    assert transparency["shared"] == ["duty"]
    for side in transparency["actors"]:
        assert side["stand"] == "has"
        assert all(cell["reference"] and cell["seen"] for cell in side["cells"])
    assert 0 < found["numbers"]["confirmed_share"]["value"] <= 1


def test_absence_is_told_from_what_is_not_known(capsys):
    export = issue(compared(capsys, "EU", "CHN"), "export_control")
    stands = {side["actor"]: side["stand"] for side in export["actors"]}

    assert stands == {"EU": "not in its texts", "CHN": "has"}
    assert export["together"] == "some have"


def test_the_order_in_which_actors_are_named_changes_no_number(capsys):
    one, other = compared(capsys, "KOR", "EU"), compared(capsys, "EU", "KOR")

    assert one["numbers"] == other["numbers"]
    for mine, theirs in zip(one["issues"], other["issues"], strict=True):
        assert mine["shared"] == theirs["shared"]
        assert mine["together"] == theirs["together"]


def test_an_actor_without_a_read_text_adds_to_the_high_end_alone(capsys):
    found = compared(capsys, "Kenya", "RWA")

    assert found["numbers"]["shared"]["low"] == 0.0
    assert found["numbers"]["shared"]["high"] > 0.0
    assert found["numbers"]["confirmed_share"]["value"] < 1.0


def test_revoked_and_draft_texts_are_compared_when_asked_and_on_their_day(capsys):
    today = compared(capsys, "USA", "GBR")
    everything = compared(capsys, "USA", "GBR", "--all-instruments")
    then = compared(capsys, "USA", "GBR", "--as-of", "2024-06-30")

    def keys(found):
        return {each["strategy"] for each in found["instruments"]}

    assert "us_eo_14110" in today["left_out"]
    assert "us_eo_14110" in keys(everything) & keys(then)
    assert "us_eo_14179" not in keys(then)
    assert not everything["left_out"]


def test_one_issue_lists_every_cell(capsys):
    status, out, _ = run(capsys, "compare", "CHN", "--issue", "conformity")

    assert status == 0
    assert "Generative AI Measures" in out
    assert "more" not in out


def test_what_was_not_read_carries_a_mark(capsys):
    _, out, _ = run(capsys, "compare", "IND", "CHN")

    assert " ?" in out
    assert "enters no count" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "Chnia"], "China"),
        (["compare", "EU", "--issue", "labor"], "labour"),
        (["compare", "Tuvalu"], "holds no instrument of Tuvalu"),
        (["compare", "BRA"], "--all-instruments"),
        (["strategies", "OpenAi2"], "OPENAI"),
    ],
)
def test_a_wrong_name_is_answered_with_what_to_do(capsys, arguments, said):
    status, _, err = run(capsys, *arguments)

    assert status == 2
    assert said in err


def test_the_catalogue_says_what_was_read(capsys):
    status, out, _ = run(capsys, "strategies", "--json")
    listed = json.loads(out)["strategies"]

    assert status == 0
    assert len(listed) >= 60
    assert sum(each["cells_confirmed"] for each in listed) >= 250
    assert sum(each["cells_confirmed"] > 0 for each in listed) >= 30
    assert all(each["cells_confirmed"] == 0 for each in listed if each["reading"] == "no")


def test_the_catalogue_of_one_actor_is_a_table(capsys):
    status, out, _ = run(capsys, "strategies", "Republic of Korea")

    assert status == 0
    assert "kr_basic_act" in out
    assert "cn_genai_2023" not in out
