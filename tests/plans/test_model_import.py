"""Published rows as one of our tables."""

import pytest

from comity.errors import InputError
from comity.facts.load import embedded
from comity.plans.model_import import tabulated

FACTS = embedded()


def test_two_sizes_of_one_model_are_refused_and_the_same_twice_is_one():
    row = {"name": "Qwen3-8B", "parameters": "8e9", "released": "2025-04-29"}

    assert len(tabulated(FACTS, "epoch", [row, row]).rows) == 1
    with pytest.raises(InputError, match="two sizes of Qwen/Qwen3-8B"):
        tabulated(FACTS, "epoch", [row, {**row, "parameters": "9e9"}])
