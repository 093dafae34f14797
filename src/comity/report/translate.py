"""The words of a page in one of the six UN languages: messages, state names, days, plurals.

Messages are English and are the keys of the catalogues in ``locale/<language>/LC_MESSAGES``. A
language without a catalogue is answered in English, and the page says so.
"""

from __future__ import annotations

import datetime
import functools
import gettext
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.errors import UnknownName
from comity.plans.content import Day, Printable, Text

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "comity"

ENDONYMS = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
"""Each language by its own name, in the order the United Nations lists them."""

Precision = Literal["long", "short"]
_SKELETONS = {
    ("long", 1): "y",
    ("long", 2): "yMMMM",
    ("long", 3): "yMMMMd",
    ("short", 1): "y",
    ("short", 2): "yMMM",
    ("short", 3): "yMMMd",
}
_ENGLISH = {"y": "y", "yMMMM": "MMMM y", "yMMMMd": "d MMMM y", "yMMM": "MMM y", "yMMMd": "d MMM y"}
"""English as the United Nations writes dates: day, month, year."""
_FORMATTER = string.Formatter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """What turns messages, days and names into one language.

    Attributes
    ----------
    language : str
        Language of the page, ISO 639-1.
    wanted : str
        Language asked for; differs from `language` when it has no catalogue.
    catalogue : gettext.NullTranslations
        Its messages.
    direction : str
        ``ltr`` or ``rtl``.
    names : mapping of str to mapping of str to str
        ISO3 -> language -> UN short form.
    """

    language: str
    wanted: str
    catalogue: gettext.NullTranslations
    direction: Literal["ltr", "rtl"]
    names: Mapping[str, Mapping[str, str]]

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in the language of the page, its ``{named}`` values filled in."""
        if not message:
            return ""
        translated = self.catalogue.gettext(message)
        return translated.format(**values) if values else translated

    def parts(self, text: Text) -> Iterator[str | Printable]:
        """Words and values of a text, in the order of the language of the page.

        Raises
        ------
        UnknownName
            If the message names a value the text does not have.
        """
        if not text.message:
            return
        message = (
            self.catalogue.ngettext(text.message, text.plural, text.count)
            if text.plural
            else self.catalogue.gettext(text.message)
        )
        for words, name, _, _ in _FORMATTER.parse(message):
            if words:
                yield words
            if name is not None:
                if name not in text.values:
                    raise UnknownName("value of a message", name, text.values)
                yield text.values[name]

    def state(self, iso3: str) -> str:
        """UN short form of a state; its code where the table has no name."""
        names = self.names.get(iso3, {})
        return names.get(self.language) or names.get("en") or iso3

    def day(self, day: Day | str, precision: Precision = "long") -> str:
        """A date as the language writes it, to the precision it is known to.

        Text that is no date is returned as it is.
        """
        iso = day.iso if isinstance(day, Day) else day
        parts = iso.split("-")
        try:
            date = datetime.date(*(int(each) for each in (*parts, "1", "1")[:3]))
        except ValueError:
            return iso
        return _written(date, _SKELETONS[precision, min(len(parts), 3)], self.language)

    def counted(self, one: str, several: str, count: int, /, **values: object) -> str:
        """The form of a message that fits a count, its values filled in."""
        return self.catalogue.ngettext(one, several, count).format(**values)

    def months(self, width: Literal["abbreviated", "narrow"]) -> tuple[str, ...]:
        """January to December, short or as one letter."""
        from babel.dates import get_month_names

        names = get_month_names(width, context="stand-alone", locale=self.language)
        return tuple(names[number] for number in range(1, 13))


@functools.lru_cache(maxsize=4096)
def _written(date: datetime.date, skeleton: str, locale: str) -> str:
    from babel.dates import format_date, format_skeleton

    if locale == "en":
        return format_date(date, _ENGLISH[skeleton], locale="en")
    return format_skeleton(skeleton, date, locale=locale)


def translator(language: str, names: Mapping[str, Mapping[str, str]]) -> Translator:
    """The translator of one of the six languages; of English when it has no catalogue yet.

    Raises
    ------
    UnknownName
        If it is not a UN language.
    """
    if language not in ENDONYMS:
        raise UnknownName("language", language, ENDONYMS, near=tuple(ENDONYMS))
    catalogue = _catalogue(language)
    written = language if catalogue is not None or language == "en" else "en"
    return Translator(
        language=written,
        wanted=language,
        catalogue=catalogue or gettext.NullTranslations(),
        direction="rtl" if written == "ar" else "ltr",
        names=names,
    )


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations | None:
    try:
        return gettext.translation(DOMAIN, LOCALE, [language])
    except FileNotFoundError:
        return None
