"""The user's corpus: instruments kept with their files, provisions and vectors.

Other commands take what they compare from here::

    with open_corpus(settings.corpus) as corpus:
        excerpts = corpus.excerpts()
        found = vectors(corpus, excerpts, encoder("muse"))  # embeds only what is not cached

or, with languages already taken out of the vectors, ``compared(corpus)``.
"""

from __future__ import annotations

from pathlib import Path

from comity.store.corpus.adding import add
from comity.store.corpus.comparison import Compared, compared
from comity.store.corpus.embedding import embed, vectors
from comity.store.corpus.folder import Corpus
from comity.store.corpus.linking import Link, links
from comity.store.corpus.searching import Answer, Hit, search
from comity.store.corpus.types import Outcome, Stated, Status

__all__ = [
    "Answer",
    "Compared",
    "Corpus",
    "Hit",
    "Link",
    "Outcome",
    "Stated",
    "Status",
    "add",
    "compared",
    "embed",
    "links",
    "open_corpus",
    "search",
    "vectors",
]


def open_corpus(folder: Path | None = None) -> Corpus:
    """The corpus at a folder; in the user's data folder when none is given.

    Raises
    ------
    InputError
        If it cannot be made, is damaged, or was made by a later version.
    """
    if folder is None:
        from platformdirs import user_data_path

        folder = user_data_path("comity") / "corpus"
    return Corpus(folder)
