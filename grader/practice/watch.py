"""Watch: save, see, next. Grades the current exercise on every save and moves on when it is solved.

One engine stays warm for the whole session. While a check runs, its wait is the session's own: keys
and saves are obeyed meanwhile, and what makes the check idle ends it.
"""

import difflib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.catalog import Exercise
from grader.engine import Engine
from grader.errors import KataError
from grader.grading import missing_packages
from grader.practice import hints, status
from grader.practice.checking import check, code_of, own
from grader.practice.desk import Desk
from grader.practice.display import Display, display
from grader.practice.events import Event, Events, Kind, listen
from grader.practice.keys import (
    DOWN,
    ENTER,
    ERASE,
    ESCAPE,
    PAGE_DOWN,
    PAGE_UP,
    SPACE,
    TAB,
    UP,
    Key,
)
from grader.practice.progress import Progress
from grader.practice.view import TELL_SECONDS, Mode, State
from grader.results import ExerciseResult, Outcome
from grader.source import Source
from grader.submission import Submission, Taken, Unreadable

MERCY_SECONDS = 0.2
"""How long a check may go on once there is something newer to check: most end by themselves until
then, and an engine whose check was ended is cold."""


def watch(desk: Desk, exercises: Sequence[Exercise], named: bool = False) -> None:
    """Grade what is saved until `q` is pressed; without a keyboard, until everything is solved.

    It begins with the first exercise that is not solved, or, `named`, with the one exercise there
    is.
    """
    progress = desk.progress()
    first = exercises[0] if named and len(exercises) == 1 else progress.next_open(exercises)
    submission = own(desk)
    shown = display(desk.screen)
    with listen(submission, desk.catalog.exercises, shown.redrawn) as events:
        if first or events.has_keys:
            Session(desk, exercises, first or exercises[0], submission, events, shown).run()
        else:
            desk.say("everything here is solved; name an exercise")


BEGUN_SECONDS = 0.5
"""How long a file may be empty while an editor saves it; then that is what was saved."""

_TOO_EARLY = "still checking; press h when it is done", "", "  "
"""What is said of a hint that was asked for before the verdict, and until then."""

_STEPS = {TAB: 1, DOWN: 1, UP: -1, PAGE_DOWN: 10, PAGE_UP: -10}
"""How far in the list a key goes."""


class _BrokenOff(Exception):
    """The check that runs is not needed any more."""


@dataclass(frozen=True)
class _Due:
    """What is to be checked: a file as it was read, whether by a save or a key, since when."""

    taken: Taken
    saved: bool
    asked: bool
    since: float


class Session:
    """A session: what is current, what is due, and what is shown of it."""

    def __init__(
        self,
        desk: Desk,
        exercises: Sequence[Exercise],
        first: Exercise,
        submission: Submission,
        events: Events,
        shown: Display,
    ) -> None:
        self._desk = desk._replace(warned=lambda message, _: self._say(f"kata: {message}"))
        self._exercises, self._submission = exercises, submission
        self._events, self._display = events, shown
        self._engine = Engine(desk.catalog.course, wait=self._wait)
        self._seen: dict[str, Taken] = {}
        self._due: _Due | None = None
        self._begun: Exercise | None = None
        self._began: float | None = None
        self._last_solved: Exercise | None = None
        self._over = False
        self._state = State(first, "", exercises, desk.progress().solved)
        # what was solved and told: who works on it once more is not sent away from it
        self._earned = set(self._state.solved)
        if status.in_the_course(desk):
            self._say(status.COURSES_OWN)
        self._actions: dict[Key, Callable[[], None]] = {
            Key.NEXT: self._next,
            Key.BACK: self._back,
            Key.HINT: self._hint,
            Key.PROMPT: self._prompt,
            Key.LIST: self._list,
            Key.CHECK: self._check_again,
            Key.RESET: self._ask,
            Key.DIFF: self._diff,
            Key.ANSWER: self._answer,
            Key.QUIT: self._quit,
        }

    def run(self) -> None:
        """Check what is due and obey what comes, until it is over."""
        self._go(self._state.exercise)
        with self._engine:
            while not self._over:
                if self._due:
                    self._check(self._due)
                elif event := self._events.next(BEGUN_SECONDS if self._begun else None):
                    self._obey(event)
                elif self._begun:
                    self._saved([self._begun])

    # what is checked

    def _go(self, exercise: Exercise) -> None:
        """Make an exercise the current one, and have it checked."""
        state, taken = self._state, Taken.of(self._submission, exercise)
        if exercise is not state.exercise:
            state.exercise, state.result = exercise, None
        self._want(taken)

    def _want(self, taken: Taken, saved: bool = False, asked: bool = False) -> None:
        self._state.mode, self._state.pages = Mode.VERDICT, 0
        self._state.file = str(taken.shown_file(self._state.exercise))
        self._seen[self._state.exercise.name] = taken
        self._due = _Due(taken, saved, asked, time.monotonic())

    def _check(self, due: _Due) -> None:
        exercise, self._due = self._state.exercise, None
        self._began, self._state.checking = time.monotonic(), 0.0
        self._show(whole=self._state.result is None)
        try:
            result = check(self._desk, self._engine, exercise, due.taken, until_timeout=True)
        except _BrokenOff:
            return
        except KataError as error:
            self._say(str(error))
            result = None
        finally:
            self._began = self._state.checking = None
            self._state.solved = self._desk.progress().solved
        if result and result.outcome is Outcome.SOLVED:
            self._last_solved = exercise
        if self._due or self._over:
            return
        self._state.note = [said for said in self._state.note if said != _TOO_EARLY]
        self._state.result = result
        if due.asked and result:
            self._say("checked once more")
        if result and result.outcome is Outcome.SOLVED and exercise.name not in self._earned:
            self._earned.add(exercise.name)
            if due.saved:
                self._move_on(result)
        if not self._due:
            self._show(whole=True)

    def _move_on(self, result: ExerciseResult) -> None:
        following = self._following(self._desk.progress())
        if following:
            self._state.just_solved = result
            self._state.note += status.twins(self._state.exercise, self._desk.catalog)
            self._go(following)
            return
        self._say("Everything here is solved.")
        self._over = not self._events.has_keys

    def _following(self, progress: Progress) -> Exercise | None:
        """The next exercise that is not solved, if there is another."""
        here = self._state.exercise
        after = here if here in self._exercises else None
        return progress.next_open(self._exercises, after=after)

    def _wait(self, descriptor: int, seconds: float) -> bool:
        """Obey what comes until the engine has something to say; this is how it waits."""
        now = time.monotonic()
        self._state.checking = now - (self._began or now)
        tick = max(0.02, TELL_SECONDS - self._state.checking)
        if self._state.checking >= TELL_SECONDS:
            self._show()
            tick = 0.5
        if self._due:
            tick = max(0.0, self._due.since + MERCY_SECONDS - now)
        event = self._events.next(min(seconds, tick), descriptor)
        if event and event.kind is Kind.READY:
            return True
        if event:
            self._obey(event)
        late = self._due and time.monotonic() >= self._due.since + MERCY_SECONDS
        if self._over or late:
            raise _BrokenOff
        return False

    # what comes

    def _obey(self, event: Event) -> None:
        try:
            match event.kind:
                case Kind.KEY:
                    self._press(event.key)
                case Kind.SAVED:
                    self._saved(event.exercises)
                case Kind.BLIND:
                    self._state.blind = event.why
                    self._show()
                case Kind.REDRAW if self._display.redrawn:
                    self._show(whole=True)
        except KataError as error:
            self._say(str(error))
            self._show()

    def _saved(self, exercises: Sequence[Exercise]) -> None:
        """Check what was saved: the current exercise, or else the one that is current from now."""
        current = self._state.exercise
        exercise = current if current in exercises else exercises[0]
        taken = Taken.of(self._submission, exercise)
        begun, self._begun = self._begun, None
        if taken.content == b"" and begun is not exercise:
            self._begun = exercise  # the editor may have only begun to save
            return
        same = taken.same(self._seen.get(exercise.name)) and exercise is current
        if same and self._state.file == str(taken.shown_file(exercise)):
            return
        if exercise is not current:
            if isinstance(taken.content, Unreadable):
                return  # what was taken away is not what somebody works on
            self._state.exercise, self._state.result = exercise, None
        self._hush()
        self._want(taken, saved=True)

    def _press(self, pressed: str) -> None:
        state = self._state
        if state.mode is Mode.LIST:
            self._find(pressed)
        elif state.mode is Mode.QUESTION:
            state.mode = Mode.VERDICT
            if pressed.lower() == "y":
                self._reset()
        elif pressed in (SPACE, DOWN, PAGE_DOWN):
            state.pages += 1
        elif pressed in (UP, PAGE_UP):
            state.pages -= 1
        elif pressed == ESCAPE:
            self._hush()
            state.mode = Mode.VERDICT
        elif key := Key.of(pressed):
            self._hush()
            self._actions[key]()
        elif len(pressed) == 1:
            self._hush()
            self._say(f"no key {pressed!r}; those there are stand below")
        else:
            return
        if not self._due and not self._over:
            self._show()

    # keys

    def _next(self) -> None:
        self._go_on(self._following(self._desk.progress()) or self._beside(1))

    def _back(self) -> None:
        self._go_on(self._beside(-1))

    def _go_on(self, exercise: Exercise) -> None:
        if exercise is self._state.exercise:
            self._say(f"only {exercise} was named; `kata watch` goes through all")
        else:
            self._go(exercise)

    def _beside(self, step: int) -> Exercise:
        """The exercise before or after the current one, solved or not, and round."""
        here = self._state.exercise
        if here not in self._exercises:
            return self._exercises[0]
        return self._exercises[(self._exercises.index(here) + step) % len(self._exercises)]

    def _hint(self) -> None:
        self._state.mode = Mode.VERDICT
        if self._began is not None:
            self._state.note.append(_TOO_EARLY)
        elif self._state.result is None:
            self._say("a hint is for a verdict, and there is none yet")
        else:
            self._state.note += hints.hint(self._desk, self._state.exercise, self._state.result)

    def _prompt(self) -> None:
        self._read(self._state.exercise.prompt)

    def _list(self) -> None:
        state = self._state
        state.mode, state.words, state.chosen = Mode.LIST, "", 0
        state.lacking = {each.name: missing_packages(each) for each in state.exercises}
        if state.exercise in state.exercises:
            state.chosen = state.exercises.index(state.exercise)

    def _find(self, pressed: str) -> None:
        """Obey a key while the list is shown."""
        state, found = self._state, self._state.matches()
        if step := _STEPS.get(pressed):
            state.chosen = (state.chosen + step) % max(1, len(found))
        elif pressed == ESCAPE:
            state.mode = Mode.VERDICT
        elif pressed == ENTER:
            if found:
                state.mode = Mode.VERDICT
                self._go(found[min(state.chosen, len(found) - 1)])
        else:
            state.words = state.words[:-1] if pressed == ERASE else state.words + pressed
            state.chosen = 0

    def _check_again(self) -> None:
        self._want(Taken.of(self._submission, self._state.exercise), asked=True)

    def _ask(self) -> None:
        self._state.mode = Mode.QUESTION
        self._events.forget_keys()

    def _reset(self) -> None:
        exercise = self._state.exercise
        backup = self._desk.workspace.reset(exercise)
        self._say(status.afresh(exercise, backup, self._state.solved))
        self._go(exercise)

    def _diff(self) -> None:
        """Show how a solution differs from the reference."""
        if exercise := self._revealed_or_say():
            yours, reference = code_of(self._submission, exercise), Source.read(exercise.reference)
            lines = difflib.unified_diff(
                yours,
                reference.code,
                f"yours/{exercise.name}.py",
                f"reference/{exercise.name}.py",
                lineterm="",
            )
            said = "\n".join(lines) or "yours is the reference, to the letter"
            self._read(said, Mode.CODE)

    def _answer(self) -> None:
        """Show what to say in an interview."""
        if exercise := self._revealed_or_say():
            self._read(Source.read(exercise.reference).docstring)

    def _revealed(self) -> Exercise | None:
        """The exercise whose solution may be shown: the current one once it was solved, else the
        one that was solved here last."""
        current = self._state.exercise
        return current if current.name in self._state.solved else self._last_solved

    def _revealed_or_say(self) -> Exercise | None:
        if not (exercise := self._revealed()):
            self._say("the reference and the answer are shown once an exercise is solved here")
        return exercise

    def _quit(self) -> None:
        self._over = True

    # what is shown

    def _read(self, text: str, mode: Mode = Mode.TEXT) -> None:
        """Show a text, or no more if it is shown already."""
        state = self._state
        again = state.mode is mode and state.text == text
        state.mode, state.text, state.pages = Mode.VERDICT if again else mode, text, 0

    def _say(self, message: str) -> None:
        if (said := (message, "", "  ")) not in self._state.note:
            self._state.note.append(said)

    def _hush(self) -> None:
        """What was said is read by now."""
        self._state.note, self._state.just_solved, self._state.pages = [], None, 0

    def _show(self, whole: bool = False) -> None:
        state = self._state
        state.reveals, state.keyed = self._revealed(), self._events.has_keys
        self._display.show(state, whole)
