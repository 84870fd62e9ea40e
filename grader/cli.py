"""The command `kata`: it parses, calls and prints; what it does is done elsewhere.

Exit codes: 0 all well, 1 pass mark not reached, 2 a mistake in how it was called, 3 the grader's
own fault, 130 interrupted.
"""

import os
import sys
import time
from pathlib import Path

import click

from grader import catalog
from grader.errors import GraderFault, KataError

SELECTION = [
    click.argument("names", nargs=-1, metavar="[EXERCISE]..."),
    click.option("--level", "levels", multiple=True, help="Only this level (may be repeated)."),
    click.option("--topic", "topics", multiple=True, help="Only exercises with this topic tag."),
    click.option("--set", "sets", multiple=True, help="Only exercises of this curated set."),
]


def selection(command):
    """Give a command the arguments and options that select exercises."""
    for decorate in reversed(SELECTION):
        command = decorate(command)
    return command


class Context:
    """What the commands share: the catalogue, how to print, where warnings go."""

    def __init__(self, course: Path | None, plain: bool) -> None:
        self.plain = plain
        self._course = course

    @property
    def catalog(self) -> catalog.Catalog:
        return catalog.load(self._course)

    @property
    def screen(self):
        from grader import terminal

        return terminal.screen(self.plain)

    def say(self, lines: list[str] | str) -> None:
        """Print lines as this terminal can show them."""
        screen = self.screen
        lines = [lines] if isinstance(lines, str) else lines
        click.echo(screen.fit("\n".join(lines)), color=screen.colour)

    def warn(self, message: str) -> None:
        click.echo(self.screen.line(f"kata: {message}"), err=True)


@click.group(
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
        _status(context.obj)


def _status(context: Context) -> None:
    from grader import status, workspace

    place = workspace.locate(_here())
    context.say(status.overview(context.catalog, place.progress(context.warn), context.screen))


@kata.command("list", epilog="Example: kata list --set iteration --status open")
@selection
@click.option("--status", type=click.Choice(["open", "solved"]), help="Only open or solved ones.")
@click.pass_obj
def list_(context: Context, names, levels, topics, sets, status: str | None) -> None:
    """List the exercises, their levels and titles."""
    from grader import status as standing
    from grader import workspace

    chosen = context.catalog.select(names, levels, topics, sets)
    try:
        solved = workspace.locate(_here()).progress(context.warn).solved
    except KataError:
        solved = {}
    if status:
        chosen = [e for e in chosen if (e.name in solved) == (status == "solved")]
        if not chosen:
            context.say(f"none of them is {status}")
            return
    context.say(standing.table(chosen, solved, context.screen))


@kata.command(epilog="Example: kata show 10")
@click.argument("exercise")
@click.pass_obj
def show(context: Context, exercise: str) -> None:
    """Show an exercise's prompt."""
    _show_markdown(context, context.catalog.one(exercise).prompt)


def _show_markdown(context: Context, text: str) -> None:
    screen = context.screen
    if not screen.colour:
        context.say(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console(width=screen.width).print(Markdown(text))


@kata.command(epilog="Example: kata run 1-5 --format text --format json=report.json")
@selection
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade the solutions in this folder instead of the workspace around the current one.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help="text (default) or json, to standard output or a file; may be repeated.",
)
@click.option(
    "--min-score",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Pass with this share of the points (default: everything must be solved).",
)
@click.option(
    "--sandbox",
    "sandboxed",
    type=click.Choice(["auto", "require", "off"]),
    default="auto",
    show_default=True,
    help="Grade inside bubblewrap: where there is one, or not at all, or without.",
)
@click.pass_obj
def run(context, names, levels, topics, sets, submission, formats, min_score, sandboxed) -> None:
    """Check solutions and report scores by level."""
    from grader.engine import Engine, processes

    begin = time.monotonic()
    course = context.catalog
    chosen = course.select(names, levels, topics, sets)
    processes.shield()
    hidden = [submission] if submission else []
    with Engine(course.course, sandboxed, hidden=hidden) as engine:
        if submission and sandboxed == "auto" and (why := engine.why_unsandboxed):
            context.warn(f"this submission is graded without a sandbox: {why}")
        # it gets ready while the rest is imported
        from grader import reports, scoring, workspace
        from grader.submission import Submission

        targets = [reports.parse_target(value) for value in formats or ["text"]]
        place = None if submission else workspace.locate(_here())
        folder = Submission(submission or _shown(place.folder))
        results, interrupted = _collect(context, engine, chosen, folder)
        report = scoring.summarise(results, engine.isolation, time.monotonic() - begin, interrupted)
    if place:
        place.record(results, context.warn)
    reports.write(report, targets, context.screen)
    if interrupted:
        sys.exit(130)
    if any(result.outcome == "error" for result in results):
        sys.exit(3)
    sys.exit(0 if scoring.passes(report, min_score) else 1)


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise KataError("the current folder no longer exists; change into another") from None


def _shown(folder: Path) -> Path:
    """A folder as the person would write it from here."""
    return Path(os.path.relpath(folder)) if folder.is_relative_to(_here()) else folder


def _collect(context: Context, engine, chosen, folder):
    """Grade with a progress bar; on Ctrl-C keep what is finished."""
    from grader.grading import grade
    from grader.terminal import show_progress

    results = []
    try:
        stream = grade(engine, chosen, folder)
        for result in show_progress(stream, len(chosen), "checking", context.plain):
            results.append(result)
    except KeyboardInterrupt:
        return results, True
    return results, False


@kata.command(epilog="Example: kata watch --level entry")
@selection
@click.pass_obj
def watch(context: Context, names, levels, topics, sets) -> None:
    """Check on every save, and move on when an exercise is solved."""
    from grader import watch as watching
    from grader import workspace

    course = context.catalog
    chosen = course.select(names, levels, topics, sets)
    place = workspace.locate(_here())
    watching.watch(course, chosen, place, context.screen, context.warn)


@kata.command(epilog="Example: kata hint 10")
@click.argument("exercise", required=False)
@click.pass_obj
def hint(context: Context, exercise: str | None) -> None:
    """Give the next hint for the first check that fails."""
    from grader import hints, workspace
    from grader.engine import Engine

    course = context.catalog
    place = workspace.locate(_here())
    chosen = course.one(exercise) if exercise else _next(context, course, place)
    with Engine(course.course) as engine:
        context.say(hints.next_hint(engine, chosen, place, context.screen, context.warn))


def _next(context: Context, course: catalog.Catalog, place):
    solved = place.progress(context.warn).solved
    for exercise in course.exercises:
        if exercise.name not in solved:
            return exercise
    raise KataError("everything is solved; name an exercise")


@kata.command(epilog="Example: kata solution 10")
@click.argument("exercise")
@click.option("--spoil", is_flag=True, help="Show it although you have not solved it.")
@click.pass_obj
def solution(context: Context, exercise: str, spoil: bool) -> None:
    """Show the interview answer and the reference solution, once you have solved it."""
    from grader import workspace

    chosen = context.catalog.one(exercise)
    if not spoil:
        try:
            solved = workspace.locate(_here()).progress(context.warn).solved
        except KataError:
            solved = {}
        if chosen.name not in solved:
            raise KataError(f"{chosen} is not solved yet; --spoil shows its solution all the same")
    text = chosen.reference.read_text(encoding="utf-8")
    _, _, rest = text.partition('"""')
    answer, _, code = rest.partition('"""')
    _show_markdown(context, f"{answer.strip()}\n\n```python\n{code.strip()}\n```")


@kata.command(epilog="Example: kata start mine")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def start(context: Context, folder: Path) -> None:
    """Make a workspace: a folder with all stubs, their checks and your progress."""
    from grader import workspace

    _, new = workspace.start(folder, context.catalog)
    if new:
        context.say(f"{folder}: {new} exercises; go on with: cd {folder} && kata watch")
    else:
        context.say(f"{folder} is up to date; your files were left as they are")


@kata.command(epilog="Example: kata reset 10")
@click.argument("exercise")
@click.pass_obj
def reset(context: Context, exercise: str) -> None:
    """Put an exercise's stub back; your version is kept beside it."""
    from grader import workspace

    place = workspace.locate(_here())
    chosen = context.catalog.one(exercise)
    kept = place.reset(chosen)
    context.say(
        f"{chosen} starts afresh" + (f"; your version is kept as {_shown(kept)}" if kept else "")
    )


@kata.command(epilog="Example: kata verify 10 --gate mistakes")
@selection
@click.option("--gate", "gates", multiple=True, help="Only this gate (may be repeated).")
@click.pass_obj
def verify(context: Context, names, levels, topics, sets, gates) -> None:
    """Hold exercises to the authors' gates."""
    from grader.authoring import gates as verifying
    from grader.engine import Engine
    from grader.terminal import harmless, show_progress

    course = context.catalog
    chosen = course.select(names, levels, topics, sets)
    wanted = verifying.parse_gates(gates)
    breaches = []
    with Engine(course.course) as engine:
        found = verifying.verify(engine, course, chosen, wanted)
        for _, broken in show_progress(found, len(chosen), "verifying", context.plain):
            breaches += broken
            for breach in broken:
                context.say(harmless(str(breach)))
    context.say(verifying.summary(len(chosen), breaches, wanted))
    sys.exit(1 if breaches else 0)


@kata.command(epilog="Example: kata mutants --level entry")
@selection
@click.pass_obj
def mutants(context: Context, names, levels, topics, sets) -> None:
    """Hold exercises to the slow gate: their checks catch mutants of the reference."""
    from grader.authoring import mutants as mutating
    from grader.engine import Engine
    from grader.terminal import show_progress

    course = context.catalog
    chosen = course.select(names, levels, topics, sets)
    tallies = []
    with Engine(course.course) as engine:
        tried = mutating.try_mutants(engine, chosen)
        for tally in show_progress(tried, len(chosen), "mutants", context.plain):
            tallies.append(tally)
            for text in [*tally.problems, *tally.survivors]:
                context.say(context.screen.block(f"{tally.exercise.name}: {text}", ""))
    context.say(["", *mutating.table(tallies)])
    sys.exit(0 if mutating.hold(tallies) else 1)


@kata.command(epilog="Example: kata schema > report.schema.json")
def schema() -> None:
    """Print the JSON Schema of the json report."""
    import json

    from grader.results import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


def main() -> None:
    """Run the command; print what a person can mend as one line, and exit with its code."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # a closed stream: whatever is opened next must not take its place
            os.open(os.devnull, os.O_RDWR)
    try:
        kata(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KataError, GraderFault) as error:
        from grader import terminal

        click.echo(terminal.screen(plain=True).line(f"kata: {error}"), err=True)
        sys.exit(2 if isinstance(error, KataError) else 3)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
