import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from comity.errors import InputError
from comity.norms.common import (
    Share,
    fewest,
    holders,
    needed,
    random_sizes,
    support,
    together,
)

records = arrays.arrays(np.bool_, st.tuples(st.integers(1, 7), st.integers(1, 6)))


@pytest.mark.parametrize(
    ("states", "share", "count"),
    [
        (3, "all", 3), (3, "two-thirds", 2), (4, "two-thirds", 3), (4, "majority", 3),
        (5, "majority", 3), (193, "two-thirds", 129), (193, "majority", 97), (7, "any", 1),
    ],
)  # fmt: skip
def test_a_share_asks_for_so_many_states(states, share, count):
    assert needed(states, Share(share)) == count


def test_no_state_is_no_coalition():
    with pytest.raises(InputError, match="at least one"):
        needed(0, Share.ALL)


@given(records, st.data())
def test_the_low_count_is_never_above_the_high(possible, data):
    certain = possible & data.draw(arrays.arrays(np.bool_, possible.shape))

    assert all(each.low <= each.high for each in support(certain, possible))


def test_what_is_certain_but_impossible_is_refused():
    yes, no = np.ones((1, 1), bool), np.zeros((1, 1), bool)

    with pytest.raises(InputError, match="possible"):
        support(yes, no)
    with pytest.raises(InputError, match="differ"):
        support(yes, np.ones((2, 1), bool))


@given(records, st.data())
def test_the_largest_text_is_what_trying_every_text_finds(record, data):
    threshold = data.draw(st.integers(1, record.shape[0]))
    sizes = [
        len(lines)
        for count in range(record.shape[1] + 1)
        for lines in itertools.combinations(range(record.shape[1]), count)
        if record[:, list(lines)].all(axis=1).sum() >= threshold
    ]
    found = together(record, threshold)

    assert len(found.lines) == max(sizes)
    assert found.states == holders(record, found.lines)
    assert len(found.states) >= threshold


@given(records)
def test_the_text_all_share_is_the_intersection(record):
    found = together(record, record.shape[0])

    assert found.lines == tuple(np.flatnonzero(record.all(axis=0)))


@given(records, st.data())
def test_one_more_state_never_enlarges_the_text_all_share(record, data):
    row = data.draw(arrays.arrays(np.bool_, (1, record.shape[1])))
    wider = np.vstack([record, row])

    assert set(together(wider, len(wider)).lines) <= set(together(record, len(record)).lines)


@given(records, st.data())
def test_one_more_line_on_record_never_shrinks_the_text(record, data):
    threshold = data.draw(st.integers(1, record.shape[0]))
    at = data.draw(st.tuples(*(st.integers(0, size - 1) for size in record.shape)))
    more = record.copy()
    more[at] = True

    assert len(together(more, threshold).lines) >= len(together(record, threshold).lines)


@given(records, st.data())
def test_the_order_of_states_does_not_matter(record, data):
    order = data.draw(st.permutations(range(record.shape[0])))
    threshold = data.draw(st.integers(1, record.shape[0]))
    one, other = together(record, threshold), together(record[order], threshold)

    assert one.lines == other.lines
    assert set(one.states) == {order[at] for at in other.states}


@given(records, st.data())
def test_a_longer_text_never_has_more_signers(record, data):
    lines = data.draw(st.lists(st.integers(0, record.shape[1] - 1), min_size=1))

    assert set(holders(record, lines)) <= set(holders(record, lines[:-1]))


@given(records, st.data())
def test_the_fewest_instruments_are_what_trying_every_set_finds(offers, data):
    wanted = data.draw(arrays.arrays(np.bool_, (offers.shape[1],)))
    found = fewest(wanted, offers)
    reachable = wanted & offers.any(axis=0)
    sizes = [
        count
        for count in range(len(offers) + 1)
        for chosen in itertools.combinations(range(len(offers)), count)
        if not (reachable & ~offers[list(chosen)].any(axis=0)).any()
    ]

    assert found.size == min(sizes)
    assert set(found.options) == {
        chosen
        for chosen in itertools.combinations(range(len(offers)), found.size)
        if not (reachable & ~offers[list(chosen)].any(axis=0)).any()
    }
    assert set(found.left) == set(np.flatnonzero(wanted & ~reachable))


def test_where_nothing_is_offered_everything_is_left():
    found = fewest(np.array([True, False]), np.zeros((0, 2), bool))

    assert (found.size, found.options, found.left) == (0, ((),), (0,))


def test_a_coalition_of_everyone_has_no_chance_about_it():
    record = np.array([[True, True], [True, False], [True, True]])
    drawn = random_sizes(
        record, ["a"] * 3, {"a": 3}, share=Share.ALL, draws=50, rng=np.random.default_rng(0)
    )

    assert set(drawn.tolist()) == {1}


def test_random_pairs_have_the_mean_that_counting_gives():
    rng = np.random.default_rng(1)
    record = rng.random((8, 5)) < 0.6
    pairs = [record[list(pair)].all(axis=0).sum() for pair in itertools.combinations(range(8), 2)]
    drawn = random_sizes(
        record, ["a"] * 8, {"a": 2}, share=Share.ALL, draws=20_000, rng=np.random.default_rng(0)
    )

    assert drawn.mean() == pytest.approx(np.mean(pairs), abs=4 * np.std(pairs) / 20_000**0.5)


def test_classes_keep_their_sizes():
    record = np.array([[True], [True], [False], [False]])
    strata = ["in", "in", "out", "out"]
    drawn = random_sizes(
        record, strata, {"in": 1, "out": 1}, share=Share.ANY, draws=30,
        rng=np.random.default_rng(0),
    )  # fmt: skip

    assert set(drawn.tolist()) == {1}
    with pytest.raises(InputError, match="cannot be drawn"):
        random_sizes(
            record, strata, {"in": 3}, share=Share.ALL, draws=1, rng=np.random.default_rng(0)
        )


def test_the_same_seed_draws_the_same():
    record = np.random.default_rng(1).random((9, 4)) < 0.5
    one, other = (
        random_sizes(record, ["a"] * 9, {"a": 3}, share=Share.MAJORITY, draws=40,
                     rng=np.random.default_rng(7))
        for _ in range(2)
    )  # fmt: skip

    assert (one == other).all()


def test_of_random_coalitions_few_are_called_larger_than_random():
    # A coalition drawn as the null draws it exceeds the 95th percentile at most 5 times in 100.
    rng = np.random.default_rng(3)
    record = rng.random((40, 12)) < 0.7
    null = random_sizes(record, ["a"] * 40, {"a": 4}, share=Share.ALL, draws=2000, rng=rng)
    drawn = random_sizes(record, ["a"] * 40, {"a": 4}, share=Share.ALL, draws=2000, rng=rng)
    p = [(1 + (null >= each).sum()) / 2001 for each in drawn]

    assert np.mean(np.array(p) <= 0.05) <= 0.07
