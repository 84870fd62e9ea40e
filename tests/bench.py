"""How fast the engine is: `nox -s bench` runs this and writes docs/performance.md.

All ways run the same checks on the references, in turn, round by round, so that a noisy machine
slows all of them alike; medians and ratios are what to read. Every figure is of whole processes, as
the system accounts for them.
"""

import argparse
import datetime
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from support import COURSE, Terminal, make_workspace, solution

from grader import catalog
from grader.engine import Engine, sandbox
from grader.grading import make_job
from grader.terminal import counted

ROOT = Path(__file__).parent.parent
BARE = "bare pytest, one process"
FORKED = "the engine, no sandbox"
SANDBOXED = "the engine, sandboxed"
SAMPLE = 10  # what starts a process an exercise is run on every tenth, and scaled
EACH = "`python -m pytest` an exercise"
EACH_BARE = "the same, no plugin autoload"
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "pytest_timeout", "-p", "no:cacheprovider"]


def environment(**more: str) -> dict[str, str]:
    """The environment of every way: bytecode as usual, no plugin autoload unless `more` says so."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1", **more}


def timed(command: Sequence[str | Path], folder: Path, **env: str) -> tuple[float, float]:
    """Wall-clock and CPU seconds of a command, its children included; it has to succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment(**env), capture_output=True, text=True
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(
            f"{' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lay_out(folder: Path, exercises: Sequence[catalog.Exercise]) -> None:
    """A flat folder with references, checks and shared fixtures, as plain pytest wants it."""
    shutil.copy(ROOT / "exercises" / "conftest.py", folder)
    (folder / "pytest.ini").write_text("[pytest]\n")
    for exercise in exercises:
        shutil.copy(exercise.reference, folder)
        shutil.copy(exercise.checks_file, folder)


def ways(exercises: Sequence[catalog.Exercise], folder: Path) -> dict[str, Callable[[], tuple]]:
    """Each way to run all checks, as a function that gives wall-clock and CPU seconds."""
    files = [exercise.checks_file.name for exercise in exercises]
    kata = [sys.executable, "-m", "grader", "run", "--submission", str(ROOT / "solutions")]
    numbers = [str(exercise.number) for exercise in exercises]

    def each(command: Sequence[str], **env: str) -> tuple[float, float]:
        both = [timed([*command, file], folder, **env) for file in files[::SAMPLE]]
        scale = len(files) / len(both)
        return scale * sum(wall for wall, _ in both), scale * sum(cpu for _, cpu in both)

    found = {BARE: lambda: timed([*PYTEST, *files], folder)}
    if isinstance(sandbox.find(ROOT), sandbox.Sandbox):
        found[SANDBOXED] = lambda: timed([*kata, "--sandbox", "require", *numbers], ROOT)
    found[FORKED] = lambda: timed([*kata, "--sandbox", "off", *numbers], ROOT)
    found["pytest-xdist -n 2"] = lambda: timed([*PYTEST, "-p", "xdist", "-n", "2", *files], folder)
    # xdist is installed for the way above, not by those who run plain pytest
    plain = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:xdist.looponfail"]
    found[EACH] = lambda: each(plain, PYTEST_DISABLE_PLUGIN_AUTOLOAD="")
    found[EACH_BARE] = lambda: each(PYTEST)
    return found


def overhead(exercises: Sequence[catalog.Exercise], folder: Path, rounds: int) -> float:
    """Seconds of CPU that the engine takes for an exercise, at the median, from fork to verdict,
    over every fourth of the exercises.

    The child's CPU and an equal share of the supervisor's, less what the checks themselves take:
    that is measured in a pytest process of their own. What is done once a run, however many
    exercises there are, is done before.
    """
    exercises = exercises[::4]
    figures: dict[int, list[float]] = {exercise.number: [] for exercise in exercises}
    file = folder / "own-seconds"
    env = {"OWN_SECONDS": str(file), "PYTHONPATH": str(Path(__file__).parent)}
    for _ in range(rounds):
        own = {}
        for exercise in exercises:
            timed([*PYTEST, "-p", "own_seconds", exercise.checks_file.name], folder, **env)
            own[exercise.number] = float(file.read_text())
        with Engine(ROOT, "auto") as engine:
            jobs = [make_job(e, e.reference.read_text("utf-8"), e.number) for e in exercises]
            list(engine.run(jobs))  # the supervisor is ready now
            before = engine.usage().cpu_seconds
            verdicts = list(engine.run(jobs))
            share = (engine.usage().cpu_seconds - before) / len(jobs)
        for verdict in verdicts:
            assert verdict.ending == "ran"
            figures[verdict.job].append(verdict.cpu_seconds + share - own[verdict.job])
    return statistics.median(map(statistics.median, figures.values()))


def growth(exercises: Sequence[catalog.Exercise]) -> list[tuple[int, float, int]]:
    """Jobs, seconds a job, and the supervisor's peak memory in KiB, for 20, 60 and 117 jobs."""
    rows = []
    for count in (20, 60, 117):
        with Engine(ROOT) as engine:
            jobs = []
            for number in range(count):
                exercise = exercises[number % min(len(exercises), 20)]
                source = exercise.reference.read_text(encoding="utf-8")
                jobs.append(make_job(exercise, source, number))
            list(engine.run(jobs[:1]))  # the supervisor is ready now
            start = time.perf_counter()
            assert all(verdict.ending == "ran" for verdict in engine.run(jobs))
            seconds = time.perf_counter() - start
            rows.append((count, seconds / count, engine.usage().peak_memory))
    return rows


def watching(saves: int = 15) -> tuple[float, float, float]:
    """Seconds in `kata watch`, in a pseudo-terminal: from a save to its verdict, at the median of
    so many saves; from a save of an endless loop until it is told; from `q` then to the end."""
    course = catalog.load(COURSE)
    exercise = course.one("1")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        file = make_workspace(Path(name, "mine"), course).file(exercise)
        terminal = Terminal("watch", cwd=Path(name, "mine"), TERM="dumb")
        stack.callback(terminal.close)
        terminal.read_until("q quit\n")

        def seconds_until(text: str, source: str) -> float:
            start = time.perf_counter()
            file.write_text(source, encoding="utf-8")
            terminal.read_until(text)
            return time.perf_counter() - start

        verdicts = []
        for number in range(saves):
            wrong = solution(exercise, "3 * number", f"{number + 4} * number")
            verdicts.append(seconds_until(" of 6 checks · ", wrong))
            terminal.read_until("q quit\n")
        endless = solution(exercise, "return 3 * number", "while True:\n        pass")
        told = seconds_until("still running", endless)
        start = time.perf_counter()
        terminal.press("q")
        terminal.process.wait()
        return statistics.median(verdicts), told, time.perf_counter() - start


def largest(exercises: Sequence[catalog.Exercise]) -> int:
    """How much memory the largest process of a run takes, in KiB: a child, as a fork of the
    supervisor, pages that they share included."""
    kata = [sys.executable, "-m", "grader", "run", "--submission", str(ROOT / "solutions")]
    look = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", look, *kata, *(str(e.number) for e in exercises)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    return int(done.stdout)


def ratio_of_list() -> float:
    """How many times as long as an empty interpreter `kata list` takes, at the median."""
    ratios = []
    for _ in range(11):
        empty = timed([sys.executable, "-c", "pass"], ROOT)[0]
        ratios.append(timed([Path(sys.executable).with_name("kata"), "list"], ROOT)[0] / empty)
    return statistics.median(ratios)


def ratio(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> float:
    """How many times as much wall time one way takes as another, at the median of the rounds."""
    return statistics.median(a / b for (a, _), (b, _) in zip(one, other, strict=True))


def measure(rounds: int, exercises: Sequence[catalog.Exercise]) -> str:
    """Run everything and put the figures into words."""
    count = len(exercises)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(folder, exercises)
        found = ways(exercises, folder)
        figures: dict[str, list[tuple[float, float]]] = {way: [] for way in found}
        timed([*PYTEST, "--collect-only"], folder)  # bytecode is written, files are in memory
        found[FORKED]()
        for number in range(rounds):
            for way, run in found.items():
                figures[way].append(run())
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
        plain = overhead([e for e in exercises if not e.needs], folder, rounds)
        packaged = overhead([e for e in exercises if e.needs], folder, rounds)
    lines = [
        "# Performance",
        "",
        f"{count} exercises, all checks passing; {counted(rounds, 'interleaved round')}; medians.",
        f"{datetime.date.today().isoformat()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        + ", ".join(f"{p} {version(p)}" for p in ("pytest", "pytest-xdist"))
        + ". Renew with `nox -s bench`.",
        "",
        "| way | wall seconds | CPU seconds | wall, of bare pytest |",
        "| --- | ---: | ---: | ---: |",
    ]
    for way, runs in figures.items():
        wall = statistics.median(wall for wall, _ in runs)
        cpu = statistics.median(cpu for _, cpu in runs)
        lines.append(f"| {way} | {wall:.2f} | {cpu:.2f} | {ratio(runs, figures[BARE]):.2f} |")
    verdict, told, ended = watching()
    engine = SANDBOXED if SANDBOXED in figures else FORKED
    faster = [ratio(figures[way], figures[engine]) for way in (EACH, EACH_BARE)]
    lines += [
        "",
        f"The ways with a process an exercise were run on every {SAMPLE}th, and scaled.",
        "",
        f"- The engine ({engine.partition(', ')[2]}) is {faster[0]:.1f} times faster than {EACH}, "
        f"{faster[1]:.1f} times with pytest's plugin autoload off.",
        f"- Beyond what the checks themselves take, the engine takes {1000 * plain:.0f} ms of CPU "
        "for an exercise, at the median: fork, pytest, receipts and supervisor. With packages it "
        f"is {1000 * packaged:.0f} ms: what their modules run at import, and larger forks.",
        "- pytest-forked 1.6 is not among them: with pytest 9.2 it fails every test, since it "
        "cannot marshal the reports.",
        "- The largest process of a run, a child of the supervisor, takes "
        f"{largest([e for e in exercises if not e.needs]) / 1024:.0f} MiB where no package is "
        f"needed, and {largest([e for e in exercises if e.needs]) / 1024:.0f} MiB over the others, "
        "pages that all share included.",
        f"- `kata list` takes {ratio_of_list():.1f} times as long as `python -c pass`.",
        f"- `kata watch`, in a pseudo-terminal, on an exercise of six checks: {1000 * verdict:.0f} "
        f"ms from a save to its verdict, at the median; an endless loop is told after {told:.1f} "
        f"s, and `q` ends it then within {1000 * ended:.0f} ms.",
        "",
        "| jobs | ms a job | supervisor's peak memory, MiB |",
        "| ---: | ---: | ---: |",
        *(f"| {n} | {1000 * s:.0f} | {m / 1024:.0f} |" for n, s, m in growth(exercises)),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--level", action="append", default=[])
    options = parser.parse_args()
    exercises = catalog.load(ROOT).select(levels=options.level)
    page = measure(options.rounds, exercises)
    print(page)
    if not options.level:
        (ROOT / "docs" / "performance.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
