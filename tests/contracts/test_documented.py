"""Every public function says what it gives, in which unit, from which source."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "comity"
DOMAINS = ("norms", "parties", "forum", "sites", "models", "fund")
FILES = sorted(path for path in SRC.rglob("*.py"))


def public_functions(path: Path) -> list[tuple[str, ast.FunctionDef]]:
    tree = ast.parse(path.read_text("utf-8"))
    holders: list[tuple[str, list[ast.stmt]]] = [("", tree.body)]
    holders += [
        (f"{node.name}.", node.body)
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    return [
        (prefix + node.name, node)
        for prefix, body in holders
        for node in body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def parameters(node: ast.FunctionDef) -> list[str]:
    held = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [each.arg for each in held if each.arg not in ("self", "cls")]


def has_numbers(node: ast.FunctionDef) -> bool:
    held = [each for each in ast.walk(node.args) if isinstance(each, ast.arg)]
    notes = [ast.unparse(each.annotation) for each in held if each.annotation is not None]
    notes.append(ast.unparse(node.returns) if node.returns else "")
    return any(re.search(r"\bfloat\b|NDArray|ndarray|Array", note) for note in notes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_every_public_function_has_a_docstring(path):
    bare = [name for name, node in public_functions(path) if not ast.get_docstring(node)]

    assert bare == []


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.relative_to(SRC).parts[0] in DOMAINS],
    ids=lambda path: str(path.relative_to(SRC)),
)
def test_every_domain_function_names_parameters_and_units(path):
    poor = []
    for name, node in public_functions(path):
        text = ast.get_docstring(node) or ""
        if "." in name and len(text.splitlines()) == 1 and not parameters(node):
            continue  # a property in one sentence
        if parameters(node) and "Parameters\n" not in text:
            poor.append(f"{name}: no Parameters")
        poor += [f"{name}: {each} undescribed" for each in parameters(node) if each not in text]
        if has_numbers(node) and not re.search(r"\[[^\]\s][^\]]*\]", text):
            poor.append(f"{name}: no unit in [brackets]")

    assert poor == []
