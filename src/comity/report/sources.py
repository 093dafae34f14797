"""Numbers of sources: one number for a source across the page, and one for a method of ours.

A fact points to its source. A finding points to an item that names its method and opens its tree;
the sources under it follow in the same section's list, so that no number ends at a method.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.facts.types import Fact, Finding, Missing, Quality, Source, facts_of
from comity.plans.content import Brief, Section, printed

SHOWN = 6
"""Findings of one method that its item unfolds; the rest are named."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One item of the source lists.

    Attributes
    ----------
    number : int
        What superscripts print.
    section : str
        Key of the section whose list holds it in full.
    source : Source, optional
        For an item that is a publication.
    findings : list of Finding
        For an item that is a method: the findings it gave, each once.
    qualities : set of Quality
        Of the facts taken from the source.
    years : set of int
        That those facts describe.
    rests_on : list of int
        Numbers of the sources under a method.
    """

    number: int
    section: str
    source: Source | None = None
    findings: list[Finding] = field(default_factory=list)
    qualities: set[Quality] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    rests_on: list[int] = field(default_factory=list)


class Register:
    """Every source and method of a brief, numbered in the order met.

    Attributes
    ----------
    lists : mapping of str to list of Entry
        Section key -> what its numbers rest on, by number; an entry whose own `section` is another
        one is a reference back.
    """

    def __init__(self, brief: Brief) -> None:
        self._sources: dict[str, Entry] = {}
        self._methods: dict[str, Entry] = {}
        self.lists: dict[str, list[Entry]] = {}
        for section in brief.sections:
            self._add_section(section)

    def number_of(self, number: Fact | Finding) -> int:
        """The number a superscript prints."""
        if isinstance(number, Fact):
            return self._sources[number.source.key].number
        return self._methods[number.method].number

    def item_of(self, finding: Finding) -> int:
        """The item that holds a finding's tree; 0 when the page does not print the finding."""
        entry = self._methods.get(finding.method)
        if entry is None or all(each.name != finding.name for each in entry.findings[:SHOWN]):
            return 0
        return entry.number

    def numbers_under(self, part: object) -> list[int]:
        """Numbers of everything a part of the brief prints, in order."""
        found = {self.number_of(each) for each in printed(part) if not isinstance(each, Missing)}
        return sorted(found)

    def _add_section(self, section: Section) -> None:
        used: dict[int, Entry] = {}
        for each in printed((section.headline, section.blocks, section.choices)):
            if isinstance(each, Finding):
                self._add_finding(each, section.key, used)
            elif isinstance(each, Fact):
                self._add_fact(each, section.key, used)
        self.lists[section.key] = [used[number] for number in sorted(used)]

    def _add_finding(self, finding: Finding, section: str, used: dict[int, Entry]) -> None:
        entry = self._methods.get(finding.method)
        if entry is None:
            entry = Entry(number=self._next(), section=section)
            self._methods[finding.method] = entry
        used[entry.number] = entry
        if finding in entry.findings:
            return
        entry.findings.append(finding)
        under = {self._add_fact(fact, section, used).number for fact in facts_of(finding)}
        entry.rests_on = sorted(under.union(entry.rests_on))

    def _add_fact(self, fact: Fact, section: str, used: dict[int, Entry]) -> Entry:
        entry = self._sources.get(fact.source.key)
        if entry is None:
            entry = Entry(number=self._next(), section=section, source=fact.source)
            self._sources[fact.source.key] = entry
        entry.qualities.add(fact.quality)
        entry.years.add(fact.year)
        used[entry.number] = entry
        return entry

    def _next(self) -> int:
        return len(self._sources) + len(self._methods) + 1
