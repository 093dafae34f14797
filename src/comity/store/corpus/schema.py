"""The tables of a corpus, in one SQLite file that survives being killed at any moment."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.errors import InputError

VERSION = 1
PATIENCE = 60.0
"""How long a writer waits for another. [s]"""

_TABLES = (
    """CREATE TABLE IF NOT EXISTS works (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, issuer TEXT NOT NULL,
        jurisdictions TEXT NOT NULL, force TEXT NOT NULL, date TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS expressions (
        id TEXT PRIMARY KEY, work TEXT NOT NULL REFERENCES works(id), language TEXT NOT NULL,
        date TEXT NOT NULL, title TEXT NOT NULL, family TEXT NOT NULL, notes TEXT NOT NULL,
        concepts TEXT NOT NULL, text_sha256 TEXT NOT NULL, text BLOB NOT NULL,
        provisions INTEGER NOT NULL, units INTEGER NOT NULL, digest TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS manifestations (
        sha256 TEXT NOT NULL, expression TEXT NOT NULL REFERENCES expressions(id),
        format TEXT NOT NULL, size INTEGER NOT NULL, url TEXT NOT NULL, licence TEXT NOT NULL,
        retrieved TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (sha256, expression)
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS provisions (
        id INTEGER PRIMARY KEY, expression TEXT NOT NULL REFERENCES expressions(id),
        place INTEGER NOT NULL, eid TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL,
        heading TEXT NOT NULL, parent TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        language TEXT NOT NULL, unit INTEGER NOT NULL, concepts TEXT NOT NULL,
        UNIQUE (expression, place)
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS failures (
        name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS shards (
        id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, file TEXT NOT NULL UNIQUE,
        rows INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS vectors (
        fingerprint TEXT NOT NULL, key BLOB NOT NULL, shard INTEGER NOT NULL REFERENCES shards(id),
        row INTEGER NOT NULL, PRIMARY KEY (fingerprint, key)
    ) STRICT, WITHOUT ROWID""",
    # The words of each unit, cut by `comity.norms.search.words`; the text itself is not repeated.
    """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
        said, content='', detail='full',
        tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
    )""",
)


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the tables of a corpus, made when they are not there.

    Parameters
    ----------
    path : Path
        The SQLite file.

    Returns
    -------
    Connection
        In write-ahead mode: readers never wait, writers wait for one another.

    Raises
    ------
    InputError
        If the file is not a corpus, is damaged, or was made by a later version.
    """
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        _write_ahead(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise InputError(f"The corpus {path.parent} was made by a later version of Comity.")
        connection.execute("PRAGMA foreign_keys = ON")
        if version < VERSION:
            with transaction(connection):
                for table in _TABLES:
                    connection.execute(table)
                connection.execute(f"PRAGMA user_version = {VERSION}")
    except sqlite3.DatabaseError as error:
        connection.close()
        if "locked" in str(error):
            raise busy() from error
        raise InputError(f"{path} is not a corpus of Comity, or it is damaged: {error}.") from error
    except InputError:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    # Two processes that open a new corpus at once may both want to change its mode.
    for attempt in range(20):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 19:
                raise
            time.sleep(0.05)
    # A killed process loses nothing in this mode; a power cut at most the last files.
    connection.execute("PRAGMA synchronous = NORMAL")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is written inside, or nothing.

    Raises
    ------
    InputError
        If another process holds the corpus for longer than a writer waits.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise busy() from error
        raise
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def busy() -> InputError:
    """The sentence for a corpus another process does not let go."""
    return InputError("Another process is writing to this corpus; wait for it and run again.")
