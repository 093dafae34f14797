"""Time of a plan for a use: ``python benchmarks/bench_model_plan.py [--smoke]``."""

from __future__ import annotations

import datetime
import sys
import time

from comity.errors import MissingFact
from comity.facts.load import embedded
from comity.plans.context import Context
from comity.plans.model_plan import plan

BAR = 2.0
"""A plan of a state, warm; our choice, as no peer joins demand, model, part, place, price. [s]"""


def main() -> None:
    facts = embedded()
    states = sorted(facts.states)[:: 60 if "--smoke" in sys.argv else 8]
    spent, missing, options = [], 0, 0
    for state in states:
        ctx = Context(facts=facts, state=state, as_of=datetime.date(2026, 11, 23))
        start = time.perf_counter()
        try:
            options += plan(ctx, "clinic", "en").considered
        except MissingFact:
            missing += 1
            continue
        spent.append(time.perf_counter() - start)
    warm = sorted(spent[1:])
    print(
        f"{len(spent)} states, {options} options kept after every model, part, width and batch; "
        f"{missing} states lack a fact: median {warm[len(warm) // 2]:.2f} s, longest "
        f"{warm[-1]:.2f} s (bar {BAR} s)"
    )


if __name__ == "__main__":
    main()
