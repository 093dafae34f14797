"""A supply sized at a place: what it rests on, how options move it, what it refuses."""

import numpy as np
import pytest

from comity.errors import Infeasible, InputError, MissingFact, UnknownName
from comity.facts.load import embedded
from comity.facts.types import Finding, Missing, facts_of
from comity.plans.given import asked
from comity.plans.sizing import UNITS, Order, supply_of
from comity.plans.sizing_costs import BASES, costs_of, diesel_of
from comity.plans.sizing_inputs import grid_up_drawn, grid_up_of, prices_of
from comity.plans.sizing_json import KEYS, payload
from comity.plans.sizing_resource import resource_of, resource_of_station
from comity.sites.supply import capital_recovery
from comity.sites.supply.station import station_of
from weather_files import EVERY_FORMAT, LATITUDE, LONGITUDE, epw

BASE = embedded()
KENYA = resource_of(BASE, "KEN")


def fact(name, value, unit):
    return asked(BASE, name, value, unit)


def order(**changes):
    given = {
        "load": 1.0,
        "price": fact("electricity_price", 0.15, "USD/kWh"),
        "carbon": fact("carbon_intensity", 100.0, "gCO2e/kWh"),
        "rate": fact("discount_rate", 0.08, "1/year"),
    }
    return Order(**(given | changes))


def cost(**changes):
    return supply_of(BASE, KENYA, order(**changes)).central.figures["supply_cost"]


@pytest.mark.parametrize("state", ["KEN", "NOR", "SGP", "CHL", "TUV"])
def test_sun_and_wind_of_a_state_are_drawn_and_say_so(state):
    held = resource_of(BASE, state)

    assert held.screening_only
    assert held.made_from == "monthly normals"
    assert 500.0 < held.pv_yield.value < 2300.0
    assert "for screening only" in held.pv_yield.method
    assert held.solar.shape == held.wind.shape == (8760,)
    assert resource_of(BASE, state).solar.tolist() == held.solar.tolist()


def test_every_state_has_sun_and_wind():
    for state in sorted(BASE.states):
        held = resource_of(BASE, state)

        assert np.all((held.solar >= 0.0) & (held.solar <= 1.0)), state
        assert np.all((held.wind >= 0.0) & (held.wind <= 1.0)), state


def test_findings_carry_their_inputs_and_a_band_over_both_producers_of_battery_costs():
    found = supply_of(BASE, KENYA, order())
    whole = found.findings["sites.supply_cost"]
    sources = {each.source.key for each in facts_of(whole)}

    assert {case.basis for case in found.cases} == set(BASES)
    assert {f"sites.{name}" for name in UNITS} <= set(found.findings)
    assert {"ember_battery_2025", "dea_catalogue", "asked"} <= sources
    assert whole.low <= whole.value <= whole.high
    assert whole.low < whole.high
    assert found.central.sizing.gap <= 1e-6


def test_a_rate_with_a_band_widens_the_band_of_the_cost():
    narrow = supply_of(BASE, KENYA, order()).findings["sites.supply_cost"]
    rate = BASE.parameter("sites.discount_rate")
    wide = supply_of(BASE, KENYA, order(rate=rate)).findings["sites.supply_cost"]

    assert wide.low < narrow.low
    assert wide.high > narrow.high


def test_more_is_asked_more_is_paid():
    free = cost()

    assert cost(own_share=0.95) > free
    assert cost(carbon_price=100.0) > free
    assert cost(most=(0.0, 0.0, np.inf, np.inf)) >= free
    assert cost(up=grid_up_drawn(BASE, share=0.05, length=None), diesel_price=None) >= free * (
        1 - 2e-6
    )


def test_with_nothing_to_build_the_load_is_bought():
    bought = supply_of(BASE, KENYA, order(most=(0.0, 0.0, 0.0, 0.0))).central

    assert bought.figures["supply_cost"] == pytest.approx(0.15 * 1000.0 * 8760.0)
    assert bought.figures["own_share"] == 0.0
    assert bought.figures["supply_carbon"] == pytest.approx(100.0 * 8760.0)


def test_an_outage_is_met_by_diesel_or_by_the_battery():
    up = grid_up_drawn(BASE, share=0.1, length=4.0)
    nothing = (0.0, 0.0, 0.0, 0.0)
    price = BASE.parameter("sites.diesel_price")
    diesel = supply_of(BASE, KENYA, order(up=up, diesel_price=price, most=nothing)).central
    without = supply_of(BASE, KENYA, order(up=up, diesel_price=None)).central

    assert diesel.diesel_mwh == pytest.approx(float((~up).sum()))
    assert without.diesel_mwh == without.diesel_mw == 0.0
    assert without.sizing.unserved <= 1e-6 * 8760.0
    with pytest.raises(Infeasible, match="MWh a year unserved"):
        supply_of(BASE, KENYA, order(up=up, diesel_price=None, most=nothing))


def test_carbon_that_is_not_known_is_missing_and_cannot_be_priced():
    unknown = Missing(name="carbon_intensity", subject="X", reason="nobody says")
    found = supply_of(BASE, KENYA, order(carbon=unknown))

    assert isinstance(found.findings["sites.supply_carbon"], Missing)
    assert payload(found)["carbon_kg"] is None
    with pytest.raises(MissingFact, match="carbon of the grid is not known"):
        supply_of(BASE, KENYA, order(carbon=unknown, carbon_price=10.0))


def test_a_load_of_nothing_is_refused():
    with pytest.raises(InputError, match="above zero megawatts"):
        supply_of(BASE, KENYA, order(load=0.0))


def test_the_payload_keeps_its_keys():
    shown = payload(supply_of(BASE, KENYA, order()))

    assert {"pv_mw", "wind_mw", "battery_mwh", "battery_mw", "cost", "gap"} <= set(shown)
    assert set(KEYS) <= set(shown)
    assert shown["screening_only"] is True
    assert "hourly file" in shown["screening_note"]
    assert {each["source"] for each in shown["inputs"]} == set(shown["sources"])


# 594.8646 EUR2020/kW at 1.14 USD/EUR, 37.5 years, 2.1982 % upkeep.
def test_yearly_costs_follow_from_capital_life_and_upkeep():
    held = costs_of(BASE, basis="dea", rate=0.08)
    capital = 594.8646 * 1.14

    assert held.annual[0] == pytest.approx(
        1000.0 * capital * (capital_recovery(0.08, 37.5) + 0.021982)
    )


def test_an_all_in_battery_of_four_hours_costs_what_its_producer_says():
    held = costs_of(BASE, basis="ember", rate=0.0)
    energy = held.annual[2] / 1000.0 * 22.5
    power = held.annual[3] / 1000.0 / (1.0 / 10.0 + 0.002512)

    assert (energy * 4.0 + power) / 4.0 == pytest.approx(125.0)


def test_an_unknown_producer_is_named():
    with pytest.raises(UnknownName, match="embr"):
        costs_of(BASE, basis="embr", rate=0.08)


def test_a_litre_of_diesel_makes_three_and_a_half_kilowatt_hours():
    held = diesel_of(BASE, rate=0.08, fuel_price=fact("diesel_price", 1.0, "USD/L"))

    assert held.per_mwh == pytest.approx(1000.0 / 3.5 + 8.0148 * 1.14)
    assert held.carbon == pytest.approx(257.1 / 0.35)


def lines_of(header, row, hours=8760):
    return "\n".join([header, *([row] * hours)]) + "\n"


def test_prices_are_read_in_either_unit_and_negative_hours_are_stated():
    prices, mean = prices_of(BASE, lines_of("price_usd_per_mwh", "150"), name="p.csv")
    below, said = prices_of(BASE, "price_usd_per_kwh\n-0.1\n" + "0.2\n" * 8759, name="p.csv")

    assert prices.tolist() == [0.15] * 8760
    assert mean.value == pytest.approx(0.15)
    assert below[0] == 0.0
    assert "1 hours below zero taken as zero" in said.note


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("price\n1\n", "price_usd_per_kwh"),
        ("price_usd_per_kwh\n0.1\n", "holds 1 hours where 8760 belong"),
        (lines_of("price_usd_per_kwh", "0.1", 8784), "Leave out 29 February"),
        (lines_of("price_usd_per_kwh", "x"), "row 2: price_usd_per_kwh is not a number"),
        (lines_of("price_usd_per_kwh", "nan"), "row 2: price_usd_per_kwh is missing"),
    ],
)
def test_a_file_of_prices_that_cannot_be_used_is_refused(text, sentence):
    with pytest.raises(InputError, match=sentence):
        prices_of(BASE, text, name="p.csv")


def test_outages_are_read_as_zero_and_one():
    up = grid_up_of("grid_up\n0\n" + "1\n" * 8759, name="o.csv")

    assert up.sum() == 8759
    with pytest.raises(InputError, match="1 while the grid supplies"):
        grid_up_of(lines_of("grid_up", "0.5"), name="o.csv")
    with pytest.raises(UnknownName, match="grid_up"):
        grid_up_of(lines_of("up", "1"), name="o.csv")


COLUMNS = ("ghi_w_m2", "dni_w_m2", "dhi_w_m2", "temp_air_c", "wind_speed_m_s", "pressure_pa")
PLAIN = lines_of(",".join(COLUMNS), "500,400,150,25,4,100000")


def test_a_plain_weather_file_needs_to_know_where_it_holds():
    station = station_of(PLAIN, name="w.csv")
    held = resource_of_station(
        BASE, station, name="w.csv", latitude=10.0, longitude=20.0, utc_offset=1.0
    )

    assert not held.screening_only
    assert held.made_from == "hourly file"
    with pytest.raises(InputError, match="give --latitude"):
        resource_of_station(BASE, station, name="w.csv")
    with pytest.raises(InputError, match="is not between ±90"):
        resource_of_station(
            BASE, station, name="w.csv", latitude=100.0, longitude=20.0, utc_offset=1.0
        )


def test_an_epw_file_says_where_it_holds():
    station = station_of(epw(), name="w.epw")

    assert (station.latitude, station.longitude, station.utc_offset) == (LATITUDE, LONGITUDE, 3.0)
    assert station.values["ghi"].max() == 892.0
    assert station.values["pressure"][0] == 83500.0


@pytest.mark.parametrize("made", sorted(EVERY_FORMAT))
def test_sun_and_wind_of_every_format_give_the_same_yields(made):
    plain, other = (
        resource_of_station(BASE, station_of(text, name="w"), name="w")
        for text in (epw(), EVERY_FORMAT[made]())
    )

    # Sunlight of a moment, of the hour or of the hour before, with its parts or split by a fit.
    assert other.pv_yield.value == pytest.approx(plain.pv_yield.value, rel=0.05)
    assert np.argmax(other.solar[:24]) in (11, 12)
    assert other.wind_yield.value == pytest.approx(plain.wind_yield.value, rel=0.01)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (lines_of("ghi_w_m2", "1"), "temp_air_c"),
        (PLAIN.replace("25,4", "85,4", 1), "row 2: temp_air_c of 85 is not degrees Celsius"),
        (lines_of(",".join(COLUMNS), "500,400,150,25,4,100000", 100), "holds 100 rows"),
        (PLAIN.replace("25,4", "nan,4"), "temp_air_c is missing in every row"),
        ("LOCATION,x\n", "LOCATION line"),
    ],
)
def test_a_weather_file_that_cannot_be_used_is_refused(text, sentence):
    with pytest.raises(InputError, match=sentence):
        station_of(text, name="w.csv")


def test_a_file_without_the_split_of_sunlight_is_split():
    names = [name for name in COLUMNS if name not in ("dni_w_m2", "dhi_w_m2")]
    station = station_of(lines_of(",".join(names), "500,25,4,100000"), name="w.csv")
    held = resource_of_station(
        BASE, station, name="w.csv", latitude=10.0, longitude=0.0, utc_offset=0.0
    )

    assert isinstance(held.pv_yield, Finding)
    assert held.pv_yield.value > 0.0
