"""The one place facts are read: embedded tables, then the user's files, row by row.

The embedded tables are checked by the tests and by ``comity facts check``; what a user gives is
checked when it is read, and a damaged row is named by file, row and column.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from comity.errors import DamagedFacts, MissingFact, UnknownName
from comity.facts.schema import (
    LONG_KEYS,
    PROVENANCE,
    Column,
    Place,
    check_header,
    parse_column,
    parse_quality,
    parse_value,
    parse_year,
)
from comity.facts.tables import Row
from comity.facts.types import Fact, Missing, Quality, Source

DATA = Path(__file__).parent / "data"
LONG = "countries"
"""The long table: one row one fact about one state."""
TODAY = "2026-11-23"
"""Day the embedded facts were last read as a whole."""


@dataclass(frozen=True, slots=True)
class File:
    """A table as text: its name in messages and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, eq=False)
class FactBase:
    """Every fact at hand, embedded and supplied.

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
    _rows: dict[str, tuple[Row, ...]] = field(default_factory=dict, repr=False, compare=False)

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
        if table not in self._rows:
            held: dict[str, Row] = {}
            for file, known_good in self._files(table):
                for row in self._wide_rows(file, table, check=not known_good):
                    held[row.key] = row
            self._rows[table] = tuple(held.values())
        return self._rows[table]

    def row(self, table: str, key: str) -> Row:
        """The row of that key.

        Raises
        ------
        UnknownName
            If the table has no such row.
        """
        for row in self.rows(table):
            if row.key == key:
                return row
        raise UnknownName(f"row of {table}", key, (row.key for row in self.rows(table)))

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
        found = [self._long_fact(*each, column) for each in self._long.get((iso3, name), ())]
        supplied = [fact for fact in found if fact.source.kind == "user"]
        return (*supplied[::-1], *_in_preference([f for f in found if f not in supplied], column))

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

    def _files(self, table: str) -> Iterator[tuple[File, bool]]:
        path = DATA / f"{table}.csv"
        if path.exists():
            yield File(path.name, path.read_bytes()), True
        for file in self.user:
            if Path(file.name).stem == table and not _is_long(file):
                yield file, False

    @functools.cached_property
    def _long(self) -> dict[tuple[str, str], list[tuple[list[str], dict[str, int]]]]:
        held: dict[tuple[str, str], list[tuple[list[str], dict[str, int]]]] = {}
        files = [(File(f"{LONG}.csv", (DATA / f"{LONG}.csv").read_bytes()), True)]
        files += [(file, False) for file in self.user if _is_long(file)]
        for file, known_good in files:
            header, lines = _read(file)
            at = {name: index for index, name in enumerate(header)}
            needed = (*LONG_KEYS, "value", "unit", *PROVENANCE)
            check_header(header, table=LONG, file=file.name, needed=needed)
            iso3, name = at["iso3"], at["fact"]
            for number, cells in lines:
                if not known_good:
                    self._check_long(cells, at, Place(file.name, number))
                held.setdefault((cells[iso3], cells[name]), []).append((cells, at))
        return held

    def _check_long(self, cells: list[str], at: Mapping[str, int], place: Place) -> None:
        name = cells[at["fact"]]
        if (LONG, name) not in self.columns:
            raise Place(place.file, place.line, "fact").damaged(
                str(UnknownName("fact", name, self.names()))
            )
        if cells[at["iso3"]] not in {row.key for row in self.rows("states")}:
            raise Place(place.file, place.line, "iso3").damaged(
                f"{cells[at['iso3']]!r} is not the ISO 3166-1 alpha-3 code of a UN member state."
            )
        column = self.columns[LONG, name]
        if column.unit != cells[at["unit"]]:
            raise Place(place.file, place.line, "unit").damaged(
                f"{name} is stated in {column.unit!r}, not in {cells[at['unit']]!r}."
            )
        value = parse_value(
            cells[at["value"]], column, place=Place(place.file, place.line, "value")
        )
        if value is None:
            raise Place(place.file, place.line, "value").damaged("the value is empty.")
        for bound in ("low", "high"):
            if bound in at:
                parse_value(cells[at[bound]], column, place=Place(place.file, place.line, bound))
        parse_year(cells[at["year"]], Place(place.file, place.line, "year"))
        parse_quality(cells[at["quality"]], Place(place.file, place.line, "quality"))

    def _long_fact(self, cells: list[str], at: Mapping[str, int], column: Column) -> Fact:
        def cell(name: str) -> str:
            return cells[at[name]] if name in at else ""

        value = parse_value(cell("value"), column, place=Place(LONG, 0, column.name))
        low, high = cell("low"), cell("high")
        return Fact(
            name=column.name,
            subject=cell("iso3"),
            value="" if value is None else value,
            unit=column.unit,
            year=int(cell("year")),
            source=self.source(cell("source")),
            quality=Quality(cell("quality")),
            producer=cell("producer"),
            release=cell("release"),
            low=float(low) if low and high else None,
            high=float(high) if low and high else None,
            note=cell("note"),
        )

    def source(self, key: str) -> Source:
        """The source of that key; a user's own words become a source of kind ``user``."""
        if key in self.sources:
            return self.sources[key]
        return Source(
            key=key,
            title=key,
            producer=f"supplied by the user: {key}",
            year=int(self.as_of[:4]),
            licence="as supplied",
            url="",
            accessed="",
            kind="user",
        )

    def _wide_rows(self, file: File, table: str, *, check: bool) -> Iterator[Row]:
        header, lines = _read(file)
        columns = {
            name: column for (holder, name), column in self.columns.items() if holder == table
        }
        keys = [name for name, column in columns.items() if column.type == "key"]
        check_header(header, table=table, file=file.name, needed=(*keys, *PROVENANCE))
        for name in header:
            if name not in columns and name not in PROVENANCE:
                known = ", ".join(columns)
                raise Place(file.name, 1, name).damaged(f"no such column; {table} has {known}.")
        for number, texts in lines:
            raw = dict(zip(header, texts, strict=True))
            cells = {
                name: parse_value(raw.get(name, ""), column, place=Place(file.name, number, name))
                for name, column in columns.items()
            }
            if check and raw["source"] == "":
                raise Place(file.name, number, "source").damaged("a fact without a source.")
            yield Row(
                table=table,
                key="/".join(raw[name] for name in keys),
                cells=cells,
                columns=columns,
                source=self.source(raw["source"]),
                year=parse_year(raw["year"], Place(file.name, number, "year")),
                quality=parse_quality(raw["quality"], Place(file.name, number, "quality")),
            )


def load(user: Sequence[Path] = ()) -> FactBase:
    """Embedded facts with the user's own on top.

    Parameters
    ----------
    user : sequence of Path
        CSV files, or folders of them; a later one overrides an earlier one, row by row. A file
        with the columns ``iso3,fact,value,unit,year,source,quality`` holds facts about states; a
        file named as an embedded table (``accelerators.csv``) holds rows of that table.

    Returns
    -------
    FactBase

    Raises
    ------
    DamagedFacts
        If a user file breaks the schema; the sentence names file, row and column.
    """
    base = FactBase(sources=_read_sources(), columns=_read_columns(), user=_user_files(user))
    for file in base.user:
        _check_user_file(base, file)
    return base


@functools.cache
def embedded() -> FactBase:
    """The embedded facts alone, read once a process."""
    return load()


def _check_user_file(base: FactBase, file: File) -> None:
    tables = sorted({table for table, _ in base.columns})
    if _is_long(file):
        _ = base._long
    elif Path(file.name).stem in tables:
        base.rows(Path(file.name).stem)
    else:
        raise Place(file.name, 1).damaged(
            f"neither facts about states (iso3,fact,value,unit,year,source,quality) nor a table "
            f"named {', '.join(tables)}."
        )


def _user_files(user: Sequence[Path]) -> tuple[File, ...]:
    files: list[File] = []
    for path in user:
        paths = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        for each in paths:
            try:
                files.append(File(str(each), each.read_bytes()))
            except OSError as error:
                raise DamagedFacts(
                    f"Cannot read the fact file {each}: {error.strerror}."
                ) from error
    return tuple(files)


def _read(file: File) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.content[: error.start].count(b"\n") + 1
        raise Place(file.name, line).damaged("not UTF-8 text.") from error
    if "\0" in text:
        raise Place(file.name, text[: text.index("\0")].count("\n") + 1).damaged("a NUL byte.")
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise Place(file.name, 1).damaged(f"{error}.") from error
    return header, _lines(reader, file, len(header))


def _lines(reader: Iterator[list[str]], file: File, width: int) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for cells in reader:
            number = reader.line_num  # type: ignore[attr-defined]
            if not cells:
                continue
            if len(cells) != width:
                raise Place(file.name, number).damaged(f"{len(cells)} cells where {width} belong.")
            yield number, cells
    except csv.Error as error:
        raise Place(file.name, number + 1).damaged(f"{error}.") from error


def _is_long(file: File) -> bool:
    return file.content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].startswith(b"iso3,fact,")


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
    from dataclasses import replace

    return replace(fact, name=name, unit=unit)


def _read_sources() -> dict[str, Source]:
    table = tomllib.loads((DATA / "sources.toml").read_text("utf-8"))
    return {key: Source(key=key, **entry) for key, entry in table.items()}


def _read_columns() -> dict[tuple[str, str], Column]:
    file = File("columns.csv", (DATA / "columns.csv").read_bytes())
    header, lines = _read(file)
    parsed = (parse_column(dict(zip(header, cells, strict=True))) for _, cells in lines)
    return {(column.table, column.name): column for column in parsed}
