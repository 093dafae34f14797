import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from comity.norms.search import fuse, is_stem, matches, sought, words


def slices(text, query):
    return [text[each.start : each.end] for each in matches(text, sought(query))]


def test_a_match_is_the_words_as_they_stand():
    text = "Les systèmes sont TRANSPARENTS; la transparence est due."

    assert slices(text, "transparent") == ["TRANSPARENTS"]
    assert slices(text, "SYSTÈMES systemes") == ["systèmes"]


def test_ideographs_are_sought_in_pairs():
    assert sought("算法透明") == (("算", "法"), ("法", "透"), ("透", "明"))
    assert slices("提高透明度", "透明") == ["透明"]
    assert sought("法") == (("法",),)


def test_marks_of_a_word_stay_in_it():
    (word,) = words("पारदर्शिता")

    assert (word.start, word.end) == (0, len("पारदर्शिता"))
    assert slices("مبدأ الشَّفافية هنا", "الشفافية") == ["الشَّفافية"]


def test_a_short_word_is_sought_whole():
    assert not is_stem(("data",))
    assert slices("database data", "data") == ["data"]
    assert slices("transparently", "transparent") == ["transparently"]


@given(st.text(max_size=60))
def test_every_word_is_a_slice_and_normal_forms_fold_alike(text):
    for each in words(text):
        assert 0 <= each.start < each.end <= len(text)
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [each.folded for each in words(composed)] == [each.folded for each in words(apart)]


def test_rankings_take_turns_and_agreement_comes_first():
    assert fuse([1, 2, 3], [9, 8, 2]) == (1, 9, 2, 8, 3)
    assert fuse([4, 5], [4, 5]) == (4, 5)
    assert fuse() == ()


@given(st.lists(st.integers(0, 20), unique=True), st.lists(st.integers(0, 20), unique=True))
def test_every_item_is_ranked_once_whatever_the_order_of_the_rankings(first, second):
    assert sorted(fuse(first, second)) == sorted({*first, *second})
    assert fuse(first, second) == fuse(second, first)
