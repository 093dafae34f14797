"""Consensus of one million votes: ``uv run python benchmarks/bench_forum.py [--smoke]``.

Ten thousand participants, a hundred statements, five blocs. Bar: 0.5 s for all measures.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from comity.forum.consensus import geometric_mean, group_aware, minimum, tally
from comity.forum.votes import Votes, members

BAR = 0.5


def main() -> int:
    people = 1_000 if "--smoke" in sys.argv else 10_000
    rng = np.random.default_rng(1)
    cast = rng.random((people, 100)) < 0.9
    sign = np.where(cast, rng.integers(-1, 2, (people, 100)), 0).astype(np.int8)
    votes = Votes(
        participants=tuple(map(str, range(people))),
        statements=tuple(map(str, range(100))),
        sign=sign,
        cast=cast,
    )
    blocs = [f"bloc {at % 5}" for at in range(people)]
    start = time.perf_counter()
    counts = tally(votes, members(blocs))
    group_aware(counts), geometric_mean(counts), minimum(counts)
    took = time.perf_counter() - start
    print(
        f"{int(cast.sum())} votes: {took:.3f} s   bar {BAR:g} s   {'ok' if took <= BAR else 'slow'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
