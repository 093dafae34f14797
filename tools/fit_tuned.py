"""Fit the profiles `tuned` and `wide_expert_parallel` and try them on rows never fitted.

    COMITY_SHARED=../shared/data python tools/fit_tuned.py [--write]

`tuned` begins at `general` and is fitted on InferenceX as kept in aiconfigurator (NVIDIA parts,
three engines of 2026); what those rows do not tell stays as in `general`. The profile
`wide_expert_parallel` is `tuned` with a copy of attention on each device. MLPerf and the operators'
disclosures are in no fit.
"""

from __future__ import annotations

import csv
import gzip
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import fit_profiles as fp

from comity.errors import Infeasible
from comity.facts.load import embedded
from comity.models import architecture as arch
from comity.models.hardware import Accelerator
from comity.models.job import job_seconds
from comity.models.roofline import Load, Profile, cycle
from comity.models.serving import largest_batch
from comity.plans import registry

MODEL = {
    "deepseek-ai/DeepSeek-R1": "deepseek-v3",
    "deepseek-ai/DeepSeek-V3": "deepseek-v3",
    "openai/gpt-oss-120b": "gpt-oss-120b",
    "zhipuai/GLM-5": "glm-5",
}
PART = {"b200_sxm": "B200", "h200_sxm": "H200", "h100_sxm": "H100", "gb200": "GB200"}
fp.MODEL["glm-5"] = "zai-org/GLM-5"

# Tokens a sample of answers has and samples of a data set: mlcommons/inference, submission checker
# of v5.1 (performance-sample-count, TOKENS_PER_SAMPLE); longest answers: each benchmark's README.
SAMPLES = {
    "llama2-70b": (24576, 1024),
    "mixtral-8x7b": (15000, 1024),
    "llama31-405b": (8313, 2000),
    "llama31-8b": (13368, 128),
    "deepseek-v3": (4388, 20000),
}
LEAST_SECONDS = 600  # of a run of MLPerf Inference
FIXED = ("idle", "usable", "unmetered_low", "unmetered_high")
COPY = (1, 2, 4, 8, 16, 32, 72)
MLPERF_BITS = {"fp8": (8.0, 8.0), "fp4": (4.5, 4.5)}


def read(wide: bool = False) -> fp.Points:
    """Rows of InferenceX with all devices in one copy, or with a copy of attention on each."""
    rows = []
    path = fp.SHARED / "inferencex_points.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            copies = float(row["attention_dp_size"] or 0)
            if row["model_path"] not in MODEL or not row["precision"] or (copies > 1) != wide:
                continue
            name = MODEL[row["model_path"]]
            rows.append(
                {
                    "arch": name,
                    "hardware": PART[row["system"]],
                    "precision": "mxfp4" if name.startswith("gpt") else row["precision"],
                    "n_devices": str(float(row["tp_size"]) * max(copies, 1.0)),
                    "batch": row["concurrency"],
                    "input_tokens": row["isl"],
                    "output_tokens": row["osl"],
                    "value": str(1e3 * float(row["concurrency"]) / float(row["silicon_tpot_ms"])),
                }
            )
    points = fp.Points(rows)
    bits = np.array([16.0 if row["precision"] == "mxfp4" else 8.0 for row in rows])
    points.load = replace(points.load, kv_bits=bits)
    return points


def fit(points: fp.Points, general: Profile) -> Profile:
    """`general` moved to these rows, each parameter held by the width of its prior."""
    base = replace(general, compute_4=general.compute_8)
    table = {**fp.RATE, "compute_4": fp.RATE["compute_8"]}
    names = list(table)
    _, width, low, high = np.array([table[n] for n in names]).T
    start = np.array([getattr(base, n) for n in names])
    counts = {a: np.sum(points.arch == a) for a in set(points.arch)}
    share = np.array([1 / np.sqrt(counts[a]) for a in points.arch])
    share *= np.sqrt(np.mean(np.array(list(counts.values()))))
    x = fp.solve(partial(fp.misfit, names, base, points, fp.rate, share), start, width, low, high)
    return replace(base, **dict(zip(names, map(float, x), strict=True)))


def held_out(points: fp.Points, general: Profile) -> np.ndarray:
    """Prediction over measurement of each row, from a fit without its architecture."""
    found = np.empty(points.value.size)
    for name in sorted(set(points.arch)):
        mine = points.arch == name
        profile = fit(points.take(~mine), general)
        found[mine] = (fp.rate(points, profile) / points.value)[mine]
        print(f"  without {name:20s} {fp.spread(found[mine])}")
    return found


def mlperf(profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Architecture of each row of MLPerf v5.1, offline, and prediction over measurement.

    A run asks all its samples at once and lasts 600 s at least; of sizes of a copy and shares of
    the batch that fits, a submitter takes the fastest.
    """
    facts = embedded()
    models, parts = registry.models(facts), registry.accelerators(facts)
    names, found = [], []
    with (fp.SHARED / "validation_points.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["id"].startswith("mlperf"):
                continue
            sizes = arch.sizes(models[fp.MODEL[row["arch"]]])
            best = offline(sizes, parts[fp.PART[row["hardware"]]], row, profile)
            names.append(f"{row['arch']}/{row['precision']}")
            found.append(best / float(row["value"]))
    return np.array(names), np.array(found)


def offline(sizes: arch.Sizes, part: Accelerator, row: dict[str, str], profile: Profile) -> float:
    """Fastest mean rate of a run of MLPerf offline [tok/s]."""
    devices, output = float(row["n_devices"]), float(row["output_tokens"])
    bits, dense = MLPERF_BITS[row["precision"]]
    samples, longest = SAMPLES[row["arch"]]
    best = 0.0
    for each in (copy for copy in COPY if copy <= devices):
        load = Load(
            devices=float(each), batch=1.0, input_tokens=float(row["input_tokens"]),
            output_tokens=output, weight_bits=bits, dense_bits=dense, kv_bits=8.0,
        )  # fmt: skip
        try:
            most = largest_batch(sizes, part, load, profile)
        except Infeasible:
            continue
        copies = devices / each
        for share in (1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05):
            asked = replace(load, batch=max(most * share, 1.0))
            answers = float(samples)
            for _ in range(8):
                seconds = job_seconds(
                    sizes, part, asked, profile, answers=answers / copies, longest=longest
                )
                rate = answers * output / seconds
                answers = max(float(samples), rate * LEAST_SECONDS / output)
            best = max(best, rate)
    return best


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """What an operator states of decoding DeepSeek-V3 or R1 with experts spread wide."""

    part: Accelerator
    devices: float
    batch: float
    context: float
    kv_bits: float
    network: float
    rate: float
    bar: float


def disclosures() -> dict[str, Disclosure]:
    """Three operators; batches and widths not stated are assumed.

    DeepSeek, open-infra-index, March 2025: 14,800 tokens a second for a machine of eight, 20 to 22
    for each user, so 84 to 92 sequences for a device; mean cache of 4,989 tokens. SGLang, May 2025:
    22,282 for a machine of eight on 72 decoding devices, batch 256, prompts of 2,000 tokens.
    CloudMatrix, arXiv 2506.12708: 1,943 for a package of two dies, 320 dies, batch 96 for a package
    (unconfirmed), prompts of 4,096 tokens. Network of the first two: 400 Gbit/s for each device.
    """
    parts = registry.accelerators(embedded())
    row = embedded().row("accelerators", "Huawei Ascend 910C (package)")
    die = Accelerator(
        memory=row.number("memory_gb") / 2 * 1e9,
        bandwidth=row.number("bandwidth_gb_s") / 2 * 1e9,
        flops_16=row.number("tflops_16") / 2 * 1e12,
        flops_8=row.number("tflops_8") / 2 * 1e12,
        link=row.number("link_gb_s") / 2 * 1e9,
        power=1.0,  # not known; no power is asked for
        name="half of Huawei Ascend 910C",
    )
    h800, h100 = parts["NVIDIA H800 SXM5 80GB"], parts["NVIDIA H100 SXM5 80GB"]
    return {
        "DeepSeek, H800": Disclosure(
            part=h800, devices=144, batch=88, context=4989, kv_bits=16, network=50e9,
            rate=14800 / 8, bar=0.10,
        ),
        "SGLang, H100": Disclosure(
            part=h100, devices=72, batch=256, context=2050, kv_bits=16, network=50e9,
            rate=22282 / 8, bar=0.25,
        ),
        "CloudMatrix, Ascend 910C": Disclosure(
            part=die, devices=320, batch=48, context=4224, kv_bits=16, network=0,
            rate=1943 / 2, bar=0.15,
        ),
    }  # fmt: skip


def disclosed(profile: Profile) -> dict[str, float]:
    """Prediction over what each operator states, tokens a second of a device."""
    sizes = arch.sizes(registry.models(embedded())["deepseek-ai/DeepSeek-V3"])
    found = {}
    for name, each in disclosures().items():
        load = Load(
            devices=each.devices, batch=each.batch * each.devices, input_tokens=each.context - 1,
            output_tokens=2.0, weight_bits=8.0, dense_bits=8.0, kv_bits=each.kv_bits, cached=1.0,
            network=each.network,
        )  # fmt: skip
        step = float(cycle(sizes, each.part, load, profile).seconds)
        found[name] = each.batch / step / each.rate
    return found


def report(profile: Profile, wide: Profile) -> None:
    """Print the rows no fit has seen."""
    names, found = mlperf(profile)
    print(f"MLPerf v5.1 offline, {found.size} rows:", fp.spread(found), "(bar 25 %)")
    for name in sorted(set(names)):
        print(f"  {name:20s} {np.median(found[names == name]):.2f} of measured")
    bars = {name: each.bar for name, each in disclosures().items()}
    for name, ratio in disclosed(wide).items():
        print(f"{name}: {ratio:.2f} of stated (bar within {bars[name]:.0%})")


def main() -> None:
    general = registry.profile(embedded(), "general")
    points, spread_wide = read(), read(wide=True)
    print(f"InferenceX, {points.value.size} rows, zero-shot:",
          fp.spread(fp.rate(points, general) / points.value))  # fmt: skip
    tuned = fit(points, general)
    wide = replace(tuned, attention_devices=1.0, name="wide_expert_parallel")
    for name in (*fp.RATE, "compute_4"):
        print(f"  {name:16s} {getattr(tuned, name):.4g}")
    print("fit:", fp.spread(fp.rate(points, tuned) / points.value))
    held = held_out(points, general)
    print("leave one architecture out:", fp.spread(held))
    apart = fp.rate(spread_wide, wide) / spread_wide.value
    print(f"attention copied, {apart.size} rows in no fit:", fp.spread(apart))
    report(tuned, wide)
    if "--write" in sys.argv:
        write(tuned, {"tuned": 1 / held, "wide_expert_parallel": 1 / apart})


def write(profile: Profile, ratios: dict[str, np.ndarray]) -> None:
    with fp.TABLE.open(encoding="utf-8") as file:
        header, *kept = [row for row in csv.reader(file) if row[0] not in ratios]
    rows = []
    for name, ratio in ratios.items():
        energy = "as the inverse of the rate's band: no energy of these rows is published"
        bands = fp.conformal(ratio, "rate")
        bands |= {
            f"energy_{end}{level}": 1 / bands[f"rate_{other}{level}"]
            for level in ("", "_90")
            for end, other in (("low", "high"), ("high", "low"))
        }
        wide = name != "tuned"
        told = {n: (getattr(profile, n), "profiles_tuned", "estimated", "")
                for n in (*fp.RATE, "compute_4")}  # fmt: skip
        told |= {n: (getattr(profile, n), "profiles_fitted", "assumed", "as in the general profile")
                 for n in fp.DRAW}  # fmt: skip
        told |= {n: (fp.FIXED[n], "comity_assumption", "assumed", "") for n in FIXED}
        told["attention_devices"] = (
            float(wide), "comity_assumption", "assumed",
            "each device holds a copy of attention" if wide else "all devices share one copy",
        )  # fmt: skip
        told |= {n: (v, "profiles_tuned", "assumed" if n.startswith("energy") else "estimated",
                     energy if n.startswith("energy") else "")
                 for n, v in bands.items()}  # fmt: skip
        rows += [
            [name, n, f"{value:.4g}", fp.UNITS.get(n, ""), note, source, "2026", quality]
            for n, (value, source, quality, note) in told.items()
        ]
    with fp.TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *kept, *rows])


if __name__ == "__main__":
    main()
