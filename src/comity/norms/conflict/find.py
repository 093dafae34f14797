"""Candidates between provisions: `candidate` for a pair, `candidates` for many."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from comity.errors import InputError
from comity.norms.conflict.across import across
from comity.norms.conflict.compare import features, firings
from comity.norms.conflict.parsed import Parsed, parse
from comity.norms.conflict.types import Calibration, Candidate, Firing
from comity.norms.types import Excerpt


class Pairing(NamedTuple):
    """Places of two excerpts that may speak of one subject.

    `similarity` is a cosine of an encoder that compares their languages; nan when none did.
    """

    first: int
    second: int
    similarity: float = math.nan


def candidate(
    first: Excerpt,
    second: Excerpt,
    *,
    calibration: Calibration,
    similarity: float = math.nan,
    least_similarity: float = math.inf,
) -> Candidate | None:
    """Why two provisions may not agree; none when no rule fires or it is too improbable.

    Parameters
    ----------
    first, second : Excerpt
        Provisions.
    calibration : Calibration
        Turns features into a probability.
    similarity : float
        Cosine of the two in a space of both languages; needed when the languages differ. [cosine]
    least_similarity : float
        Below it provisions in two languages are not compared. [cosine]

    Returns
    -------
    Candidate or None
        Likeness alone never makes one: a rule fires on words of both texts, which are given byte
        for byte. Changing the order of the two changes only their order.
    """
    return _judge(parse(first), parse(second), calibration, similarity, least_similarity)


def candidates(
    excerpts: Sequence[Excerpt],
    pairings: Iterable[Pairing],
    *,
    calibration: Calibration,
    least_similarity: float = math.inf,
) -> tuple[Candidate, ...]:
    """Candidates among pairs of provisions, the most probable first.

    Parameters
    ----------
    excerpts : sequence of Excerpt
        Provisions.
    pairings : iterable of Pairing
        Which to compare; pairs within one instrument are left out.
    calibration : Calibration
        Turns features into a probability.
    least_similarity : float
        Below it provisions in two languages are not compared. [cosine]

    Returns
    -------
    tuple of Candidate
        At most one for each pair. Those without a probability stand last.

    Raises
    ------
    InputError
        If a pairing names a place that does not exist.
    """
    parsed: dict[int, Parsed] = {}
    found = []
    for pairing in pairings:
        if not all(0 <= at < len(excerpts) for at in pairing[:2]):
            raise InputError(f"There are {len(excerpts)} excerpts; a pairing names {pairing[:2]}.")
        one, other = excerpts[pairing.first], excerpts[pairing.second]
        if one.instrument == other.instrument:
            continue
        for at in pairing[:2]:
            if at not in parsed:
                parsed[at] = parse(excerpts[at])
        made = _judge(
            parsed[pairing.first], parsed[pairing.second], calibration, pairing.similarity,
            least_similarity,
        )  # fmt: skip
        if made is not None:
            found.append(made)
    return tuple(sorted(found, key=lambda each: (_rank(each), each.key)))


def _rank(each: Candidate) -> float:
    return 1.0 if each.probability is None else -each.probability


def _judge(
    first: Parsed, second: Parsed, calibration: Calibration, similarity: float, least: float
) -> Candidate | None:
    # One order for both, so that swapping the two changes nothing else.
    swapped = _order(second) < _order(first)
    one, other = (second, first) if swapped else (first, second)
    language = one.excerpt.language
    if language != other.excerpt.language:
        found = across(one, other) if similarity >= least else ()
        return _made(one, other, found[0], None, swapped) if found else None
    if one.view.text == other.view.text:
        return None
    found = firings(one, other)
    if not found:
        return None
    chance = probability(features(one, other, found), calibration)
    if chance < calibration.least:
        return None
    return _made(one, other, _leading(found), chance, swapped)


def _order(each: Parsed) -> tuple[str, ...]:
    return each.view.text, each.excerpt.language, each.excerpt.kind, each.excerpt.force


_FIRST = ("requires", "permits", "threshold", "exempts", "strictness", "right", "definition")


def _leading(found: Sequence[Firing]) -> Firing:
    """The firing that is shown: a norm or a number before a scope, the best fit first."""
    return min(
        found, key=lambda each: (each.kind not in _FIRST, -each.strength, each.kind, each.spans)
    )


def probability(held: Mapping[str, float], calibration: Calibration) -> float:
    """Probability of features under a calibration.

    Parameters
    ----------
    held : mapping of str to float
        From `features`. [1]
    calibration : Calibration
        Weights of the same names.

    Returns
    -------
    float
        1 / (1 + exp(-(intercept + sum of weight times feature))). [1]

    References
    ----------
    .. [1] J. Platt, "Probabilistic outputs for support vector machines," in Advances in Large
           Margin Classifiers, MIT Press, 1999.
    """
    total = calibration.intercept + sum(weight * held[name] for name, weight in calibration.weights)
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def _made(
    one: Parsed, other: Parsed, fired: Firing, chance: float | None, swapped: bool
) -> Candidate:
    ends = [
        (text.original, text.view.back(*fired.spans[at]), text.view.back(*fired.clauses[at]))
        for at, text in enumerate((one, other))
    ]
    reasons = fired.reason.split(" / ")
    stricter = fired.stricter
    if swapped:
        ends.reverse()
        reasons.reverse()
        stricter = {0: 1, 1: 0}.get(stricter, stricter)
    (first, span, clause), (second, second_span, second_clause) = ends
    return Candidate(
        first=first, second=second, rule=fired.rule, verdict=fired.verdict,
        first_span=span, second_span=second_span, first_clause=clause,
        second_clause=second_clause, stricter=stricter, probability=chance,
        reason=" / ".join(reasons),
    )  # fmt: skip
