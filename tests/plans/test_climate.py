import math

import numpy as np
import pytest

from comity.errors import InputError
from comity.facts.load import embedded
from comity.facts.types import Quality, facts_of
from comity.plans.climate import distance, weather_of, weather_of_reading
from comity.plans.site import plants_in
from comity.sites.readers import Loss, Reading
from comity.sites.weather import Year

NAIROBI = (-1.29, 36.82)


def reading(temp=20.0, latitude=-1.29, longitude=36.82, losses=()):
    temps = np.broadcast_to(np.asarray(temp, float), 8760).copy()
    year = Year(temp_air=temps, vapour=np.full(8760, 800.0), pressure=np.full(8760, 83000.0))
    return Reading(year=year, format="epw", latitude=latitude, longitude=longitude, losses=losses)


def weather(site=NAIROBI, **given):
    return weather_of_reading(embedded(), reading(**given), name="f.epw", site=site)


def test_a_quarter_of_a_great_circle():
    # Half pi times the mean radius of 6 371 km.
    assert distance((0.0, 0.0), (0.0, 90.0)) == pytest.approx(6371.0 * math.pi / 2.0)


def test_a_station_500_km_away_is_refused():
    north = NAIROBI[0] + 500.0 / (6371.0 * math.pi / 180.0)

    with pytest.raises(InputError, match="500 km from the site"):
        weather(latitude=north)


def test_a_station_100_km_away_is_used_and_said_in_every_finding():
    made = weather(latitude=NAIROBI[0] + 100.0 / (6371.0 * math.pi / 180.0))
    plants = plants_in(embedded(), made)

    for plant in plants.values():
        assert "100 km from the site" in plant.pue.note
        assert "epw f.epw" in plant.wue.note
        assert any("f.epw" in fact.source.title for fact in facts_of(plant.pue))


def test_a_station_without_a_place_says_so():
    assert "not known" in weather(latitude=None, longitude=None).said


def test_the_normals_are_named_in_every_finding():
    plants = plants_in(embedded(), weather_of(embedded(), "KEN"))

    assert {each.pue.note for each in plants.values()} == {"weather: monthly normals"}


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (Loss(kind="leap_day", hours=24), "29 February left out"),
        (Loss(kind="averaged", hours=8760), "averaged"),
        (Loss(kind="filled", hours=7), "7 missing hours"),
    ],
)
def test_what_was_lost_is_said(loss, words):
    made = weather(losses=(loss,))
    qualities = {each.quality for each in made.inputs.values()}

    assert words in made.said
    assert (Quality.ASSUMED in qualities) == (loss.kind == "filled")


def test_air_beyond_the_range_of_the_plants_is_said_and_much_of_it_is_refused():
    temps = np.full(8760, 30.0)
    temps[:12] = 52.0

    assert "12 hours outside -45 to 50 °C" in weather(temp=temps).said

    temps[:100] = 52.0
    with pytest.raises(InputError, match="100 hours are outside"):
        weather(temp=temps)
