"""A finding unfolded to its sources: what each line is, and the share of the band it causes.

Largest share first, so that the doubt to remove first is on top. Many facts of one name from one
source are one line, which says how many they are and which years they describe.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity.facts.types import Fact, Finding, Missing, Quality, Source, Value
from comity.report.numbers import show
from comity.report.translate import Translator
from comity.report.words import quantity

TOGETHER = 4
"""More facts than this of one name and source are one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One line of a tree.

    Attributes
    ----------
    name : str
        Of the fact or finding.
    label : str
        What it is, with its value and band.
    number : Fact, Finding or None
        None for what is missing.
    count : int
        How many facts the line stands for.
    years : tuple of int
        First and last year the facts describe; empty for a finding.
    source : Source or None
        Of a fact.
    detail : str
        Method of a finding, note of a fact, reason a fact is missing.
    quality : Quality or None
        None for what is missing.
    share : float or None
        Share of the band above that this line causes.
    children : tuple of Node
        What it was computed from.
    """

    name: str
    label: str
    number: Fact | Finding | None
    count: int
    years: tuple[int, ...]
    source: Source | None
    detail: str
    quality: Quality | None
    share: float | None
    children: tuple[Node, ...]


Seen = set[tuple[str, Value]]


def unfold(
    root: Fact | Finding | Missing,
    translate: Translator,
    *,
    share: float | None = None,
    seen: Seen | None = None,
) -> Node:
    """The tree under a fact, a finding or what is missing.

    Parameters
    ----------
    root : Fact, Finding or Missing
        What is unfolded.
    translate : Translator
        Language of the lines.
    share : float, optional
        Share of the band above that the root causes.
    seen : set of tuple, optional
        Name and value of findings that need not be unfolded again; grows with those that are.
    """
    match root:
        case Finding():
            return Node(
                name=root.name, label=_label(root, translate), number=root, count=1, years=(),
                source=None, detail=translate(root.method), quality=root.quality, share=share,
                children=_children(root, translate, seen),
            )  # fmt: skip
        case Fact():
            return Node(
                name=root.name, label=_label(root, translate), number=root, count=1,
                years=(root.year,), source=root.source, detail=translate(root.note),
                quality=root.quality, share=share, children=(),
            )  # fmt: skip
        case Missing():
            label = f"{quantity(root.name, translate)}: {translate('not known')}"
            return Node(
                name=root.name, label=label, number=None, count=1, years=(), source=None,
                detail=translate(root.reason), quality=None, share=share, children=(),
            )  # fmt: skip


def _label(number: Fact | Finding, translate: Translator) -> str:
    name = quantity(number.name, translate)
    about = number.subject if isinstance(number, Fact) else ""
    if about in (number.name, "any"):
        about = ""
    if about and len(about) == 3 and about.isupper():
        about = translate.state(about)
    text = show(number, translate, noun=True).plain
    return f"{name}, {about}: {text}" if about else f"{name}: {text}"


def _children(finding: Finding, translate: Translator, seen: Seen | None) -> tuple[Node, ...]:
    shares = finding.shares or (None,) * len(finding.inputs)
    groups: dict[tuple[str, str, str], list[tuple[Fact, float | None]]] = {}
    nodes = []
    for each, share in zip(finding.inputs, shares, strict=True):
        if isinstance(each, Fact):
            groups.setdefault((each.name, each.source.key, each.quality), []).append((each, share))
        else:
            nodes.append(_below(each, translate, share, seen))
    for group in groups.values():
        if len(group) > TOGETHER:
            nodes.append(_together(group, translate))
        else:
            nodes += [unfold(fact, translate, share=share) for fact, share in group]
    return tuple(sorted(nodes, key=lambda node: -(node.share or 0.0)))


def _below(
    each: Finding | Missing, translate: Translator, share: float | None, seen: Seen | None
) -> Node:
    if seen is None or isinstance(each, Missing):
        return unfold(each, translate, share=share, seen=seen)
    known = (each.name, each.value) in seen
    seen.add((each.name, each.value))
    if known:
        return replace(unfold(_bare(each), translate, share=share), number=each)
    return unfold(each, translate, share=share, seen=seen)


def _bare(finding: Finding) -> Finding:
    """The finding without what it was computed from, its quality kept."""
    bare = replace(finding, inputs=(), shares=())
    object.__setattr__(bare, "quality", finding.quality)
    return bare


def _together(group: list[tuple[Fact, float | None]], translate: Translator) -> Node:
    first = group[0][0]
    years = sorted({fact.year for fact, _ in group})
    shares = [share for _, share in group if share is not None]
    return Node(
        name=first.name,
        label=translate(
            "{name}: {count} entries", name=quantity(first.name, translate), count=len(group)
        ),
        number=first,
        count=len(group),
        years=tuple(dict.fromkeys((years[0], years[-1]))),
        source=first.source,
        detail="",
        quality=first.quality,
        share=sum(shares) if shares else None,
        children=(),
    )
