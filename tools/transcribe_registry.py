"""Transcribe what is said of models and parts beside their dimensions into the fact tables.

    COMITY_SHARED=../shared/data python tools/transcribe_registry.py --chips FILE --runs FILE

FILE of ``--chips`` is ``data/Chip dataset-Grid view.csv`` of epoch-research/training-cost-trends,
that of ``--runs`` is ``data/benchmarks_runs.csv`` of epoch-research/benchmark-stitching (MIT), both
read on 2026-11-23. Language scores of languagebench are published under CC BY-SA, so they are not
shipped: ``--scores FOLDER`` writes them as a table of your own, to be given with ``--facts``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

from transcribe_models import DATA, read, write

PARTS = {
    # name in the data set: our name, vendor, seat, class
    "Amazon Trainium2": ("Amazon Trainium2", "Amazon", "USA", "cloud"),
    "Intel Habana Gaudi2": ("Intel Gaudi 2", "Intel", "USA", "datacentre"),
    "AMD Instinct MI300A": ("AMD Instinct MI300A", "AMD", "USA", "datacentre"),
    "AMD Radeon Instinct MI250X": ("AMD Instinct MI250X", "AMD", "USA", "datacentre"),
    "NVIDIA L20 PCle": ("NVIDIA L20", "NVIDIA", "USA", "datacentre"),
    "NVIDIA L40": ("NVIDIA L40", "NVIDIA", "USA", "datacentre"),
    "NVIDIA A40 PCIe": ("NVIDIA A40", "NVIDIA", "USA", "datacentre"),
    "NVIDIA A100 SXM4 40 GB": ("NVIDIA A100 SXM4 40GB", "NVIDIA", "USA", "datacentre"),
    "NVIDIA Tesla V100 SXM2 32 GB": ("NVIDIA V100 SXM2 32GB", "NVIDIA", "USA", "datacentre"),
    "Google TPU v4": ("Google TPU v4", "Google", "USA", "cloud"),
}
CLAIMED = {
    "Intel Habana Gaudi3": "Intel Gaudi 3",
    "NVIDIA B200": "NVIDIA B200 SXM 180GB",
    "NVIDIA GeForce RTX 4090": "NVIDIA GeForce RTX 4090",
    "NVIDIA H100 SXM5 80GB": "NVIDIA H100 SXM5 80GB",
    "NVIDIA H800 SXM5": "NVIDIA H800 SXM5 80GB",
    "NVIDIA L4": "NVIDIA L4",
    "NVIDIA HGX H20": "NVIDIA H20",
    "AMD Instinct MI300X": "AMD Instinct MI300X",
    "Google TPU v5e": "Google TPU v5e",
    "MTT S4000": "Moore Threads MTT S4000",
    "Biren BR100": "Biren BR100",
    "NVIDIA A100 SXM4 80 GB": "NVIDIA A100 SXM4 80GB",
}
QUANTITIES = {
    "memory_gb": ("Memory size per board (Byte)", 1e9, "GB"),
    "bandwidth_gb_s": ("Memory bandwidth (byte/s)", 1e9, "GB/s"),
    "tflops_16": ("Tensor-FP16/BF16 performance (FLOP/s)", 1e12, "TFLOP/s"),
    "tflops_8": ("INT8 performance (OP/s)", 1e12, "TOP/s"),
    "power_w": ("TDP (W)", 1.0, "W"),
}
RUNS = {
    "DeepSeek-R1": "deepseek-ai/DeepSeek-R1",
    "DeepSeek-R1-Distill-Llama-70B": "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
    "DeepSeek-V3": "deepseek-ai/DeepSeek-V3",
    "Llama-2-70b-chat-hf": "meta-llama/Llama-2-70b-chat-hf",
    "Llama-3.1-405B-Instruct": "meta-llama/Meta-Llama-3.1-405B-Instruct",
    "Llama-3.1-70B-Instruct": "meta-llama/Meta-Llama-3.1-70B-Instruct",
    "Llama-3.1-8B-Instruct": "meta-llama/Meta-Llama-3.1-8B-Instruct",
    "Llama-3.3-70B-Instruct": "meta-llama/Llama-3.3-70B-Instruct",
    "Llama-4-Maverick-17B-128E-Instruct-FP8": "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
    "Llama-4-Scout-17B-16E-Instruct": "meta-llama/Llama-4-Scout-17B-16E-Instruct",
    "Meta-Llama-3-70B-Instruct": "meta-llama/Meta-Llama-3-70B-Instruct",
    "Meta-Llama-3-8B-Instruct": "meta-llama/Meta-Llama-3-8B-Instruct",
    "Mistral-7B-Instruct-v0.3": "mistralai/Mistral-7B-Instruct-v0.3",
    "Mixtral-8x7B-Instruct-v0.1": "mistralai/Mixtral-8x7B-Instruct-v0.1",
    "gemma-2-27b-it": "google/gemma-2-27b-it",
    "gemma-2-9b-it": "google/gemma-2-9b-it",
    "gemma-3-27b-it": "google/gemma-3-27b-it",
    "gpt-oss-120b_high": "openai/gpt-oss-120b",
    "mistral-large-2407": "mistralai/Mistral-Large-Instruct-2407",
    "mistral-large-2411": "mistralai/Mistral-Large-Instruct-2411",
    "phi-4": "microsoft/phi-4",
    "qwen2.5-32b-instruct": "Qwen/Qwen2.5-32B-Instruct",
    "qwen2.5-72b-instruct": "Qwen/Qwen2.5-72B-Instruct",
    "qwen3-235b-a22b": "Qwen/Qwen3-235B-A22B",
}
TASKS = {"GPQA diamond", "MATH level 5", "OTIS Mock AIME 2024-2025"}
LANGUAGES = {
    "English": "en", "French": "fr", "Spanish": "es", "Portuguese": "pt", "Swahili": "sw",
    "Chinese": "zh", "Arabic": "ar", "Hindi": "hi", "Amharic": "am", "Yoruba": "yo",
    "Russian": "ru", "Indonesian": "id", "Bengali": "bn",
}  # fmt: skip
TOKENIZERS = {"SmolLM2-135M-Instruct.Q4_1.gguf": ("SmolLM2", 49152),
              "gemma-3-270m-q4_k_m.gguf": ("Gemma 3", 262144)}  # fmt: skip
COMPONENTS = ("weights", "training_code", "inference_code", "datasets", "data_card", "model_card",
              "tech_report")  # fmt: skip


def csv_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def proven(source: str, year: str, quality: str) -> dict[str, str]:
    return {"source": source, "year": year, "quality": quality}


def transcribe_parts(chips: list[dict[str, str]]) -> None:
    """Further parts of the data set, and what it says otherwise of parts at hand."""
    named, rows, claims = {row["Hardware name"]: row for row in chips}, table("accelerators"), []
    held = {row["accelerator"]: row for row in rows}
    for theirs, (name, vendor, seat, kind) in PARTS.items():
        chip = named[theirs]
        eight = chip["INT8 performance (OP/s)"] or chip["FP8 performance (FLOP/s)"] or "0"
        held[name] = dict.fromkeys(rows[0], "") | {
            "accelerator": name, "vendor": vendor, "country": seat, "class": kind,
            **{key: f"{float(chip[at] or 0) / unit:g}" for key, (at, unit, _) in
               QUANTITIES.items()},
            "tflops_8": f"{float(eight) / 1e12:g}", "tflops_4": "0",
            "note": "link between devices not stated",
            **proven("epoch_ml_hardware", chip["Release date"][:4], "estimated"),
        }  # fmt: skip
    write("accelerators", sorted(held.values(), key=lambda row: row["accelerator"].lower()))
    for theirs, name in CLAIMED.items():
        chip = named[theirs]
        for key, (at, unit, written) in QUANTITIES.items():
            stated = float(chip[at] or 0) / unit
            ours = float(held[name][key] or 0)
            if stated and ours and abs(stated / ours - 1) > 0.005:
                claims.append(
                    {"accelerator": name, "quantity": key, "claimant": "epoch_ml_hardware",
                     "value": f"{stated:g}", "unit": written, "note": "",
                     **proven("epoch_ml_hardware", "2025", "reported")}
                )  # fmt: skip
    for row in read("accelerators.csv"):
        if row["TPP"] and row["name"] in held:
            claims.append(
                {"accelerator": row["name"], "quantity": "tpp", "claimant": "comity_tpp",
                 "value": row["TPP"], "unit": "TOP/s x bit",
                 "note": "vendor's 8-bit peak unconfirmed" if "TPP from" in row["spec_source"]
                 else "", **proven("comity_tpp", "2026", "estimated")}
            )  # fmt: skip
    claims.append(
        {"accelerator": "MetaX C500", "quantity": "bandwidth_gb_s", "claimant":
         "epoch_ml_hardware", "value": "18000", "unit": "GB/s",
         "note": "as stored; ten times what the table holds",
         **proven("epoch_ml_hardware", "2025", "reported")}
    )  # fmt: skip
    write("accelerator_claims", sorted(claims, key=lambda row: (row["accelerator"].lower(),
                                                                 row["quantity"])))  # fmt: skip


def transcribe_scores(runs: list[dict[str, str]]) -> None:
    """The newest successful run of each model and task."""
    best: dict[tuple[str, str], dict[str, str]] = {}
    for run in runs:
        model, score = RUNS.get(run["model"]), run["Best score (across scorers)"]
        if model and score and run["task"] in TASKS and run["Status"] == "Success":
            best.setdefault((model, run["task"]), run)  # the file stands newest first
    rows = [
        {"model": model, "benchmark": task, "setting": run["model"],
         "value": f"{100 * float(run['Best score (across scorers)']):g}", "unit": "%",
         **proven("epoch_benchmarks", run["started_at"].split()[2], "measured")}
        for (model, task), run in sorted(best.items())
    ]  # fmt: skip
    write("benchmark_scores", rows)


def transcribe_openness() -> None:
    """Components of models of the table; a registry entry is kept where its address is the key."""
    keys = {row["model"].lower(): row["model"] for row in table("models")}
    rows: dict[str, dict[str, str]] = {}
    for row in read("openness_mof.csv"):
        at = re.sub(r"^https://huggingface.co/", "", row["huggingface"]).rstrip("/").lower()
        plain = re.sub(r"[^a-z0-9]", "", row["name"].lower())
        if at in keys and plain == re.sub(r"[^a-z0-9]", "", at.split("/")[1]):
            model = keys[at]
            flags = {name: str(int(row[name] == "True")) for name in COMPONENTS}
            if flags["weights"] == "0":
                continue  # contradicts the weights at hand
            rows[model] = {"model": model, "components": row["n_components"], **flags,
                           **proven("mof_registry", "2026", "reported")}  # fmt: skip
    write("model_openness", [rows[key] for key in sorted(rows, key=str.lower)])
    transfers(rows)


def transfers(open_rows: dict[str, dict[str, str]]) -> None:
    """Weights published by developers with a seat, and recipe and data where a registry says so."""
    rows = []
    for row in table("models"):
        licence = row["licence"]
        shared = ["weights"]
        state = open_rows.get(row["model"])
        if state:
            shared += [w for w, c in (("code", "training_code"), ("data", "datasets"))
                       if state[c] == "1"]  # fmt: skip
            shared += ["recipe"] if state["training_code"] == state["tech_report"] == "1" else []
        for what in shared:
            rows.append(
                {"item": row["model"], "what": what, "giver": row["country"],
                 "giver_name": row["developer"], "taker": "all", "taker_name": "",
                 "licence": licence if what == "weights" else "", "day": row["released"],
                 "conditions": "as the licence of the weights says" if what == "weights"
                 else "terms of this part not stated in the registry",
                 "capacity": "", "note": "" if what != "weights" else row["note"],
                 **({k: row[k] for k in ("source", "year")} | {"quality": "reported"}
                    if what == "weights" else proven("mof_registry", "2026", "reported"))}
            )  # fmt: skip
    write("transfers", sorted(rows, key=lambda row: (row["item"].lower(), row["what"])))
    print("  transfers by kind:", dict(Counter(row["what"] for row in rows)))


def transcribe_fertility() -> None:
    rows = []
    for row in read("token_fertility_measured.csv"):
        name, vocab = TOKENIZERS[row["tokenizer"]]
        rows.append({"tokenizer": name, "language": LANGUAGES[row["language"]],
                     "vocab": str(vocab), "ratio": row["ratio_vs_english"],
                     "tokens": row["tokens"],
                     "note": "one text: Universal Declaration of Human Rights, Article 1",
                     **proven("comity_fertility", "2026", "measured")})  # fmt: skip
    write("token_fertility", rows)


def scores_of_languages(folder: Path) -> None:
    """Language scores as a table of the user's own; CC BY-SA, not for the wheel."""
    keys = {re.sub(r"[^a-z0-9]", "", row["model"].split("/")[1].lower()): row["model"]
            for row in table("models")}  # fmt: skip
    rows: list[dict[str, Any]] = []
    for row in read("language_scores_bmz_2025-05.csv"):
        plain = re.sub(r"[^a-z0-9]", "", row["model"].split("/")[-1].split(":")[0].lower())
        model = keys.get(plain) or keys.get(plain + "instruct")
        if model and row["score"]:
            rows.append({"model": model, "language": row["bcp_47"], "benchmark": row["task"],
                         "metric": row["metric"], "value": row["score"], "unit": "",
                         **proven("languagebench", "2025", "reported")})  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "language_scores.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print("language_scores:", len(rows), "rows of", len({row["model"] for row in rows}), "models")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chips", type=Path)
    parser.add_argument("--runs", type=Path)
    parser.add_argument("--scores", type=Path)
    given = parser.parse_args()
    if given.scores:
        scores_of_languages(given.scores)
        return
    if given.chips:
        transcribe_parts(csv_of(given.chips))
    if given.runs:
        transcribe_scores(csv_of(given.runs))
    transcribe_openness()
    transcribe_fertility()


if __name__ == "__main__":
    main()
