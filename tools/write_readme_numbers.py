"""Write the README's table of numbers, from the brief of Kenya, between its two marks.

Run ``uv run python tools/write_readme_numbers.py``. A test says when the table is out of date.
"""

from __future__ import annotations

from pathlib import Path

from comity.facts.types import Finding, facts_of
from comity.plans.brief import brief
from comity.report.numbers import show
from comity.report.translate import translator

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- numbers -->\n", "<!-- /numbers -->\n"

SHOWN = {
    "parties.hlab_in_none": "states in none of the seven initiatives the UN advisory body sampled",
    "parties.joined": "open instruments on AI that Kenya has joined",
    "norms.agreed": "principles Kenya has put its name to, of 21",
    "norms.states.sustainability": "states on record for environmental sustainability",
    "models.cost_ratio.service": "cost of a token hosted at home over its price by API, Kenya",
    "sites.pue": "energy drawn over energy of computing, near Nairobi",
    "sites.carbon_intensity": "carbon of Kenya's grid",
    "fund.loan_carries": "of the cost a concessional loan carries as a grant, Kenya",
}


def table() -> str:
    """The table as Markdown: number, band, what it is, quality, what it rests on."""
    made = brief("KEN")
    english = translator("en", made.names)
    lines = ["| number | what it is | quality | it rests on |", "|---|---|---|---|"]
    for name, meaning in SHOWN.items():
        finding = made.findings[name]
        assert isinstance(finding, Finding)
        facts = facts_of(finding)
        first = facts[0].source
        titles = {fact.source.title for fact in facts}
        others = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        shown = show(finding, english).plain
        lines.append(
            f"| **{shown}** | {meaning} (`{name}`) | {finding.quality.value} | "
            f"{first.title}, {first.producer}, {first.year}{others} |"
        )
    return "\n".join(lines) + "\n"


def written(text: str) -> str:
    """The README with the table of today."""
    before, rest = text.split(START)
    return f"{before}{START}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
