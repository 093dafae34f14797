import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import NotANumber
from comity.facts.types import Fact, Finding, Quality, Source, facts_of, independent


def source(key="a", producer="A"):
    return Source(
        key=key, title=key, producer=producer, year=2024, licence="CC-BY-4.0", url="u",
        accessed="2026-11-23", kind="dataset",
    )  # fmt: skip


def fact(value=1.0, *, producer="A", quality=Quality.REPORTED, **more):
    return Fact(
        name="x", value=value, unit="kWh", year=2024, source=source(producer, producer),
        quality=quality, **more,
    )  # fmt: skip


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_raises_at_birth(bad):
    with pytest.raises(NotANumber):
        fact(bad)


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e3))
def test_a_value_outside_its_band_is_refused(value, width):
    fact(value, low=value - width, high=value + width)

    with pytest.raises(NotANumber):
        fact(value, low=value + width, high=value + 2 * width)


def test_a_finding_carries_the_weakest_mark_that_causes_a_fifth_of_its_band():
    firm, weak = fact(), fact(quality=Quality.ASSUMED)

    def finding(shares):
        return Finding(name="y", value=1.0, unit="", method="m", inputs=(firm, weak), shares=shares)

    assert finding((0.9, 0.1)).quality is Quality.REPORTED
    assert finding((0.8, 0.2)).quality is Quality.ASSUMED
    assert finding(()).quality is Quality.ASSUMED


def test_one_series_relayed_by_two_packages_counts_once():
    old, new = (
        fact(70.5, producer="Ember", release="2024"),
        fact(96.9, producer="Ember", release="2026"),
    )

    assert independent([old, new, fact(producer="EIA")]) == (new, fact(producer="EIA"))


def test_a_finding_unfolds_to_each_fact_once():
    leaf = fact()
    inner = Finding(name="i", value=1.0, unit="", method="m", inputs=(leaf,))
    outer = Finding(name="o", value=1.0, unit="", method="m", inputs=(inner, leaf))

    assert facts_of(outer) == (leaf,)
