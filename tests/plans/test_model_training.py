"""What training or tuning a model takes, with its bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import Infeasible, InputError, UnknownName
from comity.facts.load import embedded
from comity.facts.types import Finding, Missing, facts_of
from comity.plans.model_training import place, run_of, train

FACTS = embedded()
H100 = "NVIDIA H100 SXM5 80GB"


def taken(model="Qwen3-8B", on=H100, tokens=1e9, state=None, **more):
    return train(FACTS, run_of(FACTS, model, on=on, tokens=tokens, **more), place(FACTS, state))


def test_every_number_unfolds_to_sources_and_has_its_value_within_its_band():
    found = taken(state="KEN")

    assert set(found) == {
        "flop", "chip_hours", "memory", "devices", "days", "energy", "carbon", "cost_rented",
        "cost_owned",
    }  # fmt: skip
    for each in found.values():
        assert isinstance(each, Finding)
        assert each.name.startswith("models.train_")
        assert facts_of(each)
        assert each.low is None or each.low <= each.value <= each.high


def test_carbon_is_that_of_the_grid_of_the_state():
    found = taken(state="FRA"), taken(state="POL")

    assert found[0]["carbon"].value < found[1]["carbon"].value
    assert isinstance(taken()["carbon"], Missing)


def test_adapters_take_less_work_and_a_smaller_machine():
    full, adapters = taken("Qwen3-32B"), taken("Qwen3-32B", method="lora")

    for name in ("flop", "chip_hours", "memory", "devices", "energy", "cost_rented"):
        assert adapters[name].value < full[name].value


def test_a_part_without_a_rent_gets_the_readers_own():
    assert isinstance(taken(on="NVIDIA L40S")["cost_rented"], Missing)
    assert taken(on="NVIDIA L40S", rent=1.5)["cost_rented"].value == pytest.approx(
        1.5 * taken(on="NVIDIA L40S")["chip_hours"].value
    )


def test_parts_that_cannot_be_joined_are_said_so():
    unlinked = next(
        row.key for row in FACTS.rows("accelerators")
        if not row.cells["link_gb_s"] and row.cells["tflops_16"] and row.cells["power_w"]
        and row.number("memory_gb") < 500
    )  # fmt: skip
    found = taken("DeepSeek-V3", on=unlinked)

    assert isinstance(found["devices"], Missing)
    assert isinstance(found["days"], Missing)
    assert isinstance(found["chip_hours"], Finding)


@given(tokens=st.floats(1e6, 1e14), parameters=st.floats(1e8, 1e12))
def test_work_goes_with_parameters_and_tokens(tokens, parameters):
    found = taken(None, tokens=tokens, parameters=parameters)

    assert found["flop"].value == pytest.approx(6 * parameters * tokens)
    assert found["memory"].value == pytest.approx(16 * parameters / 1e9)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"tokens": 0}, "tokens"),
        ({"tokens": float("nan")}, "tokens"),
        ({"parameters": 8e9}, "not both"),
        ({"model": None}, "not both"),
        ({"model": None, "parameters": 1e9, "active": 2e9}, "active"),
        ({"active": 1e9}, "active"),
        ({"rent": -1}, "rent"),
    ],
)
def test_unusable_input_is_named(given_, said):
    with pytest.raises(InputError, match=said):
        taken(**given_)


def test_unknown_names_are_refused():
    with pytest.raises(UnknownName):
        taken("Qwen3-9B")
    with pytest.raises(UnknownName):
        taken(method="prompt")


def test_a_device_too_small_for_activations_is_refused():
    import dataclasses

    run = run_of(FACTS, "Qwen3-8B", on=H100, tokens=1e9)
    cells = {**run.part.cells, "memory_gb": 2.0}
    small = dataclasses.replace(run, part=dataclasses.replace(run.part, cells=cells))

    with pytest.raises(Infeasible, match="H100"):
        train(FACTS, small)
