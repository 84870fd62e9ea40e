"""Checks for Q28 · The with statement."""

import pytest
from q028_with_statement import Stopwatch, Transaction, temporary_attribute


class Settings:
    """An object with one attribute of its own and one that only its class has."""

    colour = "grey"

    def __init__(self):
        self.size = 1


class Abort(BaseException):
    """An error that is no `Exception`, like `KeyboardInterrupt`."""


@pytest.mark.hint(
    "What `__enter__` returns is what `as` binds.",
    "Remember the clock at the start; at the end, append the difference.",
)
def test_stopwatch_measures_a_block(clock):
    """`as` binds the stopwatch, and after the block `laps` holds its seconds."""
    stopwatch = Stopwatch(clock)
    assert stopwatch.laps == []
    clock.advance(7)
    with stopwatch as bound:
        clock.advance(2.5)
        assert bound.laps == []
    assert bound is stopwatch
    assert stopwatch.laps == [2.5]


@pytest.mark.hint("The default is a function, handed over without calling it.")
def test_stopwatch_has_a_real_clock_by_default():
    """Without a clock of its own, a stopwatch reads a real one that doesn't go backwards."""
    with Stopwatch() as watch:
        pass
    assert len(watch.laps) == 1
    assert 0 <= watch.laps[0] < 60, f"an empty block took {watch.laps[0]!r} seconds"


@pytest.mark.hint(
    "One attribute for the start is overwritten by an inner block.",
    "The block that began last ends first: keep the starts on a stack.",
)
def test_stopwatch_can_be_reused_and_nested():
    """One stopwatch measures blocks one after the other and inside one another."""
    reads = []

    def clock():
        reads.append(0.5 * 2 ** len(reads))
        return reads[-1]  # 0.5, 1, 2, 4, 8, 16

    watch = Stopwatch(clock=clock)
    with watch:
        pass
    with watch, watch:
        pass
    assert len(reads) == 6, f"the clock was read {len(reads)} times for three blocks"
    assert watch.laps == [1 - 0.5, 8 - 4, 16 - 2]


@pytest.mark.hint("`setattr` on the way in and on the way out: what do you need to remember?")
def test_attribute_is_set_for_the_block():
    """The attribute has the given value in the block and its own old object again afterwards."""
    settings = Settings()
    old = settings.size = [1, 2]
    with temporary_attribute(settings, "size", None):
        assert settings.size is None
    assert settings.size is old


@pytest.mark.hint(
    "`getattr` also finds what the class has; `vars(obj)` holds only the object's own.",
    "Putting back nothing means deleting.",
)
def test_absent_attribute_is_absent_again():
    """What the object did not have of its own, it doesn't have afterwards."""
    settings = Settings()
    with (
        temporary_attribute(settings, "unit", "cm"),
        temporary_attribute(settings, "colour", "red"),
    ):
        assert (settings.unit, settings.colour) == ("cm", "red")
    assert vars(settings) == {"size": 1}
    assert (hasattr(settings, "unit"), settings.colour) == (False, "grey")


@pytest.mark.hint(
    "Reading a static method through its class gives the function inside.",
    "`vars(obj)[name]` gives what really stands there.",
)
def test_attribute_of_a_class_comes_back_as_it_was():
    """On a class, the very object that stood in `vars` is restored, a static method too."""

    class Local:
        @staticmethod
        def describe():
            return "settings"

    old = vars(Local)["describe"]
    with temporary_attribute(Local, "describe", lambda self: "patched"):
        assert Local().describe() == "patched"
    assert vars(Local)["describe"] is old


@pytest.mark.hint(
    "When is the old value looked up: when the manager is made, or when the block begins?",
    "With `contextlib.contextmanager`, all code of the generator runs inside of the `with`.",
)
def test_making_the_manager_changes_nothing():
    """The attribute is set when the block begins, and what stood there then is restored."""
    settings = Settings()
    manager = temporary_attribute(settings, "size", 2)
    assert settings.size == 1
    settings.size = 7
    with manager, temporary_attribute(settings, "size", 3):
        assert settings.size == 3
    assert settings.size == 7


@pytest.mark.hint(
    "In a generator, an exception of the block appears at the `yield`.",
    "Tidy up in a `finally`, and be ready for an attribute that is gone already.",
)
def test_attribute_is_restored_whatever_the_block_does():
    """The attribute is restored after an exception, and when the block deleted or set it."""
    settings = Settings()
    with pytest.raises(Abort), temporary_attribute(settings, "size", 2):
        settings.size = 3
        raise Abort
    with temporary_attribute(settings, "size", 2):
        del settings.size
    with temporary_attribute(settings, "unit", "cm"):
        del settings.unit
    assert vars(settings) == {"size": 1}


@pytest.mark.hint("`__enter__` returns the dict; without an exception, `__exit__` does nothing.")
def test_transaction_keeps_the_changes_of_a_good_block():
    """`as` binds the dict itself, and after a block without exception its changes stay."""
    data = {"a": 1, "b": 2}
    with Transaction(data) as bound:
        bound["a"] = 10
        bound["c"] = 3
        del data["b"]
    assert bound is data
    assert data == {"a": 10, "c": 3}


@pytest.mark.parametrize("error", [ValueError("no"), Abort("stop")], ids=["Exception", "other"])
@pytest.mark.hint(
    "What must be remembered when the block begins, so that all can be put back?",
    "Keep a copy; put its content back into the same dict with `clear` and `update`.",
    "A true result of `__exit__` swallows the exception.",
)
def test_transaction_takes_everything_back(error):
    """After an exception, added, changed and deleted keys are back, in order, in the same dict."""
    data = {"a": 1, "b": 2, "c": None}
    with pytest.raises(type(error)) as caught, Transaction(data):
        del data["a"]
        data["b"] = 20
        data["d"] = 4
        data["a"] = 5
        raise error
    assert caught.value is error
    assert list(data.items()) == [("a", 1), ("b", 2), ("c", None)]


@pytest.mark.hint("A shallow copy holds the same values; `copy.deepcopy` makes new ones.")
def test_transaction_does_not_copy_values():
    """After a rollback, the values are the same objects, with what the block did inside them."""
    basket = ["apple"]
    data = {"basket": basket}
    with pytest.raises(KeyError), Transaction(data):
        basket.append("pear")
        data["basket"] = []
        raise KeyError
    assert data["basket"] is basket
    assert basket == ["apple", "pear"]


@pytest.mark.parametrize("shared", [True, False], ids=["one transaction", "two transactions"])
@pytest.mark.hint(
    "When is the copy taken: when the transaction is made, or when a block begins?",
    "An inner block must not overwrite the copy of the outer: keep the copies on a stack.",
)
def test_transaction_can_be_reused_and_nested(shared):
    """An inner failure takes back its own changes only, an outer one all since it began."""
    data = {"a": 0}
    outer = Transaction(data)
    inner = outer if shared else Transaction(data)
    data["a"] = 1
    with outer:
        data["a"] = 2
        with pytest.raises(KeyError), inner:
            data["a"] = 3
            raise KeyError
        assert data == {"a": 2}
    assert data == {"a": 2}
    with pytest.raises(KeyError), outer:
        data["a"] = 4
        with inner:
            data["b"] = 5
        assert data == {"a": 4, "b": 5}
        raise KeyError
    assert data == {"a": 2}
