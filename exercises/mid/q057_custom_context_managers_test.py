"""Checks for Q57 · Custom context managers."""

import asyncio
import logging
from asyncio import CancelledError

import pytest
from q057_custom_context_managers import Indenter, session, suppress_and_log


@pytest.fixture
def logger():
    """A logger that nothing leaves; its `records` are the records logged."""
    logger = logging.Logger("silent")
    logger.records = []
    logger.addFilter(logger.records.append)
    return logger


def out_of_suppress_and_log(logger, *kinds, raising):
    """What comes out of a block which raises an exception or, with None, does not."""
    try:
        with suppress_and_log(logger, *kinds):
            if raising:
                raise raising
    except BaseException as passed:
        return "what was raised" if passed is raising else f"another exception: {passed!r}"
    return "no exception"


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(2, "gone"),
        UnicodeError("100 %s"),
        KeyboardInterrupt("now"),
        CancelledError("now"),
    ],
    ids=repr,
)
@pytest.mark.hint(
    "With `@contextmanager`, the exception of the block appears at the `yield`.",
    "`except` takes a tuple of classes. `exc_info=True` gives the record the exception.",
)
def test_suppresses_and_logs(logger, error):
    """An exception of the kinds ends at the block, and one WARNING record carries it."""
    assert (
        out_of_suppress_and_log(
            logger, OSError, ValueError, KeyboardInterrupt, CancelledError, raising=error
        )
        == "no exception"
    )
    assert (
        out_of_suppress_and_log(
            logger, OSError, ValueError, KeyboardInterrupt, CancelledError, raising=None
        )
        == "no exception"
    )
    assert [record.levelname for record in logger.records] == ["WARNING"]
    (record,) = logger.records
    assert repr(error) in record.getMessage(), f"the message is {record.getMessage()!r}"
    assert [record.exc_info and record.exc_info[1] for record in logger.records] == [error]


@pytest.mark.parametrize("kinds", [(), (KeyError, OSError)], ids=str)
@pytest.mark.parametrize(
    "error",
    [
        LookupError("wider"),
        RuntimeError("no"),
        StopIteration("no"),
        KeyboardInterrupt("now"),
        CancelledError("now"),
        ExceptionGroup("all", [KeyError("one"), OSError("two")]),
    ],
    ids=repr,
)
@pytest.mark.hint(
    "Catch the kinds only. A base class of one of them is none of them.",
    "A group of such exceptions is none either: since 3.12, `contextlib.suppress` looks into it.",
)
def test_lets_other_exceptions_pass(logger, kinds, error):
    """An exception that is none of the kinds passes unchanged and is not logged."""
    assert out_of_suppress_and_log(logger, *kinds, raising=error) == "what was raised"
    assert [record.getMessage() for record in logger.records] == []


@pytest.mark.hint(
    "A class of your own becomes a decorator by inheriting from `contextlib.ContextDecorator`.",
    "What `@contextmanager` makes is one already, and begins anew for every call.",
)
def test_suppresses_as_a_decorator(logger):
    """Each call of a decorated function is a block of its own, and gives None if it failed."""
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

    class Scale:
        unit = 10

        @guard
        def read(self, text):
            return self.unit * int(text)

    def parsed(text):
        try:
            number = parse(text)
        except ValueError as error:
            return f"raised {error!r}"
        return number

    assert [parsed(text) for text in ["12", "x", "7", ""]] == [12, None, 7, None]
    assert parse("ff", base=16) == 255
    zero = parse("0")
    assert zero == 0, f'parse("0") gave {zero!r}'
    assert (parse.__name__, parse.__doc__) == ("parse", "Read a number.")
    assert count_down(1) == (1, None), "count_down(0) in it failed, and was suppressed"
    assert count_down(2) is None
    assert [Scale().read("7"), Scale().read("x")] == [70, None], "a decorated method"
    messages = [record.getMessage() for record in logger.records]
    assert len(messages) == 6, f"the six failed calls logged {messages}"


@pytest.mark.hint("Count the depth up and down: then one object can be in many blocks.")
def test_indents_by_blocks():
    """Every open block indents by one unit, which is four spaces if none is given."""
    written, depths, bound_itself = [], [], []
    indenter = Indenter(written.append)
    indenter.line("outside")
    for _ in range(2):
        depths.append(indenter.depth)
        with indenter as bound:
            bound_itself.append(bound is indenter)
            bound.line("in a block")
            with indenter:
                depths.append(indenter.depth)
                indenter.line("in two blocks")
            depths.append(indenter.depth)
            indenter.line("  - in a block ")
            indenter.line("  ")
    indenter.line("outside")
    blocks = "    in a block\n        in two blocks\n      - in a block \n      \n"
    assert "".join(written) == f"outside\n{blocks}{blocks}outside\n"
    assert {"depths outside, in the inner block, and after it; twice": depths} == {
        "depths outside, in the inner block, and after it; twice": [0, 2, 1, 0, 2, 1]
    }
    assert indenter.depth == 0
    assert {"whether `as` bound the indenter itself; twice": bound_itself} == {
        "whether `as` bound the indenter itself; twice": [True, True]
    }


@pytest.mark.parametrize("error", [KeyError("in the block"), KeyboardInterrupt("now")], ids=repr)
@pytest.mark.hint(
    "`__exit__` runs after an exception too.",
    "With a true result, `__exit__` ends the exception. What does a method without `return` give?",
)
def test_a_block_that_raises_is_closed(error):
    """After a block that raised, the indenter is where it was, and the exception goes on."""
    written = []
    indenter = Indenter(written.append, unit="> ")
    caught, depths = [], []
    with indenter:
        try:
            with indenter:
                raise error
        except (KeyError, KeyboardInterrupt) as passed:
            caught.append(passed)
        depths.append(indenter.depth)
        indenter.line("in one block")
    assert {"exceptions that left the inner block": caught} == {
        "exceptions that left the inner block": [error]
    }
    assert {"depths after the inner block": depths} == {"depths after the inner block": [1]}
    assert (indenter.depth, "".join(written)) == (0, "> in one block\n")


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
        return 0

    class Page:
        @tree
        def title(self, text):
            tree.line(text)
            return self

        def __repr__(self):
            return "page"

    def result_and_text(function, *args, **kwargs):
        parts.clear()
        return function(*args, **kwargs), "".join(parts)

    page = Page()
    assert result_and_text(walk, "a", "b", "c", end="!") == ("c!", "> a\n> > b\n> > > c\n")
    assert (walk.__name__, walk.__doc__) == ("walk", "Say the names.")
    assert result_and_text(both) == (0, "> tree\n* other\n")
    assert result_and_text(page.title, "d") == (page, "> d\n"), "a method that returns self"
    assert (tree.depth, other.depth) == (0, 0), "the depths after the calls"


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


async def session_in_which(raises, bound):
    """Run a session to its end: what happened, and the exception that came out, or None.

    `raises` has the exceptions of methods and of the block.
    """
    log = []
    connection = Connection(log, raises)

    def connect():
        if "begin" not in log:
            log.append("connect is called before the block begins")
        return connection.connect()

    manager = session(connect)
    await asyncio.sleep(3)
    log.append("begin")
    raised = None
    try:
        async with manager as value:
            log.append("block")
            if "block" in raises:
                raise raises["block"]
            bound.append("the connection" if value is connection else value)
    except BaseException as error:
        raised = error
    return {"happened": " ".join(log), "came out": raised}


@pytest.mark.hint(
    "`contextlib.asynccontextmanager` takes an async generator that yields once.",
    "Before the `yield` comes what begins the block, after it what ends it.",
)
def test_session_commits_a_good_block(virtual_time):
    """A session connects when its block begins, commits when it has ended, and then closes."""
    bound = []
    assert virtual_time(session_in_which(raises={}, bound=bound)) == {
        "happened": "begin connect block commit close",
        "came out": None,
    }
    assert {"what `as` bound": bound} == {"what `as` bound": ["the connection"]}


@pytest.mark.parametrize(
    ("where", "error", "calls"),
    [
        ("block", KeyError("block"), "rollback close"),
        ("block", CancelledError("block"), "rollback close"),
        ("block", KeyboardInterrupt("block"), "rollback close"),
        ("commit", OSError("commit"), "commit rollback close"),
        ("commit", CancelledError("commit"), "commit rollback close"),
        ("commit", KeyboardInterrupt("commit"), "commit rollback close"),
    ],
)
@pytest.mark.hint(
    "`except BaseException`, then `raise` on; `close` belongs in a `finally`.",
    "Is a `commit` that fails inside of your `try`?",
)
def test_session_rolls_back(virtual_time, where, error, calls):
    """If the block or `commit` raises, there is a rollback, and the exception goes on."""
    assert virtual_time(session_in_which(raises={where: error}, bound=[])) == {
        "happened": f"begin connect block {calls}",
        "came out": error,
    }


@pytest.mark.hint("There is nothing to roll back or to close if there is no connection.")
def test_a_failed_connect(virtual_time):
    """If `connect` fails, its exception reaches the caller, and nothing else is done."""
    error = OSError("connect")
    assert virtual_time(session_in_which(raises={"connect": error}, bound=[])) == {
        "happened": "begin connect",
        "came out": error,
    }


@pytest.mark.parametrize(
    ("errors", "calls"),
    [
        ({"close": OSError("close")}, "commit close"),
        ({"block": KeyError("block"), "close": OSError("close")}, "rollback close"),
        (
            {"commit": KeyError("commit"), "close": OSError("close")},
            "commit rollback close",
        ),
        (
            {"block": CancelledError("block"), "rollback": OSError("rollback")},
            "rollback close",
        ),
        (
            {"block": KeyError("block"), "rollback": CancelledError("rollback")},
            "rollback close",
        ),
        (
            {"commit": KeyError("commit"), "rollback": KeyboardInterrupt("rollback")},
            "commit rollback close",
        ),
        (
            {
                "commit": OSError("commit"),
                "rollback": KeyError("rollback"),
                "close": CancelledError("close"),
            },
            "commit rollback close",
        ),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
@pytest.mark.hint(
    "Nothing may stand between the rollback and the close that an error could skip.",
    "An error raised in an `except` or `finally` takes the place of the one before.",
)
def test_session_cleans_up_though_a_method_fails(virtual_time, errors, calls):
    """Each method is called once though others fail, and the last exception is the one raised."""
    assert virtual_time(session_in_which(raises=errors, bound=[])) == {
        "happened": f"begin connect block {calls}",
        "came out": list(errors.values())[-1],
    }


@pytest.mark.parametrize(
    ("seconds", "where", "calls"),
    [
        (3.5, "while connecting", ""),
        (6, "in the block", "connect rollback close"),
        (14.5, "while committing", "connect rollback close"),
    ],
)
@pytest.mark.hint(
    "Since Python 3.8, `CancelledError` is no `Exception`.",
    "Wherever the task waits, it is cancelled there: in the block, or in your own `await`.",
)
def test_session_survives_cancellation(virtual_time, seconds, where, calls):
    """A cancelled session is rolled back and closed before the cancellation goes on."""
    log = []

    async def work():
        await asyncio.sleep(3)
        async with session(Connection(log, {}).connect):
            await asyncio.sleep(10)

    async def session_cancelled_after(seconds, where):
        task = asyncio.create_task(work())
        await asyncio.sleep(seconds)
        task.cancel()
        await asyncio.wait([task])
        came_out = "CancelledError" if task.cancelled() else task.exception()
        return {
            "cancelled": where,
            "methods that ended first": " ".join(log),
            "then came out": came_out,
        }

    assert virtual_time(session_cancelled_after(seconds, where)) == {
        "cancelled": where,
        "methods that ended first": calls,
        "then came out": "CancelledError",
    }
