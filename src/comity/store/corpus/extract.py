"""Reads one file into what a corpus keeps; runs in worker processes and touches no database."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from comity.errors import ComityError, TooLarge
from comity.norms.provisions import segment
from comity.norms.reading import STANDARD, Block, BlockKind, Limits, Reading, format_of, read
from comity.norms.reading.datasets import Record, read_dataset
from comity.norms.reading.language import languages_of
from comity.norms.reading.types import canonical
from comity.store.corpus.types import Extracted, Part, Refused, Stated, Text

DATASET_SUFFIXES = {"csv": "oecd", "parquet": "waie", "zip": "agora"}
"""Suffix -> the publisher whose data sets come with it."""

_TITLE = 160
_SLUG = 32
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file to read.

    Attributes
    ----------
    path : Path
        Where it is.
    stated : Stated
        What the user says of it.
    originals : Path
        Folder that keeps the bytes of every file by its hash.
    dataset : str
        Key of `comity.norms.reading.datasets.DATASETS`; told by the suffix when empty.
    limits : Limits
        What the file may cost.
    """

    path: Path
    stated: Stated
    originals: Path
    dataset: str = ""
    limits: Limits = STANDARD

    @property
    def name(self) -> str:
        """The path as it can be printed, whatever bytes are in it."""
        return os.fsencode(self.path).decode("utf-8", "replace")


def extract(case: Case) -> Extracted | Refused:
    """What a file gives, or why it gives nothing.

    Parameters
    ----------
    case : Case
        The file.

    Returns
    -------
    Extracted or Refused
        Never an exception: a broken file is an outcome, and the next file is read.
    """
    digest = ""
    try:
        data = _bytes(case)
        digest = hashlib.sha256(data).hexdigest()
        suffix = case.path.suffix[1:].lower()
        dataset = case.dataset or DATASET_SUFFIXES.get(suffix, "")
        if dataset:
            texts = _records(read_dataset(data, dataset, case.limits), dataset, case.stated)
            made = dataset
        else:
            made = format_of(case.path.name)
            texts = (document(read(data, made, case.limits), case.stated),)
    except ComityError as error:
        return Refused(name=case.name, sha256=digest, code=error.code, reason=str(error))
    except OSError as error:
        return Refused(
            name=case.name, code="E-INPUT", reason=f"The file cannot be opened: {error.strerror}."
        )
    except Exception as error:
        # A reader that fails in a way nobody foresaw costs this file, not those after it.
        reason = f"The reader fails on this file ({type(error).__name__}); please report it."
        return Refused(name=case.name, sha256=digest, code="E-COMITY", reason=reason)
    keep(case.originals, digest, data)
    return Extracted(name=case.name, sha256=digest, size=len(data), format=made, texts=texts)


def _bytes(case: Case) -> bytes:
    size = case.path.stat().st_size
    if size > case.limits.bytes:
        raise TooLarge(
            f"The file has {size / 1e6:.0f} MB; at most {case.limits.bytes / 1e6:.0f} MB are read. "
            "Split it."
        )
    with case.path.open("rb") as file:
        # One more than allowed: the file may have grown since it was asked.
        return file.read(case.limits.bytes + 1)


def keep(originals: Path, digest: str, data: bytes) -> Path:
    """Keep the bytes of a file under their hash; a second time changes nothing."""
    path = originals / digest[:2] / digest
    if not path.exists() or path.stat().st_size != len(data):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Another process or thread may be keeping the same file.
        beside = path.with_name(f"{digest}.{os.getpid()}-{threading.get_ident()}.part")
        beside.write_bytes(data)
        beside.replace(path)
    return path


def document(reading: Reading, stated: Stated) -> Text:
    """An instrument cut into provisions, each with its language.

    Parameters
    ----------
    reading : Reading
        The document as read.
    stated : Stated
        What the user says of it.

    Returns
    -------
    Text
        Its identifier, where none is stated, is made from its words alone: the same words in
        another file, normal form or format of letters give the same one.
    """
    cut = segment(reading)
    units = {each.eid for each in cut.units}
    title = _title(reading)
    parts = tuple(
        Part(
            eid=each.eid, kind=each.kind.value, number=each.number, heading=each.heading,
            parent=each.parent, start=each.start, end=each.end, unit=each.eid in units,
            language=stated.language or _language(reading, each.start, each.end),
        )
        for each in cut.provisions
    )  # fmt: skip
    return Text(
        work=stated.work or _identifier(title, reading.text),
        title=title,
        stated=stated,
        language=stated.language or reading.language,
        family=cut.family,
        text=reading.text,
        parts=parts,
        notes=(*reading.notes, *cut.notes),
    )


def _title(reading: Reading) -> str:
    headings = [each for each in reading.blocks if each.kind is BlockKind.HEADING]
    first = (headings or list(reading.blocks))[0].text
    said = " ".join(first.split())
    return said if len(said) <= _TITLE else f"{said[: _TITLE - 1].rstrip()}…"


def _identifier(title: str, text: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    stem = _NOT_WORD.sub("-", folded)[:_SLUG].strip("-")
    digest = hashlib.sha256(unicodedata.normalize("NFKC", text).encode("utf-8")).hexdigest()
    return f"{stem or 'text'}-{digest[:8]}"


def _language(reading: Reading, start: int, end: int) -> str:
    """The language of most of a slice of a reading."""
    letters: dict[str, int] = {}
    for block in _blocks(reading, start, end):
        shared = min(end, block.end) - max(start, block.start)
        letters[block.language] = letters.get(block.language, 0) + shared
    best = min(letters, key=lambda code: (-letters[code], code)) if letters else ""
    return best or reading.language


def _blocks(reading: Reading, start: int, end: int) -> Iterator[Block]:
    at = max(0, bisect_right(reading.blocks, start, key=lambda each: each.start) - 1)
    while at < len(reading.blocks) and reading.blocks[at].start < end:
        yield reading.blocks[at]
        at += 1


def _records(records: Sequence[Record], dataset: str, stated: Stated) -> tuple[Text, ...]:
    return tuple(_record(each, dataset, stated) for each in records)


def _record(record: Record, dataset: str, stated: Stated) -> Text:
    held = [(canonical(each.text), each.concepts) for each in record.passages]
    held = [(text, concepts) for text, concepts in held if text]
    main, languages = languages_of([text for text, _ in held])
    parts, start = [], 0
    for place, ((text, concepts), language) in enumerate(zip(held, languages, strict=True), 1):
        parts.append(
            Part(
                eid=f"p_{place}", kind="", number=str(place), heading="", parent="", start=start,
                end=start + len(text), language=stated.language or language, unit=True,
                concepts=concepts,
            )
        )  # fmt: skip
        start += len(text) + 1
    told = replace(
        stated,
        work=f"{dataset}:{record.key}",
        title=_line(record.title),
        issuer=stated.issuer or _line(record.issuer),
        jurisdictions=stated.jurisdictions or tuple(filter(None, [_line(record.jurisdiction)])),
        date=stated.date or record.year,
        url=stated.url or record.url,
    )
    return Text(
        work=told.work, title=told.title, stated=told, language=stated.language or main,
        family="data set", text="\n".join(text for text, _ in held), parts=tuple(parts),
        concepts=record.concepts,
    )  # fmt: skip


def _line(text: str) -> str:
    return " ".join(canonical(text).split())
