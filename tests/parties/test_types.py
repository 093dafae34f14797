import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.parties.types import JOINING, REFUSING, Act, DateInterval, Standing

DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2030, 12, 31))


def test_a_year_is_not_before_a_day_within_it():
    # As text "2025" sorts before "2025-02-11"; as an interval it is neither before nor after.
    signed = DateInterval.of("2025")

    assert signed.passed(datetime.date(2025, 2, 11)) is Standing.UNKNOWN
    assert signed.passed(datetime.date(2024, 12, 31)) is Standing.NO
    assert signed.passed(datetime.date(2025, 12, 31)) is Standing.YES


def test_a_month_ends_on_its_last_day():
    february = DateInterval.of("2024-02")

    assert february.last == datetime.date(2024, 2, 29)


def test_two_partial_dates_bound_a_day():
    held = DateInterval.of("2025-09", "2025-12-21")

    assert (held.first, held.last) == (datetime.date(2025, 9, 1), datetime.date(2025, 12, 21))


@given(DAYS, DAYS, DAYS)
def test_once_passed_always_passed(one, other, later):
    first, last = min(one, other), max(one, other)
    held = DateInterval(first, last)
    order = [Standing.NO, Standing.UNKNOWN, Standing.YES]
    earlier = min(one, later)

    assert order.index(held.passed(earlier)) <= order.index(held.passed(max(one, later)))


@pytest.mark.parametrize("text", ["", "20", "2025-13", "2025-02-30", "soon", "2025-02-11-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InputError):
        DateInterval.of(text)


def test_an_interval_does_not_end_before_it_begins():
    with pytest.raises(InputError, match="cannot end"):
        DateInterval.of("2025", "2024")


def test_to_attend_neither_joins_nor_refuses():
    for act in (Act.ATTENDED, Act.INVITED, Act.OBSERVER, Act.PROPOSED):
        assert act not in JOINING | REFUSING
    assert not JOINING & REFUSING
