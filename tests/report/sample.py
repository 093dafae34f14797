"""A brief with every kind of block. Its numbers, names and sources are invented and say so."""

# ruff: noqa: E501  the sentences of a page stand on one line
from __future__ import annotations

import csv
import math

from comity.facts.load import DATA
from comity.facts.types import Fact, Finding, Missing, Quality, Source
from comity.plans.content import (
    Brief,
    Callout,
    Cell,
    Day,
    DotMap,
    Headline,
    HeatMap,
    Interval,
    IntervalChart,
    Paragraph,
    QualityStrip,
    Section,
    StateName,
    Table,
    TableColumn,
    TableRow,
    Text,
    Tree,
    Verbatim,
)

NAMES = {"KEN": {"en": "Kenya", "ar": "كينيا", "fr": "Kenya", "zh": "肯尼亚"}}
ILLUSTRATIVE = (
    "ILLUSTRATIVE  Layout specimen. No number, date or membership on this page is a finding."
)


def source(key, title, producer="Sample producer", year=2026):
    return Source(key=key, title=title, producer=producer, year=year, licence="CC0-1.0",
                  url=f"https://example.org/{key}", accessed="2026-09-30", kind="dataset")  # fmt: skip


REGISTER = source("register", "Register of Instrument X", "Depositary")
GROUPS = source("groups", "UN regional groups")
WEATHER = source("weather", "Typical weather year, station record")
HANDBOOK = source("handbook", "Engineering handbook, table six", year=2021)
SPEEDS = source("speeds", "Serving speed, vendor-neutral benchmark")
PRICES = source("prices", "List prices of interfaces")
RULES = source("rules", "Voting rules: founding texts of three funds")
OURS = source("ours", "Comity, assumptions of this release", "Comity")


def fact(name, value, unit="", *, of=REGISTER, quality=Quality.REPORTED, subject="KEN", **more):
    return Fact(name=name, value=value, unit=unit, year=2025, source=of, quality=quality,
                subject=subject, **more)  # fmt: skip


def finding(name, value, unit="", low=None, high=None, *, inputs=None, method="", **more):
    return Finding(
        name=name, value=value, unit=unit, low=low, high=high,
        inputs=inputs or (fact("adherence", "signed"),),
        method=method or "Count of adherences as of the day of the brief.", **more,
    )  # fmt: skip


ENTRIES = tuple(fact("adherence", "signed", subject=f"X{each:02d}") for each in range(12))
COUNT = {"no_band": "full count", "inputs": ENTRIES}

JOINED = finding("parties.joined", 7, "", 6, 8, inputs=ENTRIES)
WIDEST = finding("parties.widest", 12, **COUNT)
MEDIAN = finding("parties.median", 4, "", 3, 5, inputs=(fact("group", "African", of=GROUPS),),
                 method="Median over the members of the regional group.")  # fmt: skip
AGREED = finding(
    "norms.common", 118, "", 104, 131,
    inputs=(fact("provision", "coded", of=REGISTER, quality=Quality.ESTIMATED),),
    method="States that joined a text with each of the same principles.",
)  # fmt: skip
LOAD = fact("utilisation", 40, "%", of=OURS, quality=Quality.ASSUMED, low=20, high=70,
            note="No record for Kenya. Two published alternatives: 30%, 50%; change with --load.")  # fmt: skip
FANS = fact("fan_power", 4.1, "%", of=HANDBOOK, low=2.8, high=6.0)
AIR = fact("air_temperature", 24.5, "°C", of=WEATHER, quality=Quality.MEASURED)
COOLING = finding("sites.cooling", 0.12, "kWh/kWh", 0.08, 0.17, inputs=(AIR, FANS),
                  shares=(0.6, 0.4), method="Hourly energy balance of the cooler.")  # fmt: skip
PUE = finding("sites.pue", 1.18, "", 1.14, 1.26, inputs=(COOLING, FANS, LOAD),
              shares=(0.12, 0.27, 0.61), method="Hourly energy balance, indirect air cooling.")  # fmt: skip
BREAK_EVEN = finding(
    "models.break_even", 41e6, "", 22e6, 79e6,
    inputs=(fact("speed", 900, "tok/s", of=SPEEDS, quality=Quality.ESTIMATED),),
    method="Load at which a bought and a hosted word cost the same.",
)  # fmt: skip
DEMAND = finding("models.demand", 6, "", 3, 12, inputs=(LOAD,),
                 method="Requests of public employees in a day.")  # fmt: skip
SHARE = finding("fund.grant_element", 48, "%", 34, 65, inputs=(LOAD,),
                method="Grant element of the loan, closed form.")  # fmt: skip
GAP = finding("parties.camps", 31, "%", 27, 35, method="Permutation of dates within region.")
PRICE = finding("models.saving", 0.16, "USD", 0.02, 0.41,
                inputs=(fact("list_price", 0.3, "USD", of=PRICES, subject="API"),),
                method="Difference of the two costs of a million words.")  # fmt: skip
TARIFF = Missing(name="electricity_price", subject="KEN", reason="no open tariff exists",
                 supply="--electricity-price USD_PER_KWH")  # fmt: skip
SCORES = Missing(name="test_scores", subject="KEN",
                 reason="no benchmark covers Kikuyu, Luo and Kamba")  # fmt: skip


def cost(name, value, low, high):
    return finding(f"models.cost.{name}", value, "USD", low, high,
                   inputs=(fact("speed", 900, "tok/s", of=SPEEDS, quality=Quality.ESTIMATED), LOAD),
                   shares=(0.9, 0.1), method="Cost of a million words.")  # fmt: skip


def standing() -> Section:
    with (DATA / "dots.csv").open(encoding="utf-8", newline="") as file:
        codes = sorted({row["iso3"] for row in csv.DictReader(file)})
    words = ("joined", "not joined", "joined", "not joined", "not joined", "disagree", "not known")
    states = {iso3: words[(at * at + at // 3) % 7] for at, iso3 in enumerate(codes)}
    states["KEN"] = "joined"
    held = list(states.values())
    counts = {each: finding(f"parties.{each.replace(' ', '_')}", held.count(each), **COUNT)
              for each in dict.fromkeys(words)}  # fmt: skip
    return Section(
        key="standing",
        title=Text("Where you stand"),
        headline=Headline(
            answer=Text("{state} has joined {joined} of the {all} instruments that more than half of all states have joined.",
                        state=StateName("KEN"), joined=JOINED, all=WIDEST),
            number=JOINED, unit=Text("of {all}", all=WIDEST), scale=(0, 12), median=MEDIAN,
        ),
        blocks=(
            Paragraph(Text("{state} has joined {joined} of the {all} widest instruments. Among the states of the African Group the median is {median}. One entry is disputed between two registers, which is why the count is a range.",
                           state=StateName("KEN"), joined=JOINED, all=WIDEST, median=MEDIAN)),
            DotMap(
                title=Text("{count} states have joined the widest text outside the United Nations", count=counts["joined"]),
                subtitle=Text("Instrument X, adherence as of {day}, one equal dot per state", day=Day("2026-09-30")),
                caption=Text("Each dot stands at the state’s reference city, moved where dots would touch. No boundary is shown."),
                states=states, counts=counts, subject="KEN",
            ),
            Callout(kind="not supported", title=Text("Not supported by these data"),
                    body=(Text("“States of the South join later.” With the dates shuffled, a gap this wide appears in {share} of runs. The data do not tell the two stories apart.", share=GAP),)),
        ),
        findings={each.name: each for each in (JOINED, WIDEST, MEDIAN, GAP, *counts.values())},
    )  # fmt: skip


def agreed() -> Section:
    rows = []
    for name, act, day, count, low in (
        ("Recommendation P", "adopted", "2021-11", 193, None),
        ("Declaration Q", "signed", "2023-11", 29, None),
        ("Resolution R", "co-sponsored", "2024-03", 123, 120),
        ("Instrument X", "signed", "2025-02-11", 81, 77),
    ):
        number = finding(f"parties.members.{name[-1]}", count, low=low,
                         high=low and count + 2, no_band="" if low else "full count")  # fmt: skip
        rows.append(TableRow(subject=name.endswith("X"), cells=(
            Cell(main=Verbatim(name), under=Text("not binding")),
            Cell(main=Text(act)), Cell(main=Day(day)), Cell(main=number),
            Cell(main=Text(""), share=count / 193),
        )))  # fmt: skip
    columns = (
        TableColumn(label=Text("Instrument")), TableColumn(label=Text("Act")),
        TableColumn(label=Text("Date"), numeric=True),
        TableColumn(label=Text("States"), numeric=True),
        TableColumn(label=Text("Of all states"), bar=True),
    )  # fmt: skip
    return Section(
        key="agreed", title=Text("What you have already agreed to, and with whom"),
        headline=Headline(
            answer=Text("Six principles appear in every text {state} has joined; {count} states have agreed to the same six.",
                        state=StateName("KEN"), count=AGREED),
            number=AGREED, unit=Text("states"), scale=(0, 193)),
        blocks=(
            Table(title=Text("Two of the texts {state} has joined bind; the others are declarations", state=StateName("KEN")),
                  subtitle=Text("Instruments joined, oldest first; share of all states that joined the same text"),
                  columns=columns, rows=tuple(rows)),
        ),
        findings={AGREED.name: AGREED},
        choices=(Text("Join the two instruments whose six principles you already accept, or wait for a common text."),),
    )  # fmt: skip


def hosting() -> Section:
    rows = (
        ("Open model A, 8-bit", "one GPU server, kept busy", cost("a", 0.46, 0.31, 0.74), False),
        ("Open model B, 4-bit", "two workstations", cost("b", 0.88, 0.52, 1.6), False),
        ("Open model C, 8-bit", "one GPU server, kept busy", cost("c", 1.45, 0.95, 2.6), False),
        ("API, list price", "hosted abroad", cost("api", 0.30, 0.24, 0.38), True),
        ("API, in Swahili", "same text, more tokens", cost("swahili", 0.49, 0.36, 0.66), True),
    )
    chart = IntervalChart(
        title=Text("Only one open model comes close to the price of an API"),
        subtitle=Text("Cost of one million words, US dollars, logarithmic scale"),
        caption=Text("Bar: nine in ten. Thick line: central. Filled: at home. Hatched: bought."),
        rows=tuple(Interval(label=Verbatim(a), condition=Text(b), number=c, hatched=d)
                   for a, b, c, d in rows),
        unit="USD", log=True,
    )  # fmt: skip
    return Section(
        key="hosting", title=Text("Running open AI at home"),
        headline=Headline(
            answer=Text("At today’s load an API costs less. Hosting at home costs less above about {load} words a day.", load=BREAK_EVEN),
            number=BREAK_EVEN, unit=Text("words a day"), scale=(0, 120e6)),
        blocks=(
            Paragraph(Text("The same million words, answered at home or bought abroad. Hosting wins only when the machine is kept busy: at {state}’s present demand of {demand} million words a day, it is not.",
                           state=StateName("KEN"), demand=DEMAND)),
            chart,
            Callout(kind="cheaper", title=Text("An API is cheaper at this load"),
                    body=(Text("By {saving} for each million words. What the price leaves out: data leave the country, and the supplier sets the terms.", saving=PRICE),)),
            Paragraph(Text("The price of electricity is {price}.", price=TARIFF)),
        ),
        findings={BREAK_EVEN.name: BREAK_EVEN, DEMAND.name: DEMAND, PRICE.name: PRICE,
                  "sites.electricity_price": TARIFF, "models.test_scores": SCORES,
                  **{row[2].name: row[2] for row in rows}},
        choices=(Text("Host one open model now, or buy an API and review in {year}.", year=Day("2028")),),
    )  # fmt: skip


def housing() -> Section:
    values = tuple(
        tuple(0.17 + 0.08 * math.sin((hour - 9) / 24 * 2 * math.pi) + 0.06 * math.cos((month - 2) / 6 * math.pi)
              for hour in range(24))
        for month in range(12)
    )  # fmt: skip
    return Section(
        key="housing", title=Text("Housing and powering it"),
        headline=Headline(
            answer=Text("A small data centre near the reference city would use {pue} units of energy for each unit that computes.", pue=PUE),
            number=PUE, unit=Text("PUE"), scale=(1.0, 1.8), median=finding("sites.pue.median", 1.42, **COUNT)),
        blocks=(
            HeatMap(title=Text("Cooling takes most energy from noon to four in the afternoon, February to April"),
                    subtitle=Text("Cooling energy per unit of computing, reference weather, by hour and month"),
                    caption=Text("Hours in local time. The band of the year is in the tree."),
                    values=values, unit="kWh/kWh", source=COOLING),
        ),
        findings={PUE.name: PUE, COOLING.name: COOLING},
    )  # fmt: skip


def financing() -> Section:
    def cell(name, value, low=None, high=None, why="full count", unit="%"):
        number = finding(f"fund.{name}", value, unit, low, high, no_band="" if low else why,
                         inputs=(fact("rule", "text", of=RULES, subject="fund"),),
                         method="Votes by the rule of the founding text.")  # fmt: skip
        return Cell(main=number)

    rows = (
        TableRow(cells=(Cell(main=Text("One state, one vote")), cell("votes.a", 1.7), cell("largest.a", 1.7), cell("loan.a", 11e6, 7e6, 16e6, unit="USD"))),
        TableRow(cells=(Cell(main=Text("Half equal, half by contribution")), cell("votes.b", 1.0, 0.9, 1.2), cell("largest.b", 8.4, 7.7, 9.0), cell("loan.b", 13e6, 8e6, 18e6, unit="USD"))),
        TableRow(cells=(Cell(main=Text("By contribution, capped")), cell("votes.c", 0.3, 0.2, 0.5), cell("largest.c", 10.0, why="cap binds"), cell("loan.c", 14e6, 9e6, 20e6, unit="USD"))),
    )  # fmt: skip
    return Section(
        key="financing", title=Text("What a fund could carry"),
        headline=Headline(answer=Text("A concessional loan could carry between a third and two thirds of the first five years’ cost."),
                          number=SHARE, unit=Text("% of cost"), scale=(0, 100)),
        blocks=(
            Table(title=Text("{state}’s share of votes depends on the rule more than on its contribution", state=StateName("KEN")),
                  subtitle=Text("Three published rules for the same members and the same contributions"),
                  columns=(TableColumn(label=Text("Rule")), *(TableColumn(label=Text(each), numeric=True) for each in ("Own votes", "Largest member", "Loan it could carry"))),
                  rows=rows),
        ),
        findings={SHARE.name: SHARE},
    )  # fmt: skip


def doubts() -> Section:
    counts = {quality.value: finding(f"brief.{quality.value}", number, **COUNT)
              for quality, number in zip(Quality, (38, 71, 84, 21), strict=True)}  # fmt: skip
    return Section(
        key="doubts", title=Text("Sources and doubts"),
        blocks=(
            QualityStrip(title=Text("What the numbers of this brief rest on"), subtitle=Text("Numbers by quality"), counts=counts),
            Tree(title=Text("How we get {pue}", pue=PUE),
                 subtitle=Text("PUE of a small data centre. Each line is what the line above was computed from. The last column says how much of the band that line causes."),
                 root=PUE),
        ),
        findings=counts | {},
    )  # fmt: skip


def sample(**changes) -> Brief:
    parts = {
        "state": "KEN", "as_of": "2026-09-30", "snapshot": "7f3a91c2" * 8, "version": "0.1.0",
        "sections": (standing(), agreed(), hosting(), housing(), financing(), doubts()),
        "names": NAMES, "notice": Text(ILLUSTRATIVE),
    }  # fmt: skip
    return Brief(**(parts | changes))
