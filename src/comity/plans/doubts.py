"""Section "Sources and doubts": what the brief's numbers rest on, and what would firm them up."""

from __future__ import annotations

from collections.abc import Sequence

from comity.facts.types import Fact, Finding, Missing, Quality, independent
from comity.plans.content import (
    Block,
    Callout,
    Cell,
    Paragraph,
    QualityStrip,
    Section,
    StateName,
    Table,
    TableColumn,
    TableRow,
    Text,
    Tree,
    Verbatim,
    at_root,
    printed,
    sources_of,
)
from comity.plans.context import Context

COMPARED = {
    "population": Text("Population"),
    "gdp_usd": Text("Gross domestic product"),
    "electricity_generation": Text("Electricity generated in a year"),
    "grid_ci": Text("Carbon of grid electricity"),
    "water_withdrawal_ratio": Text("Share of renewable water withdrawn"),
}
"""Facts of the long table that more than one producer gives, and what they are called."""

UNFOLDED = ("sites.pue", "models.cost_per_million.service", "fund.loan_carries")
"""Findings shown as a tree on the page; the first one there is."""

TREE_TITLE = Text("How we get {number}")
TREE_SUBTITLE = Text(
    "Each line is what the line above was computed from. "
    "The last column says how much of the band that line causes."
)


def section(context: Context, sections: Sequence[Section]) -> Section:
    """What the numbers of the other sections rest on.

    Parameters
    ----------
    context : Context
        State, day and facts.
    sections : sequence of Section
        The sections already written.

    Returns
    -------
    Section
        Key ``doubts``.
    """
    counts = _counts(context, sections)
    blocks: list[Block] = [
        Paragraph(
            Text(
                "This brief prints {total} numbers. They rest on {sources} figures "
                "from {producers} producers.",
                total=counts["total"],
                sources=counts["facts"],
                producers=counts["producers"],
            )
        ),
        QualityStrip(
            title=Text("What the numbers of this brief rest on"),
            subtitle=Text("Numbers printed above, by the weakest figure that matters to each"),
            counts={quality.value: counts[quality.value] for quality in Quality},
        ),
    ]
    disagreement = _disagreement(context)
    blocks += [disagreement] if disagreement else []
    blocks += _tree(sections)
    blocks += _not_known(sections)
    return Section(
        key="doubts",
        title=Text("Sources and doubts"),
        blocks=tuple(blocks),
        findings={finding.name: finding for finding in counts.values()},
    )


def _counts(context: Context, sections: Sequence[Section]) -> dict[str, Finding]:
    numbers = [each for each in printed(tuple(sections)) if not isinstance(each, Missing)]
    distinct = list({id(each): each for each in numbers}.values())
    facts = sources_of(tuple(sections))
    sizes = {
        "total": len(distinct),
        "facts": len(facts),
        "producers": len({fact.producer for fact in facts}),
    }
    sizes |= {
        quality.value: sum(each.quality is quality for each in distinct) for quality in Quality
    }
    whole = Fact(
        name="numbers_of_the_brief",
        value=float(len(distinct)),
        unit="",
        year=context.as_of.year,
        source=context.facts.source("comity_count"),
        quality=Quality.MEASURED,
    )
    return {
        key: Finding(
            name=f"brief.{key}",
            value=float(size),
            unit="",
            method="Count over the numbers this brief prints.",
            inputs=(whole,),
            no_band="full count",
        )
        for key, size in sizes.items()
    }


def _disagreement(context: Context) -> Table | None:
    rows: list[TableRow] = []
    for name, label in COMPARED.items():
        held = independent(context.facts.facts(context.state, name))
        first, *others = held or (None,)
        if first is None or not others:
            continue
        for index, fact in enumerate(held):
            called: Text = label if index == 0 else Text("the same, another producer")
            producer = Text("{producer}, {title}", producer=Verbatim(fact.producer),
                            title=Verbatim(fact.source.title))  # fmt: skip
            rows.append(TableRow(cells=(Cell(main=called), Cell(main=fact), Cell(main=producer))))
    if not rows:
        return None
    return Table(
        title=Text("Where more than one producer measures the same thing"),
        subtitle=Text(
            "Newest figure of each producer for {state}; the first one given is the one used",
            state=StateName(context.state),
        ),
        columns=(
            TableColumn(label=Text("Quantity")),
            TableColumn(label=Text("Figure"), numeric=True),
            TableColumn(label=Text("Producer and publication")),
        ),
        rows=tuple(rows),
    )


def _tree(sections: Sequence[Section]) -> list[Block]:
    findings = {name: each for section in sections for name, each in section.findings.items()}
    for name in UNFOLDED:
        root = findings.get(name)
        if isinstance(root, Finding):
            return [Tree(title=Text(TREE_TITLE.message, number=root), subtitle=TREE_SUBTITLE,
                         root=root)]  # fmt: skip
    return []


def _not_known(sections: Sequence[Section]) -> list[Block]:
    held: list[Fact | Finding | Missing] = [
        each for section in sections for each in section.findings.values()
    ]
    held += list(printed(tuple(sections)))
    missing = at_root(each for each in held if isinstance(each, Missing))
    if not missing:
        return []
    return [
        Callout(
            kind="not known",
            title=Text("Not known"),
            body=(
                *(Text("{thing}. Supply it with {how}.", thing=each, how=Verbatim(each.supply))
                  if each.supply else Text("{thing}.", thing=each) for each in missing),
                Text("Nothing has been filled in."),
            ),
        )
    ]  # fmt: skip
