"""How the figures of a site are drawn: every position a pixel, every colour a token.

Series differ by dash or lightness and carry direct labels, so that a figure holds in grey.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from comity.facts.types import Missing
from comity.plans.charts import Cells, Chart, Curves, Point, Scatter, Series, Stack, ValueMap
from comity.report.figures import world
from comity.report.marks import (
    WIDE,
    Specification,
    Values,
    drawing_of,
    layer,
    line_at,
    linear_ticks,
    lines_of,
    room_for,
    text_at,
    text_layer,
)
from comity.report.numbers import write_short
from comity.report.theme import DASHES, LIGHT, SEQUENTIAL
from comity.report.translate import Translator
from comity.report.words import plain

TOP, HEIGHT = 26.0, 220.0
"""Where a plot begins below its horizontal scale, and how high it is. [px]"""
BESIDE = 148.0
"""Room for direct labels at the end of a wide plot. [px]"""
FILLS = (SEQUENTIAL[0], SEQUENTIAL[3], SEQUENTIAL[1], SEQUENTIAL[5], "url(#hatch)")
"""Fills of a stack from its foot: neighbours differ in lightness."""
LABELLED = 12
"""Points up to which each is named in the figure; beyond, those on the frontier are."""

# Axes ----------------------------------------------------------------------------------------


def _ends(values: Sequence[float], *, zero: bool = False) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.06 * ((high - low) or abs(high) or 1.0)
    if zero or 0 <= low < 0.4 * high:
        return 0.0, high + room
    return low - room, high + room


def _at(value: float, ends: tuple[float, float], first: float, last: float) -> float:
    return round(first + (value - ends[0]) / (ends[1] - ends[0]) * (last - first), 2)


def _upright(
    ends: tuple[float, float], left: float, right: float, foot: float, translate: Translator
) -> tuple[list[Values], list[Values]]:
    """Grid and labels of the vertical scale."""
    grid, texts = [], []
    for tick in linear_ticks(*ends):
        y = _at(tick, ends, foot, TOP)
        grid.append(line_at(left, y, right, y))
        label = write_short(tick, translate)
        texts.append(text_at(left - 8, y + 4, label, align="right", quiet="ink3"))
    return grid, texts


def _grid(lines: list[Values]) -> Specification:
    return layer("rule", lines, "x", "y", "x2", "y2", "color", strokeWidth=1)


# Curves --------------------------------------------------------------------------------------


def curves(chart: Curves, width: int, translate: Translator) -> Specification:
    """Lines over a share, the first with its band."""
    wide = width == WIDE
    left, right = (46.0, width - BESIDE - 10) if wide else (42.0, width - 10.0)
    foot = TOP + HEIGHT
    every = [each for row in chart.series for each in row.values]
    ends = _ends([*every, *chart.low, *chart.high])
    grid, texts = _upright(ends, left, right, foot, translate)
    for share in (0, 25, 50, 75, 100):
        x = _at(share, (0, 100), left, right)
        align = "right" if share == 100 else "center"
        texts.append(text_at(x, 12, f"{share}%", align=align, quiet="ink3"))

    def path(values: Sequence[float], upper: Sequence[float] = ()) -> list[Values]:
        found = [
            {"x": _at(share, (0, 100), left, right), "y": _at(value, ends, foot, TOP)}
            for share, value in zip(chart.shares, values, strict=True)
        ]
        for each, value in zip(found, upper, strict=False):
            each["y2"] = _at(value, ends, foot, TOP)
        return found

    thin = {"stroke": LIGHT["accent"], "strokeWidth": 0.8}
    layers = [
        _grid(grid),
        layer("area", path(chart.low, chart.high), "x", "y", "y2", color=LIGHT["band"]),
        *(layer("line", path(each), "x", "y", **thin) for each in (chart.low, chart.high)),
    ]
    for at, each in reversed(list(enumerate(chart.series))):
        style = {"stroke": LIGHT["ink2" if at else "accent"], "strokeWidth": 1.6 if at else 2.4}
        layers.append(layer("line", path(each.values), "x", "y", strokeDash=DASHES[at], **style))
    finish = [_at(each.values[-1], ends, foot, TOP) for each in chart.series]
    anchors, named, height = _labels(chart.series, finish, width, right, foot, translate)
    for at, (x, y) in enumerate(anchors):
        style = {"stroke": LIGHT["ink2" if at else "accent"], "strokeWidth": 1.6 if at else 2.4}
        sample = [line_at(x, y, x + 22, y)]
        layers.append(layer("rule", sample, "x", "y", "x2", "y2", strokeDash=DASHES[at], **style))
    return drawing_of(width, height, [*layers, text_layer([*texts, *named])], translate)


def _labels(
    series: Sequence[Series],
    wanted: Sequence[float],
    width: int,
    right: float,
    foot: float,
    translate: Translator,
) -> tuple[list[tuple[float, float]], list[Values], float]:
    """Where samples and names of series stand: beside the plot, on a phone beneath it.

    Returns
    -------
    anchors : list of tuple of float
        Where the sample of each series begins, in the order of the series. [px]
    texts : list
        Their names.
    height : float
        Of the whole figure. [px]
    """
    wide = width == WIDE
    names = [plain(each.label, translate) for each in series]
    x = right + 10 if wide else 4.0
    room = width - x - 28
    lines = [lines_of(name, room, 12) for name in names]
    order = sorted(range(len(series)), key=lambda at: wanted[at])
    if not wide:
        order = list(range(len(series)))
    places = [0.0] * len(series)
    y = TOP if wide else foot + 22
    for at in order:
        y = max(y, wanted[at]) if wide else y
        places[at] = y
        y += 16.0 * len(lines[at]) + (2 if wide else 4)
    beyond = y - 14 - foot if wide else 0.0
    if beyond > 0:
        # What would stand below the plot moves up, the last first.
        under = foot
        for at in reversed(order):
            places[at] = min(places[at], under - 16.0 * (len(lines[at]) - 1))
            under = places[at] - 18
    texts = [
        text_at(x + 28, places[at] + 4 + 16 * row, line, quiet="ink2")
        for at in range(len(series))
        for row, line in enumerate(lines[at])
    ]
    height = foot + 8 if wide else y
    return [(x, places[at]) for at in range(len(series))], texts, height


# Stack ---------------------------------------------------------------------------------------


def month_sums(chart: Stack) -> list[float]:
    """What the parts of each month add up to."""
    return [sum(month) for month in zip(*(each.values for each in chart.parts), strict=True)]


def stack(chart: Stack, width: int, translate: Translator) -> Specification:
    """Twelve columns of parts from zero."""
    wide = width == WIDE
    left, right = (52.0, width - BESIDE - 10) if wide else (48.0, width - 4.0)
    foot = TOP + HEIGHT
    sums = month_sums(chart)
    ends = _ends(sums, zero=True)
    grid, texts = _upright(ends, left, right, foot, translate)
    step = (right - left) / 12
    bars: list[Values] = []
    middle = [0.0] * len(chart.parts)
    for month, name in enumerate(translate.months("abbreviated" if wide else "narrow")):
        x, below = left + step * month, 0.0
        texts.append(text_at(round(x + step / 2, 2), 12, name, align="center", quiet="ink3"))
        for at, part in enumerate(chart.parts):
            over = below + part.values[month]
            low, high = (_at(each, ends, foot, TOP) for each in (below, over))
            bars.append(
                {
                    "x": round(x + 0.12 * step, 2), "x2": round(x + 0.88 * step, 2),
                    "y": low, "y2": high, "fill": FILLS[at],
                }
            )  # fmt: skip
            middle[at], below = (low + high) / 2, over
    anchors, named, height = _labels(chart.parts, middle, width, right, foot, translate)
    samples: list[Values] = [
        {"x": x + 4, "x2": x + 18, "y": y - 6, "y2": y + 6, "fill": FILLS[at]}
        for at, (x, y) in enumerate(anchors)
    ]
    edge = {"stroke": LIGHT["accent"], "strokeWidth": 0.6}
    layers = [
        _grid(grid),
        layer("rect", [*bars, *samples], "x", "y", "x2", "y2", "fill", **edge),
        text_layer([*texts, *named]),
    ]
    return drawing_of(width, height, layers, translate)


# Scatter -------------------------------------------------------------------------------------


def scatter(chart: Scatter, width: int, translate: Translator) -> Specification:
    """Points by two costs, those on the frontier ringed."""
    left, right, foot = 46.0, width - 14.0, TOP + HEIGHT + 40
    across = [float(each.across.value) for each in chart.points]
    up = [float(each.up.value) for each in chart.points]
    x_ends, y_ends = _ends(across), _ends(up)
    grid, texts = _upright(y_ends, left, right, foot, translate)
    for tick in linear_ticks(*x_ends):
        x = _at(tick, x_ends, left, right)
        grid.append(line_at(x, TOP - 6, x, foot))
        texts.append(text_at(x, 12, write_short(tick, translate), align="center", quiet="ink3"))
    ends = shade_ends(chart)
    dots, rings = [], []
    places = []
    for each, one, other in zip(chart.points, across, up, strict=True):
        x, y = _at(one, x_ends, left, right), _at(other, y_ends, foot, TOP)
        places.append((x, y))
        fill = LIGHT["accent"] if each.frontier else LIGHT["dot"]
        if ends is not None:
            fill = LIGHT["paper"] if each.shade is None else _step(float(each.shade.value), ends)
        dots.append({"x": x, "y": y, "fill": fill})
        if each.frontier:
            rings.append({"x": x, "y": y})
    ticks = [(each["x"] - 30, each["y"] - 10, left, each["y"] + 4) for each in texts]
    named, leaders = _named(chart.points, places, ticks, width, foot, translate)
    texts += named
    scales = ((left, "left", "Upward: {measure}", chart.up),
              (right, "right", "Across: {measure}", chart.across))  # fmt: skip
    texts += [
        text_at(x, foot + (20 if align == "left" else 38), words, align=align, quiet="ink3")
        for x, align, message, measure in scales
        for words in [translate(message, measure=plain(measure, translate))]
    ]
    edge = {"shape": "circle", "opacity": 1, "stroke": LIGHT["rule2"], "strokeWidth": 0.8}
    ring = {"shape": "circle", "opacity": 1, "fill": None, "stroke": LIGHT["ink"]}
    layers = [
        _grid(grid),
        layer("point", dots, "x", "y", "fill", size=math.pi * 5.5**2, **edge),
        layer("point", rings, "x", "y", size=math.pi * 8.5**2, strokeWidth=1.6, **ring),
        layer("rule", leaders, "x", "y", "x2", "y2", "color", strokeWidth=0.8),
        text_layer(texts),
    ]
    return drawing_of(width, foot + 46, layers, translate)


def _named(
    points: Sequence[Point],
    places: Sequence[tuple[float, float]],
    taken: list[Box],
    width: int,
    foot: float,
    translate: Translator,
) -> tuple[list[Values], list[Values]]:
    """Names beside points, where they cover neither a point nor another name; and leaders."""
    taken = [*taken, *((x - 9, y - 9, x + 9, y + 9) for x, y in places)]
    texts, leaders = [], []
    every = len(points) <= LABELLED
    order = sorted(range(len(points)), key=lambda at: not points[at].frontier)
    for at in order:
        point, (x, y) = points[at], places[at]
        if not (every or point.frontier):
            continue
        name = plain(point.label, translate)
        long = room_for(name, 12)
        for dx, dy, align in NEAR + (FAR if point.frontier else ()):
            start = x + dx - {"left": 0.0, "right": long, "center": long / 2}[align]
            box = (start, y + dy - 11, start + long, y + dy + 3)
            inside = box[0] >= 2 and box[2] <= width - 2 and box[1] >= 14 and box[3] <= foot + 8
            if inside and not any(_overlap(box, each) for each in taken):
                taken.append(box)
                texts.append(text_at(x + dx, y + dy, name, align=align, quiet="ink2"))
                if abs(dy) > 24:
                    end = y + dy + (5 if dy < 0 else -12)
                    leaders.append(line_at(x, y + (9 if dy > 0 else -9), x + dx, end, token="ink2"))
                break
    return texts, leaders


NEAR = (
    (13, 4, "left"), (-13, 4, "right"), (0, -13, "center"), (0, 22, "center"),
    (13, -11, "left"), (13, 18, "left"), (-13, -11, "right"), (-13, 18, "right"),
)  # fmt: skip
FAR = tuple((dx, dy, "left") for dy in (-30, -48, 34, 52, -70, 74) for dx in (4, 24, 48))
"""Where the name of a point may stand, beside it and, with a leader, farther off. [px]"""

Box = tuple[float, float, float, float]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# Shades --------------------------------------------------------------------------------------


def shade_ends(chart: Chart) -> tuple[float, float] | None:
    """Least and greatest value of a figure that is shaded, where there is one."""
    match chart:
        case Scatter():
            numbers = [float(each.shade.value) for each in chart.points if each.shade is not None]
        case ValueMap():
            numbers = [
                float(each.value) for each in chart.values.values() if not isinstance(each, Missing)
            ]
        case Cells():
            numbers = list(chart.values)
        case _:
            numbers = []
    if not numbers:
        return None
    low, high = min(numbers), max(numbers)
    return (low, high) if high > low else (low, low + 1.0)


def _step(value: float, ends: tuple[float, float]) -> str:
    return SEQUENTIAL[min(6, int(7 * (value - ends[0]) / (ends[1] - ends[0])))]


def value_map(chart: ValueMap, width: int, translate: Translator) -> Specification:
    """One equal dot per state, shaded; hollow where nothing is known."""
    base, ends = world(width), shade_ends(chart)
    dots: list[Values] = []
    for iso3, (x, y) in base.places.items():
        known = chart.values.get(iso3)
        fill = LIGHT["paper"]
        if known is not None and not isinstance(known, Missing) and ends is not None:
            fill = _step(float(known.value), ends)
        dots.append({"x": x, "y": y, "fill": fill, "stroke": LIGHT["rule2"]})
    size = math.pi * base.radius**2
    mark = layer(
        "point", dots, "x", "y", "fill", "stroke", shape="circle", opacity=1, size=size,
        strokeWidth=0.7,
    )  # fmt: skip
    return drawing_of(width, base.height, [mark], translate)


def cells(chart: Cells, width: int, translate: Translator) -> Specification:
    """Equal steps of latitude and longitude (plate carrée), no land and no boundary."""
    margin = 4.0
    tall, broad = (max(each, 1.0) for each in chart.size)
    south, north = min(chart.latitudes) - tall, max(chart.latitudes) + tall
    west, east = min(chart.longitudes) - broad, max(chart.longitudes) + broad
    left, right = 46.0, width - margin
    scale = min((right - left) / (east - west), 440.0 / (north - south))
    right, foot = left + scale * (east - west), TOP + scale * (north - south)
    ends = shade_ends(chart) or (0.0, 1.0)
    lines, texts = [], []
    for tick in linear_ticks(south, north):
        y = _at(tick, (south, north), foot, TOP)
        lines.append(line_at(left, y, right, y))
        texts.append(
            text_at(
                left - 8, y + 4, f"{write_short(tick, translate)}°", align="right", quiet="ink3"
            )
        )
    for tick in linear_ticks(west, east):
        x = _at(tick, (west, east), left, right)
        lines.append(line_at(x, TOP, x, foot))
        texts.append(
            text_at(x, 12, f"{write_short(tick, translate)}°", align="center", quiet="ink3")
        )
    tiles: list[Values] = []
    points: list[Values] = []
    for latitude, longitude, value in zip(
        chart.latitudes, chart.longitudes, chart.values, strict=True
    ):
        x = _at(longitude, (west, east), left, right)
        y = _at(latitude, (south, north), foot, TOP)
        half_x, half_y = scale * chart.size[1] / 2, scale * chart.size[0] / 2
        fill = _step(value, ends)
        if half_x:
            tiles.append({"x": x - half_x, "x2": x + half_x, "y": y - half_y, "y2": y + half_y,
                          "fill": fill})  # fmt: skip
        else:
            points.append({"x": x, "y": y, "fill": fill})
    edge = {"shape": "circle", "opacity": 1, "stroke": LIGHT["rule2"], "strokeWidth": 0.7}
    layers = [
        _grid(lines),
        layer("rect", tiles, "x", "y", "x2", "y2", "fill"),
        layer("point", points, "x", "y", "fill", size=math.pi * 4.0**2, **edge),
        text_layer(texts),
    ]
    return drawing_of(width, round(foot + margin, 1), layers, translate)
