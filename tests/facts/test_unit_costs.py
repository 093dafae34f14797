import importlib.util
from pathlib import Path

import pytest

from comity.facts.load import DATA, embedded

ROOT = Path(__file__).parents[2]
TABLES = ("unit_costs", "loan_defaults", "envelope_bands", "envelope_others")


@pytest.mark.shared
def test_the_fund_tables_are_what_the_script_transcribes(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("COMITY_SHARED", str(shared))
    spec = importlib.util.spec_from_file_location(
        "transcribe_fund", ROOT / "tools" / "transcribe_fund.py"
    )
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "DATA", tmp_path)
    tool.main()

    for name in TABLES:
        assert (tmp_path / f"{name}.csv").read_bytes() == (DATA / f"{name}.csv").read_bytes()


def test_a_published_range_is_kept_as_its_ends():
    premium = embedded().row("unit_costs", "data_centre_ai_premium/usa").fact("value")

    assert (premium.value, premium.low, premium.high) == (8.5, 7.0, 10.0)


def test_two_producers_of_a_battery_cost_are_both_kept():
    producers = {
        row.source.producer
        for row in embedded().rows("unit_costs")
        if row.text("item").startswith("battery")
    }

    assert producers == {"Ember", "Danish Energy Agency"}
