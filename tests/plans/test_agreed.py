import datetime
import re
from dataclasses import replace

import pytest

from comity.errors import DamagedFacts
from comity.facts.load import FactBase, File, embedded
from comity.facts.types import Finding, facts_of
from comity.parties.types import EuRule
from comity.plans.agreed import section
from comity.plans.content import Callout, Table, Text, printed
from comity.plans.context import Context
from comity.plans.coverage import by_instruments, scheme
from comity.plans.onrecord import agreed
from comity.plans.world import ranking, world

BASE = embedded()
STATES = [row.key for row in BASE.rows("states")]
DAY = datetime.date(2026, 11, 23)


def made(state, day=DAY, base=BASE):
    return section(Context(facts=base, state=state, as_of=day))


def held(state, day=DAY, base=BASE):
    return agreed(Context(facts=base, state=state, as_of=day))


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


def test_every_state_has_the_section_and_every_number_a_source():
    for state in STATES:
        part = made(state)

        assert part.key == "agreed"
        for number in printed(part):
            assert isinstance(number, Finding)
            assert facts_of(number)
            assert part.findings[number.name] is number
        for name, number in part.findings.items():
            assert number.name == name
            assert facts_of(number)
            assert number.no_band or number.low is not None


def test_no_message_holds_a_digit():
    for state in ("KEN", "USA", "SOM", "FRA"):
        for text in texts(made(state)):
            assert not re.search(r"\d", text.message + text.plural), text.message


def test_states_on_record_add_up_from_the_states():
    everyone = {state: held(state) for state in STATES}
    for name, count in world(BASE, DAY).states.items():
        assert count.value == sum(name in each.principles for each in everyone.values())


def test_the_same_principles_are_counted_by_hand_for_kenya():
    mine = set(held("KEN").principles)
    others = [set(held(state).principles) for state in STATES if state != "KEN"]

    assert held("KEN").findings["norms.same_principles"].value == sum(mine <= o for o in others)


def test_kenya_put_its_name_to_five_texts_that_were_read():
    mine = held("KEN")

    texts = {"bletchley", "seoul_min", "paris_2025", "newdelhi_2026", "unga_78_265_js"}
    assert set(mine.texts) == texts
    assert mine.through["sustainability"] == ("bletchley", "paris_2025")
    assert mine.binding == ()


def test_adoption_without_a_vote_is_no_signature():
    somalia = held("SOM")

    assert somalia.principles == ()
    assert "human_rights" in somalia.without_vote
    assert not world(BASE, DAY).record.certain[STATES.index("SOM")].any()


def test_joining_unesco_is_not_signing_its_recommendation():
    assert "unesco_ai" not in held("USA").texts
    assert world(BASE, DAY).silent.joined[
        STATES.index("USA"), world(BASE, DAY).silent.instruments.index("unesco_ai")
    ]


def test_taking_part_in_drafting_is_no_consent():
    column = world(BASE, DAY).consent.instruments.index("coe_cai")

    assert not world(BASE, DAY).consent.joined[:, column].any()


def test_nobody_is_on_record_before_the_first_text():
    early = world(BASE, datetime.date(2019, 1, 1))

    assert not early.record.certain.any()
    assert not early.silent_record.certain.any()


def test_the_ai_act_binds_the_members_of_the_union_alone():
    bound = {state for state in STATES if "eu_ai_act" in held(state).binding}

    assert bound == {row.text("iso3") for row in BASE.rows("groups") if row.text("group") == "eu"}
    assert held("GBR").awaiting == ("coe_fc",)


def test_the_rule_for_the_union_moves_the_count():
    seat = world(BASE, DAY).states["children"]
    bound = world(BASE, DAY, eu_rule=EuRule.BINDS_MEMBERS).states["children"]

    assert bound.value >= seat.value


def test_an_unconfirmed_code_moves_the_high_end_only():
    planted = File(
        "coverage.csv",
        b"instrument,principle,reference,place,seen,note,source,year,quality\n"
        b"newdelhi_2026,children,not located,operative,unconfirmed,planted,norms_reports,2026,"
        b"assumed\n",
    )
    other = FactBase(sources=BASE.sources, columns=BASE.columns, user=(planted,))
    before, after = world(BASE, DAY), world(other, DAY)

    assert after.states["children"].value == before.states["children"].value
    assert after.states["children"].high > before.states["children"].high
    assert after.rank.value == before.rank.value


def test_where_sustainability_stands_is_computed():
    everyone = world(BASE, DAY)
    values = {name: count.value for name, count in everyone.states.items()}
    above = sum(value > values["sustainability"] for value in values.values())

    assert everyone.rank.value == above + 1
    assert everyone.rank.low <= everyone.rank.value <= everyone.rank.high
    assert everyone.rank_wide.value <= everyone.rank.value


def test_a_claim_the_counts_do_not_bear_out_is_said_to_be_so():
    boxes = [each for each in made("KEN").blocks if isinstance(each, Callout)]
    first = world(BASE, DAY).rank

    assert (first.value, first.low, first.high) != (1.0, None, None)
    assert [each.kind for each in boxes] == ["not supported", "not known"]


def test_the_same_sentences_serve_states_in_the_same_situation():
    def said(state):
        return [text.message for text in texts(made(state).blocks[:2])]

    assert said("SOM") == said("HTI")


def test_the_table_runs_from_most_states_to_fewest():
    table = next(each for each in made("KEN").blocks if isinstance(each, Table))
    values = [row.cells[1].main.value for row in table.rows]

    assert values == sorted(values, reverse=True)
    assert len(values) == len(scheme(BASE).principles)


def test_without_preambles_no_count_grows():
    full, bare = by_instruments(BASE), by_instruments(BASE, operative_only=True)

    assert all(bare[name].value <= full[name].value for name in full)
    assert bare["sustainability"].value < full["sustainability"].value


def test_the_ranking_says_how_much_was_read():
    for row in ranking(BASE, DAY, eu_rule="seat_only").rows:
        assert 0.0 < row.confirmed_share <= 1.0
        assert row.instruments.value == round(
            row.confirmed_share * (row.instruments.high or row.instruments.value)
        )


def test_a_damaged_code_is_named():
    bad = File(
        "coverage.csv",
        b"instrument,principle,reference,place,seen,note,source,year,quality\n"
        b"oecd_ia,children,art. 1,operative,confirmed,,mine,2026,reported\n",
    )
    base = replace(BASE, user=(bad,), _rows={})

    with pytest.raises(DamagedFacts, match=r"oecd_ia.*oecd_ai"):
        scheme(base)
