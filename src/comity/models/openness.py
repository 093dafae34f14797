"""One ladder of openness from what is published of a model."""

from __future__ import annotations

LADDER = (
    "closed",
    "interface only",
    "weights, non-commercial",
    "weights, with conditions",
    "weights, open licence",
    "weights, code and data",
)
"""From the least to the most that is open; the steps follow the Model Openness Framework [1]_.

.. [1] M. White et al., "The Model Openness Framework", arXiv 2403.13784, 2024.
"""


def rung(
    *,
    weights: bool,
    interface: bool = False,
    commercial: bool = False,
    approved: bool = False,
    training_code: bool = False,
    datasets: bool = False,
) -> str:
    """The highest step of `LADDER` a model stands on.

    Parameters
    ----------
    weights, interface : bool
        Whether weights are published; whether an interface is sold.
    commercial, approved : bool
        Whether the licence of the weights allows commercial use without further permission;
        whether the Open Source Initiative has approved it.
    training_code, datasets : bool
        Whether they are published; what is not known counts as not published.

    Returns
    -------
    str
    """
    if not weights:
        return LADDER[1] if interface else LADDER[0]
    if not commercial:
        return LADDER[2]
    if not approved:
        return LADDER[3]
    return LADDER[5] if training_code and datasets else LADDER[4]
