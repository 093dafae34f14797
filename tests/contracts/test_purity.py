"""Domains are functions of their arguments: no clock, file, hidden randomness or printing."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "comity"
DOMAINS = ("norms", "parties", "forum", "sites", "models", "fund")
FILES = sorted(path for domain in DOMAINS for path in (SRC / domain).rglob("*.py"))

IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__"}
IMPURE_ATTRIBUTES = {"today", "now", "utcnow", "default_rng", "seed", "environ", "read_text"}


def impurities(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
            found.append(f"line {node.lineno}: {called.id}()")
        if isinstance(called, ast.Attribute) and called.attr in IMPURE_ATTRIBUTES:
            found.append(f"line {node.lineno}: .{called.attr}()")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_domain_is_a_function_of_its_arguments(path):
    assert impurities(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "breach", ["open('x')", "date.today()", "np.random.default_rng()", "datetime.now()", "print(1)"]
)
def test_an_impure_call_is_seen(breach):
    assert impurities(breach)
