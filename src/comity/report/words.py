"""Texts as plain words: for labels inside figures, text alternatives, Markdown and JSON."""

from __future__ import annotations

from comity.facts.types import Fact, Finding, Missing
from comity.plans.content import Day, Printable, StateName, Text, Verbatim
from comity.report.numbers import N_, show
from comity.report.translate import Translator

ACRONYMS = (
    "AI",
    "API",
    "BSI",
    "GDP",
    "GNI",
    "COP",
    "GPU",
    "HLAB",
    "IT",
    "PPP",
    "PUE",
    "UN",
    "UPS",
    "WUE",
)
_FOLDED = {each.casefold(): each for each in ACRONYMS}


def plain(part: Printable, translate: Translator, *, band: bool = False) -> str:
    """What is printed, without marks or links.

    Parameters
    ----------
    part : Printable
        Text, number, name or day.
    translate : Translator
        Language of the page.
    band : bool
        Whether numbers are followed by their bands.
    """
    match part:
        case Text():
            return "".join(
                each if isinstance(each, str) else plain(each, translate, band=band)
                for each in translate.parts(part)
            )
        case Fact() | Finding():
            shown = show(part, translate)
            return shown.plain if band else f"{shown.before}{shown.value}{shown.after}"
        case Missing():
            return translate("not known")
        case StateName():
            return translate.state(part.iso3)
        case Day():
            return translate.day(part)
        case Verbatim():
            return part.text


SPELT = {
    "cer": N_("Heat removed over energy to remove it (CER)"),
    "cost_of_capital": N_("Cost of capital, a year"),
    "cost_per_it_kwh": N_("Electricity for a kilowatt-hour of computing"),
    "cue": N_("Carbon over energy of computing (CUE)"),
    "embodied_building": N_("Embodied carbon of halls and plants"),
    "embodied_computing": N_("Embodied carbon of computers"),
    "energy": N_("Energy drawn"),
    "erf": N_("Energy used again over energy drawn (ERF)"),
    "gdp_usd": N_("Gross domestic product"),
    "grid_ci": N_("Carbon of grid electricity"),
    "grid_water_intensity": N_("Water behind grid electricity, reservoirs counted"),
    "grid_water_intensity_excl_hydro": N_("Water behind grid electricity, reservoirs left out"),
    "internet_users_share": N_("Share of people who use the internet"),
    "hall_capital": N_("Cost of building halls and plants"),
    "levelised_cost": N_("Levelised cost of a kilowatt-hour of computing"),
    "pue": N_("Energy drawn over energy of computing (PUE)"),
    "ref": N_("Renewable energy over energy drawn (REF)"),
    "scope_1_diesel": N_("Scope one, diesel"),
    "scope_1_refrigerant": N_("Scope one, refrigerant"),
    "scope_2": N_("Scope two, location based"),
    "share_15_64": N_("Share of people aged fifteen to sixty-four"),
    "temp_air_max": N_("Air temperature, daily highest"),
    "temp_air_mean": N_("Air temperature, mean"),
    "temp_air_min": N_("Air temperature, daily lowest"),
    "water_stress_sdg642": N_("Water stress (SDG indicator 6.4.2)"),
    "wue": N_("Water taken over energy of computing (WUE)"),
    "wue_source": N_("The same with power stations, reservoirs left out (WUE source)"),
    "wue_source_with_reservoirs": N_("The same with power stations, reservoirs counted"),
}
"""Quantities whose names say too little when their underscores become spaces."""


def quantity(name: str, translate: Translator) -> str:
    """The name of a quantity in words: ``sites.fan_power`` is "Fan power"."""
    last = name.rsplit(".", 1)[-1]
    if last in SPELT:
        return translate(SPELT[last])
    words = last.replace("_", " ").split()
    spelt = [_FOLDED.get(word.casefold(), word) for word in words]
    text = " ".join(spelt)
    return translate(text[:1].upper() + text[1:])
