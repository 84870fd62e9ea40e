"""Checks for Q50 · Design patterns."""

import json

import pytest
from q050_design_patterns import (
    Cart,
    EventBus,
    Line,
    best_of,
    export,
    exporter,
    full_price,
    one_free_in,
    percent_off,
)


@pytest.fixture
def calls():
    """What the handlers of a check were told, in order."""
    return []


def noting(calls, name):
    """A handler that notes its name."""
    return lambda: calls.append(name)


@pytest.mark.hint(
    "A dict from the event to the list of its handlers is the heart of it.",
    "A list on the class is shared by all instances; make it in `__init__`.",
)
def test_handlers_hear_their_event(calls):
    """`publish` calls the handlers of that event on that bus, with all arguments."""
    bus, other = EventBus(), EventBus()
    bus.subscribe("saved", lambda *args, **kwargs: calls.append(("first", args, kwargs)))
    bus.subscribe("saved", lambda *args, **kwargs: calls.append(("second", args, kwargs)))
    bus.subscribe(event=("moved", 2), handler=lambda *args: calls.append(args))
    other.subscribe("saved", lambda *args: calls.append("the other bus"))
    returned = [
        bus.publish("saved", 1, event="x"),
        bus.publish(("moved", 2)),
        bus.publish("unheard", 3),
    ]
    assert calls == [("first", (1,), {"event": "x"}), ("second", (1,), {"event": "x"}), ()]
    assert returned == [None, None, None]


@pytest.mark.hint(
    "Python's sort is stable: what compares equal keeps its order.",
    "Sort by the negative priority, or insert each subscription before the first lower one.",
)
def test_order(calls):
    """Higher priority comes first, and the same priority in the order of subscription."""
    bus = EventBus()
    for name, options in [
        ("a", {"priority": 0}),
        ("b", {"priority": 2}),
        ("c", {"priority": -1}),
        ("d", {"priority": 2}),
        ("e", {}),
        ("f", {"priority": 10}),
    ]:
        bus.subscribe("go", noting(calls, name), **options)
    bus.publish("go")
    assert "".join(calls) == "fbdaec"


@pytest.mark.hint(
    "Looking for the handler finds its first subscription, maybe not the one meant.",
    "Keep an object for each subscription, and remove that object.",
)
def test_takes_back_one_subscription(calls):
    """What `subscribe` returns takes back that one subscription, and does nothing a second time."""
    bus = EventBus()
    again = noting(calls, "again")
    bus.subscribe("go", again, priority=1)
    bus.subscribe("go", again)
    bus.subscribe("go", noting(calls, "between"))
    undo = bus.subscribe("go", again)
    bus.publish("go")
    assert calls == ["again", "again", "between", "again"]
    calls.clear()
    results = [undo(), undo()]
    bus.publish("go")
    assert calls == ["again", "again", "between"]
    assert results == [None, None]


@pytest.mark.hint(
    "A list that shrinks under a `for` loop makes the loop skip an element.",
    "Loop over a copy; before each call, ask whether the subscription is still there.",
)
def test_unsubscribing_while_publishing(calls):
    """Taken back in mid-publish, a subscription is not called, and no other one is skipped."""
    bus, undo = EventBus(), {}

    def first():
        calls.append("first")
        undo["first"]()

    def second():
        calls.append("second")
        undo["first"]()
        undo["third"]()

    for name, handler in [
        ("first", first),
        ("second", second),
        ("third", noting(calls, "third")),
        ("fourth", noting(calls, "fourth")),
    ]:
        undo[name] = bus.subscribe("go", handler)
    bus.publish("go")
    assert calls == ["first", "second", "fourth"]
    bus.publish("go")
    assert calls == ["first", "second", "fourth", "second", "fourth"]


@pytest.mark.hint("Decide at the beginning of `publish` who can be called at all.")
def test_subscribing_while_publishing(calls):
    """A handler subscribed in mid-publish is first called by the next one."""
    bus = EventBus()

    def inviting():
        calls.append("inviting")
        if calls == ["inviting"]:
            bus.subscribe("go", noting(calls, "urgent"), priority=5)
            bus.subscribe("go", noting(calls, "late"))

    bus.subscribe("go", inviting)
    bus.subscribe("go", noting(calls, "last"))
    bus.publish("go")
    assert calls == ["inviting", "last"]
    calls.clear()
    bus.publish("go")
    assert calls == ["urgent", "inviting", "last", "late"]


@pytest.mark.hint(
    "Catch around each single call and collect; raise after the loop.",
    "`ExceptionGroup(message, errors)` wants a list that is not empty.",
)
def test_a_failing_handler_does_not_stop_others(calls):
    """All handlers are called; then the exceptions, one or more, come in an `ExceptionGroup`."""
    errors = [KeyError("one"), ValueError("two")]

    def fail():
        calls.append("fail")
        raise errors[calls.count("fail") - 1]

    bus = EventBus()
    bus.subscribe("go", fail)
    undo = bus.subscribe("go", fail)
    bus.subscribe("go", noting(calls, "after"))
    with pytest.raises(ExceptionGroup) as both:
        bus.publish("go")
    assert calls == ["fail", "fail", "after"]
    assert list(both.value.exceptions) == errors
    undo()
    calls.clear()
    with pytest.raises(ExceptionGroup) as single:
        bus.publish("go")
    assert list(single.value.exceptions) == errors[:1]


@pytest.mark.hint("`except Exception` lets through what `except BaseException` would swallow.")
def test_what_is_no_exception_gets_through(calls):
    """A `KeyboardInterrupt` in a handler leaves `publish` at once and as it is."""

    def interrupt():
        raise KeyboardInterrupt("stop")

    bus = EventBus()
    bus.subscribe("go", noting(calls, "before"))
    bus.subscribe("go", interrupt)
    bus.subscribe("go", noting(calls, "after"))
    with pytest.raises(KeyboardInterrupt, match="stop"):
        bus.publish("go")
    assert calls == ["before"]


@pytest.mark.hint(
    "A decorator with an argument is a function that returns a decorator.",
    "Bring the name into one case wherever it comes in.",
)
def test_export_finds_what_was_registered():
    """`exporter` registers a function and returns it; `export` calls it, in whatever case."""
    seen = []

    def shout(*args):
        seen.append(args)
        return "ROWS!"

    rows = [{"a": 1}]
    decorated = exporter("Check-Shout")(shout)
    assert decorated is shout
    texts = [export(rows, name) for name in ("check-shout", "CHECK-SHOUT", "Check-Shout")]
    assert texts == ["ROWS!"] * 3
    assert seen == [(rows,)] * 3


@pytest.mark.hint(
    "Look before you register: a dict overwrites without a word.",
    "An error message for an unknown name is best when it lists the known ones.",
)
def test_formats_unknown_and_taken():
    """An unknown format raises `ValueError` with the known ones, a taken name `ValueError` too."""
    exporter("check-taken")(lambda rows: "first")
    with pytest.raises(ValueError, match="(?i)yaml") as unknown:
        export([], "yaml")
    absent = [name for name in ("json", "csv", "check-taken") if name not in str(unknown.value)]
    assert absent == [], f"the message {str(unknown.value)!r} should name the known formats"
    with pytest.raises(ValueError):
        exporter("CHECK-taken")(lambda rows: "second")
    assert export([], "check-taken") == "first"


@pytest.mark.hint(
    "`csv.DictWriter` with `lineterminator` writes into an `io.StringIO`.",
    "Without a first row there are no keys to write.",
)
def test_json_and_csv():
    """The formats `json` and `csv` are registered, quote what needs it, and cope with no rows."""
    rows = [{"article": "tea, green", "price": 300}, {"article": 'a "cup"', "price": 250}]
    texts = [export(rows, "json"), export([], "json")]
    assert [json.loads(text) for text in texts] == [rows, []]
    assert export(rows, "csv") == 'article,price\n"tea, green",300\n"a ""cup""",250\n'
    assert export(rows[1:], "csv") == 'article,price\n"a ""cup""",250\n'
    assert export([], "csv") == ""


PRICINGS = {
    "full_price": lambda: full_price,
    "percent_off(30)": lambda: percent_off(30),
    "percent_off(99)": lambda: percent_off(99),
    "percent_off(0)": lambda: percent_off(0),
    "percent_off(100)": lambda: percent_off(100),
    "one_free_in(2)": lambda: one_free_in(2),
    "one_free_in(3)": lambda: one_free_in(3),
    "best_of(full_price)": lambda: best_of(full_price),
    "best_of(5 %, 1 in 2)": lambda: best_of(percent_off(5), one_free_in(2)),
    "best_of(30 %, 1 in 3, full)": lambda: best_of(percent_off(30), one_free_in(3), full_price),
}


@pytest.mark.parametrize(
    ("name", "prices"),
    [
        ("full_price", [1290, 907, 10**17 + 9, 0]),
        ("percent_off(30)", [903, 634, 7 * 10**16 + 6, 0]),
        ("percent_off(99)", [12, 9, 10**15, 0]),
        ("percent_off(0)", [1290, 907, 10**17 + 9, 0]),
        ("percent_off(100)", [0, 0, 0, 0]),
        ("one_free_in(2)", [890, 607, 10**17 + 9, 0]),
        ("one_free_in(3)", [1090, 757, 10**17 + 9, 0]),
        ("best_of(full_price)", [1290, 907, 10**17 + 9, 0]),
        ("best_of(5 %, 1 in 2)", [890, 607, 95 * 10**15 + 8, 0]),
        ("best_of(30 %, 1 in 3, full)", [903, 634, 7 * 10**16 + 6, 0]),
    ],
)
@pytest.mark.hint(
    "A pricing with a parameter is a function that remembers it: a closure.",
    "Integers all the way: `* (100 - percent) // 100`. With floats some amounts lose a cent.",
)
def test_pricings(name, prices):
    """Every pricing gives the right price in whole cents."""
    pricing = PRICINGS[name]()
    orders = [
        (Line("tea", 200, 5), Line("cup", 290)),
        (Line("tea", 150, 5), Line("bag", 7), Line("cup", 150)),
        (Line("island", 10**17 + 9),),
        (),
    ]
    actual = [pricing(lines) for lines in orders]
    assert actual == prices
    assert [type(price) for price in actual] == [int] * 4


@pytest.mark.hint(
    "Keep the lines, not a running sum: the next pricing may see them in another light.",
    "Call `self.pricing` in `total`, and nowhere else.",
)
def test_the_pricing_can_be_exchanged():
    """`total` asks the pricing of the moment, with all lines of this cart, each time anew."""
    cart, other = Cart(), Cart(percent_off(50))
    tea, cup = Line("tea", 300, 3), Line("cup", 150)
    seen = []
    cart.add(tea)
    totals = [cart.total()]
    cart.pricing = lambda lines: seen.append(lines) or len(set(lines))
    cart.add(cup)
    totals += [cart.total(), cart.total()]
    cart.pricing = one_free_in(3)
    totals.append(cart.total())
    assert totals == [900, 2, 2, 750]
    assert seen == [(tea, cup), (tea, cup)]
    other.add(cup)
    assert other.total() == 75
