"""Share of the peak that training reaches: its median, its band and its error, leaving one run out.

    COMITY_SHARED=../shared/data python tools/fit_training.py

The runs are those of Epoch AI's table of AI systems with both FLOP and hours of devices.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared/data"))


def shares(folder: Path = SHARED) -> np.ndarray:
    """Share of the 16-bit peak each published run reached."""
    with (folder / "models/training_runs.csv").open(encoding="utf-8") as file:
        return np.array([float(row["implied_mfu"]) for row in csv.DictReader(file)])


def held_out(reached: np.ndarray) -> np.ndarray:
    """Hours predicted over hours published, each by the median of the other runs."""
    others = [np.median(np.delete(reached, i)) for i in range(reached.size)]
    return reached / np.array(others)


def main() -> None:
    reached = shares()
    error = np.abs(held_out(reached) - 1)
    low, middle, high = np.quantile(reached, [0.05, 0.5, 0.95])
    print(f"{reached.size} runs: median {middle:.3f}, nine in ten {low:.3f} to {high:.3f}")
    print(
        f"hours of devices, leaving one out: median {np.median(error):.1%}, "
        f"90 % within {np.quantile(error, 0.9):.1%} (bar 21 %)"
    )


if __name__ == "__main__":
    main()
