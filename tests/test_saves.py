"""Saves that the system tells of, and those that it does not: none is missed."""

import os
import threading
import time

import pytest
import watchfiles

from grader.practice import saves
from grader.practice.saves import Saves
from grader.submission import Submission
from tests.support import PATIENCE, make_workspace


@pytest.fixture
def place(tmp_path, course):
    """A fresh workspace, below a folder that watchers like to ignore."""
    (tmp_path / ".venv").mkdir()
    return make_workspace(tmp_path / ".venv" / "mine", course)


class Watched:
    """Saves, and a bell that rings when they wake."""

    def __init__(self, place, course):
        self.bell = threading.Event()
        self.saves = Saves(Submission(place.folder), course.exercises, self.bell.set)

    def wait(self, good):
        """What has changed until something is good."""
        found = []
        deadline = time.monotonic() + PATIENCE
        while not good(found):
            assert time.monotonic() < deadline
            self.bell.wait(self.saves.seconds)
            self.bell.clear()
            found += self.saves.changed()
        return found


def silent(*_, stop_event, **__):
    """A system that tells nothing."""
    while not stop_event.wait(0.01):
        yield set()


@pytest.fixture
def untold(place, course, monkeypatch):
    """Saves that such a system watches over; it is listened to, and for a moment trusted."""
    monkeypatch.setattr(watchfiles, "watch", silent)
    monkeypatch.setattr(saves, "TOLD_SECONDS", 0.2)
    watched = Watched(place, course)
    with watched.saves:
        assert watched.saves._listening.wait(PATIENCE)
        yield watched


def test_the_system_tells_of_a_save_also_below_a_venv(place, course, monkeypatch):
    monkeypatch.setattr(saves, "LOOK_SECONDS", 1000.0)  # so that looking finds nothing
    watched = Watched(place, course)
    with watched.saves:
        assert watched.saves._listening.wait(PATIENCE)
        place.file(course.one("2")).write_text("x = 1\n")
        assert watched.wait(bool)[0] is course.one("2")
        assert watched.saves.blind == ""


def test_what_is_no_exercise_is_nothing(place, course, monkeypatch):
    watched = Watched(place, course)
    with watched.saves:
        assert watched.saves._listening.wait(PATIENCE)
        (place.folder / "entry" / "other.py").write_text("x = 1\n")
        (place.folder / "entry" / "q001_double_test.py").write_text("x = 1\n")
        place.file(course.one("3")).write_text("x = 1\n")
        assert set(watched.wait(bool)) == {course.one("3")}


def test_what_the_system_does_not_tell_is_found_and_then_said(untold, place, course):
    place.file(course.one("1")).write_text("x = 1\n")
    assert untold.wait(bool) == [course.one("1")]
    assert untold.wait(lambda _: untold.saves.blind) == []
    assert untold.saves.blind.startswith("the system does not tell of them")
    untold.saves.changed()
    assert untold.saves.seconds < saves.LOOK_SECONDS


def test_a_folder_that_goes_and_comes_back_is_no_save_that_was_not_told(
    untold, place, course, monkeypatch
):
    monkeypatch.setattr(saves, "TOLD_SECONDS", 0.0)
    away = place.folder.with_name("away")
    for old, new in ((place.folder, away), (away, place.folder)):
        old.rename(new)
        assert untold.wait(bool) == list(course.exercises)
        untold.saves.changed()
        assert untold.saves.blind == ""


@pytest.mark.parametrize(
    "error",
    [
        OSError("OS file watch limit reached."),
        RuntimeError("OS file watch limit reached."),
    ],
)
def test_a_system_that_has_no_watch_left_is_said_at_once(place, course, monkeypatch, error):
    def refuse(*_, **__):
        raise error
        yield

    monkeypatch.setattr(watchfiles, "watch", refuse)
    watched = Watched(place, course)
    with watched.saves:
        watched.wait(lambda _: watched.saves.blind)
        assert watched.saves.blind == "OS file watch limit reached."
        place.file(course.one("1")).write_text("x = 1\n")
        assert watched.wait(bool) == [course.one("1")]


def test_a_file_that_is_replaced_or_taken_away_has_changed(untold, place, course):
    file = place.file(course.one("1"))
    beside = file.with_name("beside")
    beside.write_bytes(file.read_bytes())
    os.replace(beside, file)
    assert untold.wait(bool) == [course.one("1")]
    file.unlink()
    assert untold.wait(bool) == [course.one("1")]


def test_looking_at_a_slow_drive_takes_a_small_share_of_the_time(place, course, monkeypatch):
    monkeypatch.setattr(watchfiles, "watch", silent)
    clock = iter([10.0, 14.0])
    monkeypatch.setattr(saves.time, "monotonic", lambda: next(clock, 14.0))
    watched = Watched(place, course)
    assert watched.saves.seconds == 4.0 * saves.SHARE
