"""How fast one thread of a processor answers, from what the same thread reaches elsewhere."""

from __future__ import annotations

from comity.models.architecture import Number


def token_seconds(read: Number, work: Number, *, bandwidth: Number, rate: Number) -> Number:
    """Time one thread takes for one token of an answer.

    Parameters
    ----------
    read : Number
        Bytes a token reads: the weights. [B]
    work : Number
        FLOP of a token. [FLOP]
    bandwidth : Number
        Rate at which the thread reads memory. [B/s]
    rate : Number
        Rate of the same engine on a prompt, on the same thread. [FLOP/s]

    Returns
    -------
    Number
        [s]

    Notes
    -----
    The two ceilings of a roofline [1]_, added: one thread is taken not to read while it computes.
    Nothing is fitted. The sum was preferred to a smooth corner after runs on two processors, so
    that its error on those two is not an error on unseen ones.

    References
    ----------
    .. [1] S. Williams, A. Waterman and D. Patterson, "Roofline", CACM 52(4), 2009.
    """
    return read / bandwidth + work / rate
