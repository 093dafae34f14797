"""Transcribe published scores of open models in many languages into `language_scores.csv`.

    python tools/transcribe_language_scores.py --afrobench FOLDER --mmluprox FILE

FOLDER is ``results`` of McGill-NLP/AfroBench, FILE the page ``index.html`` of
mmluprox/mmluprox.github.io, both read on 2026-11-23. Both benchmarks were published by the
Association for Computational Linguistics, whose papers are CC BY 4.0; figures alone are taken.
Models that are not in `models.csv`, and names that fit no model, are left out.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from transcribe_models import write

AFROBENCH = {
    # benchmark: file, score of a guess
    "AfriMMLU": ("afrimmlu - 0-shot.csv", 0.25),
    "Belebele": ("belebele - 0-shot.csv", 0.25),
    "AfriMGSM": ("afrimgsm - 0-shot.csv", 0.0),
}
LATER = "New Results - June2025.csv"
LATER_TASKS = {name.lower(): name for name in AFROBENCH}
MODELS = {
    "Llama-2-7b-chat-hf": "meta-llama/Llama-2-7b-chat-hf",
    "Llama-3.1-8B-Instruct": "meta-llama/Meta-Llama-3.1-8B-Instruct",
    "Meta-Llama-3-8B-Instruct": "meta-llama/Meta-Llama-3-8B-Instruct",
    "Meta-Llama-3-70B-Instruct": "meta-llama/Meta-Llama-3-70B-Instruct",
    "Meta-Llama-3.1-70B-Instruct": "meta-llama/Meta-Llama-3.1-70B-Instruct",
    "Llama-3.1-70B-Instruct": "meta-llama/Meta-Llama-3.1-70B-Instruct",
    "gemma-2-9b-it": "google/gemma-2-9b-it",
    "gemma-2-27b-it": "google/gemma-2-27b-it",
    "Gemma 3 27b": "google/gemma-3-27b-it",
    "DeepSeek-R1": "deepseek-ai/DeepSeek-R1",
    "DeepSeek-V3": "deepseek-ai/DeepSeek-V3",
    "Qwen3-235B": "Qwen/Qwen3-235B-A22B",
    "Qwen3-235B-Think": "Qwen/Qwen3-235B-A22B",
    "Qwen3-32B-Think": "Qwen/Qwen3-32B",
    "Qwen3-14B-Think": "Qwen/Qwen3-14B",
}
LANGUAGES = {
    "eng": "en", "fra": "fr", "afr": "af", "amh": "am", "ary": "ary", "arz": "arz", "bam": "bm",
    "ewe": "ee", "hau": "ha", "ibo": "ig", "kin": "rw", "lin": "ln", "lug": "lg", "luo": "luo",
    "nya": "ny", "orm": "om", "gaz": "om", "plt": "mg", "por": "pt", "sna": "sn", "som": "so",
    "sot": "st", "ssw": "ss", "swa": "sw", "tir": "ti", "tsn": "tn", "tso": "ts", "twi": "tw",
    "vai": "vai", "wol": "wo", "xho": "xh", "yor": "yo", "zul": "zu", "fuv": "ff", "kea": "kea",
}  # fmt: skip
PROX_GUESS = 0.1
PERCENT = 100


def row(model: str, language: str, benchmark: str, metric: str, score: float, guess: float,
        note: str, source: str) -> dict[str, Any]:  # fmt: skip
    return {
        "model": model, "language": language, "benchmark": benchmark, "metric": metric,
        "value": f"{score / PERCENT:.4g}", "unit": "", "guess": guess, "note": note,
        "source": source, "year": 2025, "quality": "reported",
    }  # fmt: skip


def afrobench(folder: Path) -> list[dict[str, Any]]:
    """The best of five prompts by the mean over languages, as the paper reports."""
    best: dict[tuple[str, str], dict[str, str]] = {}
    for benchmark, (name, _) in AFROBENCH.items():
        with (folder / name).open(encoding="utf-8") as file:
            for line in csv.DictReader(file):
                mean = "avg" if "avg" in line else "avg_score"
                key = (benchmark, line["model"])
                if not line[mean]:  # a prompt tried on some of the languages alone
                    continue
                if key not in best or float(line[mean]) > float(best[key]["mean"]):
                    best[key] = line | {"mean": line[mean]}
    with (folder / LATER).open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            if line["task"] in LATER_TASKS:
                best[LATER_TASKS[line["task"]], line["model"]] = line
    rows = []
    for (benchmark, name), line in best.items():
        if name not in MODELS:
            continue
        rows += [
            row(MODELS[name], LANGUAGES[code], benchmark, "accuracy", float(line[code]),
                AFROBENCH[benchmark][1], "best of five prompts", "afrobench_2025")
            for code in LANGUAGES
            if line.get(code)
        ]  # fmt: skip
    return rows


def mmluprox(page: Path) -> list[dict[str, Any]]:
    table = page.read_text(encoding="utf-8").split("Performance Results")[-1].split("</table>")[0]
    cells = defaultdict(list)
    for number, line in enumerate(re.findall(r"<tr.*?</tr>", table, re.S)):
        cells[number] = [
            re.sub(r"<[^>]*>", "", each).strip()
            for each in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)
        ]
    header, *lines = cells.values()
    rows = []
    for line in lines:
        if line[0] not in MODELS:
            continue
        metric = "accuracy, thinking" if line[0].endswith("Think") else "accuracy"
        rows += [
            row(MODELS[line[0]], code.lower(), "MMLU-ProX", metric, float(score), PROX_GUESS,
                "five examples, reasoning in steps", "mmluprox_2025")
            for code, score in zip(header[2:], line[2:], strict=True)
        ]  # fmt: skip
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--afrobench", type=Path, required=True)
    parser.add_argument("--mmluprox", type=Path, required=True)
    given = parser.parse_args()
    rows = afrobench(given.afrobench) + mmluprox(given.mmluprox)
    order = ("model", "language", "benchmark", "metric")
    write("language_scores", sorted(rows, key=lambda each: [each[name] for name in order]))


if __name__ == "__main__":
    main()
