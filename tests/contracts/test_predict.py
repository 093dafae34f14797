"""What `predict` keeps for every model on every part, and for those a reader makes."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import ComityError, InputError, UnknownName
from comity.facts.load import embedded
from comity.models import hardware
from comity.models.architecture import sizes, stack
from comity.models.hardware import Accelerator
from comity.models.roofline import Load
from comity.models.serving import predict, predict_sizes
from comity.plans import registry

FACTS = embedded()
MODELS, PARTS = registry.models(FACTS), registry.accelerators(FACTS)
PROFILES = {
    name: registry.profile(FACTS, name)
    for name in ("general", "local", "tuned", "wide_expert_parallel")
}
ESTIMATES = ("tokens_per_s", "itl_s", "joules_per_token", "watts")
ASKED = {
    "devices": 1,
    "batch": 16,
    "input_tokens": 500,
    "output_tokens": 300,
    "weight_bits": 8,
    "kv_bits": 16,
}
MIXTURE = {
    "model_type": "mixtral",
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "intermediate_size": 14336,
    "vocab_size": 32000,
    "num_local_experts": 8,
    "num_experts_per_tok": 2,
}
H100 = PARTS["NVIDIA H100 SXM5 80GB"]


@pytest.mark.parametrize("devices", [1.0, 8.0])
@pytest.mark.parametrize("name", PROFILES)
def test_every_model_on_every_part_is_finite_and_within_its_band(name, devices):
    parts = [part for part in PARTS.values() if devices == 1 or part.link > 0]
    found = predict_sizes(
        stack([sizes(model) for model in MODELS.values()], axis=0, ndim=3),
        hardware.stack(parts, axis=1, ndim=3),
        Load(
            devices=devices, batch=np.array([1.0, 64.0])[None, None, :], input_tokens=500.0,
            output_tokens=300.0, weight_bits=8.0, dense_bits=8.0, kv_bits=16.0,
        ),
        PROFILES[name],
    )  # fmt: skip

    for each in (getattr(found, one) for one in ESTIMATES):
        assert np.isfinite(np.stack(np.broadcast_arrays(each.low, each.value, each.high))).all()
        assert np.all((np.asarray(each.low) > 0) & (each.low <= each.value))
        assert np.all(each.value <= np.asarray(each.high) * (1 + 1e-12))
    assert np.isfinite(found.memory_bytes).all()
    assert found.fits.any()
    assert not found.fits.all()


@pytest.mark.parametrize("key", sorted(key for key, part in PARTS.items() if not part.link))
def test_a_part_that_cannot_be_joined_is_refused_by_name(key):
    with pytest.raises(InputError) as said:
        predict(MIXTURE, PARTS[key], profile=PROFILES["general"], **{**ASKED, "devices": 2})

    assert key in str(said.value)


pairs = {
    "model": st.sampled_from(sorted(MODELS)),
    "part": st.sampled_from(sorted(key for key, part in PARTS.items() if part.link)),
    "profile": st.sampled_from(sorted(PROFILES)),
    "batch": st.integers(1, 2000),
    "devices": st.integers(1, 64),
    "bits": st.sampled_from([4.25, 8.0, 16.0]),
}


def rate(model, part, profile, **asked):
    return predict(model, part, profile=PROFILES[profile], **{**ASKED, **asked}).tokens_per_s.value


@given(**pairs, factor=st.floats(1.01, 20))
@settings(max_examples=150)
def test_more_bandwidth_is_never_slower(model, part, profile, batch, devices, bits, factor):
    asked = {"batch": batch, "devices": devices, "weight_bits": bits}
    wider = replace(PARTS[part], bandwidth=PARTS[part].bandwidth * factor)

    slow = rate(MODELS[model], PARTS[part], profile, **asked)
    assert rate(MODELS[model], wider, profile, **asked) >= slow * (1 - 1e-12)


@given(**pairs, more=st.integers(2, 8))
@settings(max_examples=150)
def test_more_devices_give_no_more_than_their_number(
    model, part, profile, batch, devices, bits, more
):
    asked = {"batch": batch, "weight_bits": bits}
    few = rate(MODELS[model], PARTS[part], profile, devices=devices, **asked)
    many = rate(MODELS[model], PARTS[part], profile, devices=devices * more, **asked)

    assert many <= more * few * (1 + 1e-12)


@given(**pairs, more=st.integers(1, 500))
@settings(max_examples=150)
def test_more_answers_at_once_never_lower_the_rate(
    model, part, profile, batch, devices, bits, more
):
    asked = {"devices": devices, "weight_bits": bits}
    few = rate(MODELS[model], PARTS[part], profile, batch=batch, **asked)

    assert rate(MODELS[model], PARTS[part], profile, batch=batch + more, **asked) >= few * (
        1 - 1e-12
    )


@given(
    kv_heads=st.sampled_from([1, 2, 4, 8, 16]),
    share=st.integers(1, 8),
    head_dim=st.integers(16, 256),
    layers=st.integers(1, 200),
    width=st.integers(1, 60_000),
    vocab=st.integers(1, 500_000),
    experts=st.integers(1, 512),
    top_k=st.integers(1, 64),
    memory=st.floats(1e9, 1e12),
    bandwidth=st.floats(1e10, 1e14),
    flops=st.floats(1e11, 1e17),
    link=st.just(0.0) | st.floats(1.0, 1e13),
    power=st.floats(1, 1e5),
    devices=st.integers(1, 512),
    profile=st.sampled_from(sorted(PROFILES)),
)
def test_what_a_reader_makes_is_predicted_or_refused_by_a_sentence(
    kv_heads, share, head_dim, layers, width, vocab, experts, top_k, memory, bandwidth, flops,
    link, power, devices, profile,
):  # fmt: skip
    heads = kv_heads * share
    config = {
        **MIXTURE, "hidden_size": heads * head_dim, "num_attention_heads": heads,
        "num_key_value_heads": kv_heads, "num_hidden_layers": layers, "intermediate_size": width,
        "vocab_size": vocab, "num_local_experts": experts, "num_experts_per_tok": top_k,
    }  # fmt: skip
    part = Accelerator(
        memory=memory, bandwidth=bandwidth, flops_16=flops, link=link, power=power, name="mine"
    )
    sound = top_k <= experts and (devices == 1 or link > 0)
    asked = {**ASKED, "devices": devices}
    if not sound:
        with pytest.raises(InputError, match=r"mine|experts"):
            predict(config, part, profile=PROFILES[profile], **asked)
        return
    found = predict(config, part, profile=PROFILES[profile], **asked)

    for each in (getattr(found, one) for one in ESTIMATES):
        assert np.isfinite([each.low, each.value, each.high]).all()
        assert 0 < each.low <= each.value <= each.high * (1 + 1e-12)


@pytest.mark.parametrize("name", ["memory", "bandwidth", "flops_16", "flops_8", "link", "power"])
@pytest.mark.parametrize("value", [1e-300, 1e300])
def test_a_figure_beyond_any_part_is_refused(name, value):
    with pytest.raises(InputError, match=name):
        replace(H100, **{name: value})


WRONG = [None, -1, "many", float("nan"), float("inf"), [], {}]


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("name", [*ASKED, "cached", "network"])
def test_a_quantity_that_is_none_is_named(name, value):
    with pytest.raises(InputError, match=name):
        predict(MIXTURE, H100, profile=PROFILES["general"], **{**ASKED, name: value})


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("name", [f.name for f in fields(Accelerator) if f.name != "name"])
def test_a_figure_of_a_part_that_is_none_is_named(name, value):
    with pytest.raises(InputError, match=f"mine: {name}"):
        replace(H100, name="mine", **{name: value})


@pytest.mark.parametrize("value", [-1, "many", 1.5, float("nan"), float("inf"), 10**400, [1], {}])
@pytest.mark.parametrize("name", [key for key in MIXTURE if key != "model_type"])
def test_a_dimension_that_is_none_is_named(name, value):
    with pytest.raises(InputError, match=name):
        predict({**MIXTURE, name: value}, H100, profile=PROFILES["general"], **ASKED)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"num_experts_per_tok": 9}, "9 of 8 experts"),
        ({"num_key_value_heads": 7}, "32 query heads do not share 7"),
        ({"num_local_experts": None}, "num_experts"),
        ({"num_hidden_layers": 10**6}, "num_hidden_layers"),
    ],
)
def test_dimensions_that_do_not_go_together_are_refused(change, said):
    with pytest.raises(InputError, match=said):
        predict({**MIXTURE, **change}, H100, profile=PROFILES["general"], **ASKED)


@pytest.mark.parametrize("config", [None, [], "llama", 7])
def test_what_is_no_configuration_is_refused(config):
    with pytest.raises(InputError, match="mapping"):
        predict(config, H100, profile=PROFILES["general"], **ASKED)


def test_an_unknown_family_is_refused_by_name():
    with pytest.raises(UnknownName, match="mixtrel"):
        predict({**MIXTURE, "model_type": "mixtrel"}, H100, profile=PROFILES["general"], **ASKED)


@pytest.mark.parametrize(("part", "profile"), [(None, "general"), ({}, "general"), (H100, None)])
def test_a_part_or_a_profile_of_another_kind_is_refused(part, profile):
    with pytest.raises(ComityError, match="must be a"):
        predict(MIXTURE, part, profile=PROFILES.get(profile, profile), **ASKED)


def test_the_architecture_and_the_accelerator_may_be_given_by_name():
    given_ = predict(
        architecture=MIXTURE, accelerator=H100, profile=PROFILES["general"], **ASKED
    )  # fmt: skip

    assert (
        given_.tokens_per_s
        == predict(MIXTURE, H100, profile=PROFILES["general"], **ASKED).tokens_per_s
    )


@pytest.mark.parametrize(("asked", "within"), [(3796, True), (3797, False)])
def test_a_load_longer_than_the_published_context_is_said(asked, within):
    config = {**MIXTURE, "max_position_embeddings": 4096}
    asking = {**ASKED, "input_tokens": asked}

    assert predict(config, H100, profile=PROFILES["general"], **asking).within_context == within
    assert predict(MIXTURE, H100, profile=PROFILES["general"], **asking).within_context


@given(model=pairs["model"], part=st.sampled_from(sorted(PARTS)), batch=st.integers(1, 2000))
@settings(max_examples=100)
def test_narrower_weights_are_never_slower_than_16_bits_in_the_profile_without_their_cost(
    model, part, batch
):
    asked = {"batch": batch, "cached": 1.0}
    wide = rate(MODELS[model], PARTS[part], "local", **asked, weight_bits=16)

    for bits in (4.25, 8):
        narrow = rate(MODELS[model], PARTS[part], "local", **asked, weight_bits=bits)
        assert narrow >= wide * (1 - 1e-12)
