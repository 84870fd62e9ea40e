"""Checks for Q28 · The with statement."""

import contextlib
import types

import pytest
from q028_with_statement import Transaction, temporary_attribute


class Settings:
    """An object with one attribute of its own and one that only its class has."""

    colour = "grey"

    def __init__(self, size=1):
        self.size = size


class Errors(Exception):
    """An error made of a number of others, here of none, and therefore false."""

    def __len__(self):
        return 0


ERRORS = pytest.mark.parametrize(
    "error",
    [ValueError("no"), KeyError(1, 2), Errors("none"), KeyboardInterrupt("stop")],
    ids=["ValueError", "KeyError", "false", "KeyboardInterrupt"],
)


def raise_in(manager, error):
    """Raise an error in a block of the manager."""
    with manager:
        raise error


def positions(objects, originals):
    """For each object the place of the very same object in `originals`, None for another one."""
    places = {id(original): place for place, original in enumerate(originals)}
    return [places.get(id(each)) for each in objects]


@pytest.mark.parametrize(("old", "value"), [([1, 2], [1, 2]), (1, None), (0, 7), (None, 0)])
@pytest.mark.hint(
    "`setattr` on the way in and on the way out: what do you need to remember?",
    "An old value of None or 0 is a value too: ask `name in vars(obj)`.",
)
def test_attribute_is_set_for_the_block(old, value):
    """The attribute has the given value in the block and its own old object again afterwards."""
    settings, seen = Settings(old), []
    with temporary_attribute(settings, "size", value):
        seen.append(settings.size)
    assert seen == [value], f"settings.size in the block, for {value!r} in the place of {old!r}"
    assert seen[0] is value, f"in the block, settings.size is another {value!r}"
    assert "size" in vars(settings), f"settings.size was {old!r} before the block and is gone"
    assert settings.size is old, f"settings.size is not the object {old!r} of before the block"


@pytest.mark.hint(
    "`getattr` also finds what the class has; `vars(obj)` holds only the object's own.",
    "Putting back nothing means deleting.",
)
def test_absent_attribute_is_absent_again():
    """What the object did not have of its own, an inherited attribute too, it doesn't have now."""
    settings, seen = Settings(), []
    with temporary_attribute(settings, "unit", "cm"):
        seen.append(settings.unit)
    with temporary_attribute(settings, "colour", "red"):
        seen.append(settings.colour)
    assert seen == ["cm", "red"], "settings.unit and settings.colour in their blocks"
    assert vars(settings) == {"size": 1}, "settings, which had its own `size` and no other"
    assert settings.colour == "grey", "the colour of the class, after the block"


@pytest.mark.hint("A module has a `vars` of its own, too.")
def test_modules_get_back_what_they_had():
    """What a module had, and what it did not have, is so again after the block."""
    module, seen = types.ModuleType("module"), []
    module.size = 1
    with temporary_attribute(module, "size", 2), temporary_attribute(module, "unit", "cm"):
        seen += [module.size, module.unit]
    assert seen == [2, "cm"], "the two attributes in their block"
    assert module.size == 1
    assert "unit" not in vars(module), "the module has kept the attribute `unit`"


@pytest.mark.hint(
    "When is the old value looked up: when the manager is made, or when the block begins?",
    "With `contextlib.contextmanager`, all code of the generator runs inside of the `with`.",
)
def test_attribute_is_untouched_before_the_block():
    """The attribute is set when the block begins, and what stood there then is restored."""
    settings = Settings(1)
    manager = temporary_attribute(settings, "size", 2)
    assert settings.size == 1, "settings.size, when the manager has just been made"
    settings.size = 7
    with manager:
        pass
    assert settings.size == 7, "it was set to 7 after the manager was made, before the block"
    manager = temporary_attribute(settings, "unit", "cm")
    settings.unit = "mm"
    with manager:
        pass
    assert vars(settings) == {"size": 7, "unit": "mm"}, "`unit` was set to 'mm' before the block"


@ERRORS
@pytest.mark.hint(
    "In a generator, an exception of the block appears at the `yield`.",
    "Tidy up in a `finally`.",
)
def test_attribute_is_restored_after_an_exception(error):
    """After an exception the attribute is restored, and the same exception reaches the outside."""
    settings = Settings(1)
    with pytest.raises(type(error)) as caught:
        raise_in(temporary_attribute(settings, "size", 2), error)
    arrived = caught.value
    assert arrived is error, f"{arrived!r} is not the object that the block raised"
    with pytest.raises(type(error)):
        raise_in(temporary_attribute(settings, "unit", "cm"), error)
    assert vars(settings) == {"size": 1}, "`size` was 1 and `unit` not there before their blocks"


@pytest.mark.hint("What the attribute is at the end of the block plays no part.")
def test_attribute_is_restored_whatever_the_block_sets():
    """The attribute is restored also where the block set it to something else."""
    settings = Settings(1)
    with temporary_attribute(settings, "size", 2):
        settings.size = 3
    with temporary_attribute(settings, "unit", "cm"):
        settings.unit = "mm"
    assert vars(settings) == {"size": 1}, "the blocks set `size` to 3 and `unit` to 'mm'"
    with temporary_attribute(settings, "size", settings.size):
        settings.size = 3
    assert vars(settings) == {"size": 1}, "with `size` as it was, the block set it to 3"
    with pytest.raises(KeyError), temporary_attribute(settings, "unit", "cm"):
        settings.unit = None
        raise KeyError
    assert vars(settings) == {"size": 1}, "the block set `unit` to None, then it failed"


@pytest.mark.hint("Remember one attribute, not the whole `vars(obj)`.")
def test_other_attributes_stay_as_the_block_left_them():
    """What the block does to other attributes stays."""
    settings = Settings(1)
    settings.unit = "cm"
    with temporary_attribute(settings, "colour", "red"):
        settings.size = 2
        settings.depth = 3
        del settings.unit
    assert vars(settings) == {"size": 2, "depth": 3}, (
        "the block, for `colour`, set `size` to 2 and `depth` to 3, and deleted `unit`"
    )


@pytest.mark.hint("Each manager keeps its own old value, in a place that no other one uses.")
def test_temporary_attributes_nest():
    """An inner block gives the attribute back to the outer one, of the same name too."""
    settings, other, seen = Settings(1), Settings(10), {}
    with temporary_attribute(settings, "size", 2), temporary_attribute(settings, "unit", "cm"):
        with temporary_attribute(settings, "size", 3), temporary_attribute(other, "size", 30):
            seen["size of both"] = settings.size, other.size
        with temporary_attribute(settings, "unit", "mm"):
            seen["size and inner unit"] = settings.size, settings.unit
        seen["size and outer unit"] = settings.size, settings.unit
    assert {"in the blocks": seen} == {
        "in the blocks": {
            "size of both": (3, 30),
            "size and inner unit": (2, "mm"),
            "size and outer unit": (2, "cm"),
        }
    }, "first object: `size` 2 and `unit` 'cm', inside 3 and later 'mm'; `size` 30 of the other"
    assert {"first object afterwards": vars(settings), "second": vars(other)} == {
        "first object afterwards": {"size": 1},
        "second": {"size": 10},
    }, "blocks gave the first `size` 2 and `unit` 'cm', inner ones 3 and 'mm', the second 30"


@pytest.mark.parametrize("start", [{"a": 1, "b": 2}, {}], ids=repr)
@pytest.mark.hint("`__enter__` returns the dict; without an exception, `__exit__` does nothing.")
def test_transaction_keeps_the_changes_of_a_good_block(start):
    """`as` binds the dict itself, an empty one too, and a block without exception keeps all."""
    data, bound = dict(start), []
    with Transaction(data) as d:
        bound.append(d)
        data["c"] = 3
        data["a"] = 10
        data.pop("b", None)
    assert bound[0] is data, "`as` does not bind the dict that was given"
    assert {"before": start, "after the block": data} == {
        "before": start,
        "after the block": {"c": 3, "a": 10},
    }, "the block set `c` to 3 and `a` to 10, and removed `b`"


@ERRORS
@pytest.mark.hint(
    "What must be remembered when the block begins, so that all can be put back?",
    "Keep a copy; put its content back into the same dict with `clear` and `update`.",
    "A true result of `__exit__` swallows the exception. Ask `kind is not None`.",
)
def test_transaction_takes_everything_back(error):
    """After an exception, added, changed and deleted keys are back, in order, in the same dict."""
    data, empty, emptied = {"a": 1, "b": 2, "c": None}, {}, {"x": 7}
    moved = {"y": 8, "z": 9}
    first, *others = map(Transaction, (data, empty, emptied, moved))
    with pytest.raises(type(error)) as caught, first, others[0], others[1], others[2]:
        del data["a"]
        data["b"] = 20
        data["d"] = 4
        data["a"] = 5
        empty["new"] = 6
        emptied.clear()
        moved["y"] = moved.pop("y")
        raise error
    arrived = caught.value
    assert arrived is error, f"{arrived!r} is not the object that the block raised"
    assert list(data.items()) == [("a", 1), ("b", 2), ("c", None)], (
        "the items of a dict whose block deleted `a`, set `b`, `d` and `a` again, then raised"
    )
    assert list(moved.items()) == [("y", 8), ("z", 9)], (
        "the items of a dict whose block took `y` out and put it back, then raised"
    )
    assert {"a dict that was empty": empty, "one that the block emptied": emptied} == {
        "a dict that was empty": {},
        "one that the block emptied": {"x": 7},
    }


@pytest.mark.hint(
    "Equal is not the same: do you compare before you put back?",
)
def test_transaction_puts_the_very_same_objects_back():
    """The values are the objects of before, also where the block put in equal ones."""
    values = [[1], float("nan"), 2]
    data = {1: values[0], "nan": values[1], "two": values[2]}
    with pytest.raises(KeyError), Transaction(data):
        data[1] = [1]
        data["nan"] = float("nan")
        data["two"] = 2.0
        raise KeyError
    assert positions(data.values(), values) == [0, 1, 2], (
        "the block put other objects in the place of all three ([1], nan, 2.0) and failed: which "
        "of the three objects are back, where None is one that was not there before"
    )
    with pytest.raises(KeyError), Transaction(data):
        data[1] = [1]  # so that the dict is equal to what it was
        raise KeyError
    assert positions(data.values(), values) == [0, 1, 2], (
        "the block put another list [1] in the place of the first and failed: which of the three "
        "objects are back, where None is one that was not there before"
    )


@pytest.mark.hint("A shallow copy holds the same values; `copy.deepcopy` makes new ones.")
def test_transaction_does_not_copy_values():
    """What the block changed inside a value stays changed, and the value is the same object."""
    basket = ["apple"]
    data = {"basket": basket}
    with pytest.raises(KeyError), Transaction(data):
        basket.append("pear")
        data["basket"] = []
        raise KeyError
    assert data == {"basket": ["apple", "pear"]}, (
        "the block appended 'pear' to the list, put another in its place, and failed"
    )
    assert data["basket"] is basket, "the list in the dict is another one than before the block"


@pytest.mark.hint(
    "When is the copy taken: when the transaction is made, or when a block begins?",
    "What is left over from a block that failed must not get in the way of the next.",
    "What belongs to one transaction stands on `self`, set in `__init__`.",
)
def test_transaction_serves_one_block_after_the_other():
    """Each block goes back to its own beginning, whatever blocks came before."""
    data = {"a": 0}
    transaction = Transaction(data)
    data["a"] = 1
    with pytest.raises(KeyError), transaction:
        data["a"] = 2
        raise KeyError
    assert data == {"a": 1}, (
        "`a`, made 1 after Transaction(data), was made 2 by a block that failed"
    )
    data["a"] = 3
    with pytest.raises(KeyError), transaction:
        data["a"] = 4
        raise KeyError
    assert data == {"a": 3}, "`a`, made 3 after that block, was made 4 by a second that failed"
    with transaction:
        data["b"] = 5
    data["a"] = 6
    with pytest.raises(KeyError), transaction as d:
        d["c"] = 7
        raise KeyError
    assert d is data, "`as` bound another dict in a later block"
    assert data == {"a": 6, "b": 5}, (
        "a good block set `b` to 5, then `a` was set to 6, then a block added `c` and failed"
    )


@pytest.mark.hint("An inner block must not overwrite the copy of the outer.")
def test_transactions_nest():
    """An inner failure takes back what changed since it began, an outer one all since it began."""
    data, seen = {"a": 1, "b": 2, "c": 3}, []
    outer, inner = Transaction(data), Transaction(data)

    def fail_inside():
        with contextlib.suppress(KeyError), inner:
            data["a"] = 11
            data["d"] = 4
            raise KeyError

    with outer:
        data["a"] = 10
        del data["c"]
        fail_inside()
        seen.append(data.copy())
    assert seen == [{"a": 10, "b": 2}], (
        "the dict, in the outer block, which set `a` to 10 and deleted `c`, after the inner one, "
        "which set `a` to 11 and added `d`, failed"
    )
    assert data == {"a": 10, "b": 2}, (
        "the outer block, which set `a` to 10 and deleted `c`, ended without an exception"
    )
    with pytest.raises(KeyError), outer:
        data["b"] = 20
        with inner:
            del data["a"]
        with inner:
            data["b"] = 21
            data["d"] = 4
        raise KeyError
    assert list(data.items()) == [("a", 10), ("b", 2)], (
        "`a` was 10 and `b` 2; an inner block deleted `a`, another one set `b` and added `d`, both "
        "kept their changes, then the outer one failed"
    )
    with pytest.raises(ValueError), outer:
        data["a"] = 6
        fail_inside()
        raise ValueError
    assert data == {"a": 10, "b": 2}, (
        "`a` was 10, the outer block set it to 6, the inner block failed, then the outer one did"
    )
