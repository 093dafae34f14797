"""Training and demand against published anchors."""

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


def test_deepseek_v3_took_the_published_hours_and_dollars():
    # DeepSeek-V3 report (arXiv 2412.19437), table 1: 2.788 million H800 hours at 2 USD, 5.576 M USD
    active = count(models(FACTS)["deepseek-ai/DeepSeek-V3"]).active
    work = training.flop(active, 14.8e12)
    share = 0.343  # of the 16-bit peak, as implied by Epoch AI's record of the run
    hours = training.chip_hours(work, peak=989e12, utilisation=share)

    assert hours == pytest.approx(2.788e6, rel=0.05)
    assert hours * 2 == pytest.approx(5.576e6, rel=0.05)


def test_llama_3_1_405b_took_the_published_hours():
    # Llama 3.1 model card: 30.84 million H100 hours; 15.6 trillion tokens (arXiv 2407.21783)
    work = training.flop(405e9, 15.6e12)

    assert work == pytest.approx(3.8e25, rel=0.01)  # arXiv 2407.21783, section 1: 3.8 x 10^25
    assert training.chip_hours(work, peak=H100.flops_16, utilisation=0.346) == pytest.approx(
        30.84e6, rel=0.02
    )


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
