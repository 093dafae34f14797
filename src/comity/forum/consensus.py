"""Consensus across given blocs: agree rates, their product and their minimum.

Every function treats blocs alike and counts a pass as a vote that is not an agreement. Nothing
here finds groups; the blocs are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.forum.votes import Flags, Votes

Array: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Votes of each bloc on each statement.

    Attributes
    ----------
    blocs : tuple of str
        Names, in the order of the first axis.
    statements : tuple of str
        Names, in the order of the second axis.
    agree, disagree, cast : ndarray of int, shape (blocs, statements)
        Agreements, disagreements, and votes with passes. [votes]
    """

    blocs: tuple[str, ...]
    statements: tuple[str, ...]
    agree: Counts
    disagree: Counts
    cast: Counts


def tally(votes: Votes, blocs: Mapping[str, Flags]) -> Tally:
    """Votes counted by bloc and statement.

    Parameters
    ----------
    votes : Votes
        Who voted how.
    blocs : mapping of str to ndarray of bool, shape (participants,)
        Members of each bloc; a participant in no bloc is not counted.

    Returns
    -------
    Tally
    """
    if not blocs:
        raise InputError("Consensus across blocs needs at least one bloc.")
    member = np.array([blocs[name] for name in blocs], dtype=np.int64)
    if member.shape[1:] != (len(votes.participants),):
        raise InputError("Each bloc needs one flag for each participant.")
    return Tally(
        blocs=tuple(blocs),
        statements=votes.statements,
        agree=member @ (votes.sign == 1).astype(np.int64),
        disagree=member @ (votes.sign == -1).astype(np.int64),
        cast=member @ votes.cast.astype(np.int64),
    )


def agree_rate(counts: Tally) -> Array:
    """Shrunk share of each bloc's votes on each statement that agree.

    Parameters
    ----------
    counts : Tally
        Votes by bloc and statement. [votes]

    Returns
    -------
    ndarray, shape (blocs, statements)
        ``(A + 1) / (N + 2)``, N with passes: the mean of a Beta(A+1, N-A+1) posterior; a half
        where nobody voted. [1]

    Notes
    -----
    The rate Polis multiplies, from its description of group-aware consensus; counting passes in N
    is what its published exports do (all 371 statements of bg2050-volunteers).
    """
    return np.asarray((counts.agree + 1) / (counts.cast + 2), dtype=np.float64)


def group_aware(counts: Tally) -> Array:
    """Group-aware consensus of each statement: the product of the blocs' shrunk agree rates.

    Parameters
    ----------
    counts : Tally
        Votes by bloc and statement. [votes]

    Returns
    -------
    ndarray, shape (statements,)
        Between zero and one; shrinks with the number of blocs. [1]

    Notes
    -----
    ``product over g of (A_gs + 1) / (N_gs + 2)``: C. Small et al., "Polis: scaling deliberation by
    mapping high dimensional opinion spaces", Recerca 26(2), 2021.
    """
    return np.asarray(agree_rate(counts).prod(axis=0), dtype=np.float64)


def geometric_mean(counts: Tally) -> Array:
    """Group-aware consensus on a scale that does not shrink with the number of blocs.

    Parameters
    ----------
    counts : Tally
        Votes by bloc and statement. [votes]

    Returns
    -------
    ndarray, shape (statements,)
        Geometric mean of the blocs' shrunk agree rates. [1]
    """
    return np.asarray(np.exp(np.log(agree_rate(counts)).mean(axis=0)), dtype=np.float64)


def minimum(counts: Tally) -> Array:
    """Consensus as the least agreeing bloc sees it: the lowest shrunk agree rate.

    Parameters
    ----------
    counts : Tally
        Votes by bloc and statement. [votes]

    Returns
    -------
    ndarray, shape (statements,)
        Between zero and one, whatever the number of blocs. [1]
    """
    return np.asarray(agree_rate(counts).min(axis=0), dtype=np.float64)


def least_agreeing(counts: Tally) -> tuple[str, ...]:
    """Bloc that sets the minimum of each statement, the first in order among equals.

    Parameters
    ----------
    counts : Tally
        Votes by bloc and statement. [votes]

    Returns
    -------
    tuple of str, length statements
    """
    return tuple(counts.blocs[int(at)] for at in agree_rate(counts).argmin(axis=0))
