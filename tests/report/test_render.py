# ruff: noqa: E501  patterns of HTML stand on one line
import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from comity.errors import UnknownName
from comity.facts.types import Finding, Missing, Quality, walk
from comity.plans.content import Brief, Paragraph, QualityStrip, Section, Text, Tree, printed
from comity.report import figures, render, theme
from comity.report.sources import Register
from comity.report.translate import translator
from comity.report.tree import unfold
from report.sample import JOINED, NAMES, TARIFF, fact, finding, sample

VOID = {"meta", "br", "input", "link", "rect", "circle", "line", "path", "use"}


@pytest.fixture(scope="module")
def brief():
    return sample()


@pytest.fixture(scope="module")
def html(brief):
    return render.html(brief)


def text_of(item):
    return re.sub(r"<[^>]*>", "", item)


def items(html):
    found = re.findall(
        r'<li id="(s\d+)">(.*?)(?=<li id|<li class="again|</ol>\s*(?:<p class="terminal"|</aside>))',
        html,
        re.S,
    )
    return dict(found)


def test_a_page_asks_nothing_of_any_other_place(html):
    assert not re.search(
        r"<(?:script|link|img|iframe|object|embed)\b|@import|url\(\s*['\"]?(?!#)", html
    )
    assert len(html.encode()) < 1_300_000


def test_the_elements_of_a_page_are_closed_in_order(html):
    class Nesting(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []

        def handle_starttag(self, tag, attrs):
            if tag not in VOID:
                self.open.append(tag)

        def handle_endtag(self, tag):
            if tag not in VOID:
                assert self.open.pop() == tag

    nesting = Nesting()
    nesting.feed(html)

    assert nesting.open == []


def test_no_identifier_stands_twice_on_a_page(html):
    found = re.findall(r'\bid="([^"]+)"', html)

    assert len(found) == len(set(found))


def test_every_link_within_a_page_leads_somewhere(html):
    targets = set(re.findall(r'\bid="([^"]+)"', html))

    assert set(re.findall(r'href="#([^"]+)"', html)) <= targets


def test_every_printed_number_opens_to_a_source_with_a_year(html):
    numbers = re.findall(
        r'<(?:span|div|a) class="[^"]*\bn\b[^"]*" data-finding="([^"]+)"(.*?)(?:</sup>|</a>)',
        html,
        re.S,
    )
    found = items(html)

    assert len(numbers) > 40
    for name, part in numbers:
        at = re.search(r'href="#(s\d+)"', part)
        assert at, name
        under = {at.group(1), *re.findall(r'href="#(s\d+)"', found[at.group(1)])}
        assert any(re.search(r"\b(19|20)\d\d\b", text_of(found[each])) for each in under), name


def test_every_number_a_brief_prints_is_on_its_page(brief, html):
    numbers = {each.name for each in printed(brief.sections) if isinstance(each, Finding)}

    assert {name for name in numbers if f'data-finding="{name}"' not in html} <= {
        "sites.pue.median"
    }


def test_a_source_has_one_number_across_the_page(brief):
    register = Register(brief)
    owned = [
        entry.number
        for held in (register.lists, register.under)
        for key, entries in held.items()
        for entry in entries
        if entry.section == key
    ]

    assert sorted(owned) == list(range(1, len(owned) + 1))


def test_what_is_missing_is_said_and_never_a_zero(html):
    assert 'class="unknown"' in html
    assert "--electricity-price USD_PER_KWH" in html
    assert "Nothing has been filled in." in html


def test_a_headline_without_a_number_says_so(brief):
    section = brief.sections[0]
    headline = dataclasses.replace(section.headline, number=TARIFF, answer=Text("Not known."))
    html = render.html(sample(sections=(dataclasses.replace(section, headline=headline),)))

    assert 'class="big-unknown"' in html


def test_a_brief_of_nothing_but_a_paragraph_is_a_page():
    section = Section(key="standing", title=Text("Where you stand"),
                      blocks=(Paragraph(Text("Nothing is known.")),))  # fmt: skip
    bare = sample(sections=(section,), notice=None)

    assert "Nothing is known." in render.html(bare)
    assert "Nothing is known." in render.markdown(bare)
    assert render.to_json(bare)["findings"] == {}


def test_text_is_never_markup():
    section = Section(key="standing", title=Text("<b>&amp;"), blocks=(Paragraph(Text("<script>")),),
                      findings={"x": Missing(name="x", subject="KEN", reason="<i>", supply='"<u>"')})  # fmt: skip
    html = render.html(sample(sections=(section,)))

    assert not re.search(r"<script>|<i>|<u>|<b>&amp;amp;|<b>&", html)


def test_a_number_without_a_band_says_why(html):
    assert "(full count)" in html
    assert "cap binds" in html
    assert "193–193" not in html


@pytest.mark.parametrize("quality", Quality)
def test_every_quality_has_a_mark_and_a_word(quality, html):
    assert f'<symbol id="q-{quality.value[0]}"' in html
    assert quality.value in html


# Figures ---------------------------------------------------------------------------------------


def test_every_figure_is_drawn_at_both_widths_in_a_reserved_box(html):
    boxes = re.findall(
        r'<svg class="(wide|narrow)" viewBox="0 0 (\S+) (\S+)" width="(\S+)" height="(\S+)" style="aspect-ratio:(\S+)/(\S+)" direction="ltr" role="img" font-family="Noto Sans, sans-serif" aria-label="([^"]+)"',
        html,
    )

    assert [box[0] for box in boxes] == ["wide", "narrow"] * 3
    assert {float(box[1]) for box in boxes} == {680, 358}
    assert all(box[1:3] == box[3:5] == box[5:7] for box in boxes)


def test_a_figure_has_no_colour_that_is_not_a_token(html):
    body = html.partition("</head>")[2]
    figures_only = "".join(re.findall(r"<figure.*?</figure>", body, re.S))

    assert not re.search(r'(?:fill|stroke)="#[0-9A-Fa-f]', figures_only)


def test_a_colour_outside_the_theme_is_refused():
    with pytest.raises(ValueError, match="#4c78a8"):
        theme.with_tokens('<path fill="#4c78a8"/>')


def test_dark_and_light_name_the_same_tokens():
    assert theme.tokens(dark=True).keys() == theme.tokens(dark=False).keys()


def test_every_state_has_one_dot_at_each_width():
    for width in (figures.WIDE, figures.NARROW):
        world = figures.world(width)

        assert len(world.places) == 193
        assert all(0 < x < width and 0 < y < world.height for x, y in world.places.values())


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0, 193), (1.0, 1.8), (-3, 5), (0, 4e7), (7, 7.02)]
)
def test_linear_ticks_are_few_and_within_the_scale(low, high):
    ticks = figures.linear_ticks(low, high)

    assert 2 <= len(ticks) <= 5
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)


@pytest.mark.parametrize(("low", "high"), [(0.2, 3), (1, 1e6), (1e-9, 1e9), (4.1, 4.9)])
def test_log_ticks_are_few_and_within_the_scale(low, high):
    ticks = figures.log_ticks(low, high)

    assert 1 <= len(ticks) <= 5
    assert all(low <= tick <= high for tick in ticks)


def test_the_altair_theme_is_the_theme_of_the_pages():
    import altair

    theme.enable()
    try:
        spec = altair.Chart(altair.Data(values=[{"a": 1}])).mark_bar().encode(x="a:Q").to_dict()
    finally:
        altair.theme.enable("default")

    assert spec["config"]["bar"]["color"] == theme.LIGHT["band"]


# Trees, Markdown, JSON -------------------------------------------------------------------------


def test_the_largest_doubt_stands_first():
    small, large = fact("small", 1.0), fact("large", 2.0)
    root = finding("a.b", 1.0, "", 0.5, 2.0, inputs=(small, large), shares=(0.1, 0.9))

    assert [each.name for each in unfold(root, translator("en", NAMES)).children] == [
        "large",
        "small",
    ]


def test_many_facts_of_one_name_and_source_are_one_line():
    node = unfold(JOINED, translator("en", NAMES))

    assert [(each.label, each.count) for each in node.children] == [("Adherence: 12 entries", 12)]


def test_markdown_holds_every_section_and_source(brief):
    text = render.markdown(brief)

    assert text.startswith("**ILLUSTRATIVE")
    for section in brief.sections:
        assert f". {section.title.message}" in text
    for entries in Register(brief).lists.values():
        assert all(f"- [{entry.number}] " in text for entry in entries)


def test_json_nests_every_finding_down_to_sources_with_years(brief):
    written = json.loads(json.dumps(render.to_json(brief), allow_nan=False))

    def leaves(node):
        return (
            [leaf for each in node["inputs"] for leaf in leaves(each)]
            if node["kind"] == "finding"
            else [node]
        )

    assert {
        "state",
        "name",
        "as_of",
        "snapshot",
        "version",
        "sections",
        "findings",
        "missing",
    } <= written.keys()
    found = {name: each for name, each in written["findings"].items() if each["kind"] == "finding"}
    assert len(found) > 20
    for name, each in found.items():
        facts = [leaf for leaf in leaves(each) if leaf["kind"] == "fact"]
        assert facts, name
        assert all(leaf["source"]["title"] and isinstance(leaf["year"], int) for leaf in facts)


def test_json_and_brief_unfold_to_the_same_number_of_nodes(brief):
    written = render.to_json(brief)["findings"]

    def count(node):
        return 1 + sum(count(each) for each in node.get("inputs", ()))

    for name, each in brief.findings.items():
        assert count(written[name]) == len(list(walk(each)))


def test_a_quality_strip_of_zeros_is_drawn():
    counts = {each.value: finding(f"n.{each.value}", 0, no_band="full count") for each in Quality}
    strip = QualityStrip(title=Text("a"), subtitle=Text("b"), counts=counts)
    section = Section(key="doubts", title=Text("c"), blocks=(strip,))

    assert 'class="fill-assumed"' in render.html(sample(sections=(section,)))


def test_a_brief_is_the_same_page_twice(brief, html):
    assert isinstance(brief, Brief)
    assert render.html(sample()) == html


@pytest.mark.parametrize("form", render.FORMATS)
def test_every_format_is_written_as_text(form, brief):
    assert "Kenya" in render.render(brief, form)


def test_an_unknown_format_is_refused_with_those_there_are(brief):
    with pytest.raises(UnknownName, match=r"'pdf'.*html, json, md"):
        render.render(brief, "pdf")


def test_a_finding_is_unfolded_once_in_the_lists_of_sources(html):
    lists = "".join(re.findall(r'<aside class="sources".*?</aside>', html, re.S))

    assert lists.count("Air temperature") == 1


def test_lines_that_cause_next_to_nothing_stand_behind_a_disclosure():
    small = tuple(fact(f"small_{at}", 1.0) for at in range(9))
    root = finding(
        "a.b", 1.0, "", 0.5, 2.0,
        inputs=(fact("large", 1.0), *small), shares=(0.991, *(0.001,) * 9),
    )  # fmt: skip
    block = Tree(title=Text("a"), subtitle=Text("b"), root=root)
    html = render.html(sample(sections=(Section(key="doubts", title=Text("c"), blocks=(block,)),)))
    shown, _, hidden = html.partition("and 9 that cause less than 1% of the band each")

    assert "Large, Kenya: 1" in shown
    assert "Small 8, Kenya: 1" in hidden
