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
from comity.report.tree import Node, unfold
from comity.report.words import plain, quantity

MARKS = {
    Quality.MEASURED: "q-m",
    Quality.REPORTED: "q-r",
    Quality.ESTIMATED: "q-e",
    Quality.ASSUMED: "q-a",
}
Style = Literal["full", "bare", "cell"]


class Writer:
    """Writes the parts of one brief as HTML in one language."""

    def __init__(self, register: Register, translate: Translator) -> None:
        self.register = register
        self.translate = translate
        self._unfolded: set[str] = set()

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
        links = [f'<a class="ref" href="#s{each}">{each}</a>' for each in numbers]
        if not links:
            return Markup("")
        words = self.translate.counted(
            "Source {numbers}.", "Sources {numbers}.", len(links), numbers="\0"
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

    def tree(self, root: Finding, *, open_to: int = 3, brief: bool = False) -> Markup:
        """The lines under a finding as nested lists; deeper levels behind a disclosure.

        A finding is unfolded once on the page; where it comes again, the line points to it. In a
        `brief` tree a source is its number alone, since the list that holds the tree names it.
        """
        node = unfold(root, self.translate)
        self._unfolded.add(root.name)
        return Markup(self._branches(node.children, 1, open_to, brief))

    def _branches(self, nodes: tuple[Node, ...], depth: int, open_to: int, brief: bool) -> str:
        if not nodes:
            return ""
        items = "".join(self._branch(node, depth, open_to, brief) for node in nodes)
        return f'<ul class="tree">{items}</ul>'

    def _branch(self, node: Node, depth: int, open_to: int, brief: bool) -> str:
        quality = self.mark_and_word(node.quality) if node.quality else ""
        share = f"{round(100 * node.share)}%" if node.share is not None else ""
        below, anchor = "", ""
        if node.children and node.name in self._unfolded:
            below = self._elsewhere(node)
        elif node.children:
            self._unfolded.add(node.name)
            anchor = f' id="t-{escape(node.name)}"'
            below = self._branches(node.children, depth + 1, open_to, brief)
            if depth >= open_to:
                words = escape(self.translate("computed from"))
                below = f"<details><summary>{words}</summary>{below}</details>"
        return (
            f'<li{anchor}><div class="line"><span>{escape(node.label, quote=False)}</span>'
            f'<span class="q">{quality}</span><span class="share">{share}</span></div>'
            f'<p class="origin">{self._origin(node, brief)}</p>{below}</li>'
        )

    def _elsewhere(self, node: Node) -> str:
        assert isinstance(node.number, Finding)
        at = self.register.item_of(node.number)
        place = f"s{at}" if at else f"t-{node.name}"
        words = escape(self.translate("unfolded at this number"))
        return f'<p class="origin"><a href="#{escape(place)}">{words}</a></p>'

    def _origin(self, node: Node, brief: bool) -> str:
        if node.source is None:
            code = f"<code>{escape(node.name)}</code>" if node.children else ""
            return " ".join(filter(None, (code, escape(node.detail, quote=False))))
        assert isinstance(node.number, Fact)
        at = self.register.number_of(node.number)
        years = "–".join(str(each) for each in node.years)
        told = [f"<bdi>{escape(node.source.title, quote=False)}</bdi>, {years}", *self._terms(node)]
        words = years if brief else " · ".join(told)
        link = f'<a class="ref" href="#s{at}"><sup>{at}</sup></a>'
        note = f"<br>{escape(node.detail, quote=False)}" if node.detail else ""
        return words + link + note

    def _terms(self, node: Node) -> list[str]:
        assert node.source is not None
        read = node.source.accessed and self.translate(
            "read {day}", day=self.translate.day(node.source.accessed, "short")
        )
        return [
            each for each in (f"<bdi>{escape(node.source.licence)}</bdi>", escape(read)) if each
        ]

    def mark_and_word(self, quality: Quality) -> Markup:
        """A quality mark followed by its word."""
        return Markup(
            f'<svg class="qm" aria-hidden="true"><use href="#{MARKS[quality]}"/></svg>{FIXED}'
            f"{escape(self.translate(quality.value))}"
        )

    def plain_line(self, finding: Finding) -> str:
        """A finding in words, with unit and band."""
        return f"{quantity(finding.name, self.translate)}: {show(finding, self.translate).plain}"

    def quantity(self, name: str) -> str:
        """The name of a quantity in words."""
        return quantity(name, self.translate)


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
