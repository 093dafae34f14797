"""Texts as plain words: for labels inside figures, text alternatives, Markdown and JSON."""

from __future__ import annotations

from comity.facts.types import Fact, Finding, Missing
from comity.plans.content import Day, Printable, StateName, Text, Verbatim
from comity.report.numbers import show
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


def quantity(name: str, translate: Translator) -> str:
    """The name of a quantity in words: ``sites.fan_power`` is "Fan power"."""
    words = name.rsplit(".", 1)[-1].replace("_", " ").split()
    spelt = [_FOLDED.get(word.casefold(), word) for word in words]
    text = " ".join(spelt)
    return translate(text[:1].upper() + text[1:])
