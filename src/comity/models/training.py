"""What training costs: FLOP, hours of accelerators, energy, memory."""

from __future__ import annotations

import numpy as np

from comity.models.architecture import Number, Sizes

WIDE, HALF = 4, 2
"""Bytes of a number of 32 and of 16 bits."""


def flop(active: Number, tokens: Number, *, each: Number = 6.0) -> Number:
    """FLOP to train a model on so many tokens.

    Parameters
    ----------
    active : Number
        Parameters a token uses.
    tokens : Number
        Tokens of training.
    each : Number
        FLOP for each parameter and token.

    Returns
    -------
    Number
        [FLOP]

    Notes
    -----
    Six for each parameter and token: two forward, four backward [1]_. Where weights are frozen and
    adapters trained, their gradients are not computed: two forward, two backward.

    References
    ----------
    .. [1] J. Kaplan et al., "Scaling laws for neural language models", arXiv 2001.08361, 2020,
           section 2.1.
    """
    return each * active * tokens


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


def state_bytes(total: Number, trained: Number, *, frozen: Number, each: Number) -> Number:
    """Memory of weights, gradients and the state of the optimiser.

    Parameters
    ----------
    total : Number
        Parameters of the model.
    trained : Number
        Parameters trained: all of them, or those of adapters beside them.
    frozen, each : Number
        Bytes for a parameter that is not trained, and for one that is. [B]

    Returns
    -------
    Number
        [B]

    Notes
    -----
    With mixed precision and two moments, 16 bytes for each trained parameter [1]_.

    References
    ----------
    .. [1] S. Rajbhandari et al., "ZeRO", arXiv 1910.02054, 2020, section 3.1.
    """
    still = np.where(np.asarray(trained) < total, total, 0.0)
    needed: Number = still * frozen + np.asarray(trained) * each
    return needed


def activation_bytes(model: Sizes, tokens: Number) -> Number:
    """Memory of activations on a device, when those within a layer are computed anew.

    Parameters
    ----------
    model : Sizes
        The model.
    tokens : Number
        Tokens the device works on at once.

    Returns
    -------
    Number
        [B]

    Notes
    -----
    The input of each layer in 16 bits, 34 bytes for each token and unit of width within the layer
    at work (scores of attention are never kept) [1]_, and the scores of the vocabulary with their
    gradients in 32 bits.

    References
    ----------
    .. [1] V. Korthikanti et al., "Reducing activation recomputation in large transformer models",
           arXiv 2205.05198, 2022, equation 1 and table 2.
    """
    within = 34.0
    vocabulary = np.asarray(model.head) / model.hidden
    each = model.hidden * (HALF * model.layers + within) + 2 * WIDE * vocabulary
    needed: Number = tokens * each
    return needed


def devices(state: Number, activations: Number, *, memory: Number) -> Number:
    """Fewest devices whose memory holds a training run, its state divided among them.

    Parameters
    ----------
    state : Number
        Bytes of weights, gradients and optimiser, all together. [B]
    activations : Number
        Bytes of activations on each device. [B]
    memory : Number
        Bytes of a device that can be used. [B]

    Returns
    -------
    Number
        A whole number, at least one; infinite where the activations alone exceed a device.
    """
    room = np.asarray(memory, float) - activations
    with np.errstate(divide="ignore"):
        fewest = np.where(room > 0, np.ceil(state / np.maximum(room, 1.0)), np.inf)
    return np.maximum(fewest, 1.0)
