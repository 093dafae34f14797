import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError, UnknownName
from comity.norms.coverage import (
    contained,
    coverage_matrix,
    instruments_with,
    merge,
    on_record,
    principle_counts,
    ranks,
    sharing,
    states_per_principle,
    through,
)
from comity.norms.types import Code, Count, Place, Seen

INSTRUMENTS = ("a", "b", "c", "d")
PRINCIPLES = ("fairness", "labour", "openness")


def code(instrument, principle, *, seen=Seen.CONFIRMED, place=Place.OPERATIVE):
    return Code(
        instrument=instrument, principle=principle, reference="art. 1", seen=seen, place=place
    )


def covered(codes, instruments=INSTRUMENTS, **more):
    return coverage_matrix(codes, instruments=instruments, principles=PRINCIPLES, **more)


@st.composite
def coded(draw):
    pairs = list(itertools.product(INSTRUMENTS, PRINCIPLES))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    return [code(*pair, seen=draw(st.sampled_from(Seen))) for pair in chosen]


def masks():
    cells = 5 * len(INSTRUMENTS)
    return st.lists(st.booleans(), min_size=cells, max_size=cells).map(
        lambda flat: np.array(flat, dtype=np.bool_).reshape(5, len(INSTRUMENTS))
    )


def test_what_an_instrument_contains_is_told_from_what_it_is_said_to_contain():
    held = covered(
        [code("a", "labour"), code("b", "labour", seen=Seen.UNCONFIRMED)], whole=("a", "c")
    )

    assert instruments_with(held, "labour") == (("a",), ("b",))
    assert principle_counts(held)["labour"] == Count(1, 2)
    assert contained(held, ("b",)) == {
        "fairness": Count(0, 0), "labour": Count(0, 1), "openness": Count(0, 0)
    }  # fmt: skip


def test_absence_is_known_only_from_a_whole_reading():
    held = covered([code("a", "labour"), code("b", "labour")], whole=("a",))

    assert held.absent.tolist()[:2] == [[True, False, True], [False, False, False]]


def test_a_preamble_can_be_left_out():
    codes = [code("a", "labour", place=Place.PREAMBLE), code("b", "labour")]

    assert principle_counts(covered(codes))["labour"] == Count(2, 2)
    assert principle_counts(covered(codes, operative_only=True))["labour"] == Count(1, 1)


@given(coded(), st.permutations(INSTRUMENTS))
def test_the_order_of_instruments_and_codes_changes_nothing(codes, order):
    first, second = covered(codes), covered(codes[::-1], instruments=tuple(order))

    assert principle_counts(first) == principle_counts(second)
    for name in PRINCIPLES:
        assert [set(each) for each in instruments_with(first, name)] == [
            set(each) for each in instruments_with(second, name)
        ]


@given(coded(), masks(), st.permutations(range(len(INSTRUMENTS))))
def test_the_order_of_instruments_changes_no_record(codes, joined, order):
    nothing = np.zeros_like(joined)
    first = on_record(covered(codes), joined, nothing)
    second = on_record(
        covered(codes, instruments=tuple(INSTRUMENTS[at] for at in order)),
        joined[:, list(order)],
        nothing,
    )

    assert (first.certain == second.certain).all()
    assert (first.possible == second.possible).all()


@given(coded(), masks(), masks())
def test_what_is_unconfirmed_or_unknown_never_enters_the_low_count(codes, joined, unknown):
    full = on_record(covered(codes), joined, unknown & ~joined)
    bare = on_record(
        covered([each for each in codes if each.seen is Seen.CONFIRMED]),
        joined,
        np.zeros_like(joined),
    )

    assert (full.certain == bare.certain).all()
    assert (full.possible | ~full.certain).all()
    assert all(low <= high for low, high in states_per_principle(full).values())


@given(coded(), masks())
def test_a_state_shares_its_principles_with_those_who_hold_them_all(codes, joined):
    record = on_record(covered(codes), joined, np.zeros_like(joined))
    for row, mine in enumerate(record.certain):
        others = [other for at, other in enumerate(record.certain) if at != row]
        shared = sharing(record, row)

        assert shared.low == sum((other | ~mine).all() for other in others)
        assert shared.low <= shared.high <= len(joined) - 1


@given(coded(), masks())
def test_a_state_is_on_record_where_one_of_its_instruments_says_so(codes, joined):
    held = covered(codes)
    record = on_record(held, joined, np.zeros_like(joined))
    for row, column in itertools.product(range(len(joined)), range(len(PRINCIPLES))):
        found = through(held, joined[row], PRINCIPLES[column])

        assert bool(found) == record.certain[row, column]


counts = st.dictionaries(
    st.sampled_from("pqrstu"),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: Count(*sorted(ends))),
    min_size=1,
)


@given(counts)
def test_a_rank_lies_between_its_best_and_its_worst(held):
    found = ranks(held)
    for name, rank in found.items():
        assert 1 <= rank.best <= rank.rank <= rank.worst <= len(held)
        assert (
            rank.tied == sum(found[other].rank == rank.rank for other in held if other != name) + 1
        )


@given(counts, st.data())
def test_no_count_within_the_bands_gives_a_rank_outside_them(held, data):
    drawn = {
        name: data.draw(st.integers(count.low, count.high), label=name)
        for name, count in held.items()
    }
    exact = ranks({name: Count(value, value) for name, value in drawn.items()})
    bands = ranks(held)

    assert all(bands[name].best <= exact[name].rank <= bands[name].worst for name in held)


def test_ties_share_a_rank():
    found = ranks({"x": Count(5, 5), "y": Count(5, 5), "z": Count(4, 6)})

    assert [found[name].rank for name in "xyz"] == [1, 1, 3]
    assert (found["x"].tied, found["z"].tied) == (2, 1)
    assert (found["z"].best, found["z"].worst) == (1, 3)


@given(coded())
def test_principles_read_as_one_count_as_either(codes):
    held = covered(codes)
    wide = merge(held, "labour", ("openness",))
    either = held.confirmed[:, 1] | held.confirmed[:, 2]

    assert wide.principles == ("fairness", "labour")
    assert (wide.confirmed[:, 1] == either).all()
    assert (wide.possible[:, 1] == held.possible[:, 1:].any(axis=1)).all()
    assert not (wide.confirmed & wide.unconfirmed).any()


def test_what_does_not_fit_is_named():
    with pytest.raises(UnknownName, match="'e'"):
        covered([code("e", "labour")])
    with pytest.raises(UnknownName, match=r"'fairnes'.*fairness"):
        instruments_with(covered([]), "fairnes")
    with pytest.raises(InputError, match="coded twice"):
        covered([code("a", "labour"), code("a", "labour", seen=Seen.UNCONFIRMED)])
    with pytest.raises(InputError, match="no reference"):
        Code(instrument="a", principle="labour", reference=" ", seen=Seen.CONFIRMED)
    with pytest.raises(InputError, match="one stands twice"):
        covered([], instruments=("a", "a"))
    with pytest.raises(InputError, match="do not match"):
        on_record(covered([]), np.zeros((2, 3), np.bool_), np.zeros((2, 3), np.bool_))
