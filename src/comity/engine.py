"""Run one function over many cases: serially, in processes or on Dask, with the same answer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from comity.errors import InputError, UnknownName, WorkerLost

Case = TypeVar("Case")
Result = TypeVar("Result")

ENGINES = ("serial", "processes", "dask")

MOST_LOSSES = 3
"""How often fresh workers take over one case before the case itself is blamed."""


def map_cases(
    fn: Callable[[Case], Result],
    cases: Iterable[Case],
    *,
    engine: str = "serial",
    workers: int = 2,
    address: str = "",
) -> Iterator[Result]:
    """Results of `fn` for every case, in the order of the cases.

    Parameters
    ----------
    fn : callable
        A pure function of one case; a module-level function when the engine is not serial.
    cases : iterable
        The cases.
    engine : {"serial", "processes", "dask"}
        Where the work runs. The results do not depend on it.
    workers : int
        Worker processes. [count]
    address : str
        Dask scheduler to join (``tcp://host:port``); empty starts one on 127.0.0.1.

    Yields
    ------
    Result
        One per case.

    Raises
    ------
    UnknownName
        If no such engine exists.
    InputError
        If the engine needs an extra that is not installed.
    WorkerLost
        If worker processes die on one case again and again; a single death costs nothing.
    """
    if engine == "serial":
        yield from map(fn, cases)
    elif engine == "processes":
        yield from _in_processes(fn, list(cases), workers)
    elif engine == "dask":
        yield from _on_dask(fn, list(cases), workers, address)
    else:
        raise UnknownName("engine", engine, ENGINES)


def _in_processes(
    fn: Callable[[Case], Result], cases: list[Case], workers: int
) -> Iterator[Result]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # "spawn" gives every worker a clean interpreter, so threads here cannot deadlock a fork.
    context = multiprocessing.get_context("spawn")
    done = losses = 0
    while done < len(cases):
        with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
            waiting = [pool.submit(fn, case) for case in cases[done:]]
            try:
                for each in waiting:
                    yield each.result()
                    done, losses = done + 1, 0
            except BrokenProcessPool as error:
                # A worker was killed: what is not yet handed on is asked of fresh workers.
                losses += 1
                if losses > MOST_LOSSES:
                    raise WorkerLost(
                        f"A worker died {losses} times on the same case; what is finished is kept."
                    ) from error


def _on_dask(
    fn: Callable[[Case], Result], cases: list[Case], workers: int, address: str
) -> Iterator[Result]:
    try:
        import distributed
    except ImportError as error:
        raise InputError(
            "The Dask engine needs the 'scale' extra: pip install 'comity[scale]'."
        ) from error
    dask: Any = distributed
    if address:
        with dask.Client(address) as client:
            yield from client.gather(client.map(fn, cases, pure=False))
        return
    with (
        dask.LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        yield from client.gather(client.map(fn, cases, pure=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[Case]):
    """A function of a case that writes down what it did, and does nothing twice.

    The work writes its own result; its record stands beside it in a folder of manifests. A record
    is written whole after the result is, so a worker killed between leaves no false one.

    Attributes
    ----------
    work : callable
        From a case to what a later run must know of its result, as JSON can hold it.
    stamp : callable
        From a case to what the result depends on: hashes of the input, version of the code.
    holds : callable
        Whether the result that a record speaks of is still in place.
    name : callable
        From a case to the name of its record.
    folder : Path
        The folder of manifests.
    """

    work: Callable[[Case], dict[str, Any]]
    stamp: Callable[[Case], dict[str, str]]
    holds: Callable[[Case, dict[str, Any]], bool]
    name: Callable[[Case], str]
    folder: Path

    def __call__(self, case: Case) -> bool:
        """Do the case unless it is done; whether it was done now."""
        path = self.folder / f"{self.name(case)}.json"
        stamp = self.stamp(case)
        try:
            record = json.loads(path.read_text("utf-8"))
            if record["stamp"] == stamp and self.holds(case, record["result"]):
                return False
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            pass  # no record, or half of one: the case is not done
        path.unlink(missing_ok=True)
        result = self.work(case)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps({"stamp": stamp, "result": result}, indent=1), "utf-8")
        beside.replace(path)
        return True
