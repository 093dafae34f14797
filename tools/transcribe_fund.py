"""Transcribe unit costs, loan defaults and the inverted-scale bands from the shared folder.

Usage: python tools/transcribe_fund.py

Reads ``fund/`` of the shared data (COMITY_SHARED). Each row names the original publication. Every
figure is one number of a publication, cited; no table or text is copied. A range is kept as its
ends and midpoint; "below 40" has no central value and stays out.
"""

import csv
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared" / "data"))
DATA = ROOT / "src" / "comity" / "facts" / "data"

ITEMS = {
    "data-centre shell": ("data_centre_shell", ""),
    "AI premium over traditional": ("data_centre_ai_premium", "over a hall for other loads"),
    "battery storage all-in": ("battery_all_in", "75 equipment and 50 installation and grid"),
    "battery storage LCOS": ("battery_lcos", ""),
    "solar PV utility LCOE": ("solar_lcoe", ""),
    "onshore wind LCOE": ("wind_onshore_lcoe", ""),
    "solar PV utility capex": ("solar_capex", ""),
    "battery storage energy": (
        "battery_energy", "twice the figure of Ember for 2025: both are shown",
    ),
    "geothermal DC campus phase 1": ("geothermal_campus", "letter of intent, for 100 MW"),
    "ICT centre of excellence (CMU-Rwanda)": ("training_centre", "nominal; CMU-Rwanda"),
    "Bamako Digital Complex": ("training_centre", "nominal; Bamako Digital Complex"),
    "University of Rwanda ICT centre + HQ": (
        "training_centre_hq", "nominal; loan, University of Rwanda",
    ),
}  # fmt: skip
SOURCES = {
    "PyPSA technology-data": "dea_catalogue",
    "Turner & Townsend DCCI 2025-26": "tt_dcci_2025",
    "Turner & Townsend DCCI 2023": "tt_dcci_2023",
    "Ember": "ember_battery_2025",
    "IRENA": "irena_costs_2024",
    "Microsoft/G42": "olkaria_letter_2024",
    "African Development Bank": "afdb_ict_2011",
    "Korea EDCF": "edcf_rwanda_2014",
}
RELAYED = {
    "via iafrica.com": "read in iafrica.com",
    "via PV-Tech": "read in PV Tech",
    "via Renewables Rising": "read in Renewables Rising",
    "via Ecofin": "read in Ecofin Agency",
    "via Construction Review": "read in Construction Review",
    "PyPSA technology-data": "read in PyPSA technology-data",
    "(press)": "read in the press",
}
CONFIDENCE = {"high": "reported", "medium": "estimated"}


def read(name: str) -> list[dict[str, str]]:
    with (SHARED / "fund" / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def write(name: str, header: str, rows: list[list[object]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header.split(","), *rows])


def resolved(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows whose source "same" is the publication of the row above, without its relay."""
    before = ""
    for row in rows:
        if row["source"] == "same":
            row["source"] = before
        before = row["source"]
    return rows


def amount(text: str) -> tuple[str, str, str]:
    """Value, low and high of a cell: a number or a range."""
    if match := re.fullmatch(r"([\d.]+)-([\d.]+)", text):
        low, high = match.groups()
        return f"{(float(low) + float(high)) / 2:g}", low, high
    return text, "", ""


def slug(name: str) -> str:
    """A key without spaces."""
    return name.lower().replace(" ", "_")


def unit_cost(row: dict[str, str]) -> list[object]:
    item, note = ITEMS[row["item"]]
    relay = next((said for key, said in RELAYED.items() if key in row["source"]), "")
    source = next(key for name, key in SOURCES.items() if name in row["source"])
    notes = "; ".join(each for each in (note, relay) if each)
    unit = {"USD M for 100 MW": "USD M", "USD M loan": "USD M"}.get(row["unit"], row["unit"])
    year = row["year"][:4]
    quality = CONFIDENCE[row["confidence"]]
    place = row["place"]
    return [item, slug(place), place, *amount(row["value"]), unit, notes, source, year, quality]


def loan_defaults(rows: list[dict[str, str]]) -> list[list[object]]:
    held: dict[str, dict[str, str]] = {}
    for row in rows:
        borrower = row["item"].split(" ")[0]
        kind = "rate" if "default" in row["item"] else "recovery"
        held.setdefault(borrower, {"period": row["year"]})[kind] = row["value"]
    return [
        [borrower, each["rate"], each["recovery"], each["period"], "gems_2025", 2024, "measured"]
        for borrower, each in held.items()
    ]


def bands() -> list[list[object]]:
    text = (SHARED / "fund" / "cali_fund_bands.yaml").read_text("utf-8")
    found = re.findall(
        r"- id: (\d+)\s+min_threshold: \S+\s+(?:max_threshold: (\S+)\s+)?weight: (\S+)", text
    )
    return [["cali", *each, "cali_fund_model", 2026, "reported"] for each in found]


def others() -> list[list[object]]:
    """Parties of the annex that are no UN member states, with the band the annex gives them."""
    parties = {row["party"]: row for row in read("cali_fund_annex_1bn_pure.csv")}
    rows: list[list[object]] = []
    for name in ("Cook Islands", "Niue", "State of Palestine"):
        band, island = parties[name]["un_band"][5], int(parties[name]["is_sids"] == "True")
        place = (band, island, "cali_fund_model", 2026, "reported")
        rows.append(["cali", slug(name), name, *place])
    return rows


def main() -> None:
    rows = resolved(read("unit_costs.csv"))
    loans = [row for row in rows if "GEMs" in row["source"]]
    costs = [unit_cost(row) for row in rows if row["item"] in ITEMS]
    header = "item,place,place_name,value,value_low,value_high,unit,note,source,year,quality"
    write("unit_costs.csv", header, costs)
    header = "borrower,default_rate,recovery,period,source,year,quality"
    write("loan_defaults.csv", header, loan_defaults(loans))
    write("envelope_bands.csv", "rule,band,upper,weight,source,year,quality", bands())
    write("envelope_others.csv", "rule,party,name,band,island,source,year,quality", others())


if __name__ == "__main__":
    main()
