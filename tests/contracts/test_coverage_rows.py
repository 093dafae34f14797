"""Every code names an instrument and a principle, has a reference, and says whether it was read."""

import pytest

from comity.facts.load import embedded
from comity.facts.types import Quality

BASE = embedded()
CODES = BASE.rows("coverage")
PRINCIPLES = {row.key for row in BASE.rows("principles")}
INSTRUMENTS = {row.key for row in BASE.rows("instruments")}
READINGS = {row.key: row.text("reading") for row in BASE.rows("texts")}
UNREAD = "norms_reports"


@pytest.mark.parametrize("row", CODES, ids=lambda row: row.key)
def test_a_code_stands_on_something(row):
    assert row.text("instrument") in INSTRUMENTS
    assert row.text("principle") in PRINCIPLES
    assert row.text("reference").strip()
    assert row.text("place") in ("operative", "preamble")
    assert row.text("seen") in ("confirmed", "unconfirmed")


@pytest.mark.parametrize("row", CODES, ids=lambda row: row.key)
def test_a_confirmed_code_names_the_text_that_was_read(row):
    confirmed = row.text("seen") == "confirmed"

    assert (row.quality is Quality.REPORTED) == confirmed
    if confirmed:
        assert READINGS[row.text("instrument")] in ("whole", "part")
        assert row.source.key.startswith("text_")
        assert row.source.accessed
    else:
        assert row.text("note"), "an unconfirmed code says on what it rests"


def test_an_unread_text_has_no_confirmed_code_and_a_whole_one_no_doubt():
    for row in CODES:
        reading = READINGS[row.text("instrument")]
        if reading in ("no", "none"):
            assert row.text("seen") == "unconfirmed", row.key
        if reading == "whole":
            assert row.text("seen") == "confirmed", row.key


def test_every_instrument_says_how_far_it_was_read():
    assert set(READINGS) == INSTRUMENTS
    assert set(READINGS.values()) <= {"whole", "part", "no", "none"}
    for row in BASE.rows("texts"):
        assert (row.source.key == UNREAD) == (row.text("reading") in ("no", "none"))


def test_every_principle_has_a_label_in_six_languages_and_a_definition():
    for row in BASE.rows("principles"):
        assert all(row.text(f"label_{code}") for code in ("ar", "es", "fr", "ru", "zh"))
        assert row.text("label")
        assert row.text("definition").endswith(".")
        assert row.number("labels_reviewed") == 0.0
