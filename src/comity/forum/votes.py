"""Votes as arrays: who voted how on which statement.

A vote is +1 (agree), 0 (pass) or -1 (disagree); a statement a participant did not vote on is
marked absent, which is no pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, UnknownName

Signs: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]

CELLS = {"1": 1, "+1": 1, "1.0": 1, "0": 0, "0.0": 0, "-1": -1, "-1.0": -1, "": None}
"""What a cell of a votes file may say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """Votes of participants on statements.

    Attributes
    ----------
    participants, statements : tuple of str
        Names, each once.
    sign : ndarray of int8, shape (participants, statements)
        +1 agree, 0 pass or absent, -1 disagree.
    cast : ndarray of bool, shape (participants, statements)
        True where a vote was cast, passes included.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    sign: Signs
    cast: Flags

    def __post_init__(self) -> None:
        shape = (len(self.participants), len(self.statements))
        if self.sign.shape != shape or self.cast.shape != shape:
            raise InputError(f"Votes of shape {self.sign.shape} do not fit {shape} names.")
        for kind, names in (("participant", self.participants), ("statement", self.statements)):
            if len(set(names)) != len(names):
                twice = next(name for name in names if names.count(name) > 1)
                raise InputError(f"The {kind} {twice!r} stands twice among the votes.")
        if (self.sign[~self.cast] != 0).any() or (np.abs(self.sign) > 1).any():
            raise InputError("A vote is +1, 0 or -1, and 0 where none was cast.")


def parse_cell(text: str) -> int | None:
    """A vote as a file writes it; None where no vote was cast.

    Parameters
    ----------
    text : str
        ``1``, ``0``, ``-1`` or nothing.

    Returns
    -------
    int or None

    Raises
    ------
    InputError
        If it is none of these.
    """
    try:
        return CELLS[text.strip()]
    except KeyError:
        raise InputError(f"{text!r} is no vote; write 1, 0, -1 or nothing.") from None


def from_rows(
    participants: Sequence[str], statements: Sequence[str], rows: Sequence[Sequence[int | None]]
) -> Votes:
    """Votes from one row of cells for each participant.

    Parameters
    ----------
    participants, statements : sequence of str
        Names of rows and columns.
    rows : sequence of sequence of int or None
        +1, 0, -1, or None where no vote was cast.

    Returns
    -------
    Votes
    """
    shape = (len(participants), len(statements))
    flat = [cell for row in rows for cell in row]
    if len(flat) != shape[0] * shape[1]:
        raise InputError(f"{len(flat)} cells do not fill {shape[0]} rows of {shape[1]}.")
    cast = np.array([cell is not None for cell in flat], dtype=np.bool_).reshape(shape)
    sign = np.array([cell or 0 for cell in flat], dtype=np.int8).reshape(shape)
    return Votes(
        participants=tuple(participants), statements=tuple(statements), sign=sign, cast=cast
    )


def from_acts(acts: Sequence[tuple[str, str, int]]) -> Votes:
    """Votes from single acts in the order they were cast; the last on a statement holds.

    Parameters
    ----------
    acts : sequence of (participant, statement, vote)
        Vote +1, 0 or -1.

    Returns
    -------
    Votes
        Participants and statements in the order first met.
    """
    participants = {name: at for at, name in enumerate(dict.fromkeys(a[0] for a in acts))}
    statements = {name: at for at, name in enumerate(dict.fromkeys(a[1] for a in acts))}
    shape = (len(participants), len(statements))
    sign, cast = np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.bool_)
    for participant, statement, vote in acts:
        at = participants[participant], statements[statement]
        sign[at], cast[at] = vote, True
    return Votes(
        participants=tuple(participants), statements=tuple(statements), sign=sign, cast=cast
    )


def members(blocs: Sequence[str], *, only: Sequence[str] | None = None) -> dict[str, Flags]:
    """Which participants each bloc holds, blocs in alphabetical order.

    Parameters
    ----------
    blocs : sequence of str
        Bloc of each participant; empty for none.
    only : sequence of str, optional
        The blocs wanted; all when absent.

    Returns
    -------
    dict of str to ndarray of bool, shape (participants,)

    Raises
    ------
    UnknownName
        If a bloc wanted holds nobody.
    InputError
        If nobody is in a bloc.
    """
    known = sorted(set(blocs) - {""})
    if not known:
        raise InputError("No participant is in a bloc.")
    for name in only or ():
        if name not in known:
            raise UnknownName("bloc", name, known)
    of_each = np.array(blocs, dtype=np.str_)
    return {name: np.asarray(of_each == name, dtype=np.bool_) for name in sorted(only or known)}
