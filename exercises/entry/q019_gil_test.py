"""Checks for Q19 · The GIL."""

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from q019_gil import SafeCounter, executor_for, run_io_tasks

PATIENCE = 2  # seconds that a task waits for another one before it gives up


def in_a_thread():
    """Fail at once, rather than after a long wait, if tasks run in the calling thread."""
    assert threading.current_thread() is not threading.main_thread(), (
        "the task runs in the main thread, not in a thread of a pool"
    )


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


class WatchedLock:
    """A lock that tells when somebody has to wait for it, and calls back once it was released."""

    def __init__(self, lock, contended, released):
        self.lock, self.contended, self.released = lock, contended, released

    def acquire(self, blocking=True, timeout=-1):
        if self.lock.acquire(blocking=False):
            return True
        self.contended.set()
        return self.lock.acquire(blocking, timeout)

    def release(self):
        self.lock.release()
        self.released()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()


def overtake(counter):
    """Call `counter.add(1)` in a second thread in the midst of an addition of 1 in this one.

    The addition goes on once the second thread has finished or waits for the lock. Returns the
    totals that the first and the second call returned.
    """
    first = threading.current_thread()
    settled, finished = threading.Event(), threading.Event()
    totals = []

    def work():
        try:
            totals.append(counter.add(1))
        finally:
            settled.set()
            finished.set()

    second = threading.Thread(target=work, daemon=True)

    class Slow(int):
        def __add__(self, other):
            if second.ident is None:
                second.start()
            settled.wait(PATIENCE)
            return int(self) + int(other)

        __radd__ = __add__

    def released():
        if threading.current_thread() is first and second.ident is not None:
            finished.wait(PATIENCE)

    counter.lock = WatchedLock(counter.lock, settled, released)
    total = counter.add(Slow(1))
    finished.wait(PATIENCE)
    return [total, *totals]


@pytest.mark.hint("Threads for what waits, processes for what computes.")
def test_picks_the_pool_for_the_kind_of_work():
    """Work that waits gets the pool of threads, work that computes the pool of processes."""
    assert executor_for("io") is ThreadPoolExecutor
    assert executor_for("cpu") is ProcessPoolExecutor


@pytest.mark.parametrize("kind", ["gpu", "IO"])
@pytest.mark.hint("`dict.get` would turn a typing error into None; a `match` has a `case _`.")
def test_refuses_an_unknown_kind(kind):
    """Any other kind raises a `ValueError` that contains it."""
    with pytest.raises(ValueError, match=kind):
        executor_for(kind)


@pytest.mark.hint(
    "The order of finishing is not the order of the tasks.",
    "`Executor.map` keeps the order; with `submit`, ask the futures in the order you made them.",
)
def test_lists_results_in_the_order_of_the_tasks():
    """Results come as a list in the order of the tasks, also when the first finishes last."""
    others_are_done = threading.Event()

    def first():
        in_a_thread()
        others_are_done.wait(PATIENCE)
        return "first"

    def last():
        others_are_done.set()  # the only other worker is here, so it has finished the rest
        return "last"

    tasks = iter([first, lambda: None, lambda: "third", last])
    assert run_io_tasks(tasks, 2) == ["first", None, "third", "last"]
    assert run_io_tasks([], 1) == []


@pytest.mark.hint(
    "Hand all tasks to the pool before you wait for the first result.",
    "The pool has a parameter `max_workers`.",
)
def test_tasks_overlap():
    """With three workers, three tasks run at the same time: each waits until all have begun."""
    all_begun = threading.Barrier(3)

    def task():
        in_a_thread()
        all_begun.wait(PATIENCE)
        return "met"

    assert run_io_tasks([task] * 3, workers=3) == ["met", "met", "met"]


@pytest.mark.hint("Tell the pool how many workers it may have; it has a default of its own.")
def test_starts_no_more_threads_than_workers(monkeypatch):
    """Six tasks on two workers start two threads at most."""
    started, handed_over = [], threading.Event()
    original = threading.Thread.start

    def start(thread):
        started.append(thread)
        original(thread)

    def task():
        in_a_thread()
        if not handed_over.wait(PATIENCE):
            handed_over.set()  # they are handed over one by one: let the others pass at once

    def tasks():
        for _ in range(6):
            yield task
        handed_over.set()

    monkeypatch.setattr(threading.Thread, "start", start)
    assert run_io_tasks(tasks(), 2) == [None] * 6
    assert len(started) <= 2, f"2 workers were allowed, {len(started)} threads were started"


@pytest.mark.hint(
    "A future's `result()` raises what its task raised: no `except` is needed.",
    "Ask for the results in the order of the tasks, not in the order of finishing.",
)
def test_raises_the_exception_of_the_first_failing_task():
    """Of the tasks that raise, the first in order decides, even if another raised before it."""
    later_has_raised = threading.Event()

    def earlier():
        in_a_thread()
        later_has_raised.wait(PATIENCE)
        raise LookupError("the earlier task")

    def later():
        raise ArithmeticError("the later task")

    with pytest.raises(LookupError, match="the earlier task"):
        # The second of the two workers comes to the last task once `later` has raised.
        run_io_tasks([int, earlier, later, later_has_raised.set], 2)


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.hint(
    "A pool that is not shut down keeps its threads waiting for more work.",
    "A pool is a context manager: leaving its `with` block shuts it down, also on an exception.",
)
def test_leaves_no_thread_behind(pools, fails):
    """After a return as after an exception, no thread of the call is alive."""
    threads = []

    def task():
        threads.append(threading.current_thread())
        if fails:
            raise LookupError("wanted")

    if fails:
        with pytest.raises(LookupError, match="wanted"):
            run_io_tasks([task, task], 2)
    else:
        assert run_io_tasks([task, task], 2) == [None, None]
    assert threading.main_thread() not in threads, "a task ran in the main thread"
    alive = [thread.name for thread in threads if thread.is_alive()]
    assert alive == [], f"threads still alive after the call: {alive}"


@pytest.mark.hint("Keep `value` and `lock` on the instance, set in `__init__`.")
def test_counts():
    """A counter starts at 0, adds 1 or the amount given, returns the total, and is on its own."""
    counter, other = SafeCounter(), SafeCounter()
    assert counter.value == 0
    assert [counter.add(), counter.add(5), counter.add(-2)] == [1, 6, 4]
    assert (counter.value, other.value) == (4, 0)
    assert counter.lock is not other.lock, "the two counters share one lock"


@pytest.mark.hint(
    "`self.value += amount` reads, adds and writes; another thread can come between.",
    "Hold `self.lock` from before the read until after the write.",
)
def test_loses_no_update():
    """A call of `add` in the midst of another one's addition is not lost."""
    counter = SafeCounter()
    overtake(counter)
    assert counter.value == 2


@pytest.mark.hint(
    "Once the lock is free, `self.value` may already be somebody else's total.",
    "Read what you return while you hold the lock.",
)
def test_returns_the_total_of_this_very_call():
    """`add` returns the total it made itself, even if another call follows at once."""
    assert overtake(SafeCounter()) == [1, 2]


@pytest.mark.hint("A `with` block releases its lock also when its body raises.")
def test_a_failing_addition_changes_nothing():
    """If the addition raises, the exception comes through, the value stays and the lock is free."""
    counter = SafeCounter()
    counter.add(3)
    with pytest.raises(TypeError):
        counter.add("one")
    assert counter.value == 3
    assert counter.lock.acquire(blocking=False), "the lock is still held after the failed addition"
    counter.lock.release()
    assert counter.add() == 4
