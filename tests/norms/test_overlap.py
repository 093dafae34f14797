import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import InputError, NotANumber
from comity.norms import nearest
from comity.norms.nearest import join_best
from comity.norms.overlap import align, all_pairs, borrowed, top_k


@pytest.fixture(params=["numpy", "compiled"])
def kernel(request, monkeypatch):
    """Both kernels in turn; the compiled one is otherwise kept for large corpora."""
    if request.param == "compiled":
        pytest.importorskip("numba")
    monkeypatch.setattr(nearest, "PAYS", 0 if request.param == "compiled" else 10**18)


def unit(rng, count, dimension=16):
    made = rng.standard_normal((count, dimension)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def by_sorting(queries, pool, k, query_groups=None, pool_groups=None):
    scores = queries @ pool.T
    if query_groups is not None:
        scores[query_groups[:, None] == pool_groups[None]] = -np.inf
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(scores, order, axis=1), order


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 60), st.integers(1, 3000), st.integers(1, 12), st.integers(0, 9))
def test_the_nearest_are_those_a_full_sort_finds(queries, pool, k, seed):
    rng = np.random.default_rng(seed)
    asked, held = unit(rng, queries), unit(rng, pool)
    scores, indices = top_k(asked, held, k=k)
    expected, order = by_sorting(asked, held, k)
    wide = min(k, pool)

    assert scores[:, :wide] == pytest.approx(expected[:, :wide], abs=1e-6)
    assert (indices[:, wide:] == -1).all()
    assert np.take_along_axis(asked @ held.T, indices[:, :wide], 1) == pytest.approx(
        expected[:, :wide], abs=1e-6
    )
    assert (indices[:, 0] == order[:, 0]).mean() > 0.9


def test_many_tiles_agree_with_a_full_sort(kernel):
    rng = np.random.default_rng(5)
    held = unit(rng, 20_000)
    _, indices = top_k(held[:1500], held, k=10)
    _, order = by_sorting(held[:1500], held, 10)

    assert (np.sort(indices, 1) == np.sort(order, 1)).mean() > 0.999


def test_equal_scores_stand_in_order_of_row(kernel):
    held = np.tile(unit(np.random.default_rng(0), 1), (9_500, 1))
    _, indices = top_k(held[:3], held, k=4)

    assert indices.tolist() == [[0, 1, 2, 3]] * 3


def test_pairs_within_an_instrument_are_left_out(kernel):
    rng = np.random.default_rng(6)
    held = unit(rng, 2_000)
    groups = np.repeat(np.arange(20), 100)
    scores, indices = top_k(held, held, k=5, query_groups=groups, pool_groups=groups)
    expected, _ = by_sorting(held, held, 5, groups, groups)

    assert (groups[indices] != groups[:, None]).all()
    assert scores == pytest.approx(expected, abs=1e-6)


def test_a_lone_instrument_has_no_neighbours(kernel):
    held = unit(np.random.default_rng(7), 50)
    groups = np.zeros(50, dtype=np.int64)
    scores, indices = top_k(held, held, k=3, query_groups=groups, pool_groups=groups)

    assert (indices == -1).all()
    assert np.isneginf(scores).all()


def test_renaming_instruments_changes_no_score():
    held = unit(np.random.default_rng(8), 900)
    groups = np.repeat(np.arange(9), 100)
    first = top_k(held, held, k=5, query_groups=groups, pool_groups=groups)
    again = top_k(held, held, k=5, query_groups=groups + 70, pool_groups=groups + 70)

    assert np.array_equal(first[0], again[0])
    assert np.array_equal(first[1], again[1])


@pytest.mark.parametrize("count", [1, 2, 9, 700, 1_024, 3_000, 11_000])
@pytest.mark.parametrize("grouped", [False, True])
def test_all_pairs_are_those_of_the_full_product(kernel, count, grouped):
    rng = np.random.default_rng(count)
    held = unit(rng, count)
    groups = rng.integers(0, max(2, count // 50), count) if grouped else np.arange(count)
    scores, indices = all_pairs(held, k=6, groups=groups if grouped else None)
    expected, _ = top_k(held, held, k=6, query_groups=groups, pool_groups=groups)

    assert scores == pytest.approx(expected, abs=1e-6)
    assert np.array_equal(indices == -1, np.isneginf(scores))
    real = indices >= 0
    assert (groups[indices] != groups[:, None])[real].all()
    rows = np.repeat(np.arange(count), 6).reshape(count, 6)
    assert (held[rows[real]] * held[indices[real]]).sum(1) == pytest.approx(scores[real], abs=1e-5)
    assert all(len(set(row[row >= 0])) == (row >= 0).sum() for row in indices[:200])


def test_equal_texts_are_all_found_by_all_pairs(kernel):
    held = np.tile(unit(np.random.default_rng(0), 1), (2_500, 1))
    scores, indices = all_pairs(held, k=4)

    assert scores == pytest.approx(1, abs=1e-5)
    assert indices[0].tolist() == [1, 2, 3, 4]
    assert (indices != np.arange(2_500)[:, None]).all()


@pytest.mark.parametrize("count", [1, 900, 10_000])
@pytest.mark.parametrize("parts", [2, 3])
def test_parts_of_the_product_join_to_the_whole(kernel, count, parts):
    held = unit(np.random.default_rng(3), count)
    held[count // 2 :] = held[: count - count // 2]
    whole = all_pairs(held, k=5)
    made = [all_pairs(held, k=5, part=(part, parts)) for part in range(parts)]
    scores, indices = join_best(made, k=5)

    assert np.array_equal(scores, whole[0])
    assert np.array_equal(indices, whole[1])


def test_vectors_that_do_not_fit_are_refused():
    held = unit(np.random.default_rng(9), 5)
    with pytest.raises(InputError, match="do not fit"):
        top_k(held, held[:, :8])
    with pytest.raises(InputError, match="less than one"):
        top_k(held, held, k=0)
    with pytest.raises(InputError, match="neither"):
        top_k(held, held, query_groups=np.arange(5))
    with pytest.raises(InputError, match="axes"):
        top_k(held[0], held)
    with pytest.raises(NotANumber):
        top_k(held * np.nan, held)


WORDS = [f"word{number}" for number in range(3_000)]


def planted(rng, share, *, count=200, length=50):
    """Texts, and copies of them with a share of the words replaced."""
    texts = [" ".join(rng.choice(WORDS, length)) for _ in range(count)]
    copies = []
    for text in texts:
        words = text.split()
        for place in np.flatnonzero(rng.random(length) < share):
            words[place] = str(rng.choice(WORDS))
        copies.append(" ".join(words))
    return texts + copies, [0] * count + [1] * count


@pytest.mark.parametrize(("share", "least"), [(0.1, 0.95), (0.3, 0.9), (0.5, 0.7)])
def test_planted_copies_are_found_first(share, least):
    # Reference prototype: 0.970 / 0.960 / 0.843 at 10 / 30 / 50 % of words edited.
    texts, groups = planted(np.random.default_rng(11), share)
    first = {}
    for each in borrowed(texts, groups, least_share=0.01):
        first.setdefault(each.first, each.second)

    assert sum(first.get(place) == place + 200 for place in range(200)) / 200 >= least


def test_the_span_of_a_borrowing_is_the_same_words_in_both():
    texts = [
        "Parties, noting A, shall keep humans in control of such systems at all times.",
        "It is agreed to keep humans in control of such systems, where feasible.",
    ]
    (found,) = borrowed(texts, [0, 1])

    said = "keep humans in control of such systems"
    assert texts[0][slice(*found.first_span)] == said
    assert texts[1][slice(*found.second_span)] == said


def test_formulas_of_drafting_are_not_reported_as_borrowing():
    formula = "this regulation shall enter into force on the twentieth day following"
    texts = [f"{formula} unique{place} words{place} here{place} now{place}" for place in range(20)]

    assert borrowed(texts, list(range(20)), common=8) == ()
    assert len(borrowed(texts[:3], [0, 1, 2], common=8)) == 3


def test_a_text_borrows_nothing_from_its_own_instrument():
    assert borrowed(["one two three four five"] * 2, [4, 4]) == ()


def test_chinese_is_compared_by_character():
    texts = ["提供者应当依法开展算法安全评估工作", "企业应当依法开展算法安全评估并报告"]
    (found,) = borrowed(texts, [0, 1])

    assert texts[0][slice(*found.first_span)] == "应当依法开展算法安全评估"


def test_translations_are_aligned_in_order_around_what_is_missing():
    rng = np.random.default_rng(12)
    first = unit(rng, 60, 64)
    noisy = first + 0.05 * rng.standard_normal(first.shape).astype(np.float32)
    second = np.delete(noisy, [10, 30], axis=0)
    pairs = align(first, second)

    kept = [place for place in range(60) if place not in (10, 30)]
    assert pairs == tuple((place, row) for row, place in enumerate(kept))


def test_texts_that_share_nothing_are_not_aligned():
    assert align(np.eye(4, dtype=np.float32)[:2], np.eye(4, dtype=np.float32)[2:]) == ()
    with pytest.raises(InputError, match="dimensions"):
        align(np.eye(3, dtype=np.float32), np.eye(4, dtype=np.float32))
