"""The whole brief: all states, every number to its sources, the same words for all."""

import json
import re

import pytest

from comity.facts.load import embedded
from comity.facts.types import Fact, Finding, Missing, facts_of, walk
from comity.plans.brief import brief
from comity.plans.content import Text, printed
from comity.report.render import render

FIVE = ("KEN", "NPL", "TUV", "USA", "FRA")
STATES = tuple(row.key for row in embedded().rows("states"))


@pytest.fixture(scope="module")
def briefs():
    return {state: brief(state) for state in STATES}


def texts(part):
    """Every message of a part of a brief."""
    if isinstance(part, Text):
        yield part
        yield from (inner for value in part.values.values() for inner in texts(value))
    elif isinstance(part, tuple | list):
        yield from (inner for each in part for inner in texts(each))
    elif isinstance(part, dict):
        yield from (inner for each in part.values() for inner in texts(each))
    elif hasattr(type(part), "__slots__") and not isinstance(part, Fact | Finding | Missing):
        yield from (inner for name in type(part).__slots__ for inner in texts(getattr(part, name)))


def test_there_are_193_states():
    assert len(STATES) == 193


@pytest.mark.parametrize("state", FIVE)
def test_every_number_of_a_brief_unfolds_to_a_source_with_a_year(briefs, state):
    made = briefs[state]
    numbers = [each for each in printed(made.sections) if not isinstance(each, Missing)]
    numbers += [each for each in made.findings.values() if isinstance(each, Finding)]

    assert len(numbers) > 60
    for number in numbers:
        rests_on = facts_of(number)
        assert rests_on, f"{number.name} rests on nothing"
        assert all(fact.source.title and 1900 < fact.year < 2100 for fact in rests_on)
        assert all(fact.source.key in embedded().sources for fact in rests_on)


@pytest.mark.parametrize("state", FIVE)
def test_every_finding_says_its_method_and_its_band_or_why_there_is_none(briefs, state):
    for finding in briefs[state].findings.values():
        if isinstance(finding, Missing):
            assert finding.reason
            continue
        assert finding.method
        assert isinstance(finding.value, str) or finding.low is not None or finding.no_band, (
            f"{finding.name} has neither a band nor a reason for none"
        )


@pytest.mark.parametrize("state", FIVE)
def test_what_is_not_known_is_never_a_zero(briefs, state):
    for finding in briefs[state].findings.values():
        if isinstance(finding, Finding):
            assert not any(
                isinstance(each, Missing) and finding.value == 0.0 for each in walk(finding)
            )


def test_no_message_holds_a_number_of_its_own(briefs):
    messages = {text.message for state in FIVE for text in texts(briefs[state].sections)}

    assert len(messages) > 50
    assert [each for each in messages if re.search(r"\d", each)] == []


def test_every_state_has_a_brief_of_six_sections_that_renders_as_data(briefs):
    for state, made in briefs.items():
        assert [section.key for section in made.sections] == [
            "standing", "agreed", "hosting", "housing", "financing", "doubts",
        ]  # fmt: skip
        held = json.loads(render(made, "json", language="en"))
        assert held["state"] == state


def test_a_state_without_grid_figures_says_so(briefs):
    missing = {each.name for each in briefs["TUV"].missing}

    assert any("carbon" in name or "grid_ci" in name for name in missing)


def test_the_same_words_serve_every_state(briefs):
    """Swapping the state changes values, not sentences, where the same things are known."""

    def sentences(state):
        return {text.message for text in texts(briefs[state].sections)}

    shared = sentences("KEN") & sentences("USA") & sentences("CHN") & sentences("RUS")

    for state in ("KEN", "USA", "CHN", "RUS"):
        assert len(shared) >= 0.85 * len(sentences(state)), sorted(sentences(state) - shared)


def test_a_brief_made_twice_is_the_same():
    assert render(brief("NPL"), "json", language="en") == render(
        brief("NPL"), "json", language="en"
    )
