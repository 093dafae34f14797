"""The last resort: hashed groups of letters, for texts of one language."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from comity.norms.encoding.types import Vectors, spoken, unit


class Ngrams:
    """Encoder that knows no language: it compares spelling, within one language only."""

    name = "ngrams"
    languages: frozenset[str] = frozenset()
    crosses = False
    dimension = 2048
    licence = "Apache-2.0"
    fingerprint = "ngrams-3-5-2048"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts.

        Parameters
        ----------
        texts : sequence of str
            Provisions in any normal form.

        Returns
        -------
        ndarray, shape (n, 2048)
            One row a text. [cosine]

        Notes
        -----
        Signed feature hashing; groups of 3 to 5 letters with the logarithm of their count.

        References
        ----------
        .. [1] K. Weinberger et al., "Feature hashing for large scale multitask learning,"
               ICML 2009.
        """
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            said = f" {spoken(text).casefold()} "
            counts = Counter(
                said[at : at + size] for size in (3, 4, 5) for at in range(len(said) - size + 1)
            )
            for gram, count in counts.items():
                code = zlib.crc32(gram.encode())
                sign = 1.0 if code & 1 else -1.0
                out[row, (code >> 1) % self.dimension] += sign * (1.0 + np.log(count))
        return unit(out)
