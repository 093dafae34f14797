"""Which principles instruments contain, and so which principles states are on record for.

Confirmed and unconfirmed codes are kept apart from end to end: a count has a low end, from what
was read, and a high end, which adds what was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, UnknownName
from comity.norms.types import Code, Count, Place, Rank, Seen

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Coverage:
    """Instruments by principles.

    Attributes
    ----------
    instruments, principles : tuple of str
        Names of rows and columns.
    confirmed : ndarray of bool, shape (instruments, principles)
        The instrument contains the principle; the words were read.
    unconfirmed : ndarray of bool, shape (instruments, principles)
        Said to contain it; never true where `confirmed` is.
    whole : ndarray of bool, shape (instruments,)
        The whole text was read, so that absence is known.
    """

    instruments: tuple[str, ...]
    principles: tuple[str, ...]
    confirmed: Mask
    unconfirmed: Mask
    whole: Mask

    @property
    def absent(self) -> Mask:
        """Known not to contain it, shape (instruments, principles)."""
        return self.whole[:, None] & ~self.confirmed & ~self.unconfirmed

    @property
    def possible(self) -> Mask:
        """Confirmed or said to contain it, shape (instruments, principles)."""
        return self.confirmed | self.unconfirmed


@dataclass(frozen=True, eq=False)
class Record:
    """States by principles: who has put its name to what.

    Attributes
    ----------
    principles : tuple of str
        Names of columns.
    certain : ndarray of bool, shape (states, principles)
        By a known act and a confirmed code.
    possible : ndarray of bool, shape (states, principles)
        Adding acts that are not known and codes that are not confirmed.
    """

    principles: tuple[str, ...]
    certain: Mask
    possible: Mask


def coverage_matrix(
    codes: Iterable[Code],
    *,
    instruments: Sequence[str],
    principles: Sequence[str],
    whole: Iterable[str] = (),
    operative_only: bool = False,
) -> Coverage:
    """Which principles each instrument contains.

    Parameters
    ----------
    codes : iterable of Code
        In any order.
    instruments, principles : sequence of str
        Rows and columns.
    whole : iterable of str
        Instruments read as a whole.
    operative_only : bool
        Leave out what only a preamble states.

    Returns
    -------
    Coverage

    Raises
    ------
    UnknownName
        If a code names an instrument or a principle that is not there.
    InputError
        If a name, or a pair of instrument and principle, stands twice.
    """
    rows, columns = _index(instruments, "instrument"), _index(principles, "principle")
    confirmed = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    unconfirmed = np.zeros_like(confirmed)
    coded: set[tuple[str, str]] = set()
    for code in codes:
        pair = (code.instrument, code.principle)
        if pair in coded:
            raise InputError(f"{code.principle} in {code.instrument} is coded twice.")
        coded.add(pair)
        at = (
            _at(rows, code.instrument, "instrument"),
            _at(columns, code.principle, "principle"),
        )
        if operative_only and code.place is Place.PREAMBLE:
            continue
        (confirmed if code.seen is Seen.CONFIRMED else unconfirmed)[at] = True
    read = np.zeros(len(rows), dtype=np.bool_)
    for each in whole:
        read[_at(rows, each, "instrument")] = True
    return Coverage(
        instruments=tuple(instruments),
        principles=tuple(principles),
        confirmed=confirmed,
        unconfirmed=unconfirmed,
        whole=read,
    )


def instruments_with(coverage: Coverage, principle: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Instruments that contain a principle: those confirmed, and those not.

    Parameters
    ----------
    coverage : Coverage
        Instruments by principles.
    principle : str
        A column.

    Returns
    -------
    tuple of (tuple of str, tuple of str)
        Confirmed and unconfirmed, each in the order of the rows.

    Raises
    ------
    UnknownName
        If there is no such principle.
    """
    column = _at(_index(coverage.principles, "principle"), principle, "principle")
    return (
        _named(coverage.instruments, coverage.confirmed[:, column]),
        _named(coverage.instruments, coverage.unconfirmed[:, column]),
    )


def contained(coverage: Coverage, instruments: Iterable[str]) -> dict[str, Count]:
    """In how many instruments of a set each principle stands.

    Parameters
    ----------
    coverage : Coverage
        Instruments by principles.
    instruments : iterable of str
        The set.

    Returns
    -------
    dict of str to Count
        Principle, in the order of the columns -> instruments [count]; 0 where none contains it.

    Raises
    ------
    UnknownName
        If an instrument is not there.
    """
    rows = _index(coverage.instruments, "instrument")
    chosen = sorted({_at(rows, each, "instrument") for each in instruments})
    low = coverage.confirmed[chosen].sum(axis=0)
    high = coverage.possible[chosen].sum(axis=0)
    return {
        name: Count(int(low[column]), int(high[column]))
        for column, name in enumerate(coverage.principles)
    }


def principle_counts(coverage: Coverage) -> dict[str, Count]:
    """How many instruments contain each principle.

    Parameters
    ----------
    coverage : Coverage
        Instruments by principles.

    Returns
    -------
    dict of str to Count
        Principle -> instruments [count]: confirmed codes alone, and with the unconfirmed.
    """
    return contained(coverage, coverage.instruments)


def merge(coverage: Coverage, into: str, others: Iterable[str]) -> Coverage:
    """The same coverage with principles read as one.

    Parameters
    ----------
    coverage : Coverage
        Instruments by principles.
    into : str
        The principle that stands for all.
    others : iterable of str
        Those that are read with it and disappear.

    Returns
    -------
    Coverage
        An instrument contains the wide principle if it contains any of them.

    Raises
    ------
    UnknownName
        If a principle is not there.
    """
    columns = _index(coverage.principles, "principle")
    gone = {_at(columns, each, "principle") for each in others}
    home = _at(columns, into, "principle")
    confirmed, possible = coverage.confirmed.copy(), coverage.possible
    for each in gone:
        confirmed[:, home] |= coverage.confirmed[:, each]
        possible[:, home] |= coverage.possible[:, each]
    kept = [column for column in range(len(columns)) if column not in gone - {home}]
    return Coverage(
        instruments=coverage.instruments,
        principles=tuple(coverage.principles[column] for column in kept),
        confirmed=confirmed[:, kept],
        unconfirmed=(possible & ~confirmed)[:, kept],
        whole=coverage.whole,
    )


def on_record(coverage: Coverage, joined: Mask, unknown: Mask) -> Record:
    """Which principles each state has put its name to.

    Parameters
    ----------
    coverage : Coverage
        Instruments by principles.
    joined : ndarray of bool, shape (states, instruments)
        Known to have joined; columns in the order of the coverage's rows.
    unknown : ndarray of bool, shape (states, instruments)
        May have joined.

    Returns
    -------
    Record

    Raises
    ------
    InputError
        If the shapes do not match.
    """
    if joined.shape != unknown.shape or joined.shape[1:] != coverage.confirmed.shape[:1]:
        raise InputError(
            f"States by instruments of shape {joined.shape} and {unknown.shape} do not match "
            f"{len(coverage.instruments)} instruments."
        )
    return Record(
        principles=coverage.principles,
        certain=np.asarray(joined @ coverage.confirmed, dtype=np.bool_),
        possible=np.asarray((joined | unknown) @ coverage.possible, dtype=np.bool_),
    )


def through(coverage: Coverage, joined: Mask, principle: str) -> tuple[str, ...]:
    """The instruments through which a state is on record for a principle.

    Parameters
    ----------
    coverage : Coverage
        Instruments by principles.
    joined : ndarray of bool, shape (instruments,)
        What the state is known to have joined.
    principle : str
        A column.

    Returns
    -------
    tuple of str
        By confirmed codes alone, in the order of the rows.

    Raises
    ------
    UnknownName
        If there is no such principle.
    """
    column = _at(_index(coverage.principles, "principle"), principle, "principle")
    return _named(coverage.instruments, joined & coverage.confirmed[:, column])


def states_per_principle(record: Record) -> dict[str, Count]:
    """How many states are on record for each principle.

    Parameters
    ----------
    record : Record
        States by principles.

    Returns
    -------
    dict of str to Count
        Principle -> states [count].
    """
    low, high = record.certain.sum(axis=0), record.possible.sum(axis=0)
    return {
        name: Count(int(low[column]), int(high[column]))
        for column, name in enumerate(record.principles)
    }


def sharing(record: Record, row: int) -> Count:
    """How many other states are on record for every principle one state is on record for.

    Parameters
    ----------
    record : Record
        States by principles.
    row : int
        Row of the state.

    Returns
    -------
    Count
        States [count] without the state itself; all others when it is on record for none.
    """
    wanted = record.certain[row]
    low = (record.certain | ~wanted).all(axis=1)
    high = (record.possible | ~wanted).all(axis=1)
    return Count(int(low.sum()) - 1, int(high.sum()) - 1)


def ranks(counts: Mapping[str, Count]) -> dict[str, Rank]:
    """Rank of each by its count, with ties, and the ranks its band allows.

    Competition ranking: one more than the number of those with more, so that equals share a rank.

    Parameters
    ----------
    counts : mapping of str to Count
        Name -> count with its ends.

    Returns
    -------
    dict of str to Rank
        Best: only those surely above are above. Worst: all those that may be above are.
    """
    return {
        name: Rank(
            rank=1 + sum(other.low > mine.low for other in counts.values()),
            tied=sum(other.low == mine.low for other in counts.values()),
            best=1 + sum(other.low > mine.high for other in counts.values()),
            worst=1 + sum(counts[other].high > mine.low for other in counts if other != name),
        )
        for name, mine in counts.items()
    }


def _index(names: Sequence[str], kind: str) -> dict[str, int]:
    found = {name: at for at, name in enumerate(names)}
    if len(found) != len(names):
        raise InputError(f"Among the names of {kind}s one stands twice.")
    return found


def _at(index: Mapping[str, int], name: str, kind: str) -> int:
    try:
        return index[name]
    except KeyError:
        raise UnknownName(kind, name, index) from None


def _named(names: Sequence[str], mask: Mask) -> tuple[str, ...]:
    return tuple(name for name, held in zip(names, mask, strict=True) if held)
