"""Run one function over many cases: serially, in processes or on Dask, with the same answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from comity.errors import InputError, UnknownName

Case = TypeVar("Case")
Result = TypeVar("Result")

ENGINES = ("serial", "processes", "dask")


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

    # "spawn" gives every worker a clean interpreter, so threads here cannot deadlock a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        yield from pool.map(fn, cases)


def _on_dask(
    fn: Callable[[Case], Result], cases: list[Case], workers: int, address: str
) -> Iterator[Result]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError(
            "The Dask engine needs the 'scale' extra: pip install 'comity[scale]'."
        ) from error
    if address:
        with Client(address) as client:
            yield from client.gather(client.map(fn, cases, pure=False))
        return
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        yield from client.gather(client.map(fn, cases, pure=False))
