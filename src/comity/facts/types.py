"""A number with its unit, year and source: `Source`, `Fact`, `Finding`, `Missing`.

Nothing here reads or writes. A `Fact` is what a source says; a `Finding` is what Comity computed,
with every fact and finding it was computed from; a `Missing` is a state of knowledge, never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from comity.errors import NotANumber

Value = float | str
"""Quantities are floats, everything else (names, classes, dates) is text."""


class Quality(StrEnum):
    """How a figure came to be, from the firmest to the weakest."""

    MEASURED = "measured"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"

    @property
    def weakness(self) -> int:
        """0 for measured to 3 for assumed."""
        return list(Quality).index(self)


def weakest(qualities: Iterable[Quality]) -> Quality:
    """The weakest of several qualities; `ASSUMED` when there is none to judge."""
    return max(qualities, key=lambda quality: quality.weakness, default=Quality.ASSUMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication or data set, described once in ``sources.toml``.

    Attributes
    ----------
    key : str
        What rows name it by.
    title, producer : str
        The publication and who made its figures.
    year : int
        Year of publication.
    licence : str
        SPDX expression where one exists, else the terms in words.
    url : str
        Where it is found: an address, a repository and path, or a document number.
    accessed : str
        Day it was read, ISO 8601; empty for a computation of our own.
    kind : str
        ``dataset``, ``publication``, ``document``, ``computed``, ``assumption`` or ``user``.
    """

    key: str
    title: str
    producer: str
    year: int
    licence: str
    url: str
    accessed: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What one source says about one thing.

    Attributes
    ----------
    name : str
        The quantity, as in ``columns.csv``.
    value : float or str
        Finite when it is a number.
    unit : str
        Unit of the value; empty for text.
    year : int
        Year the figure describes.
    source : Source
        Who says so.
    quality : Quality
        How it came to be.
    subject : str
        What it is about: an ISO 3166-1 alpha-3 code, a model, an instrument.
    producer : str
        Who made the figure, when not the source's own producer; independence is judged by it.
    release : str
        Vintage of the producer's series, such as ``2026``.
    low, high : float, optional
        Band the source itself gives, same unit.
    note : str
        What a reader must know.
    """

    name: str
    value: Value
    unit: str
    year: int
    source: Source
    quality: Quality
    subject: str = ""
    producer: str = ""
    release: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _check_finite(self.name, self.value, self.low, self.high)
        if not self.producer:
            object.__setattr__(self, "producer", self.source.producer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A fact nobody gives: what it is, why it is not known, how to supply it."""

    name: str
    subject: str
    reason: str
    supply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A number Comity computed, with what it was computed from.

    Attributes
    ----------
    name : str
        ``domain.quantity``, such as ``sites.pue``; unique within a brief.
    value : float or str
        Central value.
    unit : str
        Unit of value and band; empty for counts and ratios.
    low, high : float, optional
        Band that holds nine times in ten; both or neither.
    method : str
        The rule in one sentence, with its reference.
    inputs : tuple of Fact, Finding or Missing
        What it was computed from; at least one unfolds to a source.
    shares : tuple of float
        Share of the band each input causes, in the order of `inputs`; empty when not known.
    no_band : str
        Why there is no band ("full count", "one source"), when there is none.
    """

    name: str
    value: Value
    unit: str
    method: str
    inputs: tuple[Fact | Finding | Missing, ...]
    low: float | None = None
    high: float | None = None
    shares: tuple[float, ...] = ()
    no_band: str = ""
    note: str = ""
    quality: Quality = field(init=False)

    def __post_init__(self) -> None:
        _check_finite(self.name, self.value, self.low, self.high)
        if self.shares and len(self.shares) != len(self.inputs):
            raise NotANumber(
                f"{self.name}: {len(self.shares)} shares for {len(self.inputs)} inputs."
            )
        object.__setattr__(self, "quality", self._weakest_that_matters())

    def _weakest_that_matters(self) -> Quality:
        known = [each for each in self.inputs if not isinstance(each, Missing)]
        if not self.shares:
            return weakest(each.quality for each in known)
        weighed = zip(self.inputs, self.shares, strict=True)
        heavy = [
            each.quality
            for each, share in weighed
            if share >= 0.2 and not isinstance(each, Missing)
        ]
        return weakest(heavy or [each.quality for each in known])


def _check_finite(name: str, value: Value, low: float | None, high: float | None) -> None:
    numbers = [each for each in (value, low, high) if isinstance(each, int | float)]
    if not all(math.isfinite(each) for each in numbers):
        raise NotANumber(f"{name} is not a number; a missing value is stated as missing.")
    if (low is None) != (high is None):
        raise NotANumber(f"{name} has half a band.")
    if low is not None and high is not None and isinstance(value, int | float):
        slack = 1e-9 * max(abs(low), abs(high), abs(value))
        if not low - slack <= value <= high + slack:
            raise NotANumber(f"{name}: {value} lies outside its band {low} to {high}.")


def walk(root: Fact | Finding | Missing) -> Iterator[Fact | Finding | Missing]:
    """Everything a number was computed from, itself first, depth first."""
    yield root
    if isinstance(root, Finding):
        for each in root.inputs:
            yield from walk(each)


def facts_of(root: Fact | Finding | Missing) -> tuple[Fact, ...]:
    """The facts a number rests on, each once, in the order met."""
    return tuple(dict.fromkeys(each for each in walk(root) if isinstance(each, Fact)))


def independent(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact for each producer: the newest year of its newest release.

    One series relayed by four packages counts once.
    """
    newest: dict[str, Fact] = {}
    for fact in facts:
        held = newest.get(fact.producer)
        if held is None or (fact.release, fact.year) > (held.release, held.year):
            newest[fact.producer] = fact
    return tuple(newest.values())
