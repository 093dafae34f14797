"""What a machine draws: accelerators, and the node around them."""

from __future__ import annotations

import numpy as np

from comity.models.architecture import Number
from comity.models.hardware import Accelerator
from comity.models.roofline import Cycle, Load, Profile, products


def power(accelerator: Accelerator, turn: Cycle, load: Load, profile: Profile) -> Number:
    """Mean power of one device while it works.

    Parameters
    ----------
    accelerator : Accelerator
        The part.
    turn : Cycle
        Time, bytes and FLOP of a step.
    load : Load
        What is asked.
    profile : Profile
        How the serving engine uses the machine.

    Returns
    -------
    Number
        [W]

    Notes
    -----
    A share of the rated power is always drawn; memory and products add theirs with the share of
    their peaks in use, up to a cap. The form is ours; its shares are fitted on published
    measurements, as the profile's source says.
    """
    width, _ = products(accelerator, load, profile)
    reading = turn.read / (turn.seconds * load.devices * accelerator.bandwidth)
    computing = turn.flops / (turn.seconds * load.devices * accelerator.peak(width))
    share = (
        profile.static
        + profile.memory * np.minimum(reading, 1.0) ** profile.memory_power
        + profile.products * np.minimum(computing, 1.0) ** profile.products_power
    )
    drawn: Number = accelerator.power * np.minimum(share, profile.cap)
    return drawn


def energy_band(
    accelerator: Accelerator, profile: Profile, *, nine: bool = False
) -> tuple[Number, Number]:
    """Factors between prediction and measurement of energy, wider for a vendor never metered.

    Parameters
    ----------
    accelerator : Accelerator
        The part.
    profile : Profile
        How the serving engine uses the machine.
    nine : bool
        Whether the band holds nine times in ten instead of eight.

    Returns
    -------
    low, high : Number
        Factors.

    Notes
    -----
    Where no energy of a vendor's parts was published, the form rests on their rated power alone:
    the band reaches at least `Profile.unmetered_low` and `Profile.unmetered_high`.
    """
    low = profile.energy_low_90 if nine else profile.energy_low
    high = profile.energy_high_90 if nine else profile.energy_high
    known = np.asarray(accelerator.metered) > 0
    return (
        np.where(known, low, min(low, profile.unmetered_low))[()],
        np.where(known, high, max(high, profile.unmetered_high))[()],
    )


def node_watts(
    accelerator: Accelerator,
    working: Number,
    *,
    devices: Number,
    used: Number,
    idle: Number,
    node: Number,
) -> Number:
    """Mean power at the plug of the machines, working for a share of the time.

    Parameters
    ----------
    accelerator : Accelerator
        The part.
    working : Number
        Power of one device while it works. [W]
    devices : Number
        Devices that are on.
    used : Number
        Share of the time they work.
    idle : Number
        Share of rated power drawn without work.
    node : Number
        Power of a machine over that of its accelerators: fans, processors, conversion.

    Returns
    -------
    Number
        [W]
    """
    mean = working * used + idle * accelerator.power * (1 - used)
    total: Number = node * devices * mean
    return total
