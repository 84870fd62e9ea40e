"""Checks for Q25 · Generators."""

import builtins
import io
import operator
from collections import Counter

import pytest
from q025_generator_pipelines import Event, count_by, merge_sorted, only, parse, read_lines

LOG = ["1,INFO,start", "oops", "2,ERROR,disk", "noon,INFO,lunch", "3,ERROR,disk", "4,INFO,stop"]


def recorded(items, log):
    """Give the items, and write down each one when it is read."""
    for item in items:
        log.append(item)
        yield item


@pytest.fixture
def opened(monkeypatch):
    """A list of the files that were opened, which keeps them alive."""
    files = []
    genuine = io.open

    def recording_open(*args, **kwargs):
        files.append(genuine(*args, **kwargs))
        return files[-1]

    monkeypatch.setattr(builtins, "open", recording_open)
    monkeypatch.setattr(io, "open", recording_open)
    return files


@pytest.mark.hint(
    "A text file is an iterator over its lines, each with its line ending.",
    "In text mode every line ending arrives as `\\n`: cut off that and no other white space.",
)
def test_reads_lines_without_their_endings(tmp_path):
    """`read_lines` gives every line without its line ending and leaves the rest alone."""
    path = tmp_path / "notes.txt"
    path.write_bytes("  grün \r\n\n\tb\t\nlast".encode())
    assert list(read_lines(path)) == ["  grün ", "", "\tb\t", "last"]


@pytest.mark.hint(
    "How often may a line be split, if the message may hold commas?",
    "`str.split` takes `maxsplit`.",
)
def test_parses_good_lines():
    """`parse` gives an `Event` a line, and the message may be empty or hold commas."""
    lines = ["7,ERROR,disk full, really, no joke", "-3,,"]
    events = list(parse(lines, Counter()))
    assert events == [Event(7, "ERROR", "disk full, really, no joke"), Event(-3, "", "")]
    assert [type(event) for event in events] == [Event, Event]


@pytest.mark.hint(
    "A bad line is no reason to stop: note it and go on with the next.",
    "Catch `ValueError` around the one step that can fail, not around the `yield`.",
)
def test_skips_and_counts_bad_lines():
    """Bad lines are counted under `"fields"` or `"time"`, and the lines after them still come."""
    rejected = Counter()
    lines = ["", "5", "1,INFO,a", "5,INFO", "noon,INFO,b", "6.5,INFO,c", "x,y", "2,INFO,d"]
    assert list(parse(lines, rejected)) == [Event(1, "INFO", "a"), Event(2, "INFO", "d")]
    assert dict(rejected) == {"fields": 4, "time": 2}


@pytest.mark.hint("`getattr(event, name)` reads an attribute by name; `all` asks every keyword.")
def test_selects_by_every_keyword():
    """`only` gives the events that equal all keywords, and every event when there are none."""
    events = [Event(1, "INFO", "a"), Event(1, "ERROR", "b"), Event(2, "ERROR", "c")]
    assert list(only(events, level="ERROR")) == events[1:]
    assert list(only(events, level="ERROR", time=1)) == [events[1]]
    assert list(only(events, time=2)) == [events[2]]
    assert list(only(events)) == events


@pytest.mark.hint(
    "A dict keeps the order in which its keys were first put in.",
    "`collections.Counter` counts any iterable; what type must you return?",
)
def test_counts_by_key():
    """`count_by` returns a plain dict of counts, keys in the order of their first appearance."""
    counts = count_by(iter(["kiwi", "fig", "plum", "apple", "nut"]), key=len)
    assert list(counts.items()) == [(4, 2), (3, 2), (5, 1)]
    assert type(counts) is dict
    assert count_by([], key=len) == {}


@pytest.mark.hint(
    "Only the first waiting item of each iterable can be the next one.",
    "The module `heapq` holds more than `heappush`.",
)
def test_merges_in_ascending_order():
    """`merge_sorted` merges any number of ascending iterables, by the items or by a key."""
    assert list(merge_sorted([1, 4, 9], iter([2, 3, 10]), [], (0, 11))) == [
        *(0, 1, 2, 3, 4, 9, 10, 11)
    ]
    assert list(merge_sorted("Bd", "aC", key=str.lower)) == ["a", "B", "C", "d"]
    assert list(merge_sorted()) == []


@pytest.mark.hint(
    "A heap of `(key, item)` pairs compares the items when the keys are equal.",
    "What could stand between key and item, so that the items are never compared?",
)
def test_merge_is_stable():
    """Of items with equal keys, those of an earlier iterable come first, in their own order."""
    first = [Event(1, "Z", "first"), Event(1, "Y", "second"), Event(2, "X", "fourth")]
    second = [Event(1, "A", "third"), Event(2, "B", "fifth")]
    merged = merge_sorted(first, second, key=lambda event: event.time)
    assert [event.message for event in merged] == ["first", "second", "third", "fourth", "fifth"]


@pytest.mark.hint(
    "When does the body of a function with a `yield` in it start to run?",
    "A function that opens the file and returns a generator opens it too early.",
)
def test_nothing_happens_before_the_first_result_is_asked_for(tmp_path):
    """Calling a stage opens no file and reads no item; asking for the first result does."""
    path = tmp_path / "late.txt"
    lines = read_lines(path)  # there is no such file yet
    path.write_text("here\n", encoding="utf-8")
    read = []
    stages = [
        parse(recorded(LOG, read), Counter()),
        only(recorded([Event(1, "INFO", "a")], read), level="INFO"),
        merge_sorted(recorded([5], read), recorded([6], read)),
    ]
    assert read == []
    assert next(lines) == "here"
    assert [next(stage) for stage in stages] == [Event(1, "INFO", "start"), (1, "INFO", "a"), 5]


@pytest.mark.hint(
    "Does a stage finish its whole input before it gives its first result?",
    "Each stage loops over its source and yields inside the loop.",
)
def test_stages_take_turns_item_by_item():
    """A line goes through all stages, and is counted if bad, before the next line is read."""
    log, rejected = [], Counter()
    for event in only(parse(recorded(LOG, log), rejected), level="ERROR"):
        log.append(f"got {event.time}, rejected {rejected.total()}")
    assert log == [
        *("1,INFO,start", "oops", "2,ERROR,disk", "got 2, rejected 1"),
        *("noon,INFO,lunch", "3,ERROR,disk", "got 3, rejected 2"),
        "4,INFO,stop",
    ]


@pytest.mark.hint("Sorting needs every item; merging needs only the first waiting one of each.")
def test_merge_reads_only_one_item_ahead():
    """`merge_sorted` holds at most one item of each iterable that it has not given yet."""
    even, odd = [], []
    merged = merge_sorted(recorded(range(0, 100, 2), even), recorded(range(1, 100, 2), odd))
    assert [next(merged) for _ in range(5)] == [0, 1, 2, 3, 4]
    assert len(even) <= 4, f"after 0, 2 and 4 were given, these had been read: {even}"
    assert len(odd) <= 3, f"after 1 and 3 were given, these had been read: {odd}"


@pytest.mark.hint(
    "What runs in a suspended generator when it is closed?",
    "`close()` raises `GeneratorExit` at the `yield`; a `with` around the `yield` cleans up.",
)
def test_closes_the_file_at_the_end_and_when_abandoned(tmp_path, opened):
    """The file is closed after the last line, and also when the pipeline is closed early."""
    path = tmp_path / "app.log"
    path.write_text("\n".join(LOG), encoding="utf-8")
    opened.clear()
    assert len(list(read_lines(path))) == 6
    abandoned = merge_sorted(only(parse(read_lines(path), Counter()), level="ERROR"))
    assert next(abandoned) == Event(2, "ERROR", "disk")
    abandoned.close()
    states = ["closed" if file.closed else "still open" for file in opened]
    assert states == ["closed", "closed"]


@pytest.mark.hint(
    "Where does your pipeline hold more than one line: a list, `readlines`, `sorted`?",
    "`count_by` needs one number a key, not the items.",
)
def test_memory_stays_flat(tmp_path, peak_memory):
    """Two files of 3 MB, merged and counted, take less than 300 kB at the peak."""
    paths = [tmp_path / "first.log", tmp_path / "second.log"]
    for path in paths:
        path.write_text(f"1,INFO,{'x' * 9_990}\n" * 300, encoding="utf-8")
    counts = {}

    def count():
        sources = [parse(read_lines(path), Counter()) for path in paths]
        merged = merge_sorted(*sources, key=operator.attrgetter("time"))
        counts.update(count_by(only(merged, level="INFO"), key=operator.attrgetter("level")))

    peak = peak_memory(count)
    assert counts == {"INFO": 600}
    assert peak < 300_000, f"the peak was {peak:,} bytes, more than 300 kB"
