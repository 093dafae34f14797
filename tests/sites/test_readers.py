import pytest

from comity.errors import InputError, NotANumber, UnknownName
from comity.sites.readers import year_from_csv

HEADER = "hour,temp_air_c,relative_humidity_pct,pressure_pa\n"


def table(hours=8760, temp="25", humidity="60", pressure="83000", header=HEADER):
    return header + "".join(f"{h},{temp},{humidity},{pressure}\n" for h in range(hours))


def test_a_plain_table_becomes_a_year():
    year = year_from_csv(table(), name="year.csv")

    assert year.temp_air.shape == (8760,)
    assert year.temp_air[0] == 25.0
    assert year.vapour[0] == pytest.approx(0.6 * 3169.2, abs=0.1)


@pytest.mark.parametrize(
    ("text", "error", "named"),
    [
        ("", UnknownName, "temp_air_c"),
        (table(header="hour,temp,relative_humidity_pct,pressure_pa\n"), UnknownName, "temp_air_c"),
        (table(hours=8759), InputError, "8759 hours"),
        (table(hours=8784), InputError, "29 February"),
        (table(temp="77"), InputError, "degrees Celsius"),
        (table(humidity="0.6"), InputError, "per cent"),
        (table(pressure="830"), InputError, "pascal"),
        (table(temp=""), NotANumber, "row 2"),
        (table(temp="nan"), NotANumber, "row 2"),
        (table(humidity="120"), InputError, "relative_humidity_pct"),
    ],
)
def test_what_is_not_a_year_is_refused_in_one_sentence(text, error, named):
    with pytest.raises(error, match=named) as caught:
        year_from_csv(text, name="year.csv")

    assert "\n" not in str(caught.value)
