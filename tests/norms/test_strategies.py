import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError, UnknownName
from comity.norms.strategies import (
    Cell,
    Stand,
    Strategy,
    Verdict,
    agreement,
    cells_of,
    overlaps,
    strategy_matrix,
)
from comity.norms.types import Count, Seen

ISSUES = {"labour": ("duty", "aim"), "export": ("controls", "opposes", "promotes")}
STRATEGIES = (
    Strategy(key="a1", actor="AAA", whole=True),
    Strategy(key="a2", actor="AAA", whole=True),
    Strategy(key="b1", actor="BBB", whole=True),
    Strategy(key="c1", actor="CCC"),
)
ACTORS = ("AAA", "BBB", "CCC")


def cell(strategy, issue, value, seen=Seen.CONFIRMED):
    return Cell(strategy=strategy, issue=issue, value=value, reference="Article 1", seen=seen)


def side_by_side(*cells):
    return strategy_matrix(cells, strategies=STRATEGIES, issues=ISSUES)


@st.composite
def coded(draw):
    pairs = list(itertools.product([each.key for each in STRATEGIES], ISSUES))
    return [
        cell(key, issue, draw(st.sampled_from(ISSUES[issue])), draw(st.sampled_from(Seen)))
        for key, issue in draw(st.lists(st.sampled_from(pairs), unique=True))
    ]


def test_an_actor_has_what_any_of_its_instruments_says():
    labour, export = overlaps(
        side_by_side(
            cell("a1", "labour", "duty"),
            cell("a2", "labour", "aim"),
            cell("b1", "labour", "aim"),
            cell("c1", "labour", "aim"),
        ),
        ACTORS,
    )

    assert labour.verdict is Verdict.ALL
    assert labour.shared == ("aim",)
    assert export.verdict is Verdict.UNKNOWN
    assert export.stands == {"AAA": Stand.ABSENT, "BBB": Stand.ABSENT, "CCC": Stand.UNKNOWN}


def test_having_an_issue_is_not_sharing_a_value():
    _, export = overlaps(
        side_by_side(cell("a1", "export", "controls"), cell("b1", "export", "opposes")),
        ("AAA", "BBB"),
    )

    assert export.verdict is Verdict.ALL
    assert export.shared == export.possible == ()


def test_none_has_it_only_where_every_text_was_read_as_a_whole():
    labour, _ = overlaps(side_by_side(), ("AAA", "BBB"))
    partly, _ = overlaps(side_by_side(), ("AAA", "CCC"))

    assert labour.verdict is Verdict.NONE
    assert partly.verdict is Verdict.UNKNOWN


def test_an_unconfirmed_cell_widens_the_band_and_enters_no_count():
    matrix = side_by_side(
        cell("a1", "labour", "aim"), cell("b1", "labour", "aim", Seen.UNCONFIRMED)
    )
    found = overlaps(matrix, ("AAA", "BBB"))

    assert agreement(found) == Count(0, 1)
    assert found[0].stands["BBB"] is Stand.SAID
    assert found[0].verdict is Verdict.SOME
    assert cells_of(matrix, ("AAA", "BBB")) == Count(1, 2)


@given(coded())
def test_only_confirmed_cells_enter_what_is_counted(cells):
    read = [each for each in cells if each.seen is Seen.CONFIRMED]
    all_of, some_of = side_by_side(*cells), side_by_side(*read)
    mine, theirs = overlaps(all_of, ACTORS), overlaps(some_of, ACTORS)

    assert [each.shared for each in mine] == [each.shared for each in theirs]
    assert agreement(mine).low == agreement(theirs).low <= agreement(mine).high
    assert [each.verdict is Verdict.ALL for each in mine] == [
        each.verdict is Verdict.ALL for each in theirs
    ]
    assert cells_of(all_of, ACTORS) == Count(len(read), len(cells))


@given(coded(), st.permutations(ACTORS))
def test_neither_the_order_of_actors_nor_of_cells_matters(cells, order):
    forth = overlaps(side_by_side(*cells), ACTORS)
    back = overlaps(side_by_side(*reversed(cells)), [*order, order[0]])

    assert forth == back


@given(coded())
def test_more_actors_share_no_more(cells):
    matrix = side_by_side(*cells)
    two, three = overlaps(matrix, ACTORS[:2]), overlaps(matrix, ACTORS)

    for few, many in zip(two, three, strict=True):
        assert set(many.shared) <= set(few.shared)
        assert set(many.shared) <= set(many.possible)
    assert agreement(three).low <= agreement(two).low


@given(coded())
def test_what_is_known_absent_is_said_by_nobody(cells):
    matrix = side_by_side(*cells)

    for each in overlaps(matrix, ACTORS):
        for actor, stand in each.stands.items():
            keys = {one.key for one in STRATEGIES if one.actor == actor}
            spoken = any(one.strategy in keys and one.issue == each.issue for one in cells)
            assert (stand in (Stand.HAS, Stand.SAID)) == spoken


def test_bad_input_is_named():
    with pytest.raises(UnknownName, match="controls"):
        side_by_side(cell("a1", "export", "control"))
    with pytest.raises(UnknownName, match="issue"):
        side_by_side(cell("a1", "energy", "aim"))
    with pytest.raises(UnknownName, match="instrument"):
        side_by_side(cell("z9", "labour", "aim"))
    with pytest.raises(InputError, match="twice"):
        side_by_side(cell("a1", "labour", "aim"), cell("a1", "labour", "duty"))
    with pytest.raises(InputError, match="twice"):
        strategy_matrix((), strategies=(*STRATEGIES, STRATEGIES[0]), issues=ISSUES)
    with pytest.raises(InputError, match="no reference"):
        Cell(strategy="a1", issue="labour", value="aim", reference=" ", seen=Seen.CONFIRMED)
    with pytest.raises(UnknownName, match="AAA"):
        overlaps(side_by_side(), ("AAB",))
    with pytest.raises(InputError, match="No actor"):
        cells_of(side_by_side(), ())
