"""Commands of a learner's workspace: `watch`, `hint`, `start`, `reset`."""

from pathlib import Path

import click

from grader.cli.shared import Context, selection
from grader.engine import Engine
from grader.errors import KataError
from grader.practice import hints, keys, workspace
from grader.practice import watch as watching
from grader.terminal import from_here


@click.command(epilog=f"Keys: {keys.HELP}. Example: kata watch --level entry")
@selection
@click.pass_obj
def watch(context: Context, names, levels, topics, sets) -> None:
    """Check on every save, whichever file it is, and move on when an exercise is solved."""
    chosen = context.catalog.select(names, levels, topics, sets)
    watching.watch(context.desk(), chosen, named=bool(names))


@click.command(epilog="Example: kata hint 10")
@click.argument("exercise", required=False)
@click.pass_obj
def hint(context: Context, exercise: str | None) -> None:
    """Give the next hint for the first check that fails."""
    desk = context.desk()
    course = desk.catalog
    chosen = course.one(exercise) if exercise else desk.progress().next_open(course.exercises)
    if chosen is None:
        raise KataError("everything is solved; name an exercise")
    with Engine(course.course) as engine:
        desk.say(hints.next_hint(desk, engine, chosen))


@click.command(epilog="Example: kata start mine")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def start(context: Context, folder: Path) -> None:
    """Make a workspace: a folder with all stubs, their checks and your progress."""
    _, new = workspace.start(folder, context.catalog)
    if new:
        context.say(f"{folder}: {new} exercises; go on with: cd {folder} && kata watch")
    else:
        context.say(f"{folder} is up to date; your files were left as they are")


@click.command(epilog="Example: kata reset 10")
@click.argument("exercise")
@click.pass_obj
def reset(context: Context, exercise: str) -> None:
    """Put an exercise's stub back; your version is kept beside it."""
    desk = context.desk()
    chosen = desk.catalog.one(exercise)
    backup = desk.workspace.reset(chosen)
    where = f"; your version is kept as {from_here(backup)}" if backup else ""
    desk.say(f"{chosen} starts afresh{where}")
