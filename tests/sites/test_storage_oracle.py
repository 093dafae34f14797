"""The least cost of running given sizes: laws it obeys, and referees it agrees with."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.sites.storage import Problem, RunningCost, solve_lp
from comity.sites.storage.clear import least_cost_clear
from comity.sites.storage.dispatch import Dispatch

HOURS = 30

whole = st.integers(0, 4).map(float)  # round numbers meet every kink there is
broken = st.floats(0.0, 4.0, allow_subnormal=False)
series = arrays(float, HOURS, elements=st.one_of(whole, broken))
one_size = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0]), st.floats(0.0, 6.0))
four = arrays(float, 4, elements=one_size)


@st.composite
def problems(draw, feed_in=True, one_price=False):
    price = np.full(HOURS, draw(whole)) if one_price else draw(series)
    load = draw(series)
    load[0] += 1.0
    feed = draw(series) if feed_in and draw(st.booleans()) else np.zeros(HOURS)
    return Problem(
        load=load,
        solar=draw(series) / 4.0,
        wind=draw(series) / 4.0,
        price=price,
        feed_in=np.minimum(feed, price) * 0.9,
        annual_cost=np.ones(4),
        charge=draw(st.sampled_from([0.5, 0.9, 0.95, 1.0])),
        discharge=draw(st.sampled_from([0.5, 0.9, 1.0])),
        start_share=draw(st.sampled_from([0.0, 0.3, 0.5, 1.0])),
    )


def off_kinks(sizes):
    return sizes + 1e-7 * np.array([0.75488, 0.56984, 0.81917, 0.67104])


@settings(max_examples=60, deadline=None)
@given(problem=problems(), sizes=four)
def test_the_oracle_costs_what_the_linear_programme_costs(problem, sizes):
    cost, _ = RunningCost(problem)(sizes)
    answer = solve_lp(problem, fixed=sizes)

    assert cost + sizes.sum() == pytest.approx(answer.cost, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(problem=problems(feed_in=False, one_price=True), sizes=four)
def test_one_price_costs_the_same_by_greedy_as_by_the_general_method(problem, sizes):
    running = RunningCost(problem)

    assert running.one_price
    assert running(sizes)[0] == pytest.approx(running.dispatch(sizes)[0], abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(problem=problems(), sizes=four, other=four)
def test_every_gradient_lies_below_the_cost_everywhere(problem, sizes, other):
    running = RunningCost(problem)
    at = off_kinks(sizes)
    cost, slope = running(at)

    assert running(other)[0] >= cost + slope @ (other - at) - 1e-8


@settings(max_examples=60, deadline=None)
@given(problem=problems(feed_in=False, one_price=True), sizes=four, other=four)
def test_every_gradient_of_the_greedy_lies_below_the_cost(problem, sizes, other):
    running = RunningCost(problem)
    at = off_kinks(sizes)
    cost, slope = running(at)

    assert running(other)[0] >= cost + slope @ (other - at) - 1e-8


@settings(max_examples=80, deadline=None)
@given(problem=problems(), one=four, two=four, part=st.floats(0.0, 1.0))
def test_the_cost_is_convex_in_the_sizes(problem, one, two, part):
    running = RunningCost(problem)
    between = running(part * one + (1.0 - part) * two)[0]

    assert between <= part * running(one)[0] + (1.0 - part) * running(two)[0] + 1e-8


@settings(max_examples=80, deadline=None)
@given(problem=problems(), sizes=four)
def test_the_clear_version_and_the_fast_one_agree(problem, sizes):
    running = RunningCost(problem)
    at = off_kinks(sizes)
    clear, clear_slope = least_cost_clear(problem, at)
    fast, fast_slope = running._scan(at, merge=True)

    assert clear == pytest.approx(fast, rel=1e-9, abs=1e-9)
    assert clear_slope == pytest.approx(fast_slope, rel=1e-9, abs=1e-7)


@settings(max_examples=80, deadline=None)
@given(problem=problems(), sizes=four)
def test_the_dispatch_keeps_every_balance_and_bound_and_costs_what_is_said(problem, sizes):
    cost, _, hours = RunningCost(problem).dispatch(sizes)
    pv, wind, energy, power = sizes
    made = pv * problem.solar + wind * problem.wind
    gone = problem.load + hours.charge + hours.spilled + hours.fed
    before = np.append(problem.start_share * energy, hours.stored[:-1])
    flow = problem.charge * hours.charge - hours.give / problem.discharge

    assert made + hours.give + hours.backup == pytest.approx(gone, abs=1e-9)
    assert hours.stored - before == pytest.approx(flow, abs=1e-9)
    assert np.all((hours.stored >= 0.0) & (hours.stored <= energy))
    assert np.all(np.maximum(hours.charge, hours.give) <= power + 1e-9)
    assert hours.stored[-1] >= problem.start_share * energy - 1e-9
    assert cost == pytest.approx(
        problem.price @ hours.backup - problem.feed_in @ hours.fed, abs=1e-8
    )
    assert np.all(np.minimum(hours.charge, hours.give) == 0.0)


def test_more_of_anything_never_costs_more_to_run():
    rng = np.random.default_rng(7)
    problem = Problem(
        load=rng.random(200), solar=rng.random(200), wind=rng.random(200),
        price=rng.random(200), annual_cost=np.ones(4), charge=0.9, discharge=0.9,
    )  # fmt: skip
    running = RunningCost(problem)
    base = np.array([0.5, 0.5, 2.0, 0.5])
    costs = [running(base + step)[0] for step in np.eye(4)]

    assert all(cost <= running(base)[0] + 1e-12 for cost in costs)


def test_a_battery_of_nothing_leaves_the_bill_to_backup():
    problem = Problem(
        load=np.ones(4), solar=np.array([0.0, 2.0, 0.0, 0.0]), wind=np.zeros(4),
        price=np.array([1.0, 2.0, 3.0, 4.0]), annual_cost=np.ones(4), charge=0.9, discharge=0.9,
    )  # fmt: skip
    cost, _, hours = RunningCost(problem).dispatch(np.array([1.0, 0.0, 0.0, 0.0]))

    assert cost == 8.0
    assert isinstance(hours, Dispatch)
    assert hours.spilled.tolist() == [0.0, 1.0, 0.0, 0.0]


def test_the_compiled_kernel_equals_its_python_original():
    from comity.sites.storage.greedy import scan_one_price

    rng = np.random.default_rng(3)
    hours = 60
    arguments = (
        np.array([1.0, 0.5, 2.0, 0.7]), rng.random(hours), rng.random(hours), rng.random(hours),
        3.0, 0.9, 0.9, 0.5, np.zeros(hours), np.zeros(hours, np.int8),
    )  # fmt: skip
    fast, slope = scan_one_price(*arguments)
    plain, plain_slope = scan_one_price.py_func(*arguments)

    assert fast == pytest.approx(plain, rel=1e-12)
    assert slope == pytest.approx(plain_slope, rel=1e-12)
