"""``comity sites size``: sun, wind and battery of least cost for a load."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from comity.cli.common import json_option, open_facts, print_json, print_table
from comity.cli.places import FILE_OPTIONS, read_text
from comity.errors import InputError

if TYPE_CHECKING:
    from comity.config import Settings
    from comity.facts.load import FactBase
    from comity.facts.types import Fact, Finding, Missing
    from comity.plans.sizing import Order, Supply
    from comity.plans.sizing_resource import Resource

Options = dict[str, Any]


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Every option of the command, in the order of its help."""
    for each in reversed(
        (
            *FILE_OPTIONS,
            click.option("--latitude", type=float, help="Of the site; where a CSV holds [deg]."),
            click.option("--longitude", type=float, help="Of the site; where a CSV holds [deg]."),
            click.option("--utc-offset", type=float, help="Local standard time less UTC [h]."),
            click.option("--load-mw", type=float, required=True, help="Constant load [MW]."),
            click.option("--price", type=float, help="Price of the grid [USD/kWh]."),
            click.option(
                "--prices", metavar="FILE", help="CSV: price_usd_per_kwh or _mwh, hourly."
            ),
            click.option("--carbon-intensity", type=float, help="Of the grid [gCO2e/kWh]."),
            click.option("--carbon-price", type=float, default=0.0, help="[USD/t]."),
            click.option("--discount-rate", type=float, help="Real, a year: 0.08."),
            click.option("--renewable-share", type=float, help="Least share without backup: 0.9."),
            click.option(
                "--flexible-share",
                type=float,
                default=0.0,
                help="Moved in its day: 0.2; with --peak-factor.",
            ),
            click.option("--peak-factor", type=float, default=1.0, help="Its highest hour: 1.25."),
            click.option("--off-grid", is_flag=True, help="No grid at all."),
            click.option("--outages", metavar="FILE", help="CSV: grid_up, 1 or 0, hourly."),
            click.option("--outage-share", type=float, help="Share of hours without the grid."),
            click.option("--outage-length", type=float, help="Mean length of an outage [h]."),
            click.option("--diesel-price", type=float, help="[USD/L]."),
            click.option("--zero-diesel", is_flag=True, help="Nothing but sun, wind and battery."),
            click.option("--pv-max-mw", type=float, default=float("inf"), help="[MW]."),
            click.option("--wind-max-mw", type=float, default=float("inf"), help="[MW]."),
        )
    ):
        command = each(command)
    return command


@click.command()
@click.argument("state", required=False)
@_options
@json_option
@click.pass_obj
def size(settings: Settings, /, state: str | None, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Sun, wind and battery of least cost for a load at STATE or in the weather of a file.

    The cost is certified: no sizes cost less by more than the relative gap. Without a file, sun and
    wind are drawn from monthly normals, for screening only. The battery starts and ends the year
    with the same share of its energy. The JSON object has the keys pv_mw, wind_mw, battery_mwh,
    battery_mw, cost [USD/year], gap, cost_usd_per_kwh, own_share_pct, backup_mwh, diesel_mwh,
    diesel_mw, curtailed_mwh, unserved_mwh, carbon_kg, bands, cases, method, place, weather,
    weather_said, screening_only, screening_note, inputs and sources.
    """
    from comity.plans.sizing import supply_of

    if 0.0 < options["flexible_share"] <= 1.0 < options["peak_factor"]:
        click.echo("Moving load is solved hour by hour: this takes some seconds.", err=True)
    _check(options)
    base = open_facts(settings)
    resource = _resource(base, state, options)
    supply = supply_of(base, resource, _order(base, state, options))
    if as_json:
        print_json(_payload(supply))
    else:
        _print(supply)


def _check(options: Options) -> None:
    """Refuse options that nothing would come of."""
    idle = [each for each in ("latitude", "longitude", "utc_offset") if options[each] is not None]
    idle += [each for each in ("kind", "fill_gaps") if options[each]]
    if idle and options["weather"] is None:
        name = idle[0].replace("_", "-")
        raise InputError(f"--{name} says something of a file; give --weather FILE with it.")
    if options["outage_length"] is not None and options["outage_share"] is None:
        raise InputError("--outage-length says something of drawn outages; give --outage-share.")


def _resource(base: FactBase, state: str | None, options: Options) -> Resource:
    from comity.facts.states import resolve
    from comity.plans.sizing_resource import resource_of, resource_of_station

    file = options["weather"]
    if state is None and file is None:
        raise InputError("Name a state, or give --weather FILE.")
    iso3 = resolve(base, state) if state else ""
    if file is None:
        return resource_of(base, iso3)
    from comity.sites.supply.station import station_of

    row = base.row("reference_cities", iso3) if iso3 else None
    station = station_of(
        read_text(file, "weather file"), name=file, kind=options["kind"],
        fill_hours=options["fill_gaps"],
    )  # fmt: skip
    return resource_of_station(
        base, station, name=file, city=(row.number("lat"), row.number("lon")) if row else None,
        latitude=options["latitude"], longitude=options["longitude"],
        utc_offset=options["utc_offset"],
    )  # fmt: skip


def _order(base: FactBase, state: str | None, options: Options) -> Order:
    from comity.plans.given import asked_number
    from comity.plans.sizing import Order

    prices, price = _price(base, state, options)
    rate, diesel = options["discount_rate"], options["diesel_price"]
    return Order(
        load=options["load_mw"],
        price=price,
        prices=prices,
        carbon=_carbon(base, state, options),
        rate=(
            base.parameter("sites.discount_rate")
            if rate is None
            else asked_number(
                base, "discount_rate", rate, "1/year", most=1.0, option="--discount-rate"
            )
        ),
        up=_up(base, options),
        diesel_price=_diesel(base, options["zero_diesel"], diesel),
        carbon_price=options["carbon_price"],
        own_share=options["renewable_share"],
        flexible_share=options["flexible_share"],
        peak_factor=options["peak_factor"],
        most=(options["pv_max_mw"], options["wind_max_mw"], float("inf"), float("inf")),
    )


def _price(base: FactBase, state: str | None, options: Options) -> tuple[Any, Fact | Finding]:
    from comity.plans.given import asked_number
    from comity.plans.sizing_inputs import HIGHEST_PRICE, prices_of

    price, file = options["price"], options["prices"]
    if price is not None and file is not None:
        raise InputError("Give --price or --prices, not both.")
    if file is not None:
        return prices_of(base, read_text(file, "file of prices"), name=file)
    if price is not None:
        return None, asked_number(
            base, "electricity_price", price, "USD/kWh", most=HIGHEST_PRICE, option="--price"
        )
    if state is None:
        raise InputError("Give --price in USD/kWh, or --prices FILE.")
    from comity.plans.grid import electricity_price

    return None, electricity_price(_context(base, state))


def _carbon(base: FactBase, state: str | None, options: Options) -> Fact | Finding | Missing:
    from comity.facts.types import Missing
    from comity.plans.given import asked_number
    from comity.plans.grid import carbon_intensity

    given = options["carbon_intensity"]
    if given is not None:
        return asked_number(
            base, "carbon_intensity", given, "gCO2e/kWh", most=3000.0, option="--carbon-intensity"
        )
    if state is not None:
        return carbon_intensity(_context(base, state))
    return Missing(
        name="carbon_intensity", subject=options["weather"],
        reason="a weather file does not say it", supply="--carbon-intensity",
    )  # fmt: skip


def _up(base: FactBase, options: Options) -> Any:  # noqa: ANN401
    from comity.plans.sizing_inputs import grid_never, grid_up_drawn, grid_up_of

    file, share = options["outages"], options["outage_share"]
    if (file is not None) + (share is not None) + options["off_grid"] > 1:
        raise InputError("Give one of --outages, --outage-share and --off-grid.")
    if options["off_grid"]:
        return grid_never()
    if file is not None:
        return grid_up_of(read_text(file, "file of outages"), name=file)
    if share is not None:
        return grid_up_drawn(base, share=share, length=options["outage_length"])
    return None


def _diesel(base: FactBase, refused: bool, price: float | None) -> Fact | None:
    from comity.plans.given import asked_number

    if refused and price is not None:
        raise InputError("Give --zero-diesel or --diesel-price, not both.")
    if refused:
        return None
    if price is not None:
        return asked_number(
            base, "diesel_price", price, "USD/L", most=20.0, option="--diesel-price"
        )
    return base.parameter("sites.diesel_price")


def _context(base: FactBase, state: str) -> Any:  # noqa: ANN401
    import datetime

    from comity.facts.states import resolve
    from comity.plans.context import Context

    day = datetime.date.fromisoformat(base.as_of)
    return Context(facts=base, state=resolve(base, state), as_of=day)


def _payload(supply: Supply) -> dict[str, Any]:
    from comity.plans.sizing_json import payload

    return payload(supply)


def _print(supply: Supply) -> None:
    from comity.facts.types import Missing

    resource = supply.resource
    note = ", for screening only" if resource.screening_only else ""
    rows = []
    for name, each in supply.findings.items():
        label = name.removeprefix("sites.").replace("_", " ")
        if isinstance(each, Missing):
            rows.append((label, "not known", "", ""))
            continue
        band = "" if each.low is None else f"{each.low:,.4g}–{each.high:,.4g}"
        rows.append((label, f"{each.value:,.4g}", band, each.unit))
    print_table(
        ("quantity", "value", "by cost data", "unit"), rows,
        title=f"{resource.place}; {resource.said}{note}",
    )  # fmt: skip
    sizing = supply.central.sizing
    click.echo(f"Certified gap {sizing.gap:.1e}, by {sizing.method}.")
