import json
from pathlib import Path

import pytest

from comity.engine import Recorded, map_cases
from comity.errors import UnknownName, WorkerLost
from killed import dies, dies_once


def square(number):
    return number * number


@pytest.mark.parametrize("engine", ["serial", "processes", "dask"])
def test_every_engine_gives_the_same_answer_in_order(engine):
    cases = list(range(20))

    assert list(map_cases(abs, cases, engine=engine)) == cases


def test_an_unknown_engine_is_named():
    with pytest.raises(UnknownName, match="engine"):
        list(map_cases(square, [1], engine="spark"))


@pytest.mark.parametrize("engine", ["processes", "dask"])
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_mid_run_loses_nothing(engine, tmp_path):
    cases = [(number, str(tmp_path)) for number in range(6)]

    assert list(map_cases(dies_once, cases, engine=engine)) == list(range(6))
    assert (tmp_path / "died").exists()


def test_a_case_that_kills_every_worker_is_blamed():
    with pytest.raises(WorkerLost, match="same case"):
        list(map_cases(dies, [1], engine="processes", workers=1))


def work(case):
    Path(case["out"]).write_text(str(case["number"]))
    return {"number": case["number"]}


def stamp(case):
    return {"input": str(case["number"]), "code": case["code"]}


def holds(case, result):
    return Path(case["out"]).exists() and result == {"number": case["number"]}


def name(case):
    return "one"


def test_a_recorded_case_is_done_again_only_when_something_changed(tmp_path):
    do = Recorded(work=work, stamp=stamp, holds=holds, name=name, folder=tmp_path)
    case = {"number": 1, "code": "a", "out": str(tmp_path / "out")}

    assert do(case)
    assert not do(case)
    assert do(case | {"code": "b"})
    assert do(case | {"number": 2, "code": "b"})
    (tmp_path / "out").unlink()
    assert do(case | {"number": 2, "code": "b"})
    (tmp_path / "one.json").write_text(json.dumps({"stamp": stamp(case)})[:-5])
    assert do(case)
