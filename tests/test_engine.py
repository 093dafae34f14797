import pytest

from comity.engine import map_cases
from comity.errors import UnknownName


def square(number):
    return number * number


@pytest.mark.parametrize("engine", ["serial", "processes"])
def test_every_engine_gives_the_same_answer_in_order(engine):
    cases = list(range(20))

    assert list(map_cases(abs, cases, engine=engine)) == cases


def test_an_unknown_engine_is_named():
    with pytest.raises(UnknownName, match="engine"):
        list(map_cases(square, [1], engine="spark"))
