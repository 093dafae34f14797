import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import UnknownName
from comity.facts.load import embedded
from comity.sites import air
from comity.sites.cooling import TECHNOLOGIES, Air, annual, chillers, operate, towers
from comity.sites.cooling.registry import POWER
from comity.sites.uncertainty import draw
from sites.conftest import centres_of, ranges_of

NAMES = sorted(TECHNOLOGIES)
DRAWS = draw({name: ranges_of(name) for name in NAMES}, 53)


def outside(temp, humidity, pressure):
    temp, humidity, pressure = (
        np.asarray(each, float) for each in np.broadcast_arrays(temp, humidity, pressure)
    )
    vapour = air.vapour_pressure(temp, humidity)
    return Air(
        temp_air=temp,
        wet_bulb=air.wet_bulb_of(temp, vapour, pressure),
        humidity_ratio=air.humidity_ratio(vapour, pressure),
        pressure=pressure,
    )


GRID = outside(*np.meshgrid(np.arange(-30.0, 51.0, 4.0), np.arange(2.0, 101.0, 14.0), 8e4))
GRID = Air(
    temp_air=GRID.temp_air.ravel(), wet_bulb=GRID.wet_bulb.ravel(),
    humidity_ratio=GRID.humidity_ratio.ravel(), pressure=GRID.pressure.ravel(),
)  # fmt: skip


def priced(name, done):
    """Compressor power; of a plant that chooses its mode, what the choice makes least."""
    if name != "hybrid":
        return done.compressor
    water = done.evaporation + done.drift + done.blowdown
    return (
        done.transformer
        + done.pumps
        + done.compressor
        + done.outdoor_fans
        + (DRAWS[name]["water_worth"] * water)
    )


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


def test_energy_drawn_leaves_as_heat(name):
    done = operate(name, GRID, DRAWS[name])

    drawn = sum(getattr(done, each) for each in POWER) + done.gained
    assert np.broadcast_to(done.rejected + done.lost, drawn.shape) == pytest.approx(drawn, abs=1e-9)


def test_heat_rejected_is_what_is_generated_inside_and_by_the_machines(name):
    done = operate(name, GRID, DRAWS[name])

    inside = done.it + done.ups + done.distribution + done.lighting + done.room_fans
    balance = inside + done.pumps + done.compressor + done.gained - done.rejected
    assert np.abs(balance).max() <= 1e-9


def test_water_taken_in_is_evaporated_sprayed_or_drained_at_the_cycles(name):
    done = operate(name, GRID, DRAWS[name])

    lost_salt = (done.blowdown + done.drift) * done.cycles
    surplus = lost_salt - (done.makeup - done.humidified)
    drained = done.blowdown > 0.0
    losses = done.evaporation + done.drift + done.blowdown + done.humidified
    assert np.abs(done.makeup - losses).max() <= 1e-9
    # Where nothing is drained, drift alone keeps the water below its cycles.
    assert np.abs(np.where(drained, surplus, 0.0)).max() <= 1e-9
    assert (surplus >= -1e-9).all()


def test_evaporation_stays_within_the_latent_heat_bound(name):
    done = operate(name, GRID, DRAWS[name])

    # Heat of vaporisation falls with temperature; 60 degC is above any tower.
    loosest = done.tower_heat * 3600.0 / towers.latent_heat(60.0)
    assert (done.evaporation <= loosest + 1e-12).all()
    assert (done.evaporation >= 0.0).all()


def test_pue_is_one_or_more_and_every_term_is_finite_and_not_negative(name):
    done = operate(name, GRID, DRAWS[name])

    assert (done.drawn >= 1.0).all()
    for each in (*POWER, "rejected", "lost", "evaporation", "drift", "blowdown"):
        values = getattr(done, each)
        assert np.isfinite(values).all()
        assert (values >= 0.0).all()


def test_compressor_power_never_falls_as_it_gets_hotter(name):
    temps = np.linspace(-30.0, 50.0, 161)
    for humidity in (5.0, 50.0, 95.0):
        done = operate(name, outside(temps, humidity, 1e5), DRAWS[name])
        work = priced(name, done)

        assert (np.diff(work, axis=-1) >= -1e-12).all()


def test_compressor_power_never_falls_as_it_gets_moister(name):
    done = operate(name, outside(30.0, np.linspace(1.0, 100.0, 100), 1e5), DRAWS[name])
    held = np.broadcast_to(done.compressor, (53, 100))

    assert (np.diff(held, axis=-1) >= -1e-12).all()


def test_lower_pressure_raises_fan_power(name):
    low, high = (operate(name, outside(45.0, 50.0, each), DRAWS[name]) for each in (7e4, 1e5))

    assert (low.room_fans > high.room_fans).all()
    assert (low.outdoor_fans > high.outdoor_fans).all()


def test_no_compressor_runs_while_the_margin_is_not_negative(name):
    done = operate(name, GRID, DRAWS[name])
    running, margin = np.broadcast_arrays(done.compressor > 1e-12, done.margin)

    assert not running[margin >= 0.0].any()
    assert running[margin < -1e-6].all()


def test_colder_air_gives_a_lower_pue_and_more_free_hours(name):
    temps = np.random.default_rng(0).normal(18.0, 6.0, 8760)
    warm, cold = (
        annual(operate(name, outside(temps - shift, 50.0, 1e5), centres_of(name)))
        for shift in (0.0, 8.0)
    )

    assert cold.pue < warm.pue
    assert cold.free_cooling_hours >= warm.free_cooling_hours
    assert cold.free_share >= warm.free_share


def test_plants_without_a_tower_take_no_water():
    for each in ("air_chiller", "direct_liquid", "immersion", "direct_expansion"):
        assert not operate(each, GRID, DRAWS[each]).makeup.any()


def test_without_economiser_the_compressor_always_runs():
    values = centres_of("air_chiller") | {"economiser": 0.0}

    done = operate("air_chiller", GRID, values)

    assert (done.compressor > 0.0).all()
    assert annual(done).free_cooling_hours == 0.0


def test_the_centrifugal_curve_gives_its_reference_coefficient():
    # EnergyPlus data set: DOE-2 Centrifugal/5.50COP, at 6.67 degC leaving, 29.4 degC entering.
    values = centres_of("water_chiller") | {"chiller_part_load": 1.0}

    assert chillers.curve_cop(6.67, 29.4, values) == pytest.approx(5.5, rel=0.01)


def test_the_air_cooled_chiller_stands_near_its_published_anchors():
    # Lei and Masanet 2022, data of air-cooled chillers at part load 0.6: 6.9, 4.3, 3.0 at 15, 25
    # and 35 degC outside. Chilled water of 7 degC is taken here.
    values = centres_of("air_chiller")
    found = [chillers.dry_cop(temp, 7.0, values) for temp in (15.0, 25.0, 35.0)]

    assert found == pytest.approx([6.9, 4.3, 3.0], rel=0.2)


@given(st.floats(10.0, 45.0), st.floats(-10.0, 40.0))
def test_the_curve_joins_its_extension_without_a_step(leaving, entering):
    values = centres_of("water_chiller") | {"cop_cap": 1e9}
    here, near = (
        chillers.curve_cop(leaving + shift, entering + 10.0, values) for shift in (0.0, 1e-6)
    )

    assert near == pytest.approx(here, rel=1e-3)


def test_air_saturated_over_water_of_given_enthalpy_has_that_enthalpy():
    temps = np.linspace(-20.0, 45.0, 300)
    pressure = np.full(300, 80000.0)
    ratio = air.humidity_ratio(air.saturation_over(temps, False)[0], pressure)

    found, water = towers.saturated(air.enthalpy(temps, ratio), temps + 5.0, pressure)

    assert found == pytest.approx(temps, abs=1e-3)
    assert water == pytest.approx(ratio, abs=1e-6)


def test_saturation_without_exponentials_follows_hyland_and_wexler():
    temps = np.linspace(-50.0, 90.0, 2001)
    value, slope = air.saturation_over(temps, False)

    assert towers.over_water(temps)[0] == pytest.approx(value, rel=1e-6)
    assert towers.over_water(temps)[1] == pytest.approx(slope, rel=2e-5)


def test_latent_heat_matches_the_steam_tables():
    # IAPWS: 2 500.9, 2 453.5 and 2 406.0 kJ/kg at 0, 20 and 40 degC (ASHRAE Fundamentals ch. 1
    # table 3).
    assert towers.latent_heat(np.array([0.0, 20.0, 40.0])) == pytest.approx(
        [2500.9, 2453.5, 2406.0], rel=1e-3
    )


def test_an_unknown_plant_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownName, match="air_chiller"):
        operate("swamp_cooler", GRID, {})


def test_a_missing_parameter_is_named():
    values = centres_of("air_chiller")
    del values["second_law"]

    with pytest.raises(UnknownName, match="second_law"):
        operate("air_chiller", GRID, values)


ROWS = [tuple(row.key.split("/")) for row in embedded().rows("cooling")]


def test_every_parameter_of_a_plant_moves_something_or_is_of_another_plant(name):
    """A row nobody reads would be a number without a use."""
    used = set()

    class Watched(dict):
        def __getitem__(self, key):
            used.add(key)
            return dict.__getitem__(self, key)

    operate(name, GRID, Watched(centres_of(name)))
    own = {key for plant, key in ROWS if plant == name}

    assert own <= used


def test_plates_are_wetted_no_more_than_the_supply_needs():
    values = centres_of("indirect_evaporative")
    dry_limit = values["supply_temp"] + values["air_rise"] * (1 - 1 / values["plate_effectiveness"])
    warm = outside(dry_limit + np.array([-0.01, 0.01, 4.0, 30.0]), 30.0, 1e5)
    used = operate("indirect_evaporative", warm, values).evaporation

    # Nothing while dry plates suffice, next to nothing just above, and rising from there.
    assert used[0] == 0.0
    assert 0.0 < used[1] < 0.01 * used[2]
    assert used[2] < used[3]


def test_plates_at_their_limit_evaporate_the_wetted_share_of_all_they_carry():
    values = centres_of("indirect_evaporative")
    done = operate("indirect_evaporative", outside(45.0, 40.0, 1e5), values)
    most = (
        values["wetted_share"] * done.moved_free / towers.latent_heat(air.wet_bulb(45.0, 40.0, 1e5))
    )

    assert 0.0 < done.moved_free < done.moved
    assert done.evaporation == pytest.approx(3600.0 * most)
