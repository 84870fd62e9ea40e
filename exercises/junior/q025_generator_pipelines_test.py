"""Checks for Q25 · Generators."""

import builtins
import io
from collections import Counter
from collections.abc import Generator

import pytest
from q025_generator_pipelines import Event, only, parse, read_lines

LOG = ["1,INFO,start", "oops", "2,ERROR,disk", "noon,INFO,lunch", "3,ERROR,disk", "4,INFO,stop"]
LOG_TEXT = "\n".join(LOG)


def recorded(items, log):
    """Yield the items, and write each one down when it is read."""
    for item in items:
        log.append(item)
        yield item


def events_and_counts(lines, rejected):
    """What `parse` yields for the lines, and what `rejected` holds then."""
    return list(parse(lines, rejected)), dict(rejected)


def reads_and_results(lines, **wanted):
    """What happens in turn when the lines go through `parse` and `only`."""
    rejected, log = Counter(), []

    def source():
        for line in lines:
            log.append(f"read {line} | rejected so far: {rejected.total()}")
            yield line

    for event in only(parse(source(), rejected), **wanted):
        log.append(f"result: event {event.time}")
    return log


def states_of(files):
    return ["closed" if file.closed else "still open" for file in files]


@pytest.fixture
def opened(monkeypatch):
    """The files that were opened, on a machine whose own encoding is Latin-1."""
    files = []
    genuine = io.open

    def watched_open(file, mode="r", buffering=-1, encoding=None, *args, **kwargs):
        if "b" not in mode and encoding in (None, "locale"):
            encoding = "latin-1"
        files.append(genuine(file, mode, buffering, encoding, *args, **kwargs))
        return files[-1]

    monkeypatch.setattr(builtins, "open", watched_open)
    monkeypatch.setattr(io, "open", watched_open)
    return files


@pytest.fixture
def log_file(tmp_path):
    """A file with the lines of `LOG`."""
    path = tmp_path / "app.log"
    path.write_text(LOG_TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"one\ntwo\n\n\n\nlast", ["one", "two", "", "", "", "last"]),
        (b"  one\t \n\ttwo \n \n last\t\n", ["  one\t ", "\ttwo ", " ", " last\t"]),
        (b"one \n last\t ", ["one ", " last\t "]),
        (b"one\n ", ["one", " "]),
        (b"", []),
        (b"\n", [""]),
    ],
)
@pytest.mark.hint(
    "A text file is an iterator over its lines, each with its line ending.",
    "In text mode every line ending arrives as `\\n`: cut off that and no other white space.",
)
def test_reads_lines_without_their_endings(tmp_path, content, lines):
    """`read_lines` yields each line without its line ending, and leaves the rest alone."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert list(read_lines(path)) == lines, f"the file holds {content!r}"


@pytest.mark.hint("What does `open` take for the encoding when you give none?")
def test_reads_utf_8_on_every_machine(tmp_path, opened):
    """The file is read as UTF-8 on a machine whose own encoding is another."""
    path = tmp_path / "notes.txt"
    text = "grün\n5 €\n"
    path.write_bytes(text.encode())
    assert list(read_lines(path)) == ["grün", "5 €"], f"the file holds {text!r}, in UTF-8"
    path.write_bytes(b"x" + "€".encode() * 40_000)
    said = "the file holds an x and 40,000 times €, in UTF-8"
    assert [line.rstrip("€") for line in read_lines(path)] == ["x"], said
    assert [len(line) for line in read_lines(path)] == [40_001], said


@pytest.mark.hint(
    "How often may a line be split, if the message may hold commas?",
    "`str.split` takes `maxsplit`.",
)
def test_parses_good_lines():
    """`parse` yields an `Event` a line; the message may be empty or hold commas and quotes."""
    lines = ["7,ERROR,disk full, really,, no joke,", "008,info,", "0,INFO, a b ", '10,A,"B",C"']
    lines.append("9007199254740993,INFO,later")  # 2**53 + 1
    events = list(parse(lines, Counter()))
    said = f"the lines are {lines}"
    assert events == [
        Event(7, "ERROR", "disk full, really,, no joke,"),
        Event(8, "info", ""),
        Event(0, "INFO", " a b "),
        Event(10, "A", '"B",C"'),
        Event(9007199254740993, "INFO", "later"),
    ], said
    assert [type(event).__name__ for event in events] == ["Event"] * 5, said


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("", "fields"),
        ("5,INFO", "fields"),
        ("x,y", "fields"),
        (",INFO,c", "time"),
        ("noon,INFO,lunch", "time"),
        ("6.0,INFO,c", "time"),
        ("3²,INFO,c", "time"),
    ],
)
@pytest.mark.hint(
    "A bad line is no reason to stop: note it and go on with the next.",
    "Catch the `ValueError` of the splitting and that of `int` apart.",
)
def test_skips_and_counts_bad_lines(line, fault):
    """A bad line is counted under `"fields"` or `"time"`, and the lines after it still come."""
    rejected = Counter()
    assert [event.time for event in parse(["1,INFO,a", line, line, "2,INFO,b"], rejected)] == [1, 2]
    assert {key: count for key, count in rejected.items() if count} == {fault: 2}, (
        f"the lines are {['1,INFO,a', line, line, '2,INFO,b']}"
    )


@pytest.mark.hint("The counter belongs to the caller, who may count several files in it.")
def test_adds_to_what_the_counter_holds():
    """What `rejected` held before stays, and the new bad lines are added."""
    assert events_and_counts(
        ["oops", "noon,INFO,lunch", "oops"], rejected=Counter(fields=5, time=2, other=1)
    ) == ([], {"fields": 7, "time": 3, "other": 1})


@pytest.mark.hint("`getattr(event, name)` reads an attribute by name; `all` asks every keyword.")
def test_selects_by_every_keyword():
    """`only` yields the events that equal all keywords, and every event when there are none."""
    events = [Event(1, "INFO", "a"), Event(1, "ERROR", "b"), Event(2, "ERROR", "a")]
    said = f"the events are {events}"
    assert list(only(events, level="ERROR")) == events[1:], said
    assert list(only(events, level="ERROR", time=1)) == [events[1]], said
    assert list(only(events, message="a", time=1)) == [events[0]], said
    assert list(only(events, time=1, level="ERROR", message="a")) == [], said
    assert list(only([Event(1, "INFO", "ERROR")], level="ERROR")) == []
    assert list(only([Event(1, "ERROR", "b")], level="ERROR", message="ERROR")) == []
    assert list(only(events)) == events, said
    assert list(only([])) == []


@pytest.mark.hint(
    "A keyword counts even if its value is 0 or empty.",
    "Equal is `==`; two equal objects need not be one.",
)
def test_compares_with_equal_values():
    """A keyword may be 0 or an empty string, and is compared by `==`, not as text."""
    events = [Event(0, "START", ""), Event(1712, "INFO", "later")]
    said = f"the events are {events}"
    assert list(only(events, time=0)) == events[:1], said
    assert list(only(events, message="")) == events[:1], said
    assert list(only(events, time=int("1712"), level="".join(["IN", "FO"]))) == events[1:], said
    assert list(only(events, time="1712")) == [], said
    assert list(only(events, level="INFO")) == events[1:], said
    assert list(only(events, level="INF")) == [], said
    assert list(only(events, level="info")) == [], said


@pytest.mark.hint("A function with a `yield` in it returns a generator.")
def test_returns_generators(log_file):
    """Each of the three functions returns a generator."""
    events = [Event(1, "INFO", "a")]
    stages = [read_lines(log_file), parse(LOG, Counter()), only(events, time=1), only(events)]
    kinds = [isinstance(stage, Generator) for stage in stages]
    names = [type(stage).__name__ for stage in stages]
    assert kinds == [True] * 4, f"read_lines, parse and twice only returned each a {names}"


@pytest.mark.hint(
    "When does the body of a function with a `yield` in it start to run?",
    "A function that opens the file and then returns a generator opens it too early.",
)
def test_nothing_happens_before_the_first_result_is_asked_for(tmp_path):
    """Calling a stage opens no file and reads no item; asking for the first result does."""
    path = tmp_path / "late.txt"
    lines = read_lines(path)  # there is no such file yet
    path.write_text("here\n", encoding="utf-8")
    read = []
    events = parse(recorded(LOG, read), Counter())
    infos = only(recorded([Event(5, "INFO", "a")], read), level="INFO")
    assert {"read by the calls of `parse` and `only` alone": read} == {
        "read by the calls of `parse` and `only` alone": []
    }
    assert next(lines) == "here", "lines is read_lines(path), and the file holds 'here\\n'"
    assert next(events) == Event(1, "INFO", "start"), (
        f"events is parse(lines, Counter()), and the lines are {LOG}"
    )
    assert next(infos) == Event(5, "INFO", "a"), (
        "infos is only(events, level='INFO'), and the events are [Event(5, 'INFO', 'a')]"
    )


@pytest.mark.hint(
    "Does a stage finish its whole input before it yields its first result?",
    "Each stage loops over its source and yields inside the loop.",
)
def test_stages_take_turns_item_by_item():
    """A line goes through all stages, and is counted if bad, before the next line is read."""
    assert reads_and_results(LOG, level="ERROR") == [
        "read 1,INFO,start | rejected so far: 0",
        "read oops | rejected so far: 0",
        "read 2,ERROR,disk | rejected so far: 1",
        "result: event 2",
        "read noon,INFO,lunch | rejected so far: 1",
        "read 3,ERROR,disk | rejected so far: 2",
        "result: event 3",
        "read 4,INFO,stop | rejected so far: 2",
    ], f"only(parse(lines, rejected), level='ERROR') in a loop; the lines are {LOG}"


@pytest.mark.hint(
    "What runs in a suspended generator when it is closed?",
    "`close()` raises `GeneratorExit` at the `yield`; a `with` around the `yield` cleans up.",
)
def test_closes_the_file(log_file, opened):
    """The file is closed after its last line, and when the generator is closed early."""
    finished, abandoned = read_lines(log_file), read_lines(log_file)
    said = f"is read_lines(path), and the file holds {LOG_TEXT!r}"
    assert list(finished) == LOG, f"finished {said}"
    assert next(abandoned) == "1,INFO,start", f"abandoned {said}"
    abandoned.close()
    assert states_of(opened) == ["closed", "closed"], (
        "one generator of read_lines was read to its end, a second one closed after one line"
    )


@pytest.mark.hint(
    "Where does your pipeline hold more than one line: a list, `readlines`, `read`?",
)
def test_memory_stays_flat(tmp_path, peak_memory):
    """A file of 3 MB, read, parsed and filtered, takes less than 300 kB at the peak."""
    path = tmp_path / "large.log"
    path.write_text(f"1,INFO,{'x' * 9_990}\nbad{'x' * 9_990}\n" * 150, encoding="utf-8")
    rejected, seen = Counter(), []

    def work():
        events = only(parse(read_lines(path), rejected), level="INFO")
        seen.append(sum(1 for _ in events))

    peak = peak_memory(work)
    assert {
        'only(…, level="INFO"), events of 150 good lines': seen,
        "counted of 150 bad lines": rejected["fields"],
    } == {
        'only(…, level="INFO"), events of 150 good lines': [150],
        "counted of 150 bad lines": 150,
    }, "the file holds 150 times the lines '1,INFO,xx…x' and 'badxx…x', each of 10 kB"
    assert peak < 300_000, f"a file of 3 MB took {peak:,} bytes at the peak, limit 300,000"
