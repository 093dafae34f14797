"""``comity sites size`` answers in one JSON object or refuses in one sentence."""

import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(("sites", "size", *arguments))
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_a_supply_is_sized_for_a_state(capsys):
    status, out, _ = run(
        capsys, "Kenya", "--load-mw", "2", "--price", "0.2", "--discount-rate", "0.08", "--json"
    )
    shown = json.loads(out)

    assert status == 0
    assert {"pv_mw", "wind_mw", "battery_mwh", "battery_mw", "cost", "gap"} <= set(shown)
    assert shown["gap"] <= 1e-6
    assert shown["place"] == "KEN (Nairobi)"
    assert shown["screening_only"] is True
    assert shown["cost"] < 0.2 * 1000.0 * 2.0 * 8760.0


def test_a_share_without_diesel_off_the_grid_is_all_ones_own(capsys):
    status, out, _ = run(
        capsys, "KEN", "--load-mw", "1", "--off-grid", "--zero-diesel", "--discount-rate", "0.08",
        "--renewable-share", "1", "--json",
    )  # fmt: skip
    shown = json.loads(out)

    assert status == 0
    assert shown["own_share_pct"] == pytest.approx(100.0, abs=1e-3)
    assert shown["unserved_mwh"] <= 0.01
    assert shown["diesel_mwh"] == 0.0


def test_hourly_prices_and_weather_of_files_are_used(capsys, tmp_path):
    weather, prices = tmp_path / "w.csv", tmp_path / "p.csv"
    header = "ghi_w_m2,temp_air_c,wind_speed_m_s,pressure_pa"
    rows = [f"{800 if 7 <= hour % 24 < 17 else 0},25,4,100000" for hour in range(8760)]
    weather.write_text("\n".join([header, *rows]))
    prices.write_text("price_usd_per_kwh\n" + "0.1\n0.3\n" * 4380)
    status, out, _ = run(
        capsys, "--weather", str(weather), "--latitude", "5", "--longitude", "0", "--utc-offset",
        "0", "--prices", str(prices), "--load-mw", "1", "--discount-rate", "0.05", "--json",
    )  # fmt: skip
    shown = json.loads(out)

    assert status == 0
    assert shown["screening_only"] is False
    assert shown["carbon_kg"] is None
    assert shown["pv_mw"] > 0.0


def test_the_table_names_the_gap(capsys):
    status, out, _ = run(capsys, "KEN", "--load-mw", "1", "--discount-rate", "0.08")

    assert status == 0
    assert "for screening only" in out
    assert "Certified gap" in out


PLAIN = ("KEN", "--load-mw", "1", "--price", "0.15", "--discount-rate", "0.08")


@pytest.fixture(scope="module")
def plain():
    return sized(*PLAIN)


def sized(*arguments):
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit) as ended:
        main(("sites", "size", *arguments, "--json"))
    assert ended.value.code == 0
    return json.loads(out.getvalue())


def test_a_carbon_price_lowers_the_carbon_and_raises_the_cost(plain):
    shown = sized(*PLAIN, "--carbon-price", "200")

    assert shown["carbon_kg"] < plain["carbon_kg"]
    assert shown["cost"] > plain["cost"]


def test_a_renewable_share_is_reached_at_a_higher_cost(plain):
    shown = sized(*PLAIN, "--renewable-share", "0.95")

    assert plain["own_share_pct"] < 95.0 <= shown["own_share_pct"] + 1e-4
    assert shown["cost"] > plain["cost"]


def test_load_that_moves_within_the_day_costs_less(plain):
    shown = sized(*PLAIN, "--flexible-share", "0.3", "--peak-factor", "1.5")

    assert shown["cost"] < plain["cost"] * 0.999
    assert {"pv_mw", "wind_mw", "battery_mwh", "battery_mw", "cost", "gap"} <= set(shown)


@pytest.mark.parametrize("options", [("--outage-share", "0.02", "--zero-diesel"),
                                     ("--outage-share", "0.02"), ()])  # fmt: skip
def test_what_is_not_served_is_a_finding_and_next_to_nothing(capsys, options):
    status, out, _ = run(capsys, *PLAIN, *options)
    shown = sized(*PLAIN, *options)

    assert status == 0
    assert "unserved" in out
    assert 0.0 <= shown["unserved_mwh"] <= 1e-6 * 8760.0
    # The battery bridges these outages for less than a year of a diesel plant costs.
    assert shown["diesel_mw"] == shown["diesel_mwh"] == 0.0


@pytest.mark.parametrize("grid", [("--off-grid",), ("--outage-share", "0.02"),
                                  ("--outage-share", "0.3"), ("--outage-share", "0")])  # fmt: skip
def test_a_supply_that_may_have_diesel_never_costs_more_than_one_that_may_not(grid):
    free, bound = sized(*PLAIN, *grid), sized(*PLAIN, *grid, "--zero-diesel")

    assert free["cost"] <= bound["cost"] * (1.0 + 2e-6)
    assert (free["diesel_mwh"] > 0.0) == (free["diesel_mw"] > 0.0)


@pytest.mark.parametrize("load", ["0.001", "2000"])
def test_sizes_and_cost_are_in_proportion_to_the_load(plain, load):
    shown = sized("KEN", "--load-mw", load, *PLAIN[3:])

    for key in ("pv_mw", "battery_mwh", "battery_mw", "cost", "backup_mwh"):
        assert shown[key] == pytest.approx(plain[key] * float(load), rel=1e-6), key


def test_a_place_without_sun_or_wind_buys_everything(tmp_path, capsys):
    dark = tmp_path / "dark.csv"
    dark.write_text("ghi_w_m2,temp_air_c,wind_speed_m_s,pressure_pa\n" + "0,-30,0,65000\n" * 8760)
    given = ("--weather", str(dark), "--latitude", "-80", "--longitude", "0", "--utc-offset", "0",
             "--load-mw", "0.001", *PLAIN[3:])  # fmt: skip
    shown = sized(*given)

    assert shown["pv_mw"] == shown["wind_mw"] == shown["battery_mwh"] == 0.0
    assert shown["cost"] == pytest.approx(0.15 * 8760.0)
    for option, sentence in (
        (("--renewable-share", "0.5"), "the largest sizes allowed meet 0;"),
        (("--off-grid", "--zero-diesel"), "unserved in 8760 hours"),
    ):
        status, out, err = run(capsys, *given, *option)
        assert (status, out) == (1, "")
        assert sentence in err


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (("--load-mw", "1"), "Name a state, or give --weather FILE", 2),
        (("KEN", "--load-mw", "0"), "above zero megawatts", 2),
        (("KEN", "--load-mw", "1", "--price", "1", "--prices", "x"), "not both", 2),
        (("KEN", "--load-mw", "1", "--prices", "absent.csv"), "Cannot read the file", 2),
        (("KEN", "--load-mw", "1", "--off-grid", "--outage-share", "0.1"), "Give one of", 2),
        (("KEN", "--load-mw", "1", "--zero-diesel", "--diesel-price", "1"), "not both", 2),
        (("KEN", "--load-mw", "1", "--renewable-share", "1.5"), "between 0 and 1", 2),
        (("KEN", "--load-mw", "1", "--discount-rate", "-1"), "--discount-rate of -1", 2),
        (("KEN", "--load-mw", "1", "--renewable-share", "0.9", "--pv-max-mw", "1",
          "--wind-max-mw", "0"), "out of reach", 1),
        (("Nowhere", "--load-mw", "1"), "No state is called", 2),
        (("KEN", "--load-mw", "1", "--flexible-share", "0.2"), "--peak-factor", 2),
        (("KEN", "--load-mw", "1", "--off-grid", "--zero-diesel", "--pv-max-mw", "3",
          "--wind-max-mw", "0"), "unserved", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_sized_is_refused_in_one_sentence(capsys, arguments, sentence, code):
    status, out, err = run(capsys, *arguments)

    assert status == code
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
