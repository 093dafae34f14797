"""What one MW of solar modules gives, hour by hour, after the chain of PVWatts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.sites.supply.sun import Hours, Sun, on_plane

_REFLECTION = 0.16
"""Angular loss coefficient of glass, N. Martin and J. M. Ruiz, "Calculation of the PV modules
angular losses," Solar Energy Materials and Solar Cells 70(1), pp. 25-38, 2001, table 1. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Array:
    """A solar plant per unit of its DC nameplate.

    Attributes
    ----------
    tilt, facing : float
        Slope, and where it faces from north by east. [deg]
    albedo : float
        Share the ground reflects. [1]
    losses : float
        Share lost to soiling, shading, mismatch, wiring, availability. [1]
    temperature_coefficient : float
        Change of power with cell temperature, negative. [1/K]
    heat_constant, heat_wind : float
        Heat given off by a module: in still air [W/(m2 K)] and with wind [W s/(m3 K)].
    dc_ac : float
        DC nameplate over AC nameplate. [1]
    inverter : float
        Nominal efficiency of the inverter. [1]
    """

    tilt: float
    facing: float
    albedo: float
    losses: float
    temperature_coefficient: float
    heat_constant: float
    heat_wind: float
    dc_ac: float
    inverter: float


def solar_output(
    array: Array, sun: Sun, *, ghi: Hours, dni: Hours, dhi: Hours, temp_air: Hours, wind: Hours
) -> Hours:
    """AC power of a solar plant over its DC nameplate.

    Parameters
    ----------
    array : Array
        The plant.
    sun : Sun
        Over the place.
    ghi, dni, dhi : ndarray, shape (hours,)
        Global horizontal, direct normal, diffuse horizontal irradiance. [W/m2]
    temp_air : ndarray, shape (hours,)
        Dry-bulb temperature. [°C]
    wind : ndarray, shape (hours,)
        Wind speed near the modules. [m/s]

    Returns
    -------
    ndarray, shape (hours,)
        Output of one MW. [MW/MW]

    Notes
    -----
    DC power, losses and inverter curve: A. P. Dobos, "PVWatts Version 5 Manual,"
    NREL/TP-6A20-62641, 2014, eq. 8, 10, 11. Cell temperature: D. Faiman, "Assessing the outdoor
    operating temperature of photovoltaic modules," Prog. Photovolt. 16, pp. 307-315, 2008, eq. 4.
    Reflection: Martin and Ruiz 2001, eq. 5; for sky and ground at the mean angles of M. J.
    Brandemuehl and W. A. Beckman, Solar Energy 24, pp. 511-513, 1980. Not modelled: the shade of
    one row on the next, snow, spectrum.
    """
    plane = on_plane(
        sun, ghi=ghi, dni=dni, dhi=dhi, tilt=array.tilt, facing=array.facing, albedo=array.albedo
    )
    total = plane.beam + plane.sky + plane.ground
    from_sky = 59.7 - 0.1388 * array.tilt + 0.001497 * array.tilt**2
    from_ground = 90.0 - 0.5788 * array.tilt + 0.002693 * array.tilt**2
    taken = (
        plane.beam * _through(plane.cos_incidence)
        + plane.sky * float(_through(np.cos(np.radians(from_sky))))
        + plane.ground * float(_through(np.cos(np.radians(from_ground))))
    )
    cell = temp_air + total / (array.heat_constant + array.heat_wind * np.maximum(wind, 0.0))
    dc = taken / 1000.0 * (1.0 + array.temperature_coefficient * (cell - 25.0))
    return _inverted(np.maximum(dc, 0.0) * (1.0 - array.losses), array)


def _through(cosine: Hours | float) -> Hours:
    """Share of light that enters, against that at right angles."""
    share: Hours = (1.0 - np.exp(-np.maximum(cosine, 0.0) / _REFLECTION)) / (
        1.0 - np.exp(-1.0 / _REFLECTION)
    )
    return share


def _inverted(dc: Hours, array: Array) -> Hours:
    """AC power per DC nameplate: the part-load curve of PVWatts, cut at the AC nameplate."""
    rated = 1.0 / array.dc_ac
    load = dc * array.inverter / rated
    safe = np.maximum(load, 1e-6)
    efficiency = array.inverter / 0.9637 * (-0.0162 * safe - 0.0059 / safe + 0.9858)
    return np.clip(dc * np.maximum(efficiency, 0.0), 0.0, rated)
