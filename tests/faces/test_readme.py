"""The README's commands are the ones that run, and its numbers are the ones computed."""

import importlib.util
import re
from pathlib import Path

from click.testing import CliRunner

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_ci_runs_the_test_command_exactly_as_printed():
    printed = re.search(r"^    (pip install uv && uv run pytest)\b", README, re.MULTILINE)

    assert printed
    assert printed[1] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_the_table_of_numbers_is_todays():
    path = ROOT / "tools" / "write_readme_numbers.py"
    spec = importlib.util.spec_from_file_location("write_readme_numbers", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert tool.written(README) == README, "run tools/write_readme_numbers.py"


def test_every_command_of_the_readme_exists():
    from comity.cli import comity

    named = re.findall(r"`comity (\w+)(?: ([a-z][a-z-]+))?", README)

    assert len(named) >= 8
    for command, sub in named:
        said = CliRunner().invoke(comity, [command, *([sub] if sub else []), "--help"])
        assert said.exit_code == 0, (command, sub)


def test_every_dependency_has_its_line_with_licence_and_reason():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = list(project["dependencies"])
    needed += [
        each for extra in project.get("optional-dependencies", {}).values() for each in extra
    ]

    for each in needed:
        name = re.match(r"[\w-]+", each)[0]
        assert re.search(rf"^\| [^|]*\b{name}\b[^|]*\|[^|]+\|[^|]+\|$", README, re.MULTILINE), name
