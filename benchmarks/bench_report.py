"""Time of one page, first and warm, with and without kept drawings.

Usage: python benchmarks/bench_report.py [--smoke]
"""

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

FIRST = """
import sys, time
sys.path.insert(0, sys.argv[1])
from report.sample import sample
brief = sample()
start = time.perf_counter()
from comity.report import render
render.html(brief)
print(time.perf_counter() - start)
"""


def first(tests):
    done = subprocess.run(
        [sys.executable, "-c", FIRST, tests], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def best(times, function):
    found = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        found.append(time.perf_counter() - start)
    return min(found)


def main():
    from comity.report import drawing, render
    from report.sample import sample

    times = 1 if "--smoke" in sys.argv else 7
    brief = sample()
    page = render.html(brief)

    def redrawn():
        drawing.forget()
        render.html(brief)

    rows = {
        "first page of a process, imports and engine included [s]": first(str(ROOT / "tests")),
        "page, every figure drawn again [s]": best(times, redrawn),
        "page, figures kept [s]": best(times, lambda: render.html(brief)),
        "Markdown [s]": best(times, lambda: render.markdown(brief)),
        "JSON [s]": best(times, lambda: json.dumps(render.to_json(brief))),
        "size of the page [kB]": len(page.encode()) / 1000,
    }
    for name, value in rows.items():
        print(f"{name:60} {value:10.3f}")


if __name__ == "__main__":
    main()
