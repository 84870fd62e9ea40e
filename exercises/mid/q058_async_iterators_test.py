"""Checks for Q58 · Async iterators. All run in virtual time: a minute's sleep takes no time."""

import asyncio
import contextlib
import inspect

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


class Stream:
    """Makes an async generator that follows a script and takes `seconds` to end.

    In a script, `Wait` sleeps; all else is an item.
    """

    def __init__(self, *script, seconds=0.5):
        self.script, self.seconds, self.closed = script, seconds, False

    async def generate(self):
        try:
            for step in self.script:
                if isinstance(step, Wait):
                    await asyncio.sleep(step.seconds)
                else:
                    yield step
        finally:
            await asyncio.sleep(self.seconds)
            self.closed = True


class Wait:
    def __init__(self, seconds):
        self.seconds = seconds


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
        ticker = Ticker(4, 3)
        await asyncio.sleep(1)
        iterator = aiter(ticker)
        await asyncio.sleep(1)
        ticks = [(await anext(iterator), now()) for _ in range(2)]
        await asyncio.sleep(1)
        return ticks + await timed(ticker)

    assert virtual_time(main()) == [(1, 7), (2, 11), (3, 15)], (
        "pairs (tick, time) of a Ticker(4, 3) made at 1, handed to `aiter` at 2 and asked at 3, "
        "and again at 12 by another `async for`"
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


@pytest.mark.hint(
    "What is left at the end is a batch too, unless there is nothing.",
    "None is an item like any other.",
)
def test_batch_cuts_into_lists(virtual_time):
    """Batches are lists of `size` items; the last may be shorter, none is empty."""

    async def batches(items, size):
        return [part async for part in batch(Stream(*items).generate(), size, 60)]

    async def main():
        is_generator = inspect.isasyncgen(batch(Stream().generate(), 1, 60))
        return is_generator, [
            await batches("abc", 1),
            await batches("abcdef", 2),
            await batches("aabccc", 7),
            await batches("", 3),
            await batches([None, "", "a", None, None], 3),
        ]

    is_generator, seen = virtual_time(main())
    assert seen[0] == [["a"], ["b"], ["c"]], "the items a b c; size 1"
    assert seen[1] == [["a", "b"], ["c", "d"], ["e", "f"]], "the items a b c d e f; size 2"
    assert seen[2] == [["a", "a", "b", "c", "c", "c"]], "the items a a b c c c; size 7"
    assert seen[3] == [], "no items"
    assert seen[4] == [[None, "", "a"], [None, None]], "the items None '' a None None; size 3"
    assert is_generator, "batch(…) is no async generator"


@pytest.mark.hint(
    "The clock of a batch starts with its first item; without one it waits as long as it takes.",
    "`asyncio.wait_for` cancels what it waits for, and a generator does not survive that.",
    "`asyncio.wait([task], timeout=…)` leaves the task alone: go on waiting for it next time.",
)
def test_batch_waits_no_longer_than_allowed(virtual_time):
    """A batch is given when full, or `wait` seconds after its first item, and no item is lost."""
    steps = [20, "a", 4, "b", 5, "c", 3, "d", 1, "e", 30, "f", 6, "g", 6, "h"]

    async def batches(*script, size, wait):
        return await timed(batch(Stream(*script).generate(), size, wait))

    async def main():
        script = [step if isinstance(step, str) else Wait(step) for step in steps]
        seen = await batches(*script, size=3, wait=10)
        short = await batches("l", Wait(5), "m", size=2, wait=0.25)
        long = await batches("n", Wait(500), "o", size=2, wait=600)
        late = await batches("p", Wait(7), "q", Wait(3), "r", size=2, wait=4)
        return seen, short, long, late

    seen, short, long, late = virtual_time(main())
    assert seen == [
        (["a", "b", "c"], 29),
        (["d", "e"], 42),
        (["f", "g"], 73),
        (["h"], 75.5),
    ], "a comes at 20, b 24, c 29, d 32, e 33, f 63, g 69, h 75, the end 75.5; size 3, wait 10"
    assert short == [(["l"], 75.75), (["m"], 80.75)], (
        "l comes at 75.5, m at 80.5; size 2, wait 0.25"
    )
    assert long == [(["n", "o"], 581)], "n comes at 81, o 500 seconds later; size 2, wait 600"
    assert late == [(["p"], 585.5), (["q", "r"], 591.5)], (
        "p comes at 581.5, q at 588.5, r at 591.5; size 2, wait 4"
    )


@pytest.mark.parametrize(
    ("size", "script", "busy"),
    [
        (1, ["a", "b", Wait(99)], 0),
        (2, ["a", Wait(9), "b"], 0),
        (2, ["a", Wait(9), "b", Wait(99)], 20),
    ],
    ids=["nothing on its way", "an item on its way", "an item that came meanwhile"],
)
@pytest.mark.hint(
    "`aclose()` raises `GeneratorExit` at the `yield` of an async generator.",
    "`aclose` of a generator that waits for something raises: cancel its task first, and await it.",
)
def test_aclose_closes_the_stream(virtual_time, size, script, busy):
    """After `aclose()`, the stream is closed, and no task is left."""
    stream = Stream(*script, seconds=3600)

    async def main():
        batched = batch(stream.generate(), size, 1)
        first = await anext(batched)
        await asyncio.sleep(busy)
        await batched.aclose()
        return first, stream.closed, tasks_left(), await anext(batched, "ended")

    first, closed, left, end = virtual_time(main())
    assert first == ["a"]
    assert closed, "the stream, which takes an hour to end, was not closed when `aclose()` returned"
    assert left == set(), "tasks that are left"
    assert end == "ended", "a batch was given after `aclose()`"
