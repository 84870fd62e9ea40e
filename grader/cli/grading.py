"""The command that grades: `run`, for a learner's workspace and for somebody's submission."""

import datetime
import math
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import click

from grader import reports, scoring
from grader.catalog import Exercise
from grader.cli.shared import Context, selection
from grader.engine import Engine, processes
from grader.errors import KataError
from grader.grading import grade
from grader.practice.checking import note, own
from grader.practice.status import twins
from grader.reports.feedback import reduce
from grader.reports.text import not_graded
from grader.results import ExerciseResult, Feedback, Outcome, Run, Versions
from grader.submission import Submission, open_submission
from grader.terminal import few, printable, show_progress


@click.command(epilog="Example: kata run 1-5 --format text --format json=report.json")
@selection
@click.option(
    "--submission",
    "submissions",
    multiple=True,
    metavar="PATH",
    help="Grade this folder, zip or tar file instead of the workspace around the current folder.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help=f"{', '.join(reports.FORMATS)}; to standard output or a file; may be repeated.",
)
@click.option(
    "--feedback",
    type=click.Choice(get_args(Feedback)),
    default="full",
    help="How much reports tell of checks: all (the default), which passed, nothing.",
)
@click.option(
    "--min-score",
    metavar="PERCENT",
    help="Pass with this share of the points (default: everything must be solved).",
)
@click.option(
    "--skip-unknown",
    is_flag=True,
    help="Pass over names of no exercise, such as other files in a commit.",
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
def run(
    context,
    names,
    levels,
    topics,
    sets,
    submissions,
    formats,
    feedback,
    min_score,
    skip_unknown,
    sandboxed,
) -> None:
    """Check solutions and report scores by level."""
    begin, date = time.monotonic(), datetime.datetime.now(datetime.UTC)
    course = context.catalog
    pass_mark = None if min_score is None else _percent(min_score)
    if skip_unknown and names and not (names := _known(context, names)):
        return
    chosen = course.select(names, levels, topics, sets)
    targets = reports.parse_targets(formats or ["text"])
    reports.look_around(targets)
    handed_in = _only(submissions)
    desk = None if handed_in else context.desk()
    context.say_which_course()
    processes.shield()
    with ExitStack() as stack:
        hidden = [handed_in] if handed_in else []
        engine = stack.enter_context(Engine(course.course, sandboxed, hidden=hidden))
        if desk:
            submission, unrecognised = own(desk), []
        else:
            if sandboxed == "auto" and (why := engine.why_unsandboxed):
                context.warn(f"this submission is graded without a sandbox: {why}")
            opened = open_submission(handed_in, course.exercises)
            submission = stack.enter_context(opened)
            if len(submission.parts) > 1:
                context.warn(_together(submission))
            unrecognised = submission.unrecognised(course.exercises)
        results, interrupted = _collect(context, engine, chosen, submission)
        about = Run(
            date=date.isoformat(timespec="seconds"),
            seconds=round(time.monotonic() - begin, 3),
            versions=Versions.here(),
            isolation=engine.isolation,
            submission=printable(handed_in) if handed_in else None,
            unrecognised=tuple(map(printable, unrecognised)),
        )
    reached = {result.number for result in results}
    unreached = [exercise for exercise in chosen if exercise.number not in reached]
    report = scoring.summarise(results, about, pass_mark, unreached)
    if desk:
        note(desk, results)
    reports.write(reduce(report, feedback), targets, context.screen)
    if {name for name, _ in targets} <= reports.RECORDS_ONLY and (said := not_graded(about)):
        context.warn(said)
    if desk and not formats and len(chosen) == 1 and report.solved:
        desk.say(desk.screen.paragraphs(twins(chosen[0], course)))
    if interrupted:
        sys.exit(130)
    if any(result.outcome is Outcome.ERROR for result in results):
        sys.exit(3)
    sys.exit(0 if report.passed else 1)


def _together(submission: Submission) -> str:
    """That folders are taken for one person's, which nobody but the reader can know."""
    names = [printable(part.relative_to(submission.folder)) for part in submission.parts]
    return (
        f"{few(names)} are graded together, as one person's; if they are several people's, name "
        "one of them, or grade each with `kata cohort grade`"
    )


def _percent(said: str) -> float:
    """A share of the points, which may be said with its sign: `80`, `80%`."""
    try:
        percent = float(said.strip().removesuffix("%"))
    except ValueError:
        percent = math.nan
    if not 0 <= percent <= 100:
        raise KataError(
            f"--min-score {said!r} is no share of the points; say a number from 0 to 100"
        )
    scoring.refuse_a_fraction(percent)
    return abs(percent)  # of -0


def _only(submissions: Sequence[str]) -> Path | None:
    """The one submission named, if any."""
    if len(submissions) > 1:
        raise KataError("one --submission at a time; run it again for the next")
    if "" in submissions:
        raise KataError("--submission is empty; it takes a folder with solutions")
    return Path(submissions[0]) if submissions else None


def _known(context: Context, names: Sequence[str]) -> list[str]:
    """Those names that are exercises; a line tells of each of the others."""
    known = []
    for name in names:
        try:
            context.catalog.select([name])
            known.append(name)
        except KataError:
            context.warn(f"{printable(name)} is passed over: it is no exercise of this course")
    return known


def _collect(
    context: Context, engine: Engine, chosen: Sequence[Exercise], submission: Submission
) -> tuple[list[ExerciseResult], bool]:
    """Grade with a progress bar; on Ctrl-C keep what is finished, and say that it was."""
    results = []
    try:
        stream = grade(engine, chosen, submission)
        for result in show_progress(stream, len(chosen), "checking", context.plain):
            results.append(result)
    except KeyboardInterrupt:
        return results, True
    return results, False
