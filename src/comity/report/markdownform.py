"""A brief as Markdown: the same order and numbers as the page, figures as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.facts.types import Fact, Finding
from comity.plans.charts import Chart
from comity.plans.content import (
    Block,
    Brief,
    Callout,
    DotMap,
    HeatMap,
    IntervalChart,
    Paragraph,
    Printable,
    QualityStrip,
    Section,
    Table,
    Text,
    Tree,
)
from comity.report import charts
from comity.report.numbers import show
from comity.report.sources import Entry, Register
from comity.report.translate import Translator
from comity.report.tree import Node, unfold
from comity.report.words import plain, quantity


def markdown(brief: Brief, translate: Translator) -> str:
    """The brief as Markdown in the language of a translator."""
    return _Markdown(brief, translate).write()


class _Markdown:
    def __init__(self, brief: Brief, translate: Translator) -> None:
        self.brief = brief
        self.translate = translate
        self.register = Register(brief)

    def write(self) -> str:
        parts = [*self._opening(), *self._minute()]
        for number, section in enumerate(self.brief.sections, 1):
            parts += self._section(number, section)
        return "\n\n".join(part for part in parts if part) + "\n"

    def say(self, part: Printable) -> str:
        """A text whose numbers carry unit, band, quality and source number."""
        if isinstance(part, Text):
            return "".join(
                each if isinstance(each, str) else self.say(each)
                for each in self.translate.parts(part)
            )
        if isinstance(part, Fact | Finding):
            quality = self.translate(part.quality.value)
            at = self.register.number_of(part)
            return f"{show(part, self.translate).plain} [{quality}, {at}]"
        return plain(part, self.translate)

    def _opening(self) -> list[str]:
        t, brief = self.translate, self.brief
        day = t("Facts as of {day}", day=t.day(brief.as_of))
        snapshot = t("Snapshot {snapshot}", snapshot=brief.snapshot[:8])
        notice = f"**{plain(brief.notice, t)}**" if brief.notice else ""
        return [
            notice,
            f"# {plain(brief.about, t) if brief.about else t.state(brief.state)}",
            f"{plain(brief.kind, t)}. {day}. {snapshot}. Comity {brief.version}.",
        ]

    def _minute(self) -> list[str]:
        t = self.translate
        rows = []
        for section in self.brief.sections:
            if (row := section.headline) is not None:
                number = self.say(row.number)
                rows.append((plain(section.title, t), plain(row.answer, t),
                             f"{number} {plain(row.unit, t)}"))  # fmt: skip
        parts = [f"## {t('In one minute')}", _table((t("Section"), t("Answer"), t("Number")), rows)]
        choices = [self.say(each) for section in self.brief.sections for each in section.choices]
        if choices:
            listed = "\n".join(f"{at}. {each}" for at, each in enumerate(choices, 1))
            parts += [f"**{t('Choices in front of you')}**", listed]
        if self.brief.missing:
            parts += [f"**{t('Not known')}**", self._unknown()]
        return parts

    def _unknown(self) -> str:
        t = self.translate
        lines = []
        for each in self.brief.missing:
            supply = f" {t('To supply it:')} `{t(each.supply)}`" if each.supply else ""
            lines.append(f"- {quantity(each.name, t)}: {t(each.reason)}.{supply}")
        return "\n".join(lines)

    def _section(self, number: int, section: Section) -> list[str]:
        parts = [f"## {number}. {plain(section.title, self.translate)}"]
        for block in section.blocks:
            parts += self._block(block)
        entries = [
            self._entry(each)
            for held in (self.register.lists, self.register.under)
            for each in held[section.key]
        ]
        if entries:
            parts += [f"**{self.translate('Sources for this section')}**", "\n".join(entries)]
        return parts

    def _entry(self, entry: Entry) -> str:
        if entry.source is not None:
            source = entry.source
            qualities = ", ".join(self.translate(each) for each in sorted(entry.qualities))
            told = [f"{source.title}, {source.producer}, {source.year}", qualities, source.licence,
                    source.url]  # fmt: skip
            return f"- [{entry.number}] {'. '.join(each for each in told if each)}."
        rests = ", ".join(str(each) for each in entry.rests_on)
        first = entry.findings[0]
        on = self.translate("Sources {numbers}.", numbers=rests)
        return f"- [{entry.number}] Comity, `{first.name}`: {self.translate(first.method)} {on}"

    def _block(self, block: Block) -> list[str]:
        match block:
            case Paragraph():
                return [self.say(block.text)]
            case Callout():
                body = "\n>\n".join(f"> {self.say(each)}" for each in block.body)
                return [f"> **{plain(block.title, self.translate)}**\n>\n{body}"]
            case Table():
                head = [plain(each.label, self.translate) for each in block.columns if not each.bar]
                shown = [at for at, each in enumerate(block.columns) if not each.bar]
                rows = [[self.say(row.cells[at].main) for at in shown] for row in block.rows]
                return [*self._titles(block), _table(head, rows)]
            case Tree():
                lines = _lines(unfold(block.root, self.translate), 0, self.translate)
                return [*self._titles(block), "\n".join(lines)]
            case QualityStrip():
                rows = [[self.translate(name), self.say(each)] for name, each in
                        block.counts.items()]  # fmt: skip
                return [*self._titles(block), _table(("", ""), rows)]
            case _:
                return [*self._titles(block), self._figure(block), self.say(block.caption)]

    def _titles(
        self, block: Table | Tree | QualityStrip | IntervalChart | DotMap | HeatMap | Chart
    ) -> list[str]:
        return [f"### {plain(block.title, self.translate)}", plain(block.subtitle, self.translate)]

    def _figure(self, block: IntervalChart | DotMap | HeatMap | Chart) -> str:
        t = self.translate
        match block:
            case IntervalChart():
                rows = [[self.say(row.label), self.say(row.condition), self.say(row.number)]
                        for row in block.rows]  # fmt: skip
                return _table((t("Row"), t("Condition"), t("Value")), rows)
            case DotMap():
                rows = [[t(standing), self.say(count)] for standing, count in block.counts.items()]
                return _table((t("Standing"), t("States")), rows)
            case HeatMap():
                return f"{self.say(block.source)}"
            case _:
                head, cells = charts.table(block, t)
                return _table(head, [[self._cell(each) for each in row] for row in cells])

    def _cell(self, each: charts.Cell) -> str:
        if isinstance(each, float):
            return f"{each:.4g}"
        return each if isinstance(each, str) else self.say(each)


def _lines(node: Node, depth: int, translate: Translator) -> Iterable[str]:
    quality = f" [{translate(node.quality)}]" if node.quality else ""
    share = f", {round(100 * node.share)}%" if node.share is not None else ""
    source = f"; {node.source.title}, {node.source.year}" if node.source else ""
    yield f"{'  ' * depth}- {node.label}{quality}{share}{source}"
    for each in node.children:
        yield from _lines(each, depth + 1, translate)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"

    return "\n".join([line(head), line(["---"] * len(head)), *(line(row) for row in rows)])
