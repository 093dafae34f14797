"""The command ``comity models``."""

import json

import pytest

from comity.cli import main


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_list_holds_every_model_with_computed_parameters(capsys):
    status, out, _ = run(capsys, "models", "list", "--json")
    listed = {each["model"]: each for each in json.loads(out)["models"]}

    assert status == 0
    assert len(listed) >= 60
    assert listed["openai/gpt-oss-20b"]["total"] == pytest.approx(20.9e9, rel=0.01)


def test_show_keeps_what_was_stated_beside_what_was_computed(capsys):
    status, out, _ = run(capsys, "models", "show", "gpt-oss-120b", "--json")
    shown = json.loads(out)

    assert status == 0
    assert shown["config"]["model_type"] == "gpt_oss"
    stated = {each["quantity"]: each["value"] for each in shown["claims"]}
    assert stated == {"active_params_b": 5.1, "total_params_b": 116.8}


def test_accelerators_hold_parts_of_several_countries(capsys):
    status, out, _ = run(capsys, "models", "accelerators", "--json")
    parts = json.loads(out)["accelerators"]

    assert status == 0
    assert {"CHN", "USA"} <= {each["country"] for each in parts}
    assert {each["computable"] for each in parts} == {True, False}


def test_fit_answers_by_its_exit_code(capsys):
    yes, out, _ = run(
        capsys, "models", "fit", "Qwen3-8B", "--on", "NVIDIA H100 SXM5 80GB", "--json"
    )
    no, said, _ = run(capsys, "models", "fit", "DeepSeek-V3", "--on", "NVIDIA L4")

    assert (yes, no) == (0, 1)
    assert json.loads(out)["fits"] is True
    assert "does not fit" in said


def test_speed_gives_each_number_with_its_band(capsys):
    status, out, _ = run(
        capsys, "models", "speed", "openai/gpt-oss-120b", "--on", "NVIDIA H100 SXM5 80GB",
        "--batch", "32", "--json",
    )  # fmt: skip
    shown = json.loads(out)

    assert status == 0
    for name in ("tokens_per_s", "itl_s", "joules_per_token", "watts"):
        assert 0 < shown[name]["low"] <= shown[name]["value"] <= shown[name]["high"]


def test_train_gives_the_published_cost_of_deepseek_v3(capsys):
    # DeepSeek-V3 report (arXiv 2412.19437), table 1: 5.576 million USD at 2 USD an hour
    status, out, _ = run(
        capsys, "models", "train", "DeepSeek-V3", "--tokens", "14.8e12",
        "--on", "NVIDIA H800 SXM5 80GB", "--json",
    )  # fmt: skip
    shown = json.loads(out)

    assert status == 0
    assert shown["numbers"]["cost_rented"]["value"] == pytest.approx(5.576e6, rel=0.05)
    assert shown["numbers"]["carbon"]["missing"] == "no state is given"


@pytest.mark.parametrize("command", ["list", "accelerators", "show"])
def test_tables_are_printed_too(command, capsys):
    status, out, _ = run(capsys, "models", command, *(["Qwen3-8B"] if command == "show" else []))

    assert status == 0
    assert len(out.splitlines()) > 5


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["show", "gpt-oss-12b"], 2, "gpt-oss-120b"),
        (["speed", "Qwen3-8B", "--on", "NVIDIA H1000"], 2, "Nearest"),
        (["speed", "Qwen3-8B", "--on", "Apple M5 Max"], 3, "tflops_16"),
        (["speed", "Qwen3-8B", "--on", "NVIDIA L4", "--input-tokens", "90000"], 2, "40960"),
        (["speed", "Qwen3-8B", "--on", "NVIDIA L4", "--profile", "magic"], 2, "general"),
        (["speed", "Qwen3-8B", "--on", "NVIDIA L4", "--weight-bits", "0"], 2, "weight_bits"),
        (["fit", "Qwen3-8B"], 2, "--on"),
        (["train", "--tokens", "1e9", "--on", "NVIDIA L4"], 2, "--parameters"),
        (["train", "Qwen3-8B", "--tokens", "-1", "--on", "NVIDIA L4"], 2, "tokens"),
        (["train", "Qwen3-8B", "--tokens", "1", "--on", "NVIDIA L4", "--price", "0"], 2, "price"),
    ],
)
def test_bad_input_is_one_sentence_that_names_the_thing(arguments, status, said, capsys):
    ended, out, err = run(capsys, "models", *arguments)

    assert ended == status
    assert said in err
    assert "Traceback" not in err
    assert out == ""
