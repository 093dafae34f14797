"""What backup costs hour by hour: the grid with its price, carbon and outages, or diesel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError
from comity.sites.supply.sun import Hours


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Backup:
    """The cheaper of grid and diesel, hour by hour.

    Attributes
    ----------
    price : ndarray, shape (hours,)
        Cost of a MWh with its carbon; zero where there is none to be had. [USD/MWh]
    carbon : ndarray, shape (hours,)
        Emissions of that MWh. [kg/MWh]
    diesel : ndarray of bool, shape (hours,)
        Whether it is diesel.
    none : ndarray of bool, shape (hours,)
        Whether there is none: the grid is down and diesel is not allowed.
    """

    price: Hours
    carbon: Hours
    diesel: NDArray[np.bool_]
    none: NDArray[np.bool_]


def backup(
    *,
    tariff: Hours,
    grid_carbon: Hours,
    up: NDArray[np.bool_],
    carbon_price: float,
    diesel_cost: float | None,
    diesel_carbon: float,
) -> Backup:
    """Cost of backup in every hour.

    Parameters
    ----------
    tariff : ndarray, shape (hours,)
        Price of a MWh from the grid, zero or more. [USD/MWh]
    grid_carbon : ndarray, shape (hours,)
        Carbon of the grid. [kg/MWh]
    up : ndarray of bool, shape (hours,)
        Whether the grid supplies.
    carbon_price : float
        Price of carbon, on both alike. [USD/t]
    diesel_cost : float, optional
        Fuel and upkeep of a MWh from diesel; None where diesel is not allowed. [USD/MWh]
    diesel_carbon : float
        Carbon of a MWh from diesel. [kg/MWh]

    Returns
    -------
    Backup

    Raises
    ------
    InputError
        If a tariff is negative: power bought to be thrown away has no least cost.
    """
    if np.any(tariff < 0.0):
        raise InputError(
            f"The price is negative in {int((tariff < 0.0).sum())} hours; take it as zero there, "
            "or leave those hours out: power bought to be thrown away has no least cost."
        )
    from_grid = np.where(up, tariff + carbon_price * grid_carbon / 1000.0, np.inf)
    from_diesel = (
        np.inf if diesel_cost is None else diesel_cost + carbon_price * diesel_carbon / 1000.0
    )
    diesel = from_diesel < from_grid
    price = np.minimum(from_grid, from_diesel)
    none = np.isinf(price)
    return Backup(
        price=np.where(none, 0.0, price),
        carbon=np.where(none, 0.0, np.where(diesel, diesel_carbon, grid_carbon)),
        diesel=diesel,
        none=none,
    )


def diesel_per_mwh(
    fuel_price: float, *, efficiency: float, heating_value: float, upkeep: float
) -> float:
    """Fuel and upkeep of a MWh of electricity from diesel.

    Parameters
    ----------
    fuel_price : float
        Price of a litre. [USD/L]
    efficiency : float
        Electricity over the heat of the fuel. [MWh/MWh]
    heating_value : float
        Lower heating value of a litre. [kWh/L]
    upkeep : float
        Cost that grows with what is generated. [USD/MWh]

    Returns
    -------
    float
        [USD/MWh]
    """
    return 1000.0 * fuel_price / (heating_value * efficiency) + upkeep


def outages(
    hours: int, *, share: float, mean_length: float, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """A year of a grid that fails: runs of hours up and down.

    Parameters
    ----------
    hours : int
        Length of the series.
    share : float
        Share of hours without supply in the long run, 0 to below 1. [h/h]
    mean_length : float
        Mean length of an outage, one hour or more. [h]
    rng : numpy.random.Generator
        Where the outages come from.

    Returns
    -------
    ndarray of bool, shape (hours,)
        Whether the grid supplies.

    Raises
    ------
    InputError
        If the share and the length contradict each other.

    Notes
    -----
    Two-state Markov chain, R. Billinton and R. N. Allan, "Reliability Evaluation of Engineering
    Systems," 2nd ed., ch. 8, 1992.
    """
    if not 0.0 <= share < 1.0 or mean_length < 1.0:
        raise InputError("Outages need a share of hours from 0 to below 1 and a length of 1 h up.")
    fails = share / (1.0 - share) / mean_length
    if fails > 1.0:
        raise InputError("Outages that short cannot fill so large a share of the year.")
    draws = rng.random(hours)
    up = np.empty(hours, bool)
    now = bool(draws[0] >= share)
    for t in range(hours):
        if t:
            now = bool(draws[t] >= fails) if now else bool(draws[t] < 1.0 / mean_length)
        up[t] = now
    return up
