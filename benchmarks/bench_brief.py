"""How long a brief takes: cold, warm, all states in one process, and the help of the command line.

Bars on two cores: cold 6 s, warm 2.5 s, all 193 in one process 90 s, ``--help`` 0.3 s. There is no
peer that writes a country brief; the ratio printed is to the bar.
"""

from __future__ import annotations

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

BARS = {"cold": 6.0, "warm": 2.5, "help": 0.3, "all": 90.0}


def seconds(command: list[str], folder: str) -> float:
    """Wall time of one command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def drop_bytecode() -> None:
    """Make the next start a cold one, as far as a user may: no compiled modules of ours."""
    import comity

    for cache in pathlib.Path(comity.__file__).parent.rglob("__pycache__"):
        shutil.rmtree(cache, ignore_errors=True)


def every_brief(states: int) -> float:
    """Wall time of the pages of the first `states` states, in this process."""
    from comity.facts.load import embedded
    from comity.plans.brief import brief
    from comity.report.render import render

    codes = [row.key for row in embedded().rows("states")][:states]
    start = time.perf_counter()
    for code in codes:
        render(brief(code), "html", language="en")
    return time.perf_counter() - start


def main() -> None:
    """Print each time beside its bar."""
    options = argparse.ArgumentParser()
    options.add_argument("--smoke", action="store_true", help="few states, one repetition")
    smoke = options.parse_args().smoke
    repeats, states = (1, 5) if smoke else (5, 193)
    comity = [sys.executable, "-m", "comity"]
    with tempfile.TemporaryDirectory() as folder:
        drop_bytecode()
        times = {"cold": seconds([*comity, "brief", "KEN"], folder)}
        times["warm"] = min(seconds([*comity, "brief", "KEN"], folder) for _ in range(repeats))
        times["help"] = min(seconds([*comity, "--help"], folder) for _ in range(repeats))
    times["all"] = every_brief(states)
    bars = BARS | {"all": BARS["all"] * states / 193}
    for name, taken in times.items():
        print(f"{name:5} {taken:7.2f} s   bar {bars[name]:6.2f} s   ratio {taken / bars[name]:.2f}")


if __name__ == "__main__":
    main()
