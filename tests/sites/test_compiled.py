import numpy as np
import pytest

from comity.sites.cooling import INDICATORS, TECHNOLOGIES, Air, annual, operate
from comity.sites.uncertainty import WIDTH, cells_of, displaced, draw, figures_of, slopes_of
from comity.sites.weather import year_from_normals
from sites.conftest import persistence, ranges_of
from sites.test_weather import normals

pytest.importorskip("numba")

from comity.sites.cooling import compiled

NAMES = sorted(TECHNOLOGIES)
DRAWS = draw({name: ranges_of(name) for name in NAMES}, 53)


@pytest.fixture(scope="module")
def cells():
    seasons = 14.0 - 16.0 * np.cos(2 * np.pi * np.arange(12) / 12)
    place = normals(mean=seasons, half_range=6.0, vapour=900.0, pressure=85000.0)
    return cells_of(Air.of(year_from_normals(place, persistence(), rng=np.random.default_rng(0))))


@pytest.mark.parametrize("name", NAMES)
def test_compiled_plants_give_the_figures_of_arrays(cells, name):
    air, hours = cells
    moved = displaced(air, DRAWS[name]["temp_offset"], DRAWS[name]["vapour_offset"])
    expected = annual(operate(name, moved, DRAWS[name]), hours, width=WIDTH)

    found = compiled.annual_compiled(
        name, air, hours, compiled.record_of(DRAWS[name]), width=WIDTH, slopes=slopes_of(air)
    )

    for key in INDICATORS:
        assert getattr(found, key) == pytest.approx(getattr(expected, key), rel=1e-9, abs=1e-9)


def test_true_hours_count_a_compressor_that_stands_still(cells):
    air, hours = cells
    records = compiled.record_of(DRAWS["water_chiller"])
    expected = annual(operate("water_chiller", air, DRAWS["water_chiller"]), hours)

    found = compiled.annual_compiled("water_chiller", air, hours, records)

    assert found.free_cooling_hours == pytest.approx(expected.free_cooling_hours, abs=1e-6)


def test_many_places_are_compiled_and_few_are_not(cells, monkeypatch):
    air, hours = cells
    used = []
    monkeypatch.setattr(compiled, "record_of", lambda draws: used.append(1) or REAL(draws))

    few = figures_of("air_chiller", air, hours, DRAWS["air_chiller"])
    many = figures_of("air_chiller", air, hours, DRAWS["air_chiller"], places=10**6)

    assert len(used) == 1
    assert many.pue == pytest.approx(few.pue, rel=1e-9)


REAL = compiled.record_of
