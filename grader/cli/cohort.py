"""Commands of those who grade many: `cohort grade`, `status`, …; all work on one store."""

import datetime
import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from grader import reports
from grader.cli.shared import Context
from grader.cohort import dashboard, standing, tables
from grader.cohort.keys import Keys
from grader.cohort.marks import marks
from grader.cohort.plan import FILE, Plan, read_plan
from grader.cohort.run import Grading, Step
from grader.cohort.standing import counted
from grader.cohort.store import Store
from grader.cohort.submissions import HandedIn, list_submissions
from grader.cohort.work import Here, Runner
from grader.errors import GraderFault, KataError
from grader.results import Outcome, Run, Versions
from grader.source import Source
from grader.terminal import Screen, from_here, show_progress


def _file(name: str, default: str, help: str) -> Callable:
    path = click.Path(path_type=Path)
    return click.option(
        f"--{name}", f"{name}_file", type=path, default=default, show_default=True, help=help
    )


_store = _file("store", "cohort.db", "The file with all results.")
_plan = _file("plan", str(FILE), "The file that fixes what is graded and how it counts.")


def _files(command: Callable) -> Callable:
    """Give a command the options that say where a cohort's two files are."""
    return _plan(_store(command))


_sandbox = click.option(
    "--sandbox",
    "sandboxed",
    type=click.Choice(["require", "off"]),
    default="require",
    show_default=True,
    help="Grade inside bubblewrap or not at all, or without.",
)


def _engine(command: Callable) -> Callable:
    """Give a command the options that say where the work is done."""
    where = click.option(
        "--engine",
        type=click.Choice(["local", "dask"]),
        default="local",
        show_default=True,
        help="Grade on this machine, or on the workers of a Dask scheduler.",
    )
    address = click.option("--scheduler", metavar="ADDRESS", help="As in tcp://host:8786.")
    return where(address(command))


@click.group(epilog="Example: kata cohort grade submissions && kata cohort report")
def cohort() -> None:
    """Grade many learners' submissions into one store, and report on them."""


@cohort.command(epilog="Example: kata cohort grade submissions")
@click.argument("folder", metavar="SUBMISSIONS", type=click.Path(path_type=Path))
@_sandbox
@_engine
@_files
@click.pass_obj
def grade(
    context: Context,
    folder: Path,
    sandboxed: str,
    engine: str,
    scheduler: str | None,
    store_file: Path,
    plan_file: Path,
) -> None:
    """Grade a folder with a folder, a zip or a tar file a learner.

    What is known already is not run again; what was interrupted goes on.
    """
    plan = read_plan(plan_file, context.catalog)
    handed_in = list_submissions(folder, context.warn)
    with (
        _runner(context, plan, sandboxed, engine, scheduler, [folder, store_file]) as runner,
        Store(store_file, writing=True) as store,
    ):
        _grade(context, store, plan, handed_in, runner)


def _runner(
    context: Context,
    plan: Plan,
    sandboxed: str,
    engine: str,
    scheduler: str | None,
    hidden: Sequence[Path],
) -> Runner:
    """What runs the work, here or on a cluster."""
    if (engine == "dask") != (scheduler is not None):
        raise KataError("--engine dask and --scheduler ADDRESS go together; give both or neither")
    course, exercises = context.catalog.course, plan.exercises
    if scheduler is None:
        return Here(course, exercises, sandboxed, hidden)
    from grader.cohort.cluster import Cluster  # its library takes a second to load

    return Cluster(scheduler, course, exercises, sandboxed)


def _grade(
    context: Context,
    store: Store,
    plan: Plan,
    handed_in: Sequence[HandedIn],
    runner: Runner,
    anew: Collection[str] = (),
) -> None:
    """Grade with a progress bar; say what came out, and exit with its code."""
    context.say_which_course()
    date = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    isolation = runner.isolation
    store.begin(Run(date=date, seconds=0.0, versions=Versions.here(), isolation=isolation))
    keys = Keys(isolation.sandbox)
    grading = Grading(store, context.catalog, plan.exercises, keys, runner, anew)
    steps = grading.grade(handed_in)
    total = len(handed_in) * len(plan.exercises)
    counts: Counter[str] = Counter()
    try:
        for step in show_progress(steps, total, "grading", context.plain):
            counts[step.how] += 1
            counts["fault"] += step.now is Outcome.ERROR
            if step.before not in (None, step.now):
                context.say(context.screen.line(_change(step)))
    except KeyboardInterrupt:
        steps.close()
        left = standing.unfinished(store, plan) or "run it again to go on"
        context.warn(f"interrupted; what was graded is kept; {left}")
        sys.exit(130)
    learners, results = counted(len(handed_in), "learner"), counted(total, "result")
    context.say(
        f"{learners}, {results}: {counts['graded']} graded, "
        f"{counts['reused']} known without a run, {counts['unchanged']} unchanged"
    )
    for remark in standing.remarks(store, plan):
        context.say(context.screen.line(remark))
    if said := standing.strangers(store, plan):
        context.warn(said)
    if trouble := standing.trouble(store, {handed.learner for handed in handed_in}):
        context.say(trouble)
    if counts["fault"]:
        raise GraderFault(
            f"{counts['fault']} could not be graded by the grader's fault; `kata cohort status` "
            "says why, running it again tries again"
        )


def _change(step: Step) -> str:
    return f"{step.learner}: {step.exercise} was {step.before} and is {step.now}"


@cohort.command(epilog="Example: kata cohort status")
@_files
@click.pass_obj
def status(context: Context, store_file: Path, plan_file: Path) -> None:
    """Say how far the grading is, and what could not be graded."""
    plan = read_plan(plan_file, context.catalog)
    with Store(store_file) as store:
        context.say(list(standing.status(store, plan, context.screen)))
        for folder in standing.folders(store):
            with suppress(KataError):  # it is gone since
                list_submissions(folder, context.warn)
        if said := standing.strangers(store, plan):
            context.warn(said)


@cohort.command(epilog="Example: kata cohort report --format csv=grades.csv --format canvas=up.csv")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME[=FILE]",
    help=f"{', '.join(tables.FORMATS)}; to standard output or a file; may be repeated.",
)
@click.option(
    "--html",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the dashboard there: index.html, and a page a learner.",
)
@_files
@click.pass_obj
def report(
    context: Context, formats: Sequence[str], folder: Path | None, store_file: Path, plan_file: Path
) -> None:
    """Report every learner's marks: to read, for a spreadsheet, a gradebook, or as a dashboard."""
    plan = read_plan(plan_file, context.catalog)
    wanted = formats or ([] if folder else ["text"])
    targets = reports.parse_targets(wanted, tables.FORMATS)
    with Store(store_file) as store:
        if folder:
            total = sum(1 for _ in store.learners()) + 1
            for page in show_progress(
                dashboard.write(store, plan, folder), total, "writing", context.plain
            ):
                index = page
            context.say(context.screen.line(f"{from_here(index)} is the dashboard"))

        unfinished, remarks = standing.unfinished(store, plan), [*standing.remarks(store, plan)]

        def pieces(name: str, screen: Screen) -> Iterator[str]:
            if unfinished and name in tables.GRADEBOOKS:
                raise KataError(f"{name} needs all results: {unfinished}")
            yield from tables.FORMATS[name](marks(store, plan), plan, screen)
            if name == "text":
                yield from map(screen.line, remarks)

        names = {name for name, _ in targets}
        told = {"text", *(tables.GRADEBOOKS if unfinished else ())}
        for remark in remarks if names - told else ():
            context.warn(remark)
        if names & tables.GRADEBOOKS and (said := standing.trouble(store)):
            context.warn(f"{said}, and a gradebook gets no points of theirs")
        if said := standing.strangers(store, plan):
            context.warn(said)
        reports.write_pieces(targets, pieces, context.screen)


@cohort.command(epilog="Example: kata cohort similar submissions")
@click.argument("folder", metavar="SUBMISSIONS", type=click.Path(path_type=Path))
@_plan
@click.pass_obj
def similar(context: Context, folder: Path, plan_file: Path) -> None:
    """List pairs of submissions that are suspiciously alike, with the passage that both have.

    It is a hint for whoever looks at both, never proof.
    """
    from grader.cohort import similarity  # its library takes a second to load

    plan = read_plan(plan_file, context.catalog)
    handed_in = list_submissions(folder, context.warn)
    texts: dict[str, dict[str, str]] = {exercise.name: {} for exercise in plan.exercises}
    each = similarity.read_texts(handed_in, plan.exercises, context.warn)
    read = show_progress(each, len(handed_in), "reading", context.plain)
    for handed, own in zip(handed_in, read, strict=True):
        for name, text in own.items():
            texts[name][handed.learner] = text
    screen, total = context.screen, 0

    def name_of(learner: str) -> str:
        return plan.names.get(learner, learner)

    for exercise in show_progress(plan.exercises, len(plan.exercises), "comparing", context.plain):
        known = [Source.read(path).text for path in (exercise.stub, exercise.reference)]
        pairs = similarity.alike(texts.pop(exercise.name), known)
        if pairs:
            context.say(screen.wrap(f"{exercise} · {exercise.title}", "", "  "))
        for pair in pairs:
            context.say(similarity.side_by_side(pair, name_of, screen))
        total += len(pairs)
    said = "1 pair is" if total == 1 else f"{total} pairs are"
    context.say(f"{said} alike, of {counted(len(handed_in), 'learner')}")


@cohort.command(epilog="Example: kata cohort history ada")
@click.argument("learner")
@_files
@click.pass_obj
def history(context: Context, learner: str, store_file: Path, plan_file: Path) -> None:
    """Show every grade that a learner ever had, and why it changed."""
    plan = read_plan(plan_file, context.catalog)
    with Store(store_file) as store:
        for line in standing.history(store, plan, learner, context.screen):
            context.say(line)


@cohort.command(epilog="Example: kata cohort export > results.jsonl")
@_files
@click.pass_obj
def export(context: Context, store_file: Path, plan_file: Path) -> None:
    """Print all that is known of the newest results, a line of JSON each."""
    plan = read_plan(plan_file, context.catalog)
    with Store(store_file) as store:
        for line in tables.export(store, plan):
            click.echo(line)


@cohort.command(epilog="Example: kata cohort regrade ada")
@click.argument("learners", metavar="[LEARNER]...", nargs=-1)
@_sandbox
@_files
@click.pass_obj
def regrade(
    context: Context, learners: Sequence[str], sandboxed: str, store_file: Path, plan_file: Path
) -> None:
    """Grade again what has changed: submissions, checks, the grader or its packages; of learners
    who are named, also what did not come out solved.

    Submissions are taken from where they lay; one that is gone keeps its results.
    """
    plan = read_plan(plan_file, context.catalog)
    with Store(store_file) as store:
        found = [standing.find(store, name) for name in learners] or list(store.learners())
    with Store(store_file, writing=True) as store:
        for learner in found:
            if not os.path.lexists(learner.path):
                context.warn(f"{learner.name} keeps their results: {learner.path} is gone")
        there = [HandedIn(e.name, e.path) for e in found if os.path.lexists(e.path)]
        hidden = [*{handed.path.parent for handed in there}, store_file]
        with Here(context.catalog.course, plan.exercises, sandboxed, hidden) as runner:
            _grade(context, store, plan, there, runner, anew=learners)
