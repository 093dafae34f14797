"""Counts of what was shared."""

from comity.facts.files import File
from comity.facts.load import embedded, load
from comity.facts.types import facts_of
from comity.plans.transfers import shared_with

FACTS = embedded()
COURSE = """item,what,giver,giver_name,taker,taker_name,licence,day,conditions,capacity,note,\
source,year,quality
course,training,IND,An institute,KEN,A ministry,,2026-01-01,,40 trainers,,mine,2026,reported
""".replace("\\\n", "")


def test_a_model_counts_as_whole_only_with_weights_code_and_data():
    found = shared_with(FACTS, "KEN")

    assert 0 < found["whole"].value < found["weights"].value
    assert found["weights"].value == len(FACTS.rows("models"))
    assert all(facts_of(each) for each in found.values())


def test_a_transfer_to_one_state_is_counted_for_that_state_alone():
    facts = load([File("transfers.csv", COURSE.encode())])

    assert shared_with(facts, "KEN")["named"].value == 1
    assert shared_with(facts, "TZA")["named"].value == 0
