"""Fetches acts of the European Union by CELEX number from Cellar, the repository behind EUR-Lex."""

from __future__ import annotations

import re
import urllib.error
import urllib.request

from comity.errors import InputError, SourceUnavailable, UnknownName
from comity.norms.reading import STANDARD

ADDRESS = "https://publications.europa.eu/resource/celex"
PRODUCER = "EUR-Lex (Publications Office of the European Union)"
LICENCE = "reuse with acknowledgement, Commission Decision 2011/833/EU"

TIMEOUT = 60.0
"""How long the source may take to answer. [s]"""

LANGUAGES = {
    "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "et": "est", "fi": "fin", "fr": "fra", "ga": "gle", "hr": "hrv", "hu": "hun", "it": "ita",
    "lt": "lit", "lv": "lav", "mt": "mlt", "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron",
    "sk": "slk", "sl": "slv", "sv": "swe",
}  # fmt: skip
"""ISO 639-1 code -> the three letters Cellar asks for."""

_CELEX = re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d{2}\))?(?:R\(\d{2}\))?(?:-\d{8})?")


def checked(celex: str) -> str:
    """A CELEX number, in capitals.

    Raises
    ------
    InputError
        If it is not one.
    """
    found = celex.strip().upper()
    if not _CELEX.fullmatch(found):
        raise InputError(f"{celex!r} is not a CELEX number; write it as 32024R1689.")
    return found


def fetch(celex: str, language: str) -> tuple[bytes, str]:
    """An act in one language as Cellar gives it, and its address.

    Parameters
    ----------
    celex : str
        CELEX number.
    language : str
        ISO 639-1 code of an official language of the Union.

    Returns
    -------
    bytes
        XHTML.
    str
        Where it was asked.

    Raises
    ------
    InputError
        If the number is not a CELEX number.
    UnknownName
        If the language is not an official one.
    SourceUnavailable
        If the source does not answer, has no such text, or sends what is not one.
    """
    number = checked(celex)
    if language not in LANGUAGES:
        raise UnknownName("official language of the Union", language, LANGUAGES)
    address = f"{ADDRESS}/{number}"
    headers = {
        "User-Agent": "comity",
        "Accept": "application/xhtml+xml, text/html;q=0.9",
        "Accept-Language": LANGUAGES[language],
    }
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
            status, content = response.status, response.read(STANDARD.bytes + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise _unavailable(number, language, f"answered with {error.code}") from error
    except (OSError, ValueError) as error:
        raise _unavailable(number, language, "did not answer") from error
    if len(content) > STANDARD.bytes:
        raise _unavailable(number, language, "sent more than the limits allow")
    if status != 200 or b"<html" not in content[:4096].lower():
        raise _unavailable(number, language, "sent something else")
    return content, address


def _unavailable(celex: str, language: str, reason: str) -> SourceUnavailable:
    return SourceUnavailable(
        f"{PRODUCER} {reason} when asked for {celex} in {language}; try again later, or save the "
        f"text and add the file with --work celex:{celex}."
    )
