"""Checks for Q32 · Signatures."""

import inspect

import pytest
from q032_signatures import bind_arguments, clamp, curry, forwards


def volume(width, height, depth):
    """Multiply three sides."""
    return width * height * depth


def order(item, /, count=1, *extras, size="small", **notes):
    """Give back all that was ordered."""
    return item, count, extras, size, notes


def label(text, *, colour):
    return f"{text} in {colour}"


@pytest.mark.parametrize(
    ("value", "expected"), [(5, 5), (-3, 0), (12, 10), (0, 0), (10, 10), (2.5, 2.5)]
)
@pytest.mark.hint("`min` and `max`, one inside the other.")
def test_clamp_limits(value, expected):
    """`clamp` returns a value in range as it is, and otherwise the nearer bound."""
    assert clamp(value, 0, 10) == expected
    assert clamp(value, value, value) == value


@pytest.mark.hint(
    "A value that lies on a bound is in range.",
    "Look at the bounds before you look at the value.",
)
def test_clamp_refuses():
    """With `strict` a value out of range raises a `ValueError` naming it; swapped bounds always."""
    assert [clamp(value, 0, 10, strict=True) for value in (0, 5, 10)] == [0, 5, 10]
    for value in (-3, 12):
        with pytest.raises(ValueError, match=str(value)):
            clamp(value, 0, 10, strict=True)
    for strict in (False, True):
        with pytest.raises(ValueError):
            clamp(5, 6, 4, strict=strict)


@pytest.mark.hint(
    "Two bare markers in the parameter list do it: `/` and `*`.",
    "Before `/` by position only, after `*` by keyword only.",
)
def test_clamp_enforces_how_it_is_called():
    """`value` goes by position only, `strict` by keyword only, the bounds either way."""
    assert clamp(12, low=0, high=10) == clamp(12, 0, high=10) == clamp(12, 0, 10) == 10
    with pytest.raises(TypeError):
        clamp(value=12, low=0, high=10)
    with pytest.raises(TypeError):
        clamp(5, 0, 10, True)


@pytest.mark.hint(
    "`inspect.signature(func)` has a method that binds arguments as a call would.",
    "`bind` leaves defaults out; `apply_defaults` adds them.",
)
def test_bind_names_every_argument():
    """The result maps each parameter to its value, defaults included, in the signature's order."""
    bound = bind_arguments(volume, [2, 3], {"depth": 4})
    assert type(bound) is dict
    assert list(bound.items()) == [("width", 2), ("height", 3), ("depth", 4)]
    swapped = bind_arguments(clamp, (1,), {"high": 10, "low": 0})
    assert list(swapped.items()) == [("value", 1), ("low", 0), ("high", 10), ("strict", False)]


@pytest.mark.parametrize(
    ("args", "kwargs", "expected"),
    [
        (("tea",), {}, ("tea", 1, (), "small", {})),
        (("tea", 2, "milk", "sugar"), {}, ("tea", 2, ("milk", "sugar"), "small", {})),
        (("tea",), {"size": "big", "to": "go"}, ("tea", 1, (), "big", {"to": "go"})),
    ],
    ids=["empty", "positional", "keyword"],
)
@pytest.mark.hint("An empty `*` or `**` parameter holds something too: `apply_defaults` knows.")
def test_bind_collects_the_rest(args, kwargs, expected):
    """Spare arguments stand in a tuple and a dict, which are there even when empty."""
    names = ("item", "count", "extras", "size", "notes")
    assert list(bind_arguments(order, args, kwargs).items()) == list(
        zip(names, expected, strict=True)
    )


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        ((1, 2), {}),
        ((1, 2, 3, 4), {}),
        ((1, 2, 3), {"weight": 4}),
        ((1, 2, 3), {"width": 1}),
    ],
    ids=["missing", "too-many", "unknown", "twice"],
)
@pytest.mark.hint("Bind, don't call. And look, don't pop.")
def test_bind_refuses_what_does_not_fit(args, kwargs):
    """A call that doesn't fit raises `TypeError`; `func` is never run, nothing given is changed."""
    ran = []

    def spy(width, height, depth):
        ran.append("spy")

    given, named = list(args), dict(kwargs)
    with pytest.raises(TypeError):
        bind_arguments(spy, given, named)
    fitting = [[1], {"height": 2, "depth": 3}]
    assert bind_arguments(spy, *fitting) == {"width": 1, "height": 2, "depth": 3}
    assert (given, named, fitting) == (list(args), kwargs, [[1], {"height": 2, "depth": 3}])
    assert ran == []


@pytest.mark.hint(
    "A step either has enough for the call, or returns a function that remembers.",
    "`signature.bind` tells whether a call would be complete, without making it.",
)
def test_curry_takes_any_steps():
    """Arguments may come one by one, in groups or all at once, by position or keyword."""
    curried = curry(volume)
    assert (curried.__name__, curried.__doc__) == ("volume", "Multiply three sides.")
    assert curried(2, 3, 4) == 24
    assert curried(2)(3)(4) == curried(2, 3)(4) == curried(2)(3, 4) == 24
    assert curried()(2)()(3, 4) == curried(depth=4)(2)(height=3) == 24


@pytest.mark.hint(
    "Which parameters must have a value before a call is complete? Not those with defaults.",
    "Keyword-only parameters without a default are waited for like others.",
)
def test_curry_calls_as_soon_as_it_can():
    """The step that completes the call makes it, with defaults, spare and keyword-only ones."""
    ran = []
    ready = curry(lambda: ran.append("ran"))
    assert ran == []
    assert (ready(), ran) == (None, ["ran"])
    assert curry(order)("tea") == ("tea", 1, (), "small", {})
    extras = curry(order)(to="go")("tea", 2, "milk", size="big")
    assert extras == ("tea", 2, ("milk",), "big", {"to": "go"})
    assert curry(label)("tea")(colour="green") == "tea in green"


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ((), (1, 2, 3, 4), {}),
        ((1, 2), (3, 4), {}),
        ((1,), (), {"weight": 4}),
        ((1,), (), {"width": 4}),
    ],
    ids=["too-many", "too-many-in-all", "unknown", "twice"],
)
@pytest.mark.hint(
    "Some calls can't be mended by what comes later: `signature.bind_partial` finds them.",
    "Check before you decide whether to wait.",
)
def test_curry_refuses_at_the_right_step(first, second, named):
    """A step with too many, unknown or doubled arguments raises `TypeError` at once."""
    step = curry(volume)(*first)
    assert callable(step)
    with pytest.raises(TypeError):
        step(*second, **named)
    with pytest.raises(TypeError):
        curry(volume)(height=2)(height=3)


@pytest.mark.hint(
    "Don't collect arguments in a list that all steps share.",
    "Calling `func` to find out whether the call is complete takes its own faults for yours.",
)
def test_curry_steps_are_independent():
    """Each step can be used again, and a `TypeError` of the body comes out after one call."""
    first = curry(volume)(2)
    second = first(3)
    assert (second(4), second(5), first(1, 1), first(depth=1)(9)) == (24, 30, 2, 18)
    ran = []

    def faulty(left, right):
        ran.append((left, right))
        raise TypeError("inner")

    with pytest.raises(TypeError, match="inner"):
        curry(faulty)(1)(2)
    assert ran == [(1, 2)]


@pytest.mark.hint(
    "`functools.wraps` copies a name. Whose do you want, and whose signature?",
    "`inspect.signature` believes an attribute `__signature__`.",
)
def test_forwards_shows_the_targets_signature():
    """The decorated function has the target's signature and its own name and docstring."""

    @forwards(order)
    def traced(*args, **kwargs):
        """Trace an order."""

    assert inspect.signature(traced) == inspect.signature(order)
    assert (traced.__name__, traced.__doc__) == ("traced", "Trace an order.")


@pytest.mark.hint("Bind the arguments to the target's signature first, then pass on what came.")
def test_forwards_checks_before_it_calls():
    """A call that fits comes through as it was made; any other is a `TypeError` before the body."""
    ran = []

    @forwards(order)
    def traced(*args, **kwargs):
        ran.append((args, kwargs))
        return "traced", order(*args, **kwargs)

    assert traced("tea", to="go") == ("traced", ("tea", 1, (), "small", {"to": "go"}))
    with pytest.raises(TypeError):
        traced()
    with pytest.raises(TypeError):
        traced("tea", 2, count=3)
    assert ran == [(("tea",), {"to": "go"})]
