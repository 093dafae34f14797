import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.report.numbers import UNITS, decimals, show, write
from comity.report.translate import translator
from report.sample import NAMES, fact, finding

ENGLISH = translator("en", NAMES)


@pytest.mark.parametrize(
    ("value", "low", "high", "printed"),
    [
        (1.18, 1.14, 1.26, "1.18 (1.14–1.26)"),
        (7, 6, 8, "7 (6–8)"),
        (118, 104, 131, "118 (104–131)"),
        (0.46, 0.31, 0.74, "0.46 (0.31–0.74)"),
        (0.16, 0.02, 0.41, "0.16 (0.02–0.41)"),
        (0.88, 0.52, 1.6, "0.88 (0.52–1.6)"),
        (4.123, 2.81, 6.04, "4.1 (2.8–6.0)"),
        (0.3, 0.2, 0.5, "0.3 (0.2–0.5)"),
        (123456, 100123, 149876, "123\u202f000 (100\u202f000–150\u202f000)"),
        (41e6, 22e6, 79e6, "41\u00a0million (22–79)"),
        (0.5, -3.0, 5.0, "0.5 (−3.0 to 5.0)"),
    ],
)
def test_digits_follow_the_band(value, low, high, printed):
    assert show(finding("a.b", value, "", low, high), ENGLISH).plain == printed


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        (8760.0, "hours", "8\u202f760 hours"),
        (31.0, "%", "31%"),
        (0.1234, "USD/kWh", "US$0.123 per kWh"),
        (55339003.0, "people", "55.3\u00a0million people"),
        (412.0, "gCO2e/kWh", "412\u00a0g\u00a0CO₂e per kWh"),
        (2.0, "kgCO2/kg", "2\u00a0kgCO₂/kg"),
        (0.00001234, "", "1.2\u00a0×\u00a010⁻⁵"),
        (-3.5, "°C", "−3.5\u00a0°C"),
    ],
)
def test_a_number_without_a_band_is_printed_with_its_unit(value, unit, printed):
    assert show(fact("x", value, unit), ENGLISH).plain == printed


def test_decimal_mark_and_thousands_follow_the_language():
    assert write(1234.5, 1, "fr") == "1\u202f234,5"
    assert write(1234.5, 1, "en") == "1\u202f234.5"
    assert write(1234.5, 1, "ar") == "1,234.5"


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_says_where_its_value_stands(unit):
    assert UNITS[unit].count("{value}") == 1


@given(
    st.floats(1e-3, 1e9),
    st.floats(1.0001, 1e4),
    st.floats(0, 1),
)
def test_a_printed_band_holds_its_printed_value(low, spread, share):
    high = low * spread
    value = min(max(low + share * (high - low), low), high)
    digits = decimals(value, low, high)
    printed = [write(each, digits, "en").replace("\u202f", "") for each in (low, value, high)]

    assert sorted(printed, key=float) == printed or len({float(each) for each in printed}) < 3
    assert float(printed[1]) > 0


def test_what_is_counted_is_said_by_the_sentence_and_by_the_tree():
    number = fact("joined", 7.0, "instruments")

    assert show(number, ENGLISH).plain == "7"
    assert show(number, ENGLISH, noun=True).plain == "7 instruments"


def test_a_rate_by_the_year_is_written_in_words():
    assert show(fact("cost", 12.0, "USD/yr"), ENGLISH).plain == "US$12 a year"
