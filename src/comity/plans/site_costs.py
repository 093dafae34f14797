"""What power, halls and capital cost at a site, as far as open sources or the user say."""

from __future__ import annotations

from dataclasses import replace

from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.plans.loans import discount_rate


def supply_with(option: str) -> str:
    """How to supply what only the user of a site knows."""
    return f"comity sites run ... {option}"


def no_state(name: str, supply: str) -> Missing:
    """What a state's facts would say, where no state is named."""
    reason = "a weather file alone does not say it"
    return Missing(name=name, subject="", reason=reason, supply=supply)


def tariff(base: FactBase, state: str) -> Fact | Missing:
    """Price of electricity for industry in a state, as the user's facts give it.

    Parameters
    ----------
    base : FactBase
        With ``electricity_price_industry`` where the user supplied it.
    state : str
        ISO3 code; may be empty.

    Returns
    -------
    Fact or Missing
        [USD/kWh]
    """
    known = base.known(state, "electricity_price_industry") if state else None
    if isinstance(known, Fact):
        return known
    return Missing(
        name="sites.electricity_price", subject=state,
        reason="no open source gives the industrial tariff",
        supply=supply_with("--price USD_PER_KWH"),
    )  # fmt: skip


def cost_of_capital(base: FactBase, state: str, given: Fact | None) -> Finding:
    """What capital costs a year at a place: the user's own, else a band.

    Parameters
    ----------
    base : FactBase
        Published discount rates and the assumed band.
    state : str
        ISO3 code; may be empty.
    given : Fact, optional
        The user's own. [1/year]

    Returns
    -------
    Finding
        ``sites.cost_of_capital``: the rate published for the state's class of borrower, with a band
        to the ends of the assumed one, because no table of market rates may be shipped. [1/year]
    """
    name, unit = "sites.cost_of_capital", "1/year"
    if given is not None:
        return Finding(
            name=name, value=given.value, low=given.low, high=given.high, unit=unit,
            method="The cost of capital you gave", inputs=(given,),
            no_band="" if given.low is not None else "your own rate",
        )  # fmt: skip
    assumed = base.parameter("sites.discount_rate")
    published = (
        discount_rate(base, state)
        if state
        else no_state(name, supply_with("--cost-of-capital RATE"))
    )
    centre = float(assumed.value)
    if isinstance(published, Finding):
        centre = float(published.value) / 100.0
    low, high = float(assumed.low or centre), float(assumed.high or centre)
    return Finding(
        name=name, value=centre, low=min(low, centre), high=max(high, centre), unit=unit,
        method="Rate published for the state's class of borrower where there is one; the band "
        "spans concessional and commercial rates, for no table of market rates may be shipped",
        inputs=(assumed, published),
    )  # fmt: skip


def hall_capital(base: FactBase, state: str) -> Finding:
    """What building halls and plants costs, without computers.

    Parameters
    ----------
    base : FactBase
        With the rows ``data_centre_shell`` of ``unit_costs``.
    state : str
        ISO3 code; the figure of its reference city is taken where there is one.

    Returns
    -------
    Finding
        ``sites.hall_capital``: that city's figure or the median of all cities, with a band over
        all. [USD/W]
    """
    facts = [
        replace(row.fact("value"), name="data_centre_shell", subject=row.text("place_name"))
        for row in base.rows("unit_costs")
        if row.key.startswith("data_centre_shell/")
    ]
    city = base.row("reference_cities", state).text("city") if state else ""
    values = sorted(float(each.value) for each in facts)
    here = [float(each.value) for each in facts if each.subject == city]
    return Finding(
        name="sites.hall_capital", value=here[0] if here else values[len(values) // 2],
        low=values[0], high=values[-1], unit="USD/W",
        method="Published cost of building in "
        + (f"{city}; the band spans" if here else "the median of")
        + f" the {len(values)} cities at hand",
        inputs=tuple(facts),
    )  # fmt: skip
