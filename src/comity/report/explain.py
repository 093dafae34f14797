"""A finding as an outline for a terminal: what it is, its band, and what it was computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comity.facts.types import Fact, Finding, Missing
from comity.report.numbers import show
from comity.report.translate import Translator

ELBOW, TEE, BAR, GAP = "└─ ", "├─ ", "│  ", "   "


def outline(root: Finding, translate: Translator) -> str:
    """The tree of a finding, one line a number, one more for its method or publication.

    Parameters
    ----------
    root : Finding
        What is unfolded.
    translate : Translator
        Language of the outline.

    Returns
    -------
    str
        Lines joined by newlines; a part met before is named, not unfolded again.
    """
    return "\n".join(_lines(root, translate, "", "", set(), None))


def _lines(
    part: Fact | Finding | Missing,
    translate: Translator,
    here: str,
    below: str,
    met: set[int],
    share: float | None,
) -> Iterator[str]:
    caused = translate(", {share} % of the band", share=round(100 * share)) if share else ""
    if isinstance(part, Missing):
        yield f"{here}{part.name}: {translate('not known')} ({part.reason})"
        return
    shown = show(part, translate, noun=True).plain
    yield f"{here}{part.name} = {shown}  [{translate(part.quality.value)}{caused}]"
    if isinstance(part, Fact):
        yield f"{below}{_publication(part)}"
        if part.note:
            yield f"{below}{part.note}"
        return
    if id(part) in met:
        yield f"{below}{translate('unfolded above')}"
        return
    met.add(id(part))
    yield f"{below}{part.method}"
    shares = part.shares or (None,) * len(part.inputs)
    held = list(zip(part.inputs, shares, strict=True))
    held.sort(key=lambda each: -(each[1] or 0.0))
    for index, (each, weight) in enumerate(held):
        last = index == len(held) - 1
        yield from _lines(
            each,
            translate,
            below + (ELBOW if last else TEE),
            below + (GAP if last else BAR),
            met,
            weight,
        )


def _publication(fact: Fact) -> str:
    source = fact.source
    release = f", release {fact.release}" if fact.release else ""
    accessed = f", read {source.accessed}" if source.accessed else ""
    return (
        f"{fact.producer}: {source.title}, {source.year}; figure of {fact.year}{release}; "
        f"{source.licence}; {source.url}{accessed}"
    )


def listing(found: Mapping[str, Finding | Missing], translate: Translator) -> str:
    """Findings by name, one line each: name, number, quality."""
    width = max(map(len, found), default=0)
    lines = []
    for name, finding in sorted(found.items()):
        if isinstance(finding, Missing):
            lines.append(f"{name:{width}}  {translate('not known')}: {finding.reason}")
        else:
            shown = show(finding, translate, noun=True).plain
            lines.append(f"{name:{width}}  {shown}  [{translate(finding.quality.value)}]")
    return "\n".join(lines)
