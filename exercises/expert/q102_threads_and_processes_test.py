"""Checks for Q102 · Threads and processes. Calls meet, so that nobody waits for time."""

import contextlib
import os
import re
import threading

import pytest
from q102_threads_and_processes import Outcome, WorkerError, run_parallel

PATIENCE = 3.0  # seconds after which a check gives up on a worker; nothing waits for them to pass

PARALLEL_WORK = '''
"""What the processes do. They import it, so it is a module of its own."""

import os
import threading
from multiprocessing.util import Finalize

from guest import Guest

caller = None  # set by the check, in its own process
seen = []


def meet(item):
    """Go to the meeting, if any, wait until all have come, and return what was seen."""
    port, number = item
    seen.append(number)
    if port is None:
        return number, list(seen)
    return Guest(port, number).result(number, list(seen))


def linger(item):
    """Return the process's id at once, and let it work for a while before it ends."""
    seen.append(item)
    Finalize(None, sum, (range(3_000_000),), exitpriority=1)
    return os.getpid()


def leave(item):
    """Leave a file, and end the process with this code, unless that is None."""
    folder, code = item
    with open(os.path.join(folder, f"{code} {os.getpid()}"), "x"):
        pass
    if code is None:
        return "stayed"
    if os.getpid() == caller:
        raise LookupError("this is the calling process, which is not to end")
    if code < 0 and os.name == "posix":
        os.kill(os.getpid(), -code)
    os._exit(code)


class Fussy:
    """It can be pickled, but not unpickled."""

    def __init__(self, size=None):
        self.size = size

    def __setstate__(self, state):
        raise LookupError("cannot be unpickled")


class Stubborn:
    """It cannot be pickled, for a reason of its own, and can be called."""

    def __call__(self, item):
        return item

    def __reduce__(self):
        raise ZeroDivisionError("cannot be pickled")


class Coded(ValueError):
    """It can be pickled and unpickled, and counts as false."""

    def __bool__(self):
        return False


class TwoReasons(Exception):
    """It can be pickled, but not unpickled, and what that raises does not name it."""

    def __init__(self, *reasons):
        first, second = reasons
        super().__init__(f"{first} and {second}")


class Secret(Exception):
    """It cannot be pickled, because of what is in it, and its `repr` does not name it."""

    def __repr__(self):
        return "an error"


class Keeper(Exception):
    """It cannot be pickled, because of an attribute that it has."""

    kept = None


keeper = Keeper("keeps")
keeper.kept = Stubborn()


def make(kind):
    return {
        "stubborn": Stubborn(),
        "fussy": Fussy(5),
        "large error": LookupError("x" * 2**21),
        "zero": 0,
    }[kind]


def fail(kind):
    raise {
        "coded": Coded("code 7", 5),
        "key": KeyError(7),
        "two": TwoReasons("wet", "cold"),
        "secret": Secret(Stubborn()),
        "keeper": keeper,
    }[kind]


def name_of(item):
    return type(item).__name__
'''


@pytest.fixture
def work(processes):
    """The module of `PARALLEL_WORK`, which new processes find too; they start by a quick method."""
    processes.start_by(processes.quick)
    module = processes.module("parallel_work", PARALLEL_WORK)
    module.caller = os.getpid()
    return module


def told(outcomes):
    """Each outcome as a pair: its value, and the class and args of its error or None."""
    return [
        (value, None if error is None else (type(error).__name__, *error.args))
        for value, error in outcomes
    ]


def classes(outcomes):
    """Each outcome as its value, or as `WorkerError` where its error is one."""
    return [
        WorkerError if isinstance(error, WorkerError) else value if error is None else error
        for value, error in outcomes
    ]


@pytest.mark.parametrize("kind", ["thread", "Processes", "", "processes "])
@pytest.mark.hint("Look at the arguments before you start anything.")
def test_refuses_another_kind(kind):
    """A kind that is neither of the two raises a `ValueError` that names it."""
    calls = []
    with pytest.raises(ValueError, match=re.escape(repr(kind))):
        run_parallel(calls.append, [1], kind=kind, workers=1)
    assert calls == [], "items that `func` was called with"
    with pytest.raises(ValueError, match=re.escape(repr(kind))):
        run_parallel(calls.append, [], kind=kind, workers=1)


class Quiet(LookupError):
    """An exception that counts as false."""

    def __bool__(self):
        return False


@pytest.mark.hint(
    "A `ThreadPoolExecutor` gives a future for each call. Ask each for its exception first.",
    "An exception is an object like any other, also when it is returned.",
)
def test_threads_give_the_very_objects():
    """What calls in threads return and raise comes as it is, in the order of the items."""
    last_runs = threading.Event()
    lock, returned, other = threading.Lock(), ValueError("returned"), OSError("raised")
    calls, things = [], [lock, None, returned, Quiet("raised"), other, WorkerError("3"), "last"]

    def pass_on(number):
        calls.append(number)
        thing = things[number]
        if thing is lock:
            last_runs.wait(PATIENCE)
        if thing == "last":
            last_runs.set()
        if number in (3, 4, 5):
            raise thing
        return thing

    outcomes = run_parallel(pass_on, iter(range(7)), kind="threads", workers=2)
    values, errors = [value for value, _ in outcomes], [error for _, error in outcomes]
    assert isinstance(outcomes[0], Outcome), f"the first of the list is a {type(outcomes[0])}"
    assert sorted(calls) == list(range(7)), "items of the calls"
    raised = things[3:6]
    assert [each in things for each in values + errors] == [True] * 14
    assert values == [lock, None, returned, None, None, None, "last"], f"raised: {raised}"
    assert list(map(id, errors)) == list(map(id, [None, None, None, *raised, None])), (
        f"raised: {raised}; errors: {errors}"
    )
    calls.clear()
    outcomes = run_parallel(
        lambda item: calls.append(item) or len(calls), [5, 5, 5], kind="threads", workers=1
    )
    assert outcomes == [(1, None), (2, None), (3, None)], "what the calls for [5, 5, 5] returned"


@pytest.mark.hint(
    "With `workers` threads, as many calls can be in the middle of their work.",
    "Leaving the `with` of a pool waits for its threads.",
)
def test_threads_run_together():
    """As many calls as `workers` run at once, no more, in threads that share the caller's state."""
    ran, most, running, guard = [], [], set(), threading.Lock()

    def others_come():
        """Let threads come and go: time in which a fourth call begins, if it can."""
        for _ in range(5):
            thread = threading.Thread(target=int)
            thread.start()
            thread.join()

    meeting = threading.Barrier(3, others_come, PATIENCE)

    def call(item):
        with guard:
            running.add(item)
            ran.append((item, threading.get_ident()))
            most.append(len(running))
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait()
        with guard:
            running.discard(item)

    before = threading.active_count()
    outcomes = run_parallel(call, range(30), kind="threads", workers=3)
    after = threading.active_count()
    assert outcomes == [(None, None)] * 30
    assert sorted(item for item, _ in ran) == list(range(30)), "items of the calls"
    assert max(most) == 3, f"calls that ran at the same time: {most}; workers=3, 30 items"
    threads = {thread for _, thread in ran}
    assert threading.get_ident() not in threads, "a call ran in the calling thread"
    assert after == before, "threads after the call, and before it"
    together = threading.Barrier(20)
    wide = run_parallel(lambda _: together.wait(PATIENCE), range(20), kind="threads", workers=20)
    assert sorted(value for value, _ in wide) == [*range(20)], "20 calls that meet, workers=20"
    for items, workers in (([None], 3), ([None, 0, 0], 1)):
        told_by = run_parallel(
            lambda item: (item, threading.get_ident()), items, kind="threads", workers=workers
        )
        assert [value[0] for value, _ in told_by] == items, f"workers={workers}"
        assert threading.get_ident() not in [value[1] for value, _ in told_by], (
            f"a call ran in the calling thread; items={items}, workers={workers}"
        )


@pytest.mark.parametrize("kind", ["threads", "processes"])
@pytest.mark.hint("Without items, there is nothing to start.")
def test_no_items(kind):
    """Without items the list is empty."""
    assert run_parallel(len, [], kind=kind, workers=3) == []
    assert run_parallel(len, iter(()), kind=kind, workers=1) == []


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "`multiprocessing.Process(target=..., args=...)` for each item, with an importable target.",
    "A `multiprocessing.Pipe()` brings the outcome back. Read it before you `join` the process.",
)
def test_processes_run_together(work, processes):
    """Calls in processes run at the same time, and their outcomes are in the items' order."""
    place = processes.meeting(2)
    items = [(place.port, 1), (None, 2), (place.port, 3)]
    outcomes = run_parallel(work.meet, iter(items), kind="processes", workers=2)
    running = processes.alive(place.processes)
    assert told(outcomes) == [((1, [1]), None), ((2, [2]), None), ((3, [3]), None)], (
        "3 items, kind='processes', workers=2; the calls of 1 and 3 wait until both are running"
    )
    assert len(set(place.processes)) == 2, f"the processes that met: {place.processes}"
    assert os.getpid() not in place.processes, "a call ran in the calling process"
    assert running == [], "processes that were still there when `run_parallel` had returned"
    assert work.seen == [], "what the calls have changed in the calling process"
    place = processes.meeting(5)
    items = [(place.port, number) for number in range(5)]
    outcomes = run_parallel(work.meet, items, kind="processes", workers=5)
    assert told(outcomes) == [((number, [number]), None) for number in range(5)], (
        f"5 calls that meet, workers=5; those that came: {len(place.processes)}"
    )
    [outcome] = run_parallel(work.linger, [4], kind="processes", workers=2)
    running = processes.alive([outcome.value])
    assert work.seen == [], "what a single call has changed in the calling process"
    assert running == [], "a process that takes its time to end, when `run_parallel` has returned"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "A pool uses its processes again. Which processes have done nothing yet?",
    "When as many run as may run, wait until one of them has ended, whichever it is.",
)
def test_one_process_after_the_other(work, processes):
    """Each call has a process of its own, and no more of them run than `workers`."""
    place = processes.meeting(1, rounds=2)
    items = [(place.port, number) for number in (1, 2)]
    outcomes = run_parallel(work.meet, items, kind="processes", workers=1)
    assert told(outcomes) == [((1, [1]), None), ((2, [2]), None)]
    assert len(set(place.processes)) == 2, f"processes, for 2 items: {place.processes}"
    assert place.children[0] == 1, "child processes during the first call; workers=1"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "The receiving end of a pipe raises an `EOFError` when nobody has the sending end any more.",
    "Who else has the sending end? `process.exitcode` is there after `process.join()`.",
)
def test_a_process_ends(work, tmp_path):
    """A process that ends during its call costs its own item only."""
    folder = tmp_path / "calls"
    folder.mkdir()
    items = [(folder, code) for code in (73, None, 0, -9, None)]
    outcomes = run_parallel(work.leave, items, kind="processes", workers=1)
    assert classes(outcomes) == [WorkerError, "stayed", WorkerError, WorkerError, "stayed"], (
        "exit codes: 73, none, 0, -9, which is the signal 9, and none"
    )
    errors = [str(error) for _, error in outcomes if error is not None]
    found = ["73" in errors[0], "0" in errors[1], "9" in errors[2]]
    assert found == [True, True, True], f"for 73, 0 and -9: {errors}"
    calls = sorted(each.name.split()[0] for each in folder.iterdir())
    assert calls == ["-9", "0", "73", "None", "None"], "exit codes of all the calls"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "Pickle the result yourself, in the process, and unpickle it yourself: both can raise.",
    "A pipe holds some 64 kB. Who writes more waits until somebody reads.",
)
def test_results_on_the_way(work):
    """A result that cannot be pickled and unpickled is a `WorkerError`; a large one arrives."""
    kinds = ["stubborn", "large error", "fussy", "zero"]
    *outcomes, zero = run_parallel(work.make, kinds, kind="processes", workers=1)
    assert (repr(zero.value), zero.error) == ("0", None), "the number 0 as a result"
    assert classes([outcomes[0], outcomes[2]]) == [WorkerError] * 2, (
        "results that cannot be pickled, and that cannot be unpickled"
    )
    assert [value for value, _ in outcomes[::2]] == [None, None], "values of the two errors"
    value, error = outcomes[1]
    assert (type(value), error) == (LookupError, None), "a LookupError, returned and not raised"
    assert len(value.args[0]) == 2**21, "the text in it, which has 2**21 characters"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "Send the traceback as text along with the exception: `traceback.format_exc()`.",
    "An exception is unpickled by `cls(*args)`. Try it where a failure costs one item.",
    "What it has in its attributes is pickled, too.",
)
def test_exceptions_on_the_way(work):
    """What was raised arrives if it can, with the traceback of the process as its cause."""
    kinds = ["coded", "two", "secret", "keeper", "key"]
    *outcomes, last = run_parallel(work.fail, kinds, kind="processes", workers=1)
    values, errors = [value for value, _ in outcomes], [error for _, error in outcomes]
    assert values == [None] * 4
    assert told(outcomes[:1]) == [(None, ("Coded", "code 7", 5))], "a Coded is a ValueError"
    assert told([last]) == [(None, ("KeyError", 7))], "KeyError(7) was raised"
    assert classes(outcomes[1:]) == [WorkerError] * 3, (
        "exceptions that can be pickled but not unpickled, that cannot be pickled because of their "
        "args, and because of an attribute"
    )
    names = ["TwoReasons", "Secret", "Keeper"]
    found = [name in str(error) for name, error in zip(names, errors[1:], strict=True)]
    assert found == [True] * 3, f"the messages for {names}: {[str(each) for each in errors[1:]]}"
    cause = str(errors[0].__cause__)
    found = [text in cause for text in ("Traceback", "in fail", "Coded: ('code 7', 5)")]
    assert found == [True] * 3, f"the traceback of `fail` in the cause of a Coded: {cause}"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "`pickle.dumps` raises whatever the item's own methods raise.",
    "Pickle each item yourself, before its process starts, and send the bytes.",
)
def test_items_on_the_way(work):
    """An item or function that cannot be pickled is a `WorkerError`."""
    items = [threading.Lock(), work.Stubborn(), "text" * 2**19]
    outcomes = run_parallel(work.name_of, items, kind="processes", workers=1)
    assert classes(outcomes) == [WorkerError, WorkerError, "str"], (
        "items: a lock, one whose pickling divides by 0, 2 MB of text"
    )
    outcomes = run_parallel(lambda item: item, [1, 2], kind="processes", workers=1)
    assert classes(outcomes) == [WorkerError] * 2, "`func` is a lambda, the items are 1 and 2"
    outcomes = run_parallel(work.Stubborn(), [1, 2], kind="processes", workers=1)
    assert classes(outcomes) == [WorkerError] * 2, "pickling `func` divides by 0; items are 1 and 2"
