"""Rows of fact tables: parsed, and checked cell by cell when they are not known to be good."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping

from comity.errors import UnknownName
from comity.facts.files import File, header_of, read_csv
from comity.facts.schema import (
    LONG_KEYS,
    PROVENANCE,
    Column,
    Place,
    check_header,
    parse_quality,
    parse_value,
    parse_year,
)
from comity.facts.tables import Row
from comity.facts.types import Source, Value

LONG = "countries"
"""The long table: one row one fact about one state."""

LONG_COLUMNS = (*LONG_KEYS, "value", "unit", *PROVENANCE)
"""What a file of facts about states must hold."""

LONG_EXTRA = ("low", "high", "producer", "release", "note")
"""What it may hold besides."""

ABOUT_STATES = ("names", "languages", "groups", "climate", "reference_cities")
"""Wide tables whose ``iso3`` must be a UN member state."""

Columns = Mapping[tuple[str, str], Column]


def is_long(file: File, columns: Columns) -> bool:
    """Whether a file holds facts about states rather than rows of a wide table."""
    header = set(header_of(file))
    if {"iso3", "fact"} <= header:
        return True
    wide = any(table == file.table for table, _ in columns if table != LONG)
    return not wide and bool({"iso3", "fact"} & header)


def check_long_header(header: list[str], file: File) -> None:
    """Refuse a header of facts about states that lacks, repeats or invents a column.

    Raises
    ------
    DamagedFacts
        Naming the column.
    """
    check_header(header, table=LONG, file=file.name, needed=LONG_COLUMNS)
    for name in header:
        if name not in LONG_COLUMNS and name not in LONG_EXTRA:
            known = ", ".join((*LONG_COLUMNS, *LONG_EXTRA))
            raise Place(file.name, 1, name).damaged(f"no such column; facts have {known}.")


def check_long_row(
    cells: Mapping[str, str], place: Place, *, columns: Columns, states: Container[str]
) -> None:
    """Refuse a damaged row of facts about states.

    Parameters
    ----------
    cells : mapping of str to str
        The row by column.
    place : Place
        File and line, for the complaint.
    columns : mapping of (table, name) to Column
        Every quantity.
    states : container of str
        ISO 3166-1 alpha-3 codes of the UN member states.

    Raises
    ------
    DamagedFacts
        Naming file, row and column.
    """
    name = cells["fact"]
    if (LONG, name) not in columns:
        known = [each for table, each in columns if table == LONG]
        raise place.at("fact").damaged(str(UnknownName("fact", name, known)))
    if cells["iso3"] not in states:
        raise place.at("iso3").damaged(
            f"{cells['iso3']!r} is not the ISO 3166-1 alpha-3 code of a UN member state."
        )
    column = columns[LONG, name]
    if column.unit != cells["unit"]:
        raise place.at("unit").damaged(
            f"{name} is stated in {column.unit!r}, not in {cells['unit']!r}."
        )
    value = parse_value(cells["value"], column, place=place.at("value"))
    if value is None:
        raise place.at("value").damaged("the value is empty; leave out what is not known.")
    low, high = (
        parse_value(cells.get(bound, ""), column, place=place.at(bound))
        for bound in ("low", "high")
    )
    _check_band(value, low, high, place.at("value"))
    check_provenance(cells, place)


def check_provenance(cells: Mapping[str, str], place: Place) -> None:
    """Refuse a row without source, year or quality."""
    if not cells["source"].strip():
        raise place.at("source").damaged("a fact without a source.")
    parse_year(cells["year"], place.at("year"))
    parse_quality(cells["quality"], place.at("quality"))


def _check_band(value: Value, low: Value | None, high: Value | None, place: Place) -> None:
    if (low is None) != (high is None):
        raise place.damaged("half a band; give both low and high, or neither.")
    if not isinstance(value, float) or not isinstance(low, float) or not isinstance(high, float):
        return
    if not low <= value <= high:
        raise place.damaged(f"{value:g} lies outside its band {low:g} to {high:g}.")


def wide_rows(
    file: File,
    table: str,
    *,
    columns: Columns,
    source: Callable[[str], Source],
    states: Container[str] | None = None,
) -> Iterator[Row]:
    """Rows of a wide table.

    Parameters
    ----------
    file : File
        The table as text.
    table : str
        Name of the table.
    columns : mapping of (table, name) to Column
        Every quantity.
    source : callable
        Source of a key.
    states : container of str, optional
        Codes of the UN member states; when given, each row is checked as a stranger's.

    Yields
    ------
    Row

    Raises
    ------
    DamagedFacts
        Naming file, row and column.
    """
    header, lines = read_csv(file)
    own = {name: column for (holder, name), column in columns.items() if holder == table}
    keys = [name for name, column in own.items() if column.type == "key"]
    check_header(header, table=table, file=file.name, needed=(*keys, *PROVENANCE))
    for name in header:
        if name not in own and name not in PROVENANCE:
            known = ", ".join(own)
            raise Place(file.name, 1, name).damaged(f"no such column; {table} has {known}.")
    seen: set[str] = set()
    for number, texts in lines:
        place = Place(file.name, number)
        raw = dict(zip(header, texts, strict=True))
        row = _wide_row(raw, table, place, columns=own, keys=keys, source=source)
        if states is not None:
            _check_wide(row, raw, place, columns=columns, states=states)
            if row.key in seen:
                raise place.at(keys[0]).damaged(f"the row {row.key!r} stands twice.")
            seen.add(row.key)
        yield row


def _wide_row(
    raw: Mapping[str, str],
    table: str,
    place: Place,
    *,
    columns: Mapping[str, Column],
    keys: list[str],
    source: Callable[[str], Source],
) -> Row:
    return Row(
        table=table,
        key="/".join([raw[name] for name in keys]),
        cells={
            name: parse_value(raw[name], column, place=place) if name in raw else None
            for name, column in columns.items()
        },
        columns=columns,
        source=source(raw["source"]),
        year=parse_year(raw["year"], place.at("year")),
        quality=parse_quality(raw["quality"], place.at("quality")),
    )


def _check_wide(
    row: Row,
    raw: Mapping[str, str],
    place: Place,
    *,
    columns: Columns,
    states: Container[str],
) -> None:
    check_provenance(raw, place)
    for name, column in row.columns.items():
        if column.type == "key" and not raw[name]:
            raise place.at(name).damaged("the key is empty.")
        if f"{name}_low" in row.columns and (value := row.cells[name]) is not None:
            low, high = row.cells[f"{name}_low"], row.cells.get(f"{name}_high")
            _check_band(value, low, high, place.at(name))
    if row.table in ABOUT_STATES and raw["iso3"] not in states:
        raise place.at("iso3").damaged(
            f"{raw['iso3']!r} is not the ISO 3166-1 alpha-3 code of a UN member state."
        )
    if "quantity" in row.columns and "unit" in row.columns:
        _check_quantity(row, raw, place, columns=columns)


def _check_quantity(row: Row, raw: Mapping[str, str], place: Place, *, columns: Columns) -> None:
    """A table of several quantities: the row's own unit and bounds, from ``<table>.quantity``."""
    holder = f"{row.table}.quantity"
    quantity = columns.get((holder, raw["quantity"]))
    if quantity is None:
        known = [name for table, name in columns if table == holder]
        raise place.at("quantity").damaged(str(UnknownName("quantity", raw["quantity"], known)))
    if raw["unit"] != quantity.unit:
        raise place.at("unit").damaged(
            f"{quantity.name} is stated in {quantity.unit!r}, not in {raw['unit']!r}."
        )
    for name, column in row.columns.items():
        if column.type != "number":
            continue
        if parse_value(raw.get(name, ""), quantity, place=place.at(name)) is None:
            raise place.at(name).damaged("the value is empty; give every column.")
