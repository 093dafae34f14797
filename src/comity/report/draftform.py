"""A zero draft as Markdown and as rows, each line with the texts it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.plans.lacking import ToSign
from comity.plans.text_types import Common, Line
from comity.plans.zero_draft import Draft

COLUMNS = (
    "line", "place", "principle", "text", "bracketed", "states_low", "states_high", "on_record",
    "not_known", "not_on_record", "through",
)  # fmt: skip

NOT_REVIEWED = "The wording in this language is our own translation; no native reader reviewed it."


def rows(draft: Draft) -> list[dict[str, str]]:
    """One row for each line of a draft that states a principle, by the names in `COLUMNS`."""
    return [
        {
            "line": each.eid,
            "place": each.line.place.value,
            "principle": each.line.principle,
            "text": each.text,
            "bracketed": "1" if each.line.bracketed else "0",
            "states_low": f"{_low(each.line):g}",
            "states_high": f"{_high(each.line):g}",
            "on_record": " ".join(each.line.on),
            "not_known": " ".join(each.line.maybe),
            "not_on_record": " ".join(each.line.missing),
            "through": through(each.line),
        }
        for each in (*draft.preamble, *draft.operative)
        if each.line is not None
    ]


def markdown(draft: Draft, held: Common, lacking: ToSign) -> str:
    """The draft, where each line comes from, what is left out, and what each state lacks."""
    title, *body = draft.blocks
    parts = [f"# {title}", *body]
    if not draft.reviewed:
        parts.append(f"*{NOT_REVIEWED}*")
    parts += ["## Where each line comes from", _rule(held), _origins(draft)]
    left = [each for each in held.lines if not each.meets]
    if left:
        parts += ["## Lines too few states are on record for", _left(left, held)]
    if lacking.lacks:
        parts += ["## What each state lacks", lacking_sentence(lacking), _lacks(lacking)]
    return "\n\n".join(parts) + "\n"


def through(line: Line) -> str:
    """The texts and passages of a line, with how many states of the coalition joined each."""
    return "; ".join(
        f"{each.instrument}, {each.reference} ({len(each.states)})" for each in line.passages
    )


def lacking_sentence(lacking: ToSign) -> str:
    """How far a coalition is from a text, in one sentence."""
    return (
        f"Text of {len(lacking.lines)} lines; states lacking one: {len(lacking.lacks)}; fewest "
        f"acts of joining that would let all sign: {lacking.adherences.value:g}; or lines to "
        f"leave out: {len(lacking.drop)}."
    )


def line_json(line: Line) -> dict[str, Any]:
    """A line as stable keys."""
    return {
        "principle": line.principle,
        "place": line.place.value,
        "states": _number(line),
        "common": line.meets,
        "bracketed": line.bracketed,
        "on_record": list(line.on),
        "not_known": list(line.maybe),
        "not_on_record": list(line.missing),
        "through": [
            {
                "instrument": each.instrument,
                "reference": each.reference,
                "place": each.place.value,
                "states": list(each.states),
                "source": each.fact.source.title,
                "year": each.fact.year,
            }
            for each in line.passages
        ],
    }


def _number(line: Line) -> Mapping[str, object]:
    count = line.count
    return {"value": count.value, "low": _low(line), "high": _high(line), "unit": count.unit}


def _said(line: Line) -> str:
    low, high = _low(line), _high(line)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _low(line: Line) -> float:
    return float(line.count.value)


def _high(line: Line) -> float:
    return float(line.count.value) if line.count.high is None else line.count.high


def _rule(held: Common) -> str:
    rule = held.rule
    way = "texts adopted without a vote included" if rule.without_vote else "own consent alone"
    return (
        f"As of {rule.as_of}, {way}, seat of the Union by {rule.eu_rule}. A line needs "
        f"{held.needed} of {len(held.coalition.states)} states on record by words that were read. "
        "Square brackets: not every state is on record. Who is not on record has not objected."
    )


def _origins(draft: Draft) -> str:
    lines = [
        "| line | principle | states | through (states) | not on record |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['line']} | {row['principle']} | {_band(row)} | {row['through']} | {_others(row)} |"
        for row in rows(draft)
    ]
    return "\n".join(lines)


def _band(row: Mapping[str, str]) -> str:
    low, high = row["states_low"], row["states_high"]
    return low if low == high else f"{low} to {high}"


def _others(row: Mapping[str, str]) -> str:
    maybe = f" (not known: {row['not_known']})" if row["not_known"] else ""
    return f"{row['not_on_record']}{maybe}".strip()


def _left(lines: list[Line], held: Common) -> str:
    said = ["| principle | states | lacking to the share |", "|---|---|---|"]
    said += [
        f"| {each.principle} | {_said(each)} | {held.needed - _low(each):g} |" for each in lines
    ]
    return "\n".join(said)


def _lacks(lacking: ToSign) -> str:
    said = [
        "| state | lines | to join, any one choice | in no text open to it |",
        "|---|---|---|---|",
    ]
    said += [
        f"| {each.state} | {', '.join(each.lines)} | {choices(each.options)} | "
        f"{', '.join(each.left)} |"
        for each in lacking.lacks
    ]
    return "\n".join(said)


def choices(options: tuple[tuple[str, ...], ...]) -> str:
    """Equally small choices of instruments, none before the other but by name."""
    return " or ".join(sorted(" with ".join(each) for each in options if each))
