"""The catalogue: which exercises there are, and what their files say about them.

In: a course folder, laid out as `exercises/<level>/qNNN_name.py`, `…_test.py` beside it, and
`solutions/<level>/qNNN_name.py` with `.mistakes.toml`. Out: `Exercise` and `Check` records. Titles,
topics and needs come from the first lines of each stub; syntax trees are made only of the exercises
somebody asks about, and what they say is kept; nothing is ever imported.
"""

import ast
import enum
import functools
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from grader.cache import Cache
from grader.errors import KataError, suggestion
from grader.source import Source, is_check, listed, read_bytes

HEADER_BYTES = 1024
HEADER_LINES = 6
"""How much of a stub is read to list it: title, topics and needs stand in its first lines."""

CHECK_SECONDS = 5.0
"""Wall-clock seconds a check may take when no `@pytest.mark.timeout` says otherwise."""

PACKAGED = "_content"
"""The folder of the course inside an installed package; an installation replaces it."""

_FILE = re.compile(r"q(?P<number>\d{3})_[a-z0-9_]+(?<!_test)\.py")
_NUMBERS = r"q?\d{1,4}(-q?\d{1,4})?"
_LISTED = "name one of its exercises, which `kata list --{kind} {name}` shows"
_TITLE = re.compile(r'r?"""Q(?P<number>\d+) · (?P<title>.+)')


CACHE = Cache(".catalog", lambda: [Path(__file__), Path(__file__).with_name("source.py")])
"""What is read in files of checks."""


class Level(enum.StrEnum):
    """How hard an exercise is, and so what it is worth."""

    ENTRY = "entry"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    EXPERT = "expert"

    @property
    def points(self) -> int:
        """Points for one solved exercise: 1 at entry to 5 at expert."""
        return list(Level).index(self) + 1


class Check(NamedTuple):
    """A check function: its name, the sentence a learner reads, its hints, its time limit.

    `line` is that of its `def` in the file of checks.
    """

    name: str
    label: str
    hints: tuple[str, ...]
    timeout: float
    line: int

    @classmethod
    def of(cls, kept: dict) -> "Check":
        """The check that was written to the cache."""
        return cls(**kept | {"hints": tuple(kept["hints"])})


@dataclass(frozen=True)
class Exercise:
    """An exercise, as its files' names and headers tell it."""

    number: int
    name: str
    level: Level
    title: str
    topics: tuple[str, ...]
    needs: tuple[str, ...]
    course: Path

    def __str__(self) -> str:
        return f"Q{self.number}"

    @property
    def topic(self) -> str:
        """The title's first part: `Decorators`."""
        return self.title.partition(":")[0]

    @property
    def stub(self) -> Path:
        return self.course / "exercises" / self.level / f"{self.name}.py"

    @property
    def checks_file(self) -> Path:
        return self.stub.with_name(f"{self.name}_test.py")

    @property
    def reference(self) -> Path:
        return self.course / "solutions" / self.level / f"{self.name}.py"

    @property
    def mistakes_file(self) -> Path:
        return self.reference.with_name(f"{self.name}.mistakes.toml")

    @functools.cached_property
    def prompt(self) -> str:
        """The stub's docstring, in Markdown."""
        return Source.read(self.stub).docstring

    @property
    def is_slow(self) -> bool:
        """Whether a check starts something real and so has a mark that gives it more time."""
        return b"pytest.mark.timeout(" in read_bytes(self.checks_file)

    def mentions(self, words: Iterable[str]) -> bool:
        """Whether every word, in lower case, occurs in number, name, title, topics or prompt."""
        text = f"{self} {self.name} {' '.join(self.topics)} {self.title}".casefold()
        if all(word in text for word in words):
            return True
        text += self.prompt.casefold()
        return all(word in text for word in words)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The check functions, in the order of their file."""
        return self._in_checks_file[0]

    @property
    def public_names(self) -> tuple[str, ...]:
        """The names of the submission that the checks import."""
        return self._in_checks_file[1]

    @functools.cached_property
    def _in_checks_file(self) -> tuple[tuple[Check, ...], tuple[str, ...]]:
        source = read_bytes(self.checks_file)
        if known := CACHE.read(self.checks_file, source):
            with suppress(ValueError, TypeError, KeyError):
                checks, names = json.loads(known)
                return tuple(map(Check.of, checks)), tuple(names)
        tree = Source.parse(self.checks_file, source).tree
        imported = (
            alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module == self.name
            for alias in node.names
        )
        found = tuple(_checks(tree)), tuple(imported)
        kept = [[check._asdict() for check in found[0]], found[1]]
        CACHE.write(self.checks_file, source, json.dumps(kept).encode())
        return found


def _checks(tree: ast.Module) -> Iterator[Check]:
    module_marks = [
        mark
        for node in tree.body
        if isinstance(node, ast.Assign) and _names(node.targets) == ["pytestmark"]
        for mark in (node.value.elts if isinstance(node.value, ast.List) else [node.value])
    ]
    for node in tree.body:
        if is_check(node):
            marks = _mark_arguments(node.decorator_list)
            timeouts = _mark_arguments(module_marks).get("timeout", ()) or (CHECK_SECONDS,)
            yield Check(
                name=node.name,
                label=(ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " "),
                hints=tuple(marks.get("hint", ())),
                timeout=float((marks.get("timeout") or timeouts)[0]),
                line=node.lineno,
            )


def _names(targets: list[ast.expr]) -> list[str]:
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _mark_arguments(decorators: list[ast.expr]) -> dict[str, list]:
    """The literal arguments of each `pytest.mark.NAME(…)` among the decorators."""
    return {
        node.func.attr: [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        for node in decorators
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "mark"
    }


@dataclass(frozen=True)
class Catalog:
    """Every exercise of a course, in order, and the topic sets that select among them."""

    exercises: tuple[Exercise, ...]
    course: Path

    @functools.cached_property
    def _topics(self) -> dict:
        import tomllib

        return tomllib.loads(Path(__file__).with_name("topics.toml").read_text(encoding="utf-8"))

    @property
    def tags(self) -> list[str]:
        return self._topics["tags"]

    @property
    def sets(self) -> dict[str, list[str]]:
        """The curated sets: a name, and the topic tags whose exercises it holds."""
        return self._topics["sets"]

    def twins(self, exercise: Exercise) -> list[tuple[str, Exercise]]:
        """The other exercises on a subject of this one, in order, each with the subject."""
        return [
            (subject, each)
            for subject, names in self._topics["twins"].items()
            if exercise.name in names
            for each in self.exercises
            if each.name in names and each != exercise
        ]

    def select(
        self,
        names: Iterable[str] = (),
        levels: Iterable[str] = (),
        topics: Iterable[str] = (),
        sets: Iterable[str] = (),
    ) -> list[Exercise]:
        """The exercises that every given kind of selection names, in catalogue order.

        `names` are numbers (`10`, `q10`), module names (`q010_decorators`, `decorators`) and ranges
        (`1-5`). Raises `KataError`, with suggestions, for what there is not.
        """
        chosen = list(self.exercises)
        if names := list(names):
            chosen = self.named(names, "say --{kind} {name}")
        levels = [known(level, list(Level), "level") for level in levels]
        tags = [known(topic, self.tags, "topic") for topic in topics]
        sets = [known(name, list(self.sets), "set") for name in sets]
        of_sets = [tag for name in sets for tag in self.sets[name]]
        for asked, fits in (
            (levels, lambda exercise: exercise.level in levels),
            (tags, lambda exercise: not set(tags).isdisjoint(exercise.topics)),
            (sets, lambda exercise: not set(of_sets).isdisjoint(exercise.topics)),
        ):
            if asked and not any(map(fits, self.exercises)):
                raise KataError(f"this course has no exercise of {' or '.join(asked)} yet")
            chosen = [exercise for exercise in chosen if not asked or fits(exercise)]
        if not chosen:
            raise KataError("no exercise is all of that; `kata list` shows what there is")
        return chosen

    def search(self, words: Iterable[str]) -> list[Exercise]:
        """The exercises in which every word occurs: in number, name, title, topics or prompt.

        Numbers and ranges (`10`, `1-5`) choose among all. Raises `KataError` when there is none,
        and for the name of a level alone.
        """
        words = [word.casefold() for word in words]
        if len(words) == 1 and words[0] in list(Level):
            raise KataError(f"{words[0]!r} is a level; say --level {words[0]}")
        numbers = [word for word in words if re.fullmatch(_NUMBERS, word)]
        among = self.select(numbers)
        words = [word for word in words if word not in numbers]
        if found := [exercise for exercise in among if exercise.mentions(words)]:
            return found
        if unknown := [w for w in words if not any(e.mentions([w]) for e in self.exercises)]:
            perhaps = suggestion(unknown, [*self.tags, *self.sets])
            raise KataError(f"no exercise has {' or '.join(map(repr, unknown))} in it{perhaps}")
        said = " and ".join(map(repr, [*numbers, *words]))
        raise KataError(f"{said} occur, but not together in one exercise")

    def one(self, name: str) -> Exercise:
        """The one exercise that a number or name means; `KataError` for none, or several."""
        found = self.named([name])
        if len(found) > 1:
            raise KataError(f"{name} are {len(found)} exercises; name one")
        return found[0]

    def named(self, names: Iterable[str], not_one: str = _LISTED) -> list[Exercise]:
        """The exercises that numbers, names and ranges mean, in catalogue order.

        `not_one` is what the name of a level, topic or set is told.
        """
        wanted = {exercise for name in names for exercise in self._named(name, not_one)}
        return [exercise for exercise in self.exercises if exercise in wanted]

    def _by_name(self, text: str) -> list[Exercise]:
        stem = text.lower().replace("-", "_")
        return [e for e in self.exercises if stem in (e.name, e.name.partition("_")[2])]

    def _named(self, name: str, not_one: str) -> list[Exercise]:
        for kind, known in (("level", list(Level)), ("topic", self.tags), ("set", self.sets)):
            meant = name.lower()
            if meant in known and not self._by_name(name):
                raise KataError(f"{name!r} is a {kind}; {not_one.format(kind=kind, name=meant)}")
        text = name.strip().lower().removesuffix(".py")
        text = text.removesuffix("_test").rpartition("/")[2]
        if ends := re.fullmatch(r"q?(\d{1,4})-q?(\d{1,4})", text):
            low, high = sorted(map(int, ends.groups()))
            if high > (last := self.exercises[-1].number):
                raise KataError(f"{name!r} goes beyond Q{last}, the last exercise; end it there")
            found = [e for e in self.exercises if low <= e.number <= high]
        elif re.fullmatch(r"q?\d{1,4}", text):
            found = [e for e in self.exercises if e.number == int(text.removeprefix("q"))]
        else:
            found = self._by_name(text)
        if not found:
            names = [e.name for e in self.exercises] + [
                e.name.partition("_")[2] for e in self.exercises
            ]
            perhaps = suggestion([text], names)
            apart = "; separate them with blanks" if "," in text else "; see `kata list`"
            raise KataError(f"no exercise {name!r}{perhaps}{apart}")
        return found


def known(name: str, names: Sequence[str], kind: str) -> str:
    """Which of the names of its kind is meant; `KataError`, with suggestions, when none is."""
    if not name:
        raise KataError(f"name a {kind}: {', '.join(names)}")
    if name.lower() not in names:
        perhaps = suggestion([name.lower()], names) or f"; there are: {', '.join(names)}"
        raise KataError(f"no {kind} {name!r}{perhaps}")
    return name.lower()


def level(name: str) -> Level:
    """The level of this name; `KataError`, with a suggestion, when there is none."""
    return Level(known(name, list(Level), "level"))


def checkout(start: Path) -> Path | None:
    """The checkout of a course around a folder, if there is one: exercises and their solutions."""
    return next(
        (
            folder
            for folder in (start, *start.parents)
            if (folder / "solutions").is_dir()
            and any((folder / "exercises" / level).is_dir() for level in Level)
        ),
        None,
    )


def content_folder() -> Path:
    """The course that comes with the grader: packaged inside a wheel, else the checkout's own."""
    packaged = Path(__file__).parent / PACKAGED
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


def load(course: Path | None = None) -> Catalog:
    """Find the exercises of a course folder (default: the packaged one) without importing any.

    Raises `KataError` when the folder holds no exercises, or two of one number.
    """
    course = course or content_folder()
    exercises = [
        _exercise(folder, name, level, course)
        for level in Level
        if os.path.isdir(folder := os.path.join(course, "exercises", level))
        for name in sorted(os.listdir(folder))
        if _FILE.fullmatch(name)
    ]
    if not exercises:
        raise KataError(f"{course} holds no exercises; a course has exercises/<level>/qNNN_name.py")
    seen: dict[int, Exercise] = {}
    for exercise in exercises:
        other = seen.setdefault(exercise.number, exercise)
        if other is not exercise:
            both = f"{other.stub} and {exercise.stub}"
            raise KataError(f"{both} have one number; give one of them another")
    return Catalog(tuple(exercises), course)


def _exercise(folder: str, file_name: str, level: Level, course: Path) -> Exercise:
    # of plain texts, as paths for all of them take longer than to read them
    name = file_name.removesuffix(".py")
    with open(os.path.join(folder, file_name), "rb", buffering=0) as file:
        header = file.read(HEADER_BYTES).decode("utf-8", errors="ignore")
    lines = [line.rstrip() for line in header.split("\n", HEADER_LINES)[:HEADER_LINES]]
    title = _TITLE.fullmatch(lines[0])
    return Exercise(
        number=int(name[1:4]),
        name=name,
        level=level,
        title=title["title"].rstrip(".") if title else name,
        topics=listed(lines, "Topics:"),
        needs=listed(lines, "Needs:"),
        course=course,
    )
