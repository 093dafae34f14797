import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import Infeasible, InputError
from comity.facts.load import embedded
from comity.fund.envelopes import (
    band_of,
    in_proportion,
    inverted_scale,
    product_of_powers,
    within_bounds,
)

BANDS = [row for row in embedded().rows("envelope_bands") if row.text("rule") == "cali"]
UPPER = np.array([row.number("upper") for row in BANDS[:-1]])
WEIGHTS = np.array([row.number("weight") for row in BANDS])


def annex(shared, name):
    with (shared / "fund" / f"cali_fund_annex_1bn_{name}.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    bands = np.array([int(row["un_band"][5]) - 1 for row in rows])
    islands = np.array([row["is_sids"] == "True" for row in rows])
    return rows, bands, islands


# Cali Fund Allocation Model, country annexes for one billion dollars: 142 Parties, in USD M
# rounded to 100 USD. The land share is the annex's own, the rest is computed.
@pytest.mark.shared
@pytest.mark.parametrize("name", ["pure", "strict"])
def test_the_proposed_annex_is_met_within_a_hundred_dollars(shared, name):
    rows, bands, islands = annex(shared, name)
    land = np.array([float(row["component_tsac_amt"]) for row in rows])
    parts = {"land_part": 0.015, "island_part": 0.03} if name == "strict" else {}
    shares = inverted_scale(bands, weights=WEIGHTS, islands=islands, land=land, **parts)
    published = np.array([float(row["total_allocation"]) for row in rows])

    assert len(rows) == 142
    assert np.abs(1000 * shares - published).max() <= 1e-4
    assert shares.sum() == pytest.approx(1, rel=1e-12)


def test_the_scale_of_assessments_sums_to_one_hundred():  # A/RES/79/249: 100.000
    base = embedded()
    rates = [base.fact(state, "un_scale_assessment").value for state in base.states]

    assert round(sum(rates), 9) == 100.0
    assert len(rates) == 193


def test_a_rate_at_a_limit_stands_in_the_lower_band():
    rates = np.array([0.001, 0.0011, 0.01, 0.037, 1.0, 20.004])

    assert band_of(rates, upper=UPPER).tolist() == [0, 1, 1, 2, 3, 5]


states = st.integers(1, 40)


@given(states, st.integers(0, 2**32 - 1))
def test_envelopes_sum_to_the_budget_and_meet_every_bound(n, seed):
    rng = np.random.default_rng(seed)
    scores, floors = rng.uniform(0.01, 10, n), rng.uniform(0, 1, n)
    ceilings = floors + rng.uniform(0, 2, n)
    total = rng.uniform(floors.sum(), ceilings.sum())
    given_out = within_bounds(scores, total=total, floors=floors, ceilings=ceilings)
    free = (given_out > floors + 1e-9) & (given_out < ceilings - 1e-9)
    factors = given_out[free] / scores[free]

    assert given_out.sum() == pytest.approx(total, rel=1e-9)
    assert (given_out >= floors - 1e-12).all()
    assert (given_out <= ceilings + 1e-12).all()
    assert np.ptp(factors) < 1e-9 * max(1.0, factors.max()) if free.any() else True


@given(states, st.integers(0, 2**32 - 1))
def test_reordering_the_states_reorders_the_envelopes_and_changes_nothing(n, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(n)
    indices = rng.uniform(0.1, 5, (n, 3))
    scores = product_of_powers(indices, np.array([1.0, 0.8, -0.16]))
    bounds = {"total": 100.0, "floors": np.full(n, 0.5), "ceilings": np.full(n, 100.0)}
    bands = rng.integers(0, 6, n)

    assert within_bounds(scores[order], **bounds) == pytest.approx(
        within_bounds(scores, **bounds)[order]
    )
    assert inverted_scale(bands[order], weights=WEIGHTS) == pytest.approx(
        inverted_scale(bands, weights=WEIGHTS)[order]
    )


def test_star_scores_follow_the_published_exponents():
    # GEF/C.62/04, annex I: Country Score = CPI^1.0 x GBI^0.8 x GDP^-0.16.
    indices = np.array([[1.0, 1.0, 1000.0], [2.0, 1.0, 1000.0], [1.0, 2.0, 1000.0], [1, 1, 2000.0]])
    scores = product_of_powers(indices, np.array([1.0, 0.8, -0.16]))

    assert scores / scores[0] == pytest.approx([1, 2, 2**0.8, 2**-0.16])


def test_a_star_ceiling_binds_and_the_rest_is_shared_again():
    # Ceiling of 6 % as in GEF-8: one high score among twenty states.
    scores = np.array([10.0] + [1.0] * 19)
    given_out = within_bounds(
        scores, total=100.0, floors=np.full(20, 1.0), ceilings=np.full(20, 6.0)
    )

    assert given_out[0] == 6.0
    assert given_out[1:] == pytest.approx(94 / 19)


def test_without_bounds_the_envelopes_are_proportional():
    scores = np.array([1.0, 3.0])
    given_out = within_bounds(scores, total=8.0, floors=np.zeros(2), ceilings=np.full(2, np.inf))

    assert given_out == pytest.approx([2.0, 6.0])


@pytest.mark.parametrize(("floor", "ceiling", "said"), [(9.0, 9.0, "floors"), (0, 1, "ceilings")])
def test_bounds_that_cannot_all_hold_are_named(floor, ceiling, said):
    with pytest.raises(Infeasible, match=said):
        within_bounds(
            np.ones(2), total=10.0, floors=np.full(2, float(floor)),
            ceilings=np.full(2, float(ceiling)),
        )  # fmt: skip


@pytest.mark.parametrize("weights", [[1.0, np.nan], [1.0, -1.0], [0.0, 0.0]])
def test_weights_that_share_nothing_are_refused(weights):
    with pytest.raises(InputError, match="Weights"):
        in_proportion(np.array(weights))
