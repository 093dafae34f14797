"""Vega-Lite specifications of the house figures, at the width of a page and of a phone.

Every position that is not a quantity is a pixel: labels, rows and grid stand where the page's
line grid has them, so that a figure is as large as the box reserved for it.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.facts.load import DATA
from comity.plans.content import DotMap, HeatMap, IntervalChart
from comity.report.numbers import show, write_short
from comity.report.theme import LIGHT, SEQUENTIAL, config
from comity.report.translate import Translator
from comity.report.words import plain

WIDE, NARROW = 680, 358
"""Widths figures are drawn at. [px]"""

Specification = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_ISOLATES = {"ltr": ("", ""), "rtl": ("\u2067", "\u2069")}


def _figure(
    width: float, height: float, layers: Sequence[Specification], translate: Translator
) -> Specification:
    return {
        "$schema": _SCHEMA,
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "config": config(translate.language),
        "layer": list(layers),
    }


def _layer(
    mark: Specification, values: list[dict[str, Any]], height: float, **encoding: object
) -> Specification:
    """A layer whose `y` and `y2`, where they are fields, are pixels."""
    encoded = dict(encoding)
    if isinstance(encoded.get("y"), str):
        pixels = {"domain": [0, height], "range": [0, height], "nice": False}
        encoded["y"] = {
            "field": encoded["y"], "type": "quantitative", "axis": None, "scale": pixels,
        }  # fmt: skip
    if isinstance(encoded.get("y2"), str):
        encoded["y2"] = {"field": encoded["y2"]}
    return {"mark": mark, "data": {"values": values}, "encoding": encoded}


def _words(values: list[dict[str, Any]], height: float, x: object, **mark: object) -> Specification:
    style = {"type": "text", "baseline": "alphabetic", **mark}
    return _layer(style, values, height, x=x, y="y", text={"field": "text"})


# Interval chart ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the rows of an interval chart stand, in pixels."""

    label: float
    condition: float
    centre: float
    bottom: float


def interval_chart(chart: IntervalChart, width: int, translate: Translator) -> Specification:
    """Bands with a central tick, one row each, labels beside them or, on a phone, above."""
    wide = width == WIDE
    labels = [(plain(row.label, translate), plain(row.condition, translate)) for row in chart.rows]
    places = _places(labels, wide)
    height = places[-1].bottom
    rtl = translate.direction == "rtl"
    left, right = (250, 612) if wide else (4, 292)
    if wide and rtl:
        left, right = 8, 370
    x = _scale_x(chart, left, right)
    layers = [
        _grid(x, height, translate),
        _words(
            [{"v": each, "y": 12, "text": write_short(each, translate)} for each in x.ticks],
            height, x.of("v"), color=LIGHT["ink3"], fontSize=12, fontWeight=400,
        ),
        _rules([place.bottom for place in places[:-1]], width, height),
        *_row_labels(labels, places, width, translate),
        *_bands(chart, places, x, height, translate),
    ]  # fmt: skip
    return _figure(width, height, layers, translate)


def _places(labels: Sequence[tuple[str, str]], wide: bool) -> list[_Place]:
    places, top = [], 26.0
    for label, condition in labels:
        if wide:
            place = _Place(label=top + 18, condition=top + 34, centre=top + 22, bottom=top + 44)
        elif _room(label, 13, bold=True) + _room(condition, 12) + 12 <= NARROW:
            place = _Place(label=top + 19, condition=top + 19, centre=top + 38, bottom=top + 58)
        else:
            place = _Place(label=top + 19, condition=top + 35, centre=top + 54, bottom=top + 74)
        places.append(place)
        top = place.bottom
    return places


def _room(text: str, size: float, *, bold: bool = False) -> float:
    """Width a text needs at the most, in pixels, by the average letter of the house font."""
    wide = sum(1.8 if ord(letter) > 0x2E80 else 1.0 for letter in text)
    return wide * size * (0.61 if bold else 0.55)


def _row_labels(
    labels: Sequence[tuple[str, str]], places: Sequence[_Place], width: int, translate: Translator
) -> list[Specification]:
    rtl, wide = translate.direction == "rtl", width == WIDE
    start, end = _ISOLATES[translate.direction]
    height, limit = places[-1].bottom, 240 if wide else width
    heads: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    across: list[dict[str, Any]] = []
    for (label, condition), place in zip(labels, places, strict=True):
        heads.append({"y": place.label, "text": f"{start}{label}{end}"})
        note = {"y": place.condition, "text": f"{start}{condition}{end}"}
        (across if place.condition == place.label else notes).append(note)
    near, far = (width, 0) if rtl else (0, width)
    first, last = ("right", "left") if rtl else ("left", "right")
    quiet = {"color": LIGHT["ink2"], "fontSize": 12, "fontWeight": 400, "limit": limit}
    return [
        _words(heads, height, {"value": near}, align=first, limit=limit),
        _words(notes, height, {"value": near}, align=first, **quiet),
        _words(across, height, {"value": far}, align=last, **quiet),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """The horizontal scale of an interval chart and the values its grid stands at."""

    scale: Specification
    ticks: tuple[float, ...]

    def of(self, field: str) -> Specification:
        return {"field": field, "type": "quantitative", "axis": None, "scale": self.scale}


def _scale_x(chart: IntervalChart, left: float, right: float) -> _Axis:
    ends = [
        float(each)
        for row in chart.rows
        for each in (row.number.low, row.number.value, row.number.high)
        if isinstance(each, int | float)
    ]
    low, high = min(ends), max(ends)
    if chart.log and low > 0:
        low, high = low / 1.15, high * 1.05
        scale = {"type": "log", "domain": [low, high], "range": [left, right], "nice": False}
        return _Axis(scale=scale, ticks=log_ticks(low, high))
    if low >= 0 and low < 0.7 * high:
        low = 0.0
    pad = 0.0 if low == 0.0 else 0.05 * ((high - low) or abs(high) or 1.0)
    low, high = low - pad, high if high > low else low + 1.0
    scale = {"domain": [low, high], "range": [left, right], "nice": False}
    return _Axis(scale=scale, ticks=linear_ticks(low, high))


def linear_ticks(low: float, high: float) -> tuple[float, ...]:
    """Three to five round values between two ends, at steps of 1, 2, 2.5 or 5."""
    power = 10 ** math.floor(math.log10((high - low) / 4))
    for step in (power * each for each in (1, 2, 2.5, 5, 10)):
        first = math.ceil(low / step - 1e-9)
        last = math.floor(high / step + 1e-9)
        if last - first + 1 <= 5:
            return tuple(float(f"{index * step:.10g}") for index in range(first, last + 1))
    return (low, high)


def log_ticks(low: float, high: float) -> tuple[float, ...]:
    """At most five round values between two positive ends, evenly apart on a log scale."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    for digits in ((1, 2, 5), (1, 3), (1,)):
        found = [digit * 10.0**power for power in powers for digit in digits]
        ticks = [float(f"{each:.6g}") for each in found if low <= each <= high]
        if len(ticks) <= 5 and ticks:
            return tuple(ticks)
    whole = [10.0**power for power in powers if low <= 10.0**power <= high]
    return tuple(whole[:: math.ceil(len(whole) / 5)]) if whole else linear_ticks(low, high)


def _grid(x: _Axis, height: float, translate: Translator) -> Specification:
    values = [{"v": each, "y": 20, "y2": height} for each in x.ticks]
    return _layer(
        {"type": "rule", "color": LIGHT["rule"], "strokeWidth": 1}, values, height,
        x=x.of("v"), y="y", y2="y2",
    )  # fmt: skip


def _rules(at: Sequence[float], width: int, height: float) -> Specification:
    values = [{"y": each} for each in at]
    mark = {"type": "rule", "color": LIGHT["rule"], "strokeWidth": 1}
    return _layer(mark, values, height, x={"value": 0}, x2={"value": width}, y="y")


def _bands(
    chart: IntervalChart, places: Sequence[_Place], x: _Axis, height: float, translate: Translator
) -> list[Specification]:
    bands: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    ticks: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    values = []
    for row, place in zip(chart.rows, places, strict=True):
        number, c = row.number, place.centre
        if not isinstance(number.value, int | float):
            values.append({"v": x.scale["domain"][0], "y": c + 5, "text": str(number.value)})
            continue
        if number.low is not None:
            band = {"v": number.low, "v2": number.high, "y": c - 6, "y2": c + 6}
            bands[row.hatched].append(band)
        ticks[row.hatched].append({"v": number.value, "y": c - 10, "y2": c + 10})
        shown = show(number, translate, unit=False)
        text = f"{shown.value}{shown.after}"
        values.append({"v": number.high or number.value, "y": c + 5, "text": text})
    accent, ink, rule2 = LIGHT["accent"], LIGHT["ink"], LIGHT["rule2"]
    filled = {"type": "rect", "fill": LIGHT["band"], "stroke": accent, "strokeWidth": 0.8}
    hatched = {"type": "rect", "fill": "url(#hatch)", "stroke": rule2, "strokeWidth": 0.8}
    tick = {"type": "rule", "strokeWidth": 3}
    across = {"x": x.of("v"), "x2": {"field": "v2"}, "y": "y", "y2": "y2"}
    upright = {"x": x.of("v"), "y": "y", "y2": "y2"}
    return [
        _layer(filled, bands[False], height, **across),
        _layer(hatched, bands[True], height, **across),
        _layer({**tick, "color": accent}, ticks[False], height, **upright),
        _layer({**tick, "color": ink}, ticks[True], height, **upright),
        _words(values, height, x.of("v"), align="left", dx=8),
    ]


# Heat map ------------------------------------------------------------------------------------


def heat_map(chart: HeatMap, width: int, translate: Translator) -> Specification:
    """Twelve months by twenty-four hours in seven steps."""
    wide = width == WIDE
    months = translate.months("abbreviated" if wide else "narrow")
    left = 12 + math.ceil(max(_room(name, 12) for name in months))
    top, cell = 22.0, 16.0 if wide else 17.0
    height = top + 12 * cell
    low, high = heat_ends(chart)
    step = (width - left) / 24
    cells = [
        {"h": hour, "y": top + month * cell, "y2": top + (month + 1) * cell, "v": value}
        for month, row in enumerate(chart.values)
        for hour, value in enumerate(row)
    ]
    hours = {"domain": list(range(24)), "range": [left, width], "padding": 0}
    colours = {"type": "quantize", "domain": [low, high], "range": list(SEQUENTIAL)}
    names = [
        {"y": top + (month + 0.5) * cell + 4, "text": name} for month, name in enumerate(months)
    ]
    marks = [
        {"px": left + step * (hour + 0.5), "y": 12, "text": f"{hour:02d}"}
        for hour in range(0, 24, 3 if wide else 6)
    ]
    quiet: Specification = {"color": LIGHT["ink3"], "fontSize": 12, "fontWeight": 400}
    layers = [
        _layer(
            {"type": "rect", "stroke": LIGHT["paper"], "strokeWidth": 0.8}, cells, height,
            x={"field": "h", "type": "ordinal", "axis": None, "scale": hours}, y="y", y2="y2",
            color={"field": "v", "type": "quantitative", "legend": None, "scale": colours},
        ),
        _words(names, height, {"value": left - 8}, align="right", **quiet),
        *(_words([each], height, {"value": each["px"]}, align="center", **quiet) for each in marks),
    ]  # fmt: skip
    return _figure(width, height, layers, translate)


def heat_ends(chart: HeatMap) -> tuple[float, float]:
    """Least and greatest value of a heat map."""
    flat = [value for row in chart.values for value in row]
    low, high = min(flat), max(flat)
    return (low, high) if high > low else (low, low + 1.0)


# Dot map -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Land and dots at one width.

    Attributes
    ----------
    height : float
        [px]
    radius : float
        Of every dot. [px]
    land : str
        Path data of the land, without boundaries.
    places : mapping of str to (float, float)
        ISO3 -> centre of its dot. [px]
    """

    height: float
    radius: float
    land: str
    places: dict[str, tuple[float, float]]


@functools.cache
def world(width: int) -> World:
    """Land and dots at one width, from the shipped tables."""
    with (DATA / "land.csv").open(encoding="utf-8", newline="") as file:
        land = next(row for row in csv.DictReader(file) if row["width"] == str(width))
    with (DATA / "dots.csv").open(encoding="utf-8", newline="") as file:
        dots = [row for row in csv.DictReader(file) if row["width"] == str(width)]
    return World(
        height=float(land["height"]),
        radius=float(land["radius"]),
        land=land["path"],
        places={row["iso3"]: (float(row["x"]), float(row["y"])) for row in dots},
    )


def dot_map(chart: DotMap, width: int, translate: Translator) -> Specification:
    """One equal dot per state; the same drawing whoever is the subject, so that it is kept."""
    base = world(width)
    height, radius = base.height, base.radius
    dots: dict[str, list[dict[str, float]]] = {}
    for iso3, (x, y) in base.places.items():
        dots.setdefault(chart.states.get(iso3, "not known"), []).append({"x": x, "y": y})
    outline = {"stroke": LIGHT["rule2"], "strokeWidth": 0.7}
    styles: dict[str, Specification] = {
        "not joined": {"fill": LIGHT["dot"], **outline},
        "not known": {"fill": LIGHT["paper"], "stroke": LIGHT["rule2"], "strokeWidth": 1.1},
        "disagree": {"fill": LIGHT["dot"], **outline},
        "joined": {"fill": LIGHT["accent"], "stroke": LIGHT["accent"], "strokeWidth": 0.7},
    }
    pixels = {"domain": [0, width], "range": [0, width], "nice": False}
    across = {"field": "x", "type": "quantitative", "axis": None, "scale": pixels}

    def points(standing: str, size: float, **style: object) -> Specification:
        mark = {"type": "point", "shape": "circle", "opacity": 1, **style}
        mark["size"] = math.pi * size**2
        return _layer(mark, dots.get(standing, []), height, x=across, y="y")

    layers = [points(standing, radius, **style) for standing, style in styles.items()]
    layers.append(
        points("disagree", radius * 0.4, fill=LIGHT["ink"], stroke=LIGHT["ink"], strokeWidth=0)
    )
    return _figure(width, height, layers, translate)


def map_ground(width: int) -> str:
    """The land under the dots, as SVG."""
    return f'<path d="{world(width).land}" fill="var(--land)"/>'


def map_subject(iso3: str, width: int, name: str) -> str:
    """Ring, leader and name of the subject, as SVG over the dots."""
    from html import escape

    base = world(width)
    if iso3 not in base.places:
        return ""
    x, y = base.places[iso3]
    ring = base.radius + 3.2
    reach = 32 if width == WIDE else 18
    room = _room(name, 13, bold=True)
    side = 1 if x + reach + 4 + room < width else -1
    down = 1 if y + reach < base.height - 8 else -1
    slope = math.sqrt(0.5) * ring
    end_x, end_y = x + side * reach, y + down * reach
    anchor = "start" if side == 1 else "end"
    return (
        f'<circle cx="{x}" cy="{y}" r="{ring:.1f}" fill="none" stroke="var(--ink)"'
        ' stroke-width="1.6"/>'
        f'<line x1="{x + side * slope:.1f}" y1="{y + down * slope:.1f}" x2="{end_x:.1f}"'
        f' y2="{end_y:.1f}" stroke="var(--ink)" stroke-width=".8"/>'
        f'<text class="halo" x="{end_x + side * 4:.1f}" y="{end_y + 5:.1f}"'
        f' text-anchor="{anchor}">{escape(name)}</text>'
    )
