"""The plan of a cohort: what `cohort.toml` fixes.

levels = ["entry", "junior"]         # of these levels, and
exercises = ["1-20", "decorators"]   # of these exercises; each setting may be left out
pass_mark = 60                       # percent of the points; without it all must be solved
deadline = 2026-12-01T18:00:00+01:00
feedback = "labels"                  # full, labels or score

[weights]                            # how often the points of a level or an exercise count
junior = 2
decorators = 0.5

[names]                              # what reports call a learner
ada = "Ada Lovelace"
"""

import datetime
import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import msgspec

from grader.catalog import Catalog, Exercise, Level
from grader.errors import KataError
from grader.results import Feedback
from grader.scoring import refuse_a_fraction

FILE = Path("cohort.toml")
"""The plan that is taken where none is named, and only if it is there."""

Weight = Annotated[float, msgspec.Meta(ge=0, le=1000)]


WANTED = {
    "levels": 'a list of levels: ["entry", "junior"]',
    "exercises": 'a list of numbers, ranges and names: ["1-20", "decorators"]',
    "pass_mark": "a number from 0 to 100, in percent of the points",
    "deadline": "a moment with its offset from UTC: 2026-12-01T18:00:00+01:00",
    "feedback": '"full", "labels" or "score"',
    "weights": "a table of numbers from 0 to 1000, by levels and exercises: junior = 2",
    "names": 'a table of texts, by learners: ada = "Ada Lovelace"',
}
"""The settings, and what each is."""


class _Settings(msgspec.Struct):
    """The file, as it is written."""

    levels: list[str] = []
    exercises: list[str | int] = []
    pass_mark: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    deadline: Annotated[datetime.datetime, msgspec.Meta(tz=True)] | None = None
    feedback: Feedback = "full"
    weights: dict[str, Weight] = {}
    names: dict[str, str] = {}


@dataclass(frozen=True)
class Plan:
    """What is graded, and how it counts. `weights` are by the exercises' names, `deadline` is in
    UTC, `pass_mark` in percent of the points (None: everything must be solved)."""

    exercises: Sequence[Exercise]
    weights: Mapping[str, float]
    pass_mark: float | None = None
    deadline: datetime.datetime | None = None
    feedback: Feedback = "full"
    names: Mapping[str, str] = field(default_factory=dict)


def read_plan(path: Path, course: Catalog) -> Plan:
    """Read the file, or go by what holds without one; `KataError` says what in it to mend."""
    try:
        settings = _settings(_parse(path))
        chosen = course.select(map(str, settings.exercises), settings.levels)
        weights = _weights(settings.weights, course)
        _tell_apart(settings.names)
    except KataError as error:
        raise KataError(f"{path}: {error}") from None
    deadline = settings.deadline and settings.deadline.astimezone(datetime.UTC)
    if not any(weights.get(exercise.name, 1.0) for exercise in chosen):
        raise KataError(f"{path}: all exercises have the weight 0; leave one of them above it")
    return Plan(
        exercises=chosen,
        weights={exercise.name: weights.get(exercise.name, 1.0) for exercise in chosen},
        pass_mark=settings.pass_mark,
        deadline=deadline,
        feedback=settings.feedback,
        names=settings.names,
    )


def _parse(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        if path == FILE:
            return {}
        raise KataError("it is not there; name a file that is, or leave --plan out") from None
    except OSError as error:
        raise KataError(f"it cannot be read ({error.strerror}); make it readable") from None
    except UnicodeDecodeError:
        raise KataError("it is not UTF-8 text; save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise KataError(f"it is no TOML ({error}); mend it") from None


def _settings(found: dict) -> _Settings:
    if unknown := sorted(set(found) - set(WANTED)):
        raise KataError(f"there is no setting {unknown[0]!r}; there are: {', '.join(WANTED)}")
    if isinstance(weights := found.get("weights"), dict) and (own := set(weights) & set(WANTED)):
        name = min(own)
        raise KataError(f"{name} is no weight; write it above [weights]")
    try:
        settings = msgspec.convert(found, _Settings)
    except msgspec.ValidationError as error:
        name = next(name for name in WANTED if f"$.{name}" in str(error))
        raise KataError(f"{name} makes no sense; it is {WANTED[name]}") from None
    if settings.pass_mark:
        refuse_a_fraction(settings.pass_mark)
    return settings


def _weights(given: Mapping[str, float], course: Catalog) -> dict[str, float]:
    """The weights by exercise; that of an exercise goes before that of its level."""
    levels = {
        exercise.name: given[exercise.level]
        for exercise in course.exercises
        if exercise.level in given
    }
    named = {name: weight for name, weight in given.items() if name not in list(Level)}
    for name in named:
        if close := difflib.get_close_matches(name.lower(), list(Level), n=1, cutoff=0.7):
            raise KataError(f"there is no level {name!r}; did you mean {close[0]}?")
    found: dict[str, str] = {}
    for name in named:
        own = course.one(name).name
        if (other := found.setdefault(own, name)) != name:
            raise KataError(f"{other} and {name} are one exercise; give it one weight")
    return levels | {own: named[name] for own, name in found.items()}


def _tell_apart(names: Mapping[str, str]) -> None:
    """`KataError` where two learners would be called the same."""
    whose: dict[str, str] = {}
    for learner, name in names.items():
        if (other := whose.setdefault(name, learner)) != learner:
            raise KataError(f"{other!r} and {learner!r} are both {name!r}; call one otherwise")
