"""Hourly prices and outages from what a user gives: a file, a share of hours, or nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, NotANumber, UnknownName
from comity.facts.load import FactBase
from comity.facts.types import Fact
from comity.plans.climate import SEED
from comity.plans.given import asked
from comity.sites.readers.tables import Table, lines_of, table_of
from comity.sites.supply import outages
from comity.sites.supply.sun import Hours

_HOURS = 8760
PRICES = {"price_usd_per_kwh": 1.0, "price_usd_per_mwh": 1e-3}
"""Column of a file of prices -> USD/kWh in one of its units."""
HIGHEST_PRICE = 5.0
"""Mean price of a year above which a slip of the unit is likelier than the price. [USD/kWh]"""
GRID_UP = "grid_up"
"""Column of a file of outages: 1 while the grid supplies, 0 while it does not."""


def prices_of(base: FactBase, text: str, *, name: str) -> tuple[Hours, Fact]:
    """Hourly prices of a file, and their mean as a fact.

    Parameters
    ----------
    base : FactBase
        For the day.
    text : str
        A table with a column of `PRICES` and 8 760 hours from 1 January.
    name : str
        The file, for messages.

    Returns
    -------
    prices : ndarray, shape (8760,)
        Negative hours taken as zero: power bought to be thrown away has no least cost. [USD/kWh]
    mean : Fact
        Says how many hours were taken as zero. [USD/kWh]

    Raises
    ------
    UnknownName
        If no column of prices stands in the file.
    """
    table = table_of(lines_of(text), name=name)
    column = next((each for each in PRICES if each in table.header), "")
    if not column:
        raise UnknownName(f"column of {name}", next(iter(PRICES)), table.header)
    prices = PRICES[column] * _year(table, column)
    below = int((prices < 0.0).sum())
    prices = np.maximum(prices, 0.0)
    if prices.mean() > HIGHEST_PRICE:
        raise InputError(
            f"{name}: {column} is {prices.mean():.3g} USD/kWh in the mean, more than "
            f"{HIGHEST_PRICE:g}: per MWh, name it price_usd_per_mwh."
        )
    note = f"mean of the hours in {name}"
    if below:
        note += f"; {below} hours below zero taken as zero"
    mean = asked(base, "electricity_price", float(prices.mean()), "USD/kWh", note=note)
    return prices, mean


def grid_up_of(text: str, *, name: str) -> NDArray[np.bool_]:
    """Hours in which the grid supplies, from a file.

    Parameters
    ----------
    text : str
        A table with the column ``grid_up`` of 0 and 1 and 8 760 hours from 1 January.
    name : str
        The file, for messages.

    Returns
    -------
    ndarray of bool, shape (8760,)

    Raises
    ------
    InputError
        If a value is neither 0 nor 1.
    """
    table = table_of(lines_of(text), name=name)
    if GRID_UP not in table.header:
        raise UnknownName(f"column of {name}", GRID_UP, table.header)
    values = _year(table, GRID_UP)
    if not np.isin(values, (0.0, 1.0)).all():
        raise InputError(f"{name}: {GRID_UP} is 1 while the grid supplies and 0 while it does not.")
    return np.asarray(values == 1.0)


def grid_up_drawn(base: FactBase, *, share: float, length: float | None) -> NDArray[np.bool_]:
    """Hours in which a grid with a given share of outages supplies, drawn.

    Parameters
    ----------
    base : FactBase
        For the usual length of an outage.
    share : float
        Share of hours without supply. [h/h]
    length : float, optional
        Mean length of an outage. [h]

    Returns
    -------
    ndarray of bool, shape (8760,)
        The same for the same arguments.
    """
    mean = float(base.parameter("sites.outage_length").value) if length is None else length
    return outages(_HOURS, share=share, mean_length=mean, rng=np.random.default_rng(SEED))


def grid_never() -> NDArray[np.bool_]:
    """A year without any grid.

    Returns
    -------
    ndarray of bool, shape (8760,)
    """
    return np.zeros(_HOURS, bool)


def _year(table: Table, column: str) -> Hours:
    """A column that holds every hour of a year."""
    values = table.numbers(column)
    if values.size != _HOURS:
        hint = " Leave out 29 February." if values.size == _HOURS + 24 else ""
        raise InputError(f"{table.name} holds {values.size} hours where {_HOURS} belong.{hint}")
    missing = np.isnan(values)
    if missing.any():
        at = table.rows[int(np.argmax(missing))][0]
        raise NotANumber(f"{table.name}, row {at}: {column} is missing.")
    return values
