"""``comity brief`` and ``comity explain`` as a user meets them."""

import json
import re
from pathlib import Path

import pytest

from comity.cli import main


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return call


def test_a_brief_is_written_to_the_current_folder_and_its_path_printed(run, tmp_path):
    status, out, err = run("brief", "KEN")

    assert (status, err) == (0, "")
    assert out.strip() == "comity-KEN.html"
    page = (tmp_path / "comity-KEN.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "Kenya" in page


@pytest.mark.parametrize("form", ["html", "json", "md"])
def test_a_brief_goes_where_it_is_told(run, tmp_path, form):
    status, out, _ = run("brief", "KEN", "--format", form, "--out", "here.txt")

    assert status == 0
    assert out.strip() == "here.txt"
    assert (tmp_path / "here.txt").stat().st_size > 1000


def test_a_brief_as_json_holds_state_day_sections_and_findings(run):
    status, out, _ = run("brief", "KEN", "--format", "json", "--out", "-")
    made = json.loads(out)

    assert status == 0
    assert made["state"] == "KEN"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", made["as_of"])
    assert [each["key"] for each in made["sections"]] == [
        "standing", "agreed", "hosting", "housing", "financing", "doubts",
    ]  # fmt: skip
    pue = made["findings"]["sites.pue"]
    assert {"value", "unit", "low", "high", "method", "inputs"} <= set(pue)
    assert 1.0 <= pue["low"] <= pue["value"] <= pue["high"] <= 3.0


@pytest.mark.parametrize("name", ["ken", "KE", "Kenya", "肯尼亚", "Кения", "كينيا"])
def test_a_state_is_known_by_code_and_by_its_name_in_six_languages(run, name):
    status, out, _ = run("brief", name)

    assert status == 0
    assert out.strip() == "comity-KEN.html"


def test_a_name_nobody_has_is_one_sentence_with_near_matches(run, tmp_path):
    status, out, err = run("brief", "Kenia")

    assert (status, out) == (2, "")
    assert "Kenya" in err
    assert "Traceback" not in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["/nonexistent/folder/x.html", "."])
def test_a_place_that_cannot_be_written_is_one_sentence(run, place):
    status, out, err = run("brief", "KEN", "--out", place)

    assert (status, out) == (2, "")
    assert "Cannot write" in err
    assert err.count("\n") == 1


def test_a_failed_write_keeps_what_stood_there(run, tmp_path, monkeypatch):
    kept = tmp_path / "comity-KEN.html"
    kept.write_text("before")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    status, _, err = run("brief", "KEN")

    assert status == 2
    assert "No space left" in err
    assert kept.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["comity-KEN.html"]


@pytest.mark.parametrize("price", ["free", "-1", "0", "nan", "99", "0.1-0.2-0.3", "inf"])
def test_a_price_that_is_none_is_refused(run, price):
    status, _, err = run("brief", "KEN", f"--electricity-price={price}")

    assert status == 2
    assert "0.15-0.22" in err


def test_a_price_given_replaces_the_assumed_band(run):
    _, assumed, _ = run("explain", "KEN", "sites.electricity_price", "--json")
    _, given, _ = run(
        "explain", "KEN", "sites.electricity_price", "--electricity-price", "0.15-0.22", "--json"
    )

    assert json.loads(assumed)["quality"] == "assumed"
    found = json.loads(given)
    assert found["quality"] == "reported"
    assert (found["low"], found["high"]) == (0.15, 0.22)


def test_a_fact_supplied_by_the_user_overrides_ours(run, tmp_path):
    (tmp_path / "mine.csv").write_text(
        "iso3,fact,value,unit,year,source,quality\n"
        "KEN,grid_ci,50,gCO2e/kWh,2026,Ministry of Energy 2026,reported\n"
    )
    status, out, _ = run(
        "explain", "KEN", "sites.carbon_intensity", "--facts", "mine.csv", "--json"
    )

    assert status == 0
    assert "Ministry of Energy 2026" in out


def test_a_damaged_fact_file_names_file_row_and_column(run, tmp_path):
    (tmp_path / "mine.csv").write_text(
        "iso3,fact,value,unit,year,source,quality\n"
        "KEN,grid_ci,fifty,gCO2e/kWh,2026,Ministry of Energy 2026,reported\n"
    )
    status, _, err = run("brief", "KEN", "--facts", "mine.csv")

    assert status == 3
    assert "mine.csv, row 2, column 'value'" in err


def test_explain_prints_the_tree_to_publications(run):
    status, out, _ = run("explain", "KEN", "sites.pue")

    assert status == 0
    assert "PUE" in out or "pue" in out
    assert re.search(r"\b(19|20)\d\d\b", out)
    assert out.count("\n") > 5


def test_explain_without_a_finding_lists_them(run):
    status, out, _ = run("explain", "KEN")

    assert status == 0
    assert "sites.pue" in out


def test_explain_offers_the_nearest_finding(run):
    status, _, err = run("explain", "KEN", "sites.peu")

    assert status == 2
    assert "sites.pue" in err
