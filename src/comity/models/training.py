"""What training costs: FLOP, hours of accelerators, energy."""

from __future__ import annotations

from comity.models.architecture import Number


def flop(active: Number, tokens: Number) -> Number:
    """FLOP to train a model on so many tokens.

    Parameters
    ----------
    active : Number
        Parameters a token uses.
    tokens : Number
        Tokens of training.

    Returns
    -------
    Number
        [FLOP]

    Notes
    -----
    Six for each parameter and token: two forward, four backward [1]_.

    References
    ----------
    .. [1] J. Kaplan et al., "Scaling laws for neural language models", arXiv 2001.08361, 2020,
           section 2.1.
    """
    return 6 * active * tokens


def chip_hours(work: Number, *, peak: Number, utilisation: Number) -> Number:
    """Hours of one accelerator that so many FLOP take.

    Parameters
    ----------
    work : Number
        [FLOP]
    peak : Number
        Peak dense rate of the accelerator with 16-bit operands. [FLOP/s]
    utilisation : Number
        Share of the peak that training reaches (model FLOP utilisation).

    Returns
    -------
    Number
        [h]
    """
    return work / (3600 * peak * utilisation)


def energy(hours: Number, *, power: Number, share: Number, node: Number) -> Number:
    """Energy at the plug of the machines for so many hours of one accelerator.

    Parameters
    ----------
    hours : Number
        Hours of one accelerator. [h]
    power : Number
        Rated power of the accelerator. [W]
    share : Number
        Share of it drawn while training.
    node : Number
        Power of a machine over that of its accelerators.

    Returns
    -------
    Number
        [kWh]
    """
    return hours * power * share * node / 1000
