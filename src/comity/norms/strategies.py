"""What actors' instruments say on an issue, side by side, and where they overlap.

A cell is confirmed when the words behind it were read. Confirmed and unconfirmed cells are kept
apart from end to end; absence is known only where every instrument of an actor was read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, UnknownName
from comity.norms.types import Count, Seen

Mask = NDArray[np.bool_]


class Stand(StrEnum):
    """What is known of an actor on an issue.

    ``HAS``: words were read. ``SAID``: unconfirmed cells alone. ``ABSENT``: all its instruments
    were read as a whole and none speaks of it. ``UNKNOWN``: everything else.
    """

    HAS = "has"
    SAID = "said to have"
    ABSENT = "not in its texts"
    UNKNOWN = "not known"


class Verdict(StrEnum):
    """What is known of all actors compared on an issue.

    ``ALL`` and ``SOME`` rest on words that were read; ``NONE`` on readings of whole texts.
    """

    ALL = "all have"
    SOME = "some have"
    NONE = "in no text"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """An instrument as it is compared.

    Attributes
    ----------
    key, actor : str
        Identifiers of the instrument and of whose it is.
    whole : bool
        Its text was read as a whole, so that absence is known.
    """

    key: str
    actor: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one instrument says on one issue.

    Attributes
    ----------
    strategy, issue, value : str
        Identifiers of the instrument and the issue; one of the closed values of the issue.
    reference : str
        Where it stands; never empty.
    seen : Seen
        Whether the words were read.
    """

    strategy: str
    issue: str
    value: str
    reference: str
    seen: Seen

    def __post_init__(self) -> None:
        if not self.reference.strip():
            raise InputError(f"{self.issue} in {self.strategy} has no reference.")


@dataclass(frozen=True, eq=False)
class Matrix:
    """Actors by the values of issues.

    Attributes
    ----------
    actors : tuple of str
        Names of rows, in alphabetical order.
    columns : tuple of (str, str)
        Issue and value of each column, in the order of the issues.
    issues : tuple of str
        Issues, in order.
    confirmed, unconfirmed : ndarray of bool, shape (actors, columns)
        An instrument of the actor says so: in words that were read; in words that were not.
    whole : ndarray of bool, shape (actors,)
        Every instrument of the actor was read as a whole.
    cells : mapping of str to Count
        Actor -> coded cells [count]: those confirmed, and all.
    """

    actors: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    issues: tuple[str, ...]
    confirmed: Mask
    unconfirmed: Mask
    whole: Mask
    cells: Mapping[str, Count]

    @property
    def possible(self) -> Mask:
        """Said by an instrument of the actor, read or not, shape (actors, columns)."""
        return self.confirmed | self.unconfirmed


class Overlap(NamedTuple):
    """Where actors meet on an issue.

    Attributes
    ----------
    issue : str
        The issue.
    verdict : Verdict
        What is known of all of them.
    stands : dict of str to Stand
        Actor -> what is known of it, in alphabetical order.
    shared : tuple of str
        Values that every actor has in words that were read.
    possible : tuple of str
        Values that every actor has or is said to have; never fewer than `shared`.
    """

    issue: str
    verdict: Verdict
    stands: dict[str, Stand]
    shared: tuple[str, ...]
    possible: tuple[str, ...]


def strategy_matrix(
    cells: Iterable[Cell],
    *,
    strategies: Sequence[Strategy],
    issues: Mapping[str, Sequence[str]],
) -> Matrix:
    """What each actor's instruments say on each issue.

    Parameters
    ----------
    cells : iterable of Cell
        In any order; cells of instruments that are not in `strategies` are an error.
    strategies : sequence of Strategy
        The instruments compared.
    issues : mapping of str to sequence of str
        Issue -> its closed values.

    Returns
    -------
    Matrix

    Raises
    ------
    UnknownName
        If a cell names an instrument, an issue or a value that is not there.
    InputError
        If an instrument, or a pair of instrument and issue, stands twice.
    """
    held = {each.key: each for each in strategies}
    if len(held) != len(strategies):
        raise InputError("Among the instruments compared one stands twice.")
    actors = tuple(sorted({each.actor for each in strategies}))
    columns = tuple((issue, value) for issue, values in issues.items() for value in values)
    at = {column: place for place, column in enumerate(columns)}
    confirmed = np.zeros((len(actors), len(columns)), dtype=np.bool_)
    unconfirmed = np.zeros_like(confirmed)
    counts = dict.fromkeys(actors, Count(0, 0))
    coded: set[tuple[str, str]] = set()
    for cell in cells:
        column = _column(cell, at, issues)
        if cell.strategy not in held:
            raise UnknownName("instrument", cell.strategy, held)
        if (cell.strategy, cell.issue) in coded:
            raise InputError(f"{cell.issue} in {cell.strategy} is coded twice.")
        coded.add((cell.strategy, cell.issue))
        actor = held[cell.strategy].actor
        read = cell.seen is Seen.CONFIRMED
        (confirmed if read else unconfirmed)[actors.index(actor), column] = True
        low, high = counts[actor]
        counts[actor] = Count(low + read, high + 1)
    return Matrix(
        actors=actors,
        columns=columns,
        issues=tuple(issues),
        confirmed=confirmed,
        unconfirmed=unconfirmed & ~confirmed,
        whole=np.array(
            [all(each.whole for each in strategies if each.actor == actor) for actor in actors],
            dtype=np.bool_,
        ),
        cells=counts,
    )


def overlaps(matrix: Matrix, actors: Iterable[str]) -> tuple[Overlap, ...]:
    """Where some actors meet, issue by issue; the order in which they are named does not matter.

    Parameters
    ----------
    matrix : Matrix
        Actors by values.
    actors : iterable of str
        Those compared; one named twice counts once.

    Returns
    -------
    tuple of Overlap
        In the order of the issues.

    Raises
    ------
    UnknownName
        If an actor is not there.
    InputError
        If none is named.
    """
    chosen = _chosen(matrix, actors)
    return tuple(_overlap(matrix, chosen, issue) for issue in matrix.issues)


def agreement(found: Iterable[Overlap]) -> Count:
    """On how many issues all share a value: the same in law, in aim or in kind.

    Parameters
    ----------
    found : iterable of Overlap
        From `overlaps`.

    Returns
    -------
    Count
        Issues [count]: by words that were read, and with unconfirmed cells. What no cell says is in
        neither end.
    """
    every = tuple(found)
    return Count(
        sum(bool(each.shared) for each in every), sum(bool(each.possible) for each in every)
    )


def cells_of(matrix: Matrix, actors: Iterable[str]) -> Count:
    """How many cells some actors have: those confirmed, and all coded.

    Parameters
    ----------
    matrix : Matrix
        Actors by values.
    actors : iterable of str
        Those counted; one named twice counts once.

    Returns
    -------
    Count
        Cells [count]; their ratio is the confirmed share.

    Raises
    ------
    UnknownName
        If an actor is not there.
    InputError
        If none is named.
    """
    names = [matrix.actors[row] for row in _chosen(matrix, actors)]
    return Count(
        sum(matrix.cells[name].low for name in names),
        sum(matrix.cells[name].high for name in names),
    )


def _overlap(matrix: Matrix, chosen: Sequence[int], issue: str) -> Overlap:
    columns = [place for place, (name, _) in enumerate(matrix.columns) if name == issue]
    stands = {matrix.actors[row]: _stand(matrix, row, columns) for row in chosen}
    confirmed = np.asarray(matrix.confirmed[np.ix_(chosen, columns)].all(axis=0))
    possible = np.asarray(matrix.possible[np.ix_(chosen, columns)].all(axis=0))

    def values(mask: Mask) -> tuple[str, ...]:
        return tuple(
            matrix.columns[place][1] for place, held in zip(columns, mask, strict=True) if held
        )

    return Overlap(
        issue=issue,
        verdict=_verdict(stands),
        stands=stands,
        shared=values(confirmed),
        possible=values(possible),
    )


def _stand(matrix: Matrix, row: int, columns: Sequence[int]) -> Stand:
    if matrix.confirmed[row, columns].any():
        return Stand.HAS
    if matrix.unconfirmed[row, columns].any():
        return Stand.SAID
    return Stand.ABSENT if matrix.whole[row] else Stand.UNKNOWN


def _verdict(stands: Mapping[str, Stand]) -> Verdict:
    if all(stand is Stand.HAS for stand in stands.values()):
        return Verdict.ALL
    if any(stand is Stand.HAS for stand in stands.values()):
        return Verdict.SOME
    if all(stand is Stand.ABSENT for stand in stands.values()):
        return Verdict.NONE
    return Verdict.UNKNOWN


def _chosen(matrix: Matrix, actors: Iterable[str]) -> list[int]:
    index = {name: row for row, name in enumerate(matrix.actors)}
    names = sorted(set(actors))
    if not names:
        raise InputError("No actor is named; name at least one.")
    for name in names:
        if name not in index:
            raise UnknownName("actor", name, index)
    return [index[name] for name in names]


def _column(
    cell: Cell, at: Mapping[tuple[str, str], int], issues: Mapping[str, Sequence[str]]
) -> int:
    if cell.issue not in issues:
        raise UnknownName("issue", cell.issue, issues)
    if (cell.issue, cell.value) not in at:
        raise UnknownName(f"value of {cell.issue}", cell.value, issues[cell.issue])
    return at[cell.issue, cell.value]
