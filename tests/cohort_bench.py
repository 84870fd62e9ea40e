"""A simulated cohort, measured: `python tests/cohort_bench.py` (see --help).

Stubs, references and known mistakes are mixed at random, with a fixed seed, and graded by the real
command. `--own` gives every learner sources of their own, so that no result serves another one;
`--kills` ends the command that often at random moments, and compares the stores in the end;
`--workers` hands the work to a Dask cluster of one worker, then of two, each with its own core;
`--dashboard` grades nothing and opens the dashboard of made-up results of all exercises.
"""

import argparse
import datetime
import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from support import browser

from grader import catalog, mistakes, scoring
from grader.catalog import Exercise
from grader.cohort.store import Entry, Store
from grader.engine import CheckVerdict, Failure, Isolation, Verdict, processes
from grader.results import Run, Versions

COMMAND = """
import resource, sys
from grader.cli import main
try:
    main()
finally:
    print("peak KiB:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
SEED = 117
OPENED = 5  # times that a page is opened
MESSAGE = "double(3) returned the wrong value\nexpected: 6\n     got: 9"


@dataclass(frozen=True)
class Usage:
    """What a command took: seconds by the clock and of CPU, and the grader's own peak in KiB."""

    wall: float
    cpu: float
    peak: int
    said: str


def simulate(folder: Path, learners: int, exercises: Sequence[Exercise], own: bool) -> None:
    """A folder a learner, with a source of every exercise, and beside it a plan of just these."""
    numbers = [exercise.number for exercise in exercises]
    (folder.parent / "cohort.toml").write_text(f"exercises = {numbers}\n")
    choices = {exercise: list(_sources(exercise)) for exercise in exercises}
    chance = random.Random(SEED)
    for number in range(learners):
        for exercise in exercises:
            file = folder / f"learner{number:04}" / exercise.level / f"{exercise.name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            source = chance.choice(choices[exercise])
            file.write_text(source + f"\n# {number}\n" * own, encoding="utf-8")


def _sources(exercise: Exercise) -> Iterator[str]:
    reference = exercise.reference.read_text(encoding="utf-8")
    yield exercise.stub.read_text(encoding="utf-8")
    yield reference
    for mistake in mistakes.read(exercise.mistakes_file).mistakes:
        yield mistake.apply(reference)


def command(course: Path, store: Path, *words: str | Path) -> list[str]:
    """`kata cohort` with a word and what belongs to it, on a store."""
    words = ("--course", course, "cohort", *words, "--store", store)
    return [sys.executable, "-c", COMMAND, *map(str, words)]


def grading(course: Path, store: Path, submissions: Path, sandbox: str) -> list[str]:
    return command(course, store, "grade", submissions, "--sandbox", sandbox)


def run(words: Sequence[str], folder: Path) -> Usage:
    """Run the command to its end."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    wall = time.perf_counter() - begin
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    with suppress(ChildProcessError):
        while True:  # what a sandbox that was killed has left to this process, to be counted too
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = int(re.search(r"peak KiB: (\d+)", done.stderr)[1])
    return Usage(wall, cpu, peak, done.stdout.splitlines()[-1])


def content(path: Path) -> dict[str, list[str]]:
    """All that a store holds, by learner, but for times and seconds."""
    with Store(path) as store:
        return {
            learner.name: sorted(
                re.sub(r"seconds=[\d.e-]+", "", f"{grade.source.hex()} {grade.result}")
                for grade in store.history(learner.name)
            )
            for learner in store.learners()
        }


def measure(course: Path, exercises: Sequence[Exercise], options: argparse.Namespace) -> None:
    """Grade growing cohorts from nothing, and the largest once more."""
    for learners in sorted({max(1, options.learners // 4), options.learners}):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            simulate(folder / "submissions", learners, exercises, options.own)
            words = grading(course, folder / "cohort.db", folder / "submissions", options.sandbox)
            first = run(words, folder)
            again = run(words, folder)
            results = learners * len(exercises)
            size = (folder / "cohort.db").stat().st_size / results
            print(
                f"{first.said}\n  {first.wall:.1f} s, {first.cpu:.1f} s of CPU: "
                f"{results / first.cpu:.1f} results a second of CPU; "
                f"peak {first.peak / 1024:.0f} MiB; {size:.0f} bytes a result\n"
                f"  again: {again.wall:.2f} s ({first.wall / again.wall:.0f} times faster), "
                f"{again.cpu:.2f} s of CPU ({first.cpu / again.cpu:.0f} times less)",
                flush=True,
            )


def kill(course: Path, exercises: Sequence[Exercise], options: argparse.Namespace) -> None:
    """End the command at random moments until it has been ended so often, then let it end."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        simulate(folder / "submissions", options.learners, exercises, own=True)
        whole, killed = folder / "whole.db", folder / "killed.db"
        whole_words, killed_words = (
            grading(course, store, folder / "submissions", options.sandbox)
            for store in (whole, killed)
        )
        longest = run(whole_words, folder).wall
        print(f"uninterrupted: {longest:.1f} s", flush=True)
        kills = rounds = 0
        while kills < options.kills:
            process = subprocess.Popen(
                killed_words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, longest / 2))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
                continue
            assert content(killed) == content(whole)  # it came to its end: begin anew
            rounds += 1
            for path in folder.glob("killed.db*"):
                path.unlink()
        run(killed_words, folder)
        assert content(killed) == content(whole)
        print(f"{kills} kills, {rounds + 1} stores: each equals that of an uninterrupted run")


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a Dask scheduler on loopback whose workers have a core each."""
    with ExitStack() as stack:
        address = _start(stack, "scheduler", "--host", "127.0.0.1", "--port", "0")
        for core in sorted(os.sched_getaffinity(0))[:workers]:
            words = (address, "--nthreads", "1", "--no-nanny")
            _start(stack, "worker", *words, pin=lambda core=core: os.sched_setaffinity(0, {core}))
        yield address


def _start(stack: ExitStack, part: str, *words: str, pin: Callable | None = None) -> str:
    """Start a part of a cluster; the address that it tells when it is there."""
    code = f"from distributed.cli.dask_{part} import main; main()"
    said = Path(stack.enter_context(tempfile.TemporaryDirectory()), part)
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words, "--no-dashboard"],
            stdout=file,
            stderr=subprocess.STDOUT,
            preexec_fn=pin,
        )
    stack.callback(process.wait)
    stack.callback(process.kill)
    while process.poll() is None:
        if found := re.search(r"(?:Scheduler at|Registered to):\s*(\S+)", said.read_text()):
            return found[1]
        time.sleep(0.05)
    sys.exit(f"the {part} ended: {said.read_text()}")


def spread(course: Path, exercises: Sequence[Exercise], options: argparse.Namespace) -> None:
    """Grade the same cohort from nothing with one worker and with two."""
    walls = []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as name, cluster(workers) as address:
            folder = Path(name)
            simulate(folder / "submissions", options.learners, exercises, options.own)
            words = grading(course, folder / "cohort.db", folder / "submissions", options.sandbox)
            used = run([*words, "--engine", "dask", "--scheduler", address], folder)
            walls.append(used.wall)
            print(f"{used.said}\n  workers: {workers}, {used.wall:.1f} s", flush=True)
    print(f"two workers: {walls[0] / walls[1]:.2f} times the throughput of one")


def show(course: Path, exercises: Sequence[Exercise], options: argparse.Namespace) -> None:
    """Fill a store without grading, write its dashboard, and open that in a browser."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder / "cohort.db", options.learners, exercises)
        written = run(command(course, folder / "cohort.db", "report", "--html", "out"), folder)
        index = folder / "out" / "index.html"
        print(
            f"{options.learners} learners by {len(exercises)} exercises: the dashboard is written "
            f"in {written.wall:.1f} s, peak {written.peak / 1024:.0f} MiB; "
            f"its page is {index.stat().st_size / 1e6:.2f} MB",
            flush=True,
        )
        with browser() as chromium:
            walls, cpus = zip(*(_opened(chromium, index) for _ in range(OPENED)), strict=True)
        print(
            f"  loaded in {statistics.median(walls):.2f} s, {min(walls):.2f} to {max(walls):.2f} "
            f"in {OPENED} times; drawn with {statistics.median(cpus):.2f} s of CPU"
        )


def _opened(chromium, file: Path) -> tuple[float, float]:
    """Seconds until a page is loaded, with all that it runs at first; and those of CPU until it is
    drawn."""
    page = chromium.new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    begin = time.perf_counter()
    page.goto(file.as_uri())
    wall = time.perf_counter() - begin
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    metrics = tools.send("Performance.getMetrics")["metrics"]
    page.close()
    return wall, next(each["value"] for each in metrics if each["name"] == "ProcessTime")


def fill(path: Path, learners: int, exercises: Sequence[Exercise]) -> None:
    """A store in which everybody has a result of each exercise: of the stub, the reference, or a
    known mistake."""
    about = Run(
        date=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        seconds=1.0,
        versions=Versions.here(),
        isolation=Isolation(sandbox="none", limits=()),
    )
    chance = random.Random(SEED)
    choices = [list(_made_up(exercise, about.date, chance)) for exercise in exercises]
    with Store(path, writing=True) as store:
        store.begin(about)
        for number in range(learners):
            learner = f"learner{number:04}"
            store.note_learner(learner, path.parent / learner, "")
            store.keep(learner, map(chance.choice, choices))


def _made_up(exercise: Exercise, submitted: str, chance: random.Random) -> Iterator[Entry]:
    names = [check.name for check in exercise.checks]
    known = [mistake.fails for mistake in mistakes.read(exercise.mistakes_file).mistakes]
    for failing in ([], names, *known):
        failures = {name: Failure(message=MESSAGE, line=1) for name in failing}
        checks = (CheckVerdict(name=name, failure=failures.get(name)) for name in names)
        verdict = Verdict(job=exercise.number, ending="ran", checks=tuple(checks))
        result = scoring.score(exercise, verdict, f"{exercise.name}.py")
        key = chance.randbytes(32)
        yield Entry(exercise.name, key, key, submitted, result)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--course", type=Path, default=catalog.content_folder())
    parser.add_argument("--sandbox", choices=["require", "off"], default="require")
    parser.add_argument("--exercises", type=int, default=1000, help="how many, at most")
    parser.add_argument("--own", action="store_true", help="no two learners share a source")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--workers", action="store_true", help="measure a cluster's two workers")
    parser.add_argument("--dashboard", action="store_true", help="measure the dashboard alone")
    options = parser.parse_args()
    processes.adopt_orphans()
    course = catalog.load(options.course)
    if options.dashboard:
        what, exercises = show, course.exercises
    else:
        what = kill if options.kills else spread if options.workers else measure
        exercises = [exercise for exercise in course.exercises if not exercise.needs]
    exercises = exercises[: options.exercises]
    what(course.course.absolute(), exercises, options)


if __name__ == "__main__":
    main()
