"""What running open models at home costs, beside the price of an API to the same model."""

from __future__ import annotations

import numpy as np

from comity.facts.types import Missing
from comity.models import demand
from comity.plans.draws import Array, Drawn, Known
from comity.plans.hosting_numbers import DAYS, HOURS, KILO, MILLION, Chain
from comity.sites.supply.money import capital_recovery

JOULES_PER_KWH = 3.6e6


def costs(chain: Chain, *, pue: Known, price: Known) -> None:
    """Cost of a year and of a million tokens of answers, and its ratio to an API's price."""
    desk = chain.scenario == "desk"
    chain.add(
        "energy",
        "MWh/year",
        "Mean power x hours it is on" + ("." if desk else " x PUE."),
        (lambda kw, days, hours: kw * days * hours / KILO)
        if desk
        else (lambda kw, pue: kw * HOURS * pue / KILO),
        kw=chain.found["power"],
        **(
            {"days": chain.parameter("desk_days"), "hours": chain.parameter("desk_hours")}
            if desk
            else {"pue": pue}
        ),
    )
    chain.add(
        "fixed_cost",
        "USD/year",
        "Equipment paid off over its life with interest, and its upkeep"
        + ("." if desk else "; and staff."),
        lambda capex, rate, life, upkeep, **staff: (
            capex * (capital_recovery(rate, life) + upkeep) + _staff(**staff)
        ),
        capex=chain.found["capex"],
        rate=chain.parameter("discount_rate"),
        life=chain.parameter("life"),
        upkeep=chain.parameter("upkeep"),
        **({} if desk else _staff_inputs(chain)),
    )
    days = chain.parameter("desk_days") if desk else None
    chain.add(
        "cost_per_million",
        "USD/million tokens",
        "Cost of a year, electricity included, over the tokens of answers of a year.",
        lambda fixed, energy, price, tokens, days=DAYS: _per_million(
            fixed + energy * KILO * price, tokens * days
        ),
        fixed=chain.found["fixed_cost"],
        energy=chain.found["energy"],
        price=price,
        tokens=chain.found["tokens_per_day"],
        **({"days": days} if days is not None else {}),
    )
    _say_why_missing(chain)
    chain.add(
        "cost_ratio",
        "",
        "Cost of a million tokens hosted over the price of an API to the same model.",
        lambda hosted, bought: hosted / bought,
        hosted=chain.found["cost_per_million"],
        bought=chain.found["api_price"],
    )


STAFF = ("staff", "wage", "gdp", "people")


def _per_million(cost: Array, tokens: Array) -> Array:
    some = tokens > 0
    return np.where(some, cost / np.where(some, tokens, 1.0) * MILLION, np.inf)


def _say_why_missing(chain: Chain) -> None:
    """A cost for each token does not exist where no token is asked for."""
    found = chain.found["cost_per_million"]
    if isinstance(found, Drawn) and isinstance(found.number.value, str):
        chain.found["cost_per_million"] = Missing(
            name=found.number.name,
            subject=chain.ctx.state,
            reason="the figures at hand count no users",
            supply=f"--facts FILE with a row {chain.ctx.state},internet_users_share,VALUE,...",
        )


def carbon(chain: Chain, *, intensity: Known) -> None:
    """Emissions of a year from the electricity used."""
    chain.add(
        "carbon",
        "tCO2e/year",
        "Energy of a year x carbon intensity of the grid; making the machines is not counted.",
        lambda energy, intensity: energy * intensity / KILO,
        energy=chain.found["energy"],
        intensity=intensity,
    )


def _staff_inputs(chain: Chain) -> dict[str, Known]:
    return {
        "staff": chain.parameter("staff"),
        "wage": chain.parameter("wage"),
        "gdp": chain.fact("gdp_usd"),
        "people": chain.fact("population"),
    }


def _staff(**inputs: Array) -> Array:
    if not inputs:
        return np.zeros(1)
    return inputs["staff"] * inputs["wage"] * inputs["gdp"] / inputs["people"]


def break_even(chain: Chain, *, pue: Known, price: Known) -> None:
    """Users from which hosting costs less than buying, with whole copies of the model."""
    per_copy = chain.choice.load.devices

    def rule(**v: Array) -> Array:
        capacity = v["rate"] * demand.SECONDS_A_DAY * DAYS / v["peak"]
        electric = v["node"] * v["pue"] * v["price"]
        waiting = per_copy * v["idle"] * v["rated"] / KILO * HOURS * (1 - 1 / v["peak"])
        paid = capital_recovery(v["discount"], v["life"]) + v["upkeep"]
        each = per_copy * v["capex"] / v["devices"] * paid + waiting * electric
        margin = v["bought"] / MILLION - v["joules"] / JOULES_PER_KWH * electric
        gain = margin * capacity - each
        staff = _staff(**{name: v[name] for name in STAFF})
        with np.errstate(divide="ignore", invalid="ignore"):
            copies = np.maximum(np.ceil(staff / gain), 1.0)
            users = (staff + copies * each) / margin / DAYS / (v["messages"] * v["tokens"])
        return np.where(gain > 0, users, np.inf)

    chain.add(
        "break_even_users",
        "people",
        "Users whose answers, bought, cost what staff, copies of the model and electricity cost.",
        rule,
        bought=chain.found["api_price"],
        rate=chain.found["tokens_per_second"],
        joules=chain.found["energy_per_token"],
        capex=chain.found["capex"],
        devices=chain.found["devices"],
        peak=chain.parameter("peak_factor"),
        rated=chain.part("power_w"),
        idle=chain.idle(),
        node=chain.parameter("node_factor"),
        discount=chain.parameter("discount_rate"),
        life=chain.parameter("life"),
        upkeep=chain.parameter("upkeep"),
        messages=chain.parameter("messages"),
        tokens=chain.parameter("output_tokens"),
        pue=pue,
        price=price,
        **_staff_inputs(chain),
    )
