"""Conflict candidates between instruments: how many of each verdict, and which, with the words."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.errors import InputError
from comity.facts.load import FactBase
from comity.facts.types import Fact, Finding, Missing
from comity.norms.conflict.compare import FEATURES
from comity.norms.conflict.find import Pairing, candidates
from comity.norms.conflict.judged import precision, recalibrated
from comity.norms.conflict.nearest import nearest
from comity.norms.conflict.types import Calibration, Candidate, Judgement, Verdict
from comity.norms.modality import reads
from comity.norms.types import Excerpt
from comity.plans.given import asked

_METHOD = "Rules on norm frames and quantities; logistic curve fitted on planted conflicts."
_PLANTED = "Probabilities hold for contracts with planted conflicts, not yet for instruments."


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """What was found between instruments.

    Attributes
    ----------
    candidates : tuple of Candidate
        The most probable first.
    findings : mapping of str to Finding or Missing
        Candidates shown by verdict, how many of them are expected to be right, the precision
        people found.
    notes : tuple of str
        What was not read or compared, in sentences.
    compared : int
        Pairs of provisions looked at.
    """

    candidates: tuple[Candidate, ...]
    findings: Mapping[str, Finding | Missing]
    notes: tuple[str, ...]
    compared: int


def excerpts_of(data: bytes, *, name: str, instrument: str, force: str) -> tuple[Excerpt, ...]:
    """Provisions of a file, ready to compare.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name; the suffix tells the format.
    instrument : str
        Identifier of the work.
    force : str
        ``binding``, ``soft``, ``self-commitment`` or ``draft``.

    Returns
    -------
    tuple of Excerpt
        Each part of the text once, with the language of the document.
    """
    from comity.norms.provisions import segment
    from comity.norms.reading import format_of, read

    reading = read(data, format_of(name))
    return tuple(
        Excerpt(
            instrument=instrument, eid=each.eid, text=each.text, language=reading.language,
            kind=each.kind.value, force=force,
        )
        for each in segment(reading).units
    )  # fmt: skip


def conflicts(
    base: FactBase,
    excerpts: Sequence[Excerpt],
    *,
    judgements: Mapping[str, Judgement] | None = None,
) -> Conflicts:
    """Candidates between provisions of different instruments.

    Parameters
    ----------
    base : FactBase
        For the calibration.
    excerpts : sequence of Excerpt
        Provisions of two instruments or more.
    judgements : mapping of str to Judgement, optional
        What people said, by `Candidate.key`; ten or more move the probabilities.

    Returns
    -------
    Conflicts

    Raises
    ------
    InputError
        If the provisions are of fewer than two instruments.
    """
    if len({each.instrument for each in excerpts}) < 2:
        raise InputError("Conflicts are looked for between instruments; name two or more.")
    inputs = _inputs(base)
    calibration = _calibration(inputs)
    floor = base.parameter("norms.conflict_similarity")
    pairings = [*nearest(excerpts)]
    across, notes = _across(excerpts)
    pairings += across
    found = candidates(excerpts, pairings, calibration=calibration, least_similarity=_number(floor))
    said = judgements or {}
    judged = [(each, said[each.key]) for each in found if each.key in said]
    told = [(each.probability, word) for each, word in judged if each.probability is not None]
    moved = recalibrated(calibration, [chance for chance, _ in told], [word for _, word in told])
    if moved != calibration:
        found = candidates(excerpts, pairings, calibration=moved, least_similarity=_number(floor))
        notes.append("The probabilities are moved to fit your verdicts.")
    unread = sorted({each.language or "unknown" for each in excerpts if not reads(each.language)})
    if unread:
        notes.append(f"No grammar reads {', '.join(unread)}; norms in it are not compared.")
    if found:
        notes.append(_PLANTED)
    return Conflicts(
        candidates=found,
        findings=_findings(base, found, [word for _, word in judged], (*inputs.values(), floor)),
        notes=tuple(notes),
        compared=len(pairings),
    )


def _inputs(base: FactBase) -> dict[str, Fact]:
    names = ("intercept", "least", *FEATURES)
    return {name: base.parameter(f"norms.conflict_{name}") for name in names}


def _number(fact: Fact) -> float:
    return float(fact.value)


def _calibration(inputs: Mapping[str, Fact]) -> Calibration:
    return Calibration(
        weights=tuple((name, _number(inputs[name])) for name in FEATURES),
        intercept=_number(inputs["intercept"]),
        least=_number(inputs["least"]),
    )


def _across(excerpts: Sequence[Excerpt]) -> tuple[list[Pairing], list[str]]:
    """The nearest provision of another instrument in another language, by an encoder of both."""
    languages = [each.language for each in excerpts]
    if len(set(languages)) < 2:
        return [], []
    import numpy as np

    from comity.norms.encoding import centre, encoder, fit_frames, installed, route
    from comity.norms.overlap import top_k

    crossing = [name for name in installed() if name != "ngrams"]
    if not crossing:
        return [], ["No encoder is installed; provisions in two languages are not compared."]
    way = route(languages, crossing)
    known = [at for at, language in enumerate(languages) if language not in way.unknown]
    notes = [f"The encoder does not know {', '.join(way.unknown)}."] if way.unknown else []
    if not known:
        return [], notes
    held = [languages[at] for at in known]
    vectors = encoder(way.encoder).encode([excerpts[at].text for at in known])
    vectors = centre(vectors, held, fit_frames(vectors, held))
    pairs: dict[tuple[int, int], float] = {}
    for language in sorted(set(held)):
        mine = [place for place, each in enumerate(held) if each == language]
        other = [place for place, each in enumerate(held) if each != language]
        numbers = {
            name: at for at, name in enumerate(dict.fromkeys(e.instrument for e in excerpts))
        }
        group = np.array([numbers[excerpts[at].instrument] for at in known])
        if not other:
            continue
        scores, places = top_k(
            vectors[mine], vectors[other], k=1, query_groups=group[mine], pool_groups=group[other]
        )
        for row, place in enumerate(places[:, 0]):
            if place >= 0:
                ends = sorted((known[mine[row]], known[other[int(place)]]))
                pairs[ends[0], ends[1]] = float(scores[row, 0])
    return [Pairing(one, two, value) for (one, two), value in sorted(pairs.items())], notes


def _findings(
    base: FactBase,
    found: Sequence[Candidate],
    said: Sequence[Judgement],
    inputs: tuple[Fact, ...],
) -> dict[str, Finding | Missing]:
    out: dict[str, Finding | Missing] = {}
    for verdict in Verdict:
        held = [each for each in found if each.verdict is verdict]
        chances = [each.probability for each in held if each.probability is not None]
        low, high = _band(chances)
        name = f"norms.conflicts.{verdict.value}"
        out[name] = Finding(
            name=name, value=float(len(held)), unit="", method=_METHOD, inputs=inputs,
            no_band="full count",
        )  # fmt: skip
        name = f"norms.conflicts_expected.{verdict.value}"
        out[name] = Finding(
            name=name, value=min(max(sum(chances), low), high), unit="", low=low, high=high,
            method="Sum of probabilities; band of a sum of independent cases.", inputs=inputs,
            note=_PLANTED,
        )  # fmt: skip
    name = "norms.conflict_precision"
    if not said:
        out[name] = Missing(
            name=name, subject="candidates", reason="No candidate has a verdict.",
            supply="Judge the candidates in the CSV file and give it with --verdicts.",
        )  # fmt: skip
        return out
    told = precision(said)
    judged = asked(base, "norms.conflict_verdicts", float(told.judged), "")
    out[name] = Finding(
        name=name, value=told.value, low=told.low, high=told.high, unit="1", inputs=(judged,),
        method="Accepted over judged; interval of Wilson 1927.",
    )  # fmt: skip
    return out


def _band(chances: Sequence[float]) -> tuple[float, float]:
    """Ends that hold nine times in ten for how many of independent cases come true."""
    law = [1.0]
    for chance in chances:
        law = [
            (law[at] if at < len(law) else 0.0) * (1 - chance)
            + (law[at - 1] if at else 0.0) * chance
            for at in range(len(law) + 1)
        ]
    total, low, high = 0.0, -1, len(law) - 1
    for count, share in enumerate(law):
        total += share
        if low < 0 and total >= 0.05:
            low = count
        if total >= 0.95 - 1e-12:
            high = count
            break
    middle = math.fsum(chances)
    return min(float(max(low, 0)), middle), max(float(high), middle)


COLUMNS = (
    "key", "verdict", "rule", "probability", "stricter", "first", "first_words", "second",
    "second_words", "reason", "judgement",
)  # fmt: skip
"""Columns of the CSV file of candidates; people fill the last."""


def row(each: Candidate, judgement: str = "") -> dict[str, str]:
    """A candidate as a row of the CSV file.

    Parameters
    ----------
    each : Candidate
        The candidate.
    judgement : str
        What was said of it before.

    Returns
    -------
    dict of str to str
        By `COLUMNS`.
    """
    ends = (each.first, each.second)
    names = [f"{one.instrument} {one.eid}" for one in ends]
    return {
        "key": each.key, "verdict": each.verdict.value, "rule": each.rule.value,
        "probability": "" if each.probability is None else f"{each.probability:.3f}",
        "stricter": names[each.stricter] if each.stricter >= 0 else "",
        "first": names[0], "first_words": each.first_span.of(each.first.text),
        "second": names[1], "second_words": each.second_span.of(each.second.text),
        "reason": each.reason, "judgement": judgement,
    }  # fmt: skip


def read_judgements(text: str, *, file: str) -> dict[str, Judgement]:
    """Human verdicts from the CSV file of candidates.

    Parameters
    ----------
    text : str
        With the columns ``key`` and ``judgement``; an empty judgement is none.
    file : str
        Its name, for messages.

    Returns
    -------
    dict of str to Judgement
        By key.

    Raises
    ------
    InputError
        If a column is absent, or a judgement is none of the three.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if not {"key", "judgement"} <= set(rows.fieldnames or ()):
        raise InputError(f"{file}: the columns key and judgement are needed.")
    out = {}
    for number, held in enumerate(rows, 2):
        said = (held["judgement"] or "").strip()
        if not said:
            continue
        try:
            out[held["key"]] = Judgement(said)
        except ValueError:
            words = ", ".join(each.value for each in Judgement)
            raise InputError(f"{file}, row {number}: {said!r} is none of {words}.") from None
    return out
