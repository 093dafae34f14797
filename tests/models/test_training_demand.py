"""Training and demand against published anchors."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.facts.load import embedded
from comity.models import demand, training
from comity.models.architecture import count
from comity.plans.registry import accelerators, models

FACTS = embedded()
H100 = accelerators(FACTS)["NVIDIA H100 SXM5 80GB"]
H800 = accelerators(FACTS)["NVIDIA H800 SXM5 80GB"]


SHARE = float(FACTS.parameter("models.mfu").value)


def test_deepseek_v3_took_the_published_hours_and_dollars():
    # DeepSeek-V3 report (arXiv 2412.19437), table 1: 2.788 million H800 hours at 2 USD, 5.576 M USD
    active = count(models(FACTS)["deepseek-ai/DeepSeek-V3"]).active
    rent = FACTS.row("accelerator_rents", "NVIDIA H800 SXM5 80GB").number("rent_usd_h")
    hours = training.chip_hours(
        training.flop(active, 14.8e12), peak=H800.flops_16, utilisation=SHARE
    )

    assert hours == pytest.approx(2.788e6, rel=0.05)
    assert hours * rent == pytest.approx(5.576e6, rel=0.05)


def test_llama_3_1_405b_took_the_published_energy():
    # Llama 3.1 model card: 30.84 million H100 hours at 700 W; 15.6 trillion tokens and
    # 3.8 x 10^25 FLOP (arXiv 2407.21783). The machine around the accelerators counts, no building.
    work = training.flop(405e9, 15.6e12)
    hours = training.chip_hours(work, peak=H100.flops_16, utilisation=SHARE)
    used = training.energy(
        hours,
        power=H100.power,
        share=float(FACTS.parameter("models.training_power").value),
        node=float(FACTS.parameter("models.node_factor").value),
    )

    assert work == pytest.approx(3.8e25, rel=0.01)
    assert hours == pytest.approx(30.84e6, rel=0.10)
    assert used == pytest.approx(30.84e6 * 0.7, rel=0.15)


@pytest.mark.shared
def test_hours_of_fifty_runs_are_met_leaving_each_out(shared):
    with (shared / "models/training_runs.csv").open(encoding="utf-8") as file:
        reached = np.array([float(row["implied_mfu"]) for row in csv.DictReader(file)])
    others = np.array([np.median(np.delete(reached, i)) for i in range(reached.size)])
    band = FACTS.parameter("models.mfu")

    assert reached.size == 50
    assert np.median(np.abs(reached / others - 1)) <= 0.21
    assert np.median(reached) == pytest.approx(SHARE, rel=0.01)
    assert 0.86 <= np.mean((reached >= band.low) & (reached <= band.high)) <= 0.94


def test_a_full_run_of_seven_billion_keeps_sixteen_bytes_a_parameter():
    # ZeRO (arXiv 1910.02054), figure 1: 7.5 billion parameters keep 120 GB
    kept = training.state_bytes(7.5e9, 7.5e9, frozen=2.0, each=16.0)

    assert kept == pytest.approx(120e9)


def test_adapters_of_gpt_3_keep_little_more_than_its_weights():
    # LoRA (arXiv 2106.09685), section 4.2: 350 GB with 4.7 to 37.7 million trained
    kept = training.state_bytes(175e9, 37.7e6, frozen=2.0, each=16.0)

    assert kept == pytest.approx(350e9, rel=0.01)


@given(state=st.floats(1e9, 1e13), memory=st.floats(1e10, 1e12), kept=st.floats(0, 9e9))
def test_the_smallest_machine_holds_the_run_and_one_device_less_does_not(state, memory, kept):
    found = float(training.devices(state, kept, memory=memory))

    assert found * (memory - kept) >= state * (1 - 1e-12)
    assert found == 1 or (found - 1) * (memory - kept) < state


def test_no_machine_holds_activations_larger_than_its_devices():
    assert training.devices(1e9, 3e10, memory=2e10) == np.inf


@given(hours=st.floats(1, 1e8), share=st.floats(0.1, 1))
def test_energy_goes_with_hours(hours, share):
    once = training.energy(hours, power=700.0, share=share, node=1.3)

    assert training.energy(2 * hours, power=700.0, share=share, node=1.3) == pytest.approx(2 * once)
    assert once == pytest.approx(hours * 0.7 * share * 1.3)


def test_the_reference_case_of_users_is_met():
    # 56.4 M people, 0.60 of working age, 15.4 % of them: 5.2 M
    found = demand.users(56.4e6, working_age=0.60, online=0.40, adoption=0.154)

    assert found == pytest.approx(5.2e6, rel=0.01)


@given(online=st.floats(0, 1), adoption=st.floats(0, 1))
def test_users_never_exceed_those_online(online, adoption):
    found = demand.users(1000.0, working_age=0.6, online=online, adoption=adoption)

    assert found <= 1000 * 0.6 * online + 1e-9


@given(tokens=st.floats(0, 1e13), rate=st.floats(10, 1e5), peak=st.floats(1, 10))
def test_copies_meet_the_busiest_hour_and_no_copy_is_idle_there(tokens, rate, peak):
    copies = demand.replicas(tokens, rate=rate, peak=peak)
    needed = tokens * peak / 86400

    assert copies * rate >= needed * (1 - 1e-12)
    assert copies == 1 or (copies - 1) * rate <= needed * (1 + 1e-12)


def test_demand_takes_arrays():
    found = demand.tokens_a_day(np.array([1.0, 2.0]), messages=3.0, tokens=100.0)

    assert found.tolist() == [300.0, 600.0]
