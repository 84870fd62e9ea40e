"""Checks for Q30 · Custom exceptions."""

import copy
import pickle

import pytest
from q030_custom_exceptions import OutOfStock, PaymentDeclined, ShopError, translate_errors

COPIERS = pytest.mark.parametrize(
    "again",
    [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy],
    ids=["pickle", "copy", "deepcopy"],
)


def leave_block(error):
    """Raise `error` in a block under `translate_errors` and give what came out."""
    with pytest.raises(BaseException) as caught, translate_errors():
        raise error
    return caught.value


@pytest.mark.hint("Keep each argument on `self`; `missing` is computed from two of them.")
def test_out_of_stock_carries_its_facts():
    """`OutOfStock` has its three arguments as attributes, and `missing` is their difference."""
    error = OutOfStock("tea-7", 12, 5)
    named = OutOfStock(available=0, wanted=3, sku="mug")
    assert (error.sku, error.wanted, error.available, error.missing) == ("tea-7", 12, 5, 7)
    assert (named.sku, named.wanted, named.available, named.missing) == ("mug", 3, 0, 3)


@pytest.mark.hint("The reason has a default; the amount has none.")
def test_payment_declined_carries_its_facts():
    """`PaymentDeclined` has `cents` and `reason`, "declined by the bank" unless given."""
    plain, detailed = PaymentDeclined(1299), PaymentDeclined(cents=5, reason="card expired")
    assert (plain.cents, plain.reason) == (1299, "declined by the bank")
    assert (detailed.cents, detailed.reason) == (5, "card expired")


@pytest.mark.hint(
    "Which class must the two derive from, so that one `except` catches both?",
    "An `except` clause goes by inheritance: `ShopError` is the parent, and no one else is.",
)
def test_the_base_catches_both():
    """`except ShopError` catches both kinds, and neither kind is caught as the other."""
    errors = [OutOfStock("tea-7", 12, 5), PaymentDeclined(1299)]
    kinds = [ShopError, OutOfStock, PaymentDeclined]
    caught = [[isinstance(error, kind) for kind in kinds] for error in errors]
    assert caught == [[True, True, False], [True, False, True]]


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (lambda: OutOfStock("tea-7", 12, 5), ["tea-7", "12", "5"]),
        (lambda: PaymentDeclined(1299), ["1299", "declined by the bank"]),
        (lambda: PaymentDeclined(48, "card expired"), ["48", "card expired"]),
    ],
    ids=["out-of-stock", "payment", "payment-with-reason"],
)
@pytest.mark.hint(
    "What does `str` of an exception show that has several `args`?",
    "Either give the base class one text, or write `__str__`. Only one of them pickles with ease.",
)
def test_the_text_is_for_people(make, parts):
    """`str(error)` names every fact and is not the text of a tuple."""
    error = make()
    text = str(error)
    missing = [part for part in parts if part not in text]
    assert missing == [], f"{missing} missing from the text {text!r}"
    assert text != str(error.args), f"{text!r} is the text of a tuple"


@COPIERS
@pytest.mark.hint(
    "A copy is made by calling the class with `error.args`. What does yours hold?",
    "Give `super().__init__` the very arguments that your own `__init__` takes.",
)
def test_out_of_stock_survives_a_copy(again):
    """`pickle`, `copy` and `deepcopy` give an `OutOfStock` with the same facts and text."""
    error = OutOfStock("tea-7", 12, 5)
    twin = again(error)
    assert type(twin) is OutOfStock
    assert (twin.sku, twin.wanted, twin.available, twin.missing) == ("tea-7", 12, 5, 7)
    assert str(twin) == str(error)


@COPIERS
@pytest.mark.hint(
    "Look at the copy's text: does it stand inside itself?",
    "If `args` holds the finished text, the copy's `__init__` takes it for its first argument.",
)
def test_payment_declined_survives_copies(again):
    """A copy of a copy of a `PaymentDeclined` has the same facts and the very same text."""
    error = PaymentDeclined(48, reason="card expired")
    twin = again(again(error))
    assert type(twin) is PaymentDeclined
    assert (twin.cents, twin.reason) == (48, "card expired")
    assert str(twin) == str(error)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionError("line cut"),
        ConnectionResetError("line cut by peer"),
        TimeoutError("no answer in 3 s"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.hint(
    "Catch two classes in one `except` and raise another exception there.",
    "`raise ... from error` sets `__cause__`; without `from` it stays None.",
)
def test_transport_errors_are_translated(error):
    """A `ConnectionError` or `TimeoutError` becomes a `ShopError` with its text and its cause."""
    translated = leave_block(error)
    assert type(translated) is ShopError
    assert translated.__cause__ is error
    assert str(error) in str(translated), f"{str(error)!r} missing from {str(translated)!r}"


@pytest.mark.hint("What is a shop error already needs no translation. Do you catch too much?")
def test_shop_errors_pass_untouched():
    """A `ShopError` of any kind leaves the block as the same object, its cause as it was."""
    cause = ValueError("inner")
    errors = [ShopError("closed"), OutOfStock("tea-7", 12, 5), PaymentDeclined(1299)]
    errors[1].__cause__ = cause
    left = [leave_block(error) for error in errors]
    same = [after is before for after, before in zip(left, errors, strict=True)]
    assert same == [True, True, True], f"some of {errors} left the block as others: {left}"
    assert [error.__cause__ for error in left] == [None, cause, None]


@pytest.mark.parametrize(
    "kind", [FileNotFoundError, OSError, KeyError, ZeroDivisionError, KeyboardInterrupt]
)
@pytest.mark.hint(
    "`ConnectionError` and `TimeoutError` have a parent in common. Who else has it?",
    "Name the two classes in the `except`, no more.",
)
def test_unknown_errors_are_left_alone(kind):
    """Any other exception, other `OSError`s included, leaves the block as the same object."""
    error = kind("none of ours")
    assert leave_block(error) is error
    assert error.__cause__ is None


@pytest.mark.hint(
    "The code after the block must run.",
    "`contextlib.contextmanager` needs exactly one `yield`, inside a `try`.",
)
def test_blocks_end_and_nest():
    """A block without an error just ends, and of nested blocks only the inner one translates."""
    error, done = TimeoutError("late"), []
    with translate_errors(), translate_errors():
        done.append("inside")
    done.append("after")
    with pytest.raises(ShopError) as caught, translate_errors(), translate_errors():
        raise error
    assert done == ["inside", "after"]
    assert caught.value.__cause__ is error
