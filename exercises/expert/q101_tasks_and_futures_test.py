"""Checks for Q101 · Tasks and futures. Sleeps pass in virtual time, threads are waited for."""

import asyncio
import gc
import threading
import weakref
from concurrent.futures import wait

import pytest
from q101_tasks_and_futures import SingleFlight, from_callback

PATIENCE = 1.5  # seconds after which a check gives up on a thread; nothing waits for them to pass


def now():
    return asyncio.get_running_loop().time()


class Halt(BaseException):
    """Raised where something ends that is no `Exception`."""


class Starter:
    """A callback API that keeps `done`, calls `at_once` with it, and counts its `stops`."""

    def __init__(self, at_once=lambda done: None, can_stop=True):
        self.at_once, self.can_stop, self.stops = at_once, can_stop, 0

    def __call__(self, done):
        self.done = done
        self.at_once(done)
        return self.stop if self.can_stop else None

    def stop(self):
        self.stops += 1


async def ending(awaitable):
    """Return a pair: "returned" and the result, or "raised" and the exception."""
    try:
        return "returned", await awaitable
    except (Exception, asyncio.CancelledError, Halt) as error:
        return "raised", error


def same(ends, how, value):
    """Whether each of the ends is that, with the very object."""
    return [end[0] == how and end[1] is value for end in ends]


async def cancelled(task):
    """Cancel a task, wait until it has ended, and return what came of it."""
    task.cancel()
    await asyncio.wait([task])
    return "CancelledError" if task.cancelled() else task.exception() or task.result()


RESULT, ERROR = ["a result"], LookupError("an error")


@pytest.mark.parametrize(
    ("call", "how", "value"),
    [
        (lambda done: done(RESULT), "returned", RESULT),
        (lambda done: done(), "returned", None),
        (lambda done: done(ERROR), "returned", ERROR),
        (lambda done: done(error=ERROR), "raised", ERROR),
    ],
    ids=["done(result)", "done()", "done(exception)", "done(error=exception)"],
)
@pytest.mark.hint(
    "`loop.create_future()` makes something that can be awaited, and be given its result.",
    "An exception is a result like any other when it comes as the result.",
)
def test_awaits_a_callback(virtual_time, call, how, value):
    """It returns what `done` was called with, or raises the error, now or later."""
    ends, times = [], []

    async def main():
        early = Starter(at_once=call)
        late = Starter(can_stop=False)
        ends.append(await ending(from_callback(early)))
        times.append(now())
        asyncio.get_running_loop().call_later(60, lambda: call(late.done))
        ends.append(await ending(from_callback(late)))
        times.append(now())
        return early.stops

    stops = virtual_time(main())
    assert same(ends, how, value) == [True, True], (
        f"`done` was called within `start`, and after 60 s: not twice {how} {value!r}, but {ends}"
    )
    assert times == [0, 60], "when `done` was called within `start`, and 60 s after it"
    assert stops == 0, "calls of the function that stops"


@pytest.mark.parametrize("error", [None, ERROR], ids=["result", "error"])
@pytest.mark.hint(
    "The loop may be asleep when `done` is called by another thread.",
    "`loop.call_soon_threadsafe(function, …)` runs a function in the loop, and wakes it.",
)
def test_done_from_another_thread(error):
    """`done` can be called from any thread, and wakes the loop."""
    raised, ends, waits = [], [], threading.Event()

    def start(done):
        def work():
            waits.wait(PATIENCE)
            try:
                done(RESULT) if error is None else done(error=error)
            except BaseException as problem:
                raised.append(problem)

        threading.Thread(target=work, daemon=True).start()
        asyncio.get_running_loop().call_soon(waits.set)  # when the loop goes on with other things

    def run():  # in debug mode the loop finds out what is not thread-safe
        ends.append(asyncio.run(ending(from_callback(start)), debug=True))

    loop = threading.Thread(target=run, daemon=True)
    loop.start()
    loop.join(PATIENCE)
    assert raised == [], "what `done` raised in a thread"
    how, value = ("raised", error) if error else ("returned", RESULT)
    assert same(ends, how, value) == [True], (
        f"`done` was called in a thread: not {how} {value!r}, but {ends or 'nothing'}"
    )


def by_a_thread(function, *args):
    """Call the function in another thread, and wait until that has ended."""
    thread = threading.Thread(target=function, args=args, daemon=True)
    thread.start()
    thread.join(PATIENCE)


@pytest.mark.parametrize(
    ("call", "how", "value"),
    [
        (lambda done: done(RESULT), "returned", RESULT),
        (lambda done: done(), "returned", None),
        (lambda done: done(error=ERROR), "raised", ERROR),
        (lambda done: by_a_thread(done, RESULT), "returned", RESULT),
    ],
    ids=["result first", "nothing first", "error first", "another thread first"],
)
@pytest.mark.hint(
    "A future takes one result. Ask it whether it is `done()`.",
    "Ask it in the loop, at the moment at which you set the result, not before.",
)
def test_only_the_first_call_counts(virtual_time, call, how, value):
    """Of several calls of `done` only the first counts, and the others raise nothing."""

    def call_all(done):
        call(done)
        done("second")
        done(error=OSError("third"))

    async def main():
        starter, later = Starter(at_once=call_all), Starter()
        outcomes = [await ending(from_callback(starter))]
        starter.done(error=OSError("fourth"))
        asyncio.get_running_loop().call_later(9, lambda: call_all(later.done))
        outcomes.append(await ending(from_callback(later)))
        await asyncio.sleep(1)
        return outcomes

    outcomes = virtual_time(main())
    assert same(outcomes, how, value) == [True, True], (
        f"`done` was called three times, within `start` and later: not {how} {value!r}, but "
        f"{outcomes}"
    )


@pytest.mark.hint(
    "What does `call_soon_threadsafe` raise when the loop is closed?",
    "When `start` raises, nobody awaits your future any more: cancel it.",
)
def test_done_comes_too_late(virtual_time):
    """`done` has no effect when the awaiting was cancelled, `start` raised, or the loop closed."""
    starter, unstoppable, seen = Starter(), Starter(can_stop=False), []
    silent, failed = [Starter(), Starter()], [Starter(), Starter()]  # `done` comes after the loop
    error, halt = OSError("start failed"), Halt("start halted")

    def failing(error):
        def start(done):
            asyncio.get_running_loop().call_later(5, lambda: done(error=LookupError("late")))
            raise error

        return start

    def failing_in_silence(starter):
        def start(done):
            starter(done)
            raise error

        return start

    async def main():
        for each in silent:
            task = asyncio.create_task(from_callback(each))
            await asyncio.sleep(1)
            seen.append(await cancelled(task))
        for each in failed:
            seen.append(await ending(from_callback(failing_in_silence(each))) == ("raised", error))
        for each in (starter, unstoppable):
            task = asyncio.create_task(from_callback(each))
            await asyncio.sleep(1)
            seen.append(await cancelled(task))
            each.done("late")
            each.done(error=ERROR)
        await asyncio.sleep(1)
        for problem in (error, halt):
            seen.append(await ending(from_callback(failing(problem))) == ("raised", problem))
            problem.__traceback__ = None  # or it keeps all alive, and nothing is reported
        await asyncio.sleep(9)

    virtual_time(main())
    other = Starter(at_once=lambda done: done())
    virtual_time(from_callback(other))
    late = [starter.done("late"), other.done("late"), other.done(error=ERROR)]
    late += [each.done("first") for each in (silent[0], failed[0])]
    late += [each.done(error=ERROR) for each in (silent[1], failed[1])]
    assert seen == [*["CancelledError"] * 2, True, True, *["CancelledError"] * 2, True, True], (
        "what the awaiting raised that was cancelled, or whether it raised what `start` raised: "
        "two cancelled, two whose `start` raised, two cancelled, two whose `start` raised"
    )
    assert late == [None] * 7, "what `done` returned when the loop was closed"


@pytest.mark.hint(
    "A cancellation arrives as a `CancelledError` at your `await`.",
    "The function that stops may call `done` itself. Does it wait for a lock then?",
)
def test_cancelling_stops_what_was_started(virtual_time, in_thread):
    """When the awaiting is cancelled, the function that `start` returned is called once."""

    async def main():
        waiting, done, failed = Starter(), Starter(), Starter()
        tasks = [asyncio.create_task(from_callback(each)) for each in (waiting, done, failed)]
        await asyncio.sleep(1)
        done.done(RESULT)
        failed.done(error=ERROR)
        ends = [await cancelled(tasks[0])]
        ends += [await ending(task) for task in tasks[1:]]
        for each in (waiting, done, failed):
            each.done("late")
        await asyncio.sleep(1)
        return ends, [waiting.stops, done.stops, failed.stops]

    ends, stops = virtual_time(main())
    assert ends == ["CancelledError", ("returned", RESULT), ("raised", ERROR)], (
        "what came of one that was cancelled, one that was done, one that failed"
    )
    assert stops == [1, 0, 0], (
        "calls of the function that stops: cancelled, done, failed; `done` was called later, too"
    )
    told = []

    def start(done):
        return lambda: told.append(done("stopped"))

    async def tells():
        task = asyncio.create_task(from_callback(start))
        await asyncio.sleep(0)
        return await cancelled(task)

    run = in_thread(asyncio.run, tells())
    wait([run], PATIENCE)
    assert told == [None], "what `done` returned to the function that stops, which called it"
    assert run.result() == "CancelledError", "what came of one whose function to stop calls `done`"


class Work:
    """Factories of coroutines that take some seconds; `calls` lists their names when called.

    A coroutine that is cancelled cleans up for `tidy` seconds, notes its name and the time in
    `tidied`, and raises `late` if that is given.
    """

    def __init__(self):
        self.calls, self.tidied = [], []

    def factory(self, name, outcome=None, seconds=10, tidy=0, late=None):
        async def work():
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                await asyncio.sleep(tidy)
                self.tidied.append((name, now()))
                raise late or asyncio.CancelledError from None
            if isinstance(outcome, (LookupError, Halt)):
                raise outcome
            return outcome

        def call():
            self.calls.append(name)
            return work()

        return call


@pytest.fixture
def work():
    return Work()


class Alike:
    """Keys that differ, and have the looks and the hash of each other and of the text `key`."""

    def __hash__(self):
        return hash("key")

    def __str__(self):
        return "key"

    def __repr__(self):
        return repr("key")


async def each_second(*coroutines):
    """Begin a task each second, and return all of them."""
    tasks = []
    for coroutine in coroutines:
        tasks.append(asyncio.create_task(coroutine))
        await asyncio.sleep(1)
    return tasks


@pytest.mark.parametrize(
    "outcome", [["object"], None, ERROR, OSError("returned"), Halt("raised")], ids=repr
)
@pytest.mark.hint(
    "Keep the task under its key as long as it runs; who finds one there waits for it.",
    "`await task` by several is fine: all get its result, or its exception.",
    "When the task has ended, in whatever way, it must not be found any more.",
)
def test_all_share_one_task(virtual_time, work, outcome):
    """Calls for one key share a task and its outcome; when it has ended, the next runs anew."""

    async def main():
        flight, other = SingleFlight(), SingleFlight()
        keys = ["".join("key") for _ in range(3)]  # equal, and three objects
        calls = [
            flight.run(key, work.factory(name, outcome))
            for key, name in zip(keys, "abc", strict=True)
        ]
        calls.append(other.run("key", work.factory("other object", outcome)))
        calls.append(flight.run(Alike(), work.factory("other key", outcome)))
        calls.append(flight.run(Alike(), work.factory("one more", outcome)))
        tasks = await each_second(*calls)
        times, outcomes = [], []
        for task in tasks:
            outcomes.append(await ending(task))
            times.append(now())
        outcomes.append(await ending(flight.run("key", work.factory("again", outcome))))
        return outcomes, [*times, now()]

    ends, times = virtual_time(main())
    assert work.calls == ["a", "other object", "other key", "one more", "again"], (
        "factories that were called: a, b, c for one key; one for another object; two for two "
        "other keys, whose repr and hash are those of a's key; one when all had ended"
    )
    how = "raised" if isinstance(outcome, (LookupError, Halt)) else "returned"
    assert same(ends, how, outcome) == [True] * 7, (
        f"a, b, c, the other object, two other keys, again: not seven times {how} {outcome!r}, but "
        f"{ends}"
    )
    assert times == [10, 10, 10, 13, 14, 15, 25], "when they had it; a task takes ten seconds"


@pytest.mark.hint(
    "All who waited go on in one go. What if the first of them asks again before the second is up?",
    "Who tidies up after a task must not remove the next one.",
    "The callbacks of a task run a little after its end. Ask the task whether it is `done()`.",
)
def test_asks_again_at_once(virtual_time, work):
    """Calls that ask again as soon as they have a result, or as the task ended, get a new task."""

    async def main():
        flight = SingleFlight()

        async def twice(name):
            first = await flight.run("key", work.factory(name, name))
            return first, await flight.run("key", work.factory(f"{name} again", f"{name} again"))

        return [await task for task in await each_second(twice("a"), twice("b"), twice("c"))]

    async def outsider():
        flight, ending = SingleFlight(), asyncio.Event()

        async def ends():
            await asyncio.sleep(5)
            ending.set()
            return "old"

        task = asyncio.create_task(flight.run("key", ends))
        await ending.wait()
        return await flight.run("key", work.factory("new", "new")), await task

    results = virtual_time(main())
    assert len(work.calls) == 2, f"factories that were called: {work.calls}"
    assert results == [("a", work.calls[1])] * 3, "what a, b and c got, each two times"
    assert virtual_time(outsider()) == ("new", "old"), (
        "what a call got that came just after the task had returned 'old', and what the first got"
    )


@pytest.mark.parametrize("error", [OSError("factory"), Halt("factory")], ids=repr)
@pytest.mark.hint(
    "Does something stay under the key when `factory()` raises?",
    "Where is `factory()` called: before there is a task, or in the task that others find?",
)
def test_a_factory_that_raises(virtual_time, work, error):
    """What `factory()` itself raises is raised, and the next call begins anew."""

    def broken():
        raise error

    flight = SingleFlight()

    async def main():
        outcomes = [await ending(flight.run(None, broken)) for _ in range(2)]
        return outcomes, await ending(flight.run(None, work.factory("a", "result")))

    async def at_once():
        factories = [broken, broken, work.factory("b", "result"), work.factory("c", "other")]
        calls = [flight.run("key", factory) for factory in factories]
        return await asyncio.gather(*[ending(call) for call in calls])

    outcomes, result = virtual_time(main())
    assert same(outcomes, "raised", error) == [True, True], (
        f"the factory raised {error!r} twice, and the calls {outcomes}"
    )
    assert result == ("returned", "result"), "the call after that, with a good factory"
    outcomes = virtual_time(at_once())
    assert same(outcomes[:2], "raised", error) == [True, True], (
        f"four calls at once, of which the first two have a factory that raises: {outcomes}"
    )
    assert outcomes[2:] == [("returned", "result")] * 2, "the other two of four calls at once"
    assert work.calls == ["a", "b"], "good factories that were called: c came when b's task ran"


@pytest.mark.parametrize(
    ("leaving", "outcome"), [([0], ["object"]), ([0, 2], ERROR), ([1, 2], ["object"])], ids=repr
)
@pytest.mark.hint(
    "`await task` passes a cancellation on to the task. What does not?",
    "`asyncio.wait([task])` waits and leaves the task alone.",
)
def test_others_keep_their_result(virtual_time, work, leaving, outcome):
    """A call that is cancelled leaves the others their outcome, whoever called first."""

    async def main():
        flight = SingleFlight()
        calls = [flight.run("key", work.factory(name, outcome)) for name in "abc"]
        tasks = await each_second(*calls)
        ends = []
        for number in leaving:
            ends.append((await cancelled(tasks[number]), now()))
        stay = [task for task in tasks if not task.cancelled()]
        return ends, [await ending(task) for task in stay], now()

    ends, results, time = virtual_time(main())
    assert ends == [("CancelledError", 3)] * len(leaving), f"cancelled at 3: {leaving} of 0, 1, 2"
    how = "raised" if outcome is ERROR else "returned"
    assert same(results, how, outcome) == [True] * (3 - len(leaving)), (
        f"the others: not {how} {outcome!r}, but {results}"
    )
    assert (time, work.calls, work.tidied) == (10, ["a"], []), "time, factories called, cancelled"


@pytest.mark.parametrize(
    "late",
    [None, OSError("while cleaning up"), Halt("while cleaning up")],
    ids=["tidy", "raises", "raises no Exception"],
)
@pytest.mark.hint(
    "Count the calls that wait. Who makes it zero cancels the task.",
    "A cancelled task may clean up: wait until it has ended, then raise.",
    "An exception that it raises then is for nobody, but somebody has to fetch it.",
)
def test_the_last_one_cancels_the_task(virtual_time, work, late):
    """When the last call that waits is cancelled, the task is too, and the call waits for it."""

    async def main():
        flight = SingleFlight()
        make = [work.factory(name, tidy=4, late=late) for name in "ab"]
        tasks = await each_second(flight.run("key", make[0]), flight.run("key", make[1]))
        ends = [(await cancelled(task), now(), len(work.tidied)) for task in tasks]
        left = len(asyncio.all_tasks()) - 1
        await asyncio.sleep(100)
        return ends, left

    ends, left = virtual_time(main())
    assert ends == [("CancelledError", 2, 0), ("CancelledError", 6, 1)], (
        "two calls are cancelled at 2; how and when each ended, and whether the task had cleaned "
        "up by then, which takes four seconds"
    )
    assert (work.tidied, left) == ([("a", 6)], 0), "when the task had cleaned up; tasks left"


@pytest.mark.hint(
    "A task that was cancelled has no place under its key any more.",
    "When the old one ends, whose entry does it remove, and whose callers does it count?",
)
def test_a_new_task_while_the_old_one_cleans_up(virtual_time, work):
    """A call while a cancelled task cleans up starts a new one, which later calls share."""

    async def main():
        flight = SingleFlight()
        (first,) = await each_second(flight.run("key", work.factory("old", "old", tidy=4)))
        first.cancel()
        await asyncio.sleep(1)
        calls = [flight.run("key", work.factory(name, name, 20)) for name in ["new", "b"]]
        tasks = await each_second(*calls)
        await asyncio.wait([first])
        times = [now()]
        await asyncio.sleep(2)
        tasks += await each_second(flight.run("key", work.factory("c", "c")))
        results = [await ending(task) for task in tasks]
        return first.cancelled(), results, [*times, now()]

    was_cancelled, results, times = virtual_time(main())
    assert work.calls == ["old", "new"], (
        "factories that were called: old is cancelled at 1 and cleans up until 5, new comes at 2, "
        "b at 3, and c at 7"
    )
    assert results == [("returned", "new")] * 3, "what new, b and c got"
    assert (was_cancelled, times) == (True, [5, 22]), (
        "the first call, its end, and that of the rest"
    )

    async def leave(seconds, count):
        flight, work = SingleFlight(), Work()
        (first,) = await each_second(flight.run("key", work.factory("old", tidy=4)))
        first.cancel()
        await asyncio.sleep(1)
        make = work.factory("new", "new", tidy=4)
        tasks = await each_second(flight.run("key", make), flight.run("key", make))
        await asyncio.sleep(seconds)
        ends = [await cancelled(task) for task in tasks[:count]]
        return ends + [await ending(task) for task in tasks[count:]], work.tidied

    assert virtual_time(leave(0, 2)) == (["CancelledError"] * 2, [("old", 5), ("new", 8)]), (
        "two calls share the new task, and both are cancelled at 4, while the old one cleans up: "
        "what came of them, and when each task had cleaned up, which takes four seconds"
    )
    assert virtual_time(leave(3, 1)) == (["CancelledError", ("returned", "new")], [("old", 5)]), (
        "two calls share the new task, and one is cancelled at 7: what came of them, and when "
        "each task had cleaned up"
    )


class Token:
    """Something that a weak reference can watch."""


@pytest.mark.parametrize(
    "how", ["returns", "raises", "is cancelled", "is not made", "has lost its first call"]
)
@pytest.mark.hint("Is the entry taken out in each case, also when nobody asks for the key again?")
def test_keeps_nothing(virtual_time, how):
    """When no task runs for a key, nothing keeps the key or the result alive."""
    flight, watched = SingleFlight(), []

    async def work(result):
        await asyncio.sleep(5)
        if how == "raises":
            raise LookupError(result)
        return result

    async def main():
        key, result = Token(), Token()

        def factory():
            if how == "is not made":
                raise LookupError(result)
            return work(result)

        watched.extend([weakref.ref(key), weakref.ref(result)])
        calls = 2 if how == "has lost its first call" else 1
        tasks = [asyncio.create_task(flight.run(key, factory)) for _ in range(calls)]
        await asyncio.sleep(1)
        if how in ("is cancelled", "has lost its first call"):
            tasks[0].cancel()
        await asyncio.wait(tasks)
        for task in tasks:
            if not task.cancelled():
                task.exception()

    virtual_time(main())
    gc.collect()
    alive = [reference() is not None for reference in watched]
    assert alive == [False, False], f"whether key and result live on, when the task {how}"
