"""Bands carried through a chain of equations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.facts.load import embedded
from comity.facts.types import Finding, Missing
from comity.plans.draws import NOT_REACHED, derive, draw

FACT = embedded().parameter("models.peak_factor")


def number(name, value, low=None, high=None):
    return Finding(
        name=name, value=value, unit="", method="given", inputs=(FACT,), low=low, high=high
    )


@given(value=st.floats(0.1, 100), down=st.floats(0.1, 0.99), up=st.floats(1.01, 10))
def test_a_number_keeps_its_own_band(value, down, up):
    drawn = draw(number("a", value, value * down, value * up))
    found = derive("b", "", "the same", lambda a: a, a=drawn).number

    assert found.value == value
    assert found.low == pytest.approx(value * down, rel=0.25)
    assert found.high == pytest.approx(value * up, rel=0.35)


def test_what_two_results_share_stays_shared():
    drawn = draw(number("a", 10.0, 5.0, 20.0))
    found = derive("r", "", "itself over itself", lambda a, b: a / b, a=drawn, b=drawn).number

    assert found.value == 1.0
    assert found.low is None
    assert found.no_band


def test_the_wider_input_causes_more_of_the_band():
    wide, narrow = draw(number("w", 1.0, 0.1, 10.0)), draw(number("n", 1.0, 0.9, 1.1))
    found = derive("p", "", "product", lambda w, n: w * n, w=wide, n=narrow).number

    assert found.shares[0] > 0.9
    assert sum(found.shares) == pytest.approx(1.0)


def test_independent_bands_add_less_than_their_ends_do():
    a, b = draw(number("a", 1.0, 0.5, 2.0)), draw(number("b", 1.0, 0.5, 2.0))
    found = derive("p", "", "product", lambda a, b: a * b, a=a, b=b).number

    assert 0.25 < found.low < 0.5
    assert 2.0 < found.high < 4.0


def test_a_missing_input_makes_a_missing_result_that_names_it():
    lost = Missing(name="population", subject="XYZ", reason="no source at hand gives it")
    found = derive("users", "", "product", lambda a, b: a * b, a=draw(lost), b=draw(FACT))

    assert isinstance(found, Missing)
    assert found.name == "users"
    assert "population" in found.reason


def test_a_threshold_no_input_reaches_says_so():
    found = derive("t", "USD", "never", lambda a: np.full_like(a, np.inf), a=draw(FACT)).number

    assert found.value == NOT_REACHED
    assert found.low is None


def test_a_band_that_touches_zero_is_drawn_on_the_value():
    found = derive("b", "", "same", lambda a: a, a=draw(number("z", 1.0, 0.0, 3.0))).number

    assert found.low == pytest.approx(0.0, abs=0.3)
    assert found.high == pytest.approx(3.0, rel=0.2)


def test_two_runs_are_alike():
    first, second = (draw(number("a", 1.0, 0.5, 2.0)).values for _ in range(2))

    assert (first == second).all()
