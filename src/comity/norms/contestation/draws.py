"""Documents drawn anew, labels shuffled, and what follows: intervals, p-values, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError
from comity.norms.contestation.types import Cells, Estimate, Floats, Whole

BAND = 0.9
CHUNK = 250


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """The same draws for every measure and principle, so that differences can be judged.

    Attributes
    ----------
    counts : ndarray, shape (1 + bootstraps, documents)
        How often each document is drawn; the first row is the sample itself. [count]
    shuffles : tuple of ndarray of int, shape (shuffles, cells of a class of length)
        For each class of length, its cells in shuffled orders.
    """

    counts: Floats
    shuffles: tuple[Whole, ...]

    def shuffled(self, cells: Cells, principle: int) -> Iterator[Whole]:
        """Cells a principle is given when labels are shuffled within classes of length.

        Parameters
        ----------
        cells : Cells
            What is shuffled.
        principle : int
            Its place among the names.

        Yields
        ------
        ndarray of int, shape (shuffles of a part, n)
            As many cells of each class as the principle has.
        """
        held = np.bincount(cells.bin[cells.of(principle)], minlength=len(self.shuffles))
        total = len(self.shuffles[0]) if self.shuffles else 0
        for start in range(0, total, CHUNK):
            yield np.concatenate(
                [
                    order[start : start + CHUNK, :count]
                    for order, count in zip(self.shuffles, held, strict=True)
                ],
                axis=1,
            )


def draw(cells: Cells, *, bootstraps: int, shuffles: int, rng: np.random.Generator) -> Draws:
    """Documents drawn with replacement, and labels shuffled within classes of length.

    Parameters
    ----------
    cells : Cells
        What is drawn from.
    bootstraps, shuffles : int
        How often. [count]
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Draws

    Raises
    ------
    InputError
        If there are fewer than nineteen of either, so that no test could reach five in a hundred.

    References
    ----------
    .. [1] B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, Chapman & Hall, 1993.
    """
    if min(bootstraps, shuffles) < 19:
        raise InputError("At least nineteen draws are needed.")
    size = len(cells.documents)
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=bootstraps)
    orders = []
    for each in range(cells.bins):
        places = np.flatnonzero(cells.bin == each)
        orders.append(places[np.argsort(rng.random((shuffles, len(places))), axis=1)])
    return Draws(
        counts=np.vstack([np.ones(size), drawn.astype(np.float64)]), shuffles=tuple(orders)
    )


def estimate(draws: Floats, null: Floats, *, n: int, sides: int) -> Estimate | None:
    """A measure with its band and its place among shuffled labels.

    Parameters
    ----------
    draws : ndarray, shape (1 + bootstraps,)
        The measure, first of the sample, then of each draw; not a number where it has none.
    null : ndarray, shape (shuffles,)
        The measure under shuffled labels.
    n : int
        Documents. [count]
    sides : int
        1: only large values speak against the null; 2: small ones too. [count]

    Returns
    -------
    Estimate or None
        None where the sample has no value.
    """
    value, null = float(draws[0]), null[np.isfinite(null)]
    if not np.isfinite(value) or not len(null):
        return None
    low, high = interval(value, draws[1:])
    return Estimate(
        value=value, low=low, high=high, null=float(null.mean()),
        null_high=float(np.quantile(null, 0.95)), p=p_value(value, null, sides=sides), n=n,
        draws=draws[1:],
    )  # fmt: skip


def interval(value: float, draws: Floats, band: float = BAND) -> tuple[float, float]:
    """The band of a measure: percentiles of its draws, moved by their bias.

    Parameters
    ----------
    value : float
        The measure of the sample.
    draws : ndarray, shape (bootstraps,)
        Of each draw of documents; those that are not a number are left out.
    band : float
        Share of draws within. [share]

    Returns
    -------
    tuple of float
        Low and high; both are the value when no draw has one.

    References
    ----------
    .. [1] B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, ch. 10 and 13.
    """
    held = draws[np.isfinite(draws)]
    if not len(held):
        return value, value
    low, high = np.quantile(held, [(1 - band) / 2, (1 + band) / 2]) - (held.mean() - value)
    return min(float(low), value), max(float(high), value)


def p_value(value: float, null: Floats, *, sides: int = 1) -> float:
    """Share of the null as far out as a value, the value itself counted.

    Parameters
    ----------
    value : float
        The measure.
    null : ndarray, shape (shuffles,)
        The measure under shuffled labels.
    sides : int
        1: only large values count; 2: the smaller tail, doubled. [count]

    Returns
    -------
    float
        Never zero. [probability]

    References
    ----------
    .. [1] B. Phipson and G. K. Smyth, "Permutation p-values should never be zero," Stat. Appl.
           Genet. Mol. Biol. 9, 39, 2010.
    """
    slack = 1e-12 * max(1.0, abs(value))
    above = (1 + int((null >= value - slack).sum())) / (1 + len(null))
    if sides == 1:
        return above
    below = (1 + int((null <= value + slack).sum())) / (1 + len(null))
    return min(1.0, 2 * min(above, below))


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """P-values corrected so that the chance of one false finding in the family is kept.

    Parameters
    ----------
    p : mapping of str to float
        The tests of one family. [probability]

    Returns
    -------
    dict of str to float
        In the order given. [probability]

    References
    ----------
    .. [1] S. Holm, "A simple sequentially rejective multiple test procedure," Scand. J. Stat. 6,
           pp. 65-70, 1979.
    """
    worst, out = 0.0, {}
    for rank, name in enumerate(sorted(p, key=lambda each: p[each])):
        worst = max(worst, (len(p) - rank) * p[name])
        out[name] = min(1.0, worst)
    return {name: out[name] for name in p}


def benjamini_hochberg(p: Mapping[str, float]) -> dict[str, float]:
    """P-values corrected so that the expected share of false findings is kept.

    Parameters
    ----------
    p : mapping of str to float
        The tests of one family. [probability]

    Returns
    -------
    dict of str to float
        In the order given. [probability]

    References
    ----------
    .. [1] Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate," J. R. Stat. Soc.
           B 57, pp. 289-300, 1995.
    """
    best, out = 1.0, {}
    order = sorted(p, key=lambda each: p[each])
    for rank in range(len(order), 0, -1):
        best = min(best, p[order[rank - 1]] * len(p) / rank)
        out[order[rank - 1]] = best
    return {name: out[name] for name in p}
