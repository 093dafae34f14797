"""Write ``LICENSE-DATA.md`` from ``sources.toml``; a test says when the two differ.

Run ``uv run python tools/write_licence_data.py`` after a source is added or changed.
"""

from __future__ import annotations

from pathlib import Path

from comity.facts.load import embedded
from comity.facts.types import Source

PAGE = Path(__file__).parents[1] / "LICENSE-DATA.md"

HEAD = """# Terms of the fact tables

The files in `src/comity/facts/data` are a compilation by the Comity engineers. The compilation, and
the figures that are our own, are under the Creative Commons Attribution 4.0 International licence
(CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/>), as far as the sources allow. A figure
stays under the terms of its source: each row names one, and this page lists them all. Figures were
selected, converted to the units in `columns.csv`, and rounded no further than the source.

To reuse a table, name Comity and each source its rows name, with the words under "Attribution".
Sources that forbid redistribution, require share-alike or state no terms are not in these tables.
This page is written from `sources.toml` by `tools/write_licence_data.py`.
"""


def page() -> str:
    """The whole page."""
    held = sorted(embedded().sources.values(), key=lambda source: source.key)
    ours = [source for source in held if source.producer.startswith("Comity")]
    others = [source for source in held if source not in ours]
    return "\n".join(
        [
            HEAD,
            "## Sources of others\n",
            *_table(others),
            "\n## Computed or compiled by Comity\n",
            "The terms name what a computation rests on.\n",
            *_table(ours),
            "\n## World Meteorological Organization\n",
            "Climate normals 1991-2020 were made by the national services of WMO Members and",
            "collected by NOAA NCEI (accession 0253808). They are given at single points with",
            "attribution to WMO, NCEI and the Members. Whether a Member restricts re-use of its",
            "own normals was not found stated and is unconfirmed.\n",
        ]
    )


def _table(sources: list[Source]) -> list[str]:
    rows = ["| key | terms | attribution |", "|---|---|---|"]
    for each in sources:
        said = f"{each.title}. {each.producer}, {each.year}. {each.url}"
        rows.append(f"| `{each.key}` | {_cell(each.licence)} | {_cell(said)} |")
    return rows


def _cell(text: str) -> str:
    return text.replace("|", "\\|").rstrip(".")


def main() -> None:
    PAGE.write_text(page(), "utf-8")
    print(f"{PAGE.name}: {len(embedded().sources)} sources")


if __name__ == "__main__":
    main()
