import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from comity.errors import InputError
from comity.facts.load import embedded
from comity.plans import sweep as plan
from comity.plans.charts import Cells
from comity.plans.climate import weather_of
from comity.plans.cubes import VARIABLES, cube_of_normals, weather_in, write_cube, write_grid
from comity.plans.site import parameters_of
from comity.plans.sweep import figures_of, known_cells, sweep
from comity.plans.sweep_page import sweep_page
from comity.report import render
from comity.sites import air, siting

pytest.importorskip("zarr")

STATES = ("KEN", "SGP", "ISL", "EGY", "BOL", "FJI")


@pytest.fixture(scope="module")
def cube(tmp_path_factory):
    path = tmp_path_factory.mktemp("cube") / "cube.zarr"
    cube_of_normals(embedded(), path, STATES, chunk=2)
    return path


def run(cube, out, **given):
    return list(sweep(embedded(), cube, out, block=2, **given))


@pytest.fixture(scope="module")
def whole(cube, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "whole.zarr"
    assert run(cube, out) == [True] * 3
    return figures_of(out)


def test_a_sweep_gives_what_the_kernels_give(cube, whole):
    names, figures = whole
    weather = weather_in(str(cube), ((0, 6),))

    assert names == tuple(parameters_of(embedded()))
    assert np.array_equal(figures, siting.annual_figures(*weather, parameters_of(embedded())))
    assert np.isfinite(figures).all()


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_every_engine_writes_the_same_bytes(cube, whole, engine, tmp_path):
    assert run(cube, tmp_path / "o.zarr", engine=engine) == [True] * 3
    assert figures_of(tmp_path / "o.zarr")[1].tobytes() == whole[1].tobytes()


def test_a_second_run_does_nothing_and_a_damaged_block_is_done_again(cube, whole, tmp_path):
    out = tmp_path / "o.zarr"
    run(cube, out)

    assert run(cube, out) == [False] * 3
    (out / "manifest" / "points-00000002-00000004.json").unlink()
    assert run(cube, out) == [False, True, False]
    zarr = pytest.importorskip("zarr")
    zarr.open_group(str(out), mode="r+")["figures"][0, 5, 0] = 9.0
    assert run(cube, out) == [False, False, True]
    assert figures_of(out)[1].tobytes() == whole[1].tobytes()


def test_changed_weather_or_parameters_are_done_again(tmp_path, monkeypatch):
    cube = tmp_path / "c.zarr"
    cube_of_normals(embedded(), cube, STATES[:4], chunk=2)
    out = tmp_path / "o.zarr"
    run(cube, out)
    zarr = pytest.importorskip("zarr")
    zarr.open_group(str(cube), mode="r+")["temp_air_c"][3, 0] = 11.0
    weather_in.cache_clear()

    assert run(cube, out) == [False, True]
    monkeypatch.setattr(plan, "_code", lambda: "next version")
    assert run(cube, out) == [True, True]


def test_a_run_killed_midway_is_taken_up_where_it_stopped(cube, whole, tmp_path):
    out = tmp_path / "o.zarr"
    code = (
        "import sys, pathlib\n"
        "from comity.facts.load import embedded\n"
        "from comity.plans.sweep import sweep\n"
        "list(sweep(embedded(), pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), block=2))\n"
    )
    running = subprocess.Popen([sys.executable, "-c", code, str(cube), str(out)])
    until = time.monotonic() + 60.0
    while not list((out / "manifest").glob("*.json")) and time.monotonic() < until:
        time.sleep(0.002)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    kept = len(list((out / "manifest").glob("*.json")))

    assert kept >= 1
    assert run(cube, out).count(False) == kept
    assert figures_of(out)[1].tobytes() == whole[1].tobytes()


def test_a_manifest_says_what_the_block_rests_on(cube, tmp_path):
    run(cube, tmp_path / "o.zarr")
    record = json.loads(next((tmp_path / "o.zarr" / "manifest").glob("*.json")).read_text())

    assert set(record["stamp"]) == {"input", "parameters", "code"}
    assert len(record["result"]["sha256"]) == 64


def test_a_point_without_weather_is_missing_and_no_zero(tmp_path):
    shape = (2, 8760)
    temp = np.full(shape, 20.0)
    temp[1, 7] = np.nan
    write_cube(
        tmp_path / "c.zarr",
        {
            "temp_air_c": temp, "relative_humidity_pct": np.full(shape, 50.0),
            "pressure_pa": np.full(shape, 1e5), "latitude": [0, 1], "longitude": [0, 1],
            "name": ["a", "b"],
        },
    )  # fmt: skip
    run(tmp_path / "c.zarr", tmp_path / "o.zarr")
    _, figures = figures_of(tmp_path / "o.zarr")

    assert np.isfinite(figures[:, 0]).all()
    assert np.isnan(figures[:, 1]).all()


def test_what_is_no_cube_is_refused(cube, tmp_path):
    with pytest.raises(InputError, match="no cube"):
        run(tmp_path / "nowhere.zarr", tmp_path / "o.zarr")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(InputError, match="not empty"):
        run(cube, tmp_path / "full")
    run(cube, tmp_path / "o.zarr")
    with pytest.raises(InputError, match="another sweep"):
        list(sweep(embedded(), cube, tmp_path / "o.zarr", block=3))


ROWS, COLUMNS = 5, 7
SEA = ((0, 0), (2, 3), (4, 6))


@pytest.fixture(scope="module")
def land():
    """A grid of 5 by 7 cells, warmer and moister row by row, three of them masked."""
    weather = weather_of(embedded(), "SGP").year
    humidity = 100.0 * weather.vapour / air.saturation_pressure(weather.temp_air)
    cool = np.linspace(0.0, 30.0, ROWS * COLUMNS).reshape(ROWS, COLUMNS, 1)
    temp = weather.temp_air - cool
    moist = np.broadcast_to(np.clip(humidity, 10.0, 95.0), temp.shape).copy()
    load = np.full(temp.shape, 1e5)
    for row, column in SEA:
        temp[row, column] = moist[row, column] = load[row, column] = np.nan
    temp[1, 1, 5000] = np.nan
    return {
        "temp_air_c": temp, "relative_humidity_pct": moist, "pressure_pa": load,
        "latitude": np.linspace(10, -10, ROWS), "longitude": np.linspace(100, 130, COLUMNS),
    }  # fmt: skip


@pytest.fixture(scope="module")
def grid(land, tmp_path_factory):
    path = tmp_path_factory.mktemp("grid") / "grid.zarr"
    write_grid(path, land, chunk=(2, 3))
    return path


@pytest.fixture(scope="module")
def swept(grid, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "grid.zarr"
    assert list(sweep(embedded(), grid, out)) == [True] * 9
    return out


@pytest.mark.filterwarnings("ignore:Object at manifest")
def test_a_grid_keeps_its_latitudes_and_longitudes(swept, land):
    xarray = pytest.importorskip("xarray")
    with xarray.open_zarr(swept, consolidated=False) as held:
        dims = held["figures"].dims
        latitude = held["latitude"].to_numpy()

    assert dims == ("technology", "latitude", "longitude", "figure")
    assert np.array_equal(latitude, land["latitude"])


def test_every_cell_of_a_grid_is_what_the_kernels_give_alone(swept, land):
    names, figures = figures_of(swept)
    plants = parameters_of(embedded())
    alone = siting.annual_figures(*(np.float32(land[each][3, 2:3]) for each in VARIABLES), plants)

    assert figures.shape == (len(names), ROWS, COLUMNS, 4)
    assert np.array_equal(figures[:, 3, 2], alone[:, 0])


def test_a_masked_cell_and_a_cell_with_a_missing_hour_stay_missing(swept):
    _, figures = figures_of(swept)
    missing = np.isnan(figures).all(axis=(0, 3))

    assert np.isfinite(figures[:, ~missing]).all()
    assert {(int(r), int(c)) for r, c in np.argwhere(missing)} == {*SEA, (1, 1)}
    assert known_cells(swept) == (ROWS * COLUMNS - 4, 4)


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_every_engine_writes_the_same_bytes_of_a_grid(grid, swept, engine, tmp_path):
    assert list(sweep(embedded(), grid, tmp_path / "o.zarr", engine=engine)) == [True] * 9
    assert figures_of(tmp_path / "o.zarr")[1].tobytes() == figures_of(swept)[1].tobytes()


def test_a_worker_killed_in_a_grid_loses_nothing(grid, swept, tmp_path):
    out = tmp_path / "o.zarr"

    def kill_one():
        until = time.monotonic() + 60.0
        while not list((out / "manifest").glob("*.json")) and time.monotonic() < until:
            time.sleep(0.002)
        os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        killed.append(True)

    killed = []
    thread = threading.Thread(target=kill_one)
    thread.start()
    done = list(sweep(embedded(), grid, out, engine="processes"))
    thread.join()

    assert killed
    assert len(done) == 9
    assert figures_of(out)[1].tobytes() == figures_of(swept)[1].tobytes()


def test_a_packed_grid_in_another_order_is_read(land, swept, tmp_path):
    write_grid(tmp_path / "p.zarr", land, chunk=(5, 7), packed=True)
    xarray = pytest.importorskip("xarray")
    with xarray.open_zarr(tmp_path / "p.zarr", consolidated=False) as held:
        turned = held.rename(latitude="lat", longitude="lon").transpose("time", "lat", "lon").load()
    for each in VARIABLES:
        turned[each].encoding = {"chunks": (8760, 2, 3)}
    turned.to_zarr(tmp_path / "t.zarr", consolidated=False, zarr_format=3)
    list(sweep(embedded(), tmp_path / "t.zarr", tmp_path / "o.zarr"))
    found, whole = figures_of(tmp_path / "o.zarr")[1], figures_of(swept)[1]

    assert np.array_equal(np.isnan(found), np.isnan(whole))
    assert np.nanmax(np.abs(found - whole)[..., 0]) < 0.001


def test_a_cube_sliced_in_time_is_refused(land, tmp_path):
    write_grid(tmp_path / "g.zarr", land)
    xarray = pytest.importorskip("xarray")
    with xarray.open_zarr(tmp_path / "g.zarr", consolidated=False) as held:
        sliced = held.load()
    for each in VARIABLES:
        sliced[each].encoding = {"chunks": (5, 7, 24)}
    sliced.to_zarr(tmp_path / "s.zarr", consolidated=False, zarr_format=3)

    with pytest.raises(InputError, match="sliced in time"):
        list(sweep(embedded(), tmp_path / "s.zarr", tmp_path / "o.zarr"))


def test_the_fast_kernels_agree_with_the_clear_ones(land):
    pytest.importorskip("numba")
    cells = [np.float32(land[each].reshape(-1, 8760)[::4]) for each in VARIABLES]
    plants = parameters_of(embedded())
    clear = siting.annual_figures(*cells, plants, fast=False)
    fast = siting.annual_figures(*cells, plants, fast=True)

    assert np.array_equal(np.isnan(clear), np.isnan(fast))
    worst = np.nanmax(np.abs(clear - fast), axis=(0, 1))
    assert (worst <= (1e-4, 1e-3, 10.0, 1e-3)).all(), worst


def test_many_cells_are_compiled_and_few_are_not():
    fast_air = pytest.importorskip("comity.sites.fast_air")

    assert not siting.pays(193, 8)
    assert siting.pays(10_000, 8) == fast_air.available()


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_a_sweep_is_a_page_in_every_format(grid, swept, form):
    page = sweep_page(embedded(), grid, swept)
    text = render.render(page, form)
    cells = next(each for each in page.sections[0].blocks if isinstance(each, Cells))

    assert "grid.zarr" in text
    assert len(cells.values) == ROWS * COLUMNS - 4
    assert cells.size == pytest.approx((5.0, 5.0))


def test_a_fine_grid_is_averaged_over_the_cells_that_are_known(monkeypatch, grid, swept):
    monkeypatch.setattr("comity.plans.sweep_page.MOST", (3, 4))
    page = sweep_page(embedded(), grid, swept)
    cells = next(each for each in page.sections[0].blocks if isinstance(each, Cells))
    names, figures = figures_of(swept)
    best = int(np.argmin([np.nanmedian(figures[at, ..., 0]) for at in range(len(names))]))

    assert cells.values[0] == pytest.approx(np.nanmean(figures[best, :2, :2, 0]))
    assert len(cells.values) <= 12
