"""What `kata watch` shows: the state of a session, in; lines that fit a screen, out.

A page has its title and its keys always in sight; what stands between them is cut where it does not
fit. Nothing here reads or prints anything.
"""

import enum
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from grader.catalog import Exercise
from grader.errors import suggestion
from grader.practice import status
from grader.practice.keys import ONCE_SOLVED, Key
from grader.reports.text import (
    check_line,
    check_lines,
    explains_itself,
    failed_line,
    mistake_lines,
    printed_lines,
    waiting_lines,
)
from grader.results import ExerciseResult, Outcome
from grader.terminal import Paragraph, Screen, counted

TELL_SECONDS = 0.8
"""How long a check may take until it is said that it still runs."""


_BEGINS = re.compile(r"$|#|    |- |\d+\. ")
"""What does not go on with the paragraph before it, in Markdown as the exercises use it."""


class Mode(enum.Enum):
    """What the middle of the page is."""

    VERDICT = enum.auto()
    TEXT = enum.auto()
    """`text`, which is Markdown, until Escape."""
    CODE = enum.auto()
    """`text`, every line as it is, until Escape."""
    LIST = enum.auto()
    """The exercises that match `words`; what is typed goes there."""
    QUESTION = enum.auto()
    """Whether to put the stub back."""


@dataclass
class State:
    """What there is to show. `exercises` are those of the session, `file` is the current one's
    path for a person, `checking` for how many seconds it is being checked; `reveals` is the
    exercise whose solution the keys offered give away, if there is one; `keyed` is whether
    there are keys at all."""

    exercise: Exercise
    file: str
    exercises: Sequence[Exercise]
    solved: Collection[str] = ()
    result: ExerciseResult | None = None
    checking: float | None = None
    note: list[Paragraph] = field(default_factory=list)
    blind: str = ""
    just_solved: ExerciseResult | None = None
    reveals: Exercise | None = None
    keyed: bool = True
    mode: Mode = Mode.VERDICT
    text: str = ""
    words: str = ""
    chosen: int = 0
    lacking: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Which packages each exercise in the list needs that are not installed."""
    pages: int = 0
    """How many pages of the middle were turned."""

    def matches(self) -> list[Exercise]:
        """The exercises that have every word typed: a number, or parts of what is known of it."""
        return [each for each in self.exercises if self.has(each, self.sought)]

    def has(self, exercise: Exercise, words: Sequence[str]) -> bool:
        """Whether an exercise has all these words; `open` and `solved` are words as well."""
        return _matches(exercise, "solved" if exercise.name in self.solved else "open", words)

    @property
    def sought(self) -> list[str]:
        """The words typed, without the slash that begins a search elsewhere."""
        return self.words.lower().removeprefix("/").split()


def _matches(exercise: Exercise, status: str, words: Sequence[str]) -> bool:
    known = f"{exercise.name} {exercise.level} {exercise.title} {' '.join(exercise.topics)}".lower()
    known += f" {status}"
    number = str(exercise.number)
    return all(
        number.startswith(word.removeprefix("q"))
        if word.removeprefix("q").isdigit()
        else word in known
        for word in words
    )


@dataclass(frozen=True)
class Page:
    """Lines, in parts. `focus` is the line of the body that has to be in sight."""

    title: list[str]
    status: list[str]
    note: list[str]
    body: list[str]
    keys: list[str]
    focus: int | None = None
    turned: bool = True
    """Whether a key turns the pages of what does not fit."""


def page(state: State, screen: Screen) -> Page:
    """What there is to show, in lines of the screen's width."""
    exercise = state.exercise
    title = [
        screen.style(line, bold=True)
        for line in screen.wrap(f"{exercise} · {exercise.title}", "", "  ")
    ]
    focus = None
    if state.mode is Mode.LIST:
        body, focus = _listed(state, screen)
    elif state.mode is Mode.TEXT:
        body = _prose(state.text, screen)
    elif state.mode is Mode.CODE:
        body = screen.block(state.text, "")
    else:
        # the verdict before is not this one's, once this one takes long
        known = None if _takes_long(state) else state.result
        body = verdict_lines(known, screen) if known else []
        body = [screen.fit(line) for line in body]
    return Page(
        title=[*title, *screen.block(f"Edit {state.file}", "")],
        status=_status(state, screen),
        note=_note(state, screen),
        body=body,
        keys=_keys(state, screen),
        focus=focus,
        turned=state.keyed and focus is None,
    )


def _status(state: State, screen: Screen) -> list[str]:
    result = state.result
    solved = sum(exercise.name in state.solved for exercise in state.exercises)
    stand = f"{solved} of {len(state.exercises)} solved"
    if _takes_long(state):
        said = f"still running after {max(1, round(state.checking))} s"
        said += "; q quits" if state.keyed else ""
    elif state.checking is not None:
        said = "checking…"
    elif result is None:
        said = "not checked yet"
    else:
        passed = sum(check.passed for check in result.checks)
        colour = "green" if result.outcome is Outcome.SOLVED else "red"
        said = screen.style(str(result.outcome), colour, bold=True)
        said += f"  {passed} of {len(result.checks)} checks"
    return [screen.fit(f"{said} · {stand}")]


def _takes_long(state: State) -> bool:
    return state.checking is not None and state.checking >= TELL_SECONDS


def _note(state: State, screen: Screen) -> list[str]:
    lines = []
    if state.blind:
        said = f"saves are only looked for: {state.blind}"
        lines.append(screen.cut(said, ""))
    if state.just_solved:
        lines += _solved(state.just_solved, state.keyed, screen)
    return lines + screen.paragraphs(state.note)


def _solved(result: ExerciseResult, keyed: bool, screen: Screen) -> list[str]:
    """What is said of the exercise that was solved last, once another one is current."""
    said = f"Q{result.number} is solved  {len(result.checks)} of {len(result.checks)} checks"
    if keyed:
        said += ": d shows how it differs from the reference, a the answer"
    return screen.wrap(said, f"{screen.mark(True)} ", "  ")


def _keys(state: State, screen: Screen) -> list[str]:
    if not state.keyed:
        said = ("no keys here; Ctrl-C ends",)
    elif state.mode is Mode.QUESTION:
        said = "reset? yours is kept beside it", "y yes", "any other key no"
    elif state.mode is Mode.LIST:
        said = f"find: {state.words}_", "arrows choose", "Enter goes there", "Escape back"
    else:
        whose = "" if state.reveals in (None, state.exercise) else f" of {state.reveals}"
        letters = [
            f"{key}{whose if key in ONCE_SOLVED else ''}"
            for key in Key
            if state.reveals or key not in ONCE_SOLVED
        ]
        said = *letters, *(["Escape out"] if state.mode in (Mode.TEXT, Mode.CODE) else [])
    lines = [""]
    for word in (screen.cut(each, "") for each in said):
        longer = f"{lines[-1]}, {word}" if lines[-1] else word
        lines = [*lines[:-1], longer] if len(longer) < screen.width else [*lines, word]
    return lines


def _listed(state: State, screen: Screen) -> tuple[list[str], int | None]:
    """The exercises that match, and which line is the chosen one's."""
    words, found = state.sought, state.matches()
    if not found:
        unknown = [word for word in words if not any(state.has(e, [word]) for e in state.exercises)]
        topics = sorted({topic for exercise in state.exercises for topic in exercise.topics})
        return screen.block(f"nothing matches{suggestion(unknown, topics)}", ""), None
    chosen = min(state.chosen, len(found) - 1)
    narrow = screen._replace(width=screen.width - 2)
    rows = [status.row(e, state.solved, narrow, state.lacking.get(e.name, ())) for e in found]
    return [f"{'>' if n == chosen else ' '} {row}" for n, row in enumerate(rows)], chosen


def _prose(text: str, screen: Screen) -> list[str]:
    """Markdown, its paragraphs and items filled anew where they are too wide; code as it is."""
    if max(map(len, text.splitlines()), default=0) <= screen.width:
        return screen.block(text, "")
    parts: list[str] = []
    for line in text.splitlines():
        alone = not parts or not parts[-1] or parts[-1].startswith(("#", "    "))
        if alone or _BEGINS.match(line):
            parts.append(line)
        else:
            parts[-1] += f" {line.strip()}"
    return [line for part in parts for line in _filled(part, screen)]


def _filled(part: str, screen: Screen) -> list[str]:
    if part.startswith("    "):
        return screen.block(part, "")
    mark = re.match(r"(- |\d+\. )?", part)[0]
    return screen.wrap(part.removeprefix(mark), mark, " " * len(mark))


def verdict_lines(result: ExerciseResult, screen: Screen) -> list[str]:
    """A result: the first check to look at in full, the others a line each, and how many wait for
    each function that is not written."""
    lines = []
    if result.message:
        where = f"{result.file}:{result.line}  " if result.line else ""
        lines += [*screen.block(f"{where}{result.message}", "  "), ""]
    lines += mistake_lines(result, screen)
    if explains_itself(result):
        return lines
    failing = [check for check in result.checks if not check.passed]
    first = result.first_failure
    if first:
        cite = first.proves if first.proves != result.breaks else None
        lines += check_lines(first, screen, cite)
    others = [check for check in failing if check is not first]
    telling = [check for check in others if not (check.unwritten or check.not_run)]
    lines += [check_line(check, screen) for check in telling]
    lines += waiting_lines(others, screen)
    if number := sum(check.not_run for check in others):
        lines.append(failed_line(f"{counted(number, 'more check')} not run", screen))
    for check in result.checks:
        if check.passed:
            lines += [check_line(check, screen), *printed_lines(check, screen)]
    return lines


def fit(page: Page, rows: int, pages: int, screen: Screen) -> list[str]:
    """A page in exactly so many rows: the title first, the keys last, and of what stands between
    them as much as there is room for, from where so many pages were turned."""
    top = [*page.title, *page.status, ""]
    bottom = ["", *page.keys]
    middle = [*page.note, *([""] if page.note and page.body else []), *page.body]
    room = rows - len(top) - len(bottom)
    if room < 3:  # too small a screen for more
        top = [*page.title, *page.status]
        bottom = page.keys
        room = rows - len(top) - len(bottom)
    focus = None if page.focus is None else page.focus + len(middle) - len(page.body)
    how = "more (space shows them)" if page.turned else "more"
    middle = _window(middle, room, pages, focus, how, screen)
    filled = [*top, *middle, *[""] * (room - len(middle))]
    return [*filled[: max(0, rows - len(bottom))], *bottom][:rows]


def _window(
    lines: list[str], room: int, pages: int, focus: int | None, how: str, screen: Screen
) -> list[str]:
    """As many lines as there is room for, and how many there are besides, said with `how`."""
    if len(lines) <= room or room < 3:
        return lines[: max(0, room)]
    step = room - 2
    start = (pages % -(-len(lines) // step)) * step
    if focus is not None:
        start = max(0, min(focus - step // 2, len(lines) - step))
    shown = lines[start : start + step]
    if not start:
        shown = lines[: room - 1]
    above = [_elided(start, "above", screen)] if start else []
    left = len(lines) - start - len(shown)
    below = [_elided(left, how, screen)] if left else []
    return [*above, *shown, *below]


def _elided(number: int, how: str, screen: Screen) -> str:
    return screen.fit(f"… {number} {'line' if number == 1 else 'lines'} {how}")
