"""Modal strength of an excerpt by its words, in eight languages: a stand-in with known limits.

`comity.norms.modality` reads the clauses of provisions; an excerpt of a data set is often no
clause, and is judged by its strongest word alone. The lists were settled before claims were tested
with them, so they do not follow the grammars when those are mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from comity.norms.contestation.types import STANCES, Whole

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "must": r"\b(?:must|shall|(?:is|are|be) (?:required|obliged|prohibited|forbidden)|has to"
        r"|have to|needs? to be|may not|cannot)\b",
        "should": r"\b(?:should|ought to)\b",
        "soft": r"\b(?:may|might|could|can|where (?:appropriate|possible)|strives?|aims?"
        r"|encourages?|seeks?|endeavou?rs?|as far as possible|consider)\b",
    },
    "fr": {
        "must": r"\b(?:doi(?:t|vent)|est tenu|sont tenus|il est interdit|ne peu(?:t|vent))\b",
        "should": r"\b(?:devrai(?:t|ent)|il convient)\b",
        "soft": r"\b(?:peu(?:t|vent)|pourrai(?:t|ent)|le cas échéant|s'efforcent?|encouragent?)\b",
    },
    "es": {
        "must": r"\b(?:deberán?|deben?|está prohibid[oa]|no podrán?|tiene que|tienen que)\b",
        "should": r"\b(?:debería[n]?|conviene)\b",
        "soft": r"\b(?:puede[n]?|podría[n]?|podrán?|procurarán?|cuando proceda|alienta[n]?)\b",
    },
    "pt": {
        "must": r"\b(?:deverá|deverão|deve[m]?|é proibid[oa]|é vedad[oa])\b",
        "should": r"\b(?:deveria[m]?|convém)\b",
        "soft": r"\b(?:pode[m]?|poderia[m]?|poderá|poderão|sempre que possível)\b",
    },
    "de": {
        "must": r"\b(?:muss|müssen|darf nicht|dürfen nicht|ist verboten|sind verpflichtet)\b",
        "should": r"\b(?:soll|sollen|sollte[n]?)\b",
        "soft": r"\b(?:kann|können|könnte[n]?|darf|dürfen|gegebenenfalls)\b",
    },
    "ru": {
        "must": r"\b(?:долж(?:ен|на|но|ны)|обязан[аоы]?|запрещ\w+|необходимо)\b",
        "should": r"\b(?:следует|следовало бы)\b",
        "soft": r"\b(?:может|могут|мог(?:ла|ли)? бы|можно|по возможности|стрем\w+)\b",
    },
    "zh": {
        "must": "必须|应当|不得|禁止|须",
        "should": "应该|宜|应",
        "soft": "可以|可能|鼓励|可|尽量|适当",
    },
    "ar": {
        "must": "يجب|يلزم|يحظر|لا يجوز|يتعين",
        "should": "ينبغي",
        "soft": "يجوز|يمكن|قد|عند الاقتضاء|تشجع|يشجع",
    },
}

_PATTERNS = {
    language: [(name, re.compile(words[name])) for name in STANCES if name in words]
    for language, words in _WORDS.items()
}

LANGUAGES = frozenset(_WORDS)
"""Languages with a list of words; a text in another has no stance."""


def stances(texts: Sequence[str], languages: Sequence[str]) -> Whole:
    """Strongest modal word of each text.

    Parameters
    ----------
    texts, languages : sequence of str
        Excerpts and their ISO 639-1 codes.

    Returns
    -------
    ndarray of int, shape (n,)
        Place in `STANCES`; -1 for a language without a list.

    Notes
    -----
    Words only: no syntax, so that who must what, and a denial at a distance, are not seen. French,
    Spanish and Russian acts bind by the plain present tense, which no list finds.
    """
    out = np.full(len(texts), -1, dtype=np.int64)
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        if language not in _PATTERNS:
            continue
        said = unicodedata.normalize("NFKC", text).casefold()
        found = (name for name, pattern in _PATTERNS[language] if pattern.search(said))
        out[row] = STANCES.index(next(found, "none"))
    return out
