"""Measures of contestation against their bars: ``uv run python benchmarks/bench_claims.py``.

``--smoke`` runs calibration and power on a small synthetic corpus. The rest reads WAIE from the
shared test data (COMITY_SHARED) and prints what we measure beside what the reference shelf states.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
from scipy.stats import kstest, spearmanr

from comity.norms.contestation import (
    between_blocs,
    cells_of,
    dispersion,
    draw,
    facet_entropy,
    facets_of,
    polarisation,
    power_to_find,
    stances,
)
from comity.norms.contestation.types import Cells
from comity.norms.encoding import centre, encoder, fit_frames
from comity.norms.reading.datasets import mentions, read_dataset

SMOKE = "--smoke" in sys.argv
SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")

# Prototype of the reference shelf, encoder muse: dispersion ratio; facet entropy in bits.
REFERENCE = {
    "Transparency": (0.903, 3.06), "Reliability": (0.901, 2.82), "Justice": (0.921, 3.09),
    "Privacy": (0.818, 2.68), "Accountability": (0.903, 3.05), "Freedom": (0.933, 3.02),
    "Beneficence": (0.937, 3.21), "Open source": (0.923, 3.06), "Human-Centered": (0.884, 2.91),
    "Sustainability": (0.811, 2.38), "Labor": (0.813, 1.73),
}  # fmt: skip


def say(name: str, got: float, bar: str, ok: bool, note: str = "") -> None:
    print(f"{name:<58}{got:>9.3f}   bar {bar:<10} {'ok' if ok else 'short':<6}{note}")


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def synthetic(rng: np.random.Generator, vectors: np.ndarray | None = None) -> Cells:
    """Excerpts of 60 documents on 4 principles; labels say nothing."""
    held = [(d, p) for d in range(60) for p in range(4) if rng.random() < 0.7]
    drawn = (
        unit(rng.standard_normal((len(held), 12))) if vectors is None
        else vectors[rng.choice(len(vectors), len(held), replace=False)]
    )  # fmt: skip
    return cells_of(
        drawn, rng.integers(40, 2000, len(held)), rng.integers(0, 4, len(held)),
        documents=[f"d{d:02}" for d, _ in held],
        members=np.eye(4, dtype=bool)[[p for _, p in held]],
        principles=[f"p{p}" for p in range(4)],
    )  # fmt: skip


def calibration(vectors: np.ndarray | None, runs: int, name: str) -> None:
    rng = np.random.default_rng(1)
    p: dict[str, list[float]] = {"dispersion": [], "facets": [], "blocs": [], "polarisation": []}
    for _ in range(runs):
        cells = synthetic(rng, vectors)
        drawn = draw(cells, bootstraps=19, shuffles=199, rng=rng)
        facet = facets_of(cells.vectors, facets=12, rng=rng)
        blocs = rng.permuted(np.arange(len(cells.documents)) % 2)
        p["dispersion"].append(dispersion(cells, drawn)["p0"].p)
        p["facets"].append(facet_entropy(cells, drawn, facet)["p0"].p)
        p["blocs"].append(between_blocs(cells, drawn, blocs, rng=rng)["p0"].p)
        p["polarisation"].append(polarisation(cells, drawn)["p0"].p)
    for measure, held in p.items():
        below = float(np.mean(np.array(held) < 0.05))
        uniform = float(kstest(held, "uniform").pvalue)
        said = f"shuffled labels, {name}: {measure}"
        say(f"{said}, share of p below .05", below, "<= 0.07", below <= 0.07)
        say(f"{said}, Kolmogorov-Smirnov p", uniform, "> 0.001", uniform > 0.001)


def power(vectors: np.ndarray, name: str, repeats: int) -> None:
    rng = np.random.default_rng(2)
    for size, shift in ((40, 0.05), (20, 0.10)):
        found = power_to_find(vectors, (size, size), shift, rng=rng, repeats=repeats)
        said = f"power, {name}, two blocs of {size}, omega-squared {shift:.2f}"
        say(said, found, ">= 0.90", found >= 0.9)
    found = power_to_find(vectors, (20, 20), 0.0, rng=rng, repeats=2 * repeats)
    say(f"findings without a shift, {name}", found, "<= 0.07", found <= 0.07)


def waie() -> None:
    records = read_dataset((SHARED / "norms/waie/data_raw.parquet").read_bytes(), "waie")
    counts = mentions(records)
    exact = list(counts.values()) == [
        165, 156, 151, 137, 134, 107, 96, 94, 81, 80, 70, 58, 44, 39, 17, 14, 12,
    ]  # fmt: skip
    say("WAIE mention table", float(exact), "exact", exact)
    held = [(each, record) for record in records for each in record.passages]
    texts = [each.text for each, _ in held]
    languages = ["en"] * len(texts)
    made = encoder("muse").encode(texts)
    moved = centre(made, languages, fit_frames(made, languages, whitening=0.0))
    names = list(counts)
    members = np.array([[name in each.concepts for name in names] for each, _ in held])
    rng = np.random.default_rng(3)
    start = time.process_time()
    cells = cells_of(
        moved, np.array([len(text) for text in texts]), stances(texts, languages),
        documents=[f"{int(record.key):03}" for _, record in held], members=members,
        principles=names,
    )  # fmt: skip
    drawn = draw(cells, bootstraps=1000, shuffles=1000, rng=rng)
    spread = dispersion(cells, drawn)
    took = time.process_time() - start
    say("17 principles, 1,000 shuffles and 1,000 draws, processor s", took, "<= 10", took <= 10)
    start = time.process_time()
    regions = [records[int(key)].fields["world_region"] for key in cells.documents]
    codes = np.unique(regions, return_inverse=True)[1]
    between = between_blocs(cells, drawn, codes, rng=rng)
    took = time.process_time() - start
    say("blocs of 17 principles, 1,000 shuffles, processor s", took, "<= 10", took <= 10)
    facets = np.stack([facets_of(cells.vectors, rng=rng) for _ in range(5)])
    entropy = facet_entropy(cells, drawn, facets)
    agreement(spread, entropy, names)
    ranks = [counts[name] for name in names]
    ours = float(spearmanr(ranks, [spread[name].value for name in names]).statistic)
    say("Spearman, mentions and dispersion", ours, ".15-.45", 0.15 <= ours <= 0.45, "reference .25")
    said = ", ".join(f"{name.split('/')[0]} {100 * each.value:.2f}" for name, each in
                     list(between.items())[:5])  # fmt: skip
    print(f"omega-squared of regions [%]: {said} (reference 1.07, 1.16, .53, .86, 1.14)")
    power(cells.vectors, "excerpts of WAIE", 100)
    calibration(cells.vectors, 200, "excerpts of WAIE")


def agreement(spread: dict, entropy: dict, names: list[str]) -> None:
    one, two, bits, theirs = [], [], [], []
    for short, (ratio, entropies) in REFERENCE.items():
        name = next(each for each in names if each.startswith(short))
        one.append(spread[name].value)
        two.append(ratio)
        bits.append(entropy[name].value)
        theirs.append(entropies)
        print(
            f"  {short:<16} dispersion {one[-1]:.3f} ({spread[name].low:.3f}-"
            f"{spread[name].high:.3f}), reference {ratio:.3f}; facets {bits[-1]:.2f}, "
            f"reference {entropies:.2f}"
        )
    apart = float(np.abs(np.array(one) - np.array(two)).max())
    say(
        "largest distance of a dispersion ratio from the reference", apart, "<= 0.04", apart <= 0.04
    )
    rho = float(spearmanr(one, two).statistic)
    say("rank correlation with the reference, dispersion", rho, ">= 0.90", rho >= 0.9)
    rho = float(spearmanr(bits, theirs).statistic)
    print(f"rank correlation with the reference, facets (by chance of clusters): {rho:.2f}")


def main() -> int:
    rng = np.random.default_rng(0)
    calibration(None, 60 if SMOKE else 400, "synthetic")
    power(unit(rng.standard_normal((120, 40))), "synthetic", 40 if SMOKE else 200)
    if SMOKE:
        return 0
    if not SHARED.is_dir():
        print(f"The shared test data are not at {SHARED}; set COMITY_SHARED.")
        return 0
    waie()
    return 0


if __name__ == "__main__":
    sys.exit(main())
