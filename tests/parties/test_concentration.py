import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.parties.concentration import gini, lorenz

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=60).filter(any)


def test_gini_of_the_ends_is_known_in_closed_form():
    assert gini([3, 3, 3, 3]) == pytest.approx(0.0, abs=1e-15)
    assert gini([0, 0, 0, 7]) == pytest.approx(3 / 4)


@given(COUNTS)
def test_gini_equals_the_mean_difference_over_twice_the_mean(counts):
    # Gini 1912: half the relative mean absolute difference, over all ordered pairs.
    values = np.array(counts, dtype=float)
    difference = np.abs(values[:, None] - values[None, :]).mean()

    assert gini(counts) == pytest.approx(difference / (2 * values.mean()), abs=1e-12)


@given(COUNTS, st.integers(2, 5))
def test_gini_is_blind_to_scale_order_and_copies(counts, times):
    assert gini([times * each for each in counts]) == pytest.approx(gini(counts))
    assert gini(counts[::-1]) == pytest.approx(gini(counts))
    assert gini(counts * times) == pytest.approx(gini(counts))


@given(COUNTS)
def test_the_lorenz_curve_rises_from_nothing_to_all_and_never_above_the_diagonal(counts):
    curve = lorenz(counts)
    shares = np.linspace(0, 1, curve.size)

    assert (curve[0], curve[-1]) == (0.0, pytest.approx(1.0))
    assert (np.diff(curve) >= 0).all()
    assert (curve <= shares + 1e-12).all()


@pytest.mark.parametrize("counts", [[], [0, 0], [-1, 2]])
def test_concentration_of_nothing_is_refused(counts):
    with pytest.raises(InputError):
        gini(counts)
