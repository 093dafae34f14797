"""Numbers of sources: one number for a source across the page, and one for a method of ours.

A fact points to its source. A finding points to an item that names its method and opens its tree;
the publications under it stand below the section that first rests on them, so that no number ends
at a method.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from comity.facts.types import Fact, Finding, Missing, Quality, Source, Value, facts_of
from comity.plans.content import Brief, Section, printed


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
    held : set of tuple
        Names and values of the findings, so that each is held once.
    """

    number: int
    section: str
    source: Source | None = None
    findings: list[Finding] = field(default_factory=list)
    qualities: set[Quality] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    rests_on: list[int] = field(default_factory=list)
    held: set[tuple[str, Value]] = field(default_factory=set)


class Register:
    """Every source and method of a brief, numbered in the order met.

    Attributes
    ----------
    lists : mapping of str to list of Entry
        Section key -> what its printed numbers point to, by number; an entry whose own `section`
        is another one is a reference back.
    under : mapping of str to list of Entry
        Section key -> publications that its methods rest on and that no earlier list holds.
    """

    def __init__(self, brief: Brief) -> None:
        self._sources: dict[str, Entry] = {}
        self._methods: dict[str, Entry] = {}
        self.lists: dict[str, list[Entry]] = {}
        self.under: dict[str, list[Entry]] = {}
        for section in brief.sections:
            self._add_section(section)

    def number_of(self, number: Fact | Finding) -> int:
        """The number a superscript prints."""
        if isinstance(number, Fact):
            return self._sources[number.source.key].number
        return self._methods[number.method].number

    def method_of(self, finding: Finding) -> int:
        """The number of a finding's method; 0 when the page does not print it."""
        entry = self._methods.get(finding.method)
        return entry.number if entry else 0

    def held(self) -> set[tuple[str, Value]]:
        """Name and value of every finding that has an item."""
        return {key for entry in self._methods.values() for key in entry.held}

    def numbers_under(self, part: object) -> list[int]:
        """Numbers of everything a part of the brief prints, in order."""
        found = {self.number_of(each) for each in printed(part) if not isinstance(each, Missing)}
        return sorted(found)

    def _add_section(self, section: Section) -> None:
        direct: dict[int, Entry] = {}
        before = len(self._sources) + len(self._methods)
        for each in printed((section.headline, section.blocks, section.choices)):
            if isinstance(each, Missing):
                continue
            entry = (
                self._add_finding(each, section.key)
                if isinstance(each, Finding)
                else self._add_fact(each, section.key)
            )
            direct[entry.number] = entry
        self.lists[section.key] = [direct[number] for number in sorted(direct)]
        self.under[section.key] = [
            entry
            for entry in self._sources.values()
            if entry.number > before and entry.number not in direct
        ]

    def _add_finding(self, finding: Finding, section: str) -> Entry:
        entry = self._methods.get(finding.method)
        if entry is None:
            entry = Entry(number=self._next(), section=section)
            self._methods[finding.method] = entry
        key = (finding.name, finding.value)
        if key not in entry.held:
            entry.held.add(key)
            entry.findings.append(finding)
            under = {self._add_fact(fact, section).number for fact in facts_of(finding)}
            entry.rests_on = sorted(under.union(entry.rests_on))
        return entry

    def _add_fact(self, fact: Fact, section: str) -> Entry:
        entry = self._sources.get(fact.source.key)
        if entry is None:
            entry = Entry(number=self._next(), section=section, source=fact.source)
            self._sources[fact.source.key] = entry
        entry.qualities.add(fact.quality)
        entry.years.add(fact.year)
        return entry

    def _next(self) -> int:
        return len(self._sources) + len(self._methods) + 1
