"""Experts spread wider than the rest of a model, and jobs that end."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError
from comity.facts.load import embedded
from comity.models.architecture import sizes
from comity.models.job import job_seconds
from comity.models.roofline import Load, copies_of, cycle, memory_bytes, products
from comity.plans import registry

FACTS = embedded()
MODELS, PARTS = registry.models(FACTS), registry.accelerators(FACTS)
H100, A100, V100 = (
    PARTS[name]
    for name in ("NVIDIA H100 SXM5 80GB", "NVIDIA A100 SXM4 80GB", "NVIDIA V100 SXM2 32GB")
)
SPARSE = sizes(MODELS["deepseek-ai/DeepSeek-V3"])
DENSE = sizes(MODELS["meta-llama/Meta-Llama-3.1-8B"])
TUNED = registry.profile(FACTS, "tuned")
WIDE = registry.profile(FACTS, "wide_expert_parallel")
LOAD = Load(
    devices=32.0, batch=2048.0, input_tokens=1000.0, output_tokens=500.0, weight_bits=8.0,
    dense_bits=8.0, kv_bits=16.0,
)  # fmt: skip


def seconds(model, load, profile):
    return float(cycle(model, H100, load, profile).seconds)


def test_one_device_is_the_same_however_experts_are_spread():
    alone = replace(LOAD, devices=1.0, batch=8.0)

    assert seconds(SPARSE, alone, WIDE) == seconds(SPARSE, alone, TUNED)
    assert memory_bytes(SPARSE, alone, WIDE) == memory_bytes(SPARSE, alone, TUNED)


def test_every_device_holds_all_but_the_routed_experts():
    wide = float(memory_bytes(SPARSE, replace(LOAD, batch=1e-9), WIDE))

    assert copies_of(LOAD, WIDE) == 32
    assert wide == pytest.approx(float(SPARSE.routed + 32 * (SPARSE.total - SPARSE.routed)))


def test_a_latent_cache_is_divided_where_attention_is_copied():
    few, many = replace(LOAD, batch=1024.0), replace(LOAD, batch=2048.0)
    each = (SPARSE.cache_full * 1500 * 2) * 1024

    grown = float(memory_bytes(SPARSE, many, WIDE) - memory_bytes(SPARSE, few, WIDE))

    assert grown == pytest.approx(float(each))


@given(rate=st.floats(1e9, 1e12), factor=st.floats(1.1, 100))
def test_a_faster_network_never_slows_a_step(rate, factor):
    slow, fast = replace(LOAD, network=rate), replace(LOAD, network=rate * factor)

    assert seconds(SPARSE, fast, WIDE) < seconds(SPARSE, slow, WIDE)
    assert seconds(SPARSE, fast, TUNED) == seconds(SPARSE, slow, TUNED)


def test_copies_of_a_dense_model_work_side_by_side():
    one = seconds(DENSE, replace(LOAD, devices=1.0, batch=64.0), WIDE)

    assert seconds(DENSE, replace(LOAD, devices=8.0, batch=512.0), WIDE) == pytest.approx(one)


@pytest.mark.parametrize(
    ("part", "bits", "width"),
    [(H100, 16, 16), (H100, 8, 8), (H100, 4.5, 4), (A100, 8, 8), (V100, 8, 16), (V100, 4.5, 16)],
)
def test_a_part_without_narrow_units_multiplies_with_sixteen_bits_at_full_share(part, bits, width):
    found, share = products(part, replace(LOAD, weight_bits=float(bits)), TUNED)

    assert found == width
    assert (share == 1.0) == (width == 16)


@given(answers=st.floats(1, 1e6), batch=st.floats(1, 500), longest=st.floats(500, 5000))
def test_a_job_is_never_faster_than_steady_state(answers, batch, longest):
    load = replace(LOAD, devices=1.0, batch=batch, weight_bits=8.0)
    found = job_seconds(DENSE, H100, load, TUNED, answers=answers, longest=longest)
    held = min(batch, answers)
    steady = seconds(DENSE, replace(load, batch=held), TUNED) * 500 / held * answers

    assert found >= steady * 0.99


def test_a_long_job_is_steady_and_a_short_one_waits_for_its_longest_answer():
    load = replace(LOAD, devices=1.0, batch=64.0)
    steady = 500 / 64 * seconds(DENSE, load, TUNED)

    def mean(answers):
        found = job_seconds(DENSE, H100, load, TUNED, answers=answers, longest=4000)
        return found / answers / steady

    assert mean(1e6) == pytest.approx(1.0, rel=0.01)
    assert mean(64) > mean(640) > mean(6400) > 1.0


def test_answers_all_as_long_as_allowed_end_together():
    load = replace(LOAD, devices=1.0, batch=64.0)
    found = job_seconds(DENSE, H100, load, TUNED, answers=64, longest=500)

    assert found == pytest.approx(500 * seconds(DENSE, load, TUNED))


@pytest.mark.parametrize(("answers", "longest"), [(0, 1000), (float("nan"), 1000), (10, 100)])
def test_a_job_that_cannot_be_is_refused(answers, longest):
    with pytest.raises(InputError):
        job_seconds(DENSE, H100, LOAD, TUNED, answers=answers, longest=longest)


def test_arrays_of_loads_are_taken_at_once():
    many = replace(LOAD, batch=np.array([32.0, 2048.0]))

    assert cycle(SPARSE, H100, many, WIDE).seconds[1] == seconds(SPARSE, LOAD, WIDE)
