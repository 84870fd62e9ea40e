"""Checks for Q29 · Logging."""

import io
import logging

import pytest
from q029_logging import configure, log_failures


@pytest.fixture(autouse=True)
def own_loggers(monkeypatch):
    """Loggers that a check makes are forgotten afterwards."""
    monkeypatch.setattr(logging.Logger.manager, "loggerDict", {})


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
    """A logger `apart.tills` and the list of what is logged on it."""
    logger, handler = logging.getLogger("apart.tills"), Records()
    logger.addHandler(handler)
    return logger, handler.records


def texts(streams):
    """What was written to each stream."""
    return tuple(stream.getvalue() for stream in streams)


def problem_of(record):
    """Why logging can make no text of a record, in words; "none" if it can."""
    try:
        logging.Formatter().format(record)
    except Exception as error:
        return f"message {record.msg!r} and arguments {record.args!r} give {error!r}"
    return "none"


def not_in(text, parts):
    """Those of `parts` that the text does not contain."""
    return [part for part in parts if part not in text]


@pytest.mark.hint(
    "A handler writes to a stream, a formatter on the handler shapes the line.",
    "`logging.StreamHandler(out)`, and `%(levelname)s` and its kin in a `logging.Formatter`.",
)
def test_writes_one_formatted_line(streams):
    """An INFO record is one line `LEVEL NAME: MESSAGE` on the logger's own `out` alone."""
    logger = configure("shop", *streams)
    assert logger is logging.getLogger("shop"), "returned by configure('shop', out, err)"
    logger.info("basket of %d", 3)
    assert texts(streams) == ("INFO shop: basket of 3\n", ""), (
        "out and err of `shop`, after info('basket of %d', 3)"
    )
    bank = io.StringIO(), io.StringIO()
    configure("bank", *bank).info("open 100%")
    logger.info("basket of %d", 4)
    assert texts(bank) == ("INFO bank: open 100%\n", ""), (
        "out and err of `bank`, after info('open 100%'), and a later record of `shop`"
    )
    assert texts(streams) == ("INFO shop: basket of 3\nINFO shop: basket of 4\n", ""), (
        "out and err of `shop`, after a record of `bank`"
    )


@pytest.mark.parametrize(
    ("number", "out", "err"),
    [
        (10, "DEBUG shop: message\n", ""),
        (20, "INFO shop: message\n", ""),
        (30, "", "WARNING shop: message\n"),
        (40, "", "ERROR shop: message\n"),
        (50, "", "CRITICAL shop: message\n"),
    ],
)
@pytest.mark.hint(
    "One handler needs a floor, the other a ceiling. Which of the two can `setLevel` do?",
    "`handler.addFilter` takes a function from a record, with its `levelno`, to true or false.",
)
def test_splits_at_warning(streams, number, out, err):
    """Levels below WARNING go to `out` alone; WARNING and above to `err` alone."""
    logger = configure("shop", *streams, level=logging.DEBUG)
    logger.log(number, "message")
    assert texts(streams) == (out, err), f"out and err, for a record of level {number}"
    both = io.StringIO()
    configure("shop", both, both, level=logging.DEBUG).log(number, "message")
    assert both.getvalue() == out + err, f"one stream as out and err, a record of level {number}"


@pytest.mark.parametrize(
    ("arguments", "lowest"),
    [
        ((), 20),
        ((10,), 10),
        (("DEBUG",), 10),
        (("INFO",), 20),
        ((30,), 30),
        (("WARNING",), 30),
        ((40,), 40),
        (("ERROR",), 40),
        ((50,), 50),
        (("CRITICAL",), 50),
    ],
)
@pytest.mark.hint(
    "A logger without a level of its own takes its parent's, in the end the root's: WARNING.",
    "`Logger.setLevel` takes a number and a name alike.",
)
def test_level_decides_what_is_written(streams, arguments, lowest):
    """Records below `level`, a number or a name and INFO by default, are written nowhere."""
    logger = configure("shop", *streams, *arguments)
    if lowest > logging.DEBUG:
        logger.log(lowest - 10, "hidden")
    logger.log(lowest, "shown")
    label = logging.getLevelName(lowest)
    assert "".join(texts(streams)) == f"{label} shop: shown\n", f"level given: {arguments}"


@pytest.mark.hint(
    "Records of `shop.cart` climb to the handlers of `shop` by themselves.",
    "A filter on a logger sees only its own records; a filter on a handler sees all.",
)
def test_loggers_below_need_no_set_up(streams):
    """Loggers below are written likewise, under their own names, made before or after."""
    before = logging.getLogger("shop.till")
    logger = configure("shop", *streams)
    cart = logging.getLogger("shop.cart")
    for each in (before, cart):
        each.debug("hidden")
        each.info("open")
        each.error("stuck")
    logger.info("closed")
    assert texts(streams) == (
        "INFO shop.till: open\nINFO shop.cart: open\nINFO shop: closed\n",
        "ERROR shop.till: stuck\nERROR shop.cart: stuck\n",
    ), "out and err of `shop`, at INFO, for records of `shop.till`, `shop.cart` and `shop`"


@pytest.mark.hint(
    "A logger outlives your function: what does its `handlers` hold at the second call?",
    "Remove all old handlers before you add the new ones. Mind: the list changes meanwhile.",
)
def test_configuring_again_replaces(streams):
    """Later calls add no handler: the new streams and level hold."""
    newer = io.StringIO(), io.StringIO()
    logger = configure("shop", *streams, level="ERROR")
    assert len(logger.handlers) == 2, "after the first call"
    configure("shop", io.StringIO(), io.StringIO(), level="DEBUG")
    assert len(logger.handlers) == 2, "after the second call"
    configure("shop", *newer)
    assert len(logger.handlers) == 2, "after the third call"
    logger.debug("hidden")
    logger.info("shown")
    logger.error("shown")
    assert texts(newer) == ("INFO shop: shown\n", "ERROR shop: shown\n"), (
        "out and err of the third call, whose level is INFO"
    )
    configure("shop", *newer, level="CRITICAL")
    logger.error("hidden")
    assert texts(newer) == ("INFO shop: shown\n", "ERROR shop: shown\n"), (
        "the same streams, given anew with level CRITICAL, after one more ERROR record"
    )
    assert texts(streams) == ("", ""), "the streams of the first call"


@pytest.mark.hint(
    "`logging.basicConfig` and `logging.info` set up the root. Work on the named logger only.",
    "Records climb to the handlers above as long as the logger's `propagate` is true.",
)
def test_the_root_sees_nothing(monkeypatch):
    """The root keeps its level and handlers, which get none of the records."""
    root = logging.getLogger()
    streams, of_root = (io.StringIO(), io.StringIO()), Records()
    with monkeypatch.context() as patch:  # pytest has handlers of its own on the root
        patch.setattr(root, "handlers", [])
        patch.setattr(root, "level", logging.WARNING)
        configure("shop", *streams, level="DEBUG").error("once")
        assert root.handlers == [], "handlers of the root, which had none"
        bank = configure("bank", io.StringIO(), io.StringIO())
        root.addHandler(of_root)
        bank.error("robbed")
        configure("bank.till", io.StringIO(), io.StringIO()).error("empty")
        configure("inn.bar", io.StringIO(), io.StringIO()).error("closed")
        configure("shop", *streams, level="DEBUG").error("again")
        logging.getLogger("shop.cart").error("full")
        assert root.handlers == [of_root], "handlers of the root, which had one"
        assert root.level == logging.WARNING, "level of the root"
    assert [each.name for each in of_root.records] == [], (
        "loggers of the records that reached the handler of the root; configured were `shop`, "
        "`bank`, `bank.till` and `inn.bar`"
    )
    assert texts(streams)[1] == "ERROR shop: once\nERROR shop: again\nERROR shop.cart: full\n", (
        "`err` of `shop`, configured twice with the same streams, a record of its own after each "
        "time, at last one of `shop.cart`"
    )


@pytest.mark.parametrize("result", [7, None, 0, []], ids=repr)
@pytest.mark.hint(
    "`@log_failures(logger)` is called twice: with the logger, then with the function.",
    "`functools.wraps` keeps name and docstring.",
)
def test_success_is_passed_through(recorded, result):
    """A call that succeeds returns its result, logs nothing, and name and docstring survive."""
    logger, records = recorded
    logger.setLevel(1)

    @log_failures(logger)
    def area(width, /, height=1, **more):
        """Multiply two sides."""
        return result if (width, height, more) == (3, 4, {"depth": 5}) else "other"

    assert area(3, height=4, depth=5) is result
    assert (area.__name__, area.__doc__) == ("area", "Multiply two sides.")
    assert {"records after a call that succeeded": records} == {
        "records after a call that succeeded": []
    }


@pytest.mark.hint(
    "`logger.exception` logs at ERROR and takes the traceback along by itself.",
    "A bare `raise` in the `except` block sends the same exception on.",
)
def test_failure_is_logged_once_and_raised(recorded):
    """An exception gives one ERROR record with one traceback, then comes out itself."""
    logger, records = recorded
    error = ValueError("50% of nothing")

    @log_failures(logger)
    def charge(card, cents):
        raise error

    with pytest.raises(ValueError) as caught:
        charge("visa 100%", cents=1299)
    arrived = caught.value
    assert arrived is error, f"{arrived!r} is not the object that was raised"
    assert [(each.levelname, each.name) for each in records] == [("ERROR", "apart.tills")], (
        "the records after charge('visa 100%', cents=1299) raised ValueError"
    )
    problem = problem_of(records[0])
    assert problem == "none", "the record after charge('visa 100%', cents=1299) raised ValueError"
    text = logging.Formatter().format(records[0])
    shown = f"charge('visa 100%', cents=1299) raised ValueError; its record in full:\n{text}"
    assert text.count("Traceback (most recent call last)") == 1, shown
    assert text.splitlines()[-1] == "ValueError: 50% of nothing", shown


@pytest.mark.hint(
    "What does your wrapper remember from one failure to the next?",
)
def test_every_failure_has_its_record(recorded):
    """Each failure has an ERROR record, whatever is raised, also one and the same exception."""
    logger, records = recorded
    error = ValueError("no tea")
    errors = [error, error, error, FileNotFoundError(2, "no list"), StopIteration(), Exception()]

    @log_failures(logger)
    def inner(error):
        raise error

    came = []
    for each in errors:
        with pytest.raises(type(each)) as caught:
            inner(each)
        came.append(caught.value)
    same = [one is other for one, other in zip(came, errors, strict=True)]
    assert same == [True] * 6, f"raised were {errors}, to the caller came {came}"
    levels = [each.levelname for each in records]
    assert {"levels of the records": levels} == {"levels of the records": ["ERROR"] * 6}, (
        f"after these errors: {errors}"
    )


@pytest.mark.parametrize(
    ("args", "kwargs", "parts"),
    [
        (("visa", 1299), {}, ["'visa'", "1299"]),
        (("visa",), {"cents": "1299"}, ["'visa'", "'1299'"]),
        (({"card": "visa"},), {}, ["{'card': 'visa'}"]),
        ((("visa", None),), {}, ["('visa', None)"]),
        ((), {"card": "", "cents": 0}, ["''", "0"]),
        (("visa" * 20,), {"cents": 10**60}, [repr("visa" * 20), repr(10**60)]),
        (("%s %% {a}",), {"rate": "5%", "b": "%d {}"}, ["'%s %% {a}'", "'5%'", "'%d {}'"]),
        ((), {"rate": "5%", "b": "{}"}, ["'5%'", "'{}'"]),
        (("5%", "{0}"), {}, ["'5%'", "'{0}'"]),
        ((), {}, []),
    ],
    ids=[
        *("positions", "keyword", "dict", "tuple", "false values", "long values"),
        *("formats", "formats in keywords", "formats in positions", "none"),
    ],
)
@pytest.mark.hint(
    "`%r` and `!r` give the `repr`, `%s` the `str`.",
    "`args` is the tuple of all positional arguments, `kwargs` the dict of the others.",
)
def test_the_message_names_function_and_arguments(recorded, args, kwargs, parts):
    """The message contains the function's name and the `repr` of every argument."""
    logger, records = recorded

    @log_failures(logger)
    def charge(*args, **kwargs):
        raise ValueError("no such card")

    with pytest.raises(ValueError):
        charge(*args, **kwargs)
    assert len(records) == 1, f"records for charge(*{args}, **{kwargs})"
    problem = problem_of(records[0])
    assert problem == "none", f"the record after charge(*{args}, **{kwargs}) raised ValueError"
    message = records[0].getMessage()
    missing = not_in(message, ["charge", *parts])
    assert not_in(message, ["charge", *parts]) == [], f"{missing} missing in {message!r}"


@pytest.mark.hint(
    "An f-string is built before the logger is asked whether anybody wants it.",
    "Give the values as arguments after a text with `%s` and `%r`, or ask `isEnabledFor` first.",
)
def test_arguments_are_formatted_only_if_error_is_on(recorded):
    """While the logger's level is above ERROR, no argument is turned into text."""
    logger, records = recorded
    shown = []

    class Costly:
        def __repr__(self):
            shown.append("made")
            return "costly"

    def fail(*args, **kwargs):
        raise KeyError("inner")

    early = log_failures(logger)(fail)
    with pytest.raises(KeyError):
        early("before")
    logger.setLevel(logging.CRITICAL)
    late = log_failures(logger)(fail)
    with pytest.raises(KeyError):
        early(Costly(), named=Costly())
    with pytest.raises(KeyError):
        late(Costly(), named=Costly())
    assert {"`repr`s made of the arguments while the level was CRITICAL": len(shown)} == {
        "`repr`s made of the arguments while the level was CRITICAL": 0
    }
    assert len(records) == 1, (
        "records; one call failed, and two more after logger.setLevel(logging.CRITICAL)"
    )
    logger.setLevel(logging.ERROR)
    with pytest.raises(KeyError):
        early("after")
    assert len(records) == 2, "records, after setLevel(logging.ERROR) and one more call that failed"
    with pytest.raises(KeyError):
        late("after")
    assert len(records) == 3, "records, after a call of what was decorated under CRITICAL"


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
@pytest.mark.hint("Ctrl-C is no failure of the function: which class do you catch?")
def test_interrupts_are_not_failures(recorded, kind):
    """`KeyboardInterrupt` and `SystemExit` reach the caller without a record."""
    logger, records = recorded
    error = kind("stop")

    @log_failures(logger)
    def stop():
        raise error

    with pytest.raises(kind) as caught:
        stop()
    arrived = caught.value
    assert arrived is error, f"{arrived!r} is not the object that was raised"
    assert {"records after it": records} == {"records after it": []}, f"stop() raised {error!r}"
