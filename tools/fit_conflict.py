"""Fit the probability of a conflict candidate: ``uv run python tools/fit_conflict.py``.

Reads the contracts with planted conflicts of Aires and Meneguzzi (folder of shared test data,
COMITY_SHARED), adds hard negatives, fits one logistic curve on pairs on which a rule fires, and
prints what contracts held out say, then the rows for ``parameters.csv``. The texts are CC BY-SA
and are not shipped; only the fitted constants are.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from comity.norms.conflict.challenge import Pair, hard_negatives
from comity.norms.conflict.compare import features, firings
from comity.norms.conflict.parsed import parse
from comity.norms.types import Excerpt

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")
LEAST = 0.4
PENALTY = 0.3


def pairs(seed: int = 0) -> list[Pair]:
    """The planted conflicts and as many hard negatives as can be made."""
    file = SHARED / "norms" / "norm_conflicts" / "conflicts.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines(keepends=True)))
    conflicts = [(row["norm1"], row["norm2"], row["contract_id"]) for row in rows]
    planted = [
        Pair(first=first, second=second, group=group, made="conflict")
        for first, second, group in conflicts
    ]
    return [*planted, *hard_negatives(conflicts, rng=np.random.default_rng(seed))]


def table(held: list[Pair]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Features of each pair, whether a rule fires on it, and the names of the features."""
    made: dict[str, object] = {}
    rows, fired, names = [], [], list[str]()
    for pair in held:
        ends = sorted((pair.first, pair.second))
        one, other = (made.setdefault(text, parse(_excerpt(text))) for text in ends)
        found = firings(one, other)
        known = features(one, other, found)
        names = list(known)
        rows.append([known[name] for name in names])
        fired.append(bool(found) and one.view.text != other.view.text)
    return np.array(rows), np.array(fired), names


def _excerpt(text: str) -> Excerpt:
    return Excerpt(instrument="contract", eid="1", text=text, language="en", kind="paragraph")


def fitted(rows: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and intercept on features as they are, fitted on features of unit spread."""
    spread = rows.std(axis=0)
    spread[spread == 0] = 1
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(
        (rows - rows.mean(axis=0)) / spread, labels
    )
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ rows.mean(axis=0))


def held_out(
    rows: np.ndarray, labels: np.ndarray, fired: np.ndarray, groups: list[str]
) -> np.ndarray:
    """Probability of each pair from a curve that never saw its contract; zero without a rule."""
    chance = np.zeros(len(rows))
    for train, test in GroupKFold(10).split(rows, labels, groups):
        train = train[fired[train]]
        weights, intercept = fitted(rows[train], labels[train])
        chance[test] = 1 / (1 + np.exp(-(rows[test] @ weights + intercept)))
    return np.where(fired, chance, 0.0)


def report(labels: np.ndarray, made: np.ndarray, chance: np.ndarray) -> dict[str, float]:
    """F1, precision, recall, calibration error and the share of each kind of negative flagged."""
    flagged = chance >= LEAST
    hits = int((flagged & labels).sum())
    out = {
        "F1": 2 * hits / (2 * hits + (flagged & ~labels).sum() + (~flagged & labels).sum()),
        "precision": hits / max(1, flagged.sum()),
        "recall": hits / labels.sum(),
        "calibration": _calibration(labels[flagged], chance[flagged]),
    }
    for kind in ("random", "nearest", "reworded"):
        out[kind] = float(flagged[made == kind].mean())
    return {key: float(value) for key, value in out.items()}


def _calibration(labels: np.ndarray, chance: np.ndarray) -> float:
    """Mean distance of expected and found share in bins of equal count (up to ten)."""
    order = np.array_split(np.argsort(chance, kind="stable"), 10)
    return float(
        sum(
            len(part) * abs(labels[part].mean() - chance[part].mean())
            for part in order
            if len(part)
        )
        / len(chance)
    )


def main() -> int:
    held = pairs()
    rows, fired, names = table(held)
    made = np.array([pair.made for pair in held])
    labels = made == "conflict"
    chance = held_out(rows, labels, fired, [pair.group for pair in held])
    for key, value in report(labels, made, chance).items():
        print(f"{key:<12}{value:.3f}", file=sys.stderr)
    weights, intercept = fitted(rows[fired], labels[fired])
    out = csv.writer(sys.stdout, lineterminator="\n")
    note = (
        f"Fitted by tools/fit_conflict.py on 228 planted conflicts, {len(held) - 228:,} negatives"
    )
    tail = ["", "", "", note, "aires_conflicts", 2026, "estimated"]
    for name, value in [("intercept", intercept), *zip(names, weights, strict=True)]:
        out.writerow([f"norms.conflict_{name}", f"{value:.4g}", *tail])
    out.writerow(
        [
            "norms.conflict_least",
            LEAST,
            "",
            "",
            "",
            "Probability below which a pair is not shown",
            "comity_assumption",
            2026,
            "assumed",
        ]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
