"""Commands of a learner's workspace: `watch`, `hint`, `start`, `update`, `reset`."""

import shlex
from pathlib import Path

import click

from grader.catalog import known
from grader.cli.shared import Context, selection
from grader.engine import Engine
from grader.errors import KataError
from grader.practice import ci, hints, keys, layout, status
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


@click.command(epilog="Example: kata start mine --ci github")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--ci",
    "host",
    is_flag=False,
    flag_value="",
    metavar="|".join(ci.HOSTS),
    help="Also write what this host grades with.",
)
@click.pass_obj
def start(context: Context, folder: Path, host: str | None) -> None:
    """Make a workspace: a folder with all stubs, their checks and your progress."""
    if host is not None:
        host = known(host, tuple(ci.HOSTS), "host")
    changes = layout.lay_out(folder, context.catalog, context.warn, host)
    if len(changes.new) == len(context.catalog.exercises):
        place = shlex.quote(str(folder))
        context.say(f"{folder}: {len(changes.new)} exercises; go on with: cd {place} && kata watch")
    else:
        context.say(_told(changes, folder))
    if host:
        context.say([f"{path} {said}" for path, said in changes.ci.items()])
        context.say(f"{host}: {ci.NEXT[host]}")


@click.command(epilog="Example: kata update")
@click.pass_obj
def update(context: Context) -> None:
    """Bring the workspace up to date: new exercises, current checks; your work is left alone."""
    folder = context.desk().workspace.folder
    context.say(_told(layout.lay_out(folder, context.catalog, context.warn), from_here(folder)))


def _told(changes: layout.Changes, folder: Path) -> list[str]:
    """What has changed in a workspace, a line for each kind."""
    kinds = {
        "new": changes.new,
        "new task, as you had not begun": changes.updated,
        "newer checks for your solution": changes.newer_checks,
        "the checks are the course's again": changes.other_checks,
    }
    lines = [f"{kind}: {', '.join(map(str, found))}" for kind, found in kinds.items() if found]
    for path, now in changes.gone.items():
        instead = f"is {now.level}/{now.name}.py now" if now else "is no exercise any more"
        lines.append(f"{path} {instead}; your file is left where it is")
    return [*lines, f"{folder} is up to date; what you have written was left as it is"]


@click.command(epilog="Example: kata reset 10")
@click.argument("exercises", nargs=-1, required=True, metavar="EXERCISE...")
@click.pass_obj
def reset(context: Context, exercises: tuple[str, ...]) -> None:
    """Put an exercise's stub back; your version is kept beside it."""
    desk = context.desk()
    for chosen in desk.catalog.named(exercises):
        backup = desk.workspace.reset(chosen)
        said = status.afresh(chosen, backup, desk.progress().solved)
        desk.say(desk.screen.wrap(said, "", "  "))
