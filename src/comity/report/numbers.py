"""A number as it is printed: digits from its band, thousands apart, unit and range by rule.

Digits follow the band, which is eight to eighty steps of the last digit wide. A band so wide that
this would strip value or ends of their own digits prints each with two significant digits.
Decimals that are zero throughout are dropped, and whole numbers stay whole. From a million on the
scale is a word, shared by value and band.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from comity.facts.types import Fact, Finding, Value
from comity.report.translate import Translator

THIN = "\u202f"
FIXED = "\u00a0"
MINUS = "\u2212"
DASH = "–"


def N_(message: str) -> str:  # noqa: N802  the name catalogues are extracted by
    """The message itself; marks it for translation where it is used."""
    return message


UNITS = {
    "": "{value}",
    "%": N_("{value}%"),
    "1/year": N_("{value} a year"),
    "USD": N_("US${value}"),
    "USD/year": N_("US${value} a year"),
    "USD million": N_("US${value}\u00a0million"),
    "current USD": N_("US${value} at current prices"),
    "intl USD (2021 prices)": N_("{value} international dollars of 2021"),
    "USD/kW": N_("US${value} per kW"),
    "USD/kWh": N_("US${value} per kWh"),
    "USD/token": N_("US${value} per token"),
    "USD/million tokens": N_("US${value} per million tokens"),
    "kW": N_("{value}\u00a0kW"),
    "MW": N_("{value}\u00a0MW"),
    "kWh": N_("{value}\u00a0kWh"),
    "MWh": N_("{value}\u00a0MWh"),
    "MWh/year": N_("{value}\u00a0MWh a year"),
    "kWh/kWh": N_("{value}\u00a0kWh per kWh"),
    "gCO2e/kWh": N_("{value}\u00a0g\u00a0CO₂e per kWh"),
    "kgCO2e/kWh": N_("{value}\u00a0kg\u00a0CO₂e per kWh"),
    "tCO2e": N_("{value}\u00a0t\u00a0CO₂e"),
    "tCO2e/year": N_("{value}\u00a0t\u00a0CO₂e a year"),
    "L": N_("{value}\u00a0L"),
    "L/kWh": N_("{value}\u00a0L per kWh"),
    "m3": N_("{value}\u00a0m³"),
    "m3/year": N_("{value}\u00a0m³ a year"),
    "GB": N_("{value}\u00a0GB"),
    "tok/s": N_("{value} tokens a second"),
    "tokens/s": N_("{value} tokens a second"),
    "tokens/day": N_("{value} tokens a day"),
    "J": N_("{value}\u00a0J"),
    "J/token": N_("{value}\u00a0J per token"),
    "°C": N_("{value}\u00a0°C"),
    "degC": N_("{value}\u00a0°C"),
    "h": N_("{value}\u00a0h"),
    "h/year": N_("{value} hours a year"),
    "hours": N_("{value} hours"),
    "days": N_("{value} days"),
    "years": N_("{value} years"),
    "yr": N_("{value} years"),
    "TWh": N_("{value}\u00a0TWh"),
    "GW": N_("{value}\u00a0GW"),
    "km2": N_("{value}\u00a0km²"),
    "km3": N_("{value}\u00a0km³"),
    "kg": N_("{value}\u00a0kg"),
    "t": N_("{value}\u00a0t"),
    "people": N_("{value} people"),
}
"""Unit -> how a value is written with it; a unit that is not here follows the value as it is."""

COUNTED = {
    "codes": N_("{value} codes"),
    "devices": N_("{value} devices"),
    "instruments": N_("{value} instruments"),
    "models": N_("{value} models"),
    "persons": N_("{value} persons"),
    "principles": N_("{value} principles"),
    "ratio": "{value}",
    "share": "{value}",
    "states": N_("{value} states"),
    "texts": N_("{value} texts"),
    "tokens": N_("{value} tokens"),
}
"""What a number counts. The sentence, the head of the column or the label says it; a tree and an
outline write it."""

LEAST_STEPS = 8.0
"""Steps of the last printed digit that a band is at least wide."""

SCALES = ((1e12, N_("trillion")), (1e9, N_("billion")), (1e6, N_("million")))
_DECIMAL_MARKS = {"en": ".", "ar": ".", "zh": ".", "fr": ",", "es": ",", "ru": ","}
_THOUSANDS = {"ar": ",", "zh": ","}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number in print, without its marks.

    Attributes
    ----------
    value : str
        Central value, or the text of a value that is not a number.
    before, after : str
        What the unit puts on either side of the value, spaces included.
    band : str
        ``1.14–1.26``; empty when there is none.
    scale : str
        ``million`` and up, already part of `after`; empty below.
    factor : float
        What value and band were divided by.
    """

    value: str
    before: str
    after: str
    band: str
    scale: str
    factor: float

    @property
    def plain(self) -> str:
        """Value, unit and band in one line."""
        text = f"{self.before}{self.value}{self.after}"
        return f"{text} ({self.band})" if self.band else text


def show(
    number: Fact | Finding, translate: Translator, *, unit: bool = True, noun: bool = False
) -> Shown:
    """A fact or finding as it is printed in the language of the page.

    Parameters
    ----------
    number : Fact or Finding
        What is printed.
    translate : Translator
        Language of the page.
    unit : bool
        Whether the unit is written; a table may say it once in its head.
    noun : bool
        Whether a unit that is a plural noun ("states") is written; a sentence says it itself.
    """
    silent = not unit or (not noun and is_noun(number.unit))
    pattern = "{value}" if silent else _pattern(number.unit, translate)
    before, _, after = pattern.partition("{value}")
    if isinstance(number.value, str):
        return Shown(
            value=translate(number.value), before=before, after=after, band="", scale="", factor=1.0
        )
    factor, scale = _scale(number.value, translate)
    value, low, high = _divided((number.value, number.low, number.high), factor)
    digits = decimals(value, low, high)
    space = FIXED + scale if scale else ""
    return Shown(
        value=write(value, digits, translate.language),
        before=before,
        after=space + after,
        band=_range(low, high, digits, translate),
        scale=scale,
        factor=factor,
    )


def is_noun(unit: str) -> bool:
    """Whether a unit is what is counted, such as ``states``, and no measure."""
    return unit in COUNTED


def _pattern(unit: str, translate: Translator) -> str:
    if unit in UNITS:
        return translate(UNITS[unit]) if unit else UNITS[unit]
    if unit.endswith("/yr"):
        return translate("{amount} a year", amount=_pattern(unit.removesuffix("/yr"), translate))
    if unit in COUNTED:
        return translate(COUNTED[unit])
    return "{value}" + FIXED + unit.replace("CO2", "CO₂").replace("m3", "m³")


def with_unit(text: str, unit: str, translate: Translator) -> str:
    """A written number with its unit."""
    return _pattern(unit, translate).replace("{value}", text)


def _scale(value: float, translate: Translator) -> tuple[float, str]:
    for factor, name in SCALES:
        if abs(value) >= factor:
            return factor, translate(name)
    return 1.0, ""


def _divided(
    values: tuple[float, float | None, float | None], factor: float
) -> tuple[float, float | None, float | None]:
    value, low, high = values
    if low is None or high is None:
        return value / factor, None, None
    return value / factor, low / factor, high / factor


def decimals(value: float, low: float | None, high: float | None) -> int | None:
    """Decimals a number is printed with; None when each figure keeps two significant digits.

    Parameters
    ----------
    value : float
        Central value.
    low, high : float or None
        Its band.

    Returns
    -------
    int or None
        Negative when digits before the decimal mark are rounded too.
    """
    if low is None or high is None or low == high:
        return _decimals_alone(value)
    if all(float(each).is_integer() and abs(each) < 1e4 for each in (value, low, high)):
        return 0
    digits = math.ceil(math.log10(LEAST_STEPS / (high - low)))
    if low > 0 and (round(low, digits) == 0 or abs(value) < 10 ** (1 - digits)):
        return None
    if value and low <= 0:
        digits = max(digits, -math.floor(math.log10(abs(value))))
    while digits > 0 and all(_ends_in_zero(each, digits) for each in (value, low, high)):
        digits -= 1
    return digits


def _ends_in_zero(value: float, digits: int) -> bool:
    return f"{value:.{digits}f}".endswith("0")


def _decimals_alone(value: float) -> int:
    if float(value).is_integer():
        return 0
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    while digits > 0 and _ends_in_zero(value, digits):
        digits -= 1
    return digits


def _range(low: float | None, high: float | None, digits: int | None, translate: Translator) -> str:
    if low is None or high is None or low == high:
        return ""
    ends = write(low, digits, translate.language), write(high, digits, translate.language)
    if low < 0:
        return translate("{low} to {high}", low=ends[0], high=ends[1])
    return DASH.join(ends)


def write(value: float, digits: int | None, language: str) -> str:
    """A bare number: decimal mark and thousands by language, a true minus.

    Parameters
    ----------
    value : float
        What is written.
    digits : int or None
        Decimals; negative rounds before the decimal mark; None keeps two significant digits.
    language : str
        ISO 639-1.
    """
    if value and abs(value) < 1e-4:
        return _scientific(value, language)
    if digits is None:
        digits = 1 - math.floor(math.log10(abs(value))) if value else 0
    rounded = round(value, digits)
    text = f"{abs(rounded):,.{max(digits, 0)}f}"
    mark, thousands = _DECIMAL_MARKS.get(language, "."), _THOUSANDS.get(language, THIN)
    text = text.replace(".", "\0").replace(",", thousands).replace("\0", mark)
    return MINUS + text if rounded < 0 else text


def write_ends(low: float, high: float, factor: float, language: str) -> tuple[str, str]:
    """Both ends of a scale with equal decimals, divided by the factor of the value between."""
    ends = low / factor, high / factor
    digits = max(_decimals_of(each) for each in ends)
    return write(ends[0], digits, language), write(ends[1], digits, language)


def write_short(value: float, translate: Translator) -> str:
    """A bare number for the scale of a figure, in millions and up by word."""
    factor, scale = _scale(value, translate)
    text = write(value / factor, _decimals_of(value / factor), translate.language)
    return f"{text}{FIXED}{scale}" if scale else text


def _decimals_of(value: float) -> int:
    """Decimals of a round number as it is written, six at the most."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


def _scientific(value: float, language: str) -> str:
    mantissa, exponent = f"{value:.1e}".split("e")
    mark = _DECIMAL_MARKS.get(language, ".")
    power = str(int(exponent)).translate(_SUPERSCRIPTS)
    return f"{mantissa.replace('-', MINUS).replace('.', mark)}{FIXED}×{FIXED}10{power}"


def value_of(value: Value) -> str:
    """The value as a machine reads it."""
    return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")
