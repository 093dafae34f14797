"""What one state is on record for, and what it shares with others: the numbers of the section."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from comity.facts.types import Fact, Finding
from comity.norms.coverage import sharing, through
from comity.norms.types import Count, Reading, Seen
from comity.plans.adherence import Catalogue, Held, catalogue
from comity.plans.context import Context
from comity.plans.coverage import Scheme, banded, scheme
from comity.plans.signatories import full_count
from comity.plans.world import CONSENT, World, world


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What one state is on record for.

    Attributes
    ----------
    state : str
        ISO3 code.
    principles, without_vote : tuple of str
        By its own consent; by texts adopted without a vote, by number of states on record.
    texts : tuple of str
        Instruments it put its name to that state a principle, confirmed codes alone.
    through : dict of str to tuple of str
        Principle -> those of its texts that state it.
    binding, awaiting : tuple of str
        Texts among all it put its name to that bind it in law, and treaties not yet in force.
    findings : dict of str to Finding
        By name, those of the world included.
    """

    state: str
    principles: tuple[str, ...]
    without_vote: tuple[str, ...]
    texts: tuple[str, ...]
    through: dict[str, tuple[str, ...]]
    binding: tuple[str, ...]
    awaiting: tuple[str, ...]
    findings: dict[str, Finding]


def agreed(ctx: Context) -> Agreed:
    """What the state of a context is on record for on its day."""
    everyone = world(ctx.facts, ctx.as_of)
    known = catalogue(ctx.facts)
    row = everyone.consent.actors.index(ctx.state)
    mine = everyone.consent.joined[row]
    coverage = everyone.scheme.coverage
    names = coverage.principles
    own = {name: through(coverage, mine, name) for name in names}
    texts = tuple(
        name for name in coverage.instruments if any(name in each for each in own.values())
    )
    joined = [name for name, held in zip(coverage.instruments, mine, strict=True) if held]
    order = sorted(names, key=lambda name: (-float(everyone.states[name].value), name))
    held = Agreed(
        state=ctx.state,
        principles=tuple(name for name in order if own[name]),
        without_vote=tuple(
            name for name in order if everyone.silent_record.certain[row, names.index(name)]
        ),
        texts=texts,
        through={name: own[name] for name in order},
        binding=tuple(each for each in joined if known.rows[each].text("binding") == "yes"),
        awaiting=tuple(
            each for each in joined if known.rows[each].text("binding") == "not in force"
        ),
        findings={},
    )
    held.findings.update(_findings(ctx, held, everyone, known))
    return held


# Numbers -----------------------------------------------------------------------------------


def _findings(ctx: Context, held: Agreed, everyone: World, known: Catalogue) -> dict[str, Finding]:
    row = everyone.consent.actors.index(ctx.state)
    acts = _acts(ctx.state, held.texts, known)
    anything = acts or (known.rows["oecd_ai"].fact("roster"),)
    lists = tuple(known.rows[name].fact("roster") for name in held.texts)
    record = everyone.record
    names = Count(int(record.certain[row].sum()), int(record.possible[row].sum()))
    mine = banded(
        "norms.agreed",
        names,
        unit="principles",
        method=(
            f"principles stated by texts the state put its name to by {ctx.as_of}; "
            "high adds unconfirmed codes and uncertain acts"
        ),
        inputs=(*anything, *_first_codes(held, everyone.scheme)),
    )
    found = [
        mine,
        banded(
            "norms.same_principles",
            sharing(record, row),
            unit="states",
            method="other states on record for every principle this state is on record for",
            inputs=(mine, *(lists or anything)),
        ),
        full_count(
            "norms.agreed_texts",
            len(held.texts),
            unit="texts",
            method="texts the state put its name to in which a principle was read",
            inputs=anything,
        ),
        full_count(
            "norms.agreed_without_vote",
            len(held.without_vote),
            unit="principles",
            method="principles read in texts adopted without a vote by organisations of the state",
            inputs=_silent(ctx, everyone, known) or anything,
        ),
        full_count(
            "norms.binding",
            len(held.binding),
            unit="texts",
            method="texts in force that bind in law, among those the state put its name to",
            inputs=tuple(known.rows[each].fact("binding") for each in held.binding) or anything,
        ),
        full_count(
            "norms.binding_not_in_force",
            len(held.awaiting),
            unit="texts",
            method="treaties not in force, among the texts the state put its name to",
            inputs=tuple(known.rows[each].fact("binding") for each in held.awaiting) or anything,
        ),
        everyone.rank,
        everyone.rank_wide,
        *everyone.states.values(),
        *_own(held, everyone.scheme),
        *catalogue_counts(ctx),
    ]
    return {each.name: each for each in found}


def _own(held: Agreed, known: Scheme) -> list[Finding]:
    return [
        full_count(
            f"norms.own.{name}",
            len(texts),
            unit="texts",
            method="texts the state put its name to in which the principle was read",
            inputs=tuple(known.codes[text, name].fact("reference") for text in texts),
        )
        for name, texts in held.through.items()
        if texts
    ]


def catalogue_counts(ctx: Context) -> tuple[Finding, ...]:
    """How much of the catalogue was read: the same for every state, made once."""
    return _catalogue_counts(Held(ctx.facts.snapshot, ctx.facts))


@functools.cache
def _catalogue_counts(held: Held) -> tuple[Finding, ...]:
    known = scheme(held.base)
    codes = list(known.codes.values())
    some = (codes[0].fact("seen"),)
    texts = {name: row.fact("reading") for name, row in known.texts.items()}

    def read(*how: Reading) -> tuple[Fact, ...]:
        return tuple(fact for name, fact in texts.items() if known.readings[name] in how)

    sizes = {
        "norms.principles": (len(known.principles), "principles", "principles of the scheme"),
        "norms.codes_confirmed": (
            sum(row.text("seen") == Seen.CONFIRMED for row in codes),
            "codes",
            "pairs of instrument and principle whose words were read",
        ),
        "norms.codes_unconfirmed": (
            sum(row.text("seen") == Seen.UNCONFIRMED for row in codes),
            "codes",
            "pairs of instrument and principle whose words were not read; in no count",
        ),
    }
    counted = [
        full_count(name, size, unit=unit, method=method, inputs=some)
        for name, (size, unit, method) in sizes.items()
    ]
    readings = {
        "norms.texts_whole": (read(Reading.WHOLE), "texts read as a whole"),
        "norms.texts_part": (read(Reading.PART), "texts read in part"),
        "norms.texts_unread": (read(Reading.NO), "texts not read"),
    }
    counted += [
        full_count(name, len(facts), unit="texts", method=method, inputs=facts or some)
        for name, (facts, method) in readings.items()
    ]
    return tuple(counted)


def _acts(state: str, texts: Sequence[str], known: Catalogue) -> tuple[Fact, ...]:
    return tuple(
        row.fact("act")
        for name in texts
        for row in known.acts.get((state, name), ())[-1:]
        if row.text("act") in CONSENT
    )


def _first_codes(held: Agreed, known: Scheme) -> tuple[Fact, ...]:
    return tuple(
        known.codes[texts[0], name].fact("reference")
        for name, texts in held.through.items()
        if texts
    )


def _silent(ctx: Context, everyone: World, known: Catalogue) -> tuple[Fact, ...]:
    row = everyone.silent.actors.index(ctx.state)
    names = [
        name
        for name, joined in zip(
            everyone.silent.instruments, everyone.silent.joined[row], strict=True
        )
        if joined
    ]
    return tuple(
        each.fact("act") for name in names for each in known.acts.get((ctx.state, name), ())[:1]
    )
