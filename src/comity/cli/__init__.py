"""The command line: one function per command, no arithmetic.

Commands load on first use, so that ``comity --help`` answers in a blink. A failure that Comity
foresees is one sentence on standard error and an exit code: 1 a negative answer, 2 bad input, 3
missing or damaged facts, 4 a source that does not answer, 5 a fault of ours.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from comity.errors import ComityError

COMMANDS = {
    "brief": ("brief", "Write the report of one state."),
    "explain": ("explain", "Unfold a finding to the publications it rests on."),
    "facts": ("facts", "List, show and check what is known, and its sources."),
    "forum": ("forum", "Votes, opinion groups and consensus across blocs."),
    "fund": ("fund", "Loan terms and envelopes of a common fund."),
    "models": ("models", "Open models: size, fit, speed, energy."),
    "norms": ("norms", "Principles in instruments, and what states agreed to."),
    "parties": ("parties", "Who joined what, and the gap."),
    "sites": ("sites", "Cooling, energy, carbon and water of a data centre at a place."),
}
"""Name -> (module of this package, one line for the help). The module's `command` is run."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        from comity.cli.common import take_settings

        module = importlib.import_module(f"comity.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        if not any(param.name == "facts" for param in _leaf(command).params):
            take_settings(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="comity")
@click.pass_context
def comity(ctx: click.Context) -> None:
    """From overlapping AI norms to a text all can sign, a plan to run open models, and a fund."""
    from comity.config import read_settings

    ctx.obj = read_settings()


def _leaf(command: click.Command) -> click.Command:
    while isinstance(command, click.Group) and command.commands:
        command = next(iter(command.commands.values()))
    return command


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; one sentence and an exit code on failure."""
    try:
        status = comity.main(args=arguments, prog_name="comity", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except ComityError as error:
        click.echo(f"{error.code}: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(f"E-INPUT: {error.format_message()}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
