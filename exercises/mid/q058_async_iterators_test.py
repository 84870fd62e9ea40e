"""Checks for Q58 · Async iterators. All run in virtual time: a minute's sleep takes no time."""

import asyncio
import contextlib

import pytest
from q058_async_iterators import Ticker, batch, merge

BOTH = pytest.mark.parametrize(
    "combine",
    [
        pytest.param(lambda *streams: merge(*streams), id="merge"),
        pytest.param(lambda *streams: batch(streams[0], 1, 60), id="batch"),
    ],
)


def now():
    return asyncio.get_running_loop().time()


async def timed(stream):
    """The items of a stream, no more than 50, each with the time at which it came."""
    seen = []
    async for item in stream:
        seen.append((item, now()))
        if len(seen) == 50:
            break
    return seen


class Streams:
    """Makes streams that follow a script, and keeps account of them.

    In a script, a number is a sleep of as many seconds, a string an item, an exception is raised.
    A stream that is closed or ends takes half a second for it. `asked` counts the items that were
    asked for, `open` are the numbers of the streams that have begun but not ended.
    """

    def __init__(self):
        self.made = self.asked = 0
        self.open = set()

    def __call__(self, *script):
        self.made += 1
        return self.follow(self.made, script)

    async def follow(self, number, script):
        self.open.add(number)
        try:
            self.asked += 1
            for step in script:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, str):
                    yield step
                    self.asked += 1
                else:
                    await asyncio.sleep(step)
        finally:
            await asyncio.sleep(0.5)
            self.open.remove(number)

    def left(self):
        """What is left: the streams that are open, and the tasks beside the present one."""
        return self.open, asyncio.all_tasks() - {asyncio.current_task()}


NOTHING = (set(), set())


class Plain:
    """An async iterable whose iterator has no method but the two it needs."""

    def __init__(self, items):
        self.items = items

    def __aiter__(self):
        return PlainIterator(iter(self.items))


class PlainIterator:
    def __init__(self, items):
        self.items = items

    def __aiter__(self):
        return self

    async def __anext__(self):
        for item in self.items:
            return item
        raise StopAsyncIteration


@pytest.mark.hint(
    "`__aiter__` is a plain method that returns `self`, `__anext__` an `async def`.",
    "At the end, `__anext__` raises `StopAsyncIteration`, again and again if asked.",
)
def test_ticker_ticks_and_ends(virtual_time):
    """Tick `n` comes after `n` intervals, and after `count` ticks nothing more comes."""

    async def main():
        await asyncio.sleep(1)
        ticker, empty = Ticker(2.5, 3), Ticker(2.5, count=0)
        await asyncio.sleep(1)
        assert aiter(ticker) is ticker
        ticks = await timed(ticker)
        again, nothing, end = await timed(ticker), await timed(empty), now()
        many = Ticker(1, 300)
        last = [await anext(many, "ended") for _ in range(301)][-2:]
        return ticks, again, nothing, end, last

    ticks, again, empty, end, last = virtual_time(main())
    assert ticks == [(1, 4.5), (2, 7), (3, 9.5)]
    assert (again, empty, end) == ([], [], 9.5)
    assert last == [300, "ended"]


@pytest.mark.hint(
    "Sleeping for one interval each time adds the consumer's time to it.",
    "Remember the start. Sleep until tick `n` is due: `start + n * interval`.",
    "`asyncio.sleep` of a negative number returns at once.",
)
def test_ticker_does_not_drift(virtual_time):
    """A busy consumer gets late ticks at once, none is left out, and later ones are on time."""

    async def main():
        seen = []
        async for tick in Ticker(2):
            seen.append((tick, now()))
            await asyncio.sleep({1: 1, 2: 5}.get(tick, 0.25))
            if tick == 6:
                return seen

    assert virtual_time(main()) == [(1, 2), (2, 4), (3, 9), (4, 9.25), (5, 10), (6, 12)]


@pytest.mark.hint(
    "A `CancelledError` comes out of your `await`. What have you counted by then?",
    "Count a tick when it has come, not when it is asked for.",
)
def test_ticker_loses_no_tick(virtual_time):
    """A tick whose wait was cancelled is given, on time, when the ticker is asked again."""

    async def main():
        ticker, seen = Ticker(4, 2), []
        for seconds in (3, 2, 1, 5):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    seen.append((await anext(ticker), now()))
        return seen

    assert virtual_time(main()) == [(1, 4), (2, 8)]


@pytest.mark.parametrize(
    ("args", "culprit"), [((0,), "0"), ((-0.5, 3), "-0.5"), ((1, -1), "-1"), ((2, -7), "-7")]
)
@pytest.mark.hint("Check in `__init__`. A `count` of 0 is allowed, an `interval` of 0 is not.")
def test_ticker_refuses_bad_arguments(args, culprit):
    """An interval of 0 or less and a negative count raise a `ValueError` that names them."""
    with pytest.raises(ValueError, match=culprit):
        Ticker(*args)
    assert type(Ticker(0.5, 0)) is Ticker


@pytest.mark.hint(
    "One `async for` after the other would wait for the first stream to end.",
    "Keep a task for the next item of each stream, and wait for whichever is done first.",
)
def test_merge_gives_items_as_they_come(virtual_time):
    """Items come at their own times from streams of any kind, until the last stream has ended."""
    make = Streams()

    async def main():
        merged = merge(make(1, "a", 9, "b"), Ticker(4, 2), make(2, "x", 1, "y", 2, "z"), make())
        seen = await timed(merged)
        left = make.left()
        return seen, left, [await timed(merge(*plain)) for plain in plains]

    plains = [(), (Plain([]),), (Plain("abc"),), (Plain([None]), Plain([]))]
    seen, left, others = virtual_time(main())
    assert seen == [("a", 1), ("x", 2), ("y", 3), (1, 4), ("z", 5), (2, 8), ("b", 10)]
    assert left == NOTHING
    assert [[item for item, _ in other] for other in others] == [[], [], ["a", "b", "c"], [None]]


@BOTH
@pytest.mark.hint(
    "A queue without limit takes whatever a fast stream has, wanted or not.",
    "Ask a stream for its next item when the consumer has been given the one before.",
)
def test_reads_little_ahead(virtual_time, combine):
    """Nothing is asked for too soon, and at most two items of a stream wait for the consumer."""
    make = Streams()

    async def main():
        ahead = []
        async with contextlib.aclosing(combine(make(*"abc" * 100))) as combined:
            await asyncio.sleep(1)
            ahead.append(make.asked)
            for number in range(1, 11):
                await anext(combined)
                await asyncio.sleep(1)
                ahead.append(make.asked - number)
        return ahead

    ahead = virtual_time(main())
    assert ahead[0] == 0
    assert len(ahead) == 11
    assert max(ahead) <= 2, f"asked for up to {max(ahead)} items that nobody wanted yet"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([("x", 60, "y")], ["x", "a"]),
        ([(3, OSError("at the same time"))], ["a"]),
        ([(), (1, "x", 1, "y", 60, "z")], ["x", "y", "a"]),
    ],
    ids=["one waits", "one fails too", "one has ended"],
)
@pytest.mark.hint(
    "`task.result()` raises what the stream raised.",
    "In a `finally`: cancel the tasks that still wait, gather them, then close the iterators.",
)
def test_merge_passes_errors_on(virtual_time, others, expected):
    """The exception of a stream reaches the consumer when all other streams have been closed."""
    make, error = Streams(), OSError("source")

    async def main():
        seen = []
        streams = [make(*script) for script in [(2.5, "a", 0.5, error), *others]]
        with pytest.raises(OSError) as caught:
            async for item in merge(*streams):
                seen.append(item)
        return seen, caught.value, make.left()

    seen, raised, left = virtual_time(main())
    assert seen == expected
    assert raised is error or raised in others[0], f"{raised!r} is the exception of no stream"
    assert left == NOTHING


@BOTH
@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("how", ["aclose", "cancel"])
@pytest.mark.hint(
    "An async generator is closed by `aclose`; a `finally` or `async with` in yours is then run.",
    "`aclose` of a generator that waits for something raises: cancel its task first, and await it.",
    "A `Ticker` has no `aclose`.",
)
def test_stopping_early_closes_every_stream(virtual_time, combine, how, after):
    """After `aclose()`, or when the waiting consumer is cancelled, no stream or task is left."""
    make = Streams()

    async def consume(combined):
        for _ in range(after):
            await anext(combined)
        if how == "cancel":
            await anext(combined)

    async def main():
        combined = combine(make(1, "a", 2, "b", 60, "c"), make(90, "x"), Ticker(120))
        task = asyncio.create_task(consume(combined))
        await asyncio.sleep((0.5, 1.5, 5)[after])
        if how == "cancel":
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            await task
            await combined.aclose()
        return make.left(), await anext(combined, "ended")

    left, end = virtual_time(main())
    assert left == NOTHING
    assert end == "ended"


@pytest.mark.parametrize(
    ("items", "size", "expected"),
    [
        ("abcdef", 1, [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("abcdef", 2, [["a", "b"], ["c", "d"], ["e", "f"]]),
        ("abcdef", 4, [["a", "b", "c", "d"], ["e", "f"]]),
        ("abcdef", 7, [["a", "b", "c", "d", "e", "f"]]),
        ("a" * 301, 300, [["a"] * 300, ["a"]]),
    ],
    ids=["1", "2", "4", "7", "300"],
)
@pytest.mark.hint("What is left at the end is a batch too, unless there is nothing.")
def test_batch_cuts_into_lists(virtual_time, items, size, expected):
    """Batches are lists of `size` items; the last may be shorter, and none is empty."""
    make = Streams()

    async def main():
        seen = await timed(batch(make(*items), size, 60))
        left = make.left()
        plain = await timed(batch(Plain("xy"), size, 60))
        return seen, left, plain, await timed(batch(Plain(""), size, 60))

    seen, left, plain, empty = virtual_time(main())
    assert [batched for batched, _ in seen] == expected
    assert seen[-1][1] <= 0.5, f"the last batch came {seen[-1][1]} s after the stream had begun"
    assert left == NOTHING
    assert [item for batched, _ in plain for item in batched] == ["x", "y"]
    assert empty == []


@pytest.mark.parametrize("size", [0, -2])
@pytest.mark.hint("Look at the size before you ask the stream for anything.")
def test_batch_refuses_a_size_below_one(virtual_time, size):
    """A size below 1 raises a `ValueError` that names it."""

    async def main():
        return await timed(batch(Plain("abc"), size, 60))

    with pytest.raises(ValueError, match=f"{size}"):
        virtual_time(main())


@pytest.mark.hint(
    "The clock of a batch starts with its first item; without one it waits as long as it takes.",
    "`asyncio.wait_for` cancels what it waits for, and a generator does not survive that.",
    "`asyncio.wait([task], timeout=...)` leaves the task alone: go on waiting for it next time.",
)
def test_batch_waits_no_longer_than_allowed(virtual_time):
    """A batch is given when full, or `wait` seconds after its first item, and no item is lost."""
    make = Streams()
    script = [20, "a", 4, "b", 5, "c", 3, "d", 1, "e", 30, "f", 6, "g", 6, "h"]

    async def main():
        return await timed(batch(make(*script), 3, 10))

    # a comes at 20, b 24, c 29, d 32, e 33, f 63, g 69, h 75
    assert virtual_time(main()) == [
        (["a", "b", "c"], 29),
        (["d", "e"], 42),
        (["f", "g"], 73),
        (["h"], 75.5),
    ]


@pytest.mark.parametrize("before", [[], ["a"], ["a", "b"], ["a", "b", "c"]], ids=len)
@pytest.mark.hint(
    "Keep the exception until the items that you have are given.",
    "A task that is done keeps its exception: look at `task.exception()` before you take it.",
)
def test_batch_gives_what_it_has_before_an_error(virtual_time, before):
    """If the stream raises, the items so far are a last batch, then the exception is raised."""
    make, error = Streams(), OSError("source")

    async def main():
        seen = []
        with pytest.raises(OSError) as caught:
            async for items in batch(make(1, *before, 1, error), 2, 60):
                seen.append(items)
        return seen, caught.value, make.left()

    seen, raised, left = virtual_time(main())
    assert seen == [before[i : i + 2] for i in range(0, len(before), 2)]
    assert raised is error
    assert left == NOTHING
