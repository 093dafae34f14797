import datetime
import re

import pytest

from comity.facts.load import embedded
from comity.facts.types import Finding, facts_of
from comity.plans.content import Callout, DotMap, Table, Text, printed
from comity.plans.context import Context
from comity.plans.standing import section

BASE = embedded()
STATES = [row.key for row in BASE.rows("states")]
DAY = datetime.date(2026, 11, 23)


def stand(state, day=DAY):
    return section(Context(facts=BASE, state=state, as_of=day))


def part(made, kind):
    return next(each for each in made.blocks if isinstance(each, kind))


def texts(thing):
    if isinstance(thing, Text):
        yield thing
        for value in thing.values.values():
            yield from texts(value)
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from texts(each)
    elif hasattr(thing, "__slots__"):
        for name in thing.__slots__:
            if name != "findings":
                yield from texts(getattr(thing, name))


def test_every_state_stands_somewhere_and_every_number_has_a_source():
    for state in STATES:
        made = stand(state)

        assert made.key == "standing"
        for number in printed(made):
            assert isinstance(number, Finding)
            assert facts_of(number)
            assert number.name in made.findings
        for number in made.findings.values():
            assert all(fact.year for fact in facts_of(number))
            assert number.no_band or number.low is not None


def test_the_joined_instruments_add_up_over_states():
    made = {state: stand(state) for state in STATES}
    joined = sum(each.findings["parties.joined"].value for each in made.values())
    sizes = stand("KEN").findings

    assert joined == sum(
        each.value for name, each in sizes.items() if name.startswith("parties.signatories.")
    )


def test_the_map_marks_every_state_as_the_key_counts_them():
    dots = part(stand("KEN"), DotMap)

    assert sorted(dots.states) == sorted(STATES)
    for mark, count in dots.counts.items():
        assert count.value == list(dots.states.values()).count(mark)
    assert dots.subject == "KEN"


def test_a_disputed_signature_is_in_the_high_end_and_said_to_be_disputed():
    made = stand("ZAF")
    joined = made.findings["parties.joined"]
    under = [row.cells[1].under.message for row in part(made, Table).rows if row.cells[1].under]

    assert (joined.value, joined.low, joined.high) == (0.0, 0.0, 1.0)
    assert under == ["sources disagree"]
    assert "sources disagree" in part(made, Callout).body[0].message


def test_the_sample_of_the_advisory_body_is_told_for_each_state():
    assert stand("JPN").findings["parties.hlab_joined"].value == 7
    assert stand("TUV").findings["parties.hlab_joined"].value == 0
    assert stand("TUV").findings["parties.hlab_in_none"].value == 118


def test_before_any_instrument_nobody_stands_in_one():
    made = stand("FRA", datetime.date(2018, 1, 1))

    assert made.findings["parties.joined"].value == 0
    assert made.findings["parties.joined_median"].value == 0


def test_a_partial_date_after_the_day_is_not_told_as_an_act():
    # Egypt signed the Paris statement at some day after 11 February 2025.
    rows = part(stand("EGY", datetime.date(2025, 2, 11)), Table).rows
    paris = next(row for row in rows if row.cells[0].main.text == "Paris Statement")

    assert paris.cells[1].main.message == "not joined"


@pytest.mark.parametrize("state", ["KEN", "ZAF", "USA", "TUV"])
def test_texts_hold_no_digits_and_no_sentence_is_long(state):
    made = stand(state)
    found = [*texts(made.blocks), *texts(made.headline), *texts(made.choices), made.title]

    assert len(found) > 40
    for each in found:
        assert not re.search(r"\d", each.message)
        for sentence in re.split(r"(?<=[.?!;]) ", each.message):
            assert len(sentence.split()) <= 20, sentence


def test_the_same_sentences_are_said_of_any_state_in_the_same_standing():
    one, other = stand("TUV"), stand("NRU")

    assert [each.message for each in texts(one.blocks)] == [
        each.message for each in texts(other.blocks)
    ]
