"""The largest text a coalition is on record for, who could sign a text, and what each state lacks.

A line is a principle; a text is a set of lines. Arrays are states by lines, boolean.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.norms.coverage import Mask
from comity.norms.types import Count

Counts = NDArray[np.int64]
DRAWN_AT_ONCE = 4_000_000
"""Cells of one block of random coalitions: some tens of megabytes."""


class Share(StrEnum):
    """How many states of a coalition must be on record for a line."""

    ALL = "all"
    TWO_THIRDS = "two-thirds"
    MAJORITY = "majority"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The largest set of lines that enough states are on record for, the same states for all.

    Attributes
    ----------
    lines : tuple of int
        Columns, ascending.
    states : tuple of int
        Rows on record for every one of them, ascending.
    """

    lines: tuple[int, ...]
    states: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The fewest instruments that hold the lines a state lacks.

    Attributes
    ----------
    size : int
        How many it takes. [instruments]
    options : tuple of tuple of int
        Every choice of so many that does it, as rows of the offers; none is preferred.
    left : tuple of int
        Lines that no offer holds.
    """

    size: int
    options: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]


def needed(states: int, share: Share) -> int:
    """How many of so many states a share asks for.

    Parameters
    ----------
    states : int
        Size of the coalition. [states]
    share : Share
        ``majority`` is more than half; ``two-thirds`` is at least two thirds.

    Returns
    -------
    int
        [states]

    Raises
    ------
    InputError
        If there is no state.
    """
    if states < 1:
        raise InputError("A coalition needs at least one state.")
    return {
        Share.ALL: states,
        Share.TWO_THIRDS: math.ceil(2 * states / 3),
        Share.MAJORITY: states // 2 + 1,
        Share.ANY: 1,
    }[share]


def support(certain: Mask, possible: Mask) -> tuple[Count, ...]:
    """How many states of a coalition are on record for each line.

    Parameters
    ----------
    certain, possible : ndarray of bool, shape (states, lines)
        By what was read and is known; and with what was not.

    Returns
    -------
    tuple of Count
        One for each line. [states]

    Raises
    ------
    InputError
        If the shapes differ, or what is certain is not possible.
    """
    if certain.shape != possible.shape:
        raise InputError(f"Shapes {certain.shape} and {possible.shape} differ.")
    if (certain & ~possible).any():
        raise InputError("What is certain must also be possible.")
    low, high = certain.sum(axis=0), possible.sum(axis=0)
    return tuple(Count(int(a), int(b)) for a, b in zip(low, high, strict=True))


def together(record: Mask, threshold: int) -> Together:
    """The largest text that at least `threshold` states are on record for, line by line the same.

    Parameters
    ----------
    record : ndarray of bool, shape (states, lines)
        Who is on record for what.
    threshold : int
        States that must be on record for every line. [states]

    Returns
    -------
    Together
        Among equally large texts the one with most states, then with the first lines.

    Notes
    -----
    Exact. The best text is what some set of states shares, so it is one of the closed sets of the
    table of states by lines (Ganter and Wille, *Formal Concept Analysis*, 1999, section 1.1). All
    of them are made by intersecting the rows that differ, one after another.
    """
    rows = [sum(1 << int(at) for at in np.flatnonzero(row)) for row in record]
    closed = {(1 << record.shape[1]) - 1}
    for row in dict.fromkeys(rows):
        closed |= {row & each for each in closed}
    best: tuple[int, int, tuple[int, ...]] | None = None
    found = Together(lines=(), states=())
    for each in closed:
        states = tuple(at for at, row in enumerate(rows) if row & each == each)
        if len(states) < threshold:
            continue
        lines = tuple(at for at in range(record.shape[1]) if each >> at & 1)
        rank = (-len(lines), -len(states), lines)
        if best is None or rank < best:
            best, found = rank, Together(lines=lines, states=states)
    return found


def holders(record: Mask, lines: Sequence[int]) -> tuple[int, ...]:
    """The largest coalition for a text: the states on record for every one of its lines.

    Parameters
    ----------
    record : ndarray of bool, shape (states, lines)
        Who is on record for what.
    lines : sequence of int
        Columns.

    Returns
    -------
    tuple of int
        Rows, ascending; all when there is no line.
    """
    return tuple(int(at) for at in np.flatnonzero(record[:, list(lines)].all(axis=1)))


def fewest(wanted: Mask, offers: Mask) -> Cover:
    """The fewest instruments that hold every line wanted.

    Parameters
    ----------
    wanted : ndarray of bool, shape (lines,)
        What a state lacks.
    offers : ndarray of bool, shape (instruments, lines)
        What each instrument it could join states.

    Returns
    -------
    Cover
        Every equally small choice.

    Notes
    -----
    Exact minimum set cover by deepening: some instrument must hold the first line that is still
    lacking, so only those are tried. Lines that nobody offers are left out and named.
    """
    reach = offers.any(axis=0) if len(offers) else np.zeros_like(wanted)
    left = tuple(int(at) for at in np.flatnonzero(wanted & ~reach))
    goal = sum(1 << int(at) for at in np.flatnonzero(wanted & reach))
    held = [sum(1 << int(at) for at in np.flatnonzero(row)) & goal for row in offers]
    size = 0
    while not (found := set(_covers(goal, held, size))):
        size += 1
    return Cover(size=size, options=tuple(sorted(found)), left=left)


def _covers(goal: int, held: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    if not goal:
        yield ()
    elif size:
        first = goal & -goal
        for at, mine in enumerate(held):
            if mine & first:
                for rest in _covers(goal & ~mine, held, size - 1):
                    yield tuple(sorted((at, *rest)))


def random_sizes(
    record: Mask,
    strata: Sequence[str],
    sizes: dict[str, int],
    *,
    share: Share,
    draws: int,
    rng: np.random.Generator,
) -> Counts:
    """How many lines the common text of random coalitions has.

    Parameters
    ----------
    record : ndarray of bool, shape (states, lines)
        Who is on record for what.
    strata : sequence of str, length states
        Class of each state; one class for all when any state may stand for any other.
    sizes : dict of str to int
        How many states are drawn from each class, without replacement. [states]
    share : Share
        How many of a coalition must be on record for a line.
    draws : int
        Random coalitions.
    rng : Generator
        Source of the draws.

    Returns
    -------
    ndarray of int, shape (draws,)
        [lines]

    Raises
    ------
    InputError
        If a class has fewer states than are drawn from it.
    """
    classes = np.array(strata)
    members = {name: np.flatnonzero(classes == name) for name in sorted(sizes)}
    for name, size in sizes.items():
        if size > len(members[name]):
            raise InputError(
                f"{size} states cannot be drawn from the {len(members[name])} of {name}."
            )
    threshold = needed(sum(sizes.values()), share)
    block = max(1, DRAWN_AT_ONCE // (sum(sizes.values()) * record.shape[1]))
    found = []
    for start in range(0, draws, block):
        size = min(block, draws - start)
        on = np.zeros((size, record.shape[1]), dtype=np.int64)
        for name, rows in members.items():
            keys = rng.random((size, len(rows)))
            drawn = rows[np.argsort(keys, axis=1)[:, : sizes[name]]]
            on += record[drawn].sum(axis=1)
        found.append((on >= threshold).sum(axis=1))
    return np.concatenate(found).astype(np.int64)
