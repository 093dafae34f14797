"""Every coded cell has a closed value, a reference and a date, and says whether it was read."""

import datetime
import re

import pytest

from comity.facts.load import embedded
from comity.facts.types import Quality

BASE = embedded()
STRATEGIES = {row.key: row for row in BASE.rows("strategies")}
CELLS = BASE.rows("strategy_codes")
ISSUES = {row.key: row for row in BASE.rows("issues")}
ACTORS = {row.key: row for row in BASE.rows("strategy_actors")}
LAST = datetime.date.fromisoformat(BASE.as_of)
TYPES = {
    "law", "regulation", "treaty", "order", "strategy", "guidance", "principles", "declaration",
    "resolution", "commitment",
}  # fmt: skip
STATUSES = {"in force", "not in force", "draft", "revoked", "lapsed"}


def values(issue):
    return [part.split(":")[0].strip() for part in issue.text("values").split(";")]


def day(text):
    return datetime.date.fromisoformat((text + "-01-01")[:10])


@pytest.mark.parametrize("row", CELLS, ids=lambda row: row.key)
def test_a_cell_stands_on_something(row):
    issue = ISSUES[row.text("issue")]

    assert row.text("strategy") in STRATEGIES
    assert row.text("value") in values(issue)
    assert len(row.text("reference").strip()) > 3
    assert row.text("seen") in ("confirmed", "unconfirmed")


@pytest.mark.parametrize("row", CELLS, ids=lambda row: row.key)
def test_a_confirmed_cell_names_the_text_and_the_day_it_was_read(row):
    strategy = STRATEGIES[row.text("strategy")]

    if row.text("seen") == "confirmed":
        assert strategy.text("reading") in ("whole", "part")
        assert row.quality is Quality.REPORTED
        assert row.source.accessed
        assert row.source.key == strategy.source.key
        assert day(row.text("read_on")) <= LAST
        assert "not located" not in row.text("reference")
    else:
        assert row.quality is Quality.ASSUMED
        assert row.source.key == "strategies_reports"
        assert not row.text("read_on")


@pytest.mark.parametrize("row", STRATEGIES.values(), ids=lambda row: row.key)
def test_an_instrument_of_the_catalogue_is_whole(row):
    assert row.text("actor") in ACTORS or row.text("actor") in BASE.states
    assert row.text("type") in TYPES
    assert row.text("status") in STATUSES
    assert row.text("status_seen") in ("confirmed", "unconfirmed")
    assert row.text("reading") in ("whole", "part", "no")
    assert day(row.text("date")) <= LAST
    assert day(row.text("date")[:4]) <= day(row.text("status_date"))
    assert day(row.text("status_date")) <= LAST
    assert (row.source.key == "strategies_reports") == (row.text("reading") == "no")


def test_a_whole_reading_leaves_no_doubt():
    for row in CELLS:
        if STRATEGIES[row.text("strategy")].text("reading") == "whole":
            assert row.text("seen") == "confirmed", row.key


def test_what_is_voluntary_lays_no_duty():
    voluntary = {
        row.text("strategy")
        for row in CELLS
        if row.text("issue") == "bindingness" and row.text("value") == "voluntary"
    }

    duties = [row.key for row in CELLS if row.text("value") == "duty"]
    assert duties
    for row in CELLS:
        if row.text("value") in ("duty", "prohibits", "penalties"):
            assert row.text("strategy") not in voluntary, row.key


def test_an_instrument_in_both_catalogues_has_one_title_and_one_day():
    other = {row.key: row for row in BASE.rows("instruments")}
    both = STRATEGIES.keys() & other.keys()

    assert both
    for key in both:
        assert STRATEGIES[key].text("date") == other[key].text("date"), key


def test_definitions_and_names_are_sentences_in_plain_words():
    for issue in ISSUES.values():
        assert issue.text("definition").endswith(".")
        assert len(set(values(issue))) == len(values(issue)) >= 2
    for actor in ACTORS.values():
        assert actor.text("kind") in ("regional", "international", "subnational", "company")
        assert re.fullmatch(r"[A-Z][A-Z0-9-]+", actor.key)
        assert actor.key not in BASE.states
