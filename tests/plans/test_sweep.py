import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from comity.errors import InputError
from comity.facts.load import embedded
from comity.plans import sweep as plan
from comity.plans.site import parameters_of
from comity.plans.sweep import cube_of_normals, figures_of, sweep, write_cube
from comity.sites import siting

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
    weather = plan._weather(str(cube), 0, 6)

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
    plan._weather.cache_clear()

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
