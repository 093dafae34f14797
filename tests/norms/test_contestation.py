import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact, kstest, spearmanr

from comity.errors import InputError, NotANumber
from comity.norms.contestation import (
    benjamini_hochberg,
    between_blocs,
    cells_of,
    contrast,
    dispersion,
    draw,
    facet_entropy,
    facets_of,
    hedge_ratio,
    holm,
    length_free,
    omega_squared,
    polarisation,
    power_of_rank_correlation,
    power_to_find,
    rank_correlation,
    ranks_of,
    rarefied_entropy,
    sign_test,
    stances,
    two_shares,
)

MEASURES = {"dispersion": dispersion, "polarisation": polarisation, "hedge": hedge_ratio}


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def sample(rng, *, documents=60, principles=4, dimension=12, each=0.6):
    """Excerpts of documents that mention principles at random; nothing tells principles apart."""
    held = [(d, p) for d in range(documents) for p in range(principles) if rng.random() < each]
    count = len(held)
    return {
        "vectors": unit(rng.standard_normal((count, dimension))),
        "lengths": rng.integers(40, 2000, count),
        "stance": rng.integers(0, 4, count),
        "documents": [f"d{d:03}" for d, _ in held],
        "members": np.eye(principles, dtype=bool)[[p for _, p in held]],
        "principles": [f"p{p}" for p in range(principles)],
    }


def cells(held):
    return cells_of(
        held["vectors"], held["lengths"], held["stance"], documents=held["documents"],
        members=held["members"], principles=held["principles"],
    )  # fmt: skip


def measured(held, seed=1, bootstraps=99, shuffles=99):
    made = cells(held)
    drawn = draw(made, bootstraps=bootstraps, shuffles=shuffles, rng=np.random.default_rng(seed))
    return {name: measure(made, drawn) for name, measure in MEASURES.items()}


def numbers(found):
    return {
        (measure, principle): (each.value, each.low, each.high, each.p)
        for measure, held in found.items()
        for principle, each in held.items()
    }


# What must not matter ----------------------------------------------------------------------


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_the_order_of_excerpts_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    held = sample(rng)
    order = rng.permutation(len(held["documents"]))
    moved = held | {name: held[name][order] for name in ("vectors", "lengths", "stance", "members")}
    moved["documents"] = [held["documents"][each] for each in order]
    one, two = numbers(measured(held)), numbers(measured(moved))

    assert one.keys() == two.keys()
    for key, values in one.items():
        assert two[key] == pytest.approx(values, abs=1e-9), key


def test_turning_all_vectors_changes_no_distance():
    rng = np.random.default_rng(3)
    held = sample(rng)
    turn, _ = np.linalg.qr(rng.standard_normal((12, 12)))
    turned = held | {"vectors": held["vectors"] @ turn}
    blocs = np.arange(60) % 2
    one, two = cells(held), cells(turned)
    drawn = draw(one, bootstraps=99, shuffles=99, rng=np.random.default_rng(1))
    results = [
        between_blocs(each, drawn, blocs, rng=np.random.default_rng(2)) for each in (one, two)
    ]

    turned_numbers = numbers(measured(turned))
    for key, values in numbers(measured(held)).items():
        assert turned_numbers[key] == pytest.approx(values), key
    for name, each in results[0].items():
        assert results[1][name].value == pytest.approx(each.value)


def test_a_document_speaks_once_however_often_it_repeats_itself():
    held = sample(np.random.default_rng(4))
    chosen = [row for row, name in enumerate(held["documents"]) if name == "d000"]
    again = held | {
        name: np.concatenate([held[name], np.repeat(held[name][chosen], 20, axis=0)])
        for name in ("stance", "members")
    }
    again["documents"] = held["documents"] + [held["documents"][row] for row in chosen] * 20
    # Lengths that are equal keep the regression on length the same for both.
    again["vectors"] = np.concatenate([held["vectors"], np.repeat(held["vectors"][chosen], 20, 0)])
    again["lengths"] = np.full(len(again["documents"]), 100)
    first = cells(held | {"lengths": np.full(len(held["documents"]), 100)})
    second = cells(again)

    assert first.mentions == second.mentions
    np.testing.assert_allclose(first.stance, second.stance)


# What each measure says --------------------------------------------------------------------


def test_a_principle_all_define_alike_is_less_dispersed_than_one_nobody_does():
    rng = np.random.default_rng(5)
    held = sample(rng)
    mine = held["members"][:, 0]
    held["vectors"][mine] = unit(held["vectors"][mine] + 2 * unit(np.ones((1, 12))))
    found = measured(held)["dispersion"]

    assert found["p0"].value < 0.8 < found["p1"].value
    assert found["p0"].p <= 0.02
    assert found["p0"].high < found["p1"].low


def test_the_matched_mean_is_that_of_drawn_excerpts():
    # The closed form against ten thousand draws from the same classes of length.
    rng = np.random.default_rng(6)
    made = cells(sample(rng, documents=40))
    drawn = draw(made, bootstraps=19, shuffles=19, rng=rng)
    own = made.of(0)
    one = dispersion(made, drawn)["p0"].value
    others = np.flatnonzero(made.principle != 0)
    total, pairs = 0.0, 0.0
    share = np.zeros(len(made.principle))
    for each in range(made.bins):
        here = others[made.bin[others] == each]
        share[here] = (made.bin[own] == each).sum() / max(len(here), 1)
    for a in others:
        for b in others:
            if made.document[a] != made.document[b]:
                total += share[a] * share[b] * (1 - made.vectors[a] @ made.vectors[b])
                pairs += share[a] * share[b]
    near = np.mean([1 - made.vectors[a] @ made.vectors[b] for a in own for b in own if a != b])

    assert one == pytest.approx(near / (total / pairs))


def test_rarefied_entropy_is_the_mean_over_all_ways_to_take_a_few():
    import itertools

    kinds = [0, 0, 0, 1, 1, 2]

    def entropy(taken):
        shares = np.bincount(taken) / len(taken)
        return -sum(s * math.log2(s) for s in shares if s > 0)

    exact = np.mean([entropy(each) for each in itertools.combinations(kinds, 4)])

    assert rarefied_entropy(np.array([[3, 2, 1]]), 4)[0] == pytest.approx(exact)
    assert rarefied_entropy(np.array([[6, 0, 0]]), 4)[0] == pytest.approx(0)
    assert np.isnan(rarefied_entropy(np.array([[2, 1, 0]]), 4)[0])


def test_facets_of_one_kind_have_no_entropy_and_of_many_kinds_much():
    rng = np.random.default_rng(7)
    held = sample(rng, documents=80, dimension=20)
    mine = held["members"][:, 0]
    held["vectors"][mine] = unit(np.ones((mine.sum(), 20)) + 0.01 * held["vectors"][mine])
    made = cells(held)
    drawn = draw(made, bootstraps=99, shuffles=99, rng=rng)
    found = facet_entropy(made, drawn, facets_of(made.vectors, facets=20, rng=rng))

    assert found["p0"].value < 1 < found["p1"].value
    assert found["p0"].p <= 0.02


def test_omega_squared_is_that_of_hays_where_variances_are_equal():
    # One dimension, equal groups: (SSB - (g-1) MSW) / (SST + MSW), Hays 1963.
    values = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]])
    between, within = 3 * 2 * 1.5**2, 4.0
    hays = (between - within / 4) / (between + within + within / 4)
    found = omega_squared(values, np.array([[0, 0, 0, 1, 1, 1]]), np.ones((1, 6)))[0]

    assert found == pytest.approx(hays)


def test_a_bloc_that_is_only_more_various_is_not_taken_for_a_different_one():
    rng = np.random.default_rng(8)
    values = [
        omega_squared(
            np.concatenate([rng.standard_normal((10, 5)), 4 * rng.standard_normal((60, 5))]),
            np.repeat([0, 1], [10, 60])[None, :], np.ones((1, 70)),
        )[0]
        for _ in range(200)
    ]  # fmt: skip

    assert abs(np.mean(values)) < 0.003


def test_hedging_is_judged_against_the_corpus_at_the_same_length():
    held = sample(np.random.default_rng(9), documents=100)
    held["stance"][:] = np.where(held["lengths"] > 800, 2, 3)
    found = measured(held)["hedge"]

    # All hedge above a length and nobody below it: no principle hedges more than expected.
    assert all(each.low <= 1.0 <= each.high for each in found.values())
    assert all(abs(each.value - 1) < 0.25 for each in found.values())


def test_polarisation_is_zero_in_agreement_and_a_half_in_equal_halves():
    held = sample(np.random.default_rng(10), each=1.0)
    held["stance"] = np.where(held["members"][:, 0], 0, np.arange(len(held["documents"])) // 4 % 2)
    held["stance"][held["members"][:, 1]] = np.array([0, 3])[np.arange(60) % 2]
    found = measured(held)["polarisation"]

    assert found["p0"].value == 0
    assert found["p1"].value == pytest.approx(0.5)


def test_excerpts_whose_stance_is_not_known_are_left_out_of_it():
    held = sample(np.random.default_rng(20), each=1.0)
    held["stance"][held["members"][:, 0]] = np.array([0, -1])[np.arange(60) % 2]
    held["stance"][held["members"][:, 1]] = -1
    found = measured(held)["polarisation"]

    assert found["p0"].n == 30
    assert found["p0"].value == 0
    assert "p1" not in found


# Calibration and power ---------------------------------------------------------------------


def test_shuffled_labels_give_uniform_p_values():
    # Bar: at most 7 % below .05, and no departure from uniform by Kolmogorov and Smirnov.
    rng = np.random.default_rng(11)
    found = {"dispersion": [], "facets": [], "blocs": []}
    for _ in range(300):
        made = cells(sample(rng, documents=40, principles=3, dimension=6, each=0.8))
        drawn = draw(made, bootstraps=19, shuffles=199, rng=rng)
        blocs = rng.permuted(np.arange(len(made.documents)) % 2)
        found["dispersion"].append(dispersion(made, drawn)["p0"].p)
        found["blocs"].append(between_blocs(made, drawn, blocs, rng=rng)["p0"].p)
        facet = facets_of(made.vectors, facets=8, rng=rng)
        found["facets"].append(facet_entropy(made, drawn, facet, rarefied=8)["p0"].p)

    for name, p in found.items():
        assert np.mean(np.array(p) < 0.05) <= 0.07, name
        assert kstest(p, "uniform").pvalue > 0.001, name


def test_a_planted_shift_is_found_with_the_stated_power():
    # Bar: omega-squared .05, two blocs of 40, power .9; and no more findings than the level of 0.
    rng = np.random.default_rng(12)
    documents = unit(rng.standard_normal((100, 40)))

    assert power_to_find(documents, (40, 40), 0.05, rng=rng, repeats=100, shuffles=99) >= 0.9
    assert power_to_find(documents, (40, 40), 0.0, rng=rng, repeats=200, shuffles=99) <= 0.09


def test_the_band_holds_the_truth_nine_times_in_ten():
    # A principle with something in common. The truth is the mean over the same world, repeated.
    def world(rng, documents):
        held = sample(rng, documents=documents, principles=3, dimension=6)
        mine = held["members"][:, 1]
        held["vectors"][mine] = unit(held["vectors"][mine] + unit(np.ones((1, 6))))
        made = cells(held)
        return dispersion(made, draw(made, bootstraps=199, shuffles=19, rng=rng))["p1"]

    rng = np.random.default_rng(13)
    truth = np.mean([world(rng, 400).value for _ in range(20)])
    inside = [(each := world(rng, 60)).low <= truth <= each.high for _ in range(150)]

    assert 0.84 <= np.mean(inside) <= 0.96


# Degenerate corpora ------------------------------------------------------------------------


def test_a_corpus_of_one_sentence_has_no_dispersion_and_no_blocs():
    held = sample(np.random.default_rng(14))
    held["vectors"][:] = held["vectors"][0]
    made = cells(held)
    drawn = draw(made, bootstraps=99, shuffles=99, rng=np.random.default_rng(0))

    assert dispersion(made, drawn) == {}
    assert between_blocs(made, drawn, np.arange(60) % 2, rng=np.random.default_rng(0)) == {}


def test_one_excerpt_has_no_measure():
    held = sample(np.random.default_rng(15))
    one = {name: each[:1] if name != "principles" else each for name, each in held.items()}
    made = cells(one)
    drawn = draw(made, bootstraps=19, shuffles=19, rng=np.random.default_rng(0))

    assert dispersion(made, drawn) == {}
    assert polarisation(made, drawn) == {}


def test_one_bloc_is_nothing_to_compare():
    made = cells(sample(np.random.default_rng(16)))
    drawn = draw(made, bootstraps=19, shuffles=19, rng=np.random.default_rng(0))

    assert between_blocs(made, drawn, np.zeros(60, int), rng=np.random.default_rng(0)) == {}
    assert between_blocs(made, drawn, np.full(60, -1), rng=np.random.default_rng(0)) == {}


def test_excerpts_that_are_not_numbers_are_refused():
    held = sample(np.random.default_rng(17))
    held["vectors"][0, 0] = np.nan

    with pytest.raises(NotANumber, match="not finite"):
        cells(held)


def test_a_mask_of_nothing_is_refused():
    held = sample(np.random.default_rng(18))
    held["members"][:] = False

    with pytest.raises(InputError, match="No excerpt"):
        cells(held)


def test_length_explains_nothing_of_what_is_left():
    rng = np.random.default_rng(19)
    lengths = rng.integers(30, 3000, 500)
    vectors = rng.standard_normal((500, 8)) + np.log(lengths)[:, None]
    free = length_free(vectors, lengths)

    assert np.abs(np.corrcoef(free.T, np.log(lengths))[-1, :-1]).max() < 0.1


# Claims as numbers -------------------------------------------------------------------------


def test_corrections_are_those_of_their_papers():
    # Worked by hand: Holm 1979; Benjamini and Hochberg 1995.
    p = {"a": 0.01, "b": 0.04, "c": 0.03}

    assert holm(p) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})
    assert benjamini_hochberg(p) == pytest.approx({"a": 0.03, "b": 0.04, "c": 0.04})


@given(st.lists(st.integers(0, 6), min_size=4, max_size=12), st.integers(0, 99))
def test_rank_correlation_is_spearmans(first, seed):
    second = np.random.default_rng(seed).permutation(len(first)).astype(float)
    rows = np.array([first, first], dtype=float)
    found = rank_correlation(rows, np.array([second, second]), rng=np.random.default_rng(0))
    if len(set(first)) == 1:
        assert found is None
    else:
        assert found.value == pytest.approx(spearmanr(first, second).statistic)


def test_ranks_share_what_is_tied():
    assert ranks_of(np.array([[3.0, 1.0, 3.0, 2.0]])).tolist() == [[1.5, 4.0, 1.5, 3.0]]


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 20), st.integers(1, 20))
def test_two_shares_are_compared_as_fisher_did(yes, more, other, others):
    table = [[yes, more], [other, others]]
    found = two_shares(yes, yes + more, other, other + others)
    if found is None:
        assert yes + other == 0
    else:
        assert found.p == pytest.approx(fisher_exact(table).pvalue)
        assert found.low < found.value < found.high


def test_a_contrast_of_named_principles_is_judged_against_every_other_choice():
    values = np.tile([5.0, 1.0, 1.0, 1.0, 1.0], (100, 1))
    values[1:] += np.random.default_rng(0).normal(0, 0.1, (99, 5))
    found = contrast(values, np.array([True, False, False, False, False]))

    assert found.value == 4.0
    assert found.p == pytest.approx(0.02)
    assert found.null == pytest.approx(0)
    assert contrast(values, np.ones(5, bool)) is None


def test_the_sign_test_counts_documents_that_tell_two_principles_apart():
    first = np.array([True] * 8 + [False] * 2)
    second = np.array([False] * 8 + [True, False])

    assert sign_test(first, second) == pytest.approx(2 * (1 + 9) / 2**9)
    assert sign_test(first, first) == 1.0


def test_a_strong_correlation_among_seventeen_is_found_and_among_five_is_not():
    assert power_of_rank_correlation(0.7, 17) > 0.85
    assert power_of_rank_correlation(0.7, 5) < 0.5


@pytest.mark.parametrize(
    ("language", "must", "should", "soft"),
    [
        ("en", "Providers shall report.", "Providers should report.", "Providers may report."),
        ("fr", "Il doit informer.", "Il devrait informer.", "Il peut informer."),
        ("es", "Deberá informar.", "Debería informar.", "Puede informar."),
        ("ru", "Он должен сообщить.", "Следует сообщить.", "Он может сообщить."),
        ("zh", "提供者必须报告。", "提供者应该报告。", "提供者可以报告。"),
        ("ar", "يجب الإبلاغ", "ينبغي الإبلاغ", "يمكن الإبلاغ"),
        ("pt", "O provedor deverá informar.", "Deveria informar.", "Pode informar."),
        ("de", "Er muss berichten.", "Er sollte berichten.", "Er kann berichten."),
    ],
)
def test_the_strongest_modal_word_is_the_stance(language, must, should, soft):
    assert stances([must, should, soft, "…"], [language] * 4).tolist() == [0, 1, 2, 3]


def test_a_language_without_a_list_has_no_stance():
    assert stances(["Lazima watoe taarifa."], ["sw"]).tolist() == [-1]
