"""A plan for one use in one language: what to run, on what and where, or what to buy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from comity.errors import Infeasible, MissingFact
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing
from comity.models import balance, demand
from comity.models.exports import Availability
from comity.plans import hosting_costs, hosting_numbers, housing, model_facts
from comity.plans.context import Context
from comity.plans.draws import Array, Drawn, Known, derive, draw
from comity.plans.grid import water_intensity
from comity.plans.hosting_numbers import DAYS, KILO, MILLION, Chain
from comity.plans.model_options import Asked, Option, Place, best, options, sieve
from comity.plans.site import Site

MOST = 12
"""Options of the front that are worked out with bands."""


@dataclass(slots=True, kw_only=True)
class UseChain(Chain):
    """A chain whose messages, tokens and peak are those of a use in a language."""

    given: Mapping[str, Known] = field(default_factory=dict)

    def parameter(self, name: str) -> Known:
        """A parameter of the use where it has one, else of the domain."""
        return self.given[name] if name in self.given else Chain.parameter(self, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One option with its numbers.

    Attributes
    ----------
    option : Option
        Model, part, width, place.
    available : Availability
        What export rules say of the part for the place.
    rung : str
        Step of the ladder of openness.
    scores : mapping of str to Fact
        Published scores in the language, side by side.
    recommended : bool
        Whether any score in the language is known, and buying is not shown to cost less.
    findings : mapping of str to Finding or Missing
        By short name.
    """

    option: Option
    available: Availability
    rung: str
    scores: Mapping[str, Fact]
    recommended: bool
    findings: Mapping[str, Finding | Missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What `plan` says.

    Attributes
    ----------
    state, use, language : str
        ISO3 code, use and BCP 47 code.
    cheaper_to_buy : tuple of Planned
        Options whose whole band lies above the price of an API; told first.
    front : tuple of Planned
        Every option on the front, the cheapest first.
    dropped : mapping of str to int
        Models and parts each criterion left out.
    considered : int
        Options compared.
    quality : str
        What stood for quality on the front.
    users : Finding or Missing
        People who use it.
    flexible : Fact
        Share of the load that can wait.
    left_out : int
        Options of the front that are not among those worked out.
    """

    state: str
    use: Row
    language: str
    cheaper_to_buy: tuple[Planned, ...]
    front: tuple[Planned, ...]
    dropped: Mapping[str, int]
    considered: int
    quality: str
    users: Finding | Missing
    flexible: Fact
    left_out: int


def plan(
    ctx: Context,
    use: str,
    language: str,
    *,
    at: Sequence[str] = (),
    any_licence: bool = False,
    barred: bool = False,
) -> Plan:
    """The front of cost, energy, carbon, water and quality for one use in one language.

    Parameters
    ----------
    ctx : Context
        State, day and facts.
    use : str
        A use of the table, by key or by another word for it.
    language : str
        BCP 47 code.
    at : sequence of str
        Further states where the machines may stand.
    any_licence, barred : bool
        Keep models whose licence needs a further permission; keep parts that need an export
        licence.

    Returns
    -------
    Plan

    Raises
    ------
    UnknownName
        If no such use is known.
    MissingFact
        If no tokenizer is measured in the language, or a fact that sizes the use is not known.
    Infeasible
        If nothing meets the criteria; the sentence says what each left out.
    """
    row = model_facts.use_case(ctx.facts, use)
    users = _users(ctx, row)
    if isinstance(users, Missing):
        raise MissingFact(f"{users.name} of {ctx.state}: {users.reason}. Give {users.supply}.")
    asked = _asked(ctx, row, language, users)
    sites = {state: _site(ctx, state) for state in dict.fromkeys((ctx.state, *at))}
    places = [_place(state, each, water) for state, (each, water) in sites.items()]
    scores = model_facts.language_scores(ctx.facts, language)
    left = sieve(
        ctx.facts, asked, places, ctx.as_of,
        scored=frozenset(scores), any_licence=any_licence, barred=barred,
    )  # fmt: skip
    made = options(ctx.facts, asked, places, left, staff=_staff(ctx))
    if not barred:
        bars = {(each.choice.accelerator, each.place.state) for each in made}
        barred_at = {
            pair for pair in bars
            if model_facts.available(ctx.facts, *pair, ctx.as_of).outcome in ("licence",
                                                                              "case by case")
        }  # fmt: skip
        made = [e for e in made if (e.choice.accelerator, e.place.state) not in barred_at]
    if not made:
        told = ", ".join(f"{what} {count}" for what, count in left.dropped.items() if count)
        raise Infeasible(f"No model on any part meets the criteria; left out by {told or 'size'}.")
    kept = best(made, _quality(left.models, scores))
    planned = [
        _planned(ctx, row, language, users, each, sites[each.place.state], scores, number)
        for number, each in enumerate(_spread(kept), start=1)
    ]
    return Plan(
        state=ctx.state,
        use=row,
        language=language,
        cheaper_to_buy=tuple(each for each in planned if _buying_costs_less(each)),
        front=tuple(planned),
        dropped=left.dropped,
        considered=len(made),
        quality="published scores in the language" if scores else "parameters in total",
        users=_number(users),
        flexible=row.fact("flexible"),
        left_out=len(kept) - len(planned),
    )


def _spread(kept: list[Option]) -> list[Option]:
    """The cheapest option of each model, spread evenly over their order of cost."""
    first = list({each.choice.model: each for each in reversed(kept)}.values())
    first.sort(key=kept.index)
    if len(first) <= MOST:
        return first
    steps = [round(step * (len(first) - 1) / (MOST - 1)) for step in range(MOST)]
    return [first[step] for step in steps]


def _number(known: Known) -> Finding | Missing:
    if isinstance(known, Missing):
        return known
    assert isinstance(known.number, Finding)
    return known.number


def _quality(
    models: Mapping[str, object], scores: Mapping[str, Mapping[str, Fact]]
) -> dict[str, list[float]]:
    """Each benchmark is a measure of its own; without any, size stands in."""
    if not any(key in scores for key in models):
        return {key: [float(getattr(size, "total", 0.0))] for key, size in models.items()}
    tests = sorted({test for key in models for test in scores.get(key, {})})
    return {
        key: [
            float(scores[key][test].value) if test in scores.get(key, {}) else -math.inf
            for test in tests
        ]
        for key in models
    }


# Demand --------------------------------------------------------------------------------------


def _users(ctx: Context, row: Row) -> Known:
    online = row.text("people") == "online"
    inputs = {"people": draw(ctx.facts.known(ctx.state, "population"))}
    if online:
        inputs["online"] = draw(ctx.facts.known(ctx.state, "internet_users_share"))
    return derive(
        f"models.users.{row.key}",
        "people",
        "Population" + (" x share online" if online else "") + " x share who use it.",
        lambda people, share, online=100.0: people * online / 100 * share,
        **inputs,
        share=draw(row.fact("share")),
    )


def _peak(ctx: Context, row: Row) -> Finding:
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


def _asked(ctx: Context, row: Row, language: str, users: Known) -> Asked:
    assert isinstance(users, Drawn)
    ratios = {
        model.key: model_facts.fertility(ctx.facts, language, model.number("vocab"))
        for model in ctx.facts.rows("models")
    }
    a_day = row.number("messages") * row.number("days") / DAYS
    return Asked(
        tokens_per_day=float(users.values[0]) * a_day * row.number("output_tokens"),
        input_tokens=row.number("input_tokens"),
        output_tokens=row.number("output_tokens"),
        peak=float(_peak(ctx, row).value),
        itl_limit=row.number("itl_limit"),
        ratios=ratios,
    )


def _staff(ctx: Context) -> float:
    people = ctx.facts.fact(ctx.state, "population")
    gdp = ctx.facts.fact(ctx.state, "gdp_usd")
    each = float(gdp.value) / float(people.value)
    staff, wage = (ctx.facts.parameter(f"models.{name}").value for name in ("staff", "wage"))
    return float(staff) * float(wage) * each


# Places --------------------------------------------------------------------------------------


def _site(ctx: Context, state: str) -> tuple[Site, Finding | Missing]:
    there = replace(ctx, state=state)
    return housing.site(there), water_intensity(there, reservoirs=False)


def _place(state: str, site: Site, water: Finding | Missing) -> Place:
    def value(each: Finding | Missing) -> float:
        return math.nan if isinstance(each, Missing) else float(each.value)

    pue = float(site.pue.value)
    return Place(
        state=state,
        pue=pue,
        price=float(site.price.value),
        carbon=value(site.carbon),
        water=value(water) + float(site.wue.value) / pue,
    )


# One option with its bands -------------------------------------------------------------------


def _planned(
    ctx: Context,
    row: Row,
    language: str,
    users: Known,
    option: Option,
    where: tuple[Site, Finding | Missing],
    scores: Mapping[str, Mapping[str, Fact]],
    number: int,
) -> Planned:
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
    hosting_costs.break_even(chain, pue=pue, price=price)
    _shares(chain, price)
    kept = {name: _number(each) for name, each in chain.found.items()}
    held = scores.get(option.choice.model, {})
    found = Planned(
        option=option,
        available=model_facts.available(
            ctx.facts, option.choice.accelerator, option.place.state, ctx.as_of
        ),
        rung=model_facts.rung(ctx.facts, model),
        scores=held,
        recommended=False,
        findings=kept,
    )
    return replace(found, recommended=bool(held) and not _buying_costs_less(found))


def _given(chain: Chain, row: Row, ratio: Known) -> dict[str, Known]:
    """Messages a mean day, tokens in the language and the peak, each as a finding."""
    found: dict[str, Known] = {"peak_factor": draw(_peak(chain.ctx, row))}
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


def _buying_costs_less(each: Planned) -> bool:
    ratio = each.findings["cost_ratio"]
    return isinstance(ratio, Finding) and ratio.low is not None and ratio.low > 1
