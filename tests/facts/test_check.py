"""The check of the whole base finds what is planted."""

import shutil
from dataclasses import replace

import pytest

from comity.facts import check
from comity.facts.load import DATA, FactBase, embedded

BASE = embedded()


def plant(monkeypatch, tmp_path, table, change):
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / f"{table}.csv"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    monkeypatch.setattr(check, "DATA", tmp_path / "data")
    return check.damages(BASE)


def last(text):
    return text.rstrip("\n").rsplit("\n", 1)[1]


PLANTED = {
    "a fact that stands twice": ("countries", lambda t: t + last(t) + "\n", "stands in row"),
    "a fact without a known source": (
        "countries", lambda t: t.replace("wb_population", "wb_peoples", 1), "'wb_peoples'"),
    "a value out of bounds": (
        "countries", lambda t: t.replace("KEN,hdi,0", "KEN,hdi,7", 1), "is outside 0 to 1"),
    "a fact without a column": ("countries", lambda t: t.replace(",hdi,", ",hdx,", 1), "'hdx'"),
    "a state without a name": (
        "names", lambda t: "".join(t.splitlines(keepends=True)[:-1]), "['ZWE']"),
    "a row that stands twice": ("climate", lambda t: t + last(t) + "\n", "stands twice"),
    "a group of nobody": ("groups", lambda t: t.replace(",AUT,", ",AUX,", 1), "'AUX'"),
    "a wide row without a known source": (
        "languages", lambda t: t.replace("cldr48", "cldr", 1), "no source has the key 'cldr'"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PLANTED))
def test_a_planted_damage_is_found(kind, monkeypatch, tmp_path):
    table, change, what = PLANTED[kind]
    found = plant(monkeypatch, tmp_path, table, change)

    assert any(what in each for each in found), found


def test_a_source_nobody_uses_is_found():
    base = FactBase(
        sources={**BASE.sources, "idle": replace(BASE.sources["clino"], key="idle")},
        columns=BASE.columns,
    )

    assert check.damages(base) == ("sources.toml, idle: no row uses this source.",)


@pytest.mark.parametrize(
    "licence", ["CC BY-NC 4.0", "GPL-3.0", "ODbL 1.0", "CC BY-SA 4.0", "no licence", ""]
)
def test_terms_that_forbid_shipping_are_found(licence):
    forbidden = replace(BASE.sources["clino"], licence=licence)
    base = FactBase(sources={**BASE.sources, "clino": forbidden}, columns=BASE.columns)

    assert check.damages(base) == (f"sources.toml, clino: {licence!r} does not allow shipping.",)
