"""One year gives one PUE, whoever wrote it down and however."""

import json

import pytest

import weather_files as files
from comity.cli import main


def run(capsys, path, *more):
    with pytest.raises(SystemExit) as ended:
        main(["sites", "run", "--weather", str(path), "--technology", "hybrid", "--json", *more])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    import contextlib
    import io

    path = tmp_path_factory.mktemp("year") / "plain.csv"
    path.write_text(files.plain())
    with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit):
        main(["sites", "run", "--weather", str(path), "--technology", "hybrid", "--json"])
    return json.loads(out.getvalue())


HANDS = {
    "lines end as in Windows": files.epw(newline="\r\n"),
    "a mark of byte order": "\ufeff" + files.epw(),
    "a comma in the place": files.epw(place="Nairobi, Jomo Kenyatta"),
    "a quoted comma in the place": files.epw(place='"Nairobi, Jomo Kenyatta"'),
    "an accent in Latin-1": files.epw(place="São Tomé").encode("latin-1"),
    "more lines above": files.epw(header=10),
    "hours from 0": files.epw(first_hour=0),
    "blanks around cells": files.epw().replace(",", " , "),
    "a small location": files.epw().replace("LOCATION", "Location", 1),
    "four rows an hour": "".join(
        line
        if line.count(",") < 30
        else "".join(line.replace(",60,", f",{minute},", 1) for minute in (15, 30, 45, 60))
        for line in files.epw().splitlines(keepends=True)
    ),
    "rows out of order": "\n".join(
        [files.plain().splitlines()[0], *files.plain().splitlines()[:0:-1]]
    ),
    "commas after the height": files.epw().replace("1661.0", "1661.0,,,"),
    "dates with hyphens and a blank": files.plain(time="space"),
    "universal time": files.plain(time="utc"),
    "no times": files.plain(time=""),
    "semicolons": files.plain(cell=";"),
    "semicolons and decimal commas": files.plain(cell=";", point=","),
    "tabulators": files.plain(cell="\t"),
    "quotes": files.plain(quote='"'),
    "quoted decimal commas": files.plain(quote='"', point=","),
    "capitals": files.plain().replace("temp_air_c", "Temp_Air_C"),
    "a remark above": "# written by hand\n" + files.plain(),
    "two bytes a letter": files.plain().encode("utf-16"),
    "the old name of humidity": files.open_meteo_json().replace("relative_h", "relativeh"),
    "PVGIS without its head": "time(UTC)" + files.pvgis_csv().split("time(UTC)")[1],
}


@pytest.mark.parametrize(
    "text",
    [*(made() for made in files.EVERY_FORMAT.values()), *HANDS.values()],
    ids=[*files.EVERY_FORMAT, *HANDS],
)
def test_the_same_year_has_the_same_figures_in_every_hand(capsys, tmp_path, expected, text):
    path = tmp_path / "year"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    status, out, err = run(capsys, path)
    shown = json.loads(out) if status == 0 else err

    assert status == 0, err
    assert shown["pue"] == pytest.approx(expected["pue"], abs=1e-9)
    assert shown["wue"] == pytest.approx(expected["wue"], abs=1e-9)
    assert shown["free_cooling_hours"] == expected["free_cooling_hours"]


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        (files.power_json(missing=(700, 701)), 2),
        (files.power_csv(missing=(700, 701)), 2),
        (files.open_meteo_csv().replace("T05:00,18.5", "T05:00,", 1), 1),
        (files.epw().replace(",18.5,12.5,", ",99.9,99.9,", 1), 1),
        (files.epw().replace(",83500,", ",999999,", 1), 1),
        (files.open_meteo_json().replace("834.0", "null", 1), 1),
    ],
)
def test_hours_marked_as_missing_are_refused_or_bridged_and_said(capsys, tmp_path, text, gap):
    path = tmp_path / "year"
    path.write_text(text)
    status, out, err = run(capsys, path)

    assert (status, out) == (2, "")
    assert f"--fill-gaps {gap}" in err
    assert err.count("\n") == 1

    status, out, _ = run(capsys, path, "--fill-gaps", str(gap))
    shown = json.loads(out)
    assert status == 0
    assert f"{gap} missing hours bridged by straight lines" in shown["weather"]
    assert f"{gap} missing hours" in json.dumps(shown["findings"]["sites.pue"])


def test_humidity_an_epw_lacks_is_taken_from_its_dew_point(capsys, tmp_path, expected):
    path = tmp_path / "year.epw"
    path.write_text("".join(
        ",".join([*cells[:8], "999", *cells[9:]]) if len(cells := line.split(",")) > 30 else line
        for line in files.epw().splitlines(keepends=True)
    ))  # fmt: skip
    status, out, err = run(capsys, path)

    assert status == 0, err
    assert json.loads(out)["pue"]["p50"] == pytest.approx(expected["pue"]["p50"], abs=0.02)
