"""The words of a text that carry its subject, in any of the six languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
# Articles, prepositions, pronouns, auxiliaries: closed classes. Modals are in the grammars.
_CLOSED = {
    "en": "a an the and or of to in on at by for with from as is are be been being was were it "
    "its this that"
    " these those such any all each their his her they he she which who whose whom if then than "
    "but nor not no"
    " into upon under over within between among per has have had having do does did so also "
    "there here herein"
    " hereof hereto hereunder thereof therein thereto shall will may must can should would "
    "could cannot ought"
    " only other own same both either neither more most less"
    " agreement contract party parties article paragraph section regulation",
    "fr": "le la les l un une des du de d au aux et ou en dans par pour sur avec sans sous est "
    "sont être a ont"
    " qui que qu dont où ce cette ces cet son sa ses leur leurs il elle ils elles se s ne n pas "
    "plus y à ainsi"
    " peut peuvent doit doivent présent présente article paragraphe règlement",
    "es": "el la los las un una unos unas de del al y o en por para con sin sobre es son ser "
    "que se su sus lo"
    " le les no si como este esta estos estas deberá deberán podrá podrán artículo apartado "
    "reglamento",
    "ru": "и в во на с со по для от до из за к о об при не или а но что как это эти его ее их "
    "который которые"
    " которая которое быть может могут должен должны статья статьи пункт",
    "ar": "في من على إلى عن أو و أن إن ما لا هذا هذه ذلك التي الذي يجب يجوز كل أي المادة",
    "zh": "",
}
_STOP = {language: frozenset(words.split()) for language, words in _CLOSED.items()}


def content(text: str, language: str) -> list[str]:
    """Words of a text without those of closed classes.

    Parameters
    ----------
    text : str
        Text in one normal form.
    language : str
        ISO 639-1 code; in an unknown language all words are kept.

    Returns
    -------
    list of str
        In small letters, in order; ideographs in pairs.
    """
    stop = _STOP.get(language, frozenset())
    out: list[str] = []
    for hit in _WORD.finditer(text.casefold()):
        word = hit[0]
        if _HAN.match(word):
            out += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
            continue
        if "'" in word:
            before, _, after = word.partition("'")
            word = after if language == "fr" else before
        if word not in stop and (len(word) > 1 or word.isdigit()):
            out.append(word)
    return out


def stems(words: Iterable[str]) -> list[str]:
    """Words cut to their first six letters, so that inflected forms meet.

    Parameters
    ----------
    words : iterable of str
        Words in small letters.

    Returns
    -------
    list of str
        One for each word.
    """
    return [_stem(word) for word in words]


def _stem(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word[:6]
