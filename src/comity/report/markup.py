"""Numbers, texts and trees as HTML: the number component, source marks, bands, tracks.

A number is always value, unit, band, quality mark and source number, in that order for a screen
reader; what it rests on is one link away.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Literal

from markupsafe import Markup

from comity.facts.types import Fact, Finding, Missing, Quality
from comity.plans.content import Day, Headline, Printable, StateName, Text, Verbatim
from comity.report.numbers import FIXED, Shown, show, value_of, write_ends
from comity.report.sources import Register
from comity.report.translate import Translator
from comity.report.tree import TOGETHER, Node, unfold
from comity.report.words import plain, quantity

MARKS = {
    Quality.MEASURED: "q-m",
    Quality.REPORTED: "q-r",
    Quality.ESTIMATED: "q-e",
    Quality.ASSUMED: "q-a",
}
Style = Literal["full", "bare", "cell"]


LEAST_SHARE = 0.01
"""Lines that cause less of the band than this stand behind a disclosure, where they are many."""
OPEN_LEVELS = 3
"""Levels of a tree that are open."""


class Writer:
    """Writes the parts of one brief as HTML in one language."""

    def __init__(self, register: Register, translate: Translator) -> None:
        self.register = register
        self.translate = translate
        self._unfolded = register.held()

    # Texts -----------------------------------------------------------------------------------

    def text(self, part: Printable, style: Style = "full") -> Markup:
        """A text with its numbers as components; `bare` numbers are links without marks."""
        match part:
            case Text():
                found = (
                    escape(each, quote=False) if isinstance(each, str) else self.text(each, style)
                    for each in self.translate.parts(part)
                )
                return Markup("".join(found))
            case Fact() | Finding():
                return self.number(part, style)
            case Missing():
                return self.missing(part)
            case StateName():
                return Markup.escape(self.translate.state(part.iso3))
            case Day():
                return Markup.escape(self.translate.day(part))
            case Verbatim():
                return Markup(f"<bdi>{escape(part.text, quote=False)}</bdi>")

    def plain(self, part: Printable) -> str:
        """A text without marks or links, numbers without bands."""
        return plain(part, self.translate)

    def missing(self, missing: Missing) -> Markup:
        """What stands where a number is missing; never a dash, never a zero."""
        words, reason = self.translate("not known"), self.translate(missing.reason)
        return Markup(
            f'<span class="unknown" title="{escape(reason)}">{escape(words)}'
            f'<span class="vh">: {escape(reason)}</span></span>'
        )

    # Numbers ---------------------------------------------------------------------------------

    def number(self, number: Fact | Finding, style: Style = "full") -> Markup:
        """The number component on a line or in a cell."""
        shown = show(number, self.translate)
        if style == "bare":
            return self._bare(number, shown)
        before, value, after = escape(shown.before), escape(shown.value), escape(shown.after)
        if after and not after.startswith((" ", FIXED)):
            value, after = value + after, ""
        data = f'<data value="{escape(value_of(number.value))}">{before}{value}</data>'
        breaks = after.startswith(" ")
        tail = f"{self._band(number, shown)}{self._link(number)}"
        if style == "cell":
            # The source number stands by the value, so that the band has its own line.
            return Markup(
                f'<span class="n cell" data-finding="{escape(number.name)}"><span class="nb">'
                f"{self.mark(number.quality)}{data}{after}{self._link(number)}</span>"
                f"{self._band(number, shown, brackets=False)}</span>"
            )
        joint = '</span> <span class="nb">' if breaks else " "
        unit = f'<span class="unit">{after}</span>' if after else ""
        if breaks:
            unit = f'</span>{unit} <span class="nb">'
            joint = ""
        return Markup(
            f'<span class="n" data-finding="{escape(number.name)}"><span class="nb">'
            f"{self.mark(number.quality)}{data}{unit}{joint}{tail}</span></span>"
        )

    def _bare(self, number: Fact | Finding, shown: Shown) -> Markup:
        label = self.translate("source {number}", number=self.register.number_of(number))
        return Markup(
            f'<a class="n bare" data-finding="{escape(number.name)}" title="{escape(label)}"'
            f' href="#s{self.register.number_of(number)}">'
            f"{escape(shown.before)}{escape(shown.value)}{escape(shown.after)}</a>"
        )

    def mark(self, quality: Quality) -> str:
        """The quality mark and its word for those who do not see it."""
        return (
            f'<svg class="qm" aria-hidden="true"><use href="#{MARKS[quality]}"/></svg>'
            f'<span class="vh">{escape(self.translate(quality.value))} </span>'
        )

    def why(self, number: Fact | Finding) -> str:
        """What stands in the place of a band that is not there."""
        if isinstance(number, Finding):
            if number.no_band:
                return self.translate(number.no_band)
            # A band of no width says that every case gives the same number.
            return self.translate("no band" if number.low is None else "same at both ends")
        return self.translate("one source, {year}", year=number.year)

    def _band(self, number: Fact | Finding, shown: Shown, *, brackets: bool = True) -> str:
        words = f'<bdi dir="ltr">{escape(shown.band)}</bdi>' if shown.band else self.why(number)
        words = f"({words})" if brackets else words
        return f'<span class="band">{words}</span>'

    def _link(self, number: Fact | Finding) -> str:
        at = self.register.number_of(number)
        label = self.translate(
            "source {number}, {quality}", number=at, quality=self.translate(number.quality.value)
        )
        return f'<a class="ref" href="#s{at}" aria-label="{escape(label)}"><sup>{at}</sup></a>'

    def references(self, numbers: Iterable[int]) -> Markup:
        """``Sources 7, 9, 10.`` with each number a link."""
        runs = _runs(numbers)
        if not runs:
            return Markup("")
        links = ["–".join(_reference(end) for end in run) for run in runs]
        words = self.translate.counted(
            "Source {numbers}.", "Sources {numbers}.", len(runs) + len(runs[0]) - 1, numbers="\0"
        )
        return Markup(escape(words).replace("\0", ", ".join(links)))

    # The first page --------------------------------------------------------------------------

    def headline(self, headline: Headline) -> Markup:
        """The large number with its track, or the statement that it is not known."""
        number = headline.number
        unit = escape(self.plain(headline.unit))
        if isinstance(number, Missing):
            return Markup(
                f'<div class="big"><span class="big-unknown">{self.missing(number)}</span></div>'
            )
        shown = show(number, self.translate)
        if shown.scale:
            unit = f"{escape(shown.scale)} {unit}"
        value = f'<data value="{escape(value_of(number.value))}">{escape(shown.value)}</data>'
        band = f'<bdi dir="ltr">{escape(shown.band)}</bdi>' if shown.band else self.why(number)
        word = escape(self.translate(number.quality.value))
        mark = f'<svg class="qm" aria-hidden="true"><use href="#{MARKS[number.quality]}"/></svg>'
        ends = write_ends(*headline.scale, shown.factor, self.translate.language)
        return Markup(
            f'<div class="big n" data-finding="{escape(number.name)}">'
            f'<p class="big-top"><span class="big-value">{value}</span>'
            f' <span class="big-unit">{unit}</span> <span class="big-band">{band}</span></p>'
            f"{track(headline)}{self._median(headline)}"
            f'<p class="big-foot" dir="ltr"><span>{ends[0]}</span><span class="big-mark"'
            f' dir="{self.translate.direction}">{mark}{FIXED}{word}{self._link(number)}</span>'
            f"<span>{ends[1]}</span></p></div>"
        )

    def _median(self, headline: Headline) -> str:
        if headline.median is None:
            return ""
        words = self.translate("median of all states, where known.")
        return f'<span class="vh">{escape(words)} {self.text(headline.median, "bare")}</span>'

    # Trees -----------------------------------------------------------------------------------

    def tree(self, root: Finding) -> Markup:
        """The lines under a finding as nested lists; below the third level behind a disclosure."""
        node = unfold(root, self.translate)
        return Markup(self._branches(node.children, 1, None))

    def short_tree(self, root: Finding) -> Markup:
        """The same for a list of sources: a finding unfolded elsewhere is only named."""
        node = unfold(root, self.translate, seen=self._unfolded)
        return Markup(self._branches(node.children, 1, root))

    def _branches(self, nodes: tuple[Node, ...], depth: int, short: Finding | None) -> str:
        if not nodes:
            return ""
        heavy = [node for node in nodes if node.share is None or node.share >= LEAST_SHARE]
        light = [node for node in nodes if node not in heavy]
        if short is not None or len(light) <= TOGETHER:
            heavy, light = list(nodes), []
        items = "".join(self._branch(node, depth, short) for node in heavy)
        rest = "".join(self._branch(node, depth, short) for node in light)
        if rest:
            words = self.translate(
                "and {count} that cause less than {share}% of the band each",
                count=len(light), share=round(100 * LEAST_SHARE),
            )  # fmt: skip
            rest = (
                f'<details><summary>{escape(words)}</summary><ul class="tree">{rest}</ul></details>'
            )
        return f'<ul class="tree">{items}</ul>{rest}'

    def _branch(self, node: Node, depth: int, short: Finding | None) -> str:
        share = f"{round(100 * node.share)}%" if node.share is not None else ""
        below = self._branches(node.children, depth + 1, short)
        label = escape(node.label, quote=False)
        if short is not None:
            mark = self.mark(node.quality) if node.quality else ""
            share = f" <span>{share}</span>" if share else ""
            return f"<li>{mark}{label}{self._years(node)}{self._at(node)}{share}{below}</li>"
        quality = self.mark_and_word(node.quality) if node.quality else ""
        if below and depth >= OPEN_LEVELS:
            words = escape(self.translate("computed from"))
            below = f"<details><summary>{words}</summary>{below}</details>"
        return (
            f'<li><div class="line"><span>{label}</span>'
            f'<span class="q">{quality}</span><span class="share">{share}</span></div>'
            f'<p class="origin">{self._origin(node)}</p>{below}</li>'
        )

    def _years(self, node: Node) -> str:
        return f", {'–'.join(str(each) for each in node.years)}" if node.years else ""

    def _at(self, node: Node) -> str:
        """The number of the source of a line, or of the sources of one unfolded elsewhere."""
        if isinstance(node.number, Fact):
            return f"<sup>{_reference(self.register.number_of(node.number))}</sup>"
        if node.number is not None and not node.children:
            at = self.register.method_of(node.number)
            return f"<sup>{_reference(at)}</sup>" if at else ""
        return ""

    def _origin(self, node: Node) -> str:
        if not isinstance(node.number, Fact) or node.source is None:
            code = f"<code>{escape(node.name)}</code>" if node.children else ""
            return " ".join(filter(None, (code, escape(node.detail, quote=False))))
        read = node.source.accessed and self.translate(
            "read {day}", day=self.translate.day(node.source.accessed, "short")
        )
        told = [
            f"<bdi>{escape(node.source.title, quote=False)}</bdi>{self._years(node)}",
            f"<bdi>{escape(node.source.licence)}</bdi>",
            escape(read),
        ]
        note = f"<br>{escape(node.detail, quote=False)}" if node.detail else ""
        return " · ".join(each for each in told if each) + self._at(node) + note

    def mark_and_word(self, quality: Quality) -> Markup:
        """A quality mark followed by its word."""
        return Markup(
            f'<svg class="qm" aria-hidden="true"><use href="#{MARKS[quality]}"/></svg>{FIXED}'
            f"{escape(self.translate(quality.value))}"
        )

    def plain_line(self, finding: Finding) -> str:
        """A finding in words, with unit and band."""
        shown = show(finding, self.translate, noun=True)
        return f"{quantity(finding.name, self.translate)}: {shown.plain}"

    def method(self, finding: Finding) -> str:
        """The method of a finding as a sentence."""
        text = self.translate(finding.method).rstrip()
        return text if text.endswith((".", "。", "!", "?")) else f"{text}."

    def quantity(self, name: str) -> str:
        """The name of a quantity in words."""
        return quantity(name, self.translate)


def _reference(number: int) -> str:
    return f'<a class="ref" href="#s{number}">{number}</a>'


def _runs(numbers: Iterable[int]) -> list[tuple[int, ...]]:
    """Numbers in order; three and more in a row are their two ends."""
    rows: list[list[int]] = []
    for number in sorted(numbers):
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    found: list[tuple[int, ...]] = []
    for row in rows:
        found += [(row[0], row[-1])] if len(row) > 2 else [(each,) for each in row]
    return found


def track(headline: Headline) -> str:
    """The line a headline's band is drawn on, from the least to the greatest of its scale."""
    number, (low, high) = headline.number, headline.scale
    assert not isinstance(number, Missing)

    def at(value: float) -> float:
        return round(100 * min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0), 2)

    marks = ""
    if number.low is not None and number.high is not None and number.high > number.low:
        start, end = at(number.low), at(number.high)
        marks += f'<rect class="t-band" x="{start}%" y="5" width="{end - start:.2f}%" height="10"/>'
    if isinstance(number.value, int | float):
        x = at(number.value)
        marks += f'<line class="t-value" x1="{x}%" x2="{x}%" y1="4" y2="16"/>'
    if headline.median is not None and isinstance(headline.median.value, int | float):
        x = at(headline.median.value)
        marks += f'<svg x="{x}%" y="4" overflow="visible"><use href="#median"/></svg>'
    return (
        '<svg class="track" aria-hidden="true" width="100%" height="20">'
        f'<line class="t-line" x1="0" x2="100%" y1="10" y2="10"/>{marks}</svg>'
    )
