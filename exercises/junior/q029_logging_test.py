"""Checks for Q29 · Logging."""

import io
import logging

import pytest
from q029_logging import MaxLevel, configure, log_failures


@pytest.fixture
def name(monkeypatch, request):
    """A logger name of the check's own; every logger it makes is forgotten afterwards."""
    monkeypatch.setattr(logging.Logger.manager, "loggerDict", {})
    return request.node.name


@pytest.fixture
def streams():
    """Two empty text streams, `out` and `err`."""
    return io.StringIO(), io.StringIO()


class Records(logging.Handler):
    """Keeps the records it is handed in `records`, unformatted."""

    def __init__(self):
        super().__init__()
        self.records = []

    def emit(self, record):
        self.records.append(record)


@pytest.fixture
def recorded():
    """A logger apart from all others, and the list of what is logged on it."""
    logger, handler = logging.Logger("apart"), Records()
    logger.addHandler(handler)
    return logger, handler.records


def texts(streams):
    """What was written to each stream."""
    return tuple(stream.getvalue() for stream in streams)


@pytest.mark.hint(
    "A handler writes to a stream, a formatter on the handler shapes the line.",
    "`logging.StreamHandler(out)`, and `%(levelname)s` and its kin in a `logging.Formatter`.",
)
def test_writes_one_formatted_line(name, streams):
    """An INFO record is one line `LEVEL NAME: MESSAGE` on `out`, and nothing on `err`."""
    logger = configure(name, *streams)
    logger.info("basket of %d", 3)
    assert texts(streams) == (f"INFO {name}: basket of 3\n", "")


@pytest.mark.hint("Compare `record.levelno` with the level given; the level itself may pass.")
def test_max_level_includes_its_level():
    """`MaxLevel(20)` lets 1 to 20 through a handler and nothing above."""
    handler = Records()
    handler.addFilter(MaxLevel(20))
    for number in (1, 19, 20, 21, 40):
        handler.handle(logging.LogRecord("any", number, "file", 1, "text", (), None))
    assert [record.levelno for record in handler.records] == [1, 19, 20]


@pytest.mark.parametrize(
    ("number", "target"), [(10, 0), (20, 0), (29, 0), (30, 1), (31, 1), (40, 1), (50, 1)]
)
@pytest.mark.hint(
    "One handler needs a floor, the other a ceiling. Which of the two can `setLevel` do?",
    "`MaxLevel` is the ceiling of the handler for `out`: just below `WARNING`.",
)
def test_splits_at_warning(name, streams, number, target):
    """Levels below WARNING, 29 included, go to `out`; WARNING and above to `err`; none to both."""
    logger = configure(name, *streams, level=logging.DEBUG)
    logger.log(number, "message")
    expected = ["", ""]
    expected[target] = f"{logging.getLevelName(number)} {name}: message\n"
    assert texts(streams) == tuple(expected)


@pytest.mark.parametrize(
    ("arguments", "lowest"),
    [((), 20), ((logging.DEBUG,), 10), (("DEBUG",), 10), ((25,), 25), (("ERROR",), 40)],
)
@pytest.mark.hint(
    "A logger without a level of its own takes its parent's, in the end the root's: WARNING.",
    "`Logger.setLevel` takes a number and a name alike.",
)
def test_level_decides_what_is_written(name, streams, arguments, lowest):
    """Records below `level`, a number or a name and INFO by default, are written nowhere."""
    logger = configure(name, *streams, *arguments)
    logger.log(lowest - 1, "hidden")
    logger.log(lowest, "shown")
    assert "".join(texts(streams)) == f"{logging.getLevelName(lowest)} {name}: shown\n"


@pytest.mark.hint("`logging.getLogger(name)` gives everybody the same logger for a name.")
def test_children_need_no_set_up(name, streams):
    """The logger returned is the one of that name, and loggers below it are written likewise."""
    assert configure(name, *streams) is logging.getLogger(name)
    cart = logging.getLogger(f"{name}.cart")
    cart.info("filled")
    cart.error("lost")
    assert texts(streams) == (f"INFO {name}.cart: filled\n", f"ERROR {name}.cart: lost\n")


@pytest.mark.hint(
    "A logger outlives your function: what does its `handlers` hold at the second call?",
    "Remove the old handlers before you add the new ones.",
)
def test_configuring_again_replaces(name, streams):
    """A second call adds no handler: the new streams and level hold, the old streams stay open."""
    configure(name, *streams, level="DEBUG")
    newer = io.StringIO(), io.StringIO()
    logger = configure(name, *newer)
    logger.debug("hidden")
    logger.info("shown")
    logger.error("shown")
    assert len(logger.handlers) == 2
    assert texts(newer) == (f"INFO {name}: shown\n", f"ERROR {name}: shown\n")
    assert texts(streams) == ("", "")


@pytest.mark.hint(
    "`logging.basicConfig` and `logging.info` set up the root. Work on the named logger only.",
    "Records climb to the root's handlers as long as the logger's `propagate` is true.",
)
def test_leaves_the_root_alone(name, streams, monkeypatch):
    """The root keeps level and handlers, and its handlers see none of the logger's records."""
    root, handler = logging.getLogger(), Records()
    with monkeypatch.context() as patch:
        patch.setattr(root, "handlers", [])
        patch.setattr(root, "level", logging.WARNING)
        configure(name, *streams)
        assert (root.handlers, root.level) == ([], logging.WARNING)
        root.handlers.append(handler)
        configure(name, *streams).error("once")
    assert handler.records == []
    assert texts(streams) == ("", f"ERROR {name}: once\n")


@pytest.mark.hint(
    "`@log_failures(logger)` is called twice: with the logger, then with the function.",
    "`functools.wraps` keeps name and docstring.",
)
def test_success_is_passed_through(recorded):
    """A call that succeeds returns its result, logs nothing, and name and docstring survive."""
    logger, records = recorded

    @log_failures(logger)
    def area(width, height=1):
        """Multiply two sides."""
        return width * height

    assert (area(3), area(3, height=4)) == (3, 12)
    assert (area.__name__, area.__doc__) == ("area", "Multiply two sides.")
    assert records == []


@pytest.mark.hint(
    "`logger.exception` logs at ERROR and takes the traceback along by itself.",
    "A bare `raise` in the `except` block sends the same exception on.",
)
def test_failure_is_logged_once_and_raised(recorded):
    """An exception gives one ERROR record with one traceback, then comes out unchanged."""
    logger, records = recorded
    error = ValueError("no such card")

    @log_failures(logger)
    def charge(card, cents):
        raise error

    with pytest.raises(ValueError) as caught:
        charge("visa", cents=1299)
    assert caught.value is error
    assert [record.levelname for record in records] == ["ERROR"]
    message, text = records[0].getMessage(), logging.Formatter().format(records[0])
    missing = [part for part in ("charge", "'visa'", "1299") if part not in message]
    assert missing == [], f"{missing} missing from the record's text {message!r}"
    assert records[0].exc_info, "the record has no exc_info"
    assert records[0].exc_info[1] is error
    assert text.count("Traceback (most recent call last)") == 1


@pytest.mark.hint(
    "An f-string is built before the logger is asked whether anybody wants it.",
    "Give the values as arguments after a text with `%s` and `%r`.",
)
def test_arguments_are_formatted_only_if_written(recorded):
    """Where ERROR is off, the failure is raised on and no argument is turned into text."""
    logger, records = recorded
    logger.setLevel(logging.CRITICAL)
    shown = []

    class Costly:
        def __repr__(self):
            shown.append("made")
            return "costly"

    @log_failures(logger)
    def fail(*args, **kwargs):
        raise KeyError("inner")

    with pytest.raises(KeyError, match="inner"):
        fail(Costly(), named=Costly())
    assert (records, shown) == ([], [])


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit])
@pytest.mark.hint("Ctrl-C is no failure of the function: which class do you catch?")
def test_interrupts_are_not_failures(recorded, kind):
    """`KeyboardInterrupt`, `SystemExit` and the like pass through without a record."""
    logger, records = recorded

    @log_failures(logger)
    def stop():
        raise kind

    with pytest.raises(kind):
        stop()
    assert records == []
