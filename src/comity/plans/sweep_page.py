"""The page of a sweep: every plant over all cells, and the cells of the leanest plant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity import __version__
from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Quality, Source
from comity.plans.brief import names_of_states
from comity.plans.charts import Cells
from comity.plans.content import (
    Brief,
    Cell,
    Headline,
    Interval,
    IntervalChart,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
    Text,
    Verbatim,
)
from comity.plans.cubes import scale_part
from comity.plans.designs import designs
from comity.plans.plant_words import PLANT_WORDS
from comity.plans.sweep import figures_of, known_cells
from comity.sites.siting import FIGURES

MOST = (60, 120)
"""Rows and columns of a drawn grid; finer ones are averaged."""

SHOWN = {"pue": ("", 1.0), "wue": ("L/kWh", 1.0), "free_share": ("%", 100.0)}
"""Figure of the table -> unit and scale."""

COLUMNS = {
    "pue": Text("Energy (PUE)"),
    "wue": Text("Water on site (WUE)"),
    "free_share": Text("Heat that no compressor lifts"),
}


def sweep_page(base: FactBase, cube: Path, out: Path) -> Brief:
    """A finished sweep, as a page.

    Parameters
    ----------
    base : FactBase
        Parameters of the plants.
    cube : Path
        The weather.
    out : Path
        The store of figures.

    Returns
    -------
    Brief
        With the one section ``cells``; findings ``sites.<figure>.<technology>``, medians over the
        cells with a band that holds nine in ten of them.

    Raises
    ------
    InputError
        If no cell has figures.
    """
    names, figures = figures_of(out)
    known, missing = known_cells(out)
    if not known:
        raise InputError(f"No cell of {out} has figures; there is nothing to show.")
    inputs = (_weather(base, cube), *_parameters(base, names))
    found = {
        (name, key): _over(name, key, figures[at, ..., FIGURES.index(key)], inputs)
        for at, name in enumerate(names)
        for key in SHOWN
    }
    order = sorted(names, key=lambda name: float(found[name, "pue"].value))
    best = order[0]
    counts = {
        key: Finding(name=f"sites.{key}", value=float(value), unit="", no_band="full count",
                     method="Number of cells of the cube, by whether each hour has weather",
                     inputs=inputs[:1])
        for key, value in (("cells_known", known), ("cells_missing", missing))
    }  # fmt: skip
    section = Section(
        key="cells",
        title=Text("What plants draw across the cells"),
        headline=Headline(
            answer=Text(
                "{plant} draws {pue} in the median cell.", plant=PLANT_WORDS[best],
                pue=found[best, "pue"],
            ),
            number=found[best, "pue"], unit=Text("PUE"), scale=(1.0, 1.8),
        ),
        blocks=(
            Paragraph(
                Text(
                    "{known} cells have weather in every hour; {missing} do not and stay missing. "
                    "Every parameter of a plant is at its centre.",
                    known=counts["cells_known"], missing=counts["cells_missing"],
                )
            ),
            _intervals(order, found),
            _map(out, figures[names.index(best), ..., 0], found[best, "pue"], best),
            _table(order, found),
        ),
        findings={each.name: each for each in (*found.values(), *counts.values())},
    )  # fmt: skip
    return Brief(
        state="", as_of=base.as_of, snapshot=base.snapshot, version=__version__,
        sections=(section,), names=names_of_states(base), kind=Text("A sweep over weather"),
        about=Text("{cube}", cube=Verbatim(cube.name)),
    )  # fmt: skip


def _weather(base: FactBase, cube: Path) -> Fact:
    year = int(base.as_of[:4])
    source = Source(
        key="weather_cube", title=f"Hourly weather in the cube {cube.name}",
        producer="supplied by the user", year=year, licence="as supplied", url=cube.name,
        accessed=base.as_of, kind="user",
    )  # fmt: skip
    return Fact(
        name="weather", value=cube.name, unit="", year=year, source=source,
        quality=Quality.REPORTED,
    )  # fmt: skip


def _parameters(base: FactBase, names: tuple[str, ...]) -> tuple[Fact, ...]:
    held = designs(base, names).facts
    return tuple(dict.fromkeys(fact for name in names for fact in held[name].values()))


def _over(name: str, key: str, values: NDArray[np.float64], inputs: tuple[Fact, ...]) -> Finding:
    unit, scale = SHOWN[key]
    low, middle, high = scale * np.nanquantile(values, (0.05, 0.5, 0.95))
    flat = bool(high - low <= 1e-9)
    return Finding(
        name=f"sites.{key}.{name}", value=float(middle), unit=unit,
        low=None if flat else float(low), high=None if flat else float(high),
        no_band="the same in every cell" if flat else "",
        method="Median over the cells; the band holds nine in ten of them; every parameter at its "
        "centre, hourly heat balance of the plant (docs/method/sites.md)",
        inputs=inputs,
    )  # fmt: skip


def _intervals(order: list[str], found: dict[tuple[str, str], Finding]) -> IntervalChart:
    return IntervalChart(
        title=Text("{plant} draws the least energy in the median cell",
                   plant=PLANT_WORDS[order[0]]),
        subtitle=Text("Energy drawn over energy of computing (PUE); least first"),
        caption=Text("Bar: nine in ten cells lie within. Tick: the median cell."),
        rows=tuple(
            Interval(
                label=PLANT_WORDS[name],
                condition=Text("{water} on site", water=found[name, "wue"]),
                number=found[name, "pue"],
            )
            for name in order
        ),
        unit="",
    )  # fmt: skip


def _table(order: list[str], found: dict[tuple[str, str], Finding]) -> Table:
    return Table(
        title=Text("Every plant over all cells"),
        subtitle=Text("Median cell and the band of nine in ten; least energy first"),
        columns=(
            TableColumn(label=Text("Plant")),
            *(TableColumn(label=COLUMNS[key], numeric=True) for key in SHOWN),
        ),
        rows=tuple(
            TableRow(
                cells=(
                    Cell(main=PLANT_WORDS[name]),
                    *(Cell(main=found[name, key]) for key in SHOWN),
                )
            )
            for name in order
        ),
    )


def _map(out: Path, pue: NDArray[np.float64], source: Finding, name: str) -> Cells:
    store = scale_part("zarr").open_group(str(out), mode="r")
    names = ("latitude", "lat", "longitude", "lon")
    held = {each: np.asarray(store[each][:]) for each in names if each in store}
    latitude, longitude = (
        held[next(key for key in keys if key in held)]
        for keys in (("latitude", "lat"), ("longitude", "lon"))
    )
    size = (0.0, 0.0)
    if pue.ndim == 2:
        latitude, longitude, pue, size = _coarser(latitude, longitude, pue)
        latitude, longitude = (
            each.ravel() for each in np.meshgrid(latitude, longitude, indexing="ij")
        )
    values = pue.ravel()
    kept = np.isfinite(values)
    east = (longitude[kept] + 180.0) % 360.0 - 180.0
    return Cells(
        title=Text(
            "{plant} draws between {low} and {high} in nine of ten cells",
            low=_end(source, source.low), high=_end(source, source.high), plant=PLANT_WORDS[name],
        ),
        subtitle=Text("Energy drawn over energy of computing (PUE), by latitude and longitude"),
        caption=Text(
            "Equal steps of latitude and longitude. Cells without weather are left blank; no "
            "boundary is shown. A fine grid is averaged for the drawing."
        ),
        latitudes=tuple(latitude[kept].tolist()), longitudes=tuple(east.tolist()),
        values=tuple(values[kept].tolist()), size=size, measure=Text("PUE"), unit="",
        source=source,
    )  # fmt: skip


def _end(source: Finding, value: float | None) -> Finding:
    """One end of a band as a number of its own."""
    return Finding(
        name=source.name, value=source.value if value is None else value, unit=source.unit,
        method=source.method, inputs=source.inputs, no_band="end of a band",
    )  # fmt: skip


def _coarser(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], pue: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], tuple[float, float]]:
    """A grid of at most `MOST` rows and columns, by the mean of the cells that have a value."""
    steps = [-(-count // most) for count, most in zip(pue.shape, MOST, strict=True)]
    rows, columns = (np.arange(count) // step for count, step in zip(pue.shape, steps, strict=True))
    shape = (int(rows[-1]) + 1, int(columns[-1]) + 1)
    at = (rows[:, None] * shape[1] + columns).ravel()
    known = np.isfinite(pue).ravel()
    sums = np.bincount(at[known], pue.ravel()[known], minlength=shape[0] * shape[1])
    count = np.bincount(at[known], minlength=shape[0] * shape[1])
    with np.errstate(invalid="ignore"):
        mean = (sums / count).reshape(shape)
    north, east = (
        np.bincount(which, values) / np.bincount(which)
        for which, values in ((rows, latitude), (columns, longitude))
    )
    size = tuple(
        float(np.abs(np.diff(each)).min()) if each.size > 1 else 1.0 for each in (north, east)
    )
    return north, east, mean, (size[0], size[1])
