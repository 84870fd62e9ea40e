"""Checks for Q44 · Threading."""

import threading
from concurrent.futures import Future, wait
from unittest.mock import ANY

import pytest
from q044_threading import BoundedBuffer, Closed, parallel_map

LONG = 30  # seconds that no check waits for: the call is woken before


class WatchedCondition(threading.Condition):
    """A condition that tells when a thread begins to wait, and for how long at most."""

    def __init__(self):
        super().__init__()
        self.timeouts = []
        self.sleepers = threading.Semaphore(0)

    def wait(self, timeout=None):
        self.timeouts.append(timeout)
        self.sleepers.release()
        return super().wait(timeout)


def make_buffer(capacity, *items):
    """A buffer that holds `items` and is watched from now on."""
    buffer = BoundedBuffer(capacity)
    for item in items:
        buffer.put(item, 0)
    buffer.condition = WatchedCondition()
    return buffer


def in_thread(call, *args):
    """Make a call in a daemon thread."""
    future = Future()

    def run():
        try:
            future.set_result(call(*args))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def falls_asleep(buffer):
    """Whether one more call has begun to wait on the condition, within two seconds."""
    return buffer.condition.sleepers.acquire(timeout=2)


def outcome(future):
    """What a call in a thread returned, or the type of the exception that it raised."""
    wait([future], 2)
    if not future.done():
        return "still waiting after two seconds"
    error = future.exception()
    return future.result() if error is None else type(error)


@pytest.mark.hint("A `collections.deque` is quick at both ends; keep it beside the condition.")
def test_first_in_first_out():
    """Items come out in the order they went in, and `len` counts those that are inside."""
    buffer = BoundedBuffer(3)
    sizes = [len(buffer)]
    for item in ("a", None, "c"):
        assert outcome(in_thread(buffer.put, item, 0)) is None
        sizes.append(len(buffer))
    taken = [outcome(in_thread(buffer.get)) for _ in range(2)]
    assert outcome(in_thread(buffer.put, "d")) is None
    taken += [outcome(in_thread(buffer.get, 0)) for _ in range(2)]
    assert (taken, sizes, len(buffer)) == (["a", None, "c", "d"], [0, 1, 2, 3], 0)


@pytest.mark.parametrize("limit", [0, -1])
@pytest.mark.hint("Look at the number before you do anything else.")
def test_refuses_limits_below_one(limit):
    """A capacity or a number of workers below 1 raises `ValueError`."""
    assert outcome(in_thread(BoundedBuffer, limit)) is ValueError
    assert outcome(in_thread(parallel_map, str, [1], limit)) is ValueError


@pytest.mark.hint(
    "`with self.condition:` takes its lock; `self.condition.wait()` gives it back and sleeps.",
    "Who changes the buffer calls `notify_all()`, still inside the `with`.",
)
def test_a_waiting_call_sleeps_until_it_is_woken():
    """`get` sleeps while the buffer is empty, `put` while it is full, each until the other acts."""
    empty, full = make_buffer(2), make_buffer(2, "a", "b")
    getter, putter = in_thread(empty.get), in_thread(full.put, "c")
    for buffer, name in ((empty, "get"), (full, "put")):
        assert falls_asleep(buffer), f"{name} did not wait on the condition"
    assert (getter.done(), putter.done(), len(full)) == (False, False, 2)
    empty.put("x")
    assert (outcome(getter), full.get(0)) == ("x", "a")
    assert outcome(putter) is None
    assert [full.get(0), full.get(0), len(empty)] == ["b", "c", 0]
    assert (empty.condition.timeouts, full.condition.timeouts) == ([None], [None])


@pytest.mark.parametrize("timeout", [0, 0.001])
@pytest.mark.hint(
    "`wait` and `wait_for` tell by their result whether the time is over.",
    "A timeout of 0 is a timeout: compare with `None`.",
)
def test_timeouts(timeout):
    """After its timeout a call raises `TimeoutError`, and the buffer is as it was."""
    buffer = BoundedBuffer(1)
    assert outcome(in_thread(buffer.get, timeout)) is TimeoutError
    assert outcome(in_thread(buffer.put, "a", timeout)) is None
    assert outcome(in_thread(buffer.put, "b", timeout)) is TimeoutError
    assert len(buffer) == 1
    assert outcome(in_thread(buffer.get, timeout)) == "a"
    assert outcome(in_thread(buffer.get, timeout)) is TimeoutError
    large = BoundedBuffer(300)

    def put_one_too_many():
        for number in range(301):
            large.put(number, timeout)

    assert (outcome(in_thread(put_one_too_many)), len(large)) == (TimeoutError, 300)


@pytest.mark.parametrize("side", ["get", "put"])
@pytest.mark.hint(
    "Being woken is no promise: test the state again, in a loop or with `wait_for`.",
    "Reckon with a deadline, so that a second wait gets only the rest of the time.",
)
def test_waits_again_for_the_rest_of_the_time(side):
    """Woken for nothing, a call waits again, only for what is left of its timeout."""
    buffer = make_buffer(1) if side == "get" else make_buffer(1, "a")
    call = in_thread(buffer.get, LONG) if side == "get" else in_thread(buffer.put, "b", LONG)
    assert falls_asleep(buffer), f"{side} did not wait on the condition"
    with buffer.condition:
        buffer.condition.notify_all()
    assert falls_asleep(buffer), f"{side} did not wait again after it was woken for nothing"
    if side == "get":
        buffer.put("a")
        assert outcome(call) == "a"
    else:
        assert buffer.get(0) == "a"
        assert outcome(call) is None
    first, second = buffer.condition.timeouts
    assert 0 < second < first <= LONG, f"waited for up to {first}, then for up to {second} seconds"


@pytest.mark.hint(
    "`notify()` wakes the thread that has waited longest, which may be unable to go on.",
    "When those who put and those who get share a condition, wake them all.",
)
def test_wakes_whoever_can_go_on():
    """A change reaches the thread that can go on, also when others have waited for longer."""
    buffer = make_buffer(1)
    getters = [in_thread(buffer.get), in_thread(buffer.get)]
    for _ in getters:
        assert falls_asleep(buffer), "get did not wait on the condition"

    def put_two():
        with buffer.condition:  # nobody comes in before the second put waits
            buffer.put(1)
            buffer.put(2)

    assert outcome(in_thread(put_two)) is None, "put was not woken when there was room again"
    assert {outcome(getter) for getter in getters} == {1, 2}


@pytest.mark.parametrize("timeout", [None, LONG])
@pytest.mark.hint(
    "What the waiting calls test has to become true when the buffer is closed.",
    "Close under the lock, and wake them all.",
)
def test_close_releases_all_who_wait(timeout):
    """`close` wakes all calls that wait, and they raise `Closed`; nothing is added."""
    empty, full = make_buffer(1), make_buffer(1, "a")
    getters = [in_thread(empty.get, timeout) for _ in range(2)]
    putters = [in_thread(full.put, "b", timeout) for _ in range(2)]
    for buffer in (empty, empty, full, full):
        assert falls_asleep(buffer), "a call did not wait on the condition"
    empty.close()
    full.close()
    done, waiting = wait([*getters, *putters], 2)
    assert len(waiting) == 0, f"{len(waiting)} of 4 calls wait after close"
    assert [outcome(call) for call in (*getters, *putters)] == [Closed] * 4
    assert (len(empty), len(full)) == (0, 1)


@pytest.mark.hint("`get` has to ask for items first, and whether the buffer is closed after that.")
def test_a_closed_buffer_gives_what_is_left():
    """After `close`, `put` raises `Closed`; `get` does once the items that were left are out."""
    buffer = BoundedBuffer(2)
    for item in ("a", "b"):
        buffer.put(item, 0)
    buffer.close()
    buffer.close()
    assert outcome(in_thread(buffer.put, "c", 0)) is Closed
    assert outcome(in_thread(buffer.get)) == "a"
    assert outcome(in_thread(buffer.put, "c")) is Closed
    assert outcome(in_thread(buffer.get, 0)) == "b"
    assert [outcome(in_thread(buffer.get, timeout)) for timeout in (None, 0)] == [Closed] * 2
    assert len(buffer) == 0


@pytest.mark.hint(
    "Every thread takes the next item, calls `func`, and does so again until none is left.",
    "Remember the place of an item when you take it, and put its result there.",
)
def test_map_keeps_the_order():
    """The list of results has the order of the items, whichever call ends first."""
    last_began = threading.Event()

    def func(number):
        if number == 3:
            last_began.set()
        return (number, number > 0 or last_began.wait(2))

    results = outcome(in_thread(parallel_map, func, iter(range(4)), 2))
    assert results == [(0, True), (1, True), (2, True), (3, True)]
    assert outcome(in_thread(parallel_map, str, [7], 3)) == ["7"]
    assert outcome(in_thread(parallel_map, str, [], 1)) == []
    assert outcome(in_thread(parallel_map, repr, [ANY, None], 1)) == ["<ANY>", "None"]


@pytest.mark.hint(
    "Start the threads first, all of them, and only then wait for each with `join`.",
    "A generator cannot be asked by two threads at once: take items under a lock.",
)
def test_map_uses_its_workers():
    """As many calls as there are workers run at a time, in no more threads, all ended after."""
    crowd = threading.Barrier(3)
    threads = set()

    def numbers():
        yield 0
        threading.Event().wait(0.02)  # who asks for an item meanwhile without a lock fails
        yield from range(1, 6)

    def func(number):
        crowd.wait(2)
        threads.add(threading.current_thread())
        return "done"

    assert outcome(in_thread(parallel_map, func, numbers(), 3)) == ["done"] * 6
    assert len(threads) == 3, f"{len(threads)} threads made the calls of 3 workers"
    assert [thread.is_alive() for thread in threads] == [False] * 3
    assert threading.current_thread() not in threads


@pytest.mark.parametrize(
    ("kind", "from_items"),
    [
        (ValueError, False),
        (SystemExit, False),
        (StopIteration, False),
        (ValueError, True),
        (SystemExit, True),
    ],
)
@pytest.mark.hint(
    "Take items with `next`, one at a time, and not before you can call `func`.",
    "Catch `BaseException` in the thread and hand it over; `next` may have a default.",
)
def test_map_stops_at_an_error(kind, from_items):
    """After an exception, of any kind, of a call or of `items`, nothing more is taken or called."""
    log = []
    error = kind("third")

    class Items:
        def __init__(self):
            self.number = 0

        def __iter__(self):
            return self

        def __next__(self):
            self.number += 1
            log.append(f"take {self.number}")
            if from_items and self.number == 3:
                raise error
            return self.number

    def func(number):
        log.append(f"call {number}")
        if number == 3:
            raise error
        return number

    future = in_thread(parallel_map, func, Items(), 1)
    assert outcome(future) is kind
    expected = ["take 1", "call 1", "take 2", "call 2", "take 3"]
    assert log == expected + ["call 3"] * (not from_items)
    assert future.exception(0) is error, "another exception came out"


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.hint(
    "Before a thread takes another item, it should look whether any call has raised.",
    "Keep the exceptions by the place of their item, join every thread, and raise then.",
)
def test_map_waits_and_raises_the_first_of_several_errors(monkeypatch, both):
    """After an error, calls that run are waited for; of several errors the first item's counts."""
    began, failed = threading.Event(), threading.Event()
    threads, awaited, ended = {}, {}, []
    plain_join = threading.Thread.join

    def watched_join(thread, timeout=None):
        if timeout is None:
            awaited.setdefault(thread, threading.Event()).set()
        plain_join(thread, timeout)

    def func(number):
        threads[number] = threading.current_thread()
        if number == 1:
            began.wait(2)
            failed.set()
            raise ValueError("of item 1, and earlier")
        began.set()
        failed.wait(2)
        threads[1].join(1)
        joined = awaited.setdefault(threads[0], threading.Event())
        joined.wait(0.1)  # elapses if parallel_map waits in another way, or not at all
        ended.append(number)
        if both:
            raise KeyError("of item 0")

    monkeypatch.setattr(threading.Thread, "join", watched_join)
    result = outcome(in_thread(parallel_map, func, range(4), 2))
    ended_before, alive = list(ended), [thread.is_alive() for thread in threads.values()]
    assert sorted(threads) == [0, 1], (
        f"these items were worked on, not only 0 and 1: {sorted(threads)}"
    )
    assert (result, ended_before) == (KeyError if both else ValueError, [0])
    assert alive == [False, False], "a thread is alive after parallel_map"
