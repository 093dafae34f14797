"""What a scan of a year leaves for the way back: arrays that are made once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.sites.storage.problem import Hours

Ids = NDArray[np.int32]
DRIFT = 1024
"""How far the pieces may drift from the middle of their room."""

USED, UNUSED = -2, -3
"""Instead of the place of a piece: cut off at the left, at the right, in the hour it enters."""


class Tape(NamedTuple):
    """Arrays a scan works in and the way back reads; made once for a number of hours."""

    slope: Hours
    length: Hours
    piece: Ids
    piece_slope: Hours
    parent: Ids
    step: Hours
    worth: Hours
    used: Hours
    removed: Ids
    entered: NDArray[np.int32]
    left: Ids
    right: Ids


def tape(hours: int) -> Tape:
    """Room for a scan of so many hours.

    Parameters
    ----------
    hours : int
        Length of the series.

    Returns
    -------
    Tape
        Arrays of unspecified content: slopes [USD/MWh], lengths [MWh] and places.
    """
    most = 3 * hours + 4
    wide = 2 * (DRIFT + 3 * most + 8)  # drift, then twice what is held, then what is held
    return Tape(
        slope=np.empty(wide),
        length=np.empty(wide),
        piece=np.empty(wide, np.int32),
        piece_slope=np.empty(most),
        parent=np.empty(most, np.int32),
        step=np.empty(most),
        worth=np.empty(most),
        used=np.empty(most),
        removed=np.empty(most, np.int32),
        entered=np.empty((hours, 3), np.int32),
        left=np.empty(hours, np.int32),
        right=np.empty(hours, np.int32),
    )
