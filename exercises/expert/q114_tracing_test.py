"""Checks for Q114 · Debugging."""

import gc
import sys
import threading
import weakref

import pytest
from q114_tracing import Failure, Frame, crash_reports, snapshot


class Thing:
    """A value whose `repr` is counted; it can be referenced weakly."""

    rendered = 0

    def __repr__(self):
        Thing.rendered += 1
        return "Thing()"


class Broken:
    """A value, or an item, whose `repr` raises."""

    def __repr__(self):
        raise RuntimeError("no repr")


class Odd(Exception):
    """An exception of a class that nobody knows."""


class Strange:
    """A value whose `repr` raises such an exception."""

    def __repr__(self):
        raise Odd("no repr")


class Posing:
    """A value that says that it is a list."""

    __class__ = property(lambda self: list)

    def __repr__(self):
        return "Posing()"


class Elsewhere(Broken):
    """A value that is like a proxy whose object is not there, and whose `repr` raises, too."""

    @property
    def __class__(self):
        raise RuntimeError("no class")


class Table:
    """A value whose `repr` has two lines."""

    def __repr__(self):
        return "a b\n1 2"


class Mute(Exception):
    """An exception whose `str` raises."""

    def __str__(self):
        raise LookupError("no str")


def secret(name):
    """Tell whether a name is secret; names that are no strings break it."""
    return "yes" if "secret" in name.lower() else ""


def caught(function, *args, **kwargs):
    """Return the exception that a call raises, with its traceback from that function on."""
    try:
        function(*args, **kwargs)
    except BaseException as error:
        return error.with_traceback(error.__traceback__.tb_next)
    return None


def text_of(value):
    """The text of a local variable with this value."""

    def crash(value):
        raise ValueError("crash")

    return snapshot(caught(crash, value), secret=secret).frames[-1].locals.get("value")


def chain(failure):
    """The messages along the causes and contexts, with how one led to the next."""
    steps = [failure.message]
    while failure.cause or failure.context:
        steps.append("cause" if failure.cause else "context")
        failure = failure.cause or failure.context
        steps.append(failure.message)
    return steps


def linked(message, *, cause=None, context=None, suppress=None, kind=ValueError):
    """Make an exception with a cause, a context, or both."""
    error = kind(message)
    error.__context__ = context
    if cause is not None:
        error.__cause__ = cause
    if suppress is not None:
        error.__suppress_context__ = suppress
    return error


@pytest.fixture
def collect():
    """A function that collects garbage, and looks at new objects only."""
    gc.freeze()
    yield gc.collect
    gc.unfreeze()


@pytest.fixture
def calls(monkeypatch):
    """A list in which earlier hooks and a sink note that they are called, and with what."""
    calls = []

    def main(*args):
        calls.append(("earlier", *args))

    def thread(args):
        calls.append(("earlier", args))

    monkeypatch.setattr(sys, "excepthook", main)
    monkeypatch.setattr(threading, "excepthook", thread)
    return calls


def crash_in_thread(target, *args):
    """Run a function in a thread of its own, to its end."""
    thread = threading.Thread(target=target, args=args)
    thread.start()
    thread.join()


@pytest.mark.hint(
    "`exc.__notes__` is there only if the exception has notes.",
    "`__name__` of a class inside of a function is short, `__qualname__` is not.",
)
def test_describes_an_exception():
    """A failure has the name of the class, the message and the notes of its exception."""

    class LocalError(KeyError):
        pass

    error = LocalError("a key")
    assert snapshot(error, secret=secret) == ("LocalError", "'a key'", (), (), None, None, ())
    error.add_note("first")
    error.add_note("second\nline")
    failure = snapshot(error, secret=secret)
    assert failure.notes == ("first", "second\nline")
    assert type(failure) is Failure
    long = ValueError("m" * 5000)
    for _ in range(2):
        long.add_note("n" * 5000)
    whole = snapshot(long, secret=secret)
    lengths = [len(whole.message), *map(len, whole.notes)]
    assert lengths == [5000] * 3, "characters of a message and of two equal notes that have 5000"
    many = ValueError("")
    for number in range(12):
        many.add_note(str(number))
    failure = snapshot(many, secret=secret)
    assert (failure.message, len(failure.notes)) == ("", 12), "of ValueError(''), with 12 notes"
    empty = snapshot(KeyboardInterrupt(), secret=secret)
    assert empty == ("KeyboardInterrupt", "", (), (), None, None, ())


@pytest.mark.hint(
    "`exc.__traceback__` is the outermost step, `tb_next` the one inside of it.",
    "A frame that goes on running has another `f_lineno` by then than its `tb_lineno`.",
)
def test_frames():
    """The frames go from the outermost to the innermost, with the line of each and its locals."""

    def outer(size):
        inner("text", size + 1)

    def inner(name, size):
        double = size * 2
        raise ValueError(double)

    def catching():
        try:
            outer(3)
        except ValueError as error:
            size = "later"
            return snapshot(error, secret=secret), size

    frames = catching()[0].frames
    assert [frame.function for frame in frames] == ["catching", "outer", "inner"]
    first = [function.__code__.co_firstlineno for function in (catching, outer, inner)]
    lines = [frame.line - line for frame, line in zip(frames, first, strict=True)]
    assert lines == [2, 1, 2], "lines of catching, outer and inner, counted from their `def`"
    assert {frame.file for frame in frames} == {outer.__code__.co_filename}
    assert frames[2].locals == {"name": "'text'", "size": "4", "double": "8"}
    assert frames[1].locals["size"] == "3"
    assert frames[0].locals["size"] == "'later'"
    assert type(frames[0]) is Frame

    namespace = {}
    exec("def made(call, _hidden, function): call()", namespace)
    failure = snapshot(caught(namespace["made"], lambda: 1 / 0, 5, len), secret=secret)
    assert [frame.function for frame in failure.frames] == ["made", "<lambda>"]
    assert failure.frames[0].file == "<string>", "the file of a function that `exec` has made"
    found = failure.frames[0].locals
    assert [*found] == ["call", "_hidden", "function"], "the names of all its variables"
    assert (found["_hidden"], found["function"]) == ("5", "<built-in function len>")

    def deeper(left):
        return 1 / left + deeper(left - 1)

    locals = [frame.locals["left"] for frame in snapshot(caught(deeper, 99), secret=secret).frames]
    assert locals == [str(left) for left in range(99, -1, -1)], "a function that calls itself"


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({}, ["top"]),
        ({"cause": KeyError(1)}, ["top", "cause", "1"]),
        ({"context": KeyError(2)}, ["top", "context", "2"]),
        ({"cause": KeyError(1), "context": KeyError(2)}, ["top", "cause", "1"]),
        ({"cause": KeyError(1), "context": KeyError(2), "suppress": False}, ["top", "cause", "1"]),
        ({"context": KeyError(2), "suppress": True}, ["top"]),
        (
            {"cause": linked("in", context=KeyError(3)), "context": KeyError(2)},
            ["top", "cause", "in", "context", "3"],
        ),
        ({"context": KeyboardInterrupt("k")}, ["top", "context", "k"]),
    ],
    ids=str,
)
@pytest.mark.hint(
    "`raise ... from None` sets `__suppress_context__`.",
)
def test_causes_and_contexts(links, expected):
    """A failure has its cause, or else the context that is not suppressed."""
    failure = snapshot(linked("top", **links), secret=secret)
    assert chain(failure) == expected, f"of an exception with {links}"
    assert [failure.cause, failure.context].count(None) >= 1, f"both, with {links}"
    assert failure.members == ()


@pytest.mark.hint("`exc.exceptions` of a group are exceptions like any other.")
def test_groups():
    """A group has its members, in order, with all that they have."""
    inner = ExceptionGroup("inner", [linked("c", cause=KeyError("d"))])
    error = caught(lambda boom: boom(), lambda: 1 / 0)
    group = BaseExceptionGroup("outer", [error, inner, KeyboardInterrupt("k")])
    failure = snapshot(group, secret=secret)
    names = [(member.type, len(member.members)) for member in failure.members]
    assert names == [("ZeroDivisionError", 0), ("ExceptionGroup", 1), ("KeyboardInterrupt", 0)]
    assert [frame.function for frame in failure.members[0].frames][-1] == "<lambda>"
    assert chain(failure.members[1].members[0]) == ["c", "cause", "'d'"]
    assert failure.type == "BaseExceptionGroup"
    many = ExceptionGroup("many", [ValueError(number) for number in range(12)])
    members = snapshot(many, secret=secret).members
    assert [member.message for member in members] == [str(number) for number in range(12)]


@pytest.mark.hint(
    "Keep the exceptions on the way from the first one down to this one.",
    "One exception may be the cause of two others: that is no loop.",
)
def test_loops_end():
    """Where an exception leads back to itself, there is None; twins are no loop."""
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert chain(snapshot(one, secret=secret)) == ["one", "cause", "two"]
    assert chain(snapshot(two, secret=secret)) == ["two", "cause", "one"]
    first = linked("first", context=one)
    assert chain(snapshot(first, secret=secret)) == ["first", "context", "one", "cause", "two"]
    member, shared = ValueError("member"), KeyError("shared")
    group = ExceptionGroup("group", [member, linked("other", cause=shared), linked("x")])
    group.__context__ = shared
    member.__context__ = group
    failure = snapshot(group, secret=secret)
    assert [chain(each) for each in failure.members] == [
        ["member"],
        ["other", "cause", "'shared'"],
        ["x"],
    ], "the context of `member` is its group; `shared` is also the context of the group"
    assert failure.context.message == "'shared'"
    below = snapshot(member, secret=secret)
    assert [each and each.message for each in below.context.members] == [None, "other", "x"]
    itself = linked("itself", context=shared)
    itself.__cause__, itself.__suppress_context__ = itself, False
    assert chain(snapshot(itself, secret=secret)) == ["itself"], "it has a cause, itself"
    twins = linked("alike", cause=linked("alike"))
    assert chain(snapshot(twins, secret=secret)) == ["alike", "cause", "alike"]
    last = None
    for number in range(40):
        last = linked(str(number), cause=last)
    assert len(chain(snapshot(last, secret=secret))) == 79, "40 exceptions, and 39 causes"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        ("it's", '"it\'s"'),
        (b"", "b''"),
        ([1, "a"], "[1, 'a']"),
        ([Table()], "[a b\n1 2]"),
        ((), "()"),
        ((1,), "(1,)"),
        ((1, 2), "(1, 2)"),
        ({3}, "{3}"),
        (set(), "set()"),
        ({}, "{}"),
        ([], "[]"),
        ({"a": (1, {2: None})}, "{'a': (1, {2: None})}"),
        ([1, 2, 3, 4, 5, 6, 7, 8], "[1, 2, 3, 4, 5, 6, 7, 8]"),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], "[1, 2, 3, 4, 5, 6, 7, 8, ...]"),
        (tuple("abcdefghi"), "('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', ...)"),
        ({n: n for n in range(8)}, "{0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7}"),
        (dict.fromkeys(range(20), 1), "{0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, ...}"),
        (set(range(10)), "{0, 1, 2, 3, 4, 5, 6, 7, ...}"),
        ([[[]]], "[[[]]]"),
        ([[[[]]]], "[[[...]]]"),
        ([{1: ([2], 3)}], "[{1: (..., 3)}]"),
        ({1: {2: {(3,): set()}}}, "{1: {2: {...: ...}}}"),
        ("x" * 118, "'" + "x" * 118 + "'"),
        ("é" * 118, "'" + "é" * 118 + "'"),
        ("x" * 119, "'" + "x" * 116 + "..."),
        ("z" * 115 + " " * 30, "'" + "z" * 115 + " ..."),
        (["y" * 59, "y" * 60], "['" + "y" * 59 + "', '" + "y" * 52 + "..."),
    ],
    ids=lambda value: f"{value!r:.30}",
)
@pytest.mark.hint(
    "A function that calls itself for the items, with the depth as an argument.",
    "Cut the text when all of it is there. How long is it with its `...`?",
)
def test_texts(value, text):
    """A text is the `repr`, with few items, no great depth and at most 120 characters."""
    assert text_of(value) == text


@pytest.mark.hint(
    "`repr(items)` asks every item. `itertools.islice` takes a few.",
    "What is shortened afterwards was made before.",
)
def test_what_is_not_shown_is_not_rendered():
    """The `repr` of the items beyond the first 8, and of what is too deep, is not called."""
    loop = []
    loop.append(loop)
    assert text_of(loop) in {"[[[...]]]", repr(loop)}, "a list that contains itself"
    things = [Thing() for _ in range(1000)]
    values = [things, tuple(things), set(things), dict.fromkeys(things, 1)]
    values += [dict(enumerate(things)), [[[things]]]]
    counts = []
    for value in values:
        Thing.rendered = 0
        text_of(value)
        counts.append(Thing.rendered)
    assert counts == [8, 8, 8, 8, 8, 0], (
        "calls of repr for 1,000 in: list, tuple, set, keys, values, deep list"
    )


@pytest.mark.hint(
    "Ask for the name before you look at the value.",
    "Dicts are in lists, in tuples and in dicts.",
)
def test_hides_secrets():
    """Secret variables and values of secret keys are `***`, and their `repr` is not called."""

    def crash(my_secret, plain, secret_items):
        raise ValueError("crash")

    Thing.rendered = 0
    exc = caught(crash, Thing(), 1, [Thing()])
    found = snapshot(exc, secret=secret).frames[-1].locals
    assert found == {"my_secret": "***", "plain": "1", "secret_items": "***"}
    below = KeyError(1).with_traceback(exc.__traceback__)
    group = linked("top", cause=ExceptionGroup("group", [linked("in", context=below)]))
    frames = snapshot(group, secret=secret).cause.members[0].context.frames
    assert [frame.locals for frame in frames] == [found], "in a cause's member's context"
    frames = snapshot(linked("top", cause=below), secret=secret).cause.frames
    assert [frame.locals for frame in frames] == [found], "in a cause"
    thing = Thing()
    values = {
        "{'THE SECRET': ***, 'b': 1}": {"THE SECRET": thing, "b": 1},
        "[({'secret': ***},)]": [({"secret": [thing]},)],
        "{'a': {'b': {'secret': ***}}}": {"a": {"b": {"secret": thing}}},
        "{'secret': ***, 2: 'secret'}": {"secret": thing, 2: "secret"},
        "{b'secret': 1, ('secret',): 2, None: 3}": {b"secret": 1, ("secret",): 2, None: 3},
    }
    assert [text_of(value) for value in values.values()] == list(values)
    assert Thing.rendered == 0, "calls of the repr of secret values"


@pytest.mark.hint(
    "An error in a `repr` concerns one value. Where do you catch it?",
    "`type(value).__name__` asks nothing of the value.",
)
def test_survives_broken_objects():
    """A `repr` or a `str` that raises spoils nothing but its own place."""
    values = {
        "<unprintable Broken>": Broken(),
        "[1, <unprintable Broken>, 2]": [1, Broken(), 2],
        "{'a': (<unprintable Broken>,), 'b': 3}": {"a": (Broken(),), "b": 3},
        "{<unprintable Broken>: 4}": {Broken(): 4},
        "[<unprintable Strange>]": [Strange()],
        "[Posing()]": [Posing()],
        "[1, <unprintable Elsewhere>]": [1, Elsewhere()],
    }
    assert [text_of(value) for value in values.values()] == list(values)
    mute = linked("mute", cause=KeyError("cause"), kind=Mute)
    mute.add_note("note")
    failure = snapshot(mute, secret=secret)
    assert [failure.type, failure.message, failure.notes] == [
        "Mute",
        "<unprintable Mute>",
        ("note",),
    ]
    assert failure.cause.message == "'cause'"


@pytest.mark.hint(
    "Keep texts, not objects.",
    "A hook that notes the exceptions it has seen keeps all of their frames.",
)
def test_keeps_nothing_alive(collect, calls):
    """When an exception is gone, so are the values of its frames, though its report is kept."""

    def crash(thing, error):
        held = [thing, {thing}]
        raise error(len(held))

    traces, kept = [], []

    def attempt(error):
        thing = Thing()
        traces.append(weakref.ref(thing))
        crash(thing, error)

    def work(error, report):
        try:
            attempt(error)
        except Exception as exc:
            report(exc)

    for error in (ValueError, KeyError):
        work(error, lambda exc: kept.append(snapshot(exc, secret=secret)))
    collect()
    assert [trace() is None for trace in traces] == [True, True], "gone, after two snapshots"
    undo = crash_reports(kept.append, secret=secret)
    crash_in_thread(attempt, ValueError)
    work(KeyError, lambda exc: sys.excepthook(type(exc), exc, exc.__traceback__))
    calls.clear()
    collect()
    assert [trace() is None for trace in traces[2:]] == [True, True], "gone, after two reports"
    undo()
    assert [failure.message for failure in kept] == ["2"] * 4


@pytest.mark.hint(
    "Note the two hooks, then put your own in their place.",
    "A hook of `threading` has one argument, with the exception as `exc_value`.",
)
def test_reports_crashes(calls):
    """What nobody caught reaches the sink, from any thread, and then the earlier hook."""

    def crash(value, secret=1):
        raise ValueError(value)

    undo = crash_reports(lambda failure: calls.append(("sink", failure)), secret=secret)
    error = caught(crash, "main")
    sys.excepthook(ValueError, error, error.__traceback__)
    crash_in_thread(crash, "thread")
    undo()
    assert [call[0] for call in calls] == ["sink", "earlier"] * 2
    failures = [calls[0][1], calls[2][1]]
    assert [(each.type, each.message) for each in failures] == [
        ("ValueError", "main"),
        ("ValueError", "thread"),
    ]
    innermost = [each.frames[-1][2:] for each in failures]
    line = crash.__code__.co_firstlineno + 1
    assert innermost == [
        (line, {"value": "'main'", "secret": "***"}),
        (line, {"value": "'thread'", "secret": "***"}),
    ]
    assert calls[1][1:] == (ValueError, error, error.__traceback__), "arguments of the hook"
    args = calls[3][1]
    assert [args.exc_type, str(args.exc_value)] == [ValueError, "thread"], "those in the thread"
    assert args.thread is not threading.current_thread()


@pytest.mark.parametrize(
    "stop",
    [
        KeyboardInterrupt("now"),
        SystemExit(3),
        GeneratorExit(),
        BaseExceptionGroup("g", [KeyboardInterrupt()]),
    ],
    ids=repr,
)
@pytest.mark.hint("`threading.excepthook` is called for a `SystemExit`, too, and ignores it.")
def test_only_exceptions_are_reported(stop, calls):
    """What is no `Exception` goes to the earlier hook alone."""

    def end():
        raise stop

    sunk = []
    undo = crash_reports(sunk.append, secret=secret)
    sys.excepthook(type(stop), stop, None)
    crash_in_thread(end)
    undo()
    assert sunk == [], f"failures that reached the sink for {stop!r}"
    assert [call[0] for call in calls] == ["earlier", "earlier"]
    assert [calls[0][2], calls[1][1].exc_value] == [stop, stop]


@pytest.mark.parametrize("kind", [RuntimeError, KeyboardInterrupt])
@pytest.mark.hint("`try` and `finally`")
def test_a_failing_sink_hides_nothing(kind, calls):
    """The earlier hook is called even if the sink raises."""

    def sink(failure):
        calls.append(("sink", failure.message))
        raise kind("the tracker is down")

    undo = crash_reports(sink, secret=secret)
    error = caught(exec, "raise ValueError('crash')")
    args = threading.ExceptHookArgs((ValueError, error, None, threading.current_thread()))
    caught(sys.excepthook, ValueError, error, None)
    caught(threading.excepthook, args)
    undo()
    assert calls == [
        ("sink", "crash"),
        ("earlier", ValueError, error, None),
        ("sink", "crash"),
        ("earlier", args),
    ]


@pytest.mark.hint(
    "The hooks that were there are those of the call, not those of the import.",
    "The second time, another hook may be there.",
)
def test_puts_the_hooks_back(calls):
    """The returned function puts the earlier hooks back, once; reports inside reports work."""
    before = sys.excepthook, threading.excepthook
    undo = crash_reports(lambda _: calls.append("outer"), secret=secret)
    between = sys.excepthook, threading.excepthook
    inner = crash_reports(lambda _: calls.append("inner"), secret=secret)
    sys.excepthook(ValueError, ValueError(1), None)
    assert calls[:2] == ["inner", "outer"]
    assert [len(calls), calls[2][0]] == [3, "earlier"]
    inner()
    assert (sys.excepthook, threading.excepthook) == between, "the inner one was ended"
    inner()
    undo()
    assert (sys.excepthook, threading.excepthook) == before, "both were ended"
    again = crash_reports(lambda _: calls.append("again"), secret=secret)
    undo()
    inner()
    threading.excepthook(threading.ExceptHookArgs((ValueError, ValueError(2), None, None)))
    assert calls[3] == "again", "a call of the other two functions, once more"
    again()
    assert (sys.excepthook, threading.excepthook) == before
