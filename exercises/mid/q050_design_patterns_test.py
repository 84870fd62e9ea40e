"""Checks for Q50 · Design patterns."""

import re

import pytest
from q050_design_patterns import EventBus, export, exporter


@pytest.fixture
def calls():
    """What the handlers of a check were told, in order."""
    return []


def noting(calls, name):
    """A handler that notes its name."""
    return lambda: calls.append(name)


@pytest.mark.hint(
    "A dict from the event to its handlers is the heart of it.",
    "A dict on the class is shared by all instances; make it in `__init__`.",
)
def test_handlers_hear_their_event(calls):
    """`publish` calls the handlers of that event on that bus, and no others."""
    bus, other = EventBus(), EventBus()
    for event in ["saved", "moved", ""]:
        bus.subscribe(event, noting(calls, f"first of {event!r}"))
        bus.subscribe(event=event, handler=noting(calls, f"second of {event!r}"))
    other.subscribe("saved", noting(calls, "of the other bus"))
    heard = {}
    for event in ["".join(["sa", "ved"]), "moved", "", "unheard", "Saved"]:
        returned = bus.publish(event)
        heard[event] = [*calls, returned]
        calls.clear()
    assert heard == {
        "saved": ["first of 'saved'", "second of 'saved'", None],
        "moved": ["first of 'moved'", "second of 'moved'", None],
        "": ["first of ''", "second of ''", None],
        "unheard": [None],
        "Saved": [None],
    }, "for each event, the handlers that were called and what `publish` returned"


@pytest.mark.hint(
    "`handler(*args, **kwargs)` passes on what came.",
    "Parameters before a `/` leave their names free for keywords.",
)
def test_passes_on_all_arguments():
    """`publish` passes on all arguments, whatever the names of the keywords are."""
    bus, seen = EventBus(), []
    bus.subscribe("go", lambda *args, **kwargs: seen.append((args, kwargs)))
    bus.publish("go")
    bus.publish("go", None, [1], "go")
    bus.publish("go", 1, event="x", priority=2, handler=3, self=4, args=5, kwargs=6)
    names = {"event": "x", "priority": 2, "handler": 3, "self": 4, "args": 5, "kwargs": 6}
    assert seen == [((), {}), ((None, [1], "go"), {}), ((1,), names)]


@pytest.mark.hint(
    "Python's sort is stable: what compares equal keeps its order.",
    "Sort by the negative priority. Handlers themselves cannot be sorted.",
)
def test_order(calls):
    """Higher priority comes first, and the same priority in the order of subscription."""
    bus = EventBus()
    priorities = {"a": 0, "b": 2, "c": -1, "d": 2, "e": 0, "f": 10, "g": 2, "h": 10_000}
    for name, priority in priorities.items():
        bus.subscribe("go", noting(calls, name), priority=priority)
    bus.subscribe("go", noting(calls, "i"))
    bus.publish("go")
    assert "".join(calls) == "hfbdgaeic", f"the priorities are {priorities}, and i has none"


@pytest.mark.hint(
    "A set or a dict of handlers holds each of them once.",
    "Keep an object or a number for each subscription, not only the handler.",
)
def test_a_handler_subscribed_several_times(calls):
    """A handler is called once for each of its subscriptions, each at its own place."""
    bus = EventBus()
    again = noting(calls, "again")
    bus.subscribe("go", again)
    bus.subscribe("go", noting(calls, "between"))
    bus.subscribe("go", again)
    bus.subscribe("go", again, priority=1)
    bus.publish("go")
    assert calls == ["again", "again", "between", "again"]


@pytest.mark.hint(
    "Looking for the handler finds its first subscription, maybe not the one meant.",
    "Keep an object for each subscription, and remove that object.",
)
def test_takes_back_one_subscription(calls):
    """An undo takes back its own subscription only, and does nothing a second time."""
    bus = EventBus()
    again = noting(calls, "again")
    bus.subscribe("go", again, priority=1)
    bus.subscribe("go", again)
    bus.subscribe("go", noting(calls, "between"))
    undo = bus.subscribe("go", again)
    bus.subscribe("stop", again)
    undo()
    bus.publish("go")
    assert calls == ["again", "again", "between"]
    bus.subscribe("go", again)
    undo()
    calls.clear()
    bus.publish("go")
    bus.publish("stop")
    assert calls == ["again", "again", "between", "again", "again"]


@pytest.mark.hint(
    "A list that shrinks under a `for` loop makes the loop skip an element.",
    "Loop over a copy; before each call, ask whether that subscription is still there.",
)
def test_undoing_while_publishing(calls):
    """What is undone before its turn is not called, and no other subscription is skipped."""
    bus, undo = EventBus(), {}
    third = noting(calls, "third")

    def first():
        calls.append("first")
        undo["first"]()

    def second():
        calls.append("second")
        undo["third"]()
        bus.publish("another event")
        if len(calls) == 2:
            bus.subscribe("go", third)

    for name, handler in [
        ("first", first),
        ("second", second),
        ("third", third),
        ("fourth", noting(calls, "fourth")),
    ]:
        undo[name] = bus.subscribe("go", handler)
    bus.publish("go")
    assert calls == ["first", "second", "fourth"], (
        "`second` undid `third`, published another event and added `third` anew"
    )
    bus.publish("go")
    assert calls[3:] == ["second", "fourth", "third"], "the second `publish`"


@pytest.mark.hint("Decide at the beginning of `publish` who can be called at all.")
def test_subscribing_while_publishing(calls):
    """What is added while `publish` runs is first called by the next one, nested or not."""
    bus = EventBus()

    def inviting():
        calls.append("inviting")
        if calls == ["inviting"]:
            bus.subscribe("go", noting(calls, "urgent"), priority=5)
            bus.subscribe("go", noting(calls, "late"))
            bus.subscribe("other", noting(calls, "nested"))
            bus.publish("other")

    bus.subscribe("go", inviting)
    bus.subscribe("go", noting(calls, "last"))
    bus.publish("go")
    assert calls == ["inviting", "nested", "last"]
    calls.clear()
    bus.publish("go")
    assert calls == ["urgent", "inviting", "last", "late"]


@pytest.mark.hint(
    "Catch around each single call and collect; raise after the loop.",
    "`ExceptionGroup(message, errors)` takes a list that is not empty.",
)
def test_a_failing_handler_does_not_stop_others(calls):
    """All handlers are called; then the exceptions, one or more, come in an `ExceptionGroup`."""
    errors = [KeyError("one"), ExceptionGroup("two", [OSError(2)]), KeyError("one")]
    errors += [LookupError("four"), StopIteration(5), errors[1]]

    def failing(error):
        def fail():
            calls.append("fail")
            raise error

        return fail

    bus = EventBus()
    undos = [bus.subscribe("go", failing(error)) for error in errors]
    bus.subscribe("go", noting(calls, "after"))
    with pytest.raises(ExceptionGroup) as all_six:
        bus.publish("go")
    assert calls == ["fail"] * 6 + ["after"]
    inside = list(all_six.value.exceptions)
    assert [*map(id, inside)] == [*map(id, errors)], f"{inside} are not the same as {errors}"
    for undo in (undos[0], undos[1], undos[2], undos[4], undos[5]):
        undo()
    with pytest.raises(ExceptionGroup) as single:
        bus.publish("go")
    inside = list(single.value.exceptions)
    assert [*map(id, inside)] == [id(errors[3])], f"the group of {errors[3]!r} alone: {inside}"
    undos[3]()
    calls.clear()
    assert bus.publish("go") is None
    assert calls == ["after"], "after all that failed were undone"


@pytest.mark.hint("`except Exception` lets through what `except BaseException` would swallow.")
def test_what_is_no_exception_gets_through(calls):
    """A `KeyboardInterrupt` in a handler leaves `publish` at once, and the bus goes on to work."""
    interrupts = [KeyboardInterrupt("stop"), SystemExit(3)]
    for interrupt in interrupts:
        bus = EventBus()

        def fail():
            calls.append("fail")
            raise ValueError

        def interrupted(interrupt=interrupt):
            calls.append("interrupted")
            raise interrupt

        undos = [bus.subscribe("go", fail), bus.subscribe("go", interrupted)]
        bus.subscribe("go", noting(calls, "after"))
        try:
            bus.publish("go")
        except BaseException as error:
            calls.append(error)
        for undo in undos:
            undo()
        try:
            bus.publish("go")
        except BaseException as error:
            calls.append(error)
    expected = [["fail", "interrupted", interrupt, "after"] for interrupt in interrupts]
    assert calls == sum(expected, [])


@pytest.mark.hint(
    "A decorator with an argument is a function that returns a decorator.",
    "Both functions share a dict of the module.",
)
def test_export_calls_what_was_registered():
    """`exporter` registers a function and returns it; `export` returns what it makes of rows."""
    rows, seen = [{"a": 1}], []

    def shout(*args, **kwargs):
        seen.append((args, kwargs))
        return "ROWS!"

    def silent(rows):
        return made

    class Text(str):
        pass

    made = Text()

    assert exporter("check-shout")(shout) is shout
    assert exporter(format="check-silent")(silent) is silent
    assert exporter("check-twice")(shout) is shout
    assert export(rows, "check-shout") == "ROWS!"
    silence = export(rows=[], format="check-silent") is made
    assert silence, "`export` gave another text than the exporter"
    assert export(rows, "check-twice") == "ROWS!"
    assert seen == [((rows,), {}), ((rows,), {})]
    assert seen[0][0][0] is rows, "the exporter got other rows than `export`"


@pytest.mark.hint("Bring the name into one case wherever it comes in.")
def test_case_is_ignored():
    """Upper and lower case make no difference, when registering and when exporting."""
    exporter("Check-Case")(lambda rows: "mixed")
    exporter("check-lower")(lambda rows: "lower")
    assert export([], "check-case") == "mixed"
    assert export([], "CHECK-CASE") == "mixed"
    assert export([], "Check-Case") == "mixed"
    assert export([], "CHECK-lower") == "lower"
    with pytest.raises(ValueError):
        exporter("CHECK-LOWER")(lambda rows: "second")
    with pytest.raises(ValueError):
        exporter("check-case")(lambda rows: "second")
    assert export([], "check-case") == "mixed"


@pytest.mark.hint(
    "Look before you register: a dict overwrites without a word.",
    "An `f`-string with `{format!r}` holds the `repr`.",
)
def test_taken_names():
    """A taken name raises a `ValueError` that names it, and the first function stays."""
    first, second = exporter("check-'taken'"), exporter("check-'taken'")

    def function(rows):
        return "first"

    first(function)
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        exporter("check-'taken'")(function)
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        second(lambda rows: "second")
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        first(lambda rows: "third")
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        exporter("check-'taken'")(lambda rows: "fourth")
    assert export([], "check-'taken'") == "first"


@pytest.mark.hint(
    "An error message for an unknown name is best when it lists the known ones.",
    "A `KeyError` may come from the dict or from the exporter: look up first, then call.",
)
def test_unknown_formats():
    """An unknown format raises a `ValueError` with the known ones; other errors pass."""
    errors = [KeyError("price"), ValueError("rows"), KeyboardInterrupt("stop")]

    def failing(rows):
        raise rows[0]

    exporter("check-failing")(failing)
    exporter("check-'quoted'")(lambda rows: "quoted")
    exporter("check-reserved")
    unknown_names = ["check-reserved", "check-fail", "", " check-failing", "check_failing"]
    names = ["check-failing", "check-'quoted'"]
    messages = []
    for name in unknown_names:
        with pytest.raises(ValueError) as unknown:
            export([], name)
        messages.append(str(unknown.value))
    wanted = [[repr(name), *map(repr, names)] for name in unknown_names]
    absent = [[x for x in known if x not in messages[i]] for i, known in enumerate(wanted)]
    assert absent == [[]] * 5, f"what the messages for {unknown_names} lack, which are {messages}"
    passed = []
    for error in errors:
        try:
            export([error], "check-failing")
        except BaseException as caught:
            passed.append(caught)
    assert [*map(id, passed)] == [*map(id, errors)], f"{passed} came instead of {errors}"
