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
