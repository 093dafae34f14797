"""How long the facts take to read: ``uv run python benchmarks/bench_facts.py [--smoke]``.

Each figure is the best of several fresh processes, so that nothing is warm. Bars: the long table in
60 ms, every table of states in 150 ms, one fact in 0.2 ms.
"""

from __future__ import annotations

import subprocess
import sys

CODE = """
import time
from comity.facts.load import embedded
start = time.perf_counter()
base = embedded()
base.fact("KEN", "grid_ci")
long = time.perf_counter()
for table in ("states", "names", "languages", "groups", "climate", "reference_cities"):
    base.rows(table)
wide = time.perf_counter()
for state in base.states:
    base.facts(state, "grid_ci")
one = time.perf_counter()
print(1e3 * (long - start), 1e3 * (wide - long), 1e3 * (one - wide) / len(base.states))
"""
BARS = (("long table", 60.0), ("wide tables", 150.0), ("facts of one state", 0.2))


def main() -> int:
    runs = 1 if "--smoke" in sys.argv else 7
    said = [
        subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
        for _ in range(runs)
    ]
    times = [[float(each) for each in run.stdout.split()] for run in said]
    best = [min(column) for column in zip(*times, strict=True)]
    for (name, bar), took in zip(BARS, best, strict=True):
        print(f"{name:<20}{took:8.2f} ms   bar {bar:g} ms   {'ok' if took <= bar else 'slow'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
