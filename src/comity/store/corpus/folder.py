"""A corpus: one folder with its tables, the bytes of every file, and the vectors of its texts."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from comity.errors import InputError, UnknownName
from comity.norms.provisions import Kind, Provision
from comity.norms.types import Excerpt
from comity.store.corpus.schema import connect
from comity.store.corpus.types import Held


class Corpus:
    """The instruments a user has added.

    Use it as a context; it closes its tables. Reading never waits for a process that adds.

    Parameters
    ----------
    folder : Path
        Where it is, or is to be made.

    Attributes
    ----------
    folder : Path
        ``corpus.sqlite``, ``originals/`` by hash, ``vectors/`` by encoder, ``compared/``.

    Raises
    ------
    InputError
        If the folder cannot be made, or holds a damaged corpus or one of a later version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.originals.mkdir(parents=True, exist_ok=True)
            self.tables: sqlite3.Connection = connect(folder / "corpus.sqlite")
        except OSError as error:
            raise InputError(f"Cannot make a corpus at {folder}: {error.strerror}.") from error

    def __enter__(self) -> Corpus:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its tables."""
        self.tables.close()

    @property
    def originals(self) -> Path:
        """Folder of the bytes of every file, by hash."""
        return self.folder / "originals"

    def digest(self) -> str:
        """SHA-256 of everything the corpus says: works, expressions, files, provisions.

        The order in which files were added, their names, the days they were added and files that
        were refused do not enter; two corpora of the same instruments have the same one.
        """
        made = hashlib.sha256()
        for query in (
            "SELECT id, title, issuer, jurisdictions, force, date FROM works ORDER BY id",
            "SELECT id, date, digest FROM expressions ORDER BY id",
            "SELECT sha256, expression, format, size, url, licence FROM manifestations"
            " ORDER BY sha256, expression",
        ):
            for row in self.tables.execute(query):
                made.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            made.update(b"\0")
        return made.hexdigest()

    def current(self) -> tuple[tuple[str, str], ...]:
        """Work and expression to compare: of each work in each language the latest text.

        Where dates are equal, the one with more provisions; then the last in alphabetical order.
        """
        best: dict[tuple[str, str], tuple[str, int, str]] = {}
        for work, language, *standing in self.tables.execute(
            "SELECT work, language, date, units, id FROM expressions"
        ):
            date, units, expression = standing
            best[work, language] = max(
                (date, units, expression), best.get((work, language), ("", -1, ""))
            )
        return tuple(sorted((work, held[2]) for (work, _), held in best.items()))

    def excerpts(self) -> tuple[Excerpt, ...]:
        """Every provision to compare, in order of work, expression and place.

        Each part of a text stands once: an article that has paragraphs is not among them, its
        paragraphs are. Of a work in one language the latest text alone counts.

        Returns
        -------
        tuple of Excerpt
            The same for the same instruments, whatever the order they were added in.
        """
        force = dict(self.tables.execute("SELECT id, force FROM works"))
        return tuple(
            Excerpt(
                instrument=work, eid=eid, text=text[first:last], language=language, kind=kind,
                force=force[work] or "soft",
            )
            for work, expression in self.current()
            for text in [self.text(expression)]
            for eid, first, last, language, kind in self.tables.execute(
                "SELECT eid, first, last, language, kind FROM provisions"
                " WHERE expression = ? AND unit ORDER BY place",
                (expression,),
            )
        )  # fmt: skip

    def rows(self) -> tuple[int, ...]:
        """Row of the table of provisions for each excerpt, in the order of `excerpts`."""
        return tuple(
            row
            for _, expression in self.current()
            for (row,) in self.tables.execute(
                "SELECT id FROM provisions WHERE expression = ? AND unit ORDER BY place",
                (expression,),
            )
        )

    def text(self, expression: str) -> str:
        """The canonical text of an expression; offsets of provisions count its characters."""
        found = self.tables.execute(
            "SELECT text FROM expressions WHERE id = ?", (expression,)
        ).fetchone()
        if found is None:
            raise UnknownName("expression", expression, self.expressions())
        return zlib.decompress(found[0]).decode("utf-8")

    def provisions(self, expression: str) -> tuple[Provision, ...]:
        """The provisions of an expression, in order; a provision comes before its parts."""
        text = self.text(expression)
        return tuple(
            Provision(
                eid=eid, kind=Kind(kind or "paragraph"), number=number, heading=heading,
                parent=parent, start=first, end=last, text=text[first:last],
            )
            for eid, kind, number, heading, parent, first, last in self.tables.execute(
                "SELECT eid, kind, number, heading, parent, first, last FROM provisions"
                " WHERE expression = ? ORDER BY place",
                (expression,),
            )
        )  # fmt: skip

    def expressions(self) -> tuple[str, ...]:
        """Identifiers of every expression, in alphabetical order."""
        return tuple(id for (id,) in self.tables.execute("SELECT id FROM expressions ORDER BY id"))

    def works(self) -> tuple[str, ...]:
        """Identifiers of every work, in alphabetical order."""
        return tuple(id for (id,) in self.tables.execute("SELECT id FROM works ORDER BY id"))

    def concepts(self) -> Iterator[tuple[str, str, str]]:
        """Work, eid and concept, as publishers of data sets code passages; eid empty: the whole."""
        for work, expression in self.current():
            (whole,) = self.tables.execute(
                "SELECT concepts FROM expressions WHERE id = ?", (expression,)
            ).fetchone()
            for concept in json.loads(whole):
                yield work, "", concept
            for eid, held in self.tables.execute(
                "SELECT eid, concepts FROM provisions WHERE expression = ? AND concepts != '[]'"
                " ORDER BY place",
                (expression,),
            ):
                for concept in json.loads(held):
                    yield work, eid, concept

    def failures(self) -> tuple[tuple[str, str, str], ...]:
        """Name, code and reason of each file that was refused and not added since."""
        return tuple(self.tables.execute("SELECT name, code, reason FROM failures ORDER BY name"))

    def held(self) -> tuple[Held, ...]:
        """Every expression with its work and files, in order of work and expression."""
        current = {expression for _, expression in self.current()}
        files: dict[str, list[Sequence[str]]] = {}
        for expression, *file in self.tables.execute(
            "SELECT expression, sha256, format, url, licence, retrieved FROM manifestations"
            " ORDER BY expression, sha256"
        ):
            files.setdefault(expression, []).append(file)
        found = []
        for row in self.tables.execute(
            "SELECT w.id, w.title, e.title, w.issuer, w.jurisdictions, w.force, w.date, e.date,"
            " e.language, e.id, e.family, e.provisions, e.units, e.concepts, e.notes"
            " FROM expressions e JOIN works w ON w.id = e.work ORDER BY w.id, e.id"
        ):
            of = files.get(row[9], [])
            found.append(
                Held(
                    work=row[0], title=row[1] or row[2], issuer=row[3],
                    jurisdictions=tuple(json.loads(row[4])), force=row[5] or "soft",
                    date=row[7] or row[6], language=row[8], expression=row[9], family=row[10],
                    provisions=row[11], units=row[12], concepts=tuple(json.loads(row[13])),
                    current=row[9] in current, notes=tuple(json.loads(row[14])),
                    sha256=tuple(each[0] for each in of), formats=tuple(each[1] for each in of),
                    urls=tuple(each[2] for each in of), licences=tuple(each[3] for each in of),
                    retrieved=max((each[4] for each in of), default=""),
                )
            )  # fmt: skip
        return tuple(found)
