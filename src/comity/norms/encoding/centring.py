"""Takes the language out of vectors, so that a pool of many languages ranks by meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.norms.encoding.types import Vectors, unit

_LEAST = 20
_FLOOR = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageFrame:
    """Where the vectors of one language lie.

    Attributes
    ----------
    mean : ndarray, shape (d,)
        Their mean. [cosine]
    axes : ndarray, shape (r, d)
        Their principal axes. [-]
    scale : ndarray, shape (r,)
        What is left of each axis. [share]
    """

    mean: Vectors
    axes: Vectors
    scale: Vectors


def fit_frames(
    vectors: Vectors,
    languages: Sequence[str],
    *,
    whitening: float = 0.5,
    priors: Mapping[str, Vectors] | None = None,
) -> dict[str, LanguageFrame]:
    """The frame of each language in a corpus.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Unit vectors of one encoder. [cosine]
    languages : sequence of str
        Language of each.
    whitening : float
        0 centres only; 1 gives every axis the same spread; a half, the default, is between.
        [exponent]
    priors : mapping of str to ndarray, optional
        Mean of a language from elsewhere, used as far as the corpus has fewer than twenty of
        its texts; the mean of the whole corpus, when absent. [cosine]

    Returns
    -------
    dict of str to LanguageFrame
        One for each language.

    Raises
    ------
    InputError
        If there is not one language a vector.

    Notes
    -----
    Subtracting the mean of each language repairs most of the pull of a language towards itself
    (measured on the AI Act in two languages); half whitening the rest. A language with fewer
    texts than dimensions is whitened in proportion n / (n + d).
    """
    if len(languages) != len(vectors):
        raise InputError(f"{len(languages)} languages are given for {len(vectors)} vectors.")
    codes = np.array(languages, dtype=object)
    everywhere = vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1])
    frames = {}
    for code in sorted(set(languages)):
        own = vectors[codes == code]
        prior = (priors or {}).get(code, everywhere)
        weight = min(1.0, len(own) / _LEAST)
        mean = weight * own.mean(axis=0) + (1 - weight) * prior
        frames[code] = _frame(own, mean, whitening)
    return frames


def _frame(own: Vectors, mean: NDArray[np.floating], whitening: float) -> LanguageFrame:
    count, dimension = own.shape
    _, spread, axes = np.linalg.svd(own - own.mean(axis=0), full_matrices=False)
    spread = np.maximum(spread, _FLOOR * max(float(spread[0]), 1e-12))
    exponent = whitening * min(1.0, 2 * count / (count + dimension))
    scale = (spread / spread[-1]) ** -exponent if count >= _LEAST else np.ones_like(spread)
    return LanguageFrame(
        mean=mean.astype(np.float32), axes=axes.astype(np.float32),
        scale=scale.astype(np.float32),
    )  # fmt: skip


def centre(
    vectors: Vectors, languages: Sequence[str], frames: Mapping[str, LanguageFrame]
) -> Vectors:
    """Unit vectors without what they owe to their language.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Unit vectors of the encoder the frames were fitted on. [cosine]
    languages : sequence of str
        Language of each.
    frames : mapping of str to LanguageFrame
        From `fit_frames`.

    Returns
    -------
    ndarray, shape (n, d)
        Comparable across languages. [cosine]

    Raises
    ------
    InputError
        If a language has no frame.
    """
    codes = np.array(languages, dtype=object)
    out = np.zeros_like(vectors)
    for code in sorted(set(languages)):
        if code not in frames:
            raise InputError(f"No frame was fitted for the language {code!r}.")
        frame, rows = frames[code], codes == code
        moved = vectors[rows] - frame.mean
        along = moved @ frame.axes.T
        out[rows] = moved + (along * (frame.scale - 1)) @ frame.axes
    return unit(out)
