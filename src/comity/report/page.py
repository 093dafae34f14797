"""A brief as one self-contained HTML page: what the templates are given, block by block."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from comity.facts.types import Quality
from comity.plans.charts import Cells, Chart, Curves, Scatter, Stack, ValueMap
from comity.plans.content import (
    Block,
    Brief,
    Callout,
    Cell,
    Day,
    DotMap,
    HeatMap,
    IntervalChart,
    Paragraph,
    Printable,
    QualityStrip,
    Section,
    Table,
    Tree,
)
from comity.report.figure_parts import FigureParts
from comity.report.marks import NARROW
from comity.report.markup import Writer
from comity.report.sources import Entry, Register
from comity.report.theme import tokens
from comity.report.translate import ENDONYMS, Translator

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
LETTER, GUTTER, MARKS = 7.0, 8.0, 22.0
"""Width of a letter, of the space after a column and of a number's marks on a phone. [px]"""
FIRST_MISSING = 4
"""Things not known that the first page names; all are in the last section."""


@functools.cache
def _templates() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
    )


@functools.cache
def _style() -> Markup:
    def block(*, dark: bool) -> str:
        return "".join(f"--{name}:{colour};" for name, colour in tokens(dark=dark).items())

    css = (TEMPLATES / "brief.css").read_text("utf-8")
    css = css.replace("/*light*/", block(dark=False)).replace("/*dark*/", block(dark=True))
    return Markup(css)


def html(brief: Brief, translate: Translator) -> str:
    """The page of a brief in the language of a translator."""
    page = Page(brief, translate)
    template = _templates().get_template("brief.html.j2")
    return template.render(
        _=translate,
        brief=brief,
        page=page,
        w=page.writer,
        style=_style(),
        qualities=tuple(Quality),
        endonyms=ENDONYMS,
        t=translate,
    )


class Page:
    """What the templates ask of a brief."""

    def __init__(self, brief: Brief, translate: Translator) -> None:
        self.brief = brief
        self.translate = translate
        self.register = Register(brief)
        self.writer = Writer(self.register, translate)
        self.figures = FigureParts(self.writer, translate)
        self.name = self.writer.plain(brief.about) if brief.about else translate.state(brief.state)

    def choices(self) -> list[Markup]:
        """Choices of every section, in order."""
        return [
            self.writer.text(each) for section in self.brief.sections for each in section.choices
        ]

    def unknown(self) -> tuple[list[str], int]:
        """Names of the first few things not known, and how many more there are."""
        names = list(dict.fromkeys(self.writer.quantity(each.name) for each in self.brief.missing))
        return names[:FIRST_MISSING], max(0, len(names) - FIRST_MISSING)

    def supplies(self) -> list[tuple[str, str, str]]:
        """What is not known, why, and how to supply it."""
        return [
            (
                self.writer.quantity(each.name),
                self.translate(each.reason),
                self.translate(each.supply),
            )
            for each in self.brief.missing
        ]

    def sources(self, section: Section) -> list[Entry]:
        """Items of the source list of a section."""
        return self.register.lists[section.key]

    def unfolded(self, section: Section) -> str:
        """Name of the finding whose tree a section shows; empty when it shows none."""
        roots = [each.root.name for each in section.blocks if isinstance(each, Tree)]
        return roots[0] if roots else ""

    def block(self, block: Block) -> dict[str, Any]:
        """What the template of a block is given; ``kind`` chooses it."""
        match block:
            case Paragraph():
                return {"kind": "paragraph", "text": self.writer.text(block.text)}
            case Table():
                return self._table(block)
            case (
                IntervalChart()
                | HeatMap()
                | DotMap()
                | Curves()
                | Stack()
                | Scatter()
                | ValueMap()
                | Cells()
            ):
                return {"kind": "figure", **self._figure(block)}
            case Callout():
                body = [self.writer.text(each) for each in block.body]
                return {
                    "kind": "callout", "style": block.kind.replace(" ", "-"), "body": body,
                    "title": self.writer.text(block.title),
                }  # fmt: skip
            case Tree():
                return {
                    "kind": "tree", **self._titles(block), "root": block.root,
                    "number": self.writer.number(block.root),
                    "tree": self.writer.tree(block.root),
                    "shares": bool(block.root.shares),
                }  # fmt: skip
            case QualityStrip():
                return {"kind": "strip", **self._titles(block), "parts": self._parts(block)}

    def _titles(
        self, block: Table | IntervalChart | HeatMap | DotMap | Tree | QualityStrip | Chart
    ) -> dict[str, Any]:
        return {
            "title": self.writer.text(block.title, "bare"),
            "subtitle": self.writer.text(block.subtitle, "bare"),
        }

    def _parts(self, block: QualityStrip) -> list[dict[str, Any]]:
        counts = {Quality(name): count for name, count in block.counts.items()}
        numbers = {
            each: float(counts[each].value)
            for each in Quality
            if each in counts and not isinstance(counts[each].value, str)
        }
        total = sum(numbers.values()) or 1.0
        return [
            {
                "quality": each, "share": round(100 * number / total, 2),
                "mark": Markup(self.writer.mark(each)), "word": self.translate(each.value),
                "count": self.writer.text(counts[each], "bare"),
            }
            for each, number in numbers.items()
        ]  # fmt: skip

    # Tables ----------------------------------------------------------------------------------

    def _table(self, table: Table) -> dict[str, Any]:
        columns = [
            {"label": self.writer.text(each.label), "numeric": each.numeric, "bar": each.bar}
            for each in table.columns
        ]
        rows = [
            {"subject": row.subject, "cells": [self._cell(cell) for cell in row.cells]}
            for row in table.rows
        ]
        records = self._too_wide(table)
        whole = len(table.rows) <= 8
        return {
            "kind": "table", **self._titles(table), "columns": columns, "rows": rows,
            "records": records, "whole": whole,
        }  # fmt: skip

    def _too_wide(self, table: Table) -> bool:
        """Whether a phone prints each row as a record: many columns, or words too long for few."""
        kept = [at for at, each in enumerate(table.columns) if not each.bar]
        room = 0.0
        for at in kept:
            texts = [self._short(row.cells[at].main) for row in table.rows]
            runs = texts if table.columns[at].numeric else [w for t in texts for w in t.split(" ")]
            runs += self.writer.plain(table.columns[at].label).split(" ")
            room += max((len(run) for run in runs), default=0) * LETTER + GUTTER
            room += MARKS if table.columns[at].numeric else 0
        return len(kept) > 4 or room > NARROW

    def _short(self, part: Printable) -> str:
        if isinstance(part, Day):
            return self.translate.day(part, "short")
        return self.writer.plain(part)

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {
            "main": self._main(cell.main),
            "under": self.writer.text(cell.under) if cell.under else "",
            "share": None if cell.share is None else round(100 * min(max(cell.share, 0.0), 1.0), 1),
        }

    def _main(self, part: Printable) -> Markup:
        if isinstance(part, Day):
            return Markup.escape(self.translate.day(part, "short"))
        return self.writer.text(part, "cell")

    @property
    def snapshot(self) -> str:
        """The first eight digits of the hash of the facts, in two groups."""
        return f"{self.brief.snapshot[:4]}\u00a0{self.brief.snapshot[4:8]}"

    def _figure(self, block: IntervalChart | HeatMap | DotMap | Chart) -> dict[str, Any]:
        numbers = self.register.numbers_under(block)
        return {
            **self._titles(block),
            "caption": self.writer.text(block.caption, "bare"),
            "references": self.writer.references(numbers),
            "key": [], "ramp": None, "finding": "",
            **self.figures.parts(block),
        }  # fmt: skip
