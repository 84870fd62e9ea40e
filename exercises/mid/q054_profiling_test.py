"""Checks for Q54 · Profiling.

Time stands still save where a function moves the clock on.
"""

import colorsys
import re
import sys
from dataclasses import dataclass

import pytest
from q054_profiling import Hotspot, compare, hottest


@pytest.fixture
def is_profiling():
    """A function that tells whether a profiler is on; one left on is switched off at the end."""
    monitoring = getattr(sys, "monitoring", None)  # cProfile uses it since 3.12

    def check():
        if monitoring:
            return monitoring.get_tool(monitoring.PROFILER_ID) is not None
        return sys.getprofile() is not None

    yield check
    sys.setprofile(None)
    if monitoring and check():
        monitoring.set_events(monitoring.PROFILER_ID, 0)
        monitoring.free_tool_id(monitoring.PROFILER_ID)


pytestmark = pytest.mark.usefixtures("is_profiling")


def names(rows):
    return [getattr(row, "name", repr(row)) for row in rows]


def rounded(rows):
    """The rows with their times in milliseconds and no finer."""
    return [Hotspot(*row[:3], round(row[3], 3), round(row[4], 3)) for row in rows]


@pytest.mark.hint(
    "`cProfile.Profile(timer)` reads the time where you want it to. `runcall` runs one function.",
    "`pstats.Stats(profile).get_stats_profile()` is a report that a program can read.",
)
def test_lists_calls_and_times(clock):
    """The rows have counts, own and cumulative times, and stand in the order of the latter."""

    def parse(seconds):
        clock.now += seconds

    def load(first, second, third):
        clock.now += 5
        parse(first)
        parse(second)
        parse(third)

    def show():
        clock.now += 20

    def main():
        load(1, 2, 1)
        show()
        clock.now += 10.25

    assert rounded(hottest(main, timer=clock)) == [
        Hotspot("main", calls=1, primitive_calls=1, own=10.25, cumulative=39.25),
        Hotspot("show", calls=1, primitive_calls=1, own=20.0, cumulative=20.0),
        Hotspot("load", calls=1, primitive_calls=1, own=5.0, cumulative=9.0),
        Hotspot("parse", calls=3, primitive_calls=3, own=4.0, cumulative=4.0),
    ]
    rows = hottest(main, timer=clock)
    assert [type(row).__name__ for row in rows] == ["Hotspot"] * 4
    assert isinstance(rows, list)


@pytest.mark.hint("`*args` are for the function, all that has a name is for you.")
def test_calls_the_function_once_with_its_arguments(clock):
    """`func` is called once, with all the arguments that are given by position."""
    seen = []

    def note(*args):
        seen.append(args)

    assert names(hottest(note, timer=clock)) == ["note"]
    assert names(hottest(note, 3, None, timer=clock)) == ["note"]
    assert names(hottest(note, [1, 2])) == ["note"]
    assert {"arguments of the calls, one call for each profile": seen} == {
        "arguments of the calls, one call for each profile": [(), (3, None), ([1, 2],)]
    }


@pytest.mark.hint(
    "`calls` counts all, `primitive_calls` only those from outside of the recursion.",
    'In a report, "5/2" says both. What stands there if the two are equal?',
)
def test_tells_recursive_calls_apart(clock):
    """Recursion has many calls but few primitive ones, and its cumulative time counts once."""

    def countdown(n):
        clock.now += 1
        if n:
            countdown(n - 1)

    def main():
        countdown(11)
        countdown(0)
        clock.now += 3
        countdown(1)

    assert rounded(hottest(main, timer=clock)) == [
        Hotspot("main", calls=1, primitive_calls=1, own=3.0, cumulative=18.0),
        Hotspot("countdown", calls=15, primitive_calls=3, own=15.0, cumulative=15.0),
    ], "main calls countdown(11), countdown(0), countdown(1); countdown calls itself down to 0"
    assert rounded(hottest(countdown, 2, timer=clock)) == [
        Hotspot("countdown", calls=3, primitive_calls=1, own=3.0, cumulative=3.0),
    ]


@pytest.mark.hint("A function may call itself by way of another. Let the profiler do the counting.")
def test_tells_mutual_recursion_apart(clock):
    """Two functions that call each other have one primitive call each."""

    def even(n):
        clock.now += 1
        return n == 0 or odd(n - 1)

    def odd(n):
        clock.now += 10
        return n > 0 and even(n - 1)

    assert rounded(hottest(even, 4, timer=clock)) == [
        Hotspot("even", calls=3, primitive_calls=1, own=3.0, cumulative=23.0),
        Hotspot("odd", calls=2, primitive_calls=1, own=20.0, cumulative=22.0),
    ]


@pytest.mark.hint(
    "In a report, built-ins come from the file `~`.",
    "A Python function need not come from a file that exists: `exec` makes some too.",
    "A `with cProfile.Profile()` calls a method of the profiler itself. `runcall` does not.",
)
def test_only_python_functions_have_rows(clock):
    """Built-ins have no row, the functions that they call have, and the tool itself has none."""

    def weigh(item):
        clock.now += 1
        return -item

    def main():
        return sorted([3, 1, 2], key=weigh), max(abs(-3), len("abc"))

    assert rounded(hottest(main, timer=clock)) == [
        Hotspot("main", calls=1, primitive_calls=1, own=0.0, cumulative=3.0),
        Hotspot("weigh", calls=3, primitive_calls=3, own=3.0, cumulative=3.0),
    ]
    assert names(hottest(main, top=2, timer=clock)) == ["main", "weigh"], (
        "`sorted`, which calls weigh, takes 3 seconds too, but no place among the first two"
    )

    @dataclass
    class Parcel:
        weight: int

    def pack():
        return Parcel(2)

    assert names(hottest(pack, timer=clock)) == ["__init__", "pack"], "of a dataclass, it has a row"
    assert names(hottest(lambda: pack(), timer=clock)) == ["<lambda>", "__init__", "pack"]

    def disable():
        return enable()

    def enable():
        return tune()

    found = {}
    exec(compile("def tune(): pass", "<frozen tune>", "exec"), found)
    tune = found["tune"]
    assert names(hottest(disable, timer=clock)) == ["disable", "enable", "tune"], (
        "`tune` was compiled with the file name '<frozen tune>'"
    )
    mixed = hottest(colorsys.rgb_to_yiq, 0, 0, 0, timer=clock)
    assert names(mixed) == ["rgb_to_yiq"], "a Python function of the standard library has a row"
    assert hottest(len, "abc", timer=clock) == []
    assert hottest(sorted, [3, 1], timer=clock) == []


@pytest.mark.hint("For a number, minus turns the order round; the name comes second.")
def test_sorts_equal_times_by_name(clock):
    """Rows come by cumulative time, not by own time; equal times come by name."""

    def cat():
        clock.now += 1

    def ant():
        clock.now += 1

    def dog():
        clock.now += 1

    def bee():
        ant()

    def Elk():
        clock.now += 1

    def _fox():
        clock.now += 1

    def cow():
        clock.now += 2

    def zoo():
        cow()
        dog()
        cat()
        _fox()
        bee()
        Elk()

    def ape():
        zoo()

    equal = ["Elk", "_fox", "ant", "bee", "cat", "dog"]
    assert names(hottest(ape, timer=clock)) == ["ape", "zoo", "cow", *equal]
    assert names(hottest(ape, top=5, timer=clock)) == ["ape", "zoo", "cow", "Elk", "_fox"]


@pytest.fixture
def crowd(clock):
    """A function `main` that calls eleven others, from `a`, one second, up to `k`, eleven."""
    lines = [f"def {name}(): clock.now += {n}" for n, name in enumerate("abcdefghijk", 1)]
    lines += ["def main():", *(f"    {name}()" for name in "abcdefghijk")]
    namespace = {"clock": clock}
    exec(compile("\n".join(lines), "(crowd)", "exec"), namespace)
    return namespace["main"]


@pytest.mark.hint("First sort, then cut.")
def test_gives_the_top_rows(crowd, clock):
    """The first `top` of the sorted rows are given, or all if there are fewer; ten by default."""
    assert names(hottest(crowd, top=1, timer=clock)) == ["main"]
    assert names(hottest(crowd, top=3, timer=clock)) == ["main", "k", "j"]
    assert names(hottest(crowd, timer=clock)) == ["main", *"kjihgfedc"]
    assert names(hottest(crowd, top=12, timer=clock)) == ["main", *"kjihgfedcba"]
    assert names(hottest(crowd, top=50, timer=clock)) == ["main", *"kjihgfedcba"]


@pytest.mark.hint("What does `rows[:-1]` give? Refuse such a `top` before anything is called.")
def test_refuses_a_top_below_one():
    """A `top` of 0 or less is refused, and the function is not called."""
    seen = []
    with pytest.raises(ValueError):
        hottest(seen.append, "called", top=0)
    with pytest.raises(ValueError):
        hottest(seen.append, "called", top=-1)
    assert {"calls made with a `top` of 0 and of -1": seen} == {
        "calls made with a `top` of 0 and of -1": []
    }
    assert hottest(seen.append, "called", top=1) == []
    assert {"calls made with a `top` of 1": seen} == {"calls made with a `top` of 1": ["called"]}


class Abort(BaseException):
    """An error that is no `Exception`, like `KeyboardInterrupt`."""


@pytest.mark.parametrize("error", [ValueError("tea"), Abort("stop"), SystemExit(3), None], ids=repr)
@pytest.mark.hint(
    "A `finally` runs either way. Do you need an `except` at all?",
    "What does `runcall` do for you that `enable` and `disable` do not?",
)
def test_the_profiler_is_off_afterwards(clock, is_profiling, error):
    """An exception of any class reaches the caller, and the profiler is off either way."""
    during = []

    def read(error):
        during.append(is_profiling())
        if error:
            raise error

    def raised_by_hottest_of_a_function_that_raises(error):
        try:
            hottest(read, error, timer=clock)
        except (ValueError, Abort, SystemExit) as passed:
            return passed

    assert raised_by_hottest_of_a_function_that_raises(error) is error
    assert {"whether the profiler was on during the call": during} == {
        "whether the profiler was on during the call": [True]
    }
    assert not is_profiling(), "the profiler is still on after the call"
    rows = [row for row in hottest(read, None, timer=clock) if row.name == "read"]
    assert rounded(rows) == [Hotspot("read", 1, 1, 0.0, 0.0)], "the next call of `hottest`"


def steps(clock, seconds, result=None):
    """A function whose calls take the given seconds in turn."""
    left = list(seconds)

    def candidate():
        if not left:
            raise RuntimeError(
                f"a candidate was called once more than the {len(seconds)} times asked for: "
                "once without being timed, and `repeat` times `number`"
            )
        clock.now += left.pop(0)
        return result

    return candidate


@pytest.mark.hint(
    "`timeit.repeat` takes a function, a `timer`, `repeat` and `number`. What does it return?",
    "Noise makes a round slower, never faster. Which of the rounds tells most?",
)
def test_compare_ranks_by_the_best_round(clock):
    """The seconds are those of one call in the best round; the fastest comes first."""
    candidates = {
        "noisy": steps(clock, [500, 90, 90, 20, 11, 90, 90]),
        "steady": steps(clock, [10, 20, 20, 20, 20, 20, 20]),
        "late": steps(clock, [10, 90, 10, 90, 10, 10, 40]),
        "quick": steps(clock, [990, 10, 10, 10, 10, 10, 10]),
    }
    ranking = compare(candidates, repeat=3, number=2, timer=clock)
    wanted = [("quick", 10.0), ("noisy", 15.5), ("steady", 20.0), ("late", 25.0)]
    assert ranking == wanted, (
        "one call untimed, then three rounds of two calls: noisy 90+90, 20+11, 90+90, "
        "steady 20+20 each, late 90+10, 90+10, 10+40, quick 10+10 each"
    )
    assert [type(place).__name__ for place in ranking] == ["tuple"] * 4
    assert isinstance(ranking, list)
    alone = {"alone": steps(clock, [500, 3, 2])}
    assert compare(alone, repeat=2, timer=clock) == [("alone", 2.0)], "one call untimed, two timed"
    still = {"brief": steps(clock, [1, 1, 0, 2]), "long": steps(clock, [1, 3, 3, 3])}
    ranking = compare(still, repeat=3, timer=clock)
    assert ranking == [("brief", 0.0), ("long", 3.0)], "rounds of 1, 0 and 2 seconds, and of 3 each"

    def slow_timer():
        clock.now += 8
        return clock()

    rows = compare({"alone": steps(clock, [500, 1, 1, 1, 1])}, number=4, repeat=1, timer=slow_timer)
    assert rows == [("alone", 3.0)], "four calls of a second, and eight seconds to read the timer"


@pytest.mark.hint("`sorted` leaves what is equal in its order, if the key is the time alone.")
def test_compare_keeps_the_order_of_equals(clock):
    """Candidates with equal times come in the order of the dict; without any, the list is empty."""

    def functions_that_take(**seconds):
        return {name: steps(clock, [each] * 3) for name, each in seconds.items()}

    ranking = [("b", 1.0), ("z", 2.0), ("a", 2.0), ("k", 2.0), ("m", 3.0)]
    assert compare(functions_that_take(m=3, z=2, a=2, k=2, b=1), repeat=2, timer=clock) == ranking
    assert compare({}, timer=clock) == []


@pytest.mark.hint(
    "`number` is how many calls are timed together, `repeat` how often that is done.",
    "How many calls are these, with the one that is not timed?",
)
def test_compare_calls_each_as_often_as_asked():
    """Each is called once and then `repeat` times `number`, 5 times 1 if not named otherwise."""
    calls = []
    candidates = {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}

    def calls_by_compare(candidates=candidates, **options):
        calls.clear()
        compare(candidates, **options)
        return {name: calls.count(name) for name in "ab"}

    assert sorted(name for name, _ in compare(candidates)) == ["a", "b"]
    assert calls_by_compare() == {"a": 6, "b": 6}, (
        "compare(candidates), without a repeat or number, of two functions named a and b"
    )
    assert calls_by_compare(repeat=1, number=3) == {"a": 4, "b": 4}
    assert calls_by_compare(repeat=2, number=3) == {"a": 7, "b": 7}
    assert calls_by_compare(repeat=1) == {"a": 2, "b": 2}
    one_function = dict.fromkeys(["first", "second", "third"], candidates["a"])
    assert calls_by_compare(one_function, repeat=1) == {"a": 6, "b": 0}, (
        "one function, that of `a`, under three names"
    )
    calls.clear()
    with pytest.raises(TypeError):
        compare(candidates, 3)
    assert {"calls by compare(candidates, 3)": calls} == {"calls by compare(candidates, 3)": []}


@pytest.mark.parametrize("other", ["cherry", "it's linden"])
@pytest.mark.hint(
    "A fast function with another result is no candidate. Look at the results first.",
    "Call all of them once, compare with what the first one returned, and only then time them.",
)
def test_compare_wants_equal_results(clock, other):
    """Results are compared before anything is timed, and the one that differs is named."""
    read = []

    def timer():
        read.append(clock())
        return clock()

    def functions_that_return(results):
        return {name: steps(clock, [1] * 6, result) for name, result in results.items()}

    with pytest.raises(ValueError, match=re.escape(repr(other))):
        compare(
            functions_that_return(
                {"walnut": [0], "cherry": [0.0], "maple": [False], "it's linden": [0], other: []}
            ),
            timer=timer,
        )
    with pytest.raises(ValueError, match="'pear'"):
        compare(functions_that_return({"plum": None, "pear": 1}), timer=timer)
    with pytest.raises(ValueError, match="'pear'"):
        compare(functions_that_return({"plum": 1, "pear": None}), timer=timer)
    with pytest.raises(ValueError, match="'pear'"):
        compare(functions_that_return({"plum": 0.3, "pear": 0.1 + 0.2}), timer=timer)
    with pytest.raises(ValueError, match="'pear'"):
        compare(functions_that_return({"plum": [1, 2], "pear": [2, 1]}), timer=timer)
    assert {"times read from `timer` though a result differs": read} == {
        "times read from `timer` though a result differs": []
    }
    ranking = [("walnut", 1.0), ("cherry", 1.0), ("maple", 1.0), ("it's linden", 1.0)]
    assert (
        compare(
            functions_that_return(
                {"walnut": [0], "cherry": [0.0], "maple": [False], "it's linden": [0]}
            ),
            timer=clock,
        )
        == ranking
    )
    ranking = [("plum", 1.0), ("pear", 1.0)]
    assert compare(functions_that_return({"plum": 1, "pear": 1.0}), timer=clock) == ranking


@pytest.mark.parametrize(("repeat", "number"), [(0, 1), (1, 0), (-1, 1), (1, -1), (0, 0)])
@pytest.mark.hint("Look at the numbers before anything is called.")
def test_compare_refuses_numbers_below_one(repeat, number):
    """A `repeat` or `number` below 1 is refused, and no candidate is called."""
    calls = []

    def a():
        calls.append("a")

    with pytest.raises(ValueError):
        compare({"a": a}, repeat=repeat, number=number)
    assert {"calls of a candidate": calls} == {"calls of a candidate": []}
    assert [name for name, _ in compare({"a": a}, repeat=1, number=1)] == ["a"]
