"""Norms opposed in modality, and words defined otherwise."""

from __future__ import annotations

from comity.norms.conflict.parsed import Parsed, Segment, contained, dice
from comity.norms.conflict.types import Firing, Rule, Verdict
from comity.norms.modality.types import Modality, NormFrame

_F, _O = Modality.PROHIBITION, Modality.OBLIGATION
_MAY = (Modality.PERMISSION, Modality.ENTITLEMENT)
# Below this share of common words two norms have no common subject, whatever they say of it.
LEAST = 0.15
# An opposed pair must fit this well, of the best fit with a norm of the same modality.
_SERVED = 0.8
# A right that is only said to be possible differs from a right if the rest is nearly the same.
_SAME_WORDS = 0.5


def deontic(first: Parsed, second: Parsed) -> list[Firing]:
    """The best opposed pair of norms of each kind.

    Parameters
    ----------
    first, second : Parsed
        Provisions of one language.

    Returns
    -------
    list of Firing
        A pair fires only if its words agree, and better than those of each with a norm of its own
        modality on the other side: "may cancel" and "shall pay" are not opposed.
    """
    best: dict[str, Firing] = {}
    served = _served(first, second), _served(second, first)
    for at, a in enumerate(first.segments):
        for place, b in enumerate(second.segments):
            said = opposed(a.frame, b.frame)
            if said is None:
                continue
            rule, verdict, stricter, kind = said
            near = _near(a, b)
            # Each may have a partner of its own modality that fits it better.
            least = _SAME_WORDS if kind == "right" else LEAST
            if near < least or near < _SERVED * max(served[0][at], served[1][place]):
                continue
            if kind not in best or near > best[kind].strength:
                best[kind] = Firing(
                    rule=rule, verdict=verdict, stricter=stricter, strength=near, kind=kind,
                    spans=(a.frame.evidence, b.frame.evidence),
                    clauses=(a.frame.clause, b.frame.clause),
                    reason=f"{a.frame.rule} / {b.frame.rule}",
                )  # fmt: skip
    return list(best.values())


def opposed(a: NormFrame, b: NormFrame) -> tuple[Rule, Verdict, int, str] | None:
    """How two norms on one subject are opposed; none when they are not.

    Parameters
    ----------
    a, b : NormFrame
        Norms.

    Returns
    -------
    tuple of Rule, Verdict, int and str, or None
        The rule, what follows, the stricter (0, 1, or -1 for neither) and the kind of firing.
    """
    one, other = a.modality, b.modality
    kinds = {one, other}
    if _F in kinds and _O in kinds:
        return Rule.PROHIBITS_REQUIRES, Verdict.INCOMPATIBLE, -1, "requires"
    if _F in kinds and (one in _MAY or other in _MAY):
        exempt = _exempt(a if one in _MAY else b)
        if exempt:
            return None
        return Rule.PROHIBITS_PERMITS, Verdict.INCOMPATIBLE, -1, "permits"
    if _O in kinds and (one in _MAY or other in _MAY or Modality.RECOMMENDATION in kinds):
        soft = b if one is _O else a
        kind = "exempts" if _exempt(soft) else "strictness"
        return Rule.STRICTNESS, Verdict.STRICTER, 0 if one is _O else 1, kind
    unsure = a.rule.endswith(".may-be"), b.rule.endswith(".may-be")
    if one in _MAY and other in _MAY and unsure[0] != unsure[1]:
        # "shall be entitled" against "may be entitled".
        return Rule.STRICTNESS, Verdict.STRICTER, 1 if unsure[0] else 0, "right"
    return None


def definitions(first: Parsed, second: Parsed) -> list[Firing]:
    """The same word, defined in other words.

    Parameters
    ----------
    first, second : Parsed
        Provisions of one language.

    Returns
    -------
    list of Firing
        One for each word that both define.
    """
    out = []
    for a in first.segments:
        for b in second.segments:
            if not (a.frame.modality is b.frame.modality is Modality.CONSTITUTIVE):
                continue
            same = a.bearer and (a.bearer == b.bearer or dice(a.bearer, b.bearer) > 0.85)
            if same and a.action != b.action and dice(a.action, b.action) < 0.9:
                out.append(
                    Firing(
                        rule=Rule.DEFINITION, verdict=Verdict.GROUND, stricter=-1,
                        spans=(a.frame.action, b.frame.action), kind="definition",
                        clauses=(a.frame.clause, b.frame.clause),
                        strength=dice(a.bearer, b.bearer),
                        reason=f"{a.frame.rule} / {b.frame.rule}",
                    )
                )  # fmt: skip
    return out


def _near(a: Segment, b: Segment) -> float:
    action = 0.5 * dice(a.action, b.action) + 0.5 * contained(a.action, b.action)
    if not a.bearer or not b.bearer:
        return 0.8 * action
    return 0.75 * action + 0.25 * contained(a.bearer, b.bearer)


def _served(first: Parsed, second: Parsed) -> list[float]:
    """How well each norm of the first is matched by one of its own modality."""
    return [
        max((_near(a, b) for b in second.segments if _alike(a.frame, b.frame)), default=0.0)
        for a in first.segments
    ]


def _alike(a: NormFrame, b: NormFrame) -> bool:
    return a.modality is b.modality and _exempt(a) == _exempt(b)


def _exempt(frame: NormFrame) -> bool:
    return frame.rule.endswith((".exempt", ".not-prevented"))
