"""How many people ask how much: users, messages and tokens."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.models.architecture import Number

SECONDS_A_DAY = 86_400.0


def users(population: Number, *, working_age: Number, online: Number, adoption: Number) -> Number:
    """People who use a service, of those of working age.

    Parameters
    ----------
    population : Number
        People.
    working_age : Number
        Share of them aged 15 to 64.
    online : Number
        Share of people who use the internet.
    adoption : Number
        Share of those of working age who use such services where they can.

    Returns
    -------
    Number
        People; adoption never exceeds the share who are online.

    Notes
    -----
    The published measure of adoption is a share of people aged 15 to 64 [1]_.

    References
    ----------
    .. [1] Microsoft AI Economy Institute, "Global AI Diffusion Report", 2026.
    """
    found: Number = population * working_age * np.minimum(online, adoption)
    return found


def tokens_a_day(people: Number, *, messages: Number, tokens: Number) -> Number:
    """Tokens of answers a day.

    Parameters
    ----------
    people : Number
        Users.
    messages : Number
        Messages a user sends a day.
    tokens : Number
        Tokens of an answer.

    Returns
    -------
    Number
        [tokens]
    """
    return people * messages * tokens


def replicas(tokens: Number, *, rate: Number, peak: Number) -> Number:
    """Copies of a model that meet the busiest hour.

    Parameters
    ----------
    tokens : Number
        Tokens of answers a day.
    rate : Number
        Tokens a second of one copy. [tok/s]
    peak : Number
        Busiest hour over the mean hour.

    Returns
    -------
    Number
        A whole number, 1 at least.
    """
    found: Number = np.maximum(np.ceil(tokens * peak / SECONDS_A_DAY / rate), 1.0)
    return found


def peak_of(hours: npt.NDArray[np.float64]) -> float:
    """Busiest hour over the mean hour of a day.

    Parameters
    ----------
    hours : ndarray, shape (24,)
        Load of each hour of local time. [any]

    Returns
    -------
    float
        1 for an even day, 24 for a day of one hour.
    """
    return float(np.max(hours) / np.mean(hours))


def shifted(
    hours: npt.NDArray[np.float64], *, flexible: float, wanted: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """A day whose flexible share is moved to wanted hours.

    Parameters
    ----------
    hours : ndarray, shape (24,)
        Load of each hour. [any]
    flexible : float
        Share of each hour's load that can wait.
    wanted : ndarray, shape (24,)
        Weight of each hour, such as sunshine; not all zero. [any]

    Returns
    -------
    ndarray, shape (24,)
        The same sum. [as hours]
    """
    moved = flexible * np.sum(hours)
    result: npt.NDArray[np.float64] = hours * (1 - flexible) + moved * wanted / np.sum(wanted)
    return result
