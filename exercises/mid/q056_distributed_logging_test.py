"""Checks for Q56 · Distributed logging."""

import asyncio
import collections
import contextlib
import datetime
import io
import json
import logging
import string
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from q056_distributed_logging import JsonFormatter, bind, extract, inject


def parse(line):
    """The object in a line of strict JSON."""

    def refuse(name):
        raise ValueError(f"{name} is not JSON: {line}")

    return json.loads(line, parse_constant=refuse)


def entry(**attributes):
    """A record with these attributes, formatted and read again."""
    record = logging.makeLogRecord({"name": "shop", "levelname": "INFO", **attributes})
    return parse(JsonFormatter().format(record))


def added(**extras):
    """What a record's line has in addition to the line of an empty record with nothing bound."""
    plain = {"time", "level", "logger", "message"}
    return {name: value for name, value in entry(**extras).items() if name not in plain}


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
        (0, "1970-01-01T00:00:00.000+00:00"),
    ],
)
@pytest.mark.hint(
    "`record.created` are seconds since 1970 in UTC; `json.dumps` takes care of line breaks.",
    "`datetime.fromtimestamp(seconds, UTC)` and `isoformat(timespec=...)`.",
)
def test_writes_one_line_of_json(far_from_greenwich, created, text):
    """The line is a JSON object with time, level, logger and message, line breaks escaped."""
    record = logging.LogRecord("shop.cart", 30, "f.py", 1, "%d\nitems \N{SNOWMAN}", (3,), None)
    record.created = created
    line = JsonFormatter().format(record)
    assert line.count("\n") == 0
    assert parse(line) == {
        "time": text,
        "level": "WARNING",
        "logger": "shop.cart",
        "message": "3\nitems \N{SNOWMAN}",
    }


@pytest.mark.hint(
    "`extra` becomes attributes of the record. Which attributes does every record have?",
    "Compare `vars(record)` with those of an empty record from `logging.makeLogRecord({})`.",
    "Another formatter leaves `message` and `asctime` on the record.",
)
def test_writes_the_extras(virtual_time):
    """`extra` attributes are fields, no other attribute is, and the record stays as it was."""
    stream = io.StringIO()
    logger = logging.Logger("shop")
    for formatter in (logging.Formatter("%(asctime)s %(message)s"), JsonFormatter()):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        logger.addHandler(handler)

    async def main():
        logger.info("sold", extra={"cents": 1299, "region": None})

    virtual_time(main())
    written = parse(stream.getvalue().splitlines()[-1])
    assert isinstance(written.pop("time"), str)
    expected = {"level": "INFO", "logger": "shop", "message": "sold"}
    assert written == expected | {"cents": 1299, "region": None}
    record = logging.makeLogRecord({"msg": "%d", "args": (1,), "cents": 2})
    before = dict(vars(record))
    JsonFormatter().format(record)
    assert vars(record) == before


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
        (True, True),
        (-2, -2),
        (0.5, 0.5),
        ((1, [None, "\N{SNOWMAN}"]), [1, [None, "\N{SNOWMAN}"]]),
        (datetime.date(2026, 3, 1), "2026-03-01"),
        ({"deep": [{7}]}, {"deep": ["{7}"]}),
        (float("nan"), "nan"),
        ([float("inf"), {"low": float("-inf")}], ["inf", {"low": "-inf"}]),
        ({(1, 2): "a", 3: {b"k": "b"}}, {"(1, 2)": "a", "3": {"b'k'": "b"}}),
    ],
)
@pytest.mark.hint(
    "`json.dumps(..., default=str)` is asked about values only, and not about `nan`.",
    "Turn every value into what JSON has before you dump it: recursively, keys included.",
)
def test_writes_any_value(value, written):
    """Values are written as JSON where it has a form for them, as their `str()` elsewhere."""
    assert added(field=value) == {"field": written}
    with bind(other=value):
        assert added() == {"other": written}


@pytest.mark.hint(
    "`str()` runs the object's own code, which can raise.",
    "On the way down, remember the containers that you are in. A twin beside is no cycle.",
)
def test_survives_hostile_values():
    """Objects whose `str()` raises and containers in themselves don't spoil the line."""

    class Broken:
        def __str__(self):
            raise RuntimeError("no text today")

    endless, twin = [1], ["t"]
    endless.append({"again": endless, "twins": [twin, twin]})
    knot, ring = {}, []
    knot["pair"] = (knot, knot)
    ring.append(ring)
    expected = {
        "broken": ["<unprintable Broken>"],
        "endless": [1, {"again": "...", "twins": [["t"], ["t"]]}],
        "knot": {"pair": ["...", "..."]},
        "setting": [["..."]],
    }
    assert added(broken=[Broken()], endless=endless, knot=knot, setting=[ring]) == expected


@pytest.mark.parametrize("name", ["time", "level", "logger", "message", "exception"])
@pytest.mark.hint(
    "A log call should not fail for a name: rename the extra. `bind` can refuse it.",
    "Write the formatter's own fields last, or take their names out of the way first.",
)
def test_keeps_reserved_names(name):
    """`bind` refuses a reserved name, and an extra of that name gets an underscore."""
    with pytest.raises(ValueError, match=name), bind(**{"user": "ann", name: "mine"}):
        pass
    if name != "message":  # logging itself refuses it
        record = logging.Logger("shop").makeRecord(
            "shop", 20, "f.py", 1, "text", (), None, extra={name: "mine"}
        )
        line = parse(JsonFormatter().format(record))
        assert line.pop(f"{name}_") == "mine"
        assert line.pop("time") != "mine"
        assert line == {"level": "INFO", "logger": "shop", "message": "text"}


@pytest.mark.hint(
    "What is bound when the inner block ends? Not nothing.",
    "`ContextVar.set` returns a token; `reset` with it, in a `finally`, brings the old value back.",
)
def test_bind_lasts_for_a_block():
    """Blocks add fields, the inner one wins, and each puts back what was, also after an error."""
    seen = []
    with bind(user="ann", step=1):
        with bind(step=2, part="b"):
            seen.append(added())
        seen.append(added())
        with pytest.raises(KeyError), bind(step=3, other=True):
            raise KeyError("in the block")
        seen.append(added())
    seen.append(added())
    outer = {"user": "ann", "step": 1}
    assert seen == [{"user": "ann", "step": 2, "part": "b"}, outer, outer, {}]


@pytest.mark.hint(
    "A record refuses an extra called `name`, and would lose its own: don't bind on the record.",
    "Join two dictionaries; the right-hand one wins.",
)
def test_extras_win_and_record_names_can_be_bound():
    """An extra wins over a bound field, and names of record attributes can be bound."""
    with bind(name="ann", args=[1], msg="m", user="bound"):
        assert added() == {"name": "ann", "args": [1], "msg": "m", "user": "bound"}
        line = entry(name="shop", msg="sold", user="extra")
    del line["time"], line["level"]
    expected = {"logger": "shop", "message": "sold", "user": "extra"}
    assert line == expected | {"name": "ann", "args": [1], "msg": "m"}


@pytest.mark.hint(
    "All tasks of a loop run in one thread, in turns: neither a global nor a thread-local will do.",
    "`contextvars.ContextVar`: every task works in its own copy of the context.",
    "The copy holds the same objects: never change a dictionary that is in the variable.",
)
def test_tasks_do_not_mix(virtual_time):
    """A task has the fields bound where it was created and its own, and nobody else's."""
    seen = collections.defaultdict(list)

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
    assert dict(seen) == {
        "first": [{"request": "r1"}, {"request": "r1", "worker": "first"}, {"request": "r1"}],
        "second": [{"request": "r2"}, {"request": "r2", "worker": "second"}, {"request": "r2"}],
        "main": [{"request": "r2"}, {}],
    }


@pytest.mark.hint(
    "A context variable is separate for each thread without more ado.",
    "`asyncio.to_thread` copies the context of its caller; a `threading.local` stays behind.",
)
def test_threads_do_not_mix():
    """Threads see only the fields they bound, or that came along with `asyncio.to_thread`."""
    together = threading.Barrier(3, timeout=2)

    def work(number):
        with bind(**{"number": number, f"only_{number}": True}):
            together.wait()
            inside = added()
            together.wait()
        return inside, added()

    with ThreadPoolExecutor(3) as pool:
        seen = list(pool.map(work, range(3)))
    assert seen == [({"number": n, f"only_{n}": True}, {}) for n in range(3)]

    async def main():
        with bind(request="r1"):
            return await asyncio.to_thread(added)

    assert asyncio.run(main()) == {"request": "r1"}


@pytest.mark.hint(
    "`X-Tenant` and `x-tenant` are one header: drop the old one, whatever its case, then add.",
    "What is bound for the log only, a user's address for instance, must not leave the house.",
)
def test_injects_what_travels():
    """Bound fields of `HEADERS` are added, quoted, to a copy; the other headers are kept."""
    headers = {"Accept": "*/*", "x-correlation-ID": "old", "x-tenant": "kept"}
    before = dict(headers)
    with contextlib.ExitStack() as stack:
        stack.enter_context(bind(correlation_id="a/b\r\nX-Admin: \N{SNOWMAN}", email="a@b.c"))
        first = inject(headers)
        stack.enter_context(bind(tenant=7))
        second = inject(headers)
    quoted = "a%2Fb%0D%0AX-Admin%3A%20%E2%98%83"
    assert first == {"Accept": "*/*", "x-tenant": "kept", "X-Correlation-ID": quoted}
    assert second == {"Accept": "*/*", "X-Correlation-ID": quoted, "X-Tenant": "7"}
    nothing = inject(headers)
    assert headers == before
    assert nothing == headers
    assert nothing is not headers, "inject returned its argument, not a new dict"


@pytest.mark.hint(
    "Compare names in lower case, and decode with `urllib.parse.unquote`.",
    "A default that is evaluated once gives every request the same ID.",
)
def test_extracts_what_came():
    """Fields come from headers in any letter case, decoded; a missing ID is made anew."""
    headers = {"X-CORRELATION-id": "a%2Fb%0D%0A%E2%98%83", "x-tenant": "7", "Accept": "*/*"}
    assert extract(headers) == {"correlation_id": "a/b\r\n\N{SNOWMAN}", "tenant": "7"}
    made = [extract({}), extract({"X-Tenant": "", "X-Correlation-ID": ""})]
    assert [list(fields) for fields in made] == [["correlation_id"]] * 2
    ids = [fields["correlation_id"] for fields in made]
    assert [len(made_id) for made_id in ids] == [32, 32]
    assert set("".join(ids)) <= set(string.hexdigits.lower()), f"not all hex digits: {ids}"
    assert len(set(ids)) == 2, f"two requests without an ID got the same one: {ids}"
