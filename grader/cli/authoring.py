"""Commands of those who write exercises: `new`, `verify`, `mutants`.

In a checkout they work on its exercises, whatever course is installed.
"""

import sys

import click

from grader.authoring import gates as verifying
from grader.authoring import mutants as mutating
from grader.authoring.new import write_new
from grader.authoring.places import unread
from grader.catalog import level as known_level
from grader.cli.shared import Context, selection
from grader.engine import Engine
from grader.errors import KataError
from grader.terminal import from_here, harmless, show_progress

CROWD = 3
"""Wrong solutions graded at once for each core: many wait until their time is up."""


@click.command(epilog="Example: kata new entry 'Sorting: keep the order of what is equal'")
@click.argument("level")
@click.argument("title")
@click.pass_obj
def new(context: Context, level: str, title: str) -> None:
    """Write the four files of a new exercise, for you to fill in."""
    course = context.own_catalog("new", level, title)
    paths = write_new(course, known_level(level), title)
    context.say([*(str(from_here(path)) for path in paths), f"then: kata verify {paths[0].stem}"])


@click.command(epilog="Example: kata verify 10 --gate mistakes")
@selection
@click.option("--gate", "gates", multiple=True, help="Only this gate (may be repeated).")
@click.pass_obj
def verify(context: Context, names, levels, topics, sets, gates) -> None:
    """Hold exercises to the authors' gates."""
    wanted, left_out = verifying.holdable(verifying.parse_gates(gates))
    if not wanted:
        raise KataError(left_out)
    course = context.authors_catalog
    breaches = list(unread(course))
    for breach in breaches:
        context.say(harmless(str(breach)))
    chosen = course.select(names, levels, topics, sets)
    with Engine(course.course) as engine, Engine(course.course, crowd=CROWD) as crowd:
        found = verifying.verify(engine, course, chosen, wanted, crowd)
        for _, broken in show_progress(found, len(chosen), "verifying", context.plain):
            for breach in broken:
                if breach not in breaches:
                    breaches.append(breach)
                    context.say(harmless(str(breach)))
    context.say(verifying.summary(len(chosen), breaches, wanted))
    if left_out:
        context.warn(left_out)
    sys.exit(1 if breaches else 2 if left_out else 0)


@click.command(epilog="Example: kata mutants --level entry")
@selection
@click.pass_obj
def mutants(context: Context, names, levels, topics, sets) -> None:
    """Hold exercises to the slow gate: their checks catch mutants of the reference."""
    course = context.authors_catalog
    chosen = course.select(names, levels, topics, sets)
    tallies = []
    with Engine(course.course) as engine:
        tried = mutating.try_mutants(engine, chosen)
        for tally in show_progress(tried, len(chosen), "mutants", context.plain):
            tallies.append(tally)
            for text in [*tally.problems, *tally.survivors]:
                context.say(harmless(f"{tally.exercise.name}: {text}"))
    whole = len(chosen) == len(course.exercises)
    missed = mutating.missed(tallies, whole)
    last = missed or [mutating.holds(tallies, whole)]
    context.say(["", *mutating.table(tallies), *mutating.advice(tallies), *last])
    sys.exit(1 if missed else 0)
