"""A brief as JSON: stable keys, numbers as numbers, every finding nested down to its sources.

The keys are documented in ``docs/method/report.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.facts.types import Fact, Finding, Missing
from comity.plans.charts import Chart
from comity.plans.content import (
    Block,
    Brief,
    Callout,
    Cell,
    DotMap,
    Headline,
    HeatMap,
    IntervalChart,
    Paragraph,
    Printable,
    QualityStrip,
    Section,
    Table,
    Tree,
    printed,
)
from comity.report import charts
from comity.report.translate import Translator, translator
from comity.report.words import plain

Json = dict[str, Any]


def to_json(brief: Brief) -> Json:
    """The brief as JSON values, its words in English."""
    english = translator("en", brief.names)
    return {
        "state": brief.state,
        "name": plain(brief.about, english) if brief.about else english.state(brief.state),
        "as_of": brief.as_of,
        "snapshot": brief.snapshot,
        "version": brief.version,
        "notice": plain(brief.notice, english) if brief.notice else None,
        "sections": [_section(each, english) for each in brief.sections],
        "findings": {name: known(each) for name, each in _findings(brief).items()},
        "missing": [known(each) for each in brief.missing],
    }


def _findings(brief: Brief) -> dict[str, Finding | Missing]:
    """Findings by name, and those that are printed without being listed."""
    found = dict(brief.findings)
    for section in brief.sections:
        for each in printed(section):
            if isinstance(each, Finding):
                found.setdefault(each.name, each)
    return found


def known(each: Fact | Finding | Missing) -> Json:
    """A fact, a finding or what is missing, with everything under it."""
    match each:
        case Missing():
            return {
                "kind": "missing", "name": each.name, "subject": each.subject,
                "reason": each.reason, "supply": each.supply,
            }  # fmt: skip
        case Finding():
            return {
                "kind": "finding", "name": each.name, "value": each.value, "unit": each.unit,
                "low": each.low, "high": each.high, "no_band": each.no_band,
                "quality": each.quality.value, "method": each.method, "note": each.note,
                "shares": list(each.shares), "inputs": [known(one) for one in each.inputs],
            }  # fmt: skip
        case Fact():
            source = each.source
            return {
                "kind": "fact", "name": each.name, "subject": each.subject, "value": each.value,
                "unit": each.unit, "low": each.low, "high": each.high, "year": each.year,
                "quality": each.quality.value, "producer": each.producer,
                "release": each.release, "note": each.note,
                "source": {
                    "key": source.key, "title": source.title, "producer": source.producer,
                    "year": source.year, "licence": source.licence, "url": source.url,
                    "accessed": source.accessed,
                },
            }  # fmt: skip


def _said(part: Printable, english: Translator) -> Json:
    """Words, and the names of the numbers among them."""
    numbers = [each.name for each in printed(part) if not isinstance(each, Missing)]
    return {"text": plain(part, english), "numbers": numbers}


def _all_said(parts: Iterable[Printable], english: Translator) -> list[Json]:
    return [_said(each, english) for each in parts]


def _section(section: Section, english: Translator) -> Json:
    return {
        "key": section.key,
        "title": plain(section.title, english),
        "headline": _headline(section.headline, english) if section.headline else None,
        "blocks": [_block(each, english) for each in section.blocks],
        "choices": _all_said(section.choices, english),
        "findings": list(section.findings),
    }


def _headline(headline: Headline, english: Translator) -> Json:
    return {
        "answer": plain(headline.answer, english),
        "number": headline.number.name,
        "unit": plain(headline.unit, english),
        "scale": list(headline.scale),
        "median": headline.median.name if headline.median else None,
    }


def _block(block: Block, english: Translator) -> Json:
    match block:
        case Paragraph():
            return {"kind": "paragraph", **_said(block.text, english)}
        case Callout():
            return {
                "kind": "callout", "callout": block.kind, "title": plain(block.title, english),
                "body": _all_said(block.body, english),
            }  # fmt: skip
        case Tree():
            return {"kind": "tree", **_titles(block, english), "root": block.root.name}
        case QualityStrip():
            counts = {name: count.value for name, count in block.counts.items()}
            return {"kind": "quality_strip", **_titles(block, english), "counts": counts}
        case Table():
            return {"kind": "table", **_titles(block, english), **_table(block, english)}
        case _:
            caption = plain(block.caption, english)
            return {**_titles(block, english), "caption": caption, **_figure(block, english)}


def _titles(
    block: Table | IntervalChart | DotMap | HeatMap | Tree | QualityStrip | Chart,
    english: Translator,
) -> Json:
    return {"title": plain(block.title, english), "subtitle": plain(block.subtitle, english)}


def _table(table: Table, english: Translator) -> Json:
    def cell(each: Cell) -> Json:
        under = plain(each.under, english) if each.under else ""
        return {**_said(each.main, english), "under": under, "share": each.share}

    return {
        "columns": [plain(each.label, english) for each in table.columns],
        "rows": [
            {"subject": row.subject, "cells": [cell(each) for each in row.cells]}
            for row in table.rows
        ],
    }


def _figure(block: IntervalChart | DotMap | HeatMap | Chart, english: Translator) -> Json:
    match block:
        case IntervalChart():
            rows = [
                {
                    "label": plain(row.label, english),
                    "condition": plain(row.condition, english),
                    "number": row.number.name, "value": row.number.value,
                    "low": row.number.low, "high": row.number.high, "hatched": row.hatched,
                }
                for row in block.rows
            ]  # fmt: skip
            return {"kind": "interval_chart", "unit": block.unit, "log": block.log, "rows": rows}
        case DotMap():
            counts = {standing: count.value for standing, count in block.counts.items()}
            return {
                "kind": "dot_map", "states": dict(block.states), "counts": counts,
                "subject": block.subject,
            }  # fmt: skip
        case HeatMap():
            return {
                "kind": "heat_map", "unit": block.unit, "number": block.source.name,
                "values": [list(row) for row in block.values],
            }  # fmt: skip
        case _:
            head, cells = charts.table(block, english)
            kind = {"ValueMap": "value_map"}.get(type(block).__name__, type(block).__name__.lower())
            return {
                "kind": kind, "head": head,
                "rows": [[_cell(each, english) for each in row] for row in cells],
            }  # fmt: skip


def _cell(each: charts.Cell, english: Translator) -> Json | str | float:
    return each if isinstance(each, str | float) else _said(each, english)
