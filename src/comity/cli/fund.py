"""``comity fund``: the grant element of a loan, envelopes of a common fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.cli.common import json_option, open_facts, print_json, print_table

if TYPE_CHECKING:
    from comity.config import Settings


@click.group("fund", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Loan terms and envelopes of a common fund."""


@command.command("grant-element")
@click.option("--rate", type=float, required=True, metavar="PERCENT", help="Rate, % a year.")
@click.option("--maturity", type=float, required=True, metavar="YEARS", help="To the last payment.")
@click.option("--grace", type=float, required=True, metavar="YEARS",
              help="Before the repayment of principal begins.")  # fmt: skip
@click.option("--payments-per-year", type=int, default=2, show_default=True, metavar="N")
@click.option("--discount", type=float, metavar="PERCENT",
              help="Discount rate, % a year; every published rate when absent.")  # fmt: skip
@json_option
@click.pass_obj
def grant_element_command(
    settings: Settings,
    rate: float,
    maturity: float,
    grace: float,
    payments_per_year: int,
    discount: float | None,
    as_json: bool,
) -> None:
    """Share of a loan that is a gift; the discount rate used is always printed."""
    from comity.plans.loans import grant_elements

    found = grant_elements(
        open_facts(settings), rate=rate, maturity=maturity, grace=grace,
        payments=payments_per_year, discount=discount,
    )  # fmt: skip
    if as_json:
        print_json(
            {
                "rate_percent": rate,
                "maturity_years": maturity,
                "grace_years": grace,
                "payments_per_year": payments_per_year,
                "grant_elements": [each.payload() for each in found],
            }
        )
        return
    print_table(
        ("borrower", "discount %/yr", "grant element %", "counts as aid from %", "source"),
        [
            (each.borrower, f"{each.discount:g}", f"{each.grant_element:.1f}",
             "" if each.threshold is None else f"{each.threshold:g}", each.source)
            for each in found
        ],
    )  # fmt: skip


@command.command("envelope")
@click.option("--rule", default="cali", show_default=True, help="cali, equal or un_scale.")
@click.option("--total", type=float, default=1e9, show_default=True, metavar="USD",
              help="The fund, US dollars.")  # fmt: skip
@json_option
@click.pass_obj
def envelope_command(settings: Settings, rule: str, total: float, as_json: bool) -> None:
    """What each state would get from a fund under a published rule."""
    from comity.plans.envelopes import allocation

    found = allocation(open_facts(settings), rule, total=total)
    if as_json:
        print_json(
            {
                "rule": rule,
                "total_usd": total,
                "states": [each.payload() for each in found if each.member],
                "others": [each.payload() for each in found if not each.member],
            }
        )
        return
    print_table(
        ("party", "share %", "USD", ""),
        [
            (each.name, f"{each.share_percent:.4f}", f"{each.amount_usd:,}",
             "excluded by the rule" if each.excluded else "")
            for each in found
        ],
    )  # fmt: skip
