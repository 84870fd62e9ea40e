"""Checks for Q45 · Asyncio. All of them run in virtual time: a sleep of an hour takes no time."""

import asyncio

import pytest
from q045_async_gather import first_success, gather_limited


def now():
    return asyncio.get_running_loop().time()


class Work:
    """Makes coroutines that sleep for some seconds and then return or raise, and notes their lives.

    `called` lists (name, time) of each call of a factory. `begun` and `ended` have the time, by
    name, at which each coroutine began, and ended in any way. `peak` is the largest number that
    ran at one time. A coroutine that is cancelled cleans up for half a second, and is in the set
    `tidied` if it could finish that. With `late`, it raises that after cleaning up; if it is
    `deaf`, it does not end before its time when it is cancelled.
    """

    def __init__(self):
        self.called, self.begun, self.ended, self.tidied = [], {}, {}, set()
        self.running = self.peak = 0

    async def __call__(self, name, seconds, outcome="done", late=None, deaf=False):
        self.begun[name] = now()
        self.running += 1
        self.peak = max(self.peak, self.running)
        end = now() + seconds
        try:
            while now() < end:
                try:
                    await asyncio.sleep(end - now())
                except asyncio.CancelledError:
                    if deaf:
                        continue
                    await asyncio.sleep(0.5)
                    self.tidied.add(name)
                    raise late or asyncio.CancelledError from None
        finally:
            self.running -= 1
            self.ended[name] = now()
        if isinstance(outcome, Exception):
            raise outcome
        return f"{name} {outcome}"

    def factory(self, *arguments, **keywords):
        def call():
            self.called.append((arguments[0], now()))
            return self(*arguments, **keywords)

        return call

    def factories(self, *seconds):
        """A factory each, named a, b, c and so on."""
        return list(map(self.factory, "abcdefgh", seconds))


async def cancelled_after_a_second(coroutine, work):
    """Cancel a call; tell how it ended, when, and what had ended by then."""
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    end = "cancelled" if task.cancelled() else repr(task.exception() or task.result())
    ended = dict(work.ended)
    result = end, now(), ended
    await asyncio.sleep(3600)
    return result


@pytest.mark.hint(
    "The order of finishing is not the order of the factories.",
    "Keep each result under the place of its factory, or go through the tasks in their order.",
)
def test_gathers_in_the_order_of_the_factories(virtual_time):
    """Results come as a list in the order of the factories, also when the first finishes last."""
    work, returned = Work(), KeyError("returned, not raised")

    async def give_error():
        return returned

    async def give_none():
        await asyncio.sleep(2)

    async def give_next():
        return next(numbers)

    numbers = iter([1, 2])
    factories = [*work.factories(3, 1), give_error, give_none, give_next, give_next]
    assert virtual_time(gather_limited(factories, 4)) == [
        "a done",
        "b done",
        returned,
        None,
        1,
        2,
    ], "of six factories, of which the last two are the same function, which returns 1 and then 2"
    assert work.ended == {"b": 1, "a": 3}, "when each ended"


@pytest.mark.parametrize(("limit", "peak"), [(1, 1), (3, 3), (7, 7), (9, 7)])
@pytest.mark.hint(
    "How many may be inside at the same time? Count places, or workers.",
    "Start only as many tasks as there are places; each awaits one coroutine after the other.",
)
def test_reaches_the_limit_and_never_passes_it(virtual_time, limit, peak):
    """As many as the limit allows run at the same time, and never more."""
    work = Work()
    results = virtual_time(gather_limited(work.factories(1, 1, 1, 1, 1, 1, 1), limit))
    assert results == [f"{name} done" for name in "abcdefg"]
    assert work.peak == peak, f"so many of 7 ran at one time with limit={limit}"


@pytest.mark.hint(
    "Batches wait for their slowest member: does yours?",
    "A coroutine that waits for its place has been made too early: call the factory later.",
)
def test_calls_a_factory_when_a_place_is_free(virtual_time):
    """A factory is called at the very moment a place is free, neither earlier nor later."""
    work = Work()
    virtual_time(gather_limited(work.factories(9, 1, 3, 2, 4), 2))
    assert work.called == [("a", 0), ("b", 0), ("c", 1), ("d", 4), ("e", 6)], (
        "(name, time) of the calls, for coroutines of 9, 1, 3, 2 and 4 seconds and limit=2"
    )
    assert work.begun == dict(work.called), "a coroutine begins when its factory is called"
    work, freed = Work(), asyncio.Event()

    async def two_at_once():
        first = [freed.wait, freed.wait, *work.factories(5, 5)]
        asyncio.get_running_loop().call_later(1, freed.set)
        await gather_limited(first, 2)

    virtual_time(two_at_once())
    assert work.called == [("a", 1), ("b", 1)], "when two coroutines had ended at once, at 1"


@pytest.mark.hint("Is there anything to wait for? `asyncio.wait` refuses an empty list.")
def test_empty_input(virtual_time):
    """Without factories the result is an empty list."""
    assert virtual_time(gather_limited([], 1)) == []
    assert virtual_time(gather_limited([], 3)) == []


@pytest.mark.parametrize(("limit", "c", "more"), [(3, 1, (1, 1, 1)), (3, 1, ()), (4, 0, ())])
@pytest.mark.hint(
    "Make the tasks yourself: then you can cancel them in a `finally`.",
    "`cancel()` only asks. Await the tasks afterwards, and ignore what they raise.",
    "Who gets the place of the coroutine that failed? A semaphore lets the next one in at once.",
)
def test_a_failure_stops_the_rest(virtual_time, limit, c, more):
    """When one fails, the others are cancelled, no factory is called, and then it is raised."""
    work, error = Work(), KeyError("b")

    async def call_gather_limited():
        a_1_s, _, c_9_s, *others = work.factories(1, 2, 9, *more)
        b_fails_at_2_s = work.factory("b", 2, error)
        deaf_60_s = work.factory("deaf", 60, deaf=True)
        with pytest.raises(KeyError):
            await gather_limited([deaf_60_s, a_1_s, b_fails_at_2_s, c_9_s, *others], limit)
        ended = dict(work.ended)
        await asyncio.sleep(3600)
        return ended

    ended = virtual_time(call_gather_limited())
    assert work.called == [("deaf", 0), ("a", 0), ("b", 0), ("c", c)], (
        f"(name, time) of the calls with {limit=}, where b fails at 2 and {len(more)} still wait"
    )
    told = {"arguments": "deaf: 60 s, goes on when cancelled; a: 1 s; b: fails at 2 s; c: 9 s"}
    assert told | {"ended before the call raised, and when": ended} == told | {
        "ended before the call raised, and when": {
            "a": 1,
            "b": 2,
            "c": 2.5,
            "deaf": 60,
        }
    }
    assert {"had time to clean up": work.tidied} == {"had time to clean up": {"c"}}


@pytest.mark.parametrize(
    "error",
    [KeyError("second in order, first in time"), ExceptionGroup("a group", [KeyError("of one")])],
    ids=["KeyError", "ExceptionGroup"],
)
@pytest.mark.hint(
    "Others may raise as well, while they clean up: remember which exception came first.",
)
def test_raises_the_first_exception(virtual_time, error):
    """The exception that came first is raised, the very object."""
    work = Work()

    async def call_gather_limited():
        a_9_s = work.factory("a", 9, late=LookupError("while a cleans up"))
        b_fails_at_2_s = work.factory("b", 2, error)
        c_fails_at_3_s = work.factory("c", 3, ValueError("c"), deaf=True)
        with pytest.raises((LookupError, ExceptionGroup)) as caught:
            await gather_limited([a_9_s, b_fails_at_2_s, c_fails_at_3_s], 3)
        return caught.value

    raised = virtual_time(call_gather_limited())
    told = {
        "arguments": "a: 9 s, raises LookupError when cancelled; b: raises at 2 s; "
        "c: raises at 3 s, and goes on when cancelled"
    }
    assert told | {"raised": raised, "the very object that b raised": raised is error} == told | {
        "raised": error,
        "the very object that b raised": True,
    }


@pytest.mark.parametrize("outcome", ["won", 0, None, KeyError("returned, not raised")])
@pytest.mark.hint(
    "The first to finish is not always the first to succeed.",
    "`asyncio.as_completed` gives them as they finish: pass over those that raise.",
)
def test_returns_the_first_success(virtual_time, outcome):
    """The earliest result wins, wherever it stands; earlier failures are passed over."""
    work = Work()

    async def win():
        await asyncio.sleep(3)
        return outcome

    async def call_first_success():
        bad = work("bad", 1, TimeoutError()), work("worse", 2, ValueError())
        result = await first_success(work("slow", 9), *bad, win(), work("next", 4))
        return result, now()

    told = {
        "arguments": "slow: 9 s, bad: TimeoutError at 1 s, worse: ValueError at 2 s, "
        "winner: returns outcome at 3 s, next: 4 s; who is cancelled cleans up for 0.5 s"
    }
    assert told | {"(result, time)": virtual_time(call_first_success())} == told | {
        "(result, time)": (outcome, 3.5)
    }
    assert work.begun == {"slow": 0, "bad": 0, "worse": 0, "next": 0}, "when each began"


@pytest.mark.hint(
    "Cancel every task that has not finished when the winner is known.",
    "A cancelled task may have cleaning up to do: await it before you return.",
)
def test_losers_are_cancelled_and_awaited(virtual_time):
    """When the winner's result is returned, the losers have ended, and their errors are ignored."""
    work = Work()

    async def call_first_success():
        result = await first_success(
            work("stubborn", 9, late=OSError("while cleaning up")),
            work("second", 3, deaf=True),
            work("winner", 2),
            work("deaf", 60, ValueError("too late"), deaf=True),
            work("loser", 9),
        )
        ended = dict(work.ended)
        await asyncio.sleep(3600)
        return result, ended

    told = {
        "arguments": "stubborn: 9 s, raises when cancelled; second: 3 s; winner: 2 s; "
        "deaf: 60 s; loser: 9 s; second and deaf go on when cancelled"
    }
    result, ended = virtual_time(call_first_success())
    assert told | {"result": result} == told | {"result": "winner done"}
    assert told | {"ended before the result came, and when": ended} == told | {
        "ended before the result came, and when": {
            "winner": 2,
            "stubborn": 2.5,
            "second": 3,
            "loser": 2.5,
            "deaf": 60,
        }
    }
    assert {"had time to clean up": work.tidied} == {"had time to clean up": {"stubborn", "loser"}}


@pytest.mark.parametrize("seconds", [(3, 1, 2, 4), (1,)])
@pytest.mark.hint(
    "Keep the tasks: each one knows its `exception()` when it is done.",
    "`ExceptionGroup` takes a message and a list of exceptions.",
)
def test_raises_all_failures_as_a_group(virtual_time, seconds):
    """If all fail, an `ExceptionGroup` holds their exceptions in the order of the arguments."""
    work = Work()
    nested = ExceptionGroup("a", [OSError("a")])
    errors = [nested, KeyError("b"), ValueError("c"), nested][: len(seconds)]

    async def call_first_success():
        entries = zip("abcd", seconds, errors, strict=False)
        await first_success(*[work(*entry) for entry in entries])

    with pytest.raises(ExceptionGroup) as caught:
        virtual_time(call_first_success())
    given = {"(seconds, error) of each argument": list(zip(seconds, errors, strict=True))}
    exceptions = list(caught.value.exceptions)
    assert given | {"in the group": exceptions} == given | {"in the group": errors}


@pytest.mark.parametrize("more", [(7, 7), ()])
@pytest.mark.hint(
    "Clean up in a `finally`: it also runs when your own call is cancelled.",
    "A cancelled `gather` cancels its tasks itself: do not cancel them once more.",
    "A coroutine that pays no heed to `cancel()` ends at some time. What does its place do then?",
)
def test_a_cancelled_gather_ends_everything(virtual_time, more):
    """A cancelled `gather_limited` cancels what runs, waits for it, and calls nothing more."""
    work = Work()
    a_9_s = work.factory("a", 9, late=OSError("while cleaning up"))
    b_9_s = work.factory("b", 9)
    brief_1_s = work.factory("brief", 1.25, deaf=True)
    deaf_60_s = work.factory("deaf", 60, deaf=True)
    others = work.factories(*more)
    end, time, ended = virtual_time(
        cancelled_after_a_second(
            gather_limited([a_9_s, b_9_s, brief_1_s, deaf_60_s, *others], 4), work
        )
    )
    told = {
        "arguments": "a: 9 s, raises when cancelled; b: 9 s; brief: 1.25 s; deaf: 60 s; "
        "brief and deaf go on when cancelled; limit 4"
    }
    called = [name for name, _ in work.called]
    assert told | {"factories that were called": called} == told | {
        "factories that were called": ["a", "b", "brief", "deaf"]
    }
    assert told | {"cancelled at 1, the call ended, and when": (end, time)} == told | {
        "cancelled at 1, the call ended, and when": ("cancelled", 60)
    }
    assert told | {"cancelled at 1, what had ended with the call, and when": ended} == told | {
        "cancelled at 1, what had ended with the call, and when": {
            "brief": 1.25,
            "a": 1.5,
            "b": 1.5,
            "deaf": 60,
        }
    }
    assert work.tidied == {"a", "b"}, "these had time to clean up"
    one_2_s, other_3_s = work.factory("one", 2, deaf=True), work.factory("other", 3, deaf=True)
    others = work.factories(*more)
    end, time, _ = virtual_time(
        cancelled_after_a_second(gather_limited([one_2_s, other_3_s, *others], 2), work)
    )
    told = {"arguments": "one: 2 s, other: 3 s; both go on when cancelled; limit 2"}
    assert told | {"cancelled at 1, the call ended, and when": (end, time)} == told | {
        "cancelled at 1, the call ended, and when": ("cancelled", 3)
    }


@pytest.mark.hint(
    "`CancelledError` is no `Exception`, and a bare `except` catches it all the same.",
    "Clean up in a `finally`: it also runs when your own call is cancelled.",
)
def test_a_cancelled_race_ends_everything(virtual_time):
    """A cancelled `first_success` cancels what runs, waits for it, and then raises."""
    work = Work()

    async def call_first_success():
        a, b = work("a", 9, late=OSError("while cleaning up")), work("b", 9)
        return await first_success(a, b, work("deaf", 60, deaf=True))

    told = {
        "arguments": "a: 9 s, raises when cancelled; b: 9 s; deaf: 60 s, goes on when cancelled"
    }
    end, time, ended = virtual_time(cancelled_after_a_second(call_first_success(), work))
    assert told | {"cancelled at 1, the call ended, and when": (end, time)} == told | {
        "cancelled at 1, the call ended, and when": ("cancelled", 60)
    }
    assert told | {"cancelled at 1, what had ended with the call, and when": ended} == told | {
        "cancelled at 1, what had ended with the call, and when": {"a": 1.5, "b": 1.5, "deaf": 60}
    }
    assert work.tidied == {"a", "b"}, "these had time to clean up"

    async def hopeless(*more):
        a, b = (work(name, 9, late=OSError("while cleaning up")) for name in "ab")
        return await first_success(a, b, *more)

    end, time, _ = virtual_time(cancelled_after_a_second(hopeless(), work))
    assert {"cancelled at 1, where a and b raise": (end, time)} == {
        "cancelled at 1, where a and b raise": ("cancelled", 1.5)
    }, "a, b: 9 s; cancelled, each cleans up for 0.5 s and raises OSError"
    failed = work("failed", 0.5, ValueError("before"))
    end, time, _ = virtual_time(cancelled_after_a_second(hopeless(failed), work))
    assert {"cancelled at 1, where one had failed before, and a and b raise": (end, time)} == {
        "cancelled at 1, where one had failed before, and a and b raise": (
            "cancelled",
            1.5,
        )
    }, "a, b: 9 s; cancelled, each cleans up for 0.5 s and raises OSError; the third failed at 0.5"
