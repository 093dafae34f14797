"""What a page shows of a figure: its drawing at two widths, its key, its table and its file."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from markupsafe import Markup

from comity.facts.types import Fact, Finding, Missing
from comity.plans.charts import Cells, Chart, Curves, Scatter, Stack, ValueMap
from comity.plans.content import DotMap, HeatMap, IntervalChart, Standing
from comity.report import charts, figures
from comity.report.behind import data_link, digits_of_range, ends, machine
from comity.report.drawing import draw
from comity.report.marks import NARROW, WIDE
from comity.report.markup import Writer
from comity.report.numbers import show, with_unit, write
from comity.report.theme import FONTS
from comity.report.translate import Translator

STANDINGS: tuple[tuple[Standing, str], ...] = (
    ("joined", "joined"),
    ("not joined", "not joined"),
    ("not known", "not known"),
    ("disagree", "sources disagree"),
)


class FigureParts:
    """Figures of one page, in one language."""

    def __init__(self, writer: Writer, translate: Translator) -> None:
        self.writer = writer
        self.translate = translate

    def parts(self, block: IntervalChart | HeatMap | DotMap | Chart) -> dict[str, Any]:
        """What the template of a figure is given.

        Parameters
        ----------
        block : IntervalChart, HeatMap, DotMap or Chart
            The figure.

        Returns
        -------
        dict of str
            Drawings, key, table and data of the figure.
        """
        match block:
            case Curves() | Stack() | Scatter() | ValueMap() | Cells():
                return self._chart(block)
            case IntervalChart():
                return self._interval_chart(block)
            case HeatMap():
                return self._heat_map(block)
            case DotMap():
                return self._dot_map(block)

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
