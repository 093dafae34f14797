"""Each import contract holds, and each fails on a planted breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PURE = "Domains touch no file"

BREACHES = {
    "a layer that reaches up": ("facts/planted.py", "import comity.plans\n", "One way up"),
    "a package nobody declared": ("trade/__init__.py", "", "One way up"),
    "a domain that imports a sibling": ("sites/planted.py", "import comity.models\n", "One way up"),
    "a domain that opens files": ("sites/planted.py", "import pathlib\n", PURE),
    "a domain that reads the clock": ("fund/planted.py", "import time\n", PURE),
    "a domain that calls the network": ("norms/planted.py", "import socket\n", PURE),
    "a domain that draws at random": ("forum/planted.py", "import random\n", PURE),
    "a domain with a table library": ("models/planted.py", "import pandas\n", PURE),
    "a domain that loads facts": (
        "parties/planted.py", "import comity.facts.load\n", PURE,
    ),
    "a plan that calls a provider": (
        "plans/planted.py", "import comity.facts.providers\n", "Providers are reached only",
    ),
}  # fmt: skip


def lint_imports(folder: Path) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
         "--no-cache"],
        cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder / "src")},
        check=False,
    )  # fmt: skip
    return run.returncode, run.stdout + run.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "data", "*.html")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_holds(house):
    status, said = lint_imports(house)

    assert status == 0, said
    assert "0 broken" in said


@pytest.mark.parametrize("breach", sorted(BREACHES))
def test_a_planted_breach_is_reported(house, breach):
    path, text, contract = BREACHES[breach]
    planted = house / "src" / "comity" / path
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f'"""Planted."""\n{text}')
    try:
        status, said = lint_imports(house)
    finally:
        planted.unlink()
        if path.startswith("trade"):
            shutil.rmtree(planted.parent)

    assert status != 0, breach
    assert contract in said
    assert "BROKEN" in said or "not listed" in said
