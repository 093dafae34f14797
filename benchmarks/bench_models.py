"""Speed and accuracy of the models domain: ``python benchmarks/bench_models.py [--smoke]``."""

from __future__ import annotations

import datetime
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from comity.facts.load import embedded
from comity.facts.types import Finding
from comity.models import architecture, hardware
from comity.models.roofline import Load
from comity.models.serving import predict_sizes
from comity.plans import hosting, registry
from comity.plans.context import Context

SHARED = Path(os.environ.get("COMITY_SHARED", Path(__file__).parents[2] / "shared" / "data"))


def grid(models: int, parts: int) -> tuple[int, float]:
    """Cases and seconds of models x parts x 8 batches x 3 widths at once."""
    facts = embedded()
    sizes = [architecture.sizes(each) for each in registry.models(facts).values()]
    known = list(registry.accelerators(facts).values())
    load = Load(
        devices=1.0,
        batch=(2.0 ** np.arange(8))[None, None, :, None],
        input_tokens=1000.0,
        output_tokens=300.0,
        weight_bits=np.array([16.0, 8.0, 4.0])[None, None, None, :],
        dense_bits=np.array([16.0, 8.0, 4.0])[None, None, None, :],
        kv_bits=16.0,
    )
    start = time.perf_counter()
    found = predict_sizes(
        architecture.stack([sizes[i % len(sizes)] for i in range(models)], axis=0, ndim=4),
        hardware.stack([known[i % len(known)] for i in range(parts)], axis=1, ndim=4),
        load,
        registry.profile(facts, "general"),
    )
    return np.asarray(found.joules_per_token.value).size, time.perf_counter() - start


def sections(states: int) -> float:
    """Seconds of a section of the brief, after the first."""
    facts = embedded()
    given = facts.parameter("models.peak_factor")

    def stand_in(name: str, value: float) -> Finding:
        return Finding(
            name=name, value=value, unit="", method="given", inputs=(given,),
            low=value * 0.8, high=value * 1.25,
        )  # fmt: skip

    pue, price, carbon = (stand_in(n, v) for n, v in (("p", 1.3), ("e", 0.15), ("c", 200.0)))
    times = []
    for state in sorted(facts.states)[: states + 1]:
        ctx = Context(facts=facts, state=state, as_of=datetime.date(2026, 11, 23))
        start = time.perf_counter()
        hosting.section(ctx, pue=pue, price=price, carbon=carbon)
        times.append(time.perf_counter() - start)
    return float(np.mean(times[1:]))


def shared(name: str) -> Path | None:
    """A file of the shared folder, or nothing after saying that it is not there."""
    path = SHARED / "models" / name
    if path.exists():
        return path
    print(f"accuracy: skipped, {path} is not there (set COMITY_SHARED)")
    return None


def accuracy() -> None:
    """Errors on the rows at hand, leaving one architecture out, beside EcoLogits on the same."""
    if shared("validation_points.csv") is None or shared("training_runs.csv") is None:
        return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    import fit_profiles
    import fit_training
    import fit_tuned

    points, energy = fit_profiles.read()
    speeds, energies = fit_profiles.held_out(points, energy)
    print(f"{points.value.size} rows, one architecture left out:")
    print("  speed ", fit_profiles.spread(speeds), "(bars 12 %, 36 %)")
    print("  energy", fit_profiles.spread(energies), "(bars 15 %, 40 %)")
    beside_ecologits(energy, energies)
    for what, held in zip(("speed", "energy"), fit_profiles.nested(points, energy), strict=True):
        print(f"  bands made without an architecture hold {what}: {held.mean():.1%} (bar 72-88 %)")
    hours = fit_training.held_out(fit_training.shares())
    print("training hours, one run left out:", fit_profiles.spread(hours), "(bar 21 %)")
    profiles = (registry.profile(embedded(), n) for n in ("tuned", "wide_expert_parallel"))
    fit_tuned.report(*profiles)


def beside_ecologits(energy: Any, ours: np.ndarray) -> None:
    """Error of EcoLogits on the same rows: as it answers, and told batch and width of weights."""
    try:
        from ecologits.impacts.llm import compute_llm_impacts_dag
    except ImportError:
        print("  EcoLogits: not installed, run with uv run --group peers")
        return
    from importlib.metadata import version

    mine = np.median(np.abs(ours - 1))
    for label, told in (("as it answers", False), ("told batch and width", True)):
        found = np.full(energy.value.size, np.nan)
        for i in range(found.size):
            said = {
                "batch_size": float(energy.load.batch[i]),
                "model_quantization_bits": float(energy.load.weight_bits[i]),
            }
            try:
                parts = compute_llm_impacts_dag(
                    model_active_parameter_count=float(energy.sizes.active[i]) / 1e9,
                    model_total_parameter_count=float(energy.sizes.total[i]) / 1e9,
                    output_token_count=float(energy.load.output_tokens[i]),
                    request_latency=float("inf"),
                    if_electricity_mix_adpe=0.0, if_electricity_mix_pe=0.0,
                    if_electricity_mix_gwp=0.0, if_electricity_mix_wue=0.0,
                    datacenter_pue=1.0, datacenter_wue=0.0, **(said if told else {}),
                )  # fmt: skip
            except (ArithmeticError, ValueError, TypeError):
                continue
            # The accelerators alone, as the rows measure: no server, no building.
            kwh = float(parts["gpu_energy"]) * float(parts["gpu_required_count"])
            found[i] = kwh * 3.6e6 / float(energy.load.output_tokens[i]) / energy.value[i]
        ran = ~np.isnan(found)
        error = np.abs(found[ran] - 1)
        print(
            f"  EcoLogits {version('ecologits')} {label}, {ran.sum()} of {ran.size} rows: "
            f"median {np.median(error):.1%}, p90 {np.quantile(error, 0.9):.1%}; "
            f"ours over its {mine / np.median(error):.2f} (bar 0.33)"
        )


def main() -> None:
    smoke = "--smoke" in sys.argv
    cases, seconds = grid(*(20, 5) if smoke else (200, 50))
    print(f"{cases} cases at once: {seconds:.3f} s (bar 5 s for 240,000)")
    print(f"section of a brief: {1000 * sections(2 if smoke else 20):.1f} ms (bar 60 ms)")
    if not smoke:
        accuracy()


if __name__ == "__main__":
    main()
