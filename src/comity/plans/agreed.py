"""Section "What you have already agreed to, and with whom": principles, by texts that were read."""

from __future__ import annotations

from collections.abc import Sequence

from comity.facts.types import Finding
from comity.parties.types import EuRule, Standing
from comity.plans.adherence import Catalogue, catalogue, participation
from comity.plans.content import (
    Block,
    Callout,
    Cell,
    Headline,
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
from comity.plans.onrecord import Agreed, agreed
from comity.plans.world import World, world

NAMED = 3
"""Instruments named in a cell; the count beside them says how many there are."""


def section(ctx: Context) -> Section:
    """Which principles the state has put its name to, how many states share each, what binds.

    Acts of consent alone are counted; texts a whole organisation adopted without a vote are
    stated apart.
    """
    found = agreed(ctx)
    everyone = world(ctx.facts, ctx.as_of)
    blocks: tuple[Block, ...] = (
        *_paragraphs(ctx, found),
        _table(ctx, found, everyone),
        *_first_place(found),
        _not_known(found),
    )
    return Section(
        key="agreed",
        title=Text("What you have already agreed to, and with whom"),
        blocks=blocks,
        headline=_headline(found, everyone),
        findings=found.findings,
    )


def _headline(held: Agreed, everyone: World) -> Headline:
    findings = held.findings
    state = StateName(held.state)
    if not held.principles:
        return Headline(
            answer=Text(
                "{state} has signed none of the texts read here; texts adopted without a vote "
                "state {principles} principles.",
                state=state,
                principles=findings["norms.agreed_without_vote"],
            ),
            number=findings["norms.agreed_without_vote"],
            unit=Text("of {total} principles", total=findings["norms.principles"]),
            scale=(0.0, float(findings["norms.principles"].value)),
        )
    return Headline(
        answer=Text(
            "{state} has put its name to {principles} principles. {others}",
            state=state,
            principles=findings["norms.agreed"],
            others=_others(held),
        ),
        number=findings["norms.same_principles"],
        unit=Text("other states, same principles"),
        scale=(0.0, float(len(everyone.consent.actors))),
    )


def _others(held: Agreed) -> Text:
    others = held.findings["norms.same_principles"]
    return Text(
        "{others} other state is on record for all of them.",
        plural="{others} other states are on record for all of them.",
        count=int(others.value),
        others=others,
    )


def _paragraphs(ctx: Context, held: Agreed) -> tuple[Paragraph, ...]:
    findings = held.findings
    state = StateName(ctx.state)
    total, silent = findings["norms.principles"], findings["norms.agreed_without_vote"]
    texts: tuple[Text, ...]
    if held.principles:
        texts = (
            Text(
                "{state} has put its name to {principles} of {total} principles, through {texts} "
                "text. {others}",
                plural="{state} has put its name to {principles} of {total} principles, through "
                "{texts} texts. {others}",
                count=len(held.texts),
                state=state,
                principles=findings["norms.agreed"],
                total=total,
                texts=findings["norms.agreed_texts"],
                others=_others(held),
            ),
            Text(
                "Beside these, texts adopted without a vote state {silent} principles. Nobody "
                "signs such a text, so they are counted apart.",
                silent=silent,
            ),
        )
    else:
        texts = (
            Text(
                "{state} has put its name to none of the texts read here. Of {total} principles, "
                "{silent} stand in texts its organisations adopted without a vote.",
                state=state,
                total=total,
                silent=silent,
            ),
        )
    return tuple(Paragraph(each) for each in (*texts, *_bindings(ctx, held)))


def _bindings(ctx: Context, held: Agreed) -> tuple[Text, ...]:
    known = catalogue(ctx.facts)
    said = []
    if held.binding:
        said.append(
            Text(
                "Of the texts you put your name to, {texts} binds you in law: {names}.",
                plural="Of the texts you put your name to, {texts} bind you in law: {names}.",
                count=len(held.binding),
                texts=held.findings["norms.binding"],
                names=_names(held.binding, known),
            )
        )
    else:
        said.append(Text("No text you put your name to binds you in law."))
    if held.awaiting:
        said.append(
            Text(
                "You signed a treaty that is not in force: {names}.",
                names=_names(held.awaiting, known),
            )
        )
    union = _through_the_union(ctx)
    if union:
        said.append(
            Text(
                "The European Union signed for its members: {names}. The counts leave this out.",
                names=_names(union, known),
            )
        )
    return tuple(said)


def _through_the_union(ctx: Context) -> tuple[str, ...]:
    """Instruments the Union's seat puts the state in that it did not sign itself."""
    alone = participation(ctx.facts, as_of=ctx.as_of, eu_rule=EuRule.SEAT_ONLY)
    bound = participation(ctx.facts, as_of=ctx.as_of, eu_rule=None)
    return tuple(
        name
        for name in bound.instruments
        if bound.at(ctx.state, name) is Standing.YES
        and alone.at(ctx.state, name) is not Standing.YES
    )


def _names(texts: Sequence[str], known: Catalogue) -> Verbatim:
    return Verbatim(", ".join(known.rows[each].text("short_name") for each in texts))


def _table(ctx: Context, held: Agreed, everyone: World) -> Table:
    known = catalogue(ctx.facts)
    rows = tuple(
        TableRow(
            cells=(
                Cell(main=Text(everyone.scheme.principles[name].label)),
                Cell(main=everyone.states[name]),
                _own_cell(held, name, known),
            )
        )
        for name in held.through
    )
    return Table(
        title=_most(held, everyone),
        subtitle=Text(
            "States that put their name to a text stating the principle, most first. The band "
            "adds what was reported but not read."
        ),
        columns=(
            TableColumn(label=Text("Principle")),
            TableColumn(label=Text("States"), numeric=True),
            TableColumn(label=Text("Your texts")),
        ),
        rows=rows,
    )


def _most(held: Agreed, everyone: World) -> Text:
    first = next(iter(held.through))
    label = Text(everyone.scheme.principles[first].label)
    message = "By words that were read, {states} states are on record for “{label}”, the most"
    if everyone.ranks[first].tied > 1:
        message = (
            "By words that were read, {states} states are on record for “{label}”, among the most"
        )
    return Text(message, states=everyone.states[first], label=label)


def _first_place(held: Agreed) -> tuple[Callout, ...]:
    """The claim that sustainability is the widest common ground, unless the counts bear it out."""
    alone, wide = (held.findings[f"norms.sustainability_rank{way}"] for way in ("", "_wide"))
    if _ends(alone) == _ends(wide) == (1.0, 1.0):
        return ()
    open_still = _ends(alone)[0] == 1.0 or _ends(wide)[0] == 1.0
    return (
        Callout(
            kind="not supported",
            title=Text("“Sustainability is the largest common ground.”"),
            body=(
                Text(
                    "By states on record, environmental sustainability ranks {alone} of {total}. "
                    "Read together with sustainable development, it ranks {wide}.",
                    alone=alone,
                    total=held.findings["norms.principles"],
                    wide=wide,
                ),
                Text("The data do not tell whether it stands first.")
                if open_still
                else Text("Other principles have more states on record, whatever was not read."),
            ),
        ),
    )


def _ends(found: Finding) -> tuple[float, float]:
    value = float(found.value)
    return (
        value if found.low is None else found.low,
        value if found.high is None else found.high,
    )


def _own_cell(held: Agreed, name: str, known: Catalogue) -> Cell:
    texts = held.through[name]
    if texts:
        names = _names(texts[:NAMED], known)
        under = Text("{names} and others" if texts[NAMED:] else "{names}", names=names)
        return Cell(main=held.findings[f"norms.own.{name}"], under=under)
    if name in held.without_vote:
        return Cell(main=Text("adopted without a vote"))
    return Cell(main=Text("in no text read that you joined"))


def _not_known(held: Agreed) -> Callout:
    findings = held.findings
    return Callout(
        kind="not known",
        title=Text("Not known"),
        body=(
            Text(
                "Of the texts in the catalogue, {whole} were read whole, {part} in part and "
                "{unread} not at all.",
                whole=findings["norms.texts_whole"],
                part=findings["norms.texts_part"],
                unread=findings["norms.texts_unread"],
            ),
            Text(
                "{codes} statements rest on reports. They widen the bands and enter no count. "
                "Nothing has been filled in.",
                codes=findings["norms.codes_unconfirmed"],
            ),
        ),
    )
