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
    """What a generator returns when it is sent a value, or what it does instead."""
    try:
        given = generator.send(value)
    except StopIteration as stop:
        return stop.value
    except NotImplementedError:
        raise
    except Exception as error:
        return "it raises", error
    return "it goes on and gives", given


def given_for(error, throw):
    """What a generator gives when an exception is thrown in, or what it does instead."""
    try:
        return throw(error)
    except StopIteration as stop:
        return "it returns", stop.value
    except Exception as raised:
        return "it raises", raised


def sent_on_by(make, *lines):
    """What reaches the end of a chain whose front is sent these lines, and gives None for each."""
    log = []
    front = make(target(log))
    given = [front.send(line) for line in lines]
    return log + [f"the front gave {each!r}" for each in given if each is not None]


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
    assert given_for(error, throw=numbers.throw) == ("it raises", error), "of an averager()"
    assert given_for(error, throw=groups.throw) == ("it raises", error), "of a grouper(['a'])"


@pytest.mark.hint(
    "`yield from` is an expression: its value is what the inner generator returned.",
    "Make a new `averager()` for every key.",
)
def test_grouper_returns_a_result_for_each_key(averagers):
    """Each `None` ends a group; after the last, the grouper returns the results by key."""
    groups, second = grouper(iter(["b", None, 0])), grouper(["z"])
    given = [next(groups), *map(groups.send, [1, 2, None, None, 30])]
    assert given == [None, 1.0, 1.5, None, None, 30.0], (
        "sent 1, 2, None, None and 30 to grouper(iter(['b', None, 0]))"
    )
    results = end_of(groups, None)
    assert results == {"b": Result(2, 1.5), None: Result(0, None), 0: Result(1, 30.0)}, (
        'of grouper(iter(["b", None, 0])), which was sent 1, 2, None, None, 30 before'
    )
    assert list(results) == ["b", None, 0]
    assert len(averagers) == 3, "so many averagers were made for three keys"
    assert [next(second), second.send(5), end_of(second, None)] == [
        None,
        5.0,
        {"z": Result(1, 5.0)},
    ], 'of grouper(["z"]), after another grouper had ended'


@pytest.mark.parametrize("kind", [list, iter])
@pytest.mark.hint("How often does a loop over no keys run, and what comes after it?")
def test_grouper_without_keys(kind):
    """Without keys, the first `next` finishes the grouper, and it returns `{}`."""
    assert end_of(grouper(kind([])), None) == {}


@pytest.mark.hint(
    "Do not hand the values on by hand: `yield from` hands on errors and the end too."
)
def test_grouper_hands_over_to_the_averager(averagers):
    """What is thrown into a grouper, and its closing, reaches the averager at work."""
    groups = grouper(["a", "b"])
    assert [next(groups), groups.send(10), groups.send(None)] == [None, 10.0, None], (
        "of groups = grouper(['a', 'b'])"
    )
    assert [groups.send(10), groups.throw(Discard()), groups.send(4)] == [10.0, None, 4.0], (
        "of groups = grouper(['a', 'b']), in the second group"
    )
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

    def greps(*patterns):
        def make(end):
            for pattern in reversed(patterns):
                end = grep(pattern, end)
            return end

        return make

    lines = ["a.c", "xa.cy a.c", " a.c\n"]
    assert sent_on_by(greps("a.c"), "a.c", "abc", "", "A.C", "xa.cy a.c", " a.c\n") == lines
    assert sent_on_by(greps("b "), "b", "ab c", "ab c") == ["ab c", "ab c"]
    assert sent_on_by(greps(""), "", "a") == ["", "a"]
    assert sent_on_by(greps("[a]*\n?"), "a", "a\nb", "-[a]*\n?-") == ["-[a]*\n?-"]
    assert sent_on_by(greps("a", "b"), "a", "b", "ab", "bca") == ["ab", "bca"]
    matches, both = grep("a", target([])), grep("a", grep("b", target([])))
    assert [matches.send(line) for line in ["a", "b", "", "xa"]] == [None] * 4
    assert [both.send(line) for line in ["a", "b", "ab", "bca"]] == [None] * 4


@pytest.mark.hint(
    "Sending to a target that finishes raises `StopIteration`, here inside your generator.",
    "A `StopIteration` must not leave a generator's body: catch it, and return its value.",
)
def test_grep_finishes_with_its_target():
    """If the target finishes, all `grep`s before it finish too, and return what it returned."""
    log = []
    matches = grep("x", grep("y", target(log, lives=2, ending="enough")))
    assert [matches.send("xy"), matches.send("x"), end_of(matches, "xyz")] == [
        None,
        None,
        "enough",
    ], 'of grep("x", grep("y", target)), where the target takes two strings and returns "enough"'
    assert {"sent to the target, which takes two": log} == {
        "sent to the target, which takes two": ["xy", "xyz"]
    }
    assert end_of(grep("x", target(log, lives=1, ending=0)), "x") == 0
    matches = grep("x", target(log, lives=1, ending=0))
    assert given_for(ValueError("an end"), throw=matches.throw) == ("it returns", 0), (
        'of grep("x", target), where the target takes the exception and returns 0'
    )


@pytest.mark.parametrize("error", [KeyError("end"), RuntimeError("end")])
@pytest.mark.hint("Catch what you must, the `StopIteration`, and let all others through.")
def test_grep_raises_what_its_target_raises(error):
    """If the target raises, the very exception comes out at the front."""
    log = []
    matches = grep("x", grep("y", target(log, lives=2, ending=error)))
    raising = 'grep("x", grep("y", target)), where the target takes two strings and raises an error'
    assert matches.send("xy") is None, f"of {raising}"
    assert end_of(matches, "xxyy") == ("it raises", error), f"after 'xy', of {raising}"
    assert {"sent to the target": log} == {"sent to the target": ["xy", "xxyy"]}, f"of {raising}"
    matches = grep("x", target(log, lives=1, ending=error))
    another = ValueError("at which the target raises")
    assert given_for(another, throw=matches.throw) == ("it raises", error), (
        'of grep("x", target), where the target takes one exception and raises another'
    )

    def clumsy():
        try:
            yield
        finally:
            raise error

    end = clumsy()
    next(end)
    front_of_one_that_raises = grep("x", end)
    with pytest.raises(type(error)) as caught:
        front_of_one_that_raises.close()
    left_grep = caught.value
    assert left_grep is error, "the target raised it while it was closed"


@pytest.mark.hint(
    "A `yield` inside a `try` lets you catch what is thrown in, and `target.throw` hands it on.",
    "Throwing is like sending: the target may go on, finish or raise.",
    "After a throw, the next thing to come may be another one: go back to the same `yield`.",
)
def test_what_is_thrown_in_travels_to_the_end():
    """An exception thrown into a `grep` reaches the target, which may deal with it."""
    log, dealt_with, fatal = [], ValueError("mild"), KeyError("fatal")
    matches = grep("x", grep("y", target(log)))
    mild = 'of grep("x", grep("y", target)), where the target deals with a ValueError and goes on'
    assert given_for(dealt_with, throw=matches.throw) is None, mild
    assert given_for(dealt_with, throw=matches.throw) is None, f"again, {mild}"
    assert matches.send("xy") is None, mild
    assert given_for(dealt_with, throw=matches.throw) is None, f"after sending 'xy', {mild}"
    assert {"what the target received": log} == {
        "what the target received": [dealt_with, dealt_with, "xy", dealt_with]
    }, mild
    assert matches.send("yx") is None, mild
    assert given_for(fatal, throw=matches.throw) == ("it raises", fatal), mild
    assert {"what the target received then": log[4:]} == {
        "what the target received then": ["yx", fatal]
    }, mild


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
    given += [given_for(ValueError("mild"), throw=front.throw) for _ in range(thrown)]
    assert given == [None] * (len(sent) + thrown), (
        f'to grep("x", grep("y", target)), sent {sent}, then threw {thrown} exceptions'
    )
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
    for line in sent:
        front.send(line)
    front.close()
    assert {"a target that returns when it is closed": seen} == {
        "a target that returns when it is closed": ["closed"]
    }
