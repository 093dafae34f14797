"""Two provisions in two languages: what can be said of them without a common word."""

from __future__ import annotations

from comity.norms.conflict.deontic import opposed
from comity.norms.conflict.parsed import Parsed
from comity.norms.conflict.thresholds import bound, kind_of, size, told
from comity.norms.conflict.types import Firing, Rule
from comity.norms.modality.types import Modality, NormFrame, Quantity

# A rule of the indicative is too weak to set against a word of another language.
_WEAK = (".negation", ".statement", ".will", ".will-not")


def across(first: Parsed, second: Parsed) -> tuple[Firing, ...]:
    """Rules that fire on two provisions in different languages.

    Parameters
    ----------
    first, second : Parsed
        Provisions that an encoder of both languages finds alike.

    Returns
    -------
    tuple of Firing
        Nothing is aligned by words, so a norm is compared only where each text has one norm,
        and that by a word of modality; and a quantity only where each has one of its unit.
    """
    return (*_norms(first, second), *_numbers(first, second))


def _norms(first: Parsed, second: Parsed) -> tuple[Firing, ...]:
    a, b = _only(first), _only(second)
    if a is None or b is None:
        return ()
    said = opposed(a, b)
    if said is None:
        return ()
    rule, verdict, stricter, kind = said
    return (
        Firing(
            rule=rule, verdict=verdict, stricter=stricter, kind=kind, strength=0.0,
            spans=(a.evidence, b.evidence), clauses=(a.clause, b.clause),
            reason=f"{a.rule} / {b.rule}",
        ),
    )  # fmt: skip


def _only(text: Parsed) -> NormFrame | None:
    """The one norm of a text; none when it has several, or it rests on the indicative."""
    held = [each for each in text.frames if each.modality is not Modality.CONSTITUTIVE]
    if len(held) != 1 or len(text.sentences) > 2 or held[0].rule.endswith(_WEAK):
        return None
    return held[0]


def _numbers(first: Parsed, second: Parsed) -> tuple[Firing, ...]:
    mine, theirs = _alone(first), _alone(second)
    out = []
    for kind in sorted(mine.keys() & theirs.keys()):
        p, q = mine[kind], theirs[kind]
        if size(p) != size(q):
            verdict, stricter = bound(p, q)
            out.append(
                Firing(
                    rule=Rule.THRESHOLD, verdict=verdict, stricter=stricter, kind="threshold",
                    spans=(p.span, q.span), clauses=(p.span, q.span), strength=0.0,
                    reason=f"{told(p)} / {told(q)}",
                )
            )  # fmt: skip
    return tuple(out)


def _alone(text: Parsed) -> dict[str, Quantity]:
    """Quantities whose kind occurs once; things counted are named in one language only."""
    held: dict[str, list[Quantity]] = {}
    for each in text.quantities:
        if not each.unit.startswith("count:"):
            held.setdefault(kind_of(each), []).append(each)
    return {kind: each[0] for kind, each in held.items() if len(each) == 1}
