"""Marks of every figure: each datum gives its own place in pixels and its own style in tokens.

Nothing is left to automatic layout, so that a figure stands on the line grid of the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from comity.report.theme import LIGHT, config
from comity.report.translate import Translator

WIDE, NARROW = 680, 358
"""Widths figures are drawn at. [px]"""

Specification = dict[str, Any]
Values = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
ISOLATES = {"ltr": ("", ""), "rtl": ("\u2067", "\u2069")}


def drawing_of(
    width: float, height: float, layers: Sequence[Specification], translate: Translator
) -> Specification:
    """Layers in a box of a size, with the theme of the language."""
    return {
        "$schema": _SCHEMA,
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        # Words are measured by no font of this machine; the page's style sheet sets their own.
        "config": config(translate.language) | {"font": "sans-serif"},
        "layer": list(layers),
    }


def pixels(field: str) -> Specification:
    """A place that a datum states in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _as_is(field: str) -> Specification:
    return {"field": field, "type": "nominal", "scale": None}


def layer(kind: str, values: list[Values], *channels: str, **mark: object) -> Specification:
    """A layer of marks whose place and style each datum gives itself, in pixels and tokens.

    Nothing is left to automatic layout, so that a figure stands on the line grid of the page.
    """
    encoding = {each: {"field": each} if each in ("x2", "y2") else pixels(each)
                for each in channels if each[0] in "xy"}  # fmt: skip
    encoding |= {each: _as_is(each) for each in channels if each[0] not in "xy"}
    return {"mark": {"type": kind, **mark}, "data": {"values": values}, "encoding": encoding}


def text_layer(values: list[Values], **mark: object) -> Specification:
    """A layer of words; a datum is made by `text_at`."""
    style = {
        "baseline": "alphabetic",
        "fontSize": {"expr": "datum.size"},
        "fontWeight": {"expr": "datum.weight"},
        "align": {"expr": "datum.align"},
    }
    return layer("text", values, "x", "y", "text", "color", **style, **mark)


def text_at(x: float, y: float, text: str, *, align: str = "left", quiet: str = "") -> Values:
    """Words at a place: 13 px and 600 in ink, or 12 px and 400 in a quieter token."""
    return {
        "x": x, "y": y, "text": text, "align": align, "color": LIGHT[quiet or "ink"],
        "size": 12 if quiet else 13, "weight": 400 if quiet else 600,
    }  # fmt: skip


def line_at(
    x: float, y: float, x2: float, y2: float, *, token: str = "rule", thick: int = 1
) -> Values:
    """A line between two places."""
    return {"x": x, "y": y, "x2": x2, "y2": y2, "color": LIGHT[token], "thick": thick}


def room_for(text: str, size: float, *, bold: bool = False) -> float:
    """Width a text needs at the most, in pixels, by the average letter of the house font."""
    wide = sum(1.8 if ord(letter) > 0x2E80 else 1.0 for letter in text)
    return wide * size * (0.61 if bold else 0.55)


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of a width, in pixels; two at the most, the table has it whole."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and room_for(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > 2:
        lines = [lines[0], lines[1] + "…"]
    return lines


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
