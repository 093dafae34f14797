"""Every entry of the tables of models keeps what the equations and the reader rely on."""

import re

import pytest

from comity.facts.load import embedded
from comity.facts.types import Quality
from comity.models.architecture import count
from comity.models.families import FAMILIES
from comity.plans import registry
from comity.plans.model_case import case, predict

FACTS = embedded()
MODELS = {row.key: row for row in FACTS.rows("models")}
PARTS = {row.key: row for row in FACTS.rows("accelerators")}
COMPUTABLE = sorted(registry.accelerators(FACTS))


def test_the_registry_is_as_large_as_it_must_be():
    assert len(MODELS) >= 150
    assert len(PARTS) >= 50
    assert len({row.text("country") for row in MODELS.values()}) >= 8
    assert len({row.text("vendor") for row in PARTS.values()}) >= 12


@pytest.mark.parametrize("key", sorted(MODELS))
def test_a_model_names_its_licence_country_day_and_family(key):
    row = MODELS[key]
    licences = {each.key for each in FACTS.rows("licences")}

    assert row.text("licence") in licences
    assert re.fullmatch(r"[A-Z]{3}", row.text("country"))
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", row.text("released"))
    assert row.text("model_type") in FAMILIES


@pytest.mark.parametrize("key", sorted(PARTS))
def test_a_part_says_what_it_rests_on(key):
    row = PARTS[key]

    if row.source.kind == "assumption":
        assert row.quality is Quality.ASSUMED
        assert "unconfirmed" in row.text("note") or "conflicting" in row.text("note")
    if row.cells["country"]:
        assert re.fullmatch(r"[A-Z]{3}", row.text("country"))


@pytest.mark.parametrize("key", COMPUTABLE)
def test_every_computable_part_runs_a_small_model(key):
    found = predict(case(FACTS, "SmolLM2-135M-Instruct", key, output_tokens=100))

    assert found.tokens_per_s.value > 0
    assert 0 < found.watts.value <= PARTS[key].number("power_w")


def test_every_price_is_of_a_known_part_or_model_and_within_its_band():
    for row in FACTS.rows("accelerator_prices"):
        assert row.key in PARTS
        low, high = row.number("price_usd_low"), row.number("price_usd_high")
        assert low <= row.number("price_usd") <= high
    for row in FACTS.rows("api_prices"):
        assert row.text("model") in MODELS


def test_every_claim_is_about_a_known_model():
    for row in FACTS.rows("model_claims"):
        assert row.key.split("/total_params_b/")[0].split("/active_params_b/")[0] in MODELS


@pytest.mark.parametrize("name", sorted({r.key.split("/")[0] for r in FACTS.rows("profiles")}))
def test_every_profile_is_whole_and_its_bands_hold_one(name):
    found = registry.profile(FACTS, name)

    for what in ("rate", "energy"):
        low90, low = getattr(found, f"{what}_low_90"), getattr(found, f"{what}_low")
        high, high90 = getattr(found, f"{what}_high"), getattr(found, f"{what}_high_90")
        assert low90 <= low <= 1 <= high <= high90


def test_columns_hold_the_configuration_they_were_read_from():
    row = MODELS["deepseek-ai/DeepSeek-V3"]
    config = registry.config_of(row)

    assert config["kv_lora_rank"] == 512
    assert config["n_shared_experts"] == 1
    assert count(config) == count(registry.models(FACTS)[row.key])


def test_a_repeating_list_of_layers_is_unrolled():
    config = registry.config_of(MODELS["openai/gpt-oss-20b"])

    assert len(config["layer_types"]) == 24
    assert config["layer_types"][:2] == ["sliding_attention", "full_attention"]
