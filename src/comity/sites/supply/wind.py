"""What one MW of wind turbines gives, hour by hour, in air of any density."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.sites.supply.sun import Hours

_STANDARD_DENSITY = 1.225
"""Of dry air at 15 °C and 101 325 Pa, to which power curves are stated: IEC 61400-12-1. [kg/m3]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turbine:
    """A turbine per unit of its nameplate.

    Attributes
    ----------
    cut_in, rated, cut_out : float
        Wind speeds at which it starts, reaches its nameplate, and stops. [m/s]
    hub : float
        Height of the hub. [m]
    shear : float
        Exponent by which wind grows with height. [1]
    losses : float
        Share lost to wakes, availability and cables. [1]
    """

    cut_in: float
    rated: float
    cut_out: float
    hub: float
    shear: float
    losses: float


def wind_output(turbine: Turbine, *, wind: Hours, measured_at: float, density: Hours) -> Hours:
    """Power of a turbine over its nameplate.

    Parameters
    ----------
    turbine : Turbine
        The turbine.
    wind : ndarray, shape (hours,)
        Wind speed. [m/s]
    measured_at : float
        Height it holds for. [m]
    density : ndarray, shape (hours,)
        Density of the air. [kg/m3]

    Returns
    -------
    ndarray, shape (hours,)
        Output of one MW. [MW/MW]

    Notes
    -----
    Cubic law between cut-in and rated speed, C. Carrillo et al., "Review of power curve modelling
    for wind turbines," Renew. Sustain. Energy Rev. 21, pp. 572-581, 2013, eq. 5. Density moves the
    speed by its cube root, IEC 61400-12-1 eq. 5. Height: power law, C. G. Justus and A. Mikhail,
    Geophys. Res. Lett. 3(5), pp. 261-264, 1976.
    """
    at_hub = wind * (turbine.hub / measured_at) ** turbine.shear
    speed = at_hub * np.cbrt(density / _STANDARD_DENSITY)
    span = turbine.rated**3 - turbine.cut_in**3
    output = np.clip((speed**3 - turbine.cut_in**3) / span, 0.0, 1.0)
    running = np.where(at_hub >= turbine.cut_out, 0.0, output)
    return np.asarray(running * (1.0 - turbine.losses), dtype=np.float64)
