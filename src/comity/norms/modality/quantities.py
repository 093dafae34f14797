"""Numbers with units: durations, amounts, shares, counts and dates, in words and digits."""

from __future__ import annotations

import datetime
import re
import unicodedata

from comity.norms.modality.plain import Plain
from comity.norms.modality.types import Quantity
from comity.norms.provisions.numerals import number_of

_WORDS = {
    # English
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9,
    # French
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "mille": 1000,
    "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
    # Spanish
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "doce": 12, "quince": 15, "veinte": 20, "treinta": 30, "cuarenta": 40,
    "cincuenta": 50, "sesenta": 60, "noventa": 90, "cien": 100, "mil": 1000, "millones": 10**6,
    # Russian
    "двух": 2, "два": 2, "две": 2, "трех": 3, "трёх": 3, "три": 3, "четырех": 4, "четырёх": 4,
    "четыре": 4, "пяти": 5, "пять": 5, "шести": 6, "шесть": 6, "семи": 7, "семь": 7, "восьми": 8,
    "десяти": 10, "десять": 10, "двенадцати": 12, "пятнадцати": 15, "двадцати": 20,
    "тридцати": 30, "шестидесяти": 60, "девяноста": 90, "тысяч": 1000, "миллионов": 10**6,
    # Arabic
    "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6,
    "سبعة": 7, "سبع": 7, "ثمانية": 8, "تسعة": 9, "عشرة": 10, "عشر": 10, "عشرين": 20,
    "ثلاثين": 30, "ستين": 60, "تسعين": 90,
}  # fmt: skip
_SCALES = frozenset({100, 1000, 10**6, 10**9})

# Each unit with what it is counted in: (name, factor).
_UNITS: dict[str, tuple[str, float]] = {}
for _name, _factor, _spelt in (
    ("hour", 1, "hour hours heure heures hora horas час часа часов ساعة ساعات 小时 小時"),
    ("day", 1, "day days jour jours día días dia dias день дня дней يوم يوما يوماً أيام 日 天"),
    ("day", 7, "week weeks semaine semaines semana semanas неделя недели недель أسبوع أسابيع 周"),
    ("month", 1, "month months mois mes meses месяц месяца месяцев شهر شهرا أشهر 个月 月"),
    ("month", 3, "quarter quarters trimestre trimestres"),
    ("month", 12, "year years an ans année années año años год года лет سنة سنوات 年"),
    ("minute", 1, "minute minutes minuto minutos минута минут دقيقة دقائق 分钟"),
    ("percent", 1, "% percent pourcent процентов процента"),
    ("EUR", 1, "EUR € euro euros евро يورو 欧元"),
    ("USD", 1, "USD $ dollar dollars dólares долларов دولار 美元"),
    ("GBP", 1, "GBP £"), ("CNY", 1, "CNY RMB 元 人民币"), ("RUB", 1, "RUB рублей"),
):  # fmt: skip
    for _each in _spelt.split():
        _UNITS[unicodedata.normalize("NFC", _each).casefold()] = (_name, _factor)

_WORDED = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_SPELT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[٠-٩]+"
_NUMBER = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s+(?P<scale>million|millions|billion|millones|milliards?|thousand"
    rf"|миллионов|مليون|万|亿)\b)?"
    rf"|(?<![\w-])(?P<words>(?:{_WORDED})(?:(?:[\s-]|\s+and\s+|\s+et\s+|"
    rf"\s+y\s+)(?:{_WORDED}))*)(?![\w-])"
    rf"|(?P<han>[一二三四五六七八九十百千两]+)(?=(?:个?工作)?[日天年周元]|个月|小时|小時)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s*(?:\(\s*(?P<again>{_DIGITS})\s*%?\s*\)\s*)?"
    rf"(?P<work>business\s+|working\s+|calendar\s+|个?工作|рабочих\s+)?(?:de\s+|d'|U\.?S\.?\s+)?"
    rf"(?P<unit>{_SPELT})(?![A-Za-zÀ-ÿа-я])"
    r"(?P<work2>\s+(?:ouvrables?|ouvrés?|hábiles|laborables))?"
    r"|\s*(?:\(\s*(?P<again2>" + _DIGITS + r")\s*\)\s*)?\s+(?P<thing>[A-Za-zÀ-ÿа-я]{3,})",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"(?:(US)?\$|€|£|EUR|USD|GBP)\s*$")
_REFERENCE = re.compile(
    r"(?:art(?:icles?|ículos?|\.)?|paragraph(?:e?s)?|paras?\.?|párrafos?|apartados?|sections?|§|"
    r"annex(?:e|es)?|anexos?|chapters?|chapitres?|points?|clauses?|exhibits?|schedules?|appendix|"
    r"no\.?|n°|стат\w+|пункт\w*|المادة|第|regulation|directive|règlement|\(eu\)|\(ue\)|version|"
    r"alin[ée]as?|titres?|titles?|recitals?|considérants?)[\s(]*(?:\(?(?:\w{1,3}|[\d.]+)\)?"
    r"(?:\s*[,(]\s*|\s+(?:and|or|to|et|ou|à|y|и)\s+|\s*-\s*))*$",
    re.IGNORECASE,
)
_LIST = re.compile(r"^\s*\(?$")
_COMPARATORS = (
    ("at least", r"at least|not less than|no less than|no fewer than|minimum(?: of)?|au moins|"
     r"au minimum|al menos|como mínimo|не менее|至少|不少于|على الأقل|or more|ou plus"),
    ("at most", r"at most|not more than|no more than|not exceed(?:ing)?|up to|maximum(?: of)?|"
     r"not later than|no later than|within|au plus|maximum|dans|au plus tard(?: le)?|"
     r"como máximo|en un plazo|a más tardar|не более|в течение|最多|不超过|以内|خلال|جاوز"),
    ("more than", r"more than|over|exceed(?:s|ing)?|above|greater than|plus de|supérieure?s? à|"
     r"más de|superior a|более|超过|أكثر من"),
    ("less than", r"less than|fewer than|under|below|moins de|inférieure?s? à|menos de|inferior a|"
     r"менее|少于|أقل من"),
)  # fmt: skip
_COMPARE = tuple(
    (name, re.compile(rf"(?<!\w)(?:{words})\W*$", re.I)) for name, words in _COMPARATORS
)
_RELATION = re.compile(
    r"(?:\s+(?:of|the|a|an|un|une|le|la|les|de|d'|période|period|délai|a))*\W*$", re.I
)
_MONTHS = {
    name: place
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for place, name in enumerate(names.split(), 1)
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|"
    rf"th)?(?:\s+of)?\s+(?:de\s+)?(?P<m>{_MONTH})(?:\s+de)?,?\s+(?P<y>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})年(?P<m3>\d{1,2})月(?P<d3>\d{1,2})日",
    re.IGNORECASE,
)


# How often, in times a year.
_OFTEN = {
    word: times
    for times, words in (
        (
            1,
            "annual annually yearly annuel annuelle annuellement anual anualmente ежегодно "
            "سنويا 每年",
        ),
        (2, "semi-annual semi-annually semestriel semestrielle semestral"),
        (4, "quarterly trimestriel trimestrielle trimestral ежеквартально"),
        (12, "monthly mensuel mensuelle mensuellement mensual mensualmente ежемесячно شهريا 每月"),
        (52, "weekly hebdomadaire semanal еженедельно أسبوعيا 每周"),
        (365, "daily quotidien quotidienne diario diaria ежедневно يوميا 每日"),
    )
    for word in words.split()
}
_PERIODS = {"year": 1, "annum": 1, "an": 1, "año": 1, "quarter": 4, "month": 12, "mois": 12,
            "mes": 12, "week": 52, "day": 365}  # fmt: skip
_RATE = re.compile(
    rf"(?<!\w)(?:(?P<often>{'|'.join(sorted(_OFTEN, key=len, reverse=True))})"
    rf"|(?:(?P<word>once|twice|une\s+fois|deux\s+fois)|(?P<n>\d{{1,3}}|"
    rf"{_WORDED})(?:\s*\(\d+\))?\s+(?:times|fois|veces))"
    rf"\s+(?:per|a|each|par|al|every)\s+(?P<per>{'|'.join(_PERIODS)}))(?!\w)",
    re.IGNORECASE,
)
_TIMES = {"once": 1, "twice": 2, "une fois": 1, "deux fois": 2}


def _rates(view: Plain) -> list[Quantity]:
    found = []
    for hit in _RATE.finditer(view.text):
        if hit["often"]:
            value = float(_OFTEN[hit["often"].casefold()])
        else:
            said = " ".join((hit["word"] or hit["n"]).casefold().split())
            times = _TIMES.get(said) or _WORDS.get(said) or int(said)
            value = float(times * _PERIODS[hit["per"].casefold()])
        before = view.text[max(0, hit.start() - 60) : hit.start()]
        found.append(
            Quantity(value=value, unit="per year", comparator=_comparator(before),
                     span=view.back(hit.start(), hit.end()))
        )  # fmt: skip
    return found


def quantities(view: Plain) -> tuple[Quantity, ...]:
    """Numbers with units in a text, references to provisions left out.

    Parameters
    ----------
    view : Plain
        The text.

    Returns
    -------
    tuple of Quantity
        In the order of the text. A bare number without unit or thing counted is left out.
    """
    found = [*_dates(view), *_rates(view)]
    taken = {
        place
        for pattern in (_DATE, _RATE)
        for each in pattern.finditer(view.text)
        for place in range(each.start(), each.end())
    }
    done = 0
    for hit in _NUMBER.finditer(view.text):
        if hit.start() < done or hit.start() in taken:
            continue
        made = _quantity(view, hit)
        if made is not None:
            found.append(made[0])
            done = made[1]
    return tuple(sorted(found, key=lambda each: each.span))


def _dates(view: Plain) -> list[Quantity]:
    found = []
    for hit in _DATE.finditer(view.text):
        day, month, year = (
            next(hit[name] for name in names if hit[name])
            for names in (("d", "d2", "d3"), ("m", "m2", "m3"), ("y", "y2", "y3"))
        )
        number = int(month) if month.isdigit() else _MONTHS[month.casefold()]
        try:
            value = datetime.date(int(year), number, int(day)).toordinal()
        except ValueError:
            continue
        found.append(
            Quantity(value=float(value), unit="date", comparator="exactly",
                     span=view.back(hit.start(), hit.end()))
        )  # fmt: skip
    return found


def _quantity(view: Plain, hit: re.Match[str]) -> tuple[Quantity, int] | None:
    text, start = view.text, hit.start()
    before = text[max(0, start - 60) : start]
    inside = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "./-")
    if inside and not hit["han"]:
        return None
    if hit["digits"] and (_REFERENCE.search(before) or (start < 8 and _LIST.match(text[:start]))):
        return None
    value = _value(hit)
    if value is None:
        return None
    end, unit, factor = hit.end(), "", 1.0
    after = _AFTER.match(text, hit.end())
    money = _CURRENCY.search(before)
    if money:
        sign = money[0].strip().upper()
        unit = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD"}.get(sign, sign)
        start -= len(before) - money.start()
    elif after and after["unit"]:
        unit, factor = _UNITS[after["unit"].casefold()]
        if (after["work"] and "calendar" not in after["work"].casefold()) or after["work2"]:
            unit = f"business {unit}"
        end = after.end()
        value = _again(after["again"], value)
    elif after and after["thing"] and value < 10**6 and not _common(hit, after["thing"]):
        # "ten systems": counted, but what is counted can only be compared within a language.
        unit, end = f"count:{_stem(after['thing'])}", after.end()
        value = _again(after["again2"], value)
    if not unit or value * factor > 1e18:
        return None
    return Quantity(
        value=value * factor, unit=unit, comparator=_comparator(before),
        span=view.back(start, end),
    ), end  # fmt: skip


def _common(hit: re.Match[str], thing: str) -> bool:
    """Whether "one" is a pronoun here, or a year stands before a word."""
    if hit["words"] and hit["words"].casefold() == "one":
        return True
    return thing.casefold() in {"and", "the", "for", "les", "des", "que", "may", "shall", "will"}


def _again(digits: str | None, value: float) -> float:
    """The digits in brackets after a number in words: they prevail, as they are read first."""
    return value if digits is None else _plain_number(digits)


def _stem(word: str) -> str:
    word = word.casefold()
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _value(hit: re.Match[str]) -> float | None:
    if hit["digits"]:
        if len(hit["digits"]) > 24:
            return None
        scale = {"万": 10**4, "亿": 10**8, "مليون": 10**6}.get(
            hit["scale"] or "", _WORDS.get((hit["scale"] or "").casefold(), 1)
        )
        return _plain_number(hit["digits"]) * scale
    if hit["han"]:
        value = number_of(hit["han"], "chinese")
        return None if value is None else float(value)
    total, held = 0.0, 0.0
    for word in re.findall(r"\w+", hit["words"].casefold()):
        number = _WORDS.get(word)
        if number is None:
            continue
        if number in _SCALES:
            held = (held or 1) * number
            if number >= 1000:
                total, held = total + held, 0.0
        else:
            held += number
    return total + held


def _plain_number(digits: str) -> float:
    plain = "".join(
        str(unicodedata.digit(each)) if each.isdigit() else each for each in digits.replace(" ", "")
    )
    groups = re.split(r"[.,]", plain)
    if len(groups) > 1 and all(len(each) == 3 for each in groups[1:]) and groups[0] != "0":
        return float("".join(groups))
    if len(groups) == 1:
        return float(groups[0])
    return float("".join(groups[:-1]) + "." + groups[-1])


def _comparator(before: str) -> str:
    near = _RELATION.sub("", before[-40:])
    for name, pattern in _COMPARE:
        if pattern.search(near):
            return name
    return "exactly"
