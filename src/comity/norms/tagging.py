"""Which principles a provision speaks of: learnt from labels, judged on documents held out.

A linear machine on words, letters and meaning. It sees the text alone: no issuer, country or date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.norms.encoding.types import Vectors, spoken, unit

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

Scores: TypeAlias = NDArray[np.float64]

FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tagger:
    """A fitted tagger: words and numbers alone, so that it can be kept without running code.

    Attributes
    ----------
    concepts : tuple of str
        What it can say, in order of the columns of its scores.
    slope, offset : float
        Turn a margin into a probability; fitted on held-out documents.
    accuracy, macro_f1, calibration_error : float
        How it did on held-out documents, as in `Judgement`. [share]
    words, letters : tuple of str
        Words with pairs of them, and groups of letters, that it looks at.
    word_rarity, letter_rarity : ndarray, shapes (w,) and (l,)
        Inverse document frequency of each. [-]
    means : tuple of ndarray, shape (d,)
        Mean of the vectors it was fitted with, one for each encoder. [cosine]
    weights : ndarray, shape (r, w + l + d ...)
        One row a concept; a single one where there are two concepts. [-]
    offsets : ndarray, shape (r,)
        Margin of each row where no feature is there. [-]
    """

    concepts: tuple[str, ...]
    slope: float
    offset: float
    accuracy: float
    macro_f1: float
    calibration_error: float
    words: tuple[str, ...]
    letters: tuple[str, ...]
    word_rarity: Scores
    letter_rarity: Scores
    means: tuple[Vectors, ...]
    weights: Scores
    offsets: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How well a tagger does on documents it has not seen.

    Attributes
    ----------
    accuracy : float
        Share of excerpts whose first concept is the annotator's. [share]
    macro_f1 : float
        Mean over concepts of the harmonic mean of precision and recall. [share]
    calibration_error : float
        Mean distance of stated probability from observed share, in ten bins. [share]
    margins : ndarray, shape (n, c)
        Margins of every excerpt from the fold that held its document out. [-]
    """

    accuracy: float
    macro_f1: float
    calibration_error: float
    margins: Scores


@dataclass(frozen=True, slots=True)
class _Features:
    words: TfidfVectorizer
    letters: TfidfVectorizer
    means: tuple[Vectors, ...]

    def of(self, texts: Sequence[str], vectors: Sequence[Vectors]) -> csr_matrix:
        from scipy import sparse

        if len(vectors) != len(self.means):
            raise InputError(f"The tagger was fitted with {len(self.means)} sets of vectors.")
        said = [spoken(text) for text in texts]
        parts = [self.words.transform(said), self.letters.transform(said)]
        parts += [
            sparse.csr_matrix(unit(each - mean))
            for each, mean in zip(vectors, self.means, strict=True)
        ]
        return sparse.hstack(parts).tocsr()


def fit_tagger(
    texts: Sequence[str],
    concepts: Sequence[str],
    documents: Sequence[str],
    vectors: Sequence[Vectors] = (),
    *,
    penalty: float = 0.3,
) -> Tagger:
    """A tagger fitted on labelled excerpts, its probabilities on documents held out.

    Parameters
    ----------
    texts : sequence of str
        Excerpts.
    concepts : sequence of str
        The concept of each.
    documents : sequence of str
        The document of each; at least five.
    vectors : sequence of ndarray, shape (n, d)
        Vectors of the excerpts from one or more encoders. [cosine]
    penalty : float
        Weight of an error against simplicity; a choice, compared with one on the same folds.
        [-]

    Returns
    -------
    Tagger
        Deterministic.

    Raises
    ------
    InputError
        If the lengths differ, there are fewer than five documents, or the extra is missing.
    """
    judged = judge(texts, concepts, documents, vectors, penalty=penalty)
    known = tuple(sorted(set(concepts)))
    slope, offset = _platt(judged.margins, _one_hot(concepts, known))
    features, machine = _fitted(texts, concepts, vectors, penalty)
    return Tagger(
        concepts=known, slope=slope, offset=offset, accuracy=judged.accuracy,
        macro_f1=judged.macro_f1, calibration_error=judged.calibration_error,
        words=tuple(features.words.get_feature_names_out()), word_rarity=features.words.idf_,
        letters=tuple(features.letters.get_feature_names_out()),
        letter_rarity=features.letters.idf_, means=features.means,
        weights=machine.coef_, offsets=machine.intercept_,
    )  # fmt: skip


def tag(tagger: Tagger, texts: Sequence[str], vectors: Sequence[Vectors] = ()) -> Scores:
    """The probability of each concept for each text.

    Parameters
    ----------
    tagger : Tagger
        From `fit_tagger`.
    texts : sequence of str
        Provisions.
    vectors : sequence of ndarray, shape (n, d)
        Their vectors, from the encoders the tagger was fitted with. [cosine]

    Returns
    -------
    ndarray, shape (n, concepts)
        Probabilities, each by itself: a provision may speak of several concepts, or none.
        [share]

    Raises
    ------
    InputError
        If the sets of vectors are not those of the fit, or the extra is missing.
    """
    if not len(texts):
        return np.zeros((0, len(tagger.concepts)))
    _needs_sklearn()
    features = _Features(_word_counts(tagger.words), _letter_counts(tagger.letters), tagger.means)
    features.words.idf_, features.letters.idf_ = tagger.word_rarity, tagger.letter_rarity
    margins = features.of(texts, vectors) @ tagger.weights.T + tagger.offsets
    margins = margins[:, 0] if len(tagger.offsets) == 1 else margins
    return _probability(_columns(margins), tagger.slope, tagger.offset)


def judge(
    texts: Sequence[str],
    concepts: Sequence[str],
    documents: Sequence[str],
    vectors: Sequence[Vectors] = (),
    *,
    penalty: float = 0.3,
) -> Judgement:
    """How well the tagger does when whole documents are held out, in five folds.

    Parameters
    ----------
    texts, concepts, documents : sequence of str
        Excerpts, the concept of each, the document of each.
    vectors : sequence of ndarray, shape (n, d)
        Vectors of the excerpts. [cosine]
    penalty : float
        As in `fit_tagger`. [-]

    Returns
    -------
    Judgement
        Accuracy, macro F1 and calibration error. [share]

    Raises
    ------
    InputError
        If the lengths differ, there are fewer than five documents, or the extra is missing.

    Notes
    -----
    Calibration is judged on each fold with the slope and offset of the other four.
    """
    _check(texts, concepts, documents, vectors)
    from sklearn.metrics import f1_score
    from sklearn.model_selection import GroupKFold

    known = tuple(sorted(set(concepts)))
    truth, margins = np.array(concepts, dtype=object), np.full((len(texts), len(known)), -1.0)
    fold = np.zeros(len(texts), dtype=np.int64)
    for place, (train, test) in enumerate(GroupKFold(FOLDS).split(texts, groups=documents)):
        features, machine = _fitted(
            [texts[each] for each in train],
            [concepts[each] for each in train],
            [each[train] for each in vectors],
            penalty,
        )
        held = features.of([texts[each] for each in test], [each[test] for each in vectors])
        places = [known.index(each) for each in machine.classes_]
        margins[np.ix_(test, places)] = _columns(machine.decision_function(held))
        fold[test] = place
    said = np.array(known, dtype=object)[margins.argmax(axis=1)]
    return Judgement(
        accuracy=float((said == truth).mean()),
        macro_f1=float(f1_score(truth.tolist(), said.tolist(), average="macro")),
        calibration_error=_calibration_error(margins, _one_hot(concepts, known), fold),
        margins=margins,
    )


def _check(
    texts: Sequence[str],
    concepts: Sequence[str],
    documents: Sequence[str],
    vectors: Sequence[Vectors],
) -> None:
    lengths = {len(texts), len(concepts), len(documents), *(len(each) for each in vectors)}
    if len(lengths) != 1:
        raise InputError("There must be one concept, document and vector for each text.")
    if len(set(documents)) < FOLDS or len(set(concepts)) < 2:
        raise InputError(f"A tagger needs {FOLDS} documents and two concepts at least.")
    _needs_sklearn()


def _needs_sklearn() -> None:
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise InputError("The tagger needs the 'norms' extra: pip install 'comity[norms]'.") from (
            error
        )


def _fitted(
    texts: Sequence[str], concepts: Sequence[str], vectors: Sequence[Vectors], penalty: float
) -> tuple[_Features, LinearSVC]:
    from sklearn.svm import LinearSVC

    said = [spoken(text) for text in texts]
    words, letters = _word_counts(), _letter_counts(least=min(3, len(said)))
    words.fit(said)
    letters.fit(said)
    features = _Features(words, letters, tuple(each.mean(axis=0) for each in vectors))
    machine = LinearSVC(C=penalty, class_weight="balanced", random_state=0)
    machine.fit(features.of(texts, vectors), list(concepts))
    return features, machine


def _word_counts(known: Sequence[str] | None = None) -> TfidfVectorizer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, min_df=2, stop_words="english", vocabulary=known
    )


def _letter_counts(known: Sequence[str] | None = None, least: int = 1) -> TfidfVectorizer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=least, vocabulary=known
    )


def _columns(margins: Scores) -> Scores:
    """One column a concept, also where there are two and the machine gives one margin."""
    return np.column_stack([-margins, margins]) if margins.ndim == 1 else margins


def _one_hot(concepts: Sequence[str], known: Sequence[str]) -> NDArray[np.bool_]:
    place = {concept: column for column, concept in enumerate(known)}
    out = np.zeros((len(concepts), len(known)), dtype=np.bool_)
    out[np.arange(len(concepts)), [place[each] for each in concepts]] = True
    return out


def _platt(margins: Scores, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of the logistic curve from margin to probability (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(C=1e6).fit(margins.reshape(-1, 1), truth.ravel())
    return float(curve.coef_[0, 0]), float(curve.intercept_[0])


def _probability(margins: Scores, slope: float, offset: float) -> Scores:
    return np.asarray(1.0 / (1.0 + np.exp(-(slope * margins + offset))), dtype=np.float64)


def _calibration_error(margins: Scores, truth: NDArray[np.bool_], fold: NDArray[np.int64]) -> float:
    stated = np.zeros_like(margins)
    for each in np.unique(fold):
        rows = fold == each
        stated[rows] = _probability(margins[rows], *_platt(margins[~rows], truth[~rows]))
    bins = np.minimum((stated * 10).astype(np.int64), 9).ravel()
    count = np.bincount(bins, minlength=10)
    gap = np.bincount(bins, stated.ravel() - truth.ravel(), minlength=10)
    return float(np.abs(gap).sum() / count.sum())
