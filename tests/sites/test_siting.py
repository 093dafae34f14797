import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.errors import InputError, NotANumber
from comity.sites import siting
from comity.sites.siting import METHODS

tables = arrays(float, (6, 3), elements=st.floats(0.0, 100.0).map(lambda x: round(x, 3)))


@pytest.mark.parametrize("method", sorted(METHODS))
@given(tables)
def test_the_better_in_everything_never_ranks_behind(method, table):
    table[1] = table[0] + 1.0
    score = METHODS[method](table, (1.0, 2.0, 0.5))

    assert score[0] <= score[1] + 1e-12
    assert ((score >= -1e-12) & (score <= 1.0 + 1e-12)).all()


@pytest.mark.parametrize("method", sorted(METHODS))
@given(tables)
def test_the_order_of_the_places_does_not_matter(method, table):
    one = METHODS[method](table, (1.0, 1.0, 1.0))
    other = METHODS[method](table[::-1], (1.0, 1.0, 1.0))[::-1]

    assert one == pytest.approx(other)


@given(tables)
def test_the_frontier_holds_the_best_in_each_criterion_alone(table):
    kept = siting.frontier(table)

    assert kept.any()
    for k in range(len(table)):
        beaten = [(other <= table[k]).all() and (other < table[k]).any() for other in table]
        assert kept[k] == (not any(beaten))


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize(
    ("table", "weights", "error"),
    [
        (np.ones((2, 2)), (1.0,), InputError),
        (np.ones((2, 2)), (0.0, 0.0), InputError),
        (np.ones((2, 2)), (-1.0, 2.0), InputError),
        (np.array([[1.0, np.nan]]), (1.0, 1.0), NotANumber),
    ],
)
def test_what_cannot_be_ranked_is_refused(method, table, weights, error):
    with pytest.raises(error):
        METHODS[method](table, weights)
