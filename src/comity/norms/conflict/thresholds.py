"""Quantities that differ among the same words."""

from __future__ import annotations

import datetime

from comity.norms.conflict.deontic import LEAST
from comity.norms.conflict.parsed import Parsed, contained, dice, stem_set
from comity.norms.conflict.types import Firing, Rule, Verdict
from comity.norms.modality.types import Quantity, Span

# Equal quantities are partners before unequal ones, unless the words say otherwise.
_SAME = 0.3
# Lengths for comparing across units only: 30.44 days a month, 24 hours a day.
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "month": 730.5}
_LOWER, _UPPER = ("at least", "more than"), ("at most", "less than")


def thresholds(first: Parsed, second: Parsed) -> list[Firing]:
    """Quantities of one kind that stand among the same words and differ in value.

    Parameters
    ----------
    first, second : Parsed
        Provisions of one language.

    Returns
    -------
    list of Firing
        Each quantity has one partner: the one whose words within sixty letters agree best.
    """
    pairs = sorted(
        (
            (_around(first, p, second, q) + _SAME * (size(p) == size(q)), -i, -j)
            for i, p in enumerate(first.quantities)
            for j, q in enumerate(second.quantities)
            if kind_of(p) == kind_of(q)
        ),
        reverse=True,
    )
    out, used = [], (set[int](), set[int]())
    for fit, i, j in pairs:
        if i in used[0] or j in used[1] or fit < LEAST:
            continue
        used[0].add(i)
        used[1].add(j)
        p, q = first.quantities[-i], second.quantities[-j]
        if size(p) != size(q):
            verdict, stricter = bound(p, q)
            out.append(
                Firing(
                    rule=Rule.THRESHOLD, verdict=verdict, stricter=stricter,
                    spans=(p.span, q.span), kind="threshold", strength=fit,
                    clauses=(_sentence(first, p.span), _sentence(second, q.span)),
                    reason=f"{told(p)} / {told(q)}",
                )
            )  # fmt: skip
    return out


def bound(p: Quantity, q: Quantity) -> tuple[Verdict, int]:
    """What follows from two bounds on one thing, and which is the stricter.

    Parameters
    ----------
    p, q : Quantity
        Of one kind and of different size.

    Returns
    -------
    tuple of Verdict and int
        Two lower or two upper bounds: one is stricter (0 or 1). A lower bound above an upper one,
        or two exact values: incompatible, -1.
    """
    a, b = p.comparator, q.comparator
    if a in _UPPER and b in _UPPER:
        return Verdict.STRICTER, 0 if size(p) < size(q) else 1
    if a in _LOWER and b in _LOWER:
        return Verdict.STRICTER, 0 if size(p) > size(q) else 1
    if (a in _LOWER and b in _UPPER and size(p) < size(q)) or (
        a in _UPPER and b in _LOWER and size(q) < size(p)
    ):
        return Verdict.GROUND, -1
    return Verdict.INCOMPATIBLE, -1


def told(quantity: Quantity) -> str:
    """A quantity in words.

    Parameters
    ----------
    quantity : Quantity
        A number with its unit.

    Returns
    -------
    str
        Comparator, value and unit; a date in ISO 8601.
    """
    if quantity.unit == "date":
        return datetime.date.fromordinal(int(quantity.value)).isoformat()
    return f"{quantity.comparator} {quantity.value:g} {quantity.unit.removeprefix('count:')}"


def kind_of(quantity: Quantity) -> str:
    """What a quantity measures: ``time`` for every length of time, else its unit.

    Parameters
    ----------
    quantity : Quantity
        A number with its unit.

    Returns
    -------
    str
        Kinds that are equal can be compared.
    """
    unit = quantity.unit.removeprefix("business ")
    return "time" if unit in ("hour", "day", "month", "minute") else unit


def size(quantity: Quantity) -> float:
    """A quantity in the common unit of its kind.

    Parameters
    ----------
    quantity : Quantity
        A number with its unit.

    Returns
    -------
    float
        Hours for lengths of time, five working days being a week; else the value. [h or own unit]
    """
    unit = quantity.unit.removeprefix("business ")
    value = quantity.value * _HOURS.get(unit, 1.0)
    return value * 1.4 if unit != quantity.unit else value


def _sentence(text: Parsed, span: Span) -> Span:
    """The sentence a span stands in."""
    return next((each for each in text.sentences if each.start <= span.start < each.end), span)


def _around(first: Parsed, p: Quantity, second: Parsed, q: Quantity) -> float:
    """Agreement of the words within sixty letters of two quantities."""
    one = stem_set(_window(first.excerpt.text, p.span), first.excerpt.language)
    other = stem_set(_window(second.excerpt.text, q.span), second.excerpt.language)
    return 0.5 * dice(one, other) + 0.5 * contained(one, other)


def _window(text: str, span: Span) -> str:
    return text[max(0, span.start - 60) : span.start] + " " + text[span.end : span.end + 60]
