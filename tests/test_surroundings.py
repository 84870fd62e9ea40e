"""What one check leaves behind another does not see: on a real engine, and piece by piece."""

import builtins
import contextlib
import decimal
import gc
import json
import logging
import os
import random
import signal
import socket
import sys
import textwrap
import threading
import tracemalloc
import types
import warnings

import pytest

from grader.engine import Engine
from grader.engine.child.own import _restore
from grader.engine.child.surroundings import Surroundings, tracers
from grader.grading import make_job
from tests.support import make_course

STUB = '"""Q1 · One: a stub.\n\nTopics: functions, testing\n"""\n'


MODULE = """
    import functools
    import json

    class Thing:
        count = 0
        seen = []

        def __init__(self):
            self.own = []

    def keep(value, kept=[]):
        kept.append(value)

    @functools.lru_cache
    def remember(value):
        return value

    def make_closure():
        kept = []
        def closure(value):
            kept.append(value)
        return closure

    closure = make_closure()
    thing = Thing()
    items = []
    total = 0
"""

TIMERS = signal.ITIMER_VIRTUAL, signal.ITIMER_PROF  # the other one ends this test, if need be
MONITORING = getattr(sys, "monitoring", None)  # from Python 3.12 on


@pytest.fixture
def module():
    made = types.ModuleType("submission")
    made.__dict__["__name__"] = "submission"
    exec(textwrap.dedent(MODULE), made.__dict__)
    return made


@pytest.fixture
def surroundings(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o022)
    parent = os.open(tmp_path.parent, os.O_RDONLY)
    made = Surroundings(module, str(tmp_path), parent, tracers())
    yield made
    made.put_back()
    os.close(parent)
    os.umask(before)


def replace_print():
    builtins.print = None


def add_builtin():
    builtins.added = 1


def drop_modules():
    sys.modules.clear()


def drop_path():
    sys.path.clear()


def set_environment():
    os.environ["LEFT_BEHIND"] = "1"
    del os.environ["PATH"]


def leave_folder():
    os.chdir("/")


def remove_folder():
    folder = os.getcwd()
    os.chdir("/")
    os.rmdir(folder)


def handle_signals():
    signal.signal(signal.SIGUSR1, lambda *_: None)


def replace_streams():
    sys.stdout = sys.stderr = None


def trace():
    sys.settrace(lambda *_: None)


def set_limits():
    sys.setrecursionlimit(5000)
    sys.setswitchinterval(0.5)


def set_defaults():
    socket.setdefaulttimeout(5)
    decimal.getcontext().prec = 3
    os.umask(0o077)


def set_interpreter():
    gc.set_threshold(5)
    gc.disable()
    sys.setprofile(lambda *_: None)
    tracemalloc.start()
    warnings.simplefilter("error")


def start_timers():
    for timer in TIMERS:
        signal.setitimer(timer, 1000)


def monitor():
    if MONITORING:
        MONITORING.use_tool_id(4, "left behind")
        MONITORING.register_callback(4, MONITORING.events.LINE, lambda *_: None)
        MONITORING.set_events(4, MONITORING.events.LINE)


def monitored():
    """The tool, its events and its callback; for the last, another one is put in its place."""
    if not MONITORING:
        return None
    tool = MONITORING.get_tool(4)
    with tool_in_use(4, tool):
        line = MONITORING.events.LINE
        return tool, MONITORING.get_events(4), MONITORING.register_callback(4, line, None)


@contextlib.contextmanager
def tool_in_use(number, tool):
    if tool is None:
        MONITORING.use_tool_id(number, "looks")
    yield
    if tool is None:
        MONITORING.free_tool_id(number)


def log():
    logging.root.addHandler(logging.NullHandler())
    logging.root.setLevel(5)
    logging.disable(logging.CRITICAL)


def umask():
    os.umask(now := os.umask(0))
    return now


LOOK = {
    replace_print: lambda: print,
    add_builtin: lambda: hasattr(builtins, "added"),
    drop_modules: lambda: [name in sys.modules for name in ("os", "json", "pytest")],
    drop_path: lambda: list(sys.path),
    set_environment: lambda: {k: v for k, v in os.environ.items() if "PYTEST" not in k},
    leave_folder: os.getcwd,
    remove_folder: os.getcwd,
    handle_signals: lambda: signal.getsignal(signal.SIGUSR1),
    replace_streams: lambda: (sys.stdout, sys.stderr),
    trace: lambda: sys.gettrace(),
    set_limits: lambda: (sys.getrecursionlimit(), sys.getswitchinterval()),
    set_defaults: lambda: (socket.getdefaulttimeout(), decimal.getcontext().prec, umask()),
    set_interpreter: lambda: (
        *(gc.isenabled(), gc.get_threshold(), sys.getprofile(), tracemalloc.is_tracing()),
        list(warnings.filters),
    ),
    start_timers: lambda: list(map(signal.getitimer, TIMERS)),
    monitor: monitored,
    log: lambda: (list(logging.root.handlers), logging.root.level, logging.root.manager.disable),
}


class Lazy:
    """An object that passes for what it stands for, and is made when it is first looked at."""

    looked_at = 0

    @property
    def __class__(self):
        self.looked_at += 1
        return dict


def test_objects_are_not_asked_for_their_class(module, surroundings):
    module.lazy = Lazy()
    surroundings.prepare("test")
    surroundings.left()
    assert module.lazy.looked_at == 0


@pytest.mark.parametrize("change", LOOK, ids=lambda change: change.__name__)
def test_what_a_check_changes_is_put_back(surroundings, change):
    before = LOOK[change]()
    change()
    surroundings.put_back()
    assert surroundings.left() == ()
    assert LOOK[change]() == before


def test_a_name_that_is_no_text_hinders_nothing(surroundings, module):
    vars(module)[1] = "one"
    surroundings.put_back()
    assert surroundings.left() == ("state of the module",)


def test_a_seed_that_was_replaced_seeds_all_the_same(surroundings, monkeypatch):
    surroundings.prepare("test")
    first = random.random()
    monkeypatch.setattr(random, "seed", None)
    surroundings.prepare("test")
    assert random.random() == first


def test_a_link_in_place_of_the_folder_is_not_followed(surroundings, tmp_path, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    remove_folder()
    tmp_path.symlink_to(elsewhere)
    surroundings.put_back()
    assert os.getcwd() != str(elsewhere)
    assert surroundings.left() == ("working directory",)
    tmp_path.unlink()


@pytest.mark.parametrize(
    "code",
    [
        "items.append(1)",
        "total = 1",
        "added = 1",
        "Thing.count = 1",
        "Thing.seen.append(1)",
        "del items",
        "thing.own.append(1)",
        "keep(1)",
        "closure(1)",
        "remember(1)",
        "json.dumps = None",
        "import sys; sys.set_int_max_str_digits(700)",
        "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])",
    ],
)
def test_a_change_in_the_modules_own_state_is_named(surroundings, module, code, monkeypatch):
    monkeypatch.setattr(json, "dumps", json.dumps)
    digits = sys.get_int_max_str_digits()
    assert surroundings.left() == ()
    exec(code, module.__dict__)
    surroundings.put_back()
    assert surroundings.left() == ("state of the module",)
    sys.set_int_max_str_digits(digits)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR2])


def test_a_thread_that_goes_on_is_named_and_one_from_before_is_not(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    over = threading.Event()
    threading.Thread(target=over.wait).start()
    surroundings = Surroundings(module, str(tmp_path), -1, tracers())
    assert surroundings.left() == ()
    threading.Thread(target=over.wait).start()
    assert surroundings.left() == ("threads",)
    over.set()


def test_chance_begins_with_the_name_of_the_check(surroundings):
    drawn = []
    for name in ("one", "two", "one"):
        surroundings.prepare(name)
        drawn.append(random.random())
    assert drawn[0] == drawn[2] != drawn[1]


CHECKS = """
    import builtins, os, signal, sys
    import pytest
    from q001_one import VAR, leave, state


    def test_leaves():
        assert leave() is None


    def test_sees_nothing_of_it():
        assert (VAR.get("none"), builtins.len("abc"), "LEFT" in os.environ) == ("none", 3, False)
        assert os.getcwd().endswith("cwd")
        assert sys.stdout is sys.__stdout__


    def test_has_state_of_its_own():
        assert state() == []
"""
LEAVE = """
import builtins, contextvars, os, sys

VAR = contextvars.ContextVar("VAR")
STATE = []


def leave():
    VAR.set("left")
    builtins.len = None
    os.environ["LEFT"] = "1"
    os.chdir("/")
    sys.stdout = None
    STATE.append(1)


def state():
    return STATE
"""


def test_a_check_sees_nothing_of_another_one(tmp_path):
    files = {"entry/q001_one.py": STUB, "entry/q001_one_test.py": textwrap.dedent(CHECKS)}
    course = make_course(tmp_path, files)
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), LEAVE)])
    assert [(c.name, c.failure) for c in verdict.checks if c.failure] == []
    assert verdict.ending == "ran"


def test_context_variables_are_a_checks_own(tmp_path):
    checks = "from q001_one import VAR, leave\n\n\ndef test_leaves():\n    assert leave() is None\n"
    checks += "\n\ndef test_sees_nothing():\n    assert VAR.get('none') == 'none'\n"
    files = {"entry/q001_one.py": STUB, "entry/q001_one_test.py": checks}
    course = make_course(tmp_path, files)
    source = "import contextvars\n\nVAR = contextvars.ContextVar('VAR')\n\n\ndef leave():\n"
    source += "    VAR.set('left')\n"
    with Engine(course.course) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), source)])
    assert [(c.name, c.failure) for c in verdict.checks if c.failure] == []


def test_putting_names_back_does_not_fail_where_a_thread_takes_them_again():
    class Taken(dict):
        """As it is with a thread of the submission that sees to it all the time."""

        def update(self, names):
            super().update(names, one="theirs")

    now = Taken(one="ours", two="theirs", more="theirs")
    _restore(None, now, {"one": "ours", "two": "ours"})
    assert now == {"one": "theirs", "two": "ours"}
