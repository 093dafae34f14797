"""A plan for one use in one language: what to run, on what and where, or what to buy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comity.errors import Infeasible, MissingFact
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing
from comity.models.exports import Availability
from comity.plans import housing, model_facts, use_numbers
from comity.plans.context import Context
from comity.plans.draws import Drawn, Known, derive, draw
from comity.plans.grid import water_intensity
from comity.plans.hosting_numbers import DAYS
from comity.plans.model_options import Asked, Option, Place, best, options, sieve
from comity.plans.site import Site

MOST = 12
"""Options of the front that are worked out with bands."""


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
    score : Finding or Missing
        Their mean, guessing taken off.
    recommended : bool
        Whether `score` reaches the least of `models.score_least`, and buying does not cost less.
    findings : mapping of str to Finding or Missing
        By short name.
    """

    option: Option
    available: Availability
    rung: str
    scores: Mapping[str, Fact]
    score: Finding | Missing
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
        Options that cost more than buying at the central values; told first.
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
    least : Fact
        Least mean score of a model that is recommended.
    claims : tuple of Row
        Effects of the use, or of the whole world, that are claims (grade D): never in a total.
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
    least: Fact
    claims: tuple[Row, ...]
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
    unscored: bool = False,
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
    any_licence, barred, unscored : bool
        Keep models whose licence needs a further permission; parts that need an export licence;
        models nobody scored in the language where others are.

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
        scored=frozenset(() if unscored else scores), any_licence=any_licence, barred=barred,
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
        quality=(
            "published scores in the language"
            if any(key in scores for key in left.models)
            else "parameters in total"
        ),
        users=_number(users),
        least=ctx.facts.parameter("models.score_least"),
        claims=tuple(
            each
            for each in ctx.facts.rows("savings")
            if each.text("use_case") in (row.key, "world") and each.text("grade") == "D"
        ),
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
    models: Mapping[str, object], scores: Mapping[str, Mapping[str, Row]]
) -> dict[str, list[float]]:
    """Each benchmark is a measure of its own; without any, size stands in."""
    if not any(key in scores for key in models):
        return {key: [float(getattr(size, "total", 0.0))] for key, size in models.items()}
    tests = sorted({test for key in models for test in scores.get(key, {})})
    return {
        key: [
            scores[key][test].number("value") if test in scores.get(key, {}) else -math.inf
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
        peak=float(use_numbers.peak(ctx, row).value),
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


def _planned(
    ctx: Context,
    row: Row,
    language: str,
    users: Known,
    option: Option,
    where: tuple[Site, Finding | Missing],
    scores: Mapping[str, Mapping[str, Row]],
    number: int,
) -> Planned:
    chain = use_numbers.numbers(ctx, row, language, users, option, where, number)
    model = option.choice.model
    held = scores.get(model, {})
    reached = model_facts.score(f"models.score.{chain.scenario}", language, held)
    found = Planned(
        option=option,
        available=model_facts.available(
            ctx.facts, option.choice.accelerator, option.place.state, ctx.as_of
        ),
        rung=model_facts.rung(ctx.facts, ctx.facts.row("models", model)),
        scores={test: each.fact("value") for test, each in held.items()},
        score=reached,
        recommended=False,
        findings={name: _number(each) for name, each in chain.found.items()},
    )
    least = float(ctx.facts.parameter("models.score_least").value)
    enough = isinstance(reached, Finding) and float(reached.value) >= least
    return replace(found, recommended=enough and not _buying_costs_less(found))


def _buying_costs_less(each: Planned) -> bool:
    ratio = each.findings["cost_ratio"]
    return isinstance(ratio, Finding) and float(ratio.value) > 1


def surely(each: Planned) -> bool:
    """Whether hosting costs more than buying over the whole band."""
    ratio = each.findings["cost_ratio"]
    return isinstance(ratio, Finding) and ratio.low is not None and ratio.low > 1
