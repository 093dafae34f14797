"""Moist air at the pressure of a site: what water and heat it can take up.

Equations are those of ASHRAE Handbook Fundamentals, chapter 1 ("Psychrometrics") [1]_, with the
saturation pressures of Hyland and Wexler [2]_. Every function takes arrays of any shape that
broadcast together and returns float64.

References
----------
.. [1] ASHRAE, Handbook: Fundamentals, SI edition, ch. 1, Psychrometrics, 2017.
.. [2] R. W. Hyland and A. Wexler, "Formulations for the thermodynamic properties of the saturated
       phases of H2O from 173.15 K to 473.15 K," ASHRAE Transactions 89(2A), pp. 500-519, 1983.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.errors import InputError, NotANumber

Hours: TypeAlias = NDArray[np.float64]
"""One value an hour, or an hour and a draw."""

Values: TypeAlias = Any
"""A number, or an array of them: these formulae serve both, and numba compiles them for one."""

KELVIN = 273.15
"""0 °C in kelvin, by definition."""

MASS_RATIO = 0.621945
"""Molar mass of water over that of dry air, [1]_ eq. 20."""

GAS_CONSTANT = 287.042
"""Of dry air, [1]_ eq. 1. [J/(kg K)]"""

TRIPLE_POINT = 0.01
"""Below it the saturation pressure is that over ice, [1]_. [°C]"""

# ln p = c0/T + c1 + c2 T + c3 T^2 + c4 T^3 + c5 T^4 + c6 ln T, T in kelvin: [1]_ eq. 5 and 6.
_WATER = (
    -5.8002206e3, 1.3914993, -4.8640239e-2, 4.1764768e-5, -1.4452093e-8, 0.0, 6.5459673,
)  # fmt: skip
_ICE = (
    -5.6745359e3, 6.3925247, -9.677843e-3, 6.2215701e-7, 2.0747825e-9, -9.484024e-13, 4.1635019,
)  # fmt: skip

_LOWEST, _HIGHEST = -100.0, 200.0
_NEWTON_STEPS = 12
_NEVER_BOILS = 55.0
"""Below it water is far from boiling at the lowest pressure allowed. [°C]"""


def pressure(elevation: ArrayLike) -> Hours:
    """Pressure of the standard atmosphere at a height.

    Parameters
    ----------
    elevation : array_like
        Height above sea level. [m]

    Returns
    -------
    ndarray
        Air pressure. [Pa]

    Notes
    -----
    [1]_ eq. 3, valid from -5 000 m to 11 000 m.
    """
    height = _finite("elevation", elevation, -5000.0, 11000.0, "m")
    standard: Hours = 101325.0 * (1.0 - 2.25577e-5 * height) ** 5.2559
    return standard


def saturation_pressure(temp: ArrayLike) -> Hours:
    """Pressure of water vapour over water, and over ice below the triple point.

    Parameters
    ----------
    temp : array_like
        Temperature. [°C]

    Returns
    -------
    ndarray
        Saturation vapour pressure. [Pa]

    Notes
    -----
    [1]_ eq. 5 (ice) and 6 (water), after [2]_.

    Examples
    --------
    >>> round(float(saturation_pressure(25.0)), 1)
    3169.2
    """
    return _saturation(_finite("temp", temp, _LOWEST, _HIGHEST, "°C"))[0]


def vapour_pressure(temp_air: ArrayLike, relative_humidity: ArrayLike) -> Hours:
    """Pressure of the vapour in air of a given humidity.

    Parameters
    ----------
    temp_air : array_like
        Dry-bulb temperature. [°C]
    relative_humidity : array_like
        Relative humidity, over ice below the triple point. [%]

    Returns
    -------
    ndarray
        Vapour pressure, [1]_ eq. 12 and 22. [Pa]
    """
    share = _finite("relative_humidity", relative_humidity, 0.0, 100.0, "%") / 100.0
    return share * saturation_pressure(temp_air)


def humidity_ratio(vapour: Values, pressure: Values) -> Hours:
    """Water in air, per kilogram of dry air.

    Parameters
    ----------
    vapour, pressure : float or ndarray
        Vapour pressure and air pressure. [Pa]

    Returns
    -------
    ndarray
        Humidity ratio, [1]_ eq. 20. [kg/kg]
    """
    return MASS_RATIO * vapour / (pressure - vapour)  # type: ignore[no-any-return]


def enthalpy(temp_air: Values, humidity_ratio: Values) -> Hours:
    """Heat held by moist air, from 0 °C, per kilogram of dry air.

    Parameters
    ----------
    temp_air : array_like
        Dry-bulb temperature. [°C]
    humidity_ratio : array_like
        Humidity ratio. [kg/kg]

    Returns
    -------
    ndarray
        Specific enthalpy, [1]_ eq. 30. [kJ/kg]
    """
    heat: Hours = 1.006 * temp_air + humidity_ratio * (2501.0 + 1.86 * temp_air)
    return heat


def density(temp_air: Values, humidity_ratio: Values, pressure: Values) -> Hours:
    """Mass of moist air in a cubic metre; it falls with height, so fans must move more of it.

    Parameters
    ----------
    temp_air : array_like
        Dry-bulb temperature. [°C]
    humidity_ratio : array_like
        Humidity ratio. [kg/kg]
    pressure : array_like
        Air pressure. [Pa]

    Returns
    -------
    ndarray
        Density, [1]_ eq. 26 and 9b. [kg/m³]
    """
    kelvin = (temp_air + KELVIN) * (1.0 + humidity_ratio / MASS_RATIO)
    mass: Hours = pressure / (GAS_CONSTANT * kelvin) * (1.0 + humidity_ratio)
    return mass


def dew_point(vapour: ArrayLike) -> Hours:
    """Temperature at which vapour begins to condense, or to freeze below the triple point.

    Parameters
    ----------
    vapour : array_like
        Vapour pressure, above 0.01 Pa. [Pa]

    Returns
    -------
    ndarray
        Dew point, the inverse of `saturation_pressure`. [°C]
    """
    target: Hours = np.log(_finite("vapour", vapour, 0.01, 1e6, "Pa"))
    # Magnus form (Alduchov and Eskridge 1996) to start from; Newton on ln p makes it exact.
    guess = (target - np.log(610.94)) / 17.625
    temp: Hours = np.clip(243.04 * guess / (1.0 - guess), _LOWEST, _HIGHEST)
    for _ in range(_NEWTON_STEPS):
        value, slope = _saturation(temp)
        temp = np.clip(temp - (np.log(value) - target) * value / slope, _LOWEST, _HIGHEST)
    return temp


def wet_bulb(temp_air: ArrayLike, relative_humidity: ArrayLike, pressure: ArrayLike) -> Hours:
    """Wet-bulb temperature at the site's own pressure.

    The lowest temperature water can reach by evaporating into this air, and so the floor of every
    evaporative cooler.

    Parameters
    ----------
    temp_air : array_like
        Dry-bulb temperature. [°C]
    relative_humidity : array_like
        Relative humidity, over ice below the triple point. [%]
    pressure : array_like
        Air pressure. [Pa]

    Returns
    -------
    ndarray
        Thermodynamic wet-bulb temperature. [°C]

    Raises
    ------
    NotANumber
        If an hour is missing. Fill gaps before you call; this function never guesses.
    InputError
        If a value is out of range: -100 to 200 °C, 0 to 100 %, 20 to 120 kPa, or water nearly boils
        at that temperature and pressure.

    Notes
    -----
    Arrays of float32 give float32; many of them go through the compiled twin of
    `comity.sites.fast_air` if numba is installed, within 0.005 K. All else is float64 and exact.

    Solves [1]_ eq. 33 (water) and 35 (ice) by Newton's method. Within some 0.5 K of the ice point,
    1 K at 55 kPa, both have a root; the one farther from the ice point is taken.

    Examples
    --------
    >>> round(float(wet_bulb(20.0, 50.0, 101325.0)), 2)
    13.78
    """
    from comity.sites import fast_air  # it is built on this module

    given = tuple(np.asarray(each) for each in (temp_air, relative_humidity, pressure))
    masked = any(np.ma.is_masked(each) for each in (temp_air, relative_humidity, pressure))
    single = given[0].dtype == given[1].dtype == np.float32 and not masked
    if single and given[0].size >= fast_air.PAYS and fast_air.available():
        shape = np.broadcast_shapes(*(each.shape for each in given))
        flat = (
            np.ascontiguousarray(np.broadcast_to(each, shape), np.float32).ravel() for each in given
        )
        bulb = fast_air.wet_bulb(*flat)
        if bulb is not None:
            return np.asarray(bulb.reshape(shape))
    exact = wet_bulb_of(temp_air, vapour_pressure(temp_air, relative_humidity), pressure)
    return np.asarray(exact.astype(np.float32)) if single else exact


def wet_bulb_of(temp_air: ArrayLike, vapour: ArrayLike, pressure: ArrayLike) -> Hours:
    """Wet-bulb temperature of air whose vapour pressure is known.

    Parameters
    ----------
    temp_air : array_like
        Dry-bulb temperature. [°C]
    vapour : array_like
        Vapour pressure, at most the saturation pressure. [Pa]
    pressure : array_like
        Air pressure. [Pa]

    Returns
    -------
    ndarray
        Thermodynamic wet-bulb temperature, as `wet_bulb` gives it. [°C]

    Raises
    ------
    InputError
        If a value is out of range, or water nearly boils at that temperature and pressure.
    """
    site = _finite("pressure", pressure, 2e4, 1.2e5, "Pa")
    temp = _finite("temp_air", temp_air, _LOWEST, _HIGHEST, "°C")
    ratio = humidity_ratio(_finite("vapour", vapour, 0.0, 2e4, "Pa"), site)
    temp, ratio, site = (np.array(x) for x in np.broadcast_arrays(temp, ratio, site))
    _refuse_boiling(temp, site)
    zero = np.zeros_like(temp)
    wet = (temp >= 0.0) & (_balance(zero, temp, site, ice=False)[0] <= ratio)
    frozen = ~wet | (_balance(zero, temp, site, ice=True)[0] > ratio)
    bulb = np.zeros_like(temp)
    for part, ice in ((wet, False), (frozen, True)):
        if part.any():
            root = _solve(temp[part], ratio[part], site[part], ice=ice)
            bulb[part] = np.where(np.abs(root) < np.abs(bulb[part]), bulb[part], root)
    return bulb


def _refuse_boiling(temp: Hours, site: Hours) -> None:
    """Refuse air at whose temperature saturated air would hardly hold anything but vapour."""
    if not temp.size or temp.max() < _NEVER_BOILS:
        return
    boils = _saturation(temp)[0] > 0.95 * site
    if boils.any():
        at = int(np.argmax(boils))
        raise InputError(
            f"temp_air of {temp.flat[at]:g} °C is too near to the boiling of water at "
            f"{site.flat[at]:g} Pa."
        )


def _saturation(temp: Hours) -> tuple[Hours, Hours]:
    """Saturation pressure [Pa] and its slope [Pa/K]."""
    ice = temp < TRIPLE_POINT
    if not ice.any():
        return saturation_over(temp, False)
    if ice.all():
        return saturation_over(temp, True)
    water, frozen = saturation_over(temp, False), saturation_over(temp, True)
    return np.where(ice, frozen[0], water[0]), np.where(ice, frozen[1], water[1])


def saturation_over(temp: Values, ice: bool) -> tuple[Hours, Hours]:
    """Saturation pressure over water, or over ice, whatever the temperature, and its slope.

    Parameters
    ----------
    temp : float or ndarray
        Temperature. [°C]
    ice : bool
        Over ice.

    Returns
    -------
    value, slope : ndarray
        [1]_ eq. 5 or 6, and its derivative. [Pa, Pa/K]
    """
    c = _ICE if ice else _WATER
    k = temp + KELVIN
    polynomial = c[1] + k * (c[2] + k * (c[3] + k * (c[4] + k * c[5])))
    value = np.exp(c[0] / k + polynomial + c[6] * np.log(k))
    tail = c[2] + k * (2 * c[3] + k * (3 * c[4] + k * 4 * c[5]))
    return value, value * (tail + (c[6] - c[0] / k) / k)


def _balance(bulb: Hours, temp: Hours, site: Hours, *, ice: bool) -> tuple[Hours, Hours]:
    """Humidity ratio of air at `temp` whose wet bulb is `bulb`, and its slope: [1]_ eq. 33, 35."""
    latent, per_bulb, water = (2830.0, 0.24, 2.1) if ice else (2501.0, 2.326, 4.186)
    vapour, slope = _saturation(bulb)
    full = MASS_RATIO * vapour / (site - vapour)
    full_slope = MASS_RATIO * site * slope / (site - vapour) ** 2
    below = latent + 1.86 * temp - water * bulb
    value = ((latent - per_bulb * bulb) * full - 1.006 * (temp - bulb)) / below
    rise = (latent - per_bulb * bulb) * full_slope - per_bulb * full + 1.006 + water * value
    return value, rise / below


def _solve(temp: Hours, ratio: Hours, site: Hours, *, ice: bool) -> Hours:
    # The balance is convex and rising, so Newton from the dry bulb descends to the root.
    bulb = temp.copy() if not ice else np.minimum(temp, 0.0)
    for _ in range(_NEWTON_STEPS):
        value, slope = _balance(bulb, temp, site, ice=ice)
        step = (value - ratio) / slope
        bulb = np.clip(bulb - step, _LOWEST, temp)
        if float(np.abs(step).max(initial=0.0)) < 1e-7:
            break
    return bulb


def _finite(name: str, values: ArrayLike, low: float, high: float, unit: str) -> Hours:
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(float), np.nan)
    array: Hours = np.asarray(values, float)
    if not np.isfinite(array).all():
        raise NotANumber(f"{name} is missing in {int((~np.isfinite(array)).sum())} places.")
    if array.size and (array.min() < low or array.max() > high):
        worst = float(array.min() if array.min() < low else array.max())
        raise InputError(f"{name} of {worst:g} {unit} is outside {low:g} to {high:g} {unit}.")
    return array
