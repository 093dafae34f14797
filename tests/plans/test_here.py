"""A small model on this machine."""

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cli import main
from comity.errors import InputError
from comity.facts.load import embedded
from comity.models.host import token_seconds
from comity.plans import here

RATES = st.floats(1e9, 1e12)
RUN = here.Run(model="a", measured=1.0, predicted=1.0, prompt=1.0, bandwidth=1.0, joules=3.6)


@given(bandwidth=RATES, rate=RATES)
def test_a_token_takes_longer_than_reading_or_computing_alone(bandwidth, rate):
    found = token_seconds(1e8, 3e8, bandwidth=bandwidth, rate=rate)

    assert found > max(1e8 / bandwidth, 3e8 / rate)


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="extra 'local'"):
        here.run(embedded())
    with pytest.raises(SystemExit) as ended:
        main(["models", "try", "--state", "KEN"])
    said = capsys.readouterr()

    assert ended.value.code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_an_unknown_state_is_refused_before_anything_runs(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["models", "try", "--state", "KEM"])

    assert ended.value.code == 2
    assert "'KEM'" in capsys.readouterr().err


def test_energy_of_a_token_is_what_the_longer_answer_adds():
    assert here._each(0.0, 10.0, 10.0 + 10.0 + (here.MANY - here.FEW)) == 1.0
    assert here._each(0.0, None, 5.0) is None
    assert here._each(0.0, 10.0, 12.0) is None


def test_a_machine_is_put_on_a_grid_only_when_both_are_known():
    # 3.6 J a token are 1 kWh a million tokens
    assert here.on_grid(RUN, 95.0) == pytest.approx(95.0)
    assert here.on_grid(RUN, None) is None
