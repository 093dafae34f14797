"""Writes what a file gives into the tables: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib

from comity.norms.search import words
from comity.store.corpus.schema import transaction
from comity.store.corpus.types import Extracted, Outcome, Part, Refused, Status, Text


def write(tables: sqlite3.Connection, found: Extracted | Refused, *, day: str) -> Outcome:
    """Keep what a file gives, in one transaction.

    Parameters
    ----------
    tables : Connection
        Of a corpus.
    found : Extracted or Refused
        What was read.
    day : str
        Day the file was added, ISO 8601; its day of retrieval where none is stated.

    Returns
    -------
    Outcome
        What became of it. A file of which everything is there already changes nothing.

    Raises
    ------
    InputError
        If another process holds the corpus for longer than a writer waits.
    """
    with transaction(tables):
        if isinstance(found, Refused):
            tables.execute(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)",
                (found.name, found.sha256, found.code, found.reason),
            )
            return Outcome(
                name=found.name, status=Status.REFUSED, notes=(found.reason,), code=found.code
            )
        tables.execute("DELETE FROM failures WHERE name = ?", (found.name,))
        new = changed = False
        notes = found.texts[0].notes if len(found.texts) == 1 else ()
        for text in found.texts:
            words_there = tables.execute(
                "SELECT 1 FROM expressions WHERE work = ? AND text_sha256 = ?",
                (text.work, _sha256(text.text)),
            ).fetchone()
            changed |= _work(tables, text)
            changed |= _expression(tables, text)
            changed |= _manifestation(tables, text, found, day)
            new |= words_there is None
        _forget_former(tables, found)
    status = Status.ADDED if new else Status.UPDATED if changed else Status.THERE
    if status is Status.UPDATED:
        notes = (*notes, "Its words were there; what is new about it is kept with them.")
    return Outcome(
        name=found.name, status=status,
        works=tuple(dict.fromkeys(text.work for text in found.texts)),
        provisions=sum(part.unit for text in found.texts for part in text.parts),
        languages=tuple(sorted({text.language for text in found.texts})),
        family=found.texts[0].family if found.texts else "",
        notes=notes,
    )  # fmt: skip


def expression_id(text: Text) -> str:
    """Identifier of an expression: work, language, and twelve digits of the hash of what it says.

    Two formats of the same words that are cut differently (a heading known as one in Word is a
    line in plain text) are two expressions, so that the order of adding decides nothing.
    """
    return f"{text.work}/{text.language or 'und'}@{digest_of(text)[:12]}"


def digest_of(text: Text) -> str:
    """SHA-256 of an expression: words, provisions, languages, concepts and notes."""
    made = hashlib.sha256(f"{text.language}\n{text.family}\n{text.title}\n".encode())
    made.update(json.dumps([text.concepts, text.notes], ensure_ascii=False).encode())
    made.update(text.text.encode("utf-8"))
    for part in text.parts:
        made.update(json.dumps(_row(part), ensure_ascii=False).encode())
    return made.hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _work(tables: sqlite3.Connection, text: Text) -> bool:
    """Make the work, or let what is stated now replace what stood; whether anything changed."""
    said = text.stated
    given = {
        "title": said.title,
        "issuer": said.issuer,
        "jurisdictions": json.dumps(sorted(said.jurisdictions), ensure_ascii=False),
        "force": said.force,
        "date": said.date,
    }
    made = tables.execute(
        "INSERT OR IGNORE INTO works VALUES (?, ?, ?, ?, ?, ?)", (text.work, *given.values())
    )
    if made.rowcount:
        return True
    changed = False
    for column, value in given.items():
        if value not in ("", "[]"):
            done = tables.execute(
                f"UPDATE works SET {column} = ? WHERE id = ? AND {column} != ?",
                (value, text.work, value),
            )
            changed |= bool(done.rowcount)
    return changed


def _expression(tables: sqlite3.Connection, text: Text) -> bool:
    name = expression_id(text)
    if tables.execute("SELECT 1 FROM expressions WHERE id = ?", (name,)).fetchone():
        done = tables.execute(
            "UPDATE expressions SET date = ? WHERE id = ? AND date != ? AND ? != ''",
            (text.stated.date, name, text.stated.date, text.stated.date),
        )
        return bool(done.rowcount)
    tables.execute(
        "INSERT INTO expressions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name, text.work, text.language, text.stated.date, text.title, text.family,
            json.dumps(text.notes, ensure_ascii=False),
            json.dumps(text.concepts, ensure_ascii=False), _sha256(text.text),
            zlib.compress(text.text.encode("utf-8"), 6), len(text.parts),
            sum(part.unit for part in text.parts), digest_of(text),
        ),
    )  # fmt: skip
    rows = [(name, place, *_row(part)) for place, part in enumerate(text.parts)]
    (last,) = tables.execute("SELECT coalesce(max(id), 0) FROM provisions").fetchone()
    ids = range(last + 1, last + 1 + len(rows))
    tables.executemany(
        "INSERT INTO provisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((id, *row) for id, row in zip(ids, rows, strict=True)),
    )
    tables.executemany(
        "INSERT INTO words (rowid, said) VALUES (?, ?)",
        (
            (id, _said(text.text[part.start : part.end]))
            for id, part in zip(ids, text.parts, strict=True)
            if part.unit
        ),
    )
    return True


def _row(part: Part) -> tuple[str | int, ...]:
    return (
        part.eid, part.kind, part.number, part.heading, part.parent, part.start,
        part.end, part.language, int(part.unit), json.dumps(part.concepts, ensure_ascii=False),
    )  # fmt: skip


def _manifestation(tables: sqlite3.Connection, text: Text, found: Extracted, day: str) -> bool:
    said, name = text.stated, expression_id(text)
    made = tables.execute(
        "INSERT OR IGNORE INTO manifestations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            found.sha256, name, found.format, found.size, said.url, said.licence,
            said.retrieved or day, found.name,
        ),
    )  # fmt: skip
    if made.rowcount:
        return True
    changed = False
    for column, value in (("url", said.url), ("licence", said.licence)):
        if value:
            done = tables.execute(
                f"UPDATE manifestations SET {column} = ? WHERE sha256 = ? AND expression = ?"
                f" AND {column} != ?",
                (value, found.sha256, name, value),
            )
            changed |= bool(done.rowcount)
    return changed


def _forget_former(tables: sqlite3.Connection, found: Extracted) -> None:
    """Drop what the same bytes gave under older rules or another statement, and no other file."""
    now = {expression_id(text) for text in found.texts}
    former = tables.execute(
        "SELECT expression FROM manifestations WHERE sha256 = ?", (found.sha256,)
    ).fetchall()
    for (name,) in former:
        if name in now:
            continue
        tables.execute(
            "DELETE FROM manifestations WHERE sha256 = ? AND expression = ?", (found.sha256, name)
        )
        (others,) = tables.execute(
            "SELECT count(*) FROM manifestations WHERE expression = ?", (name,)
        ).fetchone()
        if not others:
            _forget(tables, name)


def _forget(tables: sqlite3.Connection, name: str) -> None:
    work, held = tables.execute(
        "SELECT work, text FROM expressions WHERE id = ?", (name,)
    ).fetchone()
    text = zlib.decompress(held).decode("utf-8")
    rows = tables.execute(
        "SELECT id, first, last FROM provisions WHERE expression = ? AND unit", (name,)
    ).fetchall()
    # The index of words keeps no text, so it is told what to forget.
    tables.executemany(
        "INSERT INTO words (words, rowid, said) VALUES ('delete', ?, ?)",
        ((id, _said(text[first:last])) for id, first, last in rows),
    )
    tables.execute("DELETE FROM provisions WHERE expression = ?", (name,))
    tables.execute("DELETE FROM expressions WHERE id = ?", (name,))
    tables.execute(
        "DELETE FROM works WHERE id = ? AND id NOT IN (SELECT work FROM expressions)", (work,)
    )


def _said(text: str) -> str:
    return " ".join(word.folded for word in words(text))
