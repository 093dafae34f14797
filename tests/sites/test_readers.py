import functools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import weather_files as files
from comity.errors import ComityError, InputError, NotANumber, UnknownName
from comity.sites.readers import READERS, Loss, format_of, read_weather, rows_of
from comity.sites.weather import MONTH_DAYS

HEADER = "hour,temp_air_c,relative_humidity_pct,pressure_pa\n"


def table(hours=8760, temp="25", humidity="60", pressure="83000", header=HEADER):
    return header + "".join(f"{h},{temp},{humidity},{pressure}\n" for h in range(hours))


def clock(year=2023):
    days = list(MONTH_DAYS)
    if year % 4 == 0:
        days[1] = 29
    for month, length in enumerate(days, start=1):
        for day in range(1, length + 1):
            for hour in range(24):
                yield year, month, day, hour


def warmth(hour):
    return 20.0 + 5.0 * float(np.cos(2 * np.pi * (hour - 15) / 24))


def epw(year=2023, tz=3.0, longitude=36.8):
    head = f"LOCATION,Nairobi,-,KEN,TMYx,637400,-1.32,{longitude},{tz},1624.0\n"
    rows = "".join(
        f"{y},{m},{d},{h + 1},60,A,{warmth(h):.1f},10.0,60,83500,0\n" for y, m, d, h in clock(year)
    )
    return head + "X\n" * 7 + rows


def pvgis(kind="json", longitude=30.0):
    stamps = [f"{y}{m:02d}{d:02d}:{h:02d}10" for y, m, d, h in clock()]
    hours = [h for *_, h in clock()]
    if kind == "json":
        rows = [
            {"time(UTC)": t, "T2m": warmth(h), "RH": 60.0, "SP": 83500.0}
            for t, h in zip(stamps, hours, strict=True)
        ]
        place = {"latitude": -1.3, "longitude": longitude, "elevation": 1600.0}
        return json.dumps({"inputs": {"location": place}, "outputs": {"tmy_hourly": rows}})
    head = (
        f"Latitude (decimal degrees): -1.3\r\nLongitude (decimal degrees): {longitude}\r\n"
        "Elevation (m): 1600.0\r\nmonth,year\r\n1,2005\r\ntime(UTC),T2m,RH,SP\r\n"
    )
    body = "".join(f"{t},{warmth(h)},60.0,83500.0\r\n" for t, h in zip(stamps, hours, strict=True))
    return head + body + "\r\nT2m: 2-m air temperature (degree Celsius)\r\n"


def power(fill=False, standard="LST", unit="C"):
    stamps = [f"{y}{m:02d}{d:02d}{h:02d}" for y, m, d, h in clock()]
    temp = {t: warmth(int(t[8:])) for t in stamps}
    if fill:
        temp[stamps[100]] = -999.0
    return json.dumps(
        {
            "geometry": {"coordinates": [30.0, -1.3, 1600.0]},
            "header": {"fill_value": -999.0, "time_standard": standard},
            "properties": {
                "parameter": {
                    "T2M": temp,
                    "RH2M": dict.fromkeys(stamps, 60.0),
                    "PS": dict.fromkeys(stamps, 83.5),
                }
            },
            "parameters": {
                "T2M": {"units": unit}, "RH2M": {"units": "%"}, "PS": {"units": "kPa"},
            },
        }
    )  # fmt: skip


def open_meteo(year=2023, unit="°C"):
    times = [f"{y}-{m:02d}-{d:02d}T{h:02d}:00" for y, m, d, h in clock(year)]
    temp = [warmth(int(t[11:13])) for t in times]
    if unit == "°F":
        temp = [1.8 * each + 32.0 for each in temp]
    return json.dumps(
        {
            "latitude": -1.3, "longitude": 36.8, "elevation": 1600.0, "utc_offset_seconds": 0,
            "hourly_units": {
                "temperature_2m": unit, "relative_humidity_2m": "%", "surface_pressure": "hPa",
            },
            "hourly": {
                "time": times, "temperature_2m": temp,
                "relative_humidity_2m": [60.0] * len(times),
                "surface_pressure": [835.0] * len(times),
            },
        }
    )  # fmt: skip


EXAMPLES = {
    "csv": table(), "epw": epw(), "pvgis": pvgis(), "nasa_power": power(),
    "open_meteo": open_meteo(),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(READERS))
def test_every_kind_is_told_from_its_text_and_gives_a_year(kind):
    found = read_weather(EXAMPLES[kind], name="f")

    assert format_of(EXAMPLES[kind]) == kind == found.format
    assert found.year.temp_air.shape == (8760,)
    assert found.year.temp_air.mean() == pytest.approx(25.0 if kind == "csv" else 20.0, abs=0.1)
    assert found.year.pressure.mean() == pytest.approx(83000 if kind == "csv" else 83500)
    assert found.losses == ()


def test_pvgis_says_the_same_as_json_and_as_csv():
    one, two = read_weather(pvgis(), name="f"), read_weather(pvgis("csv"), name="f")

    assert (one.year.temp_air == two.year.temp_air).all()
    assert (one.latitude, one.longitude, one.elevation) == (-1.3, 30.0, 1600.0)
    assert two.longitude == one.longitude


def test_hours_of_universal_time_are_moved_to_the_sun_of_the_place():
    # The examples are warmest at 15 h of their own clock; 30 degrees east is two hours ahead.
    universal = read_weather(pvgis(), name="f").year.temp_air
    solar = read_weather(power(), name="f").year.temp_air
    local = read_weather(epw(), name="f").year.temp_air

    assert int(np.argmax(universal[:24])) == 17
    assert int(np.argmax(solar[:24])) == 15
    assert int(np.argmax(local[:24])) == 14


def test_a_plain_table_becomes_a_year():
    year = read_weather(table(), name="year.csv").year

    assert year.temp_air[0] == 25.0
    assert year.vapour[0] == pytest.approx(0.6 * 3169.2, abs=0.1)


@pytest.mark.parametrize(
    ("column", "cell", "quantity", "value"),
    [
        ("temp_air_f", "77", "temp_air", 25.0),
        ("temp_air_k", "298.15", "temp_air", 25.0),
        ("relative_humidity_fraction", "0.6", "vapour", 1901.5),
        ("dew_point_c", "25", "vapour", 3169.2),
        ("pressure_hpa", "830", "pressure", 83000.0),
        ("pressure_kpa", "83", "pressure", 83000.0),
    ],
)
def test_a_unit_that_a_column_declares_is_converted(column, cell, quantity, value):
    cells = {
        "temp_air": "temp_air_c",
        "humidity": "relative_humidity_pct",
        "pressure": "pressure_pa",
    }
    texts = {"temp_air": "25", "humidity": "60", "pressure": "83000"}
    part = next(
        key for key in ("temp_air", "pressure", "humidity") if key in column or key == "humidity"
    )
    cells[part], texts[part] = column, cell
    header = f"hour,{','.join(cells.values())}\n"

    year = read_weather(
        table(temp=texts["temp_air"], humidity=texts["humidity"], pressure=texts["pressure"],
              header=header), name="f",
    ).year  # fmt: skip

    assert getattr(year, quantity)[0] == pytest.approx(value, abs=0.1)


def test_an_answer_in_fahrenheit_is_converted_as_it_declares():
    found = read_weather(open_meteo(unit="°F"), name="f").year.temp_air

    assert found == pytest.approx(read_weather(open_meteo(), name="f").year.temp_air)


def swing(row):
    return table().replace("\n100,25,", f"\n100,{row},")


@pytest.mark.parametrize(
    ("text", "error", "named"),
    [
        ("", UnknownName, "temp_air_c"),
        (table(header="hour,temp,relative_humidity_pct,pressure_pa\n"), UnknownName, "temp_air_c"),
        (table(header="temp_air_c,temp_air_f,relative_humidity_pct,pressure_pa\n"), InputError,
         "keep one"),
        (table(hours=8759), InputError, "8759 rows"),
        (table(hours=3 * 8760 + 24), InputError, "26304 rows"),
        (table(temp="77"), InputError, "degrees Fahrenheit.*_f"),
        (table(temp="298"), InputError, "kelvin.*_k"),
        (table(humidity="0.6"), InputError, "fraction.*_fraction"),
        (table(pressure="830"), InputError, "hPa.*_hpa"),
        (table(pressure="83"), InputError, "kPa.*_kpa"),
        (table(temp=""), NotANumber, "every row"),
        (table(temp="warm"), NotANumber, "row 2"),
        (table(temp="inf"), NotANumber, "row 2"),
        (table(humidity="120"), InputError, "row 2: relative_humidity_pct of 120"),
        (swing("71"), InputError, "row 102: temp_air_c of 71 is not degrees Celsius"),
        (swing(""), NotANumber, "1 hours are missing, the first on day 5 of month 1 at 4 h"),
        (open_meteo(unit="Réaumur"), InputError, "Réaumur"),
        (open_meteo().replace("surface_pressure", "pressure_msl"), InputError, "surface_pressure"),
        (power(fill=True), NotANumber, "--fill-gaps 1"),
        ("".join(epw().splitlines(True)[:4000]), NotANumber, "hours are missing"),
        ("LOCATION,Nairobi\n", InputError, "LOCATION"),
        ('{"tmy_hourly": 1}', InputError, "PVGIS"),
        (files.plain(time="utc").replace("T05:00:00Z", "T05:00:00+03:00", 1), InputError,
         "the clock changes within the file"),
        (files.plain().replace("time,", "time,Temp_air_C,", 1).replace(":00,", ":00,1,"),
         InputError, "keep one"),
        (epw() + epw().split("X\n")[-1], InputError, "several years"),
    ],
)  # fmt: skip
def test_what_is_not_a_year_is_refused_in_one_sentence(text, error, named):
    with pytest.raises(error, match=named) as caught:
        read_weather(text, name="year.csv")

    assert "\n" not in str(caught.value)


def test_an_unknown_kind_offers_those_that_exist():
    with pytest.raises(UnknownName, match="epw"):
        read_weather(table(), name="f", kind="tmy2")


@pytest.mark.parametrize("text", [table(hours=8784), epw(year=2024), open_meteo(year=2024)])
def test_a_leap_day_is_left_out_and_said(text):
    found = read_weather(text, name="f")

    assert found.year.temp_air.shape == (8760,)
    assert Loss(kind="leap_day", hours=24) in found.losses


@pytest.mark.parametrize("hours", [4 * 8760, 2 * 8784])
def test_rows_within_an_hour_are_averaged_and_said(hours):
    text = table(hours=hours).replace("\n0,25,", "\n0,20,")

    found = read_weather(text, name="f")

    assert found.year.temp_air.shape == (8760,)
    assert 20.0 < found.year.temp_air[0] < 25.0
    assert "averaged" in {each.kind for each in found.losses}


def test_a_gap_is_bridged_only_when_allowed_and_said():
    text = swing("")

    found = read_weather(text, name="f", fill_hours=3)

    assert found.losses == (Loss(kind="filled", hours=1),)
    assert found.year.temp_air[100] == pytest.approx(25.0)


def test_a_table_with_times_shows_which_hours_are_absent():
    lines = [f"{y}-{m:02d}-{d:02d}T{h:02d}:00,25,60,83000" for y, m, d, h in clock()]
    del lines[48:54]
    text = "time,temp_air_c,relative_humidity_pct,pressure_pa\n" + "\n".join(lines)

    with pytest.raises(NotANumber, match="6 hours are missing, the first on day 3 of month 1"):
        read_weather(text, name="f", fill_hours=5)

    assert read_weather(text, name="f", fill_hours=6).losses == (Loss(kind="filled", hours=6),)


BEGINNINGS = [
    made()[:3000]
    for made in (
        files.epw, files.pvgis_json, files.pvgis_csv, files.power_json, files.power_csv,
        files.open_meteo_json, files.open_meteo_csv, files.plain,
    )
]  # fmt: skip


@settings(max_examples=300)
@given(
    st.sampled_from(BEGINNINGS), st.integers(0, 3000), st.integers(0, 40),
    st.sampled_from(["", ",", ";", "\n", '"', "{}", "null", "[", "NaN", "-999", "1e999", "é"]),
    st.sampled_from(["", *READERS]),
)  # fmt: skip
def test_a_damaged_file_is_refused_in_one_sentence(text, at, length, put, kind):
    damaged = text[:at] + put + text[at + length :]

    with pytest.raises(ComityError) as caught:
        read_weather(damaged, name="f", kind=kind)

    assert "\n" not in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["pvgis", "nasa_power", "open_meteo"]),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3),
    st.sampled_from([None, [], {}, "x", 3, True, [1, 2], {"a": None}, float("inf")]),
)
def test_json_of_another_shape_is_refused_in_one_sentence(service, path, value):
    made = {
        "pvgis": files.pvgis_json, "nasa_power": files.power_json,
        "open_meteo": files.open_meteo_json,
    }[service]  # fmt: skip
    whole = json.loads(_cached(made))
    place = whole
    for step in path:
        if not isinstance(place, dict) or not place:
            break
        keys = sorted(place)
        key = keys["abc".index(step) % len(keys)]
        parent, place = place, place[key]
    parent[key] = value

    said = ""
    try:
        found = read_weather(json.dumps(whole), name="f", kind=service)
    except ComityError as error:
        said = str(error)

    assert "\n" not in said
    assert said or np.isfinite(found.year.temp_air).all()


@functools.cache
def _cached(made):
    return made()


def test_columns_of_different_lengths_are_refused():
    whole = json.loads(files.open_meteo_json())
    whole["hourly"]["surface_pressure"].pop()

    with pytest.raises(InputError, match="different lengths"):
        read_weather(json.dumps(whole), name="f")


@pytest.mark.parametrize(("zone", "offset"), [("Z", 0.0), ("+05:30", 5.5), ("-0300", -3.0)])
def test_a_time_with_a_zone_says_how_far_its_clock_is_ahead(zone, offset):
    found = rows_of(files.plain(time="utc").replace("Z,", f"{zone},"), name="f")

    assert found.utc_offset == offset
    assert rows_of(files.plain(), name="f").utc_offset is None
