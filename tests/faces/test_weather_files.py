"""Weather files as users have them: packed, under other people's names, broken, enormous."""

import gzip
import json
import math

import pytest

from comity.cli import main, places


def run(capsys, file):
    with pytest.raises(SystemExit) as ended:
        main(["sites", "run", "--weather", str(file), "--technology", "water_chiller", "--json"])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def table(header, factor=1.0, constant=0.0, humidity=60.0, pressure=83000.0):
    warmth = (15 + 8 * math.sin(2 * math.pi * hour / 24) for hour in range(8760))
    rows = (f"{factor * each + constant:.2f},{humidity},{pressure}" for each in warmth)
    return header + "\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    "header", ["temp_air,relative_humidity,pressure", "t_db,rh,p_pa", "temp_air_c,rh,pressure_pa"]
)
def test_names_of_a_published_convention_have_its_units(capsys, tmp_path, header):
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    plain.write_text(table("temp_air_c,relative_humidity_pct,pressure_pa"))
    other.write_text(table(header))

    status, out, err = run(capsys, other)
    assert status == 0, err
    assert json.loads(out)["pue"] == json.loads(run(capsys, plain)[1])["pue"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"factor": 1.8, "constant": 40.0}, "ahrenheit"),
        ({"constant": 273.15}, "elvin"),
        ({"humidity": 0.6}, "fraction"),
        ({"pressure": 830.0}, "hPa"),
    ],
)
def test_a_convention_in_other_units_is_refused_until_declared(capsys, tmp_path, given, named):
    path = tmp_path / "odd.csv"
    path.write_text(table("temp_air,relative_humidity,pressure", **given))
    status, _, err = run(capsys, path)

    assert status == 2
    assert named in err
    assert err.count("\n") == 1


def test_a_packed_file_is_read_as_the_plain_one(capsys, tmp_path):
    text = table("temp_air_c,relative_humidity_pct,pressure_pa")
    plain, packed = tmp_path / "year.csv", tmp_path / "year.csv.gz"
    plain.write_text(text)
    packed.write_bytes(gzip.compress(text.encode()))

    status, out, _ = run(capsys, packed)
    assert status == 0
    assert json.loads(out)["pue"] == json.loads(run(capsys, plain)[1])["pue"]


def test_a_broken_or_bursting_pack_is_one_sentence(capsys, tmp_path, monkeypatch):
    broken, bomb = tmp_path / "broken.gz", tmp_path / "bomb.gz"
    packed = gzip.compress(table("temp_air_c,relative_humidity_pct,pressure_pa").encode())
    broken.write_bytes(packed[: len(packed) // 2])
    bomb.write_bytes(gzip.compress(b"0" * 2_000_000))
    monkeypatch.setattr(places, "_LARGEST", 1_000_000)

    for path, named in ((broken, "gzip"), (bomb, "longer than 1 MB")):
        status, _, err = run(capsys, path)
        assert status == 2
        assert named in err
        assert err.count("\n") == 1
