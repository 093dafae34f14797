import dataclasses
import datetime
import re

import pytest

from comity.errors import MissingFact
from comity.facts.load import embedded, load
from comity.facts.types import Fact, Finding, Missing, Quality, Source, facts_of, walk
from comity.plans import housing
from comity.plans.content import Callout, HeatMap, IntervalChart, Table, Text, printed
from comity.plans.context import Context
from comity.plans.site import IN_BRIEF
from comity.sites.cooling import INDICATORS

DAY = datetime.date(2026, 11, 23)
HOT_AND_COLD = ("KEN", "SGP", "LIE", "ISL", "TUV", "SDN")


def context(state, **more):
    return Context(facts=embedded(), state=state, as_of=DAY, **more)


def given(value, name="load", unit="kW", **band):
    source = Source(
        key="u", title="u", producer="user", year=2026, licence="", url="", accessed="",
        kind="user",
    )  # fmt: skip
    return Fact(
        name=name, value=value, unit=unit, year=2026, source=source, quality=Quality.REPORTED,
        **band,
    )  # fmt: skip


def load_of(value):
    fact = given(value)
    return Finding(
        name="models.load", value=value, low=0.7 * value, high=1.2 * value, unit="kW", method="m",
        inputs=(fact,),
    )  # fmt: skip


LOADS = {"desk": load_of(2.0), "service": load_of(50.0), "cluster": load_of(400.0)}


def written(state, **more):
    ctx = context(state, **more)
    site = housing.site(ctx)
    return site, housing.section(ctx, site, loads=LOADS)


def texts(part):
    if isinstance(part, Text):
        yield part
        for value in part.values.values():
            yield from texts(value)
    elif isinstance(part, tuple | list):
        for each in part:
            yield from texts(each)
    elif dataclasses.is_dataclass(part) and not isinstance(part, Finding | Fact | Missing):
        for field in dataclasses.fields(part):
            yield from texts(getattr(part, field.name))


@pytest.mark.parametrize("state", sorted(embedded().states))
def test_every_state_has_a_site_and_a_section(state):
    site, section = written(state)

    assert 1.0 < site.pue.low < site.pue.value < site.pue.high < 1.6
    assert all(name.startswith("sites.") for name in section.findings)
    for name in (*INDICATORS, "electricity_price", "carbon_intensity"):
        assert f"sites.{name}" in section.findings
    for key in LOADS:
        for account in housing.ACCOUNTS:
            assert f"sites.{account}.{key}" in section.findings


@pytest.mark.parametrize("state", HOT_AND_COLD)
def test_every_number_of_the_section_unfolds_to_a_source_with_a_year(state):
    _, section = written(state)
    numbers = [*section.findings.values(), *printed(section)]

    for each in numbers:
        if isinstance(each, Finding):
            assert facts_of(each)
            assert all(fact.year > 1900 and fact.source.key for fact in facts_of(each))


@pytest.mark.parametrize("state", HOT_AND_COLD)
def test_every_finding_printed_is_among_the_findings(state):
    _, section = written(state)
    named = {id(each) for each in section.findings.values()} | {id(each) for each in LOADS.values()}
    shown = [each for each in printed(section) if isinstance(each, Finding)]

    assert shown
    assert all(id(each) in named for each in shown)


def test_messages_hold_no_digits():
    _, section = written("KEN")

    for text in texts(section):
        assert not re.search(r"\d", text.message), text.message


def test_every_plant_has_words_and_the_least_energy_comes_first():
    site, section = written("KEN")
    chart = next(each for each in section.blocks if isinstance(each, IntervalChart))
    shown = [row.number.value for row in chart.rows]

    assert set(housing.PLANTS) == set(IN_BRIEF) == set(site.by_technology)
    assert shown == sorted(shown)
    assert site.pue.value == shown[0]
    assert site.pue.name == "sites.pue"


def test_the_heat_map_is_a_year_of_days_whose_mean_lies_in_the_band():
    site, section = written("KEN")
    chart = next(each for each in section.blocks if isinstance(each, HeatMap))
    cells = [value for row in chart.values for value in row]

    assert [len(row) for row in chart.values] == [24] * 12
    assert site.cooling.low <= sum(cells) / len(cells) <= site.cooling.high


def test_the_table_holds_every_account_of_every_load():
    _, section = written("KEN")
    table = next(each for each in section.blocks if isinstance(each, Table))

    assert len(table.rows) == 1 + len(housing.ACCOUNTS)
    assert all(len(row.cells) == 1 + len(LOADS) for row in table.rows)


def test_accounts_are_the_product_of_their_inputs():
    site, section = written("KEN")
    found = {name: each.value for name, each in section.findings.items()}

    energy = 50.0 * 8.760 * site.pue.value
    assert found["sites.energy.service"] == pytest.approx(energy)
    assert found["sites.cost.service"] == pytest.approx(energy * 1e3 * site.price.value)
    assert found["sites.carbon.service"] == pytest.approx(energy * site.carbon.value / 1e3)
    assert found["sites.water.service"] == pytest.approx(
        50.0 * 8.760 * site.wue.value + energy * found["sites.water_intensity"]
    )


def test_the_band_of_grid_carbon_spans_every_producer():
    site, _ = written("KEN")
    producers = {fact.producer: fact.value for fact in facts_of(site.carbon)}

    assert len(producers) >= 2
    assert site.carbon.low == min(producers.values())
    assert site.carbon.high == max(producers.values())


@pytest.mark.parametrize("state", ["AND", "LIE", "MCO", "MHL", "SMR", "TUV"])
def test_a_state_without_grid_carbon_gets_a_missing_line_and_no_zero(state):
    site, section = written(state)

    assert isinstance(site.carbon, Missing)
    assert isinstance(section.findings["sites.carbon.desk"], Missing)
    assert "--facts" in section.findings["sites.carbon.desk"].supply
    assert any(isinstance(each, Callout) and each.kind == "not known" for each in section.blocks)


def test_without_a_price_the_band_is_assumed_and_says_how_to_supply_one():
    site, section = written("KEN")
    shown = " ".join(str(text.values) + text.message for text in texts(section.blocks))

    assert site.price.quality is Quality.ASSUMED
    assert site.price.low < site.price.value < site.price.high
    assert "--electricity-price" in shown


def test_a_price_you_give_replaces_the_band():
    price = given(0.11, "electricity_price", "USD/kWh")

    site, section = written("KEN", electricity_price=price)

    assert site.price.value == 0.11
    assert site.price.low is None
    assert section.findings["sites.cost.desk"].value == pytest.approx(
        section.findings["sites.energy.desk"].value * 110.0
    )
    assert not any(isinstance(each, Callout) for each in section.blocks)


def test_a_grid_factor_you_give_stands_alone(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(
        "iso3,fact,value,unit,year,source,quality\n"
        "LIE,grid_ci,21,gCO2e/kWh,2026,our regulator,reported\n"
    )
    ctx = Context(facts=load((file,)), state="LIE", as_of=DAY)

    site = housing.site(ctx)

    assert site.carbon.value == 21.0
    assert site.carbon.low is None


def test_shares_of_the_band_sum_to_one_and_come_largest_first():
    site, _ = written("KEN")

    assert sum(site.pue.shares) == pytest.approx(1.0)
    assert list(site.pue.shares) == sorted(site.pue.shares, reverse=True)
    assert {"sites.temp_air", "sites.vapour_pressure", "sites.pressure"} <= {
        each.name for each in walk(site.pue)
    }


def test_the_same_facts_give_the_same_section():
    (one, _), (two, _) = written("BRA"), written("BRA")

    assert one == two


def test_an_unknown_climate_is_missing_and_named():
    from comity.plans.climate import weather_of

    with pytest.raises(MissingFact, match="temp_air_mean of XXX"):
        weather_of(embedded(), "XXX")
