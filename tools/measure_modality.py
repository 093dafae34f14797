"""Score the modality grammars on the Universal Declaration of Human Rights in six languages.

    uv run python tools/measure_modality.py

The gold (`tests/norms/udhr_modality.csv`) is one reader's judgement of the English text alone,
paragraph by paragraph: an entitlement where someone has a right or is entitled; a prohibition where
something must not be done or may not be; an obligation where something shall be or someone has
duties; a recommendation for "should". Grammars were mended on the odd articles; the even ones were
only scored. The texts are shared test data (COMITY_SHARED) and not part of the project.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from comity.norms.modality import Modality, frames
from comity.norms.types import Excerpt

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")
GOLD = Path(__file__).parents[1] / "tests" / "norms" / "udhr_modality.csv"
FILES = {
    "en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "zh": "cmn_hans", "ar": "arb",
}  # fmt: skip
SCORED = (Modality.ENTITLEMENT, Modality.PROHIBITION, Modality.OBLIGATION)
HALVES = {"odd, developed on": 1, "even, held out": 0}

Place = tuple[int, int]
"""Article and paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Paragraphs a grammar got right, found where there is none, and missed."""

    language: str
    half: str
    modality: Modality
    hits: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.false + self.missed)


def gold() -> dict[Place, set[str]]:
    """What each paragraph does, read in English."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return {
            (int(row["article"]), int(row["paragraph"])): set(row["modalities"].split())
            for row in csv.DictReader(file)
        }


def paragraphs(language: str) -> dict[Place, str]:
    """The paragraphs of the articles in a language; the preamble is article 0."""
    file = SHARED / "norms" / "udhr" / f"{FILES[language]}.html"
    root = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    found: dict[Place, str] = {}
    article, paragraph = -1, 0
    for each in root.iter("h2", "p", "li"):
        if each.tag == "h2":
            article, paragraph = article + 1, 0
        elif each.tag == "p" or each.find(".//p") is None:
            paragraph += 1
            found[article, paragraph] = " ".join(each.text_content().split())
    return found


def told(text: str, language: str) -> set[str]:
    """What the grammar of a language says of a paragraph of a declaration."""
    excerpt = Excerpt(
        instrument="udhr", eid="1", text=text, language=language, kind="paragraph", force="soft"
    )
    return {each.modality.value for each in frames(excerpt)}


def scores() -> Iterator[Score]:
    """One score for each language, half of the articles and modality."""
    expected = gold()
    for language in FILES:
        texts = paragraphs(language)
        read = {place: told(texts[place], language) for place in expected}
        for half, odd in HALVES.items():
            part = [place for place in expected if place[0] % 2 == odd]
            for which in SCORED:
                pairs = [(which in expected[place], which in read[place]) for place in part]
                yield Score(
                    language=language,
                    half=half,
                    modality=which,
                    hits=pairs.count((True, True)),
                    false=pairs.count((False, True)),
                    missed=pairs.count((True, False)),
                )


def main() -> None:
    """Print every score."""
    for each in scores():
        print(
            f"{each.language} {each.modality:<12} {each.half:<18} F1 {each.f1:.2f}  "
            f"right {each.hits}, false {each.false}, missed {each.missed}"
        )


if __name__ == "__main__":
    main()
