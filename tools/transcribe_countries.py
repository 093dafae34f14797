"""Transcribe the country tables from the shared reading room into ``src/comity/facts/data``.

Run ``uv run python tools/transcribe_countries.py``. The folder comes from ``COMITY_SHARED``, else
``../shared/data`` beside the repository. Same input, same bytes out. The sources are described in
``sources.toml``; this script decides which rows may ship and under which fact they stand, and
prints how many rows of each source it kept and why it left the others out.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared" / "data")
DATA = ROOT / "src" / "comity" / "facts" / "data"

Cells = dict[str, str]

# Left out, each by a rule about the kind of row and never about a state.
NO_LICENCE = {
    "ecologits": "licence of the copy (MPL-2.0) still to be checked",
    "lic_dsa_fdl": "the repository states no licence",
    "groups02": "a compilation of ours; the original publication is named in groups.csv",
    "fund06": "a compilation of ours; the original publication is named in groups.csv",
}
ELSEWHERE = {
    "iso2": "stands in states.csv",
    "m49": "stands in states.csv",
    "un_regional_group": "stands in states.csv",
    "is_ldc": "stands in groups.csv",
    "is_lldc": "stands in groups.csv",
    "is_sids": "stands in groups.csv",
    "top_language": "stands in languages.csv",
    "top_language_share": "stands in languages.csv",
    "capital": "a claim about status; reference_cities.csv says which city stands for climate",
    "capital_lat": "as capital",
    "capital_lon": "as capital",
    "languages_text": "a text of others, not a figure",
}
PAIRS = {("population", "cldr48"): "a relay that names neither producer nor year"}

# The maker of the figure where the source only passes it on.
PRODUCER = {
    ("gapminder_sg", "fixed_broadband_per100"): "ITU",
    ("gapminder_sg", "mobile_subs_per100"): "ITU",
    ("gapminder_sg", "internet_users_share"): "ITU",
    ("gapminder_sg", "gni_per_capita_atlas"): "World Bank",
    ("gapminder_sg", "hdi"): "UNDP",
    ("factbook", "fixed_broadband_per100"): "ITU",
    ("factbook", "mobile_subs_per100"): "ITU",
    ("factbook", "internet_users_share"): "ITU",
    ("factbook", "electrification_rate"): "World Bank",
    ("factbook", "population"): "US Census Bureau",
    ("factbook", "share_15_64"): "US Census Bureau",
    ("factbook", "renewable_water_resources"): "FAO",
    ("factbook", "water_withdrawal_ratio"): "FAO",
    ("factbook", "electricity_consumption"): "EIA",
    ("factbook", "electricity_generation"): "EIA",
    ("factbook", "electricity_net_imports"): "EIA",
    ("factbook", "installed_capacity"): "EIA",
    ("factbook", "td_loss_share"): "EIA",
    ("bblocks_places", "wb_income_class"): "World Bank",
    ("bblocks_places", "dac_code"): "OECD",
}
PRODUCER_OF_SOURCE = {
    "codecarbon_owid2024": "Ember",
    "ember_owid_2026": "Ember",
    "mix_ipcc": "Ember mix x IPCC factors",
    "mix_ipcc_eia": "EIA mix x IPCC factors",
    "ewif_liren": "Ember mix x Li and Ren factors",
    "ewif_macknick": "Ember mix x Macknick factors",
    "wdi_fwst": "FAO",
}
RELEASE = {
    "ember_owid_2026": "2026",
    "codecarbon_owid2024": "2024",
    "mix_ipcc": "2024",
    "ewif_liren": "2024",
    "ewif_macknick": "2024",
    "mix_ipcc_eia": "2026-05-17",
    "factbook": "2026-05-17",
    "epoch": "2025-02-24",
    "epoch_open": "2025-06",
    "imf_dsa": "2023-11-30",
    "wb_income": "FY26",
    "bblocks_places": "2025",
    "cldr48": "48.2",
    "wdi_fwst": "2025",
}
PLAIN_UNIT = {
    **dict.fromkeys(("text", "class", "code", "bcp47", "0/1"), ""),
    "index": "",
    "% of generation": "%",
    "% of supply": "%",
    "% of total renewable water": "%",
}
RENAMED = {("grid_water_intensity", "ewif_liren"): "grid_water_intensity_excl_hydro"}
"""Factors of zero for hydropower: the figure without reservoirs, whatever column it came in."""

NOTE = {
    "country centroid, not capital": "",
    "CLDR territoryInfo": "year of the release; the file states no reference year",
    "national official and de facto": "",
    "life-cycle, production based; common year": "life-cycle, production based",
    "older vintage of the same Ember/OWID series, NOT independent": (
        "older release of the same series"
    ),
    "from codecarbon_owid2024 mix": "mix of the 2024 release; factors unconfirmed",
    "codecarbon_owid2024 mix": "without reservoirs; factors unconfirmed",
    "hydro = 0; codecarbon_owid2024 mix": "without reservoirs; mix of the 2024 release",
    "with hydro reservoir evaporation; codecarbon_owid2024 mix": (
        "with reservoir evaporation; factors unconfirmed"
    ),
    "hand copied; check on refresh": "copied by hand; check on refresh",
    "US Census Bureau estimate": "",
    "FY26": "",
    "older vintage, looks like FY25": "class of the year before",
}
OUTLIERS = {
    ("TKM", "grid_ci"),
    ("KWT", "water_stress_sdg642"),
    ("KWT", "water_withdrawal_ratio"),
    ("QAT", "share_15_64"),
    ("MCO", "gdp_per_capita_ppp"),
}
"""Far from every other state, checked against a second figure or its cause, and kept."""


def read(path: str) -> list[Cells]:
    with (SHARED / path).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(name: str, header: str, rows: Iterable[Sequence[str]]) -> None:
    held = sorted(rows)
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(held)
    print(f"{name + '.csv':<22}{len(held):>6} rows")


def countries(facts: list[Cells]) -> None:
    refused = {row["key"]: row["redistribute"] for row in read("countries/sources.csv")}
    kept: Counter[str] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    rows = []
    for row in facts:
        reason = _reason(row, refused)
        if reason:
            left[row["source"], reason] += 1
            continue
        kept[row["source"]] += 1
        rows.append(_long_row(row))
    header = "iso3,fact,value,unit,year,source,quality,producer,release,note"
    write("countries", header, rows)
    for source, count in sorted(kept.items()):
        print(f"    kept {count:>5}  {source}")
    for (source, reason), count in sorted(left.items()):
        print(f"    left {count:>5}  {source}: {reason}")


def _reason(row: Cells, terms: dict[str, str]) -> str:
    fact, source = row["fact"], row["source"]
    if source in NO_LICENCE:
        return NO_LICENCE[source]
    if not terms[source].startswith("yes"):
        return f"may not ship: {terms[source]}"
    if (fact, source) in PAIRS:
        return PAIRS[fact, source]
    if fact == "grid_ci" and float(row["value"]) <= 0.0:
        return "a life-cycle intensity of zero is no figure: even hydropower has 24 g"
    if "taken as 0" in row["note"]:
        return "the source is silent; a zero would be a guess"
    return ELSEWHERE.get(fact, "")


def _long_row(row: Cells) -> list[str]:
    fact, source, value = row["fact"], row["source"], row["value"]
    note, quality = NOTE.get(row["note"], row["note"]), row["quality"]
    if note.startswith("source label says"):
        rescaled = "; pumped storage removed, rescaled" if "rescaled" in note else ""
        note = f"labelled as shares of capacity, they match shares of generation{rescaled}"
    if note.startswith("factbook (EIA) 2023 mix"):
        note = "fossil split of the Ember mix; factors unconfirmed"
    if note == '"less than 1" stored as 0.5':
        note, quality = "the source says: less than 1", "estimated"
    if fact == "centroid_lon" and float(value) > 180.0:
        note, value = f"{value} in the source", f"{float(value) - 360.0:.6g}"
    if (row["iso3"], fact) in OUTLIERS:
        note = "; ".join(filter(None, (note, "far from the others, checked and kept")))
    producer = PRODUCER.get((source, fact)) or PRODUCER_OF_SOURCE.get(source, "")
    if source == "factbook" and fact.startswith("gen_share"):
        producer = "EIA"
    return [
        row["iso3"],
        RENAMED.get((fact, source), fact),
        value,
        PLAIN_UNIT.get(row["unit"], row["unit"]),
        row["year"] or "2026",
        source,
        quality,
        producer,
        "FY25" if "class of the year before" in note else RELEASE.get(source, ""),
        note,
    ]


def states(facts: list[Cells], groups: list[Cells]) -> None:
    code = {
        (row["iso3"], row["fact"]): row["value"]
        for row in facts
        if row["source"] == "hdx_taxonomy" and row["fact"] in ("iso2", "m49")
    }
    write(
        "states",
        "iso3,iso2,m49,un_group,source,year,quality",
        (
            [
                row["iso3"],
                code[row["iso3"], "iso2"],
                f"{int(code[row['iso3'], 'm49']):03d}",
                row["un_group"],
                "un_members",
                "2026",
                "reported",
            ]
            for row in groups
        ),
    )


def names() -> None:
    rows = []
    for row in read("countries/names.csv"):
        m49 = row["m49_name"] if row["m49_name"] != row["un_short"] else ""
        customary = [row["cldr_name"], row["cldr_short"]]
        also = [each for each in dict.fromkeys(customary) if each not in ("", row["un_short"], m49)]
        end = ["hdx_taxonomy", "2025", "reported"]
        rows.append([row["iso3"], row["lang"], row["un_short"], m49, ";".join(also), *end])
    write("names", "iso3,lang,name,m49_name,also,source,year,quality", rows)


def languages() -> None:
    rows = (
        [
            row["iso3"],
            row["lang"],
            row["lang_en"],
            row["population_percent"],
            row["official_status"],
            row["literacy_percent"],
            "cldr48",
            "2026",
            "estimated",
        ]
        for row in read("countries/languages.csv")
    )
    header = "iso3,lang,name,speakers,official,literacy,source,year,quality"
    write("languages", header, rows)


LEAVING_LDC = ("BGD", "LAO", "NPL")
LEAVING = "due to leave the list on 2026-11-24 (unconfirmed)"
UNCONFIRMED = "unconfirmed: the group's own list was not read"
CHECKED = ("g7", "eu", "oecd", "coe")
"""Memberships that agree with a second dated compilation."""
OTHERS = ("g20", "brics", "brics_partner", "asean", "sco", "dco", "oif", "au")
INCOME = {
    "High income": "income_high",
    "Upper middle income": "income_upper_middle",
    "Lower middle income": "income_lower_middle",
    "Low income": "income_low",
    "Not classified": "income_not_classified",
}


def groups(table: list[Cells]) -> None:
    un = {row["iso3c"]: row for row in read("fund/un_ldc_sids_lldc.csv")}
    rows: list[list[str]] = []
    for row in table:
        iso3 = row["iso3"]

        def add(group: str, note: str, *provenance: str, iso3: str = iso3) -> None:
            rows.append([group, iso3, "", "", note, *provenance])

        for group in ("ldc", "lldc", "sids"):
            if un[iso3][f"is_{group}"] == "True":
                note = LEAVING if group == "ldc" and iso3 in LEAVING_LDC else ""
                add(group, note, "un_ohrlls", "2025", "reported")
        for group in CHECKED:
            if row[group] == "1":
                add(group, "", "groups_checked", "2025", "reported")
        for group in OTHERS:
            if row[group] == "1":
                add(group, UNCONFIRMED, "groups_unconfirmed", "2026", "estimated")
        if row["g77_2021"] == "1":
            add("g77", "list of November 2021", "countrygroups", "2021", "reported")
        add(INCOME[row["wb_income_fy26"]], "class of FY26", "wb_income", "2025", "reported")
    header = "group,iso3,valid_from,valid_to,note,source,year,quality"
    write("groups", header, rows)


QUANTITIES = (
    ("temp_air_mean", "degC", "t_mean_c", "t_mean"),
    ("temp_air_max", "degC", "t_max_c", "t_range"),
    ("temp_air_min", "degC", "t_min_c", "t_range"),
    ("vapour_pressure", "Pa", "vapour_pressure_pa", "vapour_pressure"),
    ("ghi", "kWh/m2/day", "ghi_kwh_m2_day", "ghi"),
    ("wind_speed", "m/s", "wind_ms", "wind"),
)


def climate() -> None:
    months: dict[str, list[Cells]] = {}
    for row in read("sites/capital_normals.csv"):
        months.setdefault(row["iso3"], []).append(row)
    rows = []
    for iso3, year in months.items():
        year.sort(key=lambda row: int(row["month"]))
        if [row["month"] for row in year] != [str(month) for month in range(1, 13)]:
            raise SystemExit(f"{iso3}: not twelve months")
        for quantity, unit, column, mark in QUANTITIES:
            end = [year[0][f"{mark}_source"], "2020", year[0][f"{mark}_quality"]]
            rows.append([iso3, quantity, unit, *(row[column] for row in year), *end])
    columns = ",".join(f"m{month:02d}" for month in range(1, 13))
    write("climate", f"iso3,quantity,unit,{columns},source,year,quality", rows)


WHY = {
    "capital": "the city the place-name source lists as capital",
    "seat of government": "the seat of government is another city than the one listed as capital",
    "hub": "the hub of computing; a climate table takes no side on where a capital stands",
}


def reference_cities() -> None:
    rows = []
    for row in read("sites/capital_sites.csv"):
        weak = row["elevation_source"] == "unconfirmed"
        why = WHY[row["role"]] + ("; elevation unconfirmed, within 50 m" if weak else "")
        rows.append(
            [
                *(row[name] for name in ("iso3", "city", "role", "lat", "lon", "elevation_m")),
                why,
                "reference_cities",
                "2026",
                "estimated" if weak else "reported",
            ]
        )
    header = "iso3,city,role,lat,lon,elevation_m,note,source,year,quality"
    write("reference_cities", header, rows)


def main() -> None:
    facts = read("countries/facts_shippable.csv")
    table = read("parties/country_groups.csv")
    states(facts, table)
    names()
    countries(facts)
    languages()
    groups(table)
    climate()
    reference_cities()


if __name__ == "__main__":
    main()
