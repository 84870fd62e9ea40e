"""Where a learner stands: the overview that `kata` alone prints, and the table of `kata list`."""

from collections.abc import Collection, Sequence
from pathlib import Path

from grader.catalog import Catalog, Exercise, Level
from grader.practice.desk import Desk
from grader.terminal import Paragraph, Screen, from_here

BAR = 20
"""Columns of a level's bar."""


COURSES_OWN = "This is the course's own folder; `kata start DIR` makes a workspace of your own."


def in_the_course(desk: Desk) -> bool:
    """Whether what is worked on are the course's own files, as it is for authors."""
    own = desk.catalog.course / "exercises"
    return own.is_dir() and desk.workspace.folder.samefile(own)


def overview(desk: Desk) -> list[str]:
    """Solved exercises by level, and the next one to take."""
    catalog, progress, screen = desk.catalog, desk.progress(), desk.screen
    lines = [*screen.wrap(COURSES_OWN, "", "  "), ""] if in_the_course(desk) else []
    for level in Level:
        of_level = [exercise for exercise in catalog.exercises if exercise.level is level]
        if of_level:
            solved = sum(exercise.name in progress.solved for exercise in of_level)
            filled = BAR * solved // len(of_level)
            full, empty = ("█", "░") if screen.unicode else ("#", ".")
            bar = screen.style(full * filled, "green") + empty * (BAR - filled)
            lines.append(f"{level:7} {bar} {solved} of {len(of_level)} solved")
    following = progress.next_open(catalog.exercises)
    if following is None:
        return [*lines, "", "Everything is solved."]
    lines += ["", *screen.wrap(f"Next: {following} · {following.title}", "", "  ")]
    path = _file(desk, following)
    return [*lines, *screen.wrap(f"Edit {path}, then: kata run {following.number}", "", "  ")]


def _file(desk: Desk, exercise: Exercise) -> Path:
    """The exercise's file as the learner calls it, also where it has another name by now."""
    file = desk.workspace.file(exercise)
    if file.exists():
        return from_here(file)
    # only then, as its import takes as long as the rest of `kata list`
    from grader.submission import Submission

    return Submission(desk.workspace.folder, own=True).shown_file(exercise)


def twins(exercise: Exercise, catalog: Catalog) -> list[Paragraph]:
    """Which exercises on its subject come before an exercise that is solved, and which after it."""
    return [
        (
            f"{'next' if twin.number > exercise.number else 'before'} on {subject}: "
            f"{twin} · {twin.title}",
            "",
            "  ",
        )
        for subject, twin in catalog.twins(exercise)
    ]


def afresh(exercise: Exercise, backup: Path | None, solved: Collection[str]) -> str:
    """What is said of an exercise whose stub was put back: where the learner's version is, and that
    what was solved once stays so."""
    kept = f"; your version is kept as {from_here(backup)}" if backup else ""
    how = f"; it still counts as solved: `kata watch {exercise.number}` goes on with it"
    return f"{exercise} starts afresh{kept}{how if exercise.name in solved else ''}"


def table(exercises: Sequence[Exercise], solved: Collection[str], screen: Screen) -> list[str]:
    """Exercises with their number, level, whether they are solved, and title."""
    return [
        line
        for exercise in exercises
        for line in screen.wrap(exercise.title, _head(exercise, solved, screen), " " * 17)
    ]


def row(
    exercise: Exercise, solved: Collection[str], screen: Screen, lacking: Sequence[str] = ()
) -> str:
    """An exercise of the table in one line, cut where it does not fit; first the packages that it
    waits for."""
    waits = f"(lacks {', '.join(lacking)}) " if lacking else ""
    return screen.cut(f"{waits}{exercise.title}", _head(exercise, solved, screen))


def _head(exercise: Exercise, solved: Collection[str], screen: Screen) -> str:
    mark = screen.mark(True) if exercise.name in solved else " " * (1 if screen.unicode else 2)
    return f"{f'Q{exercise.number}':5} {exercise.level:7} {mark} "
