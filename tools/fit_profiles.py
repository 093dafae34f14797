"""Fit the profiles of serving engines on published measurements and write ``profiles.csv``.

    COMITY_SHARED=../shared/data python tools/fit_profiles.py [--write]

Speeds and energies are those of the ML.ENERGY leaderboard (v3) in the shared folder; a row is used
when its split is ``fit``. Every parameter has a prior, a bound and a robust loss on the logarithm
of the ratio; factors between prediction and measurement come from leaving one architecture out.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from comity.facts.load import embedded
from comity.models import architecture as arch
from comity.models import hardware
from comity.models.architecture import Sizes
from comity.models.hardware import Accelerator
from comity.models.power import power
from comity.models.roofline import Load, Profile, cycle
from comity.plans import registry

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared/data")) / "models"
TABLE = ROOT / "src/comity/facts/data/profiles.csv"

MODEL = {
    "gemma3-12b": "google/gemma-3-12b-it",
    "gpt-oss-120b": "openai/gpt-oss-120b",
    "gpt-oss-20b": "openai/gpt-oss-20b",
    "llama31-405b": "meta-llama/Meta-Llama-3.1-405B",
    "llama31-70b": "meta-llama/Meta-Llama-3.1-70B",
    "llama31-8b": "meta-llama/Meta-Llama-3.1-8B",
    "llama4-maverick": "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
    "nemotron-nano-12b": "nvidia/NVIDIA-Nemotron-Nano-12B-v2",
    "nemotron-nano-9b": "nvidia/NVIDIA-Nemotron-Nano-9B-v2",
    "qwen3-14b": "Qwen/Qwen3-14B",
    "qwen3-235b-a22b": "Qwen/Qwen3-235B-A22B",
    "qwen3-30b-a3b": "Qwen/Qwen3-30B-A3B",
    "qwen3-32b": "Qwen/Qwen3-32B",
    "qwen3-8b": "Qwen/Qwen3-8B",
    "qwen3-coder-480b": "Qwen/Qwen3-Coder-480B-A35B-Instruct",
    "deepseek-v3": "deepseek-ai/DeepSeek-V3",
    "llama2-70b": "meta-llama/Llama-2-70b-chat-hf",
    "mixtral-8x7b": "mistralai/Mixtral-8x7B-v0.1",
}
PART = {
    "H100": "NVIDIA H100 SXM5 80GB",
    "B200": "NVIDIA B200 SXM 180GB",
    "H200": "NVIDIA H200 SXM 141GB",
    "H200NVL": "NVIDIA H200 SXM 141GB",
    "GB200": "NVIDIA GB200 (per GPU)",
    "B300": "NVIDIA B300 SXM",
}
BITS = {"bf16": (16.0, 16.0), "fp8": (8.0, 8.0), "mxfp4": (4.25, 16.0), "fp4": (4.5, 4.5)}

# Where a fit begins, the width of its prior and the bounds it keeps: share or seconds.
RATE = {
    "bandwidth": (0.82, 0.06, 0.5, 0.95),
    "compute": (0.75, 0.15, 0.3, 0.95),
    "experts": (0.85, 0.15, 0.3, 1.0),
    "prefill": (0.60, 0.15, 0.2, 0.9),
    "prefill_experts": (0.30, 0.15, 0.1, 0.9),
    "compute_8": (0.55, 0.15, 0.2, 1.0),
    "step": (1.0e-3, 1.5e-3, 0.0, 1e-2),
    "layer": (60e-6, 40e-6, 0.0, 3e-4),
    "layer_8": (40e-6, 40e-6, 0.0, 3e-4),
    "expert_layer": (30e-6, 40e-6, 0.0, 3e-4),
    "sequence": (40e-6, 40e-6, 0.0, 3e-4),
    "hop": (8e-6, 4e-6, 1e-6, 4e-5),
}
DRAW = {
    "static": (0.22, 0.10, 0.05, 0.5),
    "memory": (0.35, 0.15, 0.0, 1.0),
    "memory_power": (0.5, 0.3, 0.1, 1.5),
    "products": (0.6, 0.3, 0.0, 1.5),
    "products_power": (0.5, 0.3, 0.1, 1.5),
    "cap": (0.95, 0.05, 0.8, 1.0),
}
FIXED = {"compute_4": 0.0, "idle": 0.12, "usable": 0.9, "attention_devices": 0.0}
# Reached at least by bands of energy for vendors of which no energy was published.
FIXED |= {"unmetered_low": 0.6, "unmetered_high": 1.6}


class Points:
    """Measurements as arrays."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        facts = embedded()
        architectures, parts = registry.models(facts), registry.accelerators(facts)
        self.arch = np.array([row["arch"] for row in rows])
        self.part = np.array([row["hardware"] for row in rows])
        self.value = np.array([float(row["value"]) for row in rows])
        self.sizes = arch.stack([arch.sizes(architectures[MODEL[a]]) for a in self.arch])
        self.parts = hardware.stack([parts[PART[p]] for p in self.part])

        def numbers(name: str) -> np.ndarray:
            return np.array([float(row[name] or "nan") for row in rows])

        bits = np.array([BITS[row["precision"]] for row in rows])
        self.load = Load(
            devices=numbers("n_devices"),
            batch=numbers("batch"),
            input_tokens=numbers("input_tokens"),
            output_tokens=numbers("output_tokens"),
            weight_bits=bits[:, 0],
            dense_bits=bits[:, 1],
            kv_bits=np.full(len(rows), 16.0),
        )

    def take(self, chosen: np.ndarray) -> Points:
        """Some of the measurements."""
        picked = object.__new__(Points)
        picked.arch, picked.part = self.arch[chosen], self.part[chosen]
        picked.value = self.value[chosen]

        def cut(holder: Sizes | Accelerator | Load):  # noqa: ANN202
            names = {n: getattr(holder, n) for n in holder.__slots__}
            return replace(
                holder, **{n: v[chosen] for n, v in names.items() if isinstance(v, np.ndarray)}
            )

        picked.sizes, picked.parts, picked.load = map(cut, (self.sizes, self.parts, self.load))
        return picked


def rate(points: Points, profile: Profile) -> np.ndarray:
    return points.load.batch / cycle(points.sizes, points.parts, points.load, profile).seconds


def joules(points: Points, profile: Profile) -> np.ndarray:
    turn = cycle(points.sizes, points.parts, points.load, profile)
    drawn = points.load.devices * power(points.parts, turn, points.load, profile)
    return drawn * turn.seconds / points.load.batch


def solve(
    residual: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    width: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    rounds: int = 60,
) -> np.ndarray:
    """Levenberg-Marquardt with bounds and a soft absolute loss."""
    x, damping = start.copy(), 1e-2

    def cost(x: np.ndarray) -> float:
        r, prior = residual(x), (x - start) / width
        return 2 * np.sum(np.sqrt(1 + r**2) - 1) + 0.5 * np.sum(prior**2)

    best = cost(x)
    for _ in range(rounds):
        r = residual(x)
        weight = 1 / np.sqrt(1 + r**2)
        jac = np.empty((r.size, x.size))
        for i in range(x.size):
            nudged = x.copy()
            nudged[i] += 1e-4 * width[i]
            jac[:, i] = (residual(nudged) - r) / (1e-4 * width[i])
        normal = jac.T @ (weight[:, None] * jac) + 0.5 * np.diag(1 / width**2)
        slope = jac.T @ (weight * r) + 0.5 * (x - start) / width**2
        for _ in range(12):
            trial = np.clip(
                x - np.linalg.solve(normal + damping * np.diag(np.diag(normal)), slope), low, high
            )
            now = cost(trial)
            if now < best:
                change, x, best, damping = best - now, trial, now, damping / 3
                break
            damping *= 4
        else:
            break
        if change < 1e-7 * best:
            break
    return x


def misfit(
    names: list[str],
    base: Profile,
    of: Points,
    predicted: Callable[[Points, Profile], np.ndarray],
    share: np.ndarray,
    x: np.ndarray,
) -> np.ndarray:
    """Logarithm of prediction over measurement, in tenths, weighed."""
    tried = replace(base, **dict(zip(names, x, strict=True)))
    return share * np.log(predicted(of, tried) / of.value) / 0.1


def fit(points: Points, energy: Points, weights: bool = True) -> Profile:
    base = Profile(**{k: v[0] for k, v in (RATE | DRAW).items()}, **FIXED)
    for table, of, predicted in ((RATE, points, rate), (DRAW, energy, joules)):
        names = list(table)
        start, width, low, high = np.array([table[n] for n in names]).T
        share = np.ones(of.value.size)
        if weights:  # an architecture counts by the root of its rows
            counts = {a: np.sum(of.arch == a) for a in set(of.arch)}
            share = np.array([1 / np.sqrt(counts[a]) for a in of.arch])
            share *= np.sqrt(np.mean(np.array(list(counts.values()))))

        residual = partial(misfit, names, base, of, predicted, share)
        x = solve(residual, start, width, low, high)
        base = replace(base, **dict(zip(names, map(float, x), strict=True)))
    return base


def read() -> tuple[Points, Points]:
    with (SHARED / "validation_points.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "fit"]
    of = {name: [r for r in rows if r["metric"] == name] for name in {r["metric"] for r in rows}}
    return Points(of["output_tokens_per_s"]), Points(of["gpu_joule_per_output_token"])


def spread(ratio: np.ndarray) -> str:
    error = np.abs(ratio - 1)
    return f"median {np.median(error):.1%}, p90 {np.quantile(error, 0.9):.1%}"


def held_out(points: Points, energy: Points) -> tuple[np.ndarray, np.ndarray]:
    """Prediction over measurement of each row, from a fit without its architecture."""
    speed, joule = np.empty(points.value.size), np.empty(energy.value.size)
    for name in sorted(set(points.arch)):
        profile = fit(points.take(points.arch != name), energy.take(energy.arch != name))
        mine, its = points.arch == name, energy.arch == name
        speed[mine] = (rate(points, profile) / points.value)[mine]
        joule[its] = (joules(energy, profile) / energy.value)[its]
        print(f"  without {name:20s} rate {spread(speed[mine])}; energy {spread(joule[its])}")
    return speed, joule


def nested(points: Points, energy: Points) -> tuple[np.ndarray, np.ndarray]:
    """Whether a band made without an architecture holds each of its rows; speed, then energy.

    The band of an architecture comes from fits that leave out it and one other in turn; its rows
    are predicted by the fit that leaves out it alone.
    """
    names = sorted(set(points.arch))

    def without(*out: str) -> Profile:
        kept, held = ~np.isin(points.arch, out), ~np.isin(energy.arch, out)
        return fit(points.take(kept), energy.take(held))

    def ratios(profile: Profile, name: str) -> tuple[np.ndarray, np.ndarray]:
        mine, its = points.arch == name, energy.arch == name
        return (
            (points.value / rate(points, profile))[mine],
            (energy.value / joules(energy, profile))[its],
        )

    pair = {
        (one, other): without(one, other) for i, one in enumerate(names) for other in names[i + 1 :]
    }
    held: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for name in names:
        own = ratios(without(name), name)
        others = [
            ratios(pair[min(name, other), max(name, other)], other)
            for other in names
            if other != name
        ]
        for which, what in enumerate(("rate", "energy")):
            band = conformal(np.concatenate([each[which] for each in others]), what)
            low, high = band[f"{what}_low"], band[f"{what}_high"]
            held[which].append((own[which] >= low) & (own[which] <= high))
    return np.concatenate(held[0]), np.concatenate(held[1])


def conformal(ratio: np.ndarray, what: str) -> dict[str, float]:
    """Finite-sample conformal quantiles of measurement over prediction, 80 % and 90 %."""
    n, found = ratio.size, {}
    for name, level in (("", 0.8), ("_90", 0.9)):
        edge = (1 - level) / 2
        found[f"{what}_low{name}"] = float(np.quantile(ratio, max(0, edge * (n + 1) / n - 1 / n)))
        found[f"{what}_high{name}"] = float(np.quantile(ratio, min(1, (1 - edge) * (n + 1) / n)))
    return found


def main() -> None:
    points, energy = read()
    whole = fit(points, energy)
    for name in (*RATE, *DRAW):
        print(f"  {name:16s} {getattr(whole, name):.4g}")
    print("fit: rate", spread(rate(points, whole) / points.value))
    print("fit: energy", spread(joules(energy, whole) / energy.value))
    speed, joule = held_out(points, energy)
    print("leave one architecture out: rate", spread(speed), "energy", spread(joule))
    for what, held in zip(("rate", "energy"), nested(points, energy), strict=True):
        print(
            f"bands of eight in ten, made without an architecture, hold {what}: {held.mean():.1%}"
        )
    known = points.part == "H100"
    half = fit(points.take(known), energy.take(energy.part == "H100"))
    new = ~known
    print(
        "H100 to B200: rate",
        spread((rate(points, half) / points.value)[new]),
        "energy",
        spread((joules(energy, half) / energy.value)[energy.part != "H100"]),
    )
    bands = conformal(1 / speed, "rate") | conformal(1 / joule, "energy")
    print(bands)
    if "--write" in sys.argv:
        write(whole, bands)


UNITS = {
    "step": "s",
    "layer": "s",
    "layer_8": "s",
    "expert_layer": "s",
    "sequence": "s",
    "hop": "s",
}


def write(profile: Profile, bands: dict[str, float]) -> None:
    held: list[list[str]] = []
    if TABLE.exists():
        with TABLE.open(encoding="utf-8") as file:
            held = [row for row in list(csv.reader(file))[1:] if row[0] != "general"]
    rows = [
        ["general", name, f"{value:.4g}", UNITS.get(name, ""), "", source, "2026", quality]
        for name, value, source, quality in (
            *((n, getattr(profile, n), "profiles_fitted", "estimated") for n in (*RATE, *DRAW)),
            *((n, v, "comity_assumption", "assumed") for n, v in FIXED.items()),
            *((n, v, "profiles_fitted", "estimated") for n, v in bands.items()),
        )
    ]
    header = ["profile", "quantity", "value", "unit", "note", "source", "year", "quality"]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows, *held])


if __name__ == "__main__":
    main()
