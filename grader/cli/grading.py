"""The command that grades: `run`, for a learner's workspace and for somebody's submission."""

import sys
import time
from pathlib import Path

import click

from grader import reports, scoring
from grader.cli.shared import Context, selection
from grader.engine import Engine, processes
from grader.grading import grade
from grader.practice.checking import note
from grader.submission import Submission
from grader.terminal import from_here, show_progress


@click.command(epilog="Example: kata run 1-5 --format text --format json=report.json")
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
    begin = time.monotonic()
    course = context.catalog
    chosen = course.select(names, levels, topics, sets)
    targets = [reports.parse_target(value) for value in formats or ["text"]]
    desk = None if submission else context.desk()
    processes.shield()
    hidden = [submission] if submission else []
    with Engine(course.course, sandboxed, hidden=hidden) as engine:
        if submission and sandboxed == "auto" and (why := engine.why_unsandboxed):
            context.warn(f"this submission is graded without a sandbox: {why}")
        folder = Submission(from_here(desk.workspace.folder) if desk else submission)
        results, interrupted = _collect(context, engine, chosen, folder)
        report = scoring.summarise(results, engine.isolation, time.monotonic() - begin, interrupted)
    if desk:
        note(desk, results)
    reports.write(report, targets, context.screen)
    if interrupted:
        sys.exit(130)
    if any(result.outcome == "error" for result in results):
        sys.exit(3)
    sys.exit(0 if scoring.passes(report, min_score) else 1)


def _collect(context: Context, engine, chosen, folder):
    """Grade with a progress bar; on Ctrl-C keep what is finished."""
    results = []
    try:
        stream = grade(engine, chosen, folder)
        for result in show_progress(stream, len(chosen), "checking", context.plain):
            results.append(result)
    except KeyboardInterrupt:
        return results, True
    return results, False
