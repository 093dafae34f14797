"""The wet bulb in single precision, without branches, compiled: for weather cubes.

The twin of `comity.sites.air.wet_bulb` that numba turns into vector instructions. Saturation
pressure is the eighth power of a polynomial, the first guess a polynomial in temperature, humidity
and pressure, and Newton's method takes a fixed number of steps. All coefficients are fitted to the
exact functions when the module is first used, so that none is written down twice. Water or ice is a
choice of coefficients, not of paths.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from comity.sites import air

Single: TypeAlias = NDArray[np.float32]

LOWEST, HIGHEST = -50.0, 60.0
"""Dry bulbs the fits hold for. [°C]"""

THINNEST, DENSEST = 5e4, 1.1e5
"""Pressures the fits hold for. [Pa]"""

PAYS = 200_000
"""Points from which compiling costs less than it saves."""

_DEGREE = 5
_SCALE = 50.0
_GUESS = tuple((i, j, k) for i in range(4) for j in range(4 - i) for k in range(min(2, 4 - i - j)))
_STEPS = 2

Kernel: TypeAlias = Callable[[Single, Single, Single, Single], int]


@functools.cache
def available() -> bool:
    """Whether numba is installed (the extra ``fast``)."""
    try:
        import numba
    except ImportError:
        return False
    return bool(numba.__version__)


def wet_bulb(temp_air: Single, relative_humidity: Single, pressure: Single) -> Single | None:
    """Wet-bulb temperature of flat arrays, or nothing if a point lies outside the fits.

    Parameters
    ----------
    temp_air, relative_humidity, pressure : ndarray of float32, shape (points,)
        Dry bulb [°C], relative humidity [%] and air pressure [Pa].

    Returns
    -------
    ndarray of float32 or None
        Within 0.005 K of the exact function, save where water and ice both have a root. [°C]
        None where a value is missing or outside -50 to 60 °C, 0 to 100 %, 50 to 110 kPa.
    """
    bulb = np.empty_like(temp_air)
    outside = kernel()(temp_air, relative_humidity, pressure, bulb)
    return None if outside else bulb


@functools.cache
def _fits() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Coefficients for water, for ice, and of the first guess of the depression."""
    water = _saturation_fit(-1.0, HIGHEST, lambda t: air.saturation_over(t, False)[0])
    ice = _saturation_fit(LOWEST - 10.0, 1.0, lambda t: air.saturation_over(t, True)[0])
    # A regular grid: every dry bulb, humidity and pressure the fits hold for.
    temp, humidity, pressure = (
        each.ravel()
        for each in np.meshgrid(
            np.linspace(LOWEST, HIGHEST, 56), np.linspace(0.0, 100.0, 26),
            np.linspace(THINNEST, DENSEST, 7),
        )
    )  # fmt: skip
    drop = temp - air.wet_bulb(temp, humidity, pressure)
    x, y, z = temp / _SCALE, humidity / 100.0, pressure / 1e5
    terms = np.stack([x**i * y**j * z**k for i, j, k in _GUESS], axis=1) * (1.0 - y)[:, None]
    # Fourth powers weigh the worst point most, for two steps must do for it too.
    weight = np.ones_like(drop)
    for _ in range(8):
        guess = np.linalg.lstsq(terms * weight[:, None], drop * weight, rcond=None)[0]
        miss = np.abs(terms @ guess - drop)
        weight *= np.sqrt(0.2 + miss / miss.max())
    return water, ice, guess.astype(np.float32)


def _saturation_fit(
    low: float, high: float, exact: Callable[[air.Hours], air.Hours]
) -> NDArray[np.float32]:
    node = np.cos(np.pi * (np.arange(400) + 0.5) / 400.0)
    temp = low + (high - low) * (node + 1.0) / 2.0
    root = exact(temp) ** 0.125
    powers = np.vander(temp / _SCALE, _DEGREE + 1, increasing=True)
    # Divided by the root, so that the relative error is the one kept small.
    fitted = np.linalg.lstsq(powers / root[:, None], np.ones_like(root), rcond=None)[0]
    return fitted.astype(np.float32)


@functools.cache
def kernel() -> Kernel:
    """The compiled loop; compiled at the first call.

    Returns
    -------
    callable
        (dry bulb [°C], relative humidity [%], pressure [Pa], result) -> points outside the fits.
    """
    import numba

    f = np.float32
    water, ice, guess = _fits()
    w0, w1, w2, w3, w4, w5 = water
    i0, i1, i2, i3, i4, i5 = ice
    (
        g000, g001, g010, g011, g020, g021, g030, g100, g101, g110, g111, g120, g200, g201, g210,
        g300,
    ) = guess  # fmt: skip
    ratio, kelvin_scale = f(air.MASS_RATIO), f(1.0 / _SCALE)
    at_zero = f(air.saturation_over(np.zeros(1), False)[0][0])
    lowest, highest, triple = f(LOWEST), f(HIGHEST), f(air.TRIPLE_POINT)
    thinnest, densest = f(THINNEST), f(DENSEST)

    @numba.njit(fastmath={"contract", "nsz", "arcp"}, error_model="numpy", nogil=True)
    def loop(temp_air: Single, relative_humidity: Single, pressure: Single, bulb: Single) -> int:
        outside = 0
        for n in range(temp_air.size):
            t, h, p = temp_air[n], relative_humidity[n] * f(0.01), pressure[n]
            inside = (
                (t >= lowest) & (t <= highest) & (h >= f(0)) & (h <= f(1))
                & (p >= thinnest) & (p <= densest)
            )  # fmt: skip
            outside += 1 - int(inside)
            x = t * kelvin_scale
            # Vapour in the air, over ice below the triple point.
            frozen = t < triple
            c0, c1, c2 = i0 if frozen else w0, i1 if frozen else w1, i2 if frozen else w2
            c3, c4, c5 = i3 if frozen else w3, i4 if frozen else w4, i5 if frozen else w5
            q = c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * c5))))
            q2 = q * q
            q4 = q2 * q2
            e = h * q4 * q4
            held = ratio * e / (p - e)
            # Over ice wherever water of 0 °C would already be too moist.
            full = ratio * at_zero / (p - at_zero)
            icy = held * (f(2501.0) + f(1.86) * t) < f(2501.0) * full - f(1.006) * t
            c0, c1, c2 = i0 if icy else w0, i1 if icy else w1, i2 if icy else w2
            c3, c4, c5 = i3 if icy else w3, i4 if icy else w4, i5 if icy else w5
            latent, per = f(2830.0) if icy else f(2501.0), f(0.24) if icy else f(2.326)
            liquid = f(2.1) if icy else f(4.186)
            z = p * f(1e-5)
            drop = (
                g000 + z * g001 + h * (g010 + z * g011 + h * (g020 + z * g021 + h * g030))
                + x * (g100 + z * g101 + h * (g110 + z * g111 + h * g120)
                       + x * (g200 + z * g201 + h * g210 + x * g300))
            )  # fmt: skip
            b = t - drop * (f(1) - h)
            for _ in range(_STEPS):
                y = b * kelvin_scale
                q = c0 + y * (c1 + y * (c2 + y * (c3 + y * (c4 + y * c5))))
                dq = c1 + y * (f(2) * c2 + y * (f(3) * c3 + y * (f(4) * c4 + y * f(5) * c5)))
                q2 = q * q
                q3 = q2 * q
                q4 = q2 * q2
                s = q4 * q4
                ds = f(8) * q4 * q3 * dq * kelvin_scale
                dry = f(1) / (p - s)
                top = ratio * s * dry
                slope = ratio * p * ds * dry * dry
                heat = latent - per * b
                miss = heat * top - f(1.006) * (t - b) - held * (latent + f(1.86) * t - liquid * b)
                rise = heat * slope - per * top + f(1.006) + liquid * held
                b -= miss / rise
            bulb[n] = min(b, t)
        return outside

    compiled: Kernel = loop
    return compiled
