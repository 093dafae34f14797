import json

import pytest

from comity.cli import main

MATRIX = "participant,bloc,s1,s2\nann,North,1,0\nben,South,1,-1\ncy,South,,1\n"
ACTS = "participant,statement,vote\nann,s1,1\nann,s2,0\nben,s1,-1\nben,s1,1\nben,s2,-1\ncy,s2,1\n"
BLOCS = "participant,bloc\nann,North\nben,South\ncy,South\n"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


@pytest.fixture
def written(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def test_consensus_prints_documented_keys(capsys, written):
    votes = written("votes.csv", MATRIX)
    status, out, _ = run(capsys, "forum", "consensus", votes, "--bloc-column", "bloc", "--json")
    said = json.loads(out)

    assert status == 0
    assert said["blocs"] == {"North": 1, "South": 2}
    assert set(said) == {"blocs", "unplaced", "statements"}
    assert set(said["statements"][0]) == {
        "statement", "minimum", "least_agreeing", "group_aware", "geometric_mean", "agree_rate",
        "agree", "disagree", "votes",
    }  # fmt: skip
    assert said["statements"][1]["agree_rate"] == {"North": 1 / 3, "South": 0.5}


def test_one_row_a_vote_gives_the_same_answer_as_a_matrix(capsys, written):
    matrix, acts, blocs = (
        written("m.csv", MATRIX), written("a.csv", ACTS), written("b.csv", BLOCS)
    )  # fmt: skip
    _, by_matrix, _ = run(capsys, "forum", "consensus", matrix, "--bloc-column", "bloc", "--json")
    _, by_acts, _ = run(capsys, "forum", "consensus", acts, "--blocs", blocs, "--json")

    assert json.loads(by_acts) == json.loads(by_matrix)


def test_consensus_prints_a_table(capsys, written):
    status, out, _ = run(
        capsys, "forum", "consensus", written("votes.csv", MATRIX), "--bloc-column", "bloc"
    )

    assert status == 0
    assert "s1" in out
    assert "North 1, South 2" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("participant,bloc,s1\nann,N,2\n", "row 2, column 's1': '2' is no vote"),
        ("participant,bloc,s1\nann,N,1\nann,N,1\n", "row 3, column 'participant': 'ann' stands"),
        ("participant,bloc,s1\nann,N\n", "row 2, column 'bloc': 2 cells where 3 belong"),
        ("participant,bloc,s1,s1\nann,N,1,1\n", "row 1, column 4: 's1' stands twice"),
        ("name,s1\nann,1\n", "row 1: no column of participants"),
        ("participant,bloc\nann,N\n", "row 1: no column of a statement"),
        ("participant,bloc,s1\n", "holds no votes"),
        ("", "holds no votes"),
        ('participant,bloc,s1\n"ann,N,1\n', "row 2: unexpected end of data"),
        (b"participant,bloc,s1\n\xff,N,1\n", "row 2: not UTF-8"),
        ("participant,bloc,s1\n\0,N,1\n", "row 2: a NUL byte"),
    ],
)
def test_a_damaged_votes_file_is_named_by_file_row_and_column(capsys, written, text, said):
    votes = written("votes.csv", text)
    status, out, err = run(capsys, "forum", "consensus", votes, "--bloc-column", "bloc")

    assert status == 2
    assert out == ""
    assert votes in err
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Name the blocs once"),
        (("--bloc-column", "block"), "No column of blocs"),
        (("--blocs", "/nonexistent/blocs.csv"), "Cannot read /nonexistent/blocs.csv"),
    ],
)
def test_blocs_that_are_not_given_are_asked_for(capsys, written, options, said):
    status, _, err = run(capsys, "forum", "consensus", written("v.csv", MATRIX), *options)

    assert status == 2
    assert said in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("participant,bloc\nan,North\n", "row 2, column 'participant'"),
        ("participant,bloc\nann,North\nann,South\n", "row 3, column 'bloc': 'ann' is in two"),
        ("participant\nann\n", "needs the columns participant and bloc"),
    ],
)
def test_a_damaged_file_of_blocs_is_named(capsys, written, text, said):
    votes, blocs = written("v.csv", MATRIX), written("b.csv", text)
    status, _, err = run(capsys, "forum", "consensus", votes, "--blocs", blocs)

    assert status == 2
    assert said in err
