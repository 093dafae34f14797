"""Time the common text of every group, its draft, what states lack, and the random coalitions.

Run: ``python benchmarks/bench_common.py [--smoke]``.
Bars: table of all states 1 s; each group 50 ms; each set of random coalitions 500 ms. The exact
largest text is set beside a greedy one, which adds the line that keeps most states.
"""

from __future__ import annotations

import argparse
import datetime
import time

import numpy as np

from comity.facts.load import embedded
from comity.norms.common import Share, together
from comity.plans.lacking import chances, to_sign
from comity.plans.text import coalition, common, table
from comity.plans.text_types import Rule
from comity.plans.zero_draft import zero_draft


def greedy(record: np.ndarray, threshold: int) -> int:
    """Lines of a text built one line at a time, as far as enough states remain."""
    states = np.ones(len(record), dtype=bool)
    left = list(range(record.shape[1]))
    size = 0
    while left:
        best = max(left, key=lambda at: (states & record[:, at]).sum())
        if (states & record[:, best]).sum() < threshold:
            break
        states &= record[:, best]
        left.remove(best)
        size += 1
    return size


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="three groups only")
    smoke = parser.parse_args().smoke
    base = embedded()
    day = datetime.date.fromisoformat(base.as_of)
    groups = sorted({row.text("group") for row in base.rows("groups")})[: 3 if smoke else None]
    started = time.process_time()
    table(base, Rule(as_of=day))
    print(f"table of all states {time.process_time() - started:.3f} s of CPU (bar 1 s)")
    spent = {"text": 0.0, "chance": 0.0, "exact": 0.0, "greedy": 0.0}
    fewer = cases = 0
    for name in groups:
        of = coalition(base, groups=[name], as_of=day)
        for share in Share:
            started = time.process_time()
            held = common(base, of, Rule(as_of=day, share=share))
            if held.agreed:
                zero_draft(base, held)
            to_sign(base, held)
            spent["text"] += time.process_time() - started
            started = time.process_time()
            chances(base, held)
            spent["chance"] += time.process_time() - started
            record = held.table.record.certain[held.table.rows(of.states)]
            started = time.process_time()
            exact = len(together(record, held.needed).lines)
            spent["exact"] += time.process_time() - started
            started = time.process_time()
            fewer += greedy(record, held.needed) < exact
            spent["greedy"] += time.process_time() - started
            cases += 1
    each = {key: 1000 * value / cases for key, value in spent.items()}
    print(
        f"text, draft and lacks of a group {each['text']:.1f} ms of CPU (bar 50 ms), {cases} cases"
    )
    print(f"two sets of random coalitions {each['chance']:.0f} ms of CPU (bar 1000 ms)")
    print(
        f"largest text exact {each['exact']:.2f} ms, greedy {each['greedy']:.2f} ms of CPU; "
        f"greedy is smaller in {fewer} of {cases} cases"
    )


if __name__ == "__main__":
    main()
