"""A corpus made comparable: its vectors, centred for each language, mapped from a file."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, UnknownName
from comity.norms.encoding import (
    ENCODERS,
    Encoder,
    LanguageFrame,
    Vectors,
    centre,
    encoder,
    fit_frames,
    installed,
    route,
)
from comity.norms.types import Excerpt
from comity.store.corpus.embedding import Seen, key_of, vectors
from comity.store.corpus.folder import Corpus

SAMPLE = 20_000
"""Texts of a language its frame is fitted on; its axes are settled long before. [texts]"""

_BLOCK = 8192
_KEPT = 2
_STALE = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """A corpus, row by row comparable.

    Attributes
    ----------
    excerpts : tuple of Excerpt
        One per row, as `Corpus.excerpts` gives them.
    matrix : ndarray, shape (n, d)
        Unit vectors without what they owe to their language; mapped from `path`. [cosine]
    path : Path
        The file, which other processes can map too.
    encoder : Encoder
        What made them.
    unknown : frozenset of str
        Languages of the corpus the encoder does not know.
    frames : dict of str to LanguageFrame
        What was taken out of each language; empty for an encoder of one language.
    """

    excerpts: tuple[Excerpt, ...]
    matrix: Vectors
    path: Path
    encoder: Encoder
    unknown: frozenset[str]
    frames: dict[str, LanguageFrame]

    @property
    def groups(self) -> NDArray[np.int64]:
        """Number of the work of each row; two languages of one work share it."""
        number: dict[str, int] = {}
        return np.array(
            [number.setdefault(each.instrument, len(number)) for each in self.excerpts],
            dtype=np.int64,
        )


def chosen(excerpts: Sequence[Excerpt], wanted: str = "", also: Sequence[str] = ()) -> str:
    """The encoder that knows most languages of a corpus, or the one wanted.

    Raises
    ------
    UnknownName
        If the one wanted does not exist.
    """
    if wanted and wanted not in ENCODERS:
        raise UnknownName("encoder", wanted, ENCODERS)
    languages = {each.language for each in excerpts} | set(also)
    return wanted or route(languages - {""}, installed()).encoder


def comparable(corpus: Corpus) -> tuple[Excerpt, ...]:
    """The excerpts of a corpus that is not empty.

    Raises
    ------
    InputError
        If it is.
    """
    excerpts = corpus.excerpts()
    if not excerpts:
        raise InputError(
            f"The corpus at {corpus.folder} holds no provision; add files with "
            "`comity norms add FILE`."
        )
    return excerpts


def compared(corpus: Corpus, *, wanted: str = "", seen: Seen | None = None) -> Compared:
    """The corpus in the space of one encoder.

    Parameters
    ----------
    corpus : Corpus
        What is compared.
    wanted : str
        Key of `ENCODERS`; the one that knows most of its languages when empty.
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    Compared

    Raises
    ------
    InputError
        If the corpus is empty or the encoder is not installed.
    UnknownName
        If there is no such encoder.
    """
    excerpts = comparable(corpus)
    own = encoder(chosen(excerpts, wanted))
    path = _path(corpus, excerpts, own)
    if not path.exists():
        _make(corpus, excerpts, own, path, seen)
    languages = {each.language for each in excerpts}
    return Compared(
        excerpts=excerpts, matrix=np.load(path, mmap_mode="r"), path=path, encoder=own,
        unknown=frozenset(languages - own.languages), frames=_frames(path.with_suffix(".npz")),
    )  # fmt: skip


def _path(corpus: Corpus, excerpts: Sequence[Excerpt], own: Encoder) -> Path:
    made = hashlib.sha256(own.fingerprint.encode())
    for each in excerpts:
        made.update(key_of(each.text) + each.language.encode() + b"\n")
    return corpus.folder / "compared" / f"{made.hexdigest()[:32]}.npy"


def _make(
    corpus: Corpus, excerpts: Sequence[Excerpt], own: Encoder, path: Path, seen: Seen | None
) -> None:
    """Write vectors and frames beside their place, then move them there."""
    path.parent.mkdir(exist_ok=True)
    for old in sorted(path.parent.glob("*.npy"), key=lambda each: each.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)
        old.with_suffix(".npz").unlink(missing_ok=True)
    for left in path.parent.glob("*.part"):
        # What a killed run left; another may still be writing one of today.
        if time.time() - left.stat().st_mtime > _STALE:
            left.unlink(missing_ok=True)
    beside = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    held = np.lib.format.open_memmap(
        beside, mode="w+", dtype=np.float32, shape=(len(excerpts), own.dimension)
    )
    try:
        vectors(corpus, excerpts, own, out=held, seen=seen)
        frames = _fitted(held, excerpts) if own.crosses else {}
        for at in range(0, len(excerpts) if frames else 0, _BLOCK):
            part = [each.language for each in excerpts[at : at + _BLOCK]]
            held[at : at + _BLOCK] = centre(held[at : at + _BLOCK], part, frames)
        held.flush()
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    del held
    flat = {f"{code} {name}": value for code, frame in frames.items()
            for name, value in zip(_NAMES, _values(frame), strict=True)}  # fmt: skip
    with beside.with_suffix(".frames").open("wb") as file:
        np.savez(file, **flat)  # type: ignore[arg-type]
    beside.with_suffix(".frames").replace(path.with_suffix(".npz"))
    beside.replace(path)


_NAMES = ("mean", "axes", "scale")


def _values(frame: LanguageFrame) -> tuple[Vectors, ...]:
    return (frame.mean, frame.axes, frame.scale)


def _frames(path: Path) -> dict[str, LanguageFrame]:
    with np.load(path) as held:
        codes = sorted({name.rpartition(" ")[0] for name in held.files})
        return {
            code: LanguageFrame(**{name: held[f"{code} {name}"] for name in _NAMES})
            for code in codes
        }


def _fitted(held: Vectors, excerpts: Sequence[Excerpt]) -> dict[str, LanguageFrame]:
    """Frames of every language, on evenly spaced texts where there are very many."""
    by_language: dict[str, list[int]] = {}
    for place, each in enumerate(excerpts):
        by_language.setdefault(each.language, []).append(place)
    rows = np.concatenate([
        np.array(places)[np.linspace(0, len(places) - 1, min(len(places), SAMPLE)).astype(int)]
        for places in by_language.values()
    ])  # fmt: skip
    return fit_frames(np.asarray(held[rows]), [excerpts[row].language for row in rows])
