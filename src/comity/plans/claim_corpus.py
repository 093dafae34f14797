"""A data set of instruments as claims are tested on it: who wrote what, on which principle."""

from __future__ import annotations

import datetime
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import InputError, UnknownName
from comity.facts.load import FactBase
from comity.facts.states import fold, resolve
from comity.facts.types import Fact, Quality, Source
from comity.norms.reading.datasets import Record, read_dataset
from comity.norms.reading.language import languages_of
from comity.norms.skos import Relation
from comity.plans.adherence import Held, group
from comity.plans.vocabulary import vocabulary

Mask = NDArray[np.bool_]

CRITERIA = {
    "g77": "members of the Group of Seventy-Seven; the other UN members are the North",
    "income": "states the World Bank does not list as of high income; those it does are the North",
}
"""Two public criteria of the South; every claim on North and South is tested under both."""

UNION = "EUU"
"""The European Union as an actor of its own."""

SUFFIXES = {"parquet": "waie", "zip": "agora", "csv": "oecd"}
"""Data set a file name calls for."""

_COUNTRY_FIELDS = ("country", "Country", "Jurisdiction", "jurisdiction")
_UNIONS = ("european union", "eu", "european commission")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a data set says what of its instruments; empty where it does not.

    Attributes
    ----------
    title, licence : str
        What it is, and its terms.
    region, institution : str
        Columns that put each instrument into a bloc.
    binding, company : tuple of str
        Column, and the word in it that says so.
    """

    title: str
    licence: str
    region: str = ""
    institution: str = ""
    binding: tuple[str, str] = ("", "")
    company: tuple[str, str] = ("", "")


LAYOUTS = {
    "agora": Layout(title="AGORA (Emerging Technology Observatory)", licence="terms of the ETO"),
    "oecd": Layout(title="OECD.AI policy initiatives", licence="terms of the OECD"),
    "waie": Layout(
        title="Worldwide AI Ethics (Corrêa et al. 2023)", licence="CC BY-NC 4.0",
        region="world_region", institution="institution_type",
        binding=("document_normative", "Legally binding"),
        company=("institution_type", "Private Corporation"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corpus:
    """Instruments of a data set in an order of their own, which no name or row decides.

    Attributes
    ----------
    dataset : str
        Key of `LAYOUTS`.
    fact : Fact
        The file, with its hash and terms; every finding rests on it.
    principles : tuple of str
        Concepts of the data set, most mentioned first.
    mentions : ndarray of bool, shape (documents, principles)
        Which documents mention which.
    keys : tuple of str
        One a document, from its content.
    texts, owners, languages : tuple of str
        Excerpts, the key of the document of each, its language.
    members : ndarray of bool, shape (excerpts, principles)
        Which principle each excerpt speaks of.
    countries : tuple of frozenset of str
        ISO3 codes of each document's authors, or `UNION`; empty where none is told.
    records : tuple of Record
        As read, in the order of `keys`.
    """

    dataset: str
    fact: Fact
    principles: tuple[str, ...]
    mentions: Mask
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    owners: tuple[str, ...]
    languages: tuple[str, ...]
    members: Mask
    countries: tuple[frozenset[str], ...]
    records: tuple[Record, ...]

    @property
    def layout(self) -> Layout:
        """Where the data set says what."""
        return LAYOUTS[self.dataset]

    def bloc(self, column: str) -> NDArray[np.int64]:
        """Number of the label of each document in a column; -1 for none or several."""
        held = [each.fields.get(column, "").strip() for each in self.records]
        one = sorted({each for each in held if each and "," not in each and each != "Unspecified"})
        return np.array([one.index(each) if each in one else -1 for each in held])

    def says(self, field: tuple[str, str]) -> Mask | None:
        """Whether each document says so; None where the data set has no such column."""
        column, word = field
        if not column:
            return None
        return np.array([word in each.fields.get(column, "") for each in self.records])

    def language_shares(self) -> dict[str, float]:
        """Share of excerpts in each language, the largest first."""
        counts = Counter(self.languages)
        return {code: count / len(self.texts) for code, count in counts.most_common()}


def corpus_of(base: FactBase, data: bytes, dataset: str) -> Corpus:
    """The instruments of a file.

    Parameters
    ----------
    base : FactBase
        Names of states.
    data : bytes
        The file as its publisher ships it.
    dataset : str
        Key of `LAYOUTS`.

    Returns
    -------
    Corpus
        The same for any order of the rows and any names of issuers.

    Raises
    ------
    UnknownName
        If no reader knows the data set.
    Unreadable
        If the file is not what the data set ships.
    InputError
        If it holds no instrument that mentions a principle.
    """
    records = read_dataset(data, dataset)
    keyed = sorted((_key(each), each) for each in _distinct(records))
    return corpus_of_records(
        base, [each for _, each in keyed], dataset, digest=hashlib.sha256(data).hexdigest()
    )


def corpus_of_records(
    base: FactBase, records: Sequence[Record], dataset: str, *, digest: str = ""
) -> Corpus:
    """The same from records that were read already.

    Parameters
    ----------
    base : FactBase
        Names of states.
    records : sequence of Record
        In any order.
    dataset : str
        Key of `LAYOUTS`.
    digest : str
        SHA-256 of their file.

    Raises
    ------
    UnknownName
        If the data set is none of them.
    InputError
        If no instrument mentions a principle.
    """
    if dataset not in LAYOUTS:
        raise UnknownName("data set", dataset, LAYOUTS, near=sorted(LAYOUTS))
    held = sorted(_distinct(records), key=_key)
    keys = [_key(each) for each in held]
    counts = Counter(name for each in held for name in _concepts(each))
    if not counts:
        raise InputError(f"No instrument of the {dataset} file mentions a principle.")
    principles = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    place = {name: at for at, name in enumerate(principles)}
    mentions = np.zeros((len(held), len(principles)), dtype=np.bool_)
    for row, each in enumerate(held):
        mentions[row, [place[name] for name in _concepts(each)]] = True
    texts, owners, languages, members = [], [], [], []
    for key, each in zip(keys, held, strict=True):
        said = [one for one in each.passages if one.text]
        _, told = languages_of([one.text for one in said])
        for one, language in zip(said, told, strict=True):
            mask = np.zeros(len(principles), dtype=np.bool_)
            mask[[place[name] for name in one.concepts if name in place]] = True
            texts.append(one.text)
            owners.append(key)
            languages.append(language)
            members.append(mask)
    return Corpus(
        dataset=dataset, fact=_fact(base, dataset, digest, len(held)), principles=principles,
        mentions=mentions, keys=tuple(keys), texts=tuple(texts), owners=tuple(owners),
        languages=tuple(languages),
        members=np.array(members, dtype=np.bool_).reshape(len(texts), len(principles)),
        countries=tuple(countries_of(base, each) for each in held), records=tuple(held),
    )  # fmt: skip


def _distinct(records: Sequence[Record]) -> list[Record]:
    return list({_key(each): each for each in records}.values())


def _concepts(record: Record) -> tuple[str, ...]:
    said = (*record.concepts, *(name for each in record.passages for name in each.concepts))
    return tuple(dict.fromkeys(said))


def _key(record: Record) -> str:
    """Identity by content: names of issuers and the order of rows do not enter it."""
    digest = hashlib.sha256()
    for part in (*sorted(record.concepts), *(each.text for each in record.passages)):
        digest.update(part.encode() + b"\0")
    digest.update(record.url.encode() + b"\0" + record.title.encode())
    return digest.hexdigest()


def _fact(base: FactBase, dataset: str, digest: str, count: int) -> Fact:
    layout = LAYOUTS[dataset]
    year = int(base.as_of[:4])
    return Fact(
        name="norms.corpus", value=float(count), unit="instruments", year=year,
        quality=Quality.REPORTED, subject=dataset,
        source=Source(
            key=f"corpus:{dataset}", title=f"{layout.title}; SHA-256 {digest}",
            producer="supplied by the user", year=year, licence=layout.licence, url="",
            accessed="", kind="user",
        ),
        note="tags and excerpts are the publisher's; the file is not part of Comity",
    )  # fmt: skip


# Countries -----------------------------------------------------------------------------------


def countries_of(base: FactBase, record: Record) -> frozenset[str]:
    """States a record is from, by the names its publisher uses, and the Union.

    UN forms are accepted, and the customary English names of Unicode CLDR, since the names of a
    published table are no misspelling of another state's.
    """
    said = record.jurisdiction
    for name in _COUNTRY_FIELDS:
        said = said or record.fields.get(name, "")
    found = set()
    for part in filter(None, (each.strip() for each in re.split(r"[,;]", said))):
        if part.casefold() in _UNIONS:
            found.add(UNION)
        elif code := _state(Held(base.snapshot, base), part):
            found.add(code)
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def _state(held: Held, name: str) -> str:
    try:
        return resolve(held.base, name)
    except UnknownName:
        return _customary(held).get(fold(name), "")


@functools.lru_cache(maxsize=4)
def _customary(held: Held) -> Mapping[str, str]:
    codes: dict[str, set[str]] = {}
    for row in held.base.rows("names"):
        if row.text("lang") == "en":
            for name in filter(None, row.text("also").split(";")):
                codes.setdefault(fold(name), set()).add(row.text("iso3"))
    return {name: next(iter(each)) for name, each in codes.items() if len(each) == 1}


def south(base: FactBase, criterion: str) -> tuple[frozenset[str], frozenset[str], Fact]:
    """States of the South, states of the North, and the list that says so.

    Parameters
    ----------
    base : FactBase
        Groups of states.
    criterion : str
        Key of `CRITERIA`.
    """
    day = datetime.date.fromisoformat(base.as_of)
    name = "g77" if criterion == "g77" else "income_high"
    members = group(base, name, day).members
    row = next(row for row in base.rows("groups") if row.text("group") == name)
    if criterion == "g77":
        return members, base.states - members, row.fact("group")
    unknown = group(base, "income_not_classified", day).members
    return base.states - members - unknown, members, row.fact("group")


def sides(corpus: Corpus, base: FactBase, criterion: str) -> NDArray[np.int64]:
    """Side of each document: 1 South, 0 North, -1 for both, neither or not told."""
    poor, rich, _ = south(base, criterion)
    rich = rich | {UNION}
    return np.array(
        [
            -1 if not each else 1 if each <= poor else 0 if each <= rich else -1
            for each in corpus.countries
        ]
    )


def closest(base: FactBase, corpus: Corpus, principle: str) -> str | None:
    """The concept of a data set that is closest to a principle of ours, by its words.

    Parameters
    ----------
    base : FactBase
        Our scheme, with the names others use.
    corpus : Corpus
        The data set.
    principle : str
        Identifier in the scheme.
    """
    held = vocabulary(base)
    own = held.concepts[principle]
    close = [each for each in own.matches if each.relation in (Relation.EXACT, Relation.CLOSE)]
    close.sort(key=lambda each: each.scheme != corpus.dataset)  # its own scheme first
    names = [held.foreign[each.scheme].concepts[each.concept] for each in close]
    for name in (*names, own.labels["en"], *own.also, principle.replace("_", " ")):
        word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        for concept in corpus.principles:
            if word.search(concept):
                return concept
    return None
