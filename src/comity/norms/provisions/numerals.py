"""What number a mark stands for, in the scripts instruments are numbered in."""

from __future__ import annotations

import unicodedata
from typing import Literal, TypeAlias

Style: TypeAlias = Literal["arabic", "letter", "capital", "roman", "chinese", "order"]

_FIRST = frozenset({"premier", "première", "first", "primero", "primera", "первая", "الأولى"})
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_CHINESE = {each: place for place, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)


def number_of(mark: str, style: Style) -> int | None:
    """The number a mark stands for; none when it is no number of that style.

    Parameters
    ----------
    mark : str
        The mark without brackets or dots: ``12``, ``iv``, ``b``, ``十二``, ``premier``.
    style : Style
        How the level is numbered.

    Returns
    -------
    int or None
        From 1 upwards.
    """
    mark = mark.strip()
    if style == "arabic":
        if mark.lower() in _FIRST:
            return 1
        digits = [unicodedata.digit(each, -1) for each in mark]
        whole = bool(digits) and min(digits) >= 0
        return int("".join(map(str, digits))) if whole else None
    if style == "roman":
        return _roman(mark.lower())
    if style == "chinese":
        return _chinese(mark)
    if style == "capital":
        return _letter(mark.lower()) if mark.isupper() else None
    return _letter(mark) if mark == mark.lower() else None


def _letter(mark: str) -> int | None:
    for alphabet in _ALPHABETS:
        if len(set(mark)) == 1 and mark[0] in alphabet:
            return alphabet.index(mark[0]) + 1 + len(alphabet) * (len(mark) - 1)
    return None


def _roman(mark: str) -> int | None:
    if not mark or set(mark) - set(_ROMAN):
        return None
    total = 0
    for place, each in enumerate(mark):
        value = _ROMAN[each]
        before_larger = place + 1 < len(mark) and _ROMAN[mark[place + 1]] > value
        total += -value if before_larger else value
    return total if roman(total) == mark else None


def roman(number: int) -> str:
    """A number in small Roman numerals.

    Parameters
    ----------
    number : int
        From 1 to 3999.

    Returns
    -------
    str
        The numeral.
    """
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
             (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    out = ""
    for value, sign in signs:
        out += sign * (number // value)
        number %= value
    return out


def _chinese(mark: str) -> int | None:
    if mark.isdecimal():
        return number_of(mark, "arabic")
    total, digit = 0, 0
    for each in mark:
        if each in _CHINESE:
            digit = _CHINESE[each]
        elif each in _CHINESE_UNITS:
            total += (digit or 1) * _CHINESE_UNITS[each]
            digit = 0
        else:
            return None
    return total + digit or None
