# ruff: noqa: E501  scripts for the browser stand on one line
"""The page in a real browser: nothing leaves it, nothing overflows, every number opens."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from comity.report import page, render
from report.pseudo import pseudo
from report.sample import sample

CHROMIUM = os.environ.get("COMITY_CHROMIUM", "/usr/bin/chromium")
LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and not shutil.which("chromium") and not os.environ.get("CI"),
        reason="no Chromium here; set COMITY_CHROMIUM to its path",
    ),
    # The driver leaves its own event loop and pipes to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    brief = sample()
    pages = {
        "english": render.html(brief),
        "long": page.html(brief, pseudo(brief.names)),
        "arabic": page.html(brief, pseudo(brief.names, language="ar", arabic=True)),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return folder


@pytest.fixture
def opened(chromium, files):
    """Open a page; a request to another place or a console error fails the test."""
    contexts, wrong = [], []

    def open_page(name="english", *, width=1232, **more):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **more)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda r: None if r.url.startswith("file:") else wrong.append(r.url))
        tab.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.goto((files / f"{name}.html").as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()

    assert wrong == []


@pytest.mark.parametrize("name", ["english", "long", "arabic"])
@pytest.mark.parametrize("width", [320, 358, 390, 768, 1024, 1232])
def test_no_page_scrolls_sideways(opened, name, width):
    tab = opened(name, width=width)

    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1232])
def test_no_english_table_scrolls_inside_its_box(opened, width):
    tab = opened(width=width)
    wide = tab.eval_on_selector_all(
        ".table-box", "boxes => boxes.filter(b => b.checkVisibility() && b.scrollWidth > b.clientWidth + 1).length"
    )  # fmt: skip

    assert wide == 0


def test_every_superscript_leads_to_an_item_that_can_be_seen(opened):
    tab = opened(java_script_enabled=True)
    links = tab.eval_on_selector_all("a.ref", "links => links.map(a => a.getAttribute('href'))")

    assert len(links) > 50
    for link in set(links):
        assert tab.locator(f"li{link}").is_visible(), link


def test_a_followed_superscript_marks_its_item_without_script(opened):
    tab = opened(java_script_enabled=False)
    link = tab.locator(".text a.ref").first
    at = link.get_attribute("href")
    link.click()

    assert tab.url.endswith(at)
    assert tab.locator(f"li{at}:target").is_visible()


def test_every_number_opens_to_a_source_with_a_year(opened):
    tab = opened()
    numbers = tab.evaluate(
        """() => [...document.querySelectorAll('.n')].map(n => {
            const link = n.matches('a') ? n : n.querySelector('a');
            const item = link && document.querySelector('li' + link.getAttribute('href'));
            if (!item) return [n.dataset.finding, ''];
            const under = [...item.querySelectorAll('a.ref')]
                .map(a => document.querySelector('li' + a.getAttribute('href')));
            return [n.dataset.finding, [item, ...under].map(i => i.textContent).join(' ')];
        })"""
    )

    assert len(numbers) > 40
    for name, text in numbers:
        assert name
        assert re.search(r"\b(?:19|20)\d\d\b", text), name


def test_the_tree_of_a_number_opens_without_script(opened):
    tab = opened(java_script_enabled=False)
    tab.locator(".sources summary").first.click()

    assert tab.locator(".sources .tree").first.is_visible()


@pytest.mark.parametrize("width", [390, 1232])
def test_one_drawing_of_each_figure_is_shown(opened, width):
    tab = opened(width=width)
    shown = tab.eval_on_selector_all(
        "figure", "all => all.map(f => [...f.querySelectorAll(':scope > svg')].filter(s => s.checkVisibility()).map(s => s.getAttribute('class')).join())"
    )  # fmt: skip

    assert shown == ["narrow" if width < 720 else "wide"] * 3


def test_figures_keep_the_box_that_was_reserved(opened):
    tab = opened()
    tab.evaluate(
        """() => { window.moved = 0; new PerformanceObserver(list => list.getEntries()
        .forEach(e => window.moved += e.value)).observe({type: 'layout-shift', buffered: true}) }"""
    )
    ratios = tab.eval_on_selector_all(
        "figure > svg.wide", "all => all.map(s => [s.clientWidth / s.clientHeight, s.viewBox.baseVal.width / s.viewBox.baseVal.height])"
    )  # fmt: skip

    assert tab.evaluate("window.moved") < 0.1
    assert all(abs(shown / reserved - 1) < 0.01 for shown, reserved in ratios)


def test_labels_of_figures_stay_inside_them(opened):
    for name, width in (("english", 1232), ("english", 390), ("arabic", 1232), ("long", 1232)):
        tab = opened(name, width=width)
        outside = tab.evaluate(
            """() => [...document.querySelectorAll('figure > svg')].filter(s => s.checkVisibility())
            .flatMap(s => { const box = s.getBoundingClientRect();
              return [...s.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
                .filter(([t, r]) => r.left < box.left - 2 || r.right > box.right + 2)
                .map(([t]) => t) })"""
        )

        assert outside == [], (name, width)


def test_the_tokens_turn_dark_by_device_and_by_switch(opened):
    dark, light = "rgb(15, 23, 30)", "rgb(255, 255, 255)"
    paper = "getComputedStyle(document.body).backgroundColor"
    by_device = opened(color_scheme="dark")
    by_switch = opened(color_scheme="light")
    by_switch.locator("#dark").check()

    assert by_device.evaluate(paper) == dark
    assert by_switch.evaluate(paper) == dark
    by_device.locator("#light").check()
    assert by_device.evaluate(paper) == light


def test_the_first_printed_page_is_the_executive_page_alone(opened, tmp_path):
    tab = opened()
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 665, "height": 1000})
    height = tab.evaluate(
        "document.querySelector('#standing').getBoundingClientRect().top + scrollY"
    )
    before = tab.evaluate("getComputedStyle(document.querySelector('.first')).breakAfter")
    whole = page_count(tab.pdf(prefer_css_page_size=True))
    tab.add_style_tag(content=".section,footer{display:none}.first{break-after:auto!important}")
    alone = page_count(tab.pdf(prefer_css_page_size=True))

    # 259 mm of an A4 sheet remain between its margins, at 96 px to the inch.
    assert height < 259 / 25.4 * 96
    assert before == "page"
    assert alone == 1
    assert whole >= 4


def page_count(pdf):
    return max(int(each) for each in re.findall(rb"/Count (\d+)", pdf))


def test_print_is_light_and_drops_what_only_a_screen_can_do(opened):
    tab = opened(color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")

    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not tab.locator(".modes").is_visible()
    assert not tab.locator(".behind").first.is_visible()


def test_in_grey_the_dots_of_two_standings_differ_in_lightness_or_in_shape(opened):
    tab = opened()
    greys = tab.evaluate(
        """() => { const style = getComputedStyle(document.documentElement);
        return ['accent', 'dot', 'paper'].map(name => {
          const hex = style.getPropertyValue('--' + name).trim();
          const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b }) }"""
    )
    joined, other, hollow = greys

    assert other - joined > 0.25
    assert hollow - other > 0.25


def test_arabic_runs_from_the_right_with_its_columns_mirrored(opened):
    tab = opened("arabic")
    number = tab.locator(".row .big").first.bounding_box()
    answer = tab.locator(".row .answer").first.bounding_box()

    assert number["x"] < answer["x"]
