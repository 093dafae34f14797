"""The embedded tables keep their promises."""

import importlib.util
import math
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from comity.facts.check import damages
from comity.facts.load import embedded
from comity.facts.states import members
from comity.facts.types import independent

BASE = embedded()
ROOT = Path(__file__).parents[2]


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FOR_ALL_STATES = (
    "population", "share_15_64", "gdp_usd", "electrification_rate", "literacy", "ida_status",
    "official_languages", "un_scale_assessment", "wb_income_class", "internet_users_share",
)  # fmt: skip
TESTS_ONLY = {
    "airegmap", "co2js_ember", "damodaran", "ecologits", "electricitymaps", "flops_export",
    "lic_dsa_fdl", "oecd_corpus", "world_countries",
}  # fmt: skip


def test_no_table_is_damaged():
    assert damages(BASE) == ()


@pytest.mark.parametrize("name", FOR_ALL_STATES)
def test_a_fact_claimed_for_all_is_known_of_every_state(name):
    assert [state for state in sorted(BASE.states) if not BASE.facts(state, name)] == []


def test_the_regional_groups_are_those_of_the_united_nations():
    count = Counter(row.text("un_group") for row in BASE.rows("states"))

    assert count == {"Africa": 54, "APG": 54, "EEG": 23, "GRULAC": 33, "WEOG": 29}


# LDC 44, LLDC 32, SIDS 37: UN-OHRLLS, 2025. FY26 classes: World Bank, July 2025.
@pytest.mark.parametrize(
    ("group", "size"),
    [
        ("ldc", 44), ("lldc", 32), ("sids", 37), ("eu", 27), ("oecd", 38), ("coe", 46), ("g7", 7),
        ("g20", 19), ("brics", 10), ("asean", 10), ("au", 54), ("g77", 133), ("income_high", 64),
        ("income_upper_middle", 53), ("income_lower_middle", 49), ("income_low", 25),
        ("income_not_classified", 2),
    ],
)  # fmt: skip
def test_a_group_has_its_published_size(group, size):
    assert len(members(BASE, group)) == size


def test_a_membership_nobody_confirmed_says_so():
    weak = {row.text("group") for row in BASE.rows("groups") if row.text("note").startswith("unc")}
    rows = [row for row in BASE.rows("groups") if row.text("group") in weak]

    assert weak == {"g20", "brics", "brics_partner", "asean", "sco", "dco", "oif", "au"}
    assert {row.quality.value for row in rows} == {"estimated"}


def test_the_scale_of_assessments_sums_to_one_hundred():  # A/RES/79/249
    shares = [float(BASE.fact(state, "un_scale_assessment").value) for state in BASE.states]

    assert round(math.fsum(shares), 6) == 100.0


MIX = {
    "codecarbon_owid2024": ("coal", "gas", "oil", "nuclear", "hydro", "solar", "wind", "bioenergy",
                            "other_renewable"),
    "factbook": ("fossil", "nuclear", "hydro", "solar", "wind", "bioenergy", "geothermal",
                 "marine"),
}  # fmt: skip


@pytest.mark.parametrize("source", sorted(MIX))
def test_the_shares_of_a_generation_mix_sum_to_the_whole(source):
    total = defaultdict(float)
    for state in BASE.states:
        for fuel in MIX[source]:
            for fact in BASE.facts(state, f"gen_share_{fuel}"):
                if fact.source.key == source:
                    total[state] += float(fact.value)

    assert len(total) == 185
    assert [state for state, share in total.items() if not 97.0 <= share <= 103.0] == []


def test_the_carbon_intensity_of_kenya_in_2023_is_that_of_the_newest_release():
    # Ember through Our World in Data, retrieved 2026-09-26; the release of 2024 said 70.5.
    found = [fact for fact in BASE.facts("KEN", "grid_ci") if fact.year == 2023]

    assert (found[0].value, found[0].producer, found[0].release) == (96.9, "Ember", "2026")
    assert [fact.value for fact in independent(found) if fact.producer == "Ember"] == [96.9]
    assert {fact.producer for fact in independent(found)} == {
        "Ember", "EIA mix x IPCC factors", "Ember mix x IPCC factors",
    }  # fmt: skip


def test_the_preferred_carbon_intensity_is_the_newest_year_of_ember():
    assert BASE.fact("KEN", "grid_ci").source.key == "ember_owid_2026"
    assert BASE.fact("KEN", "grid_ci").year == max(
        fact.year for fact in BASE.facts("KEN", "grid_ci")
    )


@pytest.mark.parametrize("state", ["ERI", "VEN", "SSD", "YEM"])
def test_an_old_figure_of_the_world_bank_yields_to_the_factbook(state):
    old = [fact for fact in BASE.facts(state, "gdp_usd") if fact.source.key == "wb_gdp"]

    assert BASE.fact(state, "gdp_usd").source.key == "factbook"
    assert old == [] or BASE.fact(state, "gdp_usd").year - old[0].year >= 5
    assert BASE.fact("FRA", "gdp_usd").source.key == "wb_gdp"


def test_no_source_for_tests_only_is_in_the_wheel():
    assert TESTS_ONLY.isdisjoint(BASE.sources)


def test_factors_nobody_confirmed_are_marked():
    for key in ("mix_ipcc", "mix_ipcc_eia", "ewif_macknick"):
        held = [
            fact
            for state in BASE.states
            for name in ("grid_ci", "grid_water_intensity")
            for fact in BASE.facts(state, name)
            if fact.source.key == key
        ]

        assert "factors unconfirmed" in BASE.sources[key].title
        assert {fact.quality.value for fact in held} == {"estimated"}
        assert all("unconfirmed" in fact.note for fact in held)


def test_twelve_months_keep_their_order_of_temperature_and_stay_below_saturation():
    for state in sorted(BASE.states):
        low, mean, high, vapour = (
            BASE.row("climate", f"{state}/{quantity}")
            for quantity in ("temp_air_min", "temp_air_mean", "temp_air_max", "vapour_pressure")
        )
        for month in (f"m{number:02d}" for number in range(1, 13)):
            # Magnus formula over water; a check of sanity, not a method.
            celsius = mean.number(month)
            saturation = 611.2 * math.exp(17.62 * celsius / (243.12 + celsius))
            assert low.number(month) <= celsius <= high.number(month), (state, month)
            assert vapour.number(month) <= 1.02 * saturation, (state, month)


def test_a_month_knows_its_unit_and_its_year():
    fact = BASE.row("climate", "KEN/temp_air_mean").fact("m01")

    assert (fact.value, fact.unit, fact.year) == (19.8, "degC", 2020)


@pytest.mark.parametrize(("state", "city"), [("ISR", "Tel Aviv"), ("BOL", "La Paz")])
def test_a_reference_city_that_is_not_the_listed_capital_says_why(state, city):
    row = BASE.row("reference_cities", state)

    assert row.text("city") == city
    assert row.text("role") != "capital"
    assert row.text("note")


def test_what_no_source_gives_is_missing_and_never_zero():
    assert BASE.facts("MCO", "grid_ci") == ()
    assert "--facts" in BASE.known("MCO", "grid_ci").supply
    assert all(fact.value > 0.0 for state in BASE.states for fact in BASE.facts(state, "grid_ci"))


def test_no_recorded_key_has_vanished():
    held = {(table, rest): states for table, rest, states in tool("record_keys").recorded()}
    gone = []
    for line in (Path(__file__).parent / "keys.txt").read_text("utf-8").splitlines():
        table, rest, names = line.split("\t")
        wanted = BASE.states if names == "*" else set(names.split("|")) - {""}
        gone += [(table, rest, each) for each in wanted - held.get((table, rest), set())]

    assert gone == [], "say so in the changelog, then run tools/record_keys.py"


@pytest.mark.shared
def test_the_tables_are_what_the_script_transcribes(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("COMITY_SHARED", str(shared))
    script = tool("transcribe_countries")
    monkeypatch.setattr(script, "DATA", tmp_path)
    script.main()
    written = sorted(path.name for path in tmp_path.glob("*.csv"))
    data = ROOT / "src" / "comity" / "facts" / "data"

    assert len(written) == 7
    assert [n for n in written if (tmp_path / n).read_bytes() != (data / n).read_bytes()] == []


def test_the_terms_of_the_data_are_those_of_the_sources():
    script = tool("write_licence_data")

    assert script.PAGE.read_text("utf-8") == script.page(), "run tools/write_licence_data.py"
