"""States by code and by name in the six UN languages, and groups of states.

A state answers to its ISO 3166-1 codes, its UN short form and its UN M49 name in each of the six
languages, and to the part of such a name that stands before a parenthesis ("Bolivia"). Case,
diacritics, spaces and punctuation do not matter; spelling does. The customary names of Unicode CLDR
("Russia", "Corea del Sur") do not decide: some differ from the UN form of another language by one
letter, as a misspelling does (CLDR has "Kenia" in Spanish where the UN writes "Kenya"). They lead
to the UN form as a near match, so that the reader sees the name before a report is written on it.
"""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Mapping

from comity.errors import UnknownName
from comity.facts.load import FactBase


def resolve(base: FactBase, name: str) -> str:
    """ISO 3166-1 alpha-3 code of the UN member state a code or name stands for.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    name : str
        An ISO code of two or three letters, or a UN name in any of the six languages.

    Returns
    -------
    str

    Raises
    ------
    UnknownName
        If nothing answers; near matches are UN short forms in the language that came closest.

    Examples
    --------
    >>> from comity.facts.load import embedded
    >>> resolve(embedded(), "ke"), resolve(embedded(), "cote d'ivoire")
    ('KEN', 'CIV')
    """
    code = name.strip().upper()
    if code in base.states:
        return code
    index = _index(base)
    found = index.get(fold(name), frozenset())
    if len(found) == 1:
        return next(iter(found))
    raise UnknownName("state", name, near=_near(base, name))


def name(base: FactBase, iso3: str, language: str = "en") -> str:
    """UN short form of the name of a state.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    iso3 : str
        ISO 3166-1 alpha-3 code.
    language : str
        One of the six UN languages, ISO 639-1.

    Returns
    -------
    str

    Raises
    ------
    UnknownName
        If the state or the language is none of ours.
    """
    return base.row("names", f"{iso3}/{language}").text("name")


def members(base: FactBase, group: str) -> tuple[str, ...]:
    """Codes of the states in a group on the day its source was compiled, in alphabetical order.

    Parameters
    ----------
    base : FactBase
        Facts to look in.
    group : str
        ``g7``, ``eu``, ``ldc``, ``income_low``, ...; see the table ``groups``.

    Returns
    -------
    tuple of str

    Raises
    ------
    UnknownName
        If there is no such group.
    """
    rows = base.rows("groups")
    known = sorted({row.text("group") for row in rows})
    if group not in known:
        raise UnknownName("group of states", group, known)
    return tuple(
        sorted(
            row.text("iso3")
            for row in rows
            if row.text("group") == group and not row.text("valid_to")
        )
    )


def fold(text: str) -> str:
    """Letters and digits of a name without case, diacritics, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if each.isalnum())


@functools.lru_cache(maxsize=4)
def _index(base: FactBase) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for row in base.rows("states"):
        for code in (row.text("iso2"), row.key):
            held.setdefault(fold(code), set()).add(row.key)
    for row in base.rows("names"):
        for given in (row.text("name"), row.text("m49_name")):
            plain = unicodedata.normalize("NFKD", given)  # a full-width parenthesis becomes one
            for form in (plain, plain.partition("(")[0]):
                held.setdefault(fold(form), set()).add(row.text("iso3"))
    held.pop("", None)
    return {folded: frozenset(states) for folded, states in held.items()}


@functools.lru_cache(maxsize=4)
def _shown(base: FactBase) -> Mapping[str, Mapping[str, str]]:
    """Folded name of any kind -> states it may lead to -> UN short form in its own language."""
    held: dict[str, dict[str, str]] = {}
    for row in base.rows("names"):
        names = [row.text("name"), row.text("m49_name"), *row.text("also").split(";")]
        if row.text("lang") == "en":
            names.append(row.text("iso3"))
        for given in filter(None, names):
            held.setdefault(fold(given), {}).setdefault(row.text("iso3"), row.text("name"))
    return held


def _near(base: FactBase, given: str, *, most: int = 5) -> tuple[str, ...]:
    """UN short forms of the states with a name close to the given or holding it, each once."""
    folded = fold(given)
    short = len(folded) <= 3  # a code is near to a code, not to a name
    shown = {
        key: forms for key, forms in _shown(base).items() if short or key.upper() not in base.states
    }
    holding = sorted(each for each in shown if folded in each) if len(folded) >= 4 else []
    close = difflib.get_close_matches(folded, shown, n=3 * most, cutoff=0.6)
    exact = [each for each in close if each == folded]
    found: dict[str, str] = {}
    for each in (*exact, *holding, *close):
        for iso3, form in shown[each].items():
            found.setdefault(iso3, form)
    return tuple(found.values())[:most]
