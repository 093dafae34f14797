import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.facts.load import embedded
from comity.facts.types import Missing
from comity.plans.climate import weather_of
from comity.plans.designs import parameters_of
from comity.plans.given import asked
from comity.plans.indicators import ACCOUNTS, Given
from comity.plans.places_page import compared, places_page
from comity.plans.plant_words import PLANT_WORDS
from comity.plans.site import plants_in
from comity.plans.site_figures import duration_curve, frontier, monthly_stack
from comity.plans.site_page import ACCOUNT_WORDS, everywhere, site_page
from comity.report import charts, render
from comity.report.marks import NARROW, WIDE
from comity.report.translate import translator
from comity.sites import siting
from comity.sites.cooling import TECHNOLOGIES, Air, annual, operate

BASE = embedded()


@pytest.fixture(scope="module")
def place():
    weather = weather_of(BASE, "SGP")
    return weather, plants_in(BASE, weather)


def test_every_plant_and_every_account_has_words():
    assert set(PLANT_WORDS) == set(TECHNOLOGIES)
    assert set(ACCOUNT_WORDS) == set(ACCOUNTS)


@given(arrays(float, (3, 7), elements=st.floats(1, 3)), arrays(float, 7, elements=st.floats(1, 50)))
def test_a_duration_curve_falls_from_the_most_to_the_least(drawn, hours):
    found = siting.duration(drawn, hours)

    assert found.shape == (3, 101)
    assert (np.diff(found, axis=1) <= 0).all()
    assert np.array_equal(found[:, 0], drawn.max(axis=1))
    assert np.array_equal(found[:, -1], drawn.min(axis=1))


@pytest.mark.parametrize("name", sorted(TECHNOLOGIES))
def test_the_mean_of_a_duration_curve_is_the_pue(place, name):
    weather, plants = place
    curve, ends = duration_curve(BASE, weather, plants, name)

    assert np.mean(curve.series[0].values) == pytest.approx(plants[name].pue.value, abs=0.01)
    assert all(a <= b <= c for a, b, c in zip(curve.low, curve.series[0].values, curve.high,
                                              strict=True))  # fmt: skip
    assert ends["pue_hungriest"].value >= ends["pue_leanest"].value


def test_months_add_up_to_the_year_and_computing_is_the_load(place):
    weather, plants = place
    load = asked(BASE, "it_load", 250.0, "kW")
    stack, found = monthly_stack(BASE, weather, plants["water_chiller"], load)
    middle = parameters_of(BASE)["water_chiller"]
    centre = annual(operate("water_chiller", Air.of(weather.year), middle))
    year = sum(sum(part.values) for part in stack.parts)

    assert sum(stack.parts[0].values) == pytest.approx(250.0 * 8.76)
    assert year / (250.0 * 8.76) == pytest.approx(float(centre.pue))
    assert found["sites.overhead"].value == pytest.approx(
        100 * (1 - 1 / plants["water_chiller"].pue.value)
    )


def test_nothing_beats_a_ringed_point(place):
    _, plants = place
    rows = [("SGP", name, {"pue": plant.pue, "water": plant.wue}) for name, plant in plants.items()]
    chart = frontier(rows)

    assert any(point.frontier for point in chart.points)
    for point in chart.points:
        beaten = [
            other
            for other in chart.points
            if other.across.value <= point.across.value
            and other.up.value <= point.up.value
            and (other.across.value < point.across.value or other.up.value < point.up.value)
        ]
        assert point.frontier == (not beaten)


def test_a_plant_is_missing_where_it_is_not_meant_for_the_weather():
    values = everywhere(BASE, "water_chiller")

    assert len(values) == 193
    assert all(isinstance(each, Missing) or each.value > 1.0 for each in values.values())


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_pages_of_places_are_written_in_every_format(place, form):
    weather, plants = place
    page = site_page(BASE, place="SGP (Singapore)", state="SGP", weather=weather, plants=plants,
                     chosen="hybrid", given=Given())  # fmt: skip
    several = places_page(BASE, compared(BASE, ["KEN", "ISL"]))

    assert "Singapore" in render.render(page, form)
    assert "Iceland" in render.render(several, form)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_of_points_do_not_cover_each_other(place, width):
    _, plants = place
    rows = [("", name, {"pue": plant.pue, "water": plant.wue}) for name, plant in plants.items()]
    spec = charts.specification(frontier(rows), width, translator("en", {}))
    names = [each for each in spec["layer"][-1]["data"]["values"] if each["color"] == "#45525E"]

    assert len(names) >= 6
    for at, one in enumerate(names):
        for other in names[:at]:
            apart = abs(one["y"] - other["y"]) >= 14 or abs(one["x"] - other["x"]) > 20
            assert apart, (one["text"], other["text"])
