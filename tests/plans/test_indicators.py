import datetime

import pytest

from comity.facts.load import File, embedded, load
from comity.facts.types import Fact, Finding, Missing, facts_of
from comity.plans.climate import weather_of
from comity.plans.context import Context
from comity.plans.given import asked, asked_band
from comity.plans.grid import water_intensity
from comity.plans.indicators import ACCOUNTS, Given, accounts_of
from comity.plans.site import plants_in
from comity.plans.site_costs import cost_of_capital, hall_capital, tariff
from comity.sites.cooling import TECHNOLOGIES

BASE = embedded()
KNOWN = Given(
    load=500.0,
    price=asked(BASE, "electricity_price", 0.2, "USD/kWh"),
    carbon=asked(BASE, "carbon_intensity", 400.0, "gCO2e/kWh"),
    renewable=asked(BASE, "renewable_share", 0.6, ""),
    reused=asked(BASE, "reuse_share", 0.1, ""),
    diesel=asked(BASE, "diesel_share", 0.05, ""),
    rate=asked(BASE, "cost_of_capital", 0.1, "1/year"),
)
FEW = ("air_chiller", "water_chiller")


@pytest.fixture(scope="module")
def plants():
    return plants_in(BASE, weather_of(BASE, "KEN"))


@pytest.mark.parametrize("name", sorted(TECHNOLOGIES))
def test_every_plant_has_every_account_and_each_unfolds_to_a_source(plants, name):
    found = accounts_of(BASE, "KEN", plants[name], KNOWN)

    assert [key.removeprefix("sites.") for key in found] == list(ACCOUNTS)
    for key, each in found.items():
        assert each.name == key
        if isinstance(each, Finding):
            assert facts_of(each), key
            assert each.low is not None or each.no_band, key
        else:
            assert each.reason, key


def test_accounts_are_the_published_formulae_of_their_inputs(plants):
    plant = plants["water_chiller"]
    found = {
        key.split(".")[1]: each
        for key, each in accounts_of(BASE, "KEN", plant, KNOWN, each=True).items()
        if isinstance(each, Finding)
    }
    pue = plant.pue.value
    drawn = 500.0 * 8760.0 * pue
    diesel = 257.1 / 0.35

    assert found["energy"].value == pytest.approx(drawn / 1e3)
    assert (found["ref"].value, found["erf"].value) == (0.6, 0.1)
    assert found["scope_2"].value == pytest.approx(0.95 * drawn * 400.0 / 1e6)
    assert found["scope_1_diesel"].value == pytest.approx(0.05 * drawn * diesel / 1e6)
    assert found["cue"].value == pytest.approx(pue * (0.95 * 400.0 + 0.05 * diesel))
    assert found["cost_per_it_kwh"].value == pytest.approx(0.2 * pue)
    # Nairobi, 9.74 USD/W: Turner & Townsend 2025; 20 years at a tenth a year: 0.11746, any table.
    assert found["levelised_cost"].value == pytest.approx(
        9740.0 * 0.11746 / 8760.0 + 0.2 * pue, rel=1e-5
    )
    # EcoLogits 0.11.3: 5700 kg for a server of 1.2 kW, here with 8 parts of 212 kg and 700 W.
    assert found["embodied_computing"].value == pytest.approx(
        500.0 * (5700 + 8 * 212) / (8 * 0.7 + 1.2) / 0.75 / 4 / 1e3
    )


def test_water_on_site_is_never_stated_without_the_water_of_power_stations(plants):
    found = accounts_of(BASE, "KEN", plants["water_chiller"], Given())
    without = accounts_of(BASE, "", plants["water_chiller"], Given())

    assert found["sites.wue_source"].value > found["sites.wue"].value
    assert isinstance(without["sites.wue_source"], Missing)


def test_what_only_the_user_knows_is_missing_with_a_reason_and_never_a_zero(plants):
    found = accounts_of(BASE, "KEN", plants["air_chiller"], Given())

    for key in ("ref", "erf", "scope_1_diesel", "cost_per_it_kwh", "levelised_cost"):
        assert isinstance(found[f"sites.{key}"], Missing)
        assert "--" in found[f"sites.{key}"].supply
    assert "tariff" in found["sites.levelised_cost"].reason
    for key in ("scope_1_refrigerant", "embodied_building"):
        assert isinstance(found[f"sites.{key}"], Missing)


def test_a_users_tariff_in_the_facts_is_taken():
    rows = "iso3,fact,value,unit,year,source,quality\n"
    rows += "KEN,electricity_price_industry,0.17,USD/kWh,2026,utility,reported\n"
    base = load([File("mine.csv", rows.encode())])

    assert isinstance(tariff(base, "KEN"), Fact)
    assert isinstance(tariff(base, "UGA"), Missing)


@pytest.mark.parametrize("state", ["KEN", "DEU", "TCD"])
def test_the_cost_of_capital_is_a_band_around_a_published_rate(state):
    found = cost_of_capital(BASE, state, None)

    assert 0.05 <= found.value <= 0.09
    assert (found.low, found.high) == (0.05, 0.12)
    assert cost_of_capital(BASE, state, KNOWN.rate).value == 0.1


def test_the_cost_of_building_is_that_of_the_city_where_one_is_published():
    assert hall_capital(BASE, "KEN").value == 9.74
    assert hall_capital(BASE, "FJI").value == hall_capital(BASE, "").value


@pytest.mark.parametrize(
    ("text", "expected"), [("0.18", (0.18, None, None)), ("0.2-0.1", (0.15, 0.1, 0.2))]
)
def test_a_number_or_a_band_is_read(text, expected):
    fact = asked_band(BASE, "price", text, "USD/kWh", most=5.0, option="--price")

    assert (fact.value, fact.low, fact.high) == pytest.approx(expected)


def test_capital_that_costs_nothing_is_spread_evenly(plants):
    free = Given(
        price=asked(BASE, "electricity_price", 0.2, "USD/kWh"),
        rate=asked(BASE, "cost_of_capital", 0.0, "1/year"),
    )
    plant = plants["water_chiller"]
    found = accounts_of(BASE, "KEN", plant, free)["sites.levelised_cost"]

    assert found.value == pytest.approx(9740.0 / 20.0 / 8760.0 + 0.2 * plant.pue.value)


@pytest.mark.parametrize("state", sorted(BASE.states))
def test_water_of_power_stations_with_reservoirs_is_never_below_that_without(state):
    ctx = Context(facts=BASE, state=state, as_of=datetime.date(2026, 11, 23))
    without, full = (water_intensity(ctx, reservoirs=each) for each in (False, True))

    assert isinstance(without, Missing) == isinstance(full, Missing)
    if isinstance(full, Finding):
        assert full.value >= without.value
        assert (full.low or full.value) >= (without.low or without.value)
        assert (full.high or full.value) >= (without.high or without.value)
