"""M4: whether documents bind on a principle or hedge, and how far they part on it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comity.norms.contestation.draws import Draws, estimate
from comity.norms.contestation.types import STANCES, Cells, Estimates, Floats

MUST, SOFT, NONE = (STANCES.index(name) for name in ("must", "soft", "none"))
_LEAST = 2


def polarisation(cells: Cells, draws: Draws) -> Estimates:
    """How far documents part between binding and not binding words on each principle.

    Parameters
    ----------
    cells : Cells
        What each document says of each principle.
    draws : Draws
        Documents drawn anew and labels shuffled.

    Returns
    -------
    dict of str to Estimate
        Twice the share that must, times the share that is soft or has no modal word: 0 when all
        say it alike, a half when they part in equal halves. [share]
    """

    def value(shares: Floats, _: Floats) -> Floats:
        return np.asarray(2 * shares[:, MUST] * (shares[:, SOFT] + shares[:, NONE]))

    return _by_shares(cells, draws, value)


def hedge_ratio(cells: Cells, draws: Draws) -> Estimates:
    """Hedged excerpts on each principle over those expected at their lengths.

    Parameters
    ----------
    cells : Cells
        What each document says of each principle.
    draws : Draws
        Documents drawn anew and labels shuffled.

    Returns
    -------
    dict of str to Estimate
        1 when the principle is hedged as often as the whole corpus at those lengths. [ratio]
    """

    def value(shares: Floats, expected: Floats) -> Floats:
        real = expected > 0
        return np.asarray(np.where(real, shares[:, SOFT] / np.where(real, expected, 1.0), np.nan))

    return _by_shares(cells, draws, value)


def must_share(cells: Cells, counts: Floats) -> Floats:
    """Share of binding words over all cells, in each draw of documents.

    Parameters
    ----------
    cells : Cells
        What each document says of each principle.
    counts : ndarray, shape (draws, documents)
        How often each document is drawn, or whether it belongs to a group. [count]

    Returns
    -------
    ndarray, shape (draws,)
        Not a number where no cell is drawn. [share]
    """
    known = np.isfinite(cells.stance[:, MUST])
    weight = counts[:, cells.document[known]]
    total = weight.sum(axis=1)
    held = weight @ cells.stance[known, MUST]
    return np.asarray(np.where(total > 0, held / np.where(total > 0, total, 1.0), np.nan))


def _by_shares(cells: Cells, draws: Draws, value: Callable[[Floats, Floats], Floats]) -> Estimates:
    known = np.isfinite(cells.stance[:, MUST])
    stance = np.where(known[:, None], cells.stance, 0.0)
    everyone = draws.counts[:, cells.document] * known
    soft = np.zeros((len(draws.counts), cells.bins))
    for each in range(cells.bins):
        here = cells.bin == each
        total = everyone[:, here].sum(axis=1)
        hedged = everyone[:, here] @ stance[here, SOFT]
        soft[:, each] = hedged / np.where(total > 0, total, 1.0)
    found: Estimates = {}
    for place, name in enumerate(cells.principles):
        own = cells.of(place)
        count = int(known[own].sum())
        if count < _LEAST:
            continue
        weight = everyone[:, own]
        total = weight.sum(axis=1)
        safe = np.where(total > 0, total, np.nan)
        expected = (weight * soft[:, cells.bin[own]]).sum(axis=1) / safe
        base = float(expected[0])
        null = np.concatenate(
            [
                value(_mean(stance[rows], known[rows]), np.full(len(rows), base))
                for rows in draws.shuffled(cells, place)
            ]
        )
        made = estimate(
            value((weight @ stance[own]) / safe[:, None], expected), null, n=count, sides=2
        )
        if made is not None:
            found[name] = made
    return found


def _mean(stance: Floats, known: NDArray[np.bool_]) -> Floats:
    """Mean of the stances that are known, shape (shuffles, 4)."""
    count = known.sum(axis=1)[:, None]
    return np.asarray(np.where(count > 0, stance.sum(axis=1) / np.maximum(count, 1), np.nan))
