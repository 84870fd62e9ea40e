"""Checks for Q103 · Synchronization."""

import contextlib
import functools
import sys
import threading
import time
from concurrent.futures import wait

import pytest
from q103_synchronization import ReadWriteLock, holding

PATIENCE = 1.5  # seconds after which a check gives up on a thread; nothing waits for them to pass
LONG = 3600  # a timeout that is never reached


def ending(future):
    """What a call in a thread returned, or the name of Python's own class of what it raised."""
    wait([future], PATIENCE)
    if not future.done():
        return "still waiting"
    error = future.exception()
    if error is None:
        return future.result()
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def until_waiting(lock, count):
    """How many calls wait for the lock, as soon as these are `count`."""
    deadline = time.monotonic() + PATIENCE
    while lock.waiting != count and time.monotonic() < deadline:
        threading.Event().wait(0.001)
    return lock.waiting


def take_a_name():
    """Name this thread like all the others: a name need not tell threads apart."""
    threading.current_thread().name = "worker"


def read(lock, timeout=0):
    """Hold the lock for reading for a moment."""
    take_a_name()
    with lock.reading(timeout):
        return "reads"


def write(lock, timeout=0):
    """Hold the lock for writing for a moment."""
    take_a_name()
    with lock.writing(timeout):
        return "writes"


class Holder:
    """A thread that holds the lock, for reading or for writing, until `leave` is called."""

    def __init__(self, in_thread, lock, kind):
        self.inside, self._leave = threading.Event(), threading.Event()
        self.future = in_thread(self._hold, getattr(lock, kind))

    def _hold(self, take):
        take_a_name()
        with take(LONG):
            self.inside.set()
            self._leave.wait(10 * PATIENCE)
        return "held"

    def is_inside(self):
        return self.inside.wait(PATIENCE)

    def leave(self):
        self._leave.set()
        return ending(self.future)


@pytest.fixture
def outcome(in_thread):
    """A function that makes a call in a thread of its own, and tells how that ends."""
    return lambda function, *args: ending(in_thread(function, *args))


@pytest.fixture
def others(outcome):
    """What another thread gets that tries to read, and one that tries to write, without waiting."""
    return lambda lock: (outcome(read, lock), outcome(write, lock))


@pytest.fixture
def holder(in_thread):
    """A function that makes a `Holder`: `holder(lock, "reading")`."""
    return functools.partial(Holder, in_thread)


FREE = ("reads", "writes")
READ = ("reads", "TimeoutError")
HELD = ("TimeoutError", "TimeoutError")


@pytest.mark.hint(
    "A `threading.Condition` and a few numbers: how many read, and whether one writes.",
    "`contextlib.contextmanager` makes a manager of a generator: take, `yield`, release.",
)
def test_readers_together_a_writer_alone(in_thread, others, holder):
    """Any number of threads read at the same time; while one writes, no other reads or writes."""
    lock = ReadWriteLock()
    assert others(lock) == FREE, "another thread that tries to read, one that tries to write"
    meeting = threading.Barrier(20)

    def meet():
        with lock.reading():
            meeting.wait(PATIENCE)  # passes when twenty threads are here at the same time
        return "met"

    met = [in_thread(meet) for _ in range(20)]
    assert [ending(each) for each in met] == ["met"] * 20, "twenty threads that read"
    reader = holder(lock, "reading")
    assert (reader.is_inside(), *others(lock)) == (True, *READ), "while one thread reads"
    assert (reader.leave(), *others(lock)) == ("held", *FREE), "when it has left"
    writer = holder(lock, "writing")
    assert (writer.is_inside(), *others(lock)) == (True, *HELD), "while one thread writes"
    assert (writer.leave(), *others(lock)) == ("held", *FREE), "when it has left"


@pytest.mark.parametrize("timeout", [None, LONG])
@pytest.mark.hint(
    "`condition.wait_for(test, timeout)` waits until the test is true.",
    "Who changes what others test has to call `notify_all()`.",
)
def test_waits_for_its_turn(timeout, in_thread, outcome, holder):
    """A call waits as long as it must, and all go on that can when the lock is released."""
    lock, inside, together = ReadWriteLock(), [], []
    writer = holder(lock, "writing")
    assert (writer.is_inside(), lock.waiting) == (True, 0)
    meeting = threading.Barrier(3)

    def write_slowly():
        with lock.writing(timeout):
            inside.append("writer")
            for _ in range(5):  # threads that come and go: time for other writers, if they can
                outcome(int)
            together.append(len(inside))
            inside.pop()
        return "writes"

    def meet():
        with lock.reading(timeout):
            meeting.wait(PATIENCE)
        return "met"

    readers = [in_thread(meet) for _ in range(3)]
    assert until_waiting(lock, 3) == 3, "lock.waiting, while one writes and three want to read"
    assert writer.leave() == "held"
    assert [ending(each) for each in readers] == ["met"] * 3, "three that read at the same time"
    reader, second = holder(lock, "reading"), holder(lock, "reading")
    assert (reader.is_inside(), second.is_inside()) == (True, True)
    writers = [in_thread(write_slowly) for _ in range(3)]
    assert until_waiting(lock, 3) == 3, "lock.waiting, while two read and three want to write"
    assert reader.leave() == "held"
    assert [writer.done() for writer in writers] == [False] * 3, "another thread reads still"
    assert second.leave() == "held"
    assert [ending(each) for each in writers] == ["writes"] * 3
    assert together == [1, 1, 1], "how many writers each of the three found inside"
    assert lock.waiting == 0, "lock.waiting, when all is done"


@pytest.mark.parametrize("timeout", [0, 0.01])
@pytest.mark.hint(
    "`wait_for` returns whether the test is true now.",
    "What did a call change before it waited? That has to be undone when it gives up.",
)
def test_gives_up(timeout, outcome, others, holder):
    """After its timeout a call raises `TimeoutError`, and nothing is left of it."""
    lock = ReadWriteLock()
    writer = holder(lock, "writing")
    assert writer.is_inside(), "writing() in a thread"
    seen = outcome(read, lock, timeout), outcome(write, lock, timeout), lock.waiting
    assert seen == (*HELD, 0), f"timeout={timeout}, while one writes: to read, to write; waiting"
    assert others(lock) == HELD, "after a call to write that gave up"
    assert (writer.leave(), *others(lock)) == ("held", *FREE), "when the writer has left"
    reader = holder(lock, "reading")
    assert reader.is_inside(), "reading() in a thread"
    seen = outcome(read, lock, timeout), outcome(write, lock, timeout), lock.waiting
    assert seen == (*READ, 0), f"timeout={timeout}, while one reads: to read, to write; waiting"
    assert others(lock) == READ, "after a call to write that gave up"
    assert (reader.leave(), *others(lock)) == ("held", *FREE), "when the reader has left"


@pytest.mark.hint(
    "A call that is woken and cannot go on waits again. For how long?",
    "`wait_for` keeps an eye on the time over all of its waits.",
)
def test_being_woken_gives_no_more_time(in_thread, outcome, others, holder):
    """A call waits for its timeout at most, however often others come and go meanwhile."""
    # 0.2 s of real time: a lock is given no clock, and waits in any lock of Python's that it likes
    lock = ReadWriteLock()
    writer = holder(lock, "writing")
    assert writer.is_inside(), "writing() in a thread"
    calls = in_thread(read, lock, 0.2), in_thread(write, lock, 0.2)
    deadline = time.monotonic() + PATIENCE

    def come_and_go():
        while time.monotonic() < deadline and not all(call.done() for call in calls):
            for attempt, timeout in ((read, 0), (write, 0), (read, 0.001), (write, 0.001)):
                with contextlib.suppress(TimeoutError):
                    attempt(lock, timeout)
        return [call.done() for call in calls]

    assert outcome(come_and_go) == [True, True], (
        "whether a call to read and one to write, with timeout=0.2, had ended after "
        f"{PATIENCE} s, while others tried with timeouts of 0 and 0.001 again and again"
    )
    assert [ending(call) for call in calls] == ["TimeoutError", "TimeoutError"]
    assert (writer.leave(), *others(lock)) == ("held", *FREE), "when the writer has left"


@pytest.mark.hint(
    "If readers come and go all the time, does a writer ever get in?",
    "Count the calls that wait to write. A reader has to look at that number too.",
)
def test_a_waiting_writer_comes_before_new_readers(in_thread, outcome, others, holder):
    """While a call waits to write, new readers wait; then the writer gets in, and they after it."""
    lock = ReadWriteLock()
    reader, second = holder(lock, "reading"), holder(lock, "reading")
    assert (reader.is_inside(), second.is_inside()) == (True, True), "reading() in two threads"
    writer = holder(lock, "writing")
    assert until_waiting(lock, 1) == 1, "lock.waiting, while two read and one wants to write"
    assert outcome(read, lock) == "TimeoutError", "a new reader, while a writer waits"
    late = [holder(lock, "reading") for _ in range(2)]
    assert until_waiting(lock, 3) == 3, "lock.waiting, with two new readers more"
    assert reader.leave() == "held"
    for _ in range(20):  # threads that come and go: time for those that were woken in vain
        outcome(int)
    assert (second.leave(), writer.is_inside()) == ("held", True), (
        "the writer does not go on when the second reader has left"
    )
    for _ in range(20):  # threads that come and go: time for the readers, if they can go on
        outcome(int)
    assert [each.inside.is_set() for each in late] == [False, False], "readers beside the writer"
    assert writer.leave() == "held"
    assert [each.is_inside() for each in late] == [True, True], "readers, when the writer has left"
    assert [each.leave() for each in late] == ["held", "held"]
    assert others(lock) == FREE
    first, order, calls = holder(lock, "writing"), [], []
    assert first.is_inside(), "writing() in a thread"

    def note(kind, name):
        with getattr(lock, kind)(LONG):
            order.append(name)

    for name in ("early reader", "writer", "late reader", "late reader"):
        calls.append(in_thread(note, "writing" if name == "writer" else "reading", name))
        until_waiting(lock, len(calls))
    assert (first.leave(), *[ending(call) for call in calls]) == ("held", *[None] * 4)
    assert order[: order.index("writer")] in ([], ["early reader"]), (
        f"while another one wrote, a reader, a writer and two readers came, who got in as {order}"
    )
    writers = []

    def come_back():
        with lock.reading():
            writers.append(holder(lock, "writing"))
            until_waiting(lock, 1)
            sys.setswitchinterval(PATIENCE)  # so this thread goes on until it has to wait
        return read(lock)

    interval = sys.getswitchinterval()
    try:
        came_back = outcome(come_back)
    finally:
        sys.setswitchinterval(interval)
    assert came_back == "TimeoutError", "a reader that leaves and comes back, while a writer waits"
    assert (writers[0].is_inside(), writers[0].leave(), *others(lock)) == (True, "held", *FREE)


@pytest.mark.hint(
    "Readers wait for a writer that waits. Who wakes them when it goes away?",
    "Notify in a `finally`, when the number of waiting writers has changed.",
)
def test_a_writer_that_gives_up_lets_readers_in(in_thread, others, holder):
    """When a call to write gives up, readers that waited only for it go on, and no others."""
    lock = ReadWriteLock()
    reader = holder(lock, "reading")
    assert reader.is_inside(), "reading() in a thread"
    seen, meeting = None, threading.Barrier(3)

    def meet():
        with lock.reading(LONG):
            meeting.wait(PATIENCE)
        return "met"

    for timeout in (0.05, 0.2, 0.8):  # more than one try only where the machine is slow
        writer = in_thread(write, lock, timeout)
        until_waiting(lock, 1)
        held_back = [in_thread(meet) for _ in range(3)]
        behind = until_waiting(lock, 4) if not writer.done() else 0
        seen = [ending(writer), *(ending(each) for each in held_back)]
        if behind == 4 or seen != ["TimeoutError", *["met"] * 3]:
            break
    assert seen == ["TimeoutError", *["met"] * 3], (
        "the writer, and three that waited behind it and read at the same time, when it gave up"
    )
    assert (reader.leave(), *others(lock)) == ("held", *FREE)
    reader = holder(lock, "reading")
    assert reader.is_inside(), "reading() in a thread"
    before = in_thread(write, lock, 0.05)
    stays = holder(lock, "writing")
    gave_up, waiting = [ending(before)], [until_waiting(lock, 1)]
    gave_up.append(ending(in_thread(write, lock, 0.01)))
    waiting.append(until_waiting(lock, 1))
    late, left = others(lock), reader.leave()
    stays.leave()
    assert (gave_up, waiting) == (["TimeoutError"] * 2, [1, 1]), "three wait to write, two give up"
    assert (late, left) == (HELD, "held"), "a new reader, a new writer, while the third one waits"


@pytest.mark.hint(
    "A thread that reads, and waits behind a writer that waits for it: nobody can go on.",
    "`threading.get_ident()` says which thread calls. Count the blocks of each.",
)
def test_reads_again_while_a_writer_waits(outcome, others, holder):
    """A thread that reads can read again, also while a writer waits, until its last block ends."""
    lock, seen = ReadWriteLock(), []

    def nest():
        with lock.reading():
            writer = holder(lock, "writing")
            seen.append(until_waiting(lock, 1))
            with lock.reading(0), lock.reading():
                seen.append(outcome(read, lock))
            with lock.reading():
                seen.append(writer.inside.is_set())
            seen.append((writer.inside.is_set(), lock.waiting))
        seen.append(writer.is_inside())
        return writer.leave()

    assert outcome(nest) == "held", "a thread that reads, and reads again within, three times"
    assert seen == [1, "TimeoutError", False, (False, 1), True], (
        "waiting; another reader; whether the writer is in, within the last inner block; the same "
        "after it, and waiting; whether the writer is in, after the outermost block"
    )
    assert others(lock) == FREE


@pytest.mark.parametrize("timeout", [None, 0, LONG])
@pytest.mark.parametrize(
    ("first", "second"), [("reading", "writing"), ("writing", "writing"), ("writing", "reading")]
)
@pytest.mark.hint(
    "Whom would it wait for? For itself. Find that out before it waits.",
    "Refuse before you change any number.",
)
def test_refuses_what_would_hang(first, second, timeout, outcome, others):
    """A reader that wants to write, and a writer that wants more, get a `RuntimeError`."""
    lock, seen = ReadWriteLock(), []

    def nest():
        with getattr(lock, first)():
            with lock.reading() if first == "reading" else contextlib.nullcontext():
                try:
                    with getattr(lock, second)(timeout):
                        seen.append("let in")
                except RuntimeError:
                    seen.append("refused")
            seen.append(others(lock))
        return "left"

    assert outcome(nest) == "left", f"{second}({timeout}) inside of {first}()"
    assert seen == ["refused", READ if first == "reading" else HELD], (
        f"{second}({timeout}) inside of {first}(), for reading inside of two; and what others got "
        "then in the outer one"
    )
    assert (*others(lock), lock.waiting) == (*FREE, 0), "after these blocks"


@pytest.mark.parametrize("kind", ["reading", "writing"])
@pytest.mark.parametrize(
    "error", [RuntimeError("in the block"), TimeoutError("too"), KeyboardInterrupt()], ids=repr
)
@pytest.mark.hint("In a generator, the exception comes out of the `yield`: `try` and `finally`.")
def test_releases_after_an_error(kind, error, in_thread, outcome, others):
    """When the block raises, the lock is released, and the caller gets that very exception."""
    lock = ReadWriteLock()

    def fail():
        with getattr(lock, kind)():
            raise error

    future = in_thread(fail)
    wait([future], PATIENCE)
    same = future.done() and future.exception() is error
    assert same, f"a block under {kind}() raised {error!r}, and it ended as {ending(future)!r}"
    assert others(lock) == FREE, f"after a block under {kind}() that raised {error!r}"

    def within():
        with lock.reading():
            with contextlib.suppress(type(error)), lock.reading():
                raise error
            return others(lock)

    assert outcome(within) == READ, f"after an inner block that raised {error!r}, in the outer one"


@pytest.mark.hint("What you know about threads belongs to one lock: is it shared by all?")
def test_locks_are_independent(outcome, others):
    """A thread that holds one lock can read or write another one."""
    lock, other = ReadWriteLock(), ReadWriteLock()

    def nest(outer, inner):
        with getattr(lock, outer)(), getattr(other, inner)(0):
            made = ReadWriteLock()
            with made.writing(0):
                return outcome(read, other)

    kinds = [(outer, inner) for outer in ("reading", "writing") for inner in ("reading", "writing")]
    seen = {kind: outcome(nest, *kind) for kind in kinds}
    assert seen == {
        ("reading", "reading"): "reads",
        ("reading", "writing"): "TimeoutError",
        ("writing", "reading"): "reads",
        ("writing", "writing"): "TimeoutError",
    }, "what a third thread got that wanted to read the second lock, by (first lock, second lock)"
    assert (others(lock), others(other)) == (FREE, FREE)


class Noted:
    """A lock that notes what is done to it in `log`."""

    def __init__(self, name, log, error=OSError):
        self.name, self.log, self.error, self.fails = name, log, error, None

    def __hash__(self):
        return 64 * ord(self.name)  # in a small set, whichever comes first is the first

    def __repr__(self):
        return "a lock"  # like the others

    def acquire(self):
        if self.fails == "acquire":
            raise self.error(self.name)
        self.log.append(f"+{self.name}")

    def release(self):
        self.log.append(f"-{self.name}")
        if self.fails == "release":
            raise self.error(self.name)
        return True  # which says nothing about an exception of the block


@pytest.mark.hint(
    "Sort the locks by something that all callers agree on.",
    "Every object has an `id`, as long as it lives.",
)
def test_holding_takes_locks_in_one_order():
    """Whatever the order of the arguments, locks are taken in one order, each once."""
    log = []
    locks = [Noted(name, log) for name in "abcdef"]
    orders = [locks, locks[::-1], locks[3:] + locks[:3], locks[1::2] + locks[::-1] + locks[::2]]
    taken = []
    for order in orders:
        log.clear()
        with holding(*order):
            taken.append("".join(log))
    assert sorted(taken[0].split("+")[1:]) == [*"abcdef"], "taken by holding(a, b, c, d, e, f)"
    assert taken == [taken[0]] * 4, (
        f"taken by holding with the locks {[[each.name for each in order] for order in orders]}"
    )
    assert sorted(log[6:]) == [f"-{name}" for name in "abcdef"], "when the last block had ended"
    one, two, *_ = locks
    pairs = []
    for order in ((one, two), (two, one), (one, two, one), (two, one, two), (one, one, two)):
        log.clear()
        with holding(*order):
            pairs.append("".join(log))
    assert (len(pairs[0]), pairs) == (4, [pairs[0]] * 5), "taken by holding with two locks a and b"


@pytest.mark.parametrize("error", [None, KeyError("in the block"), KeyboardInterrupt()], ids=repr)
@pytest.mark.hint("`contextlib.ExitStack` keeps a list of what is to be done at the end.")
def test_holding_holds_and_releases(error, outcome):
    """Real locks are held within the block and released after it, also when it raises."""
    locks = [threading.Lock(), threading.RLock(), threading.Semaphore(1)]
    seen = []

    def can_be_taken():
        return [outcome(lock.acquire, False) for lock in locks]

    def use():
        with holding(*locks, *locks), holding():
            seen.append(can_be_taken())
            if error:
                raise error
        return "left"

    ends = type(error).__name__ if error else "left"
    assert outcome(use) == ends, "a thread that uses `holding`"
    assert seen == [[False, False, False]], "whether another thread can take the locks in the block"
    assert can_be_taken() == [True, True, True], (
        "whether another thread can take the locks after the block"
    )


@pytest.mark.parametrize(
    ("fails", "error"),
    [
        ("acquire", OSError),
        ("acquire", KeyboardInterrupt),
        ("release", OSError),
        ("release", RuntimeError),
    ],
)
@pytest.mark.hint(
    "Note each lock as soon as it is taken, so that it is released on every way out.",
    "`ExitStack.callback(lock.release)`: all are called, even if one raises.",
)
def test_holding_copes_with_a_lock_that_raises(fails, error):
    """If `acquire` of one raises, those taken are released; if `release` does, the others too."""
    log, ends = [], []
    for place in range(5):
        log.clear()
        locks = [Noted(name, log, error) for name in "abcde"]
        with holding(*locks):
            order = [name for name in log if name[0] == "+"]
        log.clear()
        bad = next(lock for lock in locks if lock.name == order[place][1])
        bad.fails = fails
        entered = []
        try:
            with holding(*locks):
                entered.append(True)
        except (OSError, RuntimeError, KeyboardInterrupt) as raised:
            entered.append(str(raised) == bad.name)
        taken = sorted(name[1] for name in log if name[0] == "+")
        released = sorted(name[1] for name in log if name[0] == "-")
        before = sorted(name[1] for name in order[: place if fails == "acquire" else 5])
        ends.append((entered, taken == before, released == before))
    entered = [True] if fails == "acquire" else [True, True]
    assert ends == [(entered, True, True)] * 5, (
        f"for each of five locks whose {fails}() raises {error.__name__}: whether the block was "
        "entered, and whether the same error came; whether only those before it were taken; "
        "whether all that were taken were released"
    )


@pytest.mark.parametrize("also", ["acquire", "block", "release"])
@pytest.mark.hint(
    "Whatever has gone wrong already, the other locks are still to be released.",
    "A loop over `release()` ends with the first one that raises. An `ExitStack` goes on.",
)
def test_holding_releases_all_after_several_errors(also):
    """When several things raise, each lock that was taken is released all the same."""
    log = []
    locks = [Noted(name, log) for name in "abcde"]
    with holding(*locks):
        order = [name[1] for name in log]
    *others, last = sorted(locks, key=lambda lock: order.index(lock.name))
    for lock in others[1:3]:
        lock.fails = "release"
    last.fails = None if also == "block" else also
    log.clear()
    with contextlib.suppress(Exception), holding(*locks):
        if also == "block":
            raise KeyError("in the block")
    taken = sorted(lock.name for lock in locks if lock.fails != "acquire")
    assert sorted(name[1] for name in log if name[0] == "-") == taken, (
        f"locks that were released: {log}; release() of {[lock.name for lock in others[1:3]]} "
        f"raises, and so does {also if also == 'block' else also + '() of ' + last.name}"
    )
