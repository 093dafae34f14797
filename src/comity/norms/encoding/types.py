"""What an encoder is: texts in, unit vectors out, and the languages it knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into unit vectors whose cosine is likeness of meaning.

    Attributes
    ----------
    name : str
        Key in `ENCODERS`.
    languages : frozenset of str
        ISO 639-1 codes it was made for; a text in another language is flagged, never trusted.
    crosses : bool
        Whether texts in different languages can be compared.
    dimension : int
        Length of a vector.
    licence : str
        SPDX expression of the weights.
    fingerprint : str
        Name and version; a cached vector is good only under the same one.
    """

    name: str
    languages: frozenset[str]
    crosses: bool
    dimension: int
    licence: str
    fingerprint: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts.

        Parameters
        ----------
        texts : sequence of str
            Provisions in any normal form.

        Returns
        -------
        ndarray, shape (n, dimension)
            One row a text. [cosine]
        """
        ...


_MARK = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]{1,4})[.)]|第\S{1,6}条|[一二三四五六七八九十]+、)\s*")
_SPACES = re.compile(r"\s+")


def spoken(text: str) -> str:
    """A text as an encoder is given it: one line, one normal form, without its number.

    Parameters
    ----------
    text : str
        A provision in any normal form.

    Returns
    -------
    str
        NFKC text. The number is dropped because two instruments that number alike are not alike.
    """
    line = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return _MARK.sub("", line) or line


def unit(vectors: Vectors) -> Vectors:
    """Vectors of length one; a zero vector stays zero.

    Parameters
    ----------
    vectors : ndarray, shape (n, d)
        Any vectors. [-]

    Returns
    -------
    ndarray, shape (n, d)
        Unit vectors. [cosine]
    """
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)
