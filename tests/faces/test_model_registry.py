"""Commands of the registry of models."""

import io
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
    for option in shown["front"]:
        assert (option["model"] in shown["recommended"]) == option["recommended"]
        assert option["scores"]
    assert {"carbon", "water", "embodied", "savings_needed", "cost_per_citizen"} <= set(
        shown["front"][0]["numbers"]
    )


def test_a_plan_needs_only_a_state(capsys):
    status, out, _ = run(capsys, "plan", "KEN", "--json")

    assert status == 0
    assert json.loads(out)["use"] == "desk"


def test_a_plan_says_first_where_buying_costs_less_and_prints_both_sides(capsys):
    status, out, _ = run(capsys, "plan", "Tuvalu", "--for", "statistics")

    assert status == 0
    assert out.startswith("At this load buying costs less than hosting, over the whole band:")
    bars = ("footprint, electricity", "footprint, making accelerators", "savings    ")
    assert [out.count(bar) for bar in bars] == [1, 1, 1]
    assert out.index(bars[0]) < out.index(bars[1]) < out.index(bars[2])
    assert "e+0" not in out


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


def test_an_imported_price_list_is_used_by_the_plan_that_gets_it(capsys, tmp_path):
    listed = tmp_path / "prices.json"
    listed.write_text(json.dumps({
        "mine/gemma-2-9b-it": {"output_cost_per_token": 9e-3, "input_cost_per_token": 1e-6},
        "mine/nobody-knows-it": {"output_cost_per_token": 1e-6},
    }))  # fmt: skip
    folder = tmp_path / "own"
    status, out, _ = run(capsys, "import", str(listed), "--as", "litellm", "--to", str(folder))
    assert status == 0
    assert "1 rows, 1 left out" in out

    asked = ("plan", "KEN", "--for", "health", "--language", "sw", "--json")
    status, out, said = run(capsys, *asked, "--facts", str(folder))
    assert status == 0, said
    dearest = [
        each["numbers"]["api_price"]["high"]
        for each in json.loads(out)["front"]
        if each["model"] == "google/gemma-2-9b-it"
    ]
    assert dearest[0] > 1000


def test_an_imported_card_needs_its_model(capsys, tmp_path):
    card = tmp_path / "README.md"
    card.write_text("---\nlanguage: [sw, en]\n---\n")
    arguments = ("import", str(card), "--as", "card", "--to", str(tmp_path))
    refused, _, said = run(capsys, *arguments)
    status, _, _ = run(capsys, *arguments, "--model", "Qwen3-8B")

    assert refused == 2
    assert "--model" in said
    assert status == 0
    assert "Qwen/Qwen3-8B,sw" in (tmp_path / "model_languages.csv").read_text()


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


@pytest.mark.parametrize("model", ["openai/gpt-oss-20b", "google/gemma-3-27b-it", "Qwen/QwQ-32B"])
def test_a_cyclonedx_record_keeps_the_published_schema(capsys, model):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    _, out, _ = run(capsys, "export", model, "--form", "cyclonedx")

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(out) is None


@pytest.mark.parametrize("model", ["openai/gpt-oss-20b", "google/gemma-3-27b-it", "Qwen/QwQ-32B"])
def test_an_spdx_record_keeps_the_published_shapes(capsys, model):
    """Reading refuses unknown classes and values; writing refuses a lacking property."""
    from spdx_python_model import v3_0_1 as published

    _, out, _ = run(capsys, "export", model, "--form", "spdx")
    held, again = published.SHACLObjectSet(), io.BytesIO()
    published.JSONLDDeserializer().read(io.BytesIO(out.encode()), held)
    published.JSONLDSerializer().write(held, again)

    assert {type(each).__name__ for each in held.foreach()} >= {"ai_AIPackage", "SpdxDocument"}
    assert json.loads(again.getvalue())["@graph"]
