"""How surely a file's name means an exercise, where it is not exactly the one it should be."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader import archive, catalog
from grader.catalog import Exercise
from grader.errors import near

TEXTS = {"", ".txt", ".md", ".pyw", ".doc", ".docx", ".odt", ".rtf", ".pdf", ".html"}
NO_PYTHON = {".ipynb", *archive.SUFFIXES}


def likeness(path: Path, exercise: Exercise) -> int:
    """How surely a file's name means an exercise: 3 its own name, 2 with more around it, or its
    number and name written otherwise, 1 the number alone, or with a name that is not another's, or
    the name alone, 0 not at all."""
    words, name = words_of(path.stem)[0], exercise.name.partition("_")[2]
    if words == exercise.name:
        return 3
    if f"_{exercise.name}_" in f"_{words}_" or re.fullmatch(
        rf"q?0*{exercise.number}_{name}(_\d+)?", words
    ):
        return 2
    if re.fullmatch(rf"(q?0*{exercise.number}|{name})(_\d+)?", words):
        return 1
    numbered = re.fullmatch(rf"q0*{exercise.number}_([a-z]\w*?)(_\d+)?", words)
    return int(bool(numbered) and not _is_anothers(numbered[1], exercise))


def _is_anothers(words: str, exercise: Exercise) -> bool:
    """Whether words that stand behind an exercise's number are nearest to the name of another."""
    names = [each.name.partition("_")[2] for each in catalog.load(exercise.course).exercises]
    nearest = near(words, names)[:1]
    return bool(nearest) and nearest != [exercise.name.partition("_")[2]]


def words_of(name: str) -> tuple[str, ...]:
    """A file's name in small letters, and what it is looked up by: the numbers in it, and what it
    is without a number at either end."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    numbers = (str(int(number)) for number in re.findall(r"\d{1,9}", words))
    return words, *numbers, re.sub(r"^q?\d+_|_\d+$", "", words)


def may_be_renamed(path: Path, exercise: Exercise) -> bool:
    """Whether a file has an exercise's number and another name, or no number and a like name."""
    stem = path.stem.lower()
    if numbered := re.match(r"q?(\d{1,4})(?!\d)", stem):
        return int(numbered[1]) == exercise.number
    return bool(near(stem, [exercise.name.partition("_")[2]]))


def meant_by(
    paths: Iterable[Path], exercises: Sequence[Exercise]
) -> Iterator[tuple[Path, Exercise]]:
    """The files whose names mean exercises, whatever is before and behind it, and packages of such
    a name, each with what it means; checks and what Python has compiled are none."""
    by_word = defaultdict(list)
    for exercise in exercises:
        *_, name = words_of(exercise.name)
        by_word[str(exercise.number)].append(exercise)
        by_word[name].append(exercise)
    for path in paths:
        named = path.parent if path.name == "__init__.py" else path
        stem = named.name.partition(".")[0]
        near = {each for word in words_of(stem)[1:] for each in by_word.get(word, ())}
        yield from (
            (path, each)
            for each in near
            if path.suffix != ".pyc"
            and path.name != each.checks_file.name
            and likeness(Path(f"{stem}.py"), each)
        )


def may_hold_one(path: Path, exercises: Sequence[Exercise]) -> bool:
    """Whether a file that is no Python file may hold the solution of one of these exercises."""
    suffix = path.suffix.lower()
    if path.name.startswith(".") or path.name.endswith("~"):
        return False
    named = path.with_name(f"{path.name.partition('.')[0]}.py")
    return suffix in NO_PYTHON or suffix in TEXTS and any(likeness(named, e) for e in exercises)
