"""A common text as a zero draft: numbered lines in our own words, brackets, where each comes from.

The lines are our definitions of the principles, in one language; no words of an instrument are
used. A line not every state of the coalition is on record for stands in square brackets, without
attribution: who is not on record has not objected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.config import LANGUAGES
from comity.errors import Infeasible, InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.states import name
from comity.norms.provisions.types import Expression, Kind, Provision, Segmentation, Work
from comity.norms.types import Place
from comity.plans.adherence import catalogue
from comity.plans.gap import EU_RULES
from comity.plans.text_types import Common, Line
from comity.plans.vocabulary import vocabulary
from comity.plans.world import world

NO_TEXT = frozenset({"body", "partnership"})
"""Types of instrument that are no text one could recall."""

ISO_639_2 = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "ru": "rus", "zh": "zho"}
_ENDS = ".。"
_LISTS = {"ar": "، ", "zh": "、"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A paragraph of a draft.

    Attributes
    ----------
    eid : str
        ``pp_1``, ``op_1``: as a resolution is cut.
    number : str
        As it is printed; in the preamble, where none is, as delegations call it.
    text : str
        With its number and its brackets.
    line : Line, optional
        The principle it states and where from; absent where it recalls texts.
    """

    eid: str
    kind: Kind
    number: str
    text: str
    line: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A zero draft in one language.

    Attributes
    ----------
    title, opening, agree : str
        Heading, who speaks, and what opens the numbered lines.
    preamble, operative : tuple of DraftLine
        In order.
    reviewed : bool
        A native reader has reviewed the language.
    """

    language: str
    title: str
    opening: str
    agree: str
    preamble: tuple[DraftLine, ...]
    operative: tuple[DraftLine, ...]
    reviewed: bool

    @property
    def blocks(self) -> tuple[str, ...]:
        """The draft paragraph by paragraph."""
        return (
            self.title,
            self.opening,
            *(each.text for each in self.preamble),
            *((self.agree,) if self.operative else ()),
            *(each.text for each in self.operative),
        )

    @property
    def text(self) -> str:
        """The draft as plain text, one paragraph a line with an empty line between."""
        return "\n\n".join(self.blocks) + "\n"


def zero_draft(base: FactBase, held: Common, language: str = "en") -> Draft:
    """The common text as a zero draft.

    Raises
    ------
    UnknownName
        If the language is none of the six.
    Infeasible
        If no line has enough states on record.
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES, near=LANGUAGES)
    if not held.agreed:
        raise Infeasible(empty(held))
    phrases = {row.key: row for row in base.rows("draft_phrases")}
    column = "text" if language == "en" else f"text_{language}"

    def say(key: str, **values: str) -> str:
        return phrases[key].text(column).format(**values)

    names = vocabulary(base).concepts
    texts = {each.principle: names[each.principle].definitions[language] for each in held.agreed}
    comma = _LISTS.get(language, ", ")
    preamble: list[tuple[str, Line | None]] = [
        (say(phrase, texts=comma.join(recalled)), None)
        for phrase, recalled in _recalled(base, held).items()
        if recalled
    ]
    preamble += [
        (say("recognizing", line=_bracket(each, texts[each.principle].rstrip(_ENDS))), each)
        for each in held.agreed
        if each.place is Place.PREAMBLE
    ]
    operative = [each for each in held.agreed if each.place is Place.OPERATIVE]
    states = (name(base, each, language) for each in held.coalition.states)
    return Draft(
        language=language,
        title=say("title"),
        opening=say("states", states=comma.join(sorted(states))),
        agree=say("agree"),
        preamble=tuple(
            DraftLine(eid=f"pp_{at}", kind=Kind.PREAMBULAR, number=f"PP{at}", text=text, line=line)
            for at, (text, line) in enumerate(preamble, 1)
        ),
        operative=tuple(
            DraftLine(
                eid=f"op_{at}",
                kind=Kind.OPERATIVE,
                number=str(at),
                text=f"{at}. {_bracket(each, texts[each.principle])}",
                line=each,
            )
            for at, each in enumerate(operative, 1)
        ),
        reviewed=language == "en" or all(row.cells["reviewed"] for row in phrases.values()),
    )


def empty(held: Common) -> str:
    """Why there is no common text, and what to ask instead, in one sentence."""
    who = held.coalition.name
    advice = "" if held.rule.without_vote else " --without-vote adds texts nobody signed;"
    return (
        f"No principle has {held.needed} of the {len(held.coalition.states)} states of {who} on "
        f"record by words that were read, as of {held.rule.as_of}:{advice} "
        "--share majority or any asks for fewer states."
    )


def segmentation(draft: Draft) -> Segmentation:
    """The draft as provisions with offsets into its plain text."""
    return Segmentation(family="resolution", provisions=tuple(_provisions(draft)))


def akoma_ntoso(draft: Draft, held: Common) -> bytes:
    """The draft as an Akoma Ntoso document.

    Raises
    ------
    InputError
        If the extra that writes it is not installed.
    """
    from comity.norms.provisions.akn import to_akn

    day = str(held.rule.as_of)
    slug = "-".join(held.coalition.name.casefold().replace(",", " ").split())
    work = Work(
        uri=f"/akn/xx/doc/zero-draft/{day}/{slug}", title=draft.title, force="draft", date=day
    )
    try:
        return to_akn(
            Expression(work=work, language=ISO_639_2[draft.language]), segmentation(draft)
        )
    except ImportError as error:
        raise InputError(
            "Akoma Ntoso needs the 'norms' extra: pip install 'comity[norms]'."
        ) from error


def _bracket(line: Line, text: str) -> str:
    return f"[{text}]" if line.bracketed else text


def _recalled(base: FactBase, held: Common) -> dict[str, list[str]]:
    """Texts all states of the coalition joined, by the phrase that recalls them, earliest first."""
    rule = held.rule
    everyone = world(base, rule.as_of, eu_rule=EU_RULES[rule.eu_rule])
    ways = {"recalling": everyone.consent}
    if rule.without_vote:
        ways["adopted"] = everyone.silent
    rows = catalogue(base).rows
    found: dict[str, list[str]] = {}
    for phrase, way in ways.items():
        mine = way.joined[held.table.rows(held.coalition.states)]
        texts = [
            rows[each]
            for at, each in enumerate(way.instruments)
            if mine[:, at].all() and rows[each].text("type") not in NO_TEXT
        ]
        texts.sort(key=lambda row: row.text("date"))
        found[phrase] = [row.text("short_name") for row in texts]
    return found


def _provisions(draft: Draft) -> Iterator[Provision]:
    whole = draft.text
    start = 0
    for each in (*draft.preamble, *draft.operative):
        start = whole.index(each.text, start)
        yield Provision(
            eid=each.eid,
            kind=each.kind,
            number=each.number,
            start=start,
            end=start + len(each.text),
            text=each.text,
        )
        start += len(each.text)
