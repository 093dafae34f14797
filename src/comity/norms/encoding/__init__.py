"""Encoders, the choice among them by language, and the removal of language from vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comity.errors import InputError, UnknownName
from comity.norms.encoding.centring import LanguageFrame, centre, fit_frames
from comity.norms.encoding.e5 import E5
from comity.norms.encoding.muse import Muse
from comity.norms.encoding.ngrams import Ngrams
from comity.norms.encoding.types import Encoder, Vectors, spoken

__all__ = [
    "ENCODERS",
    "Encoder",
    "LanguageFrame",
    "Route",
    "Vectors",
    "centre",
    "encoder",
    "fit_frames",
    "installed",
    "route",
    "spoken",
]

ENCODERS: dict[str, Callable[[], Encoder]] = {"muse": Muse, "e5": E5, "ngrams": Ngrams}
"""Classes by name, in the order they are preferred."""

_LANGUAGES: dict[str, frozenset[str]] = {
    "muse": Muse.languages, "e5": E5.languages, "ngrams": Ngrams.languages,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Which encoder compares a set of languages, and which of them it does not know.

    Attributes
    ----------
    encoder : str
        Key of `ENCODERS`.
    unknown : tuple of str
        Languages it was not made for; every result they touch is flagged.
    """

    encoder: str
    unknown: tuple[str, ...]


def encoder(name: str) -> Encoder:
    """An encoder, ready to use.

    Parameters
    ----------
    name : str
        Key of `ENCODERS`.

    Returns
    -------
    Encoder
        Loaded on first use; it takes seconds and memory.

    Raises
    ------
    UnknownName
        If there is no such encoder.
    InputError
        If its package is not installed.
    """
    if name not in ENCODERS:
        raise UnknownName("encoder", name, ENCODERS)
    return ENCODERS[name]()


def installed() -> tuple[str, ...]:
    """The encoders whose packages are here, the preferred first."""
    found = []
    for name, make in ENCODERS.items():
        try:
            make()
        except InputError:
            continue
        found.append(name)
    return tuple(found)


def route(languages: Iterable[str], available: Iterable[str]) -> Route:
    """The encoder for texts that are to be compared with one another.

    Parameters
    ----------
    languages : iterable of str
        ISO 639-1 codes of the texts; an empty code stands for a language that is not told.
    available : iterable of str
        Encoders at hand, as `installed` gives them.

    Returns
    -------
    Route
        The one that knows most of the languages; the first in `ENCODERS` among equals. Vectors
        of different encoders are never compared.

    Raises
    ------
    InputError
        If no encoder is at hand.
    """
    wanted = set(languages)
    held = set(available)
    names = [name for name in ENCODERS if name in held]
    if not names:
        raise InputError("No encoder is installed.")
    best = max(names, key=lambda name: (len(wanted & _LANGUAGES[name]), -names.index(name)))
    return Route(encoder=best, unknown=tuple(sorted(wanted - _LANGUAGES[best])))
