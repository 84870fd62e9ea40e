"""The command `kata`: each module here has the commands of one audience and is loaded when one of
them is called; what the commands do is done elsewhere.

Exit codes: 0 all well, 1 pass mark not reached, 2 a mistake in how it was called, 3 the grader's
own fault, 130 interrupted, 141 nobody left to read what is printed.
"""

import ast
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click.exceptions import NoSuchCommand

from grader.cli.shared import Context
from grader.errors import GraderFault, KataError
from grader.source import Source
from grader.terminal import printable

COMMANDS = {
    "list": "reading.list_",
    "show": "reading.show",
    "run": "grading.run",
    "watch": "practising.watch",
    "hint": "practising.hint",
    "solution": "reading.solution",
    "start": "practising.start",
    "update": "practising.update",
    "reset": "practising.reset",
    "new": "authoring.new",
    "verify": "authoring.verify",
    "mutants": "authoring.mutants",
    "cohort": "cohort.cohort",
    "schema": "instructing.schema",
}
"""Each command, and the module here and the function in it that it is."""

INSTEAD = {
    **dict.fromkeys(("check", "grade", "test"), "kata run"),
    **dict.fromkeys(("next", "status"), "kata"),
    **dict.fromkeys(("create", "init"), "kata start"),
    "answer": "kata solution",
}
"""What does it, for names that other tools have for what there is here."""


class Commands(click.Group):
    """The commands, imported when they are asked for: `kata list` does not pay for the rest."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name].partition(".")
        return getattr(importlib.import_module(f"grader.cli.{module}"), function)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        # from the sources, as importing all that the commands need takes longer than they do
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=text).get_short_help_str(room))
                    for name, text in _helps()
                ]
            )

    def resolve_command(
        self, context: click.Context, words: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if words[0] == "help":
            if not words[1:]:
                click.echo(context.get_help())
                context.exit()
            words = [*words[1:], "--help"]
        try:
            return super().resolve_command(context, words)
        except NoSuchCommand as error:
            if instead := INSTEAD.get(error.command_name):
                raise KataError(
                    f"no command {error.command_name!r}; `{instead}` does that"
                ) from None
            # click knows only commands that are loaded, and none is
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=context) from None

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BrokenPipeError:
            # click would end with 1, which is a verdict; what is still to be printed goes nowhere
            for number in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), number)
            sys.exit(128 + signal.SIGPIPE)


def _helps() -> Iterator[tuple[str, str]]:
    """Each command and the docstring that is its help."""
    defined: dict[str, str] = {}
    for module in sorted({place.partition(".")[0] for place in COMMANDS.values()}):
        tree = Source.read(Path(__file__).with_name(f"{module}.py")).tree
        defined |= {
            f"{module}.{node.name}": ast.get_docstring(node) or ""
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }
    yield from ((name, defined[place]) for name, place in COMMANDS.items())


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: kata start mine && cd mine && kata watch",
)
@click.option("--plain", is_flag=True, help="No colour, no symbols, no progress bar.")
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    help="Take the exercises from this folder instead of the packaged ones.",
)
@click.version_option(package_name="interview-katas", prog_name="kata")
@click.pass_context
def kata(context: click.Context, plain: bool, course: Path | None) -> None:
    """Practise Python interview questions as exercises, checked by a grader.

    Without a command: where you stand and what is next.
    """
    context.obj = Context(course, plain)
    if context.invoked_subcommand is None:
        importlib.import_module("grader.cli.reading").overview(context.obj)


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def main() -> None:
    """Run the command; print what a person can mend as one line, and exit with its code."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # a closed stream: whatever is opened next must not take its place
            os.open(os.devnull, os.O_RDWR)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, _end)  # so that what was unpacked and started is cleaned up
    try:
        kata(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KataError, GraderFault) as error:
        Context(course=None, plain=True).warn(str(error))
        sys.exit(2 if isinstance(error, KataError) else 3)
    except OSError as error:
        # of a file that nobody expected to fail: a disk that goes away, a folder without permission
        said = error.strerror or str(error)
        where = f"{printable(error.filename)}: " if error.filename else ""
        Context(course=None, plain=True).warn(f"{where}{said}")
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
