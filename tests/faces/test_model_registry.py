"""Commands of the registry of models."""

import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["models", *arguments])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_a_plan_is_one_json_object_with_footprint_and_price(capsys):
    status, out, _ = run(capsys, "plan", "KEN", "--for", "health", "--language", "sw", "--json")
    shown = json.loads(out)

    assert status == 0
    assert shown["recommended"] == []
    assert {"carbon", "water", "embodied", "savings_needed", "cost_per_citizen"} <= set(
        shown["front"][0]["numbers"]
    )


def test_a_plan_prints_what_is_not_known_before_its_table(capsys):
    status, out, _ = run(capsys, "plan", "Kenya", "--for", "courts")

    assert status == 0
    assert "nothing is recommended" in out


def test_transfers_name_giver_and_terms(capsys):
    status, out, _ = run(capsys, "transfers", "--json")
    rows = json.loads(out)["transfers"]

    assert status == 0
    assert {"weights", "code", "data", "recipe"} == {row["what"] for row in rows}
    assert all(row["giver"] and row["source"] for row in rows)


def test_export_rules_are_shown_part_by_part(capsys):
    status, out, _ = run(capsys, "available", "CHN", "--json")
    parts = {each["accelerator"]: each for each in json.loads(out)["accelerators"]}

    assert status == 0
    assert "us_3a090a" in parts["NVIDIA H100 SXM5 80GB"]["reached"]


def test_a_record_is_spdx_with_licence_and_energy(capsys):
    status, out, _ = run(capsys, "export", "Qwen3-8B", "--form", "spdx")
    graph = {each["type"]: each for each in json.loads(out)["@graph"]}

    assert status == 0
    use = graph["ai_AIPackage"]["ai_energyConsumption"]["ai_inferenceEnergyConsumption"][0]
    assert use["ai_energyQuantity"] > 0
    licence = graph["simplelicensing_LicenseExpression"]
    assert licence["simplelicensing_licenseExpression"] == "Apache-2.0"
    spdx_ids = {each["spdxId"] for each in json.loads(out)["@graph"] if "spdxId" in each}
    assert set(graph["SpdxDocument"]["element"]) <= spdx_ids


def test_a_record_is_cyclonedx_with_a_model_card(capsys):
    status, out, _ = run(capsys, "export", "gemma-3-27b-it", "--form", "cyclonedx")
    part = json.loads(out)["components"][0]

    assert status == 0
    assert part["type"] == "machine-learning-model"
    assert part["licenses"] == [{"license": {"name": "LicenseRef-Gemma"}}]


def test_a_card_is_imported(capsys, tmp_path):
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: mit\n---\n")
    status, out, _ = run(capsys, "import", str(card), "--as", "card")

    assert status == 0
    assert json.loads(out)["rows"] == [{"field": "license", "value": "mit"}]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["plan", "KEN", "--for", "juggling"], 2, "clinic"),
        (["plan", "KEN", "--for", "clinic", "--language", "qu"], 3, "token_fertility.csv"),
        (["plan", "Kenya", "--for", "clinic", "--as-of", "soon"], 2, "not a day"),
        (["export", "Qwen3-8B"], 2, "--form"),
    ],
)
def test_bad_input_is_one_sentence(arguments, status, said, capsys):
    ended, out, err = run(capsys, *arguments)

    assert (ended, out) == (status, "")
    assert said in err
