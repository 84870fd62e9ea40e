"""Checks for Q30 · Custom exceptions."""

import copy
import pickle
import socket

import pytest
from q030_custom_exceptions import OutOfStock, ShopError, translate_errors


class SoldOut(OutOfStock):
    """An `OutOfStock` of another name."""


class ShopOffline(ShopError, ConnectionError):
    """A shop error that is a connection error too."""


class ShopLate(ShopError, TimeoutError):
    """A shop error that is a timeout too."""


class Quiet(TimeoutError):
    """A timeout that is false."""

    def __len__(self):
        return 0


def pickled(error):
    return pickle.loads(pickle.dumps(error))


COPIERS = pytest.mark.parametrize("again", [pickled, copy.copy, copy.deepcopy])


def facts(error):
    """The attributes of an `OutOfStock`."""
    return error.sku, error.wanted, error.available, error.missing


def not_in(text, parts):
    """Those of `parts` that the text does not contain."""
    return [part for part in parts if part not in text]


def leave_block(error, blocks=1):
    """Raise `error` in nested blocks under `translate_errors` and give what came out."""

    def enter(left):
        if not left:
            raise error
        with translate_errors():
            enter(left - 1)

    try:
        enter(blocks)
    except BaseException as outcome:
        return outcome
    return None


@pytest.mark.hint("Keep each argument on `self`; `missing` is computed from two of them.")
def test_out_of_stock_carries_its_facts():
    """The three arguments are attributes, by position or keyword; `missing` is computed."""
    assert facts(OutOfStock("tea", 93, 41)) == ("tea", 93, 41, 52)
    assert facts(OutOfStock(available=5, wanted=12, sku="mug")) == ("mug", 12, 5, 7)
    assert facts(OutOfStock("tea", 3)) == ("tea", 3, 0, 3)
    assert facts(OutOfStock("pen", 1, available=0)) == ("pen", 1, 0, 1)


@pytest.mark.hint("What must a class derive from, so that `except ShopError` catches it?")
def test_out_of_stock_is_a_shop_error():
    """An `OutOfStock` is caught as a `ShopError`, and not every shop error is one."""
    assert isinstance(OutOfStock("tea", 93, 41), ShopError), "an OutOfStock is no ShopError"
    assert not isinstance(ShopError("closed"), OutOfStock), "a ShopError is an OutOfStock"


@pytest.mark.parametrize(
    ("error_arguments", "parts"),
    [
        (("tea", 93, 41), ["tea", "93", "41"]),
        (("Mug", 12), ["Mug", "12", "0"]),
        (("pen", 12000, 1041), ["pen", "12000", "1041"]),
    ],
    ids=["all given", "none available", "large numbers"],
)
@pytest.mark.hint(
    "What does `str` of an exception show that has several `args`?",
    "Either give the base class one text, or write `__str__`. Only one of them pickles with ease.",
)
def test_the_text_is_for_people(error_arguments, parts):
    """`str(error)` contains all three arguments and is not the text of a tuple."""
    error = OutOfStock(*error_arguments)
    text = str(error)
    missing = not_in(text, parts)
    assert not_in(text, parts) == [], f"{missing} missing in the text {text!r}"
    assert text != str(error.args), "the text is that of the tuple `args`"
    assert text != str((error.sku, error.wanted, error.available)), "the text is that of a tuple"


@COPIERS
@pytest.mark.hint(
    "A copy is made by calling the class with `error.args`. What does yours hold?",
    "Give `super().__init__` the very arguments that your own `__init__` takes.",
)
def test_a_copy_has_the_same_facts_and_text(again):
    """`pickle`, `copy` and `deepcopy` give an `OutOfStock` with the same facts and text."""
    error = OutOfStock("tea", 93, 41)
    twin = again(error)
    assert type(twin) is OutOfStock, f"the copy is of {type(twin)}"
    assert twin is not error, "the copy is the error itself"
    assert facts(twin) == ("tea", 93, 41, 52), "of the copy of OutOfStock('tea', 93, 41)"
    assert str(twin) == str(error), "of the copy of OutOfStock('tea', 93, 41)"


@COPIERS
@pytest.mark.hint(
    "What stands in `args` when all arguments were given by keyword, or one not at all?"
)
def test_keywords_and_defaults_survive_a_copy(again):
    """It makes no difference to a copy how the arguments were given, or whether one was not."""
    error, default = OutOfStock(available=41, wanted=93, sku="tea"), OutOfStock("mug", wanted=12)
    twin = again(error)
    assert (facts(twin), str(twin)) == (("tea", 93, 41, 52), str(error)), (
        "a copy of OutOfStock(available=41, wanted=93, sku='tea')"
    )
    twin = again(default)
    assert (facts(twin), str(twin)) == (("mug", 12, 0, 12), str(default)), (
        "a copy of OutOfStock('mug', wanted=12)"
    )


@COPIERS
@pytest.mark.hint(
    "Look at the copy's text: does it stand inside itself?",
    "If `args` holds the finished text, the copy's `__init__` takes it for its first argument.",
)
def test_a_copy_of_a_copy_is_no_different(again):
    """A copy of a copy has the same class, facts and the very same text."""
    error = OutOfStock("tea", 93, available=41)
    twin = again(again(error))
    assert type(twin) is OutOfStock, f"the copy's copy is of {type(twin)}"
    assert facts(twin) == ("tea", 93, 41, 52), (
        "a copy of a copy of OutOfStock('tea', 93, available=41)"
    )
    assert str(twin) == str(error), "a copy of a copy of OutOfStock('tea', 93, available=41)"


@COPIERS
@pytest.mark.hint("If you write `__reduce__`, name `type(self)`, not your class.")
def test_a_subclass_is_copied_as_itself(again):
    """Of a subclass that adds nothing, all this holds as well."""
    error = SoldOut("tea", wanted=93, available=41)
    twin = again(again(error))
    assert type(twin) is SoldOut, f"the copy's copy is of {type(twin)}"
    assert facts(twin) == ("tea", 93, 41, 52), (
        "a copy of a copy of SoldOut('tea', wanted=93, available=41), a subclass"
    )
    assert str(twin) == str(error), (
        "a copy of a copy of SoldOut('tea', wanted=93, available=41), a subclass"
    )


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ConnectionError("line cut"), "line cut"),
        (ConnectionResetError(104, "reset by peer"), "[Errno 104] reset by peer"),
        (TimeoutError("no answer in 3 s"), "no answer in 3 s"),
        (TimeoutError(110, "timed out", "till.sock"), "[Errno 110] timed out: 'till.sock'"),
        (Quiet("no answer"), "no answer"),
        (ConnectionError(" line cut\n  at 100%s {0}.\n"), " line cut\n  at 100%s {0}.\n"),
    ],
    ids=["connection", "reset", "timeout", "timeout with a number", "false", "two lines"],
)
@pytest.mark.hint(
    "Catch two classes in one `except` and raise another exception there.",
    "`raise ... from error` sets `__cause__`; without `from` it stays None.",
)
def test_transport_errors_are_translated(error, text):
    """A `ConnectionError` or `TimeoutError` becomes a `ShopError` with its text and its cause."""
    translated = leave_block(error)
    assert type(translated) is ShopError, f"{error!r} left the block as {translated!r}"
    assert text in str(translated), f"{text!r} missing from the text {str(translated)!r}"
    assert translated.__cause__ is error, f"the cause is {translated.__cause__!r}"
    error.__cause__ = OSError("first of all")
    translated = leave_block(error)
    assert translated.__cause__ is error, (
        f"{error!r}, with a cause of its own, left the block as {translated!r} caused by "
        f"{translated.__cause__!r}"
    )


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (ShopError, ("closed",)),
        (OutOfStock, ("tea", 93, 41)),
        (ShopOffline, ("no line",)),
        (ShopLate, ("no answer",)),
    ],
)
@pytest.mark.hint(
    "What is a shop error already needs no translation. Which `except` sees it first?",
    "A bare `raise` sends on what was caught, as it is.",
)
def test_shop_errors_pass_untouched(kind, given):
    """A `ShopError` of any kind leaves the block as the same object."""
    error = kind(*given)
    error.__cause__ = error.__context__ = ConnectionError("earlier")
    left = leave_block(error)
    assert left is error, f"not the object that was raised, {error!r}, but {left!r} left the block"


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError("none of ours"),
        OSError("none of ours"),
        BlockingIOError("none of ours"),
        socket.gaierror("none of ours"),
        KeyError("none of ours"),
        ValueError("none of ours"),
        KeyboardInterrupt("none of ours"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.hint(
    "`ConnectionError` and `TimeoutError` have a parent in common. Who else has it?",
    "Name the two classes in the `except`, no more.",
)
def test_unknown_errors_are_left_alone(error):
    """Any other exception, other `OSError`s included, leaves the block as the same object."""
    error.__cause__ = error.__context__ = TimeoutError("earlier")
    left = leave_block(error)
    assert left is error, f"not the object that was raised, {error!r}, but {left!r} left the block"


@pytest.mark.hint(
    "The code after the block must run.",
    "What the inner block raised is a `ShopError` by the time the outer one sees it.",
)
def test_nested_blocks_translate_once():
    """Of nested blocks only the inner one translates, and a block without an error just ends."""
    error, done = TimeoutError("late"), []
    with translate_errors(), translate_errors():
        done.append("inside")
    done.append("after")
    assert done == ["inside", "after"], "run in and after two nested blocks without an error"
    nested = leave_block(error, blocks=3)
    assert type(nested) is ShopError, f"{error!r} left three blocks as {nested!r}"
    assert nested.__cause__ is error, (
        f"{error!r} left three blocks as {nested!r} caused by {nested.__cause__!r}"
    )
