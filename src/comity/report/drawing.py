"""Vega-Lite specifications drawn as SVG by vl-convert, once each, in the tokens of the page."""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Mapping
from typing import Any

from comity.report.theme import with_tokens

_ROOT = re.compile(r"<svg [^>]*>")
_NOISE = re.compile(
    r' role="graphics-[a-z]+"| aria-roledescription="[^"]*"| aria-hidden="true"'
    r'|<path class="(?:background|foreground)"[^>]*/>| pointer-events="none"'
    r'|<g class="mark-[a-z]+ role-axis[^>]*></g>| opacity="1"| class="[^"]*"'
)
_EMPTY = re.compile(r"<g>\s*</g>")
_LONG = re.compile(r"(\d+\.\d{2})\d+")


@functools.lru_cache(maxsize=256)
def _drawn(specification: str) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specification)
    inner = _ROOT.sub("", svg, count=1).removesuffix("</svg>")
    inner = _LONG.sub(r"\1", _NOISE.sub("", inner))
    inner = inner.replace(' font-family="sans-serif"', "")
    return with_tokens(_EMPTY.sub("", _EMPTY.sub("", inner)))


def draw(
    specification: Mapping[str, Any],
    *,
    css: str,
    description: str,
    font: str = "Noto Sans",
    before: str = "",
    after: str = "",
) -> str:
    """The SVG of a specification, sized so that its box is reserved before it is painted.

    Parameters
    ----------
    specification : mapping
        Vega-Lite, with numeric `width` and `height` and no automatic size.
    css : str
        Class of the root.
    description : str
        Text alternative.
    font : str
        First family of its words; the page's style sheet has the others.
    before, after : str
        SVG painted under and over the drawing.
    """
    inner = _drawn(json.dumps(specification, ensure_ascii=False, sort_keys=True))
    width, height = specification["width"], specification["height"]
    return (
        f'<svg class="{css}" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' style="aspect-ratio:{width}/{height}" direction="ltr" role="img"'
        f' font-family="{font}, sans-serif"'
        f' aria-label="{html.escape(description)}">{before}{inner}{after}</svg>'
    )


def start() -> None:
    """Start the drawing engine before the first figure is asked for; about half a second."""
    draw({"width": 1, "height": 1, "mark": "point", "data": {"values": []}}, css="", description="")


def forget() -> None:
    """Forget the drawings that are kept, so that each is drawn again."""
    _drawn.cache_clear()
