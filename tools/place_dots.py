"""Place the world's land and one equal dot per state; run once, ship the tables.

Usage: python tools/place_dots.py LAND.json

LAND.json is ``land-110m.json`` of the npm package world-atlas 2.0.2 (TopoJSON of Natural Earth's
1:110m land, public domain). Reference cities are read from ``sites/capital_sites.csv`` of the
shared data (COMITY_SHARED). Writes ``land.csv`` and ``dots.csv`` among the facts.

Projection: Equal Earth, B. Savric, T. Patterson, B. Jenny, "The Equal Earth map projection",
Int. J. Geogr. Inf. Sci. 33(3), 2019, equations 1 to 4, central meridian 0.
"""

import csv
import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared" / "data"))
DATA = ROOT / "src" / "comity" / "facts" / "data"

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
RADIUS = {680: 4.1, 358: 2.3}
"""Dot radius at each figure width. [px]"""
GAP = 1.1
"""Least distance between the outlines of two dots. [px]"""
RING = 3.2
"""The subject's ring stands this far outside its dot. [px]"""
SIMPLIFY = 0.35
"""A vertex nearer than this to the line through its neighbours is left out. [px]"""
LEAST_ISLAND = 0.8
"""An island smaller than this is left out of the land; its state keeps its dot. [px²]"""


def equal_earth(degrees: ArrayLike) -> Array:
    """Plane coordinates of (longitude, latitude), y to the north."""
    lon, lat = np.radians(np.asarray(degrees, float)).T
    t = np.arcsin(math.sqrt(3) / 2 * np.sin(lat))
    slope = 9 * A4 * t**8 + 7 * A3 * t**6 + 3 * A2 * t**2 + A1
    x = 2 * math.sqrt(3) * lon * np.cos(t) / (3 * slope)
    return np.column_stack([x, A4 * t**9 + A3 * t**7 + A2 * t**3 + A1 * t])


def read_rings(path: str) -> list[Array]:
    """Outer and inner rings of the land, in degrees, Antarctica left out."""
    topology = json.loads(Path(path).read_text("utf-8"))
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indices: list[int]) -> Array:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.vstack([parts[0], *(part[1:] for part in parts[1:])])

    geometries = topology["objects"]["land"]["geometries"]
    polygons = [polygon for geometry in geometries for polygon in geometry["arcs"]]
    rings = [ring(indices) for polygon in polygons for indices in polygon]
    return [each for each in rings if each[:, 1].max() > -60]


def cut_at_180(ring: Array) -> list[Array]:
    """Parts of a ring on one side of the 180th meridian each."""
    lon = np.degrees(np.unwrap(np.radians(ring[:, 0])))
    unwrapped = np.column_stack([lon, ring[:, 1]])
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        part = clip(clip(unwrapped + np.array([turn, 0.0]), 180.0, -1.0), -180.0, 1.0)
        if len(part) >= 4:
            parts.append(part)
    return parts


def clip(ring: Array, meridian: float, side: float) -> Array:
    """Sutherland-Hodgman against one meridian; `side` +1 keeps the east of it, -1 the west."""
    kept = []
    for before, here in zip(np.roll(ring, 1, axis=0), ring, strict=True):
        inside = [side * (point[0] - meridian) >= 0 for point in (before, here)]
        if inside[0] != inside[1]:
            share = (meridian - before[0]) / (here[0] - before[0])
            kept.append([meridian, before[1] + share * (here[1] - before[1])])
        if inside[1]:
            kept.append(here)
    return np.array(kept).reshape(-1, 2)


def simplified(points: Array) -> Array:
    """Douglas-Peucker on a closed ring, split at its farthest vertex."""
    if len(points) < 5:
        return points
    far = int(np.argmax(np.hypot(*(points - points[0]).T)))
    halves = [points[: far + 1], np.vstack([points[far:], points[:1]])]
    return np.vstack([peucker(half)[:-1] for half in halves])


def peucker(line: Array) -> Array:
    if len(line) < 3:
        return line
    along = line[-1] - line[0]
    length = math.hypot(*along) or 1e-9
    off = line - line[0]
    away = np.abs(along[0] * off[:, 1] - along[1] * off[:, 0]) / length
    worst = int(np.argmax(away))
    if away[worst] <= SIMPLIFY:
        return line[[0, -1]]
    return np.vstack([peucker(line[: worst + 1])[:-1], peucker(line[worst:])])


def area(points: Array) -> float:
    x, y = points.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def fit(plane: Array, width: int) -> tuple[Callable[[Array], Array], int]:
    """Map from the plane to pixels that leaves room for a ringed dot at each edge."""
    margin = RADIUS[width] + RING + 1
    low, high = plane.min(axis=0), plane.max(axis=0)
    scale = (width - 2 * margin) / (high[0] - low[0])
    height = math.ceil(scale * (high[1] - low[1]) + 2 * margin)
    return lambda points: (points - [low[0], high[1]]) * [scale, -scale] + margin, height


def dodge(homes: Array, radius: float, frame: tuple[int, int]) -> Array:
    """Positions near home whose centres stand `2 radius + GAP` apart, inside the frame."""
    apart = 2 * radius + GAP
    at = homes.copy()
    upper = np.triu(np.ones((len(at), len(at)), bool), 1)
    for turn in range(500):
        delta = at[None] - at[:, None]
        distance = np.hypot(delta[..., 0], delta[..., 1])
        close = (distance < apart) & upper
        share = np.where(close, (apart - distance) / 2 * 0.8 / np.maximum(distance, 1e-9), 0.0)
        push = delta * share[..., None]
        at = at + push.sum(axis=0) - push.sum(axis=1)
        if turn < 420:
            at = at + (homes - at) * 0.02
        at = np.clip(at, radius + RING + 1, np.array(frame) - radius - RING - 1)
    return at


def path_of(rings: list[Array]) -> str:
    """SVG path data, one decimal."""
    parts = []
    for points in rings:
        text = [f"{x:.1f} {y:.1f}" for x, y in points]
        parts.append("M" + "L".join(text) + "Z")
    return "".join(parts)


def write(name: str, header: list[str], rows: list[list[object]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])


def main(land: str) -> None:
    with (SHARED / "sites" / "capital_sites.csv").open(encoding="utf-8") as stream:
        sites = sorted(csv.DictReader(stream), key=lambda row: row["iso3"])
    homes = equal_earth([(float(row["lon"]), float(row["lat"])) for row in sites])
    rings = [equal_earth(part) for ring in read_rings(land) for part in cut_at_180(ring)]
    lands, dots = [], []
    for width, radius in RADIUS.items():
        place, height = fit(np.vstack([*rings, homes]), width)
        drawn = [simplified(place(ring)) for ring in rings]
        drawn = [ring for ring in drawn if len(ring) > 2 and area(ring) >= LEAST_ISLAND]
        lands.append(
            [width, height, radius, path_of(drawn), "natural_earth_land", 2018, "reported"]
        )
        at = dodge(place(homes), radius, (width, height))
        moved = np.hypot(*(at - place(homes)).T)
        gaps = np.hypot(*(at[None] - at[:, None]).transpose(2, 0, 1)) + np.eye(len(at)) * 1e9
        print(f"{width} x {height}: path {len(lands[-1][3])} bytes")
        print(f"  nearest {gaps.min():.2f}, wanted {2 * radius + GAP:.2f}")
        print(f"  moved {moved.mean():.1f} on average, {moved.max():.1f} at most")
        dots += [
            [row["iso3"], width, f"{x:.2f}", f"{y:.2f}", "comity_dots", 2026, "estimated"]
            for row, (x, y) in zip(sites, at, strict=True)
        ]
    write("land.csv", ["width", "height", "radius", "path", "source", "year", "quality"], lands)
    write("dots.csv", ["iso3", "width", "x", "y", "source", "year", "quality"], sorted(dots))


if __name__ == "__main__":
    main(sys.argv[1])
