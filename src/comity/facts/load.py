"""The one place facts are read: embedded tables, then the user's files, row by row.

The embedded tables are checked by the tests and by ``comity facts check``; what a user gives is
checked when it is read, and a damaged row is named by file, row and column.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from comity.errors import MissingFact, UnknownName
from comity.facts.files import File, read_csv, user_files
from comity.facts.rows import (
    LONG,
    LONG_EXTRA,
    check_long_header,
    check_long_row,
    is_long,
    wide_rows,
)
from comity.facts.schema import Column, Place, parse_column, parse_value
from comity.facts.tables import Row
from comity.facts.types import Fact, Missing, Quality, Source

DATA = Path(__file__).parent / "data"
TODAY = "2026-11-23"
"""Day the embedded facts were last read as a whole."""


_Cells = tuple[list[str], Mapping[str, int], bool]
"""A row of the long table as it stands in its file, where its columns are, who supplied it."""


@dataclass(frozen=True, eq=False)
class FactBase:
    """Every fact at hand, embedded and supplied.

    Equal to itself alone, so that what is computed from it can be cached by it.

    Attributes
    ----------
    sources : mapping of str to Source
        By key.
    columns : mapping of (table, name) to Column
        Every quantity, described once.
    user : tuple of File
        The user's tables, in order of authority.
    as_of : str
        Day the embedded facts were last read as a whole, ISO 8601.
    """

    sources: Mapping[str, Source]
    columns: Mapping[tuple[str, str], Column]
    user: tuple[File, ...] = ()
    as_of: str = TODAY
    _rows: dict[str, dict[str, Row]] = field(default_factory=dict, repr=False, compare=False)

    @functools.cached_property
    def snapshot(self) -> str:
        """SHA-256 of every embedded and user table, as 64 hexadecimal digits."""
        digest = hashlib.sha256()
        for path in sorted(DATA.rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        for file in self.user:
            digest.update(b"user\0" + file.content)
        return digest.hexdigest()

    # Wide tables ---------------------------------------------------------------------------

    def rows(self, table: str) -> tuple[Row, ...]:
        """Rows of a wide table, the user's in place of the embedded ones they override."""
        return tuple(self._by_key(table).values())

    def row(self, table: str, key: str) -> Row:
        """The row of that key; the parts of a key of several columns are joined by ``/``.

        Raises
        ------
        UnknownName
            If the table has no such row.
        """
        held = self._by_key(table)
        if key not in held:
            raise UnknownName(f"row of {table}", key, held)
        return held[key]

    def _by_key(self, table: str) -> dict[str, Row]:
        if table not in self._rows:
            held: dict[str, Row] = {}
            path = DATA / f"{table}.csv"
            if path.exists():
                file = File(path.name, path.read_bytes())
                rows = wide_rows(file, table, columns=self.columns, source=self.source)
                held.update((row.key, row) for row in rows)
            for file in self.user:
                if file.table == table and not is_long(file, self.columns):
                    rows = wide_rows(
                        file,
                        table,
                        columns=self.columns,
                        source=self.supplied_source,
                        states=self.states if table != "states" else frozenset(held),
                    )
                    held.update((row.key, row) for row in rows)
            self._rows[table] = held
        return self._rows[table]

    @functools.cached_property
    def states(self) -> frozenset[str]:
        """ISO 3166-1 alpha-3 codes of the UN member states."""
        return frozenset(row.key for row in self.rows("states"))

    def parameter(self, key: str) -> Fact:
        """A parameter of a method, with its band, as a fact."""
        row = self.row("parameters", key)
        return _renamed(row.fact("value"), key, str(row.cells["unit"] or ""))

    # The long table ------------------------------------------------------------------------

    def facts(self, iso3: str, name: str) -> tuple[Fact, ...]:
        """Every fact of that name about a state, the preferred one first.

        Order: the user's, then by the column's preference and age rule, then the newest.
        """
        column = self.column(LONG, name)
        held = self._long.get((iso3, name), ())
        supplied = [self._long_fact(each, column) for each in held if each[2]]
        embedded = [self._long_fact(each, column) for each in held if not each[2]]
        return (*supplied[::-1], *_in_preference(embedded, column))

    def fact(self, iso3: str, name: str) -> Fact:
        """The preferred fact of that name about a state.

        Raises
        ------
        MissingFact
            If no source gives it.
        """
        found = self.facts(iso3, name)
        if not found:
            raise MissingFact(f"{name} of {iso3} is not known: no source at hand gives it.")
        return found[0]

    def known(self, iso3: str, name: str) -> Fact | Missing:
        """The preferred fact, or the statement that it is missing and how to supply it."""
        try:
            return self.fact(iso3, name)
        except MissingFact:
            unit = self.column(LONG, name).unit
            return Missing(
                name=name,
                subject=iso3,
                reason="no source at hand gives it",
                supply=f"--facts FILE with a row {iso3},{name},VALUE,{unit},YEAR,SOURCE,QUALITY",
            )

    def names(self, iso3: str | None = None) -> tuple[str, ...]:
        """Names of the facts of the long table, or of those known about one state."""
        if iso3 is None:
            return tuple(name for table, name in self.columns if table == LONG)
        return tuple(name for state, name in self._long if state == iso3)

    def column(self, table: str, name: str) -> Column:
        """What a column means.

        Raises
        ------
        UnknownName
            If the table has no such column.
        """
        try:
            return self.columns[table, name]
        except KeyError:
            known = [each for holder, each in self.columns if holder == table]
            raise UnknownName("fact" if table == LONG else "column", name, known) from None

    # Reading -------------------------------------------------------------------------------

    @functools.cached_property
    def _long(self) -> Mapping[tuple[str, str], Sequence[_Cells]]:
        held = dict(_embedded_long())
        for file in self.user:
            if not is_long(file, self.columns):
                continue
            header, lines = read_csv(file)
            check_long_header(header, file)
            at = {name: index for index, name in enumerate(header)}
            for number, texts in lines:
                cells = dict(zip(header, texts, strict=True))
                place = Place(file.name, number)
                check_long_row(cells, place, columns=self.columns, states=self.states)
                key = (cells["iso3"], cells["fact"])
                held[key] = (*held.get(key, ()), (texts, at, True))
        return held

    def _long_fact(self, held: _Cells, column: Column) -> Fact:
        texts, at, supplied = held
        cells = dict.fromkeys(LONG_EXTRA, "") | {name: texts[index] for name, index in at.items()}
        value = parse_value(cells["value"], column, place=Place(LONG, 0, column.name))
        low, high, key = cells["low"], cells["high"], cells["source"]
        return Fact(
            name=column.name,
            subject=cells["iso3"],
            value="" if value is None else value,
            unit=column.unit,
            year=int(cells["year"]),
            source=self.supplied_source(key) if supplied else self.source(key),
            quality=Quality(cells["quality"]),
            producer=cells["producer"],
            release=cells["release"],
            low=float(low) if low and high else None,
            high=float(high) if low and high else None,
            note=cells["note"],
        )

    def source(self, key: str) -> Source:
        """The embedded source of that key.

        Raises
        ------
        UnknownName
            If no source has that key.
        """
        if key not in self.sources:
            raise UnknownName("source", key, self.sources)
        return self.sources[key]

    def supplied_source(self, key: str) -> Source:
        """What a user names as the source of a row, marked as supplied whatever its name."""
        return Source(
            key=key,
            title=self.sources[key].title if key in self.sources else key,
            producer=f"supplied by the user: {key}",
            year=int(self.as_of[:4]),
            licence="as supplied",
            url="",
            accessed="",
            kind="user",
        )


def load(user: Sequence[Path | File] = ()) -> FactBase:
    """Embedded facts with the user's own on top.

    Parameters
    ----------
    user : sequence of Path or File
        CSV files, folders of them, or tables in memory; a later one overrides an earlier one,
        row by row. A file with the columns ``iso3,fact,value,unit,year,source,quality`` holds
        facts about states; a file named as an embedded table (``accelerators.csv``) holds rows
        of that table.

    Returns
    -------
    FactBase

    Raises
    ------
    InputError
        If a user file cannot be read.
    DamagedFacts
        If a user file breaks the schema; the sentence names file, row and column.
    """
    base = FactBase(sources=_read_sources(), columns=_read_columns(), user=user_files(user))
    for file in base.user:
        _check_user_file(base, file)
    return base


@functools.cache
def embedded() -> FactBase:
    """The embedded facts alone, read once a process."""
    return load()


def _check_user_file(base: FactBase, file: File) -> None:
    tables = sorted({table for table, _ in base.columns if "." not in table})
    if is_long(file, base.columns):
        _ = base._long
    elif file.table in tables:
        base.rows(file.table)
    else:
        raise Place(file.name, 1).damaged(
            f"neither facts about states (iso3,fact,value,unit,year,source,quality) nor a table "
            f"named {', '.join(tables)}."
        )


def _in_preference(facts: list[Fact], column: Column) -> list[Fact]:
    def rank(fact: Fact) -> tuple[int, str, int]:
        order = column.prefer.index(fact.source.key) if fact.source.key in column.prefer else 99
        return order, "".join(chr(0x10FFFF - ord(c)) for c in fact.release), -fact.year

    ordered = sorted(facts, key=rank)
    if not ordered or not column.stale_after:
        return ordered
    newest = max(fact.year for fact in ordered)
    fresh = [fact for fact in ordered if newest - fact.year < column.stale_after]
    return fresh + [fact for fact in ordered if fact not in fresh]


def _renamed(fact: Fact, name: str, unit: str) -> Fact:
    return replace(fact, name=name, unit=unit)


@functools.cache
def _embedded_long() -> Mapping[tuple[str, str], Sequence[_Cells]]:
    header, lines = read_csv(File(f"{LONG}.csv", (DATA / f"{LONG}.csv").read_bytes()))
    at = {name: index for index, name in enumerate(header)}
    iso3, name = at["iso3"], at["fact"]
    held: dict[tuple[str, str], list[_Cells]] = {}
    for _, texts in lines:
        held.setdefault((texts[iso3], texts[name]), []).append((texts, at, False))
    return held


@functools.cache
def _read_sources() -> Mapping[str, Source]:
    table = tomllib.loads((DATA / "sources.toml").read_text("utf-8"))
    return {key: Source(key=key, **entry) for key, entry in table.items()}


@functools.cache
def _read_columns() -> Mapping[tuple[str, str], Column]:
    file = File("columns.csv", (DATA / "columns.csv").read_bytes())
    header, lines = read_csv(file)
    parsed = (parse_column(dict(zip(header, cells, strict=True))) for _, cells in lines)
    return {(column.table, column.name): column for column in parsed}
