"""What people said of candidates: precision with its interval, and the curve moved to fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.errors import InputError
from comity.norms.conflict.types import Calibration, Judgement

# Quantile of the normal law for an interval that holds nine times in ten.
_NINE_IN_TEN = 1.6448536269514722
# Fewer verdicts than this, or verdicts all alike, leave the curve where it is.
ENOUGH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Share of judged candidates that were accepted.

    Attributes
    ----------
    value : float
        Accepted over judged. [1]
    low, high : float
        Wilson interval that holds nine times in ten. [1]
    judged, accepted, other_scope : int
        How many; `other_scope` were judged to speak of different cases.
    """

    value: float
    low: float
    high: float
    judged: int
    accepted: int
    other_scope: int


def precision(judgements: Sequence[Judgement]) -> Precision:
    """Share of judged candidates that were accepted, with its Wilson interval.

    Parameters
    ----------
    judgements : sequence of Judgement
        One for each judged candidate.

    Returns
    -------
    Precision
        Value and interval. [1]

    Raises
    ------
    InputError
        If nothing was judged.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference,"
           J. Am. Stat. Assoc., vol. 22, pp. 209-212, 1927.
    """
    if not judgements:
        raise InputError("No candidate has a verdict, so there is no precision.")
    count = len(judgements)
    accepted = sum(each is Judgement.ACCEPT for each in judgements)
    low, high = wilson(accepted, count)
    return Precision(
        value=accepted / count, low=low, high=high, judged=count, accepted=accepted,
        other_scope=sum(each is Judgement.SCOPE for each in judgements),
    )  # fmt: skip


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Interval of a share that holds nine times in ten.

    Parameters
    ----------
    hits, count : int
        How many of how many. [count]

    Returns
    -------
    tuple of float
        Low and high end. [1]
    """
    z = _NINE_IN_TEN
    share, width = hits / count, 1 + z * z / count
    middle = (share + z * z / (2 * count)) / width
    half = z / width * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def recalibrated(
    calibration: Calibration, probabilities: Sequence[float], judgements: Sequence[Judgement]
) -> Calibration:
    """The curve moved along its axis until it expects as many accepted as people accepted.

    Parameters
    ----------
    calibration : Calibration
        The curve the probabilities came from.
    probabilities : sequence of float
        Of the judged candidates. [1]
    judgements : sequence of Judgement
        What was said of each.

    Returns
    -------
    Calibration
        The same with another intercept, and with the bound on the probability moved along, so
        that the same pairs are shown; unchanged below ten verdicts, or when all are alike.

    Notes
    -----
    Solves sum of logistic(logit p + shift) = accepted by bisection: maximum likelihood of an
    intercept with the slopes held.
    """
    accepted = sum(each is Judgement.ACCEPT for each in judgements)
    if len(judgements) < ENOUGH or accepted in (0, len(judgements)):
        return calibration
    logits = [_logit(each) for each in probabilities]
    low, high = -50.0, 50.0
    for _ in range(100):
        shift = (low + high) / 2
        if sum(_logistic(each + shift) for each in logits) < accepted:
            low = shift
        else:
            high = shift
    return replace(
        calibration,
        intercept=calibration.intercept + shift,
        least=_logistic(_logit(calibration.least) + shift),
    )


def _logit(share: float) -> float:
    share = min(1 - 1e-12, max(1e-12, share))
    return math.log(share / (1 - share))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
