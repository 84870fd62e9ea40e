"""Checks for Q46 · Coroutines."""

import inspect
import itertools
import types

import pytest
from q046_coroutine_pipelines import Discard, Result, averager, broadcast, grep, grouper, primed


def target(log, name, lives=None, ending=None, deals_with=ValueError):
    """A primed coroutine that writes down, under its name, what it is sent, and when it is closed.

    After `lives` values it returns `ending`, or raises it if it is an exception. Exceptions of the
    kind that it deals with are written down as well, and it goes on.
    """

    def run():
        try:
            for _ in itertools.count() if lives is None else range(lives):
                try:
                    log.append((name, (yield "to be ignored")))
                except deals_with as error:
                    log.append((name, error))
        except GeneratorExit:
            log.append((name, "closed"))
            raise
        if isinstance(ending, Exception):
            raise ending
        return ending

    coroutine = run()
    next(coroutine)
    return coroutine


@pytest.mark.hint(
    "A new generator stands before its first line; `next` runs it to its first `yield`.",
    "The wrapper makes the generator, advances it and returns it; `functools.wraps` does the rest.",
)
def test_primed_generators_are_ready():
    """A primed generator can be sent a value at once; arguments, name and docstring survive."""

    @primed
    def echo(before, after="?"):
        """Say it again."""
        said = yield
        while True:
            said = yield f"{before}{said}{after}"

    first, second = echo("<", after=">"), echo("-")
    assert [first.send("a"), second.send("b"), first.send("c")] == ["<a>", "-b?", "<c>"]
    assert type(first) is types.GeneratorType
    assert (echo.__name__, echo.__doc__) == ("echo", "Say it again.")


@pytest.mark.hint(
    "`number = yield average` gives the latest average and receives the next number.",
    "What a generator returns is the `value` of its `StopIteration`. Is 0 a number or an end?",
)
def test_averager_gives_running_averages_and_returns_a_result():
    """Each number sent gives the average so far; `None` ends it with a `Result`."""
    numbers, empty = averager(), averager()
    given = [next(numbers), *map(numbers.send, [0, 10, 20, -10])]
    assert given == [None, 0.0, 5.0, 10.0, 5.0]
    assert [type(average) for average in given[1:]] == [float] * 4
    with pytest.raises(StopIteration) as stop:
        numbers.send(None)
    assert stop.value.value == Result(4, 5.0)
    assert type(stop.value.value) is Result
    assert next(empty) is None
    with pytest.raises(StopIteration) as stop:
        empty.send(None)
    assert stop.value.value == Result(0, None)


@pytest.mark.hint(
    "An exception thrown in appears at the `yield` at which the generator waits.",
    "Put the `yield` into a `try`, and set everything back in the `except`.",
)
def test_averager_forgets_when_discard_is_thrown_in():
    """Throwing `Discard` into an averager gives `None`, and it begins anew."""
    numbers = averager()
    given = [next(numbers), numbers.send(10), numbers.send(30), numbers.throw(Discard())]
    assert given == [None, 10.0, 20.0, None]
    assert [numbers.send(7), numbers.send(8)] == [7.0, 7.5]
    numbers.throw(Discard())
    with pytest.raises(StopIteration) as stop:
        numbers.send(None)
    assert stop.value.value == Result(0, None)


@pytest.mark.hint(
    "`yield from` is an expression: its value is what the inner generator returned.",
    "Make a new `averager()` for every key.",
)
def test_grouper_returns_a_result_for_each_key():
    """Each `None` ends a group; after the last, the grouper returns the results by key."""
    groups = grouper(iter(["b", "a", "c"]))
    values = [1, 2, None, None, 30]
    assert [next(groups), *map(groups.send, values)] == [None, 1.0, 1.5, None, None, 30.0]
    with pytest.raises(StopIteration) as stop:
        groups.send(None)
    assert list(stop.value.value.items()) == [
        ("b", Result(2, 1.5)),
        ("a", Result(0, None)),
        ("c", Result(1, 30.0)),
    ]
    assert type(stop.value.value) is dict


@pytest.mark.hint(
    "Do not hand the values on by hand: `yield from` hands on errors and the end too."
)
def test_grouper_delegates_to_the_averager():
    """What is thrown into a grouper, and its closing, reaches the averager at work."""
    groups = grouper(["a", "b"])
    assert [next(groups), groups.send(10), groups.throw(Discard())] == [None, 10.0, None]
    assert groups.send(4) == 4.0
    inner = groups.gi_yieldfrom
    assert inner is not None, "the grouper does not wait in a `yield from`"
    groups.close()
    assert inspect.getgeneratorstate(inner) == inspect.GEN_CLOSED
    failing, error = grouper(["a"]), KeyError("unknown")
    next(failing)
    with pytest.raises(KeyError) as caught:
        failing.throw(error)
    assert caught.value is error


@pytest.mark.hint(
    "`line = yield` receives; what does a bare `yield` give to the sender?",
    "`pattern in line` looks for a string in a string.",
)
def test_grep_passes_matching_strings_on():
    """A new `grep` is ready, sends on the strings with the pattern in them, and gives `None`."""
    log = []
    matches = grep("a.c", target(log, "end"))
    given = [matches.send(line) for line in ["a.c", "abc", "", "A.C", "xa.cy a.c"]]
    assert (given, log) == ([None] * 5, [("end", "a.c"), ("end", "xa.cy a.c")])


@pytest.mark.hint(
    "Sending to a target that finishes raises `StopIteration`, here inside your generator.",
    "A `StopIteration` must not leave a generator's body: catch it, and return its value.",
)
def test_grep_ends_as_its_target_ends():
    """If the target finishes, `grep` returns its result; if it raises, so does `grep`."""
    log, error = [], KeyError("end")
    matches = grep("x", target(log, "two", lives=2, ending="enough"))
    assert [matches.send("x"), matches.send("-")] == [None, None]
    with pytest.raises(StopIteration) as stop:
        matches.send("xx")
    assert stop.value.value == "enough"
    assert log == [("two", "x"), ("two", "xx")]
    matches = grep("x", target(log, "fails", lives=1, ending=error))
    with pytest.raises(KeyError) as caught:
        matches.send("x")
    assert caught.value is error
    assert inspect.getgeneratorstate(matches) == inspect.GEN_CLOSED


@pytest.mark.hint("Send each value to all targets before you `yield` for the next.")
def test_broadcast_sends_everything_to_all_targets():
    """A new broadcast is ready and sends each value to every target, in their order."""
    log = []
    everybody = broadcast(target(log, "b"), target(log, "a"))
    given = [everybody.send(value) for value in [1, None, ""]]
    sent_on = [("b", 1), ("a", 1), ("b", None), ("a", None), ("b", ""), ("a", "")]
    assert (given, log) == ([None] * 3, sent_on)


@pytest.mark.hint(
    "A finished target shows itself by a `StopIteration`, a broken one by another exception.",
    "Taking an item out of a list while you loop over it skips the next one.",
)
def test_broadcast_drops_dead_targets():
    """A target that finishes or raises gets nothing more, and all the others go on."""
    log = []
    everybody = broadcast(
        target(log, "done", lives=1),
        target(log, "broken", lives=1, ending=OSError()),
        target(log, "a"),
        target(log, "short", lives=2),
        target(log, "b"),
    )
    for value in [1, 2, 3]:
        assert everybody.send(value) is None
    assert [name for name, value in log if value == 1] == ["done", "broken", "a", "short", "b"]
    assert [name for name, value in log if value == 2] == ["a", "short", "b"]
    assert [name for name, value in log if value == 3] == ["a", "b"]


@pytest.mark.hint(
    "Keep an outcome when you drop a target: the value of its `StopIteration`, or its exception.",
    "Targets end in any order; the list has the order of the arguments.",
)
def test_broadcast_returns_the_outcomes():
    """When no target is left, the broadcast returns what each of them returned or raised."""
    log, error = [], OSError("broken")
    everybody = broadcast(
        target(log, "a", lives=3, ending="a done"),
        target(log, "b", lives=1, ending=error),
        target(log, "c", lives=2),
    )
    assert [everybody.send(1), everybody.send(2)] == [None, None]
    with pytest.raises(StopIteration) as stop:
        everybody.send(3)
    assert stop.value.value == ["a done", error, None]
    assert type(stop.value.value) is list


@pytest.mark.hint(
    "A `yield` inside a `try` lets you catch what is thrown in, and `target.throw` hands it on.",
    "Throwing is like sending: the target may go on, finish or raise.",
)
def test_what_is_thrown_in_travels_to_the_end():
    """An exception thrown into `grep` or `broadcast` reaches the targets, and may end there."""
    log, dealt_with, fatal = [], ValueError("mild"), KeyError("fatal")
    matches = grep("x", target(log, "end"))
    assert [matches.throw(dealt_with), matches.send("x")] == [None, None]
    assert log == [("end", dealt_with), ("end", "x")]
    with pytest.raises(KeyError) as caught:
        matches.throw(fatal)
    assert caught.value is fatal

    log.clear()
    everybody = broadcast(
        target(log, "a", deals_with=KeyError),
        target(log, "b", lives=2),
        target(log, "c", lives=2, ending="c done", deals_with=KeyError),
    )
    assert [everybody.throw(fatal), everybody.send(1)] == [None, None]
    assert log == [("a", fatal), ("c", fatal), ("a", 1), ("c", 1)]
    with pytest.raises(StopIteration) as stop:
        everybody.throw(dealt_with)
    assert stop.value.value == [dealt_with, fatal, "c done"]


@pytest.mark.hint(
    "`close` raises `GeneratorExit` at the `yield`; it is no `Exception`, and must go through.",
    "A `finally` around the whole loop runs however it ends.",
)
def test_closing_travels_to_the_end():
    """Closing the front of a pipeline closes every target that is left."""
    log = []
    left, right = target(log, "left"), target(log, "right")
    middle = broadcast(left, target(log, "dead", lives=1), right)
    front = grep("x", middle)
    front.send("x")
    log.clear()
    assert front.close() is None
    assert sorted(log) == [("left", "closed"), ("right", "closed")]
    states = [inspect.getgeneratorstate(each) for each in (front, middle, left, right)]
    assert states == [inspect.GEN_CLOSED] * 4
