"""Numbers of running open models at home: demand, speed, machines and power, each with its band."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from comity.facts.types import Fact, Finding, Missing
from comity.models import demand, power, training
from comity.plans.choice import Choice, choose
from comity.plans.context import Context
from comity.plans.draws import Array, Known, derive, draw

DAYS, HOURS, MILLION, KILO, PERCENT = 365.0, 8760.0, 1e6, 1e3, 100.0

CRITERIA = (
    "Model and part: open licence, recent, large enough, listed by APIs, priced, fitting in "
    "memory and in time; of these the pair with the least energy for a token."
)


@dataclass(slots=True, kw_only=True)
class Chain:
    """One scenario under computation: what it was given and what it found.

    Attributes
    ----------
    ctx : Context
        State, day and facts.
    scenario : str
        ``desk``, ``service`` or ``cluster``.
    choice : Choice
        Model and machine.
    found : dict of str to Known
        Findings by short name, in the order computed.
    """

    ctx: Context
    scenario: str
    choice: Choice
    found: dict[str, Known] = field(default_factory=dict)

    def parameter(self, name: str) -> Known:
        """A parameter of this domain, drawn."""
        return draw(self.ctx.facts.parameter(f"models.{name}"))

    def fact(self, name: str) -> Known:
        """A fact about the state, drawn."""
        return draw(self.ctx.facts.known(self.ctx.state, name))

    def part(self, column: str) -> Known:
        """A figure of the part, drawn."""
        return draw(self.ctx.facts.row("accelerators", self.choice.accelerator).fact(column))

    def idle(self) -> Known:
        """Share of rated power drawn without work, drawn."""
        row = self.ctx.facts.row("profiles", f"{self.choice.profile.name}/idle")
        return draw(row.fact("value"))

    def add(
        self, name: str, unit: str, method: str, rule: Callable[..., Array], /, **inputs: Known
    ) -> Known:
        """Derive a finding and keep it under its short name."""
        found = derive(f"models.{name}.{self.scenario}", unit, method, rule, **inputs)
        self.found[name] = found
        return found

    def findings(self) -> dict[str, Finding | Missing]:
        """Every finding by its full name."""
        found: dict[str, Finding | Missing] = {}
        for each in self.found.values():
            if isinstance(each, Missing):
                found[each.name] = each
            elif isinstance(each.number, Finding):
                found[each.number.name] = each.number
        return found


def start(ctx: Context, scenario: str) -> Chain:
    """A scenario with its model and machine chosen."""
    kind = "desk" if scenario == "desk" else "service"
    return Chain(ctx=ctx, scenario=scenario, choice=choose(ctx.facts, ctx.as_of, kind))


def speed(chain: Chain) -> None:
    """Tokens a second of one copy, and energy of the accelerators for each token."""
    choice, published = chain.choice, _published(chain)
    batch = f"{choice.load.batch:.0f} answers at once"
    chain.add(
        "tokens_per_second",
        "tok/s",
        f"Roofline of docs/method/models.md, {batch}. {CRITERIA}",
        lambda factor, **rest: choice.rate * factor,
        factor=draw(_factor(chain, "rate")),
        **published,
    )
    chain.add(
        "energy_per_token",
        "J/token",
        "Power of the accelerators over tokens of answers a second, prompts included.",
        lambda factor, **rest: choice.joules * factor,
        factor=draw(_factor(chain, "energy")),
        **published,
    )


def _factor(chain: Chain, what: str) -> Fact:
    """Measurement over prediction: one, with the profile's band."""
    profile = chain.choice.profile
    fact = chain.ctx.facts.row("profiles", f"{profile.name}/{what}_low_90").fact("value")
    low, high = profile.rate_low_90, profile.rate_high_90
    if what == "energy":
        ends = power.energy_band(chain.choice.part, profile, nine=True)
        low, high = float(ends[0]), float(ends[1])
    return replace(
        fact,
        name=f"{what}: measurement over prediction",
        subject=f"profile {profile.name}",
        value=1.0,
        low=low,
        high=high,
    )


def _published(chain: Chain) -> dict[str, Known]:
    """Published figures of model and part the roofline rests on."""
    row = chain.ctx.facts.row("models", chain.choice.model)
    shape = [column for column in ("layers", "hidden", "experts") if row.cells[column] is not None]
    held = {f"model_{column}": draw(row.fact(column)) for column in shape}
    columns = ("memory_gb", "bandwidth_gb_s", "tflops_16", "power_w")
    return held | {f"part_{column}": chain.part(column) for column in columns}


def api_price(chain: Chain) -> None:
    """Price of a million tokens of answers, prompts included, over the APIs that list it."""
    rows = [
        row for row in chain.ctx.facts.rows("api_prices") if row.text("model") == chain.choice.model
    ]
    ratio = chain.ctx.facts.parameter("models.input_tokens").value
    ratio = float(ratio) / float(chain.ctx.facts.parameter("models.output_tokens").value)
    rows.sort(
        key=lambda row: row.number("usd_per_m_output") + ratio * row.number("usd_per_m_input")
    )
    outs = np.array([row.number("usd_per_m_output") for row in rows])
    ins = np.array([row.number("usd_per_m_input") for row in rows])
    middle = rows[len(rows) // 2]
    spread = Fact(
        name="rank among listed APIs",
        value=0.5,
        unit="",
        year=middle.year,
        source=middle.source,
        quality=middle.quality,
        subject=chain.choice.model,
        low=0.05,
        high=0.95,
        note=f"of {len(rows)} listings in the order of price",
    )

    def rule(rank: Array, asked: Array, answered: Array, **rest: Array) -> Array:
        at = np.clip(rank, 0, 1) * (len(rows) - 1)
        places = np.arange(len(rows))
        total: Array = np.interp(at, places, outs) + np.interp(at, places, ins) * asked / answered
        return total

    chain.add(
        "api_price",
        "USD/million tokens",
        "Price of answers and of the prompts they need; the median of the APIs that list it.",
        rule,
        rank=draw(spread),
        asked=chain.parameter("input_tokens"),
        answered=chain.parameter("output_tokens"),
        output_price=draw(middle.fact("usd_per_m_output")),
        input_price=draw(middle.fact("usd_per_m_input")),
    )


def asked_of_service(chain: Chain) -> None:
    """Users of a national service and tokens it answers a day."""
    users = derive(
        "models.users",
        "people",
        "Population x share aged 15 to 64 x the lesser of internet use and adoption.",
        lambda people, age, online, adoption: np.asarray(
            demand.users(
                people, working_age=age / PERCENT, online=online / PERCENT, adoption=adoption
            )
        ),
        people=chain.fact("population"),
        age=chain.fact("share_15_64"),
        online=chain.fact("internet_users_share"),
        adoption=chain.parameter("adoption"),
    )
    chain.found["users"] = users
    chain.add(
        "tokens_per_day",
        "tokens/day",
        "Users x messages a day x tokens of an answer.",
        lambda people, messages, tokens: np.asarray(
            demand.tokens_a_day(people, messages=messages, tokens=tokens)
        ),
        people=users,
        messages=chain.parameter("messages"),
        tokens=chain.parameter("output_tokens"),
    )


def asked_of_desk(chain: Chain) -> None:
    """Tokens a desk answers on a working day."""
    chain.add(
        "tokens_per_day",
        "tokens/day",
        "Staff x messages a working day x tokens of an answer.",
        lambda people, messages, tokens: np.asarray(
            demand.tokens_a_day(people, messages=messages, tokens=tokens)
        ),
        people=chain.parameter("desk_users"),
        messages=chain.parameter("desk_messages"),
        tokens=chain.parameter("output_tokens"),
    )


def machines(chain: Chain) -> None:
    """Accelerators for the busiest hour, their power and their price."""
    per_copy, desk = chain.choice.load.devices, chain.scenario == "desk"
    hours = {"hours": chain.parameter("desk_hours")} if desk else {}
    chain.add(
        "devices",
        "",
        "Copies of the model that meet the busiest hour x accelerators of a copy.",
        lambda tokens, rate, peak, hours=24.0: (
            per_copy * np.asarray(demand.replicas(tokens * 24.0 / hours, rate=rate, peak=peak))
        ),
        tokens=chain.found["tokens_per_day"],
        rate=chain.found["tokens_per_second"],
        peak=chain.parameter("peak_factor"),
        **hours,
    )
    chain.add(
        "power",
        "kW",
        "Mean power of the machines at the plug, idle hours included"
        + (", while they are on." if desk else "."),
        lambda tokens, rate, joules, devices, rated, idle, node, hours=24.0: _watts(
            chain, tokens * 24.0 / hours, rate, joules, devices, rated, idle, node
        ),
        tokens=chain.found["tokens_per_day"],
        rate=chain.found["tokens_per_second"],
        joules=chain.found["energy_per_token"],
        devices=chain.found["devices"],
        rated=chain.part("power_w"),
        idle=chain.idle(),
        node=chain.parameter("node_factor"),
        **hours,
    )
    capex(chain, chain.found["devices"])


def _watts(
    chain: Chain,
    tokens: Array,
    rate: Array,
    joules: Array,
    devices: Array,
    rated: Array,
    idle: Array,
    node: Array,
) -> Array:
    per_copy = chain.choice.load.devices
    used = np.minimum(tokens / demand.SECONDS_A_DAY / (rate * devices / per_copy), 1.0)
    working = np.minimum(joules * rate / per_copy, rated)
    drawn = power.node_watts(
        chain.choice.part, working, devices=devices, used=used, idle=idle, node=node
    )
    return np.asarray(drawn) / KILO


def capex(chain: Chain, devices: Known) -> None:
    """Price of the machines with what surrounds the accelerators."""
    row = chain.ctx.facts.row("accelerator_prices", chain.choice.accelerator)
    factor = "desk_system_factor" if chain.scenario == "desk" else "system_factor"
    chain.add(
        "capex",
        "USD",
        "Accelerators x price of one x price of a machine over that of its accelerators.",
        lambda devices, price, system: devices * price * system,
        devices=devices,
        price=draw(row.fact("price_usd")),
        system=chain.parameter(factor),
    )


def cluster(chain: Chain, desk: Choice) -> None:
    """Power and price of a training cluster, and the days it takes to train a model further."""
    devices = chain.add(
        "devices",
        "",
        "Accelerators of a small cluster, as assumed.",
        lambda devices: devices,
        devices=chain.parameter("cluster_devices"),
    )
    chain.add(
        "power",
        "kW",
        "Accelerators x rated power x share drawn while training, idle otherwise, at the plug.",
        lambda devices, rated, share, use, idle, node: (
            devices * rated * node * (use * share + (1 - use) * idle) / KILO
        ),
        devices=devices,
        rated=chain.part("power_w"),
        share=chain.parameter("training_power"),
        use=chain.parameter("cluster_use"),
        idle=chain.idle(),
        node=chain.parameter("node_factor"),
    )
    capex(chain, devices)
    peak = float(chain.choice.part.flops_16)
    active = float(desk.sizes.active)
    chain.add(
        "training_days",
        "days",
        "Six FLOP for each active parameter and token, over devices x 16-bit peak x share reached.",
        lambda tokens, devices, utilisation, rate, **rest: (
            np.asarray(
                training.chip_hours(
                    training.flop(active, tokens), peak=peak, utilisation=utilisation
                )
            )
            / devices
            / 24.0
        ),
        tokens=chain.parameter("training_tokens"),
        devices=devices,
        utilisation=chain.parameter("mfu"),
        rate=chain.part("tflops_16"),
        layers=draw(chain.ctx.facts.row("models", desk.model).fact("layers")),
        hidden=draw(chain.ctx.facts.row("models", desk.model).fact("hidden")),
    )
