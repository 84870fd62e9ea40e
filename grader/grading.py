"""Grading: a folder of solutions and the exercises to look at, in; a stream of results, out."""

import functools
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution, metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from grader import scoring
from grader.catalog import CHECK_SECONDS, Exercise
from grader.engine import CheckVerdict, Ending, Engine, Failure, Job, Limit, Verdict
from grader.errors import KataError
from grader.install import PROJECT, install_line
from grader.results import ExerciseResult
from grader.submission import Missing, Submission, Unreadable
from grader.terminal import printable

FIELDS = ("web", "data")
"""The extras that bring what exercises import, one a field."""


def make_job(exercise: Exercise, source: bytes | str, id: int = 0, **special) -> Job:
    """The job that runs an exercise's checks on a source; `special` sets other fields, or anew."""
    limits = (
        Limit(check.name, check.timeout, own=check.timeout != CHECK_SECONDS)
        for check in exercise.checks
    )
    fields = {
        "id": id,
        "name": exercise.name,
        "source": source.encode() if isinstance(source, str) else source,
        "checks_path": str(exercise.checks_file.absolute()),
        "limits": tuple(limits),
        "public_names": exercise.public_names,
    }
    return Job(**fields | special)


def grade(
    engine: Engine,
    exercises: Sequence[Exercise],
    submission: Submission,
    until_timeout: bool = False,
) -> Iterator[ExerciseResult]:
    """Grade a submission; yield each exercise's result as soon as it is known.

    The order is that in which they end. A file that is missing or cannot be read is a result like
    any other. With `until_timeout`, the checks after the first one that runs out of time are not
    run.
    """
    unread: list[ExerciseResult] = []

    def jobs() -> Iterator[Job]:
        for exercise in in_running_order(exercises):
            taken = take(exercise, submission)
            if isinstance(taken, bytes):
                yield make_job(exercise, taken, exercise.number, until_timeout=until_timeout)
            else:
                unread.append(taken)

    by_number = {exercise.number: exercise for exercise in exercises}
    for verdict in engine.run(jobs()):
        while unread:  # known before the first verdict, and not to be lost when this is interrupted
            yield unread.pop()
        exercise = by_number[verdict.job]
        yield _score(exercise, verdict, submission)
    yield from unread


def in_running_order(exercises: Sequence[Exercise]) -> list[Exercise]:
    """Those expected to take longest first, lest one be left to run alone; but all that need
    packages last: what was imported for them makes every child after them larger."""
    by_effort = sorted(exercises, key=_expected_effort, reverse=True)
    return sorted(by_effort, key=lambda exercise: bool(exercise.needs))


def _expected_effort(exercise: Exercise) -> tuple[bool, int]:
    """Sorts exercises by how long their checks may take, without parsing any.

    Those that start something real come first.
    """
    try:
        return exercise.is_slow, exercise.checks_file.stat().st_size
    except (KataError, OSError):
        return False, 0


def _score(exercise: Exercise, verdict: Verdict, submission: Submission) -> ExerciseResult:
    shown, checks = submission.shown_file(exercise), exercise.checks_file
    own = submission.file(exercise).with_name(checks.name)
    if not submission.shown and os.path.isfile(own):  # which is quiet where it may not look
        checks = shown.with_name(checks.name)
    return scoring.score(exercise, verdict, printable(shown), printable(checks))


def take(exercise: Exercise, submission: Submission) -> bytes | ExerciseResult:
    """What is to be run of a submission; or the exercise's result, where nothing can be."""
    if missing := missing_packages(exercise):
        return unrun(exercise, submission, "unavailable", lacks(missing))
    try:
        return submission.read(exercise)
    except Missing as error:
        return unrun(exercise, submission, "ran", str(error))
    except Unreadable as error:
        return unrun(exercise, submission, "broken", str(error))


def unrun(
    exercise: Exercise, submission: Submission, ending: Ending, message: str
) -> ExerciseResult:
    """The result of an exercise that is settled without running it: no check passes."""
    failure = Failure(message=message)
    verdict = Verdict(
        job=exercise.number,
        ending=ending,
        message=message,
        checks=tuple(CheckVerdict(name=check.name, failure=failure) for check in exercise.checks),
    )
    return _score(exercise, verdict, submission)


def missing_packages(exercise: Exercise) -> list[str]:
    """The distributions that an exercise needs and this interpreter lacks; those that are too old,
    with the versions that will do."""
    missing = []
    for name in exercise.needs:
        versions = _versions()[canonicalize_name(name)]
        try:
            if not versions.contains(distribution(name).version, prereleases=True):
                missing.append(f"{name}{versions}")
        except PackageNotFoundError:
            missing.append(name)
    return missing


@functools.cache
def _versions() -> Mapping[str, SpecifierSet]:
    """The versions of each package that the project's extras ask for."""
    asked = defaultdict(SpecifierSet)
    for each in _requirements():
        asked[canonicalize_name(each.name)] &= each.specifier
    return asked


def _requirements() -> list[Requirement]:
    try:
        return [Requirement(line) for line in metadata(PROJECT).get_all("Requires-Dist", ())]
    except PackageNotFoundError:
        return []  # run from its sources


def lacks(missing: list[str]) -> str:
    """That packages are not installed, and the line that installs them."""
    what = "is" if len(missing) == 1 else "are"
    return f"{' and '.join(missing)} {what} not installed; run: {install_line(extra_with(missing))}"


def extra_with(packages: Iterable[str]) -> str:
    """The extra that brings all of these packages: that of one field, else `all`."""
    wanted = {canonicalize_name(Requirement(package).name) for package in packages}
    for field in FIELDS:
        brought = {
            canonicalize_name(each.name)
            for each in _requirements()
            if each.marker and each.marker.evaluate({"extra": field})
        }
        if wanted <= brought:
            return field
    return "all"
