"""Bands carried through a chain of equations by paired draws.

Every number with a band is drawn `DRAWS` times: a two-piece normal on the logarithm (or on the
value, where the band touches zero), whose 5th and 95th percentiles are the ends of the band. One
number gets the same draws wherever it enters, so that what two results share stays shared. The
first draw is the central value of every number.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from comity.facts.types import Fact, Finding, Missing

DRAWS = 401
"""The central value and 400 draws: the ends of a band then move by about 3 % of its width."""
Z95 = 1.6448536269514722
"""95th percentile of the standard normal distribution."""
METHOD = "Band: 5th to 95th percentile of 400 paired draws of the inputs."

NOT_REACHED = "not reached"
"""Value of a threshold that no load reaches; an infinite draw says so."""

Array: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A number with its draws.

    Attributes
    ----------
    number : Fact or Finding
        What is printed.
    values : ndarray, shape (DRAWS,)
        Central value first.
    """

    number: Fact | Finding
    values: Array


Known: TypeAlias = Drawn | Missing


def draw(number: Fact | Finding | Missing) -> Known:
    """A number with its draws; what is missing stays missing."""
    if isinstance(number, Missing):
        return number
    value = float(number.value)
    if number.low is None or number.high is None:
        return Drawn(number, np.full(DRAWS, value))
    subject = number.subject if isinstance(number, Fact) else ""
    steps = _steps(f"{number.name} {subject}")
    return Drawn(number, _spread(value, number.low, number.high, steps))


@functools.lru_cache(maxsize=4096)
def _steps(name: str) -> Array:
    steps = np.random.default_rng(zlib.crc32(name.encode())).standard_normal(DRAWS)
    steps[0] = 0.0
    steps.setflags(write=False)
    return steps


def _spread(value: float, low: float, high: float, steps: Array) -> Array:
    if low > 0:
        ends = np.log([low / value, high / value])
        factors: Array = np.exp(np.abs(steps) / Z95 * np.where(steps < 0, ends[0], ends[1]))
        return value * factors
    return value + np.abs(steps) / Z95 * np.where(steps < 0, low - value, high - value)


def derive(
    name: str, unit: str, method: str, rule: Callable[..., Array], /, **inputs: Known
) -> Known:
    """A finding computed from drawn numbers by a rule, with its band and what causes it.

    Parameters
    ----------
    name, unit, method : str
        As of a `Finding`; the method is one sentence.
    rule : callable
        Takes the draws of each input under its name; returns draws, infinite where the quantity
        is not reached.
    **inputs
        What it is computed from, in the order of the finding's inputs.

    Returns
    -------
    Drawn or Missing
        Missing, naming the first that is, when an input is missing.
    """
    lacking = next((each for each in inputs.values() if isinstance(each, Missing)), None)
    if lacking is not None:
        return Missing(
            name=name,
            subject=lacking.subject,
            reason=f"{lacking.name} is not known",
            supply=lacking.supply,
        )
    drawn = {key: each for key, each in inputs.items() if isinstance(each, Drawn)}
    values = np.asarray(rule(**{key: each.values for key, each in drawn.items()}), float)
    low = float(np.quantile(values[1:], 0.05, method="lower"))
    high = float(np.quantile(values[1:], 0.95, method="higher"))
    value = float(values[0])
    reached = bool(np.isfinite(value))
    banded = reached and bool(np.isfinite([low, high]).all()) and high > low
    finding = Finding(
        name=name,
        value=value if reached else NOT_REACHED,
        unit=unit if reached else "",
        method=f"{method} {METHOD}" if banded else method,
        inputs=tuple(each.number for each in drawn.values()),
        low=min(low, value) if banded else None,
        high=max(high, value) if banded else None,
        shares=_shares(values, [each.values for each in drawn.values()]) if banded else (),
        no_band="" if banded else _why(high > low, reached),
    )
    return Drawn(finding, values)


def _why(spread: bool, reached: bool) -> str:
    if not reached:
        return "at no value of its inputs is it reached"
    return "within the band of its inputs it is not always reached" if spread else "one value"


def _shares(result: Array, inputs: list[Array]) -> tuple[float, ...]:
    """Share of the result's spread that goes with each input: squared rank correlation."""
    ranks = np.argsort(np.argsort(result[1:]))
    squared = []
    for values in inputs:
        if np.ptp(values) == 0:
            squared.append(0.0)
            continue
        its = np.argsort(np.argsort(values[1:]))
        squared.append(float(np.corrcoef(ranks, its)[0, 1] ** 2))
    whole = sum(squared)
    return tuple(each / whole for each in squared) if whole > 0 else ()
