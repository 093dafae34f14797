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


LLAMA = {
    "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32,
    "num_attention_heads": 32, "num_key_value_heads": 8, "intermediate_size": 14336,
    "vocab_size": 128256, "max_position_embeddings": 131072,
}  # fmt: skip
ON = ("--on", "NVIDIA H100 SXM5 80GB", "--json")


@pytest.fixture
def own(tmp_path):
    def made(content):
        path = tmp_path / "config.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return made


def test_a_configuration_of_ones_own_is_counted_as_the_same_model_of_the_table(capsys, own):
    sizes = ("total", "active", "kv_bytes_per_token")
    shown, listed = (
        json.loads(run(capsys, "models", "show", name, "--json")[1])
        for name in (own(LLAMA), "meta-llama/Meta-Llama-3.1-8B-Instruct")
    )

    assert [shown[each] for each in sizes] == [listed[each] for each in sizes]


@pytest.mark.parametrize(
    "width", [{"torch_dtype": "bfloat16"}, {"dtype": "float16"}, {"dtype": "torch.bfloat16"}]
)
def test_a_configuration_of_ones_own_is_as_fast_as_the_same_model_of_the_table(capsys, own, width):
    mine, listed = (
        json.loads(run(capsys, "models", "speed", name, *ON)[1])
        for name in (own(LLAMA | width), "meta-llama/Meta-Llama-3.1-8B-Instruct")
    )

    assert mine["tokens_per_s"] == listed["tokens_per_s"]
    assert mine["weight_bits"] == 16


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ('{"hidden_size": NaN}', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "does not hold keys and values"),
        ({}, "None"),
        (LLAMA | {"model_type": "t5"}, "t5"),
        (LLAMA | {"hidden_size": None}, "hidden_size"),
        (LLAMA, "state --weight-bits"),
        (LLAMA | {"dtype": "bfloat16", "quantization_config": {"bits": 4}}, "--weight-bits"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_one_sentence(capsys, own, content, said):
    status, out, err = run(capsys, "models", "fit", own(content), *ON)

    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_configuration_that_is_not_there_is_told(capsys):
    status, _, err = run(capsys, "models", "show", "none/config.json")

    assert status == 2
    assert "Cannot read the configuration none/config.json" in err
