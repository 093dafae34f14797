"""Collect every message of the report, the plans and the templates into one catalogue template.

Usage: python tools/messages.py          writes src/comity/report/locale/comity.pot
       cd src/comity/report/locale
       pybabel init -i comity.pot -D comity -l fr -d .          a new language
       pybabel compile -D comity -d .

Messages are literal first arguments of `Text`, `N_`, `translate`, `self.translate`, `t` and `_`,
the plural of `Text`, and the `method`, `no_band`, `note`, `reason` and `supply` of findings, facts
and missing facts.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "comity"
OUTPUT = SOURCE / "report" / "locale" / "comity.pot"
CALLS = {"Text", "N_", "translate", "t", "_", "counted"}
KEYWORDS = {"method", "no_band", "reason", "supply"}


def messages_of_python(path: Path) -> Iterator[tuple[int, str | tuple[str, str]]]:
    """Line and message, or pair of singular and plural, of every message in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [literal(each) for each in node.args]
        keywords = {each.arg: literal(each.value) for each in node.keywords}
        if name == "counted" and len(texts) > 1 and texts[0] and texts[1]:
            yield node.lineno, (texts[0], texts[1])
        elif name in CALLS and texts and texts[0]:
            plural = keywords.get("plural")
            yield node.lineno, (texts[0], plural) if plural else texts[0]
        for key in KEYWORDS & keywords.keys():
            if keywords[key]:
                yield node.lineno, keywords[key]


def literal(node: ast.expr) -> str:
    """The text of a literal; empty for anything else."""
    held = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if held else ""


def collect() -> Catalog:
    """Every message, each once, with the places it is used."""
    catalogue = Catalog(
        project="Comity", header_comment="# Messages of Comity. English is the key."
    )
    for path in sorted([*(SOURCE / "report").glob("*.py"), *(SOURCE / "plans").glob("*.py")]):
        for line, message in messages_of_python(path):
            catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), line)])
    for quality in ("measured", "reported", "estimated", "assumed"):
        catalogue.add(quality, locations=[("src/comity/facts/types.py", 1)])
    for standing in ("joined", "not joined", "not known", "sources disagree"):
        catalogue.add(standing, locations=[("src/comity/report/page.py", 1)])
    for path in sorted((SOURCE / "report" / "templates").glob("*.j2")):
        with path.open("rb") as file:
            for line, message, _, _ in extract("jinja2.ext:babel_extract", file):
                catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), line)])
    return catalogue


if __name__ == "__main__":
    OUTPUT.parent.mkdir(exist_ok=True)
    with OUTPUT.open("wb") as file:
        write_po(file, collect(), width=100, sort_output=True)
    print(OUTPUT.relative_to(ROOT))
