"""Checks for Q54 · Profiling."""

import sys

import pytest
from q054_profiling import Hotspot, compare, hottest, profiled


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
    return [row.name for row in rows]


@pytest.mark.hint(
    "`cProfile.Profile(timer)` reads the time where you want it to. `runcall` runs one function.",
    "`profile.create_stats()` fills `profile.stats`, a dict. Print it: which count is which?",
    "A key is (file, line, name), a value (primitive calls, calls, own, cumulative, callers).",
)
def test_lists_calls_and_times(clock):
    """The rows have counts, own and cumulative times, and stand in the order of the latter."""

    def parse(seconds):
        clock.now += seconds

    def load(files):
        clock.now += 0.5
        for seconds in files:
            parse(seconds)

    def show():
        clock.now += 2.25

    heading = None

    def main(files, title):
        nonlocal heading
        load(files)
        show()
        heading = title
        clock.now += 1

    rows = hottest(main, [0.125, 0.25, 0.125], "report", timer=clock)
    assert rows == [
        Hotspot("main", 1, 1, 1.0, 4.25),
        Hotspot("show", 1, 1, 2.25, 2.25),
        Hotspot("load", 1, 1, 0.5, 1.0),
        Hotspot("parse", 3, 3, 0.5, 0.5),
    ]
    assert {type(row) for row in rows} == {Hotspot}
    assert heading == "report"


@pytest.mark.hint(
    "`calls` counts all, `primitive_calls` only those from outside of the recursion.",
    "The profiler has both counts. Take care which of them comes first.",
)
def test_tells_recursive_calls_apart(clock):
    """Recursion has many calls but few primitive ones, and its cumulative time counts once."""

    def countdown(n):
        clock.now += 1
        if n:
            countdown(n - 1)

    def even(n):
        clock.now += 0.25
        return n == 0 or odd(n - 1)

    def odd(n):
        clock.now += 0.5
        return n > 0 and even(n - 1)

    def main():
        countdown(3)
        countdown(0)
        even(4)

    assert hottest(main, timer=clock) == [
        Hotspot("main", 1, 1, 0.0, 6.75),
        Hotspot("countdown", 5, 2, 5.0, 5.0),
        Hotspot("even", 3, 1, 0.75, 1.75),
        Hotspot("odd", 2, 1, 1.0, 1.5),
    ]


@pytest.mark.hint(
    "`pstats.Stats.get_stats_profile` is handy, but goes by the name alone, and rounds.",
    "A function is told by its file, its line and its name.",
)
def test_functions_of_one_name_have_rows_of_their_own(clock):
    """Two functions with the same name have a row each, with times that are not rounded."""

    def square():
        def area():
            clock.now += 0.015625

        area()

    def circle():
        def area():
            clock.now += 0.03125

        area()
        area()

    def main():
        square()
        circle()

    assert hottest(main, timer=clock) == [
        Hotspot("main", 1, 1, 0.0, 0.078125),
        Hotspot("area", 2, 2, 0.0625, 0.0625),
        Hotspot("circle", 1, 1, 0.0, 0.0625),
        Hotspot("area", 1, 1, 0.015625, 0.015625),
        Hotspot("square", 1, 1, 0.0, 0.015625),
    ]


@pytest.mark.hint(
    "Leaving out their rows is not enough: where did their time go?",
    "Look at the arguments of `cProfile.Profile`. One of them is about built-ins.",
)
def test_builtins_are_time_of_their_caller():
    """Built-ins have no row; their time is own time of the Python function that called them."""
    ticks = []

    def grow():
        ticks.extend([0] * 4)
        return sorted(ticks)

    def main():
        grow()
        ticks.append(0)

    assert hottest(main, timer=lambda: float(len(ticks))) == [
        Hotspot("main", 1, 1, 1.0, 5.0),
        Hotspot("grow", 1, 1, 4.0, 4.0),
    ]
    assert hottest(len, "abc") == []


@pytest.fixture
def crowd(clock):
    """A function `main` that calls eleven others, from `k` down to `a`, a second each."""
    letters = "kjihgfedcba"
    lines = [f"def {name}(): clock.now += 1" for name in letters]
    lines += ["def main():", *(f"    {name}()" for name in letters)]
    namespace = {"clock": clock}
    exec(compile("\n".join(lines), "(crowd)", "exec"), namespace)
    return namespace["main"]


@pytest.mark.hint(
    "First sort, then cut. For a number, minus turns the order round; the name comes second.",
    "What does `rows[:-1]` give? Refuse such a `top` before anything is called.",
)
def test_gives_the_top_rows(crowd, clock):
    """The first `top` rows are given, ten by default, equal times by name; 0 is refused."""
    assert names(hottest(crowd, top=1, timer=clock)) == ["main"]
    assert names(hottest(crowd, timer=clock)) == ["main", *"abcdefghi"]
    assert names(hottest(crowd, top=50, timer=clock)) == ["main", *"abcdefghijk"]
    before = clock.now
    for top in (0, -1):
        with pytest.raises(ValueError):
            hottest(crowd, top=top, timer=clock)
    assert clock.now == before


@pytest.mark.hint(
    "A function that takes the sink, returns a decorator, which returns a wrapper.",
    "Each call gets a new `cProfile.Profile`. When it has ended, the rows go to the sink.",
)
def test_profiled_tells_of_every_call(crowd, clock, is_profiling):
    """Each call sends all its rows to the sink, and the function behaves as before."""
    reports = []

    def sink(rows):
        reports.append((rows, is_profiling()))

    @profiled(sink, timer=clock)
    def area(width, *, height=1):
        """Multiply two sides."""
        clock.now += width
        return width * height

    assert (area.__name__, area.__doc__) == ("area", "Multiply two sides.")
    assert reports == []
    assert area(3, height=4) == 12
    assert area(5) == 5
    assert reports == [
        ([Hotspot("area", 1, 1, 3.0, 3.0)], False),
        ([Hotspot("area", 1, 1, 5.0, 5.0)], False),
    ]
    profiled(sink, timer=clock)(crowd)()
    assert names(reports[2][0]) == ["main", *"abcdefghijk"]


@pytest.mark.hint(
    "A `finally` runs either way. Do you need an `except` at all?",
    "If you remember that a profile is running, forget it in a `finally` too.",
)
def test_an_error_ends_the_profile(is_profiling):
    """An exception reaches the caller, the sink hears of the call, and the profiler is off."""
    reports = []

    def read(text):
        return int(text)

    guarded = profiled(reports.append)(read)
    with pytest.raises(ValueError, match="tea"):
        guarded("tea")
    assert [names(rows) for rows in reports] == [["read"]]
    assert not is_profiling(), "the profiler is still on after an error in a decorated function"
    with pytest.raises(ValueError, match="tea"):
        hottest(read, "tea")
    assert not is_profiling(), "the profiler is still on after an error in hottest"
    assert guarded("7") == 7
    assert names(hottest(read, "8")) == ["read"]
    assert [names(rows) for rows in reports] == [["read"], ["read"]]


@pytest.mark.hint(
    "Before it starts a profile, the wrapper must know whether one is running.",
    "One flag for the whole module will do: both tools set it, and reset it.",
    "Your own wrapper runs inside the outer profile. How can its row be recognised?",
)
def test_nested_calls_belong_to_the_outer_profile(clock):
    """Inside a running profile a decorated function is just called, also by itself."""
    inner, outer = [], []

    @profiled(inner.append, timer=clock)
    def countdown(n):
        clock.now += 1
        return countdown(n - 1) if n else "done"

    @profiled(outer.append, timer=clock)
    def main():
        clock.now += 0.5
        return countdown(2)

    rows = [Hotspot("main", 1, 1, 0.5, 3.5), Hotspot("countdown", 3, 1, 3.0, 3.0)]
    assert main() == "done"
    assert (outer, inner) == ([rows], [])
    assert hottest(main, timer=clock) == rows
    assert (outer, inner) == ([rows], [])
    assert countdown(1) == "done"
    assert (outer, inner) == ([rows], [[Hotspot("countdown", 2, 1, 2.0, 2.0)]])


@pytest.mark.hint("Ask whether a profile is running before you make another one.")
def test_hottest_is_refused_in_a_profile(clock):
    """Inside a running profile `hottest` raises `ValueError`, and the profile goes on unharmed."""
    called, reports = [], []

    def step():
        clock.now += 1

    def main():
        step()
        with pytest.raises(ValueError):
            hottest(called.append, "called")
        step()
        clock.now += 0.5

    for run in (profiled(reports.append, timer=clock)(main), lambda: hottest(main, timer=clock)):
        reports.append(run())
    assert called == []
    for rows in (reports[0], reports[2]):
        assert [row for row in rows if row.name in ("main", "step")] == [
            Hotspot("main", 1, 1, 0.5, 2.5),
            Hotspot("step", 2, 2, 2.0, 2.0),
        ]
    assert hottest(step, timer=clock) == [Hotspot("step", 1, 1, 1.0, 1.0)]


def steps(clock, seconds, result=None):
    """A function whose calls take the given seconds in turn."""
    left = iter(seconds)

    def candidate():
        clock.now += next(left)
        return result

    return candidate


@pytest.mark.hint(
    "`timeit.repeat` takes a function, a `timer`, `repeat` and `number`. What does it return?",
    "Noise makes a round slower, never faster. Which of the rounds tells most?",
)
def test_compare_ranks_by_the_best_round(clock):
    """The seconds are those of one call in the best round; the fastest comes first."""
    candidates = {
        "noisy": steps(clock, [50, 9, 9, 2, 1, 9, 9]),
        "steady": steps(clock, [1, 2, 2, 2, 2, 2, 2]),
        "even": steps(clock, [1, 1, 2, 3, 1, 8, 9]),
        "quick": steps(clock, [99, 1, 1, 1, 1, 1, 1]),
    }
    ranking = compare(candidates, repeat=3, number=2, timer=clock)
    assert ranking == [("quick", 1.0), ("noisy", 1.5), ("even", 1.5), ("steady", 2.0)]
    assert {type(place) for place in ranking} == {tuple}


@pytest.mark.hint(
    "`number` is how many calls are timed together, `repeat` how often that is done.",
    "How many calls are these, with the one that is not timed?",
)
def test_compare_calls_each_as_often_as_asked():
    """One call untimed, then `repeat` times `number`, by default 5 times 1; below 1 is refused."""
    calls = []
    candidates = {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}
    assert sorted(name for name, _ in compare(candidates)) == ["a", "b"]
    assert sorted(calls) == ["a"] * 6 + ["b"] * 6
    calls.clear()
    compare(candidates, repeat=1, number=3)
    assert sorted(calls) == ["a"] * 4 + ["b"] * 4
    calls.clear()
    for options in ({"repeat": 0}, {"number": 0}, {"repeat": -1}, {"number": -1}):
        with pytest.raises(ValueError):
            compare(candidates, **options)
    assert calls == []
    assert compare({}) == []


@pytest.mark.hint(
    "A fast function with another result is no candidate. Look at the results first.",
    "Compare what each returned with what the first one returned, before any timing.",
)
def test_compare_wants_equal_results(clock):
    """Results are compared before anything is timed, and the one that differs is named."""
    candidates = {
        "loop": steps(clock, [1] * 6, [4, 9]),
        "sliced": steps(clock, [1] * 6, [4.0, 9.0]),
        "broken": steps(clock, [1] * 6, [4]),
    }
    ticked = []
    with pytest.raises(ValueError, match="broken"):
        compare(candidates, timer=lambda: ticked.append(clock()) or clock())
    assert ticked == []
    del candidates["broken"]
    assert compare(candidates, repeat=1, timer=clock) == [("loop", 1.0), ("sliced", 1.0)]
