"""The command line answers in a blink because nothing heavy is imported before it is needed."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "altair", "jinja2", "babel", "vl_convert", "rich.table", "pandas", "scipy"}


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('\\n'.join(sys.modules))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(run.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import comity",
        "import comity.cli",
        "import comity.cli\ntry: comity.cli.main(['--help'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_imported_at_the_start(code):
    assert modules_after(code) & HEAVY == set()


def test_the_heavy_list_names_what_exists():
    assert "numpy" in modules_after("import numpy")


def test_help_lists_every_command():
    run = subprocess.run(
        [sys.executable, "-m", "comity", "--help"], capture_output=True, text=True, check=True
    )

    for name in (
        "brief",
        "explain",
        "facts",
        "forum",
        "fund",
        "models",
        "norms",
        "parties",
        "sites",
    ):
        assert name in run.stdout
