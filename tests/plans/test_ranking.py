import json

import pytest

from comity.cli import main
from comity.errors import InputError, UnknownName
from comity.facts.load import embedded
from comity.facts.types import facts_of
from comity.plans.ranking import CRITERIA, ranking
from comity.sites.cooling import TECHNOLOGIES


def ranked(states, **weights):
    return ranking(embedded(), states, weights=weights or dict.fromkeys(CRITERIA, 1.0))


def test_every_plant_at_every_place_is_ranked_by_both_methods():
    found = ranked(["KEN", "ISL"])

    assert len(found.alternatives) == 2 * len(TECHNOLOGIES)
    for method in ("simple_additive", "nearness"):
        places = sorted(each.places[method] for each in found.alternatives)
        assert places == list(range(1, len(places) + 1))
    assert found.alternatives[0].places["simple_additive"] == 1
    assert all(facts_of(each.findings["carbon"]) for each in found.alternatives)


def test_with_carbon_alone_the_order_is_that_of_carbon():
    found = ranked(["KEN", "ISL", "EGY"], carbon=1.0)
    carbon = [each.findings["carbon"].value for each in found.alternatives]

    assert carbon == sorted(carbon)
    assert [each.frontier for each in found.alternatives].count(True) == 1


def test_a_place_without_a_fact_is_left_out_by_name():
    found = ranked(["KEN", "TUV"], carbon=1.0)

    assert {each.state for each in found.alternatives} == {"KEN"}
    assert {each.subject for each in found.left_out} == {"TUV"}


def test_the_order_of_the_states_does_not_matter():
    def order(states):
        return [(each.state, each.technology) for each in ranked(states).alternatives]

    assert order(["KEN", "EGY", "ISL"]) == order(["ISL", "KEN", "EGY"])


def test_what_cannot_be_ranked_is_refused():
    with pytest.raises(UnknownName, match="carbon"):
        ranked(["KEN"], carbn=1.0)
    with pytest.raises(InputError, match="Nothing"):
        ranked(["TUV"], carbon=1.0)
    with pytest.raises(UnknownName, match="air_chiller"):
        ranking(embedded(), ["KEN"], weights={"cost": 1.0}, technologies=["air"])


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_rank_and_compare_have_documented_keys(capsys):
    status, out, _ = run(capsys, "sites", "rank", "Kenya", "TUV", "--weight", "carbon=1", "--json")
    shown = json.loads(out)

    assert status == 0
    assert set(shown) == {"ranking", "left_out"}
    assert shown["left_out"][0]["place"] == "TUV"
    status, out, _ = run(capsys, "sites", "compare", "KEN", "TUV", "--json")
    rows = json.loads(out)["places"]
    assert {row["place"] for row in rows} == {"KEN", "TUV"}
    assert next(row for row in rows if row["place"] == "TUV")["carbon"] is None
    assert run(capsys, "sites", "rank", "KEN", "--weight", "carbon")[0] == 2
    assert "additive" in run(capsys, "sites", "rank", "KEN", "EGY")[1]
    assert "not known" in run(capsys, "sites", "compare", "TUV")[1]


def test_a_sweep_runs_from_the_command_line(capsys, tmp_path):
    cube, out = str(tmp_path / "nowhere"), str(tmp_path / "o")

    status, _, err = run(capsys, "sites", "sweep", cube, "--out", out)

    assert status == 2
    assert "no cube" in err
    assert run(capsys, "sites", "sweep", "--out", out)[0] == 2
