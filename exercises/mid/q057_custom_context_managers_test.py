"""Checks for Q57 · Custom context managers."""

import asyncio
import contextlib
import logging

import pytest
from q057_custom_context_managers import Indenter, open_resources, session, suppress_and_log


class Stop(BaseException):
    """An error that is no `Exception`, like `KeyboardInterrupt`."""


class Resource:
    """A context manager that writes into `log` what happens to it, and `as` binds its name.

    Its closing is logged together with the exception it is told of.
    """

    def __init__(self, log, name, opening=None, closing=None, swallows=False):
        self.log, self.name, self.swallows = log, name, swallows
        self.opening, self.closing = opening, closing
        log.append(f"make {name}")

    def __enter__(self):
        if self.opening:
            raise self.opening
        self.log.append(f"open {self.name}")
        return self.name

    def __exit__(self, kind, error, traceback):
        assert kind is (None if error is None else type(error))
        assert (traceback is None) == (error is None)
        self.log.append((f"close {self.name}", error))
        if self.closing:
            raise self.closing
        return self.swallows


@pytest.fixture
def log():
    """A list of what happened."""
    return []


@pytest.fixture
def factory(log):
    """A function that makes a factory of a `Resource` with the given arguments."""
    return lambda *args, **kwargs: lambda: Resource(log, *args, **kwargs)


@pytest.fixture
def logger():
    """A logger that nothing leaves; its `records` are the records logged."""
    logger = logging.Logger("silent")
    logger.records = []
    logger.addFilter(logger.records.append)
    return logger


@pytest.mark.hint(
    "`contextlib.ExitStack` enters managers one by one and leaves them in reverse order.",
    "Inside of `@contextmanager`, no line runs before the block begins.",
)
def test_opens_in_turn_and_closes_in_reverse(log, factory):
    """Each resource is made and opened in its turn, all are bound, and the last closes first."""
    manager = open_resources(factory(name) for name in "abc")
    assert log == []
    with manager as values:
        log.append("block")
    assert values == ["a", "b", "c"]
    assert log == [
        *["make a", "open a", "make b", "open b", "make c", "open c", "block"],
        *[("close c", None), ("close b", None), ("close a", None)],
    ]
    with open_resources([]) as values:
        assert values == []


@pytest.mark.parametrize("where", ["factory", "enter"])
@pytest.mark.hint(
    "What is entered already has to be left even if the next one fails.",
    "Enter each manager inside of the `with ExitStack()`, as soon as it is made.",
)
def test_undoes_a_partial_opening(log, factory, where):
    """If the third resource fails to open, the first two are closed and the block doesn't run."""
    error = OSError("no third")

    def fail():
        raise error

    third = fail if where == "factory" else factory("c", opening=error)
    with (
        pytest.raises(OSError) as caught,
        open_resources([factory("a"), factory("b"), third, factory("d")]),
    ):
        log.append("block")
    assert caught.value is error
    assert [entry for entry in log if entry != "make c"] == [
        *["make a", "open a", "make b", "open b"],
        *[("close b", error), ("close a", error)],
    ]


@pytest.mark.hint(
    "Every manager gets its `__exit__`, with the latest exception, not with the block's.",
    "Nested `with` statements do all of this. How would you build them at run time?",
)
def test_chains_errors_of_the_cleaning_up(log, factory):
    """All are closed though closing fails; the last error goes on, the others in its context."""
    errors = [Stop("block"), OSError("closing c"), ValueError("closing b")]
    first, second, third = errors
    with (
        pytest.raises(ValueError) as caught,
        open_resources([factory("a"), factory("b", closing=third), factory("c", closing=second)]),
    ):
        log.clear()
        raise first
    assert log == [("close c", first), ("close b", second), ("close a", third)]
    assert [caught.value, third.__context__, second.__context__] == [third, second, first]


@pytest.mark.hint("A true result of `__exit__` ends the exception for everybody further out.")
def test_a_resource_may_swallow_the_exception(log, factory):
    """A resource that swallows the exception hides it from those opened before it."""
    error = KeyError("block")
    with open_resources([factory("a"), factory("b", swallows=True), factory("c")]):
        log.clear()
        raise error
    assert log == [("close c", error), ("close b", error), ("close a", None)]


@pytest.mark.parametrize("error", [FileNotFoundError(2, "gone"), Stop("now")], ids=repr)
@pytest.mark.hint(
    "With `@contextmanager`, the exception of the block appears at the `yield`.",
    "`except` takes a tuple of classes. `exc_info=True` gives the record the exception.",
)
def test_suppresses_and_logs(logger, error):
    """An exception of the kinds ends at the block, and one WARNING record carries it."""
    with suppress_and_log(logger, OSError, Stop):
        raise error
    with suppress_and_log(logger, OSError, Stop):
        pass
    assert [record.levelname for record in logger.records] == ["WARNING"]
    (record,) = logger.records
    assert repr(error) in record.getMessage(), f"{error!r} is not in {record.getMessage()!r}"
    assert record.exc_info, "the record has no exc_info"
    assert record.exc_info[1] is error


@pytest.mark.parametrize("kinds", [(), (KeyError, OSError)], ids=str)
@pytest.mark.parametrize("error", [LookupError("wider"), Stop("now")], ids=repr)
@pytest.mark.hint("Catch the kinds only. A base class of one of them is none of them.")
def test_lets_other_exceptions_pass(logger, kinds, error):
    """An exception that is none of the kinds passes unchanged and is not logged."""
    with pytest.raises(type(error)) as caught, suppress_and_log(logger, *kinds):
        raise error
    assert caught.value is error
    assert logger.records == []


@pytest.mark.hint(
    "A class of your own becomes a decorator by inheriting from `contextlib.ContextDecorator`.",
    "What `@contextmanager` makes is one already, and begins anew for every call.",
)
def test_suppresses_as_a_decorator(logger):
    """Each call of a decorated function is a block of its own, and gives `None` if it failed."""
    guard = suppress_and_log(logger, ValueError)

    @guard
    def parse(text, base=10):
        """Read a number."""
        return int(text, base)

    @guard
    def count_down(number):
        below = count_down(number - 1) if number else None
        if number != 1:
            raise ValueError(number)
        return number, below

    assert [parse("12"), parse("x"), parse("ff", base=16), parse("")] == [12, None, 255, None]
    assert (parse.__name__, parse.__doc__) == ("parse", "Read a number.")
    assert [count_down(1), count_down(2)] == [(1, None), None]
    assert len(logger.records) == 5


@pytest.mark.hint(
    "Count the depth up and down: then one object can be in many blocks.",
    "`__exit__` runs after an exception too. `textwrap.indent` leaves empty lines alone.",
)
def test_indents_by_blocks():
    """Every open block indents by one unit, four spaces if none is given, also after errors."""
    parts = []
    indenter = Indenter(parts.append)
    indenter.line("zero")
    with indenter as bound:
        bound.line("one\n\nmore")
        with pytest.raises(KeyError), indenter:
            indenter.line("two")
            assert indenter.depth == 2
            raise KeyError("in the block")
        indenter.line("one")
        indenter.line("")
    assert (bound is indenter, indenter.depth) == (True, 0)
    indenter.line("zero")
    assert "".join(parts) == "zero\n    one\n\n    more\n        two\n    one\n\nzero\n"


@pytest.mark.hint(
    "Inherit from `contextlib.ContextDecorator`: it calls your `__enter__` and `__exit__`.",
)
def test_indents_as_a_decorator():
    """Each call of a decorated function is one block deeper, recursive calls too."""
    parts = []
    tree, other = Indenter(parts.append, unit="> "), Indenter(parts.append, "* ")

    @tree
    def walk(*names, end="."):
        """Say the names."""
        tree.line(names[0])
        return walk(*names[1:], end=end) if names[1:] else names[0] + end

    @tree
    @other
    def both():
        tree.line("tree")
        other.line("other")

    assert walk("a", "b", "c", end="!") == "c!"
    assert (walk.__name__, walk.__doc__) == ("walk", "Say the names.")
    both()
    assert (tree.depth, other.depth) == (0, 0)
    assert "".join(parts) == "> a\n> > b\n> > > c\n> tree\n* other\n"


class Connection:
    """A connection whose methods each take a second and are logged when they have ended.

    A method that has an error in `errors` raises it.
    """

    def __init__(self, log, errors):
        self.log, self.errors = log, errors

    def __getattr__(self, name):
        if name not in ("connect", "commit", "rollback", "close"):
            raise AttributeError(name)

        async def method():
            await asyncio.sleep(1)
            self.log.append(name)
            if name in self.errors:
                raise self.errors[name]
            return self

        return method


@pytest.mark.parametrize("error", [None, KeyError("block"), Stop("block")], ids=repr)
@pytest.mark.hint(
    "`contextlib.asynccontextmanager` takes an async generator that yields once.",
    "`except BaseException`, then `raise` on; `close` belongs in a `finally`.",
)
def test_session_commits_or_rolls_back(virtual_time, log, error):
    """A good block is committed, a failed one rolled back, and then the connection is closed."""
    connection = Connection(log, {})

    async def main():
        try:
            async with session(connection.connect) as bound:
                log.append("block")
                if error is not None:
                    raise error
        except BaseException as caught:
            return bound, caught
        return bound, None

    bound, caught = virtual_time(main())
    assert log == ["connect", "block", "commit" if error is None else "rollback", "close"]
    assert bound is connection
    assert caught is error


@pytest.mark.parametrize(
    ("errors", "calls"),
    [
        ({"connect": OSError("connect")}, ["connect"]),
        ({"commit": OSError("commit")}, ["connect", "commit", "rollback", "close"]),
        (
            {"block": KeyError("block"), "rollback": OSError("rollback")},
            ["connect", "rollback", "close"],
        ),
        (
            {"block": Stop("block"), "rollback": KeyError("rollback"), "close": OSError("close")},
            ["connect", "rollback", "close"],
        ),
        ({"close": OSError("close")}, ["connect", "commit", "close"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
@pytest.mark.hint(
    "Is a `commit` that fails inside of your `try`?",
    "An error raised in an `except` or `finally` gets its `__context__` by itself.",
)
def test_session_cleans_up_though_a_method_fails(virtual_time, log, errors, calls):
    """A failed commit is rolled back, every connection closed, and each error chained."""

    async def main():
        async with session(Connection(log, errors).connect):
            if "block" in errors:
                raise errors["block"]

    with pytest.raises(OSError) as caught:
        virtual_time(main())
    assert log == calls
    chain, error = [], caught.value
    while error is not None and len(chain) < 9:
        chain.append(error)
        error = error.__context__
    assert chain == list(errors.values())[::-1]


@pytest.mark.parametrize(
    ("seconds", "calls"),
    [
        (0.5, []),
        (3, ["connect", "rollback", "close"]),
        (11.5, ["connect", "rollback", "close"]),
    ],
    ids=["while connecting", "in the block", "while committing"],
)
@pytest.mark.hint(
    "Since Python 3.8, `CancelledError` is no `Exception`.",
    "Wherever the task waits, it is cancelled there: in the block, or in your own `await`.",
)
def test_session_survives_cancellation(virtual_time, log, seconds, calls):
    """A cancelled session is rolled back and closed before the cancellation goes on."""

    async def work():
        async with session(Connection(log, {}).connect):
            await asyncio.sleep(10)

    async def main():
        task = asyncio.create_task(work())
        await asyncio.sleep(seconds)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return task.cancelled(), list(log)

    cancelled, done = virtual_time(main())
    assert done == calls
    assert cancelled, "the cancellation did not go on after the session had been closed"
