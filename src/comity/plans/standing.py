"""Section "Where you stand": which open AI instruments a state joined, beside the other states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from comity.facts.tables import Row
from comity.facts.types import Fact, Finding
from comity.parties.participation import standing
from comity.parties.types import Gate, Standing
from comity.plans.adherence import Catalogue, adherence, catalogue, participation
from comity.plans.content import (
    Block,
    Callout,
    Cell,
    Day,
    DotMap,
    Headline,
    Paragraph,
    Printable,
    Section,
    StateName,
    Table,
    TableColumn,
    TableRow,
    Text,
    Verbatim,
)
from comity.plans.context import Context
from comity.plans.gap import HLAB_DAY
from comity.plans.signatories import MARKS, Board, board, full_count, slug

ACTS = {
    "acceded": Text("acceded"),
    "adhered": Text("adhered"),
    "adopted_by_consensus": Text("adopted by consensus"),
    "attended": Text("attended, did not join"),
    "co_sponsored": Text("co-sponsored"),
    "declined": Text("did not sign"),
    "drafted": Text("took part in drafting"),
    "endorsed": Text("endorsed"),
    "member": Text("member"),
    "ratified": Text("ratified"),
    "signed": Text("signed"),
}
"""Acts in words; an act not named here is said by whether the state joined."""

GATES = {
    Gate.OPEN: Text("open to all states"),
    Gate.INVITATION: Text("by invitation"),
    Gate.ADMISSION: Text("by admission"),
}

GROUPS = {
    "APG": Text("the Asia-Pacific Group"),
    "Africa": Text("the African Group"),
    "EEG": Text("the Eastern European Group"),
    "GRULAC": Text("the Latin American and Caribbean Group"),
    "WEOG": Text("the Western European and Others Group"),
}


def section(ctx: Context) -> Section:
    """Where the state stands among the AI instruments that reach beyond one club or region.

    Counted are instruments any state may be let into and of which a complete list was read;
    clubs, regional texts and texts adopted by a whole organisation are left out of the count.
    """
    same = board(ctx.facts, ctx.as_of)
    known = catalogue(ctx.facts)
    group = next(each.un_group for each in known.states if each.iso3 == ctx.state)
    findings: dict[str, Finding] = {
        "parties.joined": _joined(ctx, same, known),
        "parties.instruments": same.findings["parties.instruments"],
        "parties.joined_median": same.findings["parties.joined_median"],
        "parties.joined_median_group": replace(
            same.findings[f"parties.joined_median.{group}"], name="parties.joined_median_group"
        ),
        "parties.hlab_joined": _hlab_joined(ctx, known),
        "parties.hlab_size": same.findings["parties.hlab_size"],
        "parties.hlab_in_none": same.findings["parties.hlab_in_none"],
        "parties.states": same.findings["parties.states"],
        "parties.by_consensus": _by_consensus(ctx, known),
        "parties.lists_incomplete": same.findings["parties.lists_incomplete"],
        **{f"parties.signatories.{name}": size for name, size in same.sizes.items()},
        **{f"parties.widest.{slug(mark)}": count for mark, count in same.marks.items()},
    }
    blocks: tuple[Block, ...] = (
        *_paragraphs(ctx, findings, group),
        _map(ctx, same, findings),
        _table(ctx, same, known, findings),
        _not_known(ctx, same, findings),
    )
    return Section(
        key="standing",
        title=Text("Where you stand"),
        blocks=blocks,
        headline=_headline(ctx, findings),
        findings=findings,
        choices=_choices(ctx, same),
    )


# What is said of one state -----------------------------------------------------------------


def _joined(ctx: Context, same: Board, known: Catalogue) -> Finding:
    row = same.held.actors.index(ctx.state)
    low, high = int(same.held.joined_count[row]), int(same.held.possible_count[row])
    return Finding(
        name="parties.joined",
        value=float(low),
        low=None if low == high else float(low),
        high=None if low == high else float(high),
        no_band="full count" if low == high else "",
        unit="instruments",
        method=(
            f"instruments the state is known to have joined by {ctx.as_of}; "
            "disputed and unknown acts are in the high end only"
        ),
        inputs=tuple(_evidence(ctx.state, each.id, same.lists, known) for each in same.instruments),
    )


def _hlab_joined(ctx: Context, known: Catalogue) -> Finding:
    names = [each.id for each in known.instruments if each.hlab]
    held = participation(ctx.facts, as_of=ctx.as_of).only(names)
    row = held.actors.index(ctx.state)
    low, high = int(held.joined_count[row]), int(held.possible_count[row])
    lists = {name: known.rows[name].fact("roster") for name in names}
    return Finding(
        name="parties.hlab_joined",
        value=float(low),
        low=None if low == high else float(low),
        high=None if low == high else float(high),
        no_band="full count" if low == high else "",
        unit="instruments",
        method=f"initiatives of the sample of the UN advisory body the state is in on {ctx.as_of}",
        inputs=tuple(_evidence(ctx.state, name, lists, known) for name in names),
    )


def _by_consensus(ctx: Context, known: Catalogue) -> Finding:
    names = [each.id for each in known.instruments if each.consensus]
    held = participation(ctx.facts, as_of=ctx.as_of)
    joined = [name for name in names if held.at(ctx.state, name) is Standing.YES]
    lists = {name: known.rows[name].fact("roster") for name in names}
    return full_count(
        "parties.by_consensus",
        len(joined),
        unit="instruments",
        method="texts adopted without a vote by an organisation the state belongs to",
        inputs=tuple(_evidence(ctx.state, name, lists, known) for name in names),
    )


def _evidence(state: str, name: str, lists: Mapping[str, Fact], known: Catalogue) -> Fact:
    """The act of the state where one is stated, else the list that does not name it."""
    rows = known.acts.get((state, name), ())
    return rows[-1].fact("act") if rows else lists[name]


def _headline(ctx: Context, findings: Mapping[str, Finding]) -> Headline:
    total = findings["parties.instruments"]
    return Headline(
        answer=Text(
            "{state} has joined {joined} of {total} AI instruments that reach beyond one club or "
            "region.",
            state=StateName(ctx.state),
            joined=findings["parties.joined"],
            total=total,
        ),
        number=findings["parties.joined"],
        unit=Text("of {total} instruments", total=total),
        scale=(0.0, float(total.value)),
        median=findings["parties.joined_median"],
    )


def _paragraphs(ctx: Context, findings: Mapping[str, Finding], group: str) -> tuple[Paragraph, ...]:
    state = StateName(ctx.state)
    return (
        Paragraph(
            Text(
                "{state} has joined {joined} of {total} instruments that reach beyond one club or "
                "region. The median of all states is {median}; of {group}, {median_group}.",
                state=state,
                joined=findings["parties.joined"],
                total=findings["parties.instruments"],
                median=findings["parties.joined_median"],
                group=GROUPS.get(group, Text("its UN group")),
                median_group=findings["parties.joined_median_group"],
            )
        ),
        Paragraph(
            Text(
                "The UN advisory body on AI sampled {size} initiatives. {state} is in {joined} of "
                "them. On {day}, {none} of {states} states were in none.",
                size=findings["parties.hlab_size"],
                state=state,
                joined=findings["parties.hlab_joined"],
                day=Day(HLAB_DAY.isoformat()),
                none=findings["parties.hlab_in_none"],
                states=findings["parties.states"],
            )
        ),
        Paragraph(
            Text(
                "Besides these, you belong to organisations that adopted {texts} texts on AI "
                "without a vote.",
                texts=findings["parties.by_consensus"],
            )
        ),
    )


def _map(ctx: Context, same: Board, findings: Mapping[str, Finding]) -> DotMap:
    widest = same.instruments[0]
    name = Verbatim(widest.name)
    return DotMap(
        title=Text(
            "{joined} of {states} states have joined the {instrument}, the widest outside the UN",
            joined=same.sizes[widest.id],
            states=findings["parties.states"],
            instrument=name,
        ),
        subtitle=Text(
            "{instrument}, as of {day}, one equal dot per state",
            instrument=name,
            day=Day(ctx.as_of.isoformat()),
        ),
        caption=Text(
            "Each dot stands at the state's reference city, moved where dots would touch. "
            "No boundary is shown."
        ),
        states={actor: MARKS[same.held.at(actor, widest.id)] for actor in same.held.actors},
        counts=same.marks,
        subject=ctx.state,
    )


def _table(ctx: Context, same: Board, known: Catalogue, findings: Mapping[str, Finding]) -> Table:
    rows = tuple(
        TableRow(
            cells=(
                Cell(main=Verbatim(each.name), under=GATES[each.gate]),
                _act(ctx, same, known, each.id),
                Cell(main=_date(ctx, known, each.id)),
                Cell(main=same.sizes[each.id]),
            )
        )
        for each in same.instruments
    )
    return Table(
        title=Text(
            "{state} has put its name to {joined} of {total} instruments",
            state=StateName(ctx.state),
            joined=findings["parties.joined"],
            total=findings["parties.instruments"],
        ),
        subtitle=Text(
            "Acts as of {day}, widest instrument first. A state not in a list may not have been "
            "invited.",
            day=Day(ctx.as_of.isoformat()),
        ),
        columns=(
            TableColumn(label=Text("Instrument")),
            TableColumn(label=Text("Act")),
            TableColumn(label=Text("Date")),
            TableColumn(label=Text("States"), numeric=True),
        ),
        rows=rows,
    )


def _act(ctx: Context, same: Board, known: Catalogue, name: str) -> Cell:
    now = same.held.at(ctx.state, name)
    row = _come(ctx, known, name)
    act = row.text("act") if row else ""
    if now is Standing.DISPUTED:
        return Cell(main=ACTS.get(act, Text("joined")), under=Text("sources disagree"))
    if now is Standing.UNKNOWN:
        return Cell(main=Text("not known"))
    return Cell(main=ACTS.get(act, Text("joined") if now is Standing.YES else Text("not joined")))


def _come(ctx: Context, known: Catalogue, name: str) -> Row | None:
    """The last act of the state that had or may have taken place by the day."""
    rows = known.acts.get((ctx.state, name), ())
    come = [row for row in rows if standing(adherence(row), ctx.as_of) is not Standing.NO]
    return come[-1] if come else None


def _date(ctx: Context, known: Catalogue, name: str) -> Printable:
    row = _come(ctx, known, name)
    if row is None:
        return Text("no act")
    if row.text("date_last"):
        return Text(
            "{first} to {last}", first=Day(row.text("date")), last=Day(row.text("date_last"))
        )
    return Day(row.text("date"))


def _not_known(ctx: Context, same: Board, findings: Mapping[str, Finding]) -> Callout:
    body = []
    for each in same.instruments:
        now = same.held.at(ctx.state, each.id)
        if now is Standing.DISPUTED:
            body.append(
                Text(
                    "{instrument}: sources disagree on whether you signed.",
                    instrument=Verbatim(each.name),
                )
            )
        elif now is Standing.UNKNOWN:
            body.append(
                Text(
                    "{instrument}: the day you joined is not known.", instrument=Verbatim(each.name)
                )
            )
    body.append(
        Text(
            "For {more} more instruments no complete list was found. Nothing has been filled in.",
            more=findings["parties.lists_incomplete"],
        )
    )
    return Callout(kind="not known", title=Text("Not known"), body=tuple(body))


def _choices(ctx: Context, same: Board) -> tuple[Text, ...]:
    widest = same.instruments[0]
    if same.held.at(ctx.state, widest.id) is not Standing.NO:
        return ()
    return (
        Text(
            "Join the {instrument}, which {joined} states have joined, or stay outside it.",
            instrument=Verbatim(widest.name),
            joined=same.sizes[widest.id],
        ),
    )
