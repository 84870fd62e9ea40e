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


def line_of(**attributes):
    """The line, read again, of a record of the logger `shop` with these attributes."""
    record = logging.makeLogRecord({"name": "shop", "levelname": "INFO", **attributes})
    return json.loads(JsonFormatter().format(record))


def added(**extras):
    """What a record's line has in addition to the four fields of every line."""
    line = line_of(**extras)
    return {name: line[name] for name in line.keys() - {"time", "level", "logger", "message"}}


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
    record = logging.LogRecord("shop.cart", 30, "f.py", 1, 'a "%s"\nof %d', ("cup", 3), None)
    record.created, record.msecs = created, created % 1 * 1000
    line = JsonFormatter().format(record)
    assert line.count("\n") == 0, f"the line is {line!r}"
    assert json.loads(line) == {
        "time": text,
        "level": "WARNING",
        "logger": "shop.cart",
        "message": 'a "cup"\nof 3',
    }, f"the record was created {created} seconds after the beginning of 1970"


@pytest.mark.hint("Handlers take any object with a `format`, but what is to be a class of its own?")
def test_is_a_formatter():
    """The class is a `logging.Formatter`, so that it can be used wherever one can."""
    assert issubclass(JsonFormatter, logging.Formatter)
    assert line_of(levelname="DEBUG")["level"] == "DEBUG"
    messages = [line_of(msg="100 %")["message"], line_of(msg=7)["message"]]
    assert messages == ["100 %", "7"], "messages without arguments, a text and a number"
    cups = line_of(msg="%(n)d cups of %(what)s", args={"n": 3, "what": "tea"})
    assert cups["message"] == "3 cups of tea", "the arguments are one dict"


@pytest.mark.hint(
    "`extra` becomes attributes of the record. Which attributes does every record have?",
    "Compare `vars(record)` with those of an empty record from `logging.makeLogRecord({})`.",
)
def test_writes_the_extras(virtual_time):
    """`extra` attributes are fields, and no other attribute of a record is."""
    stream = io.StringIO()
    logger = logging.Logger("shop")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)

    async def main():
        logger.info("sold", extra={"cents": 0, "region": None, "_shelf": "b"}, stack_info=True)

    virtual_time(main())
    line = json.loads(stream.getvalue())
    assert sorted(line) == ["_shelf", "cents", "level", "logger", "message", "region", "time"]
    assert (line["cents"], line["region"], line["_shelf"]) == (0, None, "b")
    assert line["message"] == "sold"


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
            raise ValueError("no payment") from error
    except ValueError:
        info = sys.exc_info()
    assert added(exc_info=info) == {"exception": logging.Formatter().formatException(info)}
    assert added(exc_info=None) == {}
    assert added(exc_info=(None, None, None)) == {}


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
    assert added(field=value) == {"field": written}
    seen = []
    with bind(other=value):
        seen.append(added())
    assert seen == [{"other": written}], f"bound was {value!r}"


@pytest.mark.hint(
    "What is bound when the inner block ends? Not nothing.",
    "`ContextVar.set` returns a token; `reset` with it, in a `finally`, brings the old value back.",
)
def test_bind_lasts_for_a_block():
    """Blocks add fields, the inner one wins, and each puts back what was, also after an error."""
    record, seen = logging.makeLogRecord({}), []
    with bind(user="maker", part="made"):
        formatter = JsonFormatter()
        formatter.format(record)

    def note():
        line = json.loads(formatter.format(record))
        seen.append({name: line[name] for name in line if name in {"user", "step", "part"}})

    note()
    with bind(user="ann", step=1):
        with bind(step=2, part="b"):
            note()
        note()
        for error in (KeyError("in the block"), KeyboardInterrupt("in the block")):
            try:
                with bind(step=3, user=None):
                    note()
                    raise error
            except (KeyError, KeyboardInterrupt):
                note()
    note()
    outer, inner = {"user": "ann", "step": 1}, {"user": "ann", "step": 2, "part": "b"}
    raising = {"user": None, "step": 3}
    assert seen == [{}, inner, outer, raising, outer, raising, outer, {}], (
        "what was bound before, in the inner block and after it, in and after one that raised "
        "KeyError and one that raised KeyboardInterrupt, and at the end; the formatter was made "
        "where user and part were bound"
    )


@pytest.mark.hint(
    "Join dictionaries; the right-hand one wins.",
    "A record has attributes called `name` and `args`: don't put bound fields on the record.",
)
def test_the_stronger_field_wins():
    """The formatter's fields win over extras, and extras over bound fields of any name."""
    seen = []
    own_names = dict.fromkeys(["time", "level", "logger", "message"], "bound")
    with bind(name="ann", args=[1], msg="m", user="bound", **own_names):
        seen.append(added())
        seen.append(added(user=None))
        seen.append(line_of(msg="sold", logger="extra", level="extra", time="extra"))
    free = {"name": "ann", "args": [1], "msg": "m"}
    assert seen[0] == free | {"user": "bound"}
    assert seen[1] == free | {"user": None}
    assert seen[2].pop("time") not in ("extra", "bound")
    own = {"level": "INFO", "logger": "shop", "message": "sold"}
    assert seen[2] == free | own | {"user": "bound"}


@pytest.mark.hint(
    "All tasks of a loop run in one thread, in turns: neither a global nor a thread-local will do.",
    "`contextvars.ContextVar`: every task works in its own copy of the context.",
    "The copy holds the same objects: never change a dictionary that is in the variable.",
)
def test_tasks_do_not_mix(virtual_time):
    """A task has the fields bound where it was created and its own, and nobody else's."""
    seen = {"first": [], "second": [], "main": []}

    async def worker(name, before, after):
        seen[name].append(added())
        await asyncio.sleep(before)
        with bind(worker=name):
            await asyncio.sleep(after)
            seen[name].append(added())
        seen[name].append(added())

    async def main():
        with bind(request="r1"):
            first = asyncio.create_task(worker("first", 1, 3))
            with bind(request="r2"):
                second = asyncio.create_task(worker("second", 2, 1))
                await asyncio.sleep(2.5)
                seen["main"].append(added())
        await asyncio.gather(first, second)
        seen["main"].append(added())

    virtual_time(main())
    r1, r2 = {"request": "r1"}, {"request": "r2"}
    assert seen["first"] == [r1, r1 | {"worker": "first"}, r1], "created where r1 was bound"
    assert seen["second"] == [r2, r2 | {"worker": "second"}, r2], "created where r2 was bound"
    assert seen["main"] == [r2, {}], "in the block of r2, and after all blocks"


@pytest.mark.hint("A context variable is separate for each thread without more ado.")
def test_threads_do_not_mix():
    """Threads at work at the same time see only the fields they bound."""
    together = threading.Barrier(3, timeout=2)

    def work(number):
        with bind(**{"number": number, f"only_{number}": True}):
            together.wait()
            inside = added()
            together.wait()
        return inside, added()

    with ThreadPoolExecutor(3) as pool:
        seen = list(pool.map(work, range(3)))
    assert seen == [
        ({"number": 0, "only_0": True}, {}),
        ({"number": 1, "only_1": True}, {}),
        ({"number": 2, "only_2": True}, {}),
    ], "what each of three threads saw in its block and after it"


@pytest.mark.hint(
    "`asyncio.to_thread` copies the context of its caller; a `threading.local` stays behind.",
)
def test_fields_go_along_to_a_thread():
    """A function run by `asyncio.to_thread` has the fields of its caller, and may add its own."""
    seen = []

    def work():
        seen.append(added())
        with bind(step=2):
            seen.append(added())

    async def main():
        with bind(request="r1"):
            await asyncio.to_thread(work)
            seen.append(added())

    asyncio.run(main())
    r1 = {"request": "r1"}
    assert seen == [r1, r1 | {"step": 2}, r1], "at its begin, in its block, and in the caller"


@pytest.mark.hint(
    "What is bound for the log only, a user's address for instance, must not leave the house.",
    "Is a field bound whose value is 0 or an empty text?",
)
def test_injects_what_travels():
    """Each bound field of `HEADERS`, and no other, is added to a copy of the headers, quoted."""
    headers = {"Accept": "*/*", "X-Count": "3"}
    seen = [inject({}), inject(headers)]
    assert seen == [{}, headers], "nothing is bound"
    assert seen[1] is not headers, "inject returned its argument, not a new dict"
    with ExitStack() as stack:
        stack.enter_context(bind(correlation_id="a/b~\r\nX-Admin: \N{SNOWMAN}", email="a@b.c"))
        seen.append(inject(headers))
        stack.enter_context(bind(tenant=0))
        seen.append(inject(headers))
        stack.enter_context(bind(tenant=""))
        seen.append(inject({}))
    quoted = {"X-Correlation-ID": "a%2Fb~%0D%0AX-Admin%3A%20%E2%98%83"}
    assert seen[2] == headers | quoted
    assert seen[3] == headers | quoted | {"X-Tenant": "0"}, "the tenant is 0"
    assert seen[4] == quoted | {"X-Tenant": ""}, "the tenant is an empty text"
    assert headers == {"Accept": "*/*", "X-Count": "3"}, "inject changed its argument"


@pytest.mark.hint(
    "`X-Tenant` and `x-tenant` are one header: drop the old one, whatever its case, then add.",
    "A header stays as it came if nothing is put in its place.",
)
def test_an_injected_header_replaces_the_old_one():
    """An injected header replaces one of its name in any case; the others stay as they are."""
    headers = {"x-correlation-ID": "old", "X-TENANT": "own", "X-Correlation-ID-Old": "kept"}
    seen = [inject(headers)]
    with bind(correlation_id="new"):
        seen.append(inject(headers))
    with bind(correlation_id="new", tenant="t"):
        seen.append(inject(headers))
    others = {"X-TENANT": "own", "X-Correlation-ID-Old": "kept"}
    assert seen[0] == headers, "nothing is bound"
    both = {"X-Correlation-ID": "new", "X-Tenant": "t", "X-Correlation-ID-Old": "kept"}
    assert seen[2] == both, "correlation_id and tenant are bound"
    assert seen[1] == others | {"X-Correlation-ID": "new"}, "correlation_id is bound"
    assert list(headers) == ["x-correlation-ID", "X-TENANT", "X-Correlation-ID-Old"]


@pytest.mark.hint(
    "Compare names in lower case, and decode with `urllib.parse.unquote`.",
)
def test_extracts_what_came():
    """Fields come from headers in any letter case, decoded; other headers give nothing."""
    headers = {"X-CORRELATION-id": "a%2Fb%0D%0A+%E2%98%83", "x-tenant": "7", "Accept": "*/*"}
    assert extract(headers) == {"correlation_id": "a/b\r\n+\N{SNOWMAN}", "tenant": "7"}
    assert extract({"X-Correlation-ID": "0", "X-Tenant-Name": "x"}) == {"correlation_id": "0"}
    assert extract({"X-Correlation-ID": "r-7", "X-Tenant": ""}) == {"correlation_id": "r-7"}
    blank = {"correlation_id": " a", "tenant": " "}
    assert extract({"X-Correlation-ID": "%20a", "X-Tenant": "%20"}) == blank
    assert list(headers) == ["X-CORRELATION-id", "x-tenant", "Accept"]


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
    made = [extract(headers), extract(headers)]
    assert [list(fields) for fields in made] == [["correlation_id"], ["correlation_id"]]
    ids = [fields["correlation_id"] for fields in made]
    assert [len(each) for each in ids] == [32, 32], f"uuid4().hex has 32 digits: {ids}"
    assert set("".join(ids)) <= set(string.hexdigits.lower()), f"not all hex digits: {ids}"
    assert [uuid.UUID(each).version for each in ids] == [4, 4], f"the version of each UUID: {ids}"
    assert len(set(ids)) == 2, f"two requests without an ID got the same one: {ids}"
    assert headers.get("X-Correlation-ID", "") == "", "extract changed its argument"
    with bind(correlation_id="bound", tenant="bound"):
        made.append(extract(headers))
    assert list(made[2]) == ["correlation_id"], "correlation_id and tenant are bound"
    assert made[2]["correlation_id"] != "bound", "the new ID is the one that is bound"
