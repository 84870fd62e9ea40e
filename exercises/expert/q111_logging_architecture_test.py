"""Checks for Q111 · Logging architecture."""

import contextlib
import io
import logging
import logging.handlers
import re
import threading
from datetime import date

import pytest
from q111_logging_architecture import LogSystem, Redact

PATIENCE = 1.5  # seconds after which a handler that is held goes on; nothing waits for them to pass
TOKEN = re.compile(r"(?:token|key)=(\w+)")


class Keep(logging.Handler):
    """Keeps the records that it is given, and raises what it has for a message."""

    def __init__(self, level=logging.NOTSET, faults=()):
        super().__init__(level)
        self.records, self.faults, self.errors = [], dict(faults), []

    def emit(self, record):
        self.records.append(record)
        if record.getMessage() in self.faults:
            raise self.faults[record.getMessage()]

    def handleError(self, record):  # noqa: N802
        self.errors.append(record.getMessage())

    @property
    def messages(self):
        return [record.getMessage() for record in self.records]


class Page(str):
    """A string of a class of its own."""


@pytest.fixture(autouse=True)
def logger():
    """A logger that lets all pass; it and the root logger are as before afterwards."""
    root, shop, cart = map(logging.getLogger, ("", "q111.shop", "q111.shop.cart"))
    handlers, level = root.handlers, root.level
    before = list(handlers)
    shop.setLevel(logging.DEBUG)
    yield shop
    handlers[:] = before
    root.handlers = handlers
    root.setLevel(level)
    for each in (shop, cart):
        each.setLevel(logging.NOTSET)


@pytest.fixture
def system():
    """A function that makes a `LogSystem`, which is stopped at the end."""
    made = []

    def make(*handlers, levels=(), secret=TOKEN):
        made.append(LogSystem(*handlers, levels=dict(levels), secret=secret))
        return made[-1]

    yield make
    for each in made:
        with contextlib.suppress(Exception):
            each.stop()


def masked(message, args=(), secret=TOKEN, **attributes):
    """A record that a `Redact` has filtered."""
    record = logging.makeLogRecord({"msg": message, "args": args, **attributes})
    assert Redact(secret).filter(record), "what `filter` returned"
    return record


def failure(text, cause=None):
    """The `exc_info` of a `ValueError` that was raised."""
    try:
        raise ValueError(text) from cause
    except ValueError as error:
        return (ValueError, error, error.__traceback__)


@pytest.mark.hint(
    "`logging.handlers` has a handler and a listener that share a queue.",
    "In `start`, put the first on the root logger and start the second.",
)
def test_brings_records_to_handlers(logger, system):
    """Each handler gets the records, in order, with logger, level and extras."""
    one, two, own = Keep(), Keep(), system()
    both = system(one, two)
    with both as entered:
        logger.info("first %d", 1, extra={"cart": 7})
        logging.getLogger("q111.shop.cart").warning("second")
        logging.getLogger().error("third")
    assert entered is both
    with own:
        logger.info("no handlers")
    for handler in (one, two):
        assert handler.messages == ["first 1", "second", "third"]
        names = [(record.name, record.levelname) for record in handler.records]
        assert names == [("q111.shop", "INFO"), ("q111.shop.cart", "WARNING"), ("root", "ERROR")]
        assert handler.records[0].cart == 7


@pytest.mark.parametrize(
    ("message", "args", "expected"),
    [
        ("token=a1 and key=b2, 100%", (), "*** and ***, 100%"),
        ("token=%s of %d%%", ("a1", 5), "*** of 5%"),
        ("%(name)s: key=%(key)s", {"name": "n%s", "key": "k"}, "n%s: ***"),
        ("%s", ("token=a1",), "***"),
        (ValueError("token=a1"), (), "***"),
        ("nothing %s", ("here",), "nothing here"),
        ("", (), ""),
        ("key=a key=b key=%s key=d", ("c",), "*** *** *** ***"),
    ],
)
@pytest.mark.hint("`record.getMessage()` fills the arguments in. What must `args` be afterwards?")
def test_masks_the_message(message, args, expected):
    """Each match in the message with its arguments is masked."""
    record = masked(message, args)
    assert record.getMessage() == expected
    assert logging.Formatter().format(record) == expected
    assert masked("a.b", secret=re.compile("b")).getMessage() == "a.***"
    flags = re.compile("key = . # the name in any case", re.IGNORECASE | re.VERBOSE)
    assert masked("KEY=a, Key=b", secret=flags).getMessage() == "***, ***", "a secret with flags"
    assert isinstance(Redact(TOKEN), logging.Filter)


@pytest.mark.hint(
    "`logging.Formatter().formatException(record.exc_info)` is a text.",
    "A formatter that came before may have left such a text in `record.exc_text`.",
)
def test_masks_tracebacks_and_stacks():
    """The traceback is a masked text, `exc_info` is None, and the stack is masked."""
    fault = failure("bad token=a1 and key=b2")
    seen = logging.makeLogRecord({"msg": "seen", "exc_info": fault})
    logging.Formatter().format(seen)
    stack = "Stack:\n token=a1"
    fresh = masked("m", exc_info=fault, stack_info=stack)
    again = masked("m", exc_info=fault, exc_text=seen.exc_text)
    text = masked("m", exc_text="Traceback: token=a1")
    assert [each.exc_info for each in (fresh, again, text)] == [None] * 3
    for name, record in (("fresh", fresh), ("formatted before", again)):
        lines = record.exc_text.splitlines()
        assert (name, lines[0]) == (name, "Traceback (most recent call last):")
        assert (name, lines[-1]) == (name, "ValueError: bad *** and ***")
    assert text.exc_text == "Traceback: ***"
    caused = masked("m", exc_info=failure("bad", KeyError("token=a1")))
    assert "KeyError: '***'" in caused.exc_text.splitlines(), f"with its cause: {caused.exc_text}"
    lines = masked("m", stack_info="key=\nb2 and more", secret=re.compile(r"key=\s\w+"))
    assert lines.stack_info == "*** and more", "a secret on two lines"
    lines = masked("m", exc_info=failure("key=\nb2!"), secret=re.compile(r"key=\s\w+"))
    assert lines.exc_text.endswith("ValueError: ***!"), "a secret on two lines"
    assert fresh.stack_info == "Stack:\n ***"
    plain = masked("m")
    assert (plain.exc_info, plain.exc_text, plain.stack_info) == (None, None, None)


@pytest.mark.hint("Which attributes does a record have that nobody gave an extra to?")
def test_masks_extras():
    """Strings among the extras are masked; numbers and dates stay, and so do other attributes."""
    day = date(2026, 3, 1)
    record = masked("m", url="/?token=a1", day=day, n=0, share=0.5, none="no secret")
    assert record.url == "/?***"
    assert (record.day, record.n, record.share, record.none) == (day, 0, 0.5, "no secret")
    kind = masked("m", page=Page("key=a1&more"))
    assert kind.page == "***&more", "an extra of a subclass of str"
    digits = masked("m", day=day, n=2026, share=20.26, code="2026", secret=re.compile(r"\d+"))
    assert (digits.day, digits.n, digits.share) == (day, 2026, 20.26), "the secret is digits"
    assert digits.code == "***", "digits in a string"
    odd = masked("m", _page="key=b2", name="key=b2", filename="key=c")
    assert odd._page == "***", "an extra whose name begins with an underscore"
    assert (odd.name, odd.filename) == ("key=b2", "key=c"), "no extras: the logger and the file"


@pytest.mark.hint("The records that the system brings go through a `Redact`.")
def test_handlers_get_masked_records(logger, system):
    """What the handlers get is masked: message, traceback and extras."""
    keep, extra = Keep(), {"url": "key=1", "user": "token=2"}
    with system(keep):
        logger.error("token=%s", "a1", extra=extra, exc_info=failure("key=b2"))
    record = keep.records[0]
    assert (record.getMessage(), record.url, record.user) == ("***", "***", "***")
    written = logging.Formatter().format(record)
    assert written.endswith("ValueError: ***")
    warned = {"name": "q111.shop", "levelno": logging.WARNING, "stack_info": "Stack:\n key=c"}
    with system(keep):
        logger.handle(logging.makeLogRecord({**warned, "exc_info": failure("key=d")}))
    record = keep.records[-1]
    assert record.stack_info == "Stack:\n ***", f"of a record with {warned}"
    assert (record.exc_text or "").endswith("ValueError: ***"), "the traceback of a warning"


@pytest.mark.hint("The handler on the root logger puts the record into a queue, and that is all.")
def test_callers_do_not_wait(logger, system):
    """A handler that blocks holds nobody up, and loses nothing."""
    caller, gate, held = threading.current_thread(), threading.Event(), []

    class Slow(Keep):
        def emit(self, record):
            if threading.current_thread() is caller:
                held.append("the caller itself handled a record")
            elif not gate.wait(PATIENCE):
                held.append("no gate")
            super().emit(record)

    slow = Slow()
    with system(slow):
        for number in range(1200):
            logger.info("%d", number)
        during = list(slow.records)
        gate.set()
    assert (held, during) == ([], []), "while 1200 records were logged and the handler blocked"
    assert slow.messages == [str(number) for number in range(1200)]


@pytest.mark.hint(
    "`stop` waits for the thread, which ends when it has come to the end of the queue."
)
def test_stop_waits_for_the_handlers(logger, system):
    """When `stop` returns, all is handled, the handlers are flushed, and the thread is gone."""

    class Slow(Keep):
        def emit(self, record):
            threading.Event().wait(0.0005)
            super().emit(record)

    slow, behind, other = Slow(), Keep(), Keep()
    memory = logging.handlers.MemoryHandler(1000, target=behind)
    second = logging.handlers.MemoryHandler(1000, target=other)
    before, running = threading.enumerate(), system(slow, memory, second)
    running.start()
    for number in range(20):
        logger.info("%d", number)
    running.stop()
    numbers = [str(number) for number in range(20)]
    assert slow.messages == numbers
    assert (behind.messages, other.messages) == (numbers, numbers)
    assert [each.name for each in threading.enumerate() if each not in before] == []


@pytest.mark.hint(
    "`QueueListener(…, respect_handler_level=True)`.",
    "`logger.setLevel` does more than to set `logger.level`.",
)
def test_levels(logger, system):
    """Loggers have the levels that were given; a handler keeps to its own, and to its filters."""
    root, cart = logging.getLogger(), logging.getLogger("q111.shop.cart")
    for each in (root, logger, cart):
        each.debug("fills the cache of the logger")
        each.warning("here, too")
    every, errors = Keep(), Keep()
    levels = {"": "INFO", "q111.shop": logging.ERROR, "q111.shop.cart": "DEBUG"}
    running = system(every, errors, levels=levels)
    with running:
        errors.setLevel(logging.ERROR)
        cart.debug("cart debug")
        logger.warning("shop warning")
        logger.error("shop error")
        root.info("root info")
        root.debug("root debug")
        during = [each.level for each in (root, logger, cart)]
    assert during == [20, 40, 10]
    assert every.messages == ["cart debug", "shop error", "root info"]
    assert errors.messages == ["shop error"]
    picky, seen = Keep(), Keep()
    picky.addFilter(lambda record: "shop" in record.name)
    with system(picky, seen):
        root.error("of the root")
        logger.error("of the shop")
    assert picky.messages == ["of the shop"], "a handler with a filter for names with 'shop'"
    assert seen.messages == ["of the root", "of the shop"]
    cart.setLevel(logging.ERROR)
    with system(every, levels={"q111.shop.cart": 0}):
        during = cart.level
    assert (during, cart.level) == (0, 40), "level 0 while the system runs, and ERROR afterwards"


@pytest.mark.hint("Fill the arguments in before the record goes into the queue.")
def test_messages_are_as_they_were_logged(logger, system):
    """An argument that changes after the call does not change what is written."""
    gate, items, mapping = threading.Event(), ["apple"], {"n": [1]}

    class Held(Keep):
        def emit(self, record):
            gate.wait(PATIENCE)
            super().emit(record)

    held = Held()
    with system(held):
        logger.info("first")
        logger.info("%s in the cart", items)
        logger.info("%(n)s", mapping)
        items.append("pear")
        mapping["n"].append(2)
        gate.set()
    assert held.messages == ["first", "['apple'] in the cart", "[1]"]


@pytest.mark.hint("Where does the traceback stand: in the message, in `exc_text` or in `exc_info`?")
def test_a_traceback_is_written_once(logger, system):
    """Formatters write the message and then the traceback, once."""
    one, two = io.StringIO(), io.StringIO()
    handlers = [logging.StreamHandler(one), logging.StreamHandler(two)]
    handlers[1].setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    with system(*handlers):
        logger.error("failed", exc_info=failure("down"))
    for text, first in ((one.getvalue(), "failed"), (two.getvalue(), "ERROR failed")):
        lines = text.splitlines()
        assert (lines[0], lines[-1]) == (first, "ValueError: down")
        assert lines.count("Traceback (most recent call last):") == 1, text
        assert lines.count("ValueError: down") == 1, text


@pytest.mark.hint(
    "A `QueueListener` ends when a handler raises.",
    "Its method `handle(record)` is yours to override.",
)
def test_a_handler_that_raises(logger, system):
    """Its `handleError` is called; others get the record, and all get those to come."""
    faults = {"one": OSError("down"), "two": KeyError("k")}
    first, last = Keep(faults=faults), Keep(faults={"two": ValueError("v")})
    middle = Keep()
    with system(first, middle, last):
        for message in ("zero", "one", "two", "three"):
            logger.info(message)
    messages = ["zero", "one", "two", "three"]
    assert [each.messages for each in (first, middle, last)] == [messages] * 3
    assert [each.errors for each in (first, middle, last)] == [["one", "two"], [], ["two"]]
    picky, keep = Keep(), Keep()
    picky.addFilter(lambda record: 12 / record.share)
    with system(picky, keep):
        for share in (2, 0, 3):
            logger.info("%d", share, extra={"share": share})
    assert picky.errors == ["0"], "a handler whose filter raises for the record '0'"
    assert (picky.messages, keep.messages) == (["2", "3"], ["2", "0", "3"])


@pytest.mark.hint(
    "Note what you change before you change it; `contextlib.ExitStack` undoes it all."
)
def test_gives_everything_back(logger, system):
    """Handlers and levels are as before afterwards, also when the block raised."""
    root, cart = logging.getLogger(), logging.getLogger("q111.shop.cart")
    old, older, keep = Keep(), Keep(), Keep()
    root.handlers = before = [old, older]
    levels = {"": 10, "q111.shop": 50, "q111.shop.cart": 10}
    state = [root.level, logger.level, cart.level]
    with system(keep, levels=levels):
        cart.info("meanwhile")
        logger.info("below the level that it has meanwhile")
    assert (root.handlers, [root.level, logger.level, cart.level]) == ([old, older], state)
    logger.info("afterwards")
    assert (old.messages, older.messages) == (["afterwards"], ["afterwards"])
    assert keep.messages == ["meanwhile"]
    for error in (KeyError("block"), KeyboardInterrupt("block")):
        raised = None
        try:
            with system(keep, levels=levels):
                cart.info("before %r", error)
                raise error
        except BaseException as caught:
            raised = caught
        assert raised is error
        after = (root.handlers, [root.level, logger.level, cart.level])
        assert after == ([old, older], state), f"handlers and levels after {error!r}"
        assert keep.messages[-1] == f"before {error!r}"
    assert before == [old, older]


@pytest.mark.hint("A system knows whether it runs.")
def test_starts_once_and_again(logger, system):
    """A second `start` is refused, a second `stop` does nothing, and it can start again."""
    root, keep, early = logging.getLogger(), Keep(), threading.enumerate()
    behind = Keep()
    memory = logging.handlers.MemoryHandler(1000, target=behind)
    running = system(keep, memory, levels={"q111.shop": "INFO"})
    root.handlers = [*root.handlers, Keep()]
    before = list(root.handlers)
    running.stop()
    assert root.handlers == before
    running.start()
    logger.info("one")
    with pytest.raises(RuntimeError):
        running.start()
    logger.info("two")
    running.stop()
    assert (keep.messages, root.handlers, logger.level) == (["one", "two"], before, 10)
    logger.setLevel(logging.ERROR)
    running.stop()
    assert logger.level == logging.ERROR, "the level that was set after the system was stopped"
    root.handlers = [other := Keep()]
    with running:
        logger.info("three")
    assert (keep.messages, logger.level) == (["one", "two", "three"], 40)
    assert behind.messages == keep.messages, "what is behind a handler that is flushed"
    assert other.messages == [], "what the root logger's own handler got meanwhile"
    assert root.handlers == [other], "handlers that the root logger got between two runs"
    assert [each.name for each in threading.enumerate() if each not in early] == []
