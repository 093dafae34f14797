"""Figures of a site: curves of the year, a stack of months, a frontier, values on a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from comity.facts.types import Finding, Missing
    from comity.plans.content import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A named row of values, in the unit of its figure."""

    label: Text
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Lines over a share from 0 to 100 %, the first with a band.

    Attributes
    ----------
    shares : tuple of float
        Where the values stand. [%]
    series : tuple of Series
        The subject first; five at the most.
    low, high : tuple of float
        Band of the first. [unit]
    across, unit : Text, str
        What the horizontal scale counts, and the unit of the values.
    source : Finding
        What the values belong to, with its inputs and band.
    """

    title: Text
    subtitle: Text
    caption: Text
    across: Text
    shares: tuple[float, ...]
    series: tuple[Series, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    unit: str
    source: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Twelve months of parts that add up, from zero; the first part stands at the bottom."""

    title: Text
    subtitle: Text
    caption: Text
    parts: tuple[Series, ...]
    unit: str
    source: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A thing by two costs, and a third that shades it where it is known."""

    label: Text
    across: Finding
    up: Finding
    shade: Finding | None = None
    frontier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points by two costs, the less the better; those nothing beats are ringed.

    Attributes
    ----------
    points : tuple of Point
        At least one.
    across, up, shade : Text
        What the scales and the shade measure; the units are those of the findings.
    """

    title: Text
    subtitle: Text
    caption: Text
    points: tuple[Point, ...]
    across: Text
    up: Text
    shade: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMap:
    """One equal dot per UN member state, shaded in seven steps by a number of the state.

    Attributes
    ----------
    values : mapping of str to Finding or Missing
        ISO3 code to its number; a state without one is hollow.
    measure : Text
        What the numbers are.
    subject : str
        The state that is ringed and named; may be empty.
    """

    title: Text
    subtitle: Text
    caption: Text
    values: Mapping[str, Finding | Missing]
    measure: Text
    unit: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Cells of a grid, or points, by latitude and longitude, shaded in seven steps.

    Attributes
    ----------
    latitudes, longitudes, values : tuple of float
        One each for every cell; cells without a value are left out. [degrees, unit]
    size : tuple of float
        Height and width of a cell; zero for points. [degrees]
    source : Finding
        What the values belong to, with its inputs.
    """

    title: Text
    subtitle: Text
    caption: Text
    latitudes: tuple[float, ...]
    longitudes: tuple[float, ...]
    values: tuple[float, ...]
    size: tuple[float, float]
    measure: Text
    unit: str
    source: Finding


Chart: TypeAlias = Curves | Stack | Scatter | ValueMap | Cells
