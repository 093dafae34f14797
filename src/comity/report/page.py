"""A brief as one self-contained HTML page: what the templates are given, block by block."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from comity.facts.types import Fact, Finding, Missing, Quality
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
    Standing,
    Table,
    Tree,
)
from comity.report import charts, figures
from comity.report.behind import data_link, digits_of_range, ends, machine
from comity.report.drawing import draw
from comity.report.marks import NARROW, WIDE
from comity.report.markup import Writer
from comity.report.numbers import show, with_unit, write
from comity.report.sources import Entry, Register
from comity.report.theme import FONTS, tokens
from comity.report.translate import ENDONYMS, Translator

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
STANDINGS: tuple[tuple[Standing, str], ...] = (
    ("joined", "joined"),
    ("not joined", "not joined"),
    ("not known", "not known"),
    ("disagree", "sources disagree"),
)
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

    # Figures ---------------------------------------------------------------------------------

    def _figure(self, block: IntervalChart | HeatMap | DotMap | Chart) -> dict[str, Any]:
        match block:
            case Curves() | Stack() | Scatter() | ValueMap() | Cells():
                drawn = self._chart(block)
            case IntervalChart():
                drawn = self._interval_chart(block)
            case HeatMap():
                drawn = self._heat_map(block)
            case DotMap():
                drawn = self._dot_map(block)
        numbers = self.register.numbers_under(block)
        return {
            **self._titles(block),
            "caption": self.writer.text(block.caption, "bare"),
            "references": self.writer.references(numbers),
            "key": [], "ramp": None, "finding": "",
            **drawn,
        }  # fmt: skip

    def _drawings(
        self, block: IntervalChart | HeatMap | DotMap | Chart, values: Iterable[str]
    ) -> list[Markup]:
        """Both widths; the description is the title and the three main values."""
        described = ". ".join([self.writer.plain(block.title), "; ".join(list(values)[:3])])
        found = []
        font = FONTS.get(self.translate.language, "Noto Sans")
        for width, css in ((WIDE, "wide"), (NARROW, "narrow")):
            over = under = ""
            match block:
                case IntervalChart():
                    spec = figures.interval_chart(block, width, self.translate)
                case HeatMap():
                    spec = figures.heat_map(block, width, self.translate)
                case DotMap():
                    spec = figures.dot_map(block, width, self.translate)
                    under = figures.map_ground(width)
                    name = self.translate.state(block.subject)
                    over = figures.map_subject(block.subject, width, name)
                case _:
                    spec = charts.specification(block, width, self.translate)
                    under, over = charts.around(block, width, self.translate)
            found.append(
                Markup(
                    draw(spec, css=css, description=described, font=font, before=under, after=over)
                )
            )
        return found

    def _interval_chart(self, chart: IntervalChart) -> dict[str, Any]:
        plain = self.writer.plain
        said = [
            f"{plain(row.label)}: {show(row.number, self.translate).plain}" for row in chart.rows
        ]
        head = [self.translate(each) for each in ("Row", "Condition", "Value")]
        rows = [
            [
                self.writer.text(row.label), self.writer.text(row.condition),
                self.writer.number(row.number, "cell"),
            ]
            for row in chart.rows
        ]  # fmt: skip
        table = [["row", "condition", "value", "low", "high", "unit", "quality", "finding"]]
        for row in chart.rows:
            number = row.number
            ends = ["" if each is None else repr(each) for each in (number.low, number.high)]
            table.append([plain(row.label), plain(row.condition), str(number.value), *ends,
                          number.unit, number.quality.value, number.name])  # fmt: skip
        key = []
        if chart.key:
            key = [("filled", self.writer.text(chart.key[0])),
                   ("hatched", self.writer.text(chart.key[1]))]  # fmt: skip
        return {
            "type": "intervals", "svg": self._drawings(chart, said), "key": key,
            "head": head, "rows": rows, "csv": data_link(table),
        }  # fmt: skip

    def _heat_map(self, chart: HeatMap) -> dict[str, Any]:
        low, high = figures.heat_ends(chart)
        digits = digits_of_range(low, high)

        def written(value: float) -> str:
            return write(value, digits, self.translate.language)

        months = self.translate.months("abbreviated")
        rows = [
            [month, *(written(value) for value in row)]
            for month, row in zip(months, chart.values, strict=True)
        ]
        table = [["month", *(f"{hour:02d}" for hour in range(24))]]
        table += [
            [str(month), *(repr(each) for each in row)] for month, row in enumerate(chart.values, 1)
        ]
        said = [f"{written(low)}–{with_unit(written(high), chart.unit, self.translate)}",
                show(chart.source, self.translate).plain]  # fmt: skip
        return {
            "type": "heat", "svg": self._drawings(chart, said),
            "ramp": (written(low), with_unit(written(high), chart.unit, self.translate)),
            "head": ["", *(f"{hour:02d}" for hour in range(24))], "rows": rows,
            "csv": data_link(table), "finding": chart.source.name,
        }  # fmt: skip

    def _dot_map(self, chart: DotMap) -> dict[str, Any]:
        key = [
            (standing.replace(" ", "-"), self._counted(word, chart.counts.get(standing)))
            for standing, word in STANDINGS
            if standing in chart.counts
        ]
        words = dict(STANDINGS)
        named = sorted((self.translate.state(iso3), iso3) for iso3 in chart.states)
        rows = [
            [escape(name), escape(self.translate(words[chart.states[iso3]]))]
            for name, iso3 in named
        ]
        table = [["iso3", "state", "standing"]]
        table += [[iso3, name, chart.states[iso3]] for name, iso3 in named]
        said = [
            f"{self.translate(word)} {self.writer.plain(chart.counts[standing])}"
            for standing, word in STANDINGS
            if standing in chart.counts
        ]
        return {
            "type": "map", "svg": self._drawings(chart, said), "key": key,
            "head": [self.translate("State"), self.translate("Standing")],
            "rows": [[Markup(cell) for cell in row] for row in rows], "csv": data_link(table),
        }  # fmt: skip

    def _chart(self, chart: Chart) -> dict[str, Any]:
        head, rows = charts.table(chart, self.translate)
        digits = digits_of_range(*ends(rows))

        def cell(each: charts.Cell) -> Markup:
            if isinstance(each, float):
                return Markup.escape(write(each, digits, self.translate.language))
            return Markup.escape(each) if isinstance(each, str) else self.writer.text(each, "cell")

        source = chart.source.name if isinstance(chart, Curves | Stack | Cells) else ""
        return {
            "type": type(chart).__name__.lower(),
            "svg": self._drawings(chart, charts.main_values(chart, self.translate)),
            "ramp": charts.ramp(chart, self.translate), "head": head,
            "rows": [[cell(each) for each in row] for row in rows],
            "csv": data_link(
                [head, *([machine(each, self.writer) for each in row] for row in rows)]
            ),
            "finding": source,
        }  # fmt: skip

    def _counted(self, word: str, count: Finding | Fact | Missing | None) -> Markup:
        number = self.writer.text(count, "bare") if count is not None else ""
        return Markup(f"{escape(self.translate(word))} <b>{number}</b>")
