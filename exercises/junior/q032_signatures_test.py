"""Checks for Q32 · Signatures."""

import functools
import inspect
import re

import pytest
from q032_signatures import bind_arguments, clamp, forwards


def volume(width, height, depth):
    """Multiply three sides."""
    return width * height * depth


def order(item: str, /, count: int = 1, *extras: str, size: str = "small", **notes: str) -> tuple:
    """Give back all that was ordered."""
    return item, count, extras, size, notes


def price(*, amount: "int", currency="", tax=None):
    """Give back what there is to pay."""
    return amount, currency, tax


def explode(item):
    """Fail, if anybody should call this."""
    raise RuntimeError("the target ran, though the function does not call it")


def bare():
    """Take nothing."""


def namesakes(self, func, target):
    """Take what a decorator may call its own."""


def keywords(**named):
    """Take any keywords."""


@functools.wraps(price)
def wrapped_price(*args, **kwargs):
    return price(*args, **kwargs)


@functools.wraps(volume)
def volume_that_says_side(side, of_what="lead"):
    return volume(side, side, side)


volume_that_says_side.__signature__ = inspect.signature(
    lambda side, of_what="lead": 1
)  # goes before that of volume


def misfit(func, args, kwargs, case):
    """A case of a call that does not fit, with the signature for the message."""
    return pytest.param(str(inspect.signature(func)), func, args, kwargs, id=case)


MISFITS = [
    misfit(volume, (1, 2), {}, case="missing"),
    misfit(volume, (), {"width": 1, "height": 2}, case="missing-keyword"),
    misfit(volume, (1, 2, 3, 4), {}, case="too-many"),
    misfit(volume, (1, 2, 3), {"weight": 4}, case="unknown"),
    misfit(volume, (1, 2, 3), {"width": 1}, case="twice"),
    misfit(order, (), {}, case="missing-positional-only"),
    misfit(order, ("tea", 2), {"count": 2}, case="twice-with-variadics"),
    misfit(price, (), {"tax": 1}, case="missing-keyword-only"),
    misfit(price, (5,), {}, case="keyword-only-by-position"),
    misfit(wrapped_price, (), {"amount": 5, "tip": 1}, case="decorated"),
    misfit(volume_that_says_side, (1, 2, 3), {}, case="decorated-with-another-signature"),
]
"""Signatures, their functions, and the arguments of calls that do not fit them."""


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (5, 0, 10, 5),
        (-3, 0, 10, 0),
        (12, 0, 10, 10),
        (0, 0, 10, 0),
        (10, 0, 10, 10),
        (2.5, 0, 10, 2.5),
        (-7, -5, 0, -5),
        (3, -5, 0, 0),
        (9, 4, 4, 4),
        (1, 4, 4, 4),
        (9007199254740993, 0, 2**60, 9007199254740993),
        (2**53 + 1, 0, 2**53, 2**53),
        (-(2**53) - 1, -(2**53), 0, -(2**53)),
    ],
)
@pytest.mark.hint("`min` and `max`, one inside the other.")
def test_clamp_limits(value, low, high, expected):
    """`clamp` returns a value within the bounds, and otherwise the nearer bound."""
    assert clamp(value, low, high) == expected


@pytest.mark.hint(
    "Two bare markers in the parameter list do it: `/` and `*`.",
    "Before `/` by position only, after `*` by keyword only.",
)
def test_clamp_enforces_how_it_is_called():
    """`value` goes by position only, `strict` by keyword only, the bounds by either."""
    assert clamp(12, 0, 10) == 10
    assert clamp(12, 0, high=10) == 10
    assert clamp(12, high=10, low=0) == 10
    with pytest.raises(TypeError):
        clamp(value=12, low=0, high=10)
    with pytest.raises(TypeError):
        clamp(5, 0, 10, True)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (-3, 0, 10),
        (12, 0, 10),
        (10.125, 0, 10),
        (-0.001, 0, 10),
        (-6, -5.5, 0),
        (1e300, -5.5, 0),
        (3, 4, 4),
        (5, 4, 4),
        (1234567, 0, 10),
        (-1234.5, 0, 10),
        (2**53 + 1, 0, 10),
    ],
)
@pytest.mark.hint("A `repr` in a message: `f'{size!r} is too large'`.")
def test_strict_refuses_a_value_outside(value, low, high):
    """With `strict=True` a value outside of the bounds raises a `ValueError` with its `repr`."""
    with pytest.raises(ValueError, match=re.escape(repr(value))):
        clamp(value, low, high, strict=True)


@pytest.mark.hint(
    "A value that lies on a bound is not outside.",
    "Python compares in chains: `first <= second <= third`.",
    "Two numbers may be equal and two objects: `is` does not compare numbers.",
)
def test_strict_takes_a_value_inside():
    """With `strict=True` a value within the bounds is returned, also one that lies on a bound."""
    assert clamp(5, 0, 10, strict=True) == 5
    assert clamp(0, 0, 10, strict=True) == 0
    assert clamp(10, 0, 10, strict=True) == 10
    assert clamp(4, 4, 4, strict=True) == 4
    assert clamp(10.0, 0, 10, strict=True) == 10
    assert clamp(0, 0.0, 10, strict=True) == 0


@pytest.mark.parametrize(
    ("value", "low", "high"), [(5, 6, 4), (6, 6, 4), (4, 6, 4), (9, 1, 0), (0, 2**53 + 1, 2**53)]
)
@pytest.mark.hint("Look at the bounds before you look at the value.")
def test_swapped_bounds_are_refused(value, low, high):
    """A `low` greater than `high` raises a `ValueError`, wherever the value lies."""
    with pytest.raises(ValueError):
        clamp(value, low, high)
    with pytest.raises(ValueError):
        clamp(value, low, high, strict=True)


@pytest.mark.hint(
    "`inspect.signature(func)` has a method that binds arguments as a call would.",
    "The order of the result is that of the signature, not of the call.",
)
def test_bind_names_every_argument():
    """`bind_arguments` maps each parameter to its value, in the order of the signature."""
    bound = bind_arguments(volume, (2, 3), {"depth": 4})
    assert isinstance(bound, dict), (
        f"bind_arguments(volume, (2, 3), {{'depth': 4}}) returned {bound!r}"
    )
    assert bound == {"width": 2, "height": 3, "depth": 4}, "def volume(width, height, depth)"
    swapped = [("width", None), ("height", 3), ("depth", 0)]
    assert list(bind_arguments(volume, (None,), {"depth": 0, "height": 3}).items()) == swapped
    assert bind_arguments(lambda: 1, (), {}) == {}
    tea = ["milk", {"sugar": 2}]
    held = bind_arguments(order, (tea,), {})["item"]
    assert held is tea, (
        f"bind_arguments(order, (tea,), {{}})['item'], where tea is the list {tea!r}"
    )
    named = {"func": 1, "args": 2, "kwargs": 3, "signature": 4}
    assert bind_arguments(lambda func, args, kwargs, signature: 1, (), {**named}) == named


@pytest.mark.hint(
    "`bind` leaves defaults out; `apply_defaults` adds them.",
    "0, None and an empty string are defaults like any other.",
)
def test_bind_fills_in_defaults():
    """A parameter that the call leaves out holds its default, and stands in its place."""
    bare = [("amount", 5), ("currency", ""), ("tax", None)]
    taxed = [("amount", 0), ("currency", ""), ("tax", 1)]
    of_price = "def price(*, amount, currency='', tax=None)"
    assert list(bind_arguments(price, (), {"amount": 5}).items()) == bare, of_price
    assert list(bind_arguments(price, (), {"tax": 1, "amount": 0}).items()) == taxed, of_price
    assert list(bind_arguments(wrapped_price, (), {"amount": 5}).items()) == bare, of_price
    assert bind_arguments(lambda first=0, last=9: 1, (), {"last": 2}) == {"first": 0, "last": 2}
    assert bind_arguments(lambda *, last=9: 1, (), {}) == {"last": 9}
    assert bind_arguments(volume_that_says_side, (2,), {}) == {"side": 2, "of_what": "lead"}
    default = []
    held = bind_arguments(lambda items=default: 1, (), {})["items"]
    assert held is default, (
        f"bind_arguments(lambda items=default: 1, (), {{}})['items'] is another object, {held!r}"
    )


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        (("tea",), {}, ("tea", 1, (), "small", {})),
        (("tea", 2, "milk", "sugar"), {}, ("tea", 2, ("milk", "sugar"), "small", {})),
        (("tea",), {"to": "go", "count": 2}, ("tea", 2, (), "small", {"to": "go"})),
        (("tea", 2, "milk"), {"to": "go", "size": ""}, ("tea", 2, ("milk",), "", {"to": "go"})),
    ],
)
@pytest.mark.hint("An empty `*` or `**` parameter holds something too: `apply_defaults` knows.")
def test_bind_collects_the_rest(args, kwargs, expected):
    """Spare arguments stand in a tuple and a dict, which are there even when empty."""
    wanted = list(zip(["item", "count", "extras", "size", "notes"], expected, strict=True))
    assert list(bind_arguments(order, args, kwargs).items()) == wanted, (
        "def order(item, /, count=1, *extras, size='small', **notes)"
    )
    notes = bind_arguments(order, args, kwargs)["notes"]
    assert isinstance(notes, dict), f"the `**` parameter holds {notes!r}"


@pytest.mark.hint(
    "Bind, don't call. And look, don't pop.",
)
def test_bind_only_looks():
    """`func` is not run, and the given list and dict stay as they are."""
    ran = []

    def spy(width, height, *more, unit="m", **named):
        ran.append("spy")

    assert bind_arguments(spy, args := [1, 2, 3], kwargs := {"depth": 4}) == {
        "width": 1,
        "height": 2,
        "more": (3,),
        "unit": "m",
        "named": {"depth": 4},
    }, "def spy(width, height, *more, unit='m', **named)"
    assert (args, kwargs) == ([1, 2, 3], {"depth": 4}), (
        "bind_arguments(func, args, kwargs) changed what it was given"
    )
    assert {"runs of `func`": ran} == {"runs of `func`": []}
    wanted = {"width": 0, "height": 1, "depth": 2}
    assert bind_arguments(volume, (0,), {"height": 1, "depth": 2}) == wanted
    assert bind_arguments(volume, [0], {"height": 1, "depth": 2}) == wanted


@pytest.mark.parametrize(("signature", "func", "args", "kwargs"), MISFITS)
@pytest.mark.hint(
    "`inspect` knows all the rules of a call. Which method of a signature applies them?",
    "`bind_partial` lets arguments be missing; `bind` does not.",
)
def test_bind_refuses_what_does_not_fit(signature, func, args, kwargs):
    """A call that does not fit the signature raises a `TypeError`."""
    with pytest.raises(TypeError):
        bind_arguments(func, list(args), dict(kwargs))


@pytest.mark.parametrize(
    "target",
    [volume, order, price, wrapped_price, volume_that_says_side, lambda left, *, right: left],
    ids=["volume", "order", "price", "decorated", "cube", "lambda"],
)
@pytest.mark.hint(
    "`functools.wraps` copies a name. Whose do you want, and whose signature?",
    "`inspect.signature` believes an attribute `__signature__`.",
)
def test_forwards_shows_the_targets_signature(target):
    """The decorated function has the target's signature, and its own name and docstring."""

    decorate = forwards(target)

    @decorate
    def traced(*args, **kwargs):
        """Trace a call."""

    @decorate
    def silent(*args, **kwargs):
        pass

    assert inspect.signature(traced) == inspect.signature(target), "after @forwards(target)"
    decorated = "of traced and silent, both decorated by the same forwards(target)"
    assert (traced.__name__, traced.__doc__) == ("traced", "Trace a call."), decorated
    assert (silent.__name__, silent.__doc__) == ("silent", None), decorated

    @decorate
    @forwards(lambda *args, **kwargs: 1)
    def twice(*args, **kwargs):
        pass

    assert inspect.signature(twice) == inspect.signature(target), "under a second `forwards`"


@pytest.mark.parametrize(("signature", "func", "args", "kwargs"), MISFITS)
@pytest.mark.hint("Bind the arguments to the target's signature before you call `func`.")
def test_forwards_refuses_what_does_not_fit(signature, func, args, kwargs):
    """A call that does not fit the target's signature raises a `TypeError`; nothing runs."""
    ran = []

    def traced(*args, **kwargs):
        ran.append((args, kwargs))

    with pytest.raises(TypeError):
        forwards(func)(traced)(*args, **kwargs)
    assert {"runs of the decorated function": ran} == {"runs of the decorated function": []}


@pytest.mark.parametrize(
    ("target", "args", "kwargs", "result"),
    [
        (volume, (2, 3, 4), {}, "done"),
        (volume, (2,), {"depth": 4, "height": 3}, "done"),
        (order, ("tea",), {}, None),
        (order, ("tea", 2, "milk"), {"to": "go"}, 0),
        (order, ("tea",), {"count": 2, "size": "big"}, []),
        (price, (), {"amount": 0}, False),
        (wrapped_price, (), {"tax": None, "amount": 5}, "done"),
        (volume, ([2], [3]), {"depth": [4]}, "done"),
        (bare, (), {}, "done"),
        (explode, ("tea",), {}, "done"),
        (namesakes, (), {"self": 1, "func": 2, "target": 3}, "done"),
        (keywords, (), {"signature": 1, "args": 2, "kwargs": 3, "bound": 4}, "done"),
    ],
)
@pytest.mark.hint(
    "Pass on what came, not what was bound.",
    "A bound signature turns keywords into positions and adds what was left out.",
)
def test_forwards_passes_on_what_was_given(target, args, kwargs, result):
    """A call that fits runs the function once with the arguments as given, for its result."""
    ran = []

    decorate = forwards(target)

    @decorate
    def traced(*args, **kwargs):
        ran.append((args, kwargs))
        return result

    @decorate
    def other(*args, **kwargs):
        return "other"

    assert other(*args, **kwargs) == "other", "a second function, decorated alike"
    assert {"runs of the first function": ran} == {"runs of the first function": []}
    returned = traced(*args, **kwargs)
    assert {"arguments of the runs": ran} == {"arguments of the runs": [(args, kwargs)]}
    arrived = [*ran[0][0], *(ran[0][1][name] for name in kwargs)]
    same = [one is other for one, other in zip(arrived, [*args, *kwargs.values()], strict=True)]
    assert all(same), "copies of the arguments arrived"
    assert list(ran[0][1]) == list(kwargs), "the keywords arrived in this order"
    assert returned is result, f"the function returned {result!r}, arrived: {returned!r}"
    again = traced(*args, **kwargs)
    assert len(ran) == 2, "two calls ran the function so often"
    assert again is result, f"the function returned {result!r}, the second time arrived {again!r}"


@pytest.mark.parametrize("error", [TypeError("inner"), ValueError("inner")], ids=repr)
@pytest.mark.hint("A `try` around the call of `func` catches more than you mean.")
def test_exceptions_get_through(error):
    """What the decorated function raises comes out as it is, after a single run."""
    ran = []

    @forwards(volume)
    def failing(*args, **kwargs):
        ran.append(args)
        raise error

    with pytest.raises(type(error)) as caught:
        failing(2, 3, 4)
    arrived = caught.value
    assert arrived is error, f"the function raised {error!r}, the caller got {arrived!r}"
    assert {"arguments of the runs": ran} == {"arguments of the runs": [(2, 3, 4)]}
