"""The two small problems of the bundle: the lower bound, and the nearest point worth asking about.

Cuts are planes below a convex function of a few variables. `lowest` finds the lowest point of their
upper envelope in a box by the dual simplex method: rows enter as they are violated, the basis has
one row more than there are variables. Its multipliers are a proof of the bound. `nearest` projects
on the set where the envelope stays under a level, by the dual active-set method of Goldfarb and
Idnani [1]_ with the identity for a matrix.

References
----------
.. [1] D. Goldfarb and A. Idnani, "A numerically stable dual method for solving strictly convex
       quadratic programs," Mathematical Programming 27, pp. 1-33, 1983.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.sites.storage.compiled import compiled
from comity.sites.storage.problem import Hours

_TINY = 1e-13


@compiled
def solve(matrix: Hours, right: Hours) -> Hours:
    """Solution of a small square system, by elimination with row exchange.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Coefficients. [1]
    right : ndarray, shape (n,)
        Right-hand side. [1]

    Returns
    -------
    ndarray, shape (n,)
        The solution; a zero pivot is replaced by a tiny one. [1]
    """
    n = right.size
    a = matrix.copy()
    x = right.copy()
    for k in range(n):
        best = k
        for i in range(k + 1, n):
            if abs(a[i, k]) > abs(a[best, k]):
                best = i
        for j in range(n):
            a[k, j], a[best, j] = a[best, j], a[k, j]
        x[k], x[best] = x[best], x[k]
        if abs(a[k, k]) < 1e-300:
            a[k, k] = 1e-300
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            for j in range(k, n):
                a[i, j] -= factor * a[k, j]
            x[i] -= factor * x[k]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            x[k] -= a[k, j] * x[j]
        x[k] /= a[k, k]
    return x


@compiled
def lowest(
    rows: Hours, right: Hours, goal: Hours, basis: NDArray[np.int64], most: int
) -> tuple[Hours, float]:
    """Minimum of ``goal @ z`` where ``rows @ z >= right``, from a dual feasible basis.

    Parameters
    ----------
    rows : ndarray, shape (constraints, n)
        One constraint a row. [1]
    right : ndarray, shape (constraints,)
        Right-hand sides. [1]
    goal : ndarray, shape (n,)
        What a unit of each variable costs. [1]
    basis : ndarray of int, shape (n,)
        Rows whose nonnegative combination is `goal`; changed to the rows that bind at the end.
    most : int
        Pivots at the most; the bound is valid wherever it stops.

    Returns
    -------
    z : ndarray, shape (n,)
        The minimiser (feasible within 1e-12 unless stopped early). [1]
    bound : float
        A lower bound proved by the multipliers of `basis`. [1]
    """
    n = goal.size
    square = np.empty((n, n))
    z = np.zeros(n)
    bound = -np.inf
    for pivot in range(most):
        for k in range(n):
            square[k] = rows[basis[k]]
        z = solve(square, right[basis])
        weights = solve(square.T.copy(), goal)
        value = 0.0
        for k in range(n):
            value += max(weights[k], 0.0) * right[basis[k]]
        bound = max(bound, value)
        worst, enters = 1e-12, -1
        for i in range(right.size):
            lacking = right[i]
            for k in range(n):
                lacking -= rows[i, k] * z[k]
            # the first violated row, late on, so that no basis comes back (Bland)
            if lacking > worst and (pivot < most // 2 or enters < 0):
                worst, enters = lacking, i
        if enters < 0:
            break
        direction = solve(square.T.copy(), rows[enters])
        ratio, leaves = np.inf, -1
        for k in range(n):
            if direction[k] > 1e-11:
                this = max(weights[k], 0.0) / direction[k]
                if this < ratio or (this == ratio and basis[k] < basis[leaves]):
                    ratio, leaves = this, k
        if leaves < 0:
            break
        basis[leaves] = enters
    return z, bound


@compiled
def _split(normals: Hours, held: NDArray[np.int64], p: int) -> tuple[Hours, Hours]:
    """Part of normal `p` outside the span of the held normals, and its weights inside it."""
    n, q = normals.shape[1], held.size
    outside = normals[p].copy()
    weights = np.zeros(q)
    if q == 0:
        return outside, weights
    base = np.zeros((q, n))
    upper = np.zeros((q, q))
    for j in range(q):
        base[j] = normals[held[j]]
        for _ in range(2):
            for i in range(j):
                share = np.dot(base[i], base[j])
                upper[i, j] += share
                base[j] -= share * base[i]
        upper[j, j] = max(np.sqrt(np.dot(base[j], base[j])), 1e-150)
        base[j] /= upper[j, j]
    along = np.zeros(q)
    for _ in range(2):
        for j in range(q):
            share = np.dot(base[j], outside)
            along[j] += share
            outside -= share * base[j]
    for j in range(q - 1, -1, -1):
        weights[j] = along[j]
        for i in range(j + 1, q):
            weights[j] -= upper[j, i] * weights[i]
        weights[j] /= upper[j, j]
    return outside, weights


@compiled
def _most_broken(x: Hours, normals: Hours, right: Hours) -> int:
    """The constraint `x` breaks most; -1 if it breaks none."""
    worst, p = -1e-12, -1
    for i in range(right.size):
        slack = np.dot(normals[i], x) - right[i]
        if slack < worst:
            worst, p = slack, i
    return p


@compiled
def nearest(start: Hours, normals: Hours, right: Hours, most: int) -> tuple[Hours, bool]:
    """Point nearest to `start` where ``normals @ x >= right``.

    Parameters
    ----------
    start : ndarray, shape (n,)
        Where to measure from. [1]
    normals : ndarray, shape (constraints, n)
        Rows of length one. [1]
    right : ndarray, shape (constraints,)
        Right-hand sides. [1]
    most : int
        Steps at the most.

    Returns
    -------
    x : ndarray, shape (n,)
        The point. [1]
    found : bool
        False if no point satisfies all, or the steps did not suffice.
    """
    n = start.size
    x = start.copy()
    held = np.empty(n + 1, np.int64)
    force = np.zeros(n + 2)
    q = 0
    p = _most_broken(x, normals, right)
    for _ in range(most):
        if p < 0:
            return x, True
        outside, weights = _split(normals, held[:q], p)
        size = np.dot(outside, outside)
        step, drop = np.inf, -1
        for j in range(q):
            if weights[j] > _TINY and force[j] / weights[j] < step:
                step, drop = force[j] / weights[j], j
        full = np.inf
        if size > 1e-18 and q < n:
            full = (right[p] - np.dot(normals[p], x)) / size
        if step == np.inf and full == np.inf:
            return x, False
        take = min(step, full)
        if full < np.inf:
            x = x + take * outside
        force[:q] -= take * weights
        force[q] += take
        if full <= step:
            held[q] = p
            q += 1
            force[q] = 0.0
            p = _most_broken(x, normals, right)
        else:
            held[drop:q] = held[drop + 1 : q + 1].copy()
            force[drop : q + 1] = force[drop + 1 : q + 2].copy()
            q -= 1
    return x, False


@compiled
def nearest_below(
    start: Hours, rows: Hours, right: Hours, metric: Hours, level: float, most: int
) -> tuple[Hours, bool]:
    """Point nearest to `start` in the box and where every cut stays at or under a level.

    Parameters
    ----------
    start : ndarray, shape (n,)
        Where to measure from, in units of `metric`. [1]
    rows : ndarray, shape (constraints, n + 1)
        Of the envelope problem: the box first, then cuts with one in the last column. [1]
    right : ndarray, shape (constraints,)
        Right-hand sides of the envelope problem. [1]
    metric : ndarray, shape (n,)
        Unit of each variable. [1]
    level : float
        Highest value of the envelope. [1]
    most : int
        Steps at the most.

    Returns
    -------
    x : ndarray, shape (n,)
        The point, in units of `metric`. [1]
    found : bool
        As of `nearest`.
    """
    n = start.size
    normals = np.empty((right.size, n))
    sides = np.empty(right.size)
    for i in range(right.size):
        size = 0.0
        for k in range(n):
            normals[i, k] = rows[i, k] * metric[k]
            size += normals[i, k] ** 2
        size = np.sqrt(size) if size > 0.0 else 1.0
        for k in range(n):
            normals[i, k] /= size
        sides[i] = (right[i] - rows[i, n] * level) / size
    return nearest(start, normals, sides, most)
