"""Consensus across blocs of a votes file, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.forum import consensus as kernel
from comity.forum.votes import members
from comity.plans.ballots import Ballots


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Consensus on one statement.

    Attributes
    ----------
    name : str
        Statement, as the votes file names it.
    minimum : float
        Lowest agree rate of any bloc. [1]
    least_agreeing : str
        The bloc that sets it.
    group_aware, geometric_mean : float
        Product and geometric mean of the agree rates. [1]
    agree_rate : mapping of str to float
        Shrunk agree rate of each bloc. [1]
    agree, disagree, votes : mapping of str to int
        Counts of each bloc; passes are votes.
    """

    name: str
    minimum: float
    least_agreeing: str
    group_aware: float
    geometric_mean: float
    agree_rate: Mapping[str, float]
    agree: Mapping[str, int]
    disagree: Mapping[str, int]
    votes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """Consensus on every statement of a votes file, in the order of the file.

    Attributes
    ----------
    blocs : mapping of str to int
        Participants of each bloc.
    unplaced : int
        Participants in no bloc, who are not counted.
    """

    blocs: Mapping[str, int]
    unplaced: int
    statements: tuple[Statement, ...]


def consensus(ballots: Ballots, blocs: Sequence[str]) -> Consensus:
    """Consensus across given blocs.

    Parameters
    ----------
    ballots : Ballots
        Votes.
    blocs : sequence of str
        Bloc of each participant; empty for none.

    Returns
    -------
    Consensus
    """
    held = members(blocs)
    counts = kernel.tally(ballots.votes, held)
    rates, product = kernel.agree_rate(counts), kernel.group_aware(counts)
    mean, least = kernel.geometric_mean(counts), kernel.minimum(counts)
    setters = kernel.least_agreeing(counts)

    def by_bloc(table: kernel.Counts, at: int) -> dict[str, int]:
        return {name: int(table[g, at]) for g, name in enumerate(counts.blocs)}

    return Consensus(
        blocs={name: int(flags.sum()) for name, flags in held.items()},
        unplaced=sum(bloc == "" for bloc in blocs),
        statements=tuple(
            Statement(
                name=name,
                minimum=float(least[at]),
                least_agreeing=setters[at],
                group_aware=float(product[at]),
                geometric_mean=float(mean[at]),
                agree_rate={bloc: float(rates[g, at]) for g, bloc in enumerate(counts.blocs)},
                agree=by_bloc(counts.agree, at),
                disagree=by_bloc(counts.disagree, at),
                votes=by_bloc(counts.cast, at),
            )
            for at, name in enumerate(counts.statements)
        ),
    )
