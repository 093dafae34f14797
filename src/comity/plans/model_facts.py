"""What the tables say of models, parts and uses beside their dimensions."""

from __future__ import annotations

import datetime
import functools
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from comity.errors import MissingFact, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.facts.types import Fact, Finding, Missing, Quality
from comity.models import exports, openness
from comity.models.exports import Availability, Part, Rule

WIDTHS = {"tflops_16": 16.0, "tflops_8": 8.0, "tflops_4": 4.0}
"""Rate -> width of its operands. [bit]"""


def _list(row: Row, column: str) -> tuple[str, ...]:
    return tuple(filter(None, row.text(column).split(";")))


def _optional(row: Row, column: str) -> float | None:
    value = row.cells[column]
    return float(value) if isinstance(value, int | float) else None


@functools.lru_cache(maxsize=4)
def rules(facts: FactBase) -> tuple[Rule, ...]:
    """Export rules of every jurisdiction at hand."""
    return tuple(
        Rule(
            rule=row.key,
            jurisdiction=row.text("jurisdiction"),
            outcome=row.text("outcome"),
            effective=row.text("effective"),
            until=row.text("until"),
            origin=row.text("origin"),
            classes=_list(row, "classes"),
            destinations=_list(row, "destinations"),
            exempt=_list(row, "exempt"),
            tpp_min=_optional(row, "tpp_min"),
            tpp_max=_optional(row, "tpp_max"),
            bandwidth_max=_optional(row, "bandwidth_max"),
        )
        for row in facts.rows("export_rules")
    )


@functools.lru_cache(maxsize=4)
def groups(facts: FactBase) -> Mapping[str, Mapping[str, bool]]:
    """Groups of destinations: state -> whether it belongs; others are not known."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in facts.rows("export_groups"):
        group, state = row.key.rsplit("/", 1)
        found[group][state] = bool(row.number("member"))
    return found


def claims(facts: FactBase, table: str, key: str) -> tuple[Row, ...]:
    """What sources state of a model or part beside its row."""
    return tuple(row for row in facts.rows(table) if row.key.startswith(f"{key}/"))


@functools.lru_cache(maxsize=4)
def performance(facts: FactBase) -> Mapping[str, tuple[float, float]]:
    """Lowest and highest total processing performance of each part with a rate.

    The largest of rate x width over its dense rates, and every claim at hand.
    """
    stated: dict[str, list[float]] = defaultdict(list)
    for row in facts.rows("accelerators"):
        rates = [(float(row.cells[name] or 0.0), width) for name, width in WIDTHS.items()]
        if any(rate for rate, _ in rates):
            stated[row.key].append(max(rate * width for rate, width in rates))
    for row in facts.rows("accelerator_claims"):
        name, quantity, _ = row.key.rsplit("/", 2)
        if quantity == "tpp":
            stated[name].append(row.number("value"))
    return {name: (min(values), max(values)) for name, values in stated.items()}


def available(facts: FactBase, part: str, state: str, on: datetime.date) -> Availability:
    """What export rules say of a part for a state on a day.

    Parameters
    ----------
    facts : FactBase
        What is known.
    part, state : str
        Key of the part; ISO 3166-1 alpha-3 code of the destination.
    on : datetime.date
        The day.

    Returns
    -------
    Availability
    """
    row = facts.row("accelerators", part)
    seen = Part(
        origin=row.text("country"),
        kind=row.text("class"),
        tpp=performance(facts).get(part),
        bandwidth=_optional(row, "bandwidth_gb_s"),
    )
    return exports.availability(seen, state, rules=rules(facts), groups=groups(facts), on=on)


def rung(facts: FactBase, model: Row) -> str:
    """The step of the ladder of openness a model stands on."""
    licence = facts.row("licences", model.text("licence"))
    published = {row.key: row for row in facts.rows("model_openness")}.get(model.key)
    return openness.rung(
        weights=True,
        commercial=bool(licence.number("commercial")),
        approved=bool(licence.number("open")),
        training_code=bool(published and published.number("training_code")),
        datasets=bool(published and published.number("datasets")),
    )


def use_case(facts: FactBase, name: str) -> Row:
    """The use a reader means, by key, name or another word for it.

    Raises
    ------
    UnknownName
        With every use there is.
    """
    rows = facts.rows("use_cases")
    wanted = name.casefold()
    for row in rows:
        if wanted in {row.key, row.text("name").casefold(), *_list(row, "aliases")}:
            return row
    words = [row.key for row in rows]
    raise UnknownName("use", name, words, near=words)


def hours(facts: FactBase, profile: str) -> npt.NDArray[np.float64]:
    """Share of a day in each hour of local time, in percent."""
    row = facts.row("load_profiles", profile)
    return np.array([row.number(f"h{hour:02d}") for hour in range(24)])


def fertility(facts: FactBase, language: str, vocab: float) -> Fact:
    """Tokens of a language over those of the same text in English, for a model's vocabulary.

    A tokenizer measured with a vocabulary of that size (within one in a hundred) is taken as the
    model's own; else the band spans every tokenizer measured.

    Raises
    ------
    MissingFact
        If no tokenizer at hand has been measured in that language.
    """
    rows = [row for row in facts.rows("token_fertility") if row.key.endswith(f"/{language}")]
    if not rows:
        known = sorted({row.key.rsplit("/", 1)[1] for row in facts.rows("token_fertility")})
        raise MissingFact(
            f"No tokenizer at hand has been measured in {language!r} (measured: "
            f"{', '.join(known)}). Give --facts token_fertility.csv with a row for it."
        )
    own = [row for row in rows if abs(row.number("vocab") / vocab - 1) <= 0.01]
    if own:
        return own[0].fact("ratio")
    ratios = [row.number("ratio") for row in rows]
    first = rows[0].fact("ratio")
    return Fact(
        name="ratio",
        value=float(np.exp(np.mean(np.log(ratios)))),
        low=min(ratios),
        high=max(ratios),
        unit="",
        year=first.year,
        source=first.source,
        quality=Quality.ESTIMATED,
        subject=f"tokenizers measured in {language}",
        note="the model's own tokenizer is not measured: the band spans those that are",
    )


def language_scores(facts: FactBase, language: str) -> Mapping[str, Mapping[str, Row]]:
    """Scores of models in a language, side by side: model -> benchmark and metric -> row."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in facts.rows("language_scores"):
        model, spoken, benchmark, metric = row.key.rsplit("/", 3)
        if spoken == language:
            found[model][f"{benchmark}, {metric}"] = row
    return found


def score(name: str, language: str, held: Mapping[str, Row]) -> Finding | Missing:
    """Mean over the benchmarks of a model of the share it reaches of what guessing leaves.

    Parameters
    ----------
    name : str
        Name of the finding.
    language : str
        BCP 47 code.
    held : mapping of str to Row
        Its scores in the language.

    Returns
    -------
    Finding or Missing
        (score - guess) / (1 - guess), the correction for guessing (Frary 1988); the band spans
        the benchmarks, which measure different things.
    """
    if not held:
        return Missing(
            name=name,
            subject=language,
            reason="nobody at hand scored this model in the language",
            supply="--facts language_scores.csv with a row for it",
        )
    shares = [
        (row.number("value") - guess) / (1 - guess)
        for row in held.values()
        for guess in [float(row.cells.get("guess") or 0.0)]
    ]
    return Finding(
        name=name,
        value=float(np.mean(shares)),
        low=min(shares),
        high=max(shares),
        unit="",
        method="Mean over benchmarks of (score - guess) / (1 - guess); the band spans them.",
        inputs=tuple(row.fact("value") for row in held.values()),
        note="benchmarks run at the published width; fewer bits may score lower",
    )
