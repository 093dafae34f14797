"""Configurations of families outside the fact tables, against totals their developers publish.

Each entry of ``published_configs.json`` holds the dimensions of a public ``config.json``, the
total, the parameters in use where stated, the bytes a token adds to a cache of 16 bits by the
formula of the family's paper, and where the total is from. They were written down without the
publications at hand. `tools/compare_counts.py` checks the same families against an independent
implementation.
"""

import json
from pathlib import Path

import pytest

from comity.errors import InputError, UnknownName
from comity.models.architecture import architecture, cache_elements, count, sizes
from comity.models.families import FAMILIES

PUBLISHED = json.loads(
    Path(__file__).with_name("published_configs.json").read_text(encoding="utf-8")
)
# A developer who states parameters in use may leave out or add the embedding (Ling: added), or
# round to one digit (ERNIE 21B: 3).
IN_USE = {"inclusionAI/Ling-mini-2.0": 0.25, "baidu/ERNIE-4.5-21B-A3B-PT": 0.12}


@pytest.mark.parametrize("model", sorted(PUBLISHED))
def test_the_total_is_within_one_percent_of_the_published(model):
    entry = PUBLISHED[model]

    assert count(entry["config"]).total == pytest.approx(entry["total"], rel=0.01)


@pytest.mark.parametrize("model", sorted(name for name in PUBLISHED if PUBLISHED[name]["active"]))
def test_parameters_in_use_are_near_the_published(model):
    entry = PUBLISHED[model]

    assert count(entry["config"]).active == pytest.approx(
        entry["active"], rel=IN_USE.get(model, 0.1)
    )


@pytest.mark.parametrize("model", sorted(PUBLISHED))
def test_the_cache_of_a_token_is_exact(model):
    assert count(PUBLISHED[model]["config"]).kv_bytes_per_token == PUBLISHED[model]["kv"]


@pytest.mark.parametrize("model", ["tiiuae/falcon-mamba-7b", "LiquidAI/LFM2-1.2B"])
def test_a_recurrent_layer_keeps_a_state(model):
    assert count(PUBLISHED[model]["config"]).state_bytes > 0


def test_a_layer_with_attention_and_a_state_keeps_both():
    found = count(PUBLISHED["tiiuae/Falcon-H1-7B-Instruct"]["config"])

    assert found.state_bytes == 44 * (3072 * 256 + (3072 + 2 * 256) * 3) * 4
    assert found.kv_bytes_per_token == 44 * 2 * 2 * 128 * 2


@pytest.mark.parametrize(
    "family", ["t5", "grok-1", "arctic", "longcat_flash", "rwkv7", "zamba2", "deepseek_v4"]
)
def test_a_family_without_a_reader_is_refused_by_name(family):
    assert family not in FAMILIES
    with pytest.raises(UnknownName, match=family):
        count({**PUBLISHED["01-ai/Yi-34B"]["config"], "model_type": family})


@pytest.mark.parametrize(
    ("model", "change", "named"),
    [
        ("tencent/Hunyuan-A13B-Instruct", {"use_cla": True}, "use_cla"),
        ("tencent/Hunyuan-A13B-Instruct", {"moe_topk": [8] * 31 + [4]}, "moe_topk"),
        ("facebook/opt-6.7b", {"word_embed_proj_dim": 512}, "word_embed_proj_dim"),
        ("01-ai/Yi-34B", {"is_encoder_decoder": True}, "is_encoder_decoder"),
        ("01-ai/Yi-34B", {"num_kv_shared_layers": 4}, "num_kv_shared_layers"),
        ("01-ai/Yi-34B", {"per_layer_config": {"03": {"head_dim": 64}}}, "per_layer_config"),
        ("Qwen/Qwen-7B", {"intermediate_size": 22017}, "twice"),
        ("THUDM/chatglm3-6b", {"multi_query_group_num": None}, "multi_query_group_num"),
        ("ai21labs/Jamba-v0.1", {"attn_layer_period": None}, "read their context"),
        ("LiquidAI/LFM2-8B-A1B", {"layer_types": ["hyena"] * 24}, "hyena"),
        ("moonshotai/Kimi-Linear-48B-A3B-Instruct", {"linear_attn_config": None}, "context"),
        ("ibm-granite/granite-4.0-h-small", {"mamba_d_head": None, "mamba_n_heads": 127}, "127"),
    ],
)
def test_a_structure_that_cannot_be_read_is_named(model, change, named):
    with pytest.raises(InputError, match=named):
        count({**PUBLISHED[model]["config"], **change})


def test_experts_in_a_narrower_space_weigh_less():
    config = {
        "model_type": "nemotron_h", "hidden_size": 64, "num_hidden_layers": 1,
        "hybrid_override_pattern": "E", "num_attention_heads": 4, "vocab_size": 100,
        "n_routed_experts": 8, "num_experts_per_tok": 2, "moe_intermediate_size": 32,
        "mamba_num_heads": 4, "mamba_head_dim": 16, "ssm_state_size": 8, "n_groups": 1,
        "conv_kernel": 4,
    }  # fmt: skip
    plain, narrow = count(config).total, count({**config, "moe_latent_size": 16}).total

    assert narrow - plain == 2 * 64 * 16 - 8 * 2 * 32 * (64 - 16)


def test_dense_and_sparse_layers_are_those_listed():
    config = {**PUBLISHED["rednote-hilab/dots.llm1.inst"]["config"], "first_k_dense_replace": None}
    listed = {**config, "mlp_layer_types": ["dense"] + ["sparse"] * 61}

    assert count(listed) == count(PUBLISHED["rednote-hilab/dots.llm1.inst"]["config"])


GEMMA_3N = PUBLISHED["google/gemma-3n-E4B-it"]["config"]["text_config"]
GEMMA_4 = {
    "model_type": "gemma4_text", "hidden_size": 2304, "intermediate_size": 9216,
    "num_hidden_layers": 30, "num_attention_heads": 8, "num_key_value_heads": 4,
    "vocab_size": 262144, "vocab_size_per_layer_input": 262144,
    "hidden_size_per_layer_input": 256, "num_kv_shared_layers": 0,
}  # fmt: skip
SPARSE = {
    "enable_moe_block": True, "num_experts": 128, "top_k_experts": 8,
    "moe_intermediate_size": 704, "hidden_size_per_layer_input": 0, "attention_k_eq_v": True,
    "num_global_key_value_heads": 2, "num_key_value_heads": 8, "num_attention_heads": 16,
}  # fmt: skip
MODEST = {
    "num_kv_shared_layers": 10, "use_double_wide_mlp": True, "num_hidden_layers": 35,
    "hidden_size": 1536, "intermediate_size": 6144, "num_key_value_heads": 1,
}  # fmt: skip


# Sums of parameters that transformers 5.23.0 builds of the same dimensions.
@pytest.mark.parametrize(
    ("change", "total"), [({}, 5077177856), (SPARSE, 22118387200), (MODEST, 4347815680)]
)
def test_layers_with_heads_of_two_widths_are_counted(change, total):
    assert count({**GEMMA_4, **change}).total == total


def test_what_differs_in_a_layer_may_be_listed_or_named():
    listed = {
        str(layer).zfill(2): {"head_dim": 512, "num_key_value_heads": 2}
        for layer in (5, 11, 17, 23, 29)
    }

    assert count({**GEMMA_4, **SPARSE, "per_layer_config": listed}) == count(
        {**GEMMA_4, **SPARSE, "per_layer_config": None}
    )


def test_an_embedding_of_every_layer_takes_memory_and_no_time():
    found, without = (count({**GEMMA_3N, "hidden_size_per_layer_input": own}) for own in (256, 0))

    assert found.total - without.total > 35 * 256 * 262144
    assert found.active - without.active < 35 * 256 * 262144 / 20


def test_a_borrowed_cache_is_read_and_not_kept():
    own, borrowing = (
        sizes(architecture({**GEMMA_3N, "num_kv_shared_layers": layers})) for layers in (0, 15)
    )
    (kept, read), (fewer, read_too) = (cache_elements(each, 4096.0) for each in (own, borrowing))

    assert fewer < kept
    assert read_too == read


def test_layers_that_all_borrow_are_refused():
    with pytest.raises(InputError, match="one must keep"):
        count({**GEMMA_3N, "num_kv_shared_layers": 35})
