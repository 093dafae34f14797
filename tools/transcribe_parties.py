"""Write instruments.csv, adherences.csv and actors.csv from the shared research tables.

Every row names the original publication. Rows whose source was unconfirmed ship only when they
follow from a membership that is public and certain, or when a source was found since; the rest
stay out (docs/decisions/0003-unconfirmed-adherence.md). Run: ``python tools/transcribe_parties.py``.
"""

# ruff: noqa: E501 (one decision a line reads as the table it is)

from __future__ import annotations

import csv
import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from parties_rules import BODY, CONSENSUS, FOLLOWS, HLAB, RULES

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared" / "data")) / "parties"
DATA = ROOT / "src" / "comity" / "facts" / "data"


class Adherence(NamedTuple):
    """One act of one actor. `date` and `date_last` bound the day; the second may be empty."""

    actor: str
    instrument: str
    act: str
    date: str
    date_last: str
    confidence: str
    disputed: int
    note: str
    source: str
    year: int
    quality: str


class Reading(NamedTuple):
    """How the rows of one instrument are read. An empty act leaves them out."""

    act: str
    source: str
    date: str = ""
    date_last: str = ""
    quality: str = "reported"
    confidence: str = "high"
    note: str = ""
    disputed: int = 0


OUT = Reading("", "")

# fmt: off

LISTS = {
    "oecd_ai": Reading("adhered", "oecd_mcm_2019"),
    "g20_ai": Reading("member", "g20_digital_2019", quality="estimated", note=FOLLOWS),
    "gpai": Reading("member", "gpai_launch_2020"),
    "gpai_min_2022": Reading("member", "gpai_tokyo_2022", note="the text speaks for all members of GPAI"),
    "gpai_oecd": Reading("member", "oecdai_gpai_2024"),
    "unesco_ai": Reading("adopted_by_consensus", "unesco_rec_2021", quality="estimated", note=FOLLOWS),
    "coe_cai": Reading("drafted", "coe_cai_2024", "2022", "2024-05-17"),
    "coe_fc": Reading("signed", "coe_chart_225"),
    "g7_min_2023": Reading("member", "g7_hiroshima_2023", quality="estimated", note=FOLLOWS),
    "bletchley": Reading("signed", "bletchley_2023"),
    "seoul_decl": Reading("signed", "seoul_decl_2024"),
    "seoul_min": Reading("signed", "seoul_min_2024"),
    "paris_2025": Reading("signed", "paris_2025"),
    "newdelhi_2026": Reading("endorsed", "newdelhi_2026"),
    "aisi_network": Reading("member", "aisi_network_2024"),
    "unga_78_265": Reading("adopted_by_consensus", "ares_78_265", quality="estimated", note=FOLLOWS),
    "unga_78_265_js": Reading("co_sponsored", "usun_78_265_2024"),
    "unga_78_311": Reading("adopted_by_consensus", "ares_78_311", quality="estimated", note=FOLLOWS),
    "gof_capacity": Reading("attended", "gof_mfa_2024", confidence="medium", quality="estimated"),
    "gdc": Reading("adopted_by_consensus", "ares_79_1", quality="estimated", note=FOLLOWS),
    "reaim_2023": Reading("endorsed", "reaim_press_2023", quality="estimated"),
    "reaim_2024": Reading("endorsed", "reaim_press_2024", confidence="medium", quality="estimated"),
    "us_mil_decl": Reading("endorsed", "usmil_2024", note="co-chair of a working group of the endorsing states"),
    "santiago_2023": Reading("signed", "santiago_2023"),
    "cartagena_2024": Reading("signed", "cartagena_2024", confidence="medium"),
    "au_strategy": Reading("member", "au_strategy_2024", quality="estimated", note=FOLLOWS),
    "africa_decl_2025": Reading("endorsed", "africa_decl_2025"),
    "asean_guide": Reading("member", "asean_guide_2024", quality="estimated", note=FOLLOWS),
    "eu_ai_act": Reading("member", "eu_2024_1689", quality="estimated", note=FOLLOWS),
    "depa": Reading("signed", "depa_2024", "2020-06"),
    "brics_ai_2025": Reading("member", "brics_rio_2025", quality="estimated", note=FOLLOWS),
    "current_ai": Reading("member", "current_ai_2025"),
    "csai": Reading("member", "csai_2025", note="lead"),
    "pax_silica": Reading("signed", "pax_kbs_2025"),
}
"""The usual row of each instrument; one without an entry ships no row."""

STATUS = {
    "declined": Reading("declined", "paris_press_2025"),
    "attended, not signed": Reading("attended", "pax_kbs_2025"),
    "attended, not endorsed": Reading("declined", "reaim_press_2024", note="attended and did not endorse"),
    "invited": Reading("invited", "waico_press_2025", confidence="medium", quality="estimated"),
    "supported blocking amendment": OUT,
    "dissociated": OUT,
    "supporter": OUT,
    "withdrawal from UNESCO effective": OUT,
    "co-chair": Reading("member", "gof_mfa_2024", note="co-chair"),
    "ratified (approval)": Reading("ratified", "coe_chart_225", note="approval"),
    "acceded": Reading("acceded", "depa_2024"),
    "lead sponsor": Reading("co_sponsored", "ares_78_311", note="lead sponsor"),
    "co-sponsor (later)": Reading("co_sponsored", "ares_78_265_press", confidence="medium"),
}

VOTES = {"c1_79_l43": "gadis3757", "c1_78_l56": "gadis3731", "un_sci_panel": "ga12751"}

BEFORE_JULY_2021 = Reading(
    "adhered", "oecd_register_0449", "2019-05-22", "2021-07-31", quality="estimated",
    note="named in the register; 46 governments were counted in July 2021, which this state completes",
)
GPAI_AUTUMN = Reading("member", "gpai_czechia_2022", "2021-09", "2021-12-21", note="autumn enlargement")
LATER_PARIS = Reading(
    "signed", "paris_2025", "2025-02-12", "2026-10-01", confidence="medium", note="signed later"
)
DISPUTED_PARIS = Reading(
    "signed", "paris_press_2025", "2025-02-11", confidence="unconfirmed", quality="assumed", disputed=1,
    note="the count of 58 closes only with this state; the list of October 2026 does not name it",
)

SPECIAL = {
    **{(each, "oecd_ai"): BEFORE_JULY_2021 for each in ("MLT", "SGP", "UKR")},
    ("EGY", "oecd_ai"): Reading("adhered", "egypt_oecd_2021", "2019-05-22", "2021-05-15"),
    ("EUU", "oecd_ai"): Reading("adhered", "oecd_register_0449", "2024-05-03"),
    **{(each, "gpai"): Reading("member", "gpai_montreal_2020", "2020-12-04") for each in ("BRA", "ESP", "NLD", "POL")},
    **{(each, "gpai"): GPAI_AUTUMN for each in ("BEL", "CZE", "DNK", "IRL", "ISR", "SWE")},
    **{(each, "gpai"): Reading("member", "gpai_tokyo_2022", "2022-11-22") for each in ("ARG", "SEN", "SRB", "TUR")},
    ("USA", "unesco_ai"): Reading("member", "unesco_usa_2023", "2023-07-10", "2023-07-11", note="rejoined UNESCO after the adoption"),
    ("ARM", "coe_fc"): Reading("signed", "armenia_225_2026"),
    ("CAN", "coe_fc"): Reading("signed", "coe_release_2025"),
    ("JPN", "coe_fc"): Reading("signed", "coe_release_2025"),
    ("LIE", "coe_fc"): Reading("signed", "coe_chart_225", "2025-02-12", "2025-09-01", note="day not read; before Uruguay"),
    ("URY", "coe_fc"): Reading("signed", "coe_uruguay_2025", "2025-09-02"),
    ("BIH", "coe_fc"): Reading("signed", "coe_chart_225", "2025-09-03", "2026-01-26", note="day not read; after Uruguay, before Armenia"),
    ("MKD", "coe_fc"): Reading("signed", "coe_chart_225", "2026-01-28", "2026-09-21", note="day not read"),
    ("NZL", "bletchley"): Reading("signed", "bletchley_nz_2024", "2024-10-23"),
    **{(each, "paris_2025"): LATER_PARIS for each in ("CIV", "COL", "EGY", "ISL", "LIE", "MDA", "PER", "ZWE")},
    ("ZAF", "paris_2025"): DISPUTED_PARIS,
    ("ARE", "paris_2025"): DISPUTED_PARIS,
    ("VAT", "paris_2025"): Reading("signed", "paris_hcamag_2025"),
    ("VNM", "paris_2025"): Reading("attended", "paris_vnm_2025", confidence="medium"),
    ("EUU", "paris_2025"): Reading("signed", "paris_press_2025"),
    ("AUC", "paris_2025"): Reading("signed", "paris_press_2025"),
    **{(each, "newdelhi_2026"): Reading("endorsed", "newdelhi_meity_2026", "2026-02-22", "2026-02-24") for each in ("BGD", "CRI", "GTM")},
    ("IFAD", "newdelhi_2026"): Reading("endorsed", "newdelhi_2026", "2026-02-21", "2026-10-01", confidence="medium", note="one of the 92 listed joined after 24 February; which one is not stated"),
    ("CUB", "cartagena_2024"): Reading("signed", "cartagena_press_2024", confidence="low", disputed=1, note="named by one of two sources"),
    ("CHN", "waico"): Reading("proposed", "waico_press_2025"),
    ("CHN", "gaigi"): Reading("proposed", "parties_catalogue", quality="assumed", confidence="unconfirmed"),
    **{(each, "hiroshima_fg"): Reading("member", "hiroshima_fg_2024", quality="estimated") for each in ("CAN", "IND", "JPN", "KOR", "SGP")},
}

_PAX_LATER = Reading(
    "signed", "pax_federal_2026", "2025-12-12", "2026-02-20", confidence="medium", quality="estimated",
    note="named as a member in February 2026",
)
EXTRA = {
    ("URY", "oecd_ai"): Reading("adhered", "uruguay_oecd_2024", "2024-10-02"),
    ("SAU", "oecd_ai"): Reading("adhered", "saudi_oecd_2025", "2024-12-01", "2026-05-14", note="day not stated; the tenth non-member"),
    ("HRV", "oecd_ai"): Reading("adhered", "oecd_register_0449", "2026-05-15"),
    ("KHM", "oecd_ai"): Reading("adhered", "oecd_register_0449", "2026-05-15"),
    ("IND", "pax_silica"): Reading("signed", "pax_wam_2026", "2026-02-20"),
    ("QAT", "pax_silica"): _PAX_LATER,
    ("GRC", "pax_silica"): _PAX_LATER,
    ("ARE", "pax_silica"): _PAX_LATER,
}
"""Acts found in public sources after the research tables were made."""
# fmt: on

ACTORS = {
    "EUU": "European Union",
    "AUC": "African Union Commission",
    "VAT": "Holy See",
    "COK": "Cook Islands",
    "NIU": "Niue",
    "PSE": "State of Palestine",
    "ESH": "Sahrawi Republic (member of the African Union)",
    "CUW": "Curaçao",
    "IFAD": "International Fund for Agricultural Development",
}
"""Actors that are not members of the United Nations, by the code the tables use."""


def reading(row: dict[str, str]) -> Reading:
    """How one row of the shared table is read."""
    key = (row["iso3"], row["instrument"])
    if row["instrument"] in VOTES:
        act = {"abstained": "abstained", "voted against": "voted_no"}[row["status"]]
        return Reading(act, VOTES[row["instrument"]])
    if row["status"] in STATUS and key not in SPECIAL:
        return STATUS[row["status"]]
    if row["instrument"] == "us_mil_decl" and "co-chair" not in row["status"]:
        return OUT
    if row["instrument"] == "unesco_ai" and "withdrawal" in row["status"]:
        return OUT
    return SPECIAL.get(key, LISTS.get(row["instrument"], OUT))


def adherence(actor: str, instrument: str, held: Reading, date: str) -> Adherence:
    """The row that ships."""
    first = held.date or date
    year = int((held.date_last or first)[:4])
    return Adherence(
        actor,
        instrument,
        held.act,
        first,
        held.date_last,
        held.confidence,
        held.disputed,
        held.note,
        held.source,
        year,
        held.quality,
    )


def adherences() -> Iterator[Adherence]:
    """Every act that ships, in the order of instrument, actor and act."""
    with (SHARED / "memberships.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            held = reading(row)
            if row["instrument"] in RULES and held.act:
                yield adherence(row["iso3"], row["instrument"], held, row["date"])
    for (actor, instrument), held in EXTRA.items():
        yield adherence(actor, instrument, held, "")


def instruments() -> Iterator[dict[str, str | int]]:
    """Every instrument that ships, in the order of the shared table."""
    with (SHARED / "instruments.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rule = RULES.get(row["id"])
            if rule is None:
                continue
            yield {
                "id": row["id"],
                "full_name": row["full_name"],
                "short_name": row["short_name"],
                "date": row["date"],
                "body": BODY.get(row["id"], row["convening_body"]),
                "type": "regional law" if "law" in row["type"] else row["type"],
                "binding": rule.binding,
                "gate": rule.gate,
                "eu_rule": rule.eu_rule,
                "eu_rule_why": rule.eu_why,
                "roster": rule.roster,
                "list_read": rule.list_read,
                "topics": row["topics"],
                "hlab": int(row["id"] in HLAB),
                "consensus": int(row["id"] in CONSENSUS),
                "note": rule.note,
                "source": rule.source,
                "year": rule.year,
                "quality": rule.quality,
            }


def write(name: str, header: list[str], rows: list[list[str | int]]) -> None:
    """Write one table and say how long it is."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def main() -> None:
    known = tomllib.loads((DATA / "sources.toml").read_text("utf-8"))
    acts = sorted(adherences())
    texts = list(instruments())
    keys = [each[:3] for each in acts]
    assert len(set(keys)) == len(keys), sorted({each for each in keys if keys.count(each) > 1})
    unknown = {str(each["source"]) for each in texts} | {each.source for each in acts}
    unknown -= set(known)
    assert not unknown, f"sources.toml lacks {sorted(unknown)}"
    write("instruments.csv", list(texts[0]), [list(each.values()) for each in texts])
    write("adherences.csv", list(Adherence._fields), [list(each) for each in acts])
    labels = [[code, name, "comity_assumption", 2026, "assumed"] for code, name in ACTORS.items()]
    write("actors.csv", ["code", "name", "source", "year", "quality"], sorted(labels))


if __name__ == "__main__":
    main()
