"""Checks for Q19 · The GIL."""

import itertools
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import NamedTuple

import pytest
from q019_gil import SafeCounter, executor_for, run_io_tasks

PATIENCE = 2  # seconds that a thread waits for another one before it gives up
MOMENT = 0.1  # seconds to see that a thread is held up


def wait_for(event):
    """Wait for an event, but not in the main thread, which would wait for itself."""
    if threading.current_thread() is threading.main_thread():
        return False
    return event.wait(PATIENCE)


@pytest.fixture
def pools(monkeypatch):
    """Keep every thread pool made, so that one left open does not vanish unseen."""
    made = []
    original = ThreadPoolExecutor.__init__

    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        made.append(self)

    monkeypatch.setattr(ThreadPoolExecutor, "__init__", init)
    yield made
    for pool in made:
        pool.shutdown()


class CrowdedLock:
    """A lock for which others stand in line: one adds before each holder, and one after.

    What they add is 10, 100, 1000 and so on, one after the other. When `quiet`, nobody comes.
    """

    def __init__(self):
        self.lock, self.counter, self.quiet = threading.Lock(), None, True
        self.amounts = (10**power for power in itertools.count(1))

    def __bool__(self):
        return False  # a lock is used because it was given, not because it is true

    def another_adds(self):
        if not self.quiet:
            self.quiet = True
            self.counter.add(next(self.amounts))
            self.quiet = False

    def acquire(self, blocking=True, timeout=-1):
        self.another_adds()
        return self.lock.acquire(blocking, timeout)

    def release(self):
        self.lock.release()
        self.another_adds()

    def locked(self):
        return self.lock.locked()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


class Slow(int):
    """An integer that calls a function in the midst of its addition."""

    meanwhile = staticmethod(lambda: None)

    def __add__(self, other):
        self.meanwhile()
        return int(self) + int(other)

    __radd__ = __add__


THREADS, PROCESSES = "ThreadPoolExecutor", "ProcessPoolExecutor"


def named(pool):
    """The name of a pool if it is one of the two classes themselves, anything else as a text."""
    if pool is ThreadPoolExecutor or pool is ProcessPoolExecutor:
        return pool.__name__
    return f"another object, {pool!r}"


class Version(NamedTuple):
    """What `sys.version_info` is."""

    major: int
    minor: int
    micro: int = 0
    releaselevel: str = "final"
    serial: int = 0


@pytest.mark.parametrize(
    ("kind", "gil", "expected"),
    [
        ("io", True, THREADS),
        ("io", False, THREADS),
        ("cpu", True, PROCESSES),
        ("cpu", False, THREADS),
    ],
)
@pytest.mark.parametrize("python_has_gil", [True, False])
@pytest.mark.hint(
    "Threads for what waits, processes for what computes, unless no GIL is in the way.",
    "`False` is an answer, `None` is none.",
)
def test_picks_the_pool_for_the_kind_of_work(monkeypatch, kind, gil, expected, python_has_gil):
    """Computing gets processes while the GIL is on, all else threads; the argument decides."""
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: python_has_gil, raising=False)
    assert named(executor_for(kind, gil)) == expected


@pytest.mark.hint("The GIL can come on while a program runs. When do you ask?")
def test_asks_the_running_python(monkeypatch):
    """Without `gil`, every call asks `sys._is_gil_enabled()` again."""
    monkeypatch.setattr(sys, "version_info", max(Version(3, 13), Version(*sys.version_info)))
    for answer, expected in [(True, PROCESSES), (False, THREADS), (True, PROCESSES)]:
        monkeypatch.setattr(sys, "_is_gil_enabled", lambda answer=answer: answer, raising=False)
        said = f"sys._is_gil_enabled() is {answer}"
        assert named(executor_for("cpu")) == expected, said
        assert named(executor_for("cpu", None)) == expected, said
        assert named(executor_for("io")) == THREADS, said


@pytest.mark.hint(
    "Before 3.13 there was nothing to ask, and no Python without the GIL.",
    "`getattr` takes a default: `getattr(sys, 'getrefcount', None)`.",
)
def test_knows_older_pythons(monkeypatch):
    """Where `sys` has no `_is_gil_enabled`, the GIL is on."""
    monkeypatch.setattr(sys, "version_info", min(Version(3, 12), Version(*sys.version_info)))
    monkeypatch.delattr(sys, "_is_gil_enabled", raising=False)
    said = "sys has no _is_gil_enabled, as before Python 3.13"
    assert named(executor_for("cpu")) == PROCESSES, said
    assert named(executor_for("".join(["c", "pu"]))) == PROCESSES, said
    assert named(executor_for("io")) == THREADS, said


@pytest.mark.parametrize("kind", ["gpu", "IO", "io ", "", "cpus", "audio"])
@pytest.mark.parametrize("gil", [None, True, False])
@pytest.mark.hint(
    "`dict.get` would turn a typing error into None.",
    "Look at the kind before you look at the GIL.",
)
def test_refuses_an_unknown_kind(kind, gil):
    """Any other string raises a `ValueError`, whatever is known of the GIL."""
    with pytest.raises(ValueError):
        executor_for(kind, gil)


@pytest.mark.hint(
    "The order of finishing is not the order of the tasks.",
    "`Executor.map` keeps the order; with `submit`, ask the futures in the order you made them.",
    "A pool's thread takes the next task by itself: hand it all of them at once, not by groups.",
)
def test_lists_results_in_the_order_of_the_tasks():
    """Results come as a list in the order of the tasks, also when the first finishes last."""
    others_are_done, done = threading.Event(), []
    result = ValueError("a result, not raised")

    def waiting_for_the_others():
        return "first" if wait_for(others_are_done) else "waited in vain for the others"

    def returning(value):
        done.append(value)
        if len(done) == 3:
            others_are_done.set()  # the only other worker has finished all the rest
        return value

    assert run_io_tasks(
        [
            waiting_for_the_others,
            lambda: returning(None),
            lambda: returning(result),
            lambda: returning("last"),
        ],
        2,
    ) == ["first", None, result, "last"]
    assert run_io_tasks([], 1) == []
    letters = sorted(run_io_tasks([iter("abc").__next__] * 3, 1))
    assert letters == ["a", "b", "c"], "three times the task next(iter('abc')), 1 worker"


@pytest.mark.hint(
    "Hand all tasks to the pool before you wait for the first result.",
    "The pool has a parameter `max_workers`.",
)
def test_tasks_overlap():
    """As many tasks as there are workers run at the same time: each waits until all have begun."""
    workers = 10
    all_begun = threading.Barrier(workers)

    def task():
        if threading.current_thread() is threading.main_thread():
            return "ran in the calling thread"
        try:
            all_begun.wait(PATIENCE)
        except threading.BrokenBarrierError:
            return "waited in vain for the others"
        return "met the others"

    assert run_io_tasks([task] * workers, workers=workers) == ["met the others"] * workers


@pytest.mark.hint(
    "Tell the pool how many workers it may have; it has a default of its own.",
    "A pool uses its threads again, task after task.",
)
def test_uses_no_more_threads_than_workers():
    """Six tasks on two workers run in two threads at most, and not in the one that calls."""
    threads, crowd = [], threading.Event()

    def task():
        threads.append(threading.current_thread())
        if len(set(threads)) > 2:
            crowd.set()
        elif len(threads) <= 2 and threading.main_thread() not in threads:
            crowd.wait(MOMENT)  # both workers are busy: is there a third one?

    assert run_io_tasks([task] * 6, 2) == [None] * 6
    calling = threading.main_thread()
    names = [thread.name for thread in threads if thread is calling]
    assert names == [], "tasks of run_io_tasks([task] * 6, 2) ran in the calling thread"
    used = len(set(threads))
    assert used <= 2, f"run_io_tasks(six tasks, workers=2) used {used} threads"
    assert [thread is calling for thread in run_io_tasks([threading.current_thread], 2)] == [False]
    assert [thread is calling for thread in run_io_tasks([threading.current_thread] * 2, 1)] == [
        False,
        False,
    ], "two tasks on one worker"


@pytest.mark.parametrize("kind", [LookupError, TimeoutError])
@pytest.mark.hint(
    "A future's `result()` raises what its task raised: no `except` is needed.",
    "Ask for the results in the order of the tasks, not in the order of finishing.",
)
def test_raises_the_exception_of_the_first_failing_task(kind):
    """Of the tasks that raise, the first in order decides; its exception is the same object."""
    later_has_raised, error = threading.Event(), kind("the earlier task")

    def earlier():
        wait_for(later_has_raised)
        raise error

    def later():
        raise ArithmeticError("the later task")

    with pytest.raises(Exception) as caught:
        # The second of the two workers comes to the last task once `later` has raised.
        run_io_tasks([int, earlier, later, later_has_raised.set], 2)
    arrived = caught.value
    assert arrived is error, (
        f"run_io_tasks([int, earlier, later, …], 2) raised {arrived!r}, not {error!r} of earlier"
    )


@pytest.mark.parametrize("fails", ["nothing", "a task"])
@pytest.mark.hint(
    "A pool that is not shut down keeps its threads waiting for more work.",
    "A pool is a context manager: leaving its `with` block shuts it down, also on an exception.",
)
def test_leaves_no_thread_behind(pools, fails):
    """After a return as after an exception, no thread of the call is alive."""
    threads, never = [], threading.Event()

    def first():
        threads.append(threading.current_thread())
        if fails == "a task":
            raise LookupError("wanted")

    def second():
        threads.append(threading.current_thread())
        if fails == "a task":
            never.wait(MOMENT / 2)  # still busy when the first has raised

    came = None
    try:
        run_io_tasks([first, second], 2)
    except LookupError as error:
        came = error
    alive = [thread.name for thread in threads if thread.is_alive()]
    assert (came is None) == (fails == "nothing"), f"{fails} raised, run_io_tasks raised {came!r}"
    assert threads != [], "no task was called"
    assert alive == [], f"these threads are still alive after run_io_tasks; {fails} raised"


@pytest.mark.hint("Keep the total on the instance, set in `__init__`.")
def test_counts():
    """A counter starts at 0, adds 1 or the amount given, and returns the total."""
    other = SafeCounter(threading.RLock())
    assert (counter := SafeCounter()).value == 0
    assert [counter.add(), counter.add(5), counter.add(-2), counter.add(0)] == [1, 6, 4, 4], (
        "of a new SafeCounter()"
    )
    assert other.add(amount=7) == 7, "of a second counter, a new one, where the first stands at 4"
    assert (counter.value, other.value) == (4, 7), "after 4 in all and add(amount=7)"
    assert [counter.add(2**53), counter.add()] == [2**53 + 4, 2**53 + 5], "the counter stood at 4"


@pytest.mark.hint(
    "`self.value += amount` reads, adds and writes; another thread can come between.",
    "Where is the lock made that two calls of `add` both use?",
    "Two first calls of `add` at the same time must find one and the same lock.",
)
def test_loses_no_addition(monkeypatch):
    """A call of `add` in the midst of another one's is not lost, also when it is the first."""
    counter, totals, slow_1 = SafeCounter(), [], Slow(1)
    second = threading.Thread(target=lambda: totals.append(counter.add(1)), daemon=True)

    def meanwhile():
        if second.ident is None:
            second.start()
            second.join(MOMENT)  # it finishes, or is held up

    slow_1.meanwhile = meanwhile
    totals.append(counter.add(slow_1))
    meanwhile()
    second.join(PATIENCE)
    said = "two threads called add(1) on a new counter, one in the midst of the other's addition"
    assert sorted(totals) == [1, 2], said
    assert counter.value == 2, said

    counter, amount = SafeCounter(), Slow(1)
    begun, go_on = threading.Event(), threading.Event()
    amount.meanwhile = lambda: begun.set() or go_on.wait(PATIENCE)
    slow = threading.Thread(target=counter.add, args=[amount], daemon=True)
    waiting = [slow]

    def noticed(make_lock):
        def lock():
            if waiting and threading.current_thread() is threading.main_thread():
                waiting.pop().start()
                begun.wait(MOMENT)
            return make_lock()

        return lock

    monkeypatch.setattr(threading, "Lock", noticed(threading.Lock))
    monkeypatch.setattr(threading, "RLock", noticed(threading.RLock))
    counter.add(1)
    monkeypatch.undo()
    go_on.set()
    if waiting:
        slow.start()
    slow.join(PATIENCE)
    assert counter.value == 2, "two threads called add(1) on a new counter at the same time"


@pytest.mark.hint(
    "Is it this lock that you take? Only None means that none was handed in.",
    "Take the lock before you read the total.",
    "Once the lock is free, the total may already be somebody else's: `return` before that.",
)
def test_lock_holds_from_reading_to_returning():
    """With one addition just before the lock is taken and one just after, all is counted."""
    lock = CrowdedLock()
    counter = lock.counter = SafeCounter(lock)
    lock.quiet = False
    assert counter.add(1) == 11, (
        "another thread had added 10 just before add(1) took the lock: "
        "the lock that was handed in, though bool(lock) is False"
    )
    lock.quiet = True
    assert counter.value == 111, "another thread has added 100 as soon as the lock was free"
    lock.quiet = False
    assert counter.add(0) == 1111, "another one had added 1000 just before add(0) took the lock"


@pytest.mark.hint("A default value is made once, for all calls. So is an attribute of the class.")
def test_counters_do_not_hold_up_one_another():
    """While one counter is in the midst of an addition, another one can add."""
    counter, other, slow_1, held_up = SafeCounter(), SafeCounter(), Slow(1), []

    def meanwhile():
        second = threading.Thread(target=other.add, daemon=True)
        second.start()
        second.join(PATIENCE)
        if second.is_alive():
            held_up.append("the other counter")

    slow_1.meanwhile = meanwhile
    assert counter.add(slow_1) == 1
    assert {"held up by the lock of the first counter": held_up} == {
        "held up by the lock of the first counter": []
    }


@pytest.mark.hint("A `with` block releases its lock also when its body raises.")
def test_a_failing_addition_frees_the_lock():
    """If the addition raises a `TypeError`, it comes through, and the next call goes on."""
    lock = threading.Lock()
    (counter := SafeCounter(lock)).add(3)
    with pytest.raises(TypeError):
        counter.add("one")
    assert not lock.locked(), 'the lock is still held after add("one") raised'
    assert counter.add() == 4, 'after add(3), and after add("one"), which raised'
    own = SafeCounter()
    with pytest.raises(TypeError):
        own.add("one")
    added = threading.Thread(target=own.add, daemon=True)
    added.start()
    added.join(PATIENCE)
    assert own.value == 1, 'the counter\'s own lock is still held after add("one") raised'
