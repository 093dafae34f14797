"""What a fund could carry: the grant in a concessional loan, its payments, a state's envelope."""

from __future__ import annotations

from comity.facts.types import Finding, Missing
from comity.plans.content import (
    Block,
    Callout,
    Cell,
    Headline,
    Interval,
    IntervalChart,
    Paragraph,
    Section,
    StateName,
    Table,
    TableColumn,
    TableRow,
    Text,
    Verbatim,
)
from comity.plans.context import Context
from comity.plans.envelopes import RULES, envelope
from comity.plans.loans import LEAST_DEVELOPED, UNIFIED, discount_rate
from comity.plans.offers import Offer, loan_carries, market_service, number_of, offer

SHOWN = "ida21_"
"""Prefix of the sets of terms the brief shows: those in force whose source was read."""

BORROWERS = {
    LEAST_DEVELOPED: Text("least developed countries"),
    "low": Text("low-income states"),
    "lower_middle": Text("lower-middle-income states"),
    "upper_middle": Text("upper-middle-income states"),
}
RULE_NAMES = {
    "cali": Text("Inverted UN scale, proposed for the Cali Fund"),
    "equal": Text("Equal shares for all member states"),
    "un_scale": Text("In proportion to assessed UN contributions"),
}


def section(ctx: Context, *, capex: Finding) -> Section:
    """Section "What a fund could carry" of a brief.

    Parameters
    ----------
    ctx : Context
        State, day and facts.
    capex : Finding
        Cost of the computing equipment. [USD]

    Returns
    -------
    Section
        Findings ``fund.*``; the discount rate used is always printed.
    """
    base, state = ctx.facts, ctx.state
    discount = discount_rate(base, state)
    offers = [
        offer(base, row, discount=discount, capex=capex)
        for row in base.rows("loan_terms")
        if row.key.startswith(SHOWN)
    ]
    carries = loan_carries(base, offers, discount=discount)
    market = market_service(base, capex=capex)
    shares = {rule: envelope(base, rule).shares[state] for rule in RULES}
    excluded = state in envelope(base, "cali").excluded
    return Section(
        key="financing",
        title=Text("What a fund could carry"),
        blocks=(
            *_opening(state, discount=discount, capex=capex),
            _terms_table(offers),
            Paragraph(
                Text(
                    "A loan this long outlasts the equipment it pays for. "
                    "Each replacement needs new money."
                )
            ),
            _service_chart(offers, market),
            _shares_table(state, shares, excluded=excluded),
        ),
        headline=_headline(carries),
        findings={
            each.name: each
            for each in (
                discount, carries, market,
                *(number for held in offers
                  for number in (held.granted, held.unified, held.yearly)),
                *shares.values(), *(_per_billion(each) for each in shares.values()),
            )
        },
        choices=(
            Text("Seek a loan on the longest terms now, or a grant for the equipment alone."),
            Text("Support envelopes by an inverted scale, or equal shares for all members."),
        ),
    )  # fmt: skip


def _opening(state: str, *, discount: Finding | Missing, capex: Finding) -> tuple[Block, ...]:
    asked = Paragraph(Text("The computing equipment to pay for costs {capex}.", capex=capex))
    if isinstance(discount, Missing):
        return (
            asked,
            Callout(
                kind="not known",
                title=Text("The discount rate of {state} is not known.", state=StateName(state)),
                body=(
                    Text("The income class the World Bank gives is {missing}.", missing=discount),
                    Text("Nothing has been filled in."),
                ),
            ),
        )
    if discount.note == UNIFIED:
        said = Text(
            "The OECD publishes no rate for high-income states. Payments are discounted at "
            "{discount}, which the IMF and the World Bank use for every borrower.",
            discount=discount,
        )
    else:
        said = Text(
            "Payments are discounted at {discount}, the OECD's rate for {borrowers}.",
            discount=discount, borrowers=BORROWERS[discount.note],
        )  # fmt: skip
    return asked, Paragraph(said)


def _terms_table(offers: list[Offer]) -> Table:
    def share(held: Offer) -> float:
        return number_of(held.unified)

    most, least = max(offers, key=share), min(offers, key=share)
    return Table(
        title=Text(
            "The grant in a loan runs from {least} to {most} with the terms alone",
            least=least.unified, most=most.unified,
        ),
        subtitle=Text(
            "Grant element, share of the sum lent; terms of the International Development "
            "Association in force, largest grant first. Which terms apply is the lender's decision."
        ),
        columns=(
            TableColumn(label=Text("Terms")),
            TableColumn(label=Text("Rate"), numeric=True),
            TableColumn(label=Text("Repaid after"), numeric=True),
            TableColumn(label=Text("At the state's rate"), numeric=True),
            TableColumn(label=Text("At the IMF and World Bank rate"), numeric=True),
        ),
        rows=tuple(
            TableRow(
                cells=(
                    Cell(main=Verbatim(held.row.text("title"))),
                    Cell(main=held.row.fact("rate")),
                    Cell(
                        main=held.row.fact("maturity"),
                        under=Text("grace {grace}", grace=held.row.fact("grace")),
                    ),
                    Cell(main=held.granted),
                    Cell(main=held.unified),
                )
            )
            for held in sorted(offers, key=share, reverse=True)
        ),
    )  # fmt: skip


def _service_chart(offers: list[Offer], market: Finding) -> IntervalChart:
    dearest = max(offers, key=lambda held: number_of(held.yearly)).yearly
    rows = sorted(offers, key=lambda held: number_of(held.yearly))
    return IntervalChart(
        title=(
            Text("A market loan costs more each year than any of the concessional loans")
            if number_of(market) > number_of(dearest)
            else Text("A market loan costs no more each year than the dearest concessional loan")
        ),
        subtitle=Text("Mean yearly payment for the equipment, US dollars, lowest first"),
        caption=Text(
            "Bar: all ends combined. Thick line: central. The cost of the equipment widens every "
            "bar alike. A market loan ends sooner."
        ),
        rows=(
            *(
                Interval(
                    label=Verbatim(held.row.text("title")),
                    condition=Text(
                        "{rate}, repaid after {maturity}",
                        rate=held.row.fact("rate"), maturity=held.row.fact("maturity"),
                    ),
                    number=held.yearly,
                )
                for held in rows
            ),
            Interval(
                label=Text("Market loan"), condition=Text("level payments"), number=market,
                hatched=True,
            ),
        ),
        unit="USD/yr",
        key=(Text("concessional"), Text("market")),
    )  # fmt: skip


def _shares_table(state: str, shares: dict[str, Finding], *, excluded: bool) -> Table:
    order = sorted(shares, key=lambda rule: -number_of(shares[rule]))

    def under(rule: str) -> Text | None:
        if rule == "cali" and excluded:
            return Text("excluded: high income and no small island developing state")
        return None

    return Table(
        title=Text(
            "The envelope of {state} depends on the rule: {least} to {most} of the fund",
            state=StateName(state), least=shares[order[-1]], most=shares[order[0]],
        ),
        subtitle=Text("Share of a common fund and of each billion US dollars, largest first"),
        columns=(
            TableColumn(label=Text("Rule")),
            TableColumn(label=Text("Share of the fund"), numeric=True),
            TableColumn(label=Text("Of each billion"), numeric=True),
        ),
        rows=tuple(
            TableRow(
                cells=(
                    Cell(main=RULE_NAMES[rule], under=under(rule)),
                    Cell(main=shares[rule]),
                    Cell(main=_per_billion(shares[rule])),
                )
            )
            for rule in order
        ),
    )  # fmt: skip


def _headline(carries: Finding | Missing) -> Headline:
    answer = (
        Text("A concessional loan carries {share} of the cost as a grant.", share=carries)
        if isinstance(carries, Finding)
        else Text("The grant in a concessional loan is not known: the income class is missing.")
    )
    return Headline(answer=answer, number=carries, unit=Text("% of the cost"), scale=(0.0, 100.0))


def _per_billion(share: Finding) -> Finding:
    return Finding(
        name=share.name.replace("envelope_share", "envelope_per_billion"), unit="USD million",
        value=10 * number_of(share), method="share of one billion US dollars", inputs=(share,),
        no_band=share.no_band,
    )  # fmt: skip
