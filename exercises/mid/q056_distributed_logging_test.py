"""Checks for Q56 · Distributed logging."""

import asyncio
import datetime
import decimal
import io
import json
import logging
import pathlib
import string
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from q056_distributed_logging import JsonFormatter, bind, extract, inject

NO_JSON = "a line that is no JSON"


def record(**attributes):
    """A record of the logger `shop` with these attributes."""
    return logging.makeLogRecord({"name": "shop", "levelname": "INFO", **attributes})


def warning(logger, text, *args, created):
    """A record of a warning, made `created` seconds after the beginning of 1970."""
    made = logging.LogRecord(logger, 30, "f.py", 1, text, args, None)
    made.created, made.msecs = created, created % 1 * 1000
    return made


def fields(line):
    """The fields that a line holds."""
    try:
        return json.loads(line)
    except ValueError:
        return {NO_JSON: line}


def part(line, *names):
    """Those of the fields that have one of the names."""
    return {name: value for name, value in fields(line).items() if name in (*names, NO_JSON)}


def added(line):
    """The fields in addition to the four of every line."""
    found = fields(line)
    return {name: found[name] for name in found.keys() - {"time", "level", "logger", "message"}}


@pytest.fixture
def far_from_greenwich(monkeypatch):
    """A machine whose local time is half past five when it is midnight in UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "XYZ-5:30")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("created", "text"),
    [
        (1772352309.25, "2026-03-01T08:05:09.250+00:00"),
        (1798761599.03125, "2026-12-31T23:59:59.031+00:00"),
        (0.0, "1970-01-01T00:00:00.000+00:00"),
    ],
)
@pytest.mark.hint(
    "`record.created` is in seconds since 1970 in UTC; `json.dumps` takes care of line breaks.",
    "`datetime.fromtimestamp(seconds, UTC)` and `isoformat(timespec=…)`.",
)
def test_writes_one_line_of_json(far_from_greenwich, created, text):
    """The line is a JSON object with time, level, logger and message, line breaks escaped."""
    assert (
        JsonFormatter()
        .format(warning("shop.cart", 'a "%s"\nof %d', "cup", 3, created=created))
        .split("\n")[1:]
        == []
    )
    assert fields(
        JsonFormatter().format(warning("shop.cart", 'a "%s"\nof %d', "cup", 3, created=created))
    ) == {"time": text, "level": "WARNING", "logger": "shop.cart", "message": 'a "cup"\nof 3'}


@pytest.mark.hint("Handlers take any object with a `format`, but what is to be a class of its own?")
def test_is_a_formatter():
    """The class is a `logging.Formatter`, so that it can be used wherever one can."""
    assert issubclass(JsonFormatter, logging.Formatter)
    debug = part(JsonFormatter().format(record(levelname="DEBUG")), "level")
    assert debug == {"level": "DEBUG"}
    text = part(JsonFormatter().format(record(msg="100 %")), "message")
    assert text == {"message": "100 %"}
    number = part(JsonFormatter().format(record(msg=7)), "message")
    assert number == {"message": "7"}
    line = JsonFormatter().format(
        record(**(cups := {"msg": "%(n)d cups of %(what)s", "args": {"n": 3, "what": "tea"}}))
    )
    assert cups | part(line, "message") == cups | {"message": "3 cups of tea"}


@pytest.mark.hint(
    "`extra` becomes attributes of the record. Which attributes does every record have?",
    "Compare `vars(record)` with those of an empty record from `logging.makeLogRecord({})`.",
)
def test_writes_the_extras(virtual_time):
    """`extra` attributes are fields, and no other attribute of a record is."""

    def logged(text, **options):
        """What a handler writes for `logger.info`, called in a task."""

        async def main():
            logger.info(text, **options)

        stream = io.StringIO()
        logger = logging.Logger("shop")
        handler = logging.StreamHandler(stream)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
        virtual_time(main())
        return stream.getvalue()

    names = sorted(fields(logged("sold", extra={"a": 0, "b": None, "_c": "d"}, stack_info=True)))
    assert names == ["_c", "a", "b", "level", "logger", "message", "time"]
    extras = added(logged("sold", extra={"a": 0, "b": None, "_c": "d"}, stack_info=True))
    assert extras == {"a": 0, "b": None, "_c": "d"}
    message = part(logged("sold", stack_info=True), "message")
    assert message == {"message": "sold"}


@pytest.mark.hint(
    "`self.formatException(record.exc_info)` makes the text.",
    "`logger.exception` outside of an `except` block leaves `(None, None, None)` in `exc_info`.",
)
def test_writes_the_traceback():
    """A record with an exception has its traceback in `exception`; another has no such field."""
    try:
        try:
            raise KeyError("card")
        except KeyError as error:
            raise ValueError("no payment: \n") from error
    except ValueError:
        no_payment = sys.exc_info()
    traceback = logging.Formatter().formatException(no_payment)
    assert added(JsonFormatter().format(record(exc_info=no_payment))) == {"exception": traceback}
    assert added(JsonFormatter().format(record(exc_info=(OSError, OSError("unraised"), None)))) == {
        "exception": "OSError: unraised"
    }
    assert added(JsonFormatter().format(record(exc_info=None))) == {}
    assert added(JsonFormatter().format(record(exc_info=(None, None, None)))) == {}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        (-2, -2),
        (0.5, 0.5),
        ("\N{SNOWMAN}", "\N{SNOWMAN}"),
        ((1, [None, {"a": False}]), [1, [None, {"a": False}]]),
        (datetime.date(2026, 3, 1), "2026-03-01"),
        (datetime.datetime(2026, 3, 1, 8, 5), "2026-03-01 08:05:00"),
        (decimal.Decimal("9.90"), "9.90"),
        ({7}, "{7}"),
        (
            {"deep": [pathlib.PurePosixPath("a/b"), {"deeper": (b"c",)}]},
            {"deep": ["a/b", {"deeper": ["b'c'"]}]},
        ),
    ],
)
@pytest.mark.hint(
    "What does `json.dumps` do with a value that it has no form for? It can be told.",
    "Its `default=` is a function that is asked about each such value.",
)
def test_writes_any_value(value, written):
    """Values are written as JSON where it has a form for them, as their `str()` elsewhere."""
    assert added(JsonFormatter().format(record(field=value))) == {"field": written}
    with bind(other=value):
        line = JsonFormatter().format(record())
    assert {"in bind(other=value)": added(line)} == {"in bind(other=value)": {"other": written}}


@pytest.mark.hint(
    "What is bound when the inner block ends? Not nothing.",
    "`ContextVar.set` returns a token; `reset` with it, in a `finally`, brings the old value back.",
)
def test_bind_lasts_for_a_block():
    """Blocks add fields, the inner one wins, and each puts back what was, also after an error."""
    empty_record, names = logging.makeLogRecord({}), ["user", "step", "part"]
    nested, ended = {}, {}
    with bind(user="maker", part="made"):
        formatter = JsonFormatter()
        formatter.format(empty_record)
    first = part(formatter.format(empty_record), *names)
    with bind(user="ann", step=1):
        with bind(step=2, part="b"):
            nested["in bind(step=2, part='b')"] = part(formatter.format(empty_record), *names)
        nested["after it"] = part(formatter.format(empty_record), *names)
        for error in (KeyError("in the block"), KeyboardInterrupt("in the block")):
            kind = type(error).__name__
            try:
                with bind(step=3, user=None):
                    ended[f"before {kind}"] = part(formatter.format(empty_record), *names)
                    raise error
            except (KeyError, KeyboardInterrupt):
                ended[f"after {kind}"] = part(formatter.format(empty_record), *names)
    last = part(formatter.format(empty_record), *names)
    assert {"formatter made in bind(user='maker', part='made'), after that block": first} == {
        "formatter made in bind(user='maker', part='made'), after that block": {}
    }
    assert {"in bind(user='ann', step=1)": nested} == {
        "in bind(user='ann', step=1)": {
            "in bind(step=2, part='b')": {"user": "ann", "step": 2, "part": "b"},
            "after it": {"user": "ann", "step": 1},
        }
    }
    assert {"in bind(user='ann', step=1), a block of bind(step=3, user=None) raises": ended} == {
        "in bind(user='ann', step=1), a block of bind(step=3, user=None) raises": {
            "before KeyError": {"user": None, "step": 3},
            "after KeyError": {"user": "ann", "step": 1},
            "before KeyboardInterrupt": {"user": None, "step": 3},
            "after KeyboardInterrupt": {"user": "ann", "step": 1},
        }
    }
    assert {"after all blocks": last} == {"after all blocks": {}}


@pytest.mark.hint(
    "Join dictionaries; the right-hand one wins.",
    "A record has attributes called `name` and `args`: don't put bound fields on the record.",
)
def test_the_stronger_field_wins():
    """The formatter's fields win over extras, and extras over bound fields of any name."""
    bound = {"name": "ann", "args": [1], "msg": "m", "user": "bound"}
    own = {"level": "INFO", "logger": "shop", "message": "sold"}
    extras = {"logger": "extra", "level": "extra", "time": "extra"}
    with bind(**bound, **dict.fromkeys(["time", "level", "logger", "message"], "bound")):
        plain = added(JsonFormatter().format(record()))
        nobody = added(JsonFormatter().format(record(user=None)))
        line = JsonFormatter().format(record(msg="sold", **extras))
    assert {"bound": bound, "added": plain} == {"bound": bound, "added": bound}
    told = {"bound": bound, "extra": {"user": None}}
    assert told | {"added": nobody} == told | {"added": bound | {"user": None}}
    names = ["name", "args", "msg", "user", "level", "logger", "message"]
    told = {"extra": extras, "bound": "the same, and time, level, logger, message"}
    assert told | {"line": part(line, *names)} == told | {"line": bound | own}
    assert sorted(fields(line)) == sorted([*names, "time"])
    assert fields(line)["time"] not in ("extra", "bound")


@pytest.mark.hint(
    "All tasks of a loop run in one thread, in turns: neither a global nor a thread-local will do.",
    "`contextvars.ContextVar`: every task works in its own copy of the context.",
    "The copy holds the same objects: never change a dictionary that is in the variable.",
)
def test_tasks_do_not_mix(virtual_time):
    """A task has the fields bound where it was created and its own, and nobody else's."""
    seen = {"first": [], "second": [], "main": []}

    async def worker(name, before, after):
        seen[name].append(added(JsonFormatter().format(record())))
        await asyncio.sleep(before)
        with bind(worker=name):
            await asyncio.sleep(after)
            seen[name].append(added(JsonFormatter().format(record())))
        seen[name].append(added(JsonFormatter().format(record())))

    async def main():
        with bind(request="r1"):
            first = asyncio.create_task(worker("first", 1, 3))
            with bind(request="r2"):
                second = asyncio.create_task(worker("second", 2, 1))
                await asyncio.sleep(2.5)
                seen["main"].append(added(JsonFormatter().format(record())))
        await asyncio.gather(first, second)
        seen["main"].append(added(JsonFormatter().format(record())))

    virtual_time(main())
    r1, r2 = {"request": "r1"}, {"request": "r2"}
    assert {"a task created in bind(request='r1')": seen["first"]} == {
        "a task created in bind(request='r1')": [r1, r1 | {"worker": "first"}, r1]
    }, "at its beginning, in bind(worker='first'), and after that block"
    assert {"a task created in bind(request='r2')": seen["second"]} == {
        "a task created in bind(request='r2')": [r2, r2 | {"worker": "second"}, r2]
    }, "at its beginning, in bind(worker='second'), and after that block"
    assert {"their creator in bind(request='r2'), and after it": seen["main"]} == {
        "their creator in bind(request='r2'), and after it": [r2, {}]
    }


@pytest.mark.hint("A context variable is separate for each thread without more ado.")
def test_threads_do_not_mix():
    """Threads at work at the same time see only the fields they bound."""
    together = threading.Barrier(3, timeout=2)

    def work(number):
        with bind(**{"number": number, f"only_{number}": True}):
            together.wait()
            inside = added(JsonFormatter().format(record()))
            together.wait()
        after = added(JsonFormatter().format(record()))
        return {f"bind(number={number}, only_{number}=True)": inside, "after it": after}

    with ThreadPoolExecutor(3) as pool:
        seen = list(pool.map(work, range(3)))
    assert {"in three threads": seen} == {
        "in three threads": [
            {"bind(number=0, only_0=True)": {"number": 0, "only_0": True}, "after it": {}},
            {"bind(number=1, only_1=True)": {"number": 1, "only_1": True}, "after it": {}},
            {"bind(number=2, only_2=True)": {"number": 2, "only_2": True}, "after it": {}},
        ]
    }


@pytest.mark.hint(
    "`asyncio.to_thread` copies the context of its caller; a `threading.local` stays behind.",
)
def test_fields_go_along_to_a_thread():
    """A function run by `asyncio.to_thread` has the fields of its caller, and may add its own."""
    seen = {}

    def work():
        seen["in its thread"] = added(JsonFormatter().format(record()))
        with bind(step=2):
            seen["in bind(step=2) there"] = added(JsonFormatter().format(record()))

    async def main():
        with bind(request="r1"):
            await asyncio.to_thread(work)
            seen["then in bind(request='r1')"] = added(JsonFormatter().format(record()))

    asyncio.run(main())
    assert {"called in bind(request='r1')": seen} == {
        "called in bind(request='r1')": {
            "in its thread": {"request": "r1"},
            "in bind(step=2) there": {"request": "r1", "step": 2},
            "then in bind(request='r1')": {"request": "r1"},
        }
    }


@pytest.mark.hint(
    "What is bound for the log only, a user's address for instance, must not leave the house.",
    "Is a field bound whose value is 0 or an empty text?",
)
def test_injects_what_travels():
    """Each bound field of `HEADERS`, and no other, is added to a copy of the headers, quoted."""
    headers, identifier = {"Accept": "*/*", "X-Count": "3"}, "a/b~\r\nX-Admin: \N{SNOWMAN}"
    assert inject({}) == {}
    assert inject({"Accept": "*/*", "X-Count": "3"}) == headers
    given = inject(headers) is headers
    assert {"the dict that inject returns is the given one": given} == {
        "the dict that inject returns is the given one": False
    }
    with ExitStack() as stack:
        stack.enter_context(bind(correlation_id=identifier, email="a@b.c"))
        without_tenant = inject(headers)
        stack.enter_context(bind(tenant=0))
        with_tenant_0 = inject(headers)
        stack.enter_context(bind(tenant=""))
        with_empty_tenant = inject({})
    quoted = {"X-Correlation-ID": "a%2Fb~%0D%0AX-Admin%3A%20%E2%98%83"}
    bound = {"correlation_id": identifier, "email": "a@b.c"}
    assert {"bound": bound, "injected": without_tenant} == {
        "bound": bound,
        "injected": headers | quoted,
    }
    bound["tenant"] = 0
    assert {"bound": bound, "injected": with_tenant_0} == {
        "bound": bound,
        "injected": headers | quoted | {"X-Tenant": "0"},
    }
    bound["tenant"] = ""
    assert {"bound": bound, "injected": with_empty_tenant} == {
        "bound": bound,
        "injected": quoted | {"X-Tenant": ""},
    }
    assert {"the argument after inject(headers)": headers} == {
        "the argument after inject(headers)": {"Accept": "*/*", "X-Count": "3"}
    }


@pytest.mark.hint(
    "`X-Tenant` and `x-tenant` are one header: drop the old one, whatever its case, then add.",
    "A header stays as it came if nothing is put in its place.",
)
def test_an_injected_header_replaces_the_old_one():
    """An injected header replaces one of its name in any case; the others stay as they are."""
    headers = {"x-correlation-ID": "old", "X-TENANT": "own", "X-Correlation-ID-Old": "kept"}
    seen = {"given": headers.copy(), "nothing bound": inject(headers)}
    with bind(correlation_id="new"):
        seen["bind(correlation_id='new')"] = inject(headers)
    with bind(correlation_id="new", tenant="t"):
        seen["bind(correlation_id='new', tenant='t')"] = inject(headers)
    others = {"X-TENANT": "own", "X-Correlation-ID-Old": "kept"}
    both = {"X-Correlation-ID": "new", "X-Tenant": "t", "X-Correlation-ID-Old": "kept"}
    assert seen == {
        "given": {"x-correlation-ID": "old"} | others,
        "nothing bound": {"x-correlation-ID": "old"} | others,
        "bind(correlation_id='new')": others | {"X-Correlation-ID": "new"},
        "bind(correlation_id='new', tenant='t')": both,
    }, f"what inject(headers) returned for each; headers are {seen['given']}"
    assert {"the argument after inject(headers)": list(headers)} == {
        "the argument after inject(headers)": [
            "x-correlation-ID",
            "X-TENANT",
            "X-Correlation-ID-Old",
        ]
    }


@pytest.mark.hint(
    "Compare names in lower case, and decode with `urllib.parse.unquote`.",
)
def test_extracts_what_came():
    """Fields come from headers in any letter case, decoded; other headers give nothing."""
    headers = {"X-CORRELATION-id": "a%2Fb%0D%0A+%E2%98%83", "x-tenant": "7", "Accept": "*/*"}
    given = {"headers": headers.copy()}
    assert given | {"extract(headers)": extract(headers)} == given | {
        "extract(headers)": {"correlation_id": "a/b\r\n+\N{SNOWMAN}", "tenant": "7"}
    }
    assert extract({"X-Correlation-ID": "0", "X-Tenant-Name": "x"}) == {"correlation_id": "0"}
    assert extract({"X-Correlation-ID": "r-7", "X-Tenant": ""}) == {"correlation_id": "r-7"}
    blank = {"correlation_id": " a", "tenant": " "}
    assert extract({"X-Correlation-ID": "%20a", "X-Tenant": "%20"}) == blank
    assert {"the argument after extract(headers)": list(headers)} == {
        "the argument after extract(headers)": ["X-CORRELATION-id", "x-tenant", "Accept"]
    }


@pytest.mark.parametrize(
    "headers",
    [{}, {"Accept": "*/*"}, {"X-Correlation-ID": ""}, {"x-correlation-id": ""}],
)
@pytest.mark.hint(
    "A default that is evaluated once gives every request the same ID.",
    "An empty text is no ID either.",
)
def test_makes_a_missing_id(headers):
    """A request without a correlation ID gets a new one, which no other request has."""
    first, second = extract(headers), extract(headers)
    assert [list(first), list(second)] == [["correlation_id"], ["correlation_id"]], (
        "fields of two calls of extract(headers)"
    )
    ids = [first["correlation_id"], second["correlation_id"]]
    assert {"new IDs": ids} == {"new IDs": [each.lower().replace("-", "") for each in ids]}, (
        "from two calls of extract(headers): lower case and no hyphens"
    )
    assert [(each, len(each)) for each in ids] == [(each, 32) for each in ids], (
        "pairs (new ID, its length)"
    )
    assert [(each, set(each) - set(string.hexdigits)) for each in ids] == [
        (each, set()) for each in ids
    ], "pairs (new ID, what in it is no hexadecimal digit)"
    assert [(each, uuid.UUID(each).version) for each in ids] == [(each, 4) for each in ids], (
        "pairs (new ID, its version as a UUID)"
    )
    two_requests_without_an_id = first["correlation_id"], second["correlation_id"]
    assert len(set(two_requests_without_an_id)) == 2, f"both requests got {ids[0]!r}"
    assert {"the header after extract(headers)": headers.get("X-Correlation-ID", "")} == {
        "the header after extract(headers)": ""
    }
    with bind(correlation_id="bound", tenant="bound"):
        inside = extract(headers)
    told = {"correlation_id": "bound", "tenant": "bound"}
    assert {"bound": told, "extracted": list(inside)} == {
        "bound": told,
        "extracted": ["correlation_id"],
    }
    assert inside["correlation_id"] != told["correlation_id"], (
        f"extract(headers), in a block of bind with {told}"
    )
