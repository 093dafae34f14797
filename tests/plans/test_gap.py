"""Published counts of who is in what, reproduced from the facts that ship."""

import csv
import datetime

import pytest

from comity.errors import DamagedFacts, InputError, UnknownName
from comity.facts.load import DATA, embedded, load
from comity.facts.types import facts_of
from comity.parties.types import JOINING, Act, DateInterval, Standing
from comity.plans.adherence import catalogue, group, participation
from comity.plans.gap import EU_RULES, HLAB_DAY, gap, who

BASE = embedded()


def counts(**ask):
    found = gap(BASE, **{"as_of": HLAB_DAY} | ask)
    return int(found.in_all.value), int(found.in_none.value)


# Governing AI for Humanity, final report of the UN advisory body on AI, September 2024: of seven
# sampled initiatives, seven states are parties to all and 118 to none.


def test_seven_states_are_in_all_and_118_in_none_as_published():
    found = gap(BASE, as_of=HLAB_DAY)

    assert counts() == (7, 118)
    assert found.states_in_all == ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
    assert len(found.states_in_none) == 118
    assert found.not_known == ()
    assert (found.in_all.low, found.in_none.low) == (None, None)


def test_the_published_figure_moves_with_one_item():
    assert counts(without=["coe_cai"])[1] == 134
    assert counts(without=["g7_min_2023"])[0] == 9


def test_the_published_figure_moves_with_the_rule_for_the_eu_seat():
    # 7, and the 24 members of the Union that are not in the G7.
    assert counts(eu_rule="binds_members") == (31, 118)


def test_without_each_item_agrees_with_leaving_it_out():
    found = gap(BASE, as_of=HLAB_DAY)

    for name, (every, none) in found.without_each.items():
        assert (every.value, none.value) == counts(without=[name])


def test_states_in_none_by_un_group_add_up():
    found = gap(BASE, as_of=HLAB_DAY)
    members = {name: int(size.value) for name, (_, size) in found.by_group.items()}

    assert members == {"APG": 54, "Africa": 54, "EEG": 23, "GRULAC": 33, "WEOG": 29}
    assert sum(none.value for none, _ in found.by_group.values()) == 118


def test_two_later_texts_lower_the_states_in_none():
    assert counts(as_of=datetime.date(2026, 11, 23), plus=["paris_2025", "newdelhi_2026"])[1] < 100


# Counts of those who had joined by a day, the Union's own seat included.


def joined(instrument, day):
    held = participation(BASE, as_of=datetime.date.fromisoformat(day), all_actors=True)
    actors = [each for each in held.actors if held.at(each, instrument) is Standing.YES]
    return {each for each in actors if len(each) == 3 and each not in ("AUC", "VAT")}


@pytest.mark.parametrize(
    ("instrument", "day", "count"),
    [
        # GPAI: 15 at the launch, 19 after Montreal, 25 after Paris, 29 after Tokyo (gpai.ai).
        ("gpai", "2020-06-30", 15),
        ("gpai", "2020-12-31", 19),
        ("gpai", "2021-12-31", 25),
        ("gpai", "2022-12-31", 29),
        # CETS 225: ten at the opening, 13 with Canada and Japan, 21 in the chart of September 2026.
        ("coe_fc", "2024-09-05", 10),
        ("coe_fc", "2025-02-11", 13),
        ("coe_fc", "2026-09-21", 21),
        # New Delhi: 88 on 21 February 2026, 91 on 24 February (Government of India).
        ("newdelhi_2026", "2026-02-21", 88),
        ("newdelhi_2026", "2026-02-24", 91),
        # OECD: 42 in May 2019, 46 in July 2021, 47 in May 2024, 51 in September 2026.
        ("oecd_ai", "2019-05-22", 42),
        ("oecd_ai", "2021-07-31", 46),
        ("oecd_ai", "2024-05-03", 47),
        ("oecd_ai", "2026-09-29", 51),
    ],
)
def test_published_counts_as_of_a_day(instrument, day, count):
    assert len(joined(instrument, day)) == count


# Traps met while the lists were compiled (parties reference, section A2).


def test_a_signature_of_unknown_day_does_not_come_before_paris():
    before_paris = joined("coe_fc", "2025-02-11")

    assert not before_paris & {"URY", "BIH", "LIE", "MKD"}


def test_the_union_is_bound_at_cets_225_and_only_sits_at_the_g20():
    rules = {each.id: each.eu_rule for each in catalogue(BASE).instruments}

    assert rules["coe_fc"] == "binds_members"
    assert rules["g20_ai"] == "seat_only"
    assert {each.value for each in rules.values()} <= {*EU_RULES, "members_listed"}


@pytest.mark.parametrize(
    ("state", "instrument"), [("CHN", "reaim_2024"), ("NLD", "pax_silica"), ("VNM", "paris_2025")]
)
def test_who_attended_has_not_endorsed(state, instrument):
    held = participation(BASE, as_of=datetime.date(2026, 11, 23))

    assert held.at(state, instrument) is not Standing.YES


@pytest.mark.parametrize("state", ["USA", "GBR"])
def test_who_declined_in_paris_is_not_in(state):
    held = participation(BASE, as_of=datetime.date(2026, 11, 23))

    assert held.at(state, "paris_2025") is Standing.NO


@pytest.mark.parametrize("state", ["ARE", "ZAF"])
def test_where_sources_disagree_the_state_is_neither_in_nor_out(state):
    held = participation(BASE, as_of=datetime.date(2026, 11, 23))

    assert held.at(state, "paris_2025") is Standing.DISPUTED


@pytest.mark.parametrize(
    ("state", "instrument", "before"),
    [("NZL", "bletchley", "2024-10-22"), ("ZWE", "paris_2025", "2025-02-11"),
     ("CRI", "newdelhi_2026", "2026-02-21"), ("USA", "unesco_ai", "2023-07-09")],
)  # fmt: skip
def test_who_came_later_was_not_in_before(state, instrument, before):
    assert state not in joined(instrument, before)
    assert state in joined(instrument, "2026-11-23")


def test_colombia_and_costa_rica_adhered_to_the_oecd_principles_as_non_members():
    assert {"COL", "CRI"} <= joined("oecd_ai", "2019-05-22")


def test_actors_that_are_no_un_member_are_kept_apart_from_states():
    known = catalogue(BASE)
    states = {each.iso3 for each in known.states}
    outside = {actor for actor, _ in known.acts} - states

    assert outside == set(known.actors)
    assert {"EUU", "VAT", "COK", "NIU", "PSE", "ESH", "CUW", "AUC", "IFAD"} == outside
    assert not outside & set(participation(BASE, as_of=HLAB_DAY).actors)


# Every row.


@pytest.mark.parametrize("row", BASE.rows("instruments"), ids=lambda row: row.key)
def test_every_instrument_has_a_rule_a_reason_a_list_and_a_source(row):
    assert row.text("eu_rule_why")
    assert row.source.kind != "user"
    assert (row.text("roster") == "complete") == bool(row.text("list_read"))
    assert row.text("roster") == "complete" or row.text("note")
    if row.source.kind == "assumption":
        assert row.text("roster") == "none"


def test_every_act_is_in_the_closed_list_dated_and_sourced():
    rows = BASE.rows("adherences")

    assert len(rows) > 1500
    for row in rows:
        assert row.text("act") in set(Act), row.key
        DateInterval.of(row.text("date"), row.text("date_last"))
        assert row.source.kind != "user", row.key
        assert row.text("confidence") in {"high", "medium", "low", "unconfirmed"}


def test_an_unconfirmed_act_is_never_counted_and_a_derived_one_is_estimated():
    for row in BASE.rows("adherences"):
        unconfirmed = row.text("confidence") == "unconfirmed"
        joins = Act(row.text("act")) in JOINING
        if unconfirmed and joins:
            assert row.cells["disputed"] == 1.0, row.key
        if row.text("note") == "follows from membership":
            assert row.quality.value == "estimated", row.key
        if row.source.kind == "assumption":
            assert not joins, row.key


def test_texts_adopted_without_a_vote_hold_every_member():
    held = participation(BASE, as_of=datetime.date(2026, 11, 23))
    for name in ("unga_78_265", "unga_78_311", "gdc"):
        assert held.only([name]).joined.all()
    assert int(held.only(["unesco_ai"]).joined.sum()) == 191


def test_the_members_of_a_club_are_those_of_the_group():
    held = participation(BASE, as_of=datetime.date(2026, 11, 23))
    for name, club in {"g7_min_2023": "g7", "g20_ai": "g20", "eu_ai_act": "eu"}.items():
        joined_club = {each for each in held.actors if held.at(each, name) is Standing.YES}
        assert joined_club == group(BASE, club, HLAB_DAY).members


def test_every_count_unfolds_to_a_source_with_a_year():
    found = gap(BASE, as_of=HLAB_DAY)
    numbers = [found.in_all, found.in_none, found.gini]
    numbers += [each for pair in found.by_group.values() for each in pair]

    for number in numbers:
        assert facts_of(number)
        assert all(fact.year and fact.source.title for fact in facts_of(number))


# Bad input.


def test_an_unknown_instrument_is_named_with_near_matches():
    with pytest.raises(UnknownName, match="paris_2025"):
        gap(BASE, sample="hlab,paris_2024")
    with pytest.raises(UnknownName, match="bletchley"):
        who(BASE, "bletchly")


def test_an_unknown_rule_is_refused():
    with pytest.raises(InputError, match="seat_only, binds_members"):
        gap(BASE, eu_rule="members")


def test_an_unknown_group_is_named():
    with pytest.raises(UnknownName, match="g20"):
        group(BASE, "g21", HLAB_DAY)


HEADER = "actor,instrument,act,date,date_last,confidence,disputed,note,source,year,quality\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("KEN,bletchley,sined,2024,,high,0,,me,2024,reported", "act"),
        ("KEN,bletchly,signed,2024,,high,0,,me,2024,reported", "bletchley"),
        ("KEN,bletchley,signed,2024,2023,high,0,,me,2024,reported", "date"),
    ],
)
def test_a_damaged_row_of_a_user_is_named(tmp_path, row, said):
    (tmp_path / "adherences.csv").write_text(HEADER + row + "\n")

    with pytest.raises(DamagedFacts, match=said):
        gap(load([tmp_path]))


def test_a_user_can_add_an_act(tmp_path):
    row = "TUV,bletchley,signed,2024-01-01,,high,0,,me,2024,reported\n"
    (tmp_path / "adherences.csv").write_text(HEADER + row)
    found = gap(load([tmp_path]), as_of=HLAB_DAY)

    assert found.in_none.value == 117


def test_who_lists_acts_that_had_come_with_their_sources():
    acts = who(BASE, "coe_fc", datetime.date(2025, 2, 11))

    assert {each.actor for each in acts} == joined("coe_fc", "2025-02-11")
    assert all(each.joined and each.fact.source.title for each in acts)


@pytest.mark.shared
def test_the_tables_are_what_the_transcription_writes(shared, monkeypatch, tmp_path):
    import importlib.util
    import sys
    from pathlib import Path

    tool = Path(__file__).parents[2] / "tools" / "transcribe_parties.py"
    monkeypatch.setenv("COMITY_SHARED", str(shared))
    monkeypatch.setattr(sys, "path", [str(tool.parent), *sys.path])
    spec = importlib.util.spec_from_file_location("transcribe_parties", tool)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with (DATA / "adherences.csv").open(encoding="utf-8") as file:
        shipped = list(csv.reader(file))[1:]

    assert shipped == [[str(cell) for cell in each] for each in sorted(module.adherences())]
    assert {row.key for row in BASE.rows("instruments")} == {
        each["id"] for each in module.instruments()
    }
