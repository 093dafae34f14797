"""How each AI instrument is read: gate, rule for the seat of the European Union, list, source."""

# ruff: noqa: E501 (one decision a line reads as the table it is)

from __future__ import annotations

from typing import NamedTuple

OWN_SEAT = "the Union signs or sits for itself; its members sign or sit for themselves"
NO_SEAT = "the Union has no vote; its members act for themselves"
BINDS = "the Union claims exclusive external competence: its signature commits its members"
LISTED = "each member is bound directly and stands in the table in its own row"


class Rule(NamedTuple):
    """What is decided about one instrument; the shared folder gives its names, date and topics."""

    gate: str
    eu_rule: str
    eu_why: str
    roster: str
    list_read: str
    source: str
    year: int
    quality: str
    note: str = ""
    binding: str = "no"


RULES = {
    "oecd_ai": Rule("admission", "seat_only", OWN_SEAT, "complete", "2026-09-29", "oecd_register_0449", 2026, "reported"),
    "g20_ai": Rule("club", "seat_only", OWN_SEAT, "complete", "2026-11-23", "g20_digital_2019", 2019, "reported"),
    "gpai": Rule("admission", "seat_only", OWN_SEAT, "complete", "2026-11-23", "gpai_community", 2023, "reported", "Continued as the integrated partnership with the OECD from July 2024."),
    "gpai_min_2022": Rule("club", "seat_only", OWN_SEAT, "complete", "2026-11-23", "gpai_tokyo_2022", 2022, "reported", "The ministry of the host counts 25 taking part in the meeting, of 29 members."),
    "gpai_oecd": Rule("admission", "seat_only", OWN_SEAT, "complete", "2026-11-23", "oecdai_gpai_2024", 2025, "reported", "The six non-members of the OECD are deduced from the members of GPAI."),
    "unesco_ai": Rule("universal", "seat_only", NO_SEAT, "complete", "2026-11-23", "unesco_rec_2021", 2021, "reported"),
    "coe_cai": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-11-23", "coe_cai_2024", 2024, "reported"),
    "coe_fc": Rule("admission", "binds_members", BINDS, "complete", "2026-09-29", "coe_chart_225", 2026, "reported", "Open to the states that drafted it; to others by invitation after entry into force. Not in force: one ratification of the five needed.", "not in force"),
    "g7_min_2023": Rule("club", "seat_only", OWN_SEAT, "complete", "2026-11-23", "g7_hiroshima_2023", 2023, "reported"),
    "hiroshima_fg": Rule("invitation", "seat_only", OWN_SEAT, "partial", "", "hiroshima_fg_2024", 2024, "estimated", "Sizes of 49, 55 and 66 are reported; no list of its members was read."),
    "bletchley": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-10-01", "bletchley_2023", 2023, "reported"),
    "seoul_decl": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-11-23", "seoul_decl_2024", 2024, "reported"),
    "seoul_min": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-10-01", "seoul_min_2024", 2024, "reported"),
    "paris_2025": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-10-01", "paris_2025", 2025, "reported", "Counts of 58, 60, 61 and 64 are in print; two states are named by one list and not by another."),
    "newdelhi_2026": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-10-01", "newdelhi_2026", 2026, "reported", "92 states and organisations are listed, one more than the official 91 of 24 February 2026."),
    "aisi_network": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-10-01", "aisi_network_2024", 2024, "reported"),
    "unga_78_265": Rule("universal", "seat_only", NO_SEAT, "complete", "2026-11-23", "ares_78_265", 2024, "reported", "Adopted without a vote; 123 co-sponsors, of whom the first 54 states are listed apart."),
    "unga_78_265_js": Rule("invitation", "seat_only", OWN_SEAT, "complete", "2026-11-23", "usun_78_265_2024", 2024, "reported"),
    "unga_78_311": Rule("universal", "seat_only", NO_SEAT, "complete", "2026-11-23", "ares_78_311", 2024, "reported", "Adopted without a vote; more than 140 co-sponsors, whose list was not found."),
    "gof_capacity": Rule("open", "seat_only", NO_SEAT, "partial", "", "gof_mfa_2024", 2024, "estimated", "Attendance is reported; no list of members was found."),
    "gdc": Rule("universal", "seat_only", NO_SEAT, "complete", "2026-11-23", "ares_79_1", 2024, "reported", "Adopted without a vote; votes on an oral amendment are not recorded here."),
    "c1_79_l43": Rule("universal", "seat_only", NO_SEAT, "partial", "", "gadis3757", 2024, "reported", "165 in favour, 2 against, 6 abstentions; the list in favour was not read."),
    "c1_78_l56": Rule("universal", "seat_only", NO_SEAT, "partial", "", "gadis3731", 2023, "reported", "164 in favour, 5 against, 8 abstentions; the list in favour was not read."),
    "un_sci_panel": Rule("universal", "seat_only", NO_SEAT, "partial", "", "ga12751", 2026, "reported", "117 in favour, 2 against, 2 abstentions; the list in favour was not read."),
    "reaim_2023": Rule("invitation", "seat_only", OWN_SEAT, "partial", "", "reaim_press_2023", 2023, "estimated", "About 60 states; three are named."),
    "reaim_2024": Rule("invitation", "seat_only", OWN_SEAT, "partial", "", "reaim_press_2024", 2024, "estimated", "61 of the 96 states that attended; nine are named."),
    "us_mil_decl": Rule("open", "seat_only", NO_SEAT, "partial", "", "usmil_2024", 2024, "estimated", "54 states in March 2024; five are named."),
    "santiago_2023": Rule("regional", "seat_only", NO_SEAT, "complete", "2026-11-23", "santiago_2023", 2023, "reported"),
    "cartagena_2024": Rule("regional", "seat_only", NO_SEAT, "complete", "2026-11-23", "cartagena_2024", 2024, "reported", "Two sources disagree on one state."),
    "montevideo_2024": Rule("regional", "seat_only", NO_SEAT, "none", "", "parties_catalogue", 2024, "assumed", "No list was found."),
    "au_strategy": Rule("regional", "seat_only", NO_SEAT, "complete", "2026-11-23", "au_strategy_2024", 2024, "reported"),
    "africa_decl_2025": Rule("regional", "seat_only", NO_SEAT, "partial", "", "africa_decl_2025", 2025, "estimated", "More than 40 states; two are named."),
    "asean_guide": Rule("regional", "seat_only", NO_SEAT, "complete", "2026-11-23", "asean_guide_2024", 2024, "estimated"),
    "eu_ai_act": Rule("regional", "members_listed", LISTED, "complete", "2026-11-23", "eu_2024_1689", 2024, "reported", "", "yes"),
    "riyadh_charter": Rule("regional", "seat_only", NO_SEAT, "none", "", "parties_catalogue", 2024, "assumed", "No list was found."),
    "depa": Rule("admission", "seat_only", NO_SEAT, "partial", "", "depa_2024", 2024, "reported", "Parties as of May 2024; later accessions were not looked up.", "yes"),
    "brics_ai_2025": Rule("club", "seat_only", NO_SEAT, "complete", "2026-10-01", "brics_rio_2025", 2025, "estimated", "Read with ten members; Saudi Arabia is not among them in the list read."),
    "dco": Rule("admission", "seat_only", NO_SEAT, "none", "", "parties_catalogue", 2020, "assumed", "The list of members was not read at its source.", "yes"),
    "sco_ai": Rule("club", "seat_only", NO_SEAT, "none", "", "parties_catalogue", 2025, "assumed", "The roadmap itself was not read."),
    "gaigi": Rule("initiative", "seat_only", NO_SEAT, "none", "", "parties_catalogue", 2023, "assumed", "Proposed by one state; it has no signatories."),
    "waico": Rule("open", "seat_only", NO_SEAT, "none", "", "waico_arxiv_2026", 2026, "reported", "Still proposed in June 2026; no founding members are listed.", "not in force"),
    "current_ai": Rule("invitation", "seat_only", NO_SEAT, "complete", "2026-11-23", "current_ai_2025", 2025, "reported"),
    "csai": Rule("open", "seat_only", NO_SEAT, "partial", "", "csai_2025", 2025, "estimated", "Eleven states besides France; their names were not found."),
    "foc_ai": Rule("admission", "seat_only", NO_SEAT, "none", "", "parties_catalogue", 2020, "assumed", "The list of members was not read at its source."),
    "pax_silica": Rule("invitation", "seat_only", NO_SEAT, "partial", "", "pax_kbs_2025", 2025, "estimated", "Seven signatories in December 2025; later joiners are named by the press, and sources differ."),
}  # fmt: skip
"""Every instrument catalogued. Left out: lists of national institutes and corporate partnerships."""

HLAB = ("oecd_ai", "g20_ai", "coe_cai", "gpai_min_2022", "g7_min_2023", "bletchley", "seoul_min")
CONSENSUS = ("unesco_ai", "unga_78_265", "unga_78_311", "gdc")

BODY = {"coe_cai": "Council of Europe"}
FOLLOWS = "follows from membership"
