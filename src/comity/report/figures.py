"""Vega-Lite specifications of the house figures, at the width of a page and of a phone.

Every position is a pixel: labels, rows and grid stand where the page's line grid has them, so that
a figure is exactly as large as the box reserved for it.
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from comity.facts.load import DATA
from comity.plans.content import DotMap, HeatMap, Interval, IntervalChart
from comity.report.marks import (
    ISOLATES,
    NARROW,
    WIDE,
    Specification,
    Values,
    drawing_of,
    layer,
    line_at,
    linear_ticks,
    lines_of,
    log_ticks,
    room_for,
    text_at,
    text_layer,
)
from comity.report.numbers import show, write_short
from comity.report.theme import LIGHT, SEQUENTIAL
from comity.report.translate import Translator
from comity.report.words import plain

LABEL = 236
"""Room for the labels of an interval chart beside its bands. [px]"""


# Interval chart ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the rows of an interval chart stand, in pixels."""

    label: float
    beside: bool
    centre: float
    bottom: float


def interval_chart(chart: IntervalChart, width: int, translate: Translator) -> Specification:
    """Bands with a central tick, one row each, labels beside them or, on a phone, above."""
    wide = width == WIDE
    labels = [(plain(row.label, translate), plain(row.condition, translate)) for row in chart.rows]
    places = _places(labels, wide)
    height = places[-1].bottom
    left, right = (250, 612) if wide else (4, 292)
    if wide and translate.direction == "rtl":
        left, right = 8, 370
    axis = _axis(chart, left, right)
    rules: list[Values] = [line_at(axis.at(each), 20, axis.at(each), height) for each in axis.ticks]
    rules += [line_at(0, place.bottom, width, place.bottom) for place in places[:-1]]
    words = [
        text_at(axis.at(each), 12, write_short(each, translate), align="center", quiet="ink3")
        for each in axis.ticks
    ]
    words += _row_labels(labels, places, width, translate)
    bands: list[Values] = []
    for row, place in zip(chart.rows, places, strict=True):
        _draw_row(row, place.centre, axis, (rules, bands, words), translate)
    grid = [rule for rule in rules if rule["thick"] == 1]
    ticks = [rule for rule in rules if rule["thick"] != 1]
    layers = [
        layer("rule", grid, "x", "y", "x2", "y2", "color", strokeWidth=1),
        layer("rect", bands, "x", "y", "x2", "y2", "fill", "stroke", strokeWidth=0.8),
        layer("rule", ticks, "x", "y", "x2", "y2", "color", strokeWidth=3),
        text_layer(words),
    ]
    return drawing_of(width, height, layers, translate)


def _draw_row(
    row: Interval,
    centre: float,
    axis: _Axis,
    onto: tuple[list[Values], list[Values], list[Values]],
    translate: Translator,
) -> None:
    """Add the band, the tick and the value of one row to the rules, bands and words."""
    rules, bands, words = onto
    number = row.number
    if isinstance(number.value, str):
        words.append(text_at(axis.left, centre + 5, number.value))
        return
    if number.low is not None and number.high is not None:
        fill, stroke = ("url(#hatch)", "rule2") if row.hatched else (LIGHT["band"], "accent")
        bands.append({
            "x": axis.at(number.low), "x2": axis.at(number.high), "y": centre - 6,
            "y2": centre + 6, "fill": fill, "stroke": LIGHT[stroke],
        })  # fmt: skip
    at, token = axis.at(number.value), "ink" if row.hatched else "accent"
    rules.append(line_at(at, centre - 10, at, centre + 10, token=token, thick=3))
    shown = show(number, translate, unit=False)
    end = axis.at(number.value if number.high is None else number.high)
    words.append(text_at(end + 8, centre + 5, f"{shown.value}{shown.after}"))


def _places(labels: Sequence[tuple[str, str]], wide: bool) -> list[_Place]:
    places, top = [], 26.0
    for label, condition in labels:
        lines = len(lines_of(label, LABEL if wide else NARROW, 13, bold=True))
        lines += len(lines_of(condition, LABEL if wide else NARROW, 12))
        beside = room_for(label, 13, bold=True) + room_for(condition, 12) + 12 <= NARROW
        first = top + 18
        if wide:
            height = 44 + 16 * max(0, lines - 2)
            place = _Place(
                label=first, beside=False, centre=top + height / 2, bottom=top + height
            )  # fmt: skip
        else:
            height = 58 if beside else 42 + 16 * lines
            place = _Place(
                label=first, beside=beside, centre=top + height - 20, bottom=top + height
            )  # fmt: skip
        places.append(place)
        top = place.bottom
    return places


def _row_labels(
    labels: Sequence[tuple[str, str]], places: Sequence[_Place], width: int, translate: Translator
) -> list[Values]:
    rtl, wide = translate.direction == "rtl", width == WIDE
    start, end = ISOLATES[translate.direction]
    near, far = (width, 0) if rtl else (0, width)
    first, last = ("right", "left") if rtl else ("left", "right")
    words = []
    for (label, condition), place in zip(labels, places, strict=True):
        y = place.label
        for line in lines_of(label, LABEL if wide else NARROW, 13, bold=True):
            words.append(text_at(near, y, f"{start}{line}{end}", align=first))
            y += 16
        if place.beside:
            note = f"{start}{condition}{end}"
            words.append(text_at(far, place.label, note, align=last, quiet="ink2"))
            continue
        for line in lines_of(condition, LABEL if wide else NARROW, 12):
            words.append(text_at(near, y, f"{start}{line}{end}", align=first, quiet="ink2"))
            y += 16
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """The horizontal scale of an interval chart and the values its grid stands at."""

    low: float
    high: float
    left: float
    right: float
    log: bool
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Place of a value, in pixels."""
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return round(self.left + (value - low) / (high - low) * (self.right - self.left), 2)


def _axis(chart: IntervalChart, left: float, right: float) -> _Axis:
    ends = [
        float(each)
        for row in chart.rows
        for each in (row.number.low, row.number.value, row.number.high)
        if isinstance(each, int | float)
    ]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    log = chart.log and low > 0
    if log:
        low, high = low / 1.15, high * 1.05
    else:
        low = 0.0 if 0 <= low < 0.7 * high else low - 0.05 * ((high - low) or abs(high) or 1.0)
        high = high if high > low else low + 1.0
    ticks = log_ticks(low, high) if log else linear_ticks(low, high)
    return _Axis(low=low, high=high, left=left, right=right, log=log, ticks=ticks)


# Heat map ------------------------------------------------------------------------------------


def heat_map(chart: HeatMap, width: int, translate: Translator) -> Specification:
    """Twelve months by twenty-four hours in seven steps."""
    wide = width == WIDE
    months = translate.months("abbreviated" if wide else "narrow")
    left = 12 + math.ceil(max(room_for(name, 12) for name in months))
    top, cell = 22.0, 16.0 if wide else 17.0
    height = top + 12 * cell
    low, high = heat_ends(chart)
    step = (width - left) / 24
    cells: list[Values] = [
        {
            "x": round(left + step * hour, 2), "x2": round(left + step * (hour + 1), 2),
            "y": top + month * cell, "y2": top + (month + 1) * cell,
            "fill": SEQUENTIAL[min(6, int(7 * (value - low) / (high - low)))],
        }
        for month, row in enumerate(chart.values)
        for hour, value in enumerate(row)
    ]  # fmt: skip
    words = [
        text_at(left - 8, top + (month + 0.5) * cell + 4, name, align="right", quiet="ink3")
        for month, name in enumerate(months)
    ]
    words += [
        text_at(left + step * (hour + 0.5), 12, f"{hour:02d}", align="center", quiet="ink3")
        for hour in range(0, 24, 3 if wide else 6)
    ]
    gap = {"stroke": LIGHT["paper"], "strokeWidth": 0.8}
    layers = [layer("rect", cells, "x", "y", "x2", "y2", "fill", **gap), text_layer(words)]
    return drawing_of(width, height, layers, translate)


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
    outline = (LIGHT["rule2"], 0.7)
    styles = {
        "not joined": (LIGHT["dot"], *outline),
        "not known": (LIGHT["paper"], LIGHT["rule2"], 1.1),
        "disagree": (LIGHT["dot"], *outline),
        "joined": (LIGHT["accent"], LIGHT["accent"], 0.7),
    }
    dots: list[Values] = []
    points: list[Values] = []
    for iso3, (x, y) in base.places.items():
        standing = chart.states.get(iso3, "not known")
        fill, stroke, thick = styles[standing]
        dots.append({"x": x, "y": y, "fill": fill, "stroke": stroke, "strokeWidth": thick})
        if standing == "disagree":
            points.append({"x": x, "y": y})
    whole = {"shape": "circle", "opacity": 1, "size": math.pi * radius**2}
    small = whole | {"size": math.pi * (0.4 * radius) ** 2, "fill": LIGHT["ink"], "stroke": None}
    channels = ("x", "y", "fill", "stroke", "strokeWidth")
    layers = [layer("point", dots, *channels, **whole), layer("point", points, "x", "y", **small)]
    return drawing_of(width, height, layers, translate)


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
    room = room_for(name, 13, bold=True)
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
