# ruff: noqa: E501  scripts for the browser stand on one line
"""Pages of places: written whole, drawn in a real browser, nothing asked of any other place."""

import itertools
import json
import re

import pytest

from comity.cli import main
from faces.test_browser import chromium, pytestmark  # noqa: F401  the driver and its marks

WIDTHS = (320, 390, 1280)
PAGES = {
    "run": ("run", "KEN", "--price", "0.15-0.2"),
    "bare": ("run", "--preset", "lei_1"),
    "compare": ("compare", "KEN", "DEU"),
    "rank": ("rank", "KEN", "SGP", "ISL", "NOR", "EGY"),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    # As long a name as makers of weather files give, none of it at a blank.
    weather = folder / f"KEN_Nairobi.Jomo.Kenyatta.Intl.AP.637400_TMYx.{'2007-2021_' * 8}.csv"
    rows = "\n".join(f"{15 + hour % 24},{60},{83000}" for hour in range(8760))
    weather.write_text(f"temp_air_c,relative_humidity_pct,pressure_pa\n{rows}\n")
    for name, arguments in PAGES.items():
        more = ("--weather", str(weather)) if name == "bare" else ()
        with pytest.raises(SystemExit) as ended:
            main(("sites", *arguments, *more, "--html", str(folder / f"{name}.html")))
        assert ended.value.code == 0
    pytest.importorskip("zarr")
    from comity.facts.load import embedded
    from comity.plans.cubes import cube_of_normals

    cube_of_normals(embedded(), folder / "cube.zarr", ["KEN", "SGP", "ISL", "FJI"], chunk=2)
    with pytest.raises(SystemExit) as ended:
        main(("sites", "sweep", str(folder / "cube.zarr"), "--out", str(folder / "out.zarr"),
              "--html", str(folder / "sweep.html")))  # fmt: skip
    assert ended.value.code == 0
    return folder


@pytest.fixture
def opened(chromium, pages):  # noqa: F811
    contexts, wrong = [], []

    def open_page(name, width):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        tab = context.new_page()
        tab.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(r.url),
        )
        tab.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.goto((pages / f"{name}.html").as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()

    assert wrong == []


@pytest.mark.parametrize("name", [*PAGES, "sweep"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_a_place_scrolls_sideways(opened, name, width):
    tab = opened(name, width)

    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("run", ["intervals", "curves", "stack", "scatter", "valuemap"]),
        ("bare", ["intervals", "curves", "stack", "scatter"]),
        ("compare", ["scatter", "valuemap"]),
        ("rank", ["scatter", "valuemap"]),
        ("sweep", ["intervals", "cells"]),
    ],
)
def test_every_figure_is_drawn_with_a_title_a_source_and_its_data(opened, name, kinds):
    tab = opened(name, 1280)
    found = tab.eval_on_selector_all(
        "figure", """all => all.map(f => [f.className, f.querySelector('h3').innerText.length > 10,
        f.querySelectorAll('figcaption a').length > 0, !!f.querySelector('a[download]'),
        [...f.querySelectorAll(':scope > svg')].filter(s => s.checkVisibility()).length])"""
    )  # fmt: skip

    assert [each[0] for each in found] == kinds
    assert all(each[1:] == [True, True, True, 1] for each in found)


@pytest.mark.parametrize("name", [*PAGES, "sweep"])
@pytest.mark.parametrize("width", [390, 1280])
def test_words_of_figures_stay_inside_them(opened, name, width):
    outside = opened(name, width).evaluate(
        """() => [...document.querySelectorAll('figure > svg')].filter(s => s.checkVisibility())
        .flatMap(s => { const box = s.getBoundingClientRect();
          return [...s.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
            .filter(([t, r]) => r.left < box.left - 2 || r.right > box.right + 2 || r.bottom > box.bottom + 2)
            .map(([t]) => t) })"""
    )

    assert outside == []


def test_every_number_of_the_page_opens_to_a_source_with_a_year(opened):
    numbers = opened("run", 1280).evaluate(
        """() => [...document.querySelectorAll('.n')].map(n => {
            const link = n.matches('a') ? n : n.querySelector('a');
            const item = link && document.querySelector('li' + link.getAttribute('href'));
            if (!item) return [n.dataset.finding, ''];
            const under = [...item.querySelectorAll('a.ref')]
                .map(a => document.querySelector('li' + a.getAttribute('href')));
            return [n.dataset.finding, [item, ...under].map(i => i.textContent).join(' ')];
        })"""
    )

    assert len(numbers) > 200
    for name, text in numbers:
        assert re.search(r"\b(?:19|20)\d\d\b", text), name


def test_neighbours_in_the_stack_differ_in_lightness(opened):
    greys = opened("run", 1280).evaluate(
        """() => { const style = getComputedStyle(document.documentElement);
        return ['seq1', 'seq4', 'seq2', 'seq6', 'paper'].map(name => {
          const hex = style.getPropertyValue('--' + name).trim();
          const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b }) }"""
    )

    assert all(abs(one - other) > 0.2 for one, other in itertools.pairwise(greys))


def test_a_page_stands_beside_the_json_and_is_told_on_standard_error(capsys, tmp_path):
    file = tmp_path / "p.html"
    with pytest.raises(SystemExit):
        main(("sites", "run", "FJI", "--json", "--html", str(file)))
    said = capsys.readouterr()

    assert json.loads(said.out)["place"].startswith("FJI")
    assert str(file) in said.err
    assert "http://www.w3.org" not in re.sub(r"<svg.*?</svg>", "", file.read_text(), flags=re.S)


def test_a_page_that_cannot_be_written_is_refused(capsys, tmp_path):
    with pytest.raises(SystemExit) as ended:
        main(("sites", "compare", "FJI", "--html", str(tmp_path)))

    assert ended.value.code == 2
    assert "folder" in capsys.readouterr().err
