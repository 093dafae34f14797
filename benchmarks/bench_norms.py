"""Time the counts of all states and the section "What you have already agreed to" for every state.

Run: ``python benchmarks/bench_norms.py [--smoke]``.
Bars: the first state 1 s, each further 60 ms.
"""

from __future__ import annotations

import argparse
import datetime
import time

from comity.facts.load import embedded
from comity.plans.agreed import section
from comity.plans.context import Context


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="three states only")
    smoke = parser.parse_args().smoke
    base = embedded()
    states = [row.key for row in base.rows("states")][: 3 if smoke else None]
    day = datetime.date.fromisoformat(base.as_of)
    started = time.perf_counter()
    section(Context(facts=base, state=states[0], as_of=day))
    first = time.perf_counter() - started
    started = time.perf_counter()
    for state in states[1:]:
        section(Context(facts=base, state=state, as_of=day))
    each = (time.perf_counter() - started) / (len(states) - 1)
    print(f"first state {first:.3f} s (bar 1 s); each further {each * 1000:.1f} ms (bar 60 ms)")


if __name__ == "__main__":
    main()
