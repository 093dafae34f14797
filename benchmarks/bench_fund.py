"""Grant elements, envelopes and sections: ``uv run python benchmarks/bench_fund.py [--smoke]``.

Bars: one section of a brief in 60 ms after warm-up; the schedule of one loan in 1 ms; envelopes of
193 states within floors and ceilings in 5 ms.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable

import numpy as np

from comity.facts.load import embedded
from comity.facts.types import Finding
from comity.fund.envelopes import within_bounds
from comity.fund.finance import Loan, grant_element
from comity.plans.context import Context
from comity.plans.financing import section


def best(run: Callable[[], object], runs: int) -> float:
    """Least wall time of a run. [ms]."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def main() -> int:
    runs = 1 if "--smoke" in sys.argv else 20
    base = embedded()
    cost = base.parameter("fund.market_rate")
    capex = Finding(
        name="models.capex", value=1e6, unit="USD", low=7e5, high=1.5e6, method="", inputs=(cost,)
    )
    day = datetime.date.fromisoformat(base.as_of)
    scores = np.random.default_rng(1).uniform(0.1, 10, 193)
    loan = Loan(rate=0.0135, maturity=31, grace=6)
    cases = {
        "section": (
            60.0,
            lambda: section(Context(facts=base, state="KEN", as_of=day), capex=capex),
        ),
        "grant element": (1.0, lambda: grant_element(loan, discount=0.07)),
        "bounded envelopes": (
            5.0,
            lambda: within_bounds(
                scores, total=100.0, floors=np.full(193, 0.1), ceilings=np.full(193, 6.0)
            ),
        ),
    }
    for name, (bar, run) in cases.items():
        run()
        took = best(run, runs)
        print(f"{name:<20}{took:8.3f} ms   bar {bar:g} ms   {'ok' if took <= bar else 'slow'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
