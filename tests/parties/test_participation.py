import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError, UnknownName
from comity.parties.participation import (
    EU_SEAT,
    Tally,
    by_group,
    combined,
    in_all,
    in_none,
    leave_one_out,
    matrix,
    none_mask,
)
from comity.parties.samples import sample
from comity.parties.types import (
    Act,
    Adherence,
    DateInterval,
    EuRule,
    Gate,
    Instrument,
    Roster,
    Standing,
)

DAY = datetime.date(2025, 6, 1)
ACTORS = ("AAA", "BBB", "CCC", "DDD")


def text(name, *, roster=Roster.COMPLETE, eu_rule=EuRule.SEAT_ONLY, hlab=False):
    return Instrument(
        id=name, name=name, gate=Gate.INVITATION, roster=roster, eu_rule=eu_rule, hlab=hlab
    )


def act(actor, instrument, date="2024-01-01", what=Act.SIGNED, **more):
    return Adherence(
        actor=actor, instrument=instrument, act=what, when=DateInterval.of(date), **more
    )


BOTH = (text("x"), text("y"))


def held(acts, instruments=BOTH, **more):
    return matrix(acts, instruments, actors=ACTORS, as_of=DAY, **more)


def test_attendance_and_invitation_put_no_name_to_a_text():
    found = held([act("AAA", "x", what=Act.ATTENDED), act("BBB", "x", what=Act.INVITED)])

    assert in_none(found) == Tally(4, 4, 4)


def test_a_state_that_attended_is_not_known_where_the_list_is_incomplete():
    found = held([act("AAA", "x", what=Act.ATTENDED)], [text("x", roster=Roster.PARTIAL)])

    assert found.at("AAA", "x") is Standing.UNKNOWN
    assert found.at("BBB", "x") is Standing.UNKNOWN


def test_a_refusal_is_known_even_where_the_list_is_incomplete():
    acts = [act("AAA", "x", what=Act.DECLINED), act("BBB", "x", what=Act.VOTED_NO)]
    found = held(acts, [text("x", roster=Roster.PARTIAL)])

    assert found.at("AAA", "x") is found.at("BBB", "x") is Standing.NO


def test_a_date_that_straddles_the_day_widens_the_band_and_not_the_count():
    found = held([act("AAA", "x", "2025"), act("BBB", "x")], [text("x")])

    assert in_all(found) == Tally(1, 1, 2)
    assert in_none(found) == Tally(3, 2, 3)


def test_what_sources_disagree_on_is_shown_and_not_counted():
    found = held([act("AAA", "x", disputed=True)], [text("x")])

    assert found.at("AAA", "x") is Standing.DISPUTED
    assert in_all(found) == Tally(0, 0, 1)


def test_what_no_source_confirms_is_not_counted():
    found = held([act("AAA", "x", confirmed=False)], [text("x")])

    assert found.at("AAA", "x") is Standing.UNKNOWN


def test_a_later_signature_is_not_there_yet():
    found = held([act("AAA", "x", "2025-06-02")], [text("x", roster=Roster.PARTIAL)])

    assert found.at("AAA", "x") is Standing.NO


def test_a_withdrawal_ends_what_came_before_it_and_a_return_begins_anew():
    joined, left = act("AAA", "x", "2021-01-01"), act("AAA", "x", "2023-01-01", Act.WITHDREW)
    back = act("AAA", "x", "2024-01-01")

    assert combined([joined, left], datetime.date(2022, 1, 1)) is Standing.YES
    assert combined([joined, left], DAY) is Standing.NO
    assert combined([back, left, joined], DAY) is Standing.YES
    assert combined([joined, act("AAA", "x", "2025", Act.WITHDREW)], DAY) is Standing.UNKNOWN


def test_the_seat_of_the_union_counts_for_its_members_only_by_that_rule():
    acts = [act(EU_SEAT, "x"), act("CCC", "x")]
    rules = {"x": text("x", eu_rule=EuRule.BINDS_MEMBERS)}
    ask = {"instruments": [rules["x"]], "eu_members": ("AAA", "BBB")}

    assert in_none(held(acts, **ask)).value == 3
    assert in_none(held(acts, eu_rule=EuRule.BINDS_MEMBERS, **ask)).value == 1
    assert in_none(held(acts, eu_rule=None, **ask)).value == 1
    assert in_none(held(acts, [text("x")], eu_rule=None, eu_members=("AAA",))).value == 3


def test_a_seat_of_unknown_date_leaves_its_members_unknown():
    found = held(
        [act(EU_SEAT, "x", "2025")], [text("x")], eu_rule=EuRule.BINDS_MEMBERS, eu_members=("AAA",)
    )

    assert found.at("AAA", "x") is Standing.UNKNOWN
    assert found.at("BBB", "x") is Standing.NO


def test_members_listed_is_no_way_of_counting():
    with pytest.raises(InputError, match="seat_only or binds_members"):
        held([], eu_rule=EuRule.MEMBERS_LISTED)


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(InputError, match="twice"):
        matrix([], [text("x"), text("x")], actors=ACTORS, as_of=DAY)


def test_an_unknown_row_or_column_is_named_with_near_matches():
    with pytest.raises(UnknownName, match="AAA"):
        held([]).at("AAB", "x")


def test_samples_are_named_listed_or_changed():
    catalogue = [text("x", hlab=True), text("y"), text("z", roster=Roster.PARTIAL)]

    assert [each.id for each in sample(catalogue, "hlab")] == ["x"]
    assert [each.id for each in sample(catalogue, "all")] == ["x", "y"]
    assert [each.id for each in sample(catalogue, "z, x")] == ["x", "z"]
    assert [each.id for each in sample(catalogue, "hlab", plus=["y"], without=["x"])] == ["y"]
    with pytest.raises(UnknownName, match="instrument"):
        sample(catalogue, "hlabb")
    with pytest.raises(UnknownName, match="of the sample"):
        sample(catalogue, "hlab", without=["y"])
    with pytest.raises(InputError, match="no instrument"):
        sample(catalogue, "hlab", without=["x"])


ACTS = st.lists(
    st.builds(
        act,
        st.sampled_from([*ACTORS, EU_SEAT]),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["2023", "2024-05", "2025", "2025-06-01", "2026-01-01"]),
        st.sampled_from(list(Act)),
        disputed=st.booleans(),
        confirmed=st.booleans(),
    ),
    max_size=12,
)


@given(ACTS, st.permutations(ACTORS), st.randoms())
def test_relabelling_states_and_reordering_rows_changes_nothing(acts, names, rng):
    new = dict(zip(ACTORS, names, strict=True)) | {EU_SEAT: EU_SEAT}
    shuffled = [
        Adherence(
            actor=new[a.actor], instrument=a.instrument, act=a.act, when=a.when,
            confirmed=a.confirmed, disputed=a.disputed,
        )
        for a in acts
    ]  # fmt: skip
    rng.shuffle(shuffled)
    rule = EuRule.BINDS_MEMBERS
    one = held(acts, eu_rule=rule, eu_members=("AAA",))
    other = held(shuffled, eu_rule=rule, eu_members=(new["AAA"],))

    assert (in_all(one), in_none(one)) == (in_all(other), in_none(other))
    for actor, instrument in itertools.product(ACTORS, "xy"):
        assert one.at(actor, instrument) is other.at(new[actor], instrument)


@given(ACTS)
def test_bands_hold_their_value_and_nothing_is_both_joined_and_unknown(acts):
    found = held(acts)

    for tally in (in_all(found), in_none(found)):
        assert tally.low <= tally.value <= tally.high
    assert not (found.joined & found.unknown).any()
    assert not (found.disputed & ~found.unknown).any()


@given(ACTS)
def test_leaving_an_instrument_out_empties_nobody_and_fills_nobody(acts):
    found = held(acts)

    for every, none in leave_one_out(found).values():
        assert every.value >= in_all(found).value
        assert none.value >= in_none(found).value


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.data())
def test_groups_add_up_to_the_whole(mask, data):
    groups = data.draw(
        st.lists(st.sampled_from("pqr"), min_size=len(mask), max_size=len(mask)), label="groups"
    )
    found = by_group(np.array(mask), groups)

    assert sum(count for count, _ in found.values()) == sum(mask)
    assert sum(size for _, size in found.values()) == len(mask)


def test_groups_and_actors_are_as_many():
    with pytest.raises(InputError, match="2 groups for 4 actors"):
        by_group(none_mask(held([])), ["p", "q"])
