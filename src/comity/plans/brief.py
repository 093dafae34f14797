"""One country, six questions: the brief."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Mapping

from comity import __version__
from comity.errors import InputError
from comity.facts.load import FactBase, embedded
from comity.facts.states import resolve
from comity.facts.types import Fact, Finding, Missing, Quality, Source
from comity.plans import agreed, doubts, financing, hosting, housing, standing
from comity.plans.content import Brief
from comity.plans.context import Context

PRICE_UNIT = "USD/kWh"
FINANCED = ("service", "cluster")
"""Scenarios whose equipment a fund may pay for: the first one that is known."""

HIGHEST_PRICE = 5.0
"""A price above this is refused as a slip of the decimal point or of the currency. [USD/kWh]"""


def brief(
    state: str,
    *,
    as_of: datetime.date | None = None,
    facts: FactBase | None = None,
    electricity_price: str | None = None,
) -> Brief:
    """Everything Comity can say about one state, each number with its band and sources.

    Parameters
    ----------
    state : str
        ISO 3166-1 code or UN name in any of the six languages.
    as_of : datetime.date, optional
        Day the memberships are counted for; the day of the facts unless given.
    facts : FactBase, optional
        The embedded facts unless given.
    electricity_price : str, optional
        ``0.18`` or a band ``0.15-0.22``; the assumed band unless given. [USD/kWh]

    Returns
    -------
    Brief

    Raises
    ------
    UnknownName
        If no UN member state has that name; near matches are offered.
    InputError
        If the price is not a number or not plausible.
    """
    base = facts if facts is not None else embedded()
    day = as_of if as_of is not None else datetime.date.fromisoformat(base.as_of)
    context = Context(
        facts=base,
        state=resolve(base, state),
        as_of=day,
        electricity_price=supplied_price(electricity_price, day) if electricity_price else None,
    )
    site = housing.site(context)
    hosted = hosting.section(context, pue=site.pue, price=site.price, carbon=site.carbon)
    sections = (
        standing.section(context),
        agreed.section(context),
        hosted.section,
        housing.section(context, site, loads=_known(hosted.loads)),
        financing.section(context, capex=_financed(hosted.capex)),
    )
    return Brief(
        state=context.state,
        as_of=day.isoformat(),
        snapshot=base.snapshot,
        version=__version__,
        sections=(*sections, doubts.section(context, sections)),
        names=names_of_states(base),
    )


def _known(held: Mapping[str, Finding | Missing]) -> dict[str, Finding]:
    return {key: each for key, each in held.items() if isinstance(each, Finding)}


def _financed(capex: Mapping[str, Finding | Missing]) -> Finding:
    # The cluster rests on no fact of the state, so one of the two is always known.
    known = _known(capex)
    return next(known[key] for key in FINANCED if key in known)


def supplied_price(text: str, day: datetime.date) -> Fact:
    """The user's own electricity price as a fact.

    Parameters
    ----------
    text : str
        ``0.18`` or ``0.15-0.22``. [USD/kWh]
    day : datetime.date
        Its year is the year of the fact.

    Returns
    -------
    Fact
        With the band given, or none.

    Raises
    ------
    InputError
        If it is not a price.
    """
    try:
        numbers = [float(part) for part in text.replace("–", "-").split("-")]
    except ValueError:
        numbers = []
    if not 1 <= len(numbers) <= 2 or not all(
        math.isfinite(each) and 0.0 < each <= HIGHEST_PRICE for each in numbers
    ):
        raise InputError(
            f"{text!r} is not an electricity price; write US dollars per kWh, as 0.18 or 0.15-0.22."
        )
    low, high = min(numbers), max(numbers)
    source = Source(
        key="user_electricity_price",
        title="Electricity price given with --electricity-price",
        producer="supplied by the user",
        year=day.year,
        licence="as supplied",
        url="--electricity-price",
        accessed=day.isoformat(),
        kind="user",
    )
    return Fact(
        name="electricity_price",
        value=(low + high) / 2,
        unit=PRICE_UNIT,
        year=day.year,
        source=source,
        quality=Quality.REPORTED,
        low=low if len(numbers) == 2 else None,
        high=high if len(numbers) == 2 else None,
    )


@functools.cache
def names_of_states(base: FactBase) -> Mapping[str, Mapping[str, str]]:
    """UN short forms: ISO3 -> language -> name."""
    names: dict[str, dict[str, str]] = {}
    for row in base.rows("names"):
        iso3, language = row.key.split("/")
        names.setdefault(iso3, {})[language] = row.text("name")
    return names
