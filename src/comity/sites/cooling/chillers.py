"""Chillers: how much heat a kilowatt of compressor lifts."""

from __future__ import annotations

import numpy as np

from comity.sites.air import KELVIN, Values


def carnot(evaporating: Values, condensing: Values) -> Values:
    """Coefficient of performance of an ideal chiller; the lift counts as 1 K at least.

    Parameters
    ----------
    evaporating, condensing : float or ndarray
        Refrigerant temperatures. [°C]
    """
    return (evaporating + KELVIN) / np.maximum(condensing - evaporating, 1.0)


def curve_cop(leaving: Values, entering: Values, p: Values) -> Values:
    """Coefficient of a centrifugal chiller by the DOE-2 curves, carried on by Carnot outside.

    The curves hold between the bounds in `p`; beyond them the coefficient at the nearest bound is
    scaled by the ratio of ideal coefficients, so no polynomial is extrapolated.

    Parameters
    ----------
    leaving : float or ndarray
        Chilled water leaving the evaporator. [°C]
    entering : float or ndarray
        Water entering the condenser. [°C]
    p : mapping
        Curve, bounds, ``chiller_part_load``, ``cop_error``, ``cop_cap`` and pinches. Below the
        lowest part load of the curve a chiller cycles on and off, at that coefficient.
    """
    cold = np.minimum(np.maximum(leaving, p["curve_leaving_min"]), p["curve_leaving_max"])
    warm = np.minimum(np.maximum(entering, p["curve_entering_min"]), p["curve_entering_max"])
    by_temperature = (
        p["eirft_1"]
        + cold * (p["eirft_2"] + cold * p["eirft_3"] + warm * p["eirft_6"])
        + warm * (p["eirft_4"] + warm * p["eirft_5"])
    )
    part = np.maximum(p["chiller_part_load"], p["curve_part_load_min"])
    by_load = (p["eirfplr_1"] + part * (p["eirfplr_2"] + part * p["eirfplr_3"])) / part
    at_bound = p["reference_cop"] / (by_temperature * by_load)
    above = p["tower_rise"] + p["condenser_pinch"]
    below = p["evaporator_pinch"]
    ratio = carnot(leaving - below, entering + above) / carnot(cold - below, warm + above)
    return np.minimum(at_bound * ratio, p["cop_cap"]) * (1.0 + p["cop_error"])


def dry_cop(temp_air: Values, supply: Values, p: Values) -> Values:
    """Coefficient of a chiller that condenses into outside air.

    Parameters
    ----------
    temp_air : float or ndarray
        Outside air. [°C]
    supply : float or ndarray
        What it must cool to. [°C]
    p : mapping
        ``second_law``, pinch and lift, ``cop_cap`` and ``cop_error``; the part load, its curve
        ``dry_part`` and how far the lift follows it; ``evaporator_follow`` 1 where the evaporator
        is as warm as the supply allows, 0 where it stands at ``evaporator_design``.
    """
    follow = p["evaporator_follow"]
    evaporating = (
        follow * (supply - p["evaporator_pinch"]) + (1.0 - follow) * p["evaporator_design"]
    )
    part = np.maximum(p["chiller_part_load"], p["dry_part_load_min"])
    # A condenser with less to do stands closer to the air.
    lift = p["condensing_lift"] * (1.0 - p["lift_with_load"] * (1.0 - part))
    by_load = (p["dry_part_1"] + part * (p["dry_part_2"] + part * p["dry_part_3"])) / part
    ideal = carnot(evaporating, temp_air + lift)
    return np.minimum(p["second_law"] * ideal / by_load, p["cop_cap"]) * (1.0 + p["cop_error"])
