"""Checks for Q107 · Memory optimisation."""

import re

import pytest
from q107_memory_optimisation import Reading, Stats, TelemetryStore

ALL = -(2**70), 2**70
ROWS = [(10, "a", 1.5), (20, "b", -2.0), (20, "a", 0.25), (20, "c", 7.0), (30, "b", 4.0)]


def filled(rows):
    """A store with these readings."""
    store = TelemetryStore()
    for time, sensor, value in rows:
        store.append(time, sensor, value)
    return store


def grown(size):
    """A store with so many readings, one a second, of ten sensors, each name a new string."""
    store = TelemetryStore()
    for number in range(size):
        store.append(number * 1000, f"sensor{number % 10}", number / 7)
    return store


def listed(size):
    """The same readings, each as a dict."""
    return [
        {"time": number * 1000, "sensor": f"sensor{number % 10}", "value": number / 7}
        for number in range(size)
    ]


def contents(store):
    """All that is in a store: its readings, one by one, then its two columns."""
    times, values = store.between(*ALL)
    columns = [times.tolist(), values.tolist()]
    times.release()
    values.release()
    return [[tuple(store[index]) for index in range(len(store))], *columns]


def as_contents(rows):
    """What `contents` gives for a store with these readings."""
    return [list(rows), [row[0] for row in rows], [row[2] for row in rows]]


def outcome(function, *args):
    """What a call returned, or the exception that it raised."""
    try:
        return function(*args)
    except Exception as error:
        return error


@pytest.mark.hint("One `array` a column will do: `array('q')` holds whole numbers of 64 bits.")
def test_keeps_readings():
    """Readings are counted, and come back by their position; outside is an `IndexError`."""
    store, other = filled(ROWS), TelemetryStore()
    assert [len(store), len(other)] == [5, 0]
    assert store[0] == Reading(10, "a", 1.5)
    assert [store[index] for index in range(5)] == ROWS
    assert [store[index] for index in range(-5, 0)] == ROWS, "from -5 to -1"
    assert type(store[3]) is Reading
    errors = [outcome(store.__getitem__, index) for index in (5, -6, 100, -100)]
    errors.append(outcome(other.__getitem__, 0))
    kinds = [isinstance(error, IndexError) for error in errors]
    assert kinds == [True] * 5, (
        f"store[5], [-6], [100] and [-100] of 5 readings, [0] of none: {errors}"
    )
    names = [
        "a",
        "A",
        "aa",
        "a1",
        "a01",
        "1",
        "01",
        "\uff11",
        "ä",
        "Ä",
        "x" * 300 + "1",
        "x" * 300 + "2",
    ]
    rows = [(number, name, 1.0) for number, name in enumerate(names)]
    assert contents(filled(rows)) == as_contents(rows), f"names that are much alike: {names}"
    types = [type(part) for part in filled([(1, "a", 2)])[0]]
    assert types == [int, str, float], "of what was given as (1, 'a', 2)"


@pytest.mark.parametrize(
    ("start", "stop", "times", "values"),
    [
        (10, 20, [10], [1.5]),
        (20, 30, [20, 20, 20], [-2.0, 0.25, 7.0]),
        (11, 21, [20, 20, 20], [-2.0, 0.25, 7.0]),
        (15, 31, [20, 20, 20, 30], [-2.0, 0.25, 7.0, 4.0]),
        (0, 10, [], []),
        (20, 20, [], []),
        (31, 99, [], []),
        (30, 10, [], []),
        (-(2**70), 11, [10], [1.5]),
        (30, 2**70, [30], [4.0]),
    ],
)
@pytest.mark.hint(
    "Which function of `bisect` finds the first place, and which one leaves `stop` out?",
    "`memoryview(column)[first:last]`.",
)
def test_between(start, stop, times, values):
    """`between` gives the times and the values from `start` up to `stop`, without `stop`."""
    store, call = filled(ROWS), f"between({start}, {stop})"
    views, others = store.between(start, stop), store.between(start, stop)
    assert [view.tolist() for view in views] == [times, values], call
    for view in views:
        view.release()
    late = [outcome(view.tolist) for view in others]
    assert late == [times, values], f"{call} again, when what the first call gave is released"
    assert [len(view) for view in TelemetryStore().between(start, stop)] == [0, 0], "of no readings"


@pytest.mark.hint("`view.toreadonly()`", "A view has the format of what it looks at.")
def test_views_are_read_only():
    """The views are memoryviews of numbers, and cannot be written to."""
    store = filled(ROWS)
    times, values = store.between(0, 25)
    assert [type(times), type(values)] == [memoryview, memoryview]
    assert [type(times[0]), type(values[0])] == [int, float]
    assert [len(times), len(values), values[2]] == [4, 4, 0.25]
    errors = [outcome(view.__setitem__, 0, 0) for view in (times, values)]
    assert [type(error) for error in errors] == [TypeError] * 2, "writing into times, into values"
    assert contents(store) == as_contents(ROWS)


@pytest.mark.parametrize("time", [2**31, 2**40 + 1, 2**53 + 1, 2**63 - 1, 0, -1, -(2**63)])
@pytest.mark.hint("Each type code of `array` has a size: look for those of 8 bytes.")
def test_times_of_64_bits(time):
    """Times have up to 64 bits, with their sign, and one with more raises an `OverflowError`."""
    store = filled([(time, "a", 1.0)])
    assert contents(store) == as_contents([(time, "a", 1.0)])
    assert isinstance(outcome(store.append, 2**63, "a", 1.0), OverflowError), "append(2**63, ...)"
    if time < 2**63 - 1:
        store.append(time + 1, "b", 2.0)
        late = outcome(store.append, time, "a", 1.0)
        assert isinstance(late, ValueError), f"append({time}, ...) after {time + 1}: {late!r}"
        parts = [store.between(*bounds) for bounds in ((time, time + 1), (time + 1, 2**63))]
        found = [part[0].tolist() for part in parts]
        assert found == [[time], [time + 1]], f"between: {time} and {time + 1}, one by one"
    beyond = [
        store.between(*bounds)[0].tolist() for bounds in ((2**63, 2**70), (-(2**70), -(2**63)))
    ]
    assert beyond == [[], []], (
        f"between(2**63, 2**70) and (-2**70, -2**63): {time} is the first time"
    )
    empty = TelemetryStore()
    below = outcome(empty.append, -(2**63) - 1, "a", 1.0)
    assert isinstance(below, OverflowError), f"append(-2**63 - 1, ...): {below!r}"
    assert contents(empty) == as_contents([]), "after append(-2**63 - 1, ...)"


@pytest.mark.parametrize(
    "value", [0.1, -0.0, 1 / 3, 5e-324, 1.7976931348623157e308, -2.5, 2**64, -(10**300)]
)
@pytest.mark.hint("A `float` has 8 bytes. What does `array('f')` make of 0.1?")
def test_values_to_the_last_bit(value):
    """A value comes back to the last bit, as a reading and in a view."""
    store = filled([(1, "a", value)])
    found = [store[0].value, store.between(0, 2)[1][0]]
    assert [part.hex() for part in found] == [float(value).hex()] * 2, f"of {value!r}"


@pytest.mark.hint("Compare with the last time that is in the store. Is there one?")
def test_refuses_earlier_times():
    """An earlier time raises a `ValueError` that names it; the same time is welcome, in order."""
    store = filled(ROWS)
    errors = [outcome(store.append, time, "new", 1.0) for time in (29, 0, -1)]
    found = [isinstance(error, ValueError) for error in errors]
    assert found == [True] * 3, f"append of 29, 0 and -1 after 30: {errors}"
    missing = [
        time
        for time, error in zip((29, 0, -1), errors, strict=True)
        if not re.search(rf"(?<![\w-]){time}\b", str(error))
    ]
    assert missing == [], f"these are not named by {errors}"
    assert contents(store) == as_contents(ROWS), "after three times that were refused"
    long = filled([(1_700_000_000_000, "a", 1.0)])
    late = outcome(long.append, 1_699_999_999_000, "a", 3.0)
    named = "1699999999000" in str(late)
    assert (type(late), named) == (ValueError, True), f"append of 1699999999000: {late!r}"
    assert long.stats("a") == (1, 1.0, 1.0, 1.0), "stats of the sensor after its refused reading"
    store.append(30, "later", 0.0)
    store.append(30, "a", -1.0)
    assert contents(store) == as_contents([*ROWS, (30, "later", 0.0), (30, "a", -1.0)])
    assert isinstance(outcome(store.stats, "new"), KeyError), "stats of the sensor that was refused"


@pytest.mark.parametrize(
    ("time", "value", "error"),
    [
        (40.0, 1.0, TypeError),
        ("40", 1.0, TypeError),
        (None, 1.0, TypeError),
        (40, "1.0", TypeError),
        (40, None, TypeError),
        (2**63, 1.0, OverflowError),
        (40, 10**400, OverflowError),
        (40, -(10**400), OverflowError),
    ],
    ids=str,
)
@pytest.mark.hint(
    "Which column is longer if the last one refuses the value?",
    "Take back what was added, and note a new sensor only when all has gone well.",
)
def test_refuses_a_reading_as_a_whole(time, value, error):
    """A reading that raises leaves nothing behind, neither in a column nor among the sensors."""
    store, call = filled(ROWS), f"append({time!r:.9}, 'new', {value!r:.9})"
    raised = outcome(store.append, time, "new", value)
    assert isinstance(raised, error), f"{call}: {raised!r}"
    assert contents(store) == as_contents(ROWS), f"after {call}"
    assert isinstance(outcome(store.stats, "new"), KeyError), f"stats('new') after {call}"
    again = outcome(store.append, time, "a", value)
    assert isinstance(again, error), f"{call}, with the sensor a: {again!r}"
    assert contents(store) == as_contents(ROWS), f"after {call}, with the sensor a"
    assert store.stats("a") == (2, 0.25, 1.5, 1.75), f"stats('a') after {call}, with the sensor a"
    late = outcome(store.append, 35, "next", 9.0)
    assert late is None, f"append(35, ...) after 30, when {call} was refused: {late!r}"
    store.append(60, "new", 8.0)
    rows = [*ROWS, (35, "next", 9.0), (60, "new", 8.0)]
    assert contents(store) == as_contents(rows), f"after {call} and two more"
    empty = TelemetryStore()
    assert isinstance(outcome(empty.append, time, "new", value), error), f"first reading: {call}"
    assert contents(empty) == as_contents([]), f"first reading: {call}"


@pytest.mark.hint(
    "Go over two columns at once, and keep the values of one sensor.",
    "`sum` rounds at every step. Which function of `math` rounds once?",
)
def test_stats():
    """`stats` counts, compares and sums the values of one sensor, and the sum is exact."""
    store = filled(ROWS)
    assert store.stats("b") == Stats(2, -2.0, 4.0, 2.0)
    assert [store.stats("a"), store.stats("c")] == [(2, 0.25, 1.5, 1.75), (1, 7.0, 7.0, 7.0)]
    assert type(store.stats("a")) is Stats
    store.append(40, "b", -8.0)
    assert store.stats("b") == (3, -8.0, 4.0, -6.0), "after one more reading of b"
    values = [1e100, 1e50, 1.0, 1e-50, -1e50, -1e100, -1.0]
    mixed = filled([(1, sensor, value) for value in values for sensor in ("up", "down")])
    assert mixed.stats("up") == (7, -1e100, 1e100, 1e-50), f"the values {values}"
    tenths = filled([(1, "a", 0.1)] * 10).stats("a")
    assert tenths == (10, 0.1, 0.1, 1.0), "ten times 0.1"
    values = [1e100, *[1.0] * 3000, -1e100]
    many = filled([(1, "a", value) for value in values]).stats("a")
    assert many == (3002, -1e100, 1e100, 3000.0), "1e100, then 3,000 times 1.0, then -1e100"
    below = filled([(1, "a", -3), (2, "a", -5)]).stats("a")
    assert below == (2, -5.0, -3.0, -8.0)
    for none in (store, TelemetryStore()):
        assert isinstance(outcome(none.stats, "d"), KeyError), "a sensor without readings"


@pytest.mark.parametrize(
    "held", ["times", "values", "a part of times", "a part of values", "one time", "one value"]
)
@pytest.mark.hint(
    "An array with a view refuses to change its size, and the other columns do not.",
)
def test_a_held_view_keeps_the_store_as_it_is(held):
    """While a view is held, `append` raises a `BufferError` and changes nothing."""
    store = filled(ROWS)
    views = dict(zip(["times", "values"], store.between(15, 31), strict=True))
    views = {**views, **{f"a part of {name}": view[1:] for name, view in views.items()}}
    views |= dict(zip(["one time", "one value"], store.between(25, 31), strict=True))
    before = views[held].tolist()
    for name, view in views.items():
        if name != held:
            view.release()
    del view
    calls = [(store.append, 40, "a", 1.0), (store.append, 40, "new", 1.0)]
    kinds = [isinstance(outcome(*call), BufferError) for call in calls]
    assert kinds == [True] * 2, f"two appends with a view of {held}"
    assert isinstance(outcome(store.stats, "new"), KeyError), f"stats('new') with a view of {held}"
    known = store.stats("a")
    assert known == (2, 0.25, 1.5, 1.75), f"stats('a') with a view of {held}, after two appends"
    assert views[held].tolist() == before, f"the view of {held}"
    assert contents(store) == as_contents(ROWS), f"after all calls with a view of {held}"
    views.clear()
    late = outcome(store.append, 35, "new", 1.0)
    assert late is None, f"append of 35 after 30, when the view is gone; 40 was refused: {late!r}"
    assert contents(store) == as_contents([*ROWS, (35, "new", 1.0)])


@pytest.mark.hint(
    "How many bytes a reading does each column take?",
    "A sensor's name need be kept once: a dict from names to numbers, and a column of numbers.",
)
def test_readings_take_little_memory(peak_memory):
    """5,000 readings take a tenth of the bytes that dicts take, at the peak."""
    kept = []
    peak = peak_memory(lambda: kept.append(grown(5_000)))
    of_dicts = peak_memory(lambda: kept.append(listed(5_000)))
    assert peak * 10 <= of_dicts, (
        f"bytes that 5,000 readings took at the peak: {peak:,}; a list of dicts: {of_dicts:,}"
    )


class Bound(int):
    """A number that notes what it is compared with."""

    seen = 0

    def noted(name):
        def compare(self, other):
            self.seen += 1
            return getattr(int, name)(self, other)

        return compare

    __lt__, __le__, __gt__, __ge__ = map(noted, ["__lt__", "__le__", "__gt__", "__ge__"])
    __eq__, __ne__, __hash__ = noted("__eq__"), noted("__ne__"), int.__hash__


@pytest.mark.hint(
    "The times are sorted.",
    "A slice of an array is a copy, and a slice of a memoryview is not.",
    "A generator holds one value at a time.",
)
def test_questions_cost_little(peak_memory):
    """`between` and `stats` take little memory, and `between` compares a few times only."""
    large, answers, bounds = grown(5_000), [], (Bound(1_100_000), Bound(4_700_000))
    single = filled((number // 500, "one", number / 7) for number in range(5_000))
    peaks = [
        peak_memory(lambda: answers.append(large.between(0, 10**9))),
        peak_memory(lambda: answers.append(large.between(*bounds))),
        peak_memory(lambda: answers.append(large.stats("sensor3"))),
        peak_memory(lambda: answers.append(single.stats("one"))),
    ]
    assert [len(answers[0][0]), len(answers[1][0])] == [5_000, 3_600]
    assert [answers[2].number, answers[3].number] == [500, 5_000]
    assert [answers[1][0][0], answers[1][0][-1]] == [1_100_000, 4_699_000]
    over = [peak for peak in peaks if peak > 10_000]
    assert over == [], (
        f"bytes that two calls of between took, stats of 500 readings, and of 5,000: {peaks}"
    )
    few = Bound(3), Bound(7)
    assert len(single.between(*few)[0]) == 2_000
    seen = [bound.seen for bound in (*bounds, *few)]
    assert max(seen) <= 40, (
        f"how often two bounds met 5,000 times, and two met 5,000 of which ten differ: {seen}"
    )


@pytest.mark.hint("Numbers of one byte tell 256 sensors apart.")
def test_many_sensors():
    """1,000 sensors are told apart."""
    store = filled([(number, str(number), number) for number in range(1000)])
    names = [store[number].sensor for number in range(1000)]
    wrong = [number for number in range(1000) if names[number] != str(number)]
    assert wrong == [], "readings of 1,000 sensors with the name of another sensor"
    assert store.stats("257") == (1, 257.0, 257.0, 257.0)
