"""The figures of a site: their drawing, what surrounds it, and the table behind each."""

from __future__ import annotations

import math

from comity.plans.charts import Cells, Chart, Curves, Point, Scatter, Stack, ValueMap
from comity.plans.content import Printable, StateName, Text
from comity.report.figures import map_ground, map_subject
from comity.report.marks import (
    Specification,
)
from comity.report.numbers import with_unit, write_short
from comity.report.plots import (
    cells,
    curves,
    month_sums,
    scatter,
    shade_ends,
    stack,
    value_map,
)
from comity.report.translate import Translator
from comity.report.words import plain

Cell = Printable | float | str


def specification(chart: Chart, width: int, translate: Translator) -> Specification:
    """The drawing of a figure at a width."""
    match chart:
        case Curves():
            return curves(chart, width, translate)
        case Stack():
            return stack(chart, width, translate)
        case Scatter():
            return scatter(chart, width, translate)
        case ValueMap():
            return value_map(chart, width, translate)
        case Cells():
            return cells(chart, width, translate)


def around(chart: Chart, width: int, translate: Translator) -> tuple[str, str]:
    """SVG painted under and over the drawing."""
    if not isinstance(chart, ValueMap):
        return "", ""
    subject = chart.subject
    over = map_subject(subject, width, translate.state(subject)) if subject else ""
    return map_ground(width), over


def ramp(chart: Chart, translate: Translator) -> tuple[str, str] | None:
    """Both ends of the seven steps of a figure that has them."""
    ends = shade_ends(chart)
    if ends is None:
        return None
    unit = chart.unit if isinstance(chart, ValueMap | Cells) else _shade_unit(chart)
    low, high = (write_short(_rounded(each, ends), translate) for each in ends)
    return low, with_unit(high, unit, translate)


def main_values(chart: Chart, translate: Translator) -> list[str]:
    """The three values a text alternative names."""
    match chart:
        case Curves():
            first = chart.series[0].values
            return [_said(each, chart.unit, translate) for each in (first[0], first[-1])]
        case Stack():
            sums = month_sums(chart)
            return [_said(each, chart.unit, translate) for each in (min(sums), max(sums))]
        case Scatter():
            best = [each for each in chart.points if each.frontier] or list(chart.points)
            return [plain(each.label, translate) for each in best[:3]]
        case ValueMap() | Cells():
            ends = shade_ends(chart) or ()
            return [_said(each, chart.unit, translate) for each in ends]


def table(chart: Chart, translate: Translator) -> tuple[list[str], list[list[Cell]]]:
    """Head and rows of the table behind a figure."""
    match chart:
        case Curves():
            head = [plain(chart.across, translate)]
            head += [plain(each.label, translate) for each in chart.series]
            head += [translate("low"), translate("high")]
            rows: list[list[Cell]] = [
                [f"{share:g}", *(each.values[at] for each in chart.series), low, high]
                for at, (share, low, high) in enumerate(
                    zip(chart.shares, chart.low, chart.high, strict=True)
                )
                if share % 10 == 0
            ]
        case Stack():
            head = [translate("Month"), *(plain(each.label, translate) for each in chart.parts)]
            rows = [
                [month, *(each.values[at] for each in chart.parts)]
                for at, month in enumerate(translate.months("abbreviated"))
            ]
        case Scatter():
            head = [translate("Point"), plain(chart.across, translate), plain(chart.up, translate)]
            head += [plain(chart.shade, translate)] if chart.shade else []
            head += [translate("On the frontier")]
            rows = [_row(each, chart.shade, translate) for each in chart.points]
        case ValueMap():
            head = [translate("State"), plain(chart.measure, translate)]
            named = sorted((translate.state(iso3), iso3) for iso3 in chart.values)
            rows = [[StateName(iso3), chart.values[iso3]] for _, iso3 in named]
        case Cells():
            head = [translate("Latitude"), translate("Cells"), translate("low"), translate("high")]
            rows = [[band, str(len(held)), min(held), max(held)] for band, held in _bands(chart)]
    return head, rows


def _row(point: Point, shade: Text | None, translate: Translator) -> list[Cell]:
    third: list[Cell] = []
    if shade:
        third = [point.shade if point.shade is not None else translate("not known")]
    on = translate("yes") if point.frontier else translate("no")
    return [point.label, point.across, point.up, *third, on]


def _said(value: float, unit: str, translate: Translator) -> str:
    return with_unit(write_short(float(f"{value:.3g}"), translate), unit, translate)


def _shade_unit(chart: Chart) -> str:
    points = chart.points if isinstance(chart, Scatter) else ()
    return next((each.shade.unit for each in points if each.shade is not None), "")


def _rounded(value: float, ends: tuple[float, float]) -> float:
    return round(value, max(0, 1 - math.floor(math.log10(ends[1] - ends[0]))))


def _bands(chart: Cells) -> list[tuple[str, list[float]]]:
    """Values by ten degrees of latitude, the northern first."""
    held: dict[int, list[float]] = {}
    for latitude, value in zip(chart.latitudes, chart.values, strict=True):
        held.setdefault(math.floor(latitude / 10), []).append(value)
    return [(f"{10 * at}…{10 * at + 10}°", held[at]) for at in sorted(held, reverse=True)]
