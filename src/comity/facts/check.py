"""The whole base checked against its own promises: every damage found is one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from comity.errors import DamagedFacts
from comity.facts.files import File, read_csv
from comity.facts.load import DATA, FactBase
from comity.facts.rows import LONG, check_long_header, check_long_row, wide_rows
from comity.facts.schema import Place
from comity.facts.tables import Row

STATES = 193
"""Member States of the United Nations (Charter, Chapter II; the last admitted in 2011)."""

WHOLE = {"states": 1, "names": 6, "climate": 6, "reference_cities": 1}
"""Tables that promise this many rows for every state."""

MAY_NOT_SHIP = re.compile(
    r"\bNC\b|\bND\b|\bGPL|\bAGPL|ODbL|BY-SA|proprietary|rights reserved|no licence|tests only|^$",
    re.IGNORECASE,
)
"""Terms under which a figure stays out of the wheel; facts of public lists are free."""


def damages(base: FactBase) -> tuple[str, ...]:
    """Every way in which the embedded tables and the user's break their schema.

    Parameters
    ----------
    base : FactBase
        The base to check; user files are checked when they are read.

    Returns
    -------
    tuple of str
        One sentence for each damage, naming the file and, where there is one, row and column.
    """
    used: Counter[str] = Counter()
    found: list[str] = []
    for path in sorted(DATA.glob("*.csv")):
        if path.name == "columns.csv":
            continue
        file = File(path.name, path.read_bytes())
        found += _long(base, file, used) if file.table == LONG else _wide(base, file, used)
    found += _sources(base, used)
    found += _columns(base)
    return tuple(found)


def _long(base: FactBase, file: File, used: Counter[str]) -> Iterator[str]:
    seen: dict[tuple[str, ...], int] = {}
    try:
        header, lines = read_csv(file)
        check_long_header(header, file)
        for number, texts in lines:
            cells, place = dict(zip(header, texts, strict=True)), Place(file.name, number)
            used[cells["source"]] += 1
            yield from _damage_of(base, cells, place)
            key = tuple(cells[name] for name in ("iso3", "fact", "source", "year"))
            if key in seen:
                yield str(place.damaged(f"the same fact stands in row {seen[key]}."))
            seen.setdefault(key, number)
    except DamagedFacts as error:
        yield str(error)


def _damage_of(base: FactBase, cells: dict[str, str], place: Place) -> Iterator[str]:
    try:
        check_long_row(cells, place, columns=base.columns, states=base.states)
    except DamagedFacts as error:
        yield str(error)
    if cells["source"] not in base.sources:
        yield str(place.at("source").damaged(f"no source has the key {cells['source']!r}."))


def _wide(base: FactBase, file: File, used: Counter[str]) -> Iterator[str]:
    rows: list[Row] = []
    try:
        for row in wide_rows(
            file, file.table, columns=base.columns, source=base.supplied_source, states=base.states
        ):
            rows.append(row)
            used[row.source.key] += 1
            if row.source.key not in base.sources:
                yield f"{file.name}, {row.key}: no source has the key {row.source.key!r}."
    except DamagedFacts as error:
        yield str(error)
        return
    if file.table in WHOLE:
        wanted = dict.fromkeys(base.states, WHOLE[file.table])
        held = Counter(row.key.split("/")[0] for row in rows)
        if len(wanted) != STATES or dict(held) != wanted:
            short = sorted(state for state in wanted if held[state] != wanted[state])
            yield f"{file.name}: not {WHOLE[file.table]} rows for each of {STATES}: {short}."


def _sources(base: FactBase, used: Counter[str]) -> Iterator[str]:
    for key, source in base.sources.items():
        free = source.licence.lower().startswith("facts")
        if MAY_NOT_SHIP.search(source.licence) and not free:
            yield f"sources.toml, {key}: {source.licence!r} does not allow shipping."
        if not isinstance(source.year, int):
            yield f"sources.toml, {key}: the year {source.year!r} is not a number."
        # What plans say of their own work (a count, an assumption) is named in code, not in rows.
        if not used[key] and not key.startswith("comity_"):
            yield f"sources.toml, {key}: no row uses this source."


def _columns(base: FactBase) -> Iterator[str]:
    for (table, name), column in base.columns.items():
        for key in column.prefer:
            if key not in base.sources:
                yield f"columns.csv, {table}.{name}: prefers {key!r}, which is no source."
        if not column.meaning:
            yield f"columns.csv, {table}.{name}: no meaning."
        if column.low > column.high:
            yield f"columns.csv, {table}.{name}: its bounds are crossed."
