import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.errors import InputError, UnknownName
from comity.forum.consensus import (
    agree_rate,
    geometric_mean,
    group_aware,
    least_agreeing,
    minimum,
    tally,
)
from comity.forum.votes import Votes, from_acts, from_rows, members
from comity.plans.ballots import blocs_by_column, read_ballots


@st.composite
def elections(draw):
    people, statements = draw(st.integers(1, 12)), draw(st.integers(1, 8))
    cells = draw(arrays(np.int8, (people, statements), elements=st.integers(-1, 2)))
    cast = cells < 2
    blocs = draw(st.lists(st.sampled_from("ABC"), min_size=people, max_size=people))
    votes = Votes(
        participants=tuple(f"p{i}" for i in range(people)),
        statements=tuple(f"s{j}" for j in range(statements)),
        sign=np.where(cast, cells, 0).astype(np.int8),
        cast=cast,
    )
    return votes, blocs


# Polis open data, bg2050-volunteers (CC BY 4.0, The Computational Democracy Project): the column
# group-informed-consensus of comments.csv, from the groups of participants-votes.csv.
@pytest.mark.shared
def test_published_group_informed_consensus_is_met_on_every_statement(shared):
    folder = shared / "forum" / "polis" / "bg2050-volunteers"
    with (folder / "comments.csv").open(encoding="utf-8") as stream:
        published = {
            row["comment-id"]: float(row["group-informed-consensus"])
            for row in csv.DictReader(stream)
        }
    text = (folder / "participants-votes.csv").read_text("utf-8")
    ballots = read_ballots(text, file="participants-votes.csv")
    blocs = blocs_by_column(ballots, name="group-id", file="participants-votes.csv")
    found = group_aware(tally(ballots.votes, members(blocs)))
    errors = [
        abs(value - published[name])
        for name, value in zip(ballots.votes.statements, found, strict=True)
    ]

    assert len(errors) == len(published) == 371
    assert max(errors) <= 1e-12


@given(elections(), st.randoms(use_true_random=False))
def test_reordering_people_and_statements_changes_no_consensus(election, random):
    votes, blocs = election
    people = random.sample(range(len(votes.participants)), len(votes.participants))
    columns = random.sample(range(len(votes.statements)), len(votes.statements))
    moved = Votes(
        participants=tuple(votes.participants[i] for i in people),
        statements=tuple(votes.statements[j] for j in columns),
        sign=votes.sign[people][:, columns],
        cast=votes.cast[people][:, columns],
    )
    before = tally(votes, members(blocs))
    after = tally(moved, members([blocs[i] for i in people]))

    for measure in (group_aware, geometric_mean, minimum):
        assert (measure(after) == measure(before)[columns]).all()
    assert least_agreeing(after) == tuple(least_agreeing(before)[j] for j in columns)


@given(elections(), st.data())
def test_more_agreement_never_lowers_consensus(election, data):
    votes, blocs = election
    person = data.draw(st.integers(0, len(votes.participants) - 1))
    statement = data.draw(st.integers(0, len(votes.statements) - 1))
    sign, cast = votes.sign.copy(), votes.cast.copy()
    sign[person, statement], cast[person, statement] = 1, True
    more = Votes(participants=votes.participants, statements=votes.statements, sign=sign, cast=cast)
    before, after = (tally(each, members(blocs)) for each in (votes, more))

    for measure in (group_aware, geometric_mean, minimum):
        assert (measure(after) >= measure(before) * (1 - 1e-12)).all()


@given(elections())
def test_renaming_blocs_changes_no_consensus(election):
    votes, blocs = election
    renamed = [{"A": "C", "B": "A", "C": "B"}[each] for each in blocs]
    before, after = (tally(votes, members(each)) for each in (blocs, renamed))

    assert group_aware(after) == pytest.approx(group_aware(before), rel=1e-12)
    assert (minimum(after) == minimum(before)).all()


@given(elections())
def test_the_minimum_is_at_most_the_mean_and_at_least_the_product(election):
    votes, blocs = election
    counts = tally(votes, members(blocs))

    assert (minimum(counts) <= geometric_mean(counts) * (1 + 1e-12)).all()
    assert (group_aware(counts) <= minimum(counts) * (1 + 1e-12)).all()
    assert ((agree_rate(counts) > 0) & (agree_rate(counts) < 1)).all()


def test_a_pass_is_a_vote_that_does_not_agree():
    votes = from_rows(["a", "b", "c"], ["s"], [[1], [0], [None]])
    counts = tally(votes, members(["X", "X", "X"]))

    assert counts.cast.tolist() == [[2]]
    assert agree_rate(counts).tolist() == [[0.5]]


def test_the_last_vote_of_a_participant_holds():
    votes = from_acts([("a", "s", 1), ("b", "s", 1), ("a", "s", -1)])

    assert votes.sign.tolist() == [[-1], [1]]


def test_a_participant_in_no_bloc_is_not_counted():
    votes = from_rows(["a", "b"], ["s"], [[1], [1]])

    assert tally(votes, members(["X", ""])).cast.tolist() == [[1]]


def test_a_bloc_that_holds_nobody_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match="Nearest: Africa"):
        members(["Africa", "Asia"], only=["Afrika"])


@pytest.mark.parametrize(
    ("names", "sign", "cast", "said"),
    [
        (("a", "a"), [[1], [1]], [[True], [True]], "stands twice"),
        (("a",), [[1], [1]], [[True], [True]], "do not fit"),
        (("a",), [[1]], [[False]], "none was cast"),
        (("a",), [[2]], [[True]], r"\+1, 0 or -1"),
    ],
)
def test_arrays_that_are_no_votes_are_refused(names, sign, cast, said):
    with pytest.raises(InputError, match=said):
        Votes(
            participants=names, statements=("s",), sign=np.array(sign, dtype=np.int8),
            cast=np.array(cast),
        )  # fmt: skip
