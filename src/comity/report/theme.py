"""Colours and the Vega-Lite theme of every figure, and their replacement in dark mode.

Figures are drawn once in light colours. Each colour of a drawing is then replaced by the name of
its token, so that the page's style sheet paints it for light, dark and print.
"""

from __future__ import annotations

import re
from typing import Any

LIGHT = {
    "paper": "#FFFFFF",
    "sunk": "#F3F5F5",
    "rule": "#D5DADD",
    "rule2": "#7C878F",
    "ink": "#14202B",
    "ink2": "#45525E",
    "ink3": "#616D77",
    "accent": "#00586E",
    "accentsoft": "#D6E8EC",
    "band": "#A9CBD4",
    "dot": "#B4BEC5",
    "land": "#EDF0F1",
    "warn": "#8A4B00",
    "warnsoft": "#FBF0DF",
}
DARK = {
    "paper": "#0F171E",
    "sunk": "#18222B",
    "rule": "#2E3B46",
    "rule2": "#7D8A95",
    "ink": "#E9EEF1",
    "ink2": "#B9C4CC",
    "ink3": "#94A1AB",
    "accent": "#6FC3D6",
    "accentsoft": "#16343E",
    "band": "#2C6472",
    "dot": "#52616D",
    "land": "#1B2731",
    "warn": "#F0B566",
    "warnsoft": "#33260F",
}
CATEGORICAL = (
    "#093753", "#B98647", "#227E72", "#753F9B", "#D64DA8", "#588BDA", "#946C0A", "#41525F",
)  # fmt: skip
CATEGORICAL_DARK = (
    "#7FBFFC", "#DA7309", "#6CF0E9", "#BF76CA", "#EE97B0", "#3E62C7", "#F1E574", "#7D7E81",
)  # fmt: skip
SEQUENTIAL = (
    "#DDF1F4", "#ACDBE2", "#76BECD", "#459CB4", "#1C7A97", "#0A5774", "#0A374E",
)  # fmt: skip
DIVERGING = (
    "#753B07", "#AC6820", "#D3A062", "#E9D0AC", "#ECEFF1", "#C6D4F3", "#98A8E1", "#6E71BD",
    "#484286",
)  # fmt: skip
DASHES = ((), (6, 3), (1, 3), (8, 2, 1, 2), (3, 2), (10, 4), (1, 1), (4, 4, 1, 4))

FONTS = {"ar": "Noto Sans Arabic", "zh": "Noto Sans CJK SC"}
"""First family of figure text by language; Noto Sans for the others."""


def tokens(*, dark: bool) -> dict[str, str]:
    """Every colour by name, for one mode; the sequential ramp is reversed in the dark."""
    ramp = SEQUENTIAL[::-1] if dark else SEQUENTIAL
    series = CATEGORICAL_DARK if dark else CATEGORICAL
    found = dict(DARK if dark else LIGHT)
    found |= {f"seq{step}": colour for step, colour in enumerate(ramp, 1)}
    found |= {f"cat{step}": colour for step, colour in enumerate(series, 1)}
    found |= {f"div{step}": colour for step, colour in enumerate(DIVERGING, 1)}
    return found


_NAMES = {colour.lower(): name for name, colour in reversed(tokens(dark=False).items())}
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b")


def with_tokens(svg: str) -> str:
    """A drawing whose colours are names of tokens.

    Raises
    ------
    ValueError
        If a colour is not a token.
    """

    def name(match: re.Match[str]) -> str:
        colour = match.group().lower()
        if len(colour) == 4:
            colour = "#" + "".join(2 * each for each in colour[1:])
        if colour not in _NAMES:
            raise ValueError(f"{match.group()} is not a colour of the theme.")
        return f"var(--{_NAMES[colour]})"

    return _HEX.sub(name, svg)


def config(language: str = "en") -> dict[str, Any]:
    """The Vega-Lite configuration of every figure."""
    ink, ink2, ink3 = LIGHT["ink"], LIGHT["ink2"], LIGHT["ink3"]
    return {
        "font": FONTS.get(language, "Noto Sans"),
        "background": "transparent",
        "padding": 0,
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "labelColor": ink3,
            "labelFontSize": 12,
            "titleColor": ink2,
            "titleFontWeight": 400,
            "domain": False,
            "ticks": False,
            "gridColor": LIGHT["rule"],
            "labelPadding": 6,
        },
        "axisX": {"orient": "top"},
        "axisY": {
            "grid": False,
            "labelColor": ink,
            "labelFontSize": 13,
            "labelFontWeight": 600,
            "labelAlign": "left",
            "title": None,
        },
        "bar": {"color": LIGHT["band"], "stroke": LIGHT["accent"], "strokeWidth": 0.8},
        "rect": {"color": LIGHT["band"]},
        "rule": {"color": LIGHT["rule"]},
        "tick": {"color": LIGHT["accent"], "thickness": 3, "opacity": 1},
        "line": {"color": LIGHT["accent"], "strokeWidth": 2.2},
        "text": {"color": ink, "fontSize": 13, "fontWeight": 600},
        "legend": {"orient": "top", "title": None, "labelFontSize": 13},
        "range": {
            "category": list(CATEGORICAL),
            "ramp": list(SEQUENTIAL),
            "heatmap": list(SEQUENTIAL),
            "diverging": list(DIVERGING),
        },
    }


def enable() -> None:
    """Make this the theme of Altair charts in a notebook."""
    import altair

    @altair.theme.register("comity", enable=True)
    def comity() -> altair.theme.ThemeConfig:
        return altair.theme.ThemeConfig(config=config())  # type: ignore[typeddict-item]
