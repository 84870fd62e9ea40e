"""Checks for Q46 · Coroutines."""

import inspect
import itertools

import pytest
import q046_coroutine_pipelines as pipelines
from q046_coroutine_pipelines import Discard, Result, averager, grep, grouper, primed


def target(log, lives=None, ending=None):
    """A primed coroutine that writes down what it is sent, and every exception thrown into it.

    After `lives` values it returns `ending`, or raises it if it is an exception. A `ValueError`
    counts as a value, and it goes on; other exceptions end it.
    """

    def run():
        for _ in itertools.count() if lives is None else range(lives):
            try:
                log.append((yield "to be ignored"))
            except Exception as error:
                log.append(error)
                if not isinstance(error, ValueError):
                    raise
        if isinstance(ending, Exception):
            raise ending
        return ending

    coroutine = run()
    next(coroutine)
    return coroutine


def end_of(generator, value):
    """What a generator returns when it is sent a value, or what it gives instead."""
    try:
        return "it goes on and gives", generator.send(value)
    except StopIteration as stop:
        return stop.value


@pytest.fixture
def averagers(monkeypatch):
    """The averagers that `grouper` makes."""
    made = []

    def make():
        made.append(averager())
        return made[-1]

    monkeypatch.setattr(pipelines, "averager", make)
    return made


@pytest.mark.hint(
    "A new generator stands before its first line; `next` runs it to its first `yield`.",
    "The wrapper makes the generator, advances it and returns it.",
)
def test_primed_generators_are_ready():
    """A primed generator can be sent a value at once, and each call makes one of its own."""

    @primed
    def echo(before, func="?"):
        said = yield
        while True:
            said = yield f"{before}{said}{func}"

    first, second = echo("<", func=">"), echo("-")
    assert [first.send("a"), second.send("b"), first.send("c")] == ["<a>", "-b?", "<c>"], (
        'sent "a", "c" to echo("<", func=">") and "b" to echo("-")'
    )


@pytest.mark.hint("`functools.wraps` copies both from the function.")
def test_primed_keeps_name_and_docstring():
    """The decorated function has the name and the docstring of its function."""

    @primed
    def echo():
        """Say it again."""
        yield

    assert (echo.__name__, echo.__doc__) == ("echo", "Say it again.")


@pytest.mark.hint(
    "`number = yield average` gives the latest average and receives the next number.",
    "Is 0 a number, or an end?",
)
def test_averager_gives_running_averages():
    """After a first `None`, each number sent gives the average so far, as a `float`."""
    numbers = averager()
    given = [next(numbers), *map(numbers.send, [0, 10, 20, -10, 0.0, 2.5])]
    assert given == [None, 0.0, 5.0, 10.0, 5.0, 4.0, 3.75], "sent 0, 10, 20, -10, 0.0 and 2.5"
    assert [type(average).__name__ for average in given[1:]] == ["float"] * 6, f"it gave {given}"


@pytest.mark.hint("What a generator returns is the `value` of its `StopIteration`.")
def test_averager_returns_a_result():
    """`None` ends an averager, which returns a `Result`; without numbers the average is None."""
    numbers, zero, empty = averager(), averager(), averager()
    assert [next(numbers), numbers.send(0), numbers.send(9)] == [None, 0.0, 4.5]
    assert [next(zero), zero.send(0), next(empty)] == [None, 0.0, None]
    results = [end_of(numbers, None), end_of(zero, None), end_of(empty, None)]
    expected = [Result(2, 4.5), Result(1, 0.0), Result(0, None)]
    assert results == expected, "after 0 and 9, after a 0 alone, and after nothing"
    assert [isinstance(result, Result) for result in results] == [True] * 3, f"got {results}"


@pytest.mark.hint(
    "An exception thrown in appears at the `yield` at which the generator waits.",
    "Put the `yield` into a `try`, and set everything back in the `except`.",
)
def test_averager_forgets_when_discard_is_thrown_in():
    """Throwing `Discard` into an averager gives `None`, and it begins anew, time after time."""
    numbers = averager()
    given = [next(numbers), numbers.throw(Discard()), numbers.send(10), numbers.send(30)]
    assert given == [None, None, 10.0, 20.0], "threw a Discard, sent 10 and 30"

    class Noise(Discard):
        """A kind of `Discard`."""

    thrown = Discard("with a reason"), Noise()
    given = [numbers.throw(thrown[0]), numbers.send(7), numbers.send(8)]
    given += [numbers.throw(thrown[1]), numbers.throw(Discard())]
    assert given == [None, 7.0, 7.5, None, None], (
        f"threw {thrown[0]!r}, sent 7 and 8, threw {thrown[1]!r}, and at once a Discard() more"
    )
    assert end_of(numbers, None) == Result(0, None), "sent None right after two Discards"
    numbers = averager()
    given = [next(numbers), numbers.send(9), numbers.throw(Discard())]
    assert (given, end_of(numbers, None)) == ([None, 9.0, None], Result(0, None)), (
        "sent 9, threw a Discard, sent None"
    )


@pytest.mark.parametrize("error", [KeyError("a"), TypeError("b"), ArithmeticError()], ids=repr)
@pytest.mark.hint("Catch `Discard` and nothing else.")
def test_averager_lets_other_exceptions_out(error):
    """An exception other than `Discard` leaves the averager, and the grouper that handed over."""
    numbers, groups = averager(), grouper(["a"])
    assert [next(numbers), numbers.send(1), next(groups)] == [None, 1.0, None]
    with pytest.raises(type(error)) as caught:
        numbers.throw(error)
    assert caught.value is error
    with pytest.raises(type(error)) as caught:
        groups.throw(error)
    assert caught.value is error


@pytest.mark.hint(
    "`yield from` is an expression: its value is what the inner generator returned.",
    "Make a new `averager()` for every key.",
)
def test_grouper_returns_a_result_for_each_key(averagers):
    """Each `None` ends a group; after the last, the grouper returns the results by key."""
    groups, second = grouper(iter(["b", None, 0])), grouper(["z"])
    given = [next(groups), *map(groups.send, [1, 2, None, None, 30])]
    assert given == [None, 1.0, 1.5, None, None, 30.0], "sent 1, 2, None, None and 30"
    results = end_of(groups, None)
    assert results == {"b": Result(2, 1.5), None: Result(0, None), 0: Result(1, 30.0)}, (
        'of grouper(iter(["b", None, 0]))'
    )
    assert list(results) == ["b", None, 0]
    assert len(averagers) == 3, "so many averagers were made for three keys"
    assert [next(second), second.send(5), end_of(second, None)] == [
        None,
        5.0,
        {"z": Result(1, 5.0)},
    ], 'of grouper(["z"]), after another grouper had ended'


@pytest.mark.parametrize("keys", [[], iter(())])
@pytest.mark.hint("How often does a loop over no keys run, and what comes after it?")
def test_grouper_without_keys(keys):
    """Without keys, the first `next` finishes the grouper, and it returns `{}`."""
    assert end_of(grouper(keys), None) == {}


@pytest.mark.hint(
    "Do not hand the values on by hand: `yield from` hands on errors and the end too."
)
def test_grouper_hands_over_to_the_averager(averagers):
    """What is thrown into a grouper, and its closing, reaches the averager at work."""
    groups = grouper(["a", "b"])
    assert [next(groups), groups.send(10), groups.send(None)] == [None, 10.0, None]
    assert [groups.send(10), groups.throw(Discard()), groups.send(4)] == [10.0, None, 4.0]
    states = [inspect.getgeneratorstate(made) for made in averagers]
    assert states == ["GEN_CLOSED", "GEN_SUSPENDED"], "of two averagers, in the second group"
    groups.close()
    assert inspect.getgeneratorstate(averagers[1]) == "GEN_CLOSED", "after close() of the grouper"


@pytest.mark.hint(
    "`line = yield` receives; what does a bare `yield` give to the sender?",
    "`pattern in line` looks for a string in a string.",
)
def test_grep_passes_matching_strings_on():
    """A new `grep` is ready, sends on the strings with the pattern in them, and gives `None`."""
    log = []
    matches = grep("a.c", target(log))
    given = [matches.send(line) for line in ["a.c", "abc", "", "A.C", "xa.cy a.c", " a.c\n"]]
    assert log == ["a.c", "xa.cy a.c", " a.c\n"], (
        r'sent "a.c", "abc", "", "A.C", "xa.cy a.c" and " a.c\n" to grep("a.c", …)'
    )
    assert given == [None] * 6
    log.clear()
    blanks = grep("b ", target(log))
    assert [blanks.send(line) for line in ["b", "ab c", "ab c"]] == [None] * 3
    assert log == ["ab c", "ab c"], 'sent "b", and "ab c" twice, to grep("b ", …)'
    log.clear()
    everything = grep("", target(log))
    assert [everything.send(line) for line in ["", "a"]] == [None] * 2
    assert log == ["", "a"], 'sent "" and "a" to grep("", …)'
    log.clear()
    signs = grep("[a]*\n?", target(log))
    assert [signs.send(line) for line in ["a", "a\nb", "-[a]*\n?-"]] == [None] * 3
    assert log == ["-[a]*\n?-"], r'sent "a", "a\nb" and "-[a]*\n?-" to grep("[a]*\n?", …)'
    log.clear()
    chain = grep("a", grep("b", target(log)))
    assert [chain.send(line) for line in ["a", "b", "ab", "bca"]] == [None] * 4
    assert log == ["ab", "bca"], 'sent "a", "b", "ab" and "bca" to grep("a", grep("b", …))'


@pytest.mark.hint(
    "Sending to a target that finishes raises `StopIteration`, here inside your generator.",
    "A `StopIteration` must not leave a generator's body: catch it, and return its value.",
)
def test_grep_finishes_with_its_target():
    """If the target finishes, all `grep`s before it finish too, and return what it returned."""
    log = []
    matches = grep("x", grep("y", target(log, lives=2, ending="enough")))
    assert [matches.send("xy"), matches.send("x"), end_of(matches, "xyz")] == [None, None, "enough"]
    assert log == ["xy", "xyz"]
    matches = grep("x", target(log, lives=1, ending=0))
    assert end_of(matches, "x") == 0, "what grep returned when its target returned 0 at a send"
    matches = grep("x", target(log, lives=1, ending=0))
    with pytest.raises(StopIteration) as stop:
        matches.throw(ValueError("the target finishes"))
    assert stop.value.value == 0, "what grep returned when its target returned 0 at a throw"


@pytest.mark.parametrize("error", [KeyError("end"), RuntimeError("end")])
@pytest.mark.hint("Catch what you must, the `StopIteration`, and let all others through.")
def test_grep_raises_what_its_target_raises(error):
    """If the target raises, the very exception comes out at the front."""
    log = []
    matches = grep("x", grep("y", target(log, lives=2, ending=error)))
    assert matches.send("xy") is None
    with pytest.raises(type(error)) as caught:
        matches.send("xxyy")
    assert caught.value is error
    assert log == ["xy", "xxyy"]
    matches = grep("x", target(log, lives=1, ending=error))
    with pytest.raises(type(error)) as caught:
        matches.throw(ValueError("at which the target raises another"))
    assert caught.value is error, "what left grep when its target raised it at a throw"

    def clumsy():
        try:
            yield
        finally:
            raise error

    end = clumsy()
    next(end)
    matches = grep("x", end)
    with pytest.raises(type(error)) as caught:
        matches.close()
    assert caught.value is error, "what left grep when its target raised it while it was closed"


@pytest.mark.hint(
    "A `yield` inside a `try` lets you catch what is thrown in, and `target.throw` hands it on.",
    "Throwing is like sending: the target may go on, finish or raise.",
    "After a throw, the next thing to come may be another one: go back to the same `yield`.",
)
def test_what_is_thrown_in_travels_to_the_end():
    """An exception thrown into a `grep` reaches the target, which may deal with it."""
    log, dealt_with, fatal = [], ValueError("mild"), KeyError("fatal")
    matches = grep("x", grep("y", target(log)))
    given = [matches.throw(dealt_with), matches.throw(dealt_with), matches.send("xy")]
    given.append(matches.throw(dealt_with))
    assert given == [None] * 4, "threw an exception twice, sent a string, threw it again"
    assert log == [dealt_with, dealt_with, "xy", dealt_with], "what the target received"
    assert matches.send("yx") is None
    with pytest.raises(KeyError) as caught:
        matches.throw(fatal)
    assert caught.value is fatal
    assert log == [dealt_with, dealt_with, "xy", dealt_with, "yx", fatal], (
        "what the target received"
    )


@pytest.mark.parametrize(("sent", "thrown"), [([], 0), (["x", "xy"], 0), (["xy"], 2)])
@pytest.mark.hint(
    "`close` raises `GeneratorExit` at the `yield`; it is no `Exception`, and must go through.",
    "A `finally` around the whole loop runs however it ends.",
)
def test_closing_travels_to_the_end(sent, thrown):
    """Closing the front of a chain closes everything to its end."""
    end = target([])
    middle = grep("y", end)
    front = grep("x", middle)
    given = [front.send(line) for line in sent]
    given += [front.throw(ValueError("mild")) for _ in range(thrown)]
    assert given == [None] * (len(sent) + thrown), f"sent {sent}, then threw {thrown} exceptions"
    front.close()
    states = [inspect.getgeneratorstate(generator) for generator in (front, middle, end)]
    assert states == ["GEN_CLOSED"] * 3, "of the front, the middle and the end, after front.close()"
    seen = []

    def polite():
        try:
            while True:
                yield
        except GeneratorExit:
            seen.append("closed")  # and it returns, which is as good as raising this again

    end = polite()
    next(end)
    front = grep("x", grep("y", end))
    given = [front.send(line) for line in sent]
    front.close()
    assert seen == ["closed"], f"a target that returns when it is closed, after {given}"
