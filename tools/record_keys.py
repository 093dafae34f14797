"""Record every key of the fact tables in ``tests/facts/keys.txt``, at each release.

Run ``uv run python tools/record_keys.py``. A test says when a recorded key is gone: a figure that
disappears is a change a reader must be told of, so the changelog gets a line and this list is
recorded anew. One line holds a table, what the keys share, and the states they stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.facts.files import File, read_csv
from comity.facts.load import DATA, embedded
from comity.facts.rows import LONG

KEYS = Path(__file__).parents[1] / "tests" / "facts" / "keys.txt"
NOT_FACTS = ("columns",)


def recorded() -> Iterator[tuple[str, str, set[str]]]:
    """Table, shared part of the keys, and the states (or whole keys) that stand in it."""
    base = embedded()
    for path in sorted(DATA.glob("*.csv")):
        if path.stem in NOT_FACTS:
            continue
        if path.stem == LONG:
            keys = ["iso3", "fact", "source"]
        else:
            keys = [n for (t, n), c in base.columns.items() if t == path.stem and c.type == "key"]
        header, lines = read_csv(File(path.name, path.read_bytes()))
        held: dict[str, set[str]] = {}
        for _, cells in lines:
            row = dict(zip(header, cells, strict=True))
            rest = "/".join(row[key] for key in keys if key != "iso3")
            held.setdefault(rest if "iso3" in keys else "", set()).add(
                row["iso3"] if "iso3" in keys else rest
            )
        for rest, states in held.items():
            yield path.stem, rest, states


def main() -> None:
    every = embedded().states
    lines = []
    for table, rest, held in recorded():
        members = "*" if held == every else "|".join(sorted(held))
        lines.append(f"{table}\t{rest}\t{members}\n")
    KEYS.write_text("".join(sorted(lines)), "utf-8")
    print(f"{KEYS.name}: {len(lines)} lines")


if __name__ == "__main__":
    main()
