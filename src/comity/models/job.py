"""A job of so many answers, begun all at once: how long it takes and at what mean rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.errors import InputError
from comity.models.architecture import Sizes
from comity.models.hardware import Accelerator
from comity.models.roofline import Load, Profile, cycle

STEPS = 40
"""Stretches the end of a job is divided into."""


def job_seconds(
    model: Sizes,
    accelerator: Accelerator,
    load: Load,
    profile: Profile,
    *,
    answers: float,
    longest: float,
) -> float:
    """Time one copy of a model takes for a job of so many answers, all asked at once.

    Parameters
    ----------
    model, accelerator, load, profile
        As for `predict_sizes`, one case each; the load's output tokens are the mean answer.
    answers : float
        Answers of the job.
    longest : float
        Tokens of the longest answer allowed. [tokens]

    Returns
    -------
    float
        [s]

    Raises
    ------
    InputError
        If `answers` is not above zero, or the mean answer is longer than the longest.

    Notes
    -----
    While answers wait, every one that ends is followed by another and the batch stays full. When
    none waits, all prompts are done and the batch empties as answers end: their lengths are taken
    as exponential with an end at `longest` and the mean of the load, so that what is left after x
    tokens falls as exp(-x / s). A job with few answers for each place in the batch is slower than
    steady state.
    """
    mean = float(load.output_tokens)
    if not answers > 0:
        raise InputError("answers must be above zero.")
    if mean > longest:
        raise InputError("The mean answer is longer than the longest allowed.")
    batch = min(float(load.batch), answers)
    full = float(cycle(model, accelerator, replace(load, batch=batch), profile).seconds)
    bare = replace(load, batch=batch, cached=1.0)
    prompts = full - float(cycle(model, accelerator, bare, profile).seconds)
    begun = (answers - batch) * mean / batch * full + mean * prompts
    scale = _scale(mean, longest)
    if scale is None:
        return begun + mean * (full - prompts)
    edges = np.linspace(0.0, longest, STEPS + 1)
    left = np.maximum(batch * np.exp(-(edges[1:] + edges[:-1]) / 2 / scale), 1.0)
    steps = np.asarray(cycle(model, accelerator, replace(bare, batch=left), profile).seconds)
    return begun + float(np.sum(steps * np.diff(edges)))


def _scale(mean: float, longest: float) -> float | None:
    """Scale of the exponential cut at `longest` that has this mean; None when all are longest."""
    if mean > 0.999 * longest:
        return None
    low, high = mean, 1e6 * mean
    for _ in range(100):
        middle = (low * high) ** 0.5
        below = -middle * np.expm1(-longest / middle) < mean
        low, high = (middle, high) if below else (low, middle)
    return float((low * high) ** 0.5)
