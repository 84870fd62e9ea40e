"""Checks for Q99 · Asyncio. All of them run in virtual time: a sleep of an hour takes no time."""

import asyncio
import re
from collections import Counter

import pytest
from q099_asyncio_pipeline import Stage, run_pipeline


def now():
    return asyncio.get_running_loop().time()


class Plant:
    """Sources and stages for a pipeline, and what they noted, each with the time.

    `given` has (item, time) of what the source gave, `begun` has (stage, item, time) of each call
    of a `func`, and `tidied` has (stage, item) of each that was cancelled and could then tidy up
    for two seconds. `peak` is how many calls ran at one time, by stage. `closed` is when the
    `finally` of the source had ended, which takes it three seconds.
    """

    def __init__(self):
        self.given, self.begun, self.tidied, self.closed = [], [], [], None
        self.running, self.peak = Counter(), Counter()

    async def source(self, items, pause=0, error=None):
        """Give the items, with a pause after each of them, and then raise the error."""
        try:
            for item in items:
                self.given.append((item, now()))
                yield item
                await asyncio.sleep(pause)
            if error:
                raise error
        finally:
            await asyncio.sleep(3)
            self.closed = now()

    def stage(self, name, seconds=0, workers=1, bad=None, error=None):
        """A stage that adds its name to each item, or raises the error for the bad one.

        `seconds` is how long each call takes, or a list of it, by the first figure of the item.
        """

        async def func(item):
            self.begun.append((name, item, now()))
            self.running[name] += 1
            self.peak[name] = max(self.peak[name], self.running[name])
            try:
                await asyncio.sleep(seconds if isinstance(seconds, int) else seconds[int(item[0])])
            except asyncio.CancelledError:
                await asyncio.sleep(2)
                self.tidied.append((name, item))
                raise
            finally:
                self.running[name] -= 1
            if item == bad:
                raise error
            return item + name

        return Stage(func, workers)

    def starts(self, name):
        """When each call of the stage began, by the first figure of its item."""
        return [(int(item[0]), time) for stage, item, time in self.begun if stage == name]

    async def end(self, pipeline, cancel_at=None):
        """Run a pipeline; return its result or what it raised, and how everything was then."""
        before = asyncio.all_tasks()
        task = asyncio.create_task(pipeline)
        if cancel_at:
            await asyncio.sleep(cancel_at)
            task.cancel()
        await asyncio.wait([task])
        after = {
            "tidied up": sorted(self.tidied),
            "source closed": self.closed is not None,
            "tasks left": len(asyncio.all_tasks() - before - {task}),
        }
        await asyncio.sleep(3600)
        if task.cancelled():
            return asyncio.CancelledError(), after
        return task.exception() or task.result(), after


def figures(count):
    return [str(number) for number in range(count)]


@pytest.fixture
def plant():
    return Plant()


@pytest.mark.parametrize("queue_size", [1, 2, 50])
@pytest.mark.hint(
    "Begin with one task that fills a queue from the source, and one for each worker.",
    "What finishes first was not first: give each item a number on its way.",
    "How does a worker learn that nothing more comes? All of them have to.",
)
def test_results_in_the_order_of_the_source(virtual_time, plant, queue_size):
    """Each item goes once through each stage, and the results are in the order of the source."""
    stages = [
        plant.stage("a", [5, 1, 3, 0, 2, 4, 1, 9, 1], workers=4),
        plant.stage("b", [1, 7, 0, 3, 2, 1, 2, 0, 1], workers=2),
        plant.stage("c", [0, 0, 9, 0, 0, 0, 0, 1, 0], workers=3),
    ]
    pipeline = run_pipeline(plant.source(figures(9)), stages, queue_size=queue_size)
    assert virtual_time(pipeline) == [f"{number}abc" for number in range(9)]
    calls = sorted((stage, item) for stage, item, _ in plant.begun)
    assert calls == sorted(
        (stage, f"{number}{before}")
        for stage, before in [("a", ""), ("b", "a"), ("c", "ab")]
        for number in range(9)
    ), "(stage, item) of the calls of `func`"
    for times, workers in ((2, 1), (3, 1), (3, 2)):
        again = [plant.stage("d", workers=workers)] * times
        pipeline = run_pipeline(plant.source(figures(2)), again, queue_size=queue_size)
        assert virtual_time(pipeline) == [f"{number}{'d' * times}" for number in range(2)], (
            f"one `Stage` d, with workers={workers}, stands {times} times in the list"
        )


@pytest.mark.hint("What marks the end in your queues must be nothing that can be an item.")
def test_odd_items(virtual_time):
    """None, false values and exceptions can be items and results."""
    values = [None, False, 0, -1, (), ..., KeyError("returned"), "", None]
    values += [StopAsyncIteration("returned"), asyncio.QueueEmpty(), [], {}, None]
    looked_up = []

    async def source(items):
        for item in items:
            yield item

    async def same(item):
        return item

    async def describe(item):
        return f"<{item!r}>"

    async def look_up(place):
        looked_up.append(place)
        return values[place]

    async def main():
        given = await run_pipeline(source(values), [Stage(same, 2), Stage(same)])
        made = await run_pipeline(source(range(14)), [Stage(look_up), Stage(same, 2)])
        return given, made, await run_pipeline(source(values), [Stage(same), Stage(describe)])

    given, made, described = virtual_time(main())
    assert given == values, "the source gave these objects, and the stages returned them"
    assert made == values, "the first stage returned these objects"
    assert looked_up == [*range(14)], "the items that the first stage was called with"
    assert described == [f"<{value!r}>" for value in values], "the last stage makes texts of all"


@pytest.mark.hint("What is the last queue when there is no stage?")
def test_nothing_to_do(virtual_time, plant):
    """A source without items gives `[]`, and a pipeline without stages gives the items."""

    async def main():
        nothing = await run_pipeline(plant.source([]), [plant.stage("a", workers=3)])
        less = await run_pipeline(plant.source([]), [])
        return nothing, less, await run_pipeline(plant.source(figures(12), pause=1), [])

    nothing, less, items = virtual_time(main())
    assert nothing == [], "no items, one stage"
    assert less == [], "no items, no stages"
    assert items == figures(12), "the source gives the texts '0' to '11', there are no stages"
    named = virtual_time(run_pipeline(stages=[], source=plant.source("xyz")))
    assert named == ["x", "y", "z"], "run_pipeline(stages=[], source=…), which gives x, y and z"
    assert plant.begun == [], "(stage, item, time) of the calls of a `func`; there was no item"


@pytest.mark.parametrize(
    ("queue_size", "workers", "bad"),
    [(0, (1,), 0), (-2, (1,), -2), (1, (2, 0), 0), (1, (-1, 2), -1), (0, (), 0)],
)
@pytest.mark.hint(
    "`asyncio.Queue(0)` has no limit at all.", "Check the numbers before you start a task."
)
def test_refuses_numbers_below_one(virtual_time, plant, queue_size, workers, bad):
    """A `queue_size` or a number of workers below 1 raises a `ValueError` that names it."""
    stages = [plant.stage("a", workers=count) for count in workers]
    with pytest.raises(ValueError, match=re.escape(repr(bad))):
        virtual_time(run_pipeline(plant.source("xyz"), stages, queue_size=queue_size))
    assert plant.given == [], "(item, time) of what the source was asked for"


@pytest.mark.hint(
    "Awaiting one stage after the other takes turns. Each worker is a task of its own.",
    "Workers take their items from one queue and put the results into the next.",
)
def test_stages_work_at_the_same_time(virtual_time, plant):
    """Each stage begins with an item as soon as the one before has finished it."""
    stages = [plant.stage("a", 2), plant.stage("b", 2), plant.stage("c", 2)]

    async def main():
        await run_pipeline(plant.source(figures(4), pause=2), stages)
        return now()

    assert virtual_time(main()) <= 17, (
        "when the call returned; the source gave an item at 0, 2, 4 and 6 and needs 3 s to close"
    )
    assert [plant.starts(name) for name in "abc"] == [
        [(0, 0), (1, 2), (2, 4), (3, 6)],
        [(0, 2), (1, 4), (2, 6), (3, 8)],
        [(0, 4), (1, 6), (2, 8), (3, 10)],
    ], "(item, time) at which the stages a, b and c began with it; each needs 2 s"


@pytest.mark.hint(
    "A stage of three workers is three tasks on the same two queues.",
    "Do you put the results in order between two stages? That is needed only at the end.",
)
def test_workers_and_overtaking(virtual_time, plant):
    """A stage works on as many items as it has workers, and the faster item goes on first."""
    stages = [plant.stage("a", [9, 2, 4, 3, 1, 1, 1], workers=3), plant.stage("b", workers=1)]
    results = virtual_time(run_pipeline(plant.source(figures(7)), stages))
    assert plant.starts("a") == [(0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (5, 5), (6, 5)], (
        "(item, time) at which a stage of 3 workers began; the items need 9, 2, 4, 3, 1, 1, 1 s"
    )
    assert plant.peak["a"] == 3, "this many calls of `func` ran at one time, with 3 workers"
    assert sorted(plant.starts("b")) == [(0, 9), (1, 2), (2, 4), (3, 5), (4, 5), (5, 6), (6, 6)], (
        "(item, time) at which the next stage began"
    )
    assert results == [f"{number}ab" for number in range(7)]
    virtual_time(run_pipeline(plant.source(figures(20)), [plant.stage("w", 9, workers=20)]))
    assert plant.peak["w"] == 20, "this many calls of `func` ran at one time, with 20 workers"
    bare = [Stage(plant.stage("v", 9).func)]
    virtual_time(run_pipeline(plant.source(figures(3)), bare, queue_size=3))
    assert plant.peak["v"] == 1, "this many calls of `func` ran at one time, with `Stage(func)`"


@pytest.mark.parametrize(
    ("queue_size", "workers", "least"),
    [
        (1, [1], 2),
        (None, [1], 2),
        (3, [2], 5),
        (4, [1, 3], 12),
        (1, [4, 1, 2], 10),
        (3, [1, 1, 2], 13),
    ],
)
@pytest.mark.hint(
    "A queue with a `maxsize` makes those wait who put more into it.",
    "Each stage has a queue of its own. Who reads the source puts into the first.",
    "Which of your containers can grow without end?",
)
def test_the_source_is_not_read_ahead(virtual_time, plant, queue_size, workers, least):
    """While the last stage is busy, items fill the queues and workers, and no more are read."""
    seconds = [0] * (len(workers) - 1) + [100]
    stages = [plant.stage("abc"[n], seconds[n], workers[n]) for n in range(len(workers))]
    read, size = [], {} if queue_size is None else {"queue_size": queue_size}

    async def main():
        call = asyncio.create_task(run_pipeline(plant.source("0" * 30), stages, **size))
        await asyncio.sleep(50)
        read.append(len(plant.given))
        return await call

    assert len(virtual_time(main())) == 30
    assert read[0] in (least, least + 1), (
        f"items read from the source while the last stage works on its first; queue_size="
        f"{queue_size or '1 (not given)'}, stages of {workers} workers: {least}, and one more that "
        "found no room"
    )


@pytest.mark.parametrize(
    ("pause", "error", "running"),
    [
        (0, TimeoutError("of a func"), [("a", "4"), ("a", "5"), ("b", "1a"), ("b", "2a")]),
        (50, OSError("no network"), []),
        (50, ExceptionGroup("no network", [OSError("no route"), OSError("no name")]), []),
    ],
    ids=["source at a yield", "source at an await", "a group"],
)
@pytest.mark.hint(
    "`asyncio.TaskGroup` cancels the rest when a task fails, and awaits it.",
    "A task that is cancelled while it puts an item into a queue does not close the source.",
    "`contextlib.aclosing` closes a generator on every way out.",
)
def test_a_failing_stage_stops_all(virtual_time, plant, pause, error, running):
    """When a `func` raises, all that runs is cancelled and awaited; a group holds the exception."""
    stages = [
        plant.stage("a", [2, 2, 2, 2] + [100] * 16, workers=2),
        plant.stage("b", [5] + [100] * 19, workers=3, bad="0a", error=error),
    ]
    pipeline = run_pipeline(plant.source(figures(9), pause), stages, timeout=1000)
    raised, after = virtual_time(plant.end(pipeline))
    in_a_group = isinstance(raised, ExceptionGroup) and raised is not error
    assert in_a_group, f"b raised {error!r}, and the call, in no group around it, {raised!r}"
    same = raised.subgroup(lambda each: each is error) is not None
    assert same, f"the group does not contain the very object that b raised: {raised!r}"
    assert after == {
        "tidied up": running,
        "source closed": True,
        "tasks left": 0,
    }, f"when the call raised; b failed at 7, while these ran: {running}, and tidying needs 2 s"
    begun = [call for call in plant.begun if call[2] >= 7]
    assert begun == [], "(stage, item, time) of calls of a `func` after b had failed at 7"
    last, late = LookupError("the last item"), Plant()
    stages = [late.stage("a", 1), late.stage("b", [1, 1, 20], bad="2a", error=last)]
    raised, after = virtual_time(late.end(run_pipeline(late.source(figures(3)), stages)))
    same = isinstance(raised, ExceptionGroup) and raised.subgroup(lambda each: each is last)
    assert same, f"only the last of three items failed, with {last!r}; the call gave {raised!r}"
    assert (after["source closed"], after["tasks left"]) == (True, 0), "the last item failed"
    busy = Plant()
    stages = [busy.stage("a", 2), busy.stage("b", 5, workers=2, bad="0a", error=error)]
    pipeline = run_pipeline(busy.source("0" + "1" * 29, pause // 50), stages, queue_size=9)
    raised, after = virtual_time(busy.end(pipeline))
    assert after == {
        "tidied up": [("a", "1"), ("b", "1a")],
        "source closed": True,
        "tasks left": 0,
    }, (
        "when the call raised; one of two workers of b failed at 7 and a, which needs 2 s an item, "
        f"had more to do; tidying needs 2 s; the call gave {raised!r}"
    )
    begun = [call for call in busy.begun if call[2] >= 7]
    assert begun == [], "(stage, item, time) of calls of a `func` when a had more to do at 7"


@pytest.mark.parametrize(
    ("names", "running"),
    [("ab", [("b", "0a"), ("b", "1a")]), ("", [])],
    ids=["stages", "no stages"],
)
@pytest.mark.parametrize("error", [LookupError("no more pages"), TimeoutError("slow")], ids=repr)
@pytest.mark.hint(
    "The source is read in a task, too. What does the group do when that one fails?",
    "What does your function raise for the same source without stages?",
)
def test_a_failing_source_stops_all(virtual_time, plant, names, running, error):
    """When the source raises, all that runs is cancelled, and a group holds the exception."""
    stages = [plant.stage("a", 1), plant.stage("b", 100, workers=2)][: len(names)]
    source = plant.source(figures(3), 3, error)
    pipeline = run_pipeline(source, stages, queue_size=5, timeout=1000)
    raised, after = virtual_time(plant.end(pipeline))
    assert isinstance(raised, ExceptionGroup), f"the source raised {error!r}, the call {raised!r}"
    same = raised.subgroup(lambda each: each is error) is not None
    assert same, f"the group does not contain the very object that the source raised: {raised!r}"
    assert after == {
        "tidied up": running,
        "source closed": True,
        "tasks left": 0,
    }, f"when the call raised; the source failed at 9, while these ran: {running}"
    begun = [call for call in plant.begun if call[2] >= 12]
    assert begun == [], "(stage, item, time) of calls of a `func` after the source had failed at 12"


@pytest.mark.parametrize(
    ("pause", "running"),
    [
        (0, [("a", "6"), ("a", "7"), ("b", "0a")]),
        (50, [("b", "0a")]),
        (3, [("a", "2"), ("b", "0a")]),
    ],
    ids=["source at a yield", "source at an await", "workers end while the source is closed"],
)
@pytest.mark.hint(
    "`async with asyncio.timeout(seconds)` takes None, too.",
    "Inside of the group, the timeout would be one more exception of the group. And around it?",
    "Closing the source may take time, and so may ending the workers: cancel them all at once.",
)
def test_timeout_stops_all(virtual_time, plant, pause, running):
    """When the time is over, all that runs is cancelled and awaited, and `TimeoutError` comes."""
    stages = [plant.stage("a", 2, workers=2), plant.stage("b", 100)]
    pipeline = run_pipeline(plant.source(figures(9) * 4, pause), stages, queue_size=9, timeout=7)
    raised, after = virtual_time(plant.end(pipeline))
    assert isinstance(raised, TimeoutError), f"with timeout=7, the call gave {raised!r}"
    assert after == {
        "tidied up": running,
        "source closed": True,
        "tasks left": 0,
    }, f"when the call raised, with timeout=7; these ran: {running}, and tidying needs 2 s"
    begun = [call for call in plant.begun if call[2] >= 7]
    assert begun == [], "(stage, item, time) of calls of a `func` after the timeout of 7"
    if pause:
        assert plant.closed == 10, "when the source was closed that was waiting at 7 and needs 3 s"
    bare = Plant()
    raised, after = virtual_time(bare.end(run_pipeline(bare.source("xyz", 50), [], timeout=7)))
    assert (isinstance(raised, TimeoutError), after["source closed"]) == (True, True), (
        f"without stages, the source needs 50 s an item, timeout=7; the call gave {raised!r}"
    )

    async def late():
        await asyncio.sleep(50)
        yield "0"

    raised, _ = virtual_time(Plant().end(run_pipeline(late(), [Plant().stage("a")], timeout=7)))
    assert isinstance(raised, TimeoutError), (
        f"the source gives its first item after 50 s, timeout=7; the call gave {raised!r}"
    )
    last = Plant()
    pipeline = run_pipeline(last.source("0"), [last.stage("a", 100)], timeout=7)
    raised, after = virtual_time(last.end(pipeline))
    assert (type(raised), after["tidied up"], after["tasks left"]) == (
        TimeoutError,
        [("a", "0")],
        0,
    ), f"the source has ended at 3, its one item needs 100 s, timeout=7; the call gave {raised!r}"


@pytest.mark.hint("Is the time limit one for each item, or one for all?")
def test_a_call_within_its_time(virtual_time, plant):
    """A call that ends within its time returns its results, and nothing is left then."""
    stages = [plant.stage("a", 5, workers=2), plant.stage("b", 5)]
    pipeline = run_pipeline(plant.source(figures(3), pause=2), stages, timeout=30)
    results, after = virtual_time(plant.end(pipeline))
    assert results == ["0ab", "1ab", "2ab"], "all was done at 20, and the timeout was 30"
    assert after == {"tidied up": [], "source closed": True, "tasks left": 0}

    async def caller():
        seen = []
        for seconds, bad, limit in [(1, None, 30), (1, "0", 30), (50, None, 7), (1, "0", 30)]:
            stage = plant.stage("a", seconds, bad=bad, error=OSError("down"))
            try:
                seen.append(await run_pipeline(plant.source("0"), [stage], timeout=limit))
            except Exception as error:
                seen.append(type(error))
            await asyncio.sleep(60)
        return seen

    seen, _ = virtual_time(plant.end(caller()))
    assert seen == [["0a"], ExceptionGroup, TimeoutError, ExceptionGroup], (
        "what a task saw that makes four calls, and sleeps for 60 s after each: one within its "
        f"time, one that fails, one that is late, one that fails; the task gave {seen!r}"
    )


@pytest.mark.parametrize(
    ("pause", "running"),
    [
        (0, [("a", "6"), ("a", "7"), ("b", "0a")]),
        (50, [("b", "0a")]),
        (3, [("a", "2"), ("b", "0a")]),
    ],
    ids=["source at a yield", "source at an await", "workers end while the source is closed"],
)
@pytest.mark.hint(
    "`CancelledError` is no `Exception`. Let it pass, when everything has been cleaned up.",
    "Closing the source may take time: cancel the workers first, or they go on meanwhile.",
)
def test_cancelling_stops_all(virtual_time, plant, pause, running):
    """When the call is cancelled, all that runs is cancelled and awaited, and then it ends."""
    stages = [plant.stage("a", 2, workers=2), plant.stage("b", 100)]
    pipeline = run_pipeline(plant.source(figures(9) * 4, pause), stages, queue_size=9, timeout=1000)
    raised, after = virtual_time(plant.end(pipeline, cancel_at=7))
    assert isinstance(raised, asyncio.CancelledError), f"cancelled at 7, the call gave {raised!r}"
    assert after == {
        "tidied up": running,
        "source closed": True,
        "tasks left": 0,
    }, f"when the call ended that was cancelled at 7; these ran: {running}, and tidying needs 2 s"
    begun = [call for call in plant.begun if call[2] >= 7]
    assert begun == [], "(stage, item, time) of calls of a `func` after the call was cancelled at 7"
    if pause:
        assert plant.closed == 10, "when the source was closed that was waiting at 7 and needs 3 s"
    bare = Plant()
    pipeline = run_pipeline(bare.source("xyz", 50), [], timeout=1000)
    raised, after = virtual_time(bare.end(pipeline, cancel_at=1))
    seen = isinstance(raised, asyncio.CancelledError), after["source closed"], after["tasks left"]
    assert seen == (True, True, 0), f"without stages, cancelled at 1; the call gave {raised!r}"
    free = Plant()
    pipeline = run_pipeline(free.source("0"), [free.stage("a", 100)])
    raised, after = virtual_time(free.end(pipeline, cancel_at=7))
    assert (type(raised), after["tidied up"], after["tasks left"]) == (
        asyncio.CancelledError,
        [("a", "0")],
        0,
    ), f"the source has ended at 3, no timeout, cancelled at 7; the call gave {raised!r}"
