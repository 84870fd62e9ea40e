"""Checks for Q106 · A sampling profiler."""

import _thread
import contextlib
import gc
import threading
import time
import weakref
from types import MappingProxyType

import pytest
from q106_sampling_profiler import Sampler, collapse, hottest

PATIENCE = 1.5  # seconds after which a check gives up on a thread; nothing waits for them to pass
GENERATORS = []
SUSPENDED = "next_frame.<locals>.suspended"


class Held:
    """A thread that is in `outer` and `depth` calls of `inner`, and waits until it is let go."""

    def __init__(self, name, depth=2):
        self.ready, self.gate, self.local = threading.Event(), threading.Event(), []
        self.thread = threading.Thread(target=self.outer, args=(depth,), name=name, daemon=True)
        self.thread.start()
        self.ready.wait(PATIENCE)

    def outer(self, depth):
        self.inner(depth - 1)

    def inner(self, depth):
        if depth:
            return self.inner(depth - 1)
        value = Value()
        self.local.append(weakref.ref(value))
        self.ready.set()
        self.gate.wait(PATIENCE * 4)

    def free(self):
        self.gate.set()
        self.thread.join(PATIENCE)


class Value:
    """A value that a local variable holds."""


@pytest.fixture
def held():
    """A function that makes a `Held` thread, which is let go at the end."""
    made = []

    def make(*args):
        made.append(Held(*args))
        return made[-1]

    yield make
    for each in made:
        each.free()


class Steps:
    """A `wait` that returns when it is told to, step by step; and at once when it is `free`.

    What it returns means nothing: True and False in turns.
    """

    def __init__(self):
        self.seconds, self.thread, self.freed = [], None, False
        self.go, self.waiting = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, seconds):
        self.seconds.append(seconds)
        self.thread = threading.current_thread()
        self.waiting.release()
        self.go.acquire(timeout=0.001 if self.freed else PATIENCE)
        return len(self.seconds) % 2 == 1

    def begin(self):
        """Come back when the sampler waits for the first time."""
        self.waiting.acquire(timeout=PATIENCE)

    def step(self):
        """Let it go on, and come back when it waits again."""
        self.go.release()
        self.waiting.acquire(timeout=PATIENCE)

    def free(self):
        self.freed = True
        self.go.release()


def own_stacks(sampler, name):
    """The stacks of the threads of this name, with their counts, without the threading module."""
    return {
        tuple(part for part in stack if part == name or part.startswith("Held")): count
        for stack, count in sampler.stacks.items()
        if stack[0] == name
    }


def passing():
    """A thread in a function that nobody else has, what lets it go on, and weak references to both.

    The references are to the thread and to the code of the function.
    """
    ready, gate, namespace = threading.Event(), threading.Event(), {"PATIENCE": PATIENCE}
    exec("def function(ready, gate): ready.set(), gate.wait(PATIENCE)", namespace)
    function = namespace.pop("function")
    thread = threading.Thread(target=function, args=(ready, gate), name="passing", daemon=True)
    thread.start()
    ready.wait(PATIENCE)
    return thread, gate, [weakref.ref(thread), weakref.ref(function.__code__)]


def sampled(take):
    """A weak reference to a local variable of a function that had a sample taken."""
    value = Value()
    take()
    return weakref.ref(value)


def names(sampler):
    return {stack[0] for stack in sampler.stacks}


def outcome(function):
    """What a call in a thread of its own returns, or that it is stuck."""
    result = []
    thread = threading.Thread(target=lambda: result.append(function()), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return result[0] if result else "stuck"


def next_frame():
    """The frame of a generator, which has no frame outside it."""

    def suspended():
        yield

    GENERATORS.append(suspended())
    next(GENERATORS[-1])
    return GENERATORS[-1].gi_frame


@pytest.mark.hint(
    "From a frame one comes to its caller by `f_back`, until that is None.",
    "`frame.f_code.co_qualname` is the qualified name.",
)
def test_a_stack_of_a_thread(held):
    """A stack is the thread's name and its functions' qualified names, the outermost first."""
    held("deep", 3)
    sampler = Sampler()
    assert dict(sampler.stacks) == {}
    sampler.sample()
    expected = ("deep", "Held.outer", "Held.inner", "Held.inner", "Held.inner")
    assert own_stacks(sampler, "deep") == {expected: 1}
    (stack,) = [stack for stack in sampler.stacks if stack[0] == "deep"]
    assert (type(stack), stack[-1]) == (tuple, "Condition.wait")
    assert stack.index("Thread.run") == stack.index("Held.outer") - 1
    held("recursive", 300)
    sampler.sample()
    (stack,) = own_stacks(sampler, "recursive")
    assert stack[1:].count("Held.inner") == 300, "a thread in 300 calls of `Held.inner`"


@pytest.mark.hint("A `Counter` of stacks.")
def test_counts_samples(held):
    """Each sample adds 1 to the stack of each thread; samplers count for themselves."""
    one = held("one", 1)
    held("two", 2)
    sampler, other = Sampler(), Sampler()
    sampler.sample()
    sampler.sample()
    one.free()
    sampler.sample()
    assert own_stacks(sampler, "one") == {("one", "Held.outer", "Held.inner"): 2}
    assert own_stacks(sampler, "two") == {("two", "Held.outer", "Held.inner", "Held.inner"): 3}
    assert dict(other.stacks) == {}
    frame = next_frame()
    twins = {held("twin").thread.ident: frame, held("twin").thread.ident: frame}
    both = Sampler(frames=lambda: dict(twins))
    both.sample()
    assert dict(both.stacks) == {("twin", SUSPENDED): 2}, (
        "one sample of two threads that have the same name and are in the same function"
    )


@pytest.mark.hint("`threading.enumerate()` has the threads, with `ident` and `name`.")
def test_names_of_threads(held):
    """A thread has its name of that moment; one that is not known has its number."""
    first, frame = held("first"), next_frame()
    thread = first.thread
    current = {thread.ident: frame, 140: frame, 2**47 + 5: frame, -7: frame}
    sampler = Sampler(frames=lambda: dict(current))
    sampler.sample()
    for name in ("second", ""):
        thread.name = name
        sampler.sample()
    first.free()
    sampler.sample()
    expected = {("first", SUSPENDED): 1, ("second", SUSPENDED): 1, ("", SUSPENDED): 1}
    expected |= {(str(thread.ident), SUSPENDED): 1}
    expected |= {(name, SUSPENDED): 4 for name in ("140", "140737488355333", "-7")}
    assert dict(sampler.stacks) == expected, (
        "a thread named first, then second, then by no letter, and then it ended"
    )


class Derived(threading.Thread):
    """A thread of a class of its own."""


def foreign(work):
    """Run a function in a thread that `threading` lists only since it asked for itself."""
    ended = threading.Event()

    def run():
        threading.current_thread().name = "foreign"
        work()
        ended.set()

    _thread.start_new_thread(run, ())
    ended.wait(PATIENCE)


@pytest.mark.parametrize("kind", ["main", "derived", "foreign"])
@pytest.mark.hint("What do all threads have in common that `threading.enumerate()` lists?")
def test_names_of_all_kinds_of_threads(kind, monkeypatch):
    """The main thread, threads of derived classes and foreign ones have the names they have."""
    monkeypatch.setattr(threading.main_thread(), "name", "main, renamed")
    frame, current, sampler = next_frame(), {}, Sampler(frames=lambda: dict(current))

    def sample_from_another():
        current[threading.get_ident()] = frame
        other = threading.Thread(target=sampler.sample, daemon=True)
        other.start()
        other.join(PATIENCE)

    if kind == "main":
        sample_from_another()
    elif kind == "derived":
        thread = Derived(target=sample_from_another, name="derived", daemon=True)
        thread.start()
        thread.join(PATIENCE)
    else:
        foreign(sample_from_another)
    name = "main, renamed" if kind == "main" else kind
    assert dict(sampler.stacks) == {(name, SUSPENDED): 1}, "one sample of this thread alone"


@pytest.mark.hint("A thread that calls `wait(interval)` and `sample()` in turns.")
def test_samples_in_the_block(held):
    """In the block a thread of the sampler waits for the interval, then takes a sample."""
    busy, steps = held("busy", 1), Steps()
    sampler, seen, caller = Sampler(interval=0.25, wait=steps), [], threading.current_thread()
    with sampler as entered:
        steps.begin()
        seen.append(sum(own_stacks(sampler, "busy").values()))
        for _ in range(3):
            steps.step()
            seen.append(sum(own_stacks(sampler, "busy").values()))
        waits, busy.thread.name = list(steps.seconds), "renamed"
        steps.step()
        renamed = sum(own_stacks(sampler, "renamed").values())
        steps.free()
    assert entered is sampler
    assert seen == [0, 1, 2, 3]
    assert waits == [0.25] * 4
    assert renamed == 1, "samples of a thread under the name that it got in the block"
    assert steps.thread is not caller
    assert caller.name in names(sampler), "the thread that runs the block"


@pytest.mark.hint("`threading.get_ident()` is the thread that runs; `thread.ident` another one.")
def test_leaves_out_who_samples(held):
    """The calling thread is left out, and in the block that of the sampler, too."""
    held("other")
    caller, sampler = threading.current_thread().name, Sampler()
    sampler.sample()
    assert (caller in names(sampler), "other" in names(sampler)) == (False, True)
    steps, counts = Steps(), []
    sampler = Sampler(wait=steps)

    def sample_in_third():
        thread = threading.Thread(target=sampler.sample, name="third", daemon=True)
        thread.start()
        thread.join(PATIENCE)
        counts.append(sum(n for stack, n in sampler.stacks.items() if stack[0] == caller))

    sample_in_third()
    with sampler:
        steps.begin()
        sample_in_third()
        steps.free()
    assert counts == [1, 2], "a third thread samples, before the block and in it: the main thread"
    assert names(sampler) & {"third", steps.thread.name} == set(), "a third thread samples"
    steps = Steps()
    in_block, seen = Sampler(wait=steps), []
    with in_block:
        steps.begin()
        held(steps.thread.name, 1)
        in_block.sample()
        seen += [caller in names(in_block), own_stacks(in_block, steps.thread.name)]
        steps.step()
        seen += [caller in names(in_block), own_stacks(in_block, steps.thread.name)]
        steps.free()
    twin = (steps.thread.name, "Held.outer", "Held.inner")
    assert seen[:2] == [False, {twin: 1}], "in the block: another thread of the same name is seen"
    assert seen[2:] == [True, {twin: 2}], "when the sampler has taken a sample, too"
    first, second = Steps(), Steps()
    one, two = Sampler(wait=first), Sampler(wait=second)
    with one, two:
        first.begin()
        second.begin()
        one.sample()
        first.free()
        second.free()
    waiting = {stack: count for stack, count in one.stacks.items() if "Steps.__call__" in stack}
    assert sum(waiting.values()) >= 1, "in the blocks of two samplers: the thread of the other one"


@pytest.mark.parametrize(
    "error",
    [None, KeyError("block"), KeyboardInterrupt(), SystemExit(1), GeneratorExit()],
    ids=repr,
)
@pytest.mark.hint("Set an event and join the thread, whatever the block raised.")
def test_ends_with_the_block(error, monkeypatch):
    """The thread has ended when the block has, also by an exception, which reaches the caller."""
    steps, raised, before = Steps(), None, threading.enumerate()
    sampler = Sampler(interval=0, wait=lambda seconds: steps(seconds))
    joins, join = [], threading.Thread.join

    def impatient(thread, timeout=None):
        joins.append(timeout)
        if timeout is None or len(joins) > 9:
            steps.free()
        join(thread, timeout and 0.001)

    monkeypatch.setattr(threading.Thread, "join", impatient)  # a time limit passes at once
    try:
        with sampler:
            steps.begin()
            if error is not None:
                raise error
    except BaseException as caught:
        raised = caught
    alive = [thread.name for thread in threading.enumerate() if thread not in before]
    monkeypatch.undo()
    steps.free()
    assert (raised is error, alive) == (True, []), f"raised {raised!r}, threads that are left"
    assert set(steps.seconds) == {0}, "what `wait` was given, with an interval of 0"
    steps = Steps()
    with sampler:
        steps.begin()
        count = sum(sampler.stacks.values())
        steps.step()
        more = sum(sampler.stacks.values()) > count
        steps.free()
    assert more, f"whether a next block takes samples, after one that raised {raised!r}"


@pytest.mark.hint("`Event.wait(interval)` ends when the event is set.")
def test_does_not_wait_for_the_interval():
    """Without a `wait`, a long interval holds nobody up, and a short one passes."""

    def use(interval, until):
        deadline = time.monotonic() + PATIENCE / 2
        with Sampler(interval=interval) as sampler:
            while sum(sampler.stacks.values()) < until and time.monotonic() < deadline:
                threading.Event().wait(0.001)
        return sum(sampler.stacks.values()) >= until

    assert outcome(lambda: use(3600, 0)) is True
    assert outcome(lambda: use(0.001, 4)) is True
    assert outcome(lambda: use(0, 2)) is True
    assert outcome(lambda: use(interval=0.001, until=2)) is True


@pytest.mark.hint("What `__exit__` leaves behind must not end the next block.")
def test_can_be_used_again(held):
    """A sampler takes samples in a second block, and goes on counting."""
    held("busy", 1)
    steps, seen = Steps(), []
    sampler = Sampler(wait=lambda seconds: steps(seconds))
    for _ in range(2):
        with sampler:
            steps.begin()
            before = sum(own_stacks(sampler, "busy").values())
            steps.step()
            seen.append(sum(own_stacks(sampler, "busy").values()) - before)
            sampler.sample()
            twice, default = steps.thread.name in names(sampler), steps.seconds[0]
            steps.free()
        seen.append(sum(own_stacks(sampler, "busy").values()) > before)
        steps = Steps()
        for number in range(4):  # one of them gets the identifier of the thread that has ended
            held(f"between {number}")
    assert seen == [1, True, 1, True], "samples in a step, and whether they are kept"
    assert default == 0.01, "what `wait` was given, as no interval was"
    assert before >= 1, "the count at the beginning of the second block"
    assert twice is False, "whether the sampler's thread of the second block was left in"
    found = [f"between {number}" in names(sampler) for number in range(4)]
    assert found == [True] * 4, "whether threads are seen that began between the two blocks"


@pytest.mark.parametrize("who", ["caller", "sampler"])
@pytest.mark.hint(
    "The frame of `sample` is in the dict that `frames()` returns. Who holds whom?",
    "A variable that is left over from a loop holds what it had last.",
)
def test_keeps_nothing_alive(held, who):
    """After a sample, all that was seen goes with its thread, or with the call that had it."""
    worker, steps = held("worker", 2), Steps()
    thread, gate, seen = passing()
    sampler = Sampler(wait=steps)
    alive = "not sampled"
    enabled = gc.isenabled()
    gc.disable()
    try:
        with sampler if who == "sampler" else contextlib.nullcontext():
            if who == "sampler":
                steps.begin()
            caller = sampled(steps.step if who == "sampler" else sampler.sample)
            worker.free()
            gate.set()
            thread.join(PATIENCE)
            del thread
            alive = [each() is not None for each in (caller, *worker.local, *seen)]
            steps.free()
    finally:
        if enabled:
            gc.enable()
    assert alive == [False] * 4, (
        "whether a local variable of a function that had a sample taken, one of another thread, "
        "a thread, and a function's code are alive afterwards"
    )
    assert {"worker", "passing"} <= names(sampler)


@pytest.mark.hint("Make the text of each stack, and count the texts.")
def test_collapse():
    """`collapse` gives sorted lines; what gives the same line is added up."""
    stacks = {
        ("main", "run", "load"): 12,
        ("main",): 1,
        ("main", "run"): 3,
        ("a;b", "f;;g"): 2,
        ("a:b", "f::g"): 5,
        ("Z", "f.<locals>.g h"): 10,
    }
    expected = ["Z;f.<locals>.g h 10", "a:b;f::g 7", "main 1", "main;run 3", "main;run;load 12"]
    assert collapse(stacks) == expected
    assert collapse({("m", "a"): 2, ("m", "a 10"): 1, ("m", "a!"): 1}) == [
        "m;a 2",
        "m;a 10 1",
        "m;a! 1",
    ]
    assert collapse({("m", "a", "x"): 9, ("m", "a 10"): 1}) == ["m;a 10 1", "m;a;x 9"]
    assert collapse({("m", "a:c"): 1, ("m", "a;b"): 2}) == ["m;a:b 2", "m;a:c 1"]
    assert collapse(MappingProxyType({("m", "a"): 2, ("b",): 1})) == ["b 1", "m;a 2"]
    assert collapse({}) == []


@pytest.mark.hint("For the total, `set(functions)`; for the own count, the last one.")
def test_hottest():
    """`hottest` gives own and total counts of functions, recursion once."""
    stacks = {
        ("main", "run", "walk", "walk", "walk"): 4,
        ("main", "run", "walk", "read"): 2,
        ("worker", "run", "read"): 3,
        ("main",): 50,
    }
    assert hottest(stacks) == [("read", 5, 5), ("walk", 4, 6), ("run", 0, 9)]
    assert hottest({("f", "f", "g", "f"): 3, ("g", "f"): 1}) == [("f", 4, 4), ("g", 0, 3)]
    assert hottest({("main",): 3}) == []
    assert hottest(MappingProxyType({("main", "f"): 3})) == [("f", 3, 3)]
    assert hottest({("f",): 5, ("main", "f", "g"): 1}) == [("g", 1, 1), ("f", 0, 1)]
    assert hottest({("main", "a;b", "c:d 1"): 3}) == [("c:d 1", 3, 3), ("a;b", 0, 3)]


@pytest.mark.hint("A key for `sorted` that is a tuple: `(-own, -total, name)`.")
def test_order_of_the_hottest():
    """The largest own count comes first, then the largest total, then the name."""
    stacks = {("t", "top", "b"): 2, ("t", "b", "c"): 2, ("t", "top", "a"): 2, ("t", "z", "d"): 10}
    expected = [("d", 10, 10), ("b", 2, 4), ("a", 2, 2), ("c", 2, 2), ("z", 0, 10), ("top", 0, 4)]
    assert hottest(stacks) == expected


@pytest.mark.hint("`def __init__(self, *, interval=0.01, frames=sys._current_frames, wait=None)`.")
def test_a_source_of_frames(held):
    """`frames` is called once for each sample, and what it returns is what is sampled."""
    held("unseen")
    calls, frame = [], next_frame()

    def frames():
        calls.append(1)
        return {5: frame} if len(calls) < 3 else {}

    sampler = Sampler(frames=frames)
    assert calls == []
    for _ in range(4):
        sampler.sample()
    assert (len(calls), dict(sampler.stacks)) == (4, {("5", SUSPENDED): 2})
    steps, made = Steps(), [f"function{number}" for number in range(50)]
    sampler = Sampler(frames=lambda: {5: suspended.gi_frame})
    for number in range(50):
        namespace = {}
        exec(f"def function{number}(): yield", namespace)
        suspended = namespace.pop(f"function{number}")()
        next(suspended)
        sampler.sample()
        suspended = None
    assert dict(sampler.stacks) == {("5", name): 1 for name in made}, "of 50 functions, one by one"
    shown = Sampler(frames=lambda: {5: frame}, wait=steps)
    with shown:
        steps.begin()
        steps.step()
        steps.free()
    assert {*shown.stacks} == {("5", SUSPENDED)}, "what the sampler's thread saw in a block"
