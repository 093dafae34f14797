"""What a corpus holds, what is found in it and how it is linked, as rows to print or to export."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from comity.errors import InputError, UnknownName
from comity.norms.provisions import Expression, Segmentation, Work
from comity.norms.provisions.akn import to_akn
from comity.store.corpus.folder import Corpus
from comity.store.corpus.linking import Link
from comity.store.corpus.searching import Answer

Cell: TypeAlias = str | int | float | None
Rows: TypeAlias = list[dict[str, Cell]]

FORMATS = ("csv", "json", "parquet")


def list_rows(corpus: Corpus) -> Rows:
    """One row for each expression: an instrument in one language, with its files."""
    return [
        {
            "work": each.work, "title": each.title, "issuer": each.issuer,
            "jurisdictions": " ".join(each.jurisdictions), "force": each.force, "date": each.date,
            "language": each.language, "family": each.family, "provisions": each.units,
            "compared": "yes" if each.current else "no", "formats": " ".join(each.formats),
            "licences": "; ".join(sorted(set(filter(None, each.licences)))),
            "urls": " ".join(sorted(set(filter(None, each.urls)))),
            "retrieved": each.retrieved, "sha256": " ".join(each.sha256),
            "expression": each.expression, "notes": " ".join(each.notes),
        }
        for each in corpus.held()
    ]  # fmt: skip


def search_rows(answer: Answer) -> Rows:
    """One row for each provision found, with the reason; spans count characters of its text."""
    return [
        {
            "rank": rank, "work": hit.excerpt.instrument, "eid": hit.excerpt.eid,
            "title": hit.title, "language": hit.excerpt.language, "kind": hit.excerpt.kind,
            "force": hit.excerpt.force, "words": "; ".join(hit.words), "meaning": hit.meaning,
            "above_share": hit.above, "flag": hit.flag, "reason": hit.reason,
            "spans": " ".join(f"{each.start}-{each.end}" for each in hit.matches),
            "text": hit.excerpt.text,
        }
        for rank, hit in enumerate(answer.hits, 1)
    ]  # fmt: skip


def link_rows(links: Sequence[Link]) -> Rows:
    """One row for each link, with the slices of both texts that it means."""
    return [
        {
            "kind": each.kind, "score": round(each.score, 4),
            "first_work": each.first.instrument, "first_eid": each.first.eid,
            "first_language": each.first.language,
            "second_work": each.second.instrument, "second_eid": each.second.eid,
            "second_language": each.second.language,
            "first_span": f"{each.first_span[0]}-{each.first_span[1]}",
            "second_span": f"{each.second_span[0]}-{each.second_span[1]}",
            "first_text": each.first.text[slice(*each.first_span)],
            "second_text": each.second.text[slice(*each.second_span)],
            "note": each.note,
        }
        for each in links
    ]  # fmt: skip


def concept_rows(corpus: Corpus, codes: Mapping[str, Sequence[str]]) -> Rows:
    """One row for each instrument and concept: where it is said, and who says so.

    Parameters
    ----------
    corpus : Corpus
        Whose data sets carry concepts of their publishers.
    codes : mapping of str to sequence of str
        Principles our catalogue codes for an instrument, by its identifier there; used for works
        of that identifier.

    Returns
    -------
    list of dict
        ``passages`` counts the parts a publisher gives a concept; 0 when it is said of the whole.
    """
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str], None] = {}
    for work, eid, concept in corpus.concepts():
        found[work, concept] = None
        counts[work, concept] += bool(eid)
    rows: Rows = [
        {
            "work": work, "concept": concept, "passages": counts[work, concept],
            "basis": f"publisher: {work.partition(':')[0]}",
        }
        for work, concept in sorted(found)
    ]  # fmt: skip
    rows += [
        {"work": work, "concept": principle, "passages": 0, "basis": "catalogue"}
        for work in corpus.works()
        for principle in codes.get(work, ())
    ]
    return rows


def concept_counts(rows: Rows) -> Rows:
    """Instruments for each concept and basis, most first, with the share of those on that basis."""
    works: dict[Cell, set[Cell]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        works.setdefault(row["basis"], set()).add(row["work"])
        counts[str(row["basis"]), str(row["concept"])] += 1
    return [
        {
            "basis": basis, "concept": concept, "instruments": count, "of": len(works[basis]),
            "share": round(count / len(works[basis]), 4),
        }
        for (basis, concept), count in sorted(
            counts.items(), key=lambda each: (each[0][0], -each[1], each[0][1])
        )
    ]  # fmt: skip


def written(rows: Rows, format_name: str) -> bytes:
    """Rows as a file.

    Parameters
    ----------
    rows : list of dict
        Of one table.
    format_name : str
        One of `FORMATS`.

    Returns
    -------
    bytes
        UTF-8 where it is text; the same rows give the same bytes.

    Raises
    ------
    UnknownName
        If there is no such format.
    InputError
        If Parquet is wanted and its package is not installed.
    """
    if format_name not in FORMATS:
        raise UnknownName("format", format_name, FORMATS, near=FORMATS)
    if format_name == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
    if format_name == "parquet":
        return _parquet(rows)
    held = io.StringIO()
    if rows:
        writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return held.getvalue().encode("utf-8")


def _parquet(rows: Rows) -> bytes:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise InputError("Parquet needs the 'norms' extra: pip install 'comity[norms]'.") from error
    held = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), held)
    return bytes(held.getvalue())


def save(rows: Rows, path: Path, format_name: str = "") -> int:
    """Write rows to a file, in the format its suffix names unless one is given; how many bytes.

    Raises
    ------
    UnknownName
        If there is no such format.
    InputError
        If the file cannot be written.
    """
    content = written(rows, format_name or path.suffix[1:].lower())
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror}.") from error
    return len(content)


def akoma_ntoso(corpus: Corpus, work: str, language: str = "") -> bytes:
    """An instrument of the corpus as Akoma Ntoso.

    Parameters
    ----------
    corpus : Corpus
        Where it is.
    work : str
        Identifier of the work, or of an expression.
    language : str
        Which language, where there are several.

    Returns
    -------
    bytes
        UTF-8 XML.

    Raises
    ------
    UnknownName
        If there is no such instrument, or it is not there in that language.
    InputError
        If it is there in several languages and none is named.
    """
    held = [
        each for each in corpus.held()
        if each.expression == work or (each.work == work and each.current)
    ]  # fmt: skip
    if not held:
        raise UnknownName("instrument of the corpus", work, corpus.works())
    spoken = sorted({each.language for each in held})
    if language and language not in spoken:
        raise UnknownName(f"language of {work}", language, spoken, near=spoken)
    if not language and len(spoken) > 1:
        raise InputError(f"{work} is there in {', '.join(spoken)}; name one with --language.")
    (one,) = [each for each in held if not language or each.language == language]
    expression = Expression(
        work=Work(
            uri=one.work, title=one.title, issuer=one.issuer, jurisdictions=one.jurisdictions,
            force=one.force, date=one.date,
        ),
        language=one.language,
        date=one.date,
    )  # fmt: skip
    provisions = corpus.provisions(one.expression)
    return to_akn(expression, Segmentation(family=one.family, provisions=provisions))
