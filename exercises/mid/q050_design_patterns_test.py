"""Checks for Q50 · Design patterns."""

import re

import pytest
from q050_design_patterns import EventBus, export, exporter


@pytest.fixture
def calls():
    """What the handlers of a check were told, in order."""
    return []


@pytest.fixture
def called_by(calls):
    """A function that publishes events, and returns the names that handlers noted meanwhile."""

    def publishing(publish, *events):
        calls.clear()
        for event in events:
            publish(event)
        return list(calls)

    return publishing


def noting(calls, name):
    """A handler that notes its name."""
    return lambda: calls.append(name)


def which(came, **known):
    """The name of the one among those known that came; else what it is."""
    other = f"another {type(came).__name__}"
    return next((name for name, each in known.items() if came is each), other)


def raised_in_a_group(publish, event, errors):
    """What the group holds, with a text in place of each that is none of `errors`."""
    try:
        publish(event)
    except ExceptionGroup as group:
        return [each if each in errors else f"another {each!r}" for each in group.exceptions]
    except Exception as error:
        return f"{error!r}, and no group"


@pytest.mark.hint(
    "A dict from the event to its handlers is the heart of it.",
    "A dict on the class is shared by all instances; make it in `__init__`.",
)
def test_handlers_hear_their_event(calls, called_by):
    """`publish` calls the handlers of that event on that bus, and no others."""
    bus, other = EventBus(), EventBus()
    for event in ["saved", "moved", ""]:
        bus.subscribe(event, noting(calls, f"first of {event!r}"))
        bus.subscribe(event=event, handler=noting(calls, f"second of {event!r}"))
    other.subscribe("saved", noting(calls, "of the other bus"))
    assert called_by(bus.publish, "saved") == ["first of 'saved'", "second of 'saved'"]
    assert called_by(bus.publish, "".join(["sa", "ved"])) == (
        ["first of 'saved'", "second of 'saved'"]
    )
    assert called_by(bus.publish, "moved") == ["first of 'moved'", "second of 'moved'"]
    assert called_by(bus.publish, "") == ["first of ''", "second of ''"]
    assert called_by(bus.publish, "unheard") == []
    assert called_by(bus.publish, "Saved") == []
    assert called_by(other.publish, "saved") == ["of the other bus"]
    assert bus.publish("saved") is None
    assert bus.publish("unheard") is None


@pytest.mark.hint(
    "`handler(*args, **kwargs)` passes on what came.",
    "Parameters before a `/` leave their names free for keywords.",
)
def test_passes_on_all_arguments():
    """`publish` passes on all arguments, whatever the names of the keywords are."""
    bus, seen = EventBus(), []
    bus.subscribe("go", lambda *args, **kwargs: seen.append((args, kwargs)))

    def passed_on_by_publish(*args, **kwargs):
        seen.clear()
        bus.publish(*args, **kwargs)
        return seen

    assert passed_on_by_publish("go") == [((), {})]
    assert passed_on_by_publish("go", None, [1], "go") == [((None, [1], "go"), {})]
    assert passed_on_by_publish("go", 1, event="x", self=4) == [((1,), {"event": "x", "self": 4})]
    assert passed_on_by_publish("go", priority=2, handler=3, args=5, kwargs=6) == [
        ((), {"priority": 2, "handler": 3, "args": 5, "kwargs": 6})
    ]


@pytest.mark.hint(
    "Python's sort is stable: what compares equal keeps its order.",
    "Sort by the negative priority. Handlers themselves cannot be sorted.",
)
def test_order(calls, called_by):
    """Higher priority comes first, and the same priority in the order of subscription."""

    def called_in_order(**priorities):
        bus = EventBus()
        for name, priority in priorities.items():
            bus.subscribe("go", noting(calls, name), priority=priority)
        bus.subscribe("go", noting(calls, "without"))
        return " ".join(called_by(bus.publish, "go"))

    assert called_in_order(a=0, b=2, c=-1, d=2, e=0, f=10, g=2, h=10_000) == (
        "h f b d g a e without c"
    )


@pytest.mark.hint(
    "A set or a dict of handlers holds each of them once.",
    "Keep an object or a number for each subscription, not only the handler.",
)
def test_a_handler_subscribed_several_times(calls, called_by):
    """A handler is called once for each of its subscriptions, each at its own place."""
    handlers = {name: noting(calls, name) for name in ("again", "between")}

    def called_for_subscriptions(*names, urgent):
        bus = EventBus()
        for name in names:
            bus.subscribe("go", handlers[name])
        bus.subscribe("go", handlers[urgent], priority=1)
        return called_by(bus.publish, "go")

    assert called_for_subscriptions("again", "between", "again", urgent="again") == (
        ["again", "again", "between", "again"]
    )


@pytest.mark.hint(
    "Looking for the handler finds its first subscription, maybe not the one meant.",
    "Keep an object for each subscription, and remove that object.",
)
def test_takes_back_one_subscription(calls, called_by):
    """An undo takes back its own subscription only, and does nothing a second time."""
    bus = EventBus()
    again = noting(calls, "again")
    bus.subscribe("go", again, priority=1)
    bus.subscribe("go", again)
    bus.subscribe("go", noting(calls, "between"))
    undo = bus.subscribe("go", again)
    bus.subscribe("stop", again)

    def called_before_and_after(change):
        return {
            "before": called_by(bus.publish, "go", "stop"),
            "after": change() or called_by(bus.publish, "go", "stop"),
        }

    def undo_the_last_of_go():
        undo()

    def subscribe_again_and_repeat_that_undo():
        bus.subscribe("go", again)
        undo()

    rules = "go: again (priority 1), again, between, again; stop: again; published: go, then stop"
    assert called_before_and_after(undo_the_last_of_go) == {
        "before": ["again", "again", "between", "again", "again"],
        "after": ["again", "again", "between", "again"],
    }, rules
    assert called_before_and_after(subscribe_again_and_repeat_that_undo) == {
        "before": ["again", "again", "between", "again"],
        "after": ["again", "again", "between", "again", "again"],
    }, f"{rules}; the last of go was undone before"


@pytest.mark.hint(
    "A list that shrinks under a `for` loop makes the loop skip an element.",
    "Loop over a copy; before each call, ask whether that subscription is still there.",
)
def test_undoing_while_publishing(calls, called_by):
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

    def publish_while_second_undoes_third_and_adds_it_anew(event):
        bus.publish(event)

    assert called_by(publish_while_second_undoes_third_and_adds_it_anew, "go") == (
        ["first", "second", "fourth"]
    ), "subscribed: first, which undoes itself, second, third, fourth"
    assert called_by(bus.publish, "go") == ["second", "fourth", "third"], (
        "first was undone, third was undone and subscribed anew"
    )


@pytest.mark.hint("Decide at the beginning of `publish` who can be called at all.")
def test_subscribing_while_publishing(calls, called_by):
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

    def publish_while_inviting_subscribes_urgent_and_late(event):
        bus.publish(event)

    assert called_by(publish_while_inviting_subscribes_urgent_and_late, "go") == (
        ["inviting", "nested", "last"]
    ), "subscribed: inviting, last; inviting also subscribes nested to 'other', and publishes that"
    assert called_by(bus.publish, "go") == ["urgent", "inviting", "last", "late"], (
        "inviting had subscribed urgent (priority 5) and late"
    )


@pytest.mark.hint(
    "Catch around each single call and collect; raise after the loop.",
    "`ExceptionGroup(message, errors)` takes a list that is not empty.",
)
def test_a_failing_handler_does_not_stop_others(calls, called_by):
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
    assert raised_in_a_group(bus.publish, "go", errors) == errors
    assert {"raised": errors, "handlers called": " ".join(calls)} == {
        "raised": errors,
        "handlers called": "fail fail fail fail fail fail after",
    }
    for undo in (undos[0], undos[1], undos[2], undos[4], undos[5]):
        undo()
    assert raised_in_a_group(bus.publish, "go", errors[3:4]) == errors[3:4]
    undos[3]()

    def publish_after_every_undo(event):
        calls.append(bus.publish(event))

    assert called_by(publish_after_every_undo, "go") == ["after", None], (
        "the one handler that is left, and what publish returned"
    )


@pytest.mark.hint("`except Exception` lets through what `except BaseException` would swallow.")
@pytest.mark.parametrize("interrupt", [KeyboardInterrupt("stop"), SystemExit(3)])
def test_what_is_no_exception_gets_through(calls, interrupt):
    """A `KeyboardInterrupt` in a handler leaves `publish` at once, and the bus goes on to work."""
    bus = EventBus()

    def fail():
        calls.append("fail")
        raise ValueError

    def interrupted():
        calls.append("interrupted")
        raise interrupt

    def called_and_raised_by(publish, event):
        calls.clear()
        try:
            publish(event)
        except BaseException as error:
            calls.append(error)
        return list(calls)

    undos = [bus.subscribe("go", fail), bus.subscribe("go", interrupted)]
    bus.subscribe("go", noting(calls, "after"))
    assert called_and_raised_by(bus.publish, "go") == ["fail", "interrupted", interrupt], (
        "subscribed: fail, which raises a ValueError, interrupted, after"
    )
    for undo in undos:
        undo()
    assert called_and_raised_by(bus.publish, "go") == ["after"], "fail and interrupted were undone"


@pytest.mark.hint(
    "A decorator with an argument is a function that returns a decorator.",
    "Both functions share a dict of the module.",
)
def test_export_calls_what_was_registered():
    """`exporter` registers a function and returns it; `export` returns what it makes of rows."""
    rows, seen = [{"a": 1}], []

    def shout(*args, **kwargs):
        seen.append((*(which(each, rows=rows) for each in args), kwargs))
        return "ROWS!"

    def silent(rows):
        return made

    class Text(str):
        pass

    made = Text()

    assert which(exporter("check-shout")(shout), shout=shout) == "shout"
    assert which(exporter(format="check-silent")(silent), silent=silent) == "silent"
    assert which(exporter("check-twice")(shout), shout=shout) == "shout"
    assert export(rows, "check-shout") == "ROWS!"
    assert which(export(rows=[], format="check-silent"), made=made) == "made", (
        "'check-silent' returns made, of a subclass of str"
    )
    assert export(rows, "check-twice") == "ROWS!"
    assert {"what `shout` was called with, twice": seen} == {
        "what `shout` was called with, twice": [("rows", {}), ("rows", {})]
    }, "rows is the very list that export was given"


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
    assert export([], "check-case") == "mixed", "after two refused registrations of taken names"


@pytest.mark.hint(
    "Look before you register: a dict overwrites without a word.",
    "An `f`-string with `{format!r}` holds the `repr`.",
)
def test_taken_names():
    """A taken name raises a `ValueError` that names it, and the first function stays."""
    register_taken, register_taken_too = exporter("check-'taken'"), exporter("check-'taken'")

    def function(rows):
        return "first"

    register_taken(function)
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        exporter("check-'taken'")(function)
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        register_taken_too(lambda rows: "second")
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        register_taken(lambda rows: "third")
    with pytest.raises(ValueError, match=re.escape(repr("check-'taken'"))):
        exporter("check-'taken'")(lambda rows: "fourth")
    assert export([], "check-'taken'") == "first", "after four refused registrations of that name"


@pytest.mark.hint(
    "An error message for an unknown name is best when it lists the known ones.",
    "A `KeyError` may come from the dict or from the exporter: look up first, then call.",
)
def test_unknown_formats():
    """An unknown format raises a `ValueError` with the known ones; other errors pass."""
    errors = [KeyError("price"), ValueError("rows"), KeyboardInterrupt("stop")]

    def failing(rows):
        if rows:
            raise rows[0]

    exporter("check-failing")(failing)
    exporter("check-'quoted'")(lambda rows: "quoted")
    exporter("check-reserved")
    with pytest.raises(ValueError, match="'check-reserved'"):
        export([], "check-reserved")
    with pytest.raises(ValueError, match="'check-fail'"):
        export([], "check-fail")
    with pytest.raises(ValueError, match="''"):
        export([], "")
    with pytest.raises(ValueError, match="' check-failing'"):
        export([], " check-failing")
    with pytest.raises(ValueError, match="'check_failing'"):
        export([], "check_failing")
    with pytest.raises(ValueError, match="'check-failing'"):
        export([], "check-reserved")
    with pytest.raises(ValueError, match=re.escape(repr("check-'quoted'"))):
        export([], "check-reserved")
    with pytest.raises(ValueError, match="'check-failing'"):
        export([], "check-fail")
    with pytest.raises(ValueError, match=re.escape(repr("check-'quoted'"))):
        export([], "check-fail")

    def raised_by_an_exporter_that_raises(error):
        try:
            export([error], "check-failing")
        except BaseException as caught:
            return error if caught is error else f"another {caught!r}"

    assert raised_by_an_exporter_that_raises(errors[0]) == errors[0]
    assert raised_by_an_exporter_that_raises(errors[1]) == errors[1]
    assert raised_by_an_exporter_that_raises(errors[2]) == errors[2]
