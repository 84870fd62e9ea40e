"""Checks for Q58 · Async iterators. All run in virtual time: a minute's sleep takes no time."""

import asyncio
import contextlib
import inspect
import re

import pytest
from q058_async_iterators import Ticker, batch


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


class Quiet(Exception):
    """An exception that is false."""

    def __bool__(self):
        return False


class Plain:
    """An async iterable whose iterator has no methods but the two it needs."""

    def __init__(self, *script):
        self.script = script

    def __aiter__(self):
        return PlainIterator(iter(self.script))


class PlainIterator:
    """Follows a script: `Wait` sleeps, an exception is raised, all else is an item, or holds it."""

    def __init__(self, script):
        self.script = script

    def __aiter__(self):
        return self

    async def __anext__(self):
        for step in self.script:
            if isinstance(step, Wait):
                await asyncio.sleep(step.seconds)
            elif isinstance(step, Exception):
                raise step
            else:
                return step.value if isinstance(step, Item) else step
        raise StopAsyncIteration


class Item:
    """Stands in a script for an item that is an exception."""

    def __init__(self, value):
        self.value = value


class Wait:
    def __init__(self, seconds):
        self.seconds = seconds


class Closable(Plain):
    """An async iterable whose iterator has an `aclose` too, which takes an hour."""

    closed = False

    def __aiter__(self):
        iterator = PlainIterator(iter(self.script))
        iterator.aclose = self._close  # the stream itself has no `aclose`
        return iterator

    async def _close(self):
        await asyncio.sleep(3600)
        self.closed = True


class Generated(Plain):
    """An async iterable whose iterator is an async generator that needs half a second to end."""

    closed = False

    async def __aiter__(self):
        try:
            async for item in PlainIterator(iter(self.script)):
                yield item
        finally:
            await asyncio.sleep(0.5)
            self.closed = True


def tasks_left():
    return asyncio.all_tasks() - {asyncio.current_task()}


@pytest.mark.hint(
    "`__aiter__` is a plain method that returns `self`, `__anext__` an `async def`.",
    "At the end, `__anext__` raises `StopAsyncIteration`, again and again if asked.",
)
def test_ticker_ticks_and_ends(virtual_time):
    """Tick `n` comes after `n` intervals, and after `count` ticks nothing more comes."""

    async def main():
        ticker = Ticker(2.5, 3)
        is_iterator = aiter(ticker) is ticker
        ticks = await timed(ticker)
        again = await timed(ticker), await anext(ticker, "ended"), now()
        nothing = await timed(Ticker(2.5, count=0))
        endless = Ticker(1)
        return is_iterator, ticks, again, nothing, [await anext(endless) for _ in range(300)]

    is_iterator, ticks, again, nothing, many = virtual_time(main())
    assert ticks == [(1, 2.5), (2, 5), (3, 7.5)], "pairs (tick, time) of Ticker(2.5, 3)"
    assert again == ([], "ended", 7.5), "Ticker(2.5, 3) was asked again after its end"
    assert nothing == [], "the ticks of Ticker(2.5, count=0)"
    assert many == list(range(1, 301)), "300 ticks of Ticker(1)"
    assert is_iterator, "aiter(ticker) is not the ticker itself"


@pytest.mark.hint("Neither `__init__` nor `__aiter__` knows when the first tick is asked for.")
def test_time_begins_with_the_first_request(virtual_time):
    """The time of a ticker begins when its first tick is asked for, not when it is made."""

    async def main():
        await asyncio.sleep(1)
        ticker = Ticker(4, 2)
        await asyncio.sleep(1)
        iterator = aiter(ticker)
        await asyncio.sleep(1)
        return [(await anext(iterator), now()) for _ in range(2)]

    assert virtual_time(main()) == [(1, 7), (2, 11)], (
        "pairs (tick, time) of a Ticker(4, 2) made at 1, handed to `aiter` at 2 and asked at 3"
    )


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

    assert virtual_time(main()) == [(1, 2), (2, 4), (3, 9), (4, 9.25), (5, 10), (6, 12)], (
        "pairs (tick, time) of Ticker(2); the consumer is busy from 2 to 3, and from 4 to 9"
    )


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
        late = Ticker(4)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(anext(late), 1)
        await asyncio.sleep(6)
        seen.append((await anext(late), now()))
        return seen

    assert virtual_time(main()) == [(1, 4), (2, 8), (1, 15)], (
        "pairs (tick, time) of a Ticker(4, 2), asked with timeouts of 3, 2, 1 and 5 seconds; and "
        "of another one, asked first at 8 with a timeout of 1, and again at 15"
    )


@pytest.mark.parametrize(
    ("interval", "count", "bad"),
    [
        (0, None, 0),
        (0.0, 1, 0.0),
        (-0.5, 3, -0.5),
        (float("nan"), None, float("nan")),
        (1, -1, -1),
        (2.5, -7, -7),
    ],
)
@pytest.mark.hint(
    "Check in `__init__`. A `count` of 0 is allowed, an `interval` of 0 is not.",
    "`nan <= 0` is false. What is `nan > 0`?",
)
def test_ticker_refuses_bad_arguments(interval, count, bad):
    """An interval not greater than 0 and a negative count raise a `ValueError` that names them."""
    with pytest.raises(ValueError, match=re.escape(repr(bad))):
        Ticker(interval, count)
    good = [Ticker(0.001, 0), Ticker(1e-9), Ticker(float("inf"))]
    assert [isinstance(ticker, Ticker) for ticker in good] == [True] * 3


@pytest.mark.hint(
    "What is left at the end is a batch too, unless there is nothing.",
    "None is an item like any other.",
)
def test_batch_cuts_into_lists(virtual_time):
    """Batches are lists of `size` items of any kind; the last may be shorter, none is empty."""

    async def batches(items, size):
        return [part async for part in batch(Generated(*items), size, 60)]

    async def main():
        is_generator = inspect.isasyncgen(batch(Generated(), 1, 60))
        return is_generator, [
            await batches("abc", 1),
            await batches("abcdef", 2),
            await batches("aabccc", 7),
            await batches("", 3),
            await batches([None, 0, [], None, False], 3),
            await batches([Item(error), Item(end)], 2),
        ]

    error, end = OSError("an item"), StopAsyncIteration()
    is_generator, seen = virtual_time(main())
    assert seen[0] == [["a"], ["b"], ["c"]], "the items a b c; size 1"
    assert seen[1] == [["a", "b"], ["c", "d"], ["e", "f"]], "the items a b c d e f; size 2"
    assert seen[2] == [["a", "a", "b", "c", "c", "c"]], "the items a a b c c c; size 7"
    assert seen[3] == [], "no items"
    assert seen[4] == [[None, 0, []], [None, False]], "the items None 0 [] None False; size 3"
    assert seen[5] == [[error, end]], "items that are exceptions, but were not raised; size 2"
    assert is_generator, "batch(…) is no async generator"


@pytest.mark.hint("`await anext(iterator)` works with each of them.", "A `Ticker` has no `aclose`.")
def test_batch_takes_any_stream(virtual_time):
    """A stream may be a generator, an iterator with two methods, or an iterable that has one."""

    async def letters():
        yield "a"
        yield "b"

    async def main():
        streams = [letters(), Plain("a", "b"), aiter(Plain("a", "b")), Ticker(1, 2), Plain()]
        return [[items async for items in batch(stream, 2, 60)] for stream in streams]

    assert virtual_time(main()) == [[["a", "b"]], [["a", "b"]], [["a", "b"]], [[1, 2]], []]


@pytest.mark.hint("Look at the size before you ask the stream for anything.")
def test_batch_refuses_a_size_below_one(virtual_time):
    """A size below 1 raises a `ValueError` that names it."""

    async def message(size):
        try:
            return await anext(batch(Plain("a", "b"), size, 60))
        except ValueError as error:
            return f"ValueError: {error}"

    async def main():
        return [await message(0), await message(-2)]

    zero, negative = virtual_time(main())
    assert re.match("ValueError: .*0", str(zero)), f"with a size of 0, this came: {zero}"
    assert re.match("ValueError: .*-2", str(negative)), f"with a size of -2, this came: {negative}"


@pytest.mark.hint(
    "The clock of a batch starts with its first item; without one it waits as long as it takes.",
    "`asyncio.wait_for` cancels what it waits for, and a generator does not survive that.",
    "`asyncio.wait([task], timeout=…)` leaves the task alone: go on waiting for it next time.",
)
def test_batch_waits_no_longer_than_allowed(virtual_time):
    """A batch is given when full, or `wait` seconds after its first item, and no item is lost."""
    steps = [20, "a", 4, "b", 5, "c", 3, "d", 1, "e", 30, "f", 6, "g", 6, "h"]

    async def main():
        script = [step if isinstance(step, str) else Wait(step) for step in steps]
        seen = await timed(batch(Generated(*script), 3, 10))
        without_wait = await timed(batch(Generated("i", Wait(5), "j", Wait(5), "k"), 2, 0))
        short = await timed(batch(Plain("l", Wait(5), "m"), 2, 0.25))
        return seen, without_wait, short, await timed(batch(Plain("n", Wait(500), "o"), 2, 600))

    seen, without_wait, short, long = virtual_time(main())
    assert seen == [
        (["a", "b", "c"], 29),
        (["d", "e"], 42),
        (["f", "g"], 73),
        (["h"], 75.5),
    ], "a comes at 20, b 24, c 29, d 32, e 33, f 63, g 69, h 75, the end 75.5; size 3, wait 10"
    assert without_wait == [(["i"], 75.5), (["j"], 80.5), (["k"], 85.5)], (
        "i comes at 75.5, j and k 5 seconds later each; size 2, wait 0"
    )
    assert short == [(["l"], 86.25), (["m"], 91)], "l comes at 86, m 91, the end 91; wait 0.25"
    assert long == [(["n", "o"], 591)], "n comes at 91, o 500 seconds later; size 2, wait 600"


@pytest.mark.parametrize("kind", [OSError, TimeoutError, RuntimeError, Quiet])
@pytest.mark.parametrize(
    ("items", "batches"),
    [
        ("ab", [(["a", "b"], 1)]),
        ("abc", [(["a", "b"], 1), (["c"], 2)]),
    ],
)
@pytest.mark.hint(
    "Keep the exception until the items that you have are given.",
    "A task that is done keeps its exception: look at `task.exception()` before you take it.",
    "A stream may raise a `TimeoutError` of its own: is yours over, or did the stream raise it?",
)
def test_batch_gives_what_it_has_before_an_error(virtual_time, items, batches, kind):
    """If the stream raises, the items so far are a last batch, then the exception is raised."""
    error = kind("source")

    async def main():
        seen = []
        batched = batch(Plain(Wait(1), *items, Wait(1), error, "later"), 2, 60)
        with pytest.raises(kind) as caught:
            async for part in batched:
                seen.append((part, now()))
        return seen, caught.value, await anext(batched, "ended")

    seen, raised, end = virtual_time(main())
    assert seen == batches, f"{list(items)} came at 1, and the exception at 2; size 2, wait 60"
    assert raised is error
    assert end == "ended", "a batch was given after the exception"


@pytest.mark.parametrize("last", [[], [OSError("source")]], ids=["end", "error"])
@pytest.mark.hint(
    "A `finally` in an async generator runs when it ends, and when it is closed.",
    "An iterator that has an `aclose` need not be a generator.",
)
def test_the_end_closes_the_stream(virtual_time, last):
    """When the stream has ended or raised, it is closed before `batch` ends, with no task left."""
    stream = Closable("a", Wait(1), "b", *last)

    async def main():
        batched = batch(stream, 3, 60)
        seen = [await anext(batched)]
        try:
            await anext(batched)
        except (StopAsyncIteration, OSError) as error:
            seen.append(type(error).__name__)
        return seen, stream.closed, tasks_left()

    seen, closed, left = virtual_time(main())
    assert seen == [["a", "b"], "OSError" if last else "StopAsyncIteration"]
    assert closed, "the stream has an `aclose`, which had not run to its end when `batch` ended"
    assert left == set(), "tasks that are left"


@pytest.mark.parametrize(
    ("kind", "size", "script"),
    [(Closable, 1, ["a", "b"]), (Generated, 2, ["a", Wait(9), "b"])],
    ids=["nothing on its way", "an item on its way"],
)
@pytest.mark.hint(
    "`aclose()` raises `GeneratorExit` at the `yield` of an async generator.",
    "`aclose` of a generator that waits for something raises: cancel its task first, and await it.",
)
def test_aclose_closes_the_stream(virtual_time, kind, size, script):
    """After `aclose()`, the stream is closed, and no task is left."""
    stream = kind(*script)

    async def main():
        batched = batch(stream, size, 1)
        first = await anext(batched)
        await batched.aclose()
        return first, stream.closed, tasks_left(), await anext(batched, "ended")

    first, closed, left, end = virtual_time(main())
    assert first == ["a"]
    assert closed, f"a stream that is {kind.__name__} was not closed when `aclose()` returned"
    assert left == set(), "tasks that are left"
    assert end == "ended", "a batch was given after `aclose()`"


@pytest.mark.parametrize(("kind", "size"), [(Generated, 1), (Closable, 2)])
@pytest.mark.hint(
    "Where the consumer waits, there your generator waits: its `await` raises `CancelledError`.",
    "`asyncio.wait` does not cancel the tasks that it waits for.",
)
def test_cancelling_closes_the_stream(virtual_time, kind, size):
    """When the waiting consumer is cancelled, the stream is closed, and no task is left."""
    stream = kind("a", Wait(9), "b")
    seen = []

    async def consume(batched):
        async for items in batched:
            seen.append(items)

    async def main():
        batched = batch(stream, size, 60)
        task = asyncio.create_task(consume(batched))
        await asyncio.sleep(3)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), stream.closed, tasks_left(), await anext(batched, "ended")

    cancelled, closed, left, end = virtual_time(main())
    assert seen == ([["a"]] if size == 1 else []), f"a came at 0, size {size}, cancelled at 3"
    assert cancelled, "the consumer was cancelled at 3, but heard nothing of it"
    assert closed, f"a stream that is {kind.__name__} was not closed when the consumer had ended"
    assert left == set(), "tasks that are left"
    assert end == "ended", "a batch was given after the cancellation"


@pytest.mark.hint(
    "A task that failed complains when it is collected, unless somebody asked for its exception.",
    "`await asyncio.gather(task, return_exceptions=True)` asks.",
)
def test_no_exception_is_left_behind(virtual_time):
    """An exception of the stream, before the consumer closed or by closing, is retrieved."""

    async def raising():
        yield "a"
        try:
            await asyncio.sleep(9)
        finally:
            raise OSError("closing")

    async def main():
        batched = batch(Plain("a", Wait(5), OSError("source")), 2, 1)
        seen = [(await anext(batched), now())]
        await asyncio.sleep(9)
        await batched.aclose()
        other = batch(raising(), 2, 1)
        seen.append(await anext(other))
        with contextlib.suppress(OSError):  # it may come out here, or be lost
            await other.aclose()
        return seen, await anext(batched, "ended"), tasks_left()

    assert virtual_time(main()) == ([(["a"], 1), ["a"]], "ended", set())
