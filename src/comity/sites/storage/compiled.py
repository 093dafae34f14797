"""`compiled`: machine code where numba is installed (extra ``fast``), the same Python where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

njit: Any
try:
    from numba import njit
except ImportError:  # the base install: the same functions, interpreted
    njit = None

HAS_NUMBA = njit is not None
"""Whether kernels run as machine code."""


def compiled(function: F) -> F:
    """The function as machine code, kept between runs; itself where numba is absent.

    Parameters
    ----------
    function : callable
        Plain loops over arrays and scalars; calls only other `compiled` functions.

    Returns
    -------
    callable
        Same arguments, same results. The Python original is its ``py_func``.
    """
    if njit is None:
        function.py_func = function  # type: ignore[attr-defined]
        return function
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))


def inlined(function: F) -> F:
    """The function as machine code, laid into its callers.

    A call that is not laid in counts references on every array it is handed, which here costs
    more than the work itself.

    Parameters
    ----------
    function : callable
        As for `compiled`.

    Returns
    -------
    callable
        Same arguments, same results.
    """
    if njit is None:
        return compiled(function)
    return cast(F, njit(inline="always", error_model="numpy")(function))
