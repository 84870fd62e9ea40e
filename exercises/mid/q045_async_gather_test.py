"""Checks for Q45 · Asyncio. All of them run in virtual time: a sleep of an hour takes no time."""

import asyncio

import pytest
from q045_async_gather import fetch_all, first_success, gather_limited


def now():
    return asyncio.get_running_loop().time()


class Work:
    """Makes coroutines that sleep and then return or raise, and keeps a record of them.

    `begun` has (name, time) of each that began, `done` the names of those that slept to their end,
    `over` the names of those that ended in any way, after a clean-up of half a second if they were
    cancelled. `called` has (name, time) of each call of a factory.
    """

    def __init__(self):
        self.called, self.begun, self.done, self.over = [], [], [], []
        self.running = self.peak = 0

    async def __call__(self, name, seconds, error=None):
        self.begun.append((name, now()))
        self.running += 1
        self.peak = max(self.peak, self.running)
        try:
            await asyncio.sleep(seconds)
            self.done.append(name)
            if error is not None:
                raise error
            return f"{name} done"
        finally:
            self.running -= 1
            try:
                if name not in self.done:
                    await asyncio.sleep(0.5)
            finally:
                self.over.append(name)

    def factories(self, *seconds):
        """A factory each, named a, b, c and so on."""

        def factory(name, wait):
            def call():
                self.called.append((name, now()))
                return self(name, wait)

            return call

        return list(map(factory, "abcdefgh", seconds))


async def nothing_goes_on(work):
    """Whether all that has begun is over by now, and nothing has begun an hour later."""
    begun = [name for name, _ in work.begun]
    over_now = sorted(work.over)
    await asyncio.sleep(3600)
    return sorted(begun) == over_now and len(work.begun) == len(begun)


@pytest.mark.hint(
    "The order of finishing is not the order of the factories.",
    "`asyncio.gather` keeps the order of its arguments.",
)
def test_gathers_in_the_order_of_the_factories(virtual_time):
    """Results come as a list in the order of the factories, also when the first finishes last."""
    work = Work()
    factories = work.factories(3, 1, 2)
    results = virtual_time(gather_limited(iter(factories), 3))
    assert results == ["a done", "b done", "c done"]
    assert work.done == ["b", "c", "a"]


@pytest.mark.parametrize(("limit", "peak"), [(1, 1), (3, 3), (9, 7)])
@pytest.mark.hint(
    "How many may be inside at the same time? There is a primitive that counts places.",
    "Call the factory and await its coroutine inside `async with semaphore`.",
)
def test_reaches_the_limit_and_never_passes_it(virtual_time, limit, peak):
    """As many as the limit allows run at the same time, and never more."""
    work = Work()
    virtual_time(gather_limited(work.factories(1, 1, 1, 1, 1, 1, 1), limit))
    assert work.peak == peak
    assert len(work.done) == 7


@pytest.mark.hint(
    "Batches wait for their slowest member: does yours?",
    "Start a waiting factory whenever one of the running coroutines has ended.",
)
def test_takes_a_free_place_at_once(virtual_time):
    """A factory is called at the very moment a place becomes free, not when a batch has ended."""
    work = Work()
    virtual_time(gather_limited(work.factories(9, 1, 3, 2, 4), 2))
    assert work.called == [("a", 0), ("b", 0), ("c", 1), ("d", 4), ("e", 6)]
    assert work.begun == work.called


@pytest.mark.parametrize("limit", [0, -3])
@pytest.mark.hint("A semaphore with no place at all waits for ever; look at the limit first.")
def test_refuses_a_limit_below_one(virtual_time, limit):
    """A limit below 1 raises a `ValueError` that contains it, and no factory is called."""
    work = Work()
    with pytest.raises(ValueError, match=f"{limit}"):
        virtual_time(gather_limited(work.factories(1), limit))
    assert work.called == []


@pytest.mark.hint(
    "`asyncio.gather` raises at once, but what do the other tasks do then?",
    "Make the tasks yourself: then you can cancel them in a `finally`.",
    "`cancel()` only asks. Await the tasks afterwards, and ignore what they raise.",
)
def test_a_failure_stops_the_rest(virtual_time):
    """The first exception comes through once the others were cancelled and have ended."""
    work, error = Work(), KeyError("b")

    async def stubborn():
        try:
            await work("c", 5)
        except asyncio.CancelledError:
            raise OSError("while cleaning up") from None

    async def main():
        factories = work.factories(1, 2, 5, 1, 1, 1)
        factories[1:3] = [lambda: work("b", 2, error), stubborn]
        with pytest.raises(KeyError) as caught:
            await gather_limited(factories, 2)
        return caught.value, now(), await nothing_goes_on(work)

    caught, time, quiet = virtual_time(main())
    assert caught is error
    assert time == 2.5
    assert work.done == ["a", "b"]
    assert quiet, "something still ran, or began, after the exception had reached the caller"


@pytest.mark.hint(
    "Catch each fetch's exception where you still know its URL.",
    "`dict.fromkeys` drops what occurs twice and keeps the order.",
)
def test_sorts_pages_and_errors_by_url(virtual_time):
    """Each URL is fetched once; pages and errors come by URL, in the order of the URLs."""
    error, work = LookupError("/gone"), Work()
    seconds = {"/slow": 3, "/gone": 2, "/quick": 1}

    async def fetch(url):
        return await work(url, seconds[url], error if url == "/gone" else None)

    urls = iter(["/slow", "/gone", "/quick", "/slow", "/gone"])
    pages, errors = virtual_time(fetch_all(fetch, urls, 10))
    assert list(pages.items()) == [("/slow", "/slow done"), ("/quick", "/quick done")]
    assert errors == {"/gone": error}
    assert sorted(work.begun) == [("/gone", 0), ("/quick", 0), ("/slow", 0)]
    assert [type(pages), type(errors)] == [dict, dict]


@pytest.mark.hint(
    "One timeout around everything also hits those that have long finished.",
    "Put `asyncio.timeout` (or `asyncio.wait_for`) around each single fetch.",
)
def test_each_fetch_has_its_own_timeout(virtual_time):
    """A late fetch is cancelled and counts as a `TimeoutError`; the others are kept."""
    work = Work()
    seconds = {"/a": 60, "/b": 4, "/c": 6, "/d": 1}

    async def fetch(url):
        return await work(url, seconds[url])

    async def main():
        pages, errors = await fetch_all(fetch, list(seconds), 5)
        return pages, errors, now(), await nothing_goes_on(work)

    pages, errors, time, quiet = virtual_time(main())
    assert pages == {"/b": "/b done", "/d": "/d done"}
    assert [(url, type(error)) for url, error in errors.items()] == [
        ("/a", TimeoutError),
        ("/c", TimeoutError),
    ]
    assert time == 5.5
    assert quiet, "a fetch went on after its timeout"


@pytest.mark.hint(
    "The first to finish is not always the first to succeed.",
    "`asyncio.as_completed` gives them as they finish: pass over those that raise.",
)
def test_returns_the_first_success(virtual_time):
    """The earliest result wins, wherever it stands; earlier failures are passed over."""
    work = Work()

    async def main():
        entries = work("slow", 9), work("bad", 1, OSError()), work("good", 2), work("next", 3)
        return await first_success(*entries)

    assert virtual_time(main()) == "good done"
    assert sorted(work.begun) == [("bad", 0), ("good", 0), ("next", 0), ("slow", 0)]


@pytest.mark.hint(
    "Cancel every task that has not finished when the winner is known.",
    "A cancelled task may have cleaning up to do: await it before you return.",
)
def test_losers_are_cancelled_and_awaited(virtual_time):
    """When the winner's result is returned, the losers have ended, and their errors are ignored."""
    work = Work()

    async def stubborn():
        try:
            await asyncio.sleep(7)
        finally:
            await asyncio.sleep(1)
            raise OSError("while cleaning up")

    async def main():
        loser = asyncio.create_task(stubborn())
        result = await first_success(work("loser", 9), loser, work("winner", 2))
        return result, now(), loser.done(), await nothing_goes_on(work)

    result, time, ended, quiet = virtual_time(main())
    assert (result, time, ended) == ("winner done", 3, True)
    assert work.done == ["winner"]
    assert quiet, "a loser still ran after the winner's result had been returned"


@pytest.mark.hint(
    "Keep the tasks: each one knows its `exception()` when it is done.",
    "`ExceptionGroup` takes a message and a list of exceptions.",
)
def test_raises_all_failures_as_a_group(virtual_time):
    """If all fail, an `ExceptionGroup` holds their exceptions in the order of the arguments."""
    work, errors = Work(), [OSError("a"), KeyError("b"), TimeoutError("c")]

    async def main(*seconds):
        entries = zip("abc", seconds, errors, strict=False)
        await first_success(*[work(*entry) for entry in entries])

    with pytest.raises(ExceptionGroup) as caught:
        virtual_time(main(3, 1, 2))
    assert list(caught.value.exceptions) == errors
    with pytest.raises(ExceptionGroup) as caught:
        virtual_time(main(1))
    assert list(caught.value.exceptions) == errors[:1]


@pytest.mark.hint("What does `asyncio.gather()` give, and what should a race without runners do?")
def test_empty_input(virtual_time):
    """No factories give `[]`, no URLs give two empty dicts, no awaitables a `ValueError`."""
    work = Work()
    assert virtual_time(gather_limited([], 1)) == []
    assert virtual_time(fetch_all(work, [], 5)) == ({}, {})
    with pytest.raises(ValueError):
        virtual_time(first_success())


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda work: gather_limited(work.factories(9, 9, 9), 2), id="gather_limited"),
        pytest.param(lambda work: fetch_all(lambda u: work(u, 9), "ab", 20), id="fetch_all"),
        pytest.param(lambda work: first_success(work("a", 9), work("b", 9)), id="first_success"),
    ],
)
@pytest.mark.hint(
    "`CancelledError` is no `Exception`, and a bare `except` catches it all the same.",
    "Clean up in a `finally`: it also runs when your own call is cancelled.",
)
def test_passes_its_own_cancellation_on(virtual_time, call):
    """A call that is cancelled cancels all it started and waits for it, then raises."""
    work = Work()

    async def main():
        task = asyncio.create_task(call(work))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), await nothing_goes_on(work)

    cancelled, quiet = virtual_time(main())
    assert cancelled, "the cancelled call returned or raised something else"
    assert [name for name, _ in work.begun] == ["a", "b"]
    assert quiet, "something still ran, or began, after the cancelled call had ended"
