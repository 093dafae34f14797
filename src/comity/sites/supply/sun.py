"""Where the sun is, and what reaches a tilted plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Hours: TypeAlias = NDArray[np.float64]
"""One value an hour."""

SOLAR_CONSTANT = 1361.1
"""Irradiance outside the atmosphere at one astronomical unit: G. Kopp and J. L. Lean, Geophys. Res.
Lett. 38, L01706, 2011, as ASTM E490 is now scaled. [W/m2]"""

_LOWEST_COSINE = 0.01745
"""Sine of one degree: a lower sun makes divisions by its height meaningless."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sun:
    """The sun over a place.

    Attributes
    ----------
    cos_zenith : ndarray, shape (hours,)
        Cosine of the angle from the vertical; negative at night. [1]
    azimuth : ndarray, shape (hours,)
        From north by east. [rad]
    outside : ndarray, shape (hours,)
        Irradiance on a plane facing the sun outside the atmosphere. [W/m2]
    """

    cos_zenith: Hours
    azimuth: Hours
    outside: Hours


def sun_over(latitude: float, longitude: float, days: Hours) -> Sun:
    """The sun over a place at given instants.

    Parameters
    ----------
    latitude, longitude : float
        Of the place, north and east positive. [deg]
    days : ndarray, shape (hours,)
        Days since 1 January 2000, 12:00 UTC. [d]

    Returns
    -------
    Sun

    Notes
    -----
    Low-precision formulas of the Astronomical Almanac, within 0.01 degree from 1950 to 2050: J. J.
    Michalsky, "The Astronomical Almanac's algorithm for approximate solar position (1950-2050),"
    Solar Energy 40(3), pp. 227-235, 1988. Refraction is not added. Distance: J. W. Spencer,
    "Fourier series representation of the position of the sun," Search 2(5), p. 172, 1971.
    """
    mean = np.radians((280.460 + 0.9856474 * days) % 360.0)
    anomaly = np.radians((357.528 + 0.9856003 * days) % 360.0)
    along = mean + np.radians(1.915 * np.sin(anomaly) + 0.020 * np.sin(2.0 * anomaly))
    tilt = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(along), np.cos(along))
    declination = np.arcsin(np.sin(tilt) * np.sin(along))
    greenwich = 6.697375 + 0.0657098242 * days + ((days + 0.5) % 1.0) * 24.0
    hour_angle = np.radians((greenwich % 24.0) * 15.0 + longitude) - ascension
    phi = np.radians(latitude)
    cos_zenith = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(
        hour_angle
    )
    azimuth = np.arctan2(
        -np.cos(declination) * np.sin(hour_angle),
        np.sin(declination) * np.cos(phi) - np.cos(declination) * np.sin(phi) * np.cos(hour_angle),
    )
    distance = 1.00014 - 0.01671 * np.cos(anomaly) - 0.00014 * np.cos(2.0 * anomaly)
    return Sun(
        cos_zenith=cos_zenith,
        azimuth=azimuth % (2.0 * np.pi),
        outside=SOLAR_CONSTANT / distance**2,
    )


def middles_of_year(utc_offset: float, *, hours: int = 8760, year: int = 2023) -> Hours:
    """Middles of the hours of a year, for `sun_over`.

    Parameters
    ----------
    utc_offset : float
        Local standard time less UTC; for local solar time at longitude zero, 0. [h]
    hours : int
        Hours from 1 January, 0:00 local standard time.
    year : int
        A year from 2000; where the leap years fall moves the sun by a quarter of a degree at most.

    Returns
    -------
    ndarray, shape (hours,)
        Days since 1 January 2000, 12:00 UTC. [d]
    """
    first = 365 * (year - 2000) + (year - 1997) // 4 - 0.5
    return np.asarray(first + (np.arange(hours) + 0.5 - utc_offset) / 24.0, dtype=np.float64)


def diffuse_part(ghi: Hours, sun: Sun) -> Hours:
    """Diffuse horizontal irradiance, from global and the height of the sun.

    Parameters
    ----------
    ghi : ndarray, shape (hours,)
        Global horizontal irradiance. [W/m2]
    sun : Sun
        At the same hours.

    Returns
    -------
    ndarray, shape (hours,)
        Diffuse horizontal irradiance. [W/m2]

    Notes
    -----
    D. G. Erbs, S. A. Klein, J. A. Duffie, "Estimation of the diffuse radiation fraction for hourly,
    daily and monthly-average global radiation," Solar Energy 28(4), pp. 293-302, 1982, eq. 1.
    """
    above = np.maximum(sun.cos_zenith, _LOWEST_COSINE)
    k = np.clip(ghi / (sun.outside * above), 0.0, 1.0)
    middle = 0.9511 - 0.1604 * k + 4.388 * k**2 - 16.638 * k**3 + 12.336 * k**4
    part = np.where(k <= 0.22, 1.0 - 0.09 * k, np.where(k <= 0.8, middle, 0.165))
    diffuse: Hours = ghi * part
    return diffuse


def beam_of(ghi: Hours, dhi: Hours, sun: Sun) -> Hours:
    """Direct normal irradiance that closes global and diffuse.

    Parameters
    ----------
    ghi, dhi : ndarray, shape (hours,)
        Global and diffuse horizontal irradiance. [W/m2]
    sun : Sun
        At the same hours.

    Returns
    -------
    ndarray, shape (hours,)
        Direct normal irradiance; zero while the sun is below one degree. [W/m2]
    """
    up = sun.cos_zenith > _LOWEST_COSINE
    beam = np.where(up, (ghi - dhi) / np.where(up, sun.cos_zenith, 1.0), 0.0)
    return np.asarray(np.clip(beam, 0.0, sun.outside), dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OnPlane:
    """Irradiance on a tilted plane, by where it comes from.

    Attributes
    ----------
    beam, sky, ground : ndarray, shape (hours,)
        From the sun and its rim, from the sky, from the ground. [W/m2]
    cos_incidence : ndarray, shape (hours,)
        Cosine of the angle between the sun and the plane's normal, zero from behind. [1]
    """

    beam: Hours
    sky: Hours
    ground: Hours
    cos_incidence: Hours


def on_plane(
    sun: Sun, *, ghi: Hours, dni: Hours, dhi: Hours, tilt: float, facing: float, albedo: float
) -> OnPlane:
    """Irradiance on a tilted plane.

    Parameters
    ----------
    sun : Sun
        Over the place.
    ghi, dni, dhi : ndarray, shape (hours,)
        Global horizontal, direct normal and diffuse horizontal irradiance. [W/m2]
    tilt, facing : float
        Slope of the plane from the horizontal, and where it faces from north by east. [deg]
    albedo : float
        Share the ground reflects, 0 to 1. [1]

    Returns
    -------
    OnPlane

    Notes
    -----
    Sky: the rim of the sun counts with the beam (J. E. Hay and J. A. Davies, 1980), the rest is
    brighter at the horizon (D. T. Reindl, W. A. Beckman, J. A. Duffie, "Evaluation of hourly tilted
    surface radiation models," Solar Energy 45(1), pp. 9-17, 1990, eq. 9).
    """
    slope, azimuth = np.radians(tilt), np.radians(facing)
    sin_zenith = np.sqrt(np.maximum(1.0 - sun.cos_zenith**2, 0.0))
    cos_incidence = np.maximum(
        np.cos(slope) * sun.cos_zenith + np.sin(slope) * sin_zenith * np.cos(sun.azimuth - azimuth),
        0.0,
    )
    up = sun.cos_zenith > 0.0
    ratio = np.where(up, cos_incidence / np.maximum(sun.cos_zenith, _LOWEST_COSINE), 0.0)
    clear = np.clip(dni / sun.outside, 0.0, 1.0)
    level = dni * np.maximum(sun.cos_zenith, 0.0)
    horizon = np.sqrt(np.clip(level / np.maximum(ghi, 1e-9), 0.0, 1.0))
    view = (1.0 + np.cos(slope)) / 2.0
    sky = dhi * (1.0 - clear) * view * (1.0 + horizon * np.sin(slope / 2.0) ** 3)
    return OnPlane(
        beam=np.where(up, dni * cos_incidence, 0.0) + dhi * clear * ratio,
        sky=sky,
        ground=ghi * albedo * (1.0 - np.cos(slope)) / 2.0,
        cos_incidence=np.where(up, cos_incidence, 0.0),
    )
