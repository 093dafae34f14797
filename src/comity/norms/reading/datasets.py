"""Reads data sets of instruments as their publishers ship them: AGORA, WAIE, OECD.AI.

The texts stay with their publishers (AGORA: terms of ETO; WAIE: CC BY-NC 4.0; OECD.AI: terms of
the OECD). Nothing of them is in Comity; these readers take files the user has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, cast

from comity.errors import InputError, UnknownName, Unreadable
from comity.norms.reading.container import members
from comity.norms.reading.limits import STANDARD, Limits, check_size
from comity.norms.reading.types import canonical

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of an instrument with the concepts its publisher gave it."""

    text: str
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An instrument as a data set describes it.

    Attributes
    ----------
    key : str
        Identifier within the data set.
    title, issuer, jurisdiction, year, url : str
        As the publisher writes them; empty where it gives none.
    concepts : tuple of str
        Concepts of the whole instrument, in the publisher's words.
    passages : tuple of Passage
        Its parts, in order.
    fields : mapping of str to str
        Every other column.
    """

    key: str
    title: str
    issuer: str = ""
    jurisdiction: str = ""
    year: str = ""
    url: str = ""
    concepts: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


_WAIE_HEADING = re.compile(r"#\s*([^:#\n]{3,80}):")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_waie(data: bytes, limits: Limits) -> tuple[Record, ...]:
    """The documents of WAIE with the excerpt its annotators chose for each principle.

    Parameters
    ----------
    data : bytes
        ``data_raw.parquet`` of the worldwide AI ethics review.
    limits : Limits
        What it may cost.

    Returns
    -------
    tuple of Record
        `concepts` are the principles a document mentions, `passages` their excerpts.

    Raises
    ------
    Unreadable
        If it is not Parquet, or lacks a column.

    References
    ----------
    .. [1] N. Kluge Corrêa et al., "Worldwide AI ethics: A review of 200 guidelines and
           recommendations for AI governance," Patterns, vol. 4, 100857, 2023.
    """
    wanted = ("document_name", "country", "institution", "year_of_publication", "principles",
              "principles_definition", "document_url")  # fmt: skip
    return tuple(
        _waie_record(str(place), row)
        for place, row in enumerate(_rows(_parquet(data), wanted, "WAIE"))
    )


def _waie_record(key: str, row: Mapping[str, str]) -> Record:
    names = tuple(each.strip() for each in row["principles"].split(",") if each.strip())
    parts = _WAIE_HEADING.split(row["principles_definition"])
    passages = []
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        # One heading of the published file is cut short ("Justice/Equity").
        meant = [name for name in names if name.startswith(heading.strip())]
        if len(meant) == 1 and (said := canonical(text)):
            passages.append(Passage(text=said, concepts=(meant[0],)))
    return Record(
        key=key, title=row["document_name"], issuer=row["institution"],
        jurisdiction=row["country"], year=row["year_of_publication"], url=row["document_url"],
        concepts=names, passages=tuple(passages), fields=row,
    )  # fmt: skip


def read_agora(data: bytes, limits: Limits) -> tuple[Record, ...]:
    """The documents of AGORA with their segments.

    Parameters
    ----------
    data : bytes
        The ZIP file of the export, with ``documents.csv`` and ``segments.csv``.
    limits : Limits
        What it may cost.

    Returns
    -------
    tuple of Record
        `concepts` are the columns set to true and the tags; segments marked as not operative
        are kept, with the mark among their concepts.

    Raises
    ------
    Unreadable
        If a file or a column is missing.
    TooLarge
        If it unpacks to more than the limits allow.
    """
    held = members(data, None, limits)
    by_name = {name.rpartition("/")[2]: content for name, content in held.items()}
    for name in ("documents.csv", "segments.csv"):
        if name not in by_name:
            raise Unreadable(f"The AGORA export has no {name}.")
    segments: dict[str, list[tuple[int, Passage]]] = defaultdict(list)
    wanted = ("Document ID", "Segment position", "Text")
    for row in _rows(_csv(by_name["segments.csv"]), wanted, "AGORA segments"):
        if text := canonical(row["Text"]):
            passage = Passage(text=text, concepts=_true_columns(row))
            segments[row["Document ID"]].append((int(row["Segment position"] or 0), passage))
    named = ("AGORA ID", "Official name", "Authority", "Link to document")
    documents = _rows(_csv(by_name["documents.csv"]), named, "AGORA documents")
    return tuple(
        Record(
            key=row["AGORA ID"], title=row["Official name"], issuer=row["Authority"],
            year=_year(row.get("Most recent activity date", "")), url=row["Link to document"],
            concepts=_true_columns(row),
            passages=tuple(
                passage
                for _, passage in sorted(segments[row["AGORA ID"]], key=lambda each: each[0])
            ),
            fields=row,
        )
        for row in documents
    )  # fmt: skip


_NOT_CONCEPTS = frozenset({
    "Annotated?", "Validated?", "Segment annotated", "Segment validated",
    "Summaries and tags may include unreviewed machine output",
    "Official plaintext unavailable/infeasible",
})  # fmt: skip


def _true_columns(row: Mapping[str, str]) -> tuple[str, ...]:
    set_true = [
        name for name, value in row.items() if value == "true" and name not in _NOT_CONCEPTS
    ]
    tags = [each.strip() for each in row.get("Tags", "").split(";") if each.strip()]
    return tuple(dict.fromkeys(set_true + tags))


def read_oecd(data: bytes, limits: Limits) -> tuple[Record, ...]:
    """The initiatives of an OECD.AI export.

    Parameters
    ----------
    data : bytes
        The CSV file of the export. One initiative may have a row for each of its instruments.
    limits : Limits
        What it may cost.

    Returns
    -------
    tuple of Record
        `concepts` are the OECD AI principles; description, background and objectives are the
        passages.

    Raises
    ------
    Unreadable
        If it is not CSV, or lacks a column.
    """
    wanted = ("Policy initiative ID", "English name", "Country", "Start date", "Description")
    found: dict[str, Record] = {}
    for row in _rows(_csv(data), wanted, "OECD.AI"):
        key = row["Policy initiative ID"]
        if key in found:
            continue
        said = (canonical(row.get(name, "")) for name in _OECD_TEXTS)
        found[key] = Record(
            key=key, title=row["English name"], jurisdiction=row["Country"],
            issuer=row.get("Responsible organisation(s)", ""), year=_year(row["Start date"]),
            url=row.get("Public access URL", ""),
            concepts=_listed(row.get("AI Principle(s)", "")),
            passages=tuple(Passage(text=text) for text in said if text), fields=row,
        )  # fmt: skip
    return tuple(found.values())


_OECD_TEXTS = ("Description", "Background", "Objective(s)")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(";") if each.strip())


def _year(text: str) -> str:
    found = _YEAR.search(text)
    return found.group() if found else ""


def _rows(table: pyarrow.Table, wanted: Iterable[str], what: str) -> Iterable[Mapping[str, str]]:
    missing = [name for name in wanted if name not in table.column_names]
    if missing:
        raise Unreadable(f"The {what} file has no column {missing[0]!r}.")
    for row in table.to_pylist():
        yield {name: _said(value) for name, value in row.items()}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _parquet(data: bytes) -> pyarrow.Table:
    pa = _arrow()
    import pyarrow.parquet

    try:
        return pyarrow.parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable("The file is not Parquet, or it is damaged.") from error


def _csv(data: bytes) -> pyarrow.Table:
    pa = _arrow()
    import pyarrow.csv as arrow_csv

    try:
        return arrow_csv.read_csv(
            pa.BufferReader(data),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        raise Unreadable("The file is not a CSV table in UTF-8.") from error


def _arrow() -> ModuleType:
    try:
        import pyarrow
    except ImportError as error:
        raise InputError(
            "Data sets need the 'norms' extra: pip install 'comity[norms]'."
        ) from error
    return cast("ModuleType", pyarrow)


DATASETS: dict[str, Callable[[bytes, Limits], tuple[Record, ...]]] = {
    "agora": read_agora,
    "oecd": read_oecd,
    "waie": read_waie,
}


def read_dataset(data: bytes, name: str, limits: Limits = STANDARD) -> tuple[Record, ...]:
    """The instruments of a data set.

    Parameters
    ----------
    data : bytes
        The file its publisher ships.
    name : str
        Key of `DATASETS`.
    limits : Limits
        What it may cost.

    Returns
    -------
    tuple of Record
        In the order of the file.

    Raises
    ------
    UnknownName
        If no reader knows the data set.
    Unreadable
        If the file is not what the data set ships.
    """
    if name not in DATASETS:
        raise UnknownName("data set", name, DATASETS)
    check_size(data, limits)
    return DATASETS[name](data, limits)


def mentions(records: Iterable[Record]) -> dict[str, int]:
    """How many instruments mention each concept, most first.

    Parameters
    ----------
    records : iterable of Record
        A data set.

    Returns
    -------
    dict of str to int
        Concept to instruments. [count]
    """
    counts: dict[str, int] = defaultdict(int)
    for record in records:
        for concept in set(record.concepts):
            counts[concept] += 1
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
