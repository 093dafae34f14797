"""``comity sites compare``, ``rank`` and ``sweep``: many places at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.pages import html_option, write_page
from comity.errors import InputError

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.types import Finding, Missing
    from comity.plans.ranking import Alternative

CRITERIA = ("cost", "carbon", "water", "stressed_water")


@click.command()
@click.argument("states", nargs=-1, required=True)
@html_option
@json_option
@click.pass_obj
def compare(settings: Settings, states: tuple[str, ...], html: str | None, as_json: bool) -> None:
    """Every plant at several STATES: PUE, WUE, and per kWh of computing cost, carbon and water.

    The JSON object has the key places: a list of place, technology, pue, wue, cost, carbon, water
    and stressed_water, each with p5, p50 and p95, or null where a fact is missing.
    """
    from comity.facts.states import resolve
    from comity.plans.places_page import compared, places_page

    base = open_facts(settings)
    found = compared(base, list(dict.fromkeys(resolve(base, each) for each in states)))
    if html:
        write_page(settings, places_page(base, found), html)
    rows: list[dict[str, Any]] = [
        {"place": state, "technology": name} | {key: _band(each) for key, each in held.items()}
        for state, name, held in found
    ]
    if as_json:
        print_json({"places": rows})
        return
    heads = ("pue", "wue", *CRITERIA)
    print_table(
        ("place", "plant", "PUE", "WUE [L/kWh]", "cost [USD/kWh]", "carbon [g/kWh]",
         "water [L/kWh]", "stressed water [L/kWh]"),
        [(row["place"], row["technology"], *(_middle(row[key]) for key in heads)) for row in rows],
        title="A year from monthly normals, per kWh of computing",
    )  # fmt: skip


@click.command()
@click.argument("states", nargs=-1, required=True)
@click.option(
    "--weight", "weights", multiple=True, metavar="NAME=NUMBER",
    help="cost, carbon, water or stressed_water; equal weights of all unless given.",
)  # fmt: skip
@click.option("--technology", "technologies", multiple=True, metavar="NAME")
@html_option
@json_option
@click.pass_obj
def rank(
    settings: Settings, states: tuple[str, ...], weights: tuple[str, ...],
    technologies: tuple[str, ...], html: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Places and plants for a load in order, by two published methods.

    The JSON object has the keys ranking (a list of place, technology, figures, scores, places and
    frontier) and left_out (a list of place, missing and supply).
    """
    from comity.facts.states import resolve
    from comity.plans.ranking import ranking

    base = open_facts(settings)
    named = list(dict.fromkeys(resolve(base, each) for each in states))
    given = _weights(weights) or dict.fromkeys(CRITERIA, 1.0)
    found = ranking(base, named, weights=given, technologies=technologies)
    if html:
        from comity.plans.places_page import places_page, ranked_rows

        page = places_page(base, ranked_rows(found), left_out=found.left_out)
        write_page(settings, page, html)
    left = [
        {"place": each.subject, "missing": each.name, "supply": each.supply}
        for each in found.left_out
    ]
    if as_json:
        print_json({"ranking": [_row(each) for each in found.alternatives], "left_out": left})
        return
    methods = ("simple_additive", "nearness")
    print_table(
        ("place", "plant", "additive", "TOPSIS", "on the frontier"),
        [
            (each.state, each.technology, *(str(each.places[name]) for name in methods),
             "yes" if each.frontier else "")
            for each in found.alternatives
        ],
        title="Places and plants; weights: " + ", ".join(f"{k} {v:g}" for k, v in given.items()),
    )  # fmt: skip
    for each in left:
        click.echo(f"Left out: {each['place']}, for {each['missing']} is not known.", err=True)


@click.command()
@click.argument("cube", required=False, type=click.Path(path_type=Path))
@click.option("--normals", is_flag=True, help="First write CUBE: all reference cities, by normals.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Zarr store to write.")
@click.option("--engine", metavar="NAME", help="serial, processes or dask.")
@click.option("--workers", type=int, default=2, help="Worker processes.")
@click.option("--address", default="", help="Dask scheduler to join, tcp://host:port.")
@click.option("--block", type=int, help="Points in a block; as the cube is stored unless given.")
@html_option
@json_option
@click.pass_obj
def sweep(
    settings: Settings, cube: Path | None, normals: bool, out: Path, engine: str | None,
    workers: int, address: str, block: int | None, html: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Annual figures of every plant in every cell of CUBE; a broken run is taken up again.

    CUBE is a zarr store with temp_air_c, relative_humidity_pct and pressure_pa, over point and
    time, or over latitude, longitude and time (8760 hours, whole in each chunk). A cell without
    weather, as a masked sea, stays missing. The JSON object has the keys blocks, done_now,
    cells_known, cells_missing and out.
    """
    from comity.plans import sweep as plan
    from comity.plans.cubes import cube_of_normals

    if cube is None or (block is not None and block < 1) or workers < 1:
        raise InputError("Name a CUBE of weather, with --block and --workers from one up.")
    base = open_facts(settings)
    if normals and not cube.exists():
        cube_of_normals(base, cube, sorted(base.states), chunk=block or 64)
    done = list(
        plan.sweep(
            base, cube, out, block=block, engine=engine or settings.engine, workers=workers,
            address=address,
        )
    )  # fmt: skip
    known, missing = plan.known_cells(out)
    if html:
        from comity.plans.sweep_page import sweep_page

        write_page(settings, sweep_page(base, cube, out), html)
    if as_json:
        print_json(
            {
                "blocks": len(done), "done_now": sum(done), "cells_known": known,
                "cells_missing": missing, "out": str(out),
            }
        )  # fmt: skip
    else:
        click.echo(
            f"{len(done)} blocks, {sum(done)} done now; {known} cells known, {missing} without "
            f"weather; in {out}."
        )


def _weights(given: tuple[str, ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in given:
        name, _, value = each.partition("=")
        if name in found:
            raise InputError(f"The weight of {name} is given twice; give it once.")
        try:
            found[name] = float(value)
        except ValueError:
            raise InputError(f"{each!r} is not a weight; write --weight carbon=2.") from None
    return found


def _row(each: Alternative) -> dict[str, Any]:
    return {
        "place": each.state,
        "technology": each.technology,
        "figures": {key: _band(finding) for key, finding in each.findings.items()},
        "scores": dict(each.scores),
        "places": dict(each.places),
        "frontier": each.frontier,
    }


def _band(found: Finding | Missing) -> dict[str, Any] | None:
    value = getattr(found, "value", None)
    if value is None:
        return None
    low, high = getattr(found, "low", None), getattr(found, "high", None)
    return {
        "p5": value if low is None else low,
        "p50": value,
        "p95": value if high is None else high,
    }


def _middle(band: dict[str, Any] | None) -> str:
    return "not known" if band is None else f"{band['p50']:.4g}"
