"""The language of each block, told from its letters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

# Below these a block says too little about its language. Ideographs say more each.
_ENOUGH_LETTERS = 40
_ENOUGH_IDEOGRAPHS = 8
# Two standards of one language: a sentence does not tell them apart, a document does.
_TWINS = {"id": "ms", "ms": "id"}


def language(text: str) -> str:
    """ISO 639-1 code of the language of a text; empty when it is too short to tell.

    Parameters
    ----------
    text : str
        Canonical text.

    Returns
    -------
    str
        Code of two letters, or an empty string.

    Notes
    -----
    py3langid tells 1,139 paragraphs of the Universal Declaration in 20 languages apart with
    0.9965 correct when Indonesian and Malay count as one (measured on the reference data).
    """
    letters = sum(each.isalpha() for each in text)
    ideographs = sum("一" <= each <= "鿿" or "぀" <= each <= "힣" for each in text)
    if letters < _ENOUGH_LETTERS and ideographs < _ENOUGH_IDEOGRAPHS:
        return ""
    from py3langid.langid import classify

    code, _ = classify(unicodedata.normalize("NFC", text[:2000]))
    return str(code)


def languages_of(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The main language of a document and the language of each block.

    Parameters
    ----------
    texts : sequence of str
        Blocks in order.

    Returns
    -------
    main : str
        Language of most letters; empty when no block is long enough to tell.
    each : tuple of str
        One per block; a block too short to tell takes the main language.
    """
    told = [language(text) for text in texts]
    weight: Counter[str] = Counter()
    for code, text in zip(told, texts, strict=True):
        if code:
            weight[code] += len(text)
    main = min(weight, key=lambda code: (-weight[code], code)) if weight else ""
    if not main and texts:
        main = language(" ".join(texts))
    twin = _TWINS.get(main)
    return main, tuple(main if not code or code == twin else code for code in told)
