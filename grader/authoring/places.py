"""Where an exercise's files stand: which is missing or called otherwise, and what nobody reads.

In: an exercise, or a catalogue. Out: breaches of form. Four files belong together by number or by
name; where they differ, the odd one is told, not the others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.files import Breach
from grader.catalog import Catalog, Exercise, Level
from grader.errors import near, suggestion

SUFFIXES = (".mistakes.toml", "_test.py", ".py")
"""How the names of an exercise's files end, the longest first."""

_NAME = re.compile(r"q(?P<number>\d+)[_-]", re.IGNORECASE)


def absent(exercise: Exercise) -> list[Breach]:
    """Of an exercise's files, those that are not there, or not called as most of them are."""
    paths = (exercise.stub, exercise.checks_file, exercise.reference, exercise.mistakes_file)
    if all(path.is_file() for path in paths):
        return []
    found = {path: path if path.is_file() else _meant(path, exercise) for path in paths}
    names = Counter((path.parent.name, _stem(path)) for path in found.values() if path)
    # of names as frequent as each other the first is the stub's
    ((level, name), _), *_ = names.most_common(1)
    breaches: list[Breach] = []
    for path, actual in found.items():
        wanted = path.parent.with_name(level) / f"{name}{_suffix(path)}"
        if actual is None:
            breaches.append(Breach("form", wanted, 1, "the file is missing; write it"))
        elif actual.parent.name not in list(Level):
            breaches.append(_no_level(actual.parent))
        elif actual != wanted:
            there = wanted.name if actual.parent == wanted.parent else f"{level}/{wanted.name}"
            said = f"is {there} meant, like the files that belong to it? rename it"
            breaches.append(Breach("form", actual, 1, said))
    return list(dict.fromkeys(breaches))


def unread(catalog: Catalog) -> Iterator[Breach]:
    """What looks like an exercise's files and is none's: a folder that is no level, a stub whose
    name is not as a stub's."""
    strange = [
        folder
        for part in ("exercises", "solutions")
        for folder in sorted((catalog.course / part).glob("*"))
        if folder.is_dir() and folder.name not in list(Level) and any(folder.glob("q*.py"))
    ]
    yield from map(_no_level, strange)
    told = {_number(path) for folder in strange for path in folder.glob("q*.py")}
    told |= {exercise.number for exercise in catalog.exercises}
    names = {exercise.name.partition("_")[2] for exercise in catalog.exercises}
    for path in sorted((catalog.course / "exercises").glob("*/*.py"), key=_is_checks):
        number = _number(path)
        of_level = path.parent.name in list(Level) and _stem(path).partition("_")[2] not in names
        if of_level and number is not None and number not in told:
            told.add(number)
            said = "is no exercise's; a stub is called qNNN_name.py, of a-z, 0-9 and _; rename it"
            yield Breach("form", path, 1, said)


def _no_level(folder: Path) -> Breach:
    perhaps = suggestion([folder.name.lower()], list(Level)) or f"; there are: {', '.join(Level)}"
    said = f"{folder.name} is no level{perhaps}; rename the folder"
    return Breach("form", min(folder.glob("q*.py")), 1, said)


def _meant(path: Path, exercise: Exercise) -> Path | None:
    """The file that stands for one that is not there, of the same number or else name, or one
    beside it that is called much alike, if any."""
    slug = exercise.name.partition("_")[2]
    for pattern in (f"q{exercise.number:03}*", f"q*_{slug}", slug):
        for each in sorted(path.parent.parent.glob(f"*/{pattern}{_suffix(path)}")):
            if _suffix(each) == _suffix(path) and not _has_stub(each, exercise):
                return each
    beside = {each.name: each for each in sorted(path.parent.glob(f"*{path.suffix}"))}
    for each in map(beside.get, near(path.name, [*beside])):
        if _number(each) in (None, exercise.number) and not _has_stub(each, exercise):
            return each
    return None


def _has_stub(path: Path, exercise: Exercise) -> bool:
    """Whether a file is that of an exercise which is there."""
    return (exercise.course / "exercises" / path.parent.name / f"{_stem(path)}.py").is_file()


def _suffix(path: Path) -> str:
    return next((suffix for suffix in SUFFIXES if path.name.endswith(suffix)), path.suffix)


def _stem(path: Path) -> str:
    return path.name.removesuffix(_suffix(path))


def _number(path: Path) -> int | None:
    found = _NAME.match(path.name)
    return int(found["number"]) if found else None


def _is_checks(path: Path) -> tuple[bool, Path]:
    return _suffix(path) == "_test.py", path
