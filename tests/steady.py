"""Whether verdicts are the same every time, and never unjust: `nox -s steady` runs this.

Under load, with both cores kept busy, every listed mistake is graded five times and must come out
the same, and every mutant of the references once; none may be called tampered. Nothing here is
timed. `--every 20` takes a sample: each twentieth mistake and mutant.
"""

import argparse
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from grader import catalog, mistakes
from grader.authoring.mutants import make_mutants
from grader.engine import Engine, Verdict
from grader.grading import make_job

ROOT = Path(__file__).parent.parent
RUNS = 5


def keep_busy() -> list[subprocess.Popen]:
    """Processes that use up all cores, until they are killed or this one is gone."""
    command = [sys.executable, "-c", "import os\nus = os.getppid()\nwhile os.getppid() == us: pass"]
    return [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]


def outcome(verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    """What a verdict comes to: its ending and the checks that passed."""
    return verdict.ending, tuple(check.name for check in verdict.checks if not check.failure)


def trials(exercises: list[catalog.Exercise], every: int) -> Iterator[tuple]:
    """Exercise, name, source and number of runs of what is to be graded."""
    count = 0
    for exercise in exercises:
        reference = exercise.reference.read_text(encoding="utf-8")
        wrong = [
            (f"the mistake {each.name!r}", each.apply(reference), RUNS)
            for each in mistakes.read(exercise.mistakes_file).mistakes
        ]
        mutants = [("a mutant", source, 1) for source in make_mutants(reference)]
        for name, source, runs in (*wrong, *mutants):
            count += 1
            if count % every == 0:
                yield exercise, name, source, runs


def main() -> None:
    """Grade, and exit with 1 when something came out differently or was accused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    exercises = catalog.load(ROOT).select(options.exercises)
    chosen = list(trials(exercises, options.every))
    came: dict[int, list[tuple]] = defaultdict(list)
    said: dict[int, str] = {}
    busy = keep_busy()
    try:
        with Engine(ROOT, "auto") as engine:
            jobs = {}
            for number, (exercise, _, source, runs) in enumerate(chosen):
                for _ in range(runs):
                    jobs[len(jobs)] = number, make_job(exercise, source, len(jobs))
            for verdict in engine.run(job for _, job in jobs.values()):
                number, _ = jobs[verdict.job]
                came[number].append(outcome(verdict))
                if verdict.ending == "tampered":
                    said[number] = verdict.message
    finally:
        for process in busy:
            process.kill()
            process.wait()
    differ = [number for number, outcomes in came.items() if len(set(outcomes)) > 1]
    for number in differ:
        print(f"{chosen[number][0].name}: {chosen[number][1]} differs: {set(came[number])}")
    for number, message in said.items():
        print(f"{chosen[number][0].name}: {chosen[number][1]} is called tampered: {message}")
    several = sum(runs > 1 for *_, runs in chosen)
    print(
        f"{several} mistakes {RUNS} times each, {len(chosen) - several} mutants once: "
        f"{len(differ)} differ, {len(said)} are called tampered"
    )
    sys.exit(1 if differ or said else 0)


if __name__ == "__main__":
    main()
