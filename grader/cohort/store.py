"""The store: one SQLite file with every result of a cohort, each kept as soon as it exists.

    run       a call of the grader: when, with what versions
    learner   a name, where the submission lies, why it cannot be graded, its files' fingerprint,
              and which of them are no exercise's
    result    what a source came to, by its key: one for everybody who handed in the same, or one
              as a part of one submission
    grade     a learner's result of an exercise; the newest is the current one, the others history

A write is one transaction, synchronous, in write-ahead mode: killed at any moment, the file holds
what was kept and nothing half. Graders that share a store claim a learner each by a lock on a byte
of a file beside it, which the system lifts when they end, however they end.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec

from grader.cohort.records import pack, unpack
from grader.cohort.statements import (
    ADD_UNRECOGNISED,
    ALL,
    APPLICATION,
    CURRENT,
    KEEP_GRADE,
    KEEP_RESULT,
    NEWEST,
    TABLES,
    VERSION,
)
from grader.errors import KataError
from grader.results import ExerciseResult, Outcome, Run

PATIENCE_SECONDS = 60.0
"""How long another grader's write is waited for."""

SETUP = 2**60
"""The place in the file of locks for who makes the store ready."""


@dataclass(frozen=True)
class Entry:
    """What is to be kept of an exercise: its key, the hash of what was handed in and when that was
    (see `Grade`), and the result, None where it is kept already under this key."""

    exercise: str
    key: bytes
    source: bytes
    submitted: str | None
    result: ExerciseResult | None = None


@dataclass(frozen=True)
class Current:
    """A learner's newest grade of an exercise, in brief."""

    key: bytes
    source: bytes
    outcome: Outcome
    submitted: str | None


@dataclass(frozen=True)
class Grade:
    """A learner's result of an exercise.

    `submitted` is a time in UTC (ISO 8601), None for what was not handed in or never touched;
    `about` is the run that it came from.
    """

    source: bytes
    submitted: str | None
    about: Run
    result: ExerciseResult


@dataclass(frozen=True)
class Learner:
    """A learner: where the submission lies, why it cannot be graded, if so, and the files in it
    that may have been meant for an exercise and are none's."""

    name: str
    path: Path
    problem: str
    unrecognised: tuple[str, ...]


class Store:
    """A store that is open; a context manager. `KataError` says what is wrong with the file."""

    def __init__(self, path: Path, writing: bool = False) -> None:
        self.path = path
        self._locks: int | None = None
        self._run = 0
        with self._told():
            self._open(writing)

    def _open(self, writing: bool) -> None:
        if not writing and not os.path.exists(self.path):
            raise KataError(f"{self.path} is not there; run: kata cohort grade SUBMISSIONS")
        if os.path.isdir(self.path):
            raise KataError(f"{self.path} is a folder; name a file with --store")
        self._database = sqlite3.connect(
            f"file:{quote(os.fsencode(self.path))}?{self._mode(writing)}",
            uri=True,
            timeout=PATIENCE_SECONDS,
            isolation_level=None,
        )
        if not writing:
            self._database.execute("PRAGMA query_only = ON")
        found = self._database.execute("PRAGMA application_id").fetchone()[0]
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        tables = self._database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
        if tables and found != APPLICATION:
            raise KataError(f"{self.path} is another program's file; name another with --store")
        if version > VERSION:
            raise KataError(f"{self.path} was written by a newer version; upgrade interview-katas")
        if writing:
            self._locks = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            fcntl.lockf(self._locks, fcntl.LOCK_EX, 1, SETUP)
            self._set_up()
            fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, SETUP)
        elif not tables:
            raise KataError(f"{self.path} is empty; run: kata cohort grade SUBMISSIONS")

    def _set_up(self) -> None:
        """Make ready for writing, where nobody else does so now: SQLite refuses two at once."""
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA foreign_keys = ON")
        if not self._database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            with self._transaction():
                for statement in TABLES.split(";")[:-1]:
                    self._database.execute(statement)
        if not self._has_unrecognised():
            self._database.execute(ADD_UNRECOGNISED)

    def _has_unrecognised(self) -> bool:
        columns = self._database.execute("PRAGMA table_info(learner)")
        return any(column[1] == "unrecognised" for column in columns)

    def _mode(self, writing: bool) -> str:
        if writing:
            return "mode=rwc"
        if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
            return "mode=rw"  # whoever may only read leaves the files of write-ahead mode behind
        # where nothing can be written beside it, a reader cannot take part in write-ahead mode
        shared = os.path.exists(f"{self.path}-wal") or os.access(self.path.parent, os.W_OK)
        return "mode=ro" if shared else "mode=ro&immutable=1"

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        if self._locks is not None:
            os.close(self._locks)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite has against the file, as one line."""
        try:
            yield
        except sqlite3.Error as error:
            raise KataError(f"{self.path}: {error}; {_remedy(str(error))}") from None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise

    def _rows(self, query: str, values: Sequence = ()) -> list[tuple]:
        with self._told():
            return self._database.execute(query, values).fetchall()

    # what a grader does

    def begin(self, run: Run) -> None:
        """Note a run, whose grades follow."""
        with self._transaction():
            values = (run.date, msgspec.json.encode(run).decode())
            done = self._database.execute("INSERT INTO run (began, about) VALUES (?, ?)", values)
            self._run = done.lastrowid

    def claim(self, learner: str, wait: bool = False) -> bool:
        """Take a learner for this grader alone, until `release`; False where another one has it,
        for which one may `wait`."""
        try:
            how = fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB
            fcntl.lockf(self._locks, how, 1, _byte(learner))
        except (BlockingIOError, PermissionError):  # which of them, depends on the system
            return False
        return True

    def release(self, learner: str) -> None:
        """Let others have a learner."""
        fcntl.lockf(self._locks, fcntl.LOCK_UN, 1, _byte(learner))

    def fingerprint(self, learner: str) -> bytes | None:
        """The fingerprint under which all results of a learner were kept."""
        rows = self._rows("SELECT fingerprint FROM learner WHERE name = ?", (learner,))
        return rows[0][0] if rows else None

    def note_learner(
        self, learner: str, path: Path, problem: str, unrecognised: Sequence[str] = ()
    ) -> None:
        """Note where a submission lies, why it cannot be graded, if so, and which of its files are
        no exercise's; no fingerprint."""
        with self._transaction():
            self._database.execute(
                "INSERT INTO learner (name, path, problem, unrecognised) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET path = excluded.path, fingerprint = NULL, "
                "problem = excluded.problem, unrecognised = excluded.unrecognised",
                (learner, os.fsencode(path), problem, msgspec.json.encode(unrecognised).decode()),
            )

    def note_seen(self, learners: Iterable[tuple[str, Path]]) -> None:
        """Note who there is, by name and where each submission lies; whom we know stays as is."""
        with self._transaction():
            self._database.executemany(
                "INSERT INTO learner (name, path) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                [(learner, os.fsencode(path)) for learner, path in learners],
            )

    def set_fingerprint(self, learner: str, fingerprint: bytes | None) -> None:
        """Note that all results of a learner are kept, of files with this fingerprint."""
        with self._transaction():
            self._database.execute(
                "UPDATE learner SET fingerprint = ? WHERE name = ?", (fingerprint, learner)
            )

    def known(self, keys: Iterable[bytes]) -> dict[bytes, Outcome]:
        """Which results there are; those that were the grader's own fault are none."""
        keys = list(keys)
        places = ",".join("?" * len(keys))
        rows = self._rows(
            f"SELECT key, outcome FROM result WHERE key IN ({places}) AND outcome <> ?",
            [*keys, Outcome.ERROR],
        )
        return {key: Outcome(outcome) for key, outcome in rows}

    def current(self, learner: str) -> dict[str, Current]:
        """A learner's newest grades in brief, by exercise."""
        rows = self._rows(
            f"SELECT grade.exercise, key, source, outcome, submitted FROM {NEWEST}", (learner,)
        )
        return {
            exercise: Current(key, source, Outcome(outcome), submitted)
            for exercise, key, source, outcome, submitted in rows
        }

    def keep(self, learner: str, entries: Iterable[Entry]) -> None:
        """Keep a learner's grades and their results, all or none; what is the newest grade already,
        of the same time, is not kept again."""
        with self._transaction():
            for entry in entries:
                if result := entry.result:
                    packed = (entry.key, entry.source, entry.exercise, result.outcome, pack(result))
                    self._database.execute(KEEP_RESULT, packed)
                of = {"learner": learner, "exercise": entry.exercise, "key": entry.key}
                self._database.execute(
                    KEEP_GRADE, of | {"run": self._run, "submitted": entry.submitted}
                )

    # what a reader asks

    def learners(self) -> Iterator[Learner]:
        """Everybody there is, by name."""
        listed = "unrecognised" if self._has_unrecognised() else "'[]'"
        for name, path, problem, unrecognised in self._rows(
            f"SELECT name, path, problem, {listed} FROM learner ORDER BY 1"
        ):
            with self._sound():
                files = msgspec.json.decode(unrecognised, type=tuple[str, ...])
            yield Learner(name, Path(os.fsdecode(path)), problem, files)

    def ended(self, outcome: Outcome) -> Iterator[tuple[str, bytes, ExerciseResult]]:
        """Learner, source and result of what came out so, of those who could be graded."""
        for learner, source, record in self._rows(
            f"SELECT name, source, record FROM {CURRENT} AND outcome = ? AND problem = '' "
            "ORDER BY 1, grade.exercise",
            (outcome,),
        ):
            yield learner, source, self._unpacked(record)

    def counts(self) -> dict[tuple[str, Outcome | None], int]:
        """How many learners' newest grades there are, by exercise and outcome; None stands for
        those of learners who could not be graded."""
        rows = self._rows(
            "SELECT grade.exercise, CASE problem WHEN '' THEN outcome END, COUNT(*) "
            f"FROM {CURRENT} GROUP BY 1, 2"
        )
        return {(name, outcome and Outcome(outcome)): count for name, outcome, count in rows}

    def reasons(self, outcome: Outcome) -> dict[str, tuple[int, str]]:
        """By exercise, how many newest grades came out so, and the message of the last of them."""
        rows = self._rows(
            "SELECT grade.exercise, COUNT(*), MAX(grade.id), record "
            f"FROM {CURRENT} AND outcome = ? GROUP BY 1",
            (outcome,),
        )
        return {
            exercise: (count, self._unpacked(record).message) for exercise, count, _, record in rows
        }

    def newest_run(self) -> Run:
        """The run that was begun last; `KataError` where there was none yet."""
        for (about,) in self._rows("SELECT about FROM run ORDER BY id DESC LIMIT 1"):
            return self._about(about)
        raise KataError(f"{self.path} is empty; run: kata cohort grade SUBMISSIONS")

    def grades(self, learner: str) -> list[Grade]:
        """A learner's newest grade of each exercise, in the order of the exercises' names."""
        return self._grades(f"{NEWEST} ORDER BY grade.exercise", learner)

    def history(self, learner: str) -> list[Grade]:
        """All of a learner's grades, the oldest first."""
        return self._grades(f"{ALL} ORDER BY grade.id", learner)

    def _grades(self, which: str, learner: str) -> list[Grade]:
        rows = self._rows(f"SELECT source, submitted, about, record FROM {which}", (learner,))
        return [
            Grade(source, submitted, self._about(about), self._unpacked(record))
            for source, submitted, about, record in rows
        ]

    def _unpacked(self, record: bytes) -> ExerciseResult:
        with self._sound():
            return unpack(record)

    def _about(self, run: str) -> Run:
        with self._sound():
            return _run(run)

    @contextlib.contextmanager
    def _sound(self) -> Iterator[None]:
        """What is read back is what was written, or the file was damaged."""
        try:
            yield
        except (zlib.error, msgspec.MsgspecError, UnicodeError, TypeError):
            raise KataError(f"{self.path} is damaged; {_remedy('')}") from None


@functools.lru_cache(maxsize=100)
def _run(about: str) -> Run:
    return msgspec.json.decode(about, type=Run)


def _byte(learner: str) -> int:
    """The place in the file of locks that stands for a learner."""
    return int.from_bytes(hashlib.sha256(learner.encode()).digest()[:7], "big")


def _remedy(said: str) -> str:
    """What helps against what SQLite says."""
    for word, remedy in REMEDIES.items():
        if word in said:
            return remedy
    return "restore a copy of it, or name another file with --store"


REMEDIES = {
    "full": "make room and run it again: what was graded is kept",
    "disk I/O": "make room and run it again: what was graded is kept",
    "readonly": "make it writable, or name another file with --store",
    "unable to open": "see that its folder is there and writable, or name another with --store",
    "locked": "another grader has held it for a minute; run it again",
}
