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

    def __repr__(self):
        return f"Wait({self.seconds})"


def tasks_left():
    """What the tasks run, save the one that asks."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    coroutines = [task.get_coro() for task in tasks]
    return sorted(getattr(each, "__qualname__", type(each).__name__) for each in coroutines)


@pytest.mark.hint(
    "`__aiter__` is a plain method that returns `self`, `__anext__` an `async def`.",
    "At the end, `__anext__` raises `StopAsyncIteration`, again and again if asked.",
)
def test_ticker_ticks_and_ends(virtual_time):
    """Tick `n` comes after `n` intervals, and after `count` ticks nothing more comes."""

    async def timed_ticks(*args, **kwargs):
        return await timed(Ticker(*args, **kwargs))

    async def asked_again_after_the_end(*args):
        ticker = Ticker(*args)
        await timed(ticker)
        return await timed(ticker), await anext(ticker, "ended"), now()

    async def first_300(*args):
        ticker = Ticker(*args)
        return [await anext(ticker, "ended") for _ in range(300)]

    async def is_its_own_iterator(*args):
        ticker = Ticker(*args)
        return aiter(ticker) is ticker

    assert virtual_time(timed_ticks(2.5, 3)) == [(1, 2.5), (2, 5), (3, 7.5)]
    assert virtual_time(asked_again_after_the_end(2.5, 3)) == ([], "ended", 7.5), (
        "what a second `async for` gave, then `anext`, and when"
    )
    assert virtual_time(timed_ticks(2.5, count=0)) == []
    assert virtual_time(first_300(1)) == list(range(1, 301))
    assert virtual_time(is_its_own_iterator(2.5, 3)) is True


@pytest.mark.hint("Neither `__init__` nor `__aiter__` knows when the first tick is asked for.")
def test_time_begins_with_the_first_request(virtual_time):
    """The time of a ticker begins when its first tick is asked for, not when it is made."""

    async def main():
        await asyncio.sleep(1)
        ticker = Ticker(4, 3)
        await asyncio.sleep(1)
        iterator = aiter(ticker)
        await asyncio.sleep(1)
        ticks = [(await anext(iterator, "ended"), now()) for _ in range(2)]
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
                break
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
                    seen.append((await anext(ticker, "ended"), now()))
        late = Ticker(4)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(anext(late, "ended"), 1)
        await asyncio.sleep(6)
        seen.append((await anext(late, "ended"), now()))
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

    async def batches(items, *, size):
        return [part async for part in batch(Stream(*items).generate(), size, 60)]

    async def is_an_async_generator():
        return inspect.isasyncgen(batch(Stream().generate(), 1, 60))

    assert virtual_time(batches("abc", size=1)) == [["a"], ["b"], ["c"]]
    assert virtual_time(batches("abcdef", size=2)) == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert virtual_time(batches("aabccc", size=7)) == [["a", "a", "b", "c", "c", "c"]]
    assert virtual_time(batches("", size=3)) == []
    parts = [[None, "", "a"], [None, None]]
    assert virtual_time(batches([None, "", "a", None, None], size=3)) == parts
    assert virtual_time(is_an_async_generator()) is True, "what `batch` returned"


@pytest.mark.hint(
    "The clock of a batch starts with its first item; without one it waits as long as it takes.",
    "`asyncio.wait_for` cancels what it waits for, and a generator does not survive that.",
    "`asyncio.wait([task], timeout=…)` leaves the task alone: go on waiting for it next time.",
)
def test_batch_waits_no_longer_than_allowed(virtual_time):
    """A batch is given when full, or `wait` seconds after its first item, and no item is lost."""

    async def timed_batches(*, size, wait, end, **times):
        now, script = 0, []
        for item, time in times.items():
            script += [Wait(time - now), item]
            now = time
        return await timed(batch(Stream(*script, seconds=end - now).generate(), size, wait))

    moments = "pairs (batch, time); each item, and the end, comes at the time given"
    assert virtual_time(
        timed_batches(a=20, b=24, c=29, d=32, e=33, f=63, g=69, h=75, end=75.5, size=3, wait=10)
    ) == [(["a", "b", "c"], 29), (["d", "e"], 42), (["f", "g"], 73), (["h"], 75.5)], moments
    assert virtual_time(timed_batches(k=1, m=6, end=7, size=2, wait=0.25)) == (
        [(["k"], 1.25), (["m"], 6.25)]
    ), moments
    assert virtual_time(timed_batches(k=1, m=501, end=502, size=2, wait=600)) == (
        [(["k", "m"], 501)]
    ), moments
    assert virtual_time(timed_batches(k=1, m=8, n=11, end=12, size=2, wait=4)) == (
        [(["k"], 5), (["m", "n"], 11)]
    ), moments


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

    async def first_batch_then_aclose():
        batched = batch(stream.generate(), size, 1)
        first = await anext(batched, "ended")
        await asyncio.sleep(busy)
        await batched.aclose()
        after = {"stream closed": stream.closed, "tasks left": tasks_left()}
        return {"first": first, **after, "next": await anext(batched, "ended")}

    assert virtual_time(first_batch_then_aclose()) == {
        "first": ["a"],
        "stream closed": True,
        "tasks left": [],
        "next": "ended",
    }, f"of batch(stream, {size}, 1), with {busy} seconds between the batch and aclose()"
