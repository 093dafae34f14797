"""The numbers of one option of a plan for a use: machines, money, both sides of its emissions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from comity.facts.tables import Row
from comity.facts.types import Finding, Missing
from comity.models import balance, demand
from comity.plans import hosting_costs, hosting_numbers, model_facts
from comity.plans.context import Context
from comity.plans.draws import Array, Known, derive, draw
from comity.plans.hosting_numbers import DAYS, KILO, MILLION, Chain
from comity.plans.model_options import Option
from comity.plans.site import Site


@dataclass(slots=True, kw_only=True)
class UseChain(Chain):
    """A chain whose messages, tokens and peak are those of a use in a language."""

    given: Mapping[str, Known] = field(default_factory=dict)

    def parameter(self, name: str) -> Known:
        """A parameter of the use where it has one, else of the domain."""
        return self.given[name] if name in self.given else Chain.parameter(self, name)


def numbers(
    ctx: Context,
    row: Row,
    language: str,
    users: Known,
    option: Option,
    where: tuple[Site, Finding | Missing],
    number: int,
) -> Chain:
    """Every number of one option, with its band.

    Parameters
    ----------
    ctx : Context
        State, day and facts.
    row : Row
        The use.
    language : str
        BCP 47 code.
    users : Known
        People who use it.
    option : Option
        Model, part, width and place.
    where : tuple of Site and Finding or Missing
        The place, and water of its power stations.
    number : int
        Place among the options; part of the names of its findings.

    Returns
    -------
    Chain
        Findings by short name.
    """
    site, water = where
    model = ctx.facts.row("models", option.choice.model)
    ratio = draw(model_facts.fertility(ctx.facts, language, model.number("vocab")))
    chain = UseChain(ctx=ctx, scenario=f"{row.key}.{number}", choice=option.choice)
    chain.given = _given(chain, row, ratio)
    chain.found["users"] = users
    chain.add(
        "tokens_per_day",
        "tokens/day",
        "Users x messages on a mean day x tokens of an answer in the language.",
        lambda people, messages, tokens: people * messages * tokens,
        people=users,
        messages=chain.parameter("messages"),
        tokens=chain.parameter("output_tokens"),
    )
    hosting_numbers.speed(chain)
    _price(chain)
    hosting_numbers.machines(chain)
    pue, price = draw(site.pue), draw(site.price)
    hosting_costs.costs(chain, pue=pue, price=price)
    hosting_costs.carbon(chain, intensity=draw(site.carbon))
    _footprint(chain, pue=pue, wue=draw(site.wue), water=draw(water))
    _savings(chain, row)
    hosting_costs.break_even(chain, pue=pue, price=price)
    _shares(chain, price)
    _waiting(chain, row)
    return chain


def peak(ctx: Context, row: Row) -> Finding:
    """Busiest hour of a day of use over the mean hour of the year."""
    held = ctx.facts.row("load_profiles", row.text("profile"))
    busiest = max((f"h{hour:02d}" for hour in range(24)), key=held.number)
    found = demand.peak_of(model_facts.hours(ctx.facts, row.text("profile")))
    return Finding(
        name=f"models.peak.{row.key}",
        value=found * DAYS / row.number("days"),
        unit="",
        method="Busiest hour of a day of use over the mean hour of the year.",
        inputs=(held.fact(busiest), row.fact("days")),
        no_band="one assumed profile",
    )


def _given(chain: Chain, row: Row, ratio: Known) -> dict[str, Known]:
    """Messages a mean day, tokens in the language and the peak, each as a finding."""
    found: dict[str, Known] = {"peak_factor": draw(peak(chain.ctx, row))}
    found["messages"] = derive(
        f"models.messages.{chain.scenario}",
        "messages/user/day",
        "Messages on a day of use x days of use over days of a year.",
        lambda messages, days: messages * days / DAYS,
        messages=draw(row.fact("messages")),
        days=draw(row.fact("days")),
    )
    for name in ("input_tokens", "output_tokens"):
        found[name] = derive(
            f"models.{name}.{chain.scenario}",
            "tokens",
            "Tokens of the same text in English x tokens of the language over those of English.",
            lambda tokens, ratio: tokens * ratio,
            tokens=draw(row.fact(name)),
            ratio=ratio,
        )
    return found


def _price(chain: Chain) -> None:
    model = chain.choice.model
    if any(row.text("model") == model for row in chain.ctx.facts.rows("api_prices")):
        hosting_numbers.api_price(chain)
        return
    chain.found["api_price"] = Missing(
        name=f"models.api_price.{chain.scenario}",
        subject=model,
        reason="no API at hand lists this model",
        supply="--facts api_prices.csv with a row for it",
    )


def _footprint(chain: Chain, *, pue: Known, wue: Known, water: Known) -> None:
    """Making the machines, water, and the savings that would equal the footprint."""
    chain.add(
        "embodied",
        "tCO2e/year",
        "Accelerators x making one, over their life; the machine around them is left out.",
        lambda devices, each, life: (
            np.asarray(balance.embodied_a_year(devices, each=each, life=life)) / KILO
        ),
        devices=chain.found["devices"],
        each=Chain.parameter(chain, "embodied"),
        life=chain.parameter("life"),
    )
    chain.add(
        "water",
        "m3/year",
        "Energy of computing x water on site, and all energy x water of power stations.",
        lambda energy, pue, wue, water: energy / pue * wue + energy * water,
        energy=chain.found["energy"],
        pue=pue,
        wue=wue,
        water=water,
    )
    rebound = chain.ctx.facts.row("savings", "iea_widespread").fact("rebound")
    chain.add(
        "savings_needed",
        "kgCO2e/kWh",
        "Savings each kilowatt-hour must bring, rebound taken off, to equal the footprint.",
        lambda carbon, embodied, energy, rebound: np.asarray(
            balance.needed((carbon + embodied) * KILO, energy * KILO, rebound=rebound)
        ),
        carbon=chain.found["carbon"],
        embodied=chain.found["embodied"],
        energy=chain.found["energy"],
        rebound=draw(rebound),
    )


def _shares(chain: Chain, price: Known) -> None:
    """Cost of a year and of a citizen, and the share of the time machines work."""
    per_copy = chain.choice.load.devices
    chain.add(
        "cost",
        "USD/year",
        "Equipment, upkeep and staff of a year, and its electricity.",
        lambda fixed, energy, price: fixed + energy * KILO * price,
        fixed=chain.found["fixed_cost"],
        energy=chain.found["energy"],
        price=price,
    )
    chain.add(
        "cost_per_citizen",
        "USD/person/year",
        "Cost of a year over the population.",
        lambda cost, people: cost / people,
        cost=chain.found["cost"],
        people=chain.fact("population"),
    )
    chain.add(
        "cost_of_buying",
        "USD/year",
        "Tokens of answers of a year x price of an API to the same model, prompts included.",
        lambda tokens, bought: tokens * DAYS / MILLION * bought,
        tokens=chain.found["tokens_per_day"],
        bought=chain.found["api_price"],
    )

    def used(tokens: Array, rate: Array, devices: Array) -> Array:
        return np.minimum(tokens / demand.SECONDS_A_DAY / (rate * devices / per_copy), 1.0)

    chain.add(
        "utilisation",
        "",
        "Tokens of answers over those the machines could give.",
        used,
        tokens=chain.found["tokens_per_day"],
        rate=chain.found["tokens_per_second"],
        devices=chain.found["devices"],
    )
    chain.add(
        "break_even_utilisation",
        "",
        "Share of what these machines could give whose price, bought, equals their cost.",
        lambda cost, bought, rate, devices: _reached(
            cost / (bought / MILLION * rate * devices / per_copy * demand.SECONDS_A_DAY * DAYS)
        ),
        cost=chain.found["cost"],
        bought=chain.found["api_price"],
        rate=chain.found["tokens_per_second"],
        devices=chain.found["devices"],
    )


def _reached(share: Array) -> Array:
    """A share above one is reached by no load."""
    return np.where(share <= 1, share, np.inf)


def _savings(chain: Chain, row: Row) -> None:
    """Savings kept by the use, graded A to C; beside the footprint, never taken off it."""
    stated = [each for each in chain.ctx.facts.rows("savings") if each.text("use_case") == row.key]
    counted = [each for each in stated if each.text("grade") != "D"]
    if not counted:
        reason = "every effect at hand is a claim (grade D)" if stated else "no effect is at hand"
        chain.found["savings"] = Missing(
            name=f"models.savings.{chain.scenario}",
            subject=row.key,
            reason=reason,
            supply="--facts savings.csv with a row for it, in kgCO2e/person/year",
        )
        return
    inputs: dict[str, Known] = {"users": chain.found["users"]}
    for place, each in enumerate(counted):
        inputs[f"effect{place}"] = draw(each.fact("value"))
        inputs[f"rebound{place}"] = draw(each.fact("rebound"))

    def kept(users: Array, **rows: Array) -> Array:
        each = (
            balance.kept(rows[f"effect{n}"] * users, adoption=1.0, rebound=rows[f"rebound{n}"])
            for n in range(len(counted))
        )
        return np.asarray(sum(np.asarray(one) for one in each)) / KILO

    chain.add(
        "savings",
        "tCO2e/year",
        "Users x saving of each x (1 - rebound), over effects graded A to C; not netted.",
        kept,
        **inputs,
    )


def _waiting(chain: Chain, row: Row) -> None:
    """Energy of a year that can wait for sunny hours of its day."""
    chain.add(
        "can_wait",
        "MWh/year",
        "Energy x share of the load that can wait within its day.",
        lambda energy, share: energy * np.clip(share, 0.0, 1.0),
        energy=chain.found["energy"],
        share=draw(row.fact("flexible")),
    )
