"""Hard negatives and planted edits: pairs whose answer is known by how they were made.

A benchmark of conflicts against random pairs is passed by likeness alone. Here a negative is as
like as it can be: the nearest other norm of the same contract, and the same norm in other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comity.norms.conflict.words import content, stems

Rewrite = Callable[[re.Match[str]], str]
_I = re.IGNORECASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts and how they were made.

    Attributes
    ----------
    first, second : str
        Texts.
    group : str
        What must stay on one side of a split: the contract.
    made : str
        ``conflict``, ``random``, ``nearest`` or ``reworded``.
    """

    first: str
    second: str
    group: str
    made: str


_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_REWORDINGS: tuple[tuple[re.Pattern[str], str | Rewrite], ...] = tuple(
    (re.compile(pattern, _I), made)
    for pattern, made in (
        (r"\bshall not\b", "must not"), (r"\bmust not\b", "shall not"),
        (r"\bshall\b(?! not)", "must"), (r"\bmust\b(?! not)", "shall"),
        (r"\bwill\b(?! not)", "shall"), (r"\bwill not\b", "shall not"),
        (r"\bmay not\b", "shall not"),
        (r"(?<!as )\bmay\b(?! not| only|\W* have)", "is permitted to"),
        (r"\b(is|are) responsible for\b", r"\1 in charge of"),
        (r"\bin the event that\b", "if"), (r"\bprior to\b", "before"),
        (r"(?<!agreed )\bupon\b", "on"), (r"\bin accordance with\b", "according to"),
        (r"\bpursuant to\b", "under"), (r"\bwith respect to\b", "regarding"),
        (r"\bprovide\b", "supply"), (r"\bfurnish\b", "provide"), (r"\bpurchase\b", "buy"),
        (r"\bnotify\b", "inform"), (r"\bcommence\b", "begin"), (r"\bterminate\b", "end"),
        (r"\bobtain\b", "get"), (r"(?<!provided )(?<!that )\bsuch\b(?! other|"
         r" as)(?=(?:\s\w+){0,1}\s\w*[^s\W]\b)", "that"), (r"\b(?<!for )any\b(?! of|"
         r" and)", "any and every"),
        (r"\bthis Agreement\b", "the present Agreement"), (r"\bagreement\b", "contract"),
        (r"\bincluding\b", "including, without limitation,"), (r"\bpromptly\b", "without delay"),
        (r"\bwithin\b(?= (?:\d|\w+ \(\d))", "not later than"), (r"\bat least\b", "no less than"),
        (r"\b(\w+) \((\d+)\)", r"\2"), (r"^\s*\(?\w{1,3}[.)]\s+|^\d+(?:\.\d+)*\s+", ""),
        (r"\b(" + "|".join(_NUMBERS) + r")\b(?= (?:days?|months?|weeks?|years?|hours?))",
         lambda hit: str(_NUMBERS.index(hit[1].lower()) + 1)),
    )
)  # fmt: skip
_FRONTED = re.compile(
    r"^(?P<rest>[^,;]{20,}?)\s(?P<tail>(?:within|during|upon|prior to|after|in accordance with)\s"
    r"[^,;.]{8,80})\.?$", _I,
)  # fmt: skip


def reworded(text: str, *, rng: np.random.Generator, most: int = 3) -> str:
    """The same norm in other words: a modal of the same force, synonyms, numbers, order.

    Parameters
    ----------
    text : str
        An English norm.
    rng : numpy.random.Generator
        Chooses among the rewordings that apply.
    most : int
        How many are applied at the most. [count]

    Returns
    -------
    str
        The text itself when no rewording applies.
    """
    fits = [each for each in _REWORDINGS if each[0].search(text)]
    chosen = rng.permutation(len(fits))[:most]
    for place in sorted(int(each) for each in chosen):
        pattern, made = fits[place]
        text = pattern.sub(made, text, count=1)
    front = _FRONTED.match(text)
    if front and rng.random() < 0.5:
        tail, rest = front["tail"], front["rest"].rstrip(".")
        text = f"{tail[0].upper()}{tail[1:]}, {rest}."
    return text


def hard_negatives(
    conflicts: Sequence[tuple[str, str, str]],
    *,
    rng: np.random.Generator,
    random_each: int = 4,
) -> tuple[Pair, ...]:
    """Pairs without a conflict, made from pairs with one.

    Parameters
    ----------
    conflicts : sequence of (str, str, str)
        First norm, second norm, contract.
    rng : numpy.random.Generator
        Chooses random pairs and rewordings.
    random_each : int
        Random pairs of the same contract for each conflict. [count]

    Returns
    -------
    tuple of Pair
        Random pairs of a contract; each norm with its nearest of the same contract; each first
        norm with a rewording of it. Two norms that are, or have a partner that is, nearly the same
        text are left out of the first two: nobody knows whether they conflict.
    """
    return (
        *_random(conflicts, rng=rng, each=random_each),
        *_nearest(conflicts),
        *(
            Pair(first=first, second=made, group=group, made="reworded")
            for first, _, group in conflicts
            if (made := reworded(first, rng=rng)) != first
        ),
    )


def _families(
    conflicts: Sequence[tuple[str, str, str]],
) -> dict[str, list[tuple[int, str, set[str]]]]:
    """Norms of each contract with the number of their family: gold partners and near copies."""
    out: dict[str, list[tuple[int, str, set[str]]]] = {}
    for number, (first, second, group) in enumerate(conflicts):
        held = out.setdefault(group, [])
        made = [(text, set(stems(content(text, "en")))) for text in (first, second)]
        family = next(
            (each[0] for each in held for _, words in made if _dice(each[2], words) > 0.8), number
        )
        known = {each[1] for each in held}
        held += [(family, text, words) for text, words in made if text not in known]
    return out


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


def _random(
    conflicts: Sequence[tuple[str, str, str]], *, rng: np.random.Generator, each: int
) -> Iterator[Pair]:
    for group, held in _families(conflicts).items():
        wanted = each * sum(row[2] == group for row in conflicts)
        pairs = [(a, b) for at, a in enumerate(held) for b in held[at + 1 :] if a[0] != b[0]]
        for place in rng.permutation(len(pairs))[:wanted]:
            a, b = pairs[int(place)]
            yield Pair(first=a[1], second=b[1], group=group, made="random")


def _nearest(conflicts: Sequence[tuple[str, str, str]]) -> Iterator[Pair]:
    for group, held in _families(conflicts).items():
        seen: set[frozenset[str]] = set()
        for family, text, words in held:
            others = [each for each in held if each[0] != family]
            if not others:
                continue
            best = max(others, key=lambda each: _dice(words, each[2]))
            key = frozenset((text, best[1]))
            if key not in seen:
                seen.add(key)
                yield Pair(first=text, second=best[1], group=group, made="nearest")


_EDITS: Mapping[str, tuple[tuple[re.Pattern[str], str | Rewrite], ...]] = {
    "modality": (
        (re.compile(r"\bshall not\b"), "may"),
        (re.compile(r"\bshall\b(?! not| be without)"), "shall not"),
        (re.compile(r"\bmay\b(?! not)"), "shall not"),
    ),
    "number": (
        (re.compile(r"\b(\d{1,3})(?= (?:days?|months?|years?|hours?|%))"),
         lambda hit: str(2 * int(hit[1]))),
        (re.compile(r"\b(" + "|".join(_NUMBERS[1:]) + r")\b(?= (?:working )?(?:days?|months?|"
         r"years?))"),
         lambda hit: str(2 * (_NUMBERS.index(hit[1].lower()) + 1))),
    ),
    "exception": (
        (re.compile(r",? (?:unless|except|without prejudice to|with the exception of|"
         r"save)\b[^,.;]*"),
         ""),
    ),
}  # fmt: skip


def edited(text: str, edit: str) -> str | None:
    """A provision with one edit that changes what it says.

    Parameters
    ----------
    text : str
        An English provision.
    edit : str
        ``modality`` flips the first modal, ``number`` doubles the first number with a unit,
        ``exception`` drops the first clause of exception.

    Returns
    -------
    str or None
        None where there is nothing to edit.
    """
    hits = [
        (hit.start(), pattern, made)
        for pattern, made in _EDITS[edit]
        if (hit := pattern.search(text)) is not None
    ]
    if not hits:
        return None
    _, pattern, made = min(hits, key=lambda each: each[0])
    return pattern.sub(made, text, count=1)
