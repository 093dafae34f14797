"""What a user gives overrides by row, and a damaged file is named by file, row and column."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import DamagedFacts, InputError
from comity.facts.files import File
from comity.facts.load import FactBase, load

HEADER = "iso3,fact,value,unit,year,source,quality"
GOOD = "KEN,grid_ci,88,gCO2e/kWh,2025,utility,measured"


def base(text, name="mine.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return load([File(name, content)])


def test_a_row_of_the_user_comes_first_and_the_others_stay():
    held = base(f"{HEADER}\n{GOOD}\n")

    assert held.fact("KEN", "grid_ci").value == 88.0
    assert held.fact("KEN", "grid_ci").producer == "supplied by the user: utility"
    assert held.facts("KEN", "grid_ci")[1].producer == "Ember"
    assert held.fact("UGA", "grid_ci").producer == "Ember"


def test_a_row_of_the_user_is_marked_supplied_whatever_source_it_names():
    held = base(f"{HEADER}\n{GOOD.replace('utility', 'ember_owid_2026')}\n")

    assert held.fact("KEN", "grid_ci").source.kind == "user"


def test_a_later_file_overrides_an_earlier_one():
    files = [
        File("a.csv", f"{HEADER}\n{GOOD}\n".encode()),
        File("b.csv", f"{HEADER}\n{GOOD.replace(',88,', ',77,')}\n".encode()),
    ]

    assert load(files).fact("KEN", "grid_ci").value == 77.0
    assert load(files[::-1]).fact("KEN", "grid_ci").value == 88.0


def test_a_fact_of_the_user_may_carry_a_band():
    held = base(
        f"{HEADER},low,high\nKEN,electricity_price_industry,.18,USD/kWh,2026,t,reported,.15,.22\n"
    )
    fact = held.fact("KEN", "electricity_price_industry")

    assert (fact.low, fact.value, fact.high) == (0.15, 0.18, 0.22)


def test_a_row_of_a_wide_table_replaces_that_row_alone():
    header = "iso3,city,role,lat,lon,elevation_m,note,source,year,quality"
    held = base(f"{header}\nKEN,Mombasa,hub,-4.05,39.67,20,,me,2026,measured\n",
                "reference_cities.csv")  # fmt: skip

    assert held.row("reference_cities", "KEN").text("city") == "Mombasa"
    assert held.row("reference_cities", "UGA").text("city") == "Kampala"
    assert len(held.rows("reference_cities")) == 193


DAMAGED = {
    "a missing column": ("iso3,fact,value,year,source,quality\n", 1, "unit"),
    "a missing fact column": ("iso3,value,unit,year,source,quality\n", 1, "fact"),
    "an unknown column": (f"{HEADER},colour\n", 1, "colour"),
    "a column that stands twice": (f"{HEADER},value\n", 1, "twice"),
    "an extra cell": (f"{HEADER}\n{GOOD},x\n", 2, "8 cells"),
    "a cell too few": (f"{HEADER}\n{GOOD[:-9]}\n", 2, "6 cells"),
    "bytes that are no UTF-8": (f"{HEADER}\n{GOOD}\n".encode() + b"\xff\n", 3, "UTF-8"),
    "a NUL byte": (f"{HEADER}\nKEN\0\n", 2, "NUL"),
    "an open quote": (f'{HEADER}\n"KEN\n', 2, "end of data"),
    "not a number": (f"{HEADER}\n{GOOD.replace('88', 'high')}\n", 2, "'value'"),
    "NaN": (f"{HEADER}\n{GOOD.replace('88', 'nan')}\n", 2, "'value'"),
    "infinity": (f"{HEADER}\n{GOOD.replace('88', '1e999')}\n", 2, "'value'"),
    "a number as Python writes it": (f"{HEADER}\n{GOOD.replace('88', '1_0')}\n", 2, "'value'"),
    "an empty value": (f"{HEADER}\n{GOOD.replace('88', '')}\n", 2, "'value'"),
    "a value out of bounds": (f"{HEADER}\n{GOOD.replace('88', '88000')}\n", 2, "'value'"),
    "a wrong unit": (f"{HEADER}\n{GOOD.replace('gCO2e', 'kgCO2e')}\n", 2, "'unit'"),
    "an unknown state": (f"{HEADER}\n{GOOD.replace('KEN', 'KEX')}\n", 2, "'iso3'"),
    "an unknown fact": (f"{HEADER}\n{GOOD.replace('grid_ci', 'grid_cl')}\n", 2, "grid_ci"),
    "a bad year": (f"{HEADER}\n{GOOD.replace('2025', '25')}\n", 2, "'year'"),
    "a bad quality": (f"{HEADER}\n{GOOD.replace('measured', 'good')}\n", 2, "'quality'"),
    "an empty source": (f"{HEADER}\n{GOOD.replace('utility', ' ')}\n", 2, "'source'"),
    "half a band": (f"{HEADER},low,high\n{GOOD},80,\n", 2, "band"),
    "a value outside its band": (f"{HEADER},low,high\n{GOOD},89,95\n", 2, "band"),
}


@pytest.mark.parametrize("kind", sorted(DAMAGED))
def test_a_damaged_file_is_named_by_file_row_and_column(kind):
    text, row, what = DAMAGED[kind]
    with pytest.raises(DamagedFacts) as raised:
        base(text)

    assert str(raised.value).startswith(f"mine.csv, row {row}")
    assert what in str(raised.value)
    assert raised.value.exit_code == 3


CITIES = "iso3,city,role,lat,lon,elevation_m,note,source,year,quality"
CLIMATE = (
    "iso3,quantity,unit," + ",".join(f"m{n:02d}" for n in range(1, 13)) + ",source,year,quality"
)
WIDE = {
    "an unknown state": (
        "reference_cities.csv", f"{CITIES}\nXXX,A,hub,1,1,1,,s,2026,measured\n", "'iso3'"),
    "a latitude beyond the pole": (
        "reference_cities.csv", f"{CITIES}\nKEN,A,hub,91,1,1,,s,2026,measured\n", "'lat'"),
    "a row that stands twice": (
        "reference_cities.csv", CITIES + "\nKEN,A,hub,1,1,1,,s,2026,measured" * 2 + "\n", "twice"),
    "an unknown column": ("reference_cities.csv", f"{CITIES},mayor\n", "'mayor'"),
    "a row without a source": (
        "reference_cities.csv", f"{CITIES}\nKEN,A,hub,1,1,1,,,2026,measured\n", "'source'"),
    "an unknown quantity": (
        "climate.csv", f"{CLIMATE}\nKEN,rain,mm" + ",1" * 12 + ",s,2020,measured\n", "'quantity'"),
    "a month in another unit": (
        "climate.csv", f"{CLIMATE}\nKEN,temp_air_mean,K" + ",1" * 12 + ",s,2020,measured\n",
        "'unit'"),
    "a month out of bounds": (
        "climate.csv", f"{CLIMATE}\nKEN,temp_air_mean,degC,290" + ",1" * 11 + ",s,2020,measured\n",
        "'m01'"),
    "a month left empty": (
        "climate.csv", f"{CLIMATE}\nKEN,temp_air_mean,degC," + ",1" * 11 + ",s,2020,measured\n",
        "'m01'"),
    "a table nobody knows": ("weather.csv", "a,b\n1,2\n", "neither facts about states"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(WIDE))
def test_a_damaged_wide_table_is_named(kind):
    file, text, what = WIDE[kind]
    with pytest.raises(DamagedFacts, match=rf"^{file}, row [1-3]") as raised:
        base(text, file)

    assert what in str(raised.value)


def test_a_file_that_cannot_be_read_is_bad_input(tmp_path):
    with pytest.raises(InputError, match=r"absent\.csv"):
        load([tmp_path / "absent.csv"])
    with pytest.raises(InputError, match="holds no CSV"):
        load([tmp_path])


def test_a_folder_gives_every_table_in_it(tmp_path):
    (tmp_path / "mine.csv").write_text(f"\ufeff{HEADER}\r\n{GOOD}\r\n", "utf-8")

    assert load([tmp_path]).fact("KEN", "grid_ci").value == 88.0


def outcome(text):
    try:
        return base(text)
    except Exception as error:  # whatever escapes is what the test is about
        return error


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_facts_or_damaged_facts(content):
    for head in (b"", f"{HEADER}\n".encode()):
        assert isinstance(outcome(head + content), FactBase | DamagedFacts)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8) | st.sampled_from(
    ["KEN", "grid_ci", "88", "gCO2e/kWh", "2025", "measured", "nan", '"', ",", "1e400", "-1", ""]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=3))
def test_any_cells_are_facts_or_damaged_facts(rows):
    text = f"{HEADER},low,high\n" + "\n".join(",".join(cells) for cells in rows) + f"\n{GOOD},,\n"
    held = outcome(text)

    if isinstance(held, FactBase):
        assert held.fact("KEN", "grid_ci").source.kind == "user"
    else:
        assert isinstance(held, DamagedFacts)
        assert "mine.csv, row" in str(held)
