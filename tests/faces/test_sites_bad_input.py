"""Whatever is wrong with what a command is given, it refuses in one sentence or says the loss."""

import gzip
import json
import shutil

import pytest

import weather_files as files
from comity.cli import main, places

HEAD, *ROWS = files.plain().splitlines()
LEAP_DAY = [row.replace("-02-28", "-02-29") for row in ROWS[58 * 24 : 59 * 24]]
LEAP = "\n".join([HEAD, *ROWS[: 59 * 24], *LEAP_DAY, *ROWS[59 * 24 :]])


def columns(**changes):
    """The plain year with some columns changed, by name."""
    names = HEAD.split(",")
    rows = []
    for row in ROWS:
        cells = dict(zip(names, row.split(","), strict=True))
        rows.append(",".join(str(changes.get(k, lambda v: v)(v)) for k, v in cells.items()))
    return "\n".join([HEAD, *rows])


FILES = {
    "six hours missing": "\n".join([HEAD, *ROWS[:100], *ROWS[106:]]),
    "half a year": "\n".join([HEAD, *ROWS[:4000]]),
    "two years": "\n".join([HEAD, *ROWS, *(row.replace("2023-", "2024-") for row in ROWS)]),
    "a leap year": LEAP.replace("2023-", "2024-"),
    "8784 rows": "\n".join(line.split(",", 1)[1] for line in LEAP.splitlines()),
    "half hours": "\n".join(
        [HEAD, *(each for row in ROWS for each in (row, row.replace(":00,", ":30,", 1)))]
    ),
    "an hour of 85 degrees": columns(temp_air_c=lambda v: "85" if v == "18.5" else v),
    "a negative pressure": columns(pressure_pa=lambda v: "-1" if v == "83400.0" else v),
    "Fahrenheit": columns(temp_air_c=lambda v: 1.8 * float(v) + 32.0),
    "a fraction": columns(relative_humidity_pct=lambda v: float(v) / 100.0),
    "hPa": columns(pressure_pa=lambda v: float(v) / 100.0),
    "words": columns(temp_air_c=lambda v: "warm" if v == "18.5" else v),
    "frost": columns(temp_air_c=lambda v: float(v) - 55.0),
    "heat nowhere": columns(temp_air_c=lambda v: float(v) + 28.0),
    "nothing": "",
    "only a header": HEAD,
    "a page of the web": "<!doctype html><html><body>404</body></html>",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100),
    "a workbook": b"PK\x03\x04" + b"x" * 100,
    "half a pack": gzip.compress(files.plain().encode())[:5000],
    "deep brackets": "[" * 100_000,
    "JSON of nobody": "{}",
    "a refusal": json.dumps({"message": "Location over the sea.", "status": 400}),
    "several places": f"[{files.open_meteo_json()}]",
    "Nairobi": files.epw(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("weather")
    for name, text in FILES.items():
        (made / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    yield made
    shutil.rmtree(made)


def call(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(("sites", *map(str, arguments)))
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


PLACED = ("--latitude", "-1.3", "--longitude", "45", "--utc-offset", "3")
COMMANDS = {
    "run": ("run", "--technology", "water_chiller", "--json"),
    "label": ("label", "--technology", "water_chiller", "--json"),
    "size": ("size", *PLACED, "--load-mw", "1", "--price", "0.2", "--discount-rate", "0.08",
             "--json"),
}  # fmt: skip
BOTH = ("run", "label")
ALL = ("run", "label", "size")

REFUSED = [
    ("six hours missing", ALL, "6 hours are missing, the first on day 5 of month 1 at 4 h"),
    ("half a year", ALL, "give the whole year"),
    ("two years", ALL, "several years; give one year"),
    ("an hour of 85 degrees", ALL, "of 85 is not degrees Celsius"),
    ("a negative pressure", ALL, "pressure_pa of -1 is not pascal"),
    ("Fahrenheit", ALL, "looks like degrees Fahrenheit, not degrees Celsius; name the column _f"),
    ("a fraction", BOTH, "looks like a fraction, not per cent; name the column _fraction"),
    ("hPa", ALL, "looks like hPa, not pascal; name the column _hpa"),
    ("words", ALL, "temp_air_c is not a number"),
    ("frost", BOTH, "not meant for this air in"),
    ("heat nowhere", BOTH, "hours are outside -45 to 50 °C"),
    ("nothing", ALL, "is empty"),
    ("only a header", ALL, "missing in every row"),
    ("a page of the web", ALL, "No column of"),
    ("a picture", ALL, "is not text"),
    ("a workbook", ALL, "unpack it or save as CSV"),
    ("half a pack", ALL, "not a whole gzip file"),
    ("deep brackets", ALL, "not whole JSON"),
    ("JSON of nobody", ALL, "lacks 'hourly'"),
    ("a refusal", ALL, "refused: Location over the sea."),
    ("several places", ALL, "give the answer for one"),
    ("no such file", ALL, "Cannot read the weather file"),
    (".", ALL, "Cannot read the weather file"),
]


@pytest.mark.parametrize(
    ("name", "command", "sentence"),
    [(name, command, said) for name, commands, said in REFUSED for command in commands],
)
def test_a_file_that_cannot_be_used_is_refused(capsys, folder, name, command, sentence):
    first, *rest = COMMANDS[command]
    status, out, err = call(capsys, first, "--weather", folder / name, *rest)

    assert status == 2
    assert out == ""
    assert sentence in err
    assert err.startswith("E-")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ALL)
@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("six hours missing", ("--fill-gaps", "6"), "6 missing hours bridged by straight lines"),
        ("a leap year", (), "29 February left out"),
        ("8784 rows", (), "29 February left out"),
        ("half hours", (), "rows within an hour averaged"),
    ],
)
def test_a_file_used_with_a_loss_says_so_in_the_output(capsys, folder, command, name, more, said):
    first, *rest = COMMANDS[command]
    status, out, _ = call(capsys, first, "--weather", folder / name, *more, *rest)
    shown = json.loads(out)

    assert status == 0
    told = {"run": lambda: shown["weather"], "label": lambda: shown["inputs"]["weather"],
            "size": lambda: shown["weather_said"]}[command]()  # fmt: skip
    assert said in told
    if command == "run":
        assert said in json.dumps(shown["findings"]["sites.pue"])
    if command == "size":
        assert any(said in each["note"] for each in shown["inputs"])
    if command != "label":
        table = call(capsys, first, "--weather", folder / name, *more, *rest[:-1])[1]
        assert said in " ".join(table.split())


def test_a_file_longer_than_the_limit_is_refused(capsys, tmp_path, monkeypatch):
    long = tmp_path / "minutes.csv"
    long.write_text("0" * 1_100_000)
    monkeypatch.setattr(places, "_LARGEST", 1_000_000)
    for command in ALL:
        first, *rest = COMMANDS[command]
        status, _, err = call(capsys, first, "--weather", long, *rest)

        assert status == 2
        assert "longer than 1 MB" in err


@pytest.mark.parametrize(
    ("arguments", "km"),
    [
        (("run", "SWE"), "7139"),
        (("run", "--site", "3.2,45"), "500"),
        (("label", "SWE", "--technology", "air_chiller"), "7139"),
        (("size", "SWE", "--load-mw", "1", "--price", "0.2"), "7139"),
        (("size", "--latitude", "3.2", "--longitude", "45", "--load-mw", "1", "--price", "0.2"),
         "500"),
    ],
)  # fmt: skip
def test_a_station_500_km_from_the_site_is_refused(capsys, folder, arguments, km):
    status, out, err = call(capsys, *arguments, "--weather", folder / "Nairobi", "--json")

    assert (status, out) == (2, "")
    assert f"is {km} km from the site, more than 250 km" in err


def test_a_station_100_km_from_the_site_is_used_and_said(capsys, folder):
    for arguments, key in (
        (("run", "--site", "-1.3,45.9"), "weather"),
        (("size", "--latitude", "-1.3", "--longitude", "45.9", "--load-mw", "1", "--price", "0.2"),
         "weather_said"),
    ):  # fmt: skip
        status, out, _ = call(capsys, *arguments, "--weather", folder / "Nairobi", "--json")

        assert status == 0
        assert "100 km from the site" in json.loads(out)[key]


SIZE = ("size", "KEN", "--load-mw", "1", "--price", "0.2", "--discount-rate", "0.08")


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (("run", "KEN", "--technology", "nuclear"), "No cooling technology is called", 2),
        (("label", "KEN", "--technology", "nuclear"), "No cooling technology is called", 2),
        (("rank", "KEN", "--technology", "nuclear"), "No cooling technology is called", 2),
        (("run", "Atlantis"), "No state is called", 2),
        (("compare", "Atlantis"), "No state is called", 2),
        (("label", "Atlantis", "--technology", "airside"), "No state is called", 2),
        (("size", "Atlantis", "--load-mw", "1"), "No state is called", 2),
        (("run", "KEN", "--preset", "huge"), "No preset of plants is called", 2),
        (("run", "KEN", "--load-kw", "nan"), "above zero", 2),
        (("run", "KEN", "--load-kw", "inf"), "above zero", 2),
        (("run", "KEN", "--price", "-1"), "not a number from 0 to 5", 2),
        (("run", "KEN", "--renewable-share", "90"), "not a number from 0 to 1", 2),
        (("run", "KEN", "--fill-gaps", "-3"), "--fill-gaps", 2),
        (("run", "--site", "200,200", "--weather", "x"), "not a point on Earth", 2),
        (("label", "KEN", "--pue", "0.9", "--wue", "0"), "PUE of 0.9", 2),
        (("label", "KEN", "--pue", "1.2"), "Give --pue and --wue", 2),
        (("rank", "KEN", "SWE", "--weight", "carbon=1", "--weight", "carbon=2"), "twice", 2),
        (("rank", "KEN", "SWE", "--weight", "beauty=1"), "No criterion is called", 2),
        ((*SIZE[:3], "inf"), "above zero megawatts", 2),
        ((*SIZE[:4], "--price", "80"), "not a number from 0 to 5", 2),
        ((*SIZE, "--carbon-price", "-5"), "carbon price must be zero or above", 2),
        ((*SIZE, "--carbon-intensity", "-5"), "not a number from 0 to 3000 [gCO2e/kWh]", 2),
        ((*SIZE, "--diesel-price", "-1"), "not a number from 0 to 20", 2),
        ((*SIZE, "--flexible-share", "2", "--peak-factor", "1.5"), "between 0 and 1", 2),
        ((*SIZE, "--flexible-share", "nan", "--peak-factor", "1.5"), "between 0 and 1", 2),
        ((*SIZE, "--peak-factor", "0.5"), "at least 1", 2),
        ((*SIZE, "--peak-factor", "1.5"), "--flexible-share", 2),
        ((*SIZE, "--outage-share", "1"), "below 1", 2),
        ((*SIZE, "--outage-length", "4"), "give --outage-share", 2),
        ((*SIZE, "--latitude", "0"), "give --weather FILE", 2),
        ((*SIZE, "--fill-gaps", "3"), "give --weather FILE", 2),
        ((*SIZE, "--pv-max-mw", "nan"), "may not be negative", 2),
        ((*SIZE, "--off-grid", "--zero-diesel", "--pv-max-mw", "2", "--wind-max-mw", "0"),
         "unserved in", 1),
        (("sweep", "nowhere.zarr", "--out", "o.zarr"), "There is no cube of weather", 2),
        (("sweep", "--out", "o.zarr"), "Name a CUBE", 2),
        (("verify", "nowhere"), "Cannot read the certificate", 2),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_used_is_refused(capsys, arguments, sentence, code):
    status, out, err = call(capsys, *arguments, "--json")

    assert status == code
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nothing", "is empty"), ("a picture", "not text"), ("deep brackets", "not JSON"),
     ("JSON of nobody", "not a certificate"), ("Nairobi", "not JSON")],
)  # fmt: skip
def test_what_is_no_certificate_is_refused(capsys, folder, name, sentence):
    status, out, err = call(capsys, "verify", folder / name, "--json")

    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


PRICES = {
    "leap": ("price_usd_per_kwh", ["0.1"] * 8784, "Leave out 29 February"),
    "per MWh": ("price_usd_per_kwh", ["80"] * 8760, "name it price_usd_per_mwh"),
    "a gap": ("price_usd_per_kwh", ["0.1"] * 8759 + ["nan"], "is missing"),
    "unknown": ("price", ["0.1"] * 8760, "No column of"),
}


@pytest.mark.parametrize("name", sorted(PRICES))
def test_prices_that_cannot_be_used_are_refused(capsys, tmp_path, name):
    column, values, sentence = PRICES[name]
    path = tmp_path / "prices.csv"
    path.write_text("\n".join([column, *values]))
    status, out, err = call(capsys, *SIZE[:4], "--prices", path, "--json")

    assert (status, out) == (2, "")
    assert sentence in err


def test_power_that_costs_nothing_needs_no_plant(capsys, tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text("\n".join(["price_usd_per_kwh", *["-0.01"] * 8760]))
    for given in (("--prices", path), ("--price", "0")):
        status, out, _ = call(capsys, *SIZE[:4], "--discount-rate", "0.08", *given, "--json")
        shown = json.loads(out)

        assert status == 0
        assert shown["pv_mw"] + shown["wind_mw"] + shown["battery_mwh"] < 1e-9
        assert shown["cost"] == pytest.approx(0.0, abs=1e-6)
        assert shown["gap"] == 0.0


def test_prices_in_another_hand_are_the_same_prices(capsys, tmp_path):
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    plain.write_text("price_usd_per_mwh\n" + "85.5\n" * 8760)
    other.write_text("hour;price_usd_per_mwh\r\n" + "0;85,5\r\n" * 8760)
    costs = [
        json.loads(call(capsys, *SIZE[:4], "--prices", each, "--json")[1])["cost"]
        for each in (plain, other)
    ]

    assert costs[0] == costs[1]
