"""Commands of those who write exercises: `verify`, `mutants`."""

import sys

import click

from grader.authoring import gates as verifying
from grader.authoring import mutants as mutating
from grader.cli.shared import Context, selection
from grader.engine import Engine
from grader.terminal import harmless, show_progress


@click.command(epilog="Example: kata verify 10 --gate mistakes")
@selection
@click.option("--gate", "gates", multiple=True, help="Only this gate (may be repeated).")
@click.pass_obj
def verify(context: Context, names, levels, topics, sets, gates) -> None:
    """Hold exercises to the authors' gates."""
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


@click.command(epilog="Example: kata mutants --level entry")
@selection
@click.pass_obj
def mutants(context: Context, names, levels, topics, sets) -> None:
    """Hold exercises to the slow gate: their checks catch mutants of the reference."""
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
