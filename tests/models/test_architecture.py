"""Parameters and cache of published architectures, against what their developers state."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import InputError, UnknownName
from comity.facts.load import embedded
from comity.models.architecture import Architecture, cache_elements, count, sizes
from comity.models.families import FAMILIES
from comity.plans.registry import models

FACTS = embedded()
ROUNDED = {  # published in words of one or two digits, so that 1 % is finer than the statement
    "Qwen/Qwen3-1.7B": 0.02,  # 1.7
    "Qwen/Qwen3-30B-A3B": 0.02,  # 30; the model card says 30.5
    "allenai/OLMo-2-1124-13B-Instruct": 0.06,  # 13; the paper's table says 13.7
    "allenai/OLMo-2-1124-7B-Instruct": 0.05,  # 7; the paper's table says 7.3
    "google/gemma-2-9b-it": 0.03,  # 9; the paper's table sums to 9.24
    "google/gemma-3-4b-it": 0.04,  # 4, with a vision tower of 0.4
    "google/gemma-3-12b-it": 0.03,  # 12, with a vision tower of 0.4
    "google/gemma-3-27b-it": 0.01,  # 27
    "meta-llama/Llama-2-70b-chat-hf": 0.02,  # 70; the paper's weights are 68.98
    "meta-llama/Llama-4-Scout-17B-16E-Instruct": 0.02,  # 109, with a vision tower of 0.9
    "microsoft/phi-2": 0.04,  # 2.7
    "microsoft/phi-4": 0.05,  # 14; the model card says 14.7
    "mistralai/Mistral-Large-Instruct-2411": 0.01,  # 123
    "moonshotai/Kimi-K2-Instruct": 0.03,  # 1 trillion
}
STATED = {
    row.key.split("/total_params_b")[0]: row.number("value") * 1e9
    for row in FACTS.rows("model_claims")
    if "/total_params_b/" in row.key
}
# kv_bytes_per_token at 16 bits, by the formula of each family's paper:
# 2 x layers x heads x width (grouped), layers x (512 + 64) (latent)
CACHE = {
    "meta-llama/Meta-Llama-3.1-405B": 2 * 126 * 8 * 128 * 2,
    "meta-llama/Meta-Llama-3.1-8B": 2 * 32 * 8 * 128 * 2,
    "Qwen/Qwen3-32B": 2 * 64 * 8 * 128 * 2,
    "deepseek-ai/DeepSeek-V3": 61 * 576 * 2,
    "moonshotai/Kimi-K2-Instruct": 61 * 576 * 2,
    "zai-org/GLM-5": 78 * 576 * 2,
    "openai/gpt-oss-120b": 2 * 36 * 8 * 64 * 2,
    "tiiuae/falcon-7b-instruct": 2 * 32 * 1 * 64 * 2,
    "Qwen/Qwen3.5-35B-A3B": 2 * 10 * 2 * 256 * 2,  # ten of forty layers keep a cache
    "nvidia/NVIDIA-Nemotron-Nano-12B-v2": 2 * 6 * 8 * 128 * 2,  # six of sixty-two
}
# Weights whose file headers sum to a count of two decimals in a public list (languagebench, 2026);
# left out are files that hold further layers (several tokens ahead, a vision tower).
COUNTED = (
    "Qwen/Qwen3-30B-A3B",
    "meta-llama/Llama-3.3-70B-Instruct",
    "microsoft/phi-4",
    "microsoft/Phi-4-mini-instruct",
    "moonshotai/Kimi-K2-Instruct",
    "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16",
    "nvidia/NVIDIA-Nemotron-Nano-9B-v2",
)


@pytest.mark.parametrize("model", sorted(STATED))
def test_the_computed_total_is_the_stated_one(model):
    found = count(models(FACTS)[model])

    assert found.total == pytest.approx(STATED[model], rel=ROUNDED.get(model, 0.01))


def test_at_least_twenty_stated_totals_are_met_within_one_percent():
    met = [
        model
        for model, stated in STATED.items()
        if abs(count(models(FACTS)[model]).total / stated - 1) <= 0.01
    ]

    assert len(met) >= 20


@pytest.mark.shared
@pytest.mark.parametrize("model", COUNTED)
def test_the_count_is_that_of_the_published_weights(model, shared):
    with (shared / "models" / "models_languagebench.csv").open(encoding="utf-8") as file:
        listed = {row["hf_id"]: row["params_B"] for row in csv.DictReader(file)}

    found = count(models(FACTS)[model]).total / 1e9

    assert found == pytest.approx(float(listed[model]), abs=0.005, rel=1e-4)


@pytest.mark.parametrize("model", sorted(CACHE))
def test_the_cache_is_exact(model):
    assert count(models(FACTS)[model]).kv_bytes_per_token == CACHE[model]


@pytest.mark.parametrize(
    ("model", "stated"),
    [
        ("openai/gpt-oss-120b", 5.1e9),  # gpt-oss model card, table 1
        ("openai/gpt-oss-20b", 3.6e9),
        ("deepseek-ai/DeepSeek-V3", 37e9),  # DeepSeek-V3 report, abstract
        ("moonshotai/Kimi-K2-Instruct", 32e9),  # README
        ("Qwen/Qwen3-235B-A22B", 22e9),  # name of the model
        ("zai-org/GLM-4.5-Air", 12e9),  # GLM-4.5 report: 106 B with 12 B active
    ],
)
def test_parameters_in_use_are_near_the_stated(model, stated):
    assert count(models(FACTS)[model]).active == pytest.approx(stated, rel=0.07)


def test_an_unknown_family_is_refused_by_name_with_near_ones():
    with pytest.raises(UnknownName, match="deepseek_v9") as caught:
        count({"model_type": "deepseek_v9", "hidden_size": 7168})

    assert "deepseek_v3" in caught.value.near


@pytest.mark.parametrize("config", [{}, {"model_type": None}, {"model_type": ["llama"]}])
def test_a_configuration_without_a_family_is_refused(config):
    with pytest.raises(UnknownName):
        count(config)


SMALL = {
    "model_type": "llama",
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 128,
    "vocab_size": 1000,
}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"hidden_size": None}, "hidden_size"),
        ({"num_hidden_layers": 0}, "num_hidden_layers"),
        ({"num_attention_heads": 4.5}, "num_attention_heads"),
        ({"num_attention_heads": 7}, "hidden_size"),
        ({"vocab_size": -3}, "vocab_size"),
        ({"num_key_value_heads": "8"}, "num_key_value_heads"),
        ({"num_hidden_layers": 3, "layer_types": ["full_attention"]}, "layer_types"),
    ],
)
def test_an_unusable_dimension_is_named(change, named):
    with pytest.raises(InputError, match=named):
        count({**SMALL, **change})


def test_a_model_of_several_modes_is_read_by_its_language_part():
    wrapped = {"model_type": "some_vision_model", "text_config": SMALL}

    assert count(wrapped) == count(SMALL)


def test_tying_the_embedding_saves_one_matrix():
    tied = count({**SMALL, "tie_word_embeddings": True})

    assert count(SMALL).total - tied.total == 64 * 1000
    assert tied.active == count(SMALL).active


@given(
    heads=st.sampled_from([4, 8, 16]), share=st.sampled_from([1, 2, 4]), layers=st.integers(1, 64)
)
def test_the_cache_goes_with_key_value_heads_and_layers(heads, share, layers):
    config = {**SMALL, "num_attention_heads": heads, "num_hidden_layers": layers}
    few = count({**config, "num_key_value_heads": heads // share})

    assert few.kv_bytes_per_token * share == count(config).kv_bytes_per_token
    assert few.kv_bytes_per_token % layers == 0


@given(experts=st.integers(2, 64), top_k=st.integers(1, 2))
def test_more_experts_weigh_more_and_use_no_more(experts, top_k):
    config = {
        **SMALL,
        "model_type": "mixtral",
        "num_local_experts": experts,
        "num_experts_per_tok": top_k,
    }
    found, more = count(config), count({**config, "num_local_experts": experts + 1})
    router = 2 * 64

    assert more.total - found.total == 2 * 3 * 64 * 128 + router
    assert more.active - found.active == router


def test_a_window_caps_what_is_kept():
    windowed = sizes(models(FACTS)["openai/gpt-oss-20b"])
    kept, read = cache_elements(windowed, 10_000.0)
    full = 12 * 2 * 8 * 64

    assert kept == read == full * 10_000 + full * 128


def test_an_index_reads_some_of_what_is_kept():
    sparse = sizes(models(FACTS)["deepseek-ai/DeepSeek-V3.2"])
    kept, read = cache_elements(sparse, 100_000.0)

    assert kept == 61 * (576 + 128) * 100_000
    assert read == 61 * (576 * 2048 + 128 * 100_000)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_family_refuses_an_empty_configuration(family):
    with pytest.raises(InputError):
        count({"model_type": family})


@pytest.mark.parametrize("key", sorted(models(FACTS)))
def test_every_model_of_the_table_can_be_counted(key):
    found = count(models(FACTS)[key])

    assert isinstance(models(FACTS)[key], Architecture)
    assert 0 < found.active <= found.total
    assert found.kv_bytes_per_token > 0


def test_every_row_keeps_its_further_keys_as_json():
    for row in FACTS.rows("models"):
        held = json.loads(row.text("config_more") or "{}")

        assert isinstance(held, dict)
