"""What an accelerator is to the equations: memory, bandwidth, compute, link and power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from comity.errors import InputError
from comity.models.architecture import Number

SMALLEST, LARGEST = 1e-3, 1e24
"""No figure of a part lies beyond them, in the units of `Accelerator`."""


def numbers(what: str, value: object) -> npt.NDArray[np.float64]:
    """A quantity as an array of finite numbers.

    Parameters
    ----------
    what : str
        What it is, for the sentence of an error.
    value : object
        A number, or an array or list of them. [any]

    Returns
    -------
    ndarray
        Of shape () for one number.

    Raises
    ------
    InputError
        If it holds anything but finite numbers, or nothing.
    """
    try:
        array = np.asarray(value, float)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{what} must be a number.") from None
    if not array.size or not np.isfinite(array).all():
        raise InputError(f"{what} must be a finite number.")
    return array


@dataclass(frozen=True, slots=True, kw_only=True)
class Accelerator:
    """One device, or several as arrays.

    Attributes
    ----------
    memory : Number
        Memory of a device. [B]
    bandwidth : Number
        Peak bandwidth of that memory. [B/s]
    flops_16, flops_8, flops_4 : Number
        Peak dense rate with 16-, 8- and 4-bit operands; 0 where the part has no such units.
        [FLOP/s]
    link : Number
        Rate between devices in one direction; 0 where they cannot be joined. [B/s]
    power : Number
        Rated power of a device. [W]
    metered : Number
        1 where energy of parts of its vendor was published, so that a profile's band of energy
        holds for it; 0 where not, which widens the band.
    name : str
        What it is called.
    """

    memory: Number
    bandwidth: Number
    flops_16: Number
    flops_8: Number = 0.0
    flops_4: Number = 0.0
    link: Number = 0.0
    power: Number
    metered: Number = 1.0
    name: str = ""

    def __post_init__(self) -> None:
        name = self.name or "The accelerator"
        for what in (each.name for each in fields(self) if each.name != "name"):
            number = numbers(f"{name}: {what}", getattr(self, what))
            if what in ("memory", "bandwidth", "flops_16", "power") and not np.all(number > 0):
                raise InputError(f"{name}: {what} must be above zero.")
            if not np.all(number >= 0):
                raise InputError(f"{name}: {what} cannot be negative.")
            if np.any((number > 0) & ((number < SMALLEST) | (number > LARGEST))):
                raise InputError(f"{name}: {what} is beyond any part's.")

    def peak(self, bits: Number) -> Number:
        """Peak dense rate with operands of that width.

        Parameters
        ----------
        bits : Number
            Width of an operand. [bit]

        Returns
        -------
        Number
            A part without units of that width computes with the next wider ones. [FLOP/s]
        """
        eight = np.where(np.asarray(self.flops_8) > 0, self.flops_8, self.flops_16)
        four = np.where(np.asarray(self.flops_4) > 0, self.flops_4, eight)
        width = np.asarray(bits)
        rate: Number = np.where(width > 8, self.flops_16, np.where(width > 4, eight, four))
        return rate


def stack(parts: Sequence[Accelerator], *, axis: int = 0, ndim: int = 1) -> Accelerator:
    """Several accelerators as arrays along one axis.

    Parameters
    ----------
    parts : sequence of Accelerator
        The parts.
    axis, ndim : int
        Axis they lie along, and number of axes of the arrays.

    Returns
    -------
    Accelerator
        Fields of shape 1 but for `axis`, which has the length of `parts`.
    """
    shape = [1] * ndim
    shape[axis] = len(parts)
    columns = {
        field.name: np.array([getattr(each, field.name) for each in parts], float).reshape(shape)
        for field in fields(Accelerator)
        if field.name != "name"
    }
    return Accelerator(name="", **columns)
