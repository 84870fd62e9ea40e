"""Checks for Q44 · Threading."""

import math
import re
import threading
from concurrent.futures import wait
from unittest.mock import ANY

import pytest
from q044_threading import BoundedBuffer, Closed

LONG = 3600  # seconds that no check waits for: the call is woken before
PATIENCE = 1  # seconds after which a call counts as one that goes on waiting


class HookedLock:
    """An `RLock` that calls `on_release` once, as soon as its owner has let it go."""

    def __init__(self, on_release):
        self._lock, self._depth, self.on_release = threading.RLock(), 0, on_release
        self._is_owned = self._lock._is_owned

    def acquire(self, *args, **kwargs):
        taken = self._lock.acquire(*args, **kwargs)
        self._depth += taken
        return taken

    def release(self):
        self._depth -= 1
        hook = None
        if self._depth == 0:
            hook, self.on_release = self.on_release, None
        self._lock.release()
        if hook:
            hook()

    def locked(self):
        return self._depth > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc_info):
        self.release()

    def _release_save(self):
        depth, self._depth = self._depth, 0
        return depth, self._lock._release_save()

    def _acquire_restore(self, state):
        self._lock._acquire_restore(state[1])
        self._depth = state[0]


class WatchedCondition(threading.Condition):
    """A condition that notes how long each call may wait, and tells when one begins to wait."""

    def __init__(self, lock=None):
        super().__init__(lock)
        self.timeouts = []
        self.sleepers = threading.Semaphore(0)

    def wait(self, timeout=None):
        self.timeouts.append(timeout)
        self.sleepers.release()
        return super().wait(timeout)


def fill(buffer, capacity, *items):
    """Put items where there is room for them, in this thread."""
    for inside, item in enumerate(items):
        ended = None
        try:
            buffer.put(item, 0)
        except (Closed, TimeoutError) as error:
            ended = type(error).__name__
        assert ended is None, (
            f"put({item!r}, 0) into BoundedBuffer({capacity}) with {inside} inside"
        )


def make_buffer(capacity, *items):
    """A buffer that holds `items` and is watched from now on."""
    buffer = BoundedBuffer(capacity)
    fill(buffer, capacity, *items)
    buffer.condition = WatchedCondition()
    return buffer


def asleep(buffer, calls):
    """How many of so many calls begin to wait on the condition; the first that does not ends it."""
    begun = 0
    while begun < calls and buffer.condition.sleepers.acquire(timeout=PATIENCE):
        begun += 1
    return begun


def waits(buffer):
    """How long each wait on the condition could have taken; one of more than an hour is endless."""
    timeouts = buffer.condition.timeouts
    return ["endless" if each is None or each > LONG else f"{each} s" for each in timeouts]


def ending(future):
    """What a call in a thread returned, or which of the exceptions of the prompt it raised."""
    wait([future], PATIENCE)
    if not future.done():
        return "still waiting"
    error = future.exception()
    kinds = [kind for kind in (Closed, TimeoutError, ValueError) if isinstance(error, kind)]
    return kinds[0].__name__ if kinds else future.result() if error is None else repr(error)


def endings(futures):
    """How several calls ended; when one of them goes on waiting, the others get no more time."""
    ends = []
    for each in futures:
        in_time = "still waiting" not in ends
        ends.append(ending(each) if in_time or each.done() else "still waiting")
    return ends


@pytest.fixture
def outcome(in_thread):
    """A function that makes a call in a thread of its own, and tells how that ends."""
    return lambda call, *args: ending(in_thread(call, *args))


@pytest.mark.hint("A `collections.deque` is quick at both ends; keep it beside the condition.")
def test_first_in_first_out(outcome):
    """Items come out in the order they went in, and `len` counts those that are inside."""
    buffer = BoundedBuffer(3)
    sizes = [len(buffer)]
    for item in (0, None, None):
        room = f"put({item!r}) into BoundedBuffer(3) with {len(sizes) - 1} inside"
        assert outcome(buffer.put, item) is None, room
        sizes.append(len(buffer))
    assert {"len(buffer), then after each of put(0), put(None), put(None)": sizes} == {
        "len(buffer), then after each of put(0), put(None), put(None)": [0, 1, 2, 3]
    }
    assert [outcome(buffer.get), outcome(buffer.get)] == [0, None], (
        "get() twice, after put(0), put(None), put(None)"
    )
    assert outcome(buffer.put, "d") is None, "put('d') into BoundedBuffer(3) with None inside"
    assert [outcome(buffer.get), outcome(buffer.get)] == [None, "d"], (
        "get() twice, with None inside and 'd' put after it"
    )
    assert outcome(buffer.put, None) is None, "put(None) into an empty buffer"
    assert outcome(buffer.get) is None, "get(), after put(None) into an empty buffer"
    assert len(buffer) == 0, "after five items were put and five were taken"
    items = [ANY, ["a", "list"], Closed, Closed("an item"), ValueError("an item"), {}, ...]
    buffer = BoundedBuffer(len(items))
    for item in items:
        assert outcome(buffer.put, item) is None, f"put({item!r}) into a buffer with room"
    got = [outcome(buffer.get) for _ in items]
    pairs = zip(items, got, strict=True)
    others = [f"for {item!r} came another: {each!r}" for item, each in pairs if each is not item]
    assert {"items that did not come out themselves": others} == {
        "items that did not come out themselves": []
    }
    large = BoundedBuffer(2000)
    fill(large, 2000, *range(2000))
    assert len(large) == 2000, "after 2,000 items were put into a buffer with that capacity"


@pytest.mark.parametrize("capacity", [0, -1, -1234567])
@pytest.mark.hint("Look at the number before you do anything else.")
def test_refuses_a_capacity_below_one(capacity):
    """A capacity below 1 raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(capacity))):
        BoundedBuffer(capacity)


@pytest.mark.hint(
    "`with self.condition:` takes its lock; `self.condition.wait()` gives it back and sleeps.",
    "Who changes the buffer calls `notify_all()`, still inside the `with`.",
)
def test_an_empty_buffer_makes_get_sleep(in_thread, outcome):
    """`get` sleeps on the condition while the buffer is empty, until an item is put."""
    buffer = make_buffer(2)
    call = in_thread(buffer.get)
    assert asleep(buffer, calls=1) == 1, "get() from an empty buffer waits on buffer.condition"
    assert {'put("x")': outcome(buffer.put, "x"), "get()": ending(call), "len": len(buffer)} == {
        'put("x")': None,
        "get()": "x",
        "len": 0,
    }
    assert {"waits of get()": waits(buffer)} == {"waits of get()": ["endless"]}


@pytest.mark.hint(
    "`with self.condition:` takes its lock; `self.condition.wait()` gives it back and sleeps.",
    "Who changes the buffer calls `notify_all()`, still inside the `with`.",
)
def test_a_full_buffer_makes_put_sleep(in_thread, outcome):
    """`put` sleeps on the condition while the buffer is full, until an item is taken."""
    buffer = make_buffer(2, "a", "b")
    call = in_thread(buffer.put, "c")
    assert asleep(buffer, calls=1) == 1, 'put("c") into a full buffer waits on buffer.condition'
    assert len(buffer) == 2, 'put("c") waits, as the buffer for two is full'
    assert {"get()": outcome(buffer.get), 'put("c")': ending(call), "len": len(buffer)} == {
        "get()": "a",
        'put("c")': None,
        "len": 2,
    }
    assert {"waits of put()": waits(buffer)} == {"waits of put()": ["endless"]}
    assert [outcome(buffer.get, 0), outcome(buffer.get, 0)] == ["b", "c"], "'b' and 'c' are inside"


@pytest.mark.parametrize("timeout", [0, 0.001])
@pytest.mark.hint(
    "`wait` and `wait_for` tell by their result whether the time is over.",
    "A timeout of 0 is a timeout: compare with `None`.",
)
def test_timeouts(timeout, outcome):
    """After its timeout a call raises `TimeoutError`, and the buffer is as it was."""
    buffer = make_buffer(2)
    assert outcome(buffer.get, timeout) == "TimeoutError", "get from an empty buffer"
    assert [outcome(buffer.put, "a", timeout), outcome(buffer.put, "b", timeout)] == [None, None], (
        "put into a buffer with room for two"
    )
    assert outcome(buffer.put, "c", timeout) == "TimeoutError", (
        "put into a buffer that is full with two"
    )
    assert len(buffer) == 2, "the buffer was full with two, and a put timed out"
    assert [outcome(buffer.get, timeout), outcome(buffer.get, timeout)] == ["a", "b"], (
        "'a' and 'b' were put, and the put of 'c' timed out"
    )
    assert outcome(buffer.get, timeout) == "TimeoutError", "get from an empty buffer"
    assert max(buffer.condition.timeouts, default=0) <= timeout, (
        f"calls with the timeout {timeout} waited for up to {max(buffer.condition.timeouts)}"
    )


@pytest.mark.parametrize("side", ["get", "put"])
@pytest.mark.hint(
    "Being woken is no promise: test the state again, in a loop or with `wait_for`.",
    "Reckon with a deadline, so that a second wait gets only the rest of the time.",
)
def test_waits_again_for_the_rest_of_the_time(side, in_thread, outcome):
    """Woken for nothing, a call waits again, only for what is left of its timeout."""
    buffer = make_buffer(1) if side == "get" else make_buffer(1, "a")
    call = in_thread(buffer.get, LONG) if side == "get" else in_thread(buffer.put, "b", LONG)
    for woken in range(2):
        assert asleep(buffer, calls=1) == 1, (
            f"{side}, woken for nothing {woken} times, waits on buffer.condition"
        )
        with buffer.condition:
            buffer.condition.notify_all()
    assert asleep(buffer, calls=1) == 1, (
        f"{side}, woken for nothing twice, waits on buffer.condition"
    )
    if side == "get":
        assert {"put('a')": outcome(buffer.put, "a"), "get(3600)": ending(call)} == {
            "put('a')": None,
            "get(3600)": "a",
        }
    else:
        assert {"get()": outcome(buffer.get), "put('b', 3600)": ending(call)} == {
            "get()": "a",
            "put('b', 3600)": None,
        }
    timeouts = buffer.condition.timeouts
    first, second, third = [math.inf if each is None else each for each in timeouts]
    assert LONG - 60 < third < second < first <= LONG, (
        f"{side} with timeout={LONG}, woken for nothing twice, waited for up to {first}, then "
        f"{second}, then {third} seconds; expected: 3600 at most, then the rest, then what is left"
    )


@pytest.mark.parametrize("side", ["get", "put"])
@pytest.mark.hint(
    "All who wait may be woken by one item. What do those find who come too late?",
    "After each wait the state is tested again: `wait_for` does it by itself.",
)
def test_who_comes_too_late_waits_again(side, in_thread, outcome):
    """Of two calls that wait for the same, one goes on, and the other waits for the next."""
    buffer = make_buffer(1) if side == "get" else make_buffer(1, "first")
    if side == "get":
        calls = [in_thread(buffer.get), in_thread(buffer.get)]
    else:
        calls = [in_thread(buffer.put, "next"), in_thread(buffer.put, "next")]
    assert asleep(buffer, calls=2) == 2, f"two calls of {side} wait on buffer.condition"
    with buffer.condition:
        buffer.condition.notify_all()
        _ = buffer.put("first") if side == "get" else buffer.get()
    assert asleep(buffer, calls=1) == 1, (
        f"two calls of {side} were woken, only one can go on, and the other waits again"
    )
    done, waiting = wait(calls, PATIENCE, return_when="FIRST_COMPLETED")
    assert {f"the {side} that goes on": endings(done)} == {
        f"the {side} that goes on": ["first" if side == "get" else None]
    }
    assert len(buffer) == (0 if side == "get" else 1), f"after one of two calls of {side}"
    assert outcome(buffer.put, "next") is None if side == "get" else outcome(buffer.get) == "next"
    assert {f"the {side} that has waited again": endings(waiting)} == {
        f"the {side} that has waited again": ["next" if side == "get" else None]
    }


@pytest.mark.hint(
    "`notify()` wakes the thread that has waited longest, which may be unable to go on.",
    "When those who put and those who get share a condition, wake them all.",
)
def test_wakes_whoever_can_go_on(in_thread, outcome):
    """A change reaches the call that can go on, also when others have waited for longer."""
    buffer = make_buffer(1)
    getters = [in_thread(buffer.get) for _ in range(12)]
    assert asleep(buffer, calls=12) == 12, "twelve calls of get() wait on buffer.condition"

    def put_two():
        with buffer.condition:  # nobody comes in before the second put waits
            buffer.put(1)
            buffer.put(2)

    assert outcome(put_two) is None, "put(1), put(2) into a buffer for one, with 12 who get"
    for number in range(3, 13):
        assert outcome(buffer.put, number) is None, f"put({number}), with {13 - number} who wait"
    assert {"12 calls of get()": set(endings(getters))} == {"12 calls of get()": set(range(1, 13))}


@pytest.mark.parametrize("side", ["get", "put"])
@pytest.mark.hint(
    "Two changes may come before the first thread that was woken has the lock.",
    "Wake somebody at every change, not only when the buffer was empty or full before it.",
)
def test_wakes_one_for_each_change(side, in_thread, outcome):
    """Two changes in a row let two calls go on, though the buffer is neither empty nor full."""
    buffer = make_buffer(4) if side == "get" else make_buffer(4, *"abcd")
    calls = [in_thread(buffer.get) if side == "get" else in_thread(buffer.put, "e") for _ in "12"]
    assert asleep(buffer, calls=2) == 2, f"two calls of {side} wait on buffer.condition"

    def change_twice():
        with buffer.condition:  # nobody comes in between
            for number in (1, 2):
                _ = buffer.put(number) if side == "get" else buffer.get()

    assert outcome(change_twice) is None, "two changes while a thread holds buffer.condition"
    wanted = {1, 2} if side == "get" else {None}
    assert {f"two waiting calls of {side}, after two changes": set(endings(calls))} == {
        f"two waiting calls of {side}, after two changes": wanted
    }


@pytest.mark.parametrize("side", ["get", "put"])
@pytest.mark.hint(
    "What may other threads do between two `with` blocks?",
    "Look and act inside the same `with self.condition:`.",
)
def test_looks_and_acts_in_one_step(side, outcome):
    """No other call comes in between the look at the buffer and the change."""
    buffer = BoundedBuffer(1)
    if side == "get":
        fill(buffer, 1, "a")
    quicker = []

    def come_in():
        other = buffer.get if side == "get" else lambda timeout: buffer.put("b", timeout)
        quicker.append(outcome(other, 0))

    buffer.condition = WatchedCondition(HookedLock(come_in))
    call = outcome(buffer.get, 0) if side == "get" else outcome(buffer.put, "a", 0)
    assert {side: call, f"{side} as soon as the first lets go of the lock": quicker} == {
        side: "a" if side == "get" else None,
        f"{side} as soon as the first lets go of the lock": ["TimeoutError"],
    }
    assert len(buffer) == (0 if side == "get" else 1), f"after two calls of {side}, one timed out"
    half, locked = make_buffer(4, "a", "a"), []
    half.condition = WatchedCondition(HookedLock(lambda: locked.append(side)))
    assert outcome(half.get, 0) == "a" if side == "get" else outcome(half.put, "c", 0) is None
    assert {"condition of a half full buffer locked by": locked} == {
        "condition of a half full buffer locked by": [side]
    }


@pytest.mark.parametrize("timeout", [None, LONG])
@pytest.mark.hint(
    "What the waiting calls test has to become true when the buffer is closed.",
    "Close under the lock, and wake them all.",
)
def test_close_releases_all_who_wait(timeout, in_thread, outcome):
    """`close` wakes all calls that wait, and they raise `Closed`; nothing is added."""
    empty, full = make_buffer(1), make_buffer(1, "a")
    calls = [in_thread(empty.get, timeout) for _ in range(5)]
    calls += [in_thread(full.put, item, timeout) for item in "bcdef"]
    assert asleep(empty, calls=5) == 5, "five calls of get() wait on buffer.condition"
    assert asleep(full, calls=5) == 5, "five calls of put() wait on buffer.condition"
    assert [outcome(empty.close), outcome(full.close)] == [None, None]
    ends = endings(calls)
    assert {"5 who get": ends[:5], "5 who put": ends[5:]} == {
        "5 who get": ["Closed"] * 5,
        "5 who put": ["Closed"] * 5,
    }, "calls that waited at an empty and a full buffer when these were closed"
    assert {"len of the empty one": len(empty), "len of the full one": len(full)} == {
        "len of the empty one": 0,
        "len of the full one": 1,
    }, "buffers for one, closed while five calls waited at each"
    emptied = make_buffer(1, "a")
    call = in_thread(emptied.put, "b", timeout)
    assert asleep(emptied, calls=1) == 1, "put() into a full buffer waits on buffer.condition"

    def close_and_get():
        with emptied.condition:  # until its end the waiting call can't go on
            emptied.close()
            return emptied.get(0)

    assert outcome(close_and_get) == "a", "close(), then get(0), with 'a' inside"
    assert ending(call) == "Closed", "a put() waited at close(), and then get() made room"
    assert len(emptied) == 0, "after a put() that raised Closed"


@pytest.mark.parametrize("room", [0, 1])
@pytest.mark.hint("`get` has to ask for items first, and whether the buffer is closed after that.")
def test_a_closed_buffer_gives_what_is_left(room, outcome):
    """After `close`, `put` raises `Closed`; `get` does once the items that were left are out."""
    buffer = BoundedBuffer(2 + room)
    fill(buffer, 2 + room, "a", "b")
    assert [outcome(buffer.close), outcome(buffer.close)] == [None, None], "close() twice"
    assert [outcome(buffer.put, "c", timeout) for timeout in (0, None)] == ["Closed"] * 2, (
        "put after close(), with 'a' and 'b' inside"
    )
    assert outcome(buffer.get) == "a", "the first of two items that were left"
    assert [outcome(buffer.put, "c", timeout) for timeout in (0, None)] == ["Closed"] * 2, (
        "put after close(), with 'b' inside"
    )
    assert outcome(buffer.close) is None, "close() a third time"
    assert outcome(buffer.get, 0) == "b", "the second of two items that were left"
    assert [outcome(buffer.get, timeout) for timeout in (0, None)] == ["Closed"] * 2, (
        "get from a closed buffer, all items taken out"
    )
    assert len(buffer) == 0, "a closed buffer, all items taken out"
