import json
import math

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "year.csv"
    lines = [f"{15 + 8 * math.sin(2 * math.pi * hour / 24):.2f},60,83000" for hour in range(8760)]
    path.write_text("temp_air_c,relative_humidity_pct,pressure_pa\n" + "\n".join(lines) + "\n")
    return path


def test_sites_run_gives_bands_for_a_state(capsys):
    status, out, _ = run(capsys, "sites", "run", "Kenya", "--json")
    shown = json.loads(out)

    assert status == 0
    assert shown["place"] == "KEN (Nairobi)"
    assert set(shown["pue"]) == set(shown["wue"]) == {"p5", "p50", "p95"}
    assert 1.0 < shown["pue"]["p5"] < shown["pue"]["p50"] < shown["pue"]["p95"]
    assert 0.0 <= shown["free_cooling_hours"] <= 8760.0
    assert shown["technology"] in shown["by_technology"]


def test_sites_run_takes_a_weather_file_and_a_technology(capsys, file):
    status, out, _ = run(
        capsys, "sites", "run", "--weather", str(file), "--technology", "water_chiller", "--json"
    )
    shown = json.loads(out)

    assert status == 0
    assert shown["technology"] == "water_chiller"
    assert shown["weather"] == f"weather: csv {file}"
    assert set(shown["pue"]) == set(shown["wue"]) == {"p5", "p50", "p95"}
    assert 0.0 <= shown["free_cooling_hours"] <= 8760.0
    assert shown["wue"]["p50"] > 0.0


def test_sites_run_prints_a_table(capsys):
    status, out, _ = run(capsys, "sites", "run", "SGP", "--technology", "air_chiller")

    assert status == 0
    assert "air_chiller" in out
    assert "water_chiller" not in out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("Kenia",), "Kenya"),
        ((), "--weather"),
        (("KEN", "--weather", "x.csv", "--online", "pvgis"), "one of the two"),
        (("KEN", "--online", "pvgys"), "pvgis"),
        (("--online", "pvgis"), "--site"),
        (("--online", "pvgis", "--site", "99,0"), "Earth"),
        (("KEN", "--site", "1,1"), "--site"),
        (("KEN", "--technology", "air_chilled"), "air_chiller"),
        (("--weather", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_cannot_be_run_is_one_sentence_and_status_2(capsys, arguments, named):
    status, out, err = run(capsys, "sites", "run", *arguments)

    assert status == 2
    assert out == ""
    assert named in err
    assert err.count("\n") == 1


def test_a_short_weather_file_is_refused(capsys, file):
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))

    status, _, err = run(capsys, "sites", "run", "--weather", str(file))

    assert status == 2
    assert "8759" in err


def test_a_label_is_issued_verified_and_refused_when_changed(capsys, tmp_path):
    path = tmp_path / "label.json"
    status, out, _ = run(
        capsys, "sites", "label", "KEN", "--technology", "water_chiller", "--renewable", "0.9",
        "--json",
    )  # fmt: skip
    path.write_text(out)

    assert status == 0
    assert len(json.loads(out)["inputs_sha256"]) == 64
    assert run(capsys, "sites", "verify", str(path))[0] == 0

    path.write_text(out.replace('"renewable": 0.9', '"renewable": 1.0', 1))
    status, out, _ = run(capsys, "sites", "verify", str(path), "--json")

    assert status == 1
    assert json.loads(out)["holds"] is False


@pytest.mark.parametrize(
    ("text", "named"),
    [("nonsense", "not JSON"), ("{}", "not a certificate"), (None, "Cannot read")],
)
def test_what_is_no_certificate_is_status_2(capsys, tmp_path, text, named):
    path = tmp_path / "label.json"
    if text is not None:
        path.write_text(text)

    status, _, err = run(capsys, "sites", "verify", str(path))

    assert status == 2
    assert named in err


def test_sites_run_states_every_account_with_its_sources(capsys):
    status, out, _ = run(
        capsys, "sites", "run", "KEN", "--price", "0.15-0.2", "--reuse-share", "0.1", "--json"
    )
    shown = json.loads(out)

    assert status == 0
    assert shown["accounts"]["sites.erf"]["p50"] == 0.1
    assert shown["accounts"]["sites.cue"]["unit"] == "gCO2e/kWh"
    assert "--renewable-share" in shown["accounts"]["sites.ref"]["supply"]
    assert set(shown["accounts"]) == set(shown["findings"])
    tree = shown["findings"]["sites.levelised_cost"]
    assert {each["name"] for each in tree["inputs"]} >= {"sites.hall_capital", "sites.hall_life"}


def test_accounts_of_any_plant_are_explained(capsys):
    status, out, _ = run(capsys, "explain", "KEN", "sites.cue.hybrid")

    assert status == 0
    assert out.startswith("sites.cue.hybrid = ")
    assert "sites.carbon_intensity" in out


def test_an_account_nobody_knows_is_explained_by_its_reason(capsys):
    status, _, err = run(capsys, "explain", "KEN", "sites.erf")

    assert status == 3
    assert "--reuse-share" in err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--price", "cheap"), "--price"),
        (("--renewable-share", "1.2"), "--renewable-share"),
        (("--cost-of-capital", "8"), "0 to 1"),
        (("--load-kw", "0"), "--load-kw"),
        (("--preset", "hyperscal"), "hyperscale"),
        (("--preset", "lei_10", "--technology", "airside"), "direct_expansion"),
    ],
)
def test_what_is_known_of_a_site_is_a_number_in_its_bounds(capsys, arguments, named):
    status, out, err = run(capsys, "sites", "run", "KEN", *arguments)

    assert (status, out) == (2, "")
    assert named in err


@pytest.mark.parametrize(("name", "plant"), [("hyperscale", None), ("w45", "direct_liquid"),
                                             ("lei_10", "direct_expansion")])  # fmt: skip
def test_a_preset_is_laid_over_a_plant(capsys, name, plant):
    status, out, _ = run(capsys, "sites", "run", "KEN", "--preset", name, "--json")
    shown = json.loads(out)

    assert status == 0
    assert shown["preset"] == name
    assert plant is None or list(shown["by_technology"]) == [plant]


def test_presets_are_listed_with_plant_and_source(capsys):
    status, out, _ = run(capsys, "sites", "presets", "--json")
    names = [each["name"] for each in json.loads(out)["presets"]]

    assert status == 0
    assert {"hyperscale", "mid", "small", "w32", "w40", "w45", "lei_1", "lei_10"} <= set(names)
    assert all(each["source"] for each in json.loads(out)["presets"])
