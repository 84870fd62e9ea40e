"""Saves: which exercises' files have changed, as the system tells it and as looking shows.

The system tells of a save at once, but not of every one: it may have no watch left to give, and of
a network drive or a container's mount it may know nothing. So the files are looked at as well, now
and then; and often, once it is clear that the system does not tell.
"""

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import watchfiles

from grader.catalog import Exercise
from grader.errors import KataError
from grader.submission import Submission

DEBOUNCE_MS, STEP_MS = 20, 10
"""How long the system's news are gathered, and how often they are asked for: a save is told within
two steps, and shorter ones cost more of the processor all the time than anybody would notice."""

LOOK_SECONDS = 0.5
"""How often the files are looked at, where the system seems to tell."""

BLIND_SECONDS = 0.1
"""How often, where it does not."""

SHARE = 10
"""Looking takes at most one part in so many of the time: on a slow drive it is done less often."""

TOLD_SECONDS = 2.0
"""How long after a save was seen the system may take to tell of it."""

Stamp = tuple[int, int, int] | None


class Saves:
    """The saves in a folder; a context manager. `wake` is called, in a thread, when there are any
    to be fetched with `changed`."""

    def __init__(
        self, submission: Submission, exercises: Sequence[Exercise], wake: Callable[[], None]
    ) -> None:
        self._submission, self._wake = submission, wake
        self._exercises = {f"{exercise.name}.py": exercise for exercise in exercises}
        self._told: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
        self._stop, self._listening = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._failed = ""
        self._untold: dict[str, float] = {}
        self.blind = ""
        """Why the system is not relied on, in words; empty while it is."""
        self._stamps: dict[str, Stamp] = {}
        self._stamps = self._look()

    def __enter__(self) -> "Saves":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Seconds until `changed` is to be asked for, unless `wake` was called."""
        return max(0.0, self._next - time.monotonic())

    def changed(self) -> list[Exercise]:
        """The exercises whose files were saved since this was last asked, in order."""
        names: set[str] = set()
        while not self._told.empty():
            names |= self._told.get()
        self._stamps |= {name: self._stamp(name) for name in names}
        for name in names:
            self._untold.pop(name, None)
        if self.seconds == 0.0:
            before, self._stamps = self._stamps, self._look()
            seen = {name for name, stamp in self._stamps.items() if stamp != before[name]}
            if self._listening.is_set():
                # what comes or goes with its folder is not told, nor is it a save
                saved = {name for name in seen if before[name] and self._stamps[name]}
                self._untold |= dict.fromkeys(saved, time.monotonic())
            names |= seen
        self.blind = self.blind or self._doubt()
        return [exercise for name, exercise in self._exercises.items() if name in names]

    def _doubt(self) -> str:
        overdue = time.monotonic() - TOLD_SECONDS
        if any(seen < overdue for seen in self._untold.values()):
            return "the system does not tell of them: is this a network drive or a mount?"
        return self._failed

    def _look(self) -> dict[str, Stamp]:
        begin = time.monotonic()
        if None in self._stamps.values():
            with suppress(KataError):  # a file may have another name now, for which it looks anew
                self._submission = replace(self._submission)
        stamps = {name: self._stamp(name) for name in self._exercises}
        end = time.monotonic()
        often = BLIND_SECONDS if self.blind else LOOK_SECONDS
        self._next = end + max(often, SHARE * (end - begin))
        return stamps

    def _stamp(self, name: str) -> Stamp:
        """What changes with a save; None where there is no file."""
        try:
            status = self._submission.file(self._exercises[name]).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _listen(self) -> None:
        files = map(self._submission.file, self._exercises.values())
        folders = sorted(
            {str(file.parent.absolute()) for file in files if os.path.isdir(file.parent)}
        )
        try:
            news = watchfiles.watch(
                *folders,
                # not the default, which ignores whatever is below a .venv
                watch_filter=lambda _, path: Path(path).name in self._exercises,
                debounce=DEBOUNCE_MS,
                step=STEP_MS,
                rust_timeout=200,
                yield_on_timeout=True,
                stop_event=self._stop,
                raise_interrupt=False,
                force_polling=False,
                recursive=False,
            )
            for changes in news:
                self._listening.set()
                if changes:
                    self._told.put({Path(path).name for _, path in changes})
                    self._wake()
        except (OSError, RuntimeError) as error:
            self._failed = str(error) or type(error).__name__
            self._wake()
