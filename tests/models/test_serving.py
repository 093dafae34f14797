"""Laws and published measurements of the roofline."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import Infeasible, InputError
from comity.facts.load import embedded
from comity.models import architecture, hardware
from comity.models.architecture import count, sizes
from comity.models.hardware import Accelerator
from comity.models.power import node_watts
from comity.models.roofline import Load, copied_bytes, memory_bytes, weight_bytes
from comity.models.serving import largest_batch, predict, predict_sizes
from comity.plans import registry

FACTS = embedded()
MODELS, PARTS = registry.models(FACTS), registry.accelerators(FACTS)
GENERAL, LOCAL = registry.profile(FACTS, "general"), registry.profile(FACTS, "local")
H100, B200 = PARTS["NVIDIA H100 SXM5 80GB"], PARTS["NVIDIA B200 SXM 180GB"]
DENSE, SPARSE = MODELS["meta-llama/Meta-Llama-3.1-8B"], MODELS["Qwen/Qwen3-30B-A3B"]
ASKED = {
    "devices": 1,
    "batch": 16,
    "input_tokens": 500,
    "output_tokens": 300,
    "weight_bits": 16,
    "kv_bits": 16,
}
LOAD = Load(**{name: float(value) for name, value in ASKED.items()}, dense_bits=16.0)


def ask(model=DENSE, part=H100, profile=GENERAL, **change):
    return predict(model, part, profile=profile, **{**ASKED, **change})


def test_every_estimate_lies_within_its_band():
    found = ask()

    for name in ("tokens_per_s", "itl_s", "joules_per_token", "watts"):
        each = getattr(found, name)
        assert 0 < each.low <= each.value <= each.high, name


def test_energy_of_a_vendor_never_metered_has_a_wider_band():
    known, unknown = ask().joules_per_token, ask(part=replace(H100, metered=0.0)).joules_per_token

    assert unknown.value == known.value
    assert unknown.low == pytest.approx(0.6 * known.value)
    assert unknown.high == pytest.approx(1.6 * known.value)
    assert unknown.low < known.low
    assert unknown.high > known.high


def test_which_vendors_were_metered_is_a_fact_not_a_name():
    vendors = {row.key for row in FACTS.rows("vendor_energy")}
    sold = {row.key: row.text("vendor") for row in FACTS.rows("accelerators")}

    assert {sold[key] for key, part in PARTS.items() if part.metered} == vendors
    assert {sold[key] for key, part in PARTS.items() if not part.metered}


def test_a_configuration_may_be_given_in_place_of_an_architecture():
    config = registry.config_of(FACTS.row("models", "meta-llama/Meta-Llama-3.1-8B"))

    assert ask(config).tokens_per_s == ask().tokens_per_s


@given(batch=st.integers(1, 512), model=st.sampled_from([DENSE, SPARSE]))
def test_more_answers_at_once_give_more_tokens_and_slower_answers(batch, model):
    few, many = ask(model, batch=batch), ask(model, batch=batch + 1)

    assert many.tokens_per_s.value >= few.tokens_per_s.value * (1 - 1e-9)
    assert many.itl_s.value >= few.itl_s.value
    assert few.tokens_per_s.value * few.itl_s.value == pytest.approx(batch)


@given(
    batch=st.integers(1, 256),
    inputs=st.integers(0, 8000),
    outputs=st.integers(1, 8000),
    model=st.sampled_from(sorted(MODELS)),
)
@settings(max_examples=200)
def test_no_prediction_beats_the_memory_or_draws_more_than_it_may(batch, inputs, outputs, model):
    found = ask(MODELS[model], batch=batch, input_tokens=inputs, output_tokens=outputs)
    active = count(MODELS[model]).active
    floor = 2 * batch * active / H100.flops_16

    assert found.itl_s.value >= floor
    assert 0 < found.watts.value <= H100.power
    assert found.joules_per_token.value == pytest.approx(
        found.watts.value / found.tokens_per_s.value
    )


@given(factor=st.floats(1.01, 8))
def test_a_faster_part_is_never_slower(factor):
    faster = replace(H100, bandwidth=H100.bandwidth * factor, flops_16=H100.flops_16 * factor)

    assert ask(part=faster).tokens_per_s.value > ask().tokens_per_s.value


def test_longer_prompts_cost_time_and_cached_ones_cost_less():
    assert ask(input_tokens=4000).tokens_per_s.value < ask().tokens_per_s.value
    assert ask(cached=0.5).tokens_per_s.value > ask().tokens_per_s.value


def test_narrow_weights_are_smaller_and_faster_where_memory_binds():
    narrow = ask(weight_bits=8, batch=1)

    assert narrow.memory_bytes < ask(batch=1).memory_bytes
    assert narrow.tokens_per_s.value > ask(batch=1).tokens_per_s.value


def test_memory_is_weights_and_cache_and_copies():
    load = replace(LOAD, devices=2.0)
    whole = float(weight_bytes(sizes(DENSE), load))
    cache = 16 * 800 * 131072

    assert whole == 2 * count(DENSE).total
    assert float(memory_bytes(sizes(DENSE), load)) == whole + cache
    assert float(copied_bytes(sizes(DENSE), load, cache)) == 0.0  # eight heads divide by two


def test_a_latent_cache_is_copied_or_attention_is_whichever_is_less():
    latent = sizes(MODELS["deepseek-ai/DeepSeek-V3"])
    eight = replace(LOAD, devices=8.0)
    attention = 7 * float(latent.mixing) * 2

    assert float(copied_bytes(latent, eight, 1e6)) == 7e6
    assert float(copied_bytes(latent, eight, 1e15)) == attention


def test_what_does_not_fit_is_said_and_the_largest_batch_fits():
    huge = sizes(MODELS["meta-llama/Meta-Llama-3.1-405B"])

    assert not ask(MODELS["meta-llama/Meta-Llama-3.1-405B"]).fits
    with pytest.raises(Infeasible, match="memory"):
        largest_batch(huge, H100, LOAD, GENERAL)
    most = largest_batch(sizes(DENSE), H100, LOAD, GENERAL)

    assert bool(ask(batch=most).fits)
    assert not bool(ask(batch=most + 1).fits)


def test_the_largest_batch_keeps_to_the_time_between_tokens():
    most = largest_batch(sizes(DENSE), H100, LOAD, GENERAL, itl_limit=0.02)

    assert ask(batch=most).itl_s.value <= 0.02 < ask(batch=most + 1).itl_s.value


@pytest.mark.parametrize("name", ["devices", "batch", "output_tokens", "weight_bits", "kv_bits"])
def test_nothing_may_be_zero(name):
    with pytest.raises(InputError, match=name):
        ask(**{name: 0})


def test_devices_without_a_link_are_refused():
    alone = replace(H100, link=0.0, name="a part")

    with pytest.raises(InputError, match="a part has no known link"):
        ask(part=alone, devices=2)


def test_a_part_without_memory_is_refused():
    with pytest.raises(InputError, match="memory"):
        Accelerator(memory=0.0, bandwidth=1.0, flops_16=1.0, power=1.0)


def test_many_cases_at_once_equal_each_alone():
    keys, names = ["Qwen/Qwen3-8B", "openai/gpt-oss-20b"], [H100, B200]
    load = replace(LOAD, batch=np.array([1.0, 64.0])[None, None, :])
    both = predict_sizes(
        architecture.stack([sizes(MODELS[key]) for key in keys], axis=0, ndim=3),
        hardware.stack(names, axis=1, ndim=3),
        load,
        GENERAL,
    )
    alone = [
        [[ask(MODELS[key], part, batch=b).tokens_per_s.value for b in (1, 64)] for part in names]
        for key in keys
    ]

    assert np.allclose(both.tokens_per_s.value, alone, rtol=1e-12)


def test_idle_machines_draw_less_than_working_ones():
    def watts(used):
        return node_watts(H100, 500.0, devices=8, used=used, idle=0.12, node=1.3)

    assert watts(0.0) == pytest.approx(8 * 0.12 * 700 * 1.3)
    assert watts(1.0) == pytest.approx(8 * 500 * 1.3)


def test_the_local_profile_is_its_published_form():
    """Weights over 0.80 of the bandwidth and 1.7 ms: a token of an 8B model at 4.5 bits."""
    part = PARTS["NVIDIA GeForce RTX 4090"]
    found = ask(part=part, profile=LOCAL, batch=1, input_tokens=0, output_tokens=1, weight_bits=4.5)
    read = count(DENSE).active * 4.5 / 8

    assert found.itl_s.value == pytest.approx(read / (0.8 * part.bandwidth) + 0.0017, rel=0.02)


HARDWARE = {"H100": H100, "B200": B200}
ARCHS = {
    "gemma3-12b": ("google/gemma-3-12b-it", 16, 16),
    "gpt-oss-120b": ("openai/gpt-oss-120b", 4.25, 16),
    "llama31-70b": ("meta-llama/Meta-Llama-3.1-70B", 16, 16),
    "llama31-8b": ("meta-llama/Meta-Llama-3.1-8B", 16, 16),
    "nemotron-nano-12b": ("nvidia/NVIDIA-Nemotron-Nano-12B-v2", 16, 16),
    "qwen3-235b-a22b": ("Qwen/Qwen3-235B-A22B", 16, 16),
    "qwen3-30b-a3b": ("Qwen/Qwen3-30B-A3B", 16, 16),
    "qwen3-32b": ("Qwen/Qwen3-32B", 16, 16),
    "qwen3-8b": ("Qwen/Qwen3-8B", 16, 16),
}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("metric", "name", "median", "p90"),
    [
        ("output_tokens_per_s", "tokens_per_s", 0.12, 0.36),
        ("gpu_joule_per_output_token", "joules_per_token", 0.15, 0.40),
    ],
)
def test_the_profile_meets_published_measurements(metric, name, median, p90, shared):
    """ML.ENERGY leaderboard v3, rows of the shared file; the bars are those of the issue."""
    with (shared / "models" / "validation_points.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["split"] == "fit" and row["metric"] == metric and row["arch"] in ARCHS
        ]
    errors = []
    for row in rows:
        key, bits, dense = ARCHS[row["arch"]]
        found = predict(
            MODELS[key],
            HARDWARE[row["hardware"]],
            devices=float(row["n_devices"]),
            batch=float(row["batch"]),
            input_tokens=float(row["input_tokens"]),
            output_tokens=float(row["output_tokens"]),
            weight_bits=bits,
            dense_bits=dense,
            kv_bits=16,
            profile=GENERAL,
        )
        errors.append(abs(getattr(found, name).value / float(row["value"]) - 1))

    assert len(errors) > 200
    assert np.median(errors) <= median
    assert np.quantile(errors, 0.9) <= p90
