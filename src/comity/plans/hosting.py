"""Section "Running open AI at home": three scenarios, their machines, power and cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.facts.types import Fact, Finding, Missing
from comity.plans import hosting_costs, hosting_numbers
from comity.plans.content import (
    Block,
    Callout,
    Cell,
    Headline,
    Interval,
    IntervalChart,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
    Text,
    Verbatim,
)
from comity.plans.context import Context
from comity.plans.draws import Drawn, Known, draw
from comity.plans.hosting_numbers import Chain
from comity.plans.transfers import shared_with

NAMES = {
    "desk": Text("A ministry desk"),
    "service": Text("A national service"),
    "cluster": Text("A small training cluster"),
}
"""Scenarios in the order of the page."""
COMPARED = ("desk", "service")
"""Scenarios an API can stand in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """The section and what later sections need of it.

    Attributes
    ----------
    section : Section
        "Running open AI at home".
    loads : mapping of str to Finding or Missing
        Mean IT power of each scenario. [kW]
    capex : mapping of str to Finding or Missing
        Price of the computing equipment of each scenario. [USD]
    """

    section: Section
    loads: Mapping[str, Finding | Missing]
    capex: Mapping[str, Finding | Missing]


def section(
    ctx: Context, *, pue: Finding | Missing, price: Finding | Missing, carbon: Finding | Missing
) -> Hosted:
    """What three scenarios of running open models need and cost, beside buying an API.

    Parameters
    ----------
    ctx : Context
        State, day and facts.
    pue : Finding or Missing
        Energy of the place over energy of its computers, over a year.
    price : Finding or Missing
        Price of electricity. [USD/kWh]
    carbon : Finding or Missing
        Carbon intensity of electricity. [gCO2e/kWh]

    Returns
    -------
    Hosted
    """
    chains = _chains(ctx, pue=draw(pue), price=draw(price), carbon=draw(carbon))
    findings = {name: each for chain in chains.values() for name, each in chain.findings().items()}
    ratio = _number(chains["service"], "cost_ratio")
    blocks: list[Block] = [_opening(chains), *_verdicts(chains), _chart(chains, ratio)]
    blocks += [_table(chains), *_cautions(chains)]
    shared = shared_with(ctx.facts, ctx.state)
    blocks.append(_shared(shared))
    findings |= {each.name: each for each in shared.values()}
    return Hosted(
        section=Section(
            key="hosting",
            title=Text("Running open AI at home"),
            blocks=tuple(blocks),
            headline=Headline(
                answer=_answer(ratio),
                number=ratio,
                unit=Text("times the price of an API"),
                scale=(0.0, _end(ratio)),
            ),
            findings=findings,
            choices=(Text("Host one open model now, or buy an API and compare again in a year."),),
        ),
        loads={name: _number(chain, "power") for name, chain in chains.items()},
        capex={name: _number(chain, "capex") for name, chain in chains.items()},
    )


def _chains(ctx: Context, *, pue: Known, price: Known, carbon: Known) -> dict[str, Chain]:
    desk = hosting_numbers.start(ctx, "desk")
    service = hosting_numbers.start(ctx, "service")
    cluster = hosting_numbers.start(ctx, "cluster")
    hosting_numbers.asked_of_desk(desk)
    hosting_numbers.asked_of_service(service)
    for chain in (desk, service):
        hosting_numbers.speed(chain)
        hosting_numbers.api_price(chain)
        hosting_numbers.machines(chain)
        hosting_costs.costs(chain, pue=pue, price=price)
        hosting_costs.carbon(chain, intensity=carbon)
    hosting_costs.break_even(service, pue=pue, price=price)
    hosting_numbers.cluster(cluster, desk.choice)
    return {"desk": desk, "service": service, "cluster": cluster}


def _number(chain: Chain, name: str) -> Finding | Missing:
    held = chain.found[name]
    if isinstance(held, Drawn):
        assert isinstance(held.number, Finding)
        return held.number
    return held


def _end(ratio: Finding | Missing) -> float:
    """Upper end of the headline's track: the first of a few round ratios that holds the band."""
    if isinstance(ratio, Missing) or ratio.high is None:
        return 2.0
    rungs = (2.0, 5.0, 10.0, 100.0, 1000.0)
    return next((rung for rung in rungs if rung >= ratio.high), 10 * ratio.high)


def _side(ratio: Finding | Missing) -> str:
    """Whether an API costs less, hosting does, or the band does not tell."""
    if isinstance(ratio, Missing):
        return "not known"
    value = float(ratio.value)
    low = value if ratio.low is None else ratio.low
    high = value if ratio.high is None else ratio.high
    return "buying" if low > 1 else "hosting" if high < 1 else "not told apart"


def _answer(ratio: Finding | Missing) -> Text:
    return {
        "buying": Text("At this load an API to an open model costs less than hosting it."),
        "hosting": Text("At this load hosting an open model costs less than an API to it."),
        "not told apart": Text(
            "At this load the data do not tell hosting an open model from buying it through an API."
        ),
        "not known": Text("What hosting an open model costs here is not known."),
    }[_side(ratio)]


# Blocks --------------------------------------------------------------------------------------


def _opening(chains: Mapping[str, Chain]) -> Paragraph:
    service = chains["service"]
    return Paragraph(
        Text(
            "A national service would serve {users}, with answers of {tokens}. {model} answers "
            "them on {devices} accelerators: {part}.",
            users=_number(service, "users"),
            tokens=_number(service, "tokens_per_day"),
            model=_model(service),
            devices=_number(service, "devices"),
            part=Verbatim(service.choice.accelerator),
        )
    )


def _model(chain: Chain) -> Verbatim:
    return Verbatim(chain.ctx.facts.row("models", chain.choice.model).text("name"))


def _verdicts(chains: Mapping[str, Chain]) -> list[Callout]:
    """One callout for each scenario an API can stand in for; buying first."""
    order = {"buying": 0, "not told apart": 1, "hosting": 2, "not known": 3}
    ranked = sorted(
        ((name, chains[name]) for name in COMPARED),
        key=lambda each: order[_side(_number(each[1], "cost_ratio"))],
    )
    return [_verdict(NAMES[name], chain) for name, chain in ranked]


def _verdict(name: Text, chain: Chain) -> Callout:
    ratio = _number(chain, "cost_ratio")
    side = _side(ratio)
    if side == "not known":
        return Callout(
            kind="not known",
            title=Text("{scenario}: what hosting costs is not known", scenario=name),
            body=(Text("Nothing has been filled in: {ratio}.", ratio=ratio),),
        )
    sums = Text(
        "Answers cost {hosted} hosted and {bought} bought, prompts included.",
        hosted=_number(chain, "cost_per_million"),
        bought=_number(chain, "api_price"),
    )
    told = Text("Hosted, a token costs {ratio} times the price of an API.", ratio=ratio)
    if side == "not told apart":
        claim = Text("“{scenario}: hosting costs less than an API.”", scenario=name)
        both = Text("The band holds both answers.")
        return Callout(kind="not supported", title=claim, body=(told, both, sums, *_turning(chain)))
    if side == "buying":
        title = Text("{scenario}: an API costs less at this load", scenario=name)
    else:
        title = Text("{scenario}: hosting costs less at this load", scenario=name)
    body = (told, sums, *_turning(chain), *_left_out(chain))
    return Callout(kind="cheaper", title=title, body=body)


def _turning(chain: Chain) -> tuple[Text, ...]:
    if "break_even_users" not in chain.found:
        return ()
    users = _number(chain, "break_even_users")
    if isinstance(users, Missing) or isinstance(users.value, str):
        return (Text("At no number of users does hosting cost less."),)
    return (Text("Hosting costs less from {users} on.", users=users),)


def _left_out(chain: Chain) -> tuple[Text, ...]:
    said = {
        "desk": Text("Left out: staff time, room and taxes."),
        "service": Text("Left out: building, network lines, software, taxes and where data lie."),
    }
    return (said[chain.scenario],)


def _chart(chains: Mapping[str, Chain], ratio: Finding | Missing) -> IntervalChart | Paragraph:
    rows = []
    for name in COMPARED:
        chain = chains[name]
        hosted, bought = _number(chain, "cost_per_million"), _number(chain, "api_price")
        if isinstance(hosted, Finding):
            rows.append(
                Interval(
                    label=_model(chain),
                    condition=Text("{scenario}, hosted", scenario=NAMES[name]),
                    number=hosted,
                )
            )
        if isinstance(bought, Finding):
            rows.append(
                Interval(
                    label=_model(chain),
                    condition=Text("{scenario}, bought", scenario=NAMES[name]),
                    number=bought,
                    hatched=True,
                )
            )
    return IntervalChart(
        title=_answer(ratio),
        subtitle=Text("Cost of a million tokens of answers, US dollars, logarithmic scale"),
        caption=Text(
            "Prompts are included. Prices bought are those of the APIs that list the model."
        ),
        rows=tuple(rows),
        unit="USD/million tokens",
        log=True,
        key=(Text("hosted at home"), Text("bought")),
    )


def _table(chains: Mapping[str, Chain]) -> Table:
    return Table(
        title=Text(
            "A national service draws {service}, a desk {desk}, a training cluster {cluster}",
            service=_number(chains["service"], "power"),
            desk=_number(chains["desk"], "power"),
            cluster=_number(chains["cluster"], "power"),
        ),
        subtitle=Text("Model and part by criteria; mean power at the plug; scenarios by size"),
        columns=(
            TableColumn(label=Text("Scenario")),
            TableColumn(label=Text("Accelerators"), numeric=True),
            TableColumn(label=Text("Tokens a second"), numeric=True),
            TableColumn(label=Text("Joules a token"), numeric=True),
            TableColumn(label=Text("Power"), numeric=True),
            TableColumn(label=Text("Equipment"), numeric=True),
        ),
        rows=tuple(_row(name, chain) for name, chain in chains.items()),
    )


def _row(name: str, chain: Chain) -> TableRow:
    def cell(quantity: str) -> Cell:
        if quantity in chain.found:
            return Cell(main=_number(chain, quantity))
        return Cell(main=Text("does not apply"))

    what = Text("{model} on {part}", model=_model(chain), part=Verbatim(chain.choice.accelerator))
    if name == "cluster":
        what = Text("{part}", part=Verbatim(chain.choice.accelerator))
    quantities = ("devices", "tokens_per_second", "energy_per_token", "power", "capex")
    return TableRow(
        cells=(Cell(main=NAMES[name], under=what), *(cell(each) for each in quantities))
    )


def _cautions(chains: Mapping[str, Chain]) -> list[Paragraph]:
    service, cluster = chains["service"], chains["cluster"]
    energy = Paragraph(
        Text(
            "The service uses {energy} of electricity and emits {carbon}. The cluster trains "
            "{model} on {tokens} in {days}.",
            energy=_number(service, "energy"),
            carbon=_number(service, "carbon"),
            model=_model(chains["desk"]),
            tokens=_fact(chains["desk"], "training_tokens"),
            days=_number(cluster, "training_days"),
        )
    )
    choice = Paragraph(
        Text(
            "Models and parts are chosen by licence, age, size, price and energy, never by name. "
            "No neutral score of quality exists; try a model in your languages first."
        )
    )
    return [energy, choice]


def _shared(shared: Mapping[str, Finding]) -> Paragraph:
    return Paragraph(
        Text(
            "The register holds {weights} models whose weights anyone may take, and {whole} with "
            "code and data too. Rows that name you as receiver: {named}.",
            weights=shared["weights"],
            whole=shared["whole"],
            named=shared["named"],
        )
    )


def _fact(chain: Chain, name: str) -> Fact:
    return chain.ctx.facts.parameter(f"models.{name}")
